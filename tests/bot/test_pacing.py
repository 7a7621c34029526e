from __future__ import annotations

import asyncio

from bot.pacing import Lane, Pace, Pacer


class Stopwatch:
    """Seconds that pass only by being waited for."""

    def __init__(self) -> None:
        self.at = 1000.0
        self.waits: list[float] = []

    def seconds(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.waits.append(round(seconds, 3))
        await asyncio.sleep(0)


def pacer(watch: Stopwatch, **pace: float) -> Pacer:
    whole = {"per_second": 30.0, "burst": 30, "per_conversation": 1.0, "conversation_burst": 3, **pace}
    return Pacer(
        Pace(
            per_second=whole["per_second"],
            burst=int(whole["burst"]),
            per_conversation=whole["per_conversation"],
            conversation_burst=int(whole["conversation_burst"]),
        ),
        seconds=watch.seconds,
        sleep=watch.sleep,
    )


async def test_a_conversation_gets_a_short_burst_and_then_one_message_a_second() -> None:
    watch = Stopwatch()
    paced = pacer(watch)
    for _ in range(6):
        await paced.wait("tg:1")
    assert watch.waits == [1.0, 2.0, 3.0]


async def test_after_a_rest_the_burst_is_there_again() -> None:
    watch = Stopwatch()
    paced = pacer(watch)
    for _ in range(3):
        await paced.wait("tg:1")
    watch.at += 3
    for _ in range(3):
        await paced.wait("tg:1")
    assert watch.waits == []


async def test_many_conversations_together_keep_the_pace_of_the_channel() -> None:
    watch = Stopwatch()
    paced = pacer(watch, burst=2, per_second=8)
    for number in range(5):
        await paced.wait(f"tg:{number}")
    assert watch.waits == [0.125, 0.25, 0.375]


async def test_one_busy_conversation_does_not_slow_the_others() -> None:
    watch = Stopwatch()
    paced = pacer(watch)
    for _ in range(10):
        await paced.wait("tg:1")
    watch.waits.clear()
    await paced.wait("tg:2")
    assert watch.waits == []


async def test_conversations_at_rest_are_forgotten_and_busy_ones_are_not() -> None:
    watch = Stopwatch()
    paced = pacer(watch, per_second=1_000_000, burst=1_000_000)
    for number in range(10_001):
        await paced.wait(f"tg:{number}")
    watch.at += 10
    for _ in range(3):
        await paced.wait("tg:busy")
    await paced.wait("tg:busy")
    assert watch.waits == [1.0]
    assert set(paced._each) == {"tg:busy"}


async def test_a_lane_is_for_one_at_a_time() -> None:
    lane, order, door = Lane(60), [], asyncio.Event()

    async def drive(name: str) -> None:
        async with lane.alone():
            order.append(name)
            await door.wait()

    driving = [asyncio.create_task(drive(name)) for name in "abc"]
    for _ in range(20):
        await asyncio.sleep(0)
    assert order == ["a"]
    door.set()
    await asyncio.gather(*driving)
    assert order == ["a", "b", "c"]


async def test_a_lane_is_free_again_after_a_moment_and_only_once() -> None:
    lane, door, order = Lane(0.001), asyncio.Event(), []

    async def drive(name: str, *, slow: bool) -> None:
        async with lane.alone():
            order.append(name)
            if slow:
                await door.wait()

    slow = asyncio.create_task(drive("slow", slow=True))
    await asyncio.sleep(0)
    await drive("quick", slow=False)
    door.set()
    await slow
    await drive("last", slow=False)
    assert order == ["slow", "quick", "last"]
