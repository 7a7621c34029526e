"""Sentence templates: `[optional]`, `(a|b)` and `{slot}` become plain sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

MOST = 4  # sentences made from one template
VALUES = 2  # of them, at least, if it has slots
_MARKS = re.compile(r"[\[\]()|]|\{(\w+)\}")


class TemplateError(ValueError):
    """A template that does not close what it opens, or names an unknown slot."""


@dataclass(frozen=True, slots=True)
class _Choice:
    options: tuple[_Sequence, ...]


@dataclass(frozen=True, slots=True)
class _Slot:
    name: str


_Sequence = tuple["str | _Choice | _Slot", ...]


class _Reader:
    """Reads a template from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0

    def whole(self) -> _Sequence:
        """The template; nothing may be left over."""
        options, closed = self._options()
        if closed or len(options) > 1:
            raise TemplateError(f"'{closed or '|'}' without an opening bracket in: {self._text}")
        return options[0]

    def _options(self) -> tuple[list[_Sequence], str]:
        """Alternatives up to a closing bracket or the end."""
        options: list[_Sequence] = []
        items: list[str | _Choice | _Slot] = []
        for match in iter(lambda: _MARKS.search(self._text, self._place), None):
            items.append(self._text[self._place : match.start()])
            self._place = match.end()
            mark = match.group()
            if match.group(1):
                items.append(_Slot(match.group(1)))
            elif mark in "[(":
                items.append(self._group(mark))
            elif mark == "|":
                options.append(tuple(items))
                items = []
            else:
                return [*options, tuple(items)], mark
        items.append(self._text[self._place :])
        self._place = len(self._text)
        return [*options, tuple(items)], ""

    def _group(self, opened: str) -> _Choice:
        options, closed = self._options()
        if closed != {"[": "]", "(": ")"}[opened]:
            raise TemplateError(f"'{opened}' is not closed in: {self._text}")
        return _Choice((*options, ()) if opened == "[" else tuple(options))


def expand(template: str, samples: Mapping[str, Sequence[str]], *, most: int = MOST) -> list[str]:
    """At most `most` different sentences of a template, always the same ones; samples of slots take turns."""
    if not _MARKS.search(template):  # most are sentences already
        return [" ".join(template.split())]
    tree = _Reader(template).whole()
    total = _count(tree)
    wanted = min(most, max(total, VALUES if _slots(tree) else 1))
    step = total / wanted
    sentences = []
    for number in range(wanted):
        turn = number * 7 + len(template)
        text, _ = _render(tree, int(number * step), samples, turn, template)
        sentences.append(" ".join(text.split()))
    return list(dict.fromkeys(sentences))


def literals(template: str) -> str:
    """The template's own words, its slots left out."""
    return _MARKS.sub(" ", template)


def _slots(tree: _Sequence) -> bool:
    return any(
        isinstance(item, _Slot) or (isinstance(item, _Choice) and any(_slots(option) for option in item.options))
        for item in tree
    )


def _count(tree: _Sequence) -> int:
    total = 1
    for item in tree:
        if isinstance(item, _Choice):
            total *= sum(_count(option) for option in item.options)
    return total


def _render(
    tree: _Sequence, number: int, samples: Mapping[str, Sequence[str]], turn: int, template: str
) -> tuple[str, int]:
    """The sentence with a number among all; what is left of the number."""
    pieces: list[str] = []
    for item in tree:
        if isinstance(item, str):
            pieces.append(item)
        elif isinstance(item, _Slot):
            if item.name not in samples:
                raise TemplateError(f"unknown slot {{{item.name}}} in: {template}. {_meant(item.name, samples)}")
            pieces.append(samples[item.name][turn % len(samples[item.name])])
            turn += 3
        else:
            text, number = _choose(item, number, samples, turn, template)
            pieces.append(text)
    return "".join(pieces), number


def _meant(name: str, known: Iterable[str]) -> str:
    known = [each for each in known if not each.startswith("known_")]
    near = get_close_matches(name, known, n=1)
    return f"Did you mean {{{near[0]}}}?" if near else f"There are: {', '.join(known)}"


def _choose(
    choice: _Choice, number: int, samples: Mapping[str, Sequence[str]], turn: int, template: str
) -> tuple[str, int]:
    counts = [_count(option) for option in choice.options]
    number, here = divmod(number, sum(counts))
    for option, count in zip(choice.options, counts, strict=True):
        if here < count:
            return _render(option, here, samples, turn, template)[0], number
        here -= count
    raise AssertionError("a remainder is smaller than its divisor")


def slots_of(template: str) -> Iterator[str]:
    """The names of the slots of a template."""
    return (match.group(1) for match in _MARKS.finditer(template) if match.group(1))
