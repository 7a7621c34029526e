"""Tasks: filling an intent's slots, asking for what is missing, and going on with what was put aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot import fallback
from bot.choosing import as_data, buttons_of, confirms
from bot.conversation import Question, Task
from bot.pair import shown
from bot.pause import GO_ON, whether_to_go_on
from bot.references import Found, Raw, Rejected, Unclear
from bot.reply import Reply, Said
from bot.run import Results, call
from bot.skill import Intent, Slot
from bot.slots import converter, labels, names_goods
from bot.turn import Ask, Option, Turn
from intents.parse import Request

MOST_SUSPENDED = 3
#: The wish for another language.
LANGUAGE = "account.language"
#: From this score on a request is no guess.
SURE = 0.9


@dataclass(frozen=True, slots=True)
class Wish:
    """An intent to answer, with the values that came with it."""

    intent: Intent
    values: Mapping[str, Any] = field(default_factory=dict)
    request: Request | None = None
    whole: bool = False  # whether the message says nothing else


def opened(turn: Turn) -> tuple[Task, Question, Intent] | None:
    """The open task with its question and its intent."""
    task = turn.conversation.task
    intent = turn.world.skills.intent(task.intent) if task else None
    return (task, task.question, intent) if task and task.question and intent else None


def known(turn: Turn, requests: Iterable[Request]) -> list[Wish]:
    """The wishes that requests for intents of a skill are."""
    found = ((request, turn.world.skills.intent(request.intent)) for request in requests)
    return [Wish(intent, {}, request) for request, intent in found if intent]


def option_taken(turn: Turn, now: tuple[Task, Question, Intent], option: Mapping[str, Any]) -> Wish | None:
    """The wish that an option stands for; a no to going on stops the task."""
    task, question, intent = now
    if question.slot != GO_ON:
        return Wish(intent, {question.slot: option["value"]}, _told_beside(turn, intent) if task.name else None)
    stopping = turn.world.skills.intent("dialogue.cancel")
    wanted = stopping if option["role"] == "deny" else intent
    return Wish(wanted, whole=True) if wanted else None


def _told_beside(turn: Turn, intent: Intent) -> Request | None:
    """What is told along with the answer to a task's question, where the message is no other wish: "deliver to Mia Sand, ..."."""
    parse = turn.parse
    if parse is None or parse.requests:
        return next((each for each in parse.requests if each.intent == intent.name), None) if parse else None
    return Request(intent=intent.name, score=1.0, entities=parse.entities, end=len(parse.text))


def perform(turn: Turn, wish: Wish, results: Results) -> list[Reply]:
    """Go on with the task of a wish, or begin one: fill its slots and answer, or ask for what is missing."""
    task = _task(turn, wish)
    turn.request = wish.request
    problem = _fill(turn, task, wish)
    if problem is not None:
        return _put(turn, task, problem)
    turn.wrote = False
    replies = _run(turn, task, wish.intent, results)
    changed = turn.wrote or turn.asked
    turn.answered = {} if changed else {"intent": task.intent, "values": dict(task.values), "request": wish.request}
    return replies


def perform_all(turn: Turn, wishes: Iterable[Wish], results: Results) -> list[Reply]:
    """Answer several wishes. Questions come last, one at a time: the others wait until the first one is answered."""
    said: list[Reply] = []
    small: list[tuple[Task, list[Reply]]] = []  # questions outside of tasks
    asked: list[Reply] = []  # the question of a task
    for wish in sorted(wishes, key=_when):
        turn.asked = False
        replies = perform(turn, wish, results)
        task = turn.conversation.task
        if not turn.asked or task is None:
            said += replies
        elif task.name:
            asked = replies
        else:
            small.append((task, replies))
            turn.conversation.task = None
    if not small:
        turn.asked = bool(asked)
        return said + asked
    return said + _first_of(turn, small)


def _when(wish: Wish) -> int:
    """What a message says of the language holds for all of it; a task is gone on with when everything else is done."""
    return -1 if wish.intent.name == LANGUAGE else int(bool(wish.intent.task))


