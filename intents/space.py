"""The features seen in training, and the rows that messages become."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Sequence

import numpy as np

from intents.features import NEAR, grams_of, stem_of
from intents.svm import Floats, Row

LETTERS = 1.0  # the length of the block of character n-grams
WEIGHT = {"stem": 1.0, "pair": 1.0, "flag": 0.4}  # the lengths of the others
NOTHING: dict[str, int] = {}


class Space:
    """Feature numbers by block (`names` are `block:feature`), and how much a feature weighs by its rarity."""

    def __init__(self, names: Iterable[str], idf: Floats) -> None:
        self.idf = idf
        self._blocks: dict[str, dict[str, int]] = {block: {} for block in ("char", *WEIGHT)}
        for number, name in enumerate(names):
            block, _, feature = name.partition(":")
            self._blocks[block][feature] = number
        self._after: dict[str, dict[str, int]] = {}
        self._near: dict[str, dict[str, int]] = {}
        for feature, number in self._blocks.pop("pair").items():
            left, right = map(sys.intern, feature.replace("&", " ").split(" "))  # few stems stand in many pairs
            if " " in feature:
                self._after.setdefault(left, {})[right] = number
            else:
                self._near.setdefault(left, {})[right] = self._near.setdefault(right, {})[left] = number

    def __len__(self) -> int:
        return len(self.idf)

    def names(self) -> list[str]:
        """Every feature as `block:feature`, by its number; they are kept by their parts only."""
        found = {
            number: f"{block}:{feature}"
            for block, features in self._blocks.items()
            for feature, number in features.items()
        }
        for left, after in self._after.items():
            found.update({number: f"pair:{left} {right}" for right, number in after.items()})
        for one, near in self._near.items():
            found.update({number: f"pair:{one}&{other}" for other, number in near.items() if one <= other})
        return [found[number] for number in range(len(found))]

    def row(self, texts: Sequence[str], flags: Iterable[str]) -> Row:
        """All features of some tokens, every block scaled to its own length."""
        values: dict[int, float] = {}
        letters = [self.letters(text) for text in texts]
        for row in letters:
            for number, rarity in zip(row.ids.tolist(), row.values.tolist(), strict=True):
                values[number] = values.get(number, 0.0) + rarity
        size = sum([float(row.values @ row.values) for row in letters])
        scale = LETTERS / math.sqrt(size) if size else 0.0
        ids, lengths = [*values], [value * scale for value in values.values()]
        stems = [stem_of(text) for text in texts]
        for block, known in (
            ("stem", self.known("stem", stems)),
            ("pair", self.pairs(stems)),
            ("flag", self.known("flag", flags)),
        ):
            ids += known
            lengths += self._scaled(block, known)
        return Row(np.array(ids, dtype=np.int64), np.array(lengths, dtype=np.float32))

    def flags(self, flags: Iterable[str]) -> Row:
        """Flags, scaled to the length of their block."""
        known = self.known("flag", flags)
        return Row(np.array(known, dtype=np.int64), np.array(self._scaled("flag", known), dtype=np.float32))

    def letters(self, text: str) -> Row:
        """The character n-grams of one token, not scaled."""
        ids = self.known("char", grams_of(text))
        return Row(np.array(ids, dtype=np.int64), self.idf[ids])

    def known(self, block: str, features: Iterable[str]) -> list[int]:
        """The numbers of those features that training saw, each once."""
        get = self._blocks[block].get
        return [number for name in dict.fromkeys(features) if (number := get(name)) is not None]

    def pairs(self, stems: Sequence[str]) -> list[int]:
        """The numbers of the pairs of stems that training saw, each once, without spelling out those it did not."""
        found: list[int] = []
        beside = self._after.get("^", NOTHING)
        for place, stem in enumerate(stems, 1):
            if stem in beside:
                found.append(beside[stem])
            beside = self._after.get(stem, NOTHING)
            near = self._near.get(stem)
            if near:
                found += [near[other] for other in stems[place : place + NEAR - 1] if other in near]
        if "$" in beside:
            found.append(beside["$"])
        return list(dict.fromkeys(found))

    def _scaled(self, block: str, known: Sequence[int]) -> list[float]:
        rarity: list[float] = self.idf[known].tolist() if known else []
        scale = WEIGHT[block] / math.sqrt(sum([value * value for value in rarity])) if rarity else 0.0
        return [value * scale for value in rarity]
