"""Which words the titles of products have, whatever their variants are called."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from intents.lists import Lists, Strings, different
from intents.parse import ProductName
from intents.words import keys_of

Keys = NDArray[np.int64]


class Titles:
    """The titles of all products, by the numbers of their words; a product may have several entries and names."""

    def __init__(self, products: Sequence[ProductName], words: Mapping[str, int]) -> None:
        self._words = words
        self._spelt = list(words)
        width = max(1, len(words))
        numbers: dict[str, int] = {}
        self._product = np.array([numbers.setdefault(entry.product, len(numbers)) for entry in products], np.int32)
        self._names = Strings(numbers)

        def titles() -> Iterator[tuple[int, list[int]]]:
            for number, entry in zip(self._product.tolist(), products, strict=True):
                for name in entry.names if entry.sku is None else ():
                    yield number, [words[key] for key in keys_of(name)]

        held = _different(((number, word) for number, title in titles() for word in title), width)
        self._held = Lists.sized((held % width).astype(np.int32), np.bincount(held // width, minlength=len(numbers)))
        self._holders = self._held.turned(len(words))
        self._pairs = _different((pair for _, title in titles() for pair in pairwise(title)), width)

    def of(self, entry: int) -> frozenset[str]:
        """The words in the titles of the product that an entry is of."""
        return self._title(int(self._product[entry]))

    def holding(self, key: str) -> Iterator[tuple[str, frozenset[str]]]:
        """The products with a word in their titles, each with all its words."""
        word = self._words.get(key)
        for number in () if word is None else self._holders[word].tolist():
            yield self._names[number], self._title(number)

    def pair(self, left: str, right: str) -> bool:
        """Whether two words stand side by side in a title."""
        ends = self._words.get(left), self._words.get(right)
        if ends[0] is None or ends[1] is None:
            return False
        wanted = ends[0] * len(self._words) + ends[1]
        place = bisect_left(self._pairs, wanted)
        return place < len(self._pairs) and int(self._pairs[place]) == wanted

    def _title(self, number: int) -> frozenset[str]:
        return frozenset(self._spelt[word] for word in self._held[number].tolist())


def _different(pairs: Iterator[tuple[int, int]], width: int) -> Keys:
    """Pairs of numbers as one number each, in order, each once."""
    return different(np.fromiter((left * width + right for left, right in pairs), dtype=np.int64))
