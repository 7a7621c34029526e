"""Goods that the shop has no category for: things all the same, counted and asked for alike."""

from __future__ import annotations

from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from intents import names
from intents.draft import Draft, draft_of
from intents.lexicon import around, lexicon
from intents.topic import filler
from intents.words import joined

_THINGS = names.things()
_SURE, _DOUBTFUL, _BEHIND = names.wares(), names.wares("*"), names.wares("+")
_BEGINNINGS = _SURE.begun | _DOUBTFUL.begun | _BEHIND.begun
_HEADS = _THINGS | {key for keys, _ in _SURE.entries() for key in keys if len(keys) == 1}
_BEFORE = around().keys("goods", "before") | lexicon().keys("articles") | lexicon().keys("person", "possessive")
_NO_KIND = around().keys("goods", "no_kind") | lexicon().keys("ordinals") | _BEFORE
_POINTED = around().keys("goods", "pointed")
_PART = around().keys("goods", "part")
LONG, SHORTEST_HEAD, SHORTEST_LAST = 8, 3, 4  # letters of a compound such as "Wandersocken", and of its parts
FAR = 3  # words from "the" to what it stands before
MEMORY = 20_000


@Language.component("tresen_goods")
def goods(doc: Doc) -> Doc:
    """goods: the words; such as say more than that they are things are left to the sentence."""
    draft = draft_of(doc)
    masks = _masks(draft)
    place = 0
    while place < len(masks):
        last = place + 1
        if masks[place] is not None:
            while last < len(masks) and masks[last] is not None:  # "head torch"
                last += 1
            if not _part(draft, place):
                draft.add("goods", joined(draft.words[place:last]), place, last, mask="")
            draft.masks[place:last] = [mask or "" for mask in masks[place:last]]
        place = last
    return doc


def _masks(draft: Draft) -> list[str | None]:
    """By word: what it is masked as if it is a thing, None if it is none."""
    ordinary, kept = draft.shop.ordinary, draft.shop.kept
    masks: list[str | None] = [
        "category"
        if not mask and (word.key in _THINGS or (len(word.key) >= LONG and word.key not in ordinary and word.key not in kept and _compound(word.key)))
        else None
        for word, mask in zip(draft.words, draft.masks, strict=True)
    ]  # fmt: skip
    if not draft.keys.isdisjoint(_BEGINNINGS):
        for place, word in enumerate(draft.words):
            if word.key in _BEGINNINGS and masks[place] is None:
                last = _ware(draft, masks, place)
                masks[place:last] = [mask or "" for mask in masks[place:last]]
    for person in draft.taken({"person"}):
        first, last = draft.inside(person.start, person.end)
        masks[first:last] = [None] * (last - first)
    return masks


def _part(draft: Draft, place: int) -> bool:
    """Whether a word only says what another thing has, what it is made of, or how somebody comes: "mit Akku", "with two batteries", "by bike"."""
    before = place - 1 - (place > 1 and place - 1 in draft.counted)
    return before >= 0 and draft.words[before].key in _PART


@lru_cache(maxsize=MEMORY)
def _compound(key: str) -> bool:
    """Whether a word ends with one for goods: "Wandersocken"."""
    return any(key[cut:] in _HEADS for cut in range(SHORTEST_HEAD, len(key) - SHORTEST_LAST + 1))


def _ware(draft: Draft, masks: list[str | None], place: int) -> int:
    """Where a word for goods ends that is another one as well, if it is one here; else its own place."""
    words = draft.words
    found = _SURE.at(words, place)
    if not found and (doubtful := _DOUBTFUL.at(words, place)) and _shown(draft, place, doubtful.last):
        found = doubtful
    if not found and (behind := _BEHIND.at(words, place)) and _behind(draft, masks, place):
        found = behind
    return found.last if found and draft.free(place, found.last) else place


def _shown(draft: Draft, place: int, last: int) -> bool:
    """Whether something shows that a word is a thing here: "the oak board", "two rings", "a green throw", "filter?"."""
    words = draft.words
    if last < len(words) and words[last].key in _POINTED:
        return False  # "the light one"
    if (
        place
        and draft.raw[words[place].start].isupper()
        and not draft.raw[words[place - 1].start].isupper()
        and draft.hint != "en"
    ):
        return words[place - 1].key not in {".", "!", "?", ":"}  # a German noun
    for before in range(place - 1, max(-1, place - 1 - FAR), -1):
        key = words[before].key
        if key in _BEFORE or draft.masks[before] in {"colour", "size", "category"} or before in draft.counted:
            return True
        if not key.isalpha() or key in filler():
            return False
    return place <= FAR and len(words) <= FAR + 2


def _behind(draft: Draft, masks: list[str | None], place: int) -> bool:
    """Whether a word says what kind of thing the next one is: "spice set", not "the whole set"."""
    key = draft.words[place - 1].key if place else ""
    return bool(key) and (
        masks[place - 1] is not None
        or (key.isalpha() and not draft.masks[place - 1] and key not in filler() and key not in _NO_KIND)
    )
