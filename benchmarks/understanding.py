"""How well, how fast and how small understanding is: one table of every goal, what was measured, and what was missed.

python -m benchmarks.understanding [--data FOLDER] [--quick] [--errors]

FOLDER holds the sets of labelled sentences that others made, `clinc150.train.csv` and so on; they are not part of the project,
and their rows are left out, and said to be, where they are not there. `--quick` leaves them out too. `--errors` lists what of the
project's own test sentences is read wrongly.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from benchmarks.understanding_shop import mistyped, wide_vocabulary, with_products
from intents.evaluation import labelled
from intents.evaluation.figures import memory, percentile
from intents.evaluation.files import labelled as read
from intents.evaluation.files import rows
from intents.evaluation.messages import MOMENT, TYPES, Message, Named, evaluate, exact
from intents.parse import Vocabulary
from intents.parser import Parser
from intents.training import train
from tests.intents import shop_words

DATA = Path(__file__).parents[2] / "shared" / "data" / "intents"
WIDE = 100_000  # products
ROUNDS = 3
SETS = (  # name, train, test, out of scope, least accuracy, least AUROC
    ("CLINC150", "clinc150.train", "clinc150.test", "clinc150.oos_test", 0.925, 0.96),
    ("CLINC150, 10 an intent", "clinc150.train10", "clinc150.test", "clinc150.oos_test", 0.82, None),
    ("BANKING77, 10 an intent", "banking77.train10", "banking77.test10", "", 0.76, None),
    ("HWU64, 10 an intent", "hwu64.train10", "hwu64.test", "", 0.72, None),
    ("BANKING77", "banking77.train", "banking77.test", "", 0.92, None),
)


class Line(NamedTuple):
    """One goal: a figure must be at least, or at most, so much."""

    what: str
    measured: float
    goal: float | None = None
    most: bool = False  # the goal is a limit from above
    digits: int = 1
    unit: str = ""

    def __str__(self) -> str:
        sign, missed = ("≤", self.measured > (self.goal or 0)) if self.most else ("≥", self.measured < (self.goal or 0))
        goal = "–" if self.goal is None else f"{sign} {self.goal:,g}{self.unit}"
        verdict = "" if self.goal is None else "MISSED" if missed else "reached"
        return f"| {self.what} | {goal} | {self.measured:,.{self.digits}f}{self.unit} | {verdict} |"


def main() -> None:
    """Measure and print."""
    options = _options()
    if options.memory is not None:
        _weigh(Path(options.cache), options.memory)
        return
    print("| what | goal | measured | |\n|---|---|---|---|")
    with TemporaryDirectory() as folder:
        for line in _all(Path(folder), options):
            print(line, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--memory", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--cache", help=argparse.SUPPRESS)
    return parser.parse_args()


def _all(cache: Path, options: argparse.Namespace) -> Iterator[Line | str]:
    begun = time.process_time()
    model = train(shop_words.training_sentences(), cache=cache)
    yield Line("training the shop's own sentences, CPU", time.process_time() - begun, 5, most=True, unit=" s")
    parser = Parser(model, shop_words.vocabulary())
    yield from _own(parser, errors=options.errors)
    yield from _speed(parser, cache)
    if not options.quick:
        yield from _sets(options.data)


def _sets(data: Path) -> Iterator[Line | str]:
    for name, train_file, test_file, outside_file, least, area in SETS:
        files = [data / f"{file}.csv" for file in (train_file, test_file, outside_file) if file]
        if not all(file.exists() for file in files):
            yield f"| {name} | | not measured: {data} has no {', '.join(file.name for file in files)} | |"
            continue
        outside = [row.text for row in rows(files[2])] if outside_file else []
        scores, _ = labelled.evaluate(read(files[0])[0], read(files[1])[0], outside)
        yield Line(f"{name}: accuracy", 100 * scores.accuracy, 100 * least, unit=" %")
        if scores.auroc is not None:
            yield Line(f"{name}: AUROC", scores.auroc, area, digits=3)
            yield Line(f"{name}: out of scope caught, 95 % kept", 100 * (scores.oos_recall_at_95 or 0), unit=" %")
        yield Line(f"{name}: training, CPU", scores.train_seconds, unit=" s")


def _own(parser: Parser, *, errors: bool) -> Iterator[Line]:
    """The project's own test sentences, which its authors know."""
    messages = [_judged(row, language) for language in shop_words.LANGUAGES for row in shop_words.messages(language)]
    outside = [text for language in shop_words.LANGUAGES for text in shop_words.rejected(language)]
    figures: dict[str, Any] = evaluate(parser, messages, outside)
    yield Line("own test sentences: first intent", 100 * figures["first_intent"], 95, unit=" %")
    yield Line("own test sentences: exact set", 100 * figures["exact"], 90, unit=" %")
    yield Line("own test sentences: out of scope caught, 95 % kept", 100 * figures["oos_recall_at_95"], 90, unit=" %")
    yield Line("own test sentences: AUROC", figures["auroc"], 0.97, digits=3)
    dice = random.Random(1)
    copy = [message.__class__(**_fields(message) | {"text": mistyped(message.text, dice)}) for message in messages]
    lost = figures["first_intent"] - evaluate(parser, copy)["first_intent"]
    yield Line("own test sentences: points lost on a copy with typos", 100 * lost, 2, most=True)
    if errors:
        _tell(parser, messages)


