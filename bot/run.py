"""Calling a skill's function: inside the transaction, or before it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, field
from inspect import iscoroutinefunction
from typing import Any

import structlog

from bot.reply import Reply
from bot.skill import Handler, SkillError
from bot.turn import Ask, Then, Turn

log = structlog.get_logger(__name__)

#: A `def` handler holds the shop's one transaction; one that takes longer is named in the log.
SLOW_SECONDS = 0.05


class Waiting(Exception):  # noqa: N818  (it is no error: the turn goes on)
    """The turn met an `async def` handler: it is awaited outside, then the turn runs again with its result."""

    def __init__(self, key: str, turn: Turn, handler: Handler, values: Mapping[str, Any]) -> None:
        super().__init__(key)
        self.key, self.turn, self.handler, self.values = key, turn, handler, values

    def start(self) -> Awaitable[Any]:
        """Begin the handler, without a transaction."""
        self.turn.transaction = None
        awaitable: Awaitable[Any] = self.handler(self.turn, **self.values)
        return awaitable


@dataclass(slots=True)
class Results:
    """What `async def` handlers of this turn returned, by their place in the turn."""

    known: dict[str, Any] = field(default_factory=dict)
    calls: int = 0

    def again(self) -> Results:
        """The same results for another run of the turn from its beginning."""
        return Results(self.known)


def call(turn: Turn, skill: str, handler: Handler, values: Mapping[str, Any], results: Results) -> list[Reply] | Ask:
    """Call a handler with loaded slots; its answer as replies, or its wish to ask."""
    turn.skill, turn.handler = skill, handler.__name__
    turn.note(f"{skill}.{handler.__name__}")
    waits = iscoroutinefunction(handler)
    answer = _result(turn, handler, values, results) if waits else _timed(turn, handler, values)
    while isinstance(answer, Then):
        answer = answer.function(turn, *answer.values)
    return answer if isinstance(answer, Ask) else _replies(turn, answer)


def listen(turn: Turn, results: Results, kind: str) -> list[Reply]:
    """What those who listen to a kind of news say to it."""
    replies: list[Reply] = []
    for skill, handler in turn.world.skills.listeners(kind):
        answers = call(turn, skill, handler, {}, results)
        if isinstance(answers, Ask):
            raise SkillError(f"{skill}.{handler.__name__} listens to news and cannot ask; ask in an intent")
        replies += answers
    return replies


def _result(turn: Turn, handler: Handler, values: Mapping[str, Any], results: Results) -> Any:
    results.calls += 1
    key = f"{results.calls}:{turn.skill}.{turn.handler}"
    if key not in results.known:
        raise Waiting(key, turn, handler, values)
    return results.known[key]


def _timed(turn: Turn, handler: Handler, values: Mapping[str, Any]) -> Any:
    begun = time.perf_counter()
    answer = handler(turn, **values)
    seconds = time.perf_counter() - begun
    if seconds > SLOW_SECONDS:
        log.warning("slow handler", handler=f"{turn.skill}.{turn.handler}", milliseconds=round(seconds * 1000))
    return answer


def _replies(turn: Turn, answer: Any) -> list[Reply]:
    if answer is None:
        return []
    if isinstance(answer, str | Reply):
        return [Reply.of(answer)]
    if isinstance(answer, Sequence):
        return [reply for part in answer for reply in _replies(turn, part)]
    raise SkillError(
        f"{turn.skill}.{turn.handler} returned {type(answer).__name__}; return a text, a Reply, a list of them, "
        "turn.ask(...), or None to say nothing"
    )
