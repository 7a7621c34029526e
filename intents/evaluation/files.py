"""Files of labelled messages: `.jsonl`, one object a line, or `.csv` with a header."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from intents.classifier import Labelled

TEXT = ("text", "utterance", "sentence", "message", "query")
INTENT = ("intent", "label", "category", "class")
OUTSIDE = frozenset({"", "oos", "out_of_scope", "none"})  # labels of what is none of the intents


class FileError(ValueError):
    """A file that cannot be used: where, what, and what to do."""


class Row(NamedTuple):
    """One line of a file, by its columns in lower case."""

    place: str  # file and line
    cells: Mapping[str, Any]

    def wrong(self, what: str) -> FileError:
        """An error in this line."""
        return FileError(f"{self.place}: {what}")

    def cell(self, names: tuple[str, ...]) -> Any:
        """What stands in the first of some columns that is there; None if none is."""
        return next((self.cells[name] for name in names if name in self.cells), None)

    @property
    def text(self) -> str:
        """The message itself."""
        found = self.cell(TEXT)
        if not isinstance(found, str):
            raise self.wrong(f"there is no text. Every row needs one in {TEXT[0]!r}.")
        return found


def rows(path: Path) -> list[Row]:
    """All rows of a file; at least one."""
    readers = {".jsonl": _objects, ".csv": _table}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise FileError(f"{path}: only .jsonl and .csv files can be read. Convert it to one of them.")
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise FileError(f"{path}, line {line}: this is no UTF-8. Save the file as UTF-8.") from error
    except OSError as error:
        raise FileError(f"{path}: {error.strerror}. Name a file that can be read.") from error
    found = list(reader(path, text))
    if not found:
        raise FileError(f"{path}: there is nothing in it. Put at least one message into it.")
    return found


def labelled(path: Path) -> tuple[list[Labelled], list[str]]:
    """Sentences with their intents, and those that have none."""
    inside: list[Labelled] = []
    outside: list[str] = []
    for row in rows(path):
        intent = row.cell(INTENT)
        if not set(INTENT) & set(row.cells):
            raise row.wrong(f"there is no intent. Every row needs one in {INTENT[0]!r}; leave it empty for none.")
        if intent is not None and not isinstance(intent, str):
            raise row.wrong(f"{intent!r} is no intent. Write it as text.")
        if (intent or "").lower() in OUTSIDE:
            outside.append(row.text)
        else:
            inside.append(Labelled(row.text, str(intent)))
    return inside, outside


def _objects(path: Path, text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        place = f"{path}, line {number}"
        try:
            found = json.loads(line)
        except json.JSONDecodeError as error:
            raise FileError(f"{place}: this is no JSON ({error.msg}). Write one object a line.") from error
        if not isinstance(found, dict):
            raise FileError(f'{place}: this is no object. Write one a line, as {{"text": "..."}}.')
        yield Row(place, {name.lower(): value for name, value in found.items()})


def _table(path: Path, text: str) -> Iterator[Row]:
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        if header and not set(TEXT) & set(header):
            raise FileError(
                f"{path}, line 1: no column is called {TEXT[0]!r}; there is {', '.join(header)}. "
                "Begin the file with a line that names its columns, as text,intent."
            )
        for cells in reader:
            place = f"{path}, line {reader.line_num}"
            if any(cell.strip() for cell in cells):
                if len(cells) != len(header):
                    raise FileError(
                        f"{place}: there are {len(cells)} cells, but {len(header)} columns. "
                        "Put quotes around a text with a comma in it."
                    )
                yield Row(place, dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        raise FileError(f"{path}, line {reader.line_num}: {error}. Correct the quotes there.") from error
