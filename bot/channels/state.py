"""The state of a shopper as the console shows it: what is stored, in the words of the contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.channels.console import Session, Shop
from bot.channels.shown import name_of
from bot.commerce import address as addresses
from bot.commerce import cart as carts
from bot.commerce import checkout, consent, decisions, ledger, orders, payment, pricing, shipments, stock
from bot.commerce.checkout import Choice
from bot.commerce.goods import Line
from bot.commerce.orders import Order, OrderLine
from bot.conversation import Conversation, Task
from bot.pause import GO_ON
from bot.store.base import Reader
from bot.world import World


def state_of(shop: Shop, session: Session, *, skus: Sequence[str] = ()) -> dict[str, Any]:
    """The present shopper's state; the stock of the cart, the listing and some more SKUs goes with it."""
    return shop.store.read(lambda reader: _state(reader, shop.world, session, skus))


def _state(reader: Reader, world: World, session: Session, skus: Sequence[str]) -> dict[str, Any]:
    shopper, now = session.conversation, session.now
    talk = reader.conversation(shopper)
    cart = _cart(reader, world, talk, now)
    listing = [{key: line[key] for key in ("position", "product", "sku", "price")} for line in talk.listing]
    named = (*(line["sku"] for line in (*cart["lines"], *listing)), *skus)
    return {
        "clock": _time(now, world),
        "shopper": name_of(shopper),
        "language": talk.language or session.language or world.catalog.settings.languages[0],
        **_talk(talk),
        "cart": cart,
        "listing": listing,
        "stock": {sku: _stock(reader, sku) for sku in dict.fromkeys(named) if world.catalog.variant(sku)},
        "orders": [_order(reader, world, order) for order in reversed(orders.of(reader, shopper))],
        "consent": _consent(reader, world, shopper),
        "addresses": [addresses.dump(address) for address in addresses.saved(reader, shopper)],
        "offers": _offers(reader, world, shopper),
        "sent": _sent(reader, shopper),
        "handover": talk.handover,
        "watches": [row["sku"] for row in _watches(reader, shopper)],
        "ledger": {"balanced": ledger.balanced(reader)},
    }


def _time(moment: datetime, world: World) -> str:
    """A moment in the shop's time zone."""
    return moment.astimezone(ZoneInfo(world.catalog.settings.timezone)).isoformat()


def _talk(talk: Conversation) -> dict[str, Any]:
    """What is being talked about: the task, those put aside, the open question."""
    return {
        "task": _public(talk.task),
        "suspended": [name for task in talk.suspended if (name := _public(task))],
        "awaiting": _awaited(talk.task),
    }


def _awaited(task: Task | None) -> str | None:
    """The slot that is asked for; whether to go on is a yes or no like any other."""
    slot = task.question.slot if task and task.question else None
    return "confirm" if slot == GO_ON else slot


def _public(task: Task | None) -> str | None:
    return (task.name or None) if task else None


def _cart(reader: Reader, world: World, talk: Conversation, now: datetime) -> dict[str, Any]:
    cart = carts.load(reader, world.catalog, talk.id, now=now)
    sums = checkout.preview(reader, world.catalog, cart, now=now, choice=_choice(world, talk))
    return {
        "lines": _lines(cart.lines),
        "voucher": cart.voucher or None,
        "goods": sums.goods.amount,
        "discount": sums.discount.amount,
        "shipping": sums.shipping.amount,
        "total": sums.total.amount,
        "currency": sums.total.currency,
    }


def _choice(world: World, talk: Conversation) -> Choice:
    """What was chosen so far in a checkout that is open or put aside; the only way there is needs no choosing."""
    tasks = [task for task in (talk.task, *talk.suspended) if task and task.name == "checkout"]
    chosen = tasks[0].values if tasks else {}
    address = addresses.load(chosen["address"]) if chosen.get("address") else None
    ways = pricing.shipping_options(world.catalog.settings, address.country) if address else ()
    return Choice(
        fulfilment=chosen.get("fulfilment"),
        store=chosen.get("store") or "",
        address=address,
        shipping=chosen.get("shipping") or (ways[0].id if len(ways) == 1 else ""),
    )


def _lines(lines: Iterable[Line | OrderLine]) -> list[dict[str, Any]]:
    return [
        {
            "sku": line.sku,
            "quantity": line.quantity,
            "unit_price": line.unit_price.amount,
            "total": line.total.amount,
        }
        for line in lines
    ]


def _stock(reader: Reader, sku: str) -> dict[str, Any]:
    levels = stock.levels(reader, sku)
    return {"online": levels.online, "stores": dict(levels.stores)}


def _order(reader: Reader, world: World, order: Order) -> dict[str, Any]:
    came, back = payment.received(reader, order.id)
    return {
        "id": order.id,
        "status": order.state,
        "created_at": _time(order.created_at, world),
        "lines": _lines(order.lines),
        "goods": order.goods.amount,
        "discount": order.discount.amount,
        "shipping": order.shipping.amount,
        "total": order.total.amount,
        "currency": order.currency,
        "voucher": order.voucher or None,
        "fulfilment": order.fulfilment,
        "store": order.store or None,
        "address": addresses.dump(order.address) if order.address else None,
        "payments": [_payment(one) for one in payment.of(reader, order.id)],
        "paid": came,
        "refunded": back,
        "shipments": [_shipment(one) for one in shipments.of(reader, order.id)],
    }


def _payment(one: payment.Payment) -> dict[str, Any]:
    status = "paid" if one.state == "refund_due" else one.state
    return {
        "method": one.provider,
        "amount": one.amount.amount,
        "currency": one.amount.currency,
        "status": status,
        "charge_id": one.charge_id or None,
    }


def _shipment(one: shipments.Shipment) -> dict[str, Any]:
    return {
        "number": one.number,
        "carrier": one.carrier,
        "status": one.status,
        "eta": one.eta or None,
        "notify": one.notify,
    }


def _consent(reader: Reader, world: World, shopper: str) -> dict[str, Any]:
    stated = consent.current(reader, shopper)
    return {"offers": stated.granted, "at": _time(stated.at, world)} if stated else {"offers": False, "at": None}


def _offers(reader: Reader, world: World, shopper: str) -> dict[str, Any]:
    log = decisions.log(reader, conversation=shopper)
    sent = [{"id": one.offer, "at": _time(one.at, world)} for one in log if not one.reason]
    withheld = [{"id": one.offer, "reason": one.reason, "at": _time(one.at, world)} for one in log if one.reason]
    return {"sent": sent, "withheld": withheld}


def _sent(reader: Reader, shopper: str) -> dict[str, int]:
    """How many messages of each class left."""
    rows = reader.rows(
        "SELECT class, COUNT(*) AS n FROM effect WHERE conversation = :c AND kind = 'send' AND result = 'sent'"
        " GROUP BY class",
        c=shopper,
    )
    return {"reply": 0, "service": 0, "offer": 0} | {row["class"]: int(row["n"]) for row in rows}


def _watches(reader: Reader, shopper: str) -> Iterable[Mapping[str, Any]]:
    return reader.rows("SELECT sku FROM watch WHERE conversation = :c ORDER BY at, sku", c=shopper)
