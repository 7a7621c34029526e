"""The features seen in training, and the rows that messages become."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from intents.features import concepts, grams_of, words_of
from intents.svm import Floats, Row

LETTERS = 1.0  # the length of the block of character n-grams
WEIGHT = {"word": 0.8, "concept": 0.8, "flag": 0.4}  # the lengths of the others
EMPTY = Row(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32))


@dataclass(slots=True)
class Space:
    """Feature numbers, and how much a feature weighs by its rarity."""

    ids: Mapping[str, int]
    idf: Floats

    def row(self, texts: Sequence[str], flags: Iterable[str]) -> Row:
        """All features of some tokens, every block scaled to its own length."""
        letters = [self.letters(text) for text in texts]
        size = sum(float(row.values @ row.values) for row in letters)
        joined = _joined(letters)
        ids, places = np.unique(joined.ids, return_inverse=True)
        values = np.bincount(places, joined.values, minlength=len(ids)) * (LETTERS / math.sqrt(size) if size else 0)
        return _joined([Row(ids, values.astype(np.float32)), self.rest(texts, flags)])

    def letters(self, text: str) -> Row:
        """The character n-grams of one token, not scaled."""
        ids = self._known("char", grams_of(text))
        return Row(np.array(ids, dtype=np.int64), self.idf[ids])

    def rest(self, texts: Sequence[str], flags: Iterable[str]) -> Row:
        """The other blocks: words, concepts and flags."""
        blocks = {"word": words_of(texts), "concept": concepts().of(texts), "flag": flags}
        return _joined([self._scaled(block, self._known(block, names)) for block, names in blocks.items()])

    def _known(self, block: str, names: Iterable[str]) -> list[int]:
        get = self.ids.get
        return [number for name in dict.fromkeys(names) if (number := get(f"{block}:{name}")) is not None]

    def _scaled(self, block: str, ids: list[int]) -> Row:
        if not ids:
            return EMPTY
        values = self.idf[ids]
        return Row(np.array(ids, dtype=np.int64), values * np.float32(WEIGHT[block] / math.sqrt(values @ values)))


def _joined(rows: Sequence[Row]) -> Row:
    if not rows:
        return EMPTY
    return Row(np.concatenate([row.ids for row in rows]), np.concatenate([row.values for row in rows]))
