"""Talk to skills in tests: the real bot, store and gate, with a clock that can be moved.

chat = Chat(skill, language="de")
assert chat.send("Wann habt ihr offen?") == "Wir haben 9–18 Uhr offen."
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Coroutine, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

from bot.app import App, Ways, opened
from bot.channels.console import ConsoleChannel, Session
from bot.channels.state import state_of
from bot.clock import ManualClock
from bot.commerce.providers.demo import DemoProvider
from bot.config import DEMO
from bot.reply import Reply
from bot.skill import Skill, SkillError
from bot.store.base import Transaction
from bot.texts import TextError
from catalog.importing import import_folder

T = TypeVar("T")

#: A Wednesday noon in Germany: no holiday, no quiet hours.
NOON = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)


class Chat:
    """A conversation with some skills, or with all installed ones if none are named.

    `config` is what config.toml would say, by skill; `shop` a shop's folder, by default the demo shop. The shopper was
    here before, unless it is the `first_contact`: then the first answer begins by saying that this is a bot. What a
    skill raises is raised here too; with `raises=False` it is answered with an apology, as shoppers get it.
    """

    def __init__(
        self,
        *skills: Skill,
        language: str = "de",
        config: Mapping[str, Mapping[str, Any]] | None = None,
        shop: Path = DEMO,
        at: datetime = NOON,
        shopper: str = "mia",
        first_contact: bool = False,
        raises: bool = True,
    ) -> None:
        self._closed = False
        self._raises = raises
        self._raised: list[Exception] = []
        self._channel = ConsoleChannel()
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()
        self.replies: list[Reply] = []
        self.app: App
        self._run(self._open(skills, config or {}, shop, at))
        self.app.bot.turn_failed = self._raised.append
        self.session = Session(self.app, self._channel, shopper=shopper, language=language)
        if not first_contact:
            self._run(self._greet())

    async def _greet(self) -> None:
        """The shopper was here before and knows that this is a bot."""

        def greet(tx: Transaction) -> None:
            conversation = tx.conversation(self.session.conversation)
            conversation.greeted = True
            tx.save(conversation)

        await self.app.store.run(greet)

    async def _open(
        self, skills: tuple[Skill, ...], config: Mapping[str, Mapping[str, Any]], shop: Path, at: datetime
    ) -> None:
        folder = Path(tempfile.mkdtemp(prefix="tresen-"))  # a TemporaryDirectory complains where `__del__` closes
        self._stack.callback(shutil.rmtree, folder, ignore_errors=True)
        shutil.copy(_imported(shop), folder / "shop.db")
        self.app = await self._stack.enter_async_context(
            opened(
                database=folder / "shop.db",
                clock=ManualClock(at),
                ways=[Ways(channel=self._channel, payments={"demo": DemoProvider()})],
                skills=list(skills) or None,
                config=config,
                cache=Path(".tresen"),
                durable=False,
            )
        )

    def send(self, text: str) -> str:
        """Write; the text of what was answered."""
        return self._step(self.session.say(text))

    def press(self, which: str) -> str:
        """Press the newest button with this role, id or label; the text of what was answered."""
        return self._step(self.session.press(which))

    def location(self, latitude: float, longitude: float) -> str:
        """Share a location; the text of what was answered."""
        return self._step(self.session.location(latitude, longitude))

    def later(self, **duration: float) -> str:
        """Let time pass, as for `timedelta(hours=2)`; the text of what was said meanwhile."""
        return self._step(self.session.wait(timedelta(**duration)))

    @property
    def state(self) -> dict[str, Any]:
        """What is stored of this shopper: conversation, cart, orders, offers, as the console shows it."""
        return state_of(self.app, self.session)

    def close(self) -> None:
        """Let go of the files; a test that ends does it by itself."""
        self._closed = True
        self._run(self._stack.aclose())
        self._runner.close()

    def __del__(self) -> None:
        """Close with the last reference, which may go at any moment: an error that was raised here keeps some."""
        if not self._closed and not sys.is_finalizing():
            closing = Thread(target=self.close)  # another event loop may be running in this one
            closing.start()
            closing.join()

    def _step(self, step: Coroutine[Any, Any, None]) -> str:
        self._run(step)
        sent = self.session.replies()
        self.replies = [each.reply for each in sent if each.conversation == self.session.conversation]
        return "\n\n".join(reply.text for reply in self.replies)

    def _raise(self) -> None:
        """What a skill raised meanwhile; nothing of it is kept here, for it keeps hold of this chat."""
        try:
            if self._raised and self._raises:
                raise _of_the_author(self._raised[0])
        finally:
            self._raised.clear()

    def _run(self, step: Coroutine[Any, Any, T]) -> T:
        result = self._runner.run(step)
        self._raise()
        return result


def _of_the_author(error: Exception) -> Exception:
    """An error without the way through the bot that led to the skill."""
    trace = error.__traceback__
    while trace and _of_the_bot(Path(trace.tb_frame.f_code.co_filename)):
        trace = trace.tb_next
    told = isinstance(error, SkillError | TextError)  # these say by themselves what the author should do
    return error.with_traceback(trace) if trace or told else error


def _of_the_bot(file: Path) -> bool:
    inside = Path(__file__).parent
    return file.is_relative_to(inside) and not file.is_relative_to(inside / "skills")


@cache
def _imported(shop: Path) -> Path:
    """A database with a shop, made once a process."""
    database = Path(tempfile.mkdtemp(prefix="tresen-")) / "template.db"
    import_folder(shop, database)
    return database
