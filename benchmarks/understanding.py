"""How well and how fast messages are understood: the test sentences of both languages, and what must be refused.

python benchmarks/understanding.py [--errors]
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from intents.parse import Parse
from intents.parser import Parser
from intents.training import train
from tests.intents.shop_words import LANGUAGES, Message, messages, rejected, training_sentences, vocabulary

NOW = datetime(2026, 11, 18, 11, tzinfo=UTC)
ROUNDS = 5


def main() -> None:
    """Train, score, time, print."""
    sentences = training_sentences()
    with TemporaryDirectory() as folder:
        begun = time.process_time()
        train(sentences, cache=Path(folder))
        trained = time.process_time() - begun
        begun = time.process_time()
        model = train(sentences, cache=Path(folder))
        loaded = time.process_time() - begun
    parser = Parser(model, vocabulary())
    print(f"training {trained:.1f} s CPU, cached start {loaded:.2f} s CPU, weights {model.weights.nbytes / 1e6:.1f} MB")
    for language in LANGUAGES:
        _score(parser, language)
    _time(parser)


def _score(parser: Parser, language: str) -> None:
    first = exact = 0
    entities: Counter[str] = Counter()
    rows = messages(language)
    for row in rows:
        parse = parser.parse(row.text, now=NOW, timezone="Europe/Berlin")
        found = tuple(request.intent for request in parse.requests)
        right = found[:1] == row.intents[:1] or (found[:1] and found[0] in row.also)
        first += bool(right)
        exact += found == row.intents or (len(found) == 1 and found[0] in row.also)
        entities.update(_entities(row, parse))
        flagged = row.correction is None or parse.correction == row.correction
        if "--errors" in sys.argv and not (right and found == row.intents and flagged):
            print(f"  {row.text!r}: {row.intents} <- {found or parse.suggestions} {'' if flagged else 'correction?'}")
        if "--errors" in sys.argv and (missed := _missed(row, parse)):
            print(f"  {row.text!r}: {missed} <- {[(e.type, e.text) for e in parse.entities]}")
    refused = [text for text in rejected(language) if not parser.parse(text).requests]
    if "--errors" in sys.argv:
        for text in set(rejected(language)) - set(refused):
            print(f"  accepted {text!r}: {[(r.intent, r.score) for r in parser.parse(text).requests]}")
    print(
        f"{language}: first intent {first / len(rows):.1%}, exact {exact / len(rows):.1%} of {len(rows)}; named things "
        f"found {entities['found']} of {entities['named']}; refused {len(refused)} of {len(rejected(language))}"
    )


def _missed(row: Message, parse: Parse) -> list[tuple[str, str]]:
    found = {(entity.type, entity.text) for entity in parse.entities}
    return [(kind, text) for kind, texts in row.entities.items() for text in texts if (kind, text) not in found]


def _entities(row: Message, parse: Parse) -> dict[str, int]:
    named = sum(len(texts) for texts in row.entities.values())
    return {"named": named, "found": named - len(_missed(row, parse))}


def _time(parser: Parser) -> None:
    texts = [row.text for language in LANGUAGES for row in messages(language)]
    spent = []
    for text in texts * ROUNDS:
        begun = time.thread_time()
        parser.parse(text, now=NOW, timezone="Europe/Berlin")
        spent.append((time.thread_time() - begun) * 1000)
    spent.sort()
    print(f"one parse: CPU p50 {spent[len(spent) // 2]:.2f} ms, p99 {spent[int(len(spent) * 0.99)]:.2f} ms")


if __name__ == "__main__":
    main()
