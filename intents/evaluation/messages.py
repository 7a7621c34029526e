"""The whole parser on messages of a shop: intents, entities, and what is none of its business."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from intents.evaluation.figures import auroc, f1, percentile, recall_with_kept, share
from intents.evaluation.files import Row, rows
from intents.parse import Entity, Parse
from intents.parser import Parser
from intents.together import answers
from intents.words import keys_of

TYPES = (
    "quantity", "product", "colour", "size", "price_limit", "order_number", "place", "date", "time", "store", "voucher",
    "person", "amount", "attribute", "category",
)  # fmt: skip
ALIKE = {
    "goods": "category",  # a row tells kinds of goods alike, whether or not the shop has a category for them
    "people": "quantity",  # rows have no type of its own for how many persons: they tell them as any other number
}
COURTESIES = frozenset({"help.greet", "help.thanks", "help.goodbye"})
LEFT_OUT = frozenset({"email", "phone", "reference", "sort", "choice"})  # named by some, scored by nobody
APART = frozenset({"product", "attribute"})  # they depend on the catalogue
MOMENT = datetime(2026, 11, 18, 11, tzinfo=UTC)  # where the clock stands: the same file gives the same figures
OTHER = "other"  # a message whose language does not show


class Named(NamedTuple):
    """Something a message names."""

    type: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What somebody writes, and what is meant; no intents: it is to be rejected."""

    text: str
    intents: frozenset[str]
    first: str = ""
    also: frozenset[str] = frozenset()
    entities: tuple[Named, ...] = ()
    question: str | None = None
    language: str = ""


@dataclass(slots=True)
class Found:
    """What was wanted, what was found, and what of it was right: when one text lies in the other, or only when alike."""

    wanted: int = 0
    found: int = 0
    right: int = 0
    strict: int = 0

    def __add__(self, other: Found) -> Found:
        """Both together."""
        return Found(
            self.wanted + other.wanted, self.found + other.found, self.right + other.right, self.strict + other.strict
        )


@dataclass(slots=True)
class Tally:
    """The counts over some messages."""

    messages: int = 0
    first: int = 0
    asked: int = 0  # back, instead of acting at once
    mistaken: int = 0  # acted on, and not what was meant
    exact: int = 0
    entities: dict[str, Found] = field(default_factory=lambda: {kind: Found() for kind in TYPES})

    def add(self, message: Message, parse: Parse) -> None:
        """Count one more message."""
        self.messages += 1
        self.first += first_right(message, parse)
        self.exact += exact(message, parse)
        self.asked += bool(parse.asks)
        self.mistaken += bool(parse.requests) and not first_right(message, parse)
        for kind, found in matched(message.entities, parse.entities).items():
            self.entities[kind] += found

    def figures(self) -> dict[str, object]:
        """The figures, by their names."""
        together = sum((found for kind, found in self.entities.items() if kind not in APART), Found())
        return {
            "messages": self.messages,
            "first_intent": share(self.first, self.messages),
            "exact": share(self.exact, self.messages),
            "asked_back": share(self.asked, self.messages),
            "acted_wrongly": share(self.mistaken, self.messages),
            "entity_f1": f1(together.right, together.wanted, together.found),
            "entity_f1_strict": f1(together.strict, together.wanted, together.found),
            "entities": {kind: f1(found.right, found.wanted, found.found) for kind, found in self.entities.items()},
        }


def evaluate(parser: Parser, messages: Sequence[Message], outside: Sequence[str] = ()) -> dict[str, object]:
    """Parse every message once and count; the clock stands still."""
    whole, languages = Tally(), dict[str, Tally]()
    spent, inside = [], []
    for message in messages:
        begun = time.thread_time()
        parse = parser.parse(message.text, language=message.language, question=message.question, now=MOMENT)
        spent.append((time.thread_time() - begun) * 1000)
        whole.add(message, parse)
        languages.setdefault(message.language or parse.language or OTHER, Tally()).add(message, parse)
        if message.intents:
            inside.append(parse.inside)
    beyond = [parser.parse(text, now=MOMENT) for text in outside]
    scores = [parse.inside for parse in beyond]
    return {
        **whole.figures(),
        "languages": {language: tally.figures() for language, tally in sorted(languages.items())},
        "auroc": auroc(inside, scores),
        "oos_recall_at_95": recall_with_kept(inside, scores),
        "oos_rejected": share(sum(not parse.requests for parse in beyond), len(beyond)),
        "cpu_p50_ms": percentile(spent, 0.5),
        "cpu_p99_ms": percentile(spent, 0.99),
    }


