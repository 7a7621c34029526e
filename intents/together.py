"""What the parts of one message are to one another: what is only said by the way falls away, an answer to the open question stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from intents.draft import Draft
from intents.lexicon import lexicon
from intents.parse import Entity, Request
from intents.phrases import Phrases

YES_NO = frozenset({"dialogue.yes", "dialogue.no"})
SOCIAL = frozenset({"help.thanks", "help.greet", "help.goodbye", "help.smalltalk", *YES_NO})
ALWAYS = frozenset({"dialogue.cancel", "dialogue.undo", "dialogue.repeat", "help.human", "account.offers_off", *YES_NO})
#: By open question: the kinds of entities that answer it, and what such an answer means.
ANSWERS = {
    "quantity": (frozenset({"quantity"}), "order.add"),
    "variant": (frozenset({"colour", "size", "reference", "quantity"}), "order.add"),
    "address": (frozenset({"place", "person", "phone", "email"}), "account.address"),
    "location": (frozenset({"place", "store"}), "directions.nearest"),
    "payment": (frozenset({"choice"}), "order.checkout"),
}
CLEAR = 0.9  # an intent of its own is at least this sure
ANSWERED = 0.95
MOST_BESIDE = 3  # words beside the answer that say something
FEW_BESIDE = 1  # where something else follows
_FILLER = lexicon().phrases("fillers")
_SMALL = (
    lexicon().keys("polite") | lexicon().keys("pronouns") | lexicon().keys("articles") | lexicon().keys("places", "cue")
)
_CONDITIONS = frozenset({"wenn", "falls", "if"})
_BUT = _CONDITIONS | {"aber", "nur", "statt", "nicht", "but", "only", "not", "instead"}


class Part(NamedTuple):
    """Words `first` to `last` (half open) are one request."""

    first: int
    last: int
    intent: str
    score: float


def settled(draft: Draft, parts: Sequence[Part]) -> list[Part]:
    """The parts without what only leads up to a request or closes it."""
    kept = list(parts)
    for part in parts:
        others = [other for other in kept if other != part and other.intent not in SOCIAL]
        if others and _by_the_way(draft, part):
            kept.remove(part)
    return kept


def _by_the_way(draft: Draft, part: Part) -> bool:
    """Thanks at the end, a cry before a wish, yes and no that nobody asked for, "if not"."""
    if part.intent in YES_NO:
        return draft.question is None or draft.words[part.first].key in _CONDITIONS
    if part.intent == "help.thanks":
        return part.first > 0
    return part.intent == "account.offers_off" and part.last - part.first == 1  # "stop, I don't want it"


def answer(draft: Draft, part: Part, most: int = MOST_BESIDE) -> Part | None:
    """A stretch, with what it reads as, as the answer to the open question, if it is hardly anything else."""
    kinds, meant = ANSWERS.get(draft.question or "", (frozenset[str](), ""))
    words = draft.words[part.first : part.last]
    start, end = words[0].start, words[-1].end
    given = [
        entity for entity in draft.entities if entity.type in kinds and start <= entity.start and entity.end <= end
    ]
    if not given or "?" in draft.raw[start:end] or (part.score >= CLEAR and part.intent in ALWAYS and not _any(given)):
        return None
    beside = [
        word for word in words
        if word.key.isalnum() and word.key not in _SMALL and not _fills(_FILLER, word.key)
        and not any(entity.start <= word.start and word.end <= entity.end for entity in given)
    ]  # fmt: skip
    few = len(beside) <= most or (draft.question == "address" and part.score < CLEAR)
    return part._replace(intent=meant, score=ANSWERED) if few else None


def told(draft: Draft, first: int, last: int) -> bool:
    """Whether a stretch that is no request only tells more of an answer: it asks nothing and sets no condition."""
    return all(word.key != "?" and word.key not in _BUT for word in draft.words[first:last])


def _any(given: Sequence[Entity]) -> bool:
    """Whether any will do, which sounds like "never mind" where nothing is asked: "egal"."""
    return any(entity.type == "reference" and entity.value["kind"] == "any" for entity in given)


def answers_too(draft: Draft, first: int, last: int) -> bool:
    """Whether a stretch names what would answer the open question; a pronoun says nothing of its own."""
    kinds, _ = ANSWERS.get(draft.question or "", (frozenset[str](), ""))
    start, end = draft.words[first].start, draft.words[last - 1].end
    named = [entity for entity in draft.entities if start <= entity.start and entity.end <= end]
    return any(entity.type in kinds and not _pronoun(entity) for entity in named)


def _pronoun(entity: Entity) -> bool:
    return entity.type == "reference" and entity.value["kind"] == "pronoun"


def answers(question: str | None, request: Request) -> bool:
    """Whether a request is what an answer to the open question means, and names one."""
    kinds, meant = ANSWERS.get(question or "", (frozenset[str](), ""))
    return request.intent == meant and any(entity.type in kinds for entity in request.entities)


def _fills(phrases: Phrases[str], key: str) -> bool:
    return phrases.get(key) is not None
