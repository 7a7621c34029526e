"""The message as an answer to the open question, a correction of what the running task was told, or a value for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeGuard

from bot.addressing import may_be_a_name
from bot.choosing import ANSWERS, WORDS_AROUND, best_of, chosen, confirms, looking_so
from bot.conversation import Question, Task
from bot.references import Found, Raw, Rejected, Unclear, product_in
from bot.skill import Intent, Slot
from bot.slots import converter, names_goods, takes_text
from bot.tasks import Wish, opened, option_taken
from bot.turn import Option, Turn
from catalog.words import split
from intents.parse import Entity, Parse, Request

#: What is never a name.
CODES = frozenset({"voucher", "order_number", "email", "phone"})
#: What goods are called by.
GOODS = frozenset({"product", "category", "colour", "size"})
#: What things of one kind are told apart by.
LOOKS = frozenset({"colour", "size"})
#: A message may have any number of words as small as this besides the value: "the one at the market".
SMALL = 3


def answer_of(turn: Turn) -> Wish | None:
    """The message as the answer to the open question, if it is one."""
    now = opened(turn)
    if now is None:
        return None
    task, question, intent = now
    if turn.lapsed and confirms(question):
        return None  # a yes to what was asked long ago is asked for again
    option = chosen(turn, question)
    if option is not None:
        return option_taken(turn, now, option)
    slot = _slot(intent, question.slot)
    if slot is None:
        return None
    if takes_text(slot):
        return _own_words(turn, question, intent, slot)
    return _converted(turn, task, intent, slot) or _not_among(turn, question, intent, slot)


def _converted(turn: Turn, task: Task, intent: Intent, slot: Slot) -> Wish | None:
    if not names_goods(slot) and _of_other_goods(turn, task):
        return None
    how = converter(slot)
    found = how.answer(turn, slot)
    if (left := _left_of_choice(turn, found)) is not None:
        return Wish(intent, {slot.name: left}, whole=True)
    if isinstance(found, Rejected) and (found.whole or _all_of_it(turn, how.kinds)):
        return Wish(intent, {slot.name: found}, whole=True)
    answers = isinstance(found, Raw) and _may_answer(turn, task, found.value)
    if isinstance(found, Raw) and (found.whole or answers or _all_of_it(turn, how.kinds)):
        return Wish(intent, {slot.name: found.value}, _own_request(turn, task), whole=found.whole)
    return None


def _not_among(turn: Turn, question: Question, intent: Intent, slot: Slot) -> Wish | None:
    """A colour or size alone that none of the goods to choose from has: it is said of them, and of nothing else."""
    choosing = names_goods(slot) and bool(question.options)
    refused = any(entity.negated for entity in turn.parse.entities) if turn.parse else False
    if not choosing or refused or not _all_of_it(turn, LOOKS):
        return None
    return Wish(intent, {slot.name: Rejected("reject-variant")}, whole=True)


def _left_of_choice(turn: Turn, found: Found) -> Unclear | None:
    """What a message that only names goods leaves of the choice that is open: two of six."""
    now = opened(turn)
    choice = [option["value"] for option in now[1].options] if now else []
    if now and (best := best_of(turn, now[1].options) or _of_these_looks(turn, now[1].options)):
        return Unclear(tuple(Option(option["label"], option["value"], option["role"]) for option in best))
    left = tuple(each for each in found.options if each.value in choice) if isinstance(found, Unclear) else ()
    return Unclear(left) if left and len(left) < len(choice) and _all_of_it(turn, GOODS) else None


def _of_these_looks(turn: Turn, options: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Some of the choices, where a message says nothing but a colour or a size that these have: "a red one"."""
    fitting = looking_so(turn, options) if _all_of_it(turn, LOOKS) else []
    return fitting if len(fitting) < len(options) else []


def _of_other_goods(turn: Turn, task: Task) -> bool:
    """Whether a message names goods that the open task is not about: "and two of those" answers nothing."""
    entities = turn.parse.entities if turn.parse else ()
    skus = {str(task.values.get(slot)) for slot in ("line", "variant")}
    about = {variant.product for variant in map(turn.catalog.variant, skus) if variant}
    titled = {
        each.id for word in _unlisted(entities) for each in turn.catalog.titled(split(word), language=turn.language)
    }
    if not about or not any(entity.type in {"product", "category"} for entity in entities):
        return bool(about and titled) and not titled & about
    found = product_in(turn, entities)
    named = {found.value} if isinstance(found, Raw) else set()
    named |= {option.value for option in found.options} if isinstance(found, Unclear) else set()
    return bool(named) and not named & about


def _unlisted(entities: Iterable[Entity]) -> list[str]:
    """Goods that are named by a word which is no name or category of the shop's, but may stand in a title."""
    return [entity.value for entity in entities if entity.type == "goods"]


