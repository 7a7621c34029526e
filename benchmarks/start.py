"""What starting costs: the console's second start, until the first answer stands there and until it has ended.

    python benchmarks/start.py [--runs N]

Runs `scripts/chat` with two lines as its input. The first start, which sets everything up, learns and keeps, is not
counted; of the others the best counts, for other load on the machine only adds. CPU is that of all processes the start
needs, and what the goal is about: the time until the answer is the machine's as well. Python keeps its bytecode, as it does by default: in a folder that goes with the measurement.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAID = "Guten Tag!\nHabt ihr rote Becher?\n"
GOAL = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """One start, in seconds."""

    answer: float  # until the first answer
    cpu: float  # of the whole run


def started(bytecode: str) -> Start:
    """Start the console, say two things, wait for its end."""
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before, begun = _children(), time.perf_counter()
    with subprocess.Popen(
        [ROOT / "scripts" / "chat"],
        cwd=ROOT,
        env={**environ, "PYTHONPYCACHEPREFIX": bytecode},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdin  # noqa: S101  (a pipe, as was asked for)
        assert child.stdout  # noqa: S101
        child.stdin.write(SAID)
        child.stdin.close()
        next(line for line in child.stdout if line.startswith("bot>"))
        answer = time.perf_counter() - begun
        child.stdout.read()
    return Start(answer=answer, cpu=_children() - before)


def _children() -> float:
    """CPU seconds of all children that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def measure(runs: int) -> Iterator[Start]:
    """Every start after the first."""
    with tempfile.TemporaryDirectory(prefix="tresen-bytecode-") as bytecode:
        started(bytecode)
        for _ in range(runs):
            yield started(bytecode)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7, help="how many starts")
    starts = list(measure(parser.parse_args().runs))
    answer, cpu = min(start.answer for start in starts), min(start.cpu for start in starts)
    print(
        f"second start: {cpu:.2f} s CPU, first answer after {answer:.2f} s; the best of {len(starts)} (goal < {GOAL:g} s)"
    )
    print("reached" if cpu < GOAL else "MISSED")


if __name__ == "__main__":
    main()
