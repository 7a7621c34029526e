"""What to say when nothing was understood: did-you-mean, then what can be done here, then a person."""

from __future__ import annotations

from bot.reply import Button, Reply
from bot.turn import Turn

MOST_SUGGESTIONS = 3


def replies(turn: Turn) -> list[Reply]:
    """The next rung of the ladder; each message not understood in a row climbs one."""
    conversation = turn.conversation
    conversation.misses += 1
    if conversation.misses == 1:
        return [_did_you_mean(turn)]
    return [Reply(text=turn.say("fallback-rephrase"), buttons=_person(turn))]


def _did_you_mean(turn: Turn) -> Reply:
    buttons = tuple(_suggestions(turn))
    text = turn.say("fallback-did-you-mean") if buttons else turn.say("fallback-sorry")
    return Reply(text=text, buttons=buttons + _person(turn))


def _suggestions(turn: Turn) -> list[Button]:
    """Buttons for the nearest intents that have a label; none of them changes anything by itself."""
    found: list[Button] = []
    for name, _score in turn.parse.suggestions if turn.parse else ():
        label = intent_label(name)
        if turn.world.skills.intent(name) and turn.world.texts.has(label, turn.language):
            found.append(turn.button(label, name))
    return found[:MOST_SUGGESTIONS]


def intent_label(name: str) -> str:
    """The id of the message that names an intent in a few words."""
    return f"intent-{name}".replace(".", "-").replace("_", "-")


def not_yet(turn: Turn) -> Reply:
    """Answer an intent whose skill comes later: honestly, with a person as the way out."""
    return Reply(text=turn.say("not-yet"), buttons=_person(turn))


def _person(turn: Turn) -> tuple[Button, ...]:
    if turn.world.skills.intent("help.human") is None:
        return ()
    return (turn.button("button-human", "help.human", role="human"),)
