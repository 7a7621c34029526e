"""How sure a reading must be: whether a message is the shop's business, whether it was read right, what to do with that."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from intents.lexicon import DATA
from intents.svm import Floats

KEPT = 0.95  # of the messages that are our business are at least asked about
FEW = 100  # readings of a kind; fewer say nothing about where to act
NEAR = 0.1  # from where acting pays if the scores are right
ROUNDS = 20

Bits = NDArray[np.bool_]


class Signs(NamedTuple):
    """What tells how sure a reading is."""

    best: float  # the largest margin
    lead: float  # over the second
    background: float  # the margin between all intents and none
    entropy: float  # how undecided the margins are
    strange: float  # words that stand in no sentence of the shop, three at most
    share: float  # of all words
    familiar: float  # the share of the letter groups that training saw
    one: float = 1.0


class Sureness(NamedTuple):
    """From 0 to 1: that it is our business, and that it is what was read."""

    inside: float
    right: float


class Evidence(NamedTuple):
    """Readings of sentences that were held out, and the truth about them."""

    signs: Floats
    read: Sequence[str]
    meant: Sequence[str]  # '' is background


def _kinds() -> tuple[dict[str, float], dict[str, str]]:
    table = tomllib.loads((DATA / "acceptance.toml").read_text("utf-8"))
    return {kind: part["cost"] for kind, part in table.items()}, {
        intent: kind for kind, part in table.items() for intent in part.get("intents", ())
    }


COSTS, KINDS = _kinds()
USUAL = "usual"


def kind_of(intent: str) -> str:
    """What a wrong reading of an intent would do."""
    return KINDS.get(intent, USUAL)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Two logistic functions of the signs, and two thresholds: act from one on, ask from the other."""

    inside: tuple[float, ...]
    right: tuple[float, ...]
    ask: float
    act: Mapping[str, float]  # by kind of intent

    def sure(self, signs: Signs) -> Sureness:
        """How sure a reading is."""
        inside = _logistic(signs, self.inside)
        return Sureness(inside, inside * _logistic(signs, self.right))

    def needed(self, intent: str) -> float:
        """The score from which on an intent is acted on."""
        return self.act[kind_of(intent)]

    @classmethod
    def fitted(cls, evidence: Evidence) -> Acceptance:
        """From readings of sentences held out."""
        ours = np.array([bool(meant) for meant in evidence.meant])
        right = np.array([read == meant for read, meant in zip(evidence.read, evidence.meant, strict=True)])
        inside = _fitted(evidence.signs, ours)
        clear = _fitted(evidence.signs[ours], right[ours])
        within = _shares(evidence.signs, inside)
        scores = within * _shares(evidence.signs, clear)
        kinds = np.array([kind_of(read) for read in evidence.read])
        return cls(
            tuple(inside.tolist()),
            tuple(clear.tolist()),
            float(np.quantile(within[ours], 1 - KEPT)),
            _rising({kind: _pays(scores[kinds == kind], right[kinds == kind], cost) for kind, cost in COSTS.items()}),
        )


def _rising(found: Mapping[str, float]) -> dict[str, float]:
    """A dearer mistake never needs less: what was found for fewer readings may say so by chance."""
    needed, least = {}, 0.0
    for kind in sorted(found, key=lambda kind: COSTS[kind]):
        needed[kind] = least = max(least, found[kind])
    return needed


def _pays(scores: Floats, right: Bits, cost: float) -> float:
    """The score from which on acting gains most, a wrong reading costing so many right ones."""
    usual = cost / (1 + cost)
    if len(scores) < FEW:
        return usual
    order = scores.argsort()[::-1]
    gains = np.where(right[order], 1.0, -cost).cumsum()
    near = np.abs(scores[order] - usual) <= NEAR
    return float(scores[order][np.where(near, gains, -math.inf).argmax()]) if near.any() else usual


def _fitted(seen: Floats, truth: Bits) -> Floats:
    """Logistic regression by Newton's method, lightly regularised."""
    weight = np.zeros(seen.shape[1])
    for _ in range(ROUNDS):
        share = _shares(seen, weight)
        slope = seen.T @ (share - truth) + weight
        curve = (seen * (share * (1 - share))[:, None]).T @ seen + np.eye(len(weight))
        weight -= np.linalg.solve(curve, slope)
    return np.asarray(weight, dtype=np.float32)


def _shares(seen: Floats, weight: NDArray[np.floating]) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(seen @ weight, -30, 30))), dtype=np.float32)


def _logistic(signs: Sequence[float], weights: Sequence[float]) -> float:
    total = sum([value * weight for value, weight in zip(signs, weights, strict=True)])
    return 1 / (1 + math.exp(-min(max(total, -30.0), 30.0)))
