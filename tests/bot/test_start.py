"""What a start of the console loads and does: only what the first answers need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAID = "Guten Tag!\nHabt ihr rote Becher?\n"


def started(before: str = "") -> subprocess.CompletedProcess[str]:
    """Talk to the console in a process of its own; the modules it loaded stand on its standard error."""
    program = f"import sys\n{before}\nfrom bot.cli import main\ntry:\n    main(['chat'])\nfinally:\n    print(*sys.modules, file=sys.stderr)\n"
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        input=SAID,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """The modules of a second start."""
    started()
    done = started()
    assert done.stdout.count("bot> ") == 2, done.stderr
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    "unneeded",
    [
        "aiogram",
        "aiohttp",
        "holidays",
        "prompt_toolkit",
        "rich",
        "spacy.cli",
        "spacy.lang.de",
        "spacy.lang.en",
        "spacy.lang.xx",
        "PIL",
    ],
)
def test_the_first_answers_do_not_load(loaded: set[str], unneeded: str) -> None:
    assert not {name for name in loaded if name == unneeded or name.startswith(f"{unneeded}.")}


def test_a_second_start_does_not_import_the_folder_again(loaded: set[str]) -> None:
    assert "bot.commands.chat" in loaded
    done = started("from bot.commands import chat\nchat.bring_in = None")
    assert done.stdout.count("bot> ") == 2, done.stderr


def test_the_commands_are_known_without_what_they_need() -> None:
    program = "import sys, bot, bot.cli\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"spacy", "numpy", "pydantic", "typer"} & set(done.stdout.split())


def test_rubbish_is_looked_for_again_once_all_is_loaded() -> None:
    program = "import gc\nfrom bot.cli import main\ntry:\n    main(['--help'])\nfinally:\n    assert gc.isenabled()\n    assert gc.get_freeze_count() > 100_000"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
