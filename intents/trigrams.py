"""Product names found by what they share with a message: a trigram index, re-ranked word by word."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_right
from collections.abc import Container, Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from intents.lists import Lists, Strings, Writer
from intents.parse import ProductName
from intents.words import Word, keys_of

BEST = 20
LIKE = 82  # two words are the same word, perhaps mistyped
BUDGET = 1.5  # postings read per message, as a multiple of the number of names
SMOOTH = 8.0
HOPEFUL = 0.3  # of the nearest name's score: others are not looked at again
SHORTEST = 3
SMALL, USUAL = 0.1, 0.3  # weights of words that everybody uses


class Hit(NamedTuple):
    """A name found in a message: where, how well, and how much of the name."""

    name: int
    words: tuple[int, ...]
    score: float
    whole: bool


class Meant(NamedTuple):
    """Whose name a name is: a product's, or that of one of its variants."""

    product: str
    sku: str | None


class Names:
    """All the names of all products, each a tuple of words."""

    def __init__(
        self, products: Sequence[ProductName], *, common: Iterable[str] = (), ordinary: Container[str] = ()
    ) -> None:
        self.words: dict[str, int] = {}  # with their numbers
        self._rows: dict[str, int] = {}
        self._products = Strings(entry.product for entry in products)
        self._skus = Strings(entry.sku or "" for entry in products)
        self._entries = array("i")
        names, grams = Writer(), Writer()
        for entry, product in enumerate(products):
            for keys in map(keys_of, product.names):
                if keys:
                    self._entries.append(entry)
                    names.add([self.words.setdefault(key, len(self.words)) for key in keys])
                    grams.add([self._rows.setdefault(gram, len(self._rows)) for gram in _grams(keys)])
        self._names = names.lists()
        self._spelt = list(self.words)
        self._common = frozenset(common)
        self._weights = _word_weights(self._names, self._spelt, self._common, ordinary)
        self._index(grams.lists())

    def entry(self, name: int) -> int:
        """The place, among all products and variants, of the one whose name it is."""
        return self._entries[name]

    def meant(self, name: int) -> Meant:
        """Whose name it is."""
        entry = self._entries[name]
        return Meant(self._products[entry], self._skus[entry] or None)

    def find(self, words: Sequence[Word], usable: Sequence[bool]) -> list[Hit]:
        """The names that the usable words of a message may mean, best first."""
        telling = [n for n, word in enumerate(words) if usable[n] and self._telling(word.key)] if self.words else []
        if not telling:
            return []
        places = [n for n, word in enumerate(words) if usable[n] and (n in telling or word.key in self.words)]
        nearest = self._nearest([words[n].key for n in telling])
        return self._ranked(words, places, nearest) if nearest else []

    def _telling(self, key: str) -> bool:
        return len(key) >= SHORTEST and key not in self._common and not key.isdigit()

    def _index(self, grams: Lists) -> None:
        """Which names have a trigram, and how much a name's length takes from what it shares."""
        self._having = grams.turned(len(self._rows))
        counts = self._having.sizes()
        self._idf = np.log(1 + len(self._names) / np.maximum(counts, 1)).astype(np.float32)
        norm = np.add.reduceat(self._idf[grams.items], grams.starts[:-1]) if len(grams) else self._idf[:0]
        self._shrink = (1 / np.sqrt(norm + SMOOTH)).astype(np.float32)

    def _nearest(self, keys: Sequence[str]) -> list[int]:
        """The names that share most trigrams with the words, rarest trigrams first, within a budget of work."""
        size = self._having.size
        rows = [self._rows[gram] for gram in _grams(keys) if gram in self._rows]
        if not rows:
            return []
        rows.sort(key=lambda row: (size(row), row))
        sizes = [size(row) for row in rows]
        spent = list(accumulate(sizes))
        used = max(1, bisect_right(spent, BUDGET * len(self._names) + 1000))
        owners = np.concatenate([self._having[row] for row in rows[:used]])
        weights = np.repeat(self._idf[rows[:used]], sizes[:used])
        scores = np.bincount(owners, weights, len(self._names)) * self._shrink
        near = np.flatnonzero(scores > HOPEFUL * scores.max())
        best = near[np.argpartition(-scores[near], BEST)[:BEST]] if len(near) > BEST else near
        return [int(name) for name in best]

    def _ranked(self, words: Sequence[Word], places: list[int], names: list[int]) -> list[Hit]:
        parts = sorted({part for name in names for part in self._parts(name)})
        likeness = process.cdist(
            [words[n].key for n in places], parts, scorer=fuzz.ratio, score_cutoff=LIKE, dtype=np.uint8
        )
        for row, place in enumerate(places):
            if not self._telling(words[place].key):
                likeness[row, likeness[row] < 100] = 0  # "and" is not a mistyped "sand"
        columns = {part: column for column, part in enumerate(parts)}
        hits = [hit for name in names if (hit := self._hit(name, places, likeness, columns))]
        return sorted(hits, key=lambda hit: (-hit.score, -len(hit.words), hit.name))

    def _parts(self, name: int) -> list[str]:
        return [self._spelt[word] for word in self._names[name].tolist()]

    def _hit(self, name: int, places: list[int], likeness: np.ndarray, columns: dict[str, int]) -> Hit | None:
        """How much of a name stands in the message: its words' weights, less what was mistyped."""
        total = got = 0.0
        used: list[int] = []
        missing = False
        for part in self._parts(name):
            weight = self._weights[part]
            total += weight
            column = likeness[:, columns[part]]
            best = int(column.argmax())
            if column[best]:
                got += weight * int(column[best]) / 100
                used.append(places[best])
            elif part not in self._common and len(part) >= SHORTEST:
                missing = True
        if not used:
            return None
        return Hit(name, tuple(sorted(set(used))), got / total, not missing)


def _grams(keys: Sequence[str]) -> set[str]:
    text = "  " + " ".join(keys) + " "
    return {text[n : n + 3] for n in range(len(text) - 2)}


def _word_weights(
    names: Lists, words: Sequence[str], common: Container[str], ordinary: Container[str]
) -> dict[str, float]:
    """Rare words say which product is meant, words that everybody uses hardly do."""
    counts = names.turned(len(words)).sizes().tolist()
    return {
        key: SMALL
        if key in common or len(key) < SHORTEST
        else USUAL
        if key in ordinary
        else math.log(1 + len(names) / count)
        for key, count in zip(words, counts, strict=True)
    }
