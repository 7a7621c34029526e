"""What came of a line, as the facts a dialogue file may expect."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.rehearsal.script import Expect


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What came of one line: what the console prints for it, and what was understood."""

    out: Mapping[str, Any]
    understood: Mapping[str, Any]

    @property
    def replies(self) -> Sequence[Mapping[str, Any]]:
        """The replies that left since the line before."""
        replies: Sequence[Mapping[str, Any]] = self.out["replies"]
        return replies

    @property
    def state(self) -> Mapping[str, Any]:
        """How things stand for the shopper who writes."""
        state: Mapping[str, Any] = self.out["state"]
        return state

    def all(self, name: str) -> list[Any]:
        """The parts of one name of all replies, in order."""
        return [part for reply in self.replies for part in reply.get(name, ())]


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A fact that is not as expected."""

    name: str
    expected: Any
    found: Any


_FACTS: Mapping[str, Callable[[Heard], Any]] = {
    "act": lambda heard: heard.all("act"),
    "not_act": lambda heard: heard.all("act"),
    "intents": lambda heard: [each["intent"] for each in heard.understood.get("requests", ())],
    "language": lambda heard: next((r["language"] for r in heard.replies), ""),
    "task": lambda heard: heard.state["task"] or "",
    "suspended": lambda heard: heard.state["suspended"],
    "awaiting": lambda heard: heard.state["awaiting"] or "",
    "cart": lambda heard: {line["sku"]: line["quantity"] for line in heard.state["cart"]["lines"]},
    "voucher": lambda heard: heard.state["cart"]["voucher"] or "",
    "goods": lambda heard: heard.state["cart"]["goods"],
    "discount": lambda heard: heard.state["cart"]["discount"],
    "shipping": lambda heard: heard.state["cart"]["shipping"],
    "total": lambda heard: heard.state["cart"]["total"],
    "listing": lambda heard: [line["product"] for line in heard.state["listing"]],
    "listed": lambda heard: len(heard.state["listing"]),
    "orders": lambda heard: [order["status"] for order in heard.state["orders"]],
    "order": lambda heard: heard.state["orders"][-1] if heard.state["orders"] else {},
    "amounts": lambda heard: heard.all("amounts"),
    "not_amounts": lambda heard: heard.all("amounts"),
    "buttons": lambda heard: [button.get("role", "") for button in heard.all("buttons")],
    "not_buttons": lambda heard: [button.get("role", "") for button in heard.all("buttons")],
    "sources": lambda heard: heard.all("sources"),
    "stores": lambda heard: heard.all("stores"),
    "replies": lambda heard: len(heard.replies),
    "offers": lambda heard: [each["id"] for each in heard.state["offers"]["sent"]],
    "withheld": lambda heard: [each["reason"] for each in heard.state["offers"]["withheld"]],
    "consent": lambda heard: bool(heard.state["consent"].get("offers")),
    "handover": lambda heard: heard.state["handover"],
    "watches": lambda heard: heard.state["watches"],
    "payment": lambda heard: heard.out.get("payment", {}),
    "held": lambda heard: [act for news in heard.out.get("held", ()) for act in news["act"]],
}
#: Facts of which a file names only some; all others must be exactly as it says.
_SOME = frozenset({"act", "amounts", "buttons", "sources", "stores"})
_NONE = frozenset({"not_act", "not_amounts", "not_buttons"})
_PARTS = frozenset({"order", "payment"})


def fact(name: str, heard: Heard) -> Any:
    """One fact of what came of a line, as a dialogue file names it."""
    return _FACTS[name](heard)


def misses(expect: Expect, heard: Heard) -> list[Miss]:
    """Every fact that is not as expected, with what was found instead."""
    found = []
    for name in sorted(expect.model_fields_set, key=list(_FACTS).index):
        expected, fact = getattr(expect, name), _FACTS[name](heard)
        if not _holds(name, expected, fact):
            found.append(Miss(name=name, expected=expected, found=_shown(name, expected, fact)))
    return found


def _holds(name: str, expected: Any, fact: Any) -> bool:
    if name in _SOME:
        return all(part in fact for part in expected)
    if name in _NONE:
        return not any(part in fact for part in expected)
    if name in _PARTS:
        return all(part in fact and fact[part] == value for part, value in expected.items())
    return bool(fact == expected)


def _shown(name: str, expected: Any, fact: Any) -> Any:
    """What was found, without the parts of an order that nobody asked for."""
    return {part: fact.get(part) for part in expected} if name in _PARTS else fact
