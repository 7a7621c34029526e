"""Questions that are known without being understood anew: the last one with another value, and those of the FAQ."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.testing import Chat
from tests.bot.skills.counter import Guest


@pytest.fixture
def mia() -> Iterator[Guest]:
    """A shopper of the demo shop."""
    chat = Chat()
    yield Guest(chat, "mia", "de")
    chat.close()


@pytest.mark.parametrize("text", ["und am Bahnhof?", "und Bahnhof", "wie ist es am Bahnhof?", "Bahnhof?"])
def test_the_last_question_is_asked_of_another_store(mia: Guest, text: str) -> None:
    mia.say("wann hat der Laden am Hafen morgen offen?")
    out = mia.say(text)
    assert out.acts == ["directions-hours-day", "directions-hours"]


@pytest.mark.parametrize("text", ["Bahnhof bitte nicht", "und wie komme ich zum Bahnhof?", "und zwei Becher?"])
def test_whatever_says_more_is_understood_by_itself(mia: Guest, text: str) -> None:
    mia.say("wann hat der Laden am Hafen morgen offen?")
    assert "directions-hours" not in mia.say(text).acts


def test_after_a_change_nothing_is_asked_again(mia: Guest) -> None:
    mia.say("was kostet die Lampe Bullauge?")
    mia.say("zwei Lakritz Salzkante bitte")
    assert "search-price-of" not in mia.say("und die Stehlampe Treibholz?").acts


def test_what_is_asked_for_with_please_is_not_asked_about(mia: Guest) -> None:
    mia.say("was kostet die Lampe Bullauge?")
    assert mia.say("die Stehlampe Treibholz bitte").cart == {"LAMPE-TREIBHOLZ": 1}


def test_why_tells_what_was_asked_again(mia: Guest) -> None:
    mia.say("wann hat der Laden am Hafen morgen offen?")
    mia.say("und am Bahnhof?")
    assert "Öffnungszeiten" in mia.say("warum?").text


@pytest.mark.parametrize(
    "text", ["Bekomme ich Werbung?", "bekomme ich denn werbung von euch", "Dürfen die Becher in die Spülmaschine?"]
)
def test_a_question_of_the_faq_is_answered_as_it_stands(mia: Guest, text: str) -> None:
    assert mia.say(text).acts[-1:] == ["search-answer"]
