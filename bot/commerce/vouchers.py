"""Whether a voucher may be used now, and who used which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.commerce.goods import Line
from bot.commerce.pricing import eligible
from bot.store.base import Reader, Transaction
from catalog.model import Voucher
from catalog.money import Money

Reason = Literal["unknown", "not_yet", "expired", "minimum", "nothing_fits", "used", "used_up", "other_currency"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a voucher counts for nothing, with what would help: the missing amount, or the day it begins or ended."""

    code: str
    reason: Reason
    missing: Money | None = None
    day: datetime | None = None


def check(
    reader: Reader, voucher: Voucher, lines: Sequence[Line], *, conversation: str, now: datetime
) -> Refusal | None:
    """None if the voucher may be used for these lines now, the reason otherwise."""
    return _dates(voucher, now) or _uses(reader, voucher, conversation) or _worth(voucher, lines)


def _dates(voucher: Voucher, now: datetime) -> Refusal | None:
    if voucher.valid_from is not None and now < voucher.valid_from:
        return Refusal(code=voucher.code, reason="not_yet", day=voucher.valid_from)
    if voucher.valid_until is not None and now > voucher.valid_until:
        return Refusal(code=voucher.code, reason="expired", day=voucher.valid_until)
    return None


def _uses(reader: Reader, voucher: Voucher, conversation: str) -> Refusal | None:
    row = reader.row(
        "SELECT COUNT(*) AS everyone, COALESCE(SUM(CASE WHEN conversation = :conversation THEN 1 ELSE 0 END), 0)"
        " AS mine FROM voucher_use WHERE code = :code",
        code=voucher.code,
        conversation=conversation,
    )
    if row is not None and voucher.once_per_shopper and row["mine"]:
        return Refusal(code=voucher.code, reason="used")
    if row is not None and voucher.total_uses is not None and row["everyone"] >= voucher.total_uses:
        return Refusal(code=voucher.code, reason="used_up")
    return None


def _worth(voucher: Voucher, lines: Sequence[Line]) -> Refusal | None:
    if not any(eligible(lines, voucher)):
        return Refusal(code=voucher.code, reason="nothing_fits")
    currency = lines[0].unit_price.currency
    if any(value is not None and value.currency != currency for value in (voucher.value, voucher.minimum)):
        return Refusal(code=voucher.code, reason="other_currency")
    goods = Money(sum(line.total.amount for line in lines), currency)
    if voucher.minimum is not None and goods < voucher.minimum:
        return Refusal(code=voucher.code, reason="minimum", missing=voucher.minimum - goods)
    return None


def use(tx: Transaction, voucher: Voucher, *, order: str, conversation: str) -> None:
    """Count one use, for an order just placed."""
    tx.change(
        "INSERT INTO voucher_use (order_id, code, conversation) VALUES (:order, :code, :conversation)",
        order=order,
        code=voucher.code,
        conversation=conversation,
    )


def give_back(tx: Transaction, order: str) -> None:
    """Forget the uses of an order that was called off."""
    tx.change("DELETE FROM voucher_use WHERE order_id = :order", order=order)
