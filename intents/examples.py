"""Sentences as the classifier sees them: spelt out, and read by the components that name things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from intents.draft import Draft
from intents.features import flags_of, tokens_of
from intents.lexicon import LANGUAGES
from intents.parse import Term, Vocabulary
from intents.pipeline import understand
from intents.sentences import Sentences, samples, templates
from intents.shop import Shop
from intents.templates import expand

_MOMENT = datetime(2026, 3, 4, 12, tzinfo=UTC)


class Example(NamedTuple):
    """One training sentence as the classifier sees it."""

    intent: str  # '' is background
    language: str
    texts: tuple[str, ...]
    flags: tuple[str, ...]
    group: int  # sentences of one template stay together when some are held out


def examples_of(sentences: Sentences, literal: frozenset[str], words: Mapping[str, int]) -> Iterator[Example]:
    """The examples of all sentences, each once."""
    shop = Shop(_sample_vocabulary(), words)
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for group, (intent, language, template) in enumerate(templates(sentences)):
        for text in expand(template, samples(language)) if intent else [template]:
            draft = understand(Draft(raw=text, shop=shop, hint=language, now=_MOMENT, zone=UTC), reading=False)
            tokens = tokens_of(draft, literal)
            texts = tuple(token.text for token in tokens)
            if texts and (intent, texts) not in seen:
                seen.add((intent, texts))
                yield Example(intent, language, texts, tuple(flags_of(draft.entities, tokens)), group)


def _sample_vocabulary() -> Vocabulary:
    tables = [samples(language) for language in LANGUAGES]

    def terms(name: str) -> tuple[Term, ...]:
        return tuple(Term(key=word, names=(word,)) for table in tables for word in table[name])

    return Vocabulary(
        categories=terms("known_things"), colours=terms("known_kinds"), stores=terms("known_stores"),
        places=terms("known_places"), sizes=tuple(Term(key=size, names=(size,)) for size in tables[0]["size"]),
    )  # fmt: skip
