"""What an owner does with a shop at a terminal: import, run, check, offers, orders."""

from __future__ import annotations

import asyncio
import json as jsons
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from bot import check as checks
from bot import config, logs, sentences
from bot.app import texts_of
from bot.clock import SystemClock, from_micros
from bot.commands.chat import NotPossible
from bot.commands.progress import bars
from bot.commerce import offers as commerce_offers
from bot.commerce import orders as commerce_orders
from bot.commerce import payment, shipments
from bot.config import Settings
from bot.message import Message
from bot.serve import ensure_shop, hours_problem, serve
from bot.skill import Skills, installed
from bot.store.base import Transaction
from bot.store.visit import visit
from bot.talk import talk
from catalog.catalog import Catalog
from catalog.importing import ImportReport, import_folder
from catalog.model import Offer

T = TypeVar("T")

ConfigFile = Annotated[Path | None, typer.Option("--config", help="The config.toml to go by.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
OrderId = Annotated[str, typer.Argument(help="The order's number.", metavar="ORDER")]

offers = typer.Typer(name="offers", help="Offers, which leave only into active conversations.", no_args_is_help=True)
orders = typer.Typer(name="orders", help="Orders and their parcels.", no_args_is_help=True)


def say(line: str) -> None:
    """Print a line for people or programs, as it is."""
    sys.stdout.write(f"{line}\n")


def import_(
    folder: Annotated[Path, typer.Argument(help="The shop's folder.")],
    config_: ConfigFile = None,
    database: Annotated[Path | None, typer.Option("--database", help="The database to import into.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,  # noqa: FBT002
) -> None:
    """Check a shop's folder and put it into the database: all of it, or nothing."""
    target = database or config.load(config_).shop.database
    with bars() as progress:
        report = import_folder(folder, target, dry_run=dry_run, progress=progress)
    for problem in report.problems:
        say(str(problem))
    if report.problems:
        say(f"{len(report.problems)} problems; nothing was changed.")
        raise typer.Exit(1)
    _tell(report, dry_run=dry_run)


def _tell(report: ImportReport, *, dry_run: bool) -> None:
    say(f"{report.shop}: " + ("this would change:" if dry_run else "imported."))
    for kind, difference in report.differences.items():
        counts = (len(difference.new), len(difference.changed), len(difference.gone))
        if any(counts):
            say(f"  {kind}: {counts[0]} new, {counts[1]} changed, {counts[2]} gone")
    for move in report.prices:
        say(f"  {move}")
    for hint in report.hints:
        say(f"Worth knowing: {hint}")


def run(
    config_: ConfigFile = None,
    log: Annotated[str, typer.Option("--log", help="plain for people, json for machines.")] = "",
) -> None:
    """Open the shop on Telegram until told to stop."""
    settings = config.load(config_, options={"log": {"format": log}} if log else {})
    if not settings.telegram.token.get_secret_value():
        raise NotPossible(
            "there is no Telegram token. Put it into config.toml under [telegram] token, or into TRESEN_TELEGRAM_TOKEN; "
            "to talk without Telegram: tresen chat."
        )
    logs.setup(settings.log.format, level=settings.log.level, secrets=settings.secrets)
    asyncio.run(serve(settings))


def check(config_: ConfigFile = None) -> None:
    """Look over settings, skills, texts and what waits for a person; 1 if anything was found."""
    settings = config.load(config_)
    skills = Skills([talk, *installed()])
    findings = list(checks.of_sentences(settings.shop.sentences, skills))
    known = sentences.read(skills, None if findings else settings.shop.sentences)
    findings += list(checks.of_skills(skills, texts_of(skills), known))
    findings += list(checks.of_config(settings.skills, skills))
    findings += list(checks.of_settings(hours_problem(settings)))
    findings += list(checks.of_folder(settings.shop.folder))
    if settings.shop.database.exists():
        findings += _visit(settings, lambda tx: list(checks.of_database(tx)))
    for finding in findings:
        say(str(finding))
    say(f"{len(findings)} things to look at." if findings else "All is well.")
    raise typer.Exit(int(bool(findings)))


def _visit(settings: Settings, work: Callable[[Transaction], T]) -> T:
    ensure_shop(settings)
    with bars() as progress:
        return visit(
            settings.shop.database, work, window=Catalog(settings.shop.database).settings.window, progress=progress
        )


@offers.command("send")
def send(offer: Annotated[str, typer.Argument(help="The offer's id.")], config_: ConfigFile = None) -> None:
    """Plan one offer for each conversation; the gate decides about each at the moment of sending."""
    settings = config.load(config_)
    ensure_shop(settings)
    catalog = Catalog(settings.shop.database)
    found = catalog.offer(offer)
    if found is None:
        known = ", ".join(each.id for each in catalog.offers()) or "none"
        raise NotPossible(f"the shop has no offer {offer!r}. It has: {known}.")
    now = SystemClock().now()
    key = f"campaign:{offer}:{now.date().isoformat()}"
    counts: Counter[str] = Counter()
    after = ""
    while page := _visit(settings, partial(commerce_offers.audience, after=after)):
        # one transaction a page: the shop goes on serving in between
        counts += _visit(settings, partial(_planned, catalog=catalog, offer=found, page=page, key=key, now=now))
        after = page[-1]
    say(f"planned: {counts.pop('', 0)}")
    for reason, count in sorted(counts.items()):
        say(f"withheld, {reason}: {count}")


def _planned(
    tx: Transaction, *, catalog: Catalog, offer: Offer, page: Sequence[str], key: str, now: datetime
) -> Counter[str]:
    return commerce_offers.campaign(tx, catalog, offer, page, key=key, now=now)


@offers.command("log")
def offers_log(config_: ConfigFile = None, json: AsJson = False) -> None:  # noqa: FBT002
    """Show every decision about an offer, sent or withheld, with its reason."""
    for row in _visit(config.load(config_), _decisions):
        if json:
            say(jsons.dumps(row, ensure_ascii=False))
        else:
            say(f"{row['at']}  {row['conversation']}  {row['offer']}  {row['outcome']} {row['reason']}".rstrip())


def _decisions(tx: Transaction) -> list[dict[str, Any]]:
    rows = tx.rows("SELECT at, conversation, offer, outcome, reason FROM decision ORDER BY id")
    return [{**row, "at": from_micros(row["at"]).isoformat()} for row in rows]


@orders.command("list")
def orders_list(config_: ConfigFile = None, json: AsJson = False) -> None:  # noqa: FBT002
    """Show all orders, the newest first."""
    rows = _visit(
        config.load(config_),
        lambda tx: tx.rows(
            "SELECT id, created_at, conversation, state, total, currency FROM orders ORDER BY created_at DESC, id DESC"
        ),
    )
    for row in rows:
        shown = {**row, "created_at": from_micros(row["created_at"]).isoformat()}
        line = f"{row['id']}  {shown['created_at']}  {row['state']}  {row['total'] / 100:.2f} {row['currency']}  {row['conversation']}"
        say(jsons.dumps(shown, ensure_ascii=False) if json else line)


@orders.command("show")
def orders_show(order: OrderId, config_: ConfigFile = None) -> None:
    """Show one order: its lines, payments and everything that happened to it."""

    def read(tx: Transaction) -> list[str]:
        found = commerce_orders.load(tx, order)
        if found is None:
            raise NotPossible(f"there is no order {order!r}. tresen orders list shows them all.")
        lines = [
            f"{found.id}  {found.state}  {found.total.amount / 100:.2f} {found.currency}  {found.fulfilment} {found.store}".rstrip()
        ]
        if found.address:
            lines.append(
                f"  {found.address.name}, {found.address.street}, {found.address.postcode} {found.address.city}, {found.address.country}"
            )
        lines += [f"  {line.quantity} x {line.sku} {line.title}" for line in found.lines]
        lines += [
            f"  payment: {each.provider} {each.state} {each.charge_id}".rstrip() for each in payment.of(tx, order)
        ]
        return lines + [
            f"  {h.at.isoformat()} {h.before} -> {h.after} ({h.who}: {h.why})"
            for h in commerce_orders.history(tx, order)
        ]

    for line in _visit(config.load(config_), read):
        say(line)


@orders.command("ship")
def ship(  # noqa: PLR0917  (options of a command, each by name)
    order: OrderId,
    carrier: Annotated[str, typer.Option(help="Who carries it, as DHL.")] = "",
    number: Annotated[str, typer.Option(help="The tracking number.")] = "",
    eta: Annotated[str, typer.Option(help="The day it arrives, as 2026-11-27.")] = "",
    status: Annotated[str, typer.Option(help="What is known of the parcel.")] = "in_transit",
    config_: ConfigFile = None,
) -> None:
    """Tell the shopper that a parcel is on its way, or what became of it since."""
    settings = config.load(config_)
    now = SystemClock().now()

    def tell(tx: Transaction) -> bool:
        found = commerce_orders.load(tx, order)
        if found is None:
            raise NotPossible(f"there is no order {order!r}. tresen orders list shows them all.")
        if found.state in ("awaiting_payment", "cancelled"):
            raise NotPossible(f"order {order} is {found.state.replace('_', ' ')}; there is nothing to ship.")
        data = {"order": order, "status": status, "carrier": carrier, "number": number, "eta": eta}
        return tx.receive(_news(found.conversation, data, now)) is not None

    _check_news(status, eta)
    new = _visit(settings, tell)
    heard = "the shopper hears of it through the running shop" if new else "this was told before"
    say(f"{order}: {status}; {heard}.")


def _check_news(status: str, eta: str) -> None:
    if status not in shipments.RANKS:
        raise NotPossible(f"there is no status {status!r}. There are: {', '.join(shipments.RANKS)}.")
    try:
        if eta:
            datetime.fromisoformat(eta)
    except ValueError as error:
        raise NotPossible(f"{eta!r} is no day. Write it as 2026-11-27.") from error


def _news(conversation: str, data: Mapping[str, str], now: datetime) -> Message:
    key = "shipment:" + ":".join(data[part] for part in ("order", "carrier", "number", "status", "eta"))
    return Message(conversation=conversation, key=key, kind="shipment", at=now, data=data)
