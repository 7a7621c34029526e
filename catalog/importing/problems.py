"""What is wrong with a shop's files: all of it at once, each with its place and a way out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Problem:
    """One thing to mend; `line` is 0 where a whole file is meant, `column` is a column or a key."""

    file: str
    line: int = 0
    column: str = ""
    value: str = ""
    what: str
    help: str

    def __str__(self) -> str:
        """As one line for people: where, which value, what, what to do."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        column = f", {self.column}" if self.column else ""
        value = f" ({self.value!r})" if self.value else ""
        return f"{place}{column}: {self.what}{value}. {self.help}"


@dataclass(frozen=True, slots=True)
class Problems:
    """Collects what is wrong while reading goes on."""

    found: list[Problem] = field(default_factory=list)

    def add(self, file: str, what: str, help: str, *, line: int = 0, column: str = "", value: str = "") -> None:
        """Note one problem."""
        self.found.append(Problem(file=file, line=line, column=column, value=value, what=what, help=help))


class WrongValueError(ValueError):
    """A value cannot be read: what is wrong with it, and what to write instead."""

    def __init__(self, what: str, help: str) -> None:
        super().__init__(what)
        self.what = what
        self.help = help


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant."""
    best = process.extractOne(
        word, sorted(known), scorer=OSA.normalized_similarity, processor=str.casefold, score_cutoff=0.6
    )
    return best[0] if best else None


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """A sentence naming the nearest known word, or another piece of advice."""
    near = nearest(word, known)
    return f"Did you mean {near!r}?" if near else otherwise