def _fields(message: Message) -> dict[str, Any]:
    return {name: getattr(message, name) for name in message.__slots__}


def _judged(row: shop_words.Message, language: str) -> Message:
    named = [Named(kind, text) for kind, texts in row.entities.items() for text in texts if kind in TYPES]
    return Message(
        text=row.text, intents=frozenset(row.intents), first=row.intents[0] if row.intents else "", language=language,
        also=frozenset(row.also), entities=tuple(named),
    )  # fmt: skip


def _tell(parser: Parser, messages: Sequence[Message]) -> None:
    for message in messages:
        parse = parser.parse(message.text, language=message.language, now=MOMENT)
        if not exact(message, parse):
            read_as = [request.intent for request in parse.requests] or parse.suggestions
            print(f"  {message.text!r}: {sorted(message.intents)} <- {read_as}", file=sys.stderr)


def _speed(parser: Parser, cache: Path) -> Iterator[Line]:
    texts = [row.text for language in shop_words.LANGUAGES for row in shop_words.messages(language)]
    spent = _timed(_reading(parser), texts * ROUNDS)
    yield Line("one message, CPU p50", percentile(spent, 0.5), 0.25, most=True, digits=2, unit=" ms")
    yield Line("one message, CPU p99", percentile(spent, 0.99), 2, most=True, digits=2, unit=" ms")
    # Loaded only now: intents leaves out what spaCy needs for its command line.
    beside = _timed(import_module("spacy").blank("de"), texts * ROUNDS)
    yield Line(
        "beside it: spaCy's blank German pipeline, which only splits words, CPU p50",
        percentile(beside, 0.5),
        digits=2,
        unit=" ms",
    )
    yield Line("messages a second, one core", 1000 * len(spent) / sum(spent), 5000, digits=0)
    wide = wide_vocabulary(shop_words.vocabulary(), WIDE)
    linking = _timed(_reading(parser.with_vocabulary(wide)), with_products(texts, wide))
    yield Line(
        "the same with 100,000 products, CPU p50", percentile(linking, 0.5), 1.5, most=True, digits=2, unit=" ms"
    )
    yield Line("the same with 100,000 products, CPU p99", percentile(linking, 0.99), 8, most=True, digits=2, unit=" ms")
    started, plain = _weighed(cache, 0)
    yield Line("start with the cached model until the first parse, CPU", started, 1.5, most=True, digits=2, unit=" s")
    yield Line("memory without a catalogue", plain, 130, most=True, digits=0, unit=" MB")
    yield Line("more for 100,000 products", _weighed(cache, WIDE)[1] - plain, 60, most=True, digits=0, unit=" MB")


def _reading(parser: Parser) -> Callable[[str], object]:
    return lambda text: parser.parse(text, now=MOMENT, timezone="Europe/Berlin")


def _timed(read: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """The milliseconds of CPU that each text takes."""
    spent = []
    for text in texts:
        begun = time.thread_time()
        read(text)
        spent.append((time.thread_time() - begun) * 1000)
    return spent


def _weighed(cache: Path, products: int) -> tuple[float, float]:
    """Seconds and megabytes of a process of its own that parses with so many products."""
    command = [sys.executable, "-m", "benchmarks.understanding", "--memory", str(products), "--cache", str(cache)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[1])
    seconds, megabytes = done.stdout.split()
    return float(seconds), float(megabytes)


def _weigh(cache: Path, products: int) -> None:
    model = train(shop_words.training_sentences(), cache=cache)
    parser = Parser(model, wide_vocabulary(Vocabulary(), products) if products else Vocabulary())
    parser.parse("hallo", now=MOMENT)
    started = time.process_time()
    for language in shop_words.LANGUAGES:
        for row in shop_words.messages(language):
            parser.parse(row.text, now=MOMENT)
    print(started, memory())


if __name__ == "__main__":
    main()
