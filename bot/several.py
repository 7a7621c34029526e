"""Several things at once: "both", "the first two", "the first and the third", of what is shown or of a choice that is open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, get_args

from bot.choosing import ANSWERS, WORDS_AROUND
from bot.commerce import cart as carts
from bot.excepted import all_but, says_all, within
from bot.lists import ADD
from bot.measures import comparison
from bot.pair import points
from bot.placed import listed, pointed
from bot.references import MOST_OPTIONS, Raw, lines_pointed, of_line, values
from bot.skill import Slot
from bot.slots import converter, names_goods, names_order
from bot.tasks import Wish, opened
from bot.turn import Turn
from catalog.model import Product
from intents.parse import Entity, Request

_TWO = 2
#: What names a thing, and what may stand between two of them.
_GOODS = frozenset({"product", "category", "goods"})
_JOINT = re.compile(r"\w+|[+&]")
#: What tells the kinds of one thing apart.
_LOOKS = frozenset({"colour", "size"})


def each_of(turn: Turn, wishes: Iterable[Wish]) -> list[Wish]:
    """The wishes, one for each thing that they point at."""
    return [one for wish in wishes for one in _each(turn, wish)]


def _each(turn: Turn, wish: Wish) -> list[Wish]:
    slot = next((slot for slot in wish.intent.slots if names_goods(slot)), None)
    request = wish.request
    if orders := _orders(turn, wish):
        return orders
    if slot is None or request is None or slot.name in wish.values:
        return [wish]
    if wish.intent.name == ADD and not _corrects(turn) and len(things := _things(turn, request)) > 1:
        return [one for thing in things for one in _each(turn, replace(wish, request=thing))]
    if len(kinds := _kinds(request)) > 1 and not _corrects(turn):
        return [Wish(wish.intent, _told_before(turn, wish), one) for one in kinds]
    lines = _all_listed(turn, request) if wish.intent.name == ADD else []
    if not lines and not (lines := _pointed(turn, request)):
        return [wish]
    key = "product" if Product in (slot.annotation, *get_args(slot.annotation)) else "sku"
    found = [of_line(turn, line, key, request.entities) for line in lines]
    told = _told_before(turn, wish)
    return [
        Wish(wish.intent, {**told, **wish.values, slot.name: one.value if isinstance(one, Raw) else one}, request)
        for one in found
    ]


def _orders(turn: Turn, wish: Wish) -> list[Wish]:
    """One wish for each of several listed orders that it points at; none if it points at one or none."""
    slot = next((slot for slot in wish.intent.slots if names_order(slot)), None)
    if slot is None or wish.request is None or slot.name in wish.values:
        return []
    ids = pointed(turn.conversation, wish.request.entities)
    return [Wish(wish.intent, {slot.name: each}, wish.request) for each in ids] if len(ids) > 1 else []


def _pointed(turn: Turn, request: Request) -> Sequence[Mapping[str, Any]]:
    """Two lines or more of the list that the words point at, and tell nothing else of; none otherwise."""
    lines = lines_pointed(turn, request.entities)
    alone = not (request.of("product") or comparison(request.entities) or _puts_right(turn, request))
    return lines if len(lines) >= _TWO and alone and _of_kind(turn, lines, request) else []


def _all_listed(turn: Turn, request: Request) -> Sequence[Mapping[str, Any]]:
    """All that the list shows, or all but what is left out: "I'll take all but the third"; empty where it is no such wish."""
    listing = turn.conversation.listing
    if (parts := all_but(turn, request)) is not None:
        spared = lines_pointed(turn, parts[1].entities)
        return [line for line in listing if line not in spared] if spared else []
    pronouns = all(each.type == "reference" and each.value["kind"] == "pronoun" for each in request.entities)
    few = pronouns and says_all(turn) and len(listing) <= MOST_OPTIONS
    return listing if few and not _in_the_cart(turn, listing) else []


def _in_the_cart(turn: Turn, listing: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a list shows something that is in the cart already."""
    cart = carts.load(turn.reader, turn.catalog, turn.shopper, now=turn.now)
    return not {line["sku"] for line in listing}.isdisjoint(line.sku for line in cart.lines)


def _things(turn: Turn, request: Request) -> list[Request]:
    """One request for each thing that is named, where a word like "and" stands between: "two mugs + Earl Grey"."""
    text, joining = turn.message.text, turn.words("words-joining") | {"+", "&"}
    named = sorted((e for e in request.entities if e.type in _GOODS and not e.negated), key=lambda each: each.start)
    ends = [
        joints[-1].start()
        for before, after in pairwise(named)
        if (joints := [j for j in _JOINT.finditer(text, before.end, after.start) if j.group().casefold() in joining])
    ]
    bounds = [request.start, *ends, request.end or len(text)]
    return [within(request, text, *part) for part in pairwise(bounds)] if len(ends) == len(named) - 1 else []


