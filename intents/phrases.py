"""Phrases of one or more words, found in a message by looking up, not by searching."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from intents.words import Word, keys_of

T = TypeVar("T")


class Found(NamedTuple, Generic[T]):
    """Words `first` to `last` (half open) mean `value`."""

    first: int
    last: int
    value: T


class Phrases(Generic[T]):
    """Phrases with what they mean; the longest one at a place wins, the first one given wins among equals."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._meaning: dict[tuple[str, ...], T] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        for text, value in entries:
            keys = keys_of(text)
            if keys:
                self._meaning.setdefault(keys, value)
        for keys in self._meaning:
            lengths = {*self._lengths.get(keys[0], ()), len(keys)}
            self._lengths[keys[0]] = tuple(sorted(lengths, reverse=True))
        self.begun = frozenset(self._lengths)  # every word that a phrase begins with

    def __len__(self) -> int:
        return len(self._meaning)

    def entries(self) -> Iterator[tuple[tuple[str, ...], T]]:
        """Every phrase as its words, and what it means."""
        yield from self._meaning.items()

    def words(self) -> Iterator[str]:
        """Every word that stands in a phrase."""
        for keys in self._meaning:
            yield from keys

    def get(self, key: str) -> T | None:
        """The meaning of a phrase of one word."""
        return self._meaning.get((key,))

    def at(self, words: Sequence[Word], first: int) -> Found[T] | None:
        """The longest phrase that begins at a word."""
        for length in self._lengths.get(words[first].key, ()):
            keys = tuple([word.key for word in words[first : first + length]])
            if len(keys) == length and keys in self._meaning:
                return Found(first, first + length, self._meaning[keys])
        return None

    def ending_at(self, words: Sequence[Word], last: int, longest: int = 4) -> Found[T] | None:
        """The longest phrase that ends right before a word."""
        for first in range(max(0, last - longest), last):
            if words[first].key in self._lengths:
                keys = tuple([word.key for word in words[first:last]])
                if keys in self._meaning:
                    return Found(first, last, self._meaning[keys])
        return None

    def find(self, words: Sequence[Word]) -> list[Found[T]]:
        """All phrases from left to right, none overlapping."""
        begun = self._lengths
        hits: list[Found[T]] = []
        for number in [number for number, word in enumerate(words) if word.key in begun]:
            if not hits or number >= hits[-1].last:
                found = self.at(words, number)
                if found:
                    hits.append(found)
        return hits

    def begins(self, key: str) -> bool:
        """Whether a phrase begins with this word."""
        return key in self._lengths