def _first_of(turn: Turn, small: list[tuple[Task, list[Reply]]]) -> list[Reply]:
    """Ask the first of several questions; the others and the open task wait below it, in their order."""
    conversation = turn.conversation
    (first, question), *later = small
    opened_before = [conversation.task] if conversation.task else []
    conversation.suspended += [*opened_before, *(task for task, _ in reversed(later))]
    del conversation.suspended[:-MOST_SUSPENDED]
    conversation.task, turn.asked = first, True
    return question


def _task(turn: Turn, wish: Wish) -> Task:
    """The task this wish goes on with, or a new one; an open one of another kind is put aside."""
    conversation = turn.conversation
    if conversation.task and conversation.task.intent == wish.intent.name:
        if conversation.task.name or not _begins_anew(wish):
            return conversation.task
        conversation.task = None
    if wish.intent.skill == "dialogue":
        return Task(intent=wish.intent.name)
    if conversation.task:
        conversation.suspended.append(conversation.task)
        del conversation.suspended[:-MOST_SUSPENDED]
        conversation.task = None
    for index, task in enumerate(conversation.suspended):
        if task.intent == wish.intent.name and task.name:
            return conversation.suspended.pop(index)
    return Task(intent=wish.intent.name, name=wish.intent.task)


def _begins_anew(wish: Wish) -> bool:
    """Whether a wish names goods of its own: what was told for others before is none of it."""
    entities = wish.request.entities if wish.request and not wish.values else ()
    return any(entity.type in {"product", "category"} for entity in entities)


def _fill(turn: Turn, task: Task, wish: Wish) -> Ask | None:
    """Put the wish's values and entities into the task's slots; what is unclear or refused becomes a question."""
    found = [(slot, _found(turn, wish, slot)) for slot in wish.intent.slots]
    turn.given = {}
    for slot, value in found:
        if isinstance(value, Raw) and (value.named or (slot.required and task.values.get(slot.name) is None)):
            before = task.values.get(slot.name)
            turn.given[slot.name] = before if before != value.value else None
            task.values[slot.name] = value.value
    return next(_problems(turn, task, wish.intent, found), None)


def _found(turn: Turn, wish: Wish, slot: Slot) -> Found:
    """What a wish gives to a slot: the value that came with it, or what its request names."""
    if slot.name not in wish.values:
        return converter(slot).find(turn, wish.request, slot) if wish.request else None
    value: Any = wish.values[slot.name]
    return value if isinstance(value, Unclear | Rejected) else Raw(value)


def _problems(turn: Turn, task: Task, intent: Intent, slots: Iterable[tuple[Slot, Found]]) -> Iterator[Ask]:
    for slot, found in slots:
        if isinstance(found, Unclear) and found.options and (found.named or slot.required):
            yield turn.ask(slot.name, _question(turn, intent, slot), options=found.options)
        elif isinstance(found, Rejected):
            task.values.pop(slot.name, None)
            options = found.options or _asked_before(task, slot)
            yield turn.ask(slot.name, turn.say(found.message, **found.values), options=options)


def _question(turn: Turn, intent: Intent, slot: Slot) -> Said:
    if slot.name in intent.questions:
        return turn.say(intent.questions[slot.name])
    special = f"ask-{intent.name}-{slot.name}".replace(".", "-").replace("_", "-")
    return turn.say(special if turn.world.texts.has(special) else f"ask-{slot.name}".replace("_", "-"))


def _run(turn: Turn, task: Task, intent: Intent, results: Results) -> list[Reply]:
    """Call the handler with its slots, or ask for the first one that is missing."""
    loaded = {slot.name: _load(turn, task, slot) for slot in intent.slots}
    lacking = {name: value for name, value in loaded.items() if isinstance(value, Rejected)}
    values = {name: value for name, value in loaded.items() if value is not None and name not in lacking}
    missing = next((slot for slot in intent.slots if slot.required and slot.name not in values), None)
    answer: Ask | list[Reply]
    if missing is not None:
        options = _asked_before(task, missing) or _named(turn, missing)
        answer = turn.ask(missing.name, _question(turn, intent, missing), options=options)
    else:
        answer = call(turn, intent.skill, intent.handler, values, results)
    if isinstance(answer, Ask):
        return _put(turn, task, _for_the_rest(turn, answer, lacking))
    if turn.conversation.task is task:
        turn.conversation.task = None
    return answer


