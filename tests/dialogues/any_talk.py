"""A conversation that is watched: whatever is said, pressed or done, what must always hold is asked after every line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.channels.shown import PREFIX
from bot.commerce.cart import LIMIT
from bot.conversation import Conversation
from bot.tasks import MOST_SUSPENDED
from bot.testing import Chat
from tests.bot.skills.counter import Guest, Out

#: Ids of messages that end with a question the shop waits to have answered.
_QUESTIONS = re.compile(
    r"(^|-)(ask|reject|which)-|-confirm$|^order-summary-heading$|^order-store-short$|^order-no-store$"
)
#: What no text for people holds: a missing value, a value as Python prints it, a place that was never filled.
_NO_TEXT = re.compile(r"\b(None|True|False|Money|datetime)\b|[{}<>]|\$\w|�")
#: What is said when the cart is another one afterwards.
_CART_ACTS = frozenset(
    {"order-added", "order-changed", "order-swapped", "order-removed", "order-emptied", "undo-done"}
    | {"order-placed", "account-erased", "order-expired"}
)
#: What may be said to somebody who is talking with a person: that the offers end.
_BESIDE_A_PERSON = frozenset({"account-offers-off"})
_PHONE = frozenset({"say", "press", "sticker", "voice", "photo", "location"})
_CANCEL = {"de": "vergiss es", "en": "never mind"}
UNDO = {"de": "mach das rückgängig", "en": "undo that"}


class Talk:
    """One shopper at the counter, whose every line is looked at."""

    def __init__(self, chat: Chat, name: str, language: str) -> None:
        self.guest = Guest(chat, name, language)
        self.state: Mapping[str, Any] = self.guest.state().state
        self.buttons: list[Mapping[str, Any]] = []  # all that were shown, the newest first
        self.before: dict[str, int] | None = None  # the cart before the last line, if that changed it by words
        self.heard: set[str] = set()

    def line(self, **line: Any) -> Out:
        """Let a line happen; raises AssertionError if anything is not as it must be."""
        state, self.before = self.state, None
        out = self.guest.line(**line)
        self.state = out.state
        heard = [reply for reply in out.replies if reply["to"] == self.guest.name]
        shown = [each for reply in heard for each in reply.get("buttons", ()) if self._can_be_pressed(each)]
        self.buttons = [*reversed(shown), *([] if "account-erased" in out.acts else self.buttons)]
        acts = [act for reply in heard if reply["class"] == "reply" for act in reply.get("act", ())]
        self._speaks_plainly(heard)
        self._adds_up()
        self._orders_by_the_button_alone(state, line)
        if state["handover"] == self.state["handover"] == "human" and line.get("shop") != "operator":
            assert set(acts) == {act for reply in heard for act in reply["act"]}, "a person is speaking, and news came"
        if not _PHONE & line.keys():
            return out
        if state["handover"] == "human":
            assert set(acts) <= _BESIDE_A_PERSON, "a person is speaking"
            return out
        assert acts, "nothing was answered"
        self._asks_one_thing(heard, acts)
        self._says_what_it_does_to_the_cart(state, out, acts)
        return out

    def types_an_option(self, place: int) -> None:
        """What a button of the open question says can be written as well."""
        task = self.talk.task
        options = task.question.options if task and task.question else []
        if options and self.state["handover"] != "human":
            out = self.line(say=options[place % len(options)]["label"])
            assert not any(act.startswith("fallback-") for act in out.acts), "an option was not understood"

    def cancels(self) -> None:
        """Whatever is open, so many cancels as there are tasks end it."""
        if self.state["handover"] == "human":
            self.line(shop="operator", action="release")
        while left := self._depth():
            self.line(say=_CANCEL[self.state["language"]])
            assert self._depth() < left, f"this cannot be cancelled: {self.talk.task}"
        assert self.state["awaiting"] is None

    def takes_back(self) -> None:
        """What the last line did to the cart is undone by a word."""
        before = self.before
        if before is not None and self.state["handover"] != "human":
            out = self.line(say=UNDO[self.state["language"]])
            assert out.cart == before, f"{before} before, {out.cart} after taking it back"

    @property
    def talk(self) -> Conversation:
        """The conversation as it is stored."""
        store = self.guest.chat.app.store
        return store.read(lambda reader: reader.conversation(PREFIX + self.guest.name))

    def _depth(self) -> int:
        talk = self.talk
        return len(talk.suspended) + (talk.task is not None)

    def _can_be_pressed(self, button: Mapping[str, Any]) -> bool:
        texts = self.guest.chat.app.world.texts
        return not button.get("url") and button["label"] not in {
            str(texts.say("directions-button-location", language, {})) for language in ("de", "en")
        }

    def _speaks_plainly(self, heard: list[dict[str, Any]]) -> None:
        """Everything that leaves has words, all of one language, and nothing but words."""
        texts = self.guest.chat.app.world.texts
        for reply in heard:
            assert reply["text"].strip(), f"no text: {reply}"
            again = reply["text"] in self.heard  # what is said again is said as it was
            assert again or reply["language"] == self.state["language"], f"not in the shopper's language: {reply}"
            self.heard.add(reply["text"])
            labels = [button["label"] for button in reply.get("buttons", ())]
            wrong = [text for text in (reply["text"], *labels) if _NO_TEXT.search(text) or not text.strip()]
            assert not wrong, f"no words for people: {wrong}"
            unknown = [act for act in reply["act"] if not texts.has(act, reply["language"])]
            assert not unknown, f"not in {reply['language']}: {unknown}"

    def _adds_up(self) -> None:
        cart = self.state["cart"]
        assert all(line["quantity"] > 0 for line in cart["lines"]), cart
        assert all(line["total"] <= line["quantity"] * line["unit_price"] for line in cart["lines"]), cart
        assert cart["goods"] == sum(line["total"] for line in cart["lines"]), cart
        assert cart["total"] == cart["goods"] - cart["discount"] + cart["shipping"], cart
        assert self.state["ledger"]["balanced"]

    def _orders_by_the_button_alone(self, before: Mapping[str, Any], line: Mapping[str, Any]) -> None:
        pressed = next((each for each in self.buttons if each["id"] == line.get("press")), {})
        new = len(self.state["orders"]) - len(before["orders"])
        assert new == 0 or (new == 1 and pressed.get("role") == "pay_order"), f"ordered by {line}"

    def _asks_one_thing(self, heard: list[dict[str, Any]], acts: list[str]) -> None:
        """At most one question, that it waits for; and what waits for it is not piled up."""
        asked = [act for act in acts if _QUESTIONS.search(act)]
        assert len(asked) <= 1, f"two questions at once: {asked}"
        talk = self.talk
        assert len(talk.suspended) <= MOST_SUSPENDED, [task.intent for task in talk.suspended]
        question = talk.task.question if talk.task else None
        assert (talk.task is None) == (question is None), f"a task without a question: {talk.task}"
        if question:
            assert any(reply["text"].endswith(question.asked) for reply in heard), f"not asked last: {question.asked}"

    def _says_what_it_does_to_the_cart(self, before: Mapping[str, Any], out: Out, acts: list[str]) -> None:
        """The cart is what the replies said, and only while there is so much of it."""
        was, now = ({line["sku"]: line["quantity"] for line in state["cart"]["lines"]} for state in (before, out.state))
        if was == now:
            return
        assert _CART_ACTS & set(acts), f"{was} became {now} without a word"
        if "undo-done" not in acts:
            grown = [sku for sku in now if now[sku] > was.get(sku, 0)]
            assert all(now[sku] <= self._left(sku) for sku in grown), (
                f"more than there is: {was} became {now}, {self.state['stock']}"
            )
        if now:
            cart = out.state["cart"]
            assert cart["goods"] - cart["discount"] in out.amounts, f"another sum was said than that of {cart}"
        if not {"undo-done", "order-placed", "account-erased"} & set(acts):
            self.before = was

    def _left(self, sku: str) -> int:
        online: int | None = self.state["stock"][sku]["online"]
        return LIMIT if online is None else min(online, LIMIT)
