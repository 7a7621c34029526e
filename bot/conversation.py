"""What is remembered of one shopper on one channel."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

#: Under which name a task that was stopped is remembered.
STOPPED = "stopped"


@dataclass(slots=True, kw_only=True)
class Question:
    """The open question of a task."""

    slot: str
    asked: str  # the question's text, to ask it again after an interruption
    options: list[dict[str, Any]] = field(default_factory=list)  # [{"label", "value", "role"}]
    acts: list[str] = field(default_factory=list)  # the ids of the messages it was asked with
    again: bool = False  # whether it was asked again after an interruption


@dataclass(slots=True, kw_only=True)
class Task:
    """An intent whose slots are being filled. `values` are JSON values by slot."""

    intent: str
    values: dict[str, Any] = field(default_factory=dict)
    question: Question | None = None
    name: str = ""  # the public name: 'checkout', 'booking', ...


@dataclass(slots=True, kw_only=True)
class Conversation:
    """The state of one conversation. The bot loads it, the turn changes it, the transaction stores it."""

    id: str
    language: str = ""
    user_at: datetime | None = None
    active_since: datetime | None = None
    active_until: datetime | None = None
    blocked: bool = False
    handover: str = "bot"
    version: int = 0
    task: Task | None = None
    suspended: list[Task] = field(default_factory=list)
    listing: list[dict[str, Any]] = field(default_factory=list)  # [{"position", "product", "sku", "price"}]
    focus: dict[str, Any] = field(
        default_factory=dict
    )  # {"sku", "product", "order", "store", "line", "list"}: what was talked of last; `list`: the intent of a listing
    seen: int = 0  # when the shopper wrote last and was answered, in microseconds; 0 for never
    greeted: bool = False  # whether it was said that this is a bot
    misses: int = 0  # messages not understood in a row
    steps: list[dict[str, Any]] = field(default_factory=list)  # how to take back what was done last
    last: list[str] = field(default_factory=list)  # keys of the effects that carry the last replies, to repeat them
    offered: str = ""  # the id of the button that a yes to the last replies means
    held: list[dict[str, Any]] = field(default_factory=list)  # news that waits until a person has handed back
    notes: dict[str, Any] = field(default_factory=dict)  # what skills remember, by skill name

    def waiting(self, name: str) -> Task | None:
        """The task of a public name that is open or was put aside."""
        return next((task for task in (self.task, *reversed(self.suspended)) if task and task.name == name), None)

    def put_away(self, task: Task) -> None:
        """Remember a task that is stopped, with all that was told for it, to go on with it after all."""
        self.notes.setdefault("dialogue", {})[STOPPED] = {
            "intent": task.intent,
            "values": task.values,
            "name": task.name,
        }

    def end(self, name: str) -> None:
        """Drop the tasks of a public name."""
        self.suspended = [task for task in self.suspended if task.name != name]
        self.task = None if self.task and self.task.name == name else self.task

    @property
    def channel(self) -> str:
        """The channel's name, the part of the id before the colon."""
        return self.id.partition(":")[0]
