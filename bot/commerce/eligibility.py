"""May this offer go to this shopper now? One small question per condition, asked in order; the first "no" is the reason.

Nothing here writes: offers ask when they plan, the gate asks again at the moment of sending, and only the gate's answer
lets an offer out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from bot.clock import to_micros
from bot.commerce import consent, history, stock
from bot.commerce.decisions import sent_since
from bot.commerce.goods import covers
from bot.conversation import Conversation
from bot.store.base import Reader
from catalog.model import Offer, Product, Settings, Variant

_WEEK = timedelta(days=7)
_CHECKOUT = "checkout"
_FOR_A_CART = frozenset({"abandoned_cart", "cart_complement"})


class Assortment(Protocol):
    """The part of the catalogue that offers need."""

    @property
    def settings(self) -> Settings:
        """The shop's settings."""
        ...

    def variant(self, sku: str) -> Variant | None:
        """The variant with a SKU, None if the shop does not know it."""
        ...

    def product(self, id: str) -> Product | None:
        """The product with an id, None if the shop does not know it."""
        ...

    def products(self, ids: Sequence[str] | None = None) -> Sequence[Product]:
        """Products by id, or all of them."""
        ...

    def offers(self) -> Sequence[Offer]:
        """All offers of the shop."""
        ...

    def offer(self, id: str) -> Offer | None:
        """The offer with an id, None if the shop has withdrawn it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One offer, one shopper, one moment. `data` is the effect's: {"offer", "sku"?, "cart"?, "order"?}."""

    reader: Reader
    catalog: Assortment
    conversation: Conversation
    offer: Offer
    now: datetime
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """One condition: the reason it gives and the question whether it forbids the offer.

    A `lasting` one will still forbid it later, so that nothing is planned for a later moment against it.
    """

    reason: str
    forbids: Callable[[Case], bool]
    lasting: bool = False


def _opted_out(case: Case) -> bool:
    """The shopper said no, or took back a yes."""
    stated = consent.current(case.reader, case.conversation.id)
    return stated is not None and not stated.granted


def _no_consent(case: Case) -> bool:
    """The shopper never said yes; a yes dated later than now does not count yet."""
    stated = consent.current(case.reader, case.conversation.id)
    return stated is None or stated.at > case.now


def _blocked(case: Case) -> bool:
    """The shopper blocked the bot."""
    return case.conversation.blocked


def _inactive(case: Case) -> bool:
    """The shopper's own last message or press is older than the window; exactly as old is still in.

    What was noted when they wrote holds as well, so that a window made longer afterwards opens nothing.
    """
    wrote, until = case.conversation.user_at, case.conversation.active_until
    if wrote is None or until is None or wrote > case.now:
        return True
    return case.now > min(until, wrote + case.catalog.settings.window)


def _human_in_charge(case: Case) -> bool:
    """A person talks with the shopper, or is asked for."""
    return case.conversation.handover != "bot"


def _mid_checkout(case: Case) -> bool:
    """A checkout is open, or set aside for a question, or its order waits for payment."""
    talk = case.conversation
    tasks = (*talk.suspended, talk.task) if talk.task else talk.suspended
    if any(task.name == _CHECKOUT for task in tasks):
        return True
    return history.awaits_payment(case.reader, talk.id, reserve=case.catalog.settings.reserve, now=case.now)


def _quiet_hours(case: Case) -> bool:
    """It is night where the shop is: from the first hour on, up to but without the second."""
    settings = case.catalog.settings
    start, end = map(time.fromisoformat, settings.quiet)
    clock = case.now.astimezone(ZoneInfo(settings.timezone)).time()
    return start <= clock < end if start <= end else clock >= start or clock < end


def _cap_conversation(case: Case) -> bool:
    """The present conversation, from its first message on, has had its share."""
    since = case.conversation.active_since
    sent = sent_since(case.reader, case.conversation.id, to_micros(since) if since else 0)
    return len(sent) >= case.catalog.settings.per_conversation


def _cap_week(case: Case) -> bool:
    """The last seven days have had their share; what left exactly seven days ago counts no more."""
    sent = sent_since(case.reader, case.conversation.id, to_micros(case.now - _WEEK) + 1)
    return len(sent) >= case.catalog.settings.per_week


def _duplicate(case: Case) -> bool:
    """The shopper had this offer: ever; one about a cart, since the last order; one awaited, since they asked for it."""
    sku = case.data.get("sku")
    sent = sent_since(case.reader, case.conversation.id, _begun(case), offer=case.offer.id)
    return any(sku is None or row.sku == sku for row in sent)


