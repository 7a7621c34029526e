"""Reading single cells: each function gives a value or raises `WrongValueError` with advice."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from catalog.importing.problems import WrongValueError, did_you_mean
from catalog.money import Money
from catalog.units import UNITS

_MONEY = re.compile(r"(\d+)(?:[.,](\d{1,2}))?\s*([A-Z]{3})")
_MEASURE = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-z]+)")
_NUMBER = re.compile(r"(-?\d+(?:[.,]\d+)?)\s*([^\d\s]\D{0,11})?")
_DURATION: TypeAdapter[timedelta] = TypeAdapter(timedelta)
_WEEKS = re.compile(r"P(\d+)W")
_YES = {"yes": True, "no": False, "true": True, "false": False}
_GRAMS = {"mg": 0.001, "g": 1.0, "kg": 1000.0}


def money(text: str, currency: str) -> Money:
    """`12.90 EUR` or `12,90 EUR`."""
    found = _MONEY.fullmatch(text)
    if not found:
        raise WrongValueError("is not a price", f"Write a number, a space and the currency, as 12.90 {currency}.")
    whole, cents, unit = found.groups()
    if unit != currency:
        raise WrongValueError(
            f"is in {unit}", f"The shop's currency is {currency} (shop.toml); write the price in {currency}."
        )
    return Money(int(whole) * 100 + int((cents or "0").ljust(2, "0")), currency)


def price(text: str, currency: str) -> Money:
    """What something is sold for: never nothing."""
    found = money(text, currency)
    if not found.amount:
        raise WrongValueError(
            "is no price: nothing is sold for nothing",
            f"Write what it costs, as 12.90 {currency}, or take the row out until it has a price.",
        )
    return found


def decimal_mark(text: str) -> str:
    """The decimal mark a number is written with, or nothing."""
    found = re.search(r"\d([.,])\d{1,2}(?!\d)", text)
    return found.group(1) if found else ""


def whole(text: str, *, least: int = 0) -> int:
    """A whole number."""
    if not re.fullmatch(r"-?\d+", text):
        raise WrongValueError("is not a whole number", "Write digits only, as 12.")
    if int(text) < least:
        raise WrongValueError("is too small", f"Write {least} or more.")
    return int(text)


def number(text: str) -> float:
    """A number with or without decimals."""
    if not re.fullmatch(r"-?\d+(?:[.,]\d+)?", text):
        raise WrongValueError("is not a number", "Write a number, as 0.8.")
    return float(text.replace(",", "."))


def yes(text: str) -> bool:
    """`yes` or `no`."""
    if text.casefold() not in _YES:
        raise WrongValueError("is neither yes nor no", "Write yes or no.")
    return _YES[text.casefold()]


def one_of(text: str, *choices: str) -> str:
    """One of some words."""
    if text not in choices:
        raise WrongValueError("is not known here", did_you_mean(text, choices, f"Write one of: {', '.join(choices)}."))
    return text


def measure(text: str) -> tuple[float, str]:
    """`250 g`."""
    found = _MEASURE.fullmatch(text)
    if not found or found.group(2) not in UNITS:
        raise WrongValueError("is not a measure", f"Write a number and a unit, as 250 g. Units: {', '.join(UNITS)}.")
    size = float(found.group(1).replace(",", "."))
    if size <= 0:
        raise WrongValueError("is nothing", "Write a measure above zero.")
    return size, found.group(2)


def grams(text: str) -> int:
    """A weight, in grams."""
    size, unit = measure(text)
    if unit not in _GRAMS:
        raise WrongValueError("is not a weight", "Write a weight in g or kg, as 0.4 kg.")
    return round(size * _GRAMS[unit])


def quantity_with_unit(text: str) -> tuple[float, str] | None:
    """A number with or without a unit, if the text is one: `2.4 kg`, `3`."""
    found = _NUMBER.fullmatch(text)
    return (float(found.group(1).replace(",", ".")), (found.group(2) or "").strip()) if found else None


def duration(text: str) -> timedelta:
    """An ISO 8601 duration, as PT45M, P14D or P4W."""
    weeks = _WEEKS.fullmatch(text)
    if weeks:
        return timedelta(weeks=int(weeks.group(1)))
    try:
        value = _DURATION.validate_python(text) if text.startswith("P") else None
    except ValidationError:
        value = None
    if value is None or value < timedelta():
        raise WrongValueError(
            "is not a duration", "Write an ISO 8601 duration, as PT45M (45 minutes), PT24H or P14D (14 days)."
        )
    return value


def moment(text: str, timezone: str, *, end: bool = False) -> datetime:
    """An ISO date or date and time; without a zone it is the shop's, a bare date as an end is that day's last moment."""
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        raise WrongValueError("is not a date", "Write an ISO date, as 2026-12-24 or 2026-12-24T18:00.") from None
    if len(text) <= 10 and end:
        value += timedelta(days=1) - timedelta(microseconds=1)
    return (value if value.tzinfo else value.replace(tzinfo=ZoneInfo(timezone))).astimezone(UTC)


def items(text: str) -> tuple[str, ...]:
    """The parts of a list in a cell, parted by `|`."""
    return tuple(part.strip() for part in text.split("|") if part.strip())
