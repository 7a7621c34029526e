"""What to say when nothing was understood: did-you-mean, then what can be done here, then a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from textwrap import shorten
from typing import Any

from bot.reply import Button, Reply
from bot.turn import Turn
from intents.parse import Entity, Request

MOST_ASKED = 3
LONGEST_LABEL = 60


def replies(turn: Turn) -> list[Reply]:
    """The next rung of the ladder; each message not understood in a row climbs one.

    What was almost understood is asked back at any rung: a press of the button does it, nothing else does.
    """
    conversation = turn.conversation
    conversation.misses += 1
    asked = tuple(_asked_back(turn))
    if asked:
        asked = tuple(replace(button, yes=len(asked) == 1) for button in asked)
        return [Reply(text=turn.say("fallback-did-you-mean"), buttons=asked + _person(turn))]
    said = "fallback-sorry" if conversation.misses == 1 else "fallback-rephrase"
    person = tuple(replace(button, yes=said == "fallback-rephrase") for button in _person(turn))
    return [Reply(text=turn.say(said), buttons=person)]


def _asked_back(turn: Turn) -> Iterator[Button]:
    """A button for each request that the message may have been, with the words it was about."""
    for request in turn.parse.asks[:MOST_ASKED] if turn.parse else ():
        label = intent_label(request.intent)
        if turn.world.skills.intent(request.intent) and turn.world.texts.has(label, turn.language):
            button = turn.button(label, request.intent)
            named = request.first("product") or request.first("category") or request.intent == "search.find"
            about = f": {request.topic}" if named and request.topic else ""
            yield replace(
                button, label=shorten(button.label + about, LONGEST_LABEL, placeholder=" …"), meant=as_data(request)
            )


def as_data(request: Request) -> dict[str, Any]:
    """A request as it is remembered; its values are data already."""
    entities = [{name: getattr(entity, name) for name in Entity.__slots__} for entity in request.entities]
    return {name: getattr(request, name) for name in Request.__slots__} | {"entities": entities}


def meant(data: Mapping[str, Any]) -> Request:
    """The request that a button was made of."""
    return Request(**{**data, "entities": tuple(Entity(**entity) for entity in data["entities"])})


def intent_label(name: str) -> str:
    """The id of the message that names an intent in a few words."""
    return f"intent-{name}".replace(".", "-").replace("_", "-")


def not_yet(turn: Turn) -> Reply:
    """Answer an intent whose skill comes later: a question from the FAQ if it knows, else honestly; a person is the way out."""
    answer = turn.catalog.faq(turn.said, language=turn.language) if "?" in turn.message.text else None
    if answer and turn.world.texts.has("search-answer", turn.language):
        said = turn.say("search-answer", text=answer.text, source=answer.question)
        return Reply(text=said, buttons=_person(turn), sources=(answer.source,))
    return Reply(text=turn.say("not-yet"), buttons=_person(turn))


def _person(turn: Turn) -> tuple[Button, ...]:
    if turn.world.skills.intent("help.human") is None:
        return ()
    return (turn.button("button-human", "help.human", role="human"),)
