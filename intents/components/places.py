"""The shop's stores, by name or a part of it, and places: towns, streets, whatever stands in capitals after "in", "near"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from intents import names
from intents.draft import Draft, draft_of
from intents.lexicon import around, lexicon
from intents.topic import filler
from intents.words import Word, key_of

_CUE = lexicon().phrases("places", "cue")
_NOT = lexicon().phrases("places", "no_place")
_FROM = lexicon().keys("places", "from")
_FIRM = lexicon().keys("places", "firm")
_MARKS = names.landmarks()
_ARTICLES = lexicon().keys("places", "article")
_STORE_BEFORE, _STORE_AFTER, _ROUTE = (
    lexicon().keys("places", kind) for kind in ("store_before", "store_after", "route")
)
_STREETS = (
    "strasse", "weg", "allee", "gasse", "platz", "promenade", "chaussee", "ufer", "street", "bahnhof", "park", "markt", "bruecke",
    "viertel", "stadt", "turm", "kirche", "hafen",
)  # fmt: skip
_REGION = lexicon().phrases("places", "region")
_WAYS = around().keys("branch", "ways")
_ROADS = re.compile(
    r"(?:(?<=von der )|(?<=auf der )|(?<=über die )|(?<=off the )|(?<=from the )|(?<=on the )|(?<=along the ))[abm]\d{1,3}(?!\w)"
    r"|(?<!\w)(?:junction|exit|ausfahrt|abfahrt|anschlussstelle) \d{1,3}(?!\w)"
)
_STORE_SURE = lexicon().keys("places", "store_sure")
_ABOUT_STORES = _ROUTE | _STORE_AFTER | lexicon().keys("clock", "opening") | lexicon().keys("places", "store_about")
_SHOPS = tuple(_STORE_AFTER)
_SMALL = _STORE_BEFORE | _STORE_SURE | _ARTICLES | lexicon().keys("conjunctions") | lexicon().keys("polite")
WRITTEN = 0.6  # a name nobody knows, written with a capital after "in"
PART = 0.9  # a store by a part of its name
SHORTEST_STREET = 8  # letters
SHORTEST_START = 4
WHERE = frozenset({"location", "store", "fulfilment"})  # questions that a place answers


@Language.component("tresen_places")
def places(doc: Doc) -> Doc:
    """store: the key of one of the shop's own; place: as written."""
    draft = draft_of(doc)
    for found in draft.find(draft.shop.stores):
        if draft.free(found.first, found.last):
            draft.add("store", found.value, found.first, found.last)
    for place, word in enumerate(draft.words):
        key = word.key
        likely = draft.shop.may_be_place(key) or key in _FROM or key.endswith(_STREETS) or _MARKS.begins(key)
        if likely and draft.free(place, place + 1):
            _ = any(step(draft, place) for step in (_store, _town, _start, _street, _landmark))
    _elsewhere(draft)
    if not draft.taken({"place"}):
        _written(draft)
    if draft.question == "location" and not {"place", "store"} & set(draft.masks):
        _answered(draft)
    return doc


def _elsewhere(draft: Draft) -> None:
    """As in "up north", "im Süden", "junction 4", "von der A7"."""
    found = [(each.first, each.last) for each in draft.find(_REGION)]
    if draft.digits:
        found += [draft.inside(*match.span()) for match in _ROADS.finditer(draft.flat)]
    for first, last in found:
        if draft.free(first, last):
            draft.add("place", _raw(draft, first, last), first, last)


def _key(words: Sequence[Word], place: int) -> str:
    return words[place].key if 0 <= place < len(words) else ""


def _raw(draft: Draft, first: int, last: int) -> str:
    return draft.raw[draft.words[first].start : draft.words[last - 1].end]


def _store(draft: Draft, place: int) -> bool:
    """A store by the one word that only its name has: "am Hafen", "the harbour shop", "Bahnhofsladen"."""
    words, shop = draft.words, draft.shop
    key = words[place].key
    store = shop.store_words.get(key)
    glued = _glued_store(draft, key) if not store and key.endswith(_SHOPS) else None
    if not store and not glued:
        return False
    mark = _MARKS.at(words, place)
    if (
        mark
        and mark.last > place + 1
        and _key(words, mark.last) not in _STORE_AFTER
        and not shop.stores.at(words, place)
    ):
        return False  # "near the market square"
    before, after = _key(words, place - 1), _key(words, place + 1 + (_key(words, place + 1) == "-"))
    sure = glued or after in _STORE_AFTER or before in _STORE_SURE or draft.question in WHERE
    told = sure or ((before in _STORE_BEFORE or place == 0) and any(word.key in _ABOUT_STORES for word in words))
    told = told or _alone(words, place)
    named = after in shop.names.words and after not in _STORE_AFTER and key in shop.names.words
    thing = place > 0 and draft.masks[place - 1] in {"category", "colour", "product"}
    if not told or named or thing or _leaves(words, place):
        return False
    draft.add("store", store or glued, place, place + 1, score=PART)
    return True


def _alone(words: Sequence[Word], place: int) -> bool:
    """As in "and at the beach?": nothing else is named."""
    others = [word.key for number, word in enumerate(words) if number != place and word.key.isalnum()]
    return bool(others) and all(key in _SMALL for key in others)


def _glued_store(draft: Draft, key: str) -> str | None:
    """As in "Bahnhofsladen": a store's own word and one for a shop."""
    own = draft.shop.store_words
    return next(
        (own[head] for head in own if key.startswith(head) and key[len(head) :].lstrip("s") in _STORE_AFTER), None
    )


