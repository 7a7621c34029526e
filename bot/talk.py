"""The intents every conversation has: yes, no, cancel, undo, repeat."""

from __future__ import annotations

import json
from pathlib import Path

from bot import reply_json, steps, texts
from bot.reply import Reply
from bot.run import Results, call
from bot.skill import Skill
from bot.turn import Turn

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
    """Drop the innermost task and say what is left."""
    conversation = turn.conversation
    task = conversation.task
    conversation.task = None
    if task is None:
        return turn.say("nothing-to-cancel")
    name = f"task-{task.name}" if task.name else "task-this"
    return turn.say("task-cancelled", task=turn.say(name))


@talk.intent("undo")
def undo(turn: Turn, step: int | None = None) -> list[Reply] | str:
    """Take back the last change, or the one of a pressed button if it is the last."""
    pressed = step if turn.message.kind == "press" else None
    taken = steps.take(turn, pressed)
    if taken is None:
        return turn.say("undo-stale" if turn.conversation.steps else "undo-nothing")
    replies = [Reply.of(turn.say("undo-done"))]
    for one in reversed(taken["undoes"]):
        intent = turn.world.skills.intent(one["intent"])
        answer = call(turn, intent.skill, intent.handler, one["values"], Results()) if intent else []
        replies += answer if isinstance(answer, list) else []
    return replies


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