def reading(message: Message, parse: Parse) -> list[str]:
    """The intents that were read: those acted on, else the one that would be asked about first ("did you mean ...?").

    An answer to the open question is told with the intent it serves by some, and with none by others: both are right.
    """
    named = message.intents | message.also
    return [
        request.intent
        for request in parse.requests or parse.asks[:1]
        if request.intent in named or not answers(message.question, request)
    ]


def first_right(message: Message, parse: Parse) -> bool:
    """Whether the first intent is the one that is meant; of what is to be rejected, whether none was read."""
    first = (_business(reading(message, parse)) or [""])[0]
    told = message.intents if message.first in COURTESIES else (message.first,)
    return first in {*_business(told or [""]), *message.also}


def exact(message: Message, parse: Parse) -> bool:
    """Whether exactly the meant intents were read; one that would be right too may stand in place of one."""
    found, meant = set(_business(reading(message, parse))), set(_business(message.intents))
    return found == meant or (found <= meant | message.also and len(found) == max(1, len(meant)))


def _business(intents: Iterable[str]) -> list[str]:
    """The intents without the courtesies around them: "hello" before a request is told by some, and not by others."""
    told = list(intents)
    return [intent for intent in told if intent not in COURTESIES] or told


def matched(wanted: Iterable[Named], found: Iterable[Entity]) -> dict[str, Found]:
    """How many things were named and found, by type: each counts once."""
    left: dict[str, list[str]] = {kind: [] for kind in TYPES}
    counts: dict[str, Found] = {kind: Found() for kind in TYPES}
    for entity in found:
        kind = ALIKE.get(entity.type, entity.type)
        if kind in left:
            left[kind].append(entity.text)
            counts[kind].found += 1
    for kind, texts in _by_type(wanted).items():
        counts[kind].wanted += len(texts)
        counts[kind].strict += sum((Counter(map(_same, texts)) & Counter(map(_same, left[kind]))).values())
        counts[kind].right += sum(_taken(text, left[kind]) for text in sorted(texts, key=len, reverse=True))
    return counts


def _by_type(wanted: Iterable[Named]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for named in wanted:
        found.setdefault(named.type, []).append(named.text)
    return found


def _same(text: str) -> str:
    return " ".join(text.casefold().split())


def _taken(text: str, left: list[str]) -> bool:
    """Take what fits a text best out of what is left."""
    fitting = [other for other in left if _fits(text, other)]
    if fitting:
        left.remove(min(fitting, key=lambda other: (_same(other) != _same(text), abs(len(other) - len(text)))))
    return bool(fitting)


def _fits(one: str, other: str) -> bool:
    """Alike, or one within the other as whole words."""
    if _same(one) == _same(other):
        return True
    short, long = sorted((f" {' '.join(keys_of(text))} " for text in (one, other)), key=len)
    return bool(short.strip()) and short in long


def load(path: Path) -> list[Message]:
    """The messages of a file."""
    return [_message(row) for row in rows(path)]


def _message(row: Row) -> Message:
    intents = _texts(row, "intents", needed=True)
    question = row.cells.get("open_question")
    if not isinstance(question, str | None):
        raise row.wrong(f"{question!r} is no open_question. Write the slot's name, or null.")
    return Message(
        text=row.text,
        intents=frozenset(intents),
        first=intents[0] if intents else "",
        also=frozenset(_texts(row, "also")),
        entities=_entities(row),
        question=question or None,
        language=str(row.cells.get("language") or ""),
    )


def _texts(row: Row, name: str, *, needed: bool = False) -> list[str]:
    found = row.cells.get(name, None if needed else [])
    if found is None and not needed:
        return []
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise row.wrong(f'{name!r} must be a list of names, as ["search.find"]; [] for none.')
    return found


def _entities(row: Row) -> tuple[Named, ...]:
    found = row.cells.get("entities") or []
    if not isinstance(found, list):
        raise row.wrong('\'entities\' must be a list, as [{"type": "quantity", "text": "two"}].')
    named = [_named(row, each) for each in found]
    return tuple(each for each in named if each.type not in LEFT_OUT)


def _named(row: Row, each: object) -> Named:
    kind, text = (each.get("type"), each.get("text")) if isinstance(each, dict) else (None, None)
    if not isinstance(text, str) or not isinstance(kind, str) or kind not in {*TYPES, *ALIKE, *LEFT_OUT}:
        raise row.wrong(f"{each!r} is no entity. It needs a text and a type, one of {', '.join(TYPES)}.")
    return Named(ALIKE.get(kind, kind), text)
