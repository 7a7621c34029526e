"""Why a message was read as it was: the features that spoke for an intent, the strongest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from intents.model import Model, exact_key

MOST = 8
LETTERS = "letters"  # all character n-grams together


class Reason(NamedTuple):
    """A feature, as `block:name`, and what it added to the margin of the intent."""

    feature: str
    weight: float


def reasons(model: Model, texts: Sequence[str], flags: Sequence[str], intent: str) -> list[Reason]:
    """What spoke for an intent, or against it; a short message that stands for one intent is its own reason."""
    if model.exact.get(exact_key(texts)) == intent:
        return [Reason(f"exact:{exact_key(texts)}", 1.0)]
    row = model.space.row(texts, flags)
    weights = model.weights[row.ids, model.intents.index(intent)].astype(np.float32) * row.values
    names = model.space.names()
    shares: dict[str, float] = {}
    for number, weight in zip(row.ids.tolist(), weights.tolist(), strict=True):
        name = LETTERS if names[number].startswith("char:") else names[number]
        shares[name] = shares.get(name, 0.0) + weight
    ranked = sorted(shares.items(), key=lambda share: -abs(share[1]))
    return [Reason(name, round(weight, 3)) for name, weight in ranked[:MOST]]
