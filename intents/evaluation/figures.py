"""The figures by which understanding is judged."""

from __future__ import annotations

import resource
import sys
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

KEPT = 0.95  # of the messages that are meant for us, when the others are to be caught


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float | None:
    """How often a message meant for us scores higher than one that is not; a tie is half."""
    if not inside or not outside:
        return None
    ranked = sorted(outside)
    beaten = sum(bisect_left(ranked, score) + bisect_right(ranked, score) for score in inside)
    return beaten / (2 * len(inside) * len(outside))


def recall_with_kept(inside: Sequence[float], outside: Sequence[float], *, kept: float = KEPT) -> float | None:
    """The share of what is outside that scores below the threshold which keeps so much of what is inside."""
    if not inside or not outside:
        return None
    threshold = sorted(inside)[int(len(inside) * (1 - kept) + 1e-9)]
    return sum(score < threshold for score in outside) / len(outside)


def macro_f1(pairs: Iterable[tuple[str, str]]) -> float:
    """The mean F1 of all intents, each counted alike, from pairs of what was meant and what was read."""
    right: Counter[str] = Counter()
    meant: Counter[str] = Counter()
    read: Counter[str] = Counter()
    for wanted, found in pairs:
        meant[wanted] += 1
        read[found] += 1
        right[wanted] += wanted == found
    names = set(meant) | set(read)
    return sum(2 * right[name] / (meant[name] + read[name]) for name in names) / len(names)


def f1(right: int, wanted: int, found: int) -> float | None:
    """The F1 of so many found right, of so many wanted and so many found; None if there was nothing to find."""
    return 2 * right / (wanted + found) if wanted + found else None


def share(part: float, whole: int) -> float | None:
    """A part of a whole; None of nothing."""
    return part / whole if whole else None


def percentile(values: Sequence[float], part: float) -> float:
    """The value that so large a part lies at or below."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(len(ranked) * part))]


def memory() -> float:
    """How much memory this process holds, in megabytes; the most it ever held where the system tells no more."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)
