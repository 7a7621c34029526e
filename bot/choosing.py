"""Which option of an open question a message means: by its label, its place, a yes or no, or a word of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.conversation import Question, Task
from bot.measures import comparison, meant
from bot.reply import Button
from bot.store.base import Reader
from bot.turn import Option, Turn
from catalog.model import Variant
from intents.parse import Entity, Request

#: Intents that answer an open question rather than leave it.
ANSWERS = frozenset({"dialogue.yes", "dialogue.no", "order.add", "order.change", "account.address", "order.checkout"})
#: Intents that resemble an answer to a choice.
IN_CART = frozenset({"order.add", "order.change"})
#: Intents that are about a task that is open, when one is.
TASKS = frozenset({"account.address", "order.checkout"})
#: The intent of whatever is asked about the shop.
QUESTION = "search.question"
#: A message may have so many words besides the value that was asked for.
WORDS_AROUND = 2
#: Slots whose value is a number: there a bare number is no place in a list.
NUMBERS = frozenset({"quantity", "people"})
_LABEL_WORD = re.compile(r"\w+")


def button_of(reader: Reader, conversation: str, id: str) -> Mapping[str, Any] | None:
    """A button with what it does; buttons live in the reply they were sent with, bound to its conversation."""
    row = reader.row(
        "SELECT data FROM effect WHERE key = :key AND conversation = :conversation",
        key=id.rpartition(".")[0],
        conversation=conversation,
    )
    buttons: Sequence[Mapping[str, Any]] = json.loads(row["data"]).get("buttons", []) if row else []
    return next((button for button in buttons if button["id"] == id), None)


def chosen(turn: Turn, question: Question) -> dict[str, Any] | None:
    """The option that was meant: its label, its place in the list, or yes and no; yes is the only one there is."""
    options = [option for option in question.options if option.get("slot", question.slot) == question.slot]
    said = " ".join(turn.message.text.casefold().split()).strip(" .!?")
    for option in options:
        if said and said == option["label"].casefold():
            return option
    if part := _by_part(turn, options):
        return part
    intents = {request.intent for request in turn.parse.requests} if turn.parse else set()
    role = "confirm" if "dialogue.yes" in intents else "deny" if "dialogue.no" in intents else ""
    if role:
        only = options if len(options) == 1 and intents == {"dialogue.yes"} else []
        return next((option for option in options if option["role"] == role), next(iter(only), None))
    kept = [option for option in options if not any(_names(option, look) for look in _looks(turn, negated=True))]
    if len(kept) == 1 < len(options):
        return kept[0]
    named = (_by_place(turn, options) or _by_comparison(turn, kept)) if question.slot not in NUMBERS else None
    named = named or _by_choice(turn, question, options)
    if named or (turn.parse and any(request.intent not in ANSWERS for request in turn.parse.requests)):
        return named
    return _by_looks(turn, kept) or _by_words(turn, kept)


def _by_part(turn: Turn, options: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The one option whose label holds all the words of a message: "500 ml"."""
    words = set(_LABEL_WORD.findall(turn.message.text.casefold()))
    fitting = [option for option in options if words and words <= set(_LABEL_WORD.findall(option["label"].casefold()))]
    return fitting[0] if len(fitting) == 1 and bare_number(turn) is None else None


def _by_place(turn: Turn, options: list[dict[str, Any]]) -> dict[str, Any] | None:
    places = [int(ref["index"]) for ref in _references(turn) if ref["kind"] == "ordinal" and "count" not in ref]
    number = bare_number(turn)
    places += [number] if number is not None else []
    counted = [len(options) if place == -1 else place for place in places]
    return next((options[place - 1] for place in counted if 1 <= place <= len(options)), None)


