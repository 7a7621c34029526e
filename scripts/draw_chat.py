"""Draws a transcript as an SVG picture of a terminal: the picture in the README is a chat that a test replays.

python scripts/draw_chat.py docs/transcripts/einkauf.txt docs/pictures/chat.svg
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDTH = 100
INDENT = " " * 5
BUTTON = re.compile(rf"{INDENT}\[(.+)\](?: \S+)?")
LABEL = r"\1"
NO_BREAK = "\N{NO-BREAK SPACE}"
COLOURS = {"you> ": "bold cyan", "bot> ": "bold green"}


def rows(lines: list[str]) -> Iterator[tuple[Text, Text]]:
    """Who speaks and what is said, line by line; buttons side by side, without their links."""
    for are_buttons, group in groupby(lines, lambda line: bool(BUTTON.fullmatch(line))):
        if are_buttons:
            names = [BUTTON.sub(LABEL, line).replace(" ", NO_BREAK) for line in group]
            labels = [Text(f"{NO_BREAK}{name}{NO_BREAK}", style="black on bright_white") for name in names]
            yield Text(), Text("  ").join(labels)
        else:
            yield from (_said(line) for line in group if not line.startswith("#"))


def _said(line: str) -> tuple[Text, Text]:
    speaker, said = line[: len(INDENT)], line[len(INDENT) :]
    above = "\n" if speaker == "you> " else ""
    return Text(above + speaker.strip(), style=COLOURS.get(speaker, "")), Text(above + said, style="bold" * bool(above))


def drawn(transcript: str) -> str:
    """The picture: the same transcript gives the same bytes, and nothing in it is fetched from elsewhere."""
    chat = Table.grid(padding=(0, 1, 0, 0))
    for speaker, said in rows(transcript.strip().splitlines()):
        chat.add_row(speaker, said)
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(chat)
    svg = console.export_svg(title="Tresen", unique_id="chat")
    return re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)


def main() -> None:
    """Draw the named transcript into the named file."""
    source, target = sys.argv[1:]
    Path(target).write_text(drawn(Path(source).read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
