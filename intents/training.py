"""Sentence files to a trained model, in seconds, kept by content hash."""

from __future__ import annotations

import hashlib
import json
import math
import tomllib
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from intents import saved
from intents.acceptance import Acceptance, Evidence, Signs
from intents.census import Census
from intents.draft import Draft
from intents.features import flags_of, grams_of, tokens_of
from intents.lexicon import DATA, LANGUAGES, lexicon
from intents.linear import Linear, probabilities
from intents.model import Model, exact_key, is_strange
from intents.parse import Term, Vocabulary
from intents.pipeline import understand
from intents.shop import Shop
from intents.space import Space
from intents.svm import Floats, Row, solve
from intents.templates import TemplateError, expand, literals
from intents.words import keys_of

Sentences = Mapping[str, Mapping[str, Sequence[str]]]
MANY = 2000  # sentences from which on fewer rounds are enough, and what stands in hardly any tells little
LEAST = 3  # templates that a letter group or a pair of words stands in, if there are many sentences
RARE = 40  # templates of an intent: one with fewer needs all that stands in them
EXACT_WORDS = 5  # messages up to this long are also known as a whole
_MOMENT = datetime(2026, 3, 4, 12, tzinfo=UTC)
_SOURCES = ("*.py", "components/*.py", "data/*")


class SentenceError(ValueError):
    """A sentence file that cannot be used: where, what, and what to do."""


class Example(NamedTuple):
    """One training sentence as the classifier sees it."""

    intent: str  # '' is background
    language: str
    texts: tuple[str, ...]
    flags: tuple[str, ...]
    group: int  # sentences of one template stay together when some are held out


def load_sentences(path: Path) -> dict[str, list[str]]:
    """The sentences of one `<language>.toml`: by the intent's short name."""
    text = path.read_text("utf-8")
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SentenceError(f"{path}: {error}. Correct the TOML there.") from error
    found: dict[str, list[str]] = {}
    for name, table in tables.items():
        sentences = table.get("sentences") if isinstance(table, dict) else None
        if not isinstance(sentences, list) or not all(isinstance(sentence, str) for sentence in sentences):
            line = _line(text, name)
            raise SentenceError(f'{path}, line {line}: [{name}] needs a list of texts, sentences = ["..."].')
        for sentence in sentences:
            _check(path, text, sentence)
        found[name] = sentences
    return found


def check(sentence: str, language: str) -> None:
    """Raise TemplateError if a sentence is a template that cannot be spelt out."""
    expand(sentence, _samples(language if language in LANGUAGES else LANGUAGES[0]), most=1)


def _check(path: Path, text: str, sentence: str) -> None:
    try:
        check(sentence, path.stem)
    except TemplateError as error:
        raise SentenceError(f"{path}, line {_line(text, sentence)}: {error}. Correct this sentence.") from error


def _line(text: str, part: str) -> int:
    return next((n for n, line in enumerate(text.splitlines(), 1) if part in line), 1)


@cache
def _samples(language: str) -> dict[str, list[str]]:
    return tomllib.loads((DATA / f"samples.{language}.toml").read_text("utf-8"))


def train(sentences: Sentences, *, cache: Path | None) -> Model:
    """The model of these sentences: from the cache if it was trained before, else trained now and kept."""
    name = f"model-{_digest(sentences)}.npz"
    kept = saved.load(cache / name) if cache else None
    if kept:
        return kept
    model = _trained(sentences)
    if cache:
        saved.save(model, cache / name)
    return model


def _digest(sentences: Sentences) -> str:
    """Sentences, data and code: whatever the model depends on."""
    digest = hashlib.sha256(json.dumps(sentences, sort_keys=True, default=dict, ensure_ascii=False).encode())
    for pattern in _SOURCES:
        for path in sorted(Path(__file__).parent.glob(pattern)):
            if path.is_file():
                digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:20]


def _trained(sentences: Sentences) -> Model:
    literal = _literal(sentences)
    words = _words(sentences)
    examples = list(_examples(sentences, literal, words))
    intents = tuple(sorted({example.intent for example in examples if example.intent}))
    space = _space(examples)
    rows = [space.row(example.texts, example.flags) for example in examples]
    targets, costs = _targets(examples, intents)
    task = _Task(examples, intents, space, rows, targets, costs)
    return Model(
        intents=intents,
        space=space,
        weights=task.solved(range(len(rows)), _effort(len(rows)).epochs).astype(np.float16),
        acceptance=_acceptance(task),
        exact=_exact(examples),
        literal=literal,
        words=words,
        languages=_languages(examples),
    )


def _literal(sentences: Sentences) -> frozenset[str]:
    """Words of the templates themselves, slots left out."""
    texts = (text for languages in sentences.values() for lines in languages.values() for text in lines)
    return frozenset(key for text in texts for key in keys_of(literals(text)))


def _examples(sentences: Sentences, literal: frozenset[str], words: Mapping[str, int]) -> Iterator[Example]:
    shop = Shop(_sample_vocabulary(), words)
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for group, (intent, language, template) in enumerate(_templates(sentences)):
        for text in expand(template, _samples(language)) if intent else [template]:
            draft = understand(Draft(raw=text, shop=shop, hint=language, now=_MOMENT, zone=UTC), reading=False)
            tokens = tokens_of(draft, literal)
            texts = tuple(token.text for token in tokens)
            if texts and (intent, texts) not in seen:
                seen.add((intent, texts))
                yield Example(intent, language, texts, tuple(flags_of(draft.entities, tokens)), group)


def _templates(sentences: Sentences) -> Iterator[tuple[str, str, str]]:
    for intent in sorted(sentences):
        for language in sorted(sentences[intent]):
            yield from ((intent, language, line) for line in sentences[intent][language])
    for language in LANGUAGES:
        lines = (DATA / f"background.{language}.txt").read_text("utf-8").splitlines()
        yield from (("", language, line) for line in lines if line.strip() and not line.startswith("#"))


