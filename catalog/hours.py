"""Opening hours of a store, or of whoever else keeps some, with holidays and the days the owner closes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

import opening_hours
from opening_hours import OpeningHours, State

if TYPE_CHECKING:
    from holidays import HolidayBase

Span = tuple[time, time]  # an end at or before its begin lies on the next day; midnight to midnight is all day


class Keeper(Protocol):
    """Who keeps opening hours: a store, or the people who answer for the shop."""

    @property
    def opening_hours(self) -> str:
        """When it is open, as OpenStreetMap writes it."""
        ...

    @property
    def country(self) -> str:
        """Whose public holidays count."""
        ...

    @property
    def closed_on_holidays(self) -> bool:
        """Whether it rests on them."""
        ...

    @property
    def holiday_region(self) -> str:
        """The region, if its holidays differ from the country's."""
        ...

    @property
    def closed_dates(self) -> tuple[str, ...]:
        """Other days on which it is closed."""
        ...


_DAY = timedelta(days=1)
_LOOK_AHEAD = 366


def valid(expression: str) -> bool:
    """Whether opening hours can be read."""
    return opening_hours.validate(expression)


def day_hours(store: Keeper, day: date) -> list[Span]:
    """From when to when a store is open on a day, by its local clock; spans that begin on this day."""
    return [(begin.time(), end.time()) for begin, end in _spans(store, day)]


def is_open(store: Keeper, moment: datetime, timezone: str) -> bool:
    """Whether a store is open at an aware moment."""
    local = _local(moment, timezone)
    return any(begin <= local < end for day in (local.date() - _DAY, local.date()) for begin, end in _spans(store, day))


def closing(store: Keeper, moment: datetime, timezone: str) -> datetime | None:
    """When an open store closes, as an aware UTC moment; None if it is closed, or never closes."""
    at, limit = _local(moment, timezone), _local(moment, timezone) + timedelta(days=8)
    start = at
    while at < limit:
        ends = [end for day in (at.date() - _DAY, at.date()) for begin, end in _spans(store, day) if begin <= at < end]
        if not ends:
            return None if at == start else _aware(at, timezone)
        at = max(ends)
    return None


def next_opening(store: Keeper, moment: datetime, timezone: str) -> datetime | None:
    """When a store opens next after a moment, as an aware UTC moment; None if it does not within a year."""
    local = _local(moment, timezone)
    for ahead in range(_LOOK_AHEAD):
        for begin, _ in _spans(store, local.date() + ahead * _DAY):
            if begin > local:
                return _aware(begin, timezone)
    return None


def holiday(store: Keeper, day: date, *, language: str = "de") -> str:
    """The name of a public holiday at a store's place, in a language if it is known in it; empty on other days."""
    country, _, region = (store.holiday_region or store.country).partition("-")
    return str(_holidays(country, region, day.year, language).get(day, ""))


def closed_all_day(store: Keeper, day: date) -> bool:
    """Whether a store that would open on this weekday stays closed: a holiday, or a day the owner named."""
    return day.isoformat() in store.closed_dates or bool(_rests(store) and holiday(store, day))


def _rests(store: Keeper) -> bool:
    """Hours with a rule for public holidays of their own speak for themselves."""
    return store.closed_on_holidays and "PH" not in store.opening_hours


def _spans(store: Keeper, day: date) -> Iterator[tuple[datetime, datetime]]:
    if closed_all_day(store, day):
        return
    shown = _like(store, day)
    start = datetime.combine(shown, time())
    moved = datetime.combine(day, time()) - start
    hours = _parsed(store.opening_hours, store.country)
    for begin, end, state, _ in hours.intervals(start - _DAY, start + 3 * _DAY):
        first = begin + max(shown - begin.date(), timedelta())  # what has been open for days begins anew each day
        if state == State.OPEN and first.date() == shown and first < end:
            yield first + moved, min(end, first + _DAY) + moved


def _like(store: Keeper, day: date) -> date:
    """The day whose hours hold: a region's own holiday is kept like New Year's Day, which is one everywhere."""
    if "PH" in store.opening_hours and holiday(store, day):
        return date(day.year, 1, 1)
    return day


def _local(moment: datetime, timezone: str) -> datetime:
    return moment.astimezone(ZoneInfo(timezone)).replace(tzinfo=None)


def _aware(local: datetime, timezone: str) -> datetime:
    return local.replace(tzinfo=ZoneInfo(timezone)).astimezone(UTC)


@lru_cache(maxsize=1024)
def _parsed(expression: str, country: str) -> OpeningHours:
    return OpeningHours(expression, country=country, auto_country=False, auto_timezone=False)


@lru_cache(maxsize=256)
def _holidays(country: str, region: str, year: int, language: str) -> HolidayBase:
    import holidays  # noqa: PLC0415  (all countries of the world: only for whoever asks)

    known = holidays.country_holidays(country).supported_languages
    spoken = next((each for each in known if each.partition("_")[0] == language), None)
    return holidays.country_holidays(country, subdiv=region or None, years=year, language=spoken)
