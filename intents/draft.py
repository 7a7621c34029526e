"""What the components know of a message while it passes through the pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any, TypeVar

from spacy.tokens import Doc

from intents.parse import Change, Entity, Request
from intents.phrases import Found, Phrases
from intents.shop import Shop
from intents.words import Word

if TYPE_CHECKING:
    from intents.model import Model

T = TypeVar("T")
DRAFT = "tresen"  # where a document keeps its draft


@dataclass(slots=True)
class Draft:
    """A message on its way: every component reads what stands here and adds to it."""

    raw: str
    shop: Shop
    model: Model | None = None
    hint: str = ""  # the conversation's language
    question: str | None = None
    now: datetime | None = None
    zone: tzinfo | None = None
    flat: str = ""  # the raw text in lower case, character for character
    words: list[Word] = field(default_factory=list)
    keys: frozenset[str] = frozenset()  # of all words
    digits: bool = False  # whether there is a digit anywhere
    counted: list[int] = field(default_factory=list)  # words with which a number may begin
    masks: list[str] = field(default_factory=list)  # per word: the type of what it belongs to, '' if nothing
    entities: list[Entity] = field(default_factory=list)
    language: str = ""
    correction: bool = False
    changes: tuple[Change, ...] = ()
    requests: tuple[Request, ...] = ()
    suggestions: tuple[tuple[str, float], ...] = ()
    asks: tuple[Request, ...] = ()
    ours: float = 0.0

    def find(self, phrases: Phrases[T]) -> list[Found[T]]:
        """Where these phrases stand; most messages have none of their first words, which is quickly seen."""
        return [] if self.keys.isdisjoint(phrases.begun) else phrases.find(self.words)

    def free(self, first: int, last: int) -> bool:
        """Whether no entity has taken these words yet."""
        return not any(self.masks[first:last])

    def add(
        self,
        kind: str,
        value: Any,
        first: int,
        last: int,
        *,
        score: float = 1.0,
        mask: str | None = None,
        span: tuple[int, int] | None = None,
    ) -> None:
        """Words `first` to `last` (half open) are an entity; `span` says so if it is only a part of their characters."""
        start, end = span or (self.words[first].start, self.words[last - 1].end)
        self.entities.append(
            Entity(type=kind, text=self.raw[start:end], value=value, start=start, end=end, score=round(score, 3))
        )
        if mask != "":
            self.masks[first:last] = [mask or kind] * (last - first)

    def drop(self, entity: Entity) -> None:
        """What was taken for an entity is none; its words are free again."""
        first, last = self.inside(entity.start, entity.end)
        self.entities.remove(entity)
        self.masks[first:last] = [""] * (last - first)

    def inside(self, start: int, end: int) -> tuple[int, int]:
        """The words (half open) that touch a span of characters."""
        touching = [n for n, word in enumerate(self.words) if word.start < end and word.end > start]
        return (touching[0], touching[-1] + 1) if touching else (0, 0)

    def taken(self, kinds: Iterable[str]) -> Sequence[Entity]:
        """The entities of some types."""
        wanted = set(kinds)
        return [entity for entity in self.entities if entity.type in wanted]


def draft_of(doc: Doc) -> Draft:
    """The draft that a document carries."""
    draft: Draft = doc.user_data[DRAFT]
    return draft
