"""How often every feature stands in the training sentences, and which are worth a place in the space."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from intents.features import grams_of, pairs_of, stem_of
from intents.space import Space

#: Blocks whose features must stand in several templates; the others have few features, or how many are known tells.
SPARSE = ("pair", "char")


class Census:
    """Counts features by block; the examples of one template come one after another."""

    def __init__(self) -> None:
        self._examples = 0
        self._counts: dict[str, Counter[str]] = {}
        self._templates: dict[str, Counter[str]] = {}
        self._template: int | None = None
        self._within: dict[str, set[str]] = {}
        self._kept: set[tuple[str, str]] = set()

    def add(
        self, texts: Sequence[str], flags: Iterable[str], *, template: int | None = None, kept: bool = True
    ) -> None:
        """Count one example; the features of one that is `kept` all have a place, however rare they are."""
        if template is None or template != self._template:
            self._close()
            self._template = template
        self._examples += 1
        for block, names in _blocks(texts, flags).items():
            self._counts.setdefault(block, Counter()).update(names)
            self._within.setdefault(block, set()).update(names)
            if kept and block in SPARSE:
                self._kept.update((block, name) for name in names)

    def space(self, least: int = 1) -> Space:
        """The space of the features that stand in so many templates at least."""
        self._close()
        found = [
            (f"{block}:{name}", count)
            for block, counts in self._counts.items()
            for name, count in counts.items()
            if block not in SPARSE or self._templates[block][name] >= least or (block, name) in self._kept
        ]
        found.sort()
        rarity = [math.log((1 + self._examples) / (1 + count)) + 1 for _, count in found]
        return Space([name for name, _ in found], np.array(rarity, dtype=np.float32))

    def _close(self) -> None:
        """The template is over: what stood in it counts once."""
        for block, names in self._within.items():
            self._templates.setdefault(block, Counter()).update(names)
        self._within = {}


def _blocks(texts: Sequence[str], flags: Iterable[str]) -> Mapping[str, set[str]]:
    stems = [stem_of(text) for text in texts]
    return {
        "char": {gram for text in texts for gram in grams_of(text)},
        "stem": set(stems),
        "pair": set(pairs_of(stems)),
        "flag": set(flags),
    }
