"""How often every feature stands in the training sentences, which are worth a place in the space, and what rows they make."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from intents.features import NEAR, grams_of, stem_of
from intents.lists import Lists, Writer, different
from intents.space import LETTERS, WEIGHT, Space
from intents.svm import Floats, Row

#: Blocks whose features must stand in several templates; the others have few features, or how many are known tells.
SPARSE = frozenset({"pair", "char"})
Whole = NDArray[np.int64]


class Counted(NamedTuple):
    """The space of the features that are worth a place, and every example as a row of it."""

    space: Space
    rows: list[Row]


class _Block(NamedTuple):
    """Features of one kind, and how often each stands in which example, example by example."""

    kind: str
    names: Sequence[str]
    owners: Whole
    ids: Whole
    times: Whole


class _Placed(NamedTuple):
    """What of a block has a place in the space: its names, and for every occurrence its number, -1 if it has none."""

    names: list[str]
    rarity: list[float]
    numbers: Whole


class Census:
    """Collects examples, then counts their features all at once."""

    def __init__(self) -> None:
        self._tokens: dict[str, int] = {}
        self._flags: dict[str, int] = {}
        self._texts, self._flagged = Writer(), Writer()
        self._templates, self._kept = array("q"), array("b")

    def add(
        self, texts: Sequence[str], flags: Iterable[str], *, template: int | None = None, kept: bool = True
    ) -> None:
        """One example; the features of one that is `kept` all have a place, in however few templates they stand."""
        self._texts.add([self._tokens.setdefault(text, len(self._tokens)) for text in texts])
        self._flagged.add([self._flags.setdefault(flag, len(self._flags)) for flag in flags])
        self._templates.append(len(self._templates) if template is None else template)
        self._kept.append(kept)

    def counted(self, least: int = 1) -> Counted:
        """The space of the features that stand in so many templates at least, and all examples as rows."""
        texts, flagged = self._texts.lists(), self._flagged.lists()
        stems, of = _numbered([stem_of(token) for token in self._tokens])
        said = Lists(of[texts.items], texts.starts)
        blocks = (
            _letters(list(self._tokens), texts),
            _block("flag", list(self._flags), flagged.owners(), flagged.items),
            _pairs(stems, said),
            _block("stem", stems, said.owners(), said.items),
        )
        names: list[str] = []
        rarity: list[float] = []
        numbers: list[Whole] = []
        for block in blocks:
            placed = self._placed(block, least)
            numbers.append(np.where(placed.numbers < 0, -1, placed.numbers + len(names)))
            names += placed.names
            rarity += placed.rarity
        space = Space(names, np.array(rarity, dtype=np.float32))
        return Counted(space, _rows(space, blocks, numbers, self._sizes(space, texts)))

    def _placed(self, block: _Block, least: int) -> _Placed:
        """The features that are worth it, by their names."""
        examples, width = len(self._templates), len(block.names)
        worth = np.ones(width, dtype=bool)
        if block.kind in SPARSE:
            template = np.array(self._templates)[block.owners]
            within = different(template * width + block.ids) % max(1, width)
            worth = np.bincount(within, minlength=width) >= least
            worth[block.ids[np.array(self._kept, dtype=bool)[block.owners]]] = True
        order = sorted(np.flatnonzero(worth).tolist(), key=block.names.__getitem__)
        counts = np.bincount(block.ids, minlength=width)[order].tolist()
        place = np.full(width, -1, dtype=np.int64)
        place[order] = np.arange(len(order))
        return _Placed(
            [f"{block.kind}:{block.names[feature]}" for feature in order],
            [math.log((1 + examples) / (1 + count)) + 1 for count in counts],
            place[block.ids],
        )

    def _sizes(self, space: Space, texts: Lists) -> Floats:
        """By example the squared length of its letters, every token by itself."""
        squares = np.array([_squared(space.letters(token).values) for token in self._tokens], dtype=np.float32)
        return np.bincount(texts.owners(), weights=squares[texts.items], minlength=len(texts)).astype(np.float32)


def _squared(values: Floats) -> float:
    return float(values @ values)


def _numbered(names: Sequence[str]) -> tuple[list[str], NDArray[np.int32]]:
    """The different names in order, and for every name its number."""
    known = sorted(set(names))
    number = {name: place for place, name in enumerate(known)}
    return known, np.array([number[name] for name in names], dtype=np.int32)


def _block(kind: str, names: Sequence[str], owners: NDArray[np.integer], ids: NDArray[np.integer]) -> _Block:
    keys, times = np.unique(owners.astype(np.int64) * len(names) + ids, return_counts=True)
    width = max(1, len(names))
    return _Block(kind, names, keys // width, keys % width, times)


def _letters(tokens: Sequence[str], texts: Lists) -> _Block:
    known: dict[str, int] = {}
    spelt = Writer()
    for token in tokens:
        spelt.add([known.setdefault(gram, len(known)) for gram in grams_of(token)])
    grams = spelt.lists()
    owners = np.repeat(texts.owners(), grams.sizes()[texts.items])
    return _block("char", list(known), owners, grams.joined(texts.items))


def _pairs(stems: Sequence[str], said: Lists) -> _Block:
    """Neighbours in their order, the ends included, and any two that are near each other in none."""
    spelt = (*stems, "^", "$")
    width = len(spelt)
    near = [_apart(said, apart) for apart in range(1, NEAR)]
    beside = _apart(_with_ends(said, width - 2, width - 1), 1)
    owners = np.concatenate([beside.owners, *(pair.owners for pair in near)])
    keys = np.concatenate(
        [
            beside.left * width + beside.right,
            *(
                width * width + np.minimum(pair.left, pair.right) * width + np.maximum(pair.left, pair.right)
                for pair in near
            ),
        ]
    )
    known = different(keys)
    return _block("pair", [_spelt(key, spelt) for key in known.tolist()], owners, np.searchsorted(known, keys))


class _Pairs(NamedTuple):
    """In which example which two words stand."""

    owners: Whole
    left: Whole
    right: Whole


def _apart(said: Lists, places: int) -> _Pairs:
    """Every two words of an example that stand so many places apart."""
    owners, words = said.owners().astype(np.int64), said.items.astype(np.int64)
    same = owners[:-places] == owners[places:]
    return _Pairs(owners[:-places][same], words[:-places][same], words[places:][same])


def _with_ends(said: Lists, begin: int, end: int) -> Lists:
    """Every list between two more items."""
    places = np.stack((said.starts[:-1], said.starts[1:]), axis=1).ravel()
    items = np.insert(said.items, places, np.tile([begin, end], len(said)))
    return Lists(items.astype(np.int32), said.starts + 2 * np.arange(len(said) + 1, dtype=np.int32))


def _spelt(key: int, stems: Sequence[str]) -> str:
    """A pair as the space names it."""
    near, pair = divmod(key, len(stems) ** 2)
    left, right = divmod(pair, len(stems))
    return f"{stems[left]}{'&' if near else ' '}{stems[right]}"


def _rows(space: Space, blocks: Sequence[_Block], numbers: Sequence[Whole], letters: Floats) -> list[Row]:
    """One row an example, every block scaled to its own length."""
    owners, ids, values = [], [], []
    for block, number in zip(blocks, numbers, strict=True):
        known = number >= 0
        owner, rarity = block.owners[known], space.idf[number[known]]
        owners.append(owner)
        ids.append(number[known])
        if block.kind == "char":  # how often one stands there counts
            values.append(rarity * block.times[known] * (LETTERS / np.sqrt(letters[owner])))
        else:
            size = np.bincount(owner, weights=rarity * rarity, minlength=len(letters))
            values.append(rarity * (WEIGHT[block.kind] / np.sqrt(size[owner])))
    owned = np.concatenate(owners)
    order = np.argsort(owned, kind="stable")
    ends = np.cumsum(np.bincount(owned, minlength=len(letters)))[:-1]
    numbered = np.split(np.concatenate(ids)[order], ends)
    weighed = np.split(np.concatenate(values, dtype=np.float32, casting="same_kind")[order], ends)
    return [Row(*row) for row in zip(numbered, weighed, strict=True)]
