"""The intents every conversation has: yes, no, cancel, undo, repeat."""

from __future__ import annotations

import json
import re
from pathlib import Path

from bot import reply_json, steps, texts
from bot.choosing import WORDS_AROUND
from bot.conversation import STOPPED, Task
from bot.reply import Reply
from bot.run import Results, call
from bot.skill import Skill
from bot.tasks import Wish
from bot.turn import Turn

_WORD = re.compile(r"\w+")

talk = Skill("dialogue", folder=Path(texts.__file__).parent)


@talk.intent("yes")
def agree(turn: Turn) -> str | Reply:
    """A yes that no question was waiting for. A typed yes never orders: it leads back to the button."""
    task = turn.conversation.task
    if task and task.question and task.question.slot == "summary":
        return turn.say("yes-is-no-order")
    if task and task.question:
        return turn.say("yes-to-what")
    return turn.say("yes-without-question")


@talk.intent("no")
def decline(turn: Turn) -> str:
    """A no drops the open task; without one it is simply acknowledged."""
    if turn.conversation.task is None:
        return turn.say("no-without-question")
    return cancel(turn)


@talk.intent("cancel")
def cancel(turn: Turn) -> str:
    """Drop the innermost task and say what is left; "cancel everything" drops all that waits below it, too."""
    conversation = turn.conversation
    everything = not turn.words("words-all").isdisjoint(_WORD.findall(turn.message.text.casefold()))
    below = list(reversed(conversation.suspended)) if everything else []
    dropped = [task for task in (conversation.task, *below) if task]
    if not dropped:
        return turn.say("nothing-to-cancel")
    conversation.task = None
    conversation.suspended = [] if everything else conversation.suspended
    named = next((task for task in dropped if task.name), None) if everything or dropped[0].name else None
    if named:
        conversation.put_away(named)
    return turn.say("task-cancelled", task=turn.say(f"task-{named.name}" if named else "task-this"))


@talk.intent("undo")
def undo(turn: Turn, step: int | None = None) -> list[Reply] | str:
    """Take back the last change, or the one of a pressed button if it is the last."""
    pressed = step if turn.message.kind == "press" else None
    taken = steps.take(turn, pressed)
    if taken is None:
        return turn.say("undo-stale" if turn.conversation.steps else "undo-nothing")
    answers: dict[str, list[Reply]] = {}  # of several steps back of one kind only the last one tells how things stand
    listing, focus = turn.conversation.listing, turn.conversation.focus
    for one in reversed(taken["undoes"]):  # what one step on the way would show is not what the shopper sees
        turn.conversation.listing, turn.conversation.focus = listing, dict(focus)
        intent = turn.world.skills.intent(one["intent"])
        answer = call(turn, intent.skill, intent.handler, one["values"], Results()) if intent else []
        answers[one["intent"]] = answer if isinstance(answer, list) else []
    return [Reply.of(turn.say("undo-done")), *(reply for said in answers.values() for reply in said)]


@talk.intent("repeat")
def repeat(turn: Turn) -> list[Reply] | str:
    """Say the last replies again, with their buttons."""
    replies = [
        reply_json.load(json.loads(row["data"]))
        for row in (
            turn.reader.row("SELECT data FROM effect WHERE key = :key", key=key) for key in turn.conversation.last
        )
        if row
    ]
    turn.asked = bool(replies)  # the open question was among them
    return replies or turn.say("nothing-to-repeat")


def settled(turn: Turn) -> None:
    """After an order there is nothing to go on with."""
    turn.conversation.notes.get(talk.name, {}).pop(STOPPED, None)


def taken_up(turn: Turn) -> list[Wish]:
    """The task that is open, or that was stopped last with all that was told for it: "go on after all"."""
    remembered, now = turn.conversation.notes.get(talk.name, {}), turn.conversation.task
    if (STOPPED not in remembered and not (now and now.name)) or not _goes_on(turn):
        return []
    if now:
        intent = turn.world.skills.intent(now.intent)
        return [Wish(intent)] if intent and now.name else []
    task = Task(**remembered.pop(STOPPED))
    intent = turn.world.skills.intent(task.intent)
    turn.conversation.task = task if intent else None
    return [Wish(intent)] if intent else []


def _goes_on(turn: Turn) -> bool:
    """Whether a message is one of the words for going on, with a word or two around it that do not deny it."""
    said = _WORD.findall(turn.message.text.casefold())
    phrases = [phrase.split() for phrase in turn.phrases("words-go-on")]
    return turn.words("words-not").isdisjoint(said) and any(
        len(said) - len(phrase) <= WORDS_AROUND and _holds(said, phrase) for phrase in phrases
    )


def _holds(said: list[str], phrase: list[str]) -> bool:
    return any(said[at : at + len(phrase)] == phrase for at in range(len(said) - len(phrase) + 1))
