"""The server: one bot's end of the Bot API on loopback, and the book of everything it did wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

from aiogram.methods import GetUpdates
from aiohttp import web

from tests.telegram.fake.api import Api
from tests.telegram.fake.faults import Fault, Faults, Kind, RetryAfter
from tests.telegram.fake.groups import Group
from tests.telegram.fake.payments import Payments
from tests.telegram.fake.requests import AnyMethod, Refused, fields_of, parse
from tests.telegram.fake.state import BotMessage, Changes, Press, ServerClock
from tests.telegram.fake.updates import Updates
from tests.telegram.fake.users import User


class FakeTelegram:
    """A strict Bot API for one bot. `async with FakeTelegram() as server:` starts and stops it."""

    def __init__(self, *, port: int = 0, token: str = "123456:a-token-for-tests") -> None:
        self._port = port
        self.token = token
        self.provider_token = "284685063:TEST:demo"
        self.bot_json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Shop",
            "username": "shop_bot",
        }
        self.clock = ServerClock()
        self.changes = Changes()
        self.findings: list[str] = []
        self.users: dict[int, User] = {}
        self.groups: dict[int, Group] = {}
        self.kept: dict[tuple[int, int], dict[str, Any]] = {}  # people's messages, to be copied
        self.gone: set[tuple[int, int]] = set()  # of those, the ones their writers took away
        self.presses: dict[str, Press] = {}
        self.files: dict[str, bytes] = {}
        self.refused_chats: set[int] = set()  # chats that answered 403 and did not come back
        self.requests: list[AnyMethod] = []  # every valid request, in order
        self.late: list[BotMessage] = []  # messages sent more than 24 h after the user's last own action
        self.listeners: list[Callable[[BotMessage], None]] = []
        self.updates = Updates(self.clock, self.changes, self.findings)
        self.payments = Payments(self)
        self.api = Api(self)
        self._faults = Faults()
        self._acted: dict[int, datetime] = {}
        self._paused: dict[int, datetime] = {}
        self._numbers: dict[str, int] = {}
        self._message_ids = 0
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        """Listen on loopback."""
        app = web.Application(client_max_size=60_000_000)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        self._runner = web.AppRunner(app, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop listening; calls of webhooks end."""
        await self.updates.close()
        self.changes.notify()
        if self._runner is not None:
            await self._runner.cleanup()

    def user(self, id: int, *, name: str = "", language: str = "") -> User:
        """The user with this id, a new one if there is none yet."""
        if id not in self.users:
            self.users[id] = User(self, id, name=name or f"User {id}", language=language)
        return self.users[id]

    def group(self, id: int, **values: Any) -> Group:
        """A new group that the bot is in."""
        self.groups[id] = Group(server=self, id=id, **values)
        return self.groups[id]

    def keep(self, message: dict[str, Any]) -> dict[str, Any]:
        """Somebody's message stands in a chat; the same."""
        self.kept[message["chat"]["id"], message["message_id"]] = message
        return message

    def take_away(self, chat: int, message: int) -> None:
        """Somebody deletes a message."""
        del self.kept[chat, message]
        self.gone.add((chat, message))

    def fault(self, method: str, kind: Kind, *, times: int = 1, chat: int | None = None) -> None:
        """Plan a fault for the next requests of a method."""
        self._faults.plan(Fault(method, kind, times, chat))

    def advance(self, seconds: float) -> None:
        """Let time pass on the server."""
        self.clock.advance(seconds)
        self.changes.notify()

    def number(self, what: str) -> str:
        """The next derived name of its kind."""
        self._numbers[what] = self._numbers.get(what, 0) + 1
        return f"{what}-{self._numbers[what]}"

    def next_message_id(self) -> int:
        """The next message's number."""
        self._message_ids += 1
        return self._message_ids

    def acted(self, user: int) -> None:
        """A user did something."""
        self._acted[user] = self.clock.now()

    def said(self, message: BotMessage) -> None:
        """The bot said something: check the window, tell who listens."""
        if message.at - self._acted.get(message.chat, message.at) > timedelta(hours=24):
            self.late.append(message)
        for listener in self.listeners:
            listener(message)
        self.changes.notify()

    @property
    def unanswered(self) -> list[Press]:
        """Presses whose button still spins."""
        return [press for press in self.presses.values() if not press.answered]

    def calls(self, name: str) -> list[Any]:
        """All valid requests of one method, as aiogram's models."""
        return [method for method in self.requests if method.__api_method__ == name]

    def assert_clean(self) -> None:
        """Fail if the bot made a mistake, left a button spinning or a query open."""
        open_queries = [query.id for query in self.payments.open]
        spinning = [press.label for press in self.unanswered]
        assert not self.findings, self.findings
        assert not spinning, f"presses never answered: {spinning}"
        assert not open_queries, f"queries never answered: {open_queries}"

    async def until(self, look: Callable[[], object], what: str, *, seconds: float = 10) -> None:
        """Wait until something is true of this server."""
        await self.changes.until(lambda: True if look() else None, seconds=seconds, what=lambda: what)

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        try:
            return await self._answer(request)
        except Refused as refusal:
            if refusal.finding:
                self.findings.append(f"{request.match_info['method']}: {refusal.description}")
            self.changes.notify()
            return refusal.response()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        if request.match_info["token"] != self.token:
            raise Refused("Unauthorized", code=401, finding=False)
        fields = await fields_of(request)
        chat = int(fields["chat_id"]) if str(fields.get("chat_id", "")).lstrip("-").isdigit() else None
        fault = self._faults.take(name, chat)
        if fault is not None and not fault.after:
            return self._fail(fault, request, chat)
        method = parse(name, fields)
        self._check_pause(name, chat)
        self.requests.append(method)
        result = await self._result(method, request)
        self.changes.notify()
        if fault is not None:
            return self._fail(fault, request, chat)
        return web.json_response({"ok": True, "result": result})

    async def _result(self, method: AnyMethod, request: web.Request) -> Any:
        if isinstance(method, GetUpdates):
            return await self.updates.poll(method, lambda: request.transport is None or request.transport.is_closing())
        return self.api.run(method)

    def _fail(self, fault: Kind, request: web.Request, chat: int | None) -> web.Response:
        if isinstance(fault, RetryAfter) and chat is not None:
            self._paused[chat] = self.clock.now() + timedelta(seconds=fault.seconds)
        self.changes.notify()
        return fault.response(request)

    def _check_pause(self, name: str, chat: int | None) -> None:
        if chat is None or chat not in self._paused:
            return
        left = (self._paused[chat] - self.clock.now()).total_seconds()
        if left > 0:
            self.findings.append(f"{name} to chat {chat} {left:.1f} s before retry_after was over")
        else:
            del self._paused[chat]
