"""How sure to be: what the classifier makes of sentences that were held out while it learned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from intents.acceptance import Acceptance, Evidence, Signs
from intents.examples import Example
from intents.features import grams_of
from intents.linear import Linear, probabilities
from intents.model import is_strange
from intents.space import Space
from intents.svm import Floats, Row, Solver

RIDGE = 1.0  # how much large weights cost: thousands of sentences by many people hold some odd ones
DIGRESSING = 0.25  # of the sentences held out: so many real messages name things that no sentence names
DIGRESSIONS = 2  # words of other matters in such a sentence, at most
TELLING = 4  # letters of a word that is of a matter at all


class Effort(NamedTuple):
    """One part of so many held out, so many times; rounds over the rows of such a trial."""

    parts: int
    trials: int
    rounds: int


@dataclass(frozen=True, slots=True)
class Task:
    """Everything the classifier is fitted on."""

    examples: Sequence[Example]
    intents: Sequence[str]
    space: Space
    rows: Sequence[Row]
    targets: Floats
    costs: Floats

    def solver(self) -> Solver:
        """A solver that has not seen any of the rows yet."""
        return Solver(self.rows, self.targets, self.costs, len(self.space), ridge=RIDGE)


class Tried(NamedTuple):
    """How sure to be, and the solver as the last trial left it: it need not begin anew."""

    acceptance: Acceptance
    solver: Solver


def tried(task: Task, effort: Effort) -> Tried:
    """Fitted on sentences that were held out in turn, some with words of other matters put in."""
    seen: list[Signs] = []
    read: list[str] = []
    meant: list[str] = []
    digress = Digressions(task.examples)
    for fold in range(effort.trials):
        used = [example for example in task.examples if example.group % effort.parts != fold]
        rows = [number for number, example in enumerate(task.examples) if example.group % effort.parts != fold]
        solver = task.solver()
        solver.sweep(rows, effort.rounds)
        trial = Linear(task.space, solver.weights)
        sentences = _Sentences(used)
        for example in [example for example in task.examples if example.group % effort.parts == fold]:
            texts = digress.put_into(example)
            margins = trial.margins(texts, example.flags)
            if margins is not None:
                order = (-margins[:-1]).argsort()[:2].tolist()
                seen.append(_signs(margins, order, texts, sentences))
                read.append(task.intents[order[0]])
                meant.append(example.intent)
    return Tried(Acceptance.fitted(Evidence(np.array(seen, dtype=np.float32), read, meant)), solver)


class Digressions:
    """Puts words of other matters into sentences, as people do who tell why they want something."""

    def __init__(self, examples: Iterable[Example]) -> None:
        self._words: dict[str, list[str]] = {}
        self._dice = np.random.default_rng(7)
        for example in examples:
            if not example.intent:
                words = [text for text in example.texts if text.isalpha() and len(text) >= TELLING]
                self._words.setdefault(example.language, []).extend(words)

    def put_into(self, example: Example) -> tuple[str, ...]:
        """The texts of an example, perhaps with such words between them."""
        words = self._words.get(example.language)
        if not example.intent or not words or self._dice.random() >= DIGRESSING:
            return example.texts
        texts = list(example.texts)
        for _ in range(self._dice.integers(1, DIGRESSIONS, endpoint=True)):
            place = self._dice.integers(0, len(texts), endpoint=True)
            texts.insert(place, words[self._dice.integers(0, len(words))])
        return tuple(texts)


class _Sentences:
    """What some of the sentences hold: the shop's words, and letter groups."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self.words = {text for example in examples if example.intent for text in example.texts}
        texts = {text for example in examples for text in example.texts}
        self._groups = {gram for text in texts for gram in grams_of(text)}
        self._known: dict[str, tuple[int, int]] = {}

    def familiar(self, texts: Sequence[str]) -> float:
        """The share of the letter groups of a message that they have."""
        known, groups = map(sum, zip(*map(self._count, texts), strict=True))
        return known / groups if groups else 1.0

    def _count(self, text: str) -> tuple[int, int]:
        if text not in self._known:
            groups = grams_of(text)
            self._known[text] = sum([group in self._groups for group in groups]), len(groups)
        return self._known[text]


def _signs(margins: Floats, order: Sequence[int], texts: Sequence[str], sentences: _Sentences) -> Signs:
    """The signs of a reading as the model sees them, where only some sentences are known."""
    strange = sum([is_strange(text, sentences.words) for text in texts])
    return Signs(
        float(margins[order[0]]),
        float(margins[order[0]] - margins[order[-1]]),
        float(margins[-1]),
        probabilities(margins[:-1])[1],
        min(strange, 3),
        strange / len(texts),
        sentences.familiar(texts),
    )
