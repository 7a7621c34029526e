"""What was almost understood is asked back and does nothing by itself; what was not is said so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.conversation import Conversation
from bot.message import Message
from bot.testing import Chat
from bot.understanding import Understanding
from bot.world import World
from intents.parse import Entity, Parse, Request

CUP = {"product": "becher-moewe", "sku": "BECHER-MOEWE-ROT", "score": 0.9}
ADD = Request(
    intent="order.add",
    score=0.4,
    entities=(
        Entity(type="quantity", text="2", value=2, start=0, end=1),
        Entity(type="product", text="Möwe rot", value=[CUP], start=2, end=10),
    ),
    topic="Möwe rot",
)
CART = Request(intent="order.cart", score=0.3, topic="ma korb")
NOBODYS = Request(intent="zeppelin.steer", score=0.5)
LONG = Request(intent="search.find", score=0.4, topic="ein sehr langer Wunsch " * 9)
ASKED = {"xyzzy": (), "plugh": (), "zeppelin": (NOBODYS, CART), "lang": (LONG,), "viel": (ADD, CART, LONG, CART)}


class Unsure(Understanding):
    """Takes every message for one of two wishes, and is sure of none."""

    def parse(self, message: Message, conversation: Conversation, world: World) -> Parse | None:  # noqa: ARG002
        """Two readings that are worth asking back, unless the message says nothing."""
        asks = ASKED.get(message.text.partition(" ")[0], (ADD, CART))
        return Parse(text=message.text, language="de", asks=asks) if message.kind == "text" else None


@pytest.fixture
def chat() -> Iterator[Chat]:
    chat = Chat(language="de")
    chat.app.bot._understanding.__class__ = Unsure
    yield chat
    chat.close()


def test_what_was_almost_understood_is_asked_back_and_changes_nothing(chat: Chat) -> None:
    chat.send("2 möwe rot wär was")
    labels = [button.label for button in chat.replies[0].buttons]
    assert labels == ["in den Korb legen: Möwe rot", "den Korb zeigen", "Mit einem Menschen sprechen"]
    assert chat.replies[0].acts == ("fallback-did-you-mean",)
    assert chat.state["cart"]["lines"] == []


def test_a_press_does_what_was_meant_with_everything_the_message_named(chat: Chat) -> None:
    chat.send("2 möwe rot wär was")
    chat.press("in den Korb legen: Möwe rot")
    (line,) = chat.state["cart"]["lines"]
    assert (line["sku"], line["quantity"]) == ("BECHER-MOEWE-ROT", 2)


def test_what_was_not_understood_is_said_so_without_a_guess_then_what_can_be_done_is_told(chat: Chat) -> None:
    chat.send("xyzzy")
    assert chat.replies[0].acts == ("fallback-sorry",)
    assert [button.role for button in chat.replies[0].buttons] == ["human"]
    chat.send("xyzzy plugh")
    assert chat.replies[0].acts == ("fallback-rephrase",)
    assert [button.role for button in chat.replies[0].buttons] == ["human"]


def test_what_is_asked_back_can_be_done_here_is_short_and_not_much(chat: Chat) -> None:
    chat.send("zeppelin")
    assert [button.label for button in chat.replies[0].buttons] == ["den Korb zeigen", "Mit einem Menschen sprechen"]
    chat.send("lang")
    assert len(chat.replies[0].buttons[0].label) <= 60
    assert chat.replies[0].buttons[0].label.endswith(" …")
    chat.send("viel")
    assert len(chat.replies[0].buttons) == 4  # three, and a person


@pytest.mark.parametrize("said", ["ja", "ok", "2 möwe rot wär was", "passt so"])
def test_no_word_does_what_was_asked_back_only_a_press(chat: Chat, said: str) -> None:
    chat.send("2 möwe rot wär was")
    chat.send(said)
    assert chat.state["cart"]["lines"] == []


def test_what_was_understood_begins_the_ladder_anew(chat: Chat) -> None:
    chat.send("xyzzy")
    chat.send("viel")
    chat.press("den Korb zeigen")
    chat.send("xyzzy")
    assert chat.replies[0].acts == ("fallback-sorry",)
