"""What happens to updates: money questions answered at once, messages kept, presses answered, and only then confirmed."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from typing import Any

import structlog
from aiogram.methods import AnswerCallbackQuery, AnswerPreCheckoutQuery, AnswerShippingQuery
from aiogram.types import PreCheckoutQuery, ShippingQuery, Update, User

from bot.channels.base import ChannelError, RetryLater, Undelivered
from bot.channels.telegram.api import TelegramApi
from bot.channels.telegram.settings import CheckOut, CheckoutQuestion, Inbox, TelegramSettings
from bot.channels.telegram.updates import Reader, decode, language_of, rescued
from bot.clock import Clock
from bot.message import Message

log = structlog.stdlib.get_logger(__name__)

Raw = Mapping[str, Any]
_TRIES = 3


class Intake:
    """Takes updates in: polling and webhook go the same way."""

    def __init__(
        self,
        api: TelegramApi,
        reader: Reader,
        clock: Clock,
        *,
        inbox: Inbox,
        check_out: CheckOut,
        sorry: Mapping[str, str],
        settings: TelegramSettings,
    ) -> None:
        self._api, self._reader, self._clock = api, reader, clock
        self._inbox, self._check_out, self._sorry = inbox, check_out, sorry
        self._settings = settings
        self._tasks: set[asyncio.Task[None]] = set()

    async def take(self, raws: Sequence[Raw]) -> list[asyncio.Task[None]]:
        """Come back when all messages among the updates are on disk; the answers to money questions under way."""
        now = self._clock.now()
        updates = [(raw, decode(raw)) for raw in raws]
        urgent = [self._start(answer) for _, update in updates if update for answer in self._urgent(update)]
        messages = [self._reader.message(update, now) if update else rescued(raw, now) for raw, update in updates]
        kept = [message for message in messages if message is not None]
        _tell_skipped(updates, messages)
        if kept:
            await self._inbox(kept)
        for _, update in updates:
            if update and update.callback_query:
                self._start(self._answer(AnswerCallbackQuery(callback_query_id=update.callback_query.id)))
        return urgent

    async def drain(self) -> None:
        """Wait until every answer under way is out."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _start(self, answer: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(answer)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _urgent(self, update: Update) -> Iterable[Coroutine[Any, Any, None]]:
        if update.pre_checkout_query:
            yield self._pre_checkout(update.pre_checkout_query)
        if update.shipping_query:
            yield self._shipping(update.shipping_query)

    async def _pre_checkout(self, query: PreCheckoutQuery) -> None:
        """Let a payment go on only if the shop says so in time."""
        question = self._reader.pre_checkout(query, self._clock.now())
        allowed, reason = await self._asked(question) if question else (False, "")
        if not allowed:
            reason = reason or self._apology(query.from_user)
            log.info("telegram_payment_stopped", order=question.order if question else "", reason=reason)
        values = {} if allowed else {"error_message": reason}
        await self._answer(AnswerPreCheckoutQuery(pre_checkout_query_id=query.id, ok=allowed, **values))

    async def _asked(self, question: CheckoutQuestion) -> tuple[bool, str]:
        """The shop's answer; no without a reason if it failed or thought for too long."""
        task = asyncio.ensure_future(self._check_out(question))
        done, _ = await asyncio.wait({task}, timeout=self._settings.checkout_seconds)
        if not done:
            task.cancel()
            log.error("telegram_checkout_slow", order=question.order)
            return False, ""
        if (error := task.exception()) is not None:
            log.error("telegram_checkout_failed", order=question.order, exc_info=error)
            return False, ""
        return task.result()

    async def _shipping(self, query: ShippingQuery) -> None:
        """Shipping is chosen before the invoice, so no invoice of ours asks for it."""
        sorry = self._apology(query.from_user)
        await self._answer(AnswerShippingQuery(shipping_query_id=query.id, ok=False, error_message=sorry))

    def _apology(self, user: User) -> str:
        return self._sorry.get(language_of(user)) or next(iter(self._sorry.values()))

    async def _answer(self, method: AnswerCallbackQuery | AnswerPreCheckoutQuery | AnswerShippingQuery) -> None:
        """Send an answer that is worth nothing later: a few tries, quickly."""
        for tried in range(1, _TRIES + 1):
            try:
                await self._api.call(method, seconds=3)
            except RetryLater as error:
                if tried < _TRIES:
                    await asyncio.sleep(min(error.seconds, self._settings.retry_seconds))
                    continue
                log.warning("telegram_answer_lost", method=method.__api_method__, reason=str(error))
            except (Undelivered, ChannelError) as error:
                log.warning("telegram_answer_refused", method=method.__api_method__, reason=str(error))
            return


def _tell_skipped(updates: Sequence[tuple[Raw, Update | None]], messages: Sequence[Message | None]) -> None:
    """A line in the log for what cannot be read, and for kinds that nobody waits for."""
    for (raw, update), message in zip(updates, messages, strict=True):
        kinds = [name for name in raw if name != "update_id"]
        if update is None:
            log.error("telegram_update_unreadable", update=raw.get("update_id"), kinds=kinds)
        elif message is None:
            log.debug("telegram_update_skipped", update=update.update_id, kinds=kinds)
