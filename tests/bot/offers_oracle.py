"""What the rules of offers mean, told again from a shopper's history alone: nothing of the shop's own code is used.

Everything that happens to a shopper is remembered with its moment, and each question is answered by looking through it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_DAY, _WEEK = timedelta(hours=24), timedelta(days=7)
_BERLIN = ZoneInfo("Europe/Berlin")


@dataclass(slots=True)
class Bought:
    """One order: what was in it, and until when its payment is awaited (None: nothing is awaited)."""

    skus: frozenset[str]
    at: datetime
    awaited_until: datetime | None
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """One offer that was let out."""

    offer: str
    at: datetime
    sku: str | None


@dataclass(slots=True)
class Past:
    """All that happened to one shopper."""

    wrote: list[datetime] = field(default_factory=list)
    stated: list[bool] = field(default_factory=list)
    blocked: bool = False
    person: bool = False
    checkout: bool = False
    orders: list[Bought] = field(default_factory=list)
    cart: frozenset[str] = frozenset()
    cart_version: int = 0
    watches: dict[str, datetime] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One offer to one shopper: its goods as SKUs, what it reminds of, what was waited for, its last moment."""

    offer: str
    goods: frozenset[str] = frozenset()
    for_cart: bool = False
    cart_version: int | None = None
    sku: str | None = None
    last_moment: datetime | None = None


def may_leave(past: Past, proposal: Proposal, now: datetime, in_stock: dict[str, bool]) -> bool:
    """Whether the offer may leave to this shopper at this moment."""
    return (
        bool(past.stated)
        and past.stated[-1]
        and not past.blocked
        and any(now - _DAY <= moment <= now for moment in past.wrote)
        and not past.person
        and not _at_the_till(past, now)
        and 8 <= now.astimezone(_BERLIN).hour < 21
        and not [one for one in past.left if one.at >= _begun(past.wrote)]
        and len([one for one in past.left if now - one.at < _WEEK]) < 2
        and not _had(past, proposal)
        and not _owns(past, proposal)
        and _to_be_had(past, proposal, in_stock)
        and _stands(past, proposal, now)
    )


def _begun(wrote: list[datetime]) -> datetime:
    """When the present conversation began: back from the last message to the first pause longer than a day."""
    begun = wrote[-1]
    for moment in reversed(wrote):
        if begun - moment > _DAY:
            break
        begun = moment
    return begun


def _at_the_till(past: Past, now: datetime) -> bool:
    waits = [one for one in past.orders if not one.cancelled and one.awaited_until and now < one.awaited_until]
    return past.checkout or bool(waits)


def _had(past: Past, proposal: Proposal) -> bool:
    same = [one for one in past.left if one.offer == proposal.offer]
    if proposal.for_cart and past.orders:
        same = [one for one in same if one.at >= max(order.at for order in past.orders)]
    if proposal.sku is not None:
        asked = past.watches.get(proposal.sku)
        same = [one for one in same if one.sku == proposal.sku and (asked is None or one.at >= asked)]
    return bool(same)


def _owns(past: Past, proposal: Proposal) -> bool:
    goods = proposal.goods if proposal.sku is None else {proposal.sku}
    return any(goods & order.skus for order in past.orders if not order.cancelled)


def _to_be_had(past: Past, proposal: Proposal, in_stock: dict[str, bool]) -> bool:
    goods = proposal.goods if proposal.sku is None else {proposal.sku}
    goods = goods or (past.cart if proposal.for_cart else frozenset())
    return not goods or any(in_stock.get(sku, True) for sku in goods)


def _stands(past: Past, proposal: Proposal, now: datetime) -> bool:
    if proposal.last_moment is not None and now > proposal.last_moment:
        return False
    return proposal.cart_version is None or (bool(past.cart) and past.cart_version == proposal.cart_version)
