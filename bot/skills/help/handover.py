"""A person takes over: is asked for, takes the chat, speaks, and hands it back, or nobody comes.

The conversation is the bot's, waits for a person, or is a person's. While it waits or is a person's, everything the
shopper sends is shown at the desk, if the channel has one; a person who is silent for too long loses the chat again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot import desk
from bot.reply import Reply, Said
from bot.skills.help import shown
from bot.skills.help.skill import skill
from bot.turn import Turn

#: After this long without a person taking over, the shopper is told and the bot goes on.
PATIENCE = timedelta(minutes=30)
#: What a handler says: to the shopper, to the desk, or to both.
Replies = list[Reply]


@skill.intent("human", command="support")
def human(turn: Turn) -> Replies:
    """Call a person; the bot goes on answering until one takes over."""
    return called(turn)


@skill.intent("paysupport", command="paysupport")
def payment_support(turn: Turn) -> Replies:
    """Help with a payment: a person, with the newest order named."""
    row = turn.reader.row(
        "SELECT id FROM orders WHERE conversation = :shopper ORDER BY created_at DESC LIMIT 1", shopper=turn.shopper
    )
    return called(turn, turn.say("help-payment", order=row["id"]) if row else "")


def called(turn: Turn, first: str = "") -> Replies:
    """Let the people know; where nobody is there at this hour, say so, and that they will find the message."""
    people = desk.of(turn)
    if people and not people.is_open(turn.now):
        said = turn.say("help-human-closed", opens=_clock(turn, people.opens(turn.now)))
        otherwise = turn.say("help-human-contact", contact=turn.world.support) if turn.world.support else ""
        return [Reply(text=Said.join([first, said, otherwise])), *shown.called(turn, "desk-asked-closed")]
    said = turn.say("help-human", contact=_contact(turn))
    return [Reply(text=Said.join([first, said])), *_wait(turn)]


def _wait(turn: Turn) -> Replies:
    """From now on a person is waited for, once."""
    if turn.conversation.handover != "bot":
        return []
    turn.conversation.handover = "waiting"
    turn.memory["waiting"] = turn.message.seq
    key = f"{turn.message.seq}:nobody-came"
    turn.later(turn.now + _patience(turn), "help.nobody_came", key=key, since=turn.message.seq)
    return shown.called(turn, "desk-asked", minutes=_minutes(turn))


@skill.on("help.nobody_came")
def nobody_came(turn: Turn) -> Replies:
    """Nobody took over in time: say so, and take the chat back."""
    asked = turn.message.data.get("since", turn.memory.get("waiting"))
    if turn.conversation.handover != "waiting" or asked != turn.memory.get("waiting", asked):
        return []
    return _nobody(turn, "desk-nobody-came")


def _nobody(turn: Turn, told: str) -> Replies:
    turn.conversation.handover = "bot"
    return [Reply(text=turn.say("help-nobody-came", contact=_contact(turn))), *desk.tell(turn, told)]


@skill.on("help.left_alone")
def left_alone(turn: Turn) -> Replies:
    """A person took over and fell silent: take the chat back, and say so to both; who waits for an answer hears why."""
    since = turn.message.data["since"]
    if turn.conversation.handover != "human" or since != turn.memory.get("since", since):
        return []
    turn.conversation.handover = "bot"
    minutes, told = _minutes(turn), desk.tell(turn, "desk-left-alone", minutes=_minutes(turn))
    if turn.memory.get("answered"):
        return [Reply(text=turn.say("help-operator-left", shop=turn.shop.name)), *told]
    return [Reply(text=turn.say("help-left-alone", minutes=minutes, shop=turn.shop.name)), *told]


# What the people do


@skill.on("operator")
def operator(turn: Turn) -> Replies:
    """A person takes over, speaks, or hands back."""
    data = turn.message.data
    act = _ACTS.get(str(data["action"]))
    if act is None:
        return desk.tell(turn, "desk-unknown", command=str(data.get("command", "")))
    if turn.conversation.blocked and desk.of(turn) and data["action"] != "release":
        return desk.tell(turn, "desk-gone")
    return act(turn, str(data.get("name") or turn.shop.name))


def _take(turn: Turn, name: str) -> Replies:
    if desk.of(turn) and turn.conversation.handover == "human":
        return desk.tell(turn, "desk-taken-already")
    turn.conversation.handover = "human"
    _listened(turn, answered=True)
    said = Reply(text=turn.say("help-operator-took", name=name), kind="service")
    return [said, *desk.tell(turn, "desk-taken", name=name), *shown.meanwhile(turn)]


def _say(turn: Turn, name: str) -> Replies:
    data = turn.message.data
    if desk.of(turn) and turn.conversation.handover != "human":
        return desk.tell(turn, "desk-not-sent")
    _listened(turn, answered=True)
    source = str(data.get("source", ""))
    if source:
        return [Reply(text=turn.say("help-operator-shows", name=name), kind="service", copies=(source,))]
    return [Reply(text=turn.say("help-operator-says", name=name, text=str(data["text"])), kind="service")]


def _release(turn: Turn, name: str) -> Replies:
    before = turn.conversation.handover
    if desk.of(turn) and before == "bot":
        return desk.tell(turn, "desk-released-already")
    if desk.of(turn) and before == "waiting":
        return _nobody(turn, "desk-released")
    turn.conversation.handover = "bot"
    said = Reply(text=turn.say("help-operator-left", name=name, shop=turn.shop.name), kind="service")
    return [said, *desk.tell(turn, "desk-released")]


_ACTS: dict[str, Callable[[Turn, str], Replies]] = {"take": _take, "say": _say, "release": _release}


# What the shopper does meanwhile


@skill.on("handover.heard")
def heard(turn: Turn) -> Replies:
    """What a shopper sends while a person is asked for, or there, is shown to the people."""
    if turn.conversation.handover == "human":
        _listened(turn, answered=False)
    return shown.newest(turn)


@skill.on("handover.done")
def done(turn: Turn) -> Replies:
    """The card at the desk shows the order and the cart as they are now."""
    return shown.renewed(turn)


@skill.on("blocked")
def blocked(turn: Turn) -> Replies:
    """Nobody is left to talk with."""
    if turn.conversation.handover == "bot":
        return []
    turn.conversation.handover = "bot"
    return desk.tell(turn, "desk-gone")


def _listened(turn: Turn, *, answered: bool) -> None:
    """Begin to count a person's silence anew: when they spoke, and at the first word that waits for their answer."""
    people = desk.of(turn)
    if people is None or not (answered or turn.memory.get("answered", True)):
        return
    since = turn.message.seq
    turn.memory.update(since=since, answered=answered)
    turn.later(turn.now + people.patience, "help.left_alone", key=f"{since}:left-alone", since=since)


def _patience(turn: Turn) -> timedelta:
    people = desk.of(turn)
    return people.patience if people else PATIENCE


def _minutes(turn: Turn) -> int:
    return _patience(turn) // timedelta(minutes=1)


def _contact(turn: Turn) -> str:
    return turn.world.support or "none"


def _clock(turn: Turn, moment: datetime | None) -> datetime | str:
    """A moment by the shop's clock; 'none' where there is none."""
    return moment.astimezone(ZoneInfo(turn.shop.timezone)) if moment else "none"
