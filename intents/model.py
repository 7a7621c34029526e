"""What training found out: from the tokens of a message to intents with scores."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from intents.features import BLOCKS, concepts, grams_of, words_of
from intents.svm import Floats, Row

WEIGHT = {"word": 0.8, "char": 1.0, "concept": 0.8, "flag": 0.4}
SHARP = 4.0  # p = softmax(4 x margins)
MEMORY = 50_000  # words whose n-grams are kept
EVIDENCE = 1.5  # log odds that show a language
EXACT = 0.99


class Reading(NamedTuple):
    """What a stretch of a message means: the best intent first, each with a score from 0 to 1."""

    intent: str
    score: float
    ranking: tuple[tuple[str, float], ...]


@dataclass(slots=True)
class Space:
    """The features seen in training, with their weights by rarity."""

    ids: Mapping[str, int]
    idf: Floats
    _grams: dict[str, NDArray[np.int64]] = field(default_factory=dict)

    def row(self, texts: Sequence[str], flags: Sequence[str]) -> Row:
        """The features of some tokens, every block scaled to its own length."""
        blocks = (
            self._known("word", words_of(texts)),
            self._chars(texts),
            self._known("concept", concepts().of(texts)),
            self._known("flag", flags),
        )
        parts = [self._scaled(name, ids) for name, ids in zip(BLOCKS, blocks, strict=True) if len(ids)]
        if not parts:
            return Row(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32))
        return Row(np.concatenate([part.ids for part in parts]), np.concatenate([part.values for part in parts]))

    def _known(self, block: str, names: Iterable[str]) -> NDArray[np.int64]:
        get = self.ids.get
        found = [number for name in dict.fromkeys(names) if (number := get(f"{block}:{name}")) is not None]
        return np.array(found, dtype=np.int64)

    def _chars(self, texts: Sequence[str]) -> NDArray[np.int64]:
        if len(self._grams) > MEMORY:
            self._grams.clear()
        parts = []
        for text in texts:
            ids = self._grams.get(text)
            if ids is None:
                ids = self._grams[text] = self._known("char", grams_of(text))
            parts.append(ids)
        return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)

    def _scaled(self, block: str, ids: NDArray[np.int64]) -> Row:
        if block == "char":  # only letters come several times
            ids, counts = np.unique(ids, return_counts=True)
            values = (1 + np.log(counts)) * self.idf[ids]
        else:
            values = self.idf[ids]
        return Row(ids, (values * (WEIGHT[block] / math.sqrt(values @ values))).astype(np.float32))


@dataclass(slots=True)
class Acceptance:
    """How sure to be: a logistic function of what the margins look like, fitted on sentences held out."""

    weights: Floats  # of best margin, second-best distance, margin to background, and 1

    def score(self, margins: Floats, background: float, strange: int, length: int) -> float:
        """The probability that the best intent is meant."""
        total = float(signs(margins, background, strange, length) @ self.weights)
        return 1 / (1 + math.exp(-min(max(total, -30.0), 30.0)))


def signs(margins: Floats, background: float, strange: int, length: int) -> Floats:
    """What acceptance looks at: margins, and how many words no sentence of the shop has."""
    best = np.sort(margins)[-2:]
    shares = probabilities(margins)
    entropy = float(-(shares * np.log(shares + 1e-9)).sum())
    return np.array(
        [best[1], best[1] - best[0], background, entropy, min(strange, 3), strange / max(1, length), 1.0],
        dtype=np.float32,
    )


def probabilities(margins: Floats) -> Floats:
    """Softmax of the margins."""
    powers = np.exp(SHARP * (margins - margins.max()))
    return np.asarray(powers / powers.sum(), dtype=np.float32)


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

    def read(self, texts: Sequence[str], flags: Sequence[str]) -> Reading:
        """The intents of some tokens."""
        row = self.space.row(texts, flags)
        if not len(row.ids):
            return Reading("", 0.0, ())
        margins = row.values @ self.weights[row.ids].astype(np.float32) + self.weights[-1].astype(np.float32)
        inner = margins[:-1]
        strange = sum(is_strange(text, self.literal) for text in texts)
        sure = self.acceptance.score(inner, float(margins[-1]), strange, len(texts))
        shares = probabilities(inner)
        order = np.argsort(-inner)[:4]
        ranking = [(self.intents[n], float(sure * shares[n] / shares[order[0]])) for n in order]
        known = self.exact.get(exact_key(texts))
        if known:
            ranking = [
                (known, max(EXACT, sure)),
                *((name, min(score, 0.5)) for name, score in ranking if name != known),
            ]
        return Reading(ranking[0][0], ranking[0][1], tuple(ranking))

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
    return " ".join(text for text in texts if text not in {"?", "!"})
