"""The one source of time: every room gets its clock from outside."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Clock(Protocol):
    """Tells the time as an aware UTC datetime."""

    def now(self) -> datetime:
        """The current moment, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The current moment, aware, in UTC."""
        return datetime.now(UTC)


class ManualClock:
    """A clock that stands still until somebody moves it: the console's `--at` and every test."""

    def __init__(self, at: datetime) -> None:
        self._now = at.astimezone(UTC)

    def now(self) -> datetime:
        """The moment this clock was last moved to."""
        return self._now

    def move_to(self, at: datetime) -> None:
        """Stand at another moment; never goes back."""
        self._now = max(self._now, at.astimezone(UTC))


def to_micros(moment: datetime) -> int:
    """A moment as whole microseconds since 1970 UTC: how every table stores time."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def from_micros(micros: int) -> datetime:
    """The aware UTC moment of a stored number of microseconds."""
    return _EPOCH + timedelta(microseconds=micros)
