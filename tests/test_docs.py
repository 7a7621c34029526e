"""The documentation is true: every example runs, every key, command and link exists."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer

from bot.commands.tresen import app
from bot.config import KEYS, SECTIONS, load
from catalog.importing.places import _SERVICE_COLUMNS, _STORE_COLUMNS
from catalog.importing.products import COLUMNS
from catalog.importing.promotions import _VOUCHER_COLUMNS
from scripts.draw_chat import drawn

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(page for page in (ROOT / "docs").rglob("*.md") if "/." not in str(page))])
TRANSCRIPTS = sorted((ROOT / "docs" / "transcripts").glob("*.txt"))
DECISIONS = sorted(page for page in (ROOT / "docs" / "decisions").glob("*.md") if page.name != "README.md")
#: Programs a page may ask its reader to start; what is ours among them is tried.
PROGRAMS = {
    "git",
    "cd",
    "pip",
    "export",
    "scripts/chat",
    "scripts/test",
    "tresen",
    "pytest",
    ".venv/bin/pip",
    ".venv/bin/pytest",
    ".venv/bin/tresen",
}

BLOCK = re.compile(r"(?:<!-- (?P<file>\S+) -->\n)?^```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block of a page; `file` is named in a comment on the line above."""

    page: str
    line: int
    kind: str
    text: str
    file: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks(*kinds: str) -> list[Block]:
    found = []
    for page in PAGES:
        text = page.read_text("utf-8")
        for match in BLOCK.finditer(text):
            name, line = str(page.relative_to(ROOT)), text.count("\n", 0, match.start()) + 1
            found.append(Block(page=name, line=line, kind=match["kind"], text=match["text"], file=match["file"] or ""))
    return [block for block in found if not kinds or block.kind in kinds]


def commands() -> dict[str, Any]:
    """Every command of `tresen` by its words; a group counts if it does something by itself."""
    found: dict[str, Any] = {}
    groups: dict[str, Any] = {"tresen": typer.main.get_command(app())}
    while groups:
        inner = {f"{words} {name}": each for words, group in groups.items() for name, each in group.commands.items()}
        groups = {words: each for words, each in inner.items() if hasattr(each, "commands")}
        found |= {words: each for words, each in inner.items() if getattr(each, "invoke_without_command", True)}
    return found


def run(*command: str | Path, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, text=True, capture_output=True, check=False, timeout=300)


def test_every_example_is_of_a_kind_that_is_checked_here() -> None:
    kinds = {"python", "toml", "console", "text"}
    assert not [str(block) for block in blocks() if block.kind not in kinds]
    assert not [str(block) for block in blocks("python", "text") if not block.file]


def test_an_example_from_a_file_stands_in_that_file() -> None:
    wrong = [
        f"{block}: not in {block.file}"
        for block in blocks()
        if block.file and block.text.strip("\n") not in (ROOT / block.file).read_text("utf-8")
    ]
    assert not wrong


def test_an_example_file_is_code_that_runs_here() -> None:
    files = {block.file for block in blocks("python", "text", "toml") if block.file}
    known = ("docs/examples/", "docs/transcripts/", "tests/dialogues/files/", "config.toml", "bot/", "catalog/demo/")
    assert not [file for file in files if not file.startswith(known)]


@pytest.mark.parametrize("block", [block for block in blocks("toml") if not block.file], ids=str)
def test_a_piece_of_config_toml_is_valid(block: Block, tmp_path: Path) -> None:
    (tmp_path / "my-shop").mkdir()
    file = tmp_path / "config.toml"
    file.write_text(block.text, "utf-8")
    load(file, environ={})


def typed() -> list[tuple[str, list[str]]]:
    """The commands that pages tell their readers to type, with the place."""
    lines = [
        (str(block), line[2:]) for block in blocks("console") for line in block.text.splitlines() if line[:2] == "$ "
    ]
    spans = [
        (str(page.relative_to(ROOT)), span)
        for page in PAGES
        for span in re.findall(r"`((?:tresen|scripts/\w+) [^`]+)`", BLOCK.sub("", page.read_text("utf-8")))
    ]
    return [(place, command.split("#")[0].split()) for place, command in lines + spans]


def test_a_console_example_starts_programs_that_exist() -> None:
    assert typed()
    assert not [
        f"{place}: {words}"
        for place, words in typed()
        if words[0].split("=")[0] not in PROGRAMS and "=" not in words[0]
    ]
    ours = {words[0] for _, words in typed() if words[0].startswith("scripts/")}
    assert not [name for name in ours if not (ROOT / name).is_file()]


