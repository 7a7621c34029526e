"""The shop's stores, and places it knows or that stand after "in", "near"."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from intents.draft import Draft, draft_of
from intents.lexicon import lexicon
from intents.words import key_of

_CUE = lexicon().phrases("places", "cue")
_NOT = lexicon().phrases("places", "no_place")
_POSTCODE = re.compile(r"(?<![\w-])\d{5}(?![\w-])")
WRITTEN = 0.6  # a name nobody knows, written with a capital after "in"


@Language.component("tresen_places")
def places(doc: Doc) -> Doc:
    """store: the key of one of the shop's own; place: as written."""
    draft = draft_of(doc)
    for found in draft.shop.stores.find(draft.words):
        if draft.free(found.first, found.last):
            draft.add("store", found.value, found.first, found.last)
    for found in draft.shop.places.find(draft.words):
        if draft.free(found.first, found.last):
            draft.add("place", found.value, found.first, found.last)
    for match in _POSTCODE.finditer(draft.raw) if draft.digits else ():
        first, last = draft.inside(*match.span())
        if draft.free(first, last):
            draft.add("place", match.group(), first, last)
    _written(draft)
    return doc


def _written(draft: Draft) -> None:
    """As in "in Lindau", "near Baker Street": capitals after a cue, unless everything is in capitals."""
    words = draft.words
    for place in range(1, len(words)):
        if (
            not draft.raw[words[place].start].isupper()
            or not draft.free(place, place + 1)
            or _NOT.at(words, place)
            or not _CUE.ending_at(words, place, 4)
        ):
            continue
        last = place + 1 if _named(draft, place) else place
        while last < len(words) and draft.free(last, last + 1) and _proper(draft, last):
            last += 1
        if last > place:
            draft.add("place", draft.raw[words[place].start : words[last - 1].end], place, last, score=WRITTEN)


def _named(draft: Draft, place: int) -> bool:
    """As in "Klein Wedau": a word that others use, then one that they do not."""
    return place + 1 < len(draft.words) and draft.free(place, place + 2) and _proper(draft, place + 1)


def _proper(draft: Draft, place: int) -> bool:
    """A capital letter and no word that anybody else uses."""
    text = draft.raw[draft.words[place].start : draft.words[place].end]
    return text[0].isupper() and not text.isupper() and len(text) > 2 and key_of(text) not in draft.shop.spelling
