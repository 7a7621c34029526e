"""The shop on Telegram: opened, answering, until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot.app import App, Ways, bring_in, opened
from bot.channels.telegram.settings import (
    COMMANDS,
    DESK,
    DESK_COMMANDS,
    NAME,
    CheckoutQuestion,
    TelegramSettings,
    Webhook,
)
from bot.clock import Clock, SystemClock
from bot.commands.progress import bars
from bot.commerce import payment
from bot.config import Settings
from bot.config_problems import ConfigError, Problem
from bot.desk import Desk
from bot.message import Message
from bot.pacing import Pace
from bot.store.schema import Progress
from bot.texts import LANGUAGES, Texts
from catalog import hours
from catalog.catalog import Catalog, NoShopError
from catalog.model import Settings as ShopSettings

#: How often to look for what another process left.
LOOK_SECONDS = 1.0
#: A group takes 20 messages a minute, whatever topics they are in.
GROUP_PACE = Pace(per_second=1 / 3, burst=20, per_conversation=0.5, conversation_burst=5)

if TYPE_CHECKING:
    from bot.channels.telegram.channel import TelegramChannel

log = structlog.stdlib.get_logger(__name__)


async def serve(settings: Settings, *, clock: Clock | None = None) -> None:
    """Answer shoppers on Telegram until SIGTERM or SIGINT; what was accepted is on disk, so nothing is lost.

    Raises ChannelError if Telegram cannot be used, StoreError if the database cannot, ImportFailed if the shop's folder
    is broken.
    """
    from bot.channels.telegram.api import TelegramApi  # noqa: PLC0415  (aiogram takes seconds to load)
    from bot.channels.telegram.channel import TelegramChannel, operators_at  # noqa: PLC0415
    from bot.channels.telegram.payments import providers  # noqa: PLC0415

    ensure_shop(settings)
    clock = clock or SystemClock()
    telegram = _telegram(settings)
    api = TelegramApi(telegram)
    texts = _common_texts()

    async def inbox(messages: Sequence[Message]) -> None:
        await app.bot.receive(messages)

    async def check_out(question: CheckoutQuestion) -> tuple[bool, str]:
        return await may_charge(app, question)

    shop = Catalog(settings.shop.database).settings
    desks = desks_of(settings, shop)
    menu = _menu(texts, DESK_COMMANDS, shop.languages[0])
    operators = operators_at(telegram.operators, api, lambda: app.store, commands=menu) if desks else None
    channel = TelegramChannel(
        telegram,
        api=api,
        clock=clock,
        inbox=inbox,
        check_out=check_out,
        commands={code: _menu(texts, COMMANDS, code) for code in LANGUAGES},
        sorry={code: texts.say("sorry-payment", code, {}) for code in LANGUAGES},
        pictures=settings.shop.folder,
        operators=operators,
    )
    ways = [Ways(channel=channel, payments=providers(api, currency=shop.currency), pace=Pace())]
    if operators is not None:
        ways.append(Ways(channel=operators, payments={}, pace=GROUP_PACE))
    try:
        async with AsyncExitStack() as stack:
            with bars() as progress:
                app = await stack.enter_async_context(_opened(settings, clock, ways, desks, progress))
            await _until_stopped(app, channel)
    finally:
        await channel.close()


def _opened(
    settings: Settings, clock: Clock, ways: Sequence[Ways], desks: Mapping[str, Desk], progress: Progress
) -> AbstractAsyncContextManager[App]:
    return opened(
        database=settings.shop.database,
        clock=clock,
        ways=ways,
        config=settings.skills,
        support=support(settings),
        desks=desks,
        cache=settings.understanding.cache,
        sentences=settings.shop.sentences,
        progress=progress,
    )


async def _until_stopped(app: App, channel: TelegramChannel) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await app.bot.start()
    log.info("the shop is open", shop=app.world.catalog.settings.name)
    tasks = [asyncio.create_task(work) for work in (app.delivery.run_forever(stop), _look_around(app, stop))]
    for task in tasks:
        task.add_done_callback(lambda _: stop.set())  # one that breaks off closes the shop, loudly
    try:
        await channel.run(stop)
    finally:
        stop.set()
        await asyncio.gather(*tasks)
    await app.bot.idle()
    log.info("the shop is closed")


async def _look_around(app: App, stop: asyncio.Event) -> None:
    """Take up what other processes left in the database: an owner's offer, news of a parcel."""
    while not stop.is_set():
        for conversation in app.store.read(lambda reader: reader.waiting()):
            app.bot.wake(conversation)
        app.delivery.notify()
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), LOOK_SECONDS)


