"""Rows to values and back: the only place that knows how conversations, events and effects look in a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

import orjson

from bot.clock import from_micros, to_micros
from bot.conversation import Conversation, Question, Task
from bot.message import Message
from bot.store.base import Effect

CONVERSATION = "id, state, version, language, user_at, active_since, active_until, blocked, handover"
EVENT = "seq, conversation, key, kind, text, data, language, at"
EFFECT = "id, conversation, key, kind, class, data, due, tries, lease"

#: What a conversation remembers beside its columns: one JSON document.
_REMEMBERED = tuple(field.name for field in fields(Conversation) if field.name not in CONVERSATION.split(", "))
_KNOWN = frozenset(_REMEMBERED)


def to_json(value: Mapping[str, Any]) -> str:
    """A document as compact JSON text."""
    return orjson.dumps(value).decode() if value else "{}"


def from_json(text: str) -> dict[str, Any]:
    """A stored document."""
    document: dict[str, Any] = orjson.loads(text) if text != "{}" else {}
    return document


def moment(micros: int | None) -> datetime | None:
    """A stored moment that may be missing."""
    return None if micros is None else from_micros(micros)


def micros(at: datetime | None) -> int | None:
    """A moment that may be missing, as it is stored."""
    return None if at is None else to_micros(at)


def state(conversation: Conversation) -> str:
    """What a conversation remembers, apart from its columns; what is empty is left out."""
    kept = {name: value for name in _REMEMBERED if (value := getattr(conversation, name))}
    return to_json(kept)


def conversation(row: tuple[Any, ...]) -> Conversation:
    """A conversation from the columns of CONVERSATION; what this release does not know is left out."""
    id_, text, version, language, user_at, active_since, active_until, blocked, handover = row
    kept = {name: value for name, value in from_json(text).items() if value and name in _KNOWN}
    if "task" in kept:
        kept["task"] = _task(kept["task"])
    if "suspended" in kept:
        kept["suspended"] = [_task(task) for task in kept["suspended"]]
    return Conversation(
        id=id_,
        version=version,
        language=language,
        user_at=moment(user_at),
        active_since=moment(active_since),
        active_until=moment(active_until),
        blocked=bool(blocked),
        handover=handover,
        **kept,
    )


def _task(kept: Mapping[str, Any]) -> Task:
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
        data=from_json(data),
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
        data=from_json(data),
        due=from_micros(due),
        tries=tries,
        lease=lease or "",
    )
