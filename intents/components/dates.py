"""Simple dates and times, resolved against the given moment in the shop's zone."""

from __future__ import annotations

import re
from datetime import date, timedelta

from spacy.language import Language
from spacy.tokens import Doc

from intents.draft import Draft, draft_of
from intents.lexicon import lexicon

_DAYS = lexicon().numbers("days")
_WEEKDAYS = lexicon().numbers("weekdays")
_MONTHS = lexicon().numbers("months")
_NEXT = lexicon().keys("dates", "next")
_NOT_TOMORROW = lexicon().phrases("dates", "not_tomorrow")
_UNITS = {key: lexicon().keys("dates", key) for key in ("day", "week", "month")}
_BEGINNINGS = frozenset(
    {"in", *(word for table in (_DAYS, _WEEKDAYS, _MONTHS, _NOT_TOMORROW) for word in table.words())}
)
_ONE = lexicon().keys("articles") | {"einer"}
_NUMBERS = lexicon().numbers("numbers")
_NUMERIC = re.compile(
    r"(?<![\d.,])(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(\d{4}|\d{2})(?!\d))?(?!\d)|(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)"
)
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?(?![\d/])")
_CLOCK = re.compile(
    r"(?<![\d.,:€$£])(?:(?:um|gegen|at|ab|bis) )?(\d{1,2})(?:[:.](\d{2}))?\s?(uhr|h\b|am\b|pm\b|o'?clock)|(?<![\d.,:])(?:um |at )?(\d{1,2}):(\d{2})(?![\d:])"
)
DAYS = {"day": 1, "week": 7, "month": 30}


@Language.component("tresen_dates")
def dates(doc: Doc) -> Doc:
    """Date as ISO text, time as "HH:MM"."""
    draft = draft_of(doc)
    if draft.digits:
        _numeric(draft)
        _clock(draft)
    today = _today(draft)
    place = 0
    for start in [place for place, word in enumerate(draft.words) if word.key in _BEGINNINGS]:
        if start >= place and draft.free(start, start + 1):
            place = _worded(draft, start, today)
    return doc


def _today(draft: Draft) -> date | None:
    return draft.now.astimezone(draft.zone).date() if draft.now else None


def _numeric(draft: Draft) -> None:
    for match in (*_NUMERIC.finditer(draft.flat), *_SLASHED.finditer(draft.flat)):
        parts = match.groups()
        if len(parts) == 6 and parts[3]:
            day, month, year = parts[5], parts[4], parts[3]
        else:
            day, month, year = parts[:3]
        first, last = draft.inside(*match.span())
        found = _date(int(day), int(month), int(year) if year else None, _today(draft))
        if found and draft.free(first, last):
            draft.add("date", found.isoformat(), first, last)


def _date(day: int, month: int, year: int | None, today: date | None) -> date | None:
    """A day of a month; without a year the next one from today on."""
    if year is not None and year < 100:
        year += 2000
    try:
        found = date(year or (today or date(2000, 1, 1)).year, month, day)
        return found.replace(year=found.year + 1) if year is None and today and found < today else found
    except ValueError:
        return None


def _clock(draft: Draft) -> None:
    for match in _CLOCK.finditer(draft.flat):
        hour, minute, mark, plain_hour, plain_minute = match.groups()
        hours = int(hour or plain_hour) + (12 if mark == "pm" and int(hour) < 12 else 0)
        minutes = int(minute or plain_minute or 0)
        first, last = draft.inside(*match.span())
        if hours < 24 and minutes < 60 and draft.free(first, last):
            draft.add("time", f"{hours:02}:{minutes:02}", first, last)


def _worded(draft: Draft, place: int, today: date | None) -> int:
    """A date in words at this place; where to go on."""
    words = draft.words
    skip = _NOT_TOMORROW.at(words, place)
    if skip:
        return skip.last
    found = _DAYS.at(words, place)
    if found and not _article_before(draft, place):
        return _add(draft, today, found.value, place, found.last)
    weekday = _WEEKDAYS.at(words, place)
    if weekday:
        ahead = (weekday.value - today.weekday()) % 7 if today else 0
        skipped = place > 0 and words[place - 1].key in _NEXT
        return _add(draft, today, ahead or (7 if skipped else 0), place - skipped, weekday.last)
    return _in_some(draft, place, today) or _month_day(draft, place, today) or place + 1


def _article_before(draft: Draft, place: int) -> bool:
    """As in "guten Morgen", "am Morgen" are no tomorrow."""
    return (
        place > 0
        and draft.words[place].key == "morgen"
        and draft.words[place - 1].key in {"guten", "am", "den", "gutn", "n"}
    )


def _add(draft: Draft, today: date | None, ahead: int, first: int, last: int) -> int:
    if today:
        draft.add("date", (today + timedelta(days=ahead)).isoformat(), first, last)
    else:
        draft.masks[first:last] = ["date"] * (last - first)
    return last


def _in_some(draft: Draft, place: int, today: date | None) -> int | None:
    """As in "in drei Tagen", "in two weeks", "in einer Woche"."""
    words = draft.words
    if words[place].key != "in" or place + 2 >= len(words):
        return None
    key = words[place + 1].key
    one = key in _ONE
    amount = 1 if one else int(key) if key.isdigit() and len(key) < 4 else _NUMBERS.get(key)
    unit = next((unit for unit, keys in _UNITS.items() if words[place + 2].key in keys), None)
    return _add(draft, today, amount * DAYS[unit], place, place + 3) if amount is not None and unit else None


def _month_day(draft: Draft, place: int, today: date | None) -> int | None:
    """As in "3. März", "24 december", "March 3rd"."""
    words = draft.words
    month = _MONTHS.get(words[place].key)
    if not month:
        return None
    ordinal = {"st", "nd", "rd", "th", ".", "of"}
    first = place
    while first > 0 and words[first - 1].key in ordinal:
        first -= 1
    spans = [(first - 1, first - 1, place + 1), (place + 1, place, place + 2)]
    for at, begin, end in spans:
        if 0 <= at < len(words) and words[at].key.isdigit() and len(words[at].key) <= 2 and draft.free(begin, end):
            found = _date(int(words[at].key), month, None, today)
            if found:
                suffixed = end < len(words) and words[end].key in ordinal - {"."} and at >= place
                draft.add("date", found.isoformat(), begin, end + suffixed)
                return end + suffixed
    return None