def unmet(turn: Turn) -> list[Wish]:
    """An answer to the open question that will not do, or leaves a choice."""
    now = opened(turn)
    slot = _slot(now[2], now[1].slot) if now else None
    if now is None or slot is None or takes_text(slot) or (turn.parse and turn.parse.requests):
        return []
    found = converter(slot).answer(turn, slot)
    return [Wish(now[2], {slot.name: found})] if isinstance(found, Unclear | Rejected) else []


def _own_words(turn: Turn, question: Question, intent: Intent, slot: Slot) -> Wish | None:
    """Words that may be a name are one rather than a wish; a code is what it is."""
    if question.options or turn.parse is None or not may_be_a_name(turn.parse):
        return None
    if any(entity.type in CODES and entity.type != slot.name for entity in turn.parse.entities):
        return None
    found = converter(slot).answer(turn, slot)
    return Wish(intent, {slot.name: found.value}) if isinstance(found, Raw) else None


def _all_of_it(turn: Turn, kinds: frozenset[str]) -> bool:
    """Whether a message is nothing but a value of these kinds with a word or two around it: "in the one at the harbour"."""
    named = turn.parse.entities if turn.parse else ()
    entities = [entity for entity in named if entity.type != "reference" or entity.value["kind"] != "pronoun"]
    if not entities or "?" in turn.message.text or any(entity.type not in kinds for entity in entities):
        return False
    words = {word for entity in named for word in entity.text.casefold().split()}
    around = [word for word in turn.message.text.casefold().split() if word.strip(".,!") not in words]
    return len(around) <= WORDS_AROUND or all(len(word) <= SMALL for word in around)


def _may_answer(turn: Turn, task: Task, value: Any) -> bool:
    """Whether a message resembles an answer; one that names none of the choices answers only what it wishes itself."""
    requests = turn.parse.requests if turn.parse else ()
    choices = [option["value"] for option in task.question.options] if task.question else []
    own = {task.intent} if choices and value not in choices else {task.intent, *ANSWERS}
    return not requests or any(request.intent in own for request in requests)


def _own_request(turn: Turn, task: Task) -> Request | None:
    requests = turn.parse.requests if turn.parse else ()
    return next((request for request in requests if request.intent == task.intent), None)


def _slot(intent: Intent, name: str) -> Slot | None:
    return next((slot for slot in intent.slots if slot.name == name), None)


def correction(turn: Turn) -> Wish | None:
    """A correction of what the running task was told: "no, four", "I meant the large one"."""
    now = opened(turn)
    if now is None or not turn.parse or not _corrects(turn.parse):
        return None
    task, _question, intent = now
    request = Request(intent=intent.name, score=1.0, entities=turn.parse.entities)
    told = [slot for slot in intent.slots if slot.name in task.values and not takes_text(slot)]
    found = _told_in(
        {slot.name: converter(slot).find(turn, request, slot) or converter(slot).answer(turn, slot) for slot in told}
    )
    values = {name: value.value for name, value in found.items() if isinstance(value, Raw) and value.named}
    return Wish(intent, values, _own_request(turn, task)) if values else None


def _corrects(parse: Parse) -> bool:
    """Whether a message says that something was to be otherwise: a no with a value does."""
    return parse.correction or any(request.intent in {"order.change", "dialogue.no"} for request in parse.requests)


def volunteered(turn: Turn, *, whole: bool = False) -> list[Wish]:
    """A value for another slot of the open task than the one asked for: an address written at the summary.

    With `whole` only what is nothing else: it comes before any wish that the message resembles. So does what is told for
    a task that waits below a small question.
    """
    waiting = [task for task in (*turn.conversation.suspended, turn.conversation.task) if task and task.name]
    intent = turn.world.skills.intent(waiting[-1].intent) if waiting else None
    if intent is None:
        return []
    below = waiting[-1] is not turn.conversation.task
    slots = [slot for slot in intent.slots if not takes_text(slot)]
    found = _told_in({slot.name: converter(slot).answer(turn, slot) for slot in slots})
    alone = {slot.name for slot in slots if whole and not below and _all_of_it(turn, converter(slot).kinds)}
    strict = whole or below
    values = {
        name: value.value for name, value in found.items() if _is_given(value, whole=strict and name not in alone)
    }
    return [Wish(intent, values)] if values else []


def _told_in(found: Mapping[str, Found]) -> Mapping[str, Found]:
    """What a message tells: a value that is all of it leaves no words for another."""
    return {name: value for name, value in found.items() if isinstance(value, Raw) and value.whole} or found


def _is_given(found: Found, *, whole: bool) -> TypeGuard[Raw]:
    return isinstance(found, Raw) and found.named and (found.whole or not whole)


def free_text(turn: Turn) -> list[Wish]:
    """The message as it stands, where a name is asked for and nothing else was understood."""
    now = opened(turn)
    slot = _slot(now[2], now[1].slot) if now else None
    if now is None or slot is None or not takes_text(slot) or now[1].options:
        return []
    found = converter(slot).answer(turn, slot)
    return [Wish(now[2], {slot.name: found.value})] if isinstance(found, Raw) else []
