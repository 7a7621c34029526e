"""Weights over a space of features: from the tokens of a message to how far it lies on every class's side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from intents.features import grams_of
from intents.space import LETTERS, Space
from intents.svm import Floats

MEMORY = 20_000  # words whose part in the margins is kept
SHARP = 4.0  # p = softmax(4 x margins)


class _Letters(NamedTuple):
    """What the letters of one word add to the margins, the squared length of their block, and how many are known."""

    pull: Floats
    size: float
    known: int
    all: int


class Linear:
    """One weight per feature and class, the bias in the last row."""

    def __init__(self, space: Space, weights: NDArray[np.float16] | Floats) -> None:
        self.space = space
        self._weights = weights.astype(np.float32)
        self._parts: dict[str, _Letters] = {}

    def margins(self, texts: Sequence[str], flags: Sequence[str]) -> Floats | None:
        """How far a message lies on every class's side; None if it has nothing that training knew."""
        ids, values = self.space.rest(texts, flags)
        letters = [self._letters(text) for text in texts]
        size = sum([part.size for part in letters])
        if not ids and not size:
            return None
        total = np.array(values, dtype=np.float32) @ self._weights.take(ids, axis=0)
        total += self._weights[-1]
        if size:
            pull = letters[0].pull.copy()
            for part in letters[1:]:
                pull += part.pull
            pull *= np.float32(LETTERS / math.sqrt(size))
            total += pull
        return cast("Floats", total)

    def familiar(self, texts: Sequence[str]) -> float:
        """The share of a message's letter groups that training saw."""
        letters = [self._letters(text) for text in texts]
        groups = sum([part.all for part in letters])
        return sum([part.known for part in letters]) / groups if groups else 1.0

    def _letters(self, text: str) -> _Letters:
        found = self._parts.get(text)
        if found is None:
            if len(self._parts) > MEMORY:
                self._parts.clear()
            row = self.space.letters(text)
            pull, size = row.values @ self._weights[row.ids], float(row.values @ row.values)
            found = self._parts[text] = _Letters(pull, size, len(row.ids), len(grams_of(text)))
        return found


def probabilities(margins: Floats) -> tuple[Floats, float]:
    """Softmax of the margins, and its entropy."""
    scaled = margins - margins.max()
    scaled *= SHARP
    powers = np.exp(scaled)
    total = float(powers.sum())
    entropy = math.log(total) - float(powers @ scaled) / total
    powers /= np.float32(total)
    return powers, entropy
