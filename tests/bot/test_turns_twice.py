"""A turn may run twice before it counts, because a neighbour in its transaction failed: nobody notices."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from bot import Skill, Turn
from bot.store.base import Transaction
from bot.store.sqlite import SqliteStore
from bot.testing import Chat
from bot.turn import Then

T = TypeVar("T")


class TakenBackError(Exception):
    """The first run of a work, undone."""


class TwiceStore(SqliteStore):
    """A store in which every work runs, is taken back, and runs again."""

    async def run(self, work: Callable[[Transaction], T]) -> T:  # type: ignore[override]  # it is awaited either way
        def taken_back(tx: Transaction) -> None:
            work(tx)
            raise TakenBackError

        with suppress(TakenBackError):
            await super().run(taken_back)
        return await super().run(work)


def asking(calls: list[str]) -> Skill:
    """A skill that asks outside and then counts inside."""
    skill = Skill("sky")

    def count(turn: Turn, sky: str) -> str:
        seen = turn.memory["seen"] = turn.memory.get("seen", 0) + 1
        return turn.say({"de": "{ $sky } { $seen }", "en": "{ $sky } { $seen }"}, sky=sky, seen=seen)

    @skill.intent("weather", {"de": ["wie wird das wetter", "wetterbericht"], "en": ["weather report", "is it sunny"]})
    async def weather(turn: Turn) -> Then:
        calls.append(turn.language)
        return turn.then(count, "heiter")

    return skill


def test_a_turn_that_runs_twice_is_one_turn_and_asks_outside_once() -> None:
    calls: list[str] = []
    chat = Chat(asking(calls), language="de")
    chat.app.store.__class__ = TwiceStore
    assert chat.send("wie wird das wetter") == "heiter 1"
    assert chat.send("wie wird das wetter") == "heiter 2"
    assert len(calls) == 2
    chat.close()
