"""The route of one message: who gets it, what is asked, what goes on afterwards.

1. Cancel, stop and a wish for a person always win. 2. An open question takes the message if it is an answer to it.
3. Otherwise every request in the message is answered in order; an open task waits and its question is asked again, once.
4. Free text goes to an open question that nothing else understood. 5. What is left meets the fallback ladder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot import fallback
from bot.choosing import ANSWERS, as_data, buttons_of, chosen
from bot.conversation import Question, Task
from bot.message import ACTIVE_KINDS
from bot.references import Found, Raw, Rejected, Unclear
from bot.reply import Reply, Said
from bot.run import Results, call
from bot.skill import Intent, SkillError, Slot
from bot.slots import Converter, converter, takes_text
from bot.turn import Ask, Option, Turn
from intents.parse import Parse, Request

NO_OFFERS = "account.offers_off"
ALWAYS = ("dialogue.cancel", "help.human", NO_OFFERS, "dialogue.undo")
MOST_SUSPENDED = 3
#: A message may have so many words besides the value that was asked for.
WORDS_AROUND = 2


@dataclass(frozen=True, slots=True)
class Wish:
    """An intent to answer, with the values that came with it."""

    intent: Intent
    values: Mapping[str, Any] = field(default_factory=dict)
    request: Request | None = None


def respond(turn: Turn, results: Results) -> list[Reply]:
    """Answer one message: the replies, in order. The conversation in the turn is changed, nothing is sent."""
    if turn.message.kind not in ACTIVE_KINDS:
        return _listen(turn, results)
    if turn.conversation.handover == "human":
        return [reply for wish in _objections(turn) for reply in _perform(turn, wish, results)]
    replies = _disclose(turn)
    wishes = _wishes(turn)
    if isinstance(wishes, Reply):
        return [*replies, wishes]
    if not wishes:
        replies += _listen(turn, results) or fallback.replies(turn)
        return replies + _resume(turn, results)
    turn.conversation.misses = 0
    for wish in wishes:
        replies += _perform(turn, wish, results)
    return replies + _resume(turn, results)


def _listen(turn: Turn, results: Results) -> list[Reply]:
    replies: list[Reply] = []
    for skill, handler in turn.world.skills.listeners(turn.message.kind):
        answers = call(turn, skill, handler, {}, results)
        if isinstance(answers, Ask):
            raise SkillError(f"{skill}.{handler.__name__} listens to news and cannot ask; ask in an intent")
        replies += answers
    return replies


def _disclose(turn: Turn) -> list[Reply]:
    """Say, at the first contact, that this is a bot (AI Act art. 50(1))."""
    if turn.conversation.greeted or not turn.world.texts.has("bot-disclosure", turn.language):
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
    if kind == "text":
        return _written(turn)
    return _sent(turn)


def _objections(turn: Turn) -> list[Wish]:
    """A wish for no more offers; it counts while a person speaks, too."""
    wishes = _wishes(turn)
    return [] if isinstance(wishes, Reply) else [wish for wish in wishes if wish.intent.name == NO_OFFERS]


def _stopped(turn: Turn) -> list[Wish]:
    """The one word that every offer names: it ends offers, and what is going on."""
    said = turn.message.text.casefold().strip(" .!")
    words = {
        language: str(turn.world.texts.say("words-stop", language, {})).split() for language in turn.shop.languages
    }
    if not any(said in spoken for spoken in words.values()):
        return []
    names = (*(["dialogue.cancel"] if turn.conversation.task else []), NO_OFFERS)
    return [Wish(intent) for intent in map(turn.world.skills.intent, names) if intent]


def _pressed(turn: Turn) -> list[Wish] | Reply:
    button: Mapping[str, Any] = turn.message.data.get("action") or {"intent": "", "values": {}}
    intent = turn.world.skills.intent(button["intent"])
    return [Wish(intent, dict(button.get("values", {})))] if intent else Reply.of(turn.say("button-stale"))


def _sent(turn: Turn) -> list[Wish]:
    answer = _answer(turn)
    if answer:
        return [answer]
    intent = turn.world.skills.taking(turn.message.kind)
    if intent is None:
        return []
    found = {slot.name: converter(slot).answer(turn, slot) for slot in intent.slots}
    return [Wish(intent, {name: value.value for name, value in found.items() if isinstance(value, Raw)})]


def _written(turn: Turn) -> list[Wish] | Reply:
    requests = turn.parse.requests if turn.parse else ()
    winning = [request for request in requests if request.intent in ALWAYS]
    stopped = _stopped(turn)
    if stopped or winning:
        return stopped or _known(turn, winning[:1])
    corrected = _correct(turn)
    answer = None if turn.parse and turn.parse.correction and corrected else _answer(turn)
    if corrected and answer is None:
        return [corrected]
    if answer:
        others = [
            request for request in requests if request.intent not in ANSWERS and request.intent != answer.intent.name
        ]
        return [answer, *(_known(turn, others) if len(requests) > 1 else [])]
    wishes = _known(turn, requests)
    return wishes or _volunteered(turn) or _free_text(turn)


def _known(turn: Turn, requests: Iterable[Request]) -> list[Wish]:
    found = ((request, turn.world.skills.intent(request.intent)) for request in requests)
    return [Wish(intent, {}, request) for request, intent in found if intent]


def _open(turn: Turn) -> tuple[Task, Question, Intent] | None:
    task = turn.conversation.task
    intent = turn.world.skills.intent(task.intent) if task else None
    return (task, task.question, intent) if task and task.question and intent else None


def _answer(turn: Turn) -> Wish | None:
    """The message as the answer to the open question, if it is one."""
    opened = _open(turn)
    if opened is None:
        return None
    task, question, intent = opened
    option = chosen(turn, question)
    if option is not None:
        return Wish(intent, {question.slot: option["value"]})
    slot = _slot(intent, question.slot)
    if slot is None:
        return None
    return _own_words(turn, question, intent, slot) if takes_text(slot) else _converted(turn, task, intent, slot)


def _converted(turn: Turn, task: Task, intent: Intent, slot: Slot) -> Wish | None:
    how = converter(slot)
    if not (_may_answer(turn, task) or _all_of_it(turn, how.kinds)):
        return None
    found = how.answer(turn, slot)
    if isinstance(found, Raw):
        return Wish(intent, {slot.name: found.value}, _own_request(turn, task))
    if isinstance(found, Unclear | Rejected) and turn.parse and not turn.parse.requests:
        return Wish(intent, {slot.name: found})
    return None


def _own_words(turn: Turn, question: Question, intent: Intent, slot: Slot) -> Wish | None:
    """Words that show no language are a name or a code rather than a wish, whatever they resemble."""
    if question.options or turn.parse is None or turn.parse.language:
        return None
    found = converter(slot).answer(turn, slot)
    return Wish(intent, {slot.name: found.value}) if isinstance(found, Raw) else None


def _all_of_it(turn: Turn, kinds: frozenset[str]) -> bool:
    """Whether a message is nothing but a value of these kinds with a word or two around it: "in the one at the harbour"."""
    entities = turn.parse.entities if turn.parse else ()
    if not entities or "?" in turn.message.text or any(entity.type not in kinds for entity in entities):
        return False
    named = sum(len(entity.text.split()) for entity in entities)
    return len(turn.message.text.split()) <= named + WORDS_AROUND


def _may_answer(turn: Turn, task: Task) -> bool:
    requests = turn.parse.requests if turn.parse else ()
    return not requests or any(request.intent in ANSWERS or request.intent == task.intent for request in requests)


def _own_request(turn: Turn, task: Task) -> Request | None:
    requests = turn.parse.requests if turn.parse else ()
    return next((request for request in requests if request.intent == task.intent), None)


def _slot(intent: Intent, name: str) -> Slot | None:
    return next((slot for slot in intent.slots if slot.name == name), None)


def _correct(turn: Turn) -> Wish | None:
    """A correction of what the running task was told: "no, four", "I meant the large one"."""
    opened = _open(turn)
    if opened is None or not turn.parse or not _corrects(turn.parse):
        return None
    task, _question, intent = opened
    request = Request(intent=intent.name, score=1.0, entities=turn.parse.entities)
    found = {slot.name: converter(slot).find(turn, request, slot) for slot in intent.slots if slot.name in task.values}
    values = {name: value.value for name, value in found.items() if isinstance(value, Raw) and value.named}
    return Wish(intent, values) if values else None


def _corrects(parse: Parse) -> bool:
    return parse.correction or any(request.intent == "order.change" for request in parse.requests)


def _volunteered(turn: Turn) -> list[Wish]:
    """A value for another slot of the open task than the one asked for: an address written at the summary."""
    opened = _open(turn)
    if opened is None or not opened[0].name:
        return []
    slots = [slot for slot in opened[2].slots if not takes_text(slot)]
    found = {slot.name: converter(slot).answer(turn, slot) for slot in slots}
    values = {name: value.value for name, value in found.items() if isinstance(value, Raw) and value.named}
    return [Wish(opened[2], values)] if values else []


def _free_text(turn: Turn) -> list[Wish]:
    opened = _open(turn)
    slot = _slot(opened[2], opened[1].slot) if opened else None
    if opened is None or slot is None or not takes_text(slot) or opened[1].options:
        return []
    found = converter(slot).answer(turn, slot)
    return [Wish(opened[2], {slot.name: found.value})] if isinstance(found, Raw) else []


# Doing it


def _perform(turn: Turn, wish: Wish, results: Results) -> list[Reply]:
    task = _task(turn, wish)
    turn.request = wish.request
    problem = _fill(turn, task, wish)
    if problem is not None:
        return _put(turn, task, problem)
    return _run(turn, task, wish.intent, results)


def _task(turn: Turn, wish: Wish) -> Task:
    """The task this wish goes on with, or a new one; an open one of another kind is put aside."""
    conversation = turn.conversation
    if conversation.task and conversation.task.intent == wish.intent.name:
        return conversation.task
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


def _fill(turn: Turn, task: Task, wish: Wish) -> Ask | None:
    """Put the wish's values and entities into the task's slots; what is unclear or refused becomes a question."""
    found = [(slot, _found(turn, wish, slot)) for slot in wish.intent.slots]
    for slot, value in found:
        if isinstance(value, Raw) and (value.named or (slot.required and slot.name not in task.values)):
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
            yield turn.ask(slot.name, turn.say(found.message, **found.values))


def _question(turn: Turn, intent: Intent, slot: Slot) -> Said:
    if slot.name in intent.questions:
        return turn.say(intent.questions[slot.name])
    special = f"ask-{intent.name}-{slot.name}".replace(".", "-").replace("_", "-")
    return turn.say(special if turn.world.texts.has(special) else f"ask-{slot.name}".replace("_", "-"))


def _run(turn: Turn, task: Task, intent: Intent, results: Results) -> list[Reply]:
    """Call the handler with its slots, or ask for the first one that is missing."""
    loaded: dict[str, Any] = {}
    for slot in intent.slots:
        value = _load(turn, task, slot)
        if value is not None:
            loaded[slot.name] = value
        elif slot.required:
            return _put(
                turn, task, turn.ask(slot.name, _question(turn, intent, slot), options=_asked_before(task, slot))
            )
    answer = call(turn, intent.skill, intent.handler, loaded, results)
    if isinstance(answer, Ask):
        return _put(turn, task, answer)
    if turn.conversation.task is task:
        turn.conversation.task = None
    return answer


def _asked_before(task: Task, slot: Slot) -> tuple[Option, ...]:
    """The choices of a question that is asked again."""
    if task.question is None or task.question.slot != slot.name:
        return ()
    return tuple(Option(option["label"], option["value"], option["role"]) for option in task.question.options)


def _load(turn: Turn, task: Task, slot: Slot) -> Any | None:
    if slot.name not in task.values:
        return None
    how: Converter = converter(slot)
    value = how.load(turn, task.values[slot.name])
    if value is None:
        del task.values[slot.name]
    return value


def _put(turn: Turn, task: Task, ask: Ask) -> list[Reply]:
    """Open a question: remember the task and show the options as buttons."""
    task.values.update(ask.values)
    options = [as_data(option) for option in ask.options]
    reply = Reply.of(ask.reply)
    task.question = Question(slot=ask.slot, asked=str(reply.text), options=options, acts=list(reply.acts))
    conversation = turn.conversation
    if conversation.task and conversation.task is not task:
        conversation.suspended.append(conversation.task)
    conversation.suspended = [each for each in conversation.suspended if each.name]  # a small question gives way
    conversation.task = task
    turn.asked = True
    return [replace(reply, buttons=buttons_of(task, task.question) + reply.buttons)]


def _resume(turn: Turn, results: Results) -> list[Reply]:
    """Go on with the open task, or the one that was put aside: its question is asked again, once."""
    conversation = turn.conversation
    if conversation.task is None and conversation.suspended:
        conversation.task = conversation.suspended.pop()
    return [] if turn.asked else _ask_again(turn, results)


def _ask_again(turn: Turn, results: Results) -> list[Reply]:
    """Ask the open question again, as things stand now: a task's handler runs, so that a changed cart makes a new summary.

    A question outside of a task is repeated once as it was asked; then it is dropped.
    """
    opened = _open(turn)
    if opened is None:
        return []
    task, question, intent = opened
    turn.request = None
    if task.name:
        return _run(turn, task, intent, results)
    if question.again:
        turn.conversation.task = None
        return _resume(turn, results)
    turn.asked = question.again = True
    text = Said(question.asked, acts=tuple(question.acts), language=turn.language)
    return [Reply(text=text, buttons=buttons_of(task, question))]
