"""Many short lists of whole numbers in two arrays: a hundred thousand Python lists would take ten times the memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
AT_ONCE = 10_000  # lists that are turned together: what is sorted in between is small


class Lists:
    """List `n` stands in `items` from `starts[n]` to `starts[n + 1]`."""

    def __init__(self, items: Numbers, starts: Numbers) -> None:
        self.items = items
        self.starts = starts
        self._starts: Sequence[int] = array("i", starts.tobytes())  # single numbers are read faster from it

    @classmethod
    def sized(cls, items: Numbers, sizes: NDArray[np.integer]) -> Lists:
        """Lists of so many items each, one after another."""
        return cls(items, np.concatenate(([0], np.cumsum(sizes))).astype(np.int32))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> Numbers:
        return self.items[self._starts[number] : self._starts[number + 1]]

    def size(self, number: int) -> int:
        """How long a list is."""
        return self._starts[number + 1] - self._starts[number]

    def sizes(self) -> Numbers:
        """How long every list is."""
        return np.diff(self.starts)

    def owners(self) -> Numbers:
        """For every item the number of its list."""
        return np.repeat(np.arange(len(self), dtype=np.int32), self.sizes())

    def joined(self, numbers: Numbers) -> Numbers:
        """The items of some lists, one list after another."""
        sizes = self.sizes()[numbers]
        begins = np.repeat(self.starts[numbers] - (np.cumsum(sizes) - sizes), sizes)
        return self.items[begins + np.arange(len(begins))]

    def turned(self, width: int) -> Lists:
        """For every number below `width` the lists that hold it, in order."""
        found = Lists.sized(np.empty_like(self.items), np.bincount(self.items, minlength=width))
        sizes = self.sizes()
        free = found.starts[:-1].copy()  # where the next list that holds a number goes
        for first in range(0, len(self), AT_ONCE):
            last = min(first + AT_ONCE, len(self))
            items = self.items[self._starts[first] : self._starts[last]]
            owners = np.repeat(np.arange(first, last, dtype=np.int32), sizes[first:last])
            order = np.argsort(items, kind="stable")
            counts = np.bincount(items, minlength=width)
            found.items[np.repeat(free - (np.cumsum(counts) - counts), counts) + np.arange(len(items))] = owners[order]
            free += counts.astype(np.int32)
        return found


def different(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Every number once, in order; for large numbers several times as fast as `numpy.unique`, which hashes them."""
    inorder = np.sort(numbers)
    return inorder[np.concatenate(([True], inorder[1:] != inorder[:-1]))] if len(inorder) else inorder


class Strings:
    """Many short texts in one."""

    def __init__(self, texts: Iterable[str]) -> None:
        ends = array("i", [0])
        pieces = []
        for text in texts:
            pieces.append(text)
            ends.append(ends[-1] + len(text))
        self._all, self._ends = "".join(pieces), ends

    def __getitem__(self, number: int) -> str:
        return self._all[self._ends[number] : self._ends[number + 1]]


class Writer:
    """Writes lists one after another."""

    def __init__(self) -> None:
        self._items, self._starts = array("i"), array("i", [0])

    def add(self, items: Sequence[int]) -> None:
        """One more list."""
        self._items.extend(items)
        self._starts.append(len(self._items))

    def lists(self) -> Lists:
        """All of them."""
        return Lists(np.array(self._items, dtype=np.int32), np.array(self._starts, dtype=np.int32))
