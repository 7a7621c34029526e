"""The cart of a conversation: what a shopper chose, kept until it is ordered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, Protocol

from bot.clock import from_micros, to_micros
from bot.commerce import offers, stock, vouchers
from bot.commerce.eligibility import Assortment
from bot.commerce.goods import Goods, Line
from bot.commerce.offers import Standing
from bot.commerce.vouchers import Refusal
from bot.store.base import Reader, Row, Transaction
from catalog.model import Voucher
from catalog.money import Money

#: The most pieces of one variant in a cart.
LIMIT = 99
#: Kinds that are not put into a cart: a service is booked.
NOT_FOR_CARTS = frozenset({"service"})


class Shelves(Goods, Assortment, Protocol):
    """The part of the catalogue that a cart needs: goods, and the offers that make them cheaper."""


Result = Literal[
    "done", "nothing", "unknown", "not_for_carts", "bad_quantity", "limit", "sold_out", "too_many", "other_currency"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a change did to one line, or why it did nothing.

    `quantity` is what the cart holds of the SKU afterwards, `left` what can be bought in all (None: not counted).
    """

    result: Result
    sku: str
    before: int = 0
    quantity: int = 0
    left: int | None = None

    @property
    def done(self) -> bool:
        """Whether the cart is now as wanted."""
        return self.result == "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cart:
    """The cart as it is now. `gone` are SKUs that the shop does not sell any more."""

    conversation: str
    lines: tuple[Line, ...] = ()
    gone: tuple[str, ...] = ()
    voucher: str = ""
    version: int = 0
    changed_at: datetime | None = None

    @property
    def currency(self) -> str:
        """The currency of the lines, '' if there are none."""
        return self.lines[0].unit_price.currency if self.lines else ""

    def line(self, sku: str) -> Line | None:
        """The line of a SKU."""
        return next((line for line in self.lines if line.sku == sku), None)


def load(reader: Reader, goods: Shelves, conversation: str, *, now: datetime) -> Cart:
    """The cart with the prices that hold now."""
    rows = reader.rows(
        "SELECT c.voucher, c.version, c.changed_at, l.sku, l.quantity, l.unit_price FROM cart c"
        " LEFT JOIN cart_line l ON l.conversation = c.conversation WHERE c.conversation = :c"
        " ORDER BY l.position, l.sku",
        c=conversation,
    )
    if not rows:
        return Cart(conversation=conversation)
    head, filled = rows[0], [row for row in rows if row["sku"] is not None]
    promised = offers.standing(reader, goods, conversation, now=now) if filled else []
    found = [(row["sku"], _line(goods, promised, row, now)) for row in filled]
    return Cart(
        conversation=conversation,
        lines=tuple(line for _, line in found if line is not None),
        gone=tuple(sku for sku, line in found if line is None),
        voucher=head["voucher"] or "",
        version=head["version"],
        changed_at=from_micros(head["changed_at"]),
    )


def _line(goods: Goods, promised: Sequence[Standing], row: Row, now: datetime) -> Line | None:
    variant = goods.variant(row["sku"])
    product = goods.product(variant.product) if variant else None
    if variant is None or product is None:
        return None
    price = variant.price_at(now)
    then = Money(row["unit_price"], price.currency)
    line = Line(product=product, variant=variant, quantity=row["quantity"], unit_price=price, put_in_at=then)
    return replace(line, reduction=offers.discount(promised, line).amount)


def add(tx: Transaction, goods: Shelves, conversation: str, sku: str, quantity: int, *, now: datetime) -> Change:
    """Put more pieces of a variant into the cart."""
    if quantity < 1:
        return _unchanged(tx, conversation, sku, "bad_quantity")
    return _put(tx, goods, conversation, sku, lambda before: before + quantity, now=now)


def set_quantity(
    tx: Transaction, goods: Shelves, conversation: str, sku: str, quantity: int, *, now: datetime
) -> Change:
    """Let the cart hold this many pieces of a variant; none takes it out."""
    if quantity < 0:
        return _unchanged(tx, conversation, sku, "bad_quantity")
    if quantity == 0:
        return remove(tx, conversation, sku, now=now)
    return _put(tx, goods, conversation, sku, lambda _: quantity, now=now)


