from __future__ import annotations

import pytest

from tests.intents.conftest import Understand

SAID = [
    ("um 15 uhr", "15 uhr", "15:00"), ("at 3 pm", "3 pm", "15:00"), ("10:30", "10:30", "10:30"), ("18h", "18h", "18:00"),
    ("6pm", "6pm", "18:00"), ("11 a.m", "11 a.m", "11:00"), ("12 am", "12 am", "00:00"), ("12pm", "12pm", "12:00"),
    ("14.30 uhr", "14.30 uhr", "14:30"), ("18 Uhr 30", "18 Uhr 30", "18:30"), ("halb sechs", "halb sechs", "17:30"),
    ("half past five", "half past five", "17:30"), ("half five", "half five", "17:30"), ("halb elf", "halb elf", "10:30"),
    ("viertel nach 8", "viertel nach 8", "08:15"), ("viertel vor neun", "viertel vor neun", "08:45"),
    ("dreiviertel acht", "dreiviertel acht", "07:45"), ("quarter to nine", "quarter to nine", "08:45"),
    ("twenty past eight", "twenty past eight", "08:20"), ("fünf vor zwölf", "fünf vor zwölf", "11:55"),
    ("acht uhr dreißig", "acht uhr dreißig", "08:30"), ("five o'clock", "five o'clock", "17:00"),
    ("um drei", "drei", "15:00"), ("so um drei rum", "drei", "15:00"), ("at five", "five", "17:00"),
    ("gegen Mittag", "Mittag", "12:00"), ("at noon", "noon", "12:00"), ("ab 17 Uhr", "17 Uhr", "17:00"),
    ("habt ihr bis 6 offen", "6", "18:00"), ("are you open until 7", "7", "07:00"), ("heute abend", "abend", "19:00"),
    ("tomorrow morning", "morning", "08:00"), ("am Vormittag", "Vormittag", "10:00"), ("abends", "abends", "19:00"),
    ("freitagabend", "abend", "19:00"), ("in einer stunde", "in einer stunde", "13:00"),
    ("in half an hour", "in half an hour", "12:30"), ("um 5 uhr morgens", "5 uhr", "05:00"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said", "value"), SAID)
def test_a_time_is_found_where_it_stands(text: str, said: str, value: str, understand: Understand) -> None:
    found = [(entity.text, entity.value) for entity in understand(text).entities if entity.type == "time"]
    assert found[:1] == [(said, value)]


@pytest.mark.parametrize("text", ["von 9 bis 12 uhr", "9-12 uhr", "zwischen 9 und 12 uhr", "from 9 to 12 o'clock"])
def test_both_ends_of_a_stretch_are_times(text: str, understand: Understand) -> None:
    values = {entity.value for entity in understand(text).entities if entity.type == "time"}
    assert values == {"09:00", "12:00"}


NO_TIMES = [
    "guten abend", "good morning", "25 uhr", "um die 50", "at 20 euro", "2 to 4 people", "5 to 10 mugs", "halb so viel",
    "unter 20", "ab 30 euro", "bis 20", "half a dozen candles", "a quarter of it", "10:75", "der abend war schön", "12:34:56",
    "um 3 becher ändern", "2 mal", "in 2 farben",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_TIMES)
def test_what_is_no_time_is_left_alone(text: str, understand: Understand) -> None:
    assert [entity.text for entity in understand(text).entities if entity.type == "time"] == []


@pytest.mark.parametrize(
    ("text", "value"),
    [("5am", "05:00"), ("6 am", "06:00"), ("06:30", "06:30"), ("6:30", "18:30"), ("7:30", "07:30"), ("0:30", "00:30"),
     ("at 24:00", "00:00"), ("in 2 stunden", "14:00"), ("twenty to six", "17:40"), ("half one", "13:30")],
)  # fmt: skip
def test_an_early_hour_is_one_of_the_afternoon_unless_it_is_said_otherwise(
    text: str, value: str, understand: Understand
) -> None:
    assert [entity.value for entity in understand(text).entities if entity.type == "time"] == [value]


@pytest.mark.parametrize(
    "text",
    ["um 5 % teurer", "wir würden gern zu vier am workshop teilnehmen", "at 26", "halb dreißig", "7 past eight",
     "ten mugs past eight", "in zwei", "in 2 metern", "the evening", "morgen", "one", "2 past 2 mugs"],
)  # fmt: skip
def test_what_only_counts_or_passes_is_no_time(text: str, understand: Understand) -> None:
    assert [entity.text for entity in understand(text).entities if entity.type == "time"] == []
