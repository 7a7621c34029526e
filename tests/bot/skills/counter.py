"""A counter of the demo shop that many shoppers of one test module share: lines go in, what was said comes out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from bot.channels import reading, steps
from bot.testing import Chat


@dataclass(frozen=True, slots=True)
class Out:
    """What came of one line."""

    replies: list[dict[str, Any]]
    state: dict[str, Any]
    extra: dict[str, Any]

    @property
    def acts(self) -> list[str]:
        """What was said, as ids of messages, to whomever it went."""
        return [act for reply in self.replies for act in reply.get("act", [])]

    @property
    def text(self) -> str:
        """What was said, in words."""
        return "\n\n".join(reply["text"] for reply in self.replies)

    def to(self, someone: Guest) -> list[tuple[str, list[str]]]:
        """Class and acts of what reached one shopper."""
        return [(reply["class"], reply["act"]) for reply in self.replies if reply["to"] == someone.name]

    @property
    def roles(self) -> list[str]:
        """The buttons that were shown, by role or label."""
        return [each.get("role") or each["label"] for reply in self.replies for each in reply.get("buttons", [])]

    @property
    def amounts(self) -> list[int]:
        """The amounts that were said, in minor units."""
        return [amount for reply in self.replies for amount in reply.get("amounts", [])]

    @property
    def items(self) -> list[dict[str, Any]]:
        """The lines of the listings that were shown."""
        return [item for reply in self.replies for item in reply.get("items", [])]

    @property
    def cart(self) -> dict[str, int]:
        """How many of each SKU are in the cart."""
        return {line["sku"]: line["quantity"] for line in self.state["cart"]["lines"]}

    @property
    def order(self) -> dict[str, Any]:
        """The newest order."""
        newest: dict[str, Any] = self.state["orders"][-1]
        return newest


class Guest:
    """One shopper at a shared counter; every line is written as that shopper."""

    def __init__(self, chat: Chat, name: str, language: str) -> None:
        self.chat, self.name, self.language = chat, name, language

    def line(self, **line: Any) -> Out:
        """Let one line of the console's contract happen."""
        session = self.chat.session
        session.as_(self.name)
        session.profile(self.language)
        answer = self.chat._run(steps.answer(session, reading.read(json.dumps(line)))).as_json()
        replies, state = answer.pop("replies"), answer.pop("state")
        return Out(replies, state, answer)

    def say(self, *texts: str) -> Out:
        """Write; what came of the last text."""
        return [self.line(say=text) for text in texts][-1]

    def press(self, which: str) -> Out:
        """Press the newest button with this role, id or label."""
        return self.line(press=which)

    def given(self, **what: Any) -> Out:
        """Take something for granted of this shopper."""
        return self.line(given=what)

    def has(self, **skus: int) -> Out:
        """Let the cart hold this many of each SKU; `_` stands for `-` in its name."""
        cart = [{"sku": sku.replace("_", "-"), "quantity": quantity} for sku, quantity in skus.items()]
        return self.given(cart=cart)

    def state(self) -> Out:
        """How things stand."""
        return self.line(state=True)


def online(out: Out, sku: str) -> int:
    """How many pieces of a SKU there are online."""
    return int(out.state["stock"][sku]["online"])
