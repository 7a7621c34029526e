"""Rows to values and back: the only place that knows how conversations, events and effects look in a table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.clock import from_micros, to_micros
from bot.conversation import Conversation, Question, Task
from bot.message import Message
from bot.store.base import Effect

CONVERSATION = "id, state, version, language, user_at, active_since, active_until, blocked, handover"
EVENT = "seq, conversation, key, kind, text, data, language, at"
EFFECT = "id, conversation, key, kind, class, data, due, tries, lease"

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def to_json(value: Mapping[str, Any]) -> str:
    """A document as compact JSON text."""
    return _encode(value)


def from_json(text: str) -> Any:
    """A stored document."""
    return json.loads(text)


def moment(micros: int | None) -> datetime | None:
    """A stored moment that may be missing."""
    return None if micros is None else from_micros(micros)


def micros(at: datetime | None) -> int | None:
    """A moment that may be missing, as it is stored."""
    return None if at is None else to_micros(at)


def state(conversation: Conversation) -> str:
    """What a conversation remembers, apart from its columns; what is empty is left out."""
    kept: dict[str, Any] = {
        "task": conversation.task and asdict(conversation.task),
        "suspended": [asdict(task) for task in conversation.suspended],
        "listing": conversation.listing,
        "focus": conversation.focus,
        "greeted": conversation.greeted,
        "misses": conversation.misses,
        "last": conversation.last,
        "notes": conversation.notes,
    }
    return _encode({name: value for name, value in kept.items() if value})


def conversation(row: tuple[Any, ...]) -> Conversation:
    """A conversation from the columns of CONVERSATION."""
    id_, text, version, language, user_at, active_since, active_until, blocked, handover = row
    kept = json.loads(text)
    return Conversation(
        id=id_,
        version=version,
        language=language,
        user_at=moment(user_at),
        active_since=moment(active_since),
        active_until=moment(active_until),
        blocked=bool(blocked),
        handover=handover,
        task=_task(kept.get("task")),
        suspended=[task for task in map(_task, kept.get("suspended", ())) if task],
        listing=kept.get("listing", []),
        focus=kept.get("focus", {}),
        greeted=kept.get("greeted", False),
        misses=kept.get("misses", 0),
        last=kept.get("last", []),
        notes=kept.get("notes", {}),
    )


def _task(kept: Mapping[str, Any] | None) -> Task | None:
    if not kept:
        return None
    question = kept.get("question")
    return Task(
        intent=kept["intent"],
        values=kept.get("values", {}),
        question=question and Question(**question),
        name=kept.get("name", ""),
    )


def message(row: tuple[Any, ...]) -> Message:
    """An event from the columns of EVENT."""
    seq, conversation, key, kind, text, data, language, at = row
    return Message(
        seq=seq,
        conversation=conversation,
        key=key,
        kind=kind,
        text=text,
        data=json.loads(data),
        language=language,
        at=from_micros(at),
    )


def effect(row: tuple[Any, ...]) -> Effect:
    """An effect from the columns of EFFECT."""
    id_, conversation, key, kind, message_class, data, due, tries, lease = row
    return Effect(
        id=id_,
        conversation=conversation,
        key=key,
        kind=kind,
        message_class=message_class,
        data=json.loads(data),
        due=from_micros(due),
        tries=tries,
        lease=lease or "",
    )
