"""Typing mistakes: a word nobody knows becomes the known word one slip away."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from rapidfuzz.distance import OSA

SHORTEST = 4
LIKELY = 3.0
MEMORY = 20_000  # mended words that are kept
TWO_SLIPS = 8  # words this long may hold two slips, one of them a letter too many: others are often other compounds


def _deletions(word: str) -> set[str]:
    return {word[:n] + word[n + 1 :] for n in range(len(word))}


class Spelling:
    """Known words with how often they were seen; finds the one that was meant."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = {word: count for word, count in counts.items() if word.isalpha()}
        self._nearest = lru_cache(MEMORY)(self._find)

    def __contains__(self, word: str) -> bool:
        return word in self._counts

    @cached_property
    def _near(self) -> Mapping[str, Sequence[str]]:
        """Words by themselves and by what is left without one letter; made for the first mistake."""
        near: dict[str, list[str]] = {}
        for word in self._counts:
            for shape in (word, *_deletions(word)):
                near.setdefault(shape, []).append(word)
        return near

    def extended(self, words: Iterable[str]) -> Spelling:
        """The same with more known words."""
        counts = dict(self._counts)
        for word in words:
            counts[word] = counts.get(word, 0) + 3
        return Spelling(counts)

    def correct(self, word: str) -> str:
        """The word itself if it is known or nothing is near."""
        known = len(word) < SHORTEST or word in self._counts or not word.isalpha()
        return word if known else self._nearest(word)

    def _find(self, word: str) -> str:
        return max(self._candidates(word), key=lambda known: self._weight(word, known), default=word)

    def _candidates(self, word: str) -> set[str]:
        shapes = _deletions(word)
        found = {known for shape in (word, *shapes) for known in self._near.get(shape, ())}
        close = {known for known in found if OSA.distance(word, known, score_cutoff=1) <= 1 and _alike(word, known)}
        if close or len(word) < TWO_SLIPS:
            return close
        twice = {known for shape in shapes for inner in _deletions(shape) for known in self._near.get(inner, ())}
        return {
            known
            for known in twice
            if len(known) >= TWO_SLIPS - 1 and OSA.distance(word, known, score_cutoff=2) <= 2 and _alike(word, known)
        }

    def _weight(self, word: str, known: str) -> tuple[bool, float, str]:
        """Letters are left out, swapped or doubled more often than put in; frequent words are meant more often."""
        slip = LIKELY if sorted(known) == sorted(word) or len(known) > len(word) or _doubled(word, known) else 0.0
        return known[0] == word[0], slip + math.log(self._counts[known]), known


def _doubled(word: str, known: str) -> bool:
    """Whether the word is the known one with a letter twice, or with one of "ck", "ie" and the like too many."""
    return any(
        word[:n] + word[n + 1 :] == known and (word[n] in word[max(0, n - 1) : n] or word[n : n + 2] == "ck")
        for n in range(len(word))
    )


def _alike(word: str, known: str) -> bool:
    """First letters hardly ever go wrong, except by being swapped; short words need more care."""
    return word[0] == known[0] or (len(word) > SHORTEST and (word[:2] == known[1::-1] or word[-3:] == known[-3:]))
