"""Putting typing errors right by the shop's own words."""

from __future__ import annotations

from collections.abc import Mapping
from math import log

from rapidfuzz import process
from rapidfuzz.distance import OSA

_MOST = 3
_SHORTEST = 4


class Spelling:
    """The shop's words in one language, in buckets by length."""

    def __init__(self, rows: Mapping[str, int]) -> None:
        self._rows = rows
        self._buckets: dict[int, list[str]] = {}
        for word in rows:
            if not any(letter.isdigit() for letter in word):
                self._buckets.setdefault(len(word), []).append(word)

    def candidates(self, word: str, *, most: int = 2) -> list[str]:
        """What an unknown word may have meant, best first: one error up to five letters, `most` in longer words."""
        if len(word) < _SHORTEST or any(letter.isdigit() for letter in word):
            return []
        most = 1 if len(word) < 6 else most
        scored = []
        for length in range(len(word) - most, len(word) + most + 1):
            near = process.extract(
                word, self._buckets.get(length, ()), scorer=OSA.distance, score_cutoff=most, limit=None
            )
            scored += [(self._score(word, each, int(edits)), each) for each, edits, _ in near]
        return [each for _, each in sorted(scored, key=lambda pair: (-pair[0], pair[1]))[:_MOST]]

    def _score(self, word: str, candidate: str, edits: int) -> float:
        return log(self._rows[candidate] + 1) - 3 * edits + (0.7 if word[0] == candidate[0] else -1.0)
