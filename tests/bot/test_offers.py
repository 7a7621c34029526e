"""Which offers are planned for whom: campaigns, follow-ups, reminders, news of what is back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.commerce import decisions, offers
from bot.commerce.goods import Line
from bot.outbound import release
from bot.store.transaction import SqliteTransaction
from catalog.model import Offer
from catalog.money import Money
from tests.bot.offers_shop import (
    DAY,
    HOUR,
    MIA,
    NOW,
    OFFERS,
    SHOP,
    TICK,
    Shelf,
    Shopper,
    database,
    discount,
    offer,
    offering,
    planned,
    ring,
)

SHELF = Shelf()


@pytest.fixture
def tx() -> Iterator[SqliteTransaction]:
    with database() as opened:
        yield opened


@pytest.fixture
def mia(tx: SqliteTransaction) -> Shopper:
    """A shopper who wrote an hour ago and wants offers."""
    shopper = Shopper(tx)
    shopper.agrees()
    shopper.does()
    return shopper


def _offer(id: str) -> Offer:
    found = SHELF.offer(id)
    assert found is not None
    return found


def _reasons(tx: SqliteTransaction) -> list[tuple[str, str, str]]:
    return [(row.conversation, row.offer, row.reason) for row in decisions.log(tx)]


def test_a_planned_offer_says_which_it_is_and_nothing_else(mia: Shopper) -> None:
    assert not offers.plan(mia.tx, SHELF, _offer("news"), MIA, key="k", now=NOW)
    assert planned(mia.tx) == [(MIA, {"offer": "news"}, NOW)]
    (row,) = mia.tx.rows("SELECT kind, class, key FROM effect")
    assert dict(row) == {"kind": "send", "class": "offer", "key": "k"}
    assert decisions.log(mia.tx) == []


def test_a_hopeless_offer_is_written_down_and_not_planned(mia: Shopper) -> None:
    mia.objects(at=NOW)
    assert offers.plan(mia.tx, SHELF, _offer("news"), MIA, key="k", now=NOW) == "opted_out"
    assert planned(mia.tx) == []
    assert _reasons(mia.tx) == [(MIA, "news", "opted_out")]


def test_planning_twice_plans_once(mia: Shopper) -> None:
    for _ in range(2):
        assert not offers.plan(mia.tx, SHELF, _offer("news"), MIA, key="k", now=NOW)
        assert offers.plan(mia.tx, SHELF, _offer("lamps"), MIA, key="l", now=NOW) == "out_of_stock"
    assert len(planned(mia.tx)) == 1
    assert _reasons(mia.tx) == [(MIA, "lamps", "out_of_stock")]


def test_what_is_planned_already_is_not_withheld_by_planning_it_again(mia: Shopper) -> None:
    assert not offers.plan(mia.tx, SHELF, _offer("news"), MIA, key="k", now=NOW)
    mia.objects(at=NOW)
    assert not offers.plan(mia.tx, SHELF, _offer("news"), MIA, key="k", now=NOW)
    assert decisions.log(mia.tx) == []


def test_for_a_later_moment_only_what_lasts_is_asked(tx: SqliteTransaction) -> None:
    mia = Shopper(tx)
    assert not offers.plan(tx, SHELF, _offer("news"), MIA, key="k", now=NOW, due=NOW + DAY)
    assert planned(tx) == [(MIA, {"offer": "news"}, NOW + DAY)]
    assert offers.plan(tx, SHELF, _offer("ends"), MIA, key="l", now=NOW, due=NOW + TICK) == "expired"
    mia.orders("mug-red")
    assert offers.plan(tx, SHELF, _offer("mugs"), MIA, key="m", now=NOW, due=NOW + DAY) == "already_bought"


def test_an_offer_due_by_now_is_asked_everything(tx: SqliteTransaction) -> None:
    assert offers.plan(tx, SHELF, _offer("news"), MIA, key="k", now=NOW, due=NOW) == "no_consent"


def test_a_campaign_plans_for_each_conversation_by_itself(mia: Shopper) -> None:
    ben, eva = Shopper(mia.tx, "console:ben"), Shopper(mia.tx, "tg:7")
    ben.does()
    eva.agrees()
    eva.does(at=NOW - DAY - TICK)
    everybody = offers.audience(mia.tx)
    counts = offers.campaign(mia.tx, SHELF, _offer("news"), everybody, key="run", now=NOW)
    assert counts == {"": 1, "no_consent": 1, "inactive": 1}
    assert planned(mia.tx) == [(MIA, {"offer": "news"}, NOW)]
    assert sorted(_reasons(mia.tx)) == [("console:ben", "news", "no_consent"), ("tg:7", "news", "inactive")]


def test_the_same_run_of_a_campaign_changes_nothing(mia: Shopper) -> None:
    Shopper(mia.tx, "console:ben").does()
    for _ in range(2):
        offers.campaign(mia.tx, SHELF, _offer("news"), offers.audience(mia.tx), key="run", now=NOW)
    assert len(planned(mia.tx)) == 1
    assert len(_reasons(mia.tx)) == 1


def test_another_run_of_a_campaign_finds_that_the_offer_was_sent(mia: Shopper) -> None:
    for run in ("first", "second"):
        offers.campaign(mia.tx, SHELF, _offer("news"), [MIA], key=run, now=NOW)
    first, second = (replace(offering("news", key=f"{run}:news:{MIA}"), due=NOW) for run in ("first", "second"))
    shop = Shelf(settings=replace(SHOP, per_conversation=9, per_week=9))
    assert release(mia.tx, first, now=NOW, catalog=shop).allowed
    assert release(mia.tx, second, now=NOW, catalog=shop).reason == "duplicate"


def test_a_planned_offer_is_asked_again_when_it_is_to_leave(mia: Shopper) -> None:
    offers.campaign(mia.tx, SHELF, _offer("news"), [MIA], key="run", now=NOW)
    mia.objects(at=NOW)
    (effect,) = mia.tx.lease(NOW, NOW + HOUR, 10)
    assert release(mia.tx, effect, now=NOW, catalog=SHELF).reason == "opted_out"


def test_the_audience_comes_in_pages(tx: SqliteTransaction) -> None:
    for n in range(5):
        Shopper(tx, f"console:{n}").does()
    assert offers.audience(tx, limit=2) == ["console:0", "console:1"]
    assert offers.audience(tx, after="console:1", limit=9) == ["console:2", "console:3", "console:4"]


# after a purchase


def test_after_a_purchase_its_follow_up_waits_for_its_day(mia: Shopper) -> None:
    order = mia.orders("pot", at=NOW)
    offers.after_order(mia.tx, SHELF, order, MIA, now=NOW)
    offers.after_order(mia.tx, SHELF, order, MIA, now=NOW)
    assert planned(mia.tx, "timer") == [
        (MIA, {"event": "offer.due", "offer": "filters", "order": order}, NOW + 14 * DAY)
    ]
    assert ring(mia.tx, NOW + 14 * DAY - TICK, SHELF) == []
    mia.does(at=NOW + 14 * DAY - HOUR)
    assert ring(mia.tx, NOW + 14 * DAY, SHELF) == [""]
    assert planned(mia.tx) == [(MIA, {"offer": "filters", "order": order}, NOW + 14 * DAY)]


def test_another_purchase_has_no_such_follow_up(mia: Shopper) -> None:
    offers.after_order(mia.tx, SHELF, mia.orders("bowl", at=NOW), MIA, now=NOW)
    assert planned(mia.tx, "timer") == []


def test_a_follow_up_finds_the_conversation_over(mia: Shopper) -> None:
    offers.after_order(mia.tx, SHELF, mia.orders("pot", at=NOW), MIA, now=NOW)
    assert ring(mia.tx, NOW + 14 * DAY, SHELF) == ["inactive"]
    assert _reasons(mia.tx) == [(MIA, "filters", "inactive")]
    assert planned(mia.tx) == []


def test_nothing_follows_an_order_that_was_cancelled(mia: Shopper) -> None:
    order = mia.orders("pot", at=NOW)
    offers.after_order(mia.tx, SHELF, order, MIA, now=NOW)
    mia.tx.change("UPDATE orders SET state = 'cancelled' WHERE id = :id", id=order)
    mia.does(at=NOW + 14 * DAY)
    assert ring(mia.tx, NOW + 14 * DAY, SHELF) == ["expired"]


# the cart


def _reminders(tx: SqliteTransaction) -> list[tuple[object, object]]:
    return [(data["offer"], due) for _, data, due in planned(tx, "timer")]


def test_a_cart_is_reminded_of_two_hours_after_its_last_change(mia: Shopper) -> None:
    for version, hours in ((1, 0), (2, 1)):
        mia.fills_cart("bowl", at=NOW + hours * HOUR, version=version)
        offers.after_cart_change(mia.tx, SHELF, MIA, now=NOW + hours * HOUR)
        assert _reminders(mia.tx) == [("cart", NOW + (hours + 2) * HOUR)]
    assert ring(mia.tx, NOW + 3 * HOUR - TICK, SHELF) == []
    assert ring(mia.tx, NOW + 3 * HOUR, SHELF) == [""]
    assert planned(mia.tx) == [(MIA, {"offer": "cart", "cart": 2}, NOW + 3 * HOUR)]


def test_the_reminder_of_a_cart_stays_when_nothing_changed(mia: Shopper) -> None:
    mia.fills_cart("bowl", at=NOW)
    for _ in range(2):
        offers.after_cart_change(mia.tx, SHELF, MIA, now=NOW)
    assert _reminders(mia.tx) == [("cart", NOW + 2 * HOUR)]


def test_a_reminder_without_its_own_time_waits_two_hours(mia: Shopper) -> None:
    shelf = Shelf(
        proposals=(offer("soon", kind="abandoned_cart"), offer("late", kind="abandoned_cart", after=5 * HOUR))
    )
    mia.fills_cart("bowl", at=NOW)
    offers.after_cart_change(mia.tx, shelf, MIA, now=NOW)
    assert _reminders(mia.tx) == [("soon", NOW + 2 * HOUR), ("late", NOW + 5 * HOUR)]


def test_an_emptied_cart_is_not_reminded_of(mia: Shopper) -> None:
    mia.fills_cart("bowl", at=NOW)
    offers.after_cart_change(mia.tx, SHELF, MIA, now=NOW)
    mia.fills_cart(at=NOW + HOUR, version=2)
    offers.after_cart_change(mia.tx, SHELF, MIA, now=NOW + HOUR)
    assert _reminders(mia.tx) == []


def test_the_reminder_of_one_cart_leaves_those_of_others_alone(mia: Shopper) -> None:
    for shopper in (mia, Shopper(mia.tx, MIA + ":2")):
        shopper.fills_cart("bowl", at=NOW)
        offers.after_cart_change(mia.tx, SHELF, shopper.id, now=NOW)
    mia.fills_cart(at=NOW, version=2)
    offers.after_cart_change(mia.tx, SHELF, MIA, now=NOW)
    assert [to for to, _, _ in planned(mia.tx, "timer")] == [MIA + ":2"]


@pytest.mark.parametrize(("version", "skus"), [(2, ("bowl",)), (2, ()), (1, ())])
def test_a_cart_changed_behind_its_timer_is_passed_over_silently(
    mia: Shopper, version: int, skus: tuple[str, ...]
) -> None:
    mia.fills_cart("bowl", at=NOW)
    offers.after_cart_change(mia.tx, SHELF, MIA, now=NOW)
    mia.fills_cart(*skus, at=NOW, version=version)
    assert ring(mia.tx, NOW + 2 * HOUR, SHELF) == ["expired"]
    assert decisions.log(mia.tx) == []


@pytest.mark.parametrize(("ordered", "said"), [(timedelta(), "expired"), (-TICK, "")])
def test_a_cart_that_was_ordered_is_not_reminded_of(mia: Shopper, ordered: timedelta, said: str) -> None:
    mia.fills_cart("bowl", at=NOW)
    offers.after_cart_change(mia.tx, SHELF, MIA, now=NOW)
    mia.orders("mug-red", at=NOW + ordered)
    assert ring(mia.tx, NOW + 2 * HOUR, SHELF) == [said]


def test_an_offer_withdrawn_before_its_timer_is_passed_over_silently(mia: Shopper) -> None:
    mia.fills_cart("bowl", at=NOW)
    offers.after_cart_change(mia.tx, SHELF, MIA, now=NOW)
    assert ring(mia.tx, NOW + 2 * HOUR, Shelf(proposals=())) == ["expired"]
    assert decisions.log(mia.tx) == []


def test_what_goes_with_a_cart_is_proposed_after_the_answer(mia: Shopper) -> None:
    mia.fills_cart("pot", at=NOW)
    offers.after_cart_change(mia.tx, SHELF, MIA, now=NOW)
    assert ("matching", NOW) in _reminders(mia.tx)
    assert ring(mia.tx, NOW, SHELF) == [""]
    assert planned(mia.tx) == [(MIA, {"offer": "matching", "cart": 1}, NOW)]


@pytest.mark.parametrize("cart", [("pot", "filter"), ("bowl",)])
def test_what_lies_in_the_cart_already_or_does_not_go_with_it_is_not_proposed(
    mia: Shopper, cart: tuple[str, ...]
) -> None:
    mia.fills_cart("pot", at=NOW)
    offers.after_cart_change(mia.tx, SHELF, MIA, now=NOW)
    mia.fills_cart(*cart, at=NOW, version=2)
    offers.after_cart_change(mia.tx, SHELF, MIA, now=NOW)
    assert [name for name, _ in _reminders(mia.tx)] == ["cart"]


# what is back


def test_who_waits_for_something_is_told_when_it_is_back(mia: Shopper) -> None:
    Shopper(mia.tx, "console:ben").watches("bowl", at=NOW - 2 * DAY)
    mia.watches("bowl", at=NOW - DAY)
    mia.watches("pot", at=NOW - DAY)
    assert offers.on_restock(mia.tx, SHELF, "bowl", now=NOW) == {"": 1, "no_consent": 1}
    assert planned(mia.tx) == [(MIA, {"offer": "back", "sku": "bowl"}, NOW)]
    assert _reasons(mia.tx) == [("console:ben", "back", "no_consent")]


def test_who_could_not_be_told_is_told_the_next_time(tx: SqliteTransaction) -> None:
    mia = Shopper(tx)
    mia.does()
    mia.watches("bowl", at=NOW - DAY)
    assert offers.on_restock(tx, SHELF, "bowl", now=NOW) == {"no_consent": 1}
    mia.agrees()
    assert offers.on_restock(tx, SHELF, "bowl", now=NOW + HOUR) == {"": 1}
    assert offers.on_restock(tx, SHELF, "bowl", now=NOW + HOUR) == {"": 1}
    assert len(planned(tx)) == 1


def test_the_first_offer_that_speaks_of_it_tells_that_it_is_back(mia: Shopper) -> None:
    shelf = Shelf(
        proposals=(
            offer("mug-is-back", "mug", kind="back_in_stock"),
            offer("pots-are-back", "Küche > Kannen", kind="back_in_stock"),
            offer("back", kind="back_in_stock"),
        )
    )
    mia.watches("pot", at=NOW)
    offers.on_restock(mia.tx, shelf, "pot", now=NOW)
    assert [data["offer"] for _, data, _ in planned(mia.tx)] == ["pots-are-back"]


def test_a_shop_without_such_an_offer_tells_nobody(mia: Shopper) -> None:
    mia.watches("bowl", at=NOW)
    assert not offers.on_restock(mia.tx, Shelf(proposals=()), "bowl", now=NOW)


# prices


def _line(sku: str, quantity: int, price: int) -> Line:
    variant = SHELF.variant(sku)
    product = SHELF.product(variant.product) if variant else None
    assert variant
    assert product
    return Line(product=product, variant=variant, quantity=quantity, unit_price=Money(price), put_in_at=Money(price))


def _got(mia: Shopper, *ids: str) -> None:
    shop = Shelf(settings=replace(SHOP, per_conversation=9, per_week=9))
    for name in ids:
        assert release(mia.tx, offering(name, key=name), now=NOW, catalog=shop).allowed


def test_a_discount_is_for_who_was_sent_the_offer_while_it_stands(mia: Shopper) -> None:
    line = _line("mug-red", 3, 1290)
    assert discount(mia.tx, SHELF, MIA, line, now=NOW) == Money(0)
    _got(mia, "discounted")
    assert discount(mia.tx, SHELF, MIA, line, now=NOW + DAY) == Money(581)  # 580.5, half up
    assert discount(mia.tx, SHELF, MIA, line, now=NOW + DAY + TICK) == Money(0)
    assert discount(mia.tx, SHELF, MIA, _line("bowl", 1, 900), now=NOW) == Money(0)
    assert discount(mia.tx, SHELF, "console:ben", line, now=NOW) == Money(0)


def test_an_amount_is_taken_off_each_piece_and_never_more_than_it_costs(mia: Shopper) -> None:
    _got(mia, "two-off")
    assert discount(mia.tx, SHELF, MIA, _line("bowl", 3, 900), now=NOW) == Money(600)
    assert discount(mia.tx, SHELF, MIA, _line("bowl", 3, 150), now=NOW) == Money(450)


def test_the_best_offer_counts(mia: Shopper) -> None:
    shelf = Shelf(proposals=(*OFFERS, offer("half", "bowl", discount="50%")))
    _got(mia, "two-off")
    mia.tx.plan(offering("half", key="half"))
    assert release(
        mia.tx,
        offering("half", key="half"),
        now=NOW,
        catalog=replace(shelf, settings=replace(SHOP, per_conversation=9)),
    ).allowed
    assert discount(mia.tx, shelf, MIA, _line("bowl", 1, 900), now=NOW) == Money(450)
    assert discount(mia.tx, shelf, MIA, _line("bowl", 1, 300), now=NOW) == Money(200)


def test_a_discount_on_what_is_back_is_for_what_was_waited_for(mia: Shopper) -> None:
    shelf = Shelf(proposals=(offer("back", kind="back_in_stock", discount="10%"),))
    effect = offering("back", data={"sku": "bowl"})
    mia.tx.plan(effect)
    assert release(mia.tx, effect, now=NOW, catalog=shelf).allowed
    assert discount(mia.tx, shelf, MIA, _line("bowl", 1, 900), now=NOW) == Money(90)
    assert discount(mia.tx, shelf, MIA, _line("pot", 1, 900), now=NOW) == Money(0)


def test_euros_are_not_taken_off_stars(mia: Shopper) -> None:
    _got(mia, "two-off")
    stars = Money(900, "XTR")
    line = replace(_line("bowl", 1, 900), unit_price=stars, put_in_at=stars)
    assert discount(mia.tx, SHELF, MIA, line, now=NOW) == Money(0, "XTR")


# the ledger


def test_the_log_tells_every_decision_oldest_first(mia: Shopper) -> None:
    Shopper(mia.tx, "console:ben").does()
    for run, hours in (("a", 0), ("b", 1)):
        offers.campaign(mia.tx, SHELF, _offer("news"), ["console:ben"], key=run, now=NOW + hours * HOUR)
    _got(mia, "news")
    assert [(row.conversation, row.outcome, row.at) for row in decisions.log(mia.tx)] == [
        ("console:ben", "withheld", NOW),
        ("console:ben", "withheld", NOW + HOUR),
        (MIA, "sent", NOW),
    ]
    assert [row.effect for row in decisions.log(mia.tx, newest=2)] == ["b:news:console:ben", "news"]
    assert [row.conversation for row in decisions.log(mia.tx, conversation=MIA)] == [MIA]
