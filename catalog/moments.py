"""Moments as whole microseconds since 1970 UTC: how the catalogue's tables store time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(moment: datetime) -> int:
    """An aware moment as microseconds."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def moment_of(micros_since_1970: int) -> datetime:
    """The aware UTC moment of a stored number."""
    return _EPOCH + timedelta(microseconds=micros_since_1970)
