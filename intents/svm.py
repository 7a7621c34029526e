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


def solve(rows: Sequence[Row], targets: Floats, costs: Floats, features: int, *, ridge: float, epochs: int) -> Floats:
    """One weight per feature and class, the bias in the last row: minimises ridge/2 |w|² + 1/2 sum cost max(0, 1 - y f)².

    Every step solves one row's part of the dual exactly, for all classes together.
    """
    weights = np.zeros((features + 1, targets.shape[1]), dtype=np.float32)
    parts = np.zeros_like(targets)
    ridges = ridge / costs
    biased = [_with_bias(row, features) for row in rows]
    sizes = np.array([row.values @ row.values for row in biased], dtype=np.float32)
    curve = sizes[:, None] + ridges
    order = np.random.default_rng(7)
    for _ in range(epochs):
        for number in order.permutation(len(rows)):
            ids, values = biased[number]
            target, part = targets[number], parts[number]
            inner = weights.take(ids, axis=0)
            slope = target * (values @ inner) - 1 + ridges[number] * part
            moved = np.maximum(part - slope / curve[number], 0)
            inner += values[:, None] * ((moved - part) * target)
            weights[ids] = inner
            parts[number] = moved
    return weights


def _with_bias(row: Row, features: int) -> Row:
    return Row(np.append(row.ids, features), np.append(row.values, np.float32(1)))
