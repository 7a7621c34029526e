"""Greeting, what can be done here, a person, why; and a fitting word for everything that is not text."""

from __future__ import annotations

import json
import re

from bot.fallback import intent_label
from bot.reply import Button, Reply
from bot.skills.help import handover
from bot.skills.help.skill import skill
from bot.turn import Turn

__all__ = ["handover", "skill"]

#: Markdown's marks for headings and stress, which a chat would show as they stand.
_MARKUP = re.compile(r"^#+ *|\*\*|__", re.MULTILINE)


@skill.intent("greet", command="start")
def greet(turn: Turn) -> Reply | None:
    """Say hello and offer the counter's usual beginnings; who came with a wish hears of that instead."""
    if turn.parse and len(turn.parse.requests) > 1:
        return None
    buttons = (
        turn.button("help-button-nearest", "directions.nearest"),
        turn.button("help-button-orders", "tracking.status"),
    )
    return Reply(text=turn.say("help-greeting", shop=turn.shop.name), buttons=_known(turn, buttons))


@skill.intent("capabilities", command="help")
def capabilities(turn: Turn) -> Reply:
    """What one can do here."""
    buttons = (turn.button("help-button-cart", "order.cart"), turn.button("help-button-orders", "tracking.status"))
    return Reply(text=turn.say("help-capabilities"), buttons=_known(turn, buttons))


def _known(turn: Turn, buttons: tuple[Button, ...]) -> tuple[Button, ...]:
    return tuple(button for button in buttons if turn.world.skills.intent(button.intent))


@skill.intent("bot")
def bot(turn: Turn) -> str:
    """Yes, a machine; and what kind of one."""
    return turn.say("help-bot", shop=turn.shop.name)


@skill.intent("why")
def why(turn: Turn) -> str:
    """Which words were understood as what: the stored record of the last answered message."""
    row = turn.reader.row(
        "SELECT text, record FROM event WHERE conversation = :shopper AND done IS NOT NULL AND kind = 'text'"
        " AND EXISTS (SELECT 1 FROM effect WHERE effect.conversation = :shopper AND effect.kind = 'send'"
        " AND effect.key IN (event.seq || ':0', event.seq || ':1'))"
        " ORDER BY seq DESC LIMIT 1",
        shopper=turn.shopper,
    )
    record = json.loads(row["record"]) if row and row["record"] else {}
    labels = [intent_label(request["intent"]) for request in record.get("requests", [])]
    named = [turn.say(label) for label in labels if turn.world.texts.has(label, turn.language)]
    if row is None or not named:
        return turn.say("help-why-unknown")
    return turn.say("help-why", text=row["text"], understood=named)


@skill.intent("thanks")
def thanks(turn: Turn) -> str:
    """You are welcome."""
    return turn.say("help-thanks")


@skill.intent("goodbye")
def goodbye(turn: Turn) -> str:
    """Say goodbye."""
    return turn.say("help-goodbye")


@skill.intent("smalltalk")
def smalltalk(turn: Turn) -> str:
    """Be polite and lead back to the counter."""
    return turn.say("help-smalltalk")


@skill.intent("complaint")
def complaint(turn: Turn) -> Reply:
    """Take anger seriously and offer a person; where a wish is told beside it, that is what helps."""
    if turn.parse and len(turn.parse.requests) > 1:
        return Reply.of(turn.say("help-complaint-too"))
    return Reply(text=turn.say("help-complaint"), buttons=(turn.button("button-human", "help.human", role="human"),))


@skill.intent("privacy", command="privacy")
def privacy(turn: Turn) -> str:
    """The shop's privacy notice."""
    return _legal(turn, "privacy")


@skill.intent("terms", command="terms")
def terms(turn: Turn) -> str:
    """The shop's terms."""
    return _legal(turn, "terms")


def _legal(turn: Turn, name: str) -> str:
    text = _MARKUP.sub("", turn.catalog.legal(name, language=turn.language)).strip()
    return (
        turn.say("help-legal", text=text)
        if text
        else turn.say("help-legal-missing", contact=turn.world.support or "none")
    )


@skill.on("sticker")
def sticker(turn: Turn) -> str:
    """A sticker is a friendly noise; while a question is open it asks nothing else."""
    return turn.say("help-sticker-open" if turn.conversation.task else "help-sticker")


@skill.on("voice")
def voice(turn: Turn) -> str:
    """Voice notes cannot be heard here; say so."""
    return _beside_words(turn) or turn.say("help-voice")


@skill.on("photo")
def photo(turn: Turn) -> str:
    """Pictures cannot be seen here; say so."""
    return _beside_words(turn) or turn.say("help-photo-open" if turn.conversation.task else "help-photo")


@skill.on("other")
def other(turn: Turn) -> str:
    """Anything else a phone can send."""
    return _beside_words(turn) or turn.say("help-other")


def _beside_words(turn: Turn) -> str:
    """The words that came along are read, and only they."""
    return turn.say("help-only-words") if turn.message.text else ""
