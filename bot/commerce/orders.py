"""Orders: what was agreed, kept as it was agreed, and the states it goes through."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.clock import from_micros, to_micros
from bot.commerce import address as addresses
from bot.commerce import cart, stock, vouchers
from bot.commerce.address import Address
from bot.commerce.goods import Goods, Line
from bot.commerce.pricing import Fulfilment, Tax, Totals
from bot.commerce.states import GONE, START, ImpossibleMoveError, State, UnknownOrderError, may
from bot.commerce.stock import Short
from bot.store.base import Effect, Reader, Row, Transaction
from catalog.model import Voucher
from catalog.money import Money

#: The event of a hold that ran out before the order was paid.
RESERVE_EXPIRED = "order.reserve_expired"
#: The first order's number is one more.
_NUMBERS_BEGIN_AFTER = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """What was bought, with the title, price and tax rate (per cent times 100) of that moment."""

    sku: str
    title: str
    quantity: int
    unit_price: Money
    reduction: Money  # what an offer took off the whole line
    tax_rate: int

    @property
    def total(self) -> Money:
        """All pieces of the line, reduced by the offer."""
        return self.unit_price * self.quantity - self.reduction


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order as it stands."""

    id: str
    conversation: str
    key: str
    state: State
    version: int
    created_at: datetime
    goods: Money
    discount: Money
    shipping: Money
    total: Money
    taxes: tuple[Tax, ...]
    fulfilment: Fulfilment
    payment_method: str
    lines: tuple[OrderLine, ...]
    voucher: str = ""
    store: str = ""
    address: Address | None = None

    @property
    def currency(self) -> str:
        """The currency of all its amounts."""
        return self.total.currency

    @property
    def pieces(self) -> dict[str, int]:
        """How many of each SKU."""
        return _pieces(self.lines)

    @property
    def shelf(self) -> str:
        """Where its pieces are taken from: the store that hands them over, else the online stock."""
        return self.store if self.fulfilment == "pickup" else stock.ONLINE


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One entry of an order's history."""

    at: datetime
    before: str
    after: str
    who: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Everything an order is made of. `key` is derived from what the shopper pressed: one key, one order.

    One that was placed elsewhere brings its `number`; no cart of this shop becomes empty by it.
    """

    conversation: str
    key: str
    lines: tuple[Line, ...]
    totals: Totals
    fulfilment: Fulfilment
    payment_method: str
    language: str
    voucher: Voucher | None = None
    store: str = ""
    address: Address | None = None
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The order of a key, or the SKUs that fell short so that there is none."""

    order: Order | None
    new: bool = False
    short: tuple[Short, ...] = ()


def place(tx: Transaction, goods: Goods, draft: Draft, *, now: datetime) -> Placed:
    """Make an order of a draft: its pieces are held, its cart is empty; a second time it is the same order."""
    known = tx.row("SELECT id FROM orders WHERE key = :key", key=draft.key)
    if known is not None:
        return Placed(order=load(tx, known["id"]))
    shelf = draft.store if draft.fulfilment == "pickup" else stock.ONLINE
    pieces = _pieces(draft.lines)
    taken = stock.take(tx, pieces, store=shelf, now=now)
    if taken.short:
        return Placed(order=None, short=taken.short)
    number = draft.number or _next_number(tx, goods.settings.id)
    _write(tx, number, draft, now)
    until = now + goods.settings.reserve
    stock.hold(tx, number, {sku: pieces[sku] for sku in taken.skus}, store=shelf, until=until)
    set_timer(tx, number, draft.conversation, until)
    if draft.voucher is not None:
        vouchers.use(tx, draft.voucher, order=number, conversation=draft.conversation)
    note(tx, number, before=None, after=START, who="shopper", why="ordered", now=now)
    if not draft.number:
        cart.empty(tx, draft.conversation, now=now)
    return Placed(order=load(tx, number), new=True)


