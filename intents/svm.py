"""One-vs-rest L2-SVM by dual coordinate descent, all classes at once: sparse rows, seconds, numpy only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Row(NamedTuple):
    """One sparse row: ids of features and their values."""

    ids: NDArray[np.int64]
    values: Floats


class Solver:
    """Minimises ridge/2 |w|² + 1/2 sum cost max(0, 1 - y f)² over the rows it was shown; it can go on with more of them."""

    def __init__(self, rows: Sequence[Row], targets: Floats, costs: Floats, features: int, *, ridge: float) -> None:
        #: One weight per feature and class, the bias in the last row.
        self.weights: Floats = np.zeros((features + 1, targets.shape[1]), dtype=np.float32)
        self._rows = [Row(np.append(row.ids, features), np.append(row.values, np.float32(1))) for row in rows]
        self._targets = targets
        self._parts = np.zeros_like(targets)
        self._ridges = ridge / costs
        sizes = np.array([row.values @ row.values for row in self._rows], dtype=np.float32)
        self._curve = sizes[:, None] + self._ridges
        longest = max(len(row.ids) for row in self._rows)
        self._inner, self._change = np.empty((2, longest, targets.shape[1]), dtype=np.float32)
        self._order = np.random.default_rng(7)

    def sweep(self, used: Sequence[int], times: int) -> None:
        """Go through some of the rows so many times; every step solves one row's part of the dual exactly, for all classes together."""
        for _ in range(times):
            for number in self._order.permutation(used):
                self._step(number)

    def _step(self, number: int) -> None:
        ids, values = self._rows[number]
        target, part = self._targets[number], self._parts[number]
        inner, change = self._inner[: len(ids)], self._change[: len(ids)]
        self.weights.take(ids, axis=0, out=inner, mode="clip")  # any other mode copies once more
        slope = target * (values @ inner) - 1 + self._ridges[number] * part
        moved = np.maximum(part - slope / self._curve[number], 0)
        np.dot(values[:, None], ((moved - part) * target)[None, :], out=change)  # five times as fast as broadcasting
        inner += change
        self.weights[ids] = inner
        self._parts[number] = moved
