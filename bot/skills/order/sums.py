"""What lines and orders come to, in words: every amount said adds up to the ones below it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.commerce.orders import Order
from bot.commerce.pricing import Tax
from bot.reply import Said
from bot.turn import Turn
from catalog.money import Money


def line_said(turn: Turn, *, quantity: int, title: str, price: Money, total: Money) -> Said:
    """One line: pieces, price, what an offer took off, and what is left."""
    off = total - price * quantity
    if not off:
        return turn.say("order-line", quantity=quantity, title=title, price=price, total=total)
    return turn.say("order-line-reduced", quantity=quantity, title=title, price=price, off=off, total=total)


def order_said(turn: Turn, order: Order) -> list[Said]:
    """What was agreed: lines, voucher, shipping, total, tax by rate."""
    said = [
        line_said(turn, quantity=line.quantity, title=line.title, price=line.unit_price, total=line.total)
        for line in order.lines
    ]
    if order.discount:
        said.append(turn.say("order-summary-discount", code=order.voucher, discount=-order.discount))
    if order.shipping:
        said.append(turn.say("order-receipt-shipping", price=order.shipping))
    return [*said, turn.say("order-summary-total", total=order.total), *(tax_said(turn, tax) for tax in order.taxes)]


def tax_said(turn: Turn, tax: Tax) -> Said:
    """The tax of one rate that is part of the total."""
    return turn.say("order-summary-tax", rate=percent(tax.rate), tax=tax.tax)


def full_day(turn: Turn, moment: datetime) -> str:
    """A moment's day at the shop, with its year: for receipts and for days that may be long past."""
    return format_date(moment.astimezone(ZoneInfo(turn.shop.timezone)).date(), "long", locale=turn.language)


def percent(rate: int) -> str:
    """A tax rate (per cent times 100) as people write it."""
    return f"{rate // 100}" if rate % 100 == 0 else f"{rate / 100:g}"
