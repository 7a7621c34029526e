"""What every store must do with effects, and what its schema refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from bot.store.base import Store, Transaction
from bot.store.errors import Refused
from tests.bot.store.samples import (
    BEN,
    DAY,
    MIA,
    NOON,
    SECOND,
    TICK,
    Opened,
    says,
    sends,
    timer,
)


class EffectContract(Opened):
    """Effects, and the rules of the schema."""

    # Effects

    async def test_an_effect_is_planned_once(self, store: Store) -> None:
        assert await store.run(lambda tx: tx.plan(sends("e1"))) is True
        assert await store.run(lambda tx: tx.plan(sends("e1", who=BEN))) is False

    async def test_an_effect_is_not_taken_early(self, store: Store) -> None:
        await store.run(lambda tx: tx.plan(sends("e1", due=NOON)))
        assert await store.run(lambda tx: tx.lease(NOON - TICK, NOON + DAY, 10)) == []
        (effect,) = await store.run(lambda tx: tx.lease(NOON, NOON + DAY, 10))
        assert (effect.key, effect.data, effect.due, effect.message_class) == ("e1", {"text": "e1"}, NOON, "reply")
        assert (effect.tries, bool(effect.lease)) == (1, True)

    async def test_an_effect_is_not_taken_twice_while_leased(self, store: Store) -> None:
        await store.run(lambda tx: tx.plan(timer("e1")))
        until = NOON + SECOND
        assert len(await store.run(lambda tx: tx.lease(NOON, until, 10))) == 1
        assert await store.run(lambda tx: tx.lease(until - TICK, until + DAY, 10)) == []

    async def test_an_expired_lease_is_taken_again_and_the_old_holder_is_refused(self, store: Store) -> None:
        await store.run(lambda tx: tx.plan(timer("e1")))
        (old,) = await store.run(lambda tx: tx.lease(NOON, NOON + SECOND, 10))
        (new,) = await store.run(lambda tx: tx.lease(NOON + SECOND, NOON + DAY, 10))
        assert (new.key, new.tries) == ("e1", 2)
        assert await store.run(lambda tx: tx.settle(old, "sent", NOON)) is False
        assert await store.run(lambda tx: tx.postpone(old, NOON)) is False
        assert await store.run(lambda tx: tx.settle(new, "sent", NOON)) is True
        assert await store.run(lambda tx: tx.settle(new, "sent", NOON)) is False

    async def test_what_was_leased_when_a_process_died_is_due_again_at_once(self, reopen: Callable[[], Store]) -> None:
        store = reopen()
        await store.run(lambda tx: tx.plan(sends("e1")))
        assert len(await store.run(lambda tx: tx.lease(NOON, NOON + DAY, 10))) == 1
        await store.close()
        store = reopen()
        assert [effect.key for effect in await store.run(lambda tx: tx.lease(NOON, NOON + DAY, 10))] == ["e1"]
        await store.close()

    async def test_a_settled_effect_is_never_taken_again(self, store: Store) -> None:
        await store.run(lambda tx: tx.plan(timer("e1")))
        await store.run(lambda tx: tx.settle(tx.lease(NOON, NOON + SECOND, 1)[0], "sent", NOON))
        assert await store.run(lambda tx: tx.lease(NOON + DAY, NOON + 2 * DAY, 10)) == []

    async def test_sends_of_one_conversation_go_one_at_a_time_in_their_order(self, store: Store) -> None:
        await store.run(lambda tx: [tx.plan(sends(key)) for key in ("e1", "e2", "e3")])
        await store.run(lambda tx: tx.plan(sends("b1", who=BEN)))
        taken: list[list[str]] = []
        for _ in range(4):
            leased = await store.run(lambda tx: tx.lease(NOON, NOON + DAY, 10))
            again = await store.run(lambda tx: tx.lease(NOON, NOON + DAY, 10))
            taken.append([effect.key for effect in leased])
            assert again == []
            await store.run(lambda tx, done=leased: [tx.settle(effect, "sent", NOON) for effect in done])  # type: ignore[misc]
        assert taken == [["e1", "b1"], ["e2"], ["e3"], []]

    async def test_a_later_send_waits_for_one_that_was_put_off(self, store: Store) -> None:
        await store.run(lambda tx: [tx.plan(sends(key)) for key in ("e1", "e2")])
        await store.run(lambda tx: tx.postpone(tx.lease(NOON, NOON + SECOND, 1)[0], NOON + DAY))
        assert await store.run(lambda tx: tx.lease(NOON + SECOND, NOON + DAY, 10)) == []
        (effect,) = await store.run(lambda tx: tx.lease(NOON + DAY, NOON + 2 * DAY, 10))
        assert effect.key == "e1"

    async def test_a_send_planned_for_later_holds_no_answer_back(self, store: Store) -> None:
        await store.run(lambda tx: [tx.plan(sends("later", due=NOON + DAY)), tx.plan(sends("now"))])
        leased = await store.run(lambda tx: tx.lease(NOON, NOON + SECOND, 10))
        assert [effect.key for effect in leased] == ["now"]

    async def test_a_send_that_falls_due_while_a_later_one_is_under_way_waits_for_it(self, store: Store) -> None:
        await store.run(lambda tx: [tx.plan(sends("older", due=NOON + SECOND)), tx.plan(sends("newer"))])
        (newer,) = await store.run(lambda tx: tx.lease(NOON, NOON + DAY, 10))
        assert await store.run(lambda tx: tx.lease(NOON + SECOND, NOON + DAY, 10)) == []
        await store.run(lambda tx: tx.settle(newer, "sent", NOON))
        (older,) = await store.run(lambda tx: tx.lease(NOON + SECOND, NOON + DAY, 10))
        assert older.key == "older"

    async def test_timers_and_refunds_wait_for_no_send(self, store: Store) -> None:
        await store.run(lambda tx: [tx.plan(sends("e1")), tx.plan(timer("t1")), tx.plan(timer("t2"))])
        leased = await store.run(lambda tx: tx.lease(NOON, NOON + SECOND, 10))
        assert [effect.key for effect in leased] == ["e1", "t1", "t2"]

    async def test_the_longest_due_is_taken_first_and_no_more_than_asked_for(self, store: Store) -> None:
        await store.run(lambda tx: [tx.plan(timer(f"t{n}", due=NOON - n * SECOND)) for n in range(5)])
        leased = await store.run(lambda tx: tx.lease(NOON, NOON + SECOND, 2))
        assert [effect.key for effect in leased] == ["t4", "t3"]

    async def test_an_effect_is_cancelled_by_its_key_before_it_happens(self, store: Store) -> None:
        await store.run(lambda tx: tx.plan(timer("e1")))
        assert await store.run(lambda tx: tx.cancel("e1", NOON)) is True
        assert await store.run(lambda tx: tx.cancel("e1", NOON)) is False
        assert await store.run(lambda tx: tx.cancel("unknown", NOON)) is False
        assert await store.run(lambda tx: tx.lease(NOON + DAY, NOON + 2 * DAY, 10)) == []

    async def test_an_effect_under_way_is_not_cancelled(self, store: Store) -> None:
        await store.run(lambda tx: tx.plan(timer("e1")))
        await store.run(lambda tx: tx.lease(NOON, NOON + SECOND, 1))
        assert await store.run(lambda tx: tx.cancel("e1", NOON)) is False

    async def test_the_next_due_moment_counts_leases_and_what_was_put_off(self, store: Store) -> None:
        assert store.read(lambda db: db.next_due()) is None
        await store.run(lambda tx: [tx.plan(timer("e1")), tx.plan(timer("e2", due=NOON + 2 * DAY))])
        assert store.read(lambda db: db.next_due()) == NOON
        assert store.read(lambda db: db.next_due(NOON)) == NOON + 2 * DAY
        (first,) = await store.run(lambda tx: tx.lease(NOON, NOON + DAY, 1))
        assert store.read(lambda db: db.next_due()) == NOON + DAY
        await store.run(lambda tx: tx.postpone(first, NOON + SECOND))
        assert store.read(lambda db: db.next_due()) == NOON + SECOND

    # What the schema refuses, whatever the code does

    async def _offer_sent(self, store: Store, *, at: datetime, consent: int | None = 1) -> None:
        """Write a sent offer behind the code's back."""

        def write(tx: Transaction) -> None:
            if consent is not None:
                tx.change(
                    "INSERT INTO consent (conversation, purpose, granted, at, channel, wording) "
                    "VALUES (:who, 'offers', :granted, :at, 'test', 'yes')",
                    who=MIA, granted=consent, at=0,
                )  # fmt: skip
            tx.change(
                "INSERT INTO decision (conversation, offer, effect, outcome, at) "
                "VALUES (:who, 'spring', 'offer:1', 'sent', :at)",
                who=MIA, at=int(at.timestamp() * 1_000_000),
            )  # fmt: skip

        await store.run(write)

    async def test_an_offer_is_sent_until_exactly_a_day_after_the_last_message(self, store: Store) -> None:
        await store.receive([says("k1")])
        await self._offer_sent(store, at=NOON + DAY)

    async def test_an_offer_one_second_after_the_day_is_refused(self, store: Store) -> None:
        await store.receive([says("k1")])
        with pytest.raises(Refused, match="active conversation"):
            await self._offer_sent(store, at=NOON + DAY + SECOND)

    async def test_an_offer_into_a_conversation_that_never_was_is_refused(self, store: Store) -> None:
        with pytest.raises(Refused, match="active conversation"):
            await self._offer_sent(store, at=NOON)

    async def test_an_offer_before_the_message_that_allows_it_is_refused(self, store: Store) -> None:
        await store.receive([says("k1")])
        with pytest.raises(Refused, match="active conversation"):
            await self._offer_sent(store, at=NOON - SECOND)

    @pytest.mark.parametrize("consent", [None, 0])
    async def test_an_offer_without_consent_is_refused(self, store: Store, consent: int | None) -> None:
        await store.receive([says("k1")])
        with pytest.raises(Refused, match="without consent"):
            await self._offer_sent(store, at=NOON, consent=consent)

    async def test_an_offer_to_somebody_who_blocked_the_shop_is_refused(self, store: Store) -> None:
        await store.receive([says("k1"), says("k2", kind="blocked")])
        with pytest.raises(Refused, match="active conversation"):
            await self._offer_sent(store, at=NOON)

    @pytest.mark.parametrize("handover", ["waiting", "human"])
    async def test_an_offer_into_the_talk_with_a_person_is_refused(self, store: Store, handover: str) -> None:
        await store.receive([says("k1")])
        mia = store.read(lambda db: db.conversation(MIA))
        mia.handover = handover
        await store.run(lambda tx: tx.save(mia))
        with pytest.raises(Refused, match="active conversation"):
            await self._offer_sent(store, at=NOON)

    async def test_an_offer_is_not_marked_sent_without_a_decision(self, store: Store) -> None:
        await store.receive([says("k1")])
        await store.run(lambda tx: tx.plan(sends("offer:1", message_class="offer")))
        (offer,) = await store.run(lambda tx: tx.lease(NOON, NOON + DAY, 1))
        with pytest.raises(Refused, match="without a decision"):
            await store.run(lambda tx: tx.settle(offer, "sent", NOON))
        await self._offer_sent(store, at=NOON)
        assert await store.run(lambda tx: tx.settle(offer, "sent", NOON)) is True

    async def test_an_offer_is_not_born_sent(self, store: Store) -> None:
        with pytest.raises(Refused, match="planned first"):
            await store.run(
                lambda tx: tx.change(
                    "INSERT INTO effect (conversation, key, kind, class, data, due, done, result) "
                    "VALUES (:who, 'offer:1', 'send', 'offer', '{}', 0, 0, 'sent')",
                    who=MIA,
                )
            )

    async def test_one_planned_offer_is_sent_once_at_most_and_its_decision_is_final(self, store: Store) -> None:
        await store.receive([says("k1")])
        await self._offer_sent(store, at=NOON)
        with pytest.raises(Refused):
            await self._offer_sent(store, at=NOON)
        with pytest.raises(Refused, match="never changed"):
            await store.run(lambda tx: tx.change("UPDATE decision SET outcome = 'withheld', reason = 'x'"))