def _menu(texts: Texts, commands: Sequence[str], language: str) -> dict[str, str]:
    """What Telegram's menu says about each command."""
    return {name: texts.say(f"command-{name}", language, {}) for name in commands}


def desks_of(settings: Settings, shop: ShopSettings) -> dict[str, Desk]:
    """The people who answer on Telegram, if config.toml names their group; raises ConfigError for unreadable hours."""
    section = settings.telegram
    if not section.operators:
        return {}
    if problem := hours_problem(settings):
        raise ConfigError([problem])
    people = Desk(
        channel=DESK,
        patience=timedelta(minutes=section.operators_minutes),
        opening_hours=section.operators_hours,
        country=shop.country,
        timezone=shop.timezone,
    )
    return {NAME: people}


def hours_problem(settings: Settings) -> Problem | None:
    """What is wrong with the hours of the people who take over."""
    written = settings.telegram.operators_hours
    if hours.valid(written):
        return None
    return Problem(
        place="[telegram] operators_hours",
        value=f'"{written}"',
        what="these opening hours cannot be read",
        help="Write them like Mo-Fr 09:00-18:00; PH off.",
    )


def _telegram(settings: Settings) -> TelegramSettings:
    section = settings.telegram
    webhook = Webhook(
        url=section.webhook_url,
        secret=section.webhook_secret.get_secret_value(),
        host=section.webhook_host,
        port=section.webhook_port,
    )
    return TelegramSettings(
        token=section.token.get_secret_value(),
        provider_token=section.provider_token.get_secret_value(),
        api_url=section.api_base,
        webhook=webhook if section.mode == "webhook" else None,
        operators=section.operators,
    )


async def may_charge(app: App, question: CheckoutQuestion) -> tuple[bool, str]:
    """Whether an order may be paid now; the reason against it in the shopper's language."""
    asked = await app.store.run(
        lambda tx: payment.pre_checkout(
            tx,
            app.world.catalog,
            order=question.order,
            conversation=question.conversation,
            amount=question.amount,
            now=app.world.clock.now(),
        )
    )
    if asked.refused is None:
        return True, ""
    language = app.store.read(lambda reader: reader.conversation(question.conversation)).language
    label = f"order-pre-{asked.refused}".replace("_", "-")
    return False, app.world.texts.say(label, language or app.world.catalog.settings.languages[0], {})


def _common_texts() -> Texts:
    import bot.texts  # noqa: PLC0415

    read = Texts()
    read.load(Path(bot.texts.__file__).parent)
    return read


def ensure_shop(settings: Settings) -> None:
    """Import the shop's folder into a database that holds none yet."""
    if not _holds_shop(settings.shop.database):
        with bars() as progress:
            report = bring_in(settings.shop.folder, settings.shop.database, now=SystemClock().now(), progress=progress)
        log.info("the shop was imported", folder=str(settings.shop.folder), **report.counts)
        for hint in report.hints:
            log.warning("worth knowing of the shop's folder", hint=str(hint))


def _holds_shop(database: Path) -> bool:
    try:
        return database.exists() and bool(Catalog(database).settings)
    except NoShopError:
        return False


def support(settings: Settings) -> str:
    """How a shopper reaches a person, in one line."""
    section = settings.support
    return " · ".join(part for part in (section.text, section.email, section.phone) if part)
