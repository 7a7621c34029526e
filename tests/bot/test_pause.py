"""After a long pause: what the bot says of itself, what it asks before it goes on, and what a late yes does not do."""

from __future__ import annotations

from typing import Any

from bot import Skill, Turn
from bot.testing import Chat
from bot.turn import Ask, Option


def ferry() -> Skill:
    """A skill that books a crossing in two questions, the last of which is whether to."""
    skill = Skill("ferry")

    @skill.intent(
        "book",
        {"de": ["fähre buchen", "ich möchte die fähre buchen"], "en": ["book the ferry", "i want to book the ferry"]},
        task="checkout",
    )
    def book(turn: Turn, *, confirm: bool | None = None) -> str | Ask:
        if confirm is None:
            options = (Option("Ja", value=True, role="confirm"), Option("Nein", value=False, role="deny"))
            return turn.ask(
                "confirm", turn.say({"de": "Überfahrt buchen?", "en": "Book the crossing?"}), options=options
            )
        return turn.say({"de": "Gebucht." if confirm else "Nichts gebucht.", "en": "Booked."})

    return skill


def waiting(**config: Any) -> Chat:
    chat = Chat(ferry(), config=config)
    assert chat.send("Fähre buchen") == "Überfahrt buchen?"
    return chat


def test_a_yes_after_a_night_is_asked_for_again() -> None:
    chat = waiting()
    chat.later(hours=13)
    assert "weitermachen" in chat.send("ja")
    assert chat.send("ja") == "Überfahrt buchen?"
    assert chat.send("ja") == "Gebucht."


def test_a_no_to_going_on_ends_the_task() -> None:
    chat = waiting()
    chat.later(hours=13)
    chat.send("moin")
    chat.press("deny")
    assert chat.state["task"] is None


def test_how_long_a_pause_is_can_be_set() -> None:
    chat = waiting(dialogue={"pause_hours": 48})
    chat.later(hours=13)
    assert chat.send("ja") == "Gebucht."
