"""Tokens become words: folded, typing mistakes mended, offsets kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from intents import numbers
from intents.draft import draft_of
from intents.lexicon import lexicon
from intents.shop import Shop
from intents.words import Word, key_of

_SHORT = lexicon().phrases("short")
_LIMITS = lexicon().keys("limits", "max", "min", "about")
MEMORY = 20_000  # tokens that are kept as the words they are
_DIGIT = re.compile(r"\d")
_GLUED = re.compile(r"([^\W\d_]{2,})(\d+)")


@Language.component("tresen_normalise")
def normalise(doc: Doc) -> Doc:
    """Fill in the words of the message and its lower-case twin."""
    draft = draft_of(doc)
    raw = draft.raw
    low = raw.lower()
    draft.flat = low if len(low) == len(raw) else "".join(c.lower() if len(c.lower()) == 1 else c for c in raw)
    read = draft.shop.read
    for token in doc:
        text, start = token.text, token.idx
        known = read.get(text)
        if known is None:
            if len(read) > MEMORY:
                read.clear()
            known = read[text] = tuple(_meant(text, draft.shop))
        for key, first, last in known:
            draft.words.append(Word(key, start + first, start + last))
    draft.keys = frozenset([word.key for word in draft.words])
    draft.digits = _DIGIT.search(raw) is not None
    draft.counted = [n for n, word in enumerate(draft.words) if word.key[0].isdigit() or numbers.begins(word.key)]
    draft.masks = [""] * len(draft.words)
    return doc


def _meant(text: str, shop: Shop) -> Iterator[Word]:
    """A token as words, its offsets from its own beginning: none if nothing of it can be seen, two for "bis50"."""
    key, correct = key_of(text), shop.spelling.correct
    if not key or key.isspace():
        return
    meant = _SHORT.get(key) or (key if key in shop.kept or numbers.ordinal(key) else correct(key))
    glued = None if meant.isalpha() else _GLUED.fullmatch(text)
    if glued and (limit := correct(key_of(glued.group(1)))) in _LIMITS:
        yield Word(limit, 0, glued.end(1))
        yield Word(glued.group(2), glued.end(1), len(text))
    else:
        yield Word(meant, 0, len(text))
