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


class Unsure(Understanding):
    """Takes every message for one of two wishes, and is sure of none."""

    def parse(self, message: Message, conversation: Conversation, world: World) -> Parse | None:  # noqa: ARG002
        """Two readings that are worth asking back, unless the message says nothing."""
        asks = () if "xyzzy" in message.text else (ADD, CART)
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
