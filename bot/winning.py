"""What wins over an open question: cancel, stop, undo, a wish for no more offers or for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.choosing import confirms
from bot.tasks import Wish, known, opened, option_taken
from bot.turn import Turn
from intents.parse import Request

NO_OFFERS = "account.offers_off"
CANCEL = "dialogue.cancel"
#: How sure a word of stopping must be beside another wish.
SURELY = 0.8
REMOVE = "order.remove"
PERSON = "help.human"
UNDO = "dialogue.undo"
ALWAYS = (CANCEL, PERSON, NO_OFFERS, UNDO)
#: What only colours a message that stops something: a no, a yes, a change of what is stopped anyway.
_WITH_IT = ("dialogue.", "order.change")


def winning(turn: Turn, requests: Sequence[Request]) -> list[Wish]:
    """What wins, with what is wished after it: "forget it, what is in my cart?"; a person hears the rest.

    Where nothing is going on there is nothing to stop, and only the rest counts.
    """
    if any_will_do := _any_of_them(turn):
        return any_will_do
    first = next((request for request in requests if request.intent in ALWAYS and _is_meant(request, requests)), None)
    stopped = _stopped(turn)
    if stopped or first is None:
        return stopped
    after = [request for request in requests if request.start >= first.end and not _belongs(request)]
    first = _of_goods(turn, first)
    besides = [] if first.intent == PERSON else known(turn, after)
    idle = first.intent == CANCEL and turn.conversation.task is None
    return besides if besides and idle else (_denied(turn, first) or known(turn, [first])) + besides


def _of_goods(turn: Turn, stopping: Request) -> Request:
    """A word of stopping that names goods takes them out: "forget the mug"; a small question about them is stopped."""
    task = turn.conversation.task
    goods = any(stopping.first(kind) for kind in ("product", "category"))
    asking = task is not None and not task.name
    return replace(stopping, intent=REMOVE) if stopping.intent == CANCEL and goods and not asking else stopping


def _is_meant(request: Request, requests: Sequence[Request]) -> bool:
    """Whether stopping is more than a word in passing: "hold on, do you gift wrap?" stops nothing."""
    return request.intent != CANCEL or len(requests) == 1 or request.score >= SURELY


def _belongs(request: Request) -> bool:
    return request.intent.startswith(_WITH_IT)


def _stopped(turn: Turn) -> list[Wish]:
    """The one word that every offer names: it ends offers, and what is going on."""
    if turn.message.text.casefold().strip(" .!") not in turn.words("words-stop"):
        return []
    names = (*([CANCEL] if turn.conversation.task else []), NO_OFFERS)
    return [Wish(intent) for intent in map(turn.world.skills.intent, names) if intent]


def _any_of_them(turn: Turn) -> list[Wish]:
    """The first of several choices, where any will do: "whatever" stops nothing then."""
    now, said = opened(turn), turn.message.text.casefold().strip(" .!")
    if now is None or confirms(now[1]) or not now[1].options or said not in turn.phrases("words-whichever"):
        return []
    wish = option_taken(turn, now, now[1].options[0])
    return [wish] if wish else []


def _denied(turn: Turn, stopping: Request) -> list[Wish]:
    """Stopping or taking back at a confirmation is its no: that nothing was done is what has to be said."""
    now = opened(turn)
    if now is None or stopping.intent not in {CANCEL, UNDO} or not confirms(now[1]):
        return []
    denying = [option for option in now[1].options if option["role"] == "deny"]
    return [wish for option in denying[:1] if (wish := option_taken(turn, now, option))]
