"""After a long pause: it is said again that this is a bot, and whether an open task shall go on is asked first."""

from __future__ import annotations

from datetime import timedelta

from bot.choosing import as_data
from bot.clock import from_micros, to_micros
from bot.conversation import Question, Task
from bot.reply import Reply
from bot.turn import Option, Turn

#: The question whether to go on; no function has a slot of this name, so that a yes to it says yes to nothing else.
GO_ON = "go-on"
#: So many hours without a message are a long pause, unless `[skills.dialogue]` says otherwise.
PAUSE_HOURS = 12.0


def lapsed(turn: Turn) -> bool:
    """Whether the shopper wrote here before, and not for a long time; from now on, this message is the last one."""
    before, turn.conversation.seen = turn.conversation.seen, to_micros(turn.message.at)
    hours = float(turn.world.config.get("dialogue", {}).get("pause_hours", PAUSE_HOURS))
    return bool(before) and from_micros(before) < turn.message.at - timedelta(hours=hours)


def whether_to_go_on(turn: Turn, task: Task) -> Reply:
    """Ask whether a task that was open before the pause shall go on; its own question comes after a yes."""
    said = turn.say("go-on-after-pause", task=turn.say(f"task-{task.name}"))
    yes = turn.button("button-go-on", task.intent, role="confirm")
    no = turn.button("button-stop-it", "dialogue.cancel", role="deny")
    options = [
        as_data(Option(yes.label, value=True, role="confirm")),
        as_data(Option(no.label, value=False, role="deny")),
    ]
    task.question = Question(slot=GO_ON, asked=str(said), options=options, acts=list(said.acts))
    turn.asked = True
    return Reply(text=said, buttons=(yes, no))
