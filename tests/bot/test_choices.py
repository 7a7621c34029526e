"""A slot that is a choice: its values have names in the message files, which can be said, and pressed on buttons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from bot.skill import Skill
from bot.testing import Chat
from bot.turn import Turn

TEXTS = {
    "de": "ask-drink = Was darf es sein?\nchoice-drink-fruit-tea = Früchtepunsch\nchoice-drink-water = Sprudel\n",
    "en": "ask-drink = What would you like?\nchoice-drink-fruit-tea = Fruit punch\nchoice-drink-water = Soda\n",
}


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    for language, texts in TEXTS.items():
        (tmp_path / f"{language}.ftl").write_text(texts, encoding="utf-8")
    skill = Skill("bar", folder=tmp_path)

    @skill.intent("order", {"de": ["ich bin durstig", "was gibts an der theke"], "en": ["i am thirsty"]})
    def order(turn: Turn, drink: Literal["fruit_tea", "water"]) -> str:
        return turn.say({"de": "Es kommt: { $drink }.", "en": "Coming up: { $drink }."}, drink=drink)

    chat = Chat(skill)
    chat.send("ich bin durstig")
    yield chat
    chat.close()


def test_the_question_offers_the_values_by_their_names(chat: Chat) -> None:
    assert [(button.label, button.role) for button in chat.replies[0].buttons] == [
        ("Früchtepunsch", "choose:fruit_tea"),
        ("Sprudel", "choose:water"),
    ]
    assert chat.press("Sprudel") == "Es kommt: water."


@pytest.mark.parametrize(("said", "value"), [("Früchtepunsch bitte", "fruit_tea"), ("soda", "water")])
def test_a_value_is_said_by_its_name_in_either_language(chat: Chat, said: str, value: str) -> None:
    assert value in chat.send(said)


def test_a_choice_without_names_is_asked_without_buttons(tmp_path: Path) -> None:
    (tmp_path / "de.ftl").write_text("ask-drink = Was darf es sein?\n", encoding="utf-8")
    skill = Skill("bar", folder=tmp_path)

    @skill.intent("order", {"de": ["ich bin durstig", "was gibts an der theke"], "en": ["i am thirsty"]})
    def order(turn: Turn, drink: Literal["tea"]) -> str:
        return turn.say({"de": "{ $drink }", "en": "{ $drink }"}, drink=drink)

    chat = Chat(skill)
    assert chat.send("ich bin durstig") == "Was darf es sein?"
    assert not chat.replies[0].buttons