def _by_comparison(turn: Turn, options: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The one of several goods that "the bigger one" or "the cheapest" is."""
    best = best_of(turn, options)
    return best[0] if len(best) == 1 else None


def best_of(turn: Turn, options: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of several goods that a comparison means, all of them if they are alike; a question for it chooses nothing."""
    said = comparison(turn.parse.entities) if turn.parse and "?" not in turn.message.text else None
    goods = [variant for option in options if (variant := _sold(turn, str(option["value"])))]
    if said is None or not goods or len(goods) < len(options):
        return []
    fitting = {variant.sku for variant in meant(goods, *said, now=turn.now)}
    return [option for option, variant in zip(options, goods, strict=True) if variant.sku in fitting]


def _sold(turn: Turn, value: str) -> Variant | None:
    """The variant, or the first one of the product, that an option stands for."""
    product = turn.catalog.product(value)
    return turn.catalog.variant(value) or (product.variants[0] if product else None)


def _references(turn: Turn) -> list[Any]:
    entities = turn.parse.entities if turn.parse else ()
    return [entity.value for entity in entities if entity.type == "reference" and not entity.negated]


def bare_number(turn: Turn) -> int | None:
    """The number that is all a message says."""
    said = turn.message.text.strip(" .!)")
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= 3 else None


def _by_looks(turn: Turn, options: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The one option whose label names the colour and the size that were said: "the blue one"."""
    fitting = looking_so(turn, options)
    return fitting[0] if len(fitting) == 1 else None


def looking_so(turn: Turn, options: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The options whose labels name the colour and the size that were said."""
    looks = _looks(turn)
    return [option for option in options if looks and all(_names(option, look) for look in looks)]


def _looks(turn: Turn, *, negated: bool = False) -> list[Entity]:
    """The colours and sizes that were said, or those that were refused."""
    entities = turn.parse.entities if turn.parse else ()
    return [entity for entity in entities if entity.type in {"colour", "size"} and entity.negated == negated]


def _names(option: dict[str, Any], look: Entity) -> bool:
    said = {str(look.value).casefold(), look.text.casefold()}
    return not said.isdisjoint(_LABEL_WORD.findall(option["label"].casefold()))


def _by_words(turn: Turn, options: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The one option whose label shares the most words with the message: "the one at the harbour"."""
    said = turn.message.text
    for entity in turn.parse.entities if turn.parse else ():
        if entity.negated:
            said = said[: entity.start] + " " * len(entity.text) + said[entity.end :]
    place = most_alike(said, [option["label"] for option in options])
    return None if place is None else options[place]


def most_alike(said: str, labels: Sequence[str]) -> int | None:
    """The place of the one label that shares the most words with what was said; None if none does, or several do."""
    words = set(_words(said))
    shared = [len(words & set(_words(label))) for label in labels]
    best = max(shared, default=0)
    return shared.index(best) if best and shared.count(best) == 1 else None


def _words(text: str) -> list[str]:
    """The words that tell things apart: longer ones, and whatever holds a digit ("250 g")."""
    return [word for word in _LABEL_WORD.findall(text.casefold()) if len(word) > 3 or any(map(str.isdigit, word))]


def _by_choice(turn: Turn, question: Question, options: list[dict[str, Any]]) -> dict[str, Any] | None:
    for entity in _stated(turn):
        if entity.type == "choice" and not entity.negated and question.slot in entity.value:
            value = entity.value[question.slot]
            return next((option for option in options if option["value"] == value), None)
    return None


def _stated(turn: Turn) -> list[Entity]:
    """What a message names outside of questions to the shop: "how long does delivery take?" chooses nothing."""
    requests = turn.parse.requests if turn.parse else ()
    return [
        entity
        for entity in (turn.parse.entities if turn.parse else ())
        if not any(_asks(turn, request, entity) for request in requests if request.start <= entity.start < request.end)
    ]


def _asks(turn: Turn, request: Request, about: Entity) -> bool:
    """Whether a request asks about something rather than naming it, as "delivery" alone does."""
    if request.intent in ANSWERS:
        return False
    said = turn.message.text[request.start : request.end]
    around = len(said.split()) - len(about.text.split())
    return "?" in said or (request.intent == QUESTION and around > WORDS_AROUND)


def of_the_choice(turn: Turn, requests: Sequence[Request]) -> Sequence[Request]:
    """The requests without those that name nothing, while a choice of something else is open: "the fifth" puts nothing in the cart."""
    task = turn.conversation.task
    choosing = task is not None and not task.name and task.question is not None and task.question.options
    return [
        request
        for request in requests
        if not choosing
        or not _only_points(turn, request)
        or request.intent not in IN_CART
        or (task and request.intent == task.intent)
    ]


def _only_points(turn: Turn, request: Request) -> bool:
    """Whether a request names nothing, or points with hardly a word around: "the third one"."""
    pointed = sum(len(entity.text.split()) for entity in request.entities)
    around = len(turn.message.text[request.start : request.end].split()) - pointed
    kinds = {entity.type for entity in request.entities}
    return not kinds or (kinds == {"reference"} and around <= WORDS_AROUND)


def confirms(question: Question) -> bool:
    """Whether a question waits for a yes or no to something that cannot be taken back."""
    return any(option["role"] == "confirm" for option in question.options)


def as_data(option: Option) -> dict[str, Any]:
    """An option as it is remembered with its question."""
    return {"label": str(option.label), "value": option.value, "role": option.role or f"choose:{option.value}"}


def buttons_of(task: Task, question: Question) -> tuple[Button, ...]:
    """The buttons of a question's options."""
    kept = {} if task.name else task.values
    return tuple(
        Button(label=o["label"], role=o["role"], intent=task.intent, values={**kept, question.slot: o["value"]})
        for o in question.options
    )
