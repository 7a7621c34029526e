"""What every store must do. A store's own tests inherit from StoreContract and say how to open it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from bot.conversation import Conversation, Question, Task
from bot.message import Message
from bot.store.base import Effect, Reader, Store, Transaction
from bot.store.errors import Conflict, Refused, StoreClosed

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = timedelta(hours=24)
SECOND = timedelta(seconds=1)
TICK = timedelta(microseconds=1)
MIA = "test:mia"
BEN = "test:ben"


def says(key: str, *, who: str = MIA, kind: str = "text", at: datetime = NOON, **values: Any) -> Message:
    """A message of a shopper."""
    return Message(conversation=who, key=key, kind=kind, at=at, **values)


def sends(key: str, *, who: str = MIA, due: datetime = NOON, message_class: str = "reply") -> Effect:
    """A planned send."""
    return Effect(conversation=who, key=key, kind="send", data={"text": key}, due=due, message_class=message_class)


def timer(key: str, *, who: str = MIA, due: datetime = NOON) -> Effect:
    """A planned timer."""
    return Effect(conversation=who, key=key, kind="timer", data={"event": "order.late"}, due=due)


def everything(reader: Reader) -> dict[str, list[Mapping[str, Any]]]:
    """All rows that the verbs of the store write."""
    return {
        "conversation": reader.rows("SELECT * FROM conversation ORDER BY id"),
        "event": reader.rows("SELECT * FROM event ORDER BY seq"),
        "effect": reader.rows("SELECT * FROM effect ORDER BY id"),
    }


class InterruptedTurnError(Exception):
    """The fault put into a transaction."""


class Interrupting:
    """A transaction that fails after a number of verbs."""

    def __init__(self, inner: Transaction, after: int) -> None:
        self._inner = inner
        self._left = after

    def __getattr__(self, name: str) -> Callable[..., Any]:
        verb = getattr(self._inner, name)

        def interrupting(*values: Any, **named: Any) -> Any:
            result = verb(*values, **named)
            self._left -= 1
            if self._left == 0:
                raise InterruptedTurnError
            return result

        return interrupting


class StoreContract:
    """The contract; `reopen` opens the same database again."""

    @pytest.fixture
    async def store(self, reopen: Callable[[], Store]) -> AsyncIterator[Store]:
        store = reopen()
        yield store
        await store.close()

    # The inbox

    async def test_an_event_is_kept_once_whatever_the_number_of_its_arrivals(self, store: Store) -> None:
        assert await store.receive([says("k1"), says("k2"), says("k1")]) == [1, 2, None]
        assert await store.receive([says("k2", who=BEN)]) == [None]
        assert store.read(lambda db: len(db.rows("SELECT 1 AS one FROM event"))) == 2

    async def test_two_deliveries_of_one_update_at_once_make_one_event(self, store: Store) -> None:
        seqs = await asyncio.gather(*(store.receive([says("same")]) for _ in range(20)))
        assert [seq for (seq,) in seqs if seq is not None] == [1]

    async def test_an_event_comes_back_as_it_was_received(self, store: Store) -> None:
        sent = says("k1", kind="location", data={"lat": 48.1, "title": "Café „Süd“"}, language="de", text="hier")
        await store.receive([sent])
        kept = store.read(lambda db: db.unread(MIA))
        assert kept == Message(
            conversation=MIA, key="k1", kind="location", at=NOON, data=sent.data, language="de", text="hier", seq=1
        )

    async def test_events_are_read_in_the_order_of_their_arrival(self, store: Store) -> None:
        await store.receive([says("k1"), says("k2", who=BEN), says("k3", at=NOON - DAY)])
        read: list[str] = []
        while message := store.read(lambda db: db.unread(MIA)):
            read.append(message.key)
            await store.run(lambda tx, seq=message.seq: tx.done(seq, {"intent": "x"}, NOON))  # type: ignore[misc]
        assert read == ["k1", "k3"]
        assert store.read(lambda db: db.waiting()) == [BEN]

    async def test_waiting_conversations_are_told_the_longest_waiting_first(self, store: Store) -> None:
        await store.receive([says("k1", who=BEN), says("k2", who=MIA), says("k3", who=BEN)])
        assert store.read(lambda db: db.waiting()) == [BEN, MIA]

    async def test_an_event_that_fails_too_often_is_parked_and_the_chat_goes_on(self, store: Store) -> None:
        await store.receive([says("poison"), says("next")])
        fail = lambda tx: tx.failed(1, "KeyError: 'sku'", park_after=3)  # noqa: E731
        assert [await store.run(fail) for _ in range(2)] == [False, False]
        assert store.read(lambda db: cast("Message", db.unread(MIA)).key) == "poison"
        assert await store.run(fail) is True
        assert store.read(lambda db: cast("Message", db.unread(MIA)).key) == "next"
        (parked,) = store.read(lambda db: db.parked())
        assert (parked.seq, parked.conversation, parked.key, parked.kind, parked.error, parked.at) == (
            1, MIA, "poison", "text", "KeyError: 'sku'", NOON,
        )  # fmt: skip

    async def test_the_record_of_a_done_event_is_kept(self, store: Store) -> None:
        await store.receive([says("k1")])
        await store.run(lambda tx: tx.done(1, {"intent": "order.add"}, NOON + SECOND))
        row = store.read(lambda db: db.row("SELECT record FROM event WHERE seq = :seq", seq=1))
        assert row == {"record": '{"intent":"order.add"}'}

    # What makes a conversation active

    async def test_a_message_opens_the_window_for_exactly_a_day(self, store: Store) -> None:
        await store.receive([says("k1")])
        mia = store.read(lambda db: db.conversation(MIA))
        assert (mia.user_at, mia.active_since, mia.active_until) == (NOON, NOON, NOON + DAY)

    async def test_a_pause_as_long_as_the_window_goes_on_with_the_same_conversation(self, store: Store) -> None:
        await store.receive([says("k1"), says("k2", at=NOON + DAY)])
        mia = store.read(lambda db: db.conversation(MIA))
        assert (mia.active_since, mia.active_until) == (NOON, NOON + 2 * DAY)

    async def test_a_pause_longer_than_the_window_begins_a_new_conversation(self, store: Store) -> None:
        await store.receive([says("k1"), says("k2", at=NOON + DAY + TICK)])
        mia = store.read(lambda db: db.conversation(MIA))
        assert mia.active_since == mia.user_at == NOON + DAY + TICK

    async def test_a_late_arrival_does_not_turn_the_activity_back(self, store: Store) -> None:
        await store.receive([says("k2", at=NOON), says("k1", at=NOON - SECOND)])
        mia = store.read(lambda db: db.conversation(MIA))
        assert (mia.user_at, mia.active_since) == (NOON, NOON)

    @pytest.mark.parametrize("kind", ["payment", "shipment", "order.reserve_expired", "blocked", "unblocked"])
    async def test_news_from_the_world_is_no_activity_of_the_shopper(self, store: Store, kind: str) -> None:
        await store.receive([says("k1", kind=kind)])
        assert store.read(lambda db: db.conversation(MIA)).user_at is None

    @pytest.mark.parametrize("kind", ["text", "press", "command", "location", "sticker", "voice", "photo", "other"])
    async def test_whatever_a_shopper_does_is_activity_and_ends_a_block(self, store: Store, kind: str) -> None:
        await store.receive([says("k0", kind="blocked")])
        assert store.read(lambda db: db.conversation(MIA)).blocked is True
        await store.receive([says("k1", kind=kind)])
        mia = store.read(lambda db: db.conversation(MIA))
        assert (mia.user_at, mia.blocked) == (NOON, False)

    async def test_unblocking_ends_a_block_and_opens_no_window(self, store: Store) -> None:
        await store.receive([says("k1"), says("k2", kind="blocked"), says("k3", kind="unblocked", at=NOON + SECOND)])
        mia = store.read(lambda db: db.conversation(MIA))
        assert (mia.blocked, mia.user_at) == (False, NOON)

    async def test_an_event_known_already_changes_nothing(self, store: Store) -> None:
        await store.receive([says("k1"), says("k2", kind="blocked")])
        await store.receive([says("k1", at=NOON + DAY)])
        mia = store.read(lambda db: db.conversation(MIA))
        assert (mia.user_at, mia.blocked) == (NOON, True)

    async def test_an_event_received_inside_a_turn_counts_the_same(self, store: Store) -> None:
        await store.run(lambda tx: tx.receive(says("k1")))
        assert store.read(lambda db: db.conversation(MIA)).active_until == NOON + DAY

    # Conversations

    async def test_a_conversation_comes_back_as_it_was_saved(self, store: Store) -> None:
        mia = Conversation(
            id=MIA,
            language="de",
            handover="waiting",
            task=Task(
                intent="order.checkout",
                values={"name": "Mia Öz", "quantity": 2},
                question=Question(slot="city", asked="Wohin?", options=[{"label": "Köln", "value": "K", "role": ""}]),
                name="checkout",
            ),
            suspended=[Task(intent="search.find"), Task(intent="order.add", values={"sku": "B-1"})],
            listing=[{"position": 1, "sku": "B-1"}],
            focus={"sku": "B-1"},
            greeted=True,
            misses=2,
            last=["1:0", "1:1"],
            notes={"search": {"page": 2}},
        )
        await store.run(lambda tx: tx.save(mia))
        assert mia.version == 1
        assert store.read(lambda db: db.conversation(MIA)) == mia

    async def test_a_conversation_nobody_knows_is_a_new_one(self, store: Store) -> None:
        assert store.read(lambda db: db.conversation(MIA)) == Conversation(id=MIA)

    async def test_saving_over_somebody_elses_version_is_refused(self, store: Store) -> None:
        await store.run(lambda tx: tx.save(Conversation(id=MIA, language="de")))
        first, second = (store.read(lambda db: db.conversation(MIA)) for _ in range(2))
        first.language, second.language = "en", "fr"
        await store.run(lambda tx: tx.save(first))
        with pytest.raises(Conflict, match="version 1"):
            await store.run(lambda tx: tx.save(second))
        assert store.read(lambda db: db.conversation(MIA)).language == "en"

    async def test_a_new_conversation_is_not_saved_over_one_stored_meanwhile(self, store: Store) -> None:
        await store.run(lambda tx: tx.save(Conversation(id=MIA)))
        with pytest.raises(Conflict):
            await store.run(lambda tx: tx.save(Conversation(id=MIA, language="fr")))

    async def test_an_erased_conversation_does_not_come_back_by_saving(self, store: Store) -> None:
        await store.run(lambda tx: tx.save(Conversation(id=MIA)))
        mia = store.read(lambda db: db.conversation(MIA))
        await store.run(lambda tx: tx.change("DELETE FROM conversation WHERE id = :id", id=MIA))
        with pytest.raises(Conflict):
            await store.run(lambda tx: tx.save(mia))

    async def test_saving_does_not_undo_what_arrived_since_it_was_loaded(self, store: Store) -> None:
        await store.receive([says("k1")])
        mia = store.read(lambda db: db.conversation(MIA))
        await store.receive([says("k2", at=NOON + SECOND), says("k3", kind="blocked")])
        await store.run(lambda tx: tx.save(mia))
        kept = store.read(lambda db: db.conversation(MIA))
        assert (kept.user_at, kept.blocked) == (NOON + SECOND, True)

    async def test_turns_at_once_lose_none_of_their_changes(self, store: Store) -> None:
        def count(tx: Transaction) -> None:
            mia = tx.conversation(MIA)
            mia.misses += 1
            tx.save(mia)

        await asyncio.gather(*(store.run(count) for _ in range(200)))
        mia = store.read(lambda db: db.conversation(MIA))
        assert (mia.misses, mia.version) == (200, 200)

    # All or nothing

    async def test_a_turn_broken_off_after_any_statement_leaves_nothing(self, store: Store) -> None:
        def turn(tx: Transaction) -> None:
            message = tx.unread(MIA)
            assert message is not None
            mia = tx.conversation(MIA)
            mia.misses += 1
            tx.save(mia)
            tx.receive(says("more", kind="stock"))
            tx.plan(sends("e1"))
            tx.plan(timer("e2", due=NOON + DAY))
            tx.cancel("old", NOON)
            tx.change("INSERT INTO counter (name, value) VALUES ('order', 1)")
            leased = tx.lease(NOON, NOON + SECOND, 10)
            tx.settle(leased[0], "sent", NOON)
            tx.failed(message.seq, "once", park_after=3)
            tx.done(message.seq, None, NOON)

        await store.receive([says("k1")])
        await store.run(lambda tx: tx.plan(timer("old", due=NOON + DAY)))
        before = store.read(everything)
        for after in range(1, 13):
            with pytest.raises(InterruptedTurnError):
                await store.run(lambda tx, n=after: turn(cast("Transaction", Interrupting(tx, n))))  # type: ignore[misc]
            assert store.read(everything) == before, f"after {after} statements"
        await store.run(lambda tx: turn(cast("Transaction", Interrupting(tx, 13))))
        assert store.read(lambda db: db.unread(MIA).key) == "more"  # type: ignore[union-attr]

    async def test_a_failing_work_does_no_harm_to_its_neighbours(self, store: Store) -> None:
        def work(tx: Transaction, n: int) -> int:
            tx.receive(says(f"k{n}"))
            if n % 3 == 0:
                raise InterruptedTurnError(n)
            return n

        outcomes = await asyncio.gather(
            *(store.run(lambda tx, n=n: work(tx, n)) for n in range(30)),  # type: ignore[misc]
            return_exceptions=True,
        )
        assert [n for n, outcome in enumerate(outcomes) if isinstance(outcome, InterruptedTurnError)] == list(
            range(0, 30, 3)
        )
        keys = store.read(lambda db: {row["key"] for row in db.rows("SELECT key FROM event")})
        assert keys == {f"k{n}" for n in range(30) if n % 3}

    async def test_a_reader_sees_nothing_of_a_turn_under_way_and_one_moment_throughout(self, store: Store) -> None:
        await store.receive([says("k1")])
        with pytest.raises(InterruptedTurnError):
            await store.run(lambda tx: self._seen_from_outside(store, tx))
        assert store.read(lambda db: db.waiting()) == [MIA]

    @staticmethod
    def _seen_from_outside(store: Store, tx: Transaction) -> None:
        tx.receive(says("k2", who=BEN))
        assert tx.waiting() == [MIA, BEN]
        assert store.read(lambda db: db.waiting()) == [MIA]
        raise InterruptedTurnError

    async def test_a_reader_cannot_write(self, store: Store) -> None:
        with pytest.raises(Exception, match=r"write|readonly|read-only"):
            store.read(lambda db: db.rows("DELETE FROM event"))

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

    # Opening and closing

    async def test_everything_is_there_after_closing_and_opening_again(self, reopen: Callable[[], Store]) -> None:
        store = reopen()
        await store.receive([says("k1")])
        await store.run(lambda tx: tx.save(tx.conversation(MIA)))
        await store.run(lambda tx: tx.plan(sends("e1")))
        before = store.read(everything)
        await store.close()
        store = reopen()
        assert store.read(everything) == before
        old, new = await store.receive([says("k1"), says("k2")])
        assert old is None
        assert new is not None
        await store.close()

    async def test_what_was_accepted_before_closing_is_finished(self, reopen: Callable[[], Store]) -> None:
        store = reopen()
        waiting = [asyncio.ensure_future(store.run(lambda tx, n=n: tx.receive(says(f"k{n}")))) for n in range(100)]  # type: ignore[misc]
        await asyncio.gather(store.close(), *waiting)
        store = reopen()
        assert store.read(lambda db: db.rows("SELECT COUNT(*) AS n FROM event")) == [{"n": 100}]
        await store.close()

    async def test_a_closed_store_refuses_politely(self, reopen: Callable[[], Store]) -> None:
        store = reopen()
        await store.close()
        with pytest.raises(StoreClosed, match="open the store again"):
            await store.run(lambda tx: tx.waiting())
        with pytest.raises(StoreClosed, match="Open the store again"):
            store.read(lambda db: db.waiting())
        await store.close()

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