def _begun(case: Case) -> int:
    """From when on a repetition of the offer counts as one."""
    talk = case.conversation.id
    if case.offer.kind in _FOR_A_CART:
        ordered = history.ordered_at(case.reader, talk)
        return to_micros(ordered) if ordered else 0
    if case.offer.kind == "back_in_stock" and "sku" in case.data:
        return history.watched_since(case.reader, talk, case.data["sku"])
    return 0


def _already_bought(case: Case) -> bool:
    """The shopper has one of the named things; of a category, all of it.

    What an offer after a purchase names under `bought` as well is meant to be bought again.
    """
    skus = history.bought(case.reader, case.conversation.id)
    if not skus:
        return False
    if any(names(case.catalog, case.offer.not_if_bought, sku) for sku in skus):
        return True
    own = [selector for selector in _selectors(case) if selector not in case.offer.bought]
    return any(_is_bought(case.catalog, selector, skus) for selector in own)


def _is_bought(catalog: Assortment, selector: str, skus: frozenset[str]) -> bool:
    """Whether a SKU or a product was bought, or every product of a category."""
    if catalog.variant(selector) or catalog.product(selector):
        return any(names(catalog, (selector,), sku) for sku in skus)
    had = {variant.product for sku in skus if (variant := catalog.variant(sku))}
    products = {variant.product for variant in variants(catalog, (selector,))}
    return bool(products) and products <= had


def _out_of_stock(case: Case) -> bool:
    """Nothing of what the offer is about can be ordered online now; one about no goods in particular always stands."""
    selectors = _selectors(case)
    if not selectors and case.offer.kind == "abandoned_cart":
        basket = history.basket(case.reader, case.conversation.id)
        selectors = tuple(sorted(basket.skus)) if basket else ()
    if not selectors:
        return False
    return all(stock.left(case.reader, variant) == 0 for variant in variants(case.catalog, selectors))


def _expired(case: Case) -> bool:
    """The offer's last moment is over, or what it was about is: the cart was changed or ordered, the order cancelled."""
    if case.offer.valid_until is not None and case.now > case.offer.valid_until:
        return True
    if "order" in case.data:
        return not history.ordered(case.reader, case.data["order"])
    if "cart" in case.data:
        basket = history.basket(case.reader, case.conversation.id)
        return basket is None or basket.version != case.data["cart"]
    return False


#: Every condition of an offer, in the order in which reasons are told.
CHECKS: tuple[Check, ...] = (
    Check("opted_out", _opted_out),
    Check("no_consent", _no_consent),
    Check("blocked", _blocked),
    Check("inactive", _inactive),
    Check("human_in_charge", _human_in_charge),
    Check("mid_checkout", _mid_checkout),
    Check("quiet_hours", _quiet_hours),
    Check("cap_conversation", _cap_conversation),
    Check("cap_week", _cap_week),
    Check("duplicate", _duplicate, lasting=True),
    Check("already_bought", _already_bought, lasting=True),
    Check("out_of_stock", _out_of_stock),
    Check("expired", _expired, lasting=True),
)


def refusal(case: Case, checks: Sequence[Check] = CHECKS) -> str:
    """Why the offer may not leave, or '' if it may."""
    return next((check.reason for check in checks if check.forbids(case)), "")


def variants(catalog: Assortment, selectors: Sequence[str]) -> Iterator[Variant]:
    """What SKUs, products and categories name, one by one; what the shop does not know any more is left out."""
    categories = []
    for selector in selectors:
        if variant := catalog.variant(selector):
            yield variant
        elif product := catalog.product(selector):
            yield from product.variants
        else:
            categories.append(selector)
    if not categories:
        return
    for product in catalog.products():
        yield from (variant for variant in product.variants if covers(categories, product, variant.sku))


def _selectors(case: Case) -> Sequence[str]:
    """The goods an offer is about: the one that was waited for, or those it names."""
    return (case.data["sku"],) if "sku" in case.data else case.offer.products


def names(catalog: Assortment, selectors: Sequence[str], sku: str) -> bool:
    """Whether SKUs, products and categories name a SKU; one the shop knows no more is only named by itself."""
    variant = catalog.variant(sku)
    product = variant and catalog.product(variant.product)
    return covers(selectors, product, sku) if product else sku in selectors
