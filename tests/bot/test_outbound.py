"""The gate: what leaves, what is withheld and why, each condition alone and at its exact edges."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from bot.commerce import consent, decisions
from bot.commerce.eligibility import CHECKS, Case, refusal
from bot.outbound import Release, release
from bot.store.base import Effect
from tests.bot.offer_scenes import SCENES, Scene
from tests.bot.offers_shop import DAY, HOUR, MIA, NOW, SHOP, TICK, Shelf, Shopper, database, offering


@dataclass(frozen=True, slots=True)
class Told:
    """What the gate said in a scene, and what each condition said by itself."""

    answer: Release
    alone: tuple[str, ...]
    without: dict[str, str]
    rows: list[tuple[str, str]]


def _play(scene: Scene) -> Told:
    with database() as tx:
        mia = Shopper(tx, catalog=Shelf(settings=replace(SHOP, **scene.shop)))  # type: ignore[arg-type]
        scene.set_up(mia)
        effect = offering(scene.offer, key="this", now=scene.at, data=scene.data)
        assert tx.plan(effect)
        offer = mia.catalog.offer(scene.offer)
        assert offer is not None
        case = Case(
            reader=tx,
            catalog=mia.catalog,
            conversation=tx.conversation(MIA),
            offer=offer,
            now=scene.at,
            data=effect.data,
        )
        alone = tuple(check.reason for check in CHECKS if check.forbids(case))
        without = {check.reason: refusal(case, [one for one in CHECKS if one is not check]) for check in CHECKS}
        answer = release(tx, effect, now=scene.at, catalog=mia.catalog)
        rows = [(row.outcome, row.reason) for row in decisions.log(tx) if row.effect == "this"]
        return Told(answer, alone, without, rows)


@pytest.fixture(scope="module")
def told() -> dict[str, Told]:
    return {name: _play(scene) for name, scene in SCENES.items()}


@pytest.mark.parametrize("name", SCENES)
def test_the_gate_knows_the_reason(name: str, told: dict[str, Told]) -> None:
    reason = SCENES[name].reason
    assert told[name].answer == Release(not reason, reason)


@pytest.mark.parametrize("name", SCENES)
def test_every_decision_is_one_row_with_its_reason(name: str, told: dict[str, Told]) -> None:
    reason = SCENES[name].reason
    assert told[name].rows == [("withheld" if reason else "sent", reason)]


@pytest.mark.parametrize("name", SCENES)
def test_each_scene_is_about_one_condition_only(name: str, told: dict[str, Told]) -> None:
    reason = SCENES[name].reason
    assert told[name].alone == ((reason,) if reason else ())


@pytest.mark.parametrize("reason", [check.reason for check in CHECKS])
def test_without_any_single_condition_an_offer_would_slip_out(reason: str, told: dict[str, Told]) -> None:
    slips = [name for name, scene in SCENES.items() if scene.reason and not told[name].without[reason]]
    assert slips
    assert {SCENES[name].reason for name in slips} == {reason}


def test_conditions_are_told_in_their_order() -> None:
    assert [check.reason for check in CHECKS] == [
        "opted_out", "no_consent", "blocked", "inactive", "human_in_charge", "mid_checkout", "quiet_hours",
        "cap_conversation", "cap_week", "duplicate", "already_bought", "out_of_stock", "expired",
    ]  # fmt: skip


def test_an_offer_the_shop_has_withdrawn_is_over() -> None:
    with database() as tx:
        mia = Shopper(tx)
        mia.agrees()
        mia.does()
        assert release(tx, offering("no-such-offer"), now=NOW, catalog=mia.catalog).reason == "expired"


def test_an_offer_leaves_at_most_once_even_if_its_sending_broke_off() -> None:
    with database() as tx:
        mia = Shopper(tx, catalog=Shelf(settings=replace(SHOP, per_conversation=9, per_week=9)))
        mia.agrees()
        mia.does()
        assert release(tx, offering("news"), now=NOW, catalog=mia.catalog) == Release(allowed=True)
        again = release(tx, offering("news"), now=NOW + TICK, catalog=mia.catalog)
        assert again == Release(allowed=False, reason="duplicate")
        assert [row.outcome for row in decisions.log(tx)] == ["sent"]


def test_withheld_is_final() -> None:
    with database() as tx:
        mia = Shopper(tx)
        mia.does()
        assert release(tx, offering("news"), now=NOW, catalog=mia.catalog).reason == "no_consent"
        mia.agrees()
        assert release(tx, offering("news"), now=NOW, catalog=mia.catalog).reason == "no_consent"
        assert [row.reason for row in decisions.log(tx)] == ["no_consent"]


@pytest.mark.parametrize("message_class", ["reply", "service"])
def test_answers_and_service_news_leave_whatever_holds_an_offer_back(message_class: str) -> None:
    with database() as tx:
        mia = Shopper(tx)
        mia.objects()
        mia.does(at=NOW - 30 * DAY)
        mia.is_with("human")
        effect = replace(offering("news"), message_class=message_class, data={})
        assert release(tx, effect, now=NOW + 12 * HOUR, catalog=mia.catalog) == Release(allowed=True)
        assert decisions.log(tx) == []


@pytest.mark.parametrize("message_class", ["reply", "service", "offer"])
def test_nothing_leaves_to_a_shopper_who_blocked_the_bot(message_class: str) -> None:
    with database() as tx:
        mia = Shopper(tx)
        mia.agrees()
        mia.does()
        mia.does("blocked")
        effect = replace(offering("news"), message_class=message_class)
        assert release(tx, effect, now=NOW, catalog=mia.catalog) == Release(allowed=False, reason="blocked")


def test_money_goes_back_to_a_shopper_who_blocked_the_bot() -> None:
    with database() as tx:
        mia = Shopper(tx)
        mia.does("blocked")
        refund = Effect(conversation=MIA, key="refund:1", kind="refund", data={"provider": "demo"}, due=NOW)
        assert release(tx, refund, now=NOW, catalog=mia.catalog).allowed


def test_a_watch_ends_when_its_news_leaves_and_not_before() -> None:
    with database() as tx:
        mia = Shopper(tx)
        mia.does()
        mia.watches("bowl", at=NOW - DAY)
        assert not release(tx, offering("back", key="1", data={"sku": "bowl"}), now=NOW, catalog=mia.catalog).allowed
        assert tx.row("SELECT * FROM watch")
        mia.agrees()
        assert release(tx, offering("back", key="2", data={"sku": "bowl"}), now=NOW, catalog=mia.catalog).allowed
        assert not tx.row("SELECT * FROM watch")


def test_news_of_one_thing_does_not_stand_for_another_nor_for_a_new_wish() -> None:
    shop = Shelf(settings=replace(SHOP, per_conversation=9, per_week=9))

    def reason(key: str, sku: str) -> str:
        effect = offering("back", key=key, data={"sku": sku})
        tx.plan(effect)
        return release(tx, effect, now=NOW, catalog=shop).reason

    with database() as tx:
        mia = Shopper(tx)
        mia.agrees()
        mia.does()
        assert not reason("1", "bowl")
        assert not reason("2", "pot")
        assert reason("3", "bowl") == "duplicate"
        mia.watches("bowl", at=NOW + TICK)
        assert not reason("4", "bowl")


def test_consent_keeps_every_statement_with_its_words() -> None:
    with database() as tx:
        mia = Shopper(tx)
        assert consent.current(tx, MIA) is None
        mia.agrees(at=NOW - DAY)
        mia.objects(at=NOW)
        now = consent.current(tx, MIA)
        assert now is not None
        assert (now.granted, now.at, now.wording) == (False, NOW, "stop")
        assert [(one.granted, one.at, one.wording, one.channel) for one in consent.history(tx, MIA)] == [
            (True, NOW - DAY, "Ja, Angebote in diesem Chat", "console"),
            (False, NOW, "stop", "console"),
        ]
        assert consent.current(tx, MIA, "survey") is None
        assert consent.history(tx, "console:ben") == ()


def test_consent_without_words_is_no_consent() -> None:
    with database() as tx, pytest.raises(ValueError, match="words"):
        consent.give(tx, MIA, wording=" ", channel="console", now=NOW)