def _sample_vocabulary() -> Vocabulary:
    tables = [_samples(language) for language in LANGUAGES]

    def terms(name: str) -> tuple[Term, ...]:
        return tuple(Term(key=word, names=(word,)) for table in tables for word in table[name])

    return Vocabulary(
        categories=terms("known_things"), colours=terms("known_kinds"), stores=terms("known_stores"),
        places=terms("known_places"), sizes=tuple(Term(key=size, names=(size,)) for size in tables[0]["size"]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Task:
    """Everything the classifier is fitted on."""

    examples: Sequence[Example]
    intents: Sequence[str]
    space: Space
    rows: Sequence[Row]
    targets: Floats
    costs: Floats

    def solved(self, used: Sequence[int], epochs: int) -> Floats:
        """The weights from some of the rows."""
        return solve([self.rows[n] for n in used], self.targets[used], self.costs[used], len(self.space), epochs=epochs)


def _space(examples: Sequence[Example]) -> Space:
    templates = Counter(intent for intent, _ in {(example.intent, example.group) for example in examples})
    census = Census()
    for example in examples:
        kept = templates[example.intent] < RARE
        census.add(example.texts, example.flags, template=example.group, kept=kept)
    return census.space(LEAST if len(examples) > MANY else 1)


class _Effort(NamedTuple):
    """Rounds over all rows; one part of so many held out, so many times, to see how sure to be; rounds of such a trial."""

    epochs: int
    parts: int
    trials: int
    trial: int


def _effort(rows: int) -> _Effort:
    """Few sentences need every one of them; many come to the same with less."""
    return _Effort(5, 3, 1, 3) if rows > MANY else _Effort(10, 3, 3, 4)


def _targets(examples: Sequence[Example], intents: Sequence[str]) -> tuple[Floats, Floats]:
    """+1 and -1 per row and class; the last class is "a shop's business" against background, balanced."""
    place = {intent: number for number, intent in enumerate(intents)}
    targets = np.full((len(examples), len(intents) + 1), -1, dtype=np.float32)
    costs = np.ones_like(targets)
    for number, example in enumerate(examples):
        if example.intent:
            targets[number, place[example.intent]] = targets[number, -1] = 1
    inside = targets[:, -1] > 0
    costs[:, -1] = np.where(inside, len(examples) / 2 / inside.sum(), len(examples) / 2 / max(1, (~inside).sum()))
    return targets, costs


def _acceptance(task: _Task) -> Acceptance:
    """Fitted on sentences that were held out in turn."""
    effort = _effort(len(task.examples))
    seen: list[Signs] = []
    read: list[str] = []
    meant: list[str] = []
    for fold in range(effort.trials):
        used = [number for number, example in enumerate(task.examples) if example.group % effort.parts != fold]
        held = [example for example in task.examples if example.group % effort.parts == fold]
        trial = Linear(task.space, task.solved(used, effort.trial))
        known = {text for n in used if task.examples[n].intent for text in task.examples[n].texts}
        grams = {gram for n in used for text in task.examples[n].texts for gram in grams_of(text)}
        for example in held:
            margins = trial.margins(example.texts, example.flags)
            if margins is not None:
                order = (-margins[:-1]).argsort()[:2].tolist()
                seen.append(_signs(margins, order, example.texts, known, grams))
                read.append(task.intents[order[0]])
                meant.append(example.intent)
    return Acceptance.fitted(Evidence(np.array(seen, dtype=np.float32), read, meant))


def _signs(
    margins: Floats, order: Sequence[int], texts: Sequence[str], known: Container[str], grams: Container[str]
) -> Signs:
    """The signs of a reading as the model sees them, where only some sentences are known."""
    strange = sum([is_strange(text, known) for text in texts])
    seen = [gram in grams for text in texts for gram in grams_of(text)]
    return Signs(
        float(margins[order[0]]),
        float(margins[order[0]] - margins[order[-1]]),
        float(margins[-1]),
        probabilities(margins[:-1])[1],
        min(strange, 3),
        strange / len(texts),
        sum(seen) / len(seen) if seen else 1.0,
    )


def _exact(examples: Sequence[Example]) -> dict[str, str]:
    """Short messages that stand for one intent only."""
    owners: dict[str, set[str]] = {}
    for example in examples:
        if len(example.texts) <= EXACT_WORDS:
            owners.setdefault(exact_key(example.texts), set()).add(example.intent)
    return {key: next(iter(names)) for key, names in owners.items() if key and len(names) == 1 and "" not in names}


def _words(sentences: Sentences) -> dict[str, int]:
    counts: Counter[str] = Counter(lexicon().words())
    for _, _, template in _templates(sentences):
        counts.update(keys_of(literals(template)))
    for language in LANGUAGES:
        for texts in _samples(language).values():
            counts.update(key for text in texts for key in keys_of(text))
    return dict(counts)


def _languages(examples: Sequence[Example]) -> dict[str, float]:
    """Log odds of words and of their letters by three, German above zero."""
    seen = Counter((example.language, text) for example in examples for text in example.texts if text.isalpha())
    counts: dict[str, Counter[str]] = {language: Counter() for language in LANGUAGES}
    for (language, text), times in seen.items():
        for name in (text, *(f"#{gram}" for gram in grams_of(text) if len(gram) == 3)):
            counts[language][name] += times
    german, english = (counts[language] for language in LANGUAGES)
    totals = [sum(part.values()) or 1 for part in (german, english)]
    return {
        name: math.log((german[name] + 0.3) / totals[0]) - math.log((english[name] + 0.3) / totals[1])
        for name in {*german, *english}
    }
