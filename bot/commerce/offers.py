"""Which offers are due for whom. Nothing here sends: it plans, and the gate decides when the moment has come.

An effect carries which offer it is, and what about: {"offer": id} and, where there is one, the "sku" that was waited
for, the "cart" version it reminds of, or the "order" it follows. Its text is made once the gate has let it out.

Follow-ups are timers, `DUE` events when they ring; the world is looked at again then. What is hopeless already when
it would be planned is written down as withheld, without an effect. Withheld is final: the next occasion has a key
of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.commerce import decisions, history, stock
from bot.commerce.eligibility import CHECKS, Assortment, Case, names, refusal
from bot.commerce.goods import Line, covers
from bot.commerce.pricing import half_up
from bot.message import Message
from bot.store.base import Effect, Reader, Transaction
from catalog.model import Offer
from catalog.money import Money

#: The event of a follow-up whose moment has come; hand it to `on_timer`.
DUE = "offer.due"
#: How long a cart lies still before it counts as abandoned, if the offer does not say.
ABANDONED_AFTER = timedelta(hours=2)
_LASTING = tuple(check for check in CHECKS if check.lasting)


def plan(
    tx: Transaction,
    catalog: Assortment,
    offer: Offer,
    conversation: str,
    *,
    key: str,
    now: datetime,
    due: datetime | None = None,
    about: Mapping[str, Any] | None = None,
) -> str:
    """Plan one offer for one shopper, once per key; '' if it is planned, else the reason that was written down.

    For a later moment only what will not change by then is asked: a conversation may yet become active.
    """
    known = tx.row("SELECT 1 AS known FROM effect WHERE key = :key", key=key)
    decided = decisions.about(tx, conversation, key)
    if known or decided:
        return decided.reason if decided else ""
    moment, checks = (now, CHECKS) if due is None or due <= now else (due, _LASTING)
    data = {"offer": offer.id, **(about or {})}
    talk = tx.conversation(conversation)
    case = Case(reader=tx, catalog=catalog, conversation=talk, offer=offer, now=moment, data=data)
    if reason := refusal(case, checks):
        decisions.write(tx, conversation, offer=offer.id, effect=key, reason=reason, now=now)
        return reason
    tx.plan(Effect(conversation=conversation, key=key, kind="send", message_class="offer", data=data, due=moment))
    return ""


def audience(reader: Reader, *, after: str = "", limit: int = 500) -> list[str]:
    """A page of all conversations, in the order of their ids: what a campaign goes through, page by page."""
    rows = reader.rows(
        "SELECT id FROM conversation WHERE id > :after ORDER BY id LIMIT :limit", after=after, limit=limit
    )
    return [row["id"] for row in rows]


def campaign(
    tx: Transaction, catalog: Assortment, offer: Offer, conversations: Sequence[str], *, key: str, now: datetime
) -> Counter[str]:
    """Plan one offer for each conversation by itself; how many are planned (under '') and withheld, by reason.

    `key` names the campaign's run: the same run planned again changes nothing. The gate asks again for each.
    """
    return Counter(
        plan(tx, catalog, offer, conversation, key=f"{key}:{offer.id}:{conversation}", now=now)
        for conversation in conversations
    )


def after_order(tx: Transaction, catalog: Assortment, order: str, conversation: str, *, now: datetime) -> None:
    """An order is confirmed: set the timers of what is proposed after such a purchase."""
    skus = history.ordered(tx, order)
    for offer in _of_kind(catalog, "after_purchase"):
        if _any_named(catalog, offer.bought, skus):
            _set_timer(tx, conversation, f"{DUE}:{offer.id}:{order}", now + offer.after, offer=offer.id, order=order)


def after_cart_change(tx: Transaction, catalog: Assortment, conversation: str, *, now: datetime) -> None:
    """The cart changed: what was to remind of its earlier state is put off, and dropped for a cart that is empty.

    What goes with the cart is a timer too, due at once: so it comes after the answer, and to a settled cart.
    """
    about_carts = _of_kind(catalog, "abandoned_cart", "cart_complement")
    if not about_carts:
        return
    basket = history.basket(tx, conversation)
    suiting = [offer for offer in about_carts if basket and _suits(catalog, offer, basket.skus)]
    keys = {offer.id: f"{_timers_of(offer, conversation)}{basket.version}" for offer in suiting if basket}
    _drop_timers(tx, conversation, [_timers_of(offer, conversation) for offer in about_carts], but=keys, now=now)
    for offer in suiting:
        if basket:
            due = basket.changed_at + _wait(offer)
            _set_timer(tx, conversation, keys[offer.id], due, offer=offer.id, cart=basket.version)


def _timers_of(offer: Offer, conversation: str) -> str:
    """How the keys of an offer's timers for one shopper's cart begin; the cart's version follows."""
    return f"{DUE}:{offer.id}:{conversation}:"


def on_timer(tx: Transaction, catalog: Assortment, message: Message, *, now: datetime) -> str:
    """A follow-up's moment has come: look at the world again and plan the offer, '' if it is planned.

    A cart that was changed since has a timer of its own; one that was ordered needs no reminder. Both pass silently,
    with the reason 'expired' and nothing written down, as does an offer that the shop has withdrawn.
    """
    about = {name: message.data[name] for name in ("order", "cart") if name in message.data}
    offer = catalog.offer(message.data["offer"])
    if offer is None or ("cart" in about and not _still_lies(tx, message.conversation, about["cart"])):
        return "expired"
    return plan(tx, catalog, offer, message.conversation, key=f"{message.key}:offer", now=now, about=about)


