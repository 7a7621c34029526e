"""Who gets the next message, what is asked, and what goes on afterwards: with a skill of three intents."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot import Skill, Turn
from bot.slots import Quantity
from bot.testing import Chat
from bot.turn import Ask, Option, Then


def picnic() -> Skill:
    """A skill that orders sandwiches, tells the weather by asking outside, and can break."""
    skill = Skill("picnic")

    @skill.intent(
        "order",
        {
            "de": [
                "ein picknick bitte",
                "ich möchte ein picknick",
                "picknick bestellen",
                "picknick für {quantity} personen",
                "picknickkorb bestellen",
            ],
            "en": [
                "a picnic please",
                "i want a picnic",
                "order a picnic",
                "a picnic for {quantity} people",
                "picnic basket please",
            ],
        },
        questions={"people": {"de": "Wie viele seid ihr?", "en": "How many are you?"}},
        task="checkout",
    )
    def order(turn: Turn, people: Quantity, name: str, *, confirm: bool | None = None) -> str | Ask:
        if confirm is None:
            options = (
                Option(turn.say({"de": "Ja", "en": "Yes"}), value=True, role="confirm"),
                Option(turn.say({"de": "Nein", "en": "No"}), value=False, role="deny"),
            )
            return turn.ask(
                "confirm",
                turn.say(
                    {"de": "{ $people } für { $name }?", "en": "{ $people } for { $name }?"}, people=people, name=name
                ),
                options=options,
            )
        return (
            turn.say({"de": "Bestellt.", "en": "Ordered."})
            if confirm
            else turn.say({"de": "Dann nicht.", "en": "Then not."})
        )

    @skill.intent(
        "weather",
        {
            "de": ["wie wird das wetter", "regnet es morgen", "scheint die sonne am wochenende", "wetterbericht"],
            "en": [
                "how will the weather be",
                "is it going to rain",
                "will the sun shine on the weekend",
                "weather report",
            ],
        },
    )
    async def weather(turn: Turn) -> Then:
        sky = {"de": "heiter", "en": "fair"}[turn.language]
        return turn.then(note, sky)

    def note(turn: Turn, sky: str) -> str:
        seen = turn.memory["asked"] = turn.memory.get("asked", 0) + 1
        return turn.say(
            {"de": "Es wird { $sky } ({ $seen }).", "en": "It will be { $sky } ({ $seen })."}, sky=sky, seen=seen
        )

    @skill.intent(
        "break", {"de": ["mach was kaputt", "geh kaputt bitte"], "en": ["break something", "please fall apart"]}
    )
    def break_(turn: Turn) -> str:
        turn.memory["asked"] = 99
        raise ZeroDivisionError("the basket broke")

    return skill


@pytest.fixture
def chat() -> Iterator[Chat]:
    chat = Chat(picnic(), language="de", config={})
    chat.send("ein picknick bitte")
    chat.send("vergiss es")
    yield chat
    chat.close()


def test_the_first_answer_says_that_this_is_a_bot_and_later_ones_do_not() -> None:
    chat = Chat(picnic(), language="de", first_contact=True)
    assert "kein Mensch" in chat.send("wie wird das wetter")
    assert "kein Mensch" not in chat.send("wie wird das wetter")


def test_a_missing_slot_is_asked_for_and_the_next_message_fills_it(chat: Chat) -> None:
    assert chat.send("ein picknick bitte") == "Wie viele seid ihr?"
    assert chat.send("vier") == "Auf welchen Namen?"
    assert chat.send("Mia Sand") == "4 für Mia Sand?"
    assert chat.send("ja") == "Bestellt."


def test_a_slot_that_came_with_the_wish_is_not_asked_for(chat: Chat) -> None:
    assert chat.send("picknick für 3 personen") == "Auf welchen Namen?"


def test_an_interruption_is_answered_and_the_question_asked_again_once(chat: Chat) -> None:
    chat.send("ein picknick bitte")
    answer = chat.send("wie wird das wetter")
    assert answer == "Es wird heiter (1).\n\nWie viele seid ihr?"
    assert chat.send("zwei") == "Auf welchen Namen?"


def test_what_was_told_is_corrected_in_passing(chat: Chat) -> None:
    chat.send("picknick für 3 personen")
    assert chat.send("nein, vier") == "Auf welchen Namen?"
    assert chat.send("Mia Sand") == "4 für Mia Sand?"


def test_a_pressed_answer_is_as_good_as_a_written_one(chat: Chat) -> None:
    chat.send("picknick für 3 personen")
    chat.send("Mia Sand")
    assert chat.press("deny") == "Dann nicht."


def test_cancel_drops_the_task(chat: Chat) -> None:
    chat.send("ein picknick bitte")
    assert "abgebrochen" in chat.send("vergiss es")
    assert chat.state["task"] is None


def test_two_wishes_in_one_message_are_both_answered_the_asking_one_last(chat: Chat) -> None:
    answer = chat.send("wie wird das wetter? und ein picknick bitte")
    assert answer == "Es wird heiter (1).\n\nWie viele seid ihr?"


def test_the_ladder_of_fallbacks_ends_with_a_person_or_what_can_be_done(chat: Chat) -> None:
    first = chat.send("xyzzy plugh frobozz")
    second = chat.send("qwertz uiopü asdf")
    assert chat.replies[0].acts == ("fallback-rephrase",)
    assert first != second
    chat.send("wie wird das wetter")
    chat.send("xyzzy plugh frobozz")
    assert "fallback-rephrase" not in chat.replies[0].acts


def test_an_async_handler_waits_outside_and_writes_inside(chat: Chat) -> None:
    assert chat.send("wie wird das wetter") == "Es wird heiter (1)."
    assert chat.send("wie wird das wetter") == "Es wird heiter (2)."


def test_a_failing_handler_leaves_nothing_behind_but_one_apology_and_a_parked_event() -> None:
    chat = Chat(picnic(), raises=False)
    chat.send("wie wird das wetter")
    apology = chat.send("mach was kaputt")
    assert "schiefgegangen" in apology
    assert "basket" not in apology
    assert chat.send("wie wird das wetter") == "Es wird heiter (2)."
    (parked,) = chat.app.store.read(lambda reader: reader.parked())
    assert parked.error == "ZeroDivisionError: the basket broke"


def test_a_whole_sentence_in_the_other_language_switches_and_a_borrowed_word_does_not(chat: Chat) -> None:
    assert chat.send("will the sun shine on the weekend") == "It will be fair (1)."
    assert chat.send("how will the weather be") == "It will be fair (2)."


def test_a_button_belongs_to_the_conversation_it_was_shown_in(chat: Chat) -> None:
    chat.send("picknick für 3 personen")
    chat.send("Mia Sand")
    button = chat.replies[0].buttons[0].id
    chat.session.as_("ben")
    with pytest.raises(Exception, match="no button"):
        chat.press(button)
    chat._run(chat.session._send("press", data={"button": button}))
    stale = [sent.reply.acts for sent in chat.session.replies()]
    assert stale == [("bot-disclosure", "button-stale")]


def test_say_it_again_repeats_the_last_answer_with_its_buttons(chat: Chat) -> None:
    chat.send("picknick für 3 personen")
    chat.send("Mia Sand")
    assert chat.send("wie bitte?").startswith("3 für Mia Sand?")
    assert [button.role for button in chat.replies[0].buttons][:2] == ["confirm", "deny"]


def test_fewer_than_one_is_refused_with_the_reason(chat: Chat) -> None:
    chat.send("ein picknick bitte")
    assert "mindestens eins" in chat.send("-3")
    assert chat.send("3") == "Auf welchen Namen?"
