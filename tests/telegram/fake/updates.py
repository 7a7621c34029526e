"""The queue of updates: kept until a higher offset confirms them, or sent to a webhook until it says 2xx."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from aiogram.methods import GetUpdates, SetWebhook

from tests.telegram.fake.requests import Refused
from tests.telegram.fake.state import Changes, ServerClock

_SHORT_LIVED = frozenset({"callback_query", "shipping_query", "pre_checkout_query"})
_ON_REQUEST_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_LANES = {"callback_query": "press", "shipping_query": "checkout", "pre_checkout_query": "checkout"}


@dataclass(slots=True)
class Pending:
    """An update that the bot has not confirmed yet."""

    update: dict[str, Any]
    kind: str
    user: int
    expires: datetime

    @property
    def id(self) -> int:
        """The update's number."""
        return int(self.update["update_id"])

    @property
    def lane(self) -> tuple[str, int]:
        """The webhook queue it goes through: order is kept within one only."""
        return _LANES.get(self.kind, self.kind), self.user


class Updates:
    """All updates of the bot, with the semantics of getUpdates and of webhooks."""

    def __init__(self, clock: ServerClock, changes: Changes, findings: list[str]) -> None:
        self._clock, self._changes, self._findings = clock, changes, findings
        self._last = 700_000_000
        self._poller: object = None
        self._tasks: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._closed = asyncio.Event()
        self.pending: list[Pending] = []
        self.allowed: list[str] | None = None
        self.webhook: SetWebhook | None = None
        self.polls = 0
        self.twice = False  # deliver every update twice
        self.retry_unit = 2.0  # seconds before the second repetition of a failed webhook call
        self.silence = 60.0  # seconds without an answer after which a webhook call has failed
        self.proxy: dict[str, str] = {}  # public address of a webhook -> where the bot listens behind it
        self.deliveries: list[tuple[int, int]] = []  # update id and status of each webhook call

    def put(self, kind: str, payload: dict[str, Any], user: int) -> int:
        """A new update; its number. It is dropped if the bot does not want this kind."""
        self._last += 1
        wanted = kind not in _ON_REQUEST_ONLY if not self.allowed else kind in self.allowed
        if wanted:
            life = timedelta(seconds=150) if kind in _SHORT_LIVED else timedelta(hours=24)
            update = {"update_id": self._last, kind: payload}
            self.pending.append(Pending(update, kind, user, self._clock.now() + life))
            self._wake()
        return self._last

    def _wake(self) -> None:
        self._changes.notify()
        if self.webhook is not None:
            for pending in self.pending:
                if pending.lane not in self._tasks:
                    self._tasks[pending.lane] = asyncio.create_task(self._deliver(pending.lane))

    def _expire(self) -> None:
        now = self._clock.now()
        self.pending = [pending for pending in self.pending if pending.expires > now]

    async def poll(self, request: GetUpdates, gone: Callable[[], bool]) -> list[dict[str, Any]]:
        """getUpdates: confirm what is below the offset, then what is there, waiting for it if asked to."""
        if self.webhook is not None:
            raise Refused(
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook"
                " first",
                code=409,
            )
        self._poller = me = object()
        self.polls += 1
        if request.allowed_updates is not None:
            self.allowed = request.allowed_updates
        self._confirm(request.offset or 0)
        self._changes.notify()
        loop = asyncio.get_running_loop()
        end = loop.time() + min(request.timeout or 0, 50)
        while not (batch := self._batch(request.limit or 100)) and loop.time() < end:
            await self._changes.wait(end - loop.time())
            if self._poller is not me or gone():
                break
        if self._poller is not me:
            raise Refused(
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                code=409,
                finding=not gone(),
            )
        return [] if gone() else batch

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self.pending = self.pending[offset:]
        self.pending = [pending for pending in self.pending if pending.id >= offset]

    def _batch(self, limit: int) -> list[dict[str, Any]]:
        self._expire()
        batch = [pending.update for pending in self.pending[: max(1, min(limit, 100))]]
        return [update for update in batch for _ in range(2 if self.twice else 1)]

    def set_webhook(self, request: SetWebhook | None) -> None:
        """Deliver by calls from now on, or by polling again."""
        self.webhook = request if request is not None and request.url else None
        if request is not None and request.allowed_updates is not None:
            self.allowed = request.allowed_updates
        self._wake()

    async def post(self, update: dict[str, Any], *, secret: str | None = None) -> int:
        """One call of the webhook, with its own secret or another; the status, 0 for silence."""
        assert self.webhook is not None, "the bot has not set a webhook"
        token = self.webhook.secret_token if secret is None else secret
        headers = {"X-Telegram-Bot-Api-Secret-Token": token} if token else {}
        timeout = aiohttp.ClientTimeout(total=self.silence)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(self.proxy.get(url := self.webhook.url, url), json=update, headers=headers) as response,
            ):
                await response.read()
                return response.status
        except (aiohttp.ClientError, TimeoutError):
            return 0

    async def _deliver(self, lane: tuple[str, int]) -> None:
        tries = 0
        while self.webhook is not None and (head := self._head(lane)) is not None:
            calls = [self.post(head.update) for _ in range(2 if self.twice else 1)]
            status = max(await asyncio.gather(*calls))
            self.deliveries.append((head.id, status))
            if 200 <= status < 300:
                tries = 0
                self.pending = [pending for pending in self.pending if pending is not head]
            else:
                await self._pause(min(self.retry_unit * 2 ** (tries - 1), 60) if tries else 0)
                tries += 1
            self._changes.notify()
        self._tasks.pop(lane, None)

    def _head(self, lane: tuple[str, int]) -> Pending | None:
        self._expire()
        return next((pending for pending in self.pending if pending.lane == lane), None)

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._closed.wait(), seconds)
        except TimeoutError:
            return

    async def close(self) -> None:
        """Call nobody any more."""
        self.webhook = None
        self._closed.set()
        for task in list(self._tasks.values()):
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
