"""The shop's book: money only moves from one account to another, so every transfer sums to zero."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.clock import to_micros
from bot.commerce.orders import Order
from bot.store.base import Reader, Transaction
from catalog.money import Money

SALES, SHIPPING = "sales", "shipping"


class UnbalancedError(ValueError):
    """A transfer whose parts do not sum to zero."""


def shopper(conversation: str) -> str:
    """The account of a shopper: what they owe, or, below zero, what they are owed."""
    return f"shopper:{conversation}"


def provider(name: str) -> str:
    """The account of a payment provider: what it holds for the shop."""
    return f"provider:{name}"


def post(tx: Transaction, transfer: str, parts: Mapping[str, int], *, currency: str, now: datetime) -> None:
    """Write a transfer down, once: the same transfer a second time is an error of the database."""
    if sum(parts.values()):
        raise UnbalancedError(f"transfer {transfer} would sum to {sum(parts.values())} {currency}")
    for account, amount in parts.items():
        if amount:
            tx.change(
                "INSERT INTO ledger (transfer, account, amount, currency, at)"
                " VALUES (:transfer, :account, :amount, :currency, :now)",
                transfer=transfer,
                account=account,
                amount=amount,
                currency=currency,
                now=to_micros(now),
            )


def post_charge(
    tx: Transaction, provider_name: str, charge_id: str, conversation: str, amount: Money, *, now: datetime
) -> None:
    """A provider took money from a shopper."""
    parts = {provider(provider_name): amount.amount, shopper(conversation): -amount.amount}
    post(tx, f"charge:{provider_name}:{charge_id}", parts, currency=amount.currency, now=now)


def post_sale(tx: Transaction, order: Order, *, now: datetime) -> None:
    """An order is agreed: the shopper owes its total."""
    post(tx, f"sale:{order.id}", _sale(order), currency=order.currency, now=now)


def post_call_off(tx: Transaction, order: Order, *, now: datetime) -> None:
    """An agreed order is called off: the shopper owes nothing for it."""
    parts = {account: -amount for account, amount in _sale(order).items()}
    post(tx, f"call-off:{order.id}", parts, currency=order.currency, now=now)


def _sale(order: Order) -> dict[str, int]:
    return {
        shopper(order.conversation): order.total.amount,
        SALES: order.discount.amount - order.goods.amount,
        SHIPPING: -order.shipping.amount,
    }


def balanced(reader: Reader) -> bool:
    """Whether every transfer in the book sums to zero."""
    off = reader.row("SELECT transfer FROM ledger GROUP BY transfer, currency HAVING SUM(amount) <> 0 LIMIT 1")
    return off is None


def balance(reader: Reader, account: str, currency: str) -> Money:
    """What an account holds."""
    row = reader.row(
        "SELECT COALESCE(SUM(amount), 0) AS amount FROM ledger WHERE account = :account AND currency = :currency",
        account=account,
        currency=currency,
    )
    return Money(int(row["amount"]) if row else 0, currency)