def _pieces(lines: Iterable[Line | OrderLine]) -> dict[str, int]:
    pieces: dict[str, int] = {}
    for line in lines:
        pieces[line.sku] = pieces.get(line.sku, 0) + line.quantity
    return pieces


def _next_number(tx: Transaction, shop: str) -> str:
    """The next free number: one that was brought from elsewhere is passed over."""
    while True:
        tx.change(
            "INSERT INTO counter (name, value) VALUES ('order', :first)"
            " ON CONFLICT (name) DO UPDATE SET value = counter.value + 1",
            first=_NUMBERS_BEGIN_AFTER + 1,
        )
        free = tx.row(
            "SELECT :shop || '-' || value AS number FROM counter WHERE name = 'order'"
            " AND NOT EXISTS (SELECT 1 FROM orders WHERE id = :shop || '-' || value)",
            shop=shop[:1].upper(),
        )
        if free is not None:
            return str(free["number"])


def _write(tx: Transaction, number: str, draft: Draft, now: datetime) -> None:
    totals = draft.totals
    tx.change(
        "INSERT INTO orders (id, conversation, key, state, created_at, currency, goods, discount, shipping, total,"
        " tax, voucher, fulfilment, store, address, payment_method) VALUES (:id, :conversation, :key, :state, :now,"
        " :currency, :goods, :discount, :shipping, :total, :tax, :voucher, :fulfilment, :store, :address, :method)",
        id=number,
        conversation=draft.conversation,
        key=draft.key,
        state=START,
        now=to_micros(now),
        currency=totals.total.currency,
        goods=totals.goods.amount,
        discount=totals.discount.amount,
        shipping=totals.shipping.amount,
        total=totals.total.amount,
        tax=_dump_taxes(totals.taxes),
        voucher=draft.voucher.code if draft.voucher else None,
        fulfilment=draft.fulfilment,
        store=draft.store or None,
        address=json.dumps(addresses.dump(draft.address), ensure_ascii=False) if draft.address else None,
        method=draft.payment_method,
    )
    for position, (line, rate) in enumerate(zip(draft.lines, totals.rates, strict=True), start=1):
        tx.change(
            "INSERT INTO order_line (order_id, position, sku, title, quantity, unit_price, reduction, tax_rate)"
            " VALUES (:order, :position, :sku, :title, :quantity, :price, :reduction, :rate)",
            order=number,
            position=position,
            sku=line.sku,
            title=line.variant.title[draft.language],
            quantity=line.quantity,
            price=line.unit_price.amount,
            reduction=line.reduction,
            rate=rate,
        )


def set_timer(tx: Transaction, order: str, conversation: str, until: datetime) -> None:
    """Let the clock look at an unpaid order when its hold ends."""
    tx.plan(
        Effect(
            conversation=conversation,
            key=f"{RESERVE_EXPIRED}:{order}:{to_micros(until)}",
            kind="timer",
            data={"event": RESERVE_EXPIRED, "order": order},
            due=until,
        )
    )


def move(tx: Transaction, order: str, to: State, *, who: str, why: str, now: datetime) -> Order:
    """Bring an order into another state, with what that does to stock and vouchers; raises if it cannot go there."""
    row = tx.row("SELECT state, version FROM orders WHERE id = :id", id=order)
    if row is None:
        raise UnknownOrderError(f"there is no order {order}")
    moved = may(row["state"], to) and tx.change(
        "UPDATE orders SET state = :to, version = version + 1 WHERE id = :id AND version = :version",
        to=to,
        id=order,
        version=row["version"],
    )
    if not moved:
        raise ImpossibleMoveError(order, row["state"], to)
    note(tx, order, before=row["state"], after=to, who=who, why=why, now=now)
    if to in GONE:
        stock.consume(tx, order)
    if to == "cancelled":
        stock.release(tx, order)
        vouchers.give_back(tx, order)
    return _existing(tx, order)


