"""Greeting and disclosure, a person, why, and everything that is not text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.bot.skills.counter import Guest


@pytest.mark.parametrize(
    ("language", "first"), [("de", "Hallo"), ("en", "where is my order?"), ("de", "habt ihr Tee?")]
)
def test_the_first_answer_says_that_this_is_a_bot_and_no_other_does(
    guest: Callable[[str], Guest], language: str, first: str
) -> None:
    someone = guest(language)
    assert someone.say(first).acts[0] == "bot-disclosure"
    assert "bot-disclosure" not in someone.say("danke").acts + someone.say("/start").acts


def test_a_button_may_be_the_first_thing_that_is_answered(mia: Guest) -> None:
    assert mia.line(sticker="👋").acts == ["bot-disclosure", "help-sticker"]


@pytest.mark.parametrize(
    ("language", "text", "act"),
    [
        ("de", "was kannst du alles?", "help-capabilities"),
        ("en", "what can you do?", "help-capabilities"),
        ("de", "bist du ein Mensch?", "help-bot"),
        ("en", "are you a real person?", "help-bot"),
        ("de", "danke schön", "help-thanks"),
        ("en", "thanks a lot", "help-thanks"),
        ("de", "tschüss", "help-goodbye"),
        ("en", "bye bye", "help-goodbye"),
        ("de", "wie geht es dir?", "help-smalltalk"),
        ("en", "how are you?", "help-smalltalk"),
    ],
)
def test_polite_words_and_questions_about_the_bot_are_answered(
    guest: Callable[[str], Guest], language: str, text: str, act: str
) -> None:
    out = guest(language).say(text)
    assert out.acts[-1] == act
    assert {reply["language"] for reply in out.replies} == {language}


def test_anger_is_taken_seriously_and_a_person_is_one_press_away(mia: Guest) -> None:
    out = mia.say("das ist doch eine Frechheit, ich bin stinksauer")
    assert (out.acts[-1], out.roles) == ("help-complaint", ["human"])
    assert mia.press("human").state["handover"] == "waiting"


# A person


@pytest.mark.parametrize(
    ("language", "text"), [("de", "ich möchte mit einem Menschen sprechen"), ("en", "I want to talk to a human")]
)
def test_a_person_is_called_and_if_nobody_comes_it_is_said(
    guest: Callable[[str], Guest], language: str, text: str
) -> None:
    someone = guest(language)
    called = someone.say(text)
    assert (called.acts[-1], called.state["handover"]) == ("help-human", "waiting")
    assert someone.line(wait="PT29M59S").to(someone) == []
    out = someone.line(wait="PT1S")
    assert out.to(someone) == [("service", ["help-nobody-came"])]
    assert out.state["handover"] == "bot"


def test_the_bot_goes_on_answering_until_somebody_comes(mia: Guest) -> None:
    mia.say("ich möchte mit einem Menschen sprechen")
    assert "search-found" in mia.say("habt ihr Tee?").acts


def test_while_a_person_speaks_the_bot_is_silent_and_afterwards_it_says_who_speaks(mia: Guest) -> None:
    mia.say("ich möchte mit einem Menschen sprechen")
    took = mia.line(shop="operator", action="take", name="Jonte")
    assert [(reply["class"], reply["act"]) for reply in took.replies] == [("service", ["help-operator-took"])]
    for silent in (mia.say("habt ihr Tee?"), mia.line(sticker="👍"), mia.say("/cart")):
        assert silent.replies == []
    said = mia.line(shop="operator", action="say", name="Jonte", text="Moin, ich bin es.")
    assert said.text == "Jonte: Moin, ich bin es."
    assert mia.line(wait="PT1H").to(mia) == []
    left = mia.line(shop="operator", action="release", name="Jonte")
    assert (left.acts, left.state["handover"]) == (["help-operator-left"], "bot")
    assert "search-found" in mia.say("habt ihr Tee?").acts


def test_afterwards_the_bot_knows_what_the_two_have_talked_of(mia: Guest) -> None:
    mia.say("ich möchte mit einem Menschen sprechen")
    mia.line(shop="operator", action="take", name="Jonte")
    mia.line(shop="operator", action="say", name="Jonte", text="The red Seagull mug is the one for soup, I think.")
    mia.line(shop="operator", action="release", name="Jonte")
    out = mia.say("dann nehme ich zwei davon")
    assert [(line["sku"], line["quantity"]) for line in out.state["cart"]["lines"]] == [("BECHER-MOEWE-ROT", 2)]
    assert out.state["language"] == "de"


def test_afterwards_the_bot_knows_what_the_shopper_named_too(mia: Guest) -> None:
    mia.line(shop="operator", action="take", name="Jonte")
    assert mia.say("passt der Becher Möwe in blau in die Maschine?").replies == []
    mia.line(shop="operator", action="say", name="Jonte", text="Ja!")
    mia.line(shop="operator", action="release", name="Jonte")
    out = mia.say("dann einen davon bitte")
    assert [line["sku"] for line in out.state["cart"]["lines"]] == ["BECHER-MOEWE-BLAU"]


def test_what_a_person_writes_reaches_nobody_else(mia: Guest, ben: Guest) -> None:
    ben.say("hello")
    out = mia.line(shop="operator", action="say", name="Jonte", text="Moin")
    assert [reply["to"] for reply in out.replies] == [mia.name]


def test_help_with_a_payment_names_the_newest_order(mia: Guest, ben: Guest) -> None:
    mia.given(orders=[{"id": "K-4711", "status": "confirmed", "lines": [{"sku": "SEIFE-TEER"}]}])
    out = mia.say("/paysupport")
    assert out.acts[-2:] == ["help-payment", "help-human"]
    assert "K-4711" in out.text
    assert "help-payment" not in ben.say("/paysupport").acts


# Why


@pytest.mark.parametrize(
    ("language", "text", "why", "named"),
    [
        ("de", "habt ihr rote Becher?", "warum hast du das gesagt?", "Ware suchen"),
        ("en", "do you have red mugs?", "why did you say that?", "find goods"),
    ],
)
def test_why_is_told_in_one_sentence(
    guest: Callable[[str], Guest], language: str, text: str, why: str, named: str
) -> None:
    someone = guest(language)
    someone.say(text)
    out = someone.say(why)
    assert out.acts == ["help-why"]
    assert text in out.text
    assert named in out.text
    assert out.text.endswith(".")
    assert "\n" not in out.text


def test_why_is_honest_about_what_was_not_understood(mia: Guest) -> None:
    mia.say("xyzzy plugh frobozz")
    assert mia.say("warum hast du das gesagt?").acts == ["help-why-unknown"]


# What a phone can send


@pytest.mark.parametrize("language", ["de", "en"])
def test_stickers_voice_notes_and_photos_get_a_fitting_word(guest: Callable[[str], Guest], language: str) -> None:
    someone = guest(language)
    assert someone.line(sticker="👍").acts[-1] == "help-sticker"
    assert someone.line(voice={"seconds": 4}).acts[-1] == "help-voice"
    assert someone.line(photo={}).acts[-1] == "help-photo"


def test_a_voice_note_in_the_middle_of_the_checkout_loses_nothing(mia: Guest) -> None:
    mia.has(SEIFE_TEER=1)
    mia.say("zur Kasse")
    out = mia.line(voice={"seconds": 4})
    assert out.acts == ["help-voice", "order-ask-fulfilment"]


# What was not understood


@pytest.mark.parametrize(("language", "text"), [("de", "xyzzy plugh frobozz"), ("en", "xyzzy plugh frobozz")])
def test_what_is_not_understood_is_never_guessed(guest: Callable[[str], Guest], language: str, text: str) -> None:
    someone = guest(language)
    first, second = someone.say(text), someone.say(text)
    assert set(first.acts[1:]) <= {"fallback-did-you-mean", "fallback-sorry"}
    assert "human" in first.roles
    assert second.acts == ["fallback-rephrase"]


@pytest.mark.parametrize("command", ["/privacy", "/terms"])
def test_the_shops_legal_texts_are_a_command_away(mia: Guest, command: str) -> None:
    out = mia.say(command)
    assert out.acts[-1] == "help-legal"
    assert len(out.text) > 100


@pytest.mark.parametrize("command", ["/start", "/help", "/cart", "/orders", "/language", "/support", "/stop"])
def test_every_command_is_answered(mia: Guest, command: str) -> None:
    assert mia.say(command).replies


def test_who_says_hello_with_a_wish_is_not_asked_for_a_wish(mia: Guest) -> None:
    out = mia.say("Hallo, habt ihr rote Becher unter 20 Euro?")
    assert "help-greeting" not in out.acts
    assert [item["sku"] for item in out.items] == ["BECHER-MOEWE-ROT"]