def remove(tx: Transaction, conversation: str, sku: str, *, now: datetime) -> Change:
    """Take a variant out of the cart."""
    before = _quantity(tx, conversation, sku)
    if not before:
        return Change(result="nothing", sku=sku)
    tx.change("DELETE FROM cart_line WHERE conversation = :c AND sku = :sku", c=conversation, sku=sku)
    _touch(tx, conversation, now)
    return Change(result="done", sku=sku, before=before)


def empty(tx: Transaction, conversation: str, *, now: datetime) -> int:
    """Take everything out of the cart, the voucher too; how many lines it were."""
    lines = tx.change("DELETE FROM cart_line WHERE conversation = :c", c=conversation)
    dropped = tx.change(
        "UPDATE cart SET voucher = NULL WHERE conversation = :c AND voucher IS NOT NULL", c=conversation
    )
    if lines or dropped:
        _touch(tx, conversation, now)
    return lines


def swap(tx: Transaction, goods: Shelves, conversation: str, old: str, new: str, *, now: datetime) -> Change:
    """Take another variant instead, as many pieces in the same place; one that is there already grows."""
    quantity = _quantity(tx, conversation, old)
    if not quantity or old == new:
        return _unchanged(tx, conversation, new, "nothing")
    change = _put(tx, goods, conversation, new, lambda before: before + quantity, now=now, instead_of=old)
    if change.done:
        tx.change(
            "UPDATE cart_line SET position = (SELECT position FROM cart_line WHERE conversation = :c AND sku = :old)"
            " WHERE conversation = :c AND sku = :new",
            c=conversation,
            old=old,
            new=new,
        )
        tx.change("DELETE FROM cart_line WHERE conversation = :c AND sku = :old", c=conversation, old=old)
    return change


def kept(cart: Cart) -> dict[str, Any]:
    """What a cart holds, as JSON values, to put it back one day."""
    return {"lines": [[line.sku, line.quantity, line.put_in_at.amount] for line in cart.lines], "voucher": cart.voucher}


def restore(tx: Transaction, conversation: str, before: Mapping[str, Any], *, now: datetime) -> None:
    """Let the cart hold again what it held; what is sold out by now is told at the till."""
    empty(tx, conversation, now=now)
    for position, (sku, quantity, price) in enumerate(before["lines"], 1):
        tx.change(
            "INSERT INTO cart_line (conversation, sku, quantity, unit_price, position)"
            " VALUES (:c, :sku, :quantity, :price, :position)",
            c=conversation,
            sku=sku,
            quantity=quantity,
            price=price,
            position=position,
        )
    _touch(tx, conversation, now)
    if before["voucher"]:
        tx.change("UPDATE cart SET voucher = :code WHERE conversation = :c", code=before["voucher"], c=conversation)


def accept_prices(tx: Transaction, goods: Shelves, conversation: str, *, now: datetime) -> int:
    """The shopper was told the present prices: they count from here on; how many lines changed."""
    changed = [line for line in load(tx, goods, conversation, now=now).lines if line.repriced]
    for line in changed:
        tx.change(
            "UPDATE cart_line SET unit_price = :price WHERE conversation = :c AND sku = :sku",
            price=line.unit_price.amount,
            c=conversation,
            sku=line.sku,
        )
    if changed:
        _touch(tx, conversation, now)
    return len(changed)


def set_voucher(tx: Transaction, goods: Shelves, conversation: str, code: str, *, now: datetime) -> Voucher | Refusal:
    """Use a voucher instead of any other; a refused one changes nothing."""
    voucher = goods.voucher(code.strip())
    if voucher is None:
        return Refusal(code=code.strip(), reason="unknown")
    lines = load(tx, goods, conversation, now=now).lines
    refused = vouchers.check(tx, voucher, lines, conversation=conversation, now=now)
    if refused is not None:
        return refused
    tx.change("UPDATE cart SET voucher = :code WHERE conversation = :c", code=voucher.code, c=conversation)
    _touch(tx, conversation, now)
    return voucher