def _kinds(request: Request) -> list[Request]:
    """One request for each number with a look of its own: "two blue and one red mug"."""
    entities = sorted(request.entities, key=lambda entity: entity.start)
    counts = [place for place, each in enumerate(entities) if each.type == "quantity" and isinstance(each.value, int)]
    parts = [entities[first:end] for first, end in pairwise([*counts, len(entities)])]
    if not all(sum(each.type in _LOOKS for each in part) == 1 for part in parts):
        return []
    things = tuple(each for each in entities if each.type not in {"quantity", *_LOOKS})
    return [
        replace(request, entities=(*(each for each in part if each.type in {"quantity", *_LOOKS}), *things))
        for part in parts
    ]


def _puts_right(turn: Turn, request: Request) -> bool:
    """Whether one place takes that of another: "the first, no, the second"."""
    alone = [place for place in values(request.entities, "reference") if "count" not in place]
    return _corrects(turn) and not points(request.entities, "both") and len(alone) > 1


def _corrects(turn: Turn) -> bool:
    return turn.parse is not None and turn.parse.correction


def _of_kind(turn: Turn, lines: Sequence[Mapping[str, Any]], request: Request) -> bool:
    """Whether all of them are of the kind that was named, if one was: "both mugs"."""
    named = values(request.entities, "category")
    products = [product for line in lines if (product := turn.catalog.product(str(line["product"])))]
    kinds = [product.category[turn.shop.languages[0]] for product in products]
    return not named or all(kind == key or kind.startswith(f"{key} >") for kind in kinds for key in named)


def _told_before(turn: Turn, wish: Wish) -> dict[str, Any]:
    """What was told already for the question that is open, and what this message says nothing of."""
    now = opened(turn)
    if now is None or now[2] is not wish.intent or wish.request is None:
        return {}
    said = {slot.name for slot in wish.intent.slots if converter(slot).find(turn, wish.request, slot)}
    return {name: value for name, value in now[0].values.items() if name not in said}


def chosen_together(turn: Turn) -> list[Wish]:
    """Several of the goods, or orders, that are to be chosen from, as the answer to an open question."""
    now = opened(turn)
    if now is None or turn.parse is None or "?" in turn.message.text:
        return []
    task, question, intent = now
    slot: Slot | None = next((slot for slot in intent.slots if slot.name == question.slot), None)
    things = [option for option in question.options if _is_a_thing(turn, str(option["value"]))]
    whole = _all_options(turn, things)
    picked = whole or _picked(turn.parse.entities, things)
    own = next((request for request in turn.parse.requests if request.intent == intent.name), None)
    if slot is None or not (whole or len(picked) >= _TWO) or not _answers(turn, intent.name):
        return []
    told = {} if own is None else _told_before(turn, Wish(intent, {}, own))
    return [Wish(intent, {**(told or task.values), slot.name: option["value"]}, own) for option in picked]


def _all_options(turn: Turn, options: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """All of the options, or all but those at the places that are left out."""
    entities = turn.parse.entities if turn.parse else ()
    whole = Request(intent=ADD, score=1.0, entities=entities, end=len(turn.message.text))
    if (parts := all_but(turn, whole)) is not None:
        spared = _picked(parts[1].entities, options)
        return [option for option in options if option not in spared] if spared else []
    return list(options) if says_all(turn) else []


def _picked(entities: Sequence[Entity], options: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The options at the places that were said."""
    places = [place for place in values(entities, "reference") if place["kind"] == "ordinal"]
    alone = [int(place["index"]) for place in places if "count" not in place]
    counted = next((place for place in places if "count" in place), None)
    if counted:
        count = int(counted["count"])
        return list(options[-count:] if counted["index"] < 0 else options[:count]) if count <= len(options) else []
    if points(entities, "both"):
        return list(options) if len(options) == _TWO else []
    return [options[place - 1] for place in dict.fromkeys(alone) if 0 < place <= len(options)]


def _is_a_thing(turn: Turn, value: str) -> bool:
    """Whether an option stands for goods or an order, of which several may be meant."""
    sold = turn.catalog.variant(value) or turn.catalog.product(value)
    return sold is not None or value in listed(turn.conversation)


def _answers(turn: Turn, intent: str) -> bool:
    """Whether a message is no other wish, or so short that it can only be an answer."""
    requests = turn.parse.requests if turn.parse else ()
    pointed = sum(len(each.text.split()) for each in turn.parse.entities) if turn.parse else 0
    short = len(turn.message.text.split()) - pointed <= WORDS_AROUND
    return short or all(request.intent in ANSWERS or request.intent == intent for request in requests)
