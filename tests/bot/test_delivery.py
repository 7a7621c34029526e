from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from bot.channels.base import Blocked, RetryLater, SendFailed
from bot.clock import to_micros
from bot.delivery import Patience, RefundRefused
from bot.pacing import Pace
from bot.reply import Button, Reply
from bot.store.base import Effect, Reader
from bot.store.sqlite import SqliteStore
from catalog.money import Money
from tests.bot.delivery_shop import BEN, MIA, NOON, SECOND, Shop, refund, send


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    store = SqliteStore.open(tmp_path / "shop.db", durable=False)
    yield Shop(store)
    await store.close()


# Replies and service news: act, then mark


async def test_what_is_due_is_sent_with_its_key_and_settled(shop: Shop) -> None:
    await shop.plan(send("1:0"), send("1:1", message_class="service"), send("later", due=NOON + SECOND))
    assert await shop.deliver() == 2
    assert shop.phone.arrived == [(MIA, "1:0", "text of 1:0"), (MIA, "1:1", "text of 1:1")]
    assert shop.results() == {"1:0": "sent", "1:1": "sent", "later": None}


async def test_nothing_is_sent_again_by_the_next_pass(shop: Shop) -> None:
    await shop.plan(send("1:0"))
    await shop.deliver()
    assert await shop.deliver() == 0
    assert shop.phone.keys == ["1:0"]


async def test_a_reply_is_marked_only_after_it_was_sent(shop: Shop) -> None:
    seen: list[str | None] = []
    shop.phone.on_send = lambda key: seen.append(shop.results()[key])
    await shop.plan(send("1:0"))
    await shop.deliver()
    assert seen == [None]


async def test_a_reply_whose_sending_broke_off_is_sent_again_after_its_lease(shop: Shop) -> None:
    shop.phone.faults = [ZeroDivisionError()]  # nobody expects it: as good as a crash
    await shop.plan(send("1:0"), send("1:1"))
    with pytest.raises(ZeroDivisionError):
        await shop.deliver()
    assert await shop.deliver() == 0
    shop.clock.move_to(NOON + Patience().lease)
    await shop.deliver()
    assert shop.phone.keys == ["1:0", "1:1"]


async def test_what_the_gate_withholds_is_settled_with_its_reason(shop: Shop) -> None:
    shop.door.reasons = {"1:0": "blocked"}
    await shop.plan(send("1:0"), send("2:0", who=BEN))
    assert await shop.deliver() == 2
    assert shop.phone.keys == ["2:0"]
    assert shop.results() == {"1:0": "withheld:blocked", "2:0": "sent"}


async def test_everything_planned_while_delivering_is_delivered_too(shop: Shop) -> None:
    more = iter(["2:0", "3:0"])

    def plan_another(_key: str) -> None:
        if key := next(more, None):
            shop.store.run(lambda tx: tx.plan(send(key)))

    shop.phone.on_send = plan_another
    await shop.plan(send("1:0"))
    assert await shop.deliver() == 3
    assert shop.phone.keys == ["1:0", "2:0", "3:0"]


# What can go wrong with a send


async def test_a_channel_that_asks_for_patience_gets_it_and_the_order_stays(shop: Shop) -> None:
    shop.phone.faults = [RetryLater(7)]
    await shop.plan(send("1:0"), send("1:1"), send("2:0", who=BEN))
    await shop.deliver()
    assert shop.phone.keys == ["2:0"]
    assert shop.store.read(lambda db: db.next_due(NOON)) == NOON + 7 * SECOND
    shop.pass_time(6.9)
    assert await shop.deliver() == 0
    shop.pass_time(0.1)
    await shop.deliver()
    assert shop.phone.keys == ["2:0", "1:0", "1:1"]


async def test_a_reply_that_can_never_be_sent_fails_and_the_next_one_goes_on(shop: Shop) -> None:
    shop.phone.faults = [SendFailed("text is too long")]
    await shop.plan(send("1:0"), send("1:1"))
    await shop.deliver()
    assert shop.results() == {"1:0": "failed:text is too long", "1:1": "sent"}


