from __future__ import annotations

from datetime import date

import pytest

from intents.days import easter
from tests.intents.conftest import Understand

SAID = [  # on Wednesday, 18 November 2026
    ("heute Abend", "heute", "2026-11-18"), ("hüt", "hüt", "2026-11-18"), ("morgen früh", "morgen", "2026-11-19"),
    ("übermorgen", "übermorgen", "2026-11-20"), ("uebermorgen", "uebermorgen", "2026-11-20"),
    ("day after tomorrow", "day after tomorrow", "2026-11-20"), ("tmrw", "tmrw", "2026-11-19"),
    ("nächsten Freitag", "nächsten Freitag", "2026-11-20"), ("kommenden freitag", "kommenden freitag", "2026-11-20"),
    ("diesen freitag", "diesen freitag", "2026-11-20"), ("this friday", "this friday", "2026-11-20"),
    ("übernächsten montag", "übernächsten montag", "2026-11-30"), ("seit montag", "montag", "2026-11-16"),
    ("last friday", "last friday", "2026-11-13"), ("bis fr", "fr", "2026-11-20"), ("by mon", "mon", "2026-11-23"),
    ("Freitag in einer Woche", "Freitag in einer Woche", "2026-11-27"), ("friday week", "friday week", "2026-11-27"),
    ("nächste woche dienstag", "nächste woche dienstag", "2026-11-24"), ("next week", "next week", "2026-11-23"),
    ("freitag nächster woche", "freitag nächster woche", "2026-11-27"), ("next month", "next month", "2026-12-01"),
    ("freitagabend", "freitag", "2026-11-20"), ("in 3 Tagen", "in 3 Tagen", "2026-11-21"),
    ("bis ende der woche", "ende der woche", "2026-11-22"), ("end of the year", "end of the year", "2026-12-31"),
    ("in zwei wochen", "in zwei wochen", "2026-12-02"), ("in a fortnight", "in a fortnight", "2026-12-02"),
    ("within a week", "within a week", "2026-11-25"), ("3. März", "3. März", "2027-03-03"),
    ("3. maerz 2028", "3. maerz 2028", "2028-03-03"), ("the 3rd of march", "3rd of march", "2027-03-03"),
    ("december 24th", "december 24th", "2026-12-24"), ("dritter märz", "dritter märz", "2027-03-03"),
    ("am 12.11.", "12.11.", "2027-11-12"), ("12.11.2026", "12.11.2026", "2026-11-12"), ("12/11", "12/11", "2027-11-12"),
    ("12.12.26", "12.12.26", "2026-12-12"), ("2026-12-03", "2026-12-03", "2026-12-03"), ("am 3.12", "3.12", "2026-12-03"),
    ("am 24.", "24.", "2026-11-24"), ("on the 2nd", "2nd", "2026-12-02"), ("Heiligabend", "Heiligabend", "2026-12-24"),
    ("christmas eve", "christmas eve", "2026-12-24"), ("an silvester offen?", "silvester", "2026-12-31"),
    ("Ostersonntag", "Ostersonntag", "2027-03-28"), ("easter monday", "easter monday", "2027-03-29"),
    ("am 1. Weihnachtsfeiertag", "1. Weihnachtsfeiertag", "2026-12-25"), ("boxing day", "boxing day", "2026-12-26"),
    ("bis zum muttertag", "muttertag", "2027-05-09"), ("übers Wochenende", "Wochenende", "2026-11-21"),
    ("wie letzte woche", "letzte woche", "2026-11-09"), ("like last month", "last month", "2026-10-01"),
    ("im februar", "februar", "2027-02-01"), ("sometime in july", "july", "2027-07-01"), ("auf märz", "märz", "2027-03-01"),
    ("gegen ende des monats", "ende des monats", "2026-11-30"), ("by the end of the month", "end of the month", "2026-11-30"),
    ("move it to the 24th", "24th", "2026-11-24"), ("auf den 19. bitte", "19.", "2026-11-19"),
    ("this weekend", "this weekend", "2026-11-21"), ("am Reformationstag", "Reformationstag", "2027-10-31"),
    ("am 3.12. am markt", "3.12.", "2026-12-03"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said", "value"), SAID)
def test_a_day_is_found_where_it_stands(text: str, said: str, value: str, understand: Understand) -> None:
    found = [(entity.text, entity.value) for entity in understand(text).entities if entity.type == "date"]
    assert found == [(said, value)]


NO_DATES = [
    "guten morgen", "am morgen", "good morning", "the 2nd one", "die 2.", "am 31.2.", "32.12.", "geschenk für weihnachten",
    "a gift for christmas", "change it to the 2nd colour", "letzte bestellung", "99/99", "so einen becher", "die sonne", "do you have mugs", "1/2 liter",
    "version 1.2", "march on", "may i have two", "in drei farben", "in 2 minuten", "12.50 euro", "on the 2nd one",
    "in 5000 tagen", "fünfzigster märz", "am 24 st", "on the 2nd item",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_day_is_left_alone(text: str, understand: Understand) -> None:
    assert [entity.text for entity in understand(text).entities if entity.type == "date"] == []


@pytest.mark.parametrize("text", ["am 31.2.", "bis 32.12.", "am 30.2. bitte"])
def test_a_day_that_no_calendar_has_counts_nothing(text: str, understand: Understand) -> None:
    assert [entity.type for entity in understand(text).entities if entity.type in {"date", "quantity"}] == []


def test_only_a_week_is_joined_to_a_weekday(understand: Understand) -> None:
    found = [entity.text for entity in understand("freitag nächsten monat").entities if entity.type == "date"]
    assert found == ["freitag", "nächsten monat"]


def test_easter_is_where_the_calendar_has_it() -> None:
    known = [(2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2038, 4, 25), (1981, 4, 19), (1954, 4, 18)]
    assert [easter(year) for year, _, _ in known] == [date(*day) for day in known]
