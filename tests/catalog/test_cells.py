"""Single cells: what can be read is read exactly, what cannot is refused with advice."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.importing import values
from catalog.importing.problems import WrongValueError, nearest
from catalog.model import Text, Variant
from catalog.moments import micros, moment_of
from catalog.money import Money
from catalog.units import UNITS, ratio, same_dimension
from tests.catalog.folders import NOW


@given(st.integers(0, 10**9), st.sampled_from([".", ","]), st.sampled_from([" ", ""]))
def test_every_amount_is_read_to_the_cent(cents: int, mark: str, gap: str) -> None:
    assert values.money(f"{cents // 100}{mark}{cents % 100:02}{gap}EUR", "EUR") == Money(cents, "EUR")


@pytest.mark.parametrize(
    ("text", "cents"), [("12 EUR", 1200), ("0.5 EUR", 50), ("12,9 EUR", 1290), ("007.00 EUR", 700)]
)
def test_amounts_may_be_short(text: str, cents: int) -> None:
    assert values.money(text, "EUR") == Money(cents)


@given(st.text(max_size=12))
def test_no_text_is_a_price_by_accident(text: str) -> None:
    with suppress(WrongValueError):
        amount = values.money(text, "EUR")
        assert amount.amount >= 0
        assert text.endswith("EUR")


@pytest.mark.parametrize(
    ("text", "seconds"), [("PT45M", 2700), ("PT2H", 7200), ("P14D", 1_209_600), ("P4W", 2_419_200), ("P1DT1H", 90_000)]
)
def test_durations_are_iso(text: str, seconds: int) -> None:
    assert values.duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["45 min", "90", "PT", "-PT1H", "P", "1:30"])
def test_other_durations_are_refused(text: str) -> None:
    with pytest.raises(WrongValueError, match="not a duration"):
        values.duration(text)


def test_moments_are_the_shops_unless_they_say_otherwise() -> None:
    assert values.moment("2026-12-24T18:00", "Europe/Berlin") == datetime(2026, 12, 24, 17, tzinfo=UTC)
    assert values.moment("2026-07-01", "Europe/Berlin") == datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert values.moment("2026-12-24T18:00+00:00", "Europe/Berlin") == datetime(2026, 12, 24, 18, tzinfo=UTC)
    assert values.moment("2026-12-24T18:00-0500", "Europe/Berlin") == datetime(2026, 12, 24, 23, tzinfo=UTC)


def test_a_last_day_is_meant_to_its_end() -> None:
    end = values.moment("2026-12-31", "Europe/Berlin", end=True)
    assert end == datetime(2026, 12, 31, 23, tzinfo=UTC) - timedelta(microseconds=1)


@given(st.datetimes(min_value=datetime(1970, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_moments_survive_the_tables(moment: datetime) -> None:
    assert moment_of(micros(moment)) == moment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2.4 kg", (2.4, "kg")),
        ("2,4kg", (2.4, "kg")),
        ("15000 mm", (15000.0, "mm")),
        ("3", (3.0, "")),
        ("-5 °C", (-5.0, "°C")),
        ("ja", None),
        ("2 von 3 Sternen und mehr", None),
        ("10-12", None),
    ],
)
def test_attributes_are_numbers_where_they_are(text: str, expected: tuple[float, str] | None) -> None:
    assert values.quantity_with_unit(text) == expected


@pytest.mark.parametrize(("text", "grams"), [("350 g", 350), ("2.4 kg", 2400), ("0,35 kg", 350), ("500 mg", 0)])
def test_weights_are_kept_in_grams(text: str, grams: int) -> None:
    assert values.grams(text) == grams


def test_lists_are_parted_by_a_bar() -> None:
    assert values.items(" Küche > Becher | A-1|| B ") == ("Küche > Becher", "A-1", "B")


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [("colour", ["color", "size"], "color"), ("prise", ["price", "title"], "price"), ("xyz", ["price", "title"], None)],
)
def test_did_you_mean_only_what_is_near(word: str, known: list[str], meant: str | None) -> None:
    assert nearest(word, known) == meant


def variant(
    price: int, measure: tuple[float, str] | None, base: tuple[float, str] | None, sale: int | None = None
) -> Variant:
    return Variant(
        sku="A",
        product="A",
        title=Text(values={}),
        price=Money(price),
        sale_price=None if sale is None else Money(sale),
        measure=measure,
        base_measure=base,
    )


@pytest.mark.parametrize(
    ("price", "measure", "base", "expected"),
    [
        (690, (100, "g"), (1, "kg"), (Money(6900), "1 kg")),
        (1590, (250, "g"), (1, "kg"), (Money(6360), "1 kg")),
        (890, (250, "ml"), (1, "l"), (Money(3560), "1 l")),
        (100, (300, "g"), (1, "kg"), (Money(333), "1 kg")),
        (100, (600, "g"), (1, "kg"), (Money(167), "1 kg")),
        (99, (2, "kg"), (1, "kg"), (Money(50), "1 kg")),  # 49.5 cents: half goes up
        (1490, (8, "ct"), (1, "ct"), (Money(186), "1 ct")),
        (250, (50, "cl"), (100, "ml"), (Money(50), "100 ml")),
    ],
)
def test_the_base_price_is_rounded_half_up(
    price: int, measure: tuple[float, str], base: tuple[float, str], expected: tuple[Money, str]
) -> None:
    assert variant(price, measure, base).base_price_at(NOW) == expected


def test_the_base_price_follows_the_sale_and_needs_a_measure() -> None:
    assert variant(1000, (100, "g"), (1, "kg"), sale=500).base_price_at(NOW) == (Money(5000), "1 kg")
    assert variant(1000, None, None).base_price_at(NOW) is None


@given(st.sampled_from(sorted(UNITS)), st.floats(0.001, 10_000))
def test_a_measure_holds_itself_once(unit: str, size: float) -> None:
    assert ratio((size, unit), (size, unit)) == pytest.approx(1)
    assert same_dimension(unit, unit)


def test_kilograms_and_litres_are_different_things() -> None:
    assert same_dimension("mg", "kg")
    assert not same_dimension("kg", "l")
