"""Reading CSV files: what parts the cells is found out, every row knows its line."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from catalog.importing.problems import Problems, WrongValueError, did_you_mean
from catalog.importing.values import decimal_mark, yes

T = TypeVar("T")


class _Reader(Protocol):
    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a file: its cells by column, and where it stands."""

    file: str
    line: int
    cells: Mapping[str, str]
    problems: Problems

    def get(self, column: str) -> str:
        """A cell's text, empty if there is none."""
        return self.cells.get(column, "")

    def wrong(self, column: str, what: str, help: str) -> None:
        """Note a problem with one cell of this row."""
        self.problems.add(self.file, what, help, line=self.line, column=column, value=self.get(column))

    def need(self, column: str) -> str:
        """A cell that must not be empty; a problem is noted if it is."""
        if not self.get(column):
            self.wrong(column, "is missing", "Fill in this cell.")
        return self.get(column)

    def read(self, column: str, reader: Callable[[str], T], default: T) -> T:
        """A cell's value through a reader of `values`; the default where it is empty or, with a problem noted, wrong."""
        text = self.get(column)
        if not text:
            return default
        try:
            return reader(text)
        except WrongValueError as wrong:
            self.wrong(column, wrong.what, wrong.help)
            return default

    def flag(self, column: str, *, default: bool) -> bool:
        """A cell that says yes or no."""
        return self.read(column, yes, default)


def read_text(path: Path, name: str, problems: Problems) -> str | None:
    """A file as text; None with a problem noted if it cannot be read as UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        problems.add(name, "is not UTF-8 text", "Save the file as UTF-8 (in a spreadsheet: 'CSV UTF-8').", line=line)
    except OSError as error:
        problems.add(name, f"cannot be read: {error.strerror}", "Check that it is a file and that it may be read.")
    return None


def read_rows(
    folder: Path,
    name: str,
    columns: Collection[str],
    problems: Problems,
    *,
    required: Collection[str] = ("id",),
    prefixes: tuple[str, ...] = (),
    money: Collection[str] = (),
) -> list[Row]:
    """The rows of a file of the shop, an empty list if it does not exist; unknown columns are problems."""
    path = folder / name
    text = read_text(path, name, problems) if path.exists() else None
    if text is None:
        return []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        _check_header(name, header, _Allowed(columns, required, prefixes), problems)
        rows = list(_rows(name, header, reader, problems))
    except csv.Error as error:
        problems.add(name, f"is not a CSV file here: {error}", "Check the quotes in this line.", line=reader.line_num)
        return []
    _check_marks(rows, money)
    return rows


def _delimiter(text: str) -> str:
    header = text.partition("\n")[0]
    return max(",;\t", key=header.count)


@dataclass(frozen=True, slots=True)
class _Allowed:
    """What the first line of a file may and must hold."""

    columns: Collection[str]
    required: Collection[str]
    prefixes: tuple[str, ...]


def _check_header(name: str, header: list[str], allowed: _Allowed, problems: Problems) -> None:
    for column in header:
        if column and column not in allowed.columns and not column.startswith(allowed.prefixes or ("\0",)):
            advice = did_you_mean(column, allowed.columns, f"Known columns: {', '.join(allowed.columns)}.")
            problems.add(name, "is an unknown column", advice, line=1, column=column)
    for column, times in Counter(header).items():
        if column and times > 1:
            problems.add(name, "stands there twice", "Keep one of the columns.", line=1, column=column)
    for column in allowed.required:
        if column not in header:
            problems.add(name, "is a missing column", "Add the column to the first line.", line=1, column=column)


def _rows(name: str, header: list[str], reader: _Reader, problems: Problems) -> Iterator[Row]:
    line = 2
    for cells in reader:
        if any(cell.strip() for cell in cells):
            if len(cells) > len(header):
                advice = "Put quotes around a cell that holds the separator, or name the column in the first line."
                problems.add(name, "has more cells than the first line has columns", advice, line=line)
            named = {column: cell.strip() for column, cell in zip(header, cells, strict=False) if column}
            yield Row(file=name, line=line, cells=named, problems=problems)
        line = reader.line_num + 1


def _check_marks(rows: list[Row], columns: Collection[str]) -> None:
    """A decimal comma is fine when the whole column has it: a mixture is how 1.299 becomes 1,30."""
    for column in columns:
        marks = [(row, decimal_mark(row.get(column))) for row in rows]
        first = next((mark for _, mark in marks if mark), "")
        for row, mark in marks:
            if mark and mark != first:
                row.wrong(
                    column, f"is written with {mark!r}, the column begins with {first!r}", "Use one decimal mark."
                )


def unique(rows: list[Row], *columns: str) -> list[Row]:
    """The rows whose key has not been there before; a problem is noted for each repetition."""
    seen: dict[tuple[str, ...], int] = {}
    kept = []
    for row in rows:
        key = tuple(row.get(column) for column in columns)
        if key in seen:
            row.wrong(columns[0], f"stands in line {seen[key]} already", "Every row needs its own; remove one of them.")
        else:
            seen[key] = row.line
            kept.append(row)
    return kept


def translations(
    folder: Path,
    file: str,
    problems: Problems,
    *,
    languages: Iterable[str],
    columns: Collection[str],
    ids: Collection[str],
) -> dict[str, dict[str, Row]]:
    """The language files beside a file, as language -> id -> row; ids that the first file lacks are problems."""
    found: dict[str, dict[str, Row]] = {}
    stem, _, suffix = file.rpartition(".")
    prefixes = ("attr:",) if file == "products.csv" else ()
    for language in languages:
        name = f"{stem}.{language}.{suffix}"
        rows = unique(read_rows(folder, name, ("id", *columns), problems, prefixes=prefixes), "id")
        for row in rows:
            if row.need("id") and row.get("id") not in ids:
                row.wrong(
                    "id", f"is not in {file}", did_you_mean(row.get("id"), ids, f"Remove it or add it to {file}.")
                )
        found[language] = {row.get("id"): row for row in rows}
    return found
