"""What training found out: from the tokens of a message to intents with scores."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from intents.acceptance import Acceptance, Signs
from intents.features import grams_of
from intents.linear import Linear, probabilities
from intents.space import Space

MEMORY = 20_000  # guessed words that are kept
EVIDENCE = 1.5  # log odds that show a language
EXACT = 0.99
SHORT_CRY = 5
MARKS = frozenset("?!")
NOTHING_KNOWN = 0.3  # at most, for a message without one known word


class Reading(NamedTuple):
    """What a stretch of a message means: the best intent first, each with a score from 0 to 1."""

    intent: str
    score: float
    inside: float  # that it is the shop's business at all
    ranking: tuple[tuple[str, float], ...]


@dataclass(slots=True)
class Model:
    """Everything the intent component needs; made by `intents.training`."""

    intents: tuple[str, ...]
    space: Space
    weights: NDArray[
        np.float16
    ]  # a row per feature, the last one the bias; a column per intent, the last one background
    acceptance: Acceptance
    exact: Mapping[str, str]  # whole short messages with the one intent they stand for
    literal: frozenset[str]
    words: Mapping[str, int]  # known words with how often they were seen
    languages: Mapping[str, float]  # words and trigrams with log odds: above 0 German, below English
    _guessed: dict[str, float] = field(default_factory=dict)
    _linear: Linear = field(init=False)

    def __post_init__(self) -> None:
        self._linear = Linear(self.space, self.weights)

    def read(self, texts: Sequence[str], flags: tuple[str, ...]) -> Reading:
        """The intents of some tokens."""
        margins = self._linear.margins(texts, flags) if any(text not in MARKS for text in texts) else None
        if margins is None:
            return Reading("", 0.0, 0.0, ())
        inner = margins[:-1]
        shares, entropy = probabilities(inner)
        order = (-inner).argsort()[:4].tolist()
        clear = inner[order].tolist()
        likely = shares[order].tolist()
        second = order[min(1, len(order) - 1)]
        strange = sum([is_strange(text, self.literal) for text in texts])
        inside, sure = self.acceptance.sure(
            Signs(
                clear[0],
                float(inner[order[0]] - inner[second]),
                float(margins[-1]),
                entropy,
                min(strange, 3),
                strange / len(texts),
                self._linear.familiar(texts),
            )
        )
        if all(self._unknown(text) for text in texts):
            sure = min(sure, NOTHING_KNOWN)
        ranking = [(self.intents[n], sure * share / likely[0]) for n, share in zip(order, likely, strict=True)]
        known = self.exact.get(exact_key(texts))
        if known:
            inside = max(EXACT, inside)
            ranking = [
                (known, max(EXACT, sure)),
                *((name, min(score, 0.5)) for name, score in ranking if name != known),
            ]
        return Reading(ranking[0][0], ranking[0][1], inside, tuple(ranking))

    def accepts(self, reading: Reading) -> bool:
        """Whether a reading is sure enough for what it would do; what nobody would ask about is not acted on either."""
        known = bool(reading.intent) and reading.inside >= self.acceptance.ask
        return known and reading.score >= self.acceptance.needed(reading.intent)

    def _unknown(self, text: str) -> bool:
        """A whole word that nothing is known of; shorter ones may be a cry."""
        return len(text) > SHORT_CRY and is_strange(text, self.literal)

    def language(self, keys: Sequence[str]) -> str:
        """The language that the words show, or ''."""
        total = sum(self._odds(key) for key in keys)
        return "" if abs(total) < EVIDENCE else "de" if total > 0 else "en"

    def _odds(self, key: str) -> float:
        known = self.languages.get(key)
        if known is not None or not key.isalpha():
            return known or 0.0
        if len(self._guessed) > MEMORY:
            self._guessed.clear()
        if key not in self._guessed:
            self._guessed[key] = self._guess(key)
        return self._guessed[key]

    def _guess(self, key: str) -> float:
        grams = [f"#{gram}" for gram in grams_of(key) if len(gram) == 3]
        return 0.4 * sum(self.languages.get(gram, 0.0) for gram in grams)


def is_strange(text: str, literal: Container[str]) -> bool:
    """Whether a token is a word that stands in no sentence of the shop."""
    return text not in literal and text.isalpha()


def exact_key(texts: Sequence[str]) -> str:
    """A message without its marks."""
    return " ".join(text for text in texts if text not in MARKS)
