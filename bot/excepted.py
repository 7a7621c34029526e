"""All but some: "remove everything but the first", "alle Becher bis auf den blauen"."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.turn import Turn
from intents.parse import Request

_WORD = re.compile(r"\w+")
_NEAR = 2  # words from "keep" to "the rest"


def within(request: Request, text: str, start: int, end: int) -> Request:
    """The part of a request between two places of the text."""
    entities = tuple(each for each in request.entities if start <= each.start < end)
    words = text[start:end].casefold()
    topic = " ".join(word for word in request.topic.split() if word in words)
    return replace(request, entities=entities, start=start, end=end, topic=topic)


def all_but(turn: Turn, request: Request) -> tuple[Request, Request] | None:
    """What a request is about, and what of it is left out; None where it leaves out nothing."""
    text = turn.message.text
    start, end = request.start, request.end or len(text)
    words = list(_WORD.finditer(text[start:end].casefold()))
    said = [word.group() for word in words]
    everything = next((at for at, word in enumerate(said) if word in turn.words("words-all")), None)
    if everything is None:
        return None
    phrases = [phrase.split() for phrase in turn.phrases("words-but")]
    found = (
        at for at in range(everything + 1, len(said)) if any(said[at : at + len(each)] == each for each in phrases)
    )
    excepting = next(found, None)
    if excepting is None:
        return None
    place = start + words[excepting].start()
    spared = within(request, text, place, end)
    return within(request, text, start, place), _wanted(spared)


def keeps(turn: Turn) -> bool:
    """Whether the words say what stays: "keep everything except the soap", not "keep the rest", which says nothing of what goes."""
    said = _WORD.findall(turn.said.casefold())
    kept, rest = (
        [at for at, word in enumerate(said) if word in turn.words(name)] for name in ("words-keep", "words-rest")
    )
    return bool(kept) and not any(abs(one - other) <= _NEAR for one in kept for other in rest)


def keeps_only(turn: Turn) -> bool:
    """Whether only what is named stays: "keep only the candle", "nur das zweite behalten"."""
    limits = turn.words("words-only") | turn.words("words-rest")
    return keeps(turn) and not limits.isdisjoint(_WORD.findall(turn.said.casefold()))


def says_all(turn: Turn) -> bool:
    """Whether a message is a word for all of them with hardly a word around: "I'll take all of them"."""
    said = _WORD.findall(turn.message.text.casefold())
    around = [word for word in said if word not in turn.words("words-every")]
    return len(around) < len(said) and set(around) <= turn.words("words-beside-a-thing") | turn.words("words-of-them")


def says_every(turn: Turn) -> bool:
    """Whether the words of this request are about all of something: "all my orders"."""
    return not turn.words("words-every").isdisjoint(_WORD.findall(turn.said.casefold()))


def leaves_out(turn: Turn, request: Request) -> bool:
    """Whether a request names or points at what it leaves out."""
    parts = all_but(turn, request)
    return parts is not None and bool(parts[1].entities)


def _wanted(request: Request) -> Request:
    """What is left out of a wish is wanted, though the words refuse it."""
    return replace(request, entities=tuple(replace(entity, negated=False) for entity in request.entities))
