"""Weights over a space of features: from the tokens of a message to how far it lies on every class's side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from intents.features import grams_of, stem_of
from intents.space import LETTERS, WEIGHT, Space
from intents.svm import Floats

MEMORY = 20_000  # words, and sets of flags, whose part in the margins is kept
SHARP = 4.0  # p = softmax(4 x margins)


class _Word(NamedTuple):
    """What one word adds to the margins, by its letters and by its stem, both not scaled yet."""

    letters: Floats
    size: float  # the squared length of its letters
    known: int  # of its letter groups
    groups: int
    stem: str
    pull: Floats | None  # None if training did not see the stem
    rarity: float


class Linear:
    """One weight per feature and class, the bias in the last row."""

    def __init__(self, space: Space, weights: NDArray[np.float16] | Floats) -> None:
        self.space = space
        self._weights = weights  # as they came: what is used of them is widened when it is
        self._bias = self._rows([len(space)])[0]
        self._words: dict[str, _Word] = {}
        self._sets: dict[tuple[str, ...], Floats | None] = {}

    def margins(self, texts: Sequence[str], flags: tuple[str, ...]) -> Floats | None:
        """How far a message lies on every class's side; None if it has nothing that training knew."""
        words = [self._word(text) for text in texts]
        found = [
            part
            for part in (
                self._letters(words),
                self._stems(words),
                self._pairs([word.stem for word in words]),
                self._flags(flags),
            )
            if part is not None
        ]
        if not found:
            return None
        total: Floats = self._bias + found[0]
        for part in found[1:]:
            total += part
        return total

    def familiar(self, texts: Sequence[str]) -> float:
        """The share of a message's letter groups that training saw."""
        words = [self._word(text) for text in texts]
        groups = sum([word.groups for word in words])
        return sum([word.known for word in words]) / groups if groups else 1.0

    def _letters(self, words: Sequence[_Word]) -> Floats | None:
        size = sum([word.size for word in words])
        return _summed([word.letters for word in words if word.size], LETTERS, size) if size else None

    def _stems(self, words: Sequence[_Word]) -> Floats | None:
        once = {word.stem: word for word in words}.values()
        size = sum([word.rarity * word.rarity for word in once])
        return _summed([word.pull for word in once if word.pull is not None], WEIGHT["stem"], size) if size else None

    def _pairs(self, stems: Sequence[str]) -> Floats | None:
        known = self.space.pairs(stems)
        if not known:
            return None
        ids = np.array(known, dtype=np.intp)
        rarity = self.space.idf.take(ids, mode="clip")
        rarity *= WEIGHT["pair"] / math.sqrt(rarity.dot(rarity))
        return np.asarray(rarity.dot(self._rows(ids)), dtype=np.float32)

    def _flags(self, flags: tuple[str, ...]) -> Floats | None:
        """What some flags add together; there are few different sets of them."""
        if flags not in self._sets:
            if len(self._sets) > MEMORY:
                self._sets.clear()
            row = self.space.flags(flags)
            self._sets[flags] = row.values @ self._rows(row.ids) if len(row.ids) else None
        return self._sets[flags]

    def _rows(self, ids: Sequence[int] | NDArray[np.int64]) -> Floats:
        return self._weights.take(ids, axis=0, mode="clip").astype(np.float32)  # any other mode copies once more

    def _word(self, text: str) -> _Word:
        found = self._words.get(text)
        if found is None:
            if len(self._words) > MEMORY:
                self._words.clear()
            row = self.space.letters(text)
            stem = stem_of(text)
            number = self.space.known("stem", [stem])
            rarity = float(self.space.idf[number[0]]) if number else 0.0
            found = self._words[text] = _Word(
                row.values @ self._rows(row.ids), float(row.values @ row.values), len(row.ids), len(grams_of(text)),
                stem, self._rows(number)[0] * np.float32(rarity) if number else None, rarity,
            )  # fmt: skip
        return found


def _summed(pulls: Sequence[Floats], length: float, squared: float) -> Floats:
    """The sum, scaled so that its block has the length it should have."""
    total = pulls[0].copy()
    for pull in pulls[1:]:
        total += pull
    total *= np.float32(length / math.sqrt(squared))
    return total


def probabilities(margins: Floats) -> tuple[Floats, float]:
    """Softmax of the margins, and its entropy."""
    scaled = margins - margins.max()
    scaled *= SHARP
    powers = np.exp(scaled)
    total = float(powers.sum())
    entropy = math.log(total) - float(powers @ scaled) / total
    powers /= np.float32(total)
    return powers, entropy
