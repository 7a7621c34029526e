"""Tokens become words: folded, typing mistakes mended, offsets kept."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from intents.draft import draft_of
from intents.lexicon import lexicon
from intents.words import Word, key_of

_SHORT = lexicon().phrases("short")


@Language.component("tresen_normalise")
def normalise(doc: Doc) -> Doc:
    """Fill in the words of the message and its lower-case twin."""
    draft = draft_of(doc)
    raw = draft.raw
    low = raw.lower()
    draft.flat = low if len(low) == len(raw) else "".join(c.lower() if len(c.lower()) == 1 else c for c in raw)
    correct = draft.shop.spelling.correct
    for token in doc:
        text = token.text
        key = key_of(text)
        if key and not key.isspace():
            meant = _SHORT.get(key) or correct(key)
            draft.words.append(Word(meant, token.idx, token.idx + len(text)))
    draft.masks = [""] * len(draft.words)
    return doc
