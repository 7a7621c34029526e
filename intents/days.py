"""Days of the calendar: holidays, and which day a weekday or a day without a year means."""

from __future__ import annotations

import re
from datetime import date, timedelta

_FIXED = re.compile(r"(\d\d)-(\d\d)")
_FROM_EASTER = re.compile(r"easter([+-]\d+)")
WEEK = 7
MAY = 5
SUNDAY = 6
CENTURY = 100
FARTHEST = 36_500  # days from today that anybody may mean


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar: the Sunday after the first full moon of spring."""
    golden, century = year % 19, year // 100
    moon = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon -= (moon // 28) * (1 - (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % WEEK
    return date(year, 3, 28) + timedelta(days=moon - weekday)


def holiday(key: str, today: date) -> date | None:
    """The next day, from today on, that a holiday's key means: "12-24", "easter-2", "mothers"."""
    return next(
        (day for year in (today.year, today.year + 1) if (day := _holiday_in(key, year)) and day >= today), None
    )


def _holiday_in(key: str, year: int) -> date | None:
    fixed, moving = _FIXED.fullmatch(key), _FROM_EASTER.fullmatch(key)
    if fixed:
        return date(year, int(fixed[1]), int(fixed[2]))
    if moving:
        return easter(year) + timedelta(days=int(moving[1]))
    first = date(year, MAY, 1)
    return first + timedelta(days=(SUNDAY - first.weekday()) % WEEK + WEEK)


def day_of(day: int, month: int, year: int | None, today: date) -> date | None:
    """A day of a month; without a year the next one from today on."""
    if year is not None and year < CENTURY:
        year += 2000
    try:
        found = date(today.year if year is None else year, month, day)
        return found.replace(year=found.year + 1) if year is None and found < today else found
    except ValueError:
        return None


def day_of_month(day: int, today: date) -> date | None:
    """The next day with this number, from today on: "am 24."."""
    for ahead in range(13):
        month = today.month - 1 + ahead
        found = day_of(day, month % 12 + 1, today.year + month // 12, today)
        if found and found >= today:
            return found
    return None


def begun_before(today: date, period: str) -> date | None:
    """The first day of the week or month before this one."""
    if period == "week":
        return today - timedelta(days=today.weekday() + WEEK)
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1) if period == "month" else None


def month_ahead(today: date) -> date:
    """The first day of the next month."""
    return (today.replace(day=1) + timedelta(days=32)).replace(day=1)


def ahead(today: date, days: int) -> date | None:
    """So many days from today; None beyond what anybody means."""
    return today + timedelta(days=days) if abs(days) <= FARTHEST and today.year + days / 365 < date.max.year else None
