"""Kills a shop at random moments and looks for what it lost, doubled or mixed up.

    python benchmarks/kill.py                     # 200 kills
    python benchmarks/kill.py --kills 10 --seed 3

Updates stream into a child process, which answers and delivers them to a file that stands for the outside world.
It is killed with SIGKILL, started again, and given its last updates again, as a channel does that never heard that
they had arrived. In the end every conversation must have counted every update once and in order, and the outside
world must have heard every answer, in order, with at most one repetition a kill. A send has the channel to
itself until it is settled here, so a kill finds one unsettled send at most.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bot import reply_json  # noqa: E402
from bot.clock import SystemClock  # noqa: E402
from bot.delivery import Delivery, Patience  # noqa: E402
from bot.message import Message  # noqa: E402
from bot.outbound import Release  # noqa: E402
from bot.reply import Reply  # noqa: E402
from bot.store.base import Effect, Transaction  # noqa: E402
from bot.store.sqlite import SqliteStore  # noqa: E402

CONVERSATIONS = 20
#: How many updates a channel may repeat after a kill: those whose arrival it did not hear of, and some more.
REPEATED = 30
CLOCK = SystemClock()
FORK = get_context("fork")


# The child: a shop that counts


class World:
    """A channel that writes what it sends to a file nobody takes anything back from."""

    name = "kill"

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", buffering=1)

    async def send(self, conversation: str, reply: Reply, *, key: str) -> None:
        """Append one line."""
        self._file.write(f"{conversation} {key} {reply.text} {os.getpid()}\n")
        await asyncio.sleep(0)


def let_out(_tx: Transaction, _effect: Effect, /, *, now: object) -> Release:  # noqa: ARG001
    """A gate for answers only."""
    return Release(allowed=True)


def turn(tx: Transaction, conversation: str) -> bool:
    """Count one update and answer with the count; False if there is none left."""
    message = tx.unread(conversation)
    if message is None:
        return False
    state = tx.conversation(conversation)
    state.misses += 1
    state.notes["order"] = [*state.notes.get("order", []), int(message.text)][-5:]
    now = CLOCK.now()
    data = reply_json.dump(Reply(text=f"{state.misses}:{message.text}"))
    tx.plan(
        Effect(
            conversation=conversation, key=f"{message.seq}:0", kind="send", message_class="reply", data=data, due=now
        )
    )
    tx.save(state)
    tx.done(message.seq, None, now)
    return True


async def answer(store: SqliteStore, delivery: Delivery, conversation: str) -> None:
    """Work a conversation off."""
    while await store.run(lambda tx: turn(tx, conversation)):
        delivery.notify()


async def serve(folder: Path, line: Connection) -> None:
    """Take updates from the line, confirm them once they are committed, answer and deliver; None ends it."""
    store = SqliteStore.open(folder / "shop.db")
    patience = Patience(lease=timedelta(seconds=1), act=0.5, alone=1.0)
    channels = {World.name: World(folder / "world.txt")}
    delivery = Delivery(store, clock=CLOCK, channels=channels, gate=let_out, patience=patience)
    stop = asyncio.Event()
    delivering = asyncio.create_task(delivery.run_forever(stop))
    working = {asyncio.create_task(answer(store, delivery, who)) for who in store.read(lambda db: db.waiting())}
    while numbers := await asyncio.to_thread(line.recv):
        messages = [update(number) for number in numbers]
        await store.receive(messages)
        line.send(numbers[-1])
        working |= {asyncio.create_task(answer(store, delivery, who)) for who in {m.conversation for m in messages}}
        working -= {task for task in working if task.done()}
    await asyncio.gather(*working)
    while store.read(lambda db: db.next_due()):
        delivery.notify()
        await asyncio.sleep(0.01)
    stop.set()
    await delivering
    await store.close()


def child(folder: Path, line: Connection) -> None:
    """The whole life of a child."""
    asyncio.run(serve(folder, line))


def update(number: int) -> Message:
    """The update of a number; its conversation is drawn from the number."""
    conversation = f"kill:{random.Random(number).randrange(CONVERSATIONS)}"
    return Message(conversation=conversation, key=f"kill:{number}", kind="text", text=str(number), at=CLOCK.now())


# The parent: streams, kills, and counts afterwards


@dataclass(slots=True)
class Stream:
    """The channel's side: which update comes next, and which the shop has confirmed."""

    dice: random.Random
    confirmed: int = 0  # all updates below this are confirmed
    sent: int = 0

    def batch(self) -> list[int]:
        """The next few updates."""
        numbers = list(range(self.sent, self.sent + self.dice.randint(1, 8)))
        self.sent = numbers[-1] + 1
        return numbers

    def again(self) -> list[int]:
        """What is sent again after a kill: everything not confirmed, and some that was."""
        return list(range(max(0, self.confirmed - REPEATED), self.sent))


def start(folder: Path) -> tuple[ForkProcess, Connection]:
    """A fresh child and the line to it. It is forked, so that a life begins without imports."""
    here, there = FORK.Pipe()
    process = FORK.Process(target=child, args=(folder, there))
    process.start()
    there.close()
    return process, here


def feed(line: Connection, numbers: Sequence[int], stream: Stream, *, until: float) -> bool:
    """Hand over updates and wait for their confirmation; False if the time is up before it."""
    line.send(list(numbers))
    if not line.poll(max(0.0, until - time.monotonic())):
        return False
    line.recv()
    stream.confirmed = max(stream.confirmed, numbers[-1] + 1)
    return True


