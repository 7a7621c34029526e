"""Numbers that count no goods: ages, models, which of two, "a pair of trousers", "a day or two"."""

from __future__ import annotations

from intents import names
from intents.draft import Draft
from intents.lexicon import around, lexicon
from intents.phrases import Found
from intents.words import key_of

COUNTERS = lexicon().phrases("counters", "counter", "pack")
DEFINITE = lexicon().keys("pronouns", "article") | {"the"}
TAKES = lexicon().keys("ones", "takes")
_AGES, _YOU, _SPAN = (lexicon().keys("ones", kind) for kind in ("ages", "you", "span"))
_NUMBERED = lexicon().keys("numbered")
_PAIRS = around().keys("pairs")
_MOST = lexicon().keys(
    "comparatives", *(f"{by} {way}" for by in ("weight", "size", "length") for way in ("least", "most"))
) | lexicon().keys("cheapest")
_WHICH = lexicon().keys("clauses", "question")
THINGS = frozenset({"product", "category", "colour", "size"})
FAR = 3  # words from a count to its thing
MODEL = 2  # figures of a number that may well belong to a name


def counts_nothing(draft: Draft, number: Found[float]) -> bool:
    """Whether a number says something else than how many."""
    place, last = number.first, number.last
    return (
        _age(draft, place)
        or _in_a_name(draft, place, last)
        or _pointed(draft, place, last)
        or _numbers(draft, place, last)
        or _span(draft, place)
        or _pair(draft, number)
    )


def _age(draft: Draft, place: int) -> bool:
    """As in "wird fünfzig", "turns 40", "zum 80. von Oma"."""
    return (place > 0 and draft.words[place - 1].key in _AGES) or _birthday(draft, place)


def _numbers(draft: Draft, place: int, last: int) -> bool:
    """As in "Artikel 15", "2. Stock", "flat 3b", "happy 30th", "you two": a number of something, no number of things."""
    words = draft.words
    before = words[place - 1].key if place else ""
    following = words[last : last + 2]
    glued = bool(following) and following[0].start == words[last - 1].end and words[place].key.isdigit()
    letter = glued and following[0].key.isalpha() and not COUNTERS.at(words, last)
    story = glued and following[0].key == "." and following[-1].key in _NUMBERED
    return before in _NUMBERED or (before in _YOU and not thing(draft, last)) or letter or story


def _pointed(draft: Draft, place: int, last: int) -> bool:
    """As in "which of the two", "die drei günstigsten": how many there are, not how many are wanted."""
    words = draft.words
    before = [word.key for word in words[max(0, place - 3) : place]]
    chosen = before[-2:-1] in (["of"], ["von"]) and before[:1] != before[-2:-1] and before[0] in _WHICH
    best = last < len(words) and words[last].key in _MOST and bool(before) and before[-1] in DEFINITE
    return chosen or (best and draft.keys.isdisjoint(TAKES))


def _birthday(draft: Draft, place: int) -> bool:
    """As in "zum 80. von Oma": an ordinal that is no day."""
    words = draft.words[max(0, place - 1) : place + 2]
    return len(words) > 2 and words[0].key in {"zum", "zur"} and words[1].end == words[2].start and words[2].key == "."


def _in_a_name(draft: Draft, place: int, last: int) -> bool:
    """As in "the Tramp 30", "Trekker 40 or 55": a number behind a name nobody knows, and before nothing that could be counted."""
    words, key = draft.words, draft.words[place].key
    if place < 1 or not key.isdigit() or thing(draft, last) or draft.question == "quantity":
        return False
    if len(key) < MODEL and (place < 2 or words[place - 2].key not in DEFINITE):
        return False
    text = draft.raw[words[place - 1].start : words[place - 1].end]
    named = text[0].isupper() and text.isalpha() and not draft.raw.isupper()
    return named and key_of(text) not in draft.shop.spelling and key_of(text) not in names.things()


def _span(draft: Draft, place: int) -> bool:
    """As in "a day or two": how long, roughly."""
    before = [word.key for word in draft.words[max(0, place - 2) : place]]
    return len(before) > 1 and all(key in _SPAN for key in before)


def _pair(draft: Draft, number: Found[float]) -> bool:
    """As in "a pair of trousers": one of what is sold in pairs."""
    words = draft.words
    paired = number.value == 2 and any(word.key == "pair" for word in words[number.first : number.last])
    ahead = [word.key for word in words[number.last : number.last + FAR]]
    return paired and any(key in _PAIRS for key in ahead)


def thing(draft: Draft, place: int) -> bool:
    """Whether something that can be counted stands here."""
    return place < len(draft.masks) and draft.masks[place] in THINGS
