"""Sentences to a trained model, in seconds, kept by content hash."""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from intents import names, saved
from intents.census import Census, Counted
from intents.examples import Example, examples_of
from intents.features import grams_of, stem_of
from intents.lexicon import LANGUAGES, lexicon
from intents.model import Model, exact_key
from intents.sentences import Sentences, samples, templates
from intents.spelling import Spelling
from intents.svm import Floats
from intents.templates import literals
from intents.trial import Effort, Task, tried
from intents.words import fold, keys_of

MANY = 2000  # sentences from which on fewer rounds are enough, and what stands in hardly any tells little
LEAST = 3  # templates that a pair of words stands in, if there are many sentences
RARE = 40  # templates of an intent: one with fewer needs all that stands in them
ROUNDS = 7  # over all rows, after those of the trial
EFFORTS = {
    False: Effort(parts=3, trials=3, rounds=4),
    True: Effort(parts=3, trials=1, rounds=4),
}  # by whether there are many
SELDOM, USUAL = 2, 15  # times a mistyped word stands in all sentences, and the one that was meant
SHORTEST_SLIP = 5  # letters
EXACT_WORDS = 5  # messages up to this long are also known as a whole
_SOURCES = ("*.py", "components/*.py", "data/*")


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
    examples = list(examples_of(sentences, literal, words))
    intents = tuple(sorted({example.intent for example in examples if example.intent}))
    space, rows = _counted(examples)
    targets, costs = _targets(examples, intents)
    many = sum(bool(example.intent) for example in examples) > MANY
    acceptance, solver = tried(Task(examples, intents, space, rows, targets, costs), EFFORTS[many])
    solver.sweep(range(len(rows)), ROUNDS)
    return Model(
        intents=intents,
        space=space,
        weights=solver.weights.astype(np.float16),
        acceptance=acceptance,
        exact=_exact(examples),
        literal=literal,
        words=words,
        languages=_languages(examples),
    )


def _literal(sentences: Sentences) -> frozenset[str]:
    """Words of the templates themselves, slots left out, and names and colours, which are read by what they are."""
    texts = (text for languages in sentences.values() for lines in languages.values() for text in lines)
    named = (names.people() | frozenset(names.towns().words())) - names.doubtful()
    named |= {fold(colour) for kind in ("plain_colours", "colours") for colour, _ in lexicon().entries(kind)}
    return frozenset(key for text in texts for key in keys_of(literals(text))) - named


def _counted(examples: Sequence[Example]) -> Counted:
    templates = Counter(intent for intent, _ in {(example.intent, example.group) for example in examples})
    census = Census()
    for example in examples:
        kept = templates[example.intent] < RARE
        census.add(example.texts, example.flags, template=example.group, kept=kept)
    return census.counted(LEAST if len(examples) > MANY else 1)


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


def _exact(examples: Sequence[Example]) -> dict[str, str]:
    """Short messages that stand for one intent only."""
    owners: dict[str, set[str]] = {}
    for example in examples:
        if len(example.texts) <= EXACT_WORDS:
            owners.setdefault(exact_key(example.texts), set()).add(example.intent)
    return {key: next(iter(names)) for key, names in owners.items() if key and len(names) == 1 and "" not in names}


def _words(sentences: Sentences) -> dict[str, int]:
    """How often every known word was seen; typing mistakes in the sentences are none."""
    sure: Counter[str] = Counter(lexicon().words())
    for language in LANGUAGES:
        for texts in samples(language).values():
            sure.update(key for text in texts for key in keys_of(text))
    said: Counter[str] = Counter()
    for _, _, template in templates(sentences):
        said.update(keys_of(literals(template)))
    usual = Spelling({word: count for word, count in said.items() if count >= USUAL})
    known = sure.keys() | names.kept()
    slips = {word for word, count in said.items() if count <= SELDOM and word not in known and _slip(word, usual)}
    return {word: count for word, count in (sure + said).items() if word not in slips}


def _slip(word: str, usual: Spelling) -> bool:
    """Whether a word is one that everybody uses with a letter left out or two swapped, and no other form of it."""
    meant = usual.correct(word) if len(word) >= SHORTEST_SLIP else word
    typed = len(meant) > len(word) or (meant != word and sorted(meant) == sorted(word))
    return typed and stem_of(meant) != stem_of(word)


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
