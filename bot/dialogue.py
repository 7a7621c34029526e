"""The route of one message: who gets it, what is asked, what goes on afterwards.

1. Cancel, stop and a wish for a person always win. 2. An open question takes the message if it is an answer to it.
3. Otherwise every request in the message is answered in order; an open task waits and its question is asked again, once.
4. Free text goes to an open question that nothing else understood. 5. What is left meets the fallback ladder.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeGuard

from bot import desk, fallback, news, steps
from bot.addressing import may_be_a_name
from bot.asked import asked_again, listed, remember
from bot.choosing import ANSWERS, TASKS, WORDS_AROUND, best_of, button_of, chosen, confirms, of_the_choice
from bot.conversation import Question, Task
from bot.lists import by_number, of_orders, of_the_list, only_pointing
from bot.message import ACTIVE_KINDS
from bot.pause import lapsed
from bot.references import Found, Raw, Rejected, Unclear, follow, product_in
from bot.reply import Reply
from bot.run import Results, listen
from bot.several import chosen_together, each_of
from bot.skill import Intent, Slot
from bot.slots import converter, names_goods, takes_text, yes_or_no
from bot.talk import settled, taken_up
from bot.tasks import Wish, known, opened, option_taken, perform, perform_all, resume
from bot.turn import Option, Turn
from bot.winning import CANCEL, NO_OFFERS, winning
from intents.parse import Parse, Request

#: What listeners hear of a shopper's message while a person is asked for or answers.
HEARD = "handover.heard"
#: What is never a name.
CODES = frozenset({"voucher", "order_number", "email", "phone"})
#: What goods are called by.
GOODS = frozenset({"product", "category", "colour", "size"})
#: How sure it must be that a message is about the task that is open.
NEAR = 0.4
#: A message may have any number of words as small as this besides the value: "the one at the market".
SMALL = 3


def respond(turn: Turn, results: Results) -> list[Reply]:
    """Answer one message: the replies, in order. The conversation in the turn is changed, nothing is sent."""
    before = turn.conversation.handover
    replies = Reply.closed(news.told(turn, _replies(turn, results), results))
    if before == turn.conversation.handover == "waiting":
        replies += desk.answered(turn, replies)
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
    if not wishes:
        replies = listen(turn, results, turn.message.kind) or fallback.replies(turn)
        return replies + resume(turn, results)
    turn.conversation.misses = 0
    return perform_all(turn, each_of(turn, wishes), results) + resume(turn, results)


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
    if kind == "text":
        return _written(turn)
    return _sent(turn)


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
    answer = _answer(turn)
    if answer:
        return [answer]
    intent = turn.world.skills.taking(turn.message.kind)
    if intent is None:
        return []
    found = {slot.name: converter(slot).answer(turn, slot) for slot in intent.slots}
    return [Wish(intent, {name: value.value for name, value in found.items() if isinstance(value, Raw)})]


def _written(turn: Turn) -> list[Wish] | Reply:
    if wishes := _agreed(turn) or taken_up(turn) or listed(turn) or of_orders(turn):
        return wishes
    requests = turn.parse.requests if turn.parse else ()
    if wishes := winning(turn, requests) or chosen_together(turn):
        return wishes
    requests = tuple(request for request in requests if request.intent != CANCEL)
    corrected = _correct(turn)
    answer = None if turn.parse and turn.parse.correction and corrected else _answer(turn)
    if corrected and answer is None:
        return [corrected]
    if answer:
        others = [
            request for request in requests if request.intent not in ANSWERS and request.intent != answer.intent.name
        ]
        return [answer, *(known(turn, others) if len(requests) > 1 and not answer.whole else [])]
    again = asked_again(turn) or _volunteered(turn, whole=True) or by_number(turn) or only_pointing(turn)
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
        or _volunteered(turn)
        or _near(turn)
        or _unmet(turn)
        or _free_text(turn)
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


def _answer(turn: Turn) -> Wish | None:
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
    return _own_words(turn, question, intent, slot) if takes_text(slot) else _converted(turn, task, intent, slot)


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


def _left_of_choice(turn: Turn, found: Found) -> Unclear | None:
    """What a message that only names goods leaves of the choice that is open: two of six."""
    now = opened(turn)
    choice = [option["value"] for option in now[1].options] if now else []
    if now and (best := best_of(turn, now[1].options)):
        return Unclear(tuple(Option(option["label"], option["value"], option["role"]) for option in best))
    left = tuple(each for each in found.options if each.value in choice) if isinstance(found, Unclear) else ()
    return Unclear(left) if left and len(left) < len(choice) and _all_of_it(turn, GOODS) else None


def _of_other_goods(turn: Turn, task: Task) -> bool:
    """Whether a message names goods that the open task is not about: "and two of those" answers nothing."""
    entities = turn.parse.entities if turn.parse else ()
    skus = {str(task.values.get(slot)) for slot in ("line", "variant")}
    about = {variant.product for variant in map(turn.catalog.variant, skus) if variant}
    if not about or not any(entity.type in {"product", "category"} for entity in entities):
        return False
    found = product_in(turn, entities)
    named = {found.value} if isinstance(found, Raw) else set()
    named |= {option.value for option in found.options} if isinstance(found, Unclear) else set()
    return bool(named) and not named & about


def _unmet(turn: Turn) -> list[Wish]:
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


def _correct(turn: Turn) -> Wish | None:
    """A correction of what the running task was told: "no, four", "I meant the large one"."""
    now = opened(turn)
    if now is None or not turn.parse or not _corrects(turn.parse):
        return None
    task, _question, intent = now
    request = Request(intent=intent.name, score=1.0, entities=turn.parse.entities)
    told = [slot for slot in intent.slots if slot.name in task.values and not takes_text(slot)]
    found = {
        slot.name: converter(slot).find(turn, request, slot) or converter(slot).answer(turn, slot) for slot in told
    }
    values = {name: value.value for name, value in found.items() if isinstance(value, Raw) and value.named}
    return Wish(intent, values, _own_request(turn, task)) if values else None


def _corrects(parse: Parse) -> bool:
    """Whether a message says that something was to be otherwise: a no with a value does."""
    return parse.correction or any(request.intent in {"order.change", "dialogue.no"} for request in parse.requests)


def _volunteered(turn: Turn, *, whole: bool = False) -> list[Wish]:
    """A value for another slot of the open task than the one asked for: an address written at the summary.

    With `whole` only what is nothing else: it comes before any wish that the message resembles.
    """
    now = opened(turn)
    if now is None or not now[0].name:
        return []
    slots = [slot for slot in now[2].slots if not takes_text(slot)]
    found = {slot.name: converter(slot).answer(turn, slot) for slot in slots}
    alone = {slot.name for slot in slots if whole and _all_of_it(turn, converter(slot).kinds)}
    values = {name: value.value for name, value in found.items() if _is_given(value, whole=whole and name not in alone)}
    return [Wish(now[2], values)] if values else []


def _is_given(found: Found, *, whole: bool) -> TypeGuard[Raw]:
    return isinstance(found, Raw) and found.named and (found.whole or not whole)


def _free_text(turn: Turn) -> list[Wish]:
    now = opened(turn)
    slot = _slot(now[2], now[1].slot) if now else None
    if now is None or slot is None or not takes_text(slot) or now[1].options:
        return []
    found = converter(slot).answer(turn, slot)
    return [Wish(now[2], {slot.name: found.value})] if isinstance(found, Raw) else []
