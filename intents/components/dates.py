"""Dates in figures and in words, resolved against the given moment in the shop's zone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from intents import days, numbers
from intents.draft import Draft, draft_of
from intents.lexicon import lexicon
from intents.phrases import Found
from intents.words import Word

_DAYS = lexicon().numbers("days")
_WEEKDAYS = lexicon().numbers("weekdays")
_SHORT = lexicon().numbers("weekdays_short")
_MONTHS = lexicon().numbers("months")
_ORDINALS = lexicon().numbers("ordinals")
_HOLIDAYS = lexicon().phrases("holidays")
_SPANS = lexicon().numbers("spans")
_PARTS = lexicon().phrases("times")
_PERIODS = lexicon().phrases("weekend")
_NEXT, _AFTER_NEXT, _THIS, _LAST, _SINCE, _EXPECTS, _ORDINAL, _OCCASION = (
    lexicon().keys("date_words", kind)
    for kind in ("next", "after_next", "this", "last", "since", "expects", "ordinal", "occasion")
)
_IN_MONTH = lexicon().keys("date_words", "in_month")
_ENDS = lexicon().phrases("date_words", "week_end", "month_end", "year_end")
_MOVED = lexicon().phrases("date_words", "moved")
_NUMBERED = lexicon().phrases("date_words", "numbered")
_IN = lexicon().phrases("date_words", "in")
_WITHIN = lexicon().phrases("date_words", "within")
_NO_TOMORROW = lexicon().keys("date_words", "no_tomorrow") | lexicon().keys("days") - {"morgen"}
_UNITS = lexicon().keys("units")
_ONE = lexicon().keys("articles") | {"einer", "eine"}
_NUMERIC = re.compile(
    r"(?<![\d.,])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.(?:\s?(?P<y>\d{4}|\d{2})(?!\d))?(?!\d)"
    r"|(?<!\d)(?P<y1>\d{4})-(?P<m1>\d{2})-(?P<d1>\d{2})(?!\d)"
    r"|(?<![\d/])(?P<d2>\d{1,2})/(?P<m2>\d{1,2})(?:/(?P<y2>\d{4}|\d{2}))?(?![\d/])"
    r"|(?<![\d-])(?P<d3>\d{1,2})-(?P<m3>\d{1,2})-(?P<y3>\d{4})(?![\d-])"
    r"|(?:(?<=\bam )|(?<=\bon )|(?<=vom )|(?<=zum ))(?P<d4>\d{1,2})\.(?P<m4>\d{1,2})(?![\d.])"
)
_BEGINNINGS = frozenset(
    {key for table in (_DAYS, _WEEKDAYS, _SHORT, _MONTHS, _HOLIDAYS, _PERIODS) for key in table.begun}
    | {key for table in (_IN, _NUMBERED, _MOVED, _ENDS) for key in table.begun}
)
_GLUED = sorted(_WEEKDAYS.words(), key=len, reverse=True)
_GLUED_STARTS = frozenset(day[:3] for day in _GLUED)
EVENING = _PARTS.begun | {"morgen"}
_OPEN_ENDED = frozenset({"ab", "bis", "seit", "from", "until", "till", "by", "since", "naechsten", "next"})
LAST_DAY = 31
MOST_LISTED = 5  # a higher number is no place in a list
SHORTEST = 9  # letters of a weekday with a part of the day


class Named(NamedTuple):
    """Words `first` to `last` (half open) name a day."""

    first: int
    last: int
    day: date | None


@Language.component("tresen_dates")
def dates(doc: Doc) -> Doc:
    """date: as ISO text; a period ("next week") is its first day from today on."""
    draft = draft_of(doc)
    today = draft.now.astimezone(draft.zone).date() if draft.now else None
    if draft.digits:
        _numeric(draft, today)
    place = 0
    begun = not draft.keys.isdisjoint(_BEGINNINGS)
    for start in [place for place, word in enumerate(draft.words) if word.key in _BEGINNINGS] if begun else ():
        if start >= place and draft.free(start, start + 1):
            found = _worded(draft.words, start, today or date(2000, 1, 1))
            if found and draft.free(found.first, found.last):
                _add(draft, found if today else found._replace(day=None))
                place = found.last
    _glued(draft, today)
    return doc


def _add(draft: Draft, found: Named) -> None:
    if found.day:
        draft.add("date", found.day.isoformat(), found.first, found.last)
    else:
        draft.masks[found.first : found.last] = ["date"] * (found.last - found.first)


def _numeric(draft: Draft, today: date | None) -> None:
    for match in _NUMERIC.finditer(draft.flat):
        day, month, year = _figures(match)
        first, last = draft.inside(*match.span())
        found = days.day_of(day, month, year, today or date(2000, 1, 1))
        part = "/" in match.group() and _key(draft.words, last) in _UNITS  # "1/2 liter"
        if found and draft.free(first, last) and not part:
            draft.add("date", found.isoformat(), first, last)
        elif not found and match.group().endswith(".") and draft.free(first, last):
            draft.masks[first:last] = ["number"] * (last - first)  # "31.2." is no day, but no count either


def _figures(match: re.Match[str]) -> tuple[int, int, int | None]:
    parts = {name[0]: int(value) for name, value in match.groupdict().items() if value}
    return parts["d"], parts["m"], parts.get("y")


def _worded(words: Sequence[Word], place: int, today: date) -> Named | None:
    """A date in words that begins at this place, or that this word is the heart of."""
    for rule in RULES:
        found = rule(words, place, today)
        if found:
            return found
    return None


def _key(words: Sequence[Word], place: int) -> str:
    return words[place].key if 0 <= place < len(words) else ""


def _holiday(words: Sequence[Word], place: int, today: date) -> Named | None:
    """As in "Heiligabend", "on Easter Monday"; "a gift for Christmas" is an occasion, no date."""
    found = _HOLIDAYS.at(words, place)
    if not found or (_key(words, place - 1) in _OCCASION and _key(words, place - 2) not in _EXPECTS):
        return None
    return Named(place, found.last, days.holiday(found.value, today))


def _near_day(words: Sequence[Word], place: int, today: date) -> Named | None:
    """As in "heute", "tomorrow"; "guten Morgen", "am Morgen", "heute Morgen" are no tomorrow."""
    found = _DAYS.at(words, place)
    if not found or (words[place].key == "morgen" and _key(words, place - 1) in _NO_TOMORROW):
        return None
    return Named(place, found.last, today + timedelta(days=found.value))


def _weekday(words: Sequence[Word], place: int, today: date) -> Named | None:
    before = _key(words, place - 1)
    found = _WEEKDAYS.at(words, place) or (_SHORT.at(words, place) if before in _EXPECTS else None)
    if not found:
        return None
    day = _from(today, found.value, before)
    first = place - (before in _NEXT | _AFTER_NEXT | _THIS | _LAST)
    later = _later(words, found.last)
    if later:
        weeks = later.value if isinstance(later.value, int) else 0
        day = _in_week(today, found.value, 1) if weeks == 0 else day + timedelta(days=weeks)
    return Named(first, later.last if later else found.last, day)


def _from(today: date, weekday: int, before: str) -> date:
    """The day of a weekday, by the word before it: the next one from today on, or the last one before today."""
    ahead = (weekday - today.weekday()) % days.WEEK
    if before in _LAST | _SINCE:
        return today + timedelta(days=ahead - days.WEEK)
    skipped = ahead == 0 and before in _NEXT
    return today + timedelta(days=ahead + days.WEEK * (skipped + (before in _AFTER_NEXT)))


def _in_week(today: date, weekday: int, weeks: int) -> date:
    return today + timedelta(days=weekday - today.weekday() + days.WEEK * weeks)


def _later(words: Sequence[Word], place: int) -> Found[int] | None:
    """After a weekday: "in einer Woche", "week", "nächster Woche" (0: that of the next calendar week)."""
    key, following = _key(words, place), _key(words, place + 1)
    if key == "week":
        return Found(place, place + 1, days.WEEK)
    if key in _NEXT and _SPANS.get(following) == days.WEEK:
        return Found(place, place + 2, 0)
    span = _span(words, place)
    return Found(place, span.last, span.value // days.WEEK * days.WEEK) if span and span.value >= days.WEEK else None


def _span(words: Sequence[Word], place: int) -> Found[int] | None:
    """As in "in drei Tagen", "in two weeks", "within a week"; in days."""
    opened = _IN.at(words, place) if place < len(words) else None
    if not opened or opened.last + 1 >= len(words):
        return None
    key = words[opened.last].key
    counted = numbers.whole_at(words, opened.last)
    figure = Found(opened.last, opened.last + 1, int(key)) if key.isascii() and key.isdigit() and len(key) < 4 else None
    amount = figure or counted or (Found(opened.last, opened.last + 1, 1) if key in _ONE else None)
    unit = _SPANS.get(_key(words, amount.last)) if amount else None
    return Found(place, amount.last + 1, amount.value * unit) if amount and unit else None


def _in_some(words: Sequence[Word], place: int, today: date) -> Named | None:
    span = _span(words, place)
    fortnight = _IN.at(words, place) and _key(words, place + 2) == "fortnight"
    if fortnight:
        return Named(place, place + 3, days.ahead(today, 14))
    return Named(place, span.last, days.ahead(today, span.value)) if span else None


def _period(words: Sequence[Word], place: int, today: date) -> Named | None:
    """As in "am Wochenende", "next week", "nächste Woche Dienstag", "next month"."""
    found, before = _PERIODS.at(words, place), _key(words, place - 1)
    if not found or before in _LAST:
        return None
    if found.value == "weekend":
        saturday = today if today.weekday() >= 5 else _in_week(today, 5, 0)
        return Named(place - (before in _NEXT | _THIS), found.last, saturday)
    if before in _THIS and found.value == "week":
        return Named(place - 1, found.last, today)
    if before not in _NEXT | _AFTER_NEXT:
        return None
    if found.value == "month":
        return Named(place - 1, found.last, days.month_ahead(today))
    weekday = _WEEKDAYS.at(words, found.last) if found.last < len(words) else None
    day = _in_week(today, weekday.value if weekday else 0, 1 + (before in _AFTER_NEXT))
    return Named(place - 1, weekday.last if weekday else found.last, day)


def _month_day(words: Sequence[Word], place: int, today: date) -> Named | None:
    """As in "3. März", "24th of december 2026", "March 3rd", "dritter März"."""
    month = _MONTHS.get(words[place].key)
    if not month:
        return None
    first = place
    while _key(words, first - 1) in _ORDINAL:
        first -= 1
    before = _number(words, first - 1)
    after = _number(words, place + 1) if before is None else None
    number = before if before is not None else after
    if number is None:
        return _month_alone(words, place, month, today)
    last = place + 1 if after is None else place + 2 + (_key(words, place + 2) in _ORDINAL - {"."})
    year = _year(words, last)
    found = days.day_of(number, month, year, today)
    return Named(first - 1 if after is None else place, last + (year is not None), found) if found else None


def _month_alone(words: Sequence[Word], place: int, month: int, today: date) -> Named | None:
    """As in "ab Januar", "until march": the month's first day."""
    if _key(words, place - 1) not in _OPEN_ENDED | _IN_MONTH:
        return None
    return Named(place, place + 1, days.day_of(1, month, _year(words, place + 1), today))


