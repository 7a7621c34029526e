"""Text to Parse: the pipeline, assembled."""

from __future__ import annotations

import re
from datetime import datetime, timezone as fixed, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer

from intents.components import (  # noqa: F401  (importing a component registers it)
    choices,
    contacts,
    correction,
    dates,
    intent,
    language,
    money,
    negation,
    normalise,
    order_numbers,
    places,
    products,
    quantities,
    references,
    terms,
    vouchers,
)
from intents.draft import DRAFT, Draft
from intents.model import Model
from intents.parse import Parse, Vocabulary
from intents.shop import Shop
from intents.words import INSIDE

LONGEST = 2000  # characters of a message that are read
MOST_STRINGS = 200_000  # words that spaCy may remember before it starts anew
STEPS = (
    "normalise", "contacts", "order_numbers", "vouchers", "money", "dates", "terms", "places", "products",
    "quantities", "choices", "references", "attributes", "negation", "correction",
)  # fmt: skip
READING = ("language", "intent")
_OUTSIDE = rf"[^{INSIDE}]"
_INFIX = rf"[^{INSIDE}'’`]|(?<![{INSIDE}])['’`]|['’`](?![{INSIDE}])|(?<=[0-9])(?=[a-zA-Z])"


@cache
def pipeline(*, reading: bool = True) -> Language:
    """A blank spaCy pipeline of our own components; without the last ones for training."""
    nlp = spacy.blank("xx")
    nlp.vocab.lex_attr_getters = {}  # nobody asks for a word's shape or whether it looks like an address
    nlp.tokenizer = Tokenizer(
        nlp.vocab,
        prefix_search=re.compile(f"^{_OUTSIDE}").search,
        suffix_search=re.compile(f"{_OUTSIDE}$").search,
        infix_finditer=re.compile(_INFIX).finditer,
    )
    for step in (*STEPS, *(READING if reading else ())):
        nlp.add_pipe(f"tresen_{step}")
    return nlp


def understand(draft: Draft, *, reading: bool = True) -> Draft:
    """Send a draft through the pipeline."""
    nlp = pipeline(reading=reading)
    if len(nlp.vocab.strings) > MOST_STRINGS:
        pipeline.cache_clear()  # spaCy keeps every word it ever saw
    doc = nlp.make_doc(draft.raw)
    doc.user_data[DRAFT] = draft
    nlp(doc)
    return draft


class Parser:
    """Understands messages of one shop: same text, same vocabulary, same parse."""

    def __init__(self, model: Model, vocabulary: Vocabulary) -> None:
        self._model = model
        self._shop = Shop(vocabulary, model.words)

    def with_vocabulary(self, vocabulary: Vocabulary) -> Parser:
        """The same model with other words."""
        return Parser(self._model, vocabulary)

    def parse(
        self,
        text: str,
        *,
        language: str = "",
        question: str | None = None,
        now: datetime | None = None,
        timezone: str = "UTC",
    ) -> Parse:
        """What a message means; never raises."""
        draft = Draft(
            raw=text[:LONGEST], shop=self._shop, model=self._model, hint=language, question=question, now=now,
            zone=_zone(timezone),
        )  # fmt: skip
        understand(draft)
        return Parse(
            text=text,
            language=draft.language,
            requests=draft.requests,
            entities=tuple(sorted(draft.entities, key=lambda entity: (entity.start, -entity.end))),
            suggestions=draft.suggestions,
            correction=draft.correction,
            tokens=tuple(word.key for word in draft.words),
        )


@cache
def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return fixed.utc
