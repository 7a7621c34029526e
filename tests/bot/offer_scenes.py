"""What may have happened before an offer is to leave, and what the gate has to say: both sides of every edge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.outbound import release
from tests.bot.offers_shop import DAY, HOUR, NOW, SHOP, TICK, Shopper, offering

Given = Callable[[Shopper], object]
SECOND = timedelta(seconds=1)


def wrote(before: timedelta, moment: datetime = NOW) -> Given:
    """The shopper wrote some time before."""
    return lambda mia: mia.does(at=moment - before)


def _agreed(at: datetime = NOW - HOUR) -> Given:
    return lambda mia: mia.agrees(at=at)


def _agreed_again(mia: Shopper) -> None:
    mia.objects(at=NOW - DAY)
    mia.agrees()


_WROTE, _AGREED = wrote(HOUR), _agreed()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What was before, which offer is to leave when, and the reason why it may not."""

    reason: str = ""
    given: tuple[Given, ...] = ()
    wrote: Given | None = _WROTE
    agreed: Given | None = _AGREED
    offer: str = "news"
    at: datetime = NOW
    shop: dict[str, object] = field(default_factory=dict)
    data: dict[str, object] = field(default_factory=dict)

    def set_up(self, mia: Shopper) -> None:
        """Let everything happen."""
        for given in (self.agreed, self.wrote, *self.given):
            if given is not None:
                given(mia)


def _got(offer: str, at: datetime) -> Given:
    """An offer left to the shopper, who had just written."""

    def given(mia: Shopper) -> None:
        mia.agrees(at=at)
        mia.does(at=at)
        effect = offering(offer, key=f"{offer}:{at}", now=at)
        assert mia.tx.plan(effect)
        assert release(
            mia.tx, effect, now=at, catalog=replace(mia.catalog, settings=replace(SHOP, quiet=("00:00",) * 2))
        ).allowed

    return given


def _berlin(month: int, day: int, hour: int, minute: int = 0, *, summer: bool = False) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC) - HOUR * (2 if summer else 1)