def live(folder: Path, stream: Stream, *, seconds: float) -> None:
    """One life of the shop: so many seconds, then the kill."""
    process, line = start(folder)
    until = time.monotonic() + seconds
    going = feed(line, stream.again() or stream.batch(), stream, until=until)
    while going:
        going = feed(line, stream.batch(), stream, until=until)
    process.kill()
    process.join()
    line.close()
    if process.exitcode != -signal.SIGKILL:
        raise RuntimeError(f"the shop ended by itself with {process.exitcode}")


def finish(folder: Path, stream: Stream) -> None:
    """A last life in which everything is worked off; after many kills on a slow disk that takes a while."""
    process, line = start(folder)
    if not feed(line, stream.again() or stream.batch(), stream, until=time.monotonic() + 60):
        raise RuntimeError("the last life took nothing any more")
    line.send(None)
    process.join(600)
    line.close()
    if process.exitcode != 0:
        raise RuntimeError(f"the last life ended with {process.exitcode}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the kills did."""

    kills: int
    updates: int
    lost: int
    doubled: int
    disordered: int
    unsent: int
    sent_out_of_order: int
    repeated_sends: int
    most_from_one_kill: int

    @property
    def clean(self) -> bool:
        """Nothing lost, doubled or mixed up, and at most one repeated send a kill."""
        faults = self.lost + self.doubled + self.disordered + self.unsent + self.sent_out_of_order
        return faults == 0 and self.most_from_one_kill <= 1

    def __str__(self) -> str:
        return "\n".join(f"{name.replace('_', ' '):20}{getattr(self, name):>8,}" for name in self.__slots__)


def judge(folder: Path, stream: Stream, kills: int) -> Verdict:
    """Compare the database and the outside world with the stream."""
    store = SqliteStore.open(folder / "shop.db")
    expected: dict[str, list[int]] = defaultdict(list)
    for number in range(stream.sent):
        expected[update(number).conversation].append(number)
    events = store.read(lambda db: db.rows("SELECT conversation, text FROM event WHERE done IS NOT NULL ORDER BY seq"))
    counts = {who: store.read(lambda db, who=who: db.conversation(who).misses) for who in expected}  # type: ignore[misc]
    asyncio.run(store.close())
    kept = by_conversation((event["conversation"], int(event["text"])) for event in events)
    lines = [line.split() for line in (folder / "world.txt").read_text().splitlines()]
    heard = by_conversation((who, int(text.split(":")[1])) for who, _, text, _ in lines)
    once = {who: list(dict.fromkeys(numbers)) for who, numbers in heard.items()}
    return Verdict(
        kills=kills,
        updates=stream.sent,
        lost=missing(expected, kept) + sum(counts[who] < len(numbers) for who, numbers in expected.items()),
        doubled=repeated(kept) + sum(counts[who] > len(numbers) for who, numbers in expected.items()),
        disordered=sum(numbers != sorted(numbers) for numbers in kept.values()),
        unsent=missing(expected, heard),
        sent_out_of_order=sum(numbers != sorted(numbers) for numbers in once.values()),
        repeated_sends=repeated(heard),
        most_from_one_kill=max(Counter(cut_short((key, life) for _, key, _, life in lines)).values(), default=0),
    )


def by_conversation(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    """Numbers in their order, by conversation."""
    found: dict[str, list[int]] = defaultdict(list)
    for conversation, number in pairs:
        found[conversation].append(number)
    return found


def missing(expected: Mapping[str, Sequence[int]], found: Mapping[str, Sequence[int]]) -> int:
    """How many expected numbers were not found."""
    return sum(len(set(numbers) - set(found.get(who, ()))) for who, numbers in expected.items())


def repeated(found: Mapping[str, Sequence[int]]) -> int:
    """How many numbers were found again."""
    return sum(times - 1 for numbers in found.values() for times in Counter(numbers).values())


def cut_short(sends: Iterable[tuple[str, str]]) -> list[str]:
    """For each repetition the life that made the send before it: it was killed between sending and settling."""
    last: dict[str, str] = {}
    lives = []
    for key, life in sends:
        if key in last:
            lives.append(last[key])
        last[key] = life
    return lives


def run(
    kills: int, seed: int, *, longest: float = 0.5, folder: Path | None = None, tell: Callable[[str], None] = print
) -> Verdict:
    """Kill so many times, let the last life finish, and judge."""
    home = Path(tempfile.mkdtemp(prefix="kills-", dir=folder))
    stream = Stream(random.Random(seed))
    try:
        for number in range(kills):
            live(home, stream, seconds=stream.dice.uniform(0, longest))
            if (number + 1) % 10 == 0:
                tell(f"{number + 1} kills, {stream.sent:,} updates")
        finish(home, stream)
        return judge(home, stream, kills)
    finally:
        shutil.rmtree(home)


def main() -> None:
    """Kill, judge, print; exit code 1 if anything was lost, doubled or mixed up."""
    parser = argparse.ArgumentParser(description="Kills a shop at random moments.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    verdict = run(options.kills, options.seed)
    print(verdict)
    sys.exit(0 if verdict.clean else 1)


if __name__ == "__main__":
    main()
