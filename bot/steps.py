"""Taking back: what the last turns changed, as steps that are kept with the conversation until an order is placed.

A step holds how to undo it: intents with their values, as the handlers named them, and the tasks as they were before.
"""

from __future__ import annotations

from typing import Any

from bot.conversation import Conversation, Question, Task
from bot.turn import Turn

#: So many steps can be taken back.
MOST_STEPS = 5

Step = dict[str, Any]


def tasks(conversation: Conversation) -> list[dict[str, Any]]:
    """The tasks with a name, the innermost last, with what was told for them."""
    found = (*conversation.suspended, conversation.task)
    return [{"intent": t.intent, "name": t.name, "values": dict(t.values)} for t in found if t and t.name]


def keep(turn: Turn, before: list[dict[str, Any]]) -> None:
    """Remember how to take back what this turn changed; what is final takes the earlier steps with it."""
    if turn.final:
        turn.conversation.steps = []
        return
    moved = {"tasks": before} if turn.undoes is not None and tasks(turn.conversation) != before else {}
    if turn.undoes or moved:
        step = {"id": turn.message.seq, "undoes": turn.undoes or [], **moved}
        turn.conversation.steps = [*turn.conversation.steps, step][-MOST_STEPS:]


def take(turn: Turn, id: int | None) -> Step | None:
    """The last step, to be undone, or None; with an id only that one. The tasks are as they were before it."""
    conversation = turn.conversation
    if not conversation.steps or id not in {None, conversation.steps[-1]["id"]}:
        return None
    step: Step = conversation.steps.pop()
    if "tasks" in step:
        waiting = [_task(kept) for kept in step["tasks"]]
        conversation.task = waiting.pop() if waiting else None
        conversation.suspended = waiting
    turn.undoes = None
    return step


def _task(kept: dict[str, Any]) -> Task:
    """A task that goes on by asking for what is missing."""
    return Task(**kept, question=Question(slot="", asked=""))