SCENES: dict[str, Scene] = {
    "an eligible offer leaves": Scene(),
    # consent
    "never asked": Scene(reason="no_consent", agreed=None),
    "agreed this very moment": Scene(agreed=_agreed(NOW)),
    "agreed a moment from now": Scene(reason="no_consent", agreed=_agreed(NOW + TICK)),
    "agreed to something else": Scene(reason="no_consent", agreed=lambda mia: mia.agrees(purpose="survey")),
    "somebody else agreed": Scene(reason="no_consent", agreed=lambda mia: Shopper(mia.tx, "console:ben").agrees()),
    "agreed, then objected": Scene(reason="opted_out", given=(lambda mia: mia.objects(),)),
    "objected without ever agreeing": Scene(reason="opted_out", agreed=lambda mia: mia.objects()),
    "objected, then agreed again": Scene(agreed=_agreed_again),
    # blocked
    "blocked the bot": Scene(reason="blocked", given=(lambda mia: mia.does("blocked"),)),
    "blocked and unblocked": Scene(given=(lambda mia: mia.does("blocked"), lambda mia: mia.does("unblocked"))),
    "blocked, then wrote": Scene(given=(lambda mia: mia.does("blocked"), lambda mia: mia.does())),
    # active
    "never wrote": Scene(reason="inactive", wrote=None),
    "wrote exactly a window ago": Scene(wrote=wrote(DAY)),
    "wrote a window and a microsecond ago": Scene(reason="inactive", wrote=wrote(DAY + TICK)),
    "wrote a window and a second ago": Scene(reason="inactive", wrote=wrote(DAY + SECOND)),
    "wrote this very moment": Scene(wrote=wrote(0 * DAY)),
    "wrote a moment from now": Scene(reason="inactive", wrote=wrote(-TICK)),
    "pressed a button": Scene(wrote=lambda mia: mia.does("press")),
    "sent where they are": Scene(wrote=lambda mia: mia.does("location")),
    "only paid": Scene(reason="inactive", wrote=lambda mia: mia.does("payment")),
    "only the world had news": Scene(reason="inactive", wrote=lambda mia: mia.does("shipment")),
    "only unblocked": Scene(reason="inactive", wrote=lambda mia: mia.does("unblocked")),
    "at the edge of a shorter window": Scene(wrote=wrote(12 * HOUR), shop={"window": 12 * HOUR}),
    "past a shorter window": Scene(reason="inactive", wrote=wrote(12 * HOUR + TICK), shop={"window": 12 * HOUR}),
    "a longer window set later opens nothing": Scene(
        reason="inactive", wrote=wrote(DAY + TICK), shop={"window": 2 * DAY}
    ),
    # a person
    "waits for a person": Scene(reason="human_in_charge", given=(lambda mia: mia.is_with("waiting"),)),
    "talks with a person": Scene(reason="human_in_charge", given=(lambda mia: mia.is_with("human"),)),
    "handed back to the bot": Scene(given=(lambda mia: mia.is_with("human"), lambda mia: mia.is_with("bot"))),
    # checkout
    "in the middle of a checkout": Scene(reason="mid_checkout", given=(lambda mia: mia.is_at("checkout"),)),
    "checkout set aside": Scene(reason="mid_checkout", given=(lambda mia: mia.is_at("tracking", "checkout"),)),
    "checkout set aside and nothing else open": Scene(
        reason="mid_checkout", given=(lambda mia: mia.is_at("", "checkout"),)
    ),
    "another task": Scene(given=(lambda mia: mia.is_at("tracking", "booking"),)),
    "checkout over": Scene(given=(lambda mia: mia.is_at("checkout"), lambda mia: mia.is_at(""))),
    "an order waits for payment": Scene(
        reason="mid_checkout",
        given=(lambda mia: mia.orders("bowl", state="awaiting_payment", at=NOW - HOUR, held_until=NOW + TICK),),
    ),
    "the hold of an unpaid order is over": Scene(
        given=(lambda mia: mia.orders("bowl", state="awaiting_payment", at=NOW - HOUR, held_until=NOW),),
    ),
    "an unpaid order of uncounted goods": Scene(
        reason="mid_checkout",
        given=(lambda mia: mia.orders("bowl", state="awaiting_payment", at=NOW - SHOP.reserve + TICK),),
    ),
    "its time to pay is over": Scene(
        given=(lambda mia: mia.orders("bowl", state="awaiting_payment", at=NOW - SHOP.reserve),),
    ),
    "a paid order holds its goods": Scene(given=(lambda mia: mia.orders("bowl", at=NOW - HOUR, held_until=NOW + DAY),)),
    "somebody else is at the till": Scene(
        given=(lambda mia: Shopper(mia.tx, "console:ben").orders(state="awaiting_payment", at=NOW),)
    ),
    # quiet hours
    "the last moment of the evening": Scene(at=NOW + 9 * HOUR - TICK),
    "nine in the evening": Scene(reason="quiet_hours", at=NOW + 9 * HOUR),
    "midnight": Scene(reason="quiet_hours", at=NOW + 12 * HOUR),
    "the last moment of the night": Scene(reason="quiet_hours", at=NOW + 20 * HOUR - TICK),
    "eight in the morning": Scene(at=NOW + 20 * HOUR),
    "nine in the evening in summer": Scene(
        reason="quiet_hours", wrote=wrote(HOUR, _berlin(7, 1, 21, summer=True)), at=_berlin(7, 1, 21, summer=True),
        agreed=_agreed(_berlin(7, 1, 1)),
    ),
    "nine in the evening would be eight without summer time": Scene(
        wrote=wrote(HOUR, _berlin(7, 1, 20, 59, summer=True)), at=_berlin(7, 1, 20, 59, summer=True),
        agreed=_agreed(_berlin(7, 1, 1)),
    ),
    "the morning the clock went forward": Scene(
        wrote=wrote(HOUR, _berlin(3, 29, 8, summer=True)), at=_berlin(3, 29, 8, summer=True),
        agreed=_agreed(_berlin(3, 1, 1)),
    ),
    "before that morning": Scene(
        reason="quiet_hours", wrote=wrote(HOUR, _berlin(3, 29, 8, summer=True)),
        at=_berlin(3, 29, 8, summer=True) - TICK, agreed=_agreed(_berlin(3, 1, 1)),
    ),
    "the morning the clock went back": Scene(
        wrote=wrote(HOUR, _berlin(10, 25, 8)), at=_berlin(10, 25, 8), agreed=_agreed(_berlin(10, 1, 1)),
    ),
    "before that morning as well": Scene(
        reason="quiet_hours", wrote=wrote(HOUR, _berlin(10, 25, 8)), at=_berlin(10, 25, 8) - TICK,
        agreed=_agreed(_berlin(10, 1, 1)),
    ),
    "a shop where it is night": Scene(reason="quiet_hours", shop={"timezone": "America/Los_Angeles"}),
    "a siesta": Scene(reason="quiet_hours", shop={"quiet": ("12:00", "15:00")}),
    "before the siesta": Scene(at=NOW - TICK, wrote=wrote(HOUR + TICK), shop={"quiet": ("12:00", "15:00")}),
    "after the siesta": Scene(at=NOW + 3 * HOUR, shop={"quiet": ("12:00", "15:00")}),
    "a shop without quiet hours": Scene(at=NOW + 12 * HOUR, shop={"quiet": ("00:00", "00:00")}),
    # caps
    "a second offer in one conversation": Scene(reason="cap_conversation", given=(_got("more", NOW - HOUR),)),
    "a conversation with pauses of just the window": Scene(
        reason="cap_conversation", wrote=_got("more", NOW - DAY), given=(lambda mia: mia.does(at=NOW),)
    ),
    "a new conversation after a longer pause": Scene(
        wrote=_got("more", NOW - DAY - TICK), given=(lambda mia: mia.does(at=NOW),)
    ),
    "a shop that allows two a conversation": Scene(given=(_got("more", NOW - HOUR),), shop={"per_conversation": 2}),
    "a shop that allows none": Scene(reason="cap_conversation", shop={"per_conversation": 0}),
    "a third offer in seven days": Scene(
        reason="cap_week",
        wrote=_got("more", NOW - 7 * DAY + TICK),
        given=(_got("third", NOW - 3 * DAY), lambda mia: mia.does(at=NOW)),
    ),
    "seven days later": Scene(
        wrote=_got("more", NOW - 7 * DAY), given=(_got("third", NOW - 3 * DAY), lambda mia: mia.does(at=NOW))
    ),
    "a shop that allows one a week": Scene(
        reason="cap_week", wrote=_got("more", NOW - 3 * DAY), given=(lambda mia: mia.does(at=NOW),), shop={"per_week": 1}
    ),
    # the same again
    "the same offer a year later": Scene(
        reason="duplicate", wrote=_got("news", NOW - 365 * DAY), given=(lambda mia: mia.does(at=NOW),)
    ),
    "a reminder of the same cart": Scene(
        reason="duplicate", offer="cart", wrote=_got("cart", NOW - 30 * DAY), given=(lambda mia: mia.does(at=NOW),)
    ),
    "a reminder of the cart after an order": Scene(
        offer="cart",
        wrote=_got("cart", NOW - 30 * DAY),
        given=(lambda mia: mia.orders("pot", at=NOW - 29 * DAY), lambda mia: mia.does(at=NOW)),
    ),
    # bought
    "bought the offered product": Scene(reason="already_bought", offer="mugs", given=(lambda mia: mia.orders("mug-blue"),)),
    "bought the offered SKU": Scene(reason="already_bought", offer="red-mugs", given=(lambda mia: mia.orders("mug-red"),)),
    "bought it in another colour": Scene(offer="red-mugs", given=(lambda mia: mia.orders("mug-blue"),)),
    "bought something else": Scene(offer="mugs", given=(lambda mia: mia.orders("bowl"),)),
    "cancelled it": Scene(offer="mugs", given=(lambda mia: mia.orders("mug-red", state="cancelled"),)),
    "returned it": Scene(offer="mugs", given=(lambda mia: mia.orders("mug-red", state="returned"),)),
    "somebody else bought it": Scene(
        offer="mugs", given=(lambda mia: Shopper(mia.tx, "console:ben").orders("mug-red"),)
    ),
    "bought what makes the offer pointless": Scene(
        reason="already_bought", offer="not-for-owners", given=(lambda mia: mia.orders("pot"),)
    ),
    "bought what the shop no longer sells": Scene(
        reason="already_bought", offer="not-for-owners", given=(lambda mia: mia.orders("old-pot"),)
    ),
    "bought one thing of an offered category": Scene(offer="kitchen", given=(lambda mia: mia.orders("bowl"),)),
    "bought a whole category": Scene(
        reason="already_bought", offer="kitchen", given=(lambda mia: mia.orders("bowl", "pot", "mug-red"),)
    ),
    "an offer to buy the same again": Scene(offer="again", given=(lambda mia: mia.orders("filter"),)),
    "what goes with a purchase was bought with it": Scene(
        reason="already_bought", offer="filters", given=(lambda mia: mia.orders("pot", "filter"),)
    ),
    # stock
    "sold out": Scene(reason="out_of_stock", offer="red-mugs", given=(lambda mia: mia.has_left("mug-red", 0),)),
    "sold out online, left in a store": Scene(
        reason="out_of_stock",
        offer="red-mugs",
        given=(lambda mia: mia.has_left("mug-red", 0), lambda mia: mia.has_left("mug-red", 3, store="berlin")),
    ),
    "one piece left": Scene(offer="red-mugs", given=(lambda mia: mia.has_left("mug-red", 1),)),
    "another colour is left": Scene(offer="mugs", given=(lambda mia: mia.has_left("mug-red", 0),)),
    "no colour is left": Scene(
        reason="out_of_stock", offer="mugs", given=(lambda mia: mia.has_left("mug-red", 0), lambda mia: mia.has_left("mug-blue", 0))
    ),
    "marked as sold out": Scene(reason="out_of_stock", offer="lamps"),
    "to be ordered in advance": Scene(offer="stools"),
    "taken out of the shop": Scene(reason="out_of_stock", offer="gone"),
    "a category with something left": Scene(offer="kitchen", given=(lambda mia: mia.has_left("bowl", 0),)),
    "everything in the abandoned cart is sold out": Scene(
        reason="out_of_stock", offer="cart", given=(lambda mia: mia.fills_cart("bowl"), lambda mia: mia.has_left("bowl", 0))
    ),
    "something in the abandoned cart is left": Scene(
        offer="cart", given=(lambda mia: mia.fills_cart("bowl", "pot"), lambda mia: mia.has_left("bowl", 0))
    ),
    "what was waited for is gone again": Scene(
        reason="out_of_stock", offer="back", data={"sku": "bowl"}, given=(lambda mia: mia.has_left("bowl", 0),)
    ),
    # over
    "the offer's last moment": Scene(offer="ends"),
    "after the offer's last moment": Scene(reason="expired", offer="ends", at=NOW + TICK),
    "the cart it reminds of": Scene(
        offer="cart", data={"cart": 3}, given=(lambda mia: mia.fills_cart("bowl", version=3),)
    ),
    "the cart was changed": Scene(
        reason="expired", offer="cart", data={"cart": 3}, given=(lambda mia: mia.fills_cart("bowl", version=4),)
    ),
    "the cart was emptied": Scene(
        reason="expired", offer="cart", data={"cart": 3}, given=(lambda mia: mia.fills_cart(version=3),)
    ),
    "the order it follows was cancelled": Scene(
        reason="expired", offer="filters", data={"order": "console:mia-2"},
        given=(lambda mia: mia.orders("pot", state="cancelled"),),
    ),
    "the order it follows stands": Scene(
        offer="filters", data={"order": "console:mia-2"}, given=(lambda mia: mia.orders("pot"),)
    ),
}  # fmt: skip
