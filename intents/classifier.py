"""A classifier for any labelled sentences: the features and the solver of the shop's own model, without a shop."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from intents.census import Census
from intents.linear import Linear, probabilities
from intents.svm import Floats, Solver
from intents.words import keys_of

RIDGE = 0.5
ROUNDS, TRIAL = 10, 4  # over all rows: to learn, and to see what learning comes to
HELD_OUT = 4  # one row of so many is kept from the trial
SHARES = (1.0, 0.3)  # of the signs in the score
EVEN = 1e-3  # added to a deviation, for signs that are all alike
_PARTS = re.compile(r"[\W_]+|(?<=[a-z])(?=[A-Z])")


class Labelled(NamedTuple):
    """A sentence and what it means."""

    text: str
    intent: str


class Guess(NamedTuple):
    """The likeliest intent, and how far inside any of them the message lies."""

    intent: str
    inside: float


@dataclass(frozen=True, slots=True)
class Outside:
    """Mean and deviation of the signs that a message is meant for one of the intents."""

    means: tuple[float, ...]
    deviations: tuple[float, ...]

    def score(self, signs: Sequence[float]) -> float:
        """How far inside a message lies: 0 as most do, below it fewer."""
        parts = zip(SHARES, signs, self.means, self.deviations, strict=True)
        return sum([share * (sign - mean) / deviation for share, sign, mean, deviation in parts])


@dataclass(frozen=True, slots=True)
class Classifier:
    """What is left of the training sentences."""

    intents: tuple[str, ...]
    linear: Linear
    outside: Outside

    def read(self, text: str) -> Guess:
        """What a text means."""
        words = tokens(text)
        margins = self.linear.margins(words, ())
        if margins is None:
            return Guess("", -math.inf)
        return Guess(self.intents[int(margins.argmax())], self.outside.score(_signs(margins, words, self.linear)))


def tokens(text: str) -> list[str]:
    """The words of a text, and its marks that ask or cry."""
    return [key for key in keys_of(text) if key.isalnum() or key in "?!"]


def spoken(intent: str) -> str:
    """An intent's name as words: it is the shortest sentence about it."""
    return " ".join(part for part in _PARTS.split(intent) if not part.isdigit())


def learn(examples: Sequence[Labelled]) -> Classifier:
    """Train on labelled sentences, the names of their intents included."""
    intents = tuple(sorted({example.intent for example in examples}))
    named = [*examples, *(Labelled(spoken(intent), intent) for intent in intents)]
    rows = [(words, example.intent) for example in named if (words := tokens(example.text))]
    return Classifier(intents, _fitted(rows, intents, epochs=ROUNDS), _outside(rows, intents))


_Rows = Sequence[tuple[Sequence[str], str]]


def _fitted(rows: _Rows, intents: Sequence[str], *, epochs: int) -> Linear:
    place = {intent: number for number, intent in enumerate(intents)}
    census = Census()
    for words, _ in rows:
        census.add(words, ())
    counted = census.counted()
    targets = np.full((len(rows), len(intents)), -1, dtype=np.float32)
    targets[np.arange(len(rows)), [place[intent] for _, intent in rows]] = 1
    solver = Solver(counted.rows, targets, np.ones_like(targets), len(counted.space), ridge=RIDGE)
    solver.sweep(range(len(rows)), epochs)
    return Linear(counted.space, solver.weights)


def _outside(rows: _Rows, intents: Sequence[str]) -> Outside:
    """What the signs of a message look like that is meant for one of the intents, by sentences held out."""
    turn = np.random.default_rng(7).permutation(len(rows)) % HELD_OUT
    trial = _fitted([row for row, its in zip(rows, turn, strict=True) if its], intents, epochs=TRIAL)
    seen = [
        _signs(margins, words, trial)
        for (words, _), its in zip(rows, turn, strict=True)
        if not its and (margins := trial.margins(words, ())) is not None
    ]
    signs = np.array(seen or [(0.0, 0.0)])
    return Outside(tuple(signs.mean(axis=0).tolist()), tuple((signs.std(axis=0) + EVEN).tolist()))


def _signs(margins: Floats, words: Sequence[str], linear: Linear) -> tuple[float, float]:
    """How decided the classes are about a message, and how much of its spelling was seen before."""
    return -probabilities(margins)[1], linear.familiar(words)
