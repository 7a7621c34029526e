"""No offer leaves but into an active conversation: random lives of shoppers on the real store, gate and delivery.

Shoppers write, agree, object, block, call a person, check out and order; the clock moves, mostly to edges; campaigns run,
carts are left, goods come back; the program dies between any two steps. Beside it all, an oracle that only knows the
history says for each offer whether it may leave. Both must always agree: what leaves may leave, and what may leave leaves.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.clock import ManualClock
from bot.commerce import offers
from bot.commerce.eligibility import CHECKS
from bot.message import SHOPPER_KINDS
from bot.store.base import Effect
from catalog.model import Offer
from tests.bot.offers_life import OFFERS, SHELF, Life
from tests.bot.offers_shop import DAY, HOUR, NOW, SHOP, TICK

_MINUTE = timedelta(minutes=1)
_LEASE = 3 * _MINUTE
_SKUS = ("mug-red", "mug-blue", "bowl")
_STEPS = st.sampled_from(
    [TICK, _MINUTE, _LEASE, HOUR, 2 * HOUR, 8 * HOUR, 13 * HOUR, DAY, DAY + TICK, 3 * DAY, 7 * DAY]
)
_TASKS = {"checkout": ("checkout",), "checkout aside": ("tracking", "checkout"), "other task": ("tracking",)}
_DOING = st.sampled_from(
    [
        *("text", "objects", "press", "payment", "shipment", "blocked", "unblocked", "agrees", "objects", "human"),
        *(*_TASKS, "pays", "orders", "cancels", "waits", "sold out", "fills the cart", "empties the cart"),
    ]
)
_DAY_AND_HOUR = st.tuples(st.sampled_from([2, 0, 1, 3, 8]), st.sampled_from([12, 9, 10, 20, 21]))
_PAUSE = st.sampled_from([0 * DAY, 0 * DAY, DAY, DAY + TICK])
_OVER = st.sampled_from([-TICK, 0 * DAY, TICK, timedelta(seconds=1)])
_SKU = st.sampled_from(_SKUS)
_OFFER = st.sampled_from([*OFFERS, *OFFERS[:2]])
_WHO = st.sampled_from(["console:mia", "console:ben"])
_CRASHES = st.sampled_from(["", "", "", "", "deciding", "before sending", "after sending"])


class Lives(RuleBasedStateMachine):
    """What may happen, in any order."""

    reasons: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.life = Life(ManualClock(NOW))

    # what shoppers do

    @initialize()
    def begin(self) -> None:
        for who in self.life.pasts:
            self.life.writes(who, "text")

    @rule(who=_WHO, what=_DOING, sku=_SKU)
    def does(self, who: str, what: str, sku: str) -> None:
        if what in {*SHOPPER_KINDS, "shipment"}:
            self.life.writes(who, what)
        elif what in {"agrees", "objects"}:
            self.life.states(who, granted=what == "agrees")
        elif what == "human":
            self.life.is_busy(who, handover="human")
        elif what in _TASKS:
            self.life.is_busy(who, *_TASKS[what])
        elif what in {"pays", "orders"}:
            self.life.orders(who, sku, awaited_until=self.life.now + HOUR if what == "orders" else None)
        elif what == "cancels":
            self.life.cancels(who)
        elif what == "waits":
            self.life.waits_for(who, sku)
        elif what == "sold out":
            self.life.counts_stock("mug-red", 0)
        else:
            self.life.has_in_the_cart(who, *([sku] if what == "fills the cart" else []))

    @rule(who=_WHO, when=_DAY_AND_HOUR, doing=st.tuples(_DOING, _SKU), pause=_PAUSE, one=_OFFER)
    def comes_back(
        self, who: str, when: tuple[int, int], *, doing: tuple[str, str], pause: timedelta, one: Offer
    ) -> None:
        """Another day: whoever was silent, annoyed or busy writes again, does one thing, and may get an offer later."""
        days, hour = when
        self.life.clock.move_to(self.life.now + days * DAY)
        self.life.time_passes_to(hour)
        self.life.is_busy(who)
        if days:
            self.life.states(who, granted=True)
        self.life.writes(who, "text")
        self.does(who, *doing)
        self.life.clock.move_to(self.life.now + pause)
        if hour in {9, 20}:
            self.an_eligible_offer_does_leave(who, one)
        else:
            self.plans_without_asking(who, one, 0 * DAY)

    # what the shop does

    @rule(sku=_SKU, left=st.sampled_from([0, 0, 1]))
    def counts_stock(self, sku: str, left: int) -> None:
        """What is there again is told to those who wait for it."""
        self.life.counts_stock(sku, left)
        if left:
            expected = Counter(
                self.life.may(who, {"offer": "back", "sku": sku}, self.life.now)
                for who, past in self.life.pasts.items()
                if sku in past.watches
            )
            counts = self.life.run(lambda tx: offers.on_restock(tx, SHELF, sku, now=self.life.now))
            assert (counts[""], counts.total()) == (expected[True], expected.total())

    @rule(one=_OFFER)
    def runs_a_campaign(self, one: Offer) -> None:
        """Planning already knows what the gate will say now."""
        expected = sum(self.life.may(who, {"offer": one.id}, self.life.now) for who in self.life.pasts)
        key = self.life.key("campaign")
        counts = self.life.run(
            lambda tx: offers.campaign(tx, SHELF, one, offers.audience(tx), key=key, now=self.life.now)
        )
        assert counts[""] == expected
        assert counts.total() == len(self.life.pasts)

    @rule(who=_WHO, one=_OFFER, later=st.sampled_from([0 * DAY, 0 * DAY, HOUR, DAY, 8 * DAY]))
    def plans_without_asking(self, who: str, one: Offer, later: timedelta) -> None:
        """Somebody plans an offer past all rules: the gate stands alone."""
        self.life.plans_without_asking(who, one.id, later=later)
        if not later:
            self.life.delivers()

    @rule(who=_WHO)
    def answers(self, who: str) -> None:
        effect = Effect(
            conversation=who,
            key=self.life.key("reply"),
            kind="send",
            message_class="reply",
            data={"text": "…"},
            due=self.life.now,
        )
        self.life.run(lambda tx: tx.plan(effect))

    @rule(who=_WHO, one=_OFFER)
    def an_eligible_offer_does_leave(self, who: str, one: Offer) -> None:
        """Whatever came before: once old leases are over, who may get an offer gets it."""
        self.life.clock.move_to(self.life.now + _LEASE)
        self.life.delivers()
        if not self.life.may(who, {"offer": one.id}, self.life.now):
            return
        key = self.life.key("sure")
        assert not self.life.run(lambda tx: offers.plan(tx, SHELF, one, who, key=key, now=self.life.now))
        self.life.delivers()
        assert self.life.arrived[key] == 1
        self.life.reasons["did leave"] += 1

    # time, delivery, death

    @rule(who=_WHO, step=_STEPS, edge=st.sampled_from(["", "window", "evening", "morning"]), over=_OVER)
    def time_passes(self, who: str, step: timedelta, edge: str, over: timedelta) -> None:
        """Some time, or up to an edge and a little over or short of it."""
        if edge == "window":
            self.life.clock.move_to(self.life.pasts[who].wrote[-1] + DAY + over)
        elif edge:
            self.life.time_passes_to(21 if edge == "evening" else 8, over)
        else:
            self.life.clock.move_to(self.life.now + step)

    @rule(crash=_CRASHES)
    def delivers(self, crash: str) -> None:
        self.life.delivers(crash)

    # what always holds

    @invariant()
    def offers_leave_at_most_once(self) -> None:
        offers_sent = {key: n for key, n in self.life.arrived.items() if key in self.life.decided}
        assert all(n == 1 for n in offers_sent.values())

    def teardown(self) -> None:
        self.reasons.update(self.life.reasons)
        self.life.end()


def test_no_offer_leaves_but_into_an_active_conversation() -> None:
    assert SHOP.window == DAY
    Lives.reasons.clear()
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=80,
            stateful_step_count=40,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Lives.reasons[""] > 20, Lives.reasons
    assert len(Lives.reasons) > 8, Lives.reasons


def test_one_life_meets_every_reason() -> None:
    life = Life(ManualClock(NOW))
    mia, met = "console:mia", list[str]()

    def is_proposed(offer: str) -> None:
        key = life.plans_without_asking(mia, offer)
        life.delivers()
        met.append(life.decided[key])

    def writes_after(pause: timedelta) -> None:
        life.clock.move_to(life.now + pause)
        life.writes(mia, "text")

    life.writes(mia, "text")
    is_proposed("news-0")
    life.states(mia, granted=False)
    is_proposed("news-0")
    life.states(mia, granted=True)
    life.writes(mia, "blocked")
    is_proposed("news-0")
    life.writes(mia, "text")
    life.is_busy(mia, handover="human")
    is_proposed("news-0")
    life.is_busy(mia, "checkout")
    is_proposed("news-0")
    life.is_busy(mia)
    life.counts_stock("mug-red", 0)
    is_proposed("red")
    life.orders(mia, "mug-blue", awaited_until=None)
    is_proposed("mugs")
    is_proposed("news-0")
    is_proposed("news-1")
    life.time_passes_to(21)
    is_proposed("news-1")
    writes_after(2 * DAY - 9 * HOUR)
    is_proposed("news-0")
    is_proposed("news-1")
    writes_after(2 * DAY)
    is_proposed("news-2")
    writes_after(8 * DAY)
    is_proposed("ends")
    life.clock.move_to(life.now + DAY + TICK)
    is_proposed("news-2")
    life.end()
    assert met == [
        *("no_consent", "opted_out", "blocked", "human_in_charge", "mid_checkout", "out_of_stock", "already_bought"),
        *("", "cap_conversation", "quiet_hours", "duplicate", "", "cap_week", "expired", "inactive"),
    ]
    assert {check.reason for check in CHECKS} <= set(met)
