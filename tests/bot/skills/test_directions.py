"""Stores: the nearest one, its hours, the way there, and how to get in. It is a Wednesday noon."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.bot.skills.counter import Guest

STATION = {"lat": 54.4158, "lon": 6.9075}


@pytest.mark.parametrize(
    ("language", "text"), [("de", "wo ist der nächste Laden?"), ("en", "where is the nearest store?")]
)
def test_the_nearest_store_is_found_from_a_location(guest: Callable[[str], Guest], language: str, text: str) -> None:
    someone = guest(language)
    asked = someone.say(text)
    assert (asked.acts[-1], asked.state["awaiting"]) == ("directions-ask-location", "location")
    out = someone.line(location=STATION)
    assert out.replies[0]["stores"][0] == "bahnhof"
    assert out.acts[:2] == ["directions-store-metres", "directions-open-until"]
    assert out.replies[0]["map"]


def test_a_location_without_a_question_is_a_question(mia: Guest) -> None:
    assert mia.line(location=STATION).replies[0]["stores"][0] == "bahnhof"


def test_far_away_is_told_in_kilometres(mia: Guest) -> None:
    out = mia.line(location={"lat": 54.32, "lon": 10.13})
    assert "directions-store-kilometres" in out.acts


def test_the_links_open_in_three_map_programs(mia: Guest) -> None:
    out = mia.line(location=STATION)
    links = [button["url"] for button in out.replies[0]["buttons"] if button.get("url")]
    assert [next(name for name in ("google", "apple", "openstreetmap") if name in link) for link in links] == [
        "google",
        "apple",
        "openstreetmap",
    ]
    assert all("54.41" in link for link in links)


def test_who_would_rather_not_share_a_location_presses_a_store(mia: Guest) -> None:
    mia.say("wo ist der nächste Laden?")
    out = mia.press("choose:leuchtturm")
    assert "directions-hours" in out.acts
    assert out.replies[0]["stores"] == ["leuchtturm"]


@pytest.mark.parametrize(
    ("language", "text", "answer"),
    [
        ("de", "wo ist der nächste Laden?", "in Uferstedt"),
        ("en", "where is the nearest store?", "Kontor at the Harbour"),
    ],
)
def test_a_place_may_be_named_instead(guest: Callable[[str], Guest], language: str, text: str, answer: str) -> None:
    someone = guest(language)
    someone.say(text)
    out = someone.say(answer)
    assert out.acts[0] == "directions-store"
    assert out.replies[0]["stores"][0] == "hafen"


@pytest.mark.parametrize(
    ("language", "text", "store"),
    [
        ("de", "wann hat das Kontor am Hafen offen?", "hafen"),
        ("de", "hat das Kontor im Bahnhof heute offen?", "bahnhof"),
        ("en", "when is Kontor on the Market Square open?", "markt"),
    ],
)
def test_hours_of_one_store_today_say_whether_it_is_open(
    guest: Callable[[str], Guest], language: str, text: str, store: str
) -> None:
    out = guest(language).say(text)
    assert out.acts[-3:] == ["directions-hours-day", "directions-hours", "directions-open-until"]
    assert out.replies[0]["stores"] == [store]


@pytest.mark.parametrize(("language", "text"), [("de", "wann habt ihr offen?"), ("en", "when are you open?")])
def test_without_a_store_the_hours_of_all_are_told(guest: Callable[[str], Guest], language: str, text: str) -> None:
    out = guest(language).say(text)
    assert out.acts.count("directions-hours") == 4
    assert out.acts.count("directions-hours-closed") == 1


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("de", "wann hat das Kontor am Hafen am Samstag offen?", "09:00–16:00"),
        ("en", "when is Kontor at the Harbour open on Saturday?", "09:00–16:00"),
        ("de", "hat das Kontor am Leuchtturm morgen offen?", "10:00–12:30"),
    ],
)
def test_hours_on_a_day_are_that_days(guest: Callable[[str], Guest], language: str, text: str, said: str) -> None:
    out = guest(language).say(text)
    assert said in out.text
    assert "directions-open-until" not in out.acts


@pytest.mark.parametrize(
    ("language", "text", "feast"),
    [
        ("de", "hat das Kontor am Markt am 25. Dezember offen?", "Weihnachtstag"),
        ("en", "is Kontor on the Market Square open on 25 December?", "Christmas"),
    ],
)
def test_on_a_holiday_a_store_is_closed_and_the_reason_is_told(
    guest: Callable[[str], Guest], language: str, text: str, feast: str
) -> None:
    out = guest(language).say(text)
    assert out.acts[-1] == "directions-hours-holiday"
    assert feast in out.text


def test_a_day_the_shop_keeps_closed_by_itself_is_closed(mia: Guest) -> None:
    assert mia.say("hat das Kontor am Hafen am 24. Dezember offen?").acts[-1] == "directions-hours-closed"


@pytest.mark.parametrize(
    ("language", "text"),
    [("de", "wie komme ich zum Kontor am Hafen?"), ("en", "how do I get to Kontor at the Harbour?")],
)
def test_the_way_to_a_store_opens_in_a_map(guest: Callable[[str], Guest], language: str, text: str) -> None:
    out = guest(language).say(text)
    assert out.acts[-1] == "directions-route"
    assert len([button for button in out.replies[0]["buttons"] if button.get("url")]) == 3


@pytest.mark.parametrize(
    ("language", "text", "acts"),
    [
        (
            "de",
            "kann man am Kontor am Hafen parken?",
            ["directions-access", "directions-wheelchair-yes", "directions-parking", "directions-transit"],
        ),
        (
            "en",
            "is Kontor in the Station wheelchair accessible?",
            ["directions-access", "directions-wheelchair-yes", "directions-parking", "directions-transit"],
        ),
    ],
)
def test_access_is_told_as_far_as_the_shop_says(
    guest: Callable[[str], Guest], language: str, text: str, acts: list[str]
) -> None:
    assert guest(language).say(text).acts[-4:] == acts


def test_there_means_the_store_that_was_spoken_of(mia: Guest) -> None:
    mia.say("wann hat das Kontor am Markt offen?")
    out = mia.say("kann man da parken?")
    assert "directions-access" in out.acts
    assert "Kontor am Markt" in out.text


def test_access_without_a_store_is_asked_back_with_all_of_them(mia: Guest) -> None:
    out = mia.say("kann man bei euch parken?")
    assert out.acts[-1] == "ask-store"
    assert len(out.roles) == 5
    assert "Tiefgarage" in mia.say("am Markt").text


def test_the_way_to_the_nearest_store_asks_for_the_location_once(guest: Callable[[str], Guest]) -> None:
    someone = guest("en")
    someone.say("how do I get to the nearest store?")
    out = someone.line(location={"lat": 54.42, "lon": 6.90})
    assert "directions-ask-location" not in out.acts
    assert (out.replies[0]["stores"], out.state["awaiting"]) == (["markt"], None)


@pytest.mark.parametrize(
    ("language", "text"),
    [("de", "gibt es Parkplätze an der Filiale Lindenstraße?"), ("en", "is there parking at the castle street shop?")],
)
def test_a_store_that_the_shop_does_not_have_is_not_the_one_spoken_of_before(
    guest: Callable[[str], Guest], language: str, text: str
) -> None:
    someone = guest(language)
    someone.line(location=STATION)
    assert someone.say(text).state["awaiting"] == "store"


@pytest.mark.parametrize(
    ("language", "text"),
    [("de", "ich bin bei der Filiale Uferstedt"), ("en", "im at the uferstedt shop")],
)
def test_the_town_of_a_store_that_is_not_the_shops_says_where(
    guest: Callable[[str], Guest], language: str, text: str
) -> None:
    someone = guest(language)
    someone.say({"de": "wo ist der nächste Laden?", "en": "where is the nearest store?"}[language])
    assert "directions-store" in someone.say(text).acts
