"""Reading TOML files: values with the line they stand in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from catalog.importing.problems import Problems, WrongValueError, did_you_mean
from catalog.importing.tables import read_text

T = TypeVar("T")
_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]\s]+)\s*\]\]?")
_KEY = re.compile(r"\s*[\"']?([^\s\"'=#]+)[\"']?\s*=")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of a file: its values, and the lines its keys stand in."""

    file: str
    name: str
    line: int
    values: Mapping[str, Any]
    lines: Mapping[str, int]
    problems: Problems

    def wrong(self, key: str, what: str, help: str) -> None:
        """Note a problem with one key of this table."""
        value = self.values.get(key, "")
        text = value if isinstance(value, str) else repr(value)
        self.problems.add(
            self.file, what, help, line=self.lines.get(key, self.line), column=self._path(key), value=text
        )

    def only(self, known: Collection[str]) -> None:
        """Note every key that is not known."""
        for key in self.values:
            if key not in known:
                self.wrong(key, "is an unknown key", did_you_mean(key, known, f"Known keys: {', '.join(known)}."))

    def read(self, key: str, reader: Callable[[Any], T], default: T) -> T:
        """A key's value through a reader that raises `WrongValueError`; the default where it is missing or wrong."""
        if key not in self.values:
            return default
        try:
            return reader(self.values[key])
        except WrongValueError as wrong:
            self.wrong(key, wrong.what, wrong.help)
            return default

    def text(self, key: str, reader: Callable[[str], T], default: T) -> T:
        """Like `read`, for a reader of text."""
        return self.read(key, lambda value: reader(as_text(value)), default)

    def _path(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key


def as_text(value: object) -> str:
    """A value that must be text."""
    if not isinstance(value, str):
        raise WrongValueError("is not text", "Put the value in quotes.")
    return value


def as_texts(value: object) -> tuple[str, ...]:
    """A value that must be a list of texts."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise WrongValueError("is not a list of texts", 'Write a list, as ["de", "en"].')
    return tuple(value)


def as_whole(value: object) -> int:
    """A value that must be a whole number, zero or more."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise WrongValueError("is not a whole number", "Write a number without quotes, zero or more.")
    return value


def read_tables(folder: Path, name: str, problems: Problems) -> dict[str, list[Table]] | None:
    """A file's tables by name, each a list; None if there is no such file or, with a problem noted, it cannot be read."""
    path = folder / name
    text = read_text(path, name, problems) if path.exists() else None
    if text is None:
        return None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _AT_LINE.search(str(error))
        line = int(place.group(1)) if place and place.group(1) else text.count("\n") + 1
        what = _AT_LINE.sub("", str(error)).strip()
        problems.add(
            name,
            f"is not TOML here: {what}",
            "Check quotes, brackets and equals signs; a key with letters like ä needs quotes.",
            line=line,
        )
        return None
    return _tables(name, data, _lines(text), problems)


def _tables(
    name: str, data: Mapping[str, Any], lines: Mapping[tuple[str, int, str], int], problems: Problems
) -> dict[str, list[Table]]:
    found: dict[str, list[Table]] = {}
    for key, value in data.items():
        entries = value if isinstance(value, list) else [value]
        if not all(isinstance(entry, dict) for entry in entries):
            line = lines.get(("", 0, key), 0)
            problems.add(name, "stands outside of a table", f"Put it below a line like [{key}].", line=line, column=key)
            continue
        for index, entry in enumerate(entries):
            keys = {key_: at for (table, nth, key_), at in lines.items() if (table, nth) == (key, index)}
            table = Table(file=name, name=key, line=keys.get("", 0), values=entry, lines=keys, problems=problems)
            found.setdefault(key, []).append(table)
    return found


def _lines(text: str) -> dict[tuple[str, int, str], int]:
    """(table, which of its name, key) -> line; the header itself stands under the key ''."""
    found: dict[tuple[str, int, str], int] = {}
    table, index = "", 0
    counts: dict[str, int] = {}
    for line, content in enumerate(text.splitlines(), start=1):
        header = _HEADER.match(content)
        key = _KEY.match(content)
        if header:
            table = header.group(2)
            index = counts.get(table, -1) + 1 if header.group(1) == "[[" else 0
            counts[table] = index
            found[table, index, ""] = line
        elif key:
            found.setdefault((table, index, key.group(1)), line)
    return found
