"""Text to Parse: the pipeline, assembled."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from intents.draft import Draft
from intents.features import flags_of, tokens_of
from intents.model import Model
from intents.parse import Parse, Vocabulary
from intents.pipeline import understand
from intents.shop import Shop
from intents.why import Reason, reasons

LONGEST = 2000  # characters of a message that are read
_LONE = re.compile("[\ud800-\udfff]")  # halves of characters, which no encoding knows


class Parser:
    """Understands messages of one shop: same text, same vocabulary, same parse."""

    def __init__(self, model: Model, vocabulary: Vocabulary) -> None:
        self._model = model
        self._shop = Shop(vocabulary, model.words, model.literal)

    def with_vocabulary(self, vocabulary: Vocabulary) -> Parser:
        """The same model with other words."""
        return Parser(self._model, vocabulary)

    def parse(
        self,
        text: str,
        *,
        language: str = "",
        question: str | None = None,
        now: datetime | None = None,
        timezone: str = "UTC",
    ) -> Parse:
        """What a message means; never raises."""
        return _parsed(text, self._read(text, language=language, question=question, now=now, timezone=timezone))

    def explain(
        self, text: str, *, question: str | None = None, now: datetime | None = None, timezone: str = "UTC"
    ) -> tuple[Parse, tuple[tuple[Reason, ...], ...]]:
        """What a message means, and by request why; of a message without one, why the likeliest came first."""
        draft = self._read(text, question=question, now=now, timezone=timezone)
        parse = _parsed(text, draft)
        spans = [(request.intent, request.start, request.end) for request in parse.requests]
        likely = [(intent, 0, len(draft.raw)) for intent, _ in parse.suggestions[:1]]
        return parse, tuple(self._reasons(draft, *span) for span in spans or likely)

    def _reasons(self, draft: Draft, intent: str, start: int, end: int) -> tuple[Reason, ...]:
        if intent not in self._model.intents:
            return ()
        tokens = tokens_of(draft, self._model.literal)
        within = [
            token for token in tokens if draft.words[token.first].start >= start and draft.words[token.first].end <= end
        ]
        named = [entity for entity in draft.entities if start <= entity.start and entity.end <= end]
        return tuple(reasons(self._model, [token.text for token in within], list(flags_of(named, within)), intent))

    def _read(
        self, text: str, *, language: str = "", question: str | None, now: datetime | None, timezone: str
    ) -> Draft:
        return understand(
            Draft(
                raw=_LONE.sub("\ufffd", text[:LONGEST]), shop=self._shop, model=self._model, hint=language, question=question,
                now=now, zone=_zone(timezone),
            )
        )  # fmt: skip


def _parsed(text: str, draft: Draft) -> Parse:
    return Parse(
        text=text,
        language=draft.language,
        requests=draft.requests,
        entities=tuple(sorted(draft.entities, key=lambda entity: (entity.start, -entity.end))),
        suggestions=draft.suggestions,
        asks=draft.asks,
        inside=draft.ours,
        correction=draft.correction,
        changes=draft.changes,
        tokens=tuple(word.key for word in draft.words),
    )


@cache
def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
