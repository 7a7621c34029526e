"""Colours that are things as well: "in mustard", "grey or sage", "the rust one", "in Senf"."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from intents.draft import Draft, draft_of
from intents.lexicon import lexicon
from intents.phrases import Found

_SHADES = lexicon().phrases("shades")
_BEFORE = lexicon().keys("shade_words", "before")
_AFTER = lexicon().keys("shade_words", "after")
_JOINS = lexicon().keys("conjunctions") | {",", "or", "oder", "not", "nicht", "/"}


@Language.component("tresen_shades")
def shades(doc: Doc) -> Doc:
    """colour: its general name; once it is one in a message, it always is."""
    draft = draft_of(doc)
    found = [shade for shade in draft.find(_SHADES) if draft.free(shade.first, shade.last)]
    sure = {shade.value for shade in found if _meant(draft, shade)}
    for shade in found:
        if shade.value in sure:
            value = draft.shop.colours.get(shade.value) or shade.value
            draft.add("colour", value, shade.first, shade.last)
    return doc


def _meant(draft: Draft, shade: Found[str]) -> bool:
    """Whether a colour is meant: "in mustard?", not "in mustard sauce"; beside another colour; "the mustard one"."""
    words, before = draft.words, shade.first - 1
    after = words[shade.last].key if shade.last < len(words) else ""
    cued = before >= 0 and words[before].key in _BEFORE and (not after.isalpha() or after in _AFTER | _JOINS)
    beside = before > 0 and words[before].key in _JOINS and draft.masks[before - 1] == "colour"
    return cued or beside or (after in _AFTER and before >= 0)