async def test_a_block_ends_everything_that_waits_and_the_conversation_hears_of_it(shop: Shop) -> None:
    shop.phone.faults = [Blocked()]
    await shop.plan(send("1:0"), send("1:1"), send("soon", message_class="service", due=NOON + SECOND))
    await shop.plan(send("2:0", who=BEN), Effect(conversation=MIA, key="t", kind="timer", data={"event": "x"}, due=NOON + SECOND))  # fmt: skip
    await shop.deliver()
    gone = "failed:blocked"
    assert shop.results() == {"1:0": gone, "1:1": gone, "soon": gone, "2:0": "sent", "t": None}
    (event,) = shop.events()
    assert (event["conversation"], event["kind"], event["key"]) == (MIA, "blocked", "1:0:blocked")
    assert shop.store.read(lambda db: db.conversation(MIA)).blocked is True
    assert shop.woken == [MIA]


async def test_a_block_leaves_planned_offers_to_the_gate(shop: Shop) -> None:
    shop.phone.faults = [Blocked()]
    shop.door.reasons = {"offer:1": "blocked"}
    await shop.plan(send("1:0"), send("offer:1", message_class="offer", due=NOON + SECOND))
    await shop.deliver()
    assert shop.results()["offer:1"] is None
    shop.pass_time(1)
    await shop.deliver()
    assert shop.results()["offer:1"] == "withheld:blocked"


async def test_a_send_without_an_answer_is_tried_again(shop: Shop) -> None:
    shop.phone.doors[MIA] = asyncio.Event()
    await shop.plan(send("1:0"))
    await shop.deliver(patience=Patience(act=0.001))
    shop.phone.doors.clear()
    shop.pass_time(1.9)
    assert await shop.deliver() == 0
    shop.pass_time(0.1)
    await shop.deliver()
    assert shop.phone.keys == ["1:0"]


async def test_what_was_tried_often_enough_is_given_up(shop: Shop) -> None:
    shop.phone.faults = [RetryLater(1), RetryLater(1), RetryLater(1)]
    await shop.plan(send("1:0"), send("1:1"))
    for _ in range(4):
        await shop.deliver(patience=Patience(most_tries=3))
        shop.pass_time(4)
    assert shop.results() == {"1:0": "failed:retry after 1 s", "1:1": "sent"}


async def test_an_outage_of_twenty_minutes_loses_nothing(shop: Shop) -> None:
    shop.phone.faults = [RetryLater(1) for _ in range(1000)]
    await shop.plan(send("1:0"))
    for _ in range(120):
        await shop.deliver()
        shop.pass_time(10)
    shop.phone.faults.clear()
    shop.pass_time(300)
    await shop.deliver()
    assert shop.results() == {"1:0": "sent"}


async def test_a_conversation_of_a_channel_that_is_not_connected_waits(shop: Shop) -> None:
    await shop.plan(send("1:0", who="tg:42"))
    await shop.deliver()
    assert shop.results() == {"1:0": None}
    assert shop.store.read(lambda db: db.next_due()) == NOON + 2 * SECOND


def test_pauses_double_up_to_the_longest() -> None:
    pauses = [Patience().pause(tries).total_seconds() for tries in (1, 2, 3, 8, 9, 60)]
    assert pauses == [2, 4, 8, 256, 300, 300]


# Offers: mark, then act


async def test_an_offer_is_marked_before_it_is_sent(shop: Shop) -> None:
    await shop.open_for_offers()
    seen: list[str | None] = []
    shop.phone.on_send = lambda key: seen.append(shop.results()[key])
    await shop.plan(send("offer:1", message_class="offer"))
    await shop.deliver()
    assert seen == ["sent"]
    assert shop.phone.keys == ["offer:1"]


@pytest.mark.parametrize("fault", [RetryLater(1), SendFailed("too long"), ZeroDivisionError()])
async def test_an_offer_whose_sending_failed_is_never_tried_again(shop: Shop, fault: Exception) -> None:
    await shop.open_for_offers()
    shop.phone.faults = [fault]
    await shop.plan(send("offer:1", message_class="offer"))
    if isinstance(fault, ZeroDivisionError):
        with pytest.raises(ZeroDivisionError):
            await shop.deliver()
    else:
        await shop.deliver()
        assert str(shop.results()["offer:1"]).startswith("failed:")
    shop.pass_time(3600)
    assert await shop.deliver() == 0
    assert shop.phone.begun == ["offer:1"]


async def test_a_withheld_offer_never_reaches_the_channel(shop: Shop) -> None:
    shop.door.reasons = {"offer:1": "quiet_hours"}
    await shop.plan(send("offer:1", message_class="offer"))
    await shop.deliver()
    assert shop.phone.begun == []
    assert shop.results() == {"offer:1": "withheld:quiet_hours"}


