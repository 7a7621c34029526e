"""What a `given` line sets up: the same functions store it that store a shopper's own doings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.channels.console import Session
from bot.channels.forms import LineError, ShipmentStatus
from bot.channels.given_lines import Given, GivenAddress, GivenOrder, GivenPaid, GivenShopper
from bot.commerce import address as addresses
from bot.commerce import cart as carts
from bot.commerce import consent, earlier, history, offers, payment
from bot.commerce.address import Address
from bot.commerce.earlier import Earlier, ImpossibleOrderError, Parcel
from bot.commerce.goods import Line
from bot.commerce.states import ImpossibleMoveError
from bot.commerce.vouchers import Refusal
from bot.conversation import Conversation
from bot.store.base import Transaction
from bot.world import World
from catalog.catalog import Catalog
from catalog.model import Product, Variant
from catalog.money import Money

#: What a parcel of an order in some state is about, unless the line says.
_PARCELS: Mapping[str, ShipmentStatus] = {
    "shipped": "in_transit",
    "out_for_delivery": "out_for_delivery",
    "ready_for_pickup": "ready_for_pickup",
    "delivered": "delivered",
    "returned": "returned",
}


@dataclass(frozen=True, slots=True)
class _Scene:
    """Where something is set up: everything in one transaction."""

    tx: Transaction
    world: World
    shopper: str
    language: str
    now: datetime

    @property
    def catalog(self) -> Catalog:
        return self.world.catalog


async def take(session: Session, said: Given) -> None:
    """Store everything or, with a LineError, nothing."""
    later = {"bookings": said.bookings, "subscriptions": said.subscriptions, "wallet": said.shopper.wallet}
    for name, value in later.items():
        if value:
            raise LineError(f"{name}: not in this release", "Leave it out.")
    if said.shopper.language:
        session.profile(said.shopper.language)
    world, shopper = session.shop.world, session.conversation
    language = session.language or world.catalog.settings.languages[0]
    await session.shop.store.run(lambda tx: _store(_Scene(tx, world, shopper, language, session.now), said))
    await session.shop.settle()


def _store(scene: _Scene, said: Given) -> None:
    _shopper(scene, said.shopper)
    for order in said.orders:
        _order(scene, order)
    _cart(scene, said)
    for sku in said.watches:
        _variant(scene.catalog, sku)
        history.watch(scene.tx, scene.shopper, sku, now=scene.now)


def _shopper(scene: _Scene, said: GivenShopper) -> None:
    talk = scene.tx.conversation(scene.shopper)
    if said.last_active is not None:
        _was_active(scene, talk, said.last_active)
    talk.language = scene.language
    contact = {"name": said.name, "email": said.email, "phone": said.phone}
    talk.notes.setdefault("shopper", {}).update({key: value for key, value in contact.items() if value})
    scene.tx.save(talk)
    for one in said.addresses:
        addresses.remember(scene.tx, scene.shopper, _address(scene.catalog, one), now=scene.now)
    if said.consent is not None:
        state = consent.give if said.consent.offers else consent.withdraw
        at = said.consent.at or scene.now
        state(scene.tx, scene.shopper, wording="given at the console", channel="console", now=at)


def _was_active(scene: _Scene, talk: Conversation, at: datetime) -> None:
    if talk.version or talk.user_at:
        raise LineError("last_active comes too late: this shopper is known already", "Give it first.")
    if at > scene.now:
        raise LineError("last_active is later than now", "Give a moment that has passed.")
    talk.user_at = talk.active_since = at
    talk.active_until = at + scene.catalog.settings.window


def _cart(scene: _Scene, said: Given) -> None:
    for line in said.cart:
        _variant(scene.catalog, line.sku)
        change = carts.add(scene.tx, scene.catalog, scene.shopper, line.sku, line.quantity, now=scene.now)
        if not change.done:
            left = f"{change.left} are left." if change.left is not None else "Look at the shop's products.csv."
            raise LineError(f"{line.quantity} of {line.sku} cannot be in the cart: {change.result}", left)
    if said.voucher:
        used = carts.set_voucher(scene.tx, scene.catalog, scene.shopper, said.voucher, now=scene.now)
        if isinstance(used, Refusal):
            raise LineError(
                f"the voucher {said.voucher} cannot be used: {used.reason}", "Look at the shop's vouchers.csv."
            )
    if said.cart or said.voucher:
        offers.after_cart_change(scene.tx, scene.catalog, scene.shopper, now=scene.now)


def _address(catalog: Catalog, said: GivenAddress) -> Address:
    address = Address(name=said.name, street=said.street, postcode=said.postcode, city=said.city, country=said.country)
    checked = addresses.check(address, countries=addresses.delivery_countries(catalog.settings))
    if isinstance(checked, addresses.Invalid):
        raise LineError(f"{said.street}, {said.postcode} {said.city} is no address: {checked.reason}", "Mend it.")
    return checked


def _order(scene: _Scene, said: GivenOrder) -> None:
    lines = tuple(_lines(scene, said))
    due = sum(line.total.amount for line in lines) - said.discount + said.shipping
    if said.paid and said.paid.amount not in (None, due):
        raise LineError(f"order {said.id}: {said.paid.amount} was paid, but it comes to {due}", "Let both be the same.")
    try:
        earlier.take_over(scene.tx, scene.catalog, _earlier(scene, said, lines), now=scene.now)
    except (ImpossibleOrderError, ImpossibleMoveError) as error:
        raise LineError(str(error), "Change the order, or the shop's stock.") from error


def _earlier(scene: _Scene, said: GivenOrder, lines: tuple[Line, ...]) -> Earlier:
    created, currency = said.created_at or scene.now, lines[0].unit_price.currency
    if created > scene.now:
        raise LineError(f"order {said.id} is from the future", "Give a moment that has passed.")
    _check_store(scene.catalog, said)
    return Earlier(
        id=said.id,
        conversation=scene.shopper,
        language=scene.language,
        state=said.status,
        created_at=created,
        lines=lines,
        discount=Money(said.discount, currency),
        shipping=Money(said.shipping, currency),
        fulfilment=said.fulfilment,
        payment_method=_method(scene.world, said),
        charge_id=_charge(said),
        store=said.store or "",
        address=_address(scene.catalog, said.address) if said.address else None,
        parcel=_parcel(said),
        moved_at=said.shipment.delivered_at if said.shipment else None,
    )


def _check_store(catalog: Catalog, said: GivenOrder) -> None:
    if said.store and catalog.store(said.store) is None:
        raise LineError(f"there is no store {said.store!r}", _one_of([store.id for store in catalog.stores()]))
    if said.fulfilment == "pickup" and not said.store:
        raise LineError(f"order {said.id} is picked up nowhere", "Name its store.")


def _lines(scene: _Scene, said: GivenOrder) -> Iterator[Line]:
    skus = [part.sku for part in said.lines]
    twice = next((sku for sku in skus if skus.count(sku) > 1), None)
    if twice:
        raise LineError(f"order {said.id} has {twice} on two lines", "Put them into one.")
    for part in said.lines:
        variant, product = _variant(scene.catalog, part.sku)
        usual = variant.price_at(scene.now)
        price = Money(usual.amount if part.unit_price is None else part.unit_price, said.currency or usual.currency)
        yield Line(product=product, variant=variant, quantity=part.quantity, unit_price=price, put_in_at=price)


def _method(world: World, said: GivenOrder) -> str:
    offered = world.providers("console")
    if said.paid is None:
        counter = said.fulfilment == "pickup" and said.status != "awaiting_payment"
        return payment.PAY_IN_STORE if counter else next(iter(offered))
    known = {*offered, payment.PAY_IN_STORE, *world.catalog.settings.payments} - {"store_credit"}
    if said.paid.method not in known:
        raise LineError(f"order {said.id} cannot be paid by {said.paid.method!r}", _one_of(sorted(known)))
    return said.paid.method


def _charge(said: GivenOrder) -> str:
    paid = said.paid or (GivenPaid() if said.status not in ("awaiting_payment", "cancelled") else None)
    return (paid.charge_id or f"CH-{said.id}") if paid else ""


def _parcel(said: GivenOrder) -> Parcel | None:
    if said.shipment is None:
        return None
    shipment = said.shipment
    usual: ShipmentStatus = "delivered" if shipment.delivered_at else _PARCELS.get(said.status, "label_created")
    return Parcel(
        status=shipment.status or usual, carrier=shipment.carrier, number=shipment.number, eta=shipment.eta or ""
    )


def _variant(catalog: Catalog, sku: str) -> tuple[Variant, Product]:
    variant = catalog.variant(sku)
    product = catalog.product(variant.product) if variant else None
    if variant is None or product is None:
        raise LineError(f"there is no {sku!r} in this shop", "Look at its products.csv.")
    return variant, product


def _one_of(known: list[str]) -> str:
    return f"Known are {', '.join(known)}."
