"""What starting costs: spaCy comes without its command line, and gives it to whoever asks."""

from __future__ import annotations

import subprocess
import sys


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
