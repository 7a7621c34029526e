"""The shop's own colours, sizes, categories and attributes."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from intents.draft import Draft, draft_of
from intents.lexicon import lexicon
from intents.phrases import Phrases
from intents.words import Word

_CUES = frozenset({"groesse", "gr", "size", "groessen", "in"})
_CLOTHES = frozenset({"s", "m", "l", "xs", "xl", "xxl", "xxs"})
COMPOUND = 0.8
_UNITS = lexicon().keys("units")


@Language.component("tresen_terms")
def terms(doc: Doc) -> Doc:
    """Exact names (any inflected form in the vocabulary), then the last part of compounds."""
    draft = draft_of(doc)
    shop = draft.shop
    _link(draft, shop.colours, "colour")
    _sizes(draft)
    _link(draft, shop.categories, "category")
    _compounds(draft)
    return doc


@Language.component("tresen_attributes")
def attributes(doc: Doc) -> Doc:
    """Attributes somebody asks for by name: they are no mask, the question's words say what is meant."""
    draft = draft_of(doc)
    for found in draft.shop.attributes.find(draft.words):
        if draft.free(found.first, found.last):
            draft.add("attribute", {"name": found.value}, found.first, found.last, mask="")
    return doc


def _link(draft: Draft, phrases: Phrases[str], kind: str) -> None:
    for found in phrases.find(draft.words):
        if draft.free(found.first, found.last):
            draft.add(kind, found.value, found.first, found.last)


def _sizes(draft: Draft) -> None:
    """Sizes that look like anything else (one letter, a bare number) need the word "size" or "in" before them."""
    for found in draft.shop.sizes.find(draft.words):
        word = draft.words[found.first]
        if not draft.free(found.first, found.last):
            continue
        plain = found.last - found.first == 1 and (len(word.key) == 1 or word.key.isdigit())
        if not plain or _cued(draft, found.first) or _capital(draft, word):
            draft.add("size", found.value, found.first, found.last)


def _cued(draft: Draft, place: int) -> bool:
    return place > 0 and draft.words[place - 1].key in _CUES


def _capital(draft: Draft, word: Word) -> bool:
    return word.key in _CLOTHES and draft.raw[word.start : word.end].isupper() and not draft.raw.isupper()


def _compounds(draft: Draft) -> None:
    """As in "Teebecher" is a kind of "Becher"."""
    heads = draft.shop.heads
    for place, word in enumerate(draft.words):
        if len(word.key) < 8 or draft.masks[place] or word.key in _UNITS:
            continue
        for cut in range(3, len(word.key) - 4):
            key = heads.get(word.key[cut:])
            if key:
                draft.add("category", key, place, place + 1, score=COMPOUND)
                break
