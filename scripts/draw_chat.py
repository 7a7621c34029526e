"""Draws a transcript as an SVG picture of a terminal: the picture in the README is a chat that a test replays.

python scripts/draw_chat.py docs/transcripts/einkauf.txt docs/pictures/chat.svg
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.text import Text

WIDTH = 84
INDENT = " " * 5


def styled(lines: list[str]) -> Iterator[Text]:
    """The lines of a transcript in colours: who speaks, what was said, buttons."""
    for line in lines:
        if line.startswith("#"):
            continue
        if line.startswith("you> "):
            said = line.removeprefix("you> ")
            pressed = said.removeprefix("/press ")
            yield Text.assemble("\n", ("you> ", "bold cyan"), (f"[{pressed}]" if pressed != said else said, "bold"))
        elif line.startswith("bot> "):
            yield Text.assemble(("bot> ", "bold green"), line.removeprefix("bot> "))
        else:
            button = re.fullmatch(rf"{INDENT}\[.+\]( \S+)?", line)
            yield Text(line, style="bold black on white" if button else "")


def drawn(transcript: str) -> str:
    """The picture: the same transcript gives the same bytes, and nothing in it is fetched from elsewhere."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    for line in styled(transcript.strip().splitlines()):
        console.print(line)
    svg = console.export_svg(title="Tresen", unique_id="chat")
    return re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)


def main() -> None:
    """Draw the named transcript into the named file."""
    source, target = sys.argv[1:]
    Path(target).write_text(drawn(Path(source).read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