def _leaves(words: Sequence[Word], place: int) -> bool:
    """Where somebody starts from is no store that is asked for: "vom Bahnhof", "from the railway station"."""
    return any(word.key in _FROM for word in words[max(0, place - 3) : place]) and not any(
        word.key in {"to", "zum", "zu", "nach"} for word in words[max(0, place - 3) : place]
    )


def _town(draft: Draft, place: int) -> bool:
    """A town of the shop's, or one that everybody knows; one that is also a word needs a cue, in small letters a firm one."""
    words = draft.words
    own = draft.shop.places.at(words, place)
    found = own or names.towns().at(words, place)
    if not found or not draft.free(place, found.last):
        return False
    if not own and found.last == place + 1 and not _meant(draft, place):
        return False
    draft.add("place", found.value if own else _raw(draft, place, found.last), place, found.last)
    return True


def _meant(draft: Draft, place: int) -> bool:
    """Whether the name of a town is no other word here: "Essen" in "in Essen", "hull" in "a shop in hull?"."""
    key = draft.words[place].key
    word = key in draft.shop.own_words or key in names.doubtful() or key in names.things()
    if draft.question == "location" or (not word and key not in draft.shop.ordinary):
        return True
    cued = bool(_CUE.ending_at(draft.words, place, 4))
    firm = _key(draft.words, place - 1) in _FIRM and not _key(draft.words, place + 1).isalpha()
    return cued and (not word or draft.raw[draft.words[place].start].isupper() or firm)


def _start(draft: Draft, place: int) -> bool:
    """Where a way begins, as in "vom Rathaus zu Fuß", "from the town hall to the harbour shop"."""
    words = draft.words
    if words[place].key not in _FROM:
        return False
    last = place + 1 + (_key(words, place + 1) in _ARTICLES)
    if last >= len(words) or not draft.free(last, last + 1):
        return False
    key = words[last].key
    goes = "store" in draft.masks or any(word.key in _ROUTE for word in words)
    raw = draft.raw[words[last].start : words[last].end]
    usual = key in draft.shop.ordinary and key not in draft.shop.store_words and not raw.istitle()
    if not goes or not key.isalpha() or len(key) < SHORTEST_START or usual:
        return False
    mark = _MARKS.at(words, last)
    end = mark.last if mark else last + 1  # "the town hall"
    draft.add("place", _raw(draft, last, end), last, end, score=WRITTEN)
    return True


def _landmark(draft: Draft, place: int) -> bool:
    """As in "near the cathedral", "vom Hauptbahnhof": what every town has."""
    words = draft.words
    found = _MARKS.at(words, place)
    before = place - (_key(words, place - 1) in _ARTICLES)
    if not found or not draft.free(place, found.last) or _key(words, found.last) in _STORE_AFTER:
        return False
    if found.last == place + 1 and words[place].key in draft.shop.store_words and not _leaves(words, place):
        return False
    if not (_CUE.ending_at(words, place, 4) or _CUE.ending_at(words, before, 4) or draft.question == "location"):
        return False
    draft.add("place", _raw(draft, place, found.last), place, found.last)
    return True


def _street(draft: Draft, place: int) -> bool:
    """A street without a number, as in "am Marktplatz", "near the Dünenpromenade"."""
    words = draft.words
    key = words[place].key
    if len(key) < SHORTEST_STREET or not key.endswith(_STREETS):
        return False
    before = place - (_key(words, place - 1) in _ARTICLES)
    if not (_CUE.ending_at(words, place, 4) or _CUE.ending_at(words, before, 4) or draft.question == "location"):
        return False
    draft.add("place", _raw(draft, place, place + 1), place, place + 1)
    return True


def _written(draft: Draft) -> None:
    """As in "in Lindau", "near Baker Street": capitals after a cue, unless everything is in capitals."""
    words = draft.words
    for place in range(1, len(words)):
        if (
            not draft.raw[words[place].start].isupper()
            or not draft.free(place, place + 1)
            or _NOT.at(words, place)
            or (words[place - 1].key in _FROM and not any(word.key in _ROUTE for word in words))  # "two of that tea"
            or not _CUE.ending_at(words, place, 4)
        ):
            continue
        last = place + 1 if _named(draft, place) else place
        while last < len(words) and draft.free(last, last + 1) and _proper(draft, last):
            last += 1
        if last > place:
            last += _key(words, last) in _WAYS and draft.free(last, last + 1)
            draft.add("place", _raw(draft, place, last), place, last, score=WRITTEN)


def _named(draft: Draft, place: int) -> bool:
    """As in "Klein Wedau": a word that others use, then one that they do not."""
    return place + 1 < len(draft.words) and draft.free(place, place + 2) and _proper(draft, place + 1)


def _proper(draft: Draft, place: int) -> bool:
    """A capital letter and no word that anybody else uses, no first name."""
    text = draft.raw[draft.words[place].start : draft.words[place].end]
    key = key_of(text)
    known = key in draft.shop.spelling or key in names.people()
    return text[0].isupper() and not text.isupper() and len(text) > 2 and not known


def _answered(draft: Draft) -> None:
    """The answer to "where are you?": the words that nobody else uses."""
    words = draft.words
    strange = [
        place for place, word in enumerate(words)
        if word.key.isalpha() and len(word.key) > 2 and draft.free(place, place + 1) and key_of(_raw(draft, place, place + 1)) not in draft.shop.ordinary | filler()
    ]  # fmt: skip
    if strange and strange[-1] - strange[0] < 3 and "?" not in draft.raw:
        draft.add("place", _raw(draft, strange[0], strange[-1] + 1), strange[0], strange[-1] + 1, score=WRITTEN)