def _period_before(words: Sequence[Word], place: int, today: date) -> Named | None:
    """As in "letzte Woche", "last month"."""
    found = _PERIODS.at(words, place)
    day = days.begun_before(today, found.value) if found and _key(words, place - 1) in _LAST else None
    return Named(place - 1, found.last, day) if found and day else None


def _period_end(words: Sequence[Word], place: int, today: date) -> Named | None:
    """As in "Ende des Monats", "by the end of the week": its last day."""
    found = _ENDS.at(words, place)
    if not found:
        return None
    week, month = today + timedelta(days=6 - today.weekday()), days.month_ahead(today) - timedelta(days=1)
    return Named(place, found.last, {"week_end": week, "month_end": month}.get(found.value, date(today.year, 12, 31)))


def _number(words: Sequence[Word], place: int) -> int | None:
    """A day of a month, in figures or as an ordinal."""
    key = _key(words, place)
    if key.isascii() and key.isdigit():
        return int(key) if len(key) <= 2 else None
    ordinal = _ORDINALS.get(key) or numbers.ordinal(key) if key else None
    return ordinal if ordinal and 0 < ordinal <= LAST_DAY else None


def _year(words: Sequence[Word], place: int) -> int | None:
    key = _key(words, place)
    return int(key) if len(key) == 4 and key.isascii() and key.isdigit() and key[:2] in {"19", "20"} else None


