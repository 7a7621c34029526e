"""What no dialogue touches: intents, messages, slots and states of orders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.commerce import states
from bot.rehearsal.play import Played
from bot.skill import Skills


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of one kind there is, and what of it was never met."""

    what: str
    known: int
    missing: tuple[str, ...] = field(default=())

    @property
    def met(self) -> int:
        """How many were met."""
        return self.known - len(self.missing)


def coverage(played: Iterable[Played], skills: Skills, messages: Iterable[str]) -> list[Coverage]:
    """What the dialogues met of everything there is. `messages` are the ids of all messages that can be said."""
    heard = [each for one in played for each in one.heard]
    intents = {request["intent"] for each in heard for request in each.understood.get("requests", ())}
    acts = {act for each in heard for act in each.all("act")}
    slots = {each.state["awaiting"] for each in heard}
    orders = {order["status"] for each in heard for order in each.state["orders"]}
    asked = {slot.name for intent in skills.intents() for slot in intent.slots if slot.required}
    return [
        _of("intents", {intent.name for intent in skills.intents()}, intents),
        _of("messages said", set(messages), acts),
        _of("slots asked for", asked, slots),
        _of("order states", set(states.MOVES), orders),
    ]


def _of(what: str, known: set[str], met: Iterable[str | None]) -> Coverage:
    return Coverage(what=what, known=len(known), missing=tuple(sorted(known - set(met))))
