"""The shop's side of the console: goods come in, parcels move, campaigns run, others buy, people take over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from bot.channels.console import Session
from bot.channels.forms import Form, LineError
from bot.channels.lines import Buy, Campaign, Operator, Price, Restock, ShipmentNews
from bot.channels.shown import PREFIX
from bot.commerce import offers, orders, payment, pricing, stock
from bot.commerce.goods import Line
from bot.commerce.orders import Draft, Order
from bot.commerce.stock import Restocked
from bot.config_problems import did_you_mean
from bot.store.base import Reader, Transaction
from catalog.model import Offer, Product, Variant
from catalog.money import Money
from catalog.prices import set_price


async def restock(session: Session, line: Restock) -> None:
    """Pieces come in; whoever waits for them online hears of it, through the gate."""
    world, store = session.shop.world, line.store or stock.ONLINE
    _thing(session, line.sku)
    if line.store and world.catalog.store(line.store) is None:
        raise LineError(
            f"there is no store {line.store!r}", _did_you_mean(line.store, [s.id for s in world.catalog.stores()])
        )

    def work(tx: Transaction) -> Restocked | None:
        done = stock.restock(tx, line.sku, store=store, quantity=line.quantity)
        if done and store == stock.ONLINE and done.before <= 0 < done.after:
            offers.on_restock(tx, world.catalog, line.sku, now=world.clock.now())
        return done

    if await session.shop.store.run(work) is None:
        raise LineError(f"{line.sku} is not counted", "A quantity in products.csv makes it so.")
    await session.shop.settle()


async def shipment(session: Session, line: ShipmentNews) -> None:
    """News of a parcel reach the conversation of its order."""
    order = _order(session, line.order)
    data = {
        "order": order.id,
        "status": line.status,
        "carrier": line.carrier,
        "number": line.number,
        "eta": line.eta or "",
        "proof": line.proof or "",
    }
    await session.happen("shipment", conversation=order.conversation, data=data)


async def campaign(session: Session, line: Campaign) -> None:
    """One planned offer for each conversation of the audience; the gate decides about each."""
    world, offer = session.shop.world, _offer(session, line.offer)
    key = session.shop.store.read(_next_campaign)

    def work(tx: Transaction) -> None:
        everybody = line.audience == ("all",)
        page = offers.audience(tx) if everybody else [PREFIX + name for name in line.audience]
        while page:
            offers.campaign(tx, world.catalog, offer, page, key=key, now=world.clock.now())
            page = offers.audience(tx, after=page[-1]) if everybody else []

    await session.shop.store.run(work)
    await session.shop.settle()


def _next_campaign(reader: Reader) -> str:
    """A name no campaign had yet: each one leaves decisions or planned offers behind."""
    row = reader.row(
        "SELECT (SELECT COALESCE(MAX(id), 0) FROM effect) + (SELECT COALESCE(MAX(id), 0) FROM decision) + 1 AS next"
    )
    return f"campaign:{row['next'] if row else 1}"


async def buy(session: Session, line: Buy) -> None:
    """Another shopper orders and pays at once; nobody is told that pieces are gone but by the stock."""
    world, shopper = session.shop.world, PREFIX + line.shopper
    variant, product = _thing(session, line.sku)
    method = next(iter(world.providers("console")), "")
    key = session.next_key(shopper)

    def work(tx: Transaction) -> Order:
        now = world.clock.now()
        price = variant.price_at(now)
        bought = Line(product=product, variant=variant, quantity=line.quantity, unit_price=price, put_in_at=price)
        settings = world.catalog.settings
        draft = Draft(
            conversation=shopper,
            key=f"buy:{key}",
            lines=(bought,),
            totals=pricing.totals((bought,), settings=settings, country=settings.country),
            fulfilment="delivery" if bought.physical else "digital",
            payment_method=method,
            language=tx.conversation(shopper).language or settings.languages[0],
        )
        placed = orders.place(tx, world.catalog, draft, now=now)
        if placed.order is None:
            left = ", ".join(str(short.left) for short in placed.short)
            raise LineError(f"{line.shopper} cannot buy {line.quantity} of {line.sku}", f"There are {left} left.")
        return payment.begin(tx, placed.order, now=now)

    order = await session.shop.store.run(work)
    data = {
        "outcome": "succeeded",
        "order": order.id,
        "amount": order.total.amount,
        "currency": order.currency,
        "charge_id": f"CH-{order.id}-1",
        "provider": method,
    }
    await session.happen("payment", conversation=shopper, data=data)


async def operator(session: Session, line: Operator) -> None:
    """A person of the shop takes the conversation, speaks in it, or gives it back."""
    if line.action == "say" and not line.text:
        raise LineError("the operator says nothing", 'Add "text".')
    await session.happen("operator", data={"action": line.action, "text": line.text, "name": line.name})


async def price(session: Session, line: Price) -> None:
    """The shop changes a price; a cart that holds the thing is told before it is ordered."""
    variant, _ = _thing(session, line.sku)
    world = session.shop.world
    set_price(world.catalog.path, line.sku, Money(line.price, variant.price.currency), now=world.clock.now())
    await session.shop.settle()


def _thing(session: Session, sku: str) -> tuple[Variant, Product]:
    catalog = session.shop.world.catalog
    variant = catalog.variant(sku)
    product = catalog.product(variant.product) if variant else None
    if variant is None or product is None:
        known = [one.sku for each in catalog.products() for one in each.variants]
        raise LineError(f"there is no {sku!r} in this shop", _did_you_mean(sku, known))
    return variant, product


def _offer(session: Session, name: str) -> Offer:
    offer = session.shop.world.catalog.offer(name)
    if offer is None:
        known = [one.id for one in session.shop.world.catalog.offers()]
        raise LineError(f"there is no offer {name!r}", _did_you_mean(name, known, f"Known are {', '.join(known)}."))
    return offer


def _order(session: Session, name: str) -> Order:
    """The order with a number, whoever's it is, or the present shopper's newest."""
    read = session.shop.store.read
    if name == "latest":
        found = next(iter(read(lambda reader: orders.of(reader, session.conversation))), None)
    else:
        found = read(lambda reader: orders.load(reader, name))
    if found is None:
        raise LineError(
            "there is no such order", "Its number stands in the state." if name != "latest" else "Order first."
        )
    return found


def _did_you_mean(word: str, known: Sequence[str], otherwise: str = "Look at the shop's files.") -> str:
    return did_you_mean(word, known, otherwise)


#: What each `shop` line does.
STEPS: Mapping[type[Form], Callable[[Session, Any], Awaitable[None]]] = {
    Restock: restock,
    ShipmentNews: shipment,
    Campaign: campaign,
    Buy: buy,
    Operator: operator,
    Price: price,
}