def _day_number(words: Sequence[Word], place: int, today: date) -> Named | None:
    """As in "am 24.", "on the 24th": the next day with that number."""
    moved = _MOVED.at(words, place)
    opened = moved or _NUMBERED.at(words, place)
    if not opened or opened.last + 1 >= len(words):
        return None
    feast = _holiday(words, opened.last, today)
    if feast:
        return feast
    key, mark = words[opened.last].key, words[opened.last + 1]
    if not (key.isascii() and key.isdigit() and len(key) <= 2 and mark.key in _ORDINAL - {"of"}):
        return None
    following = words[opened.last + 2] if opened.last + 2 < len(words) else None
    if moved and int(key) <= MOST_LISTED:
        return None  # "change it to the 2nd colour"
    if mark.start != words[opened.last].end or (following and (following.key[0].isdigit() or _names(following.key))):
        return None
    day = days.day_of_month(int(key), today)
    return Named(opened.last, opened.last + 2, day) if day else None


def _names(key: str) -> bool:
    """Words after which a number with an ordinal's mark is a place in a list: "on the 2nd one"."""
    return key in {"one", "ones", "item"} or key in _MONTHS.begun


def _glued(draft: Draft, today: date | None) -> None:
    """As in "Freitagabend": a weekday and a part of the day in one word."""
    for place, word in enumerate(draft.words):
        if len(word.key) < SHORTEST or word.key[:3] not in _GLUED_STARTS or not draft.free(place, place + 1):
            continue
        day = next((day for day in _GLUED if word.key.startswith(day)), "")
        if day and word.key[len(day) :] in EVENING and today and word.end - word.start == len(word.key):
            cut = word.start + len(day)
            weekday = _WEEKDAYS.get(day) or 0
            value = _from(today, weekday, _key(draft.words, place - 1)).isoformat()
            draft.add("date", value, place, place + 1, span=(word.start, cut))
            part = _PARTS.get(word.key[len(day) :]) or "08:00"
            draft.add("time", part, place, place + 1, span=(cut, word.end), mask="date")


RULES: tuple[Callable[[Sequence[Word], int, date], Named | None], ...] = (
    _holiday, _near_day, _weekday, _period_end, _period_before, _period, _in_some, _month_day, _day_number,
)  # fmt: skip