def test_a_command_in_an_example_has_the_options_it_is_given() -> None:
    known = commands()
    wrong = []
    for place, words in typed():
        if words[0] == "scripts/chat":
            words = ["tresen", "chat", *words[1:]]  # noqa: PLW2901  (it hands everything on)
        if words[0].rpartition("/")[2] != "tresen":
            continue
        words[0] = "tresen"
        name = next((" ".join(words[:end]) for end in (3, 2) if " ".join(words[:end]) in known), "")
        options = {option for parameter in known[name].params for option in parameter.opts} if name else set()
        unknown = [word for word in words if word.startswith("--") and word != "--help" and word not in options]
        if not name or unknown:
            wrong.append(f"{place}: {' '.join(words)} {unknown}")
    assert not wrong


def test_every_command_and_option_is_documented() -> None:
    page = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
    missing = [name for name in commands() if f"## `{name}" not in page]
    for name, command in commands().items():
        section = page.partition(f"## `{name}")[2].partition("\n## ")[0]
        options = [max(parameter.opts, key=len) for parameter in command.params if parameter.opts[0].startswith("-")]
        missing += [f"{name} {option}" for option in options if f"`{option}" not in section and option != "--help"]
    assert not missing


def test_every_config_key_is_documented_with_its_default_and_variable() -> None:
    page = (ROOT / "docs" / "reference" / "config.md").read_text("utf-8")
    rows = {
        tuple(cell.strip().strip("`") for cell in line.split("|")[1:4])
        for line in page.splitlines()
        if line.startswith("| `")
    }
    expected = set()
    for section, model in SECTIONS.items():
        for key, field in model.model_fields.items():
            value = field.default
            shown = getattr(value, "get_secret_value", lambda value=value: value)()
            default = "catalog/demo" if key == "folder" else str(shown)
            expected.add((f"{section}.{key}", default, f"TRESEN_{section}_{key}".upper()))
    assert rows == expected
    assert set(KEYS) == {*SECTIONS, "skills"}
    assert "[skills." in page


def test_every_column_of_a_shop_is_documented() -> None:
    page = (ROOT / "docs" / "your-shop.md").read_text("utf-8")
    names = {name for columns in (COLUMNS, _STORE_COLUMNS, _SERVICE_COLUMNS, _VOUCHER_COLUMNS) for name in columns}
    assert not {name for name in names if f"`{name}`" not in page}


def test_every_link_leads_somewhere() -> None:
    dead = []
    for page in PAGES:
        for match in LINK.finditer(page.read_text("utf-8")):
            target = match["target"].partition("#")[0]
            if target and "://" not in target and not (page.parent / target).exists():
                dead.append(f"{page.relative_to(ROOT)}: {match['target']}")
    assert not dead


def test_every_page_can_be_reached_from_the_readme() -> None:
    seen, ahead = set(), {ROOT / "README.md"}
    while ahead:
        page = ahead.pop()
        seen.add(page)
        targets = [match["target"].partition("#")[0] for match in LINK.finditer(page.read_text("utf-8"))]
        ahead |= {
            (page.parent / name).resolve() for name in targets if name.endswith(".md") and "://" not in name
        } - seen
    assert not [str(page.relative_to(ROOT)) for page in PAGES if page not in seen]


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_is_told_on_half_a_page_with_what_was_rejected(page: Path) -> None:
    text = page.read_text("utf-8")
    assert text.startswith("# ")
    assert len(text.splitlines()) <= 20
    assert "Rejected:" in text


@pytest.mark.parametrize("transcript", TRANSCRIPTS, ids=lambda path: path.stem)
def test_a_transcript_is_what_the_shop_says_today(transcript: Path) -> None:
    done = run(sys.executable, "-m", "bot", "replay", transcript)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}If this is meant: scripts/record writes it down anew."


def test_the_picture_in_the_readme_is_drawn_from_its_transcript() -> None:
    transcript = (ROOT / "docs" / "transcripts" / "einkauf.txt").read_text("utf-8")
    picture = (ROOT / "docs" / "pictures" / "chat.svg").read_text("utf-8")
    assert picture == drawn(transcript)
    assert "](docs/pictures/chat.svg)" in (ROOT / "README.md").read_text("utf-8")
    assert "url(" not in re.sub(r"url\(#[\w-]+\)", "", picture)  # nothing is fetched from elsewhere
