"""Train on one part of labelled data, score on another."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from intents.classifier import Classifier, Guess, Labelled, learn
from intents.evaluation.figures import auroc, macro_f1, memory, percentile, recall_with_kept

CONFUSIONS = 10  # pairs that are told


class Confusion(NamedTuple):
    """How often one intent was taken for another."""

    meant: str
    read: str
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What a classifier is worth on the test rows."""

    accuracy: float
    macro_f1: float
    auroc: float | None
    oos_recall_at_95: float | None
    cpu_p50_ms: float
    cpu_p99_ms: float
    messages_per_second: float
    train_seconds: float
    rss_mb: float


def evaluate(
    train: Sequence[Labelled], test: Sequence[Labelled], outside: Sequence[str] = ()
) -> tuple[Scores, list[Confusion]]:
    """Train, read every test row once, count."""
    begun = time.process_time()
    classifier = learn(train)
    trained = time.process_time() - begun
    guesses, spent = _read(classifier, [row.text for row in test])
    pairs = [(row.intent, guess.intent) for row, guess in zip(test, guesses, strict=True)]
    inside = [guess.inside for guess in guesses]
    beyond = [classifier.read(text).inside for text in outside]
    scores = Scores(
        accuracy=sum(meant == read for meant, read in pairs) / len(pairs),
        macro_f1=macro_f1(pairs),
        auroc=auroc(inside, beyond),
        oos_recall_at_95=recall_with_kept(inside, beyond),
        cpu_p50_ms=percentile(spent, 0.5),
        cpu_p99_ms=percentile(spent, 0.99),
        messages_per_second=1000 * len(spent) / sum(spent),
        train_seconds=trained,
        rss_mb=memory(),
    )
    return scores, confusions(pairs)


def _read(classifier: Classifier, texts: Sequence[str]) -> tuple[list[Guess], list[float]]:
    """What the texts mean, and the milliseconds of CPU that each took."""
    guesses, spent = [], []
    for text in texts:
        begun = time.thread_time()
        guesses.append(classifier.read(text))
        spent.append((time.thread_time() - begun) * 1000)
    return guesses, spent


def confusions(pairs: Sequence[tuple[str, str]]) -> list[Confusion]:
    """What was taken for what, the most frequent first."""
    counts = Counter(pair for pair in pairs if pair[0] != pair[1])
    return [Confusion(*pair, times) for pair, times in counts.most_common(CONFUSIONS)]
