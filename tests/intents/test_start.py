"""What starting costs: spaCy comes without its command line, and gives it to whoever asks."""

from __future__ import annotations

import subprocess
import sys

from intents.spelling import Spelling


def test_spacy_is_loaded_without_its_commands_and_gives_them_later() -> None:
    code = (
        "import sys, intents, spacy\n"
        "assert 'spacy.cli' not in sys.modules\n"
        "assert 'jinja2' not in sys.modules\n"
        "import spacy.cli\n"
        "assert callable(spacy.cli.download)\n"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_reading_a_message_loads_no_tables_of_spacys_languages() -> None:
    """They are large, and ours stand beside the code; what spaCy registers of other languages for itself is small."""
    code = (
        "import sys\n"
        "from intents.parser import Parser\n"
        "from intents.parse import Vocabulary\n"
        "from intents.training import train\n"
        "model = train({'a.b': {'de': ['habt ihr Becher']}}, cache=None)\n"
        "assert Parser(model, Vocabulary()).parse('Habt ihr rote Becher?').tokens\n"
        "loaded = [name for name in sys.modules if name.startswith(('spacy.lang.de', 'spacy.lang.en', 'spacy.lang.xx'))]\n"
        "assert not loaded, loaded\n"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_what_mends_mistakes_is_made_for_the_first_one() -> None:
    spelling = Spelling({"becher": 3, "kanne": 1}).extended(["tasse"])
    assert spelling.correct("becher") == "becher"
    assert "_near" not in vars(spelling)
    assert spelling.correct("bechr") == "becher"
    assert "_near" in vars(spelling)
