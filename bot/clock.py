"""The one source of time: every room gets its clock from outside."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol, runtime_checkable

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Clock(Protocol):
    """Tells the time as an aware UTC datetime."""

    def now(self) -> datetime:
        """The current moment, aware, in UTC."""
        ...


@runtime_checkable
class MovableClock(Clock, Protocol):
    """A clock that somebody may put forward."""

    def move_to(self, at: datetime) -> None:
        """Stand at a later moment; never goes back."""
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


class OffsetClock:
    """The machine's clock, put forward by what was waited for: the console without `--at`."""

    def __init__(self, real: Clock | None = None) -> None:
        self._real = real or SystemClock()
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The current moment and all that was waited."""
        return self._real.now() + self._ahead

    def move_to(self, at: datetime) -> None:
        """Go on from a later moment; never goes back."""
        self._ahead = max(self._ahead, at.astimezone(UTC) - self._real.now())


def to_micros(moment: datetime) -> int:
    """A moment as whole microseconds since 1970 UTC: how every table stores time."""
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def from_micros(micros: int) -> datetime:
    """The aware UTC moment of a stored number of microseconds."""
    seconds, rest = divmod(micros, 1_000_000)  # in parts: timedelta is slow with a large number of microseconds
    return _EPOCH + timedelta(0, seconds, rest)