async def test_the_gate_decides_about_an_offer_after_the_wait_for_the_pace(shop: Shop) -> None:
    """Between being due and being sent the shopper may have withdrawn consent."""
    await shop.open_for_offers()
    pace = Pace(per_conversation=20, conversation_burst=1)

    def withdraw_soon(_key: str) -> None:
        loop = asyncio.get_running_loop()
        loop.call_later(0.005, shop.door.reasons.update, {"offer:1": "no_consent"})

    shop.phone.on_send = withdraw_soon
    await shop.plan(send("1:0"), send("offer:1", message_class="offer"))
    await shop.deliver(paces={"test": pace})
    assert shop.phone.begun == ["1:0"]
    assert shop.results()["offer:1"] == "withheld:no_consent"


async def test_the_text_of_an_offer_is_made_when_it_leaves_and_kept_with_its_buttons(shop: Shop) -> None:
    await shop.open_for_offers()

    def text(_reader: Reader, effect: Effect, /, *, now: datetime) -> Reply:
        return Reply(text=f"{effect.data['offer']} at {now:%H:%M}", kind="offer", buttons=(Button(label="Stop"),))

    planned = send("offer:1", message_class="offer")
    await shop.plan(replace(planned, data={"offer": "spring", "sku": "B-1"}))
    await shop.deliver(offer_text=text)
    assert shop.phone.arrived == [(MIA, "offer:1", "spring at 12:00")]
    row = shop.store.read(lambda db: db.row("SELECT data FROM effect"))
    assert row is not None
    kept = json.loads(row["data"])
    assert (kept["sku"], kept["buttons"]) == ("B-1", [{"label": "Stop", "id": "offer:1.0"}])


# Timers and refunds


async def test_a_timer_becomes_an_event_once(shop: Shop) -> None:
    await shop.plan(Effect(conversation=MIA, key="t:1", kind="timer", data={"event": "order.late", "order": "T-1"}, due=NOON))  # fmt: skip
    shop.pass_time(5)
    assert await shop.deliver() == 1
    assert await shop.deliver() == 0
    assert shop.results() == {"t:1": "rung"}
    (event,) = shop.events()
    assert (event["key"], event["kind"], event["at"]) == ("t:1", "order.late", to_micros(NOON + 5 * SECOND))
    assert json.loads(event["data"]) == {"order": "T-1"}
    assert shop.woken == [MIA]


async def test_a_refund_is_paid_once_and_its_result_is_news(shop: Shop) -> None:
    await shop.plan(refund())
    await shop.deliver()
    assert shop.till.paid_back == [("T-1", Money(4980), "CH-1", "refund:T-1")]
    assert shop.results() == {"refund:T-1": "refunded"}
    (event,) = shop.events()
    data = json.loads(event["data"])
    assert (event["kind"], data["outcome"], data["order"], data["amount"]) == ("payment", "refunded", "T-1", 4980)
    assert shop.woken == [MIA]


async def test_a_refund_that_is_refused_is_news_too(shop: Shop) -> None:
    shop.till.faults = [RefundRefused("unknown charge")]
    await shop.plan(refund())
    await shop.deliver()
    assert shop.results() == {"refund:T-1": "failed:unknown charge"}
    assert json.loads(shop.events()[0]["data"])["outcome"] == "refund_failed"


async def test_a_refund_is_repeated_with_the_same_key_until_it_works(shop: Shop) -> None:
    shop.till.faults = [ConnectionError()]
    await shop.plan(refund())
    await shop.deliver()
    assert shop.events() == []
    shop.pass_time(2)
    await shop.deliver()
    assert [key for *_, key in shop.till.paid_back] == ["refund:T-1"]


async def test_a_refund_given_up_is_news(shop: Shop) -> None:
    shop.till.faults = [ConnectionError()]
    await shop.plan(refund())
    await shop.deliver(patience=Patience(most_tries=1))
    assert json.loads(shop.events()[0]["data"])["outcome"] == "refund_failed"


async def test_a_refund_waits_for_its_provider_to_be_connected(shop: Shop) -> None:
    planned = refund()
    await shop.plan(replace(planned, data={**planned.data, "provider": "elsewhere"}))
    await shop.deliver()
    assert shop.results() == {"refund:T-1": None}
