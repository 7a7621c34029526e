"""Text to Parse: the pipeline, assembled."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from intents.draft import Draft
from intents.model import Model
from intents.parse import Parse, Vocabulary
from intents.pipeline import understand
from intents.shop import Shop

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
        draft = Draft(
            raw=_LONE.sub("\ufffd", text[:LONGEST]), shop=self._shop, model=self._model, hint=language, question=question, now=now,
            zone=_zone(timezone),
        )  # fmt: skip
        understand(draft)
        return Parse(
            text=text,
            language=draft.language,
            requests=draft.requests,
            entities=tuple(sorted(draft.entities, key=lambda entity: (entity.start, -entity.end))),
            suggestions=draft.suggestions,
            asks=draft.asks,
            inside=draft.ours,
            correction=draft.correction,
            tokens=tuple(word.key for word in draft.words),
        )


@cache
def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
