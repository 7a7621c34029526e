"""One-vs-rest L2-SVM by finite Newton over the rows' inner products: small sets in seconds, numpy only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
LAMBDA = 0.5
STEPS = 6  # Newton
GRADIENTS = 8  # conjugate gradients within one
GOOD = 1e-4  # of the squared length that may be left over
SETTLED = 3  # rows a class that may still change sides
FREQUENT = 24  # features in more rows than this go through BLAS, the others pair by pair
CHUNK = 1024


class Row(NamedTuple):
    """One sparse row: ids of features and their values."""

    ids: NDArray[np.int64]
    values: Floats


def products(rows: Sequence[Row], features: int) -> Floats:
    """The inner products of all rows with each other, plus one for the bias."""
    count = len(rows)
    ids = np.concatenate([row.ids for row in rows])
    values = np.concatenate([row.values for row in rows])
    owners = np.repeat(np.arange(count), [len(row.ids) for row in rows])
    order = np.argsort(ids, kind="stable")
    ids, values, owners = ids[order], values[order], owners[order]
    sizes = np.bincount(ids, minlength=features)
    kernel = np.ones((count, count), dtype=np.float32)
    frequent = np.flatnonzero(sizes > FREQUENT)
    for begin in range(0, len(frequent), CHUNK):
        chosen = frequent[begin : begin + CHUNK]
        column = np.full(features, -1)
        column[chosen] = np.arange(len(chosen))
        inside = column[ids] >= 0
        dense = np.zeros((count, len(chosen)), dtype=np.float32)
        dense[owners[inside], column[ids[inside]]] = values[inside]
        kernel += dense @ dense.T
    kernel += _rare(ids, values, owners, sizes, count)
    return kernel


def _rare(ids: NDArray[np.int64], values: Floats, owners: NDArray[np.int64], sizes: NDArray[np.int64], count: int) -> Floats:
    """What features that stand in few rows add, all features that share their number of rows at once."""
    total = np.zeros(count * count)
    for size in range(1, FREQUENT + 1):
        inside = sizes[ids] == size
        if inside.any():
            places = owners[inside].reshape(-1, size)
            weights = values[inside].reshape(-1, size)
            pairs = (places[:, :, None] * count + places[:, None, :]).ravel()
            total += np.bincount(pairs, (weights[:, :, None] * weights[:, None, :]).ravel(), minlength=count * count)
    return total.reshape(count, count).astype(np.float32)


def solve(kernel: Floats, targets: Floats, costs: Floats) -> Floats:
    """The weights of the rows, a column per class: minimises lambda/2 |w|² + 1/2 sum cost max(0, 1 - y f)²."""
    ridge = LAMBDA / costs
    active = np.ones_like(targets, dtype=bool)
    alpha = np.zeros_like(targets)
    for _ in range(STEPS):
        alpha = _inner(kernel, targets, ridge, active, alpha)
        now = targets * (kernel @ alpha) < 1
        changed = np.count_nonzero(now != active)
        active = now
        if changed < SETTLED * targets.shape[1]:
            break
    return alpha


def _inner(kernel: Floats, targets: Floats, ridge: Floats, active: NDArray[np.bool_], alpha: Floats) -> Floats:
    """Solve (K + ridge) alpha = y on every class's active rows, all classes at once, by conjugate gradient."""
    mask = active.astype(np.float32)
    alpha = alpha * mask
    rest = mask * (targets - kernel @ alpha) - ridge * alpha
    step = rest.copy()
    size = np.einsum("ij,ij->j", rest, rest)
    goal = GOOD * np.einsum("ij,ij->j", mask * targets, mask * targets)
    for _ in range(GRADIENTS):
        if (size <= goal).all():
            break
        pushed = mask * (kernel @ step) + ridge * step
        length = size / np.maximum(np.einsum("ij,ij->j", step, pushed), 1e-12)
        alpha += length * step
        rest -= length * pushed
        before, size = size, np.einsum("ij,ij->j", rest, rest)
        step = rest + (size / np.maximum(before, 1e-12)) * step
    return alpha


def weights(rows: Sequence[Row], alpha: Floats, features: int) -> Floats:
    """One weight per feature and class; the last row is the bias."""
    total = np.zeros((features + 1, alpha.shape[1]), dtype=np.float32)
    for number, row in enumerate(rows):
        if alpha[number].any():
            total[row.ids] += row.values[:, None] * alpha[number]
    total[features] = alpha.sum(axis=0)
    return total
