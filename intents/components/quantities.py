"""How many: digits, number words, "ein paar", and counts relative to now ("noch eins", "two less")."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from intents import numbers
from intents.draft import Draft, draft_of
from intents.lexicon import lexicon

_ARTICLES = lexicon().keys("articles")
_ONES = _ARTICLES | {"eins", "eines", "one"}
_COUNTERS = lexicon().phrases("counters")
_UNITS = lexicon().keys("units")
_PEOPLE = lexicon().keys("units", "people")
_MORE_BEFORE = lexicon().phrases("plus", "before")
_MORE_AFTER = lexicon().phrases("plus", "after")
_LESS_AFTER = lexicon().phrases("minus", "after")
MOST = 9999
UNSURE = 0.5  # an article: one of something, perhaps
THINGS = frozenset({"product", "category", "colour", "size"})


@Language.component("tresen_quantities")
def quantities(doc: Doc) -> Doc:
    """Numbers that are no price, date, size or measure; articles only before a thing."""
    draft = draft_of(doc)
    place = 0
    for start in [place for place, word in enumerate(draft.words) if _may_begin(word.key)]:
        if start >= place and draft.free(start, start + 1):
            place = _at(draft, start)
    return doc


def _may_begin(key: str) -> bool:
    return key[0].isdigit() or key in _ONES or key == "another" or numbers.begins(key)


def _at(draft: Draft, place: int) -> int:
    words = draft.words
    number = _number(draft, place)
    if number is None:
        return _article(draft, place)
    value, last = number
    if last < len(words) and words[last].key in _UNITS and words[place].key != "paar":
        draft.masks[place:last] = ["number"] * (last - place)
        if words[last].key in _PEOPLE:
            draft.add("people", value, place, last, mask="number")
        return last
    counter = _COUNTERS.at(words, last) if last < len(words) and draft.free(last, last + 1) else None
    last = counter.last if counter else last
    return _counted(draft, value, place, last)


def _counted(draft: Draft, value: int, place: int, last: int) -> int:
    words = draft.words
    before = _MORE_BEFORE.ending_at(words, place, 2)
    after = _MORE_AFTER.at(words, last) if last < len(words) else None
    less = _LESS_AFTER.at(words, last) if last < len(words) else None
    if less and draft.free(last, less.last):
        draft.add("quantity", {"relative": -value}, place, less.last, mask="less")
        return less.last
    if after and draft.free(last, after.last) and not _thing(draft, after.last):
        draft.add("quantity", {"relative": value}, place, after.last, mask="more")
        return after.last
    if before and draft.free(before.first, place) and not _thing(draft, last):
        draft.add("quantity", {"relative": value}, before.first, last, mask="more")
    else:
        draft.add("quantity", value, place, last)
    return last


def _number(draft: Draft, place: int) -> tuple[int, int] | None:
    key = draft.words[place].key
    if key.isdecimal() and key.isascii():
        value = int(key[:9])
        return (value, place + 1) if len(key) <= len(str(MOST)) and not _fraction(draft, place) else None
    found = numbers.whole_at(draft.words, place)
    return (found.value, found.last) if found and draft.free(place, found.last) else None


def _fraction(draft: Draft, place: int) -> bool:
    """Digits that are part of a longer number: "1.5", "3/4"."""
    words = draft.words

    def part(mark: int, digits: int, left: int) -> bool:
        return (
            min(mark, digits) >= 0
            and max(mark, digits) < len(words)
            and words[mark].key in {".", ",", "/", ":"}
            and words[digits].key.isdigit()
            and words[left].end == words[left + 1].start
        )

    return part(place + 1, place + 2, place) or part(place - 1, place - 2, place - 1)


def _article(draft: Draft, place: int) -> int:
    """As in "eine Kerze", "noch eins", "one less", "another one"."""
    words = draft.words
    key = words[place].key
    before = _MORE_BEFORE.ending_at(words, place, 2) if key in _ONES else None
    alone = _MORE_BEFORE.at(words, place) if key == "another" else None
    less = _LESS_AFTER.at(words, place + 1) if key in _ONES and place + 1 < len(words) else None
    after = _MORE_AFTER.at(words, place + 1) if key in _ONES and place + 1 < len(words) else None
    if less or after:
        draft.add("quantity", {"relative": -1 if less else 1}, place, place + 2, mask="less" if less else "more")
        return place + 2
    if before and draft.free(before.first, place) and not _thing(draft, place + 1):
        draft.add("quantity", {"relative": 1}, before.first, place + 1, mask="more")
    elif (key in _ARTICLES and _thing(draft, place + 1)) or (alone and _thing(draft, place + 1)):
        draft.add("quantity", 1, place, place + 1, score=UNSURE, mask="")
    return place + 1


def _thing(draft: Draft, place: int) -> bool:
    """Whether something that can be counted stands here."""
    return place < len(draft.masks) and draft.masks[place] in THINGS
