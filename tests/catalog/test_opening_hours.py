"""Opening hours follow the tag, the public holidays of the place, and the days the owner closes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.catalog import Catalog
from catalog.hours import closed_all_day, closing, day_hours, holiday, is_open, next_opening
from catalog.model import Store, Text

BERLIN = "Europe/Berlin"
WEEK = "Mo-Fr 09:00-18:00; Sa 10:00-14:00"
FIRST, LAST = datetime(2026, 1, 1), datetime(2028, 12, 31)  # noqa: DTZ001 - Hypothesis adds the zone itself
MONDAY, CHRISTMAS, REFORMATION = date(2026, 11, 23), date(2026, 12, 25), date(2026, 10, 31)


def store(hours: str, **more: Any) -> Store:
    place = {"street": "", "postcode": "", "city": "", "country": "DE", "latitude": 54.4, "longitude": 6.9}
    return Store(id="a", name=Text(values={"de": "A"}), opening_hours=hours, **{**place, **more})


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


def spans(*pairs: tuple[str, str]) -> list[tuple[time, time]]:
    return [(time.fromisoformat(begin), time.fromisoformat(end)) for begin, end in pairs]


@pytest.mark.parametrize(
    ("hours", "day", "expected"),
    [
        (WEEK, MONDAY, spans(("09:00", "18:00"))),
        (WEEK, MONDAY + timedelta(days=5), spans(("10:00", "14:00"))),
        (WEEK, MONDAY + timedelta(days=6), []),
        ("Mo-Fr 09:00-12:30,14:00-17:00", MONDAY, spans(("09:00", "12:30"), ("14:00", "17:00"))),
        ("Mo-Su 20:00-02:00", MONDAY, spans(("20:00", "02:00"))),
        ("24/7", MONDAY, spans(("00:00", "00:00"))),
        ("Mo 00:00-24:00; Tu 00:00-10:00", MONDAY + timedelta(days=1), spans(("00:00", "10:00"))),
        ("Mar-Oct: Mo-Su 10:00-20:00", MONDAY, []),
        ("Mo-Fr 09:00-18:00; Nov 23 off", MONDAY, []),
    ],
)
def test_hours_of_a_day_are_those_that_begin_on_it(hours: str, day: date, expected: list[tuple[time, time]]) -> None:
    assert day_hours(store(hours), day) == expected


def test_public_holidays_are_closed_by_default() -> None:
    assert day_hours(store(WEEK), CHRISTMAS) == []
    assert day_hours(store(WEEK, closed_on_holidays=False), CHRISTMAS) == spans(("09:00", "18:00"))


@pytest.mark.parametrize(("region", "open_"), [("DE-SH", False), ("DE-BE", True), ("", True), ("AT", True)])
def test_a_regions_own_holiday_is_kept_in_that_region_only(region: str, *, open_: bool) -> None:
    assert bool(day_hours(store("Mo-Su 09:00-18:00", holiday_region=region), REFORMATION)) is open_


def test_a_rule_for_holidays_in_the_tag_speaks_for_itself() -> None:
    own = store("Mo-Su 07:00-21:00; PH 09:00-18:00", holiday_region="DE-SH")
    assert day_hours(own, CHRISTMAS) == spans(("09:00", "18:00"))
    assert day_hours(own, REFORMATION) == spans(("09:00", "18:00"))  # a holiday of the region, not of the country
    assert day_hours(own, MONDAY) == spans(("07:00", "21:00"))


def test_days_the_owner_closes_are_closed() -> None:
    closed = store(WEEK, closed_dates=("2026-11-23",))
    assert day_hours(closed, MONDAY) == []
    assert closed_all_day(closed, MONDAY)
    assert not closed_all_day(closed, MONDAY + timedelta(days=1))


def test_a_holiday_has_its_name() -> None:
    assert "Weihnacht" in holiday(store(WEEK), CHRISTMAS)
    assert holiday(store(WEEK), CHRISTMAS, language="en") == "Christmas Day"
    assert holiday(store(WEEK), MONDAY) == ""
    assert holiday(store(WEEK, country="AT"), date(2026, 10, 26)) != ""


@pytest.mark.parametrize(
    ("moment", "open_"),
    [
        (utc(2026, 11, 23, 7, 59, 59), False),
        (utc(2026, 11, 23, 8), True),
        (utc(2026, 11, 23, 16, 59, 59), True),
        (utc(2026, 11, 23, 17), False),
        (utc(2026, 7, 6, 7), True),  # summer time: nine o'clock is seven in UTC
    ],
)
def test_open_is_from_the_first_to_before_the_last_minute_by_the_shops_clock(moment: datetime, *, open_: bool) -> None:
    assert is_open(store(WEEK), moment, BERLIN) is open_


def test_a_night_belongs_to_the_evening_it_began_on() -> None:
    bar = store("Fr,Sa 20:00-02:00")
    assert is_open(bar, utc(2026, 11, 22, 0, 30), BERLIN)  # Sunday, half past one
    assert not is_open(bar, utc(2026, 11, 22, 1), BERLIN)
    assert closing(bar, utc(2026, 11, 21, 22), BERLIN) == utc(2026, 11, 22, 1)


def test_closing_is_the_end_of_the_span_one_is_in() -> None:
    split = store("Mo-Fr 09:00-12:30,14:00-17:00")
    assert closing(split, utc(2026, 11, 23, 9), BERLIN) == utc(2026, 11, 23, 11, 30)
    assert closing(split, utc(2026, 11, 23, 12), BERLIN) is None
    assert closing(store("24/7"), utc(2026, 11, 23, 9), BERLIN) is None


@pytest.mark.parametrize(
    ("hours", "moment", "expected"),
    [
        (WEEK, utc(2026, 11, 23, 6), utc(2026, 11, 23, 8)),
        (WEEK, utc(2026, 11, 23, 9), utc(2026, 11, 24, 8)),
        (WEEK, utc(2026, 11, 21, 15), utc(2026, 11, 23, 8)),
        (WEEK, utc(2026, 12, 24, 20), utc(2026, 12, 28, 8)),  # two holidays, the second on a Saturday, and a Sunday
        ("Mar-Oct: Mo-Su 10:00-20:00", utc(2026, 11, 23, 9), utc(2027, 3, 1, 9)),
        ("Mo-Su 02:30-05:00", utc(2027, 3, 27, 12), utc(2027, 3, 28, 1, 30)),  # an hour that this night does not have
    ],
)
def test_the_next_opening_is_found_over_weekends_holidays_and_winters(
    hours: str, moment: datetime, expected: datetime
) -> None:
    assert next_opening(store(hours), moment, BERLIN) == expected


def test_what_never_opens_has_no_next_opening() -> None:
    assert next_opening(store("off"), utc(2026, 11, 23), BERLIN) is None


@given(
    st.datetimes(min_value=FIRST, max_value=LAST, timezones=st.just(UTC)),
    st.sampled_from([WEEK, "Tu-Fr 10:00-12:30,14:00-17:00", "Fr,Sa 20:00-02:00"]),
)
def test_open_closing_and_next_opening_agree(moment: datetime, hours: str) -> None:
    place = store(hours, holiday_region="DE-SH")
    following = next_opening(place, moment, BERLIN)
    assert following is not None
    assert following > moment
    assert is_open(place, following, BERLIN)
    end = closing(place, moment, BERLIN)
    assert (end is not None) is is_open(place, moment, BERLIN)
    if end is not None:
        assert moment < end
        assert is_open(place, end - timedelta(seconds=1), BERLIN)
        assert not is_open(place, end, BERLIN)


def test_the_demos_stores_have_hours_worth_asking_for(demo: Catalog) -> None:
    names = {place.id: len(day_hours(place, MONDAY)) for place in demo.stores()}
    assert names == {"hafen": 1, "markt": 1, "leuchtturm": 0, "bahnhof": 1, "strand": 0}
    tuesday = {place.id: len(day_hours(place, MONDAY + timedelta(days=1))) for place in demo.stores()}
    assert tuesday["leuchtturm"] == 2
