"""Answering questions with passages of the shop's FAQ, or honestly not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from catalog.model import Answer
from catalog.spelling import Spelling
from catalog.words import meaningful, split, stem, stems, stop_words

_THRESHOLD = 0.5  # at least half of what the question weighs must be found in the passage
_TEXT = 0.6  # what a word counts for in the answer's text; in question and keywords it counts fully

_FEWEST = 2  # so many telling words make a question the one that is listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One question of the FAQ, with the stems of its words."""

    question: str
    text: str
    source: str
    asked: frozenset[str]
    strong: frozenset[str]
    weak: frozenset[str]


class Faq:
    """The FAQ of one language."""

    def __init__(
        self,
        language: str,
        rows: Iterable[tuple[str, str, str, str]],
        synonyms: Mapping[str, tuple[str, ...]],
        *,
        things: frozenset[str] = frozenset(),
    ) -> None:
        """`things` are stems of what the shop sells: a question that names nothing else asks for goods."""
        self._language = language
        self._synonyms = synonyms
        self._things = things
        self._small = frozenset(stem(word, language) for word in stop_words(language))
        listed = list(rows)
        self._passages = [self._passage(*row) for row in listed]
        self._asked = {passage.asked: passage for passage in reversed(self._passages)}  # of several alike the first
        self._telling = {passage.asked - self._small: passage for passage in reversed(self._passages)}
        self._rows: Counter[str] = Counter()
        words: Counter[str] = Counter()
        for passage in self._passages:
            self._rows.update(passage.strong | passage.weak)
        for _, *texts in listed:
            words.update(set(split(" ".join(texts))) - stop_words(language))
        self._spelling = Spelling(words)

    def _passage(self, source: str, question: str, text: str, keywords: str) -> Passage:
        return Passage(
            question=question,
            text=text,
            source=source,
            asked=frozenset(stems(question, self._language)),
            strong=frozenset(stem(word, self._language) for word in split(f"{question} {keywords}")),
            weak=frozenset(stem(word, self._language) for word in split(text)),
        )

    def answer(self, text: str) -> Answer | None:
        """The passage that covers most of a question, if it covers enough of it; the score is that share."""
        words = [word for word in meaningful(text, self._language) if word not in stop_words(self._language)]
        wanted = [self._stems(word) for word in words]
        alike = self.said_alike(text)
        if alike or not wanted or not self._passages:
            return alike
        scores = [(self._score(wanted, passage), -place) for place, passage in enumerate(self._passages)]
        score, place = max(scores)
        if score < _THRESHOLD:
            return None
        return _answer(self._passages[-place], score)

    def said_alike(self, text: str) -> Answer | None:
        """The passage whose question is made of the very same words, small ones too: `Wer seid ihr?`; or of the same telling ones."""
        said = frozenset(stems(text, self._language))
        telling = said - self._small
        alike = self._asked.get(said) or (self._telling.get(telling) if len(telling) >= _FEWEST else None)
        return _answer(alike, 1.0) if said and alike else None

    def _stems(self, word: str) -> frozenset[str]:
        """A word's stem and those of its synonyms, or of the word it was meant to be."""
        own = stem(word, self._language)
        if not self._rows[own] and own not in self._synonyms:
            own = next((stem(each, self._language) for each in self._spelling.candidates(word, most=1)), own)
        return frozenset((own, *self._synonyms.get(own, ())))

    def _score(self, wanted: Sequence[frozenset[str]], passage: Passage) -> float:
        if not any(forms & passage.strong and not forms & self._things for forms in wanted):
            return 0.0
        weights = [self._weight(forms) for forms in wanted]
        found = (
            weight * (1.0 if forms & passage.strong else _TEXT if forms & passage.weak else 0.0)
            for weight, forms in zip(weights, wanted, strict=True)
        )
        return sum(found) / sum(weights)

    def _weight(self, forms: frozenset[str]) -> float:
        """How telling a word is: the fewer passages use it, the more; one that none uses tells most."""
        rows = sum(self._rows[form] for form in forms)
        return log(1 + len(self._passages) / (rows + 0.5))


def _answer(passage: Passage, score: float) -> Answer:
    return Answer(question=passage.question, text=passage.text, source=passage.source, score=round(score, 3))