def _for_the_rest(turn: Turn, ask: Ask, lacking: Mapping[str, Rejected]) -> Ask:
    """A question for a value of which a part is known already asks for what it lacks."""
    rest = lacking.get(ask.slot)
    return replace(ask, reply=ask.reply.saying(turn.say(rest.message, **rest.values))) if rest else ask


def _named(turn: Turn, slot: Slot) -> tuple[Option, ...]:
    """What a slot may be, if each of it has a name for people."""
    named = labels(slot)
    if not all(turn.world.texts.has(label) for label in named.values()):
        return ()
    return tuple(Option(turn.say(label), value) for value, label in named.items())


def _asked_before(task: Task, slot: Slot) -> tuple[Option, ...]:
    """The choices of a question that is asked again."""
    if task.question is None or task.question.slot != slot.name:
        return ()
    return tuple(Option(option["label"], option["value"], option["role"]) for option in task.question.options)


def _load(turn: Turn, task: Task, slot: Slot) -> Any | None:
    """The value of a slot; None without one, and Rejected if it is not all there."""
    raw = task.values.get(slot.name)
    return None if raw is None else converter(slot).load(turn, raw)


def _put(turn: Turn, task: Task, ask: Ask) -> list[Reply]:
    """Open a question: remember the task and show the options as buttons."""
    if _leads_astray(turn, task, ask):
        return fallback.replies(turn)
    task.values.update(ask.values)
    options = [as_data(option) for option in ask.options]
    reply = Reply.of(ask.reply)
    task.question = Question(slot=ask.slot, asked=str(reply.text), options=options, acts=list(reply.acts))
    conversation = turn.conversation
    if conversation.task is not task:  # a small question gives way to another one
        waiting = (*conversation.suspended, conversation.task)
        conversation.suspended = [each for each in waiting if each and each.name]
    conversation.task = task
    turn.asked = True
    if goods := [line for option in ask.options if (line := _goods(turn, option))]:
        shown(conversation, goods)
    return [replace(reply, buttons=buttons_of(task, task.question) + reply.buttons)]


def _goods(turn: Turn, option: Option) -> dict[str, Any] | None:
    """What an option puts up for sale, as a line of a listing."""
    variant = turn.catalog.variant(str(option.value))
    return {"sku": variant.sku, "product": variant.product} if variant else None


def _leads_astray(turn: Turn, task: Task, ask: Ask) -> bool:
    """Whether a guess would put a question without choices over a task that waits: the task is worth more."""
    waiting = any(each.name for each in turn.conversation.suspended)
    intent, request = turn.world.skills.intent(task.intent), turn.request
    if task.name or not waiting or request is None or intent is None or ask.options or ask.reply.buttons:
        return False
    goods = any(slot.name == ask.slot and names_goods(slot) for slot in intent.slots)
    return goods or (request.score < SURE and not request.entities)


def resume(turn: Turn, results: Results) -> list[Reply]:
    """Go on with the open task, or the one that was put aside: its question is asked again, once."""
    conversation = turn.conversation
    if turn.final:  # what was ordered is settled: a small question about it has nothing left to ask
        conversation.suspended = [each for each in conversation.suspended if each.name]
    if conversation.task is None and conversation.suspended:
        conversation.task = conversation.suspended.pop()
    return [] if turn.asked else _ask_again(turn, results)


def _ask_again(turn: Turn, results: Results) -> list[Reply]:
    """Ask the open question again, as things stand now: a task's handler runs, so that a changed cart makes a new summary.

    A question outside of a task is asked again once, a yes or no as things stand now; then it is dropped.
    """
    now = opened(turn)
    if now is None:
        return []
    task, question, intent = now
    turn.request, turn.given = None, {}
    if task.name and turn.lapsed and turn.message.kind != "press":
        return [whether_to_go_on(turn, task)]
    if task.name:
        return _run(turn, task, intent, results)
    if question.again:
        turn.conversation.task = None
        return resume(turn, results)
    if confirms(question):
        replies = _run(turn, task, intent, results)
        if task.question:
            task.question.again = True
        return replies
    turn.asked = question.again = True
    text = Said(question.asked, acts=tuple(question.acts), language=turn.language)
    return [Reply(text=text, buttons=buttons_of(task, question))]
