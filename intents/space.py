"""The features seen in training, and the rows that messages become."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from intents.features import NEAR, concepts, grams_of, pairs_of, stem_of
from intents.svm import Floats, Row

LETTERS = 1.0  # the length of the block of character n-grams
WEIGHT = {"stem": 1.0, "pair": 1.0, "concept": 0.8, "flag": 0.4}  # the lengths of the others


class Space:
    """Feature numbers, and how much a feature weighs by its rarity."""

    def __init__(self, ids: Mapping[str, int], idf: Floats) -> None:
        self.ids = ids
        self.idf = idf
        self._rarity: list[float] = idf.tolist()
        self._tokens: dict[str, tuple[list[tuple[int, float]], float]] = {}  # filled by training only
        self._blocks: dict[str, dict[str, int]] = {block: {} for block in ("char", *WEIGHT)}
        for name, number in ids.items():
            block, _, feature = name.partition(":")
            self._blocks[block][feature] = number
        self._after: dict[str, dict[str, int]] = {}
        self._near: dict[str, dict[str, int]] = {}
        for feature, number in self._blocks["pair"].items():
            left, neighbours, right = feature.partition(" ")
            if neighbours:
                self._after.setdefault(left, {})[right] = number
            else:
                left, _, right = feature.partition("&")
                self._near.setdefault(left, {})[right] = self._near.setdefault(right, {})[left] = number

    @classmethod
    def of(cls, examples: Iterable[tuple[Sequence[str], Sequence[str]]]) -> Space:
        """The space that examples span, each given by its tokens and flags."""
        counts: Counter[str] = Counter()
        number = 0
        for texts, flags in examples:
            number += 1
            counts.update({f"char:{gram}" for text in texts for gram in grams_of(text)})
            counts.update({f"{block}:{name}" for block, names in _blocks(texts, flags) for name in names})
        names = sorted(counts)
        idf = [math.log((1 + number) / (1 + counts[name])) + 1 for name in names]
        return cls({name: place for place, name in enumerate(names)}, np.array(idf, dtype=np.float32))

    def row(self, texts: Sequence[str], flags: Iterable[str]) -> Row:
        """All features of some tokens, every block scaled to its own length."""
        values: dict[int, float] = {}
        size = 0.0
        for text in texts:
            row, squared = self._letters_of(text)
            size += squared
            for number, rarity in row:
                values[number] = values.get(number, 0.0) + rarity
        scale = LETTERS / math.sqrt(size) if size else 0.0
        rest = self.rest(texts, flags)
        return Row(
            np.array([*values, *rest[0]], dtype=np.int64),
            np.array([*(value * scale for value in values.values()), *rest[1]], dtype=np.float32),
        )

    def _letters_of(self, text: str) -> tuple[list[tuple[int, float]], float]:
        """A token's character n-grams with their rarity, and their squared length."""
        if text not in self._tokens:
            row = [(number, self._rarity[number]) for number in self._known("char", grams_of(text))]
            self._tokens[text] = row, sum([rarity * rarity for _, rarity in row])
        return self._tokens[text]

    def letters(self, text: str) -> Row:
        """The character n-grams of one token, not scaled."""
        ids = self._known("char", grams_of(text))
        return Row(np.array(ids, dtype=np.int64), self.idf[ids])

    def rest(self, texts: Sequence[str], flags: Iterable[str]) -> tuple[list[int], list[float]]:
        """The other blocks: stems, pairs of them, concepts and flags."""
        stems = [stem_of(text) for text in texts]
        ids: list[int] = []
        values: list[float] = []
        for weight, known in (
            (WEIGHT["stem"], self._known("stem", stems)),
            (WEIGHT["pair"], self._paired(stems)),
            (WEIGHT["concept"], self._known("concept", concepts().of(texts))),
            (WEIGHT["flag"], self._known("flag", flags)),
        ):
            if known:
                rarity = [self._rarity[number] for number in known]
                scale = weight / math.sqrt(sum([value * value for value in rarity]))
                ids += known
                values += [value * scale for value in rarity]
        return ids, values

    def _known(self, block: str, names: Iterable[str]) -> list[int]:
        get = self._blocks[block].get
        return [number for name in dict.fromkeys(names) if (number := get(name)) is not None]

    def _paired(self, stems: Sequence[str]) -> list[int]:
        """The pairs that are known, each once, without spelling out those that are not."""
        nothing: dict[str, int] = {}
        after, near = self._after, self._near
        ends = zip(("^", *stems), (*stems, "$"), strict=True)
        found = [after[left][right] for left, right in ends if right in after.get(left, nothing)]
        for place, left in enumerate(stems, 1):
            known = near.get(left)
            if known:
                found += [known[right] for right in stems[place : place + NEAR - 1] if right in known]
        return list(dict.fromkeys(found))


def _blocks(texts: Sequence[str], flags: Iterable[str]) -> tuple[tuple[str, Iterable[str]], ...]:
    stems = [stem_of(text) for text in texts]
    return ("stem", stems), ("pair", pairs_of(stems)), ("concept", concepts().of(texts)), ("flag", flags)
