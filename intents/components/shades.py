"""Colours that are things as well: "in mustard", "grey or sage", "the rust one", "in Senf"."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from intents.draft import Draft, draft_of
from intents.lexicon import lexicon
from intents.phrases import Found

_SHADES = lexicon().phrases("shades")
_BEFORE = lexicon().keys("shade_words", "before")
_AFTER = lexicon().keys("shade_words", "after")
_THE = frozenset({"the", "die", "der", "das", "den", "dem"})
_TINT = re.compile(
    r"(?P<of>\w{3,}?)farben(?:e[nmrs]?)?|(?P<deep>hell|dunkel|blass|tief|pastell|zart|matt)(?P<in>\w{3,})"
)
SHORTEST = 7  # letters
_JOINS = lexicon().keys("conjunctions") | {",", "or", "oder", "not", "nicht", "/"}


@Language.component("tresen_shades")
def shades(doc: Doc) -> Doc:
    """colour: its general name; once it is one in a message, it always is."""
    draft = draft_of(doc)
    found = [shade for shade in draft.find(_SHADES) if draft.free(shade.first, shade.last)]
    sure = {shade.value for shade in found if _meant(draft, shade)}
    _tinted(draft)
    for shade in found:
        if shade.value in sure:
            value = draft.shop.colours.get(shade.value) or shade.value
            draft.add("colour", value, shade.first, shade.last)
    return doc


def _tinted(draft: Draft) -> None:
    """As in "cremefarben", "hellgrau", "dunkelbraune": a colour that is said more exactly."""
    for place, word in enumerate(draft.words):
        match = _TINT.fullmatch(word.key) if len(word.key) >= SHORTEST else None
        base = match and (match["of"] or match["in"])
        colour = (draft.shop.colours.get(base) or (match["of"] and _SHADES.get(base))) if match and base else None
        if match and colour and draft.free(place, place + 1):
            draft.add("colour", colour if match["of"] else f"{match['deep']}{colour}", place, place + 1)


def _meant(draft: Draft, shade: Found[str]) -> bool:
    """Whether a colour is meant: "in mustard?", not "in mustard sauce"; beside another colour; "the mustard one"."""
    words, before = draft.words, shade.first - 1
    after = words[shade.last].key if shade.last < len(words) else ""
    refused = before >= 0 and words[before].key in _THE and not after.isalpha() and "colour" in draft.masks
    cued = before >= 0 and words[before].key in _BEFORE and (not after.isalpha() or after in _AFTER | _JOINS)
    beside = before > 0 and words[before].key in _JOINS and draft.masks[before - 1] == "colour"
    return refused or cued or beside or (after in _AFTER and before >= 0)
