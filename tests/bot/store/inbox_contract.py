"""What every store must do with events and conversations."""

from __future__ import annotations

import asyncio
from dataclasses import fields
from typing import cast

import pytest

from bot.conversation import Conversation, Question, Task
from bot.message import Message
from bot.store.base import Store, Transaction
from bot.store.errors import Conflict
from tests.bot.store.samples import (
    BEN,
    DAY,
    MIA,
    NOON,
    SECOND,
    TICK,
    Opened,
    says,
)


class InboxContract(Opened):
    """Events, activity and conversations."""

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
            seen=1,
            greeted=True,
            misses=2,
            steps=[{"id": 7, "undoes": [{"intent": "order.remove", "values": {"sku": "B-1"}}]}],
            last=["1:0", "1:1"],
            offered="1:1.0",
            held=[{"act": "order-paid"}],
            notes={"search": {"page": 2}},
        )
        new = Conversation(id=MIA)
        times = {"user_at", "active_since", "active_until", "blocked", "version"}
        same = {field.name for field in fields(mia) if getattr(mia, field.name) == getattr(new, field.name)}
        assert same == {"id", *times}, "the example leaves a field out"
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
