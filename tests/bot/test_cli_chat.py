"""`tresen chat` and `tresen replay` as programs of their own."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main

AT = "2026-11-25T12:00:00+01:00"


def tresen(*arguments: str, said: str = "", seed: str = "0") -> subprocess.CompletedProcess[str]:
    """Run the command with something on its standard input."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=said,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )


def test_the_same_input_prints_the_same_bytes_in_another_process() -> None:
    said = "\n".join(
        json.dumps(line)
        for line in [
            {"say": "habt ihr rote Becher unter 20 Euro?"},
            {"say": "zwei davon bitte"},
            {"shop": "buy", "shopper": "tom", "sku": "BECHER-MOEWE-ROT"},
            {"wait": "PT25H"},
            {"explain": True},
        ]
    )
    first = tresen("chat", "--json", "--at", AT, said=said, seed="1")
    second = tresen("chat", "--json", "--at", AT, said=said, seed="2")
    assert (first.returncode, first.stderr) == (0, "")
    assert len(first.stdout.splitlines()) == 5
    assert first.stdout == second.stdout


def test_what_a_transcript_printed_can_be_replayed(tmp_path: Path) -> None:
    printed = tresen("chat", "--at", AT, "--as", "mia", said="Hallo\n/cart\n/wait 25h\n")
    assert printed.stdout.startswith("# tresen chat --as mia --at ")
    file = tmp_path / "bug.txt"
    file.write_text(printed.stdout, "utf-8")
    again = tresen("replay", str(file))
    assert (again.returncode, again.stdout) == (0, "")


def inside(*arguments: str, said: str = "") -> tuple[int, str]:
    """Run the command in this process; its exit code and what it printed."""
    out = io.TextIOWrapper(io.BytesIO(), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(said.encode()), "utf-8"))
        patch.setattr(sys, "stdout", out)
        with pytest.raises(SystemExit) as ended:
            main(arguments)
    out.seek(0)
    return int(ended.value.code or 0), out.read()


def test_a_database_remembers_what_was_said_in_it(tmp_path: Path) -> None:
    scene = ("chat", "--json", "--at", AT, "--database", str(tmp_path / "shop.db"))
    inside(*scene, said='{"given": {"cart": [{"sku": "BECHER-MOEWE-ROT"}]}}')
    code, out = inside(*scene, said='{"state": true}')
    assert code == 0
    assert len(json.loads(out)["state"]["cart"]["lines"]) == 1


def test_a_wrong_line_ends_in_a_code_of_its_own(tmp_path: Path) -> None:
    code, out = inside("chat", "--json", "--at", AT, "--database", str(tmp_path / "shop.db"), said='{"sya": "Hallo"}')
    assert code == 1
    assert json.loads(out)["error"]["line"] == 1


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("chat", "--at", "noon"), "--at noon: this is no time."),
        (("chat", "--at", "2026-11-25T12:00:00"), "this time has no zone"),
        (("chat", "--as", "mia muster"), "--as mia muster: this is no name."),
        (("chat", "--language", "fr"), "Known are de and en."),
        (("replay", "/nowhere/bug.txt"), "/nowhere/bug.txt cannot be read"),
        (("chat", "--config", "/nowhere/config.toml"), "there is no such file"),
    ],
)
def test_what_cannot_begin_says_why_in_one_sentence(
    arguments: tuple[str, ...], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert inside(*arguments) == (2, "")
    assert why in capsys.readouterr().err
