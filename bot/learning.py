"""What shoppers wrote that was not understood, or had to be corrected: for the owner to teach. Nothing is learnt alone."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.clock import to_micros
from bot.logs import masked
from bot.store.base import Reader

#: Questions that are answered with what is the shopper's own: such answers are never shown.
_OWN = frozenset({"address", "name", "email", "phone", "person"})
#: Entities that may say who somebody is, or open something.
_PERSONAL = frozenset({"email", "phone", "person", "order_number", "voucher", "place"})
#: A street with its number.
STREET = re.compile(
    r"\b\S*(?:stra(?:ß|ss)e|str\.|weg|gasse|platz|allee|ufer|street|road|lane) \d+(?:\s?[a-z])?\b", re.IGNORECASE
)
_NUMBER = re.compile(r"\d{4,}")
_GONE = "…"

Why = Literal["unclear", "corrected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A message that could be understood better, with personal data masked."""

    text: str
    language: str
    why: Why
    nearest: str  # the intent it was taken for, or came nearest to; '' if nothing came near
    times: int


def lessons(reader: Reader, *, since: datetime) -> list[Lesson]:
    """Messages that fell back or that the shopper corrected at once, alike ones together, the most frequent first."""
    rows = reader.rows(
        "SELECT conversation, text, record FROM event"
        " WHERE kind = 'text' AND record IS NOT NULL AND text <> '' AND at >= :since ORDER BY seq",
        since=to_micros(since),
    )
    counts = Counter(_found(rows))
    found = [
        Lesson(text=text, language=language, why=why, nearest=nearest, times=times)
        for (text, language, why, nearest), times in counts.items()
    ]
    return sorted(found, key=lambda lesson: (lesson.nearest, -lesson.times, lesson.text))


def _found(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str, Why, str]]:
    """Each message that taught something, as (text, language, why, nearest intent)."""
    before: dict[str, tuple[str, str, str]] = {}  # conversation -> the message before
    for row in rows:
        record = json.loads(row["record"])
        if record.get("question") in _OWN:
            continue
        said = (mask(row["text"], record.get("entities", ())), record.get("language", ""), _nearest(record))
        if any(act.startswith("fallback-") for act in record.get("acts", ())):
            yield said[0], said[1], "unclear", said[2]
        elif record.get("correction") and row["conversation"] in before:
            text, language, nearest = before[row["conversation"]]
            yield text, language, "corrected", nearest
        before[row["conversation"]] = said


def _nearest(record: Mapping[str, Any]) -> str:
    requests, suggestions = record.get("requests"), record.get("suggestions")
    if requests:
        return str(requests[0]["intent"])
    return str(suggestions[0][0]) if suggestions else ""


def mask(text: str, entities: Iterable[Mapping[str, Any]]) -> str:
    """A message without what may say who wrote it: named things by their spans, then whatever looks like it."""
    for start, end in sorted((tuple(each["span"]) for each in entities if each["type"] in _PERSONAL), reverse=True):
        text = text[:start] + _GONE + text[end:]
    text = STREET.sub(_GONE, masked(text))
    return " ".join(_NUMBER.sub(_GONE, text).split())