def drop_voucher(tx: Transaction, conversation: str, *, now: datetime) -> str:
    """Use no voucher; the code that was dropped, '' if there was none."""
    row = tx.row("SELECT voucher FROM cart WHERE conversation = :c", c=conversation)
    if row is None or not row["voucher"]:
        return ""
    tx.change("UPDATE cart SET voucher = NULL WHERE conversation = :c", c=conversation)
    _touch(tx, conversation, now)
    return str(row["voucher"])


def _put(
    tx: Transaction,
    goods: Shelves,
    conversation: str,
    sku: str,
    amount: Callable[[int], int],
    *,
    now: datetime,
    instead_of: str = "",
) -> Change:
    """Let the cart hold an amount of a variant, which is worked out from what it holds, if there is so much."""
    variant = goods.variant(sku)
    product = goods.product(variant.product) if variant else None
    if variant is None or product is None:
        return Change(result="unknown", sku=sku)
    if product.kind in NOT_FOR_CARTS:
        return Change(result="not_for_carts", sku=sku)
    price = variant.price_at(now)
    held = {row["sku"]: row["quantity"] for row in _held(tx, conversation)}
    others = (goods.variant(other) for other in held if other not in (sku, instead_of))
    if any(other.price_at(now).currency != price.currency for other in others if other):
        return _unchanged(tx, conversation, sku, "other_currency")
    left, before = stock.left(tx, variant), held.get(sku, 0)
    wanted = amount(before)
    result = _fits(wanted, before, left)
    if result == "done":
        _write(tx, conversation, sku, wanted, price=price, now=now)
    return Change(result=result, sku=sku, before=before, quantity=wanted if result == "done" else before, left=left)


def _held(reader: Reader, conversation: str) -> list[Row]:
    return reader.rows("SELECT sku, quantity FROM cart_line WHERE conversation = :c", c=conversation)


def _fits(wanted: int, before: int, left: int | None) -> Result:
    """Fewer than before is always possible; more only while there are so many, up to the limit."""
    if wanted <= before:
        return "done"
    if left is not None and wanted > left:
        return "too_many" if left else "sold_out"
    return "limit" if wanted > LIMIT else "done"


def _unchanged(reader: Reader, conversation: str, sku: str, result: Result) -> Change:
    quantity = _quantity(reader, conversation, sku)
    return Change(result=result, sku=sku, before=quantity, quantity=quantity)


def _quantity(reader: Reader, conversation: str, sku: str) -> int:
    row = reader.row("SELECT quantity FROM cart_line WHERE conversation = :c AND sku = :sku", c=conversation, sku=sku)
    return int(row["quantity"]) if row else 0


def _write(tx: Transaction, conversation: str, sku: str, quantity: int, *, price: Money, now: datetime) -> None:
    """Store a line; the place and price of one that is there stay, so that a later one is told before the order."""
    _touch(tx, conversation, now)
    tx.change(
        "INSERT INTO cart_line (conversation, sku, quantity, unit_price, position)"
        " SELECT :c, :sku, :quantity, :price, COALESCE(MAX(position), 0) + 1 FROM cart_line WHERE conversation = :c"
        " ON CONFLICT (conversation, sku) DO UPDATE SET quantity = excluded.quantity",
        c=conversation,
        sku=sku,
        quantity=quantity,
        price=price.amount,
    )


def _touch(tx: Transaction, conversation: str, now: datetime) -> None:
    """Note that the cart changed; its version only grows."""
    tx.change(
        "INSERT INTO cart (conversation, version, changed_at) VALUES (:c, 1, :now)"
        " ON CONFLICT (conversation) DO UPDATE SET version = cart.version + 1, changed_at = excluded.changed_at",
        c=conversation,
        now=to_micros(now),
    )
