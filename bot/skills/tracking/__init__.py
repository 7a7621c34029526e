"""Where orders and parcels are; news of every change is pushed once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from bot.commerce import orders, shipments
from bot.commerce.orders import Order
from bot.commerce.shipments import Shipment
from bot.excepted import says_every
from bot.fallback import not_yet
from bot.reply import Reply, Said
from bot.skill import Skill
from bot.turn import Turn

#: News of a parcel, and of goods at a counter.
PARCEL, COUNTER = "tracking.parcel", "tracking.counter"

skill = Skill("tracking")
skill.intent("redirect")(not_yet)

#: How many orders an answer about "my orders" names.
MOST = 3
#: And one about "all my orders".
MOST_OF_ALL = 10


@skill.intent("status", command="orders")
def status(turn: Turn, order: Order | None = None) -> Reply:
    """The state of one order, of the newest ones, or of all."""
    mine = orders.of(turn.reader, turn.shopper)
    found = (order,) if order else mine[:MOST_OF_ALL] if says_every(turn) else _newest(mine)
    if not found:
        return Reply(text=turn.say("tracking-none"))
    turn.look_at_order(order.id) if order else turn.list_orders([each.id for each in found])
    if len(found) == 1 and found[0].store:
        turn.conversation.focus["store"] = found[0].store
    lines = [line for each in found for line in _said(turn, each)]
    older = turn.say("tracking-older", count=len(mine) - MOST_OF_ALL) if MOST_OF_ALL == len(found) < len(mine) else ""
    return Reply(text=Said.join([*lines, older]))


def _newest(mine: tuple[Order, ...]) -> tuple[Order, ...]:
    """The orders still under way, or else the newest one."""
    under_way = tuple(each for each in mine if each.state not in ("delivered", "cancelled", "returned"))
    return under_way[:MOST] or mine[:1]


def _said(turn: Turn, order: Order) -> list[Said]:
    day = order.created_at.astimezone(ZoneInfo(turn.shop.timezone)).date()
    state = turn.say(f"tracking-state-{order.state}".replace("_", "-"))
    said = [turn.say("tracking-order", order=order.id, day=day, total=order.total, state=state)]
    store = turn.catalog.store(order.store) if order.store else None
    if store and order.state not in ("cancelled", "delivered", "returned"):
        said.append(turn.say("tracking-pickup-at", store=store.name[turn.language], street=store.street))
    return said + [parcel for shipment in shipments.of(turn.reader, order.id) for parcel in _parcel(turn, shipment)]


def _parcel(turn: Turn, shipment: Shipment) -> list[Said]:
    state = turn.say(f"tracking-parcel-{shipment.status}".replace("_", "-"))
    if shipment.number:
        said = [turn.say("tracking-parcel", number=shipment.number, carrier=shipment.carrier, state=state)]
    else:
        said = [turn.say("tracking-parcel-unnumbered", state=state)]
    if shipment.eta and shipment.status not in ("delivered", "returned", "lost"):
        said.append(turn.say("tracking-eta", day=date.fromisoformat(shipment.eta[:10])))
    return said


@skill.intent("notify")
def notify(turn: Turn, order: Order | None = None) -> Reply:
    """Switch news of a parcel off or on: the other of what it is now."""
    chosen = order or next(iter(_newest(orders.of(turn.reader, turn.shopper))), None)
    if chosen is None:
        return Reply(text=turn.say("tracking-none"))
    parcels = shipments.of(turn.reader, chosen.id)
    on = not all(parcel.notify for parcel in parcels)
    shipments.set_notify(turn.tx, chosen.id, on=on)
    return Reply(text=turn.say("tracking-notify-on" if on else "tracking-notify-off", order=chosen.id))


@skill.on("shipment")
def shipment_news(turn: Turn) -> Reply | None:
    """A carrier tells where a parcel is: each piece of news is pushed once, without advertising."""
    data = turn.message.data
    news = shipments.update(
        turn.tx,
        str(data["order"]),
        data["status"],
        carrier=str(data.get("carrier") or ""),
        number=str(data.get("number") or ""),
        eta=str(data.get("eta") or ""),
        now=turn.now,
    )
    turn.note(f"shipment {data['order']}: {news.result}")
    if not news.tell or news.shipment is None:
        return None
    parcel = news.shipment.id
    return turn.news(PARCEL, f"{news.order.id}:{parcel}", order=news.order.id, parcel=parcel)


@skill.on(PARCEL)
def parcel_news(turn: Turn) -> Reply | None:
    """Where a parcel is."""
    order, parcel = orders.load(turn.reader, str(turn.message.data["order"])), turn.message.data["parcel"]
    parcels = shipments.of(turn.reader, order.id) if order else ()
    shipment = next((each for each in parcels if each.id == parcel), None)
    if order is None or shipment is None:
        return None
    if shipment.status == "ready_for_pickup" and (waiting := _waiting(turn, order)):
        return waiting
    return Reply(text=Said.join([turn.say("tracking-news", order=order.id), *_parcel(turn, shipment)]))


@skill.on("order.ready_for_pickup")
def ready(turn: Turn) -> Reply:
    """The goods wait in the store of their pick-up."""
    return _at_the_counter(turn, waits=True)


def _waiting(turn: Turn, order: Order) -> Reply | None:
    """Where the goods of an order wait to be picked up, and how long the store is open; "there" means it from now on."""
    store = turn.catalog.store(order.store) if order.store else None
    if store is None:
        return None
    turn.conversation.focus.update(order=order.id, store=store.id)
    said = turn.say("tracking-ready", order=order.id, store=store.name[turn.language], street=store.street)
    hours = turn.world.skills.intent("directions.hours")
    shown: Reply | None = hours.handler(turn, store=store) if hours else None
    return replace(shown, text=Said.join([said, shown.text])) if shown else Reply(text=said)


@skill.on("order.handed_over")
def handed_over(turn: Turn) -> Reply:
    """The goods left the counter."""
    return _at_the_counter(turn, waits=False)


def _at_the_counter(turn: Turn, *, waits: bool) -> Reply:
    order = str(turn.message.data["order"])
    return turn.news(COUNTER, order, order=order, waits=waits)


@skill.on(COUNTER)
def counter_news(turn: Turn) -> Reply | None:
    """Goods wait at a counter, or left it."""
    order = orders.load(turn.reader, str(turn.message.data["order"]))
    if not turn.message.data["waits"]:
        return Reply(text=turn.say("tracking-handed-over", order=str(turn.message.data["order"])))
    return _waiting(turn, order) if order else None
