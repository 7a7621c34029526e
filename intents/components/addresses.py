"""Postal addresses: street and number, postcode and town, in figures or dictated."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from intents import names, numbers
from intents.draft import Draft, draft_of
from intents.lexicon import around, lexicon
from intents.topic import filler
from intents.words import Word

_STREET = re.compile(
    r".*(?:strasse|str|weg|allee|gasse|platz|ring|damm|ufer|zeile|chaussee|promenade|graben|steig|pfad|twiete|stieg|wall"
    r"|hof|kai|deich|street)"
)
_ENGLISH = frozenset({
    "street", "st", "road", "rd", "lane", "ln", "avenue", "ave", "drive", "close", "square", "way", "terrace", "gardens",
    "court", "crescent", "quay", "row", "walk",
})  # fmt: skip
_BEFORE_NAME = frozenset({"am", "an", "auf", "im", "zum", "zur", "unter", "der", "den", "dem", "alte", "neue", "lange"})
_TOWN_OPENS = frozenset({"bad", "sankt", "st", "new", "gross", "klein", "neu", "alt"})
_TOWN_GOES_ON = frozenset({"am", "an", "im", "bei", "ob", "upon", "on"})
_NO_TOWN = (
    lexicon().keys("units")
    | lexicon().keys("currencies")
    | lexicon().keys("polite")
    | lexicon().keys("conjunctions")
    | lexicon().keys("subordinate")
    | lexicon().keys("negation")
)
_COUNTED = lexicon().keys("currencies") | lexicon().keys("counters")
_FILLER = lexicon().phrases("fillers")
_NO_NAME = filler().union(*(
    lexicon().keys(section)
    for section in (
        "polite", "correction", "negation", "clauses", "fillers", "pronouns", "articles", "plus", "minus", "counters",
        "numbers", "limits", "conjunctions", "subordinate",
    )
))  # fmt: skip
_AROUND = lexicon().keys("polite") | {"in", "is", "ist", "an", "nach", "to", "at", "adresse", "address"}
_IN = around().keys("whereabouts", "postcode")
_ABOUT = lexicon().keys("places", "store_after") | around().keys("branch", "shop")
_POSTCODE = re.compile(r"\d{4,5}")
_HOUSE = re.compile(r"\d{1,4}")
SHORTEST_STREET = 6  # letters of a street's name in one word
MOST_NAMED = 3  # words of a street's name


@Language.component("tresen_addresses")
def addresses(doc: Doc) -> Doc:
    """place: an address; its value is the town if one is named, else the words as written."""
    draft = draft_of(doc)
    if not draft.counted or not any(
        word.key[0].isdigit() or word.key in numbers.WORDS or numbers.written(word.key) for word in draft.words
    ):
        return doc
    _each(draft, _with_street)
    if draft.question == "address":
        _whole(draft)
    _each(draft, _with_postcode)
    return doc


def _each(draft: Draft, step: Callable[[Draft, int], int]) -> None:
    place = 0
    while place < len(draft.words):
        place = step(draft, place)


def _with_street(draft: Draft, place: int) -> int:
    """An address that has its street at this word; where to go on."""
    street = _street(draft, place) or _english(draft.words, place)
    if not street:
        return place + 1
    end, town = _town_part(draft, street[1])
    return _add(draft, street[0], end, town)


def _with_postcode(draft: Draft, place: int) -> int:
    end, town = _postcode(draft, place)
    return _add(draft, place, end, town) if end > place else place + 1


def _add(draft: Draft, first: int, last: int, town: str) -> int:
    text = draft.raw[draft.words[first].start : draft.words[last - 1].end]
    if draft.free(first, last):
        draft.add("place", town or text, first, last)
    return last


def _key(words: Sequence[Word], place: int) -> str:
    return words[place].key if 0 <= place < len(words) else ""


def _street(draft: Draft, place: int) -> tuple[int, int] | None:
    """As in "Hafenstraße 22a", "Lange Str. 5", "Am Deich 14"."""
    words = draft.words
    key = words[place].key
    named = bool(_STREET.fullmatch(key)) and len(key) >= SHORTEST_STREET
    plain = key in {"str", "strasse", "weg", "gasse", "allee"} and place > 0 and _capital(draft, place - 1)
    after = place + 1 + (_key(words, place + 1) == ".")
    house = _house(words, after)
    if not house:
        return None
    if plain:
        return place - 1, house
    opened = place > 0 and words[place - 1].key in _BEFORE_NAME and key not in _BEFORE_NAME
    if named:
        return place, house
    behind = house + (_key(words, house) == ",")
    return (place - 1, house) if opened and key.isalpha() and _is_postcode(words, behind) else None


def _capital(draft: Draft, place: int) -> bool:
    return draft.raw[draft.words[place].start].isupper()


def _house(words: Sequence[Word], place: int) -> int:
    """The end of a house number, 0 if there is none: "22", "14 a", "zweiundzwanzig"."""
    key = _key(words, place)
    if _HOUSE.fullmatch(key):
        letter = _key(words, place + 1)
        glued = len(letter) == 1 and letter.isalpha() and words[place + 1].start == words[place].end
        return place + 1 + glued
    found = numbers.whole_at(words, place) if key else None
    return found.last if found else 0


def _english(words: Sequence[Word], place: int) -> tuple[int, int] | None:
    """As in "14 Harbour Lane", "twelve chestnut avenue"."""
    house = _house(words, place)
    if not house:
        return None
    for last in range(house + 1, min(house + MOST_NAMED + 1, len(words))):
        if words[last].key in _ENGLISH and all(word.key.isalpha() for word in words[house:last]):
            return place, last + 1
    return None


def _town_part(draft: Draft, place: int) -> tuple[int, str]:
    """What follows a street: ", 22763 Hamburg", "in Kiel"; where it ends, and the town."""
    words = draft.words
    comma = place < len(words) and words[place].key in {",", ";"}
    joined = place + comma + (_key(words, place + comma) == "in")
    end, town = _postcode(draft, joined)
    if end > joined:
        return end, town
    if joined > place and joined < len(words):
        known = names.towns().at(words, joined) or draft.shop.places.at(words, joined)
        if known:
            return known.last, known.value
        if _capital(draft, joined) and words[joined].key not in _NO_TOWN:
            return joined + 1, _said(draft, joined, joined + 1)
    return place, ""


def _said(draft: Draft, first: int, last: int) -> str:
    return draft.raw[draft.words[first].start : draft.words[last - 1].end]


def _is_postcode(words: Sequence[Word], place: int) -> bool:
    key = _key(words, place)
    return bool(key) and (_POSTCODE.fullmatch(key) is not None or numbers.spelled_at(words, place) is not None)


def _postcode(draft: Draft, place: int) -> tuple[int, str]:
    """A postcode, with its town if one follows; five figures may stand alone, four may not."""
    words = draft.words
    key = _key(words, place)
    spelled = numbers.spelled_at(words, place) if key else None
    code = spelled.value if spelled else key
    if not _POSTCODE.fullmatch(code) or (spelled and len(code) != len("12345")):
        return place, ""
    last = spelled.last if spelled else place + 1
    if not spelled and not _clear(words, place):
        return place, ""
    end = _town(draft, last)
    if end == last and (len(code) < len("12345") or not (spelled or _told(draft, place))):
        return place, ""
    return end, _said(draft, last, end) if end > last else "" if spelled is None else code


def _told(draft: Draft, place: int) -> bool:
    """Whether figures without a town may be a postcode: asked for, after "in" or "near", or where it is about shops and ways."""
    if draft.question in {"location", "address"} or len(draft.words) == 1 or not draft.keys.isdisjoint(_ABOUT):
        return True
    before, after = _key(draft.words, place - 1), _key(draft.words, place + 1)
    comma = place + 2 < len(draft.words) and after == "," and names.towns().at(draft.words, place + 2)
    return before in _IN or bool(comma)


def _clear(words: Sequence[Word], place: int) -> bool:
    """Whether figures stand for themselves: they are no sum or count, and no hyphen, comma or point glues them to others."""
    if _key(words, place + 1) in _COUNTED:
        return False
    country = _key(words, place - 1) == "-" and _key(words, place - 2) in names.COUNTRIES
    apart = country or _key(words, place - 1) in {",", ":", "("}
    before = place > 0 and words[place - 1].end == words[place].start and not apart
    glued = place + 1 < len(words) and words[place + 1].start == words[place].end
    inside = glued and place + 2 < len(words) and words[place + 2].start == words[place + 1].end
    return not before and not inside and not (glued and words[place + 1].key in {"-", "/"})


def _town(draft: Draft, place: int) -> int:
    """Where the name of a town ends that begins at this word; the word itself if none does."""
    words = draft.words
    key = _key(words, place)
    if not key.isalpha() or key in _NO_TOWN:
        return place
    known = names.towns().at(words, place) or draft.shop.places.at(words, place)
    if not known and not _capital(draft, place) and key in draft.shop.spelling:
        return place
    last = known.last if known else place + 1 + (key in _TOWN_OPENS and place + 1 < len(words))
    if _key(words, last) in _TOWN_GOES_ON and last + 1 < len(words) and _capital(draft, last + 1):
        last += 2
    return last


def _around(key: str) -> bool:
    """Whether a word may stand before or after an address."""
    return key in _AROUND or _FILLER.get(key) is not None


def _whole(draft: Draft) -> None:
    """The answer to "where to?": words with a number among them are the address, whatever its form."""
    words = draft.words
    first, last = 0, len(words)
    while first < last and (_around(words[first].key) or not words[first].key.isalnum()):
        first += 1
    while last > first and (_around(words[last - 1].key) or not words[last - 1].key.isalnum()):
        last -= 1
    figures = [place for place in draft.counted if first <= place < last]
    if not figures or len(figures) == last - first or "?" in draft.raw or not draft.free(first, last):
        return
    posted = any(_POSTCODE.fullmatch(words[place].key) for place in figures)
    likely = _long if posted else _may_name  # with a postcode the words cannot be about anything else
    if any(likely(draft, place) for place in range(first, last if posted else figures[-1])):
        draft.add("place", _said(draft, first, last), first, last)


def _long(draft: Draft, place: int) -> bool:
    return draft.words[place].key.isalpha() and len(draft.words[place].key) > 2


def _may_name(draft: Draft, place: int) -> bool:
    """Whether a word can be a street's name: "Mill" before "Hill 2", not "nur" before "3" or "Becher" before "2"."""
    key, shop = draft.words[place].key, draft.shop
    if not _long(draft, place) or key in _NO_NAME or key in shop.names.words or shop.categories.begins(key):
        return False
    return _capital(draft, place) or key not in shop.ordinary
