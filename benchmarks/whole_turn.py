"""What a whole turn costs: parse, skill and storage, from a shopper's message to a planned reply, in CPU time.

    python benchmarks/whole_turn.py [--turns N]

The demo shop in a temporary database, everything synced to disk; messages in German and English, of every skill. The
goal is a median of at most 2 ms. CPU is that of the whole process, all threads.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.app import Ways, opened
from bot.channels.console import ConsoleChannel
from bot.clock import ManualClock
from bot.commerce.providers.demo import DemoProvider
from bot.config import DEMO
from bot.message import Message
from catalog.importing import import_folder

NOW = datetime(2026, 11, 25, 11, tzinfo=UTC)
SAID = (
    "habt ihr rote Becher unter 20 Euro?",
    "zwei davon bitte",
    "doch lieber drei",
    "was macht das?",
    "wo ist mein Paket?",
    "wann habt ihr am Samstag offen?",
    "wie lange dauert der Versand?",
    "do you have candles?",
    "the second one please",
    "what is in my cart",
)


async def measure(turns: int) -> list[float]:
    """CPU milliseconds of each turn, without delivery."""
    with tempfile.TemporaryDirectory(prefix="tresen-") as folder:
        database = Path(folder) / "shop.db"
        import_folder(DEMO, database)
        channel = ConsoleChannel()
        ways = [Ways(channel=channel, payments={"demo": DemoProvider()})]
        async with opened(database=database, clock=ManualClock(NOW), ways=ways, cache=Path(".tresen")) as app:
            spent = []
            for number in range(turns + len(SAID)):
                text = SAID[number % len(SAID)]
                conversation = f"console:{number // len(SAID)}"
                message = Message(conversation=conversation, key=f"bench:{number}", kind="text", text=text, at=NOW)
                begun = time.process_time()
                await app.bot.receive([message])
                await app.bot.idle()
                spent.append((time.process_time() - begun) * 1000)
            return spent[len(SAID) :]  # the first round warms up


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=1000)
    spent = sorted(asyncio.run(measure(parser.parse_args().turns)))
    p99 = spent[int(len(spent) * 0.99)]
    median = statistics.median(spent)
    print(f"whole turn, CPU ms: p50 {median:.2f} (goal 2.00), p90 {spent[int(len(spent) * 0.9)]:.2f}, p99 {p99:.2f}")
    print("reached" if median <= 2 else "MISSED")


if __name__ == "__main__":
    main()
