"""Clocks: one that is real, one that stands, one that is ahead."""

from datetime import UTC, datetime, timedelta, timezone

from bot.clock import ManualClock, MovableClock, OffsetClock, SystemClock, from_micros, to_micros

NOON = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)


def test_a_clock_that_was_put_forward_goes_on_from_there() -> None:
    real = ManualClock(NOON)
    clock = OffsetClock(real)
    assert clock.now() == NOON
    clock.move_to(NOON + timedelta(hours=2))
    real.move_to(NOON + timedelta(minutes=1))
    assert clock.now() == NOON + timedelta(hours=2, minutes=1)


def test_no_clock_goes_back() -> None:
    for clock in (ManualClock(NOON), OffsetClock(ManualClock(NOON))):
        clock.move_to(NOON + timedelta(hours=2))
        clock.move_to(NOON + timedelta(hours=1))
        assert clock.now() == NOON + timedelta(hours=2)


def test_clocks_tell_utc() -> None:
    berlin = datetime(2026, 11, 25, 12, 0, tzinfo=timezone(timedelta(hours=1)))
    assert ManualClock(berlin).now().tzinfo is UTC
    clock = OffsetClock(ManualClock(NOON))
    clock.move_to(berlin + timedelta(hours=1))
    assert clock.now() == NOON + timedelta(hours=1)
    assert SystemClock().now().tzinfo is UTC


def test_only_a_clock_of_ones_own_can_be_moved() -> None:
    assert isinstance(ManualClock(NOON), MovableClock)
    assert isinstance(OffsetClock(), MovableClock)
    assert not isinstance(SystemClock(), MovableClock)


def test_moments_are_stored_as_microseconds() -> None:
    moment = datetime(2026, 11, 25, 11, 0, 0, 123456, tzinfo=UTC)
    assert from_micros(to_micros(moment)) == moment
