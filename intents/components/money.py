"""Amounts of money and limits of price, in German and English notation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from intents import names, numbers
from intents.draft import Draft, draft_of
from intents.lexicon import lexicon
from intents.phrases import Found
from intents.words import Word

_LIMIT = lexicon().phrases("limits", "max", "min", "about")
_AFTER = lexicon().phrases("limits", "after_max", "after_min")
_BETWEEN = lexicon().keys("limits", "between")
_DASHES = frozenset({"-", "–", "—"})
_AND = lexicon().keys("limits", "and") | _DASHES
_CURRENCY = lexicon().phrases("currencies")
_UNITS = lexicon().keys("units") | lexicon().keys("counters")
_POLITE = lexicon().keys("polite")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_STRICT = lexicon().phrases("limits", "strict")
_HOURS = lexicon().keys("clock", "opening")
_NOTES = lexicon().numbers("notes")
_ONE = lexicon().keys("articles")
_CARDS = lexicon().keys("cards")
SMALLEST = 500  # minor units: "up to 3" is a count
LARGEST = 1_000_000  # minor units: more than that without a currency is the number of something
LATEST = 2400  # hours of a day
SPREAD = 0.2  # "about 20" is 16 to 24


class Sum(NamedTuple):
    """An amount of money in the message, in minor units."""

    first: int
    last: int
    minor: int
    currency: str  # '' when none was named


@Language.component("tresen_money")
def money(doc: Doc) -> Doc:
    """price_limit where words say so, amount otherwise."""
    draft = draft_of(doc)
    sums = _sums(draft)
    place = 0
    while place < len(sums):
        step = _pair(draft, sums[place], sums[place + 1]) if place + 1 < len(sums) else 0
        if not step:
            _single(draft, sums[place])
        place += step or 1
    return doc


def _sums(draft: Draft) -> list[Sum]:
    found: list[Sum] = []
    begun = not draft.keys.isdisjoint(_CURRENCY.begun)
    for place in sorted({*draft.counted, *_currencies(draft)}) if begun else draft.counted:
        if draft.free(place, place + 1) and not (found and place < found[-1].last):
            total = _sum_at(draft.words, place, draft.shop.currency)
            if total:
                found.append(total)
    return sorted([*found, *_notes(draft)])


def _notes(draft: Draft) -> Iterator[Sum]:
    """As in "a tenner", "nen Zwanni": what notes are called; "zehner" alone may be a pack."""
    for note in draft.find(_NOTES):
        before = note.first - 1
        if before >= 0 and draft.free(before, note.last) and draft.words[before].key in _ONE:
            yield Sum(before, note.last, note.value * 100, draft.shop.currency)
        elif note.last < len(draft.words) and draft.free(note.first, note.last) and _AFTER.at(draft.words, note.last):
            yield Sum(note.first, note.last, note.value * 100, draft.shop.currency)


def _currencies(draft: Draft) -> list[int]:
    return [place for place, word in enumerate(draft.words) if _CURRENCY.begins(word.key)]


def _sum_at(words: Sequence[Word], first: int, home: str) -> Sum | None:
    """A number with the currency before or after it, or bare; "20,-" is in the shop's own currency."""
    before = _CURRENCY.get(words[first].key)
    start = first + 1 if before and before != "cent" and first + 1 < len(words) else first
    number = _number(words, start)
    if number is None:
        return None
    minor, last = number
    after = _CURRENCY.get(words[last].key) if last < len(words) else None
    if after == "cent":
        return Sum(first, last + 1, minor // 100, "EUR")
    if after:
        cents = _number(words, last + 1) if words[last].key == "euro" and last + 1 < len(words) else None
        if cents and cents[0] < 10_000 and words[last + 1].key.isdigit() and len(words[last + 1].key) == 2:
            return Sum(first, last + 2, minor + cents[0] // 100, after)  # "12 Euro 50"
        return Sum(first, last + 1, minor, after)
    dashed = home if words[last - 1].key in _DASHES else ""
    return Sum(first, last, minor, (before or dashed) if start > first else dashed)


def _number(words: Sequence[Word], first: int) -> tuple[int, int] | None:
    """A number in minor units, and where it ends."""
    if first >= len(words):
        return None
    last = first
    while last < len(words) and (last == first or words[last].start == words[last - 1].end):
        if not (words[last].key.isdigit() or (last > first and words[last].key in {".", ","})):
            break
        last += 1
    if last == first:
        found = numbers.whole_at(words, first)
        return (found.value * 100, found.last) if found else None
    while last > first and not words[last - 1].key.isdigit():
        last -= 1  # the full stop of the sentence
    text = "".join(word.key for word in words[first:last])
    if last + 1 < len(words) and words[last].key == "," and words[last + 1].key in _DASHES:
        last += 2  # "15,- €"
    return _minor(text), last


def _minor(text: str) -> int:
    """As in "15,50", "15.5", "1.200", "1,200.50" in minor units."""
    whole, mark, part = text, "", ""
    if not _THOUSANDS.fullmatch(text):
        cut = max(text.rfind("."), text.rfind(","))
        whole, mark, part = (text[:cut], text[cut], text[cut + 1 :]) if cut >= 0 else (text, "", "")
    digits = re.sub(r"\D", "", whole)[:12] or "0"
    return int(digits) * 100 + (int((part + "00")[:2]) if mark and part.isdigit() else 0)


def _pair(draft: Draft, low: Sum, high: Sum) -> int:
    """How many of two numbers a range takes, as in "zwischen 10 und 20 Euro", "from 10 to 20", "10-20 €"; measures are none."""
    between = [word.key for word in draft.words[low.last : high.first]]
    if len(between) != 1 or between[0] not in _AND:
        return 0
    opened = low.first > 0 and draft.words[low.first - 1].key in _BETWEEN
    currency = low.currency or high.currency
    if not currency and _things(draft, high.last):
        return 0  # "zwischen 2 und 3 Kerzen"
    if not (opened or (currency and between[0] in _DASHES | {"bis", "to"})):
        return 0
    if currency or not _measures(draft.words, high.last):
        limits = sorted((low.minor, high.minor))
        draft.add("price_limit", _limit(draft, limits[0], limits[1], currency), low.first - opened, high.last)
    return 2


def _single(draft: Draft, total: Sum) -> None:
    words = draft.words
    if not total.currency and _measures(words, total.last):
        return
    dotted = total.first > 1 and words[total.first - 1].key == "."  # "max. 20"
    before = _LIMIT.ending_at(words, total.first - dotted)
    after = _AFTER.at(words, total.last) if total.last < len(words) else None
    if not total.currency and not (before and _priced(draft, total, before)):
        return
    worth = before and before.value == "min" and before.first > 0 and words[before.first - 1].key in _CARDS
    if worth:
        before = None  # "ein Gutschein über 50 Euro" is worth so much
    if after:
        _limited(draft, total.first, after.last, after.value.removeprefix("after_"), total)
    elif before:
        _limited(draft, before.first, total.last, before.value, total)
    elif total.currency:
        value = {"amount": total.minor, "currency": total.currency}
        draft.add("amount", value, total.first, total.last)


def _limited(draft: Draft, first: int, last: int, kind: str, total: Sum) -> None:
    low = {"max": None, "min": total.minor, "about": round(total.minor * (1 - SPREAD))}[kind]
    high = {"max": total.minor, "min": None, "about": round(total.minor * (1 + SPREAD))}[kind]
    draft.add("price_limit", _limit(draft, low, high, total.currency), first, last)


def _limit(draft: Draft, low: int | None, high: int | None, currency: str) -> dict[str, object]:
    return {"min": low, "max": high, "currency": currency or draft.shop.currency}


def _measures(words: Sequence[Word], place: int) -> bool:
    """Whether a unit or a counter follows: "unter 20 cm", "max 3 Stück"."""
    return place < len(words) and words[place].key in _UNITS


def _things(draft: Draft, place: int) -> bool:
    """Whether something stands here that a number counts."""
    key = draft.words[place].key if place < len(draft.words) else ""
    return key in draft.shop.own_words or key in names.things()


def _priced(draft: Draft, total: Sum, before: Found[str]) -> bool:
    """A number without a currency is a price after words that limit one, or before nothing that could be counted."""
    words = draft.words
    strict = _STRICT.at(words, before.first) is not None
    if not SMALLEST <= total.minor < LARGEST or (words[total.first].key.isalpha() and not strict):
        return False
    if not strict and total.minor <= LATEST and any(word.key in _HOURS for word in words):
        return False  # "ab 10 offen?"
    if "," in draft.raw[words[total.first].start : words[total.last - 1].end]:
        return True
    following = words[total.last].key if total.last < len(words) else "."
    if strict:
        return following not in draft.shop.own_words or not following.isalpha()
    return not following.isalpha() or following in _AND or following in _POLITE
