"""The pipeline: a spaCy tokenizer and our own components, in order."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from spacy.language import Language
from spacy.strings import StringStore
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]  # compiled, without stubs
from spacy.tokens import Doc
from spacy.vocab import Vocab

from intents import components
from intents.draft import DRAFT, Draft
from intents.words import INSIDE

MOST_STRINGS = 200_000  # words that spaCy may remember before it starts anew
_OUTSIDE = rf"[^{INSIDE}]"
_INFIX = rf"[^{INSIDE}'’`]|(?<![{INSIDE}])['’`]|['’`](?![{INSIDE}])|(?<=[0-9])(?=[a-zA-Z])"


@cache
def pipeline(*, reading: bool = True) -> Language:
    """A blank spaCy pipeline of our own components; without the last ones for training."""
    # A vocabulary of its own: nobody asks for a word's shape, or whether it looks like an address.
    # `spacy.blank` would read the settings of all languages and of training first.
    nlp = Language(Vocab(), create_tokenizer=_tokenizer)
    for step in (*components.NAMING, *(components.READING if reading else ())):
        nlp.add_pipe(f"tresen_{step.__name__}")
    return nlp


def _tokenizer(nlp: Language) -> Tokenizer:
    return Tokenizer(
        nlp.vocab,
        prefix_search=re.compile(f"^{_OUTSIDE}").search,
        suffix_search=re.compile(f"{_OUTSIDE}$").search,
        infix_finditer=re.compile(_INFIX).finditer,
    )


def understand(draft: Draft, *, reading: bool = True) -> Draft:
    """Send a draft through the pipeline."""
    assembled = _assembled(reading=reading)
    if len(assembled.strings) > MOST_STRINGS:
        pipeline.cache_clear()  # spaCy keeps every word it ever saw
        _assembled.cache_clear()
    doc = assembled.tokenizer(draft.raw)
    doc.user_data[DRAFT] = draft
    for step in assembled.steps:  # what nlp(doc) does, without asking every component for its error handler
        step(doc)
    return draft


class _Assembled(NamedTuple):
    """A pipeline as it is run: looking its parts up for every message takes longer than some of them."""

    strings: StringStore
    tokenizer: Tokenizer
    steps: tuple[Callable[[Doc], Doc], ...]


@cache
def _assembled(*, reading: bool) -> _Assembled:
    nlp = pipeline(reading=reading)
    return _Assembled(nlp.vocab.strings, nlp.tokenizer, tuple(step for _, step in nlp.pipeline))
