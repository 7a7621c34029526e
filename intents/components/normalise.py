"""Tokens become words: folded, typing mistakes mended, offsets kept."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from intents import numbers
from intents.draft import draft_of
from intents.lexicon import lexicon
from intents.words import Word, key_of

_SHORT = lexicon().phrases("short")
_LIMITS = lexicon().keys("limits", "max", "min", "about")
_DIGIT = re.compile(r"\d")
_GLUED = re.compile(r"([^\W\d_]{2,})(\d+)")


@Language.component("tresen_normalise")
def normalise(doc: Doc) -> Doc:
    """Fill in the words of the message and its lower-case twin."""
    draft = draft_of(doc)
    raw = draft.raw
    low = raw.lower()
    draft.flat = low if len(low) == len(raw) else "".join(c.lower() if len(c.lower()) == 1 else c for c in raw)
    correct, kept = draft.shop.spelling.correct, draft.shop.kept
    for token in doc:
        text = token.text
        key = key_of(text)
        if key and not key.isspace():
            meant = _SHORT.get(key) or (key if key in kept else correct(key))
            draft.words.append(Word(meant, token.idx, token.idx + len(text)))
            glued = None if meant.isalpha() else _GLUED.fullmatch(text)
            if glued and (limit := correct(key_of(glued.group(1)))) in _LIMITS:
                cut = token.idx + glued.end(1)
                draft.words[-1:] = [Word(limit, token.idx, cut), Word(glued.group(2), cut, token.idx + len(text))]
    draft.keys = frozenset([word.key for word in draft.words])
    draft.digits = _DIGIT.search(raw) is not None
    draft.counted = [n for n, word in enumerate(draft.words) if word.key[0].isdigit() or numbers.begins(word.key)]
    draft.masks = [""] * len(draft.words)
    return doc
