"""The route of one message: who gets it, what is asked, what goes on afterwards.

1. Cancel, stop and a wish for a person always win. 2. An open question takes the message if it is an answer to it.
3. Otherwise every request in the message is answered in order; an open task waits and its question is asked again, once.
4. Free text goes to an open question that nothing else understood. 5. What is left meets the fallback ladder.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from bot import desk, fallback, news, steps
from bot.answering import answer_of, correction, free_text, unmet, volunteered
from bot.asked import asked_again, listed, remember
from bot.choosing import ANSWERS, TASKS, button_of, of_the_choice
from bot.lists import by_number, of_orders, of_the_list, only_pointing, places_for_dates
from bot.message import ACTIVE_KINDS
from bot.pause import lapsed
from bot.references import Raw, follow
from bot.reply import Reply
from bot.run import Results, listen
from bot.several import chosen_together, each_of
from bot.skill import Intent
from bot.slots import converter, yes_or_no
from bot.talk import settled, taken_up
from bot.tasks import Wish, known, opened, perform, perform_all, resume
from bot.turn import Turn
from bot.winning import CANCEL, NO_OFFERS, winning
from intents.parse import Request

#: What listeners hear of a shopper's message while a person is asked for or answers.
HEARD = "handover.heard"
#: What they hear after every turn of that time, when all is done.
DONE = "handover.done"
#: How sure it must be that a message is about the task that is open.
NEAR = 0.4


def respond(turn: Turn, results: Results) -> list[Reply]:
    """Answer one message: the replies, in order. The conversation in the turn is changed, nothing is sent."""
    before = turn.conversation.handover
    replies = Reply.closed(news.told(turn, _replies(turn, results), results))
    if before == turn.conversation.handover == "waiting":
        replies += desk.answered(turn, replies)
    if turn.conversation.handover != "bot":
        replies += listen(turn, results, DONE)
    if before == "human":
        news.call_up(turn)
    return replies


def _replies(turn: Turn, results: Results) -> list[Reply]:
    if turn.conversation.handover == "human":
        follow(turn)
    if turn.message.kind == news.DUE:
        return news.due(turn, results)
    if turn.message.kind not in ACTIVE_KINDS:
        return listen(turn, results, turn.message.kind)
    if turn.conversation.handover == "human":
        return _beside_a_person(turn, results)
    turn.lapsed = lapsed(turn)
    before = steps.tasks(turn.conversation)
    replies = _answered(turn, results)
    steps.keep(turn, before)
    remember(turn)
    if turn.final:
        settled(turn)
    if turn.conversation.handover != "bot":
        replies += listen(turn, results, HEARD)
    return _disclose(turn) + replies  # in the language that the answer may have changed


def _beside_a_person(turn: Turn, results: Results) -> list[Reply]:
    """Only an objection counts while a person speaks; what was open stays open and is not asked again."""
    replies = [reply for wish in _objections(turn) for reply in perform(turn, wish, results)]
    turn.asked = True
    return replies + resume(turn, results) + listen(turn, results, HEARD)


def _answered(turn: Turn, results: Results) -> list[Reply]:
    wishes = _wishes(turn)
    if isinstance(wishes, Reply):
        return [wishes]
    captioned = turn.parse is not None and turn.message.kind != "text"
    beside = listen(turn, results, turn.message.kind) if captioned or not wishes else []
    if not wishes:
        told = beside if beside and not captioned else beside + fallback.replies(turn)
        return told + resume(turn, results)
    turn.conversation.misses = 0
    return beside + perform_all(turn, each_of(turn, wishes), results) + resume(turn, results)


def _disclose(turn: Turn) -> list[Reply]:
    """Say, at the first contact and after a long pause, that this is a bot (AI Act art. 50(1))."""
    if (turn.conversation.greeted and not turn.lapsed) or not turn.world.texts.has("bot-disclosure", turn.language):
        return []
    turn.conversation.greeted = True
    return [Reply.of(turn.say("bot-disclosure", shop=turn.shop.name))]


# Who gets the message


def _wishes(turn: Turn) -> list[Wish] | Reply:
    kind = turn.message.kind
    if kind == "press":
        return _pressed(turn)
    if kind == "command":
        intent = turn.world.skills.command(str(turn.message.data["name"]))
        return [Wish(intent)] if intent else []
    return _written(turn) if turn.parse else _sent(turn)


def _objections(turn: Turn) -> list[Wish]:
    """A wish for no more offers; it counts while a person speaks, too."""
    wishes = _wishes(turn)
    return [] if isinstance(wishes, Reply) else [wish for wish in wishes if wish.intent.name == NO_OFFERS]


def _pressed(turn: Turn) -> list[Wish] | Reply:
    button: Mapping[str, Any] = turn.message.data.get("action") or {"intent": "", "values": {}}
    intent = turn.world.skills.intent(button["intent"])
    if intent is None:
        return Reply.of(turn.say("button-stale"))
    return _of_button(turn, intent, button)


def _of_button(turn: Turn, intent: Intent, button: Mapping[str, Any]) -> list[Wish]:
    if button.get("meant"):
        return [Wish(intent, {}, fallback.meant(button["meant"]))]
    values = dict(button.get("values", {}))
    return [Wish(intent, values if button.get("role") != "confirm" else _confirmed(turn, intent, values))]


def _confirmed(turn: Turn, intent: Intent, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """A yes counts for the question it was shown with; for one that is over, it is asked again."""
    confirming = {slot.name for slot in intent.slots if yes_or_no(slot)}
    about = {name: value for name, value in values.items() if name not in confirming}
    now = opened(turn)
    open_still = now is not None and now[2] is intent and now[1].slot in confirming
    if now and open_still and all(now[0].values.get(name) == value for name, value in about.items()):
        return values
    return about


def _agreed(turn: Turn) -> list[Wish]:
    """What a yes means where the last reply offered one thing: "Shall we deliver instead?"; a confirmation has its own yes."""
    now, said = opened(turn), {request.intent for request in turn.parse.requests} if turn.parse else set()
    if not turn.conversation.offered or said != {"dialogue.yes"} or turn.lapsed or (now and now[1].options):
        return []
    button = button_of(turn.reader, turn.shopper, turn.conversation.offered)
    intent = turn.world.skills.intent(button["intent"]) if button else None
    return _of_button(turn, intent, button) if intent and button else []


def _sent(turn: Turn) -> list[Wish]:
    answer = answer_of(turn)
    if answer:
        return [answer]
    intent = turn.world.skills.taking(turn.message.kind)
    if intent is None:
        return []
    found = {slot.name: converter(slot).answer(turn, slot) for slot in intent.slots}
    return [Wish(intent, {name: value.value for name, value in found.items() if isinstance(value, Raw)})]


def _written(turn: Turn) -> list[Wish] | Reply:
    places_for_dates(turn)
    if wishes := _agreed(turn) or taken_up(turn) or listed(turn) or of_orders(turn):
        return wishes
    requests = turn.parse.requests if turn.parse else ()
    if wishes := winning(turn, requests) or chosen_together(turn):
        return wishes
    requests = tuple(request for request in requests if request.intent != CANCEL)
    corrected = correction(turn)
    answer = None if turn.parse and turn.parse.correction and corrected else answer_of(turn)
    if corrected and answer is None:
        return [corrected]
    if answer:
        others = [
            request for request in requests if request.intent not in ANSWERS and request.intent != answer.intent.name
        ]
        return [answer, *(known(turn, others) if len(requests) > 1 and not answer.whole else [])]
    again = asked_again(turn) or volunteered(turn, whole=True) or by_number(turn) or only_pointing(turn)
    return again or _asked_for(turn, of_the_choice(turn, requests))


def _asked_for(turn: Turn, requests: Iterable[Request]) -> list[Wish]:
    """What was asked for; else what may belong to the open task, though nothing of it was understood for sure.

    A no beside a wish is said in passing: it does not end a task.
    """
    task = turn.conversation.task
    requests = of_the_list(turn, requests)
    beside_no = [request for request in requests if request.intent != "dialogue.no"] if task and task.name else []
    return (
        known(turn, _joined(turn, beside_no or requests))
        or volunteered(turn)
        or _near(turn)
        or unmet(turn)
        or free_text(turn)
    )


def _joined(turn: Turn, requests: Iterable[Request]) -> list[Request]:
    """What is told along with the wish that begins a task belongs to it: "check out, to Mia Sand, Uferzeile 3, ..."."""
    parts = list(requests)
    begins = next((part for part in parts if (i := turn.world.skills.intent(part.intent)) and i.task), None)
    told = [part for part in parts if begins and part.start > begins.start and _tells(part)]
    if begins is None or turn.conversation.task or not told:
        return parts
    end = max(part.end for part in told)
    inside = [part for part in parts if begins.start < part.start < end and (part in told or part.first("person"))]
    entities = (*begins.entities, *(entity for part in inside for entity in part.entities))
    whole = replace(begins, entities=entities, end=end)
    return [whole if part is begins else part for part in parts if part not in inside]


def _tells(part: Request) -> bool:
    """Whether a part of a message gives an address, at least a street or a postcode."""
    return part.intent in TASKS and any(map(str.isdigit, "".join(place.text for place in part.of("place"))))


def _near(turn: Turn) -> list[Wish]:
    """What the message resembles most, if that is about the task that is open."""
    near = turn.parse.suggestions[:1] if turn.parse and turn.conversation.task and turn.conversation.task.name else ()
    return known(turn, [Request(intent=name, score=score) for name, score in near if name in TASKS and score > NEAR])