def on_restock(tx: Transaction, catalog: Assortment, sku: str, *, now: datetime) -> Counter[str]:
    """Something is there again: plan the news for each who waits for it, by the first offer that speaks of it.

    Who cannot be told now goes on waiting: the watch ends when the offer leaves, not before.
    """
    return Counter(_back(tx, catalog, sku, history.watchers(tx, sku), now.isoformat(), now=now))


def on_hand_back(tx: Transaction, catalog: Assortment, conversation: str, *, key: str, now: datetime) -> Counter[str]:
    """A person has handed back: plan the news of what the shopper waits for and what is there by now."""
    waited_for = [variant for sku in history.watched(tx, conversation) if (variant := catalog.variant(sku))]
    there = [variant.sku for variant in waited_for if stock.left(tx, variant) != 0]
    return Counter(each for sku in there for each in _back(tx, catalog, sku, [conversation], key, now=now))


def _back(
    tx: Transaction, catalog: Assortment, sku: str, waiting: Sequence[str], occasion: str, *, now: datetime
) -> list[str]:
    """Plan the news that something is there again for some who wait for it; '' for each for whom it is planned."""
    speaking = [offer for offer in _of_kind(catalog, "back_in_stock") if _speaks_of(catalog, offer, sku)]
    return [
        plan(tx, catalog, offer, one, key=f"{offer.id}:{sku}:{one}:{occasion}", now=now, about={"sku": sku})
        for offer in speaking[:1]
        for one in waiting
    ]


@dataclass(frozen=True, slots=True)
class Standing:
    """An offer with a discount that was sent to a shopper and still stands; `sku` is what was waited for."""

    offer: Offer
    sku: str

    def names(self, line: Line) -> bool:
        """Whether it is about a line of the cart."""
        if not self.offer.products:
            return self.sku == line.sku
        return covers(self.offer.products, line.product, line.sku)


def standing(reader: Reader, catalog: Assortment, conversation: str, *, now: datetime) -> list[Standing]:
    """The discounts a shopper was promised that still count; a shop that gives none is not asked what it sent."""
    able = {
        offer.id: offer
        for offer in catalog.offers()
        if offer.discount and (offer.valid_until is None or now <= offer.valid_until)
    }
    sent = decisions.sent_since(reader, conversation, 0) if able else ()
    return [Standing(able[one.offer], one.sku) for one in sent if one.offer in able]


def discount(promised: Sequence[Standing], line: Line) -> Money:
    """What the best of the promised offers takes off a line of the cart."""
    offs = [_off(one.offer.discount, line) for one in promised if one.names(line)]
    return max(offs, default=Money(0, line.total.currency))


def _off(discount: str, line: Line) -> Money:
    """`15%` of the line, rounded half up, or `2.00 EUR` of each piece; never more than the line."""
    total, currency = line.total.amount, line.total.currency
    if discount.endswith("%"):
        return Money(half_up(total * int(discount.removesuffix("%")), 100), currency)
    amount, _, unit = discount.partition(" ")
    each = int(amount.replace(".", "")) if unit == currency else 0
    return Money(min(total, each * line.quantity), currency)


def _of_kind(catalog: Assortment, *kinds: str) -> list[Offer]:
    """The shop's offers of some kinds, in the order of its file."""
    return [offer for offer in catalog.offers() if offer.kind in kinds]


def _suits(catalog: Assortment, offer: Offer, skus: frozenset[str]) -> bool:
    """Whether an offer goes with a cart: a reminder with any, a complement with what it names and lacks."""
    if offer.kind == "abandoned_cart":
        return True
    return _any_named(catalog, offer.cart_has, skus) and not _any_named(catalog, offer.cart_lacks, skus)


def _wait(offer: Offer) -> timedelta:
    """How long after a change of the cart an offer is due."""
    return offer.after or (ABANDONED_AFTER if offer.kind == "abandoned_cart" else timedelta())


def _still_lies(reader: Reader, conversation: str, version: int) -> bool:
    """Whether a cart is as it was at a change, and nothing was ordered since."""
    basket = history.basket(reader, conversation)
    if basket is None or basket.version != version:
        return False
    ordered = history.ordered_at(reader, conversation)
    return ordered is None or ordered < basket.changed_at


def _speaks_of(catalog: Assortment, offer: Offer, sku: str) -> bool:
    """Whether an offer is about a SKU; one that names nothing is about everything."""
    return not offer.products or names(catalog, offer.products, sku)


def _any_named(catalog: Assortment, selectors: Sequence[str], skus: frozenset[str]) -> bool:
    """Whether one of some SKUs is named."""
    return any(names(catalog, selectors, sku) for sku in skus)


def _set_timer(tx: Transaction, conversation: str, key: str, due: datetime, **about: object) -> None:
    """Have the conversation receive a `DUE` event at a later moment, once per key."""
    tx.plan(Effect(conversation=conversation, key=key, kind="timer", data={"event": DUE, **about}, due=due))


def _drop_timers(
    tx: Transaction, conversation: str, begins: Sequence[str], *, but: Mapping[str, str], now: datetime
) -> None:
    """Cancel the pending timers of a conversation whose keys begin in one of some ways, but for those that stay."""
    rows = tx.rows(
        "SELECT key FROM effect WHERE conversation = :conversation AND done IS NULL AND kind = 'timer'",
        conversation=conversation,
    )
    for row in rows:
        if row["key"].startswith(tuple(begins)) and row["key"] not in but.values():
            tx.cancel(row["key"], now)