def note(tx: Transaction, order: str, *, before: str | None, after: str, who: str, why: str, now: datetime) -> None:
    """Write down what happened to an order; its history is never changed."""
    tx.change(
        "INSERT INTO order_event (order_id, position, at, from_state, to_state, who, why)"
        " SELECT :order, COALESCE(MAX(position), 0) + 1, :now, :before, :after, :who, :why"
        " FROM order_event WHERE order_id = :order",
        order=order,
        now=to_micros(now),
        before=before,
        after=after,
        who=who,
        why=why,
    )


def by_key(reader: Reader, key: str) -> Order | None:
    """The order that was placed under a key."""
    row = reader.row("SELECT id FROM orders WHERE key = :key", key=key)
    return None if row is None else load(reader, row["id"])


def load(reader: Reader, id: str) -> Order | None:
    """The order with a number."""
    row = reader.row("SELECT * FROM orders WHERE id = :id", id=id)
    return None if row is None else _order(row, reader.rows(_LINES.format("= :id"), id=id))


def _existing(reader: Reader, id: str) -> Order:
    order = load(reader, id)
    if order is None:
        raise UnknownOrderError(f"there is no order {id}")
    return order


def of(reader: Reader, conversation: str) -> tuple[Order, ...]:
    """A shopper's orders, the newest first."""
    rows = reader.rows(
        "SELECT * FROM orders WHERE conversation = :c ORDER BY created_at DESC, LENGTH(id) DESC, id DESC",
        c=conversation,
    )
    lines = reader.rows(_LINES.format("IN (SELECT id FROM orders WHERE conversation = :c)"), c=conversation)
    return tuple(_order(row, [line for line in lines if line["order_id"] == row["id"]]) for row in rows)


def history(reader: Reader, order: str) -> tuple[Happened, ...]:
    """What happened to an order, in order."""
    rows = reader.rows(
        "SELECT at, from_state, to_state, who, why FROM order_event WHERE order_id = :order ORDER BY position",
        order=order,
    )
    return tuple(
        Happened(
            at=from_micros(row["at"]),
            before=row["from_state"] or "",
            after=row["to_state"],
            who=row["who"],
            why=row["why"],
        )
        for row in rows
    )


_LINES = "SELECT * FROM order_line WHERE order_id {} ORDER BY order_id, position"


def _order(row: Row, lines: Iterable[Row]) -> Order:
    currency = row["currency"]
    return Order(
        id=row["id"],
        conversation=row["conversation"],
        key=row["key"],
        state=row["state"],
        version=row["version"],
        created_at=from_micros(row["created_at"]),
        goods=Money(row["goods"], currency),
        discount=Money(row["discount"], currency),
        shipping=Money(row["shipping"], currency),
        total=Money(row["total"], currency),
        taxes=_load_taxes(row["tax"], currency),
        fulfilment=row["fulfilment"],
        payment_method=row["payment_method"],
        lines=tuple(_line(line, currency) for line in lines),
        voucher=row["voucher"] or "",
        store=row["store"] or "",
        address=addresses.load(json.loads(row["address"])) if row["address"] else None,
    )


def _line(row: Row, currency: str) -> OrderLine:
    return OrderLine(
        sku=row["sku"],
        title=row["title"],
        quantity=row["quantity"],
        unit_price=Money(row["unit_price"], currency),
        reduction=Money(row["reduction"], currency),
        tax_rate=row["tax_rate"],
    )


def _dump_taxes(taxes: Iterable[Tax]) -> str:
    return json.dumps(
        [{"rate": tax.rate, "gross": tax.gross.amount, "net": tax.net.amount, "tax": tax.tax.amount} for tax in taxes]
    )


def _load_taxes(text: str, currency: str) -> tuple[Tax, ...]:
    return tuple(
        Tax(
            rate=tax["rate"],
            gross=Money(tax["gross"], currency),
            net=Money(tax["net"], currency),
            tax=Money(tax["tax"], currency),
        )
        for tax in json.loads(text)
    )
