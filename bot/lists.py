"""What a message says of the list that was shown last: a bare number, or what to show instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.choosing import bare_number
from bot.excepted import leaves_out, says_all
from bot.pair import both, others
from bot.placed import listed, pointed
from bot.references import Raw, lines_pointed, product_in
from bot.reply import Button, Reply
from bot.tasks import Wish, known, opened
from bot.turn import Turn
from intents.parse import Entity, Parse, Request

FIND = "search.find"
MORE = "search.more"
DETAILS = "search.details"
ADD = "order.add"
CHANGE = "order.change"
REMOVE = "order.remove"
EMPTY = "order.empty"
EXPORT = "account.export"
ERASE = "account.erase"
#: So many words may stand beside what a correction points at: "no wait, the third one".
FEW = 3
CANCEL_ORDER = "order.cancel"
STATUS = "tracking.status"
#: What a message that points at something shown resembles, though it was orders that were shown.
ABOUT_GOODS = frozenset({ADD, DETAILS, MORE, FIND, "search.compare", "search.stock", "order.change", STATUS})
#: And what "cancel it" and "cancel both" do.
CALLED_OFF_BY = ABOUT_GOODS | {CANCEL_ORDER, "dialogue.cancel", "dialogue.no", REMOVE, EMPTY}
_WORD = re.compile(r"\w+")
_NTH = re.compile(r"(\d{1,2})\.")
#: What narrows a list, and the words that lead up to it.
_POINTING = frozenset({"product", "category", "reference"})
_FILTERS = frozenset({"colour", "size", "price_limit", "attribute", "sort", "reference"})


def of_the_list(turn: Turn, requests: Iterable[Request]) -> list[Request]:
    """Requests; "no, I meant turquoise" about a list that was just looked for asks for another list, "not the third" takes nothing."""
    requests = [_taken(turn, each) for each in _with_the_rest(turn, requests)] or _guessed(turn)
    requests = [_of_data(turn, each) for each in requests]
    looking = turn.conversation.focus.get("list") == FIND and opened(turn) is None
    return [
        replace(request, intent=FIND, topic="") if looking and _puts_right(turn, request) else request
        for request in requests
    ]


def _with_the_rest(turn: Turn, requests: Iterable[Request]) -> list[Request]:
    """Requests; what is left out may go on behind an "and" that was read as a wish of its own: "all but the first and the third"."""
    found = list[Request]()
    for each in requests:
        said = turn.message.text[each.start : each.end]
        shifted = [
            replace(entity, start=entity.start - each.start, end=entity.end - each.start) for entity in each.entities
        ]
        bare = around(said, shifted) <= turn.words("words-joining") | turn.words("words-of-them")
        if found and bare and leaves_out(turn, found[-1]):
            whole = (*found[-1].entities, *each.entities)
            found[-1] = replace(found[-1], entities=whole, end=each.end)
        else:
            found.append(each)
    return found


def _taken(turn: Turn, request: Request) -> Request:
    """A request as it is meant where it refuses something: "not the third" takes out, "all but the third" spares it."""
    goods = request.first("product") or request.first("category")
    if request.intent == MORE and goods and request.first("quantity") and turn.conversation.focus.get("list") != FIND:
        return replace(request, intent=ADD)  # "two more mugs" where no list is shown that could go on
    if leaves_out(turn, request):
        return replace(request, intent=REMOVE) if request.intent == EMPTY else request
    return replace(request, intent=_refusal(turn)) if _refuses(request) else request


def _of_data(turn: Turn, request: Request) -> Request:
    """Emptying right after one's own data were handed out means those: "delete all of it"."""
    shown = turn.conversation.focus.get("list") == EXPORT
    named = any(request.of(kind) for kind in ("product", "category", "goods"))
    return replace(request, intent=ERASE) if shown and request.intent in {EMPTY, REMOVE} and not named else request


def _guessed(turn: Turn) -> list[Request]:
    """What is taken, or taken out, all or all but some, though it was not understood for sure."""
    parse = turn.parse
    if parse is None or parse.requests or not parse.suggestions:
        return []
    near = parse.suggestions[0][0]
    request = Request(intent=ADD if near == ADD else REMOVE, score=1.0, entities=parse.entities, end=len(parse.text))
    fits = says_all(turn) if near == ADD else near in {REMOVE, EMPTY} and leaves_out(turn, request)
    return [request] if fits else []


def _refuses(request: Request) -> bool:
    """Whether a wish for goods names or points at nothing but what is not wanted."""
    pointing = [each for each in request.entities if each.type in _POINTING]
    return request.intent == ADD and bool(pointing) and all(each.negated for each in pointing)


def _refusal(turn: Turn) -> str:
    """What refusing a thing means: a no to the question that is open, else that it shall go."""
    return "dialogue.no" if opened(turn) else REMOVE


def _puts_right(turn: Turn, request: Request) -> bool:
    """Whether a request says nothing but what a filter was to be; what is in the cart has no limit of price."""
    kinds = {entity.type for entity in request.entities if not entity.negated}
    only = bool(kinds - {"reference"}) and kinds <= _FILTERS
    corrects = "price_limit" in kinds or (turn.parse is not None and turn.parse.correction)
    return request.intent == "order.change" and only and corrects


def of_orders(turn: Turn) -> list[Wish]:
    """What points at orders that were listed last, and at nothing else, is about them: "where is the second one?", "cancel both".

    "Cancel it" is about the one that was talked of last, where nothing else is going on; it is asked about like any other.
    """
    parse = turn.parse
    if parse is None or not listed(turn.conversation) or any(each.type != "reference" for each in parse.entities):
        return []
    ids, calls_off = pointed(turn.conversation, parse.entities), _calls_off(turn)
    focus = turn.conversation.focus.get("order")
    if not ids and calls_off and focus and opened(turn) is None:
        ids = [focus]
    intents = {request.intent for request in parse.requests}
    others = intents - CALLED_OFF_BY if calls_off else intents - ABOUT_GOODS
    if not ids or others or (opened(turn) and not calls_off):
        return []
    request = Request(intent=CANCEL_ORDER if calls_off else STATUS, score=1.0, entities=parse.entities)
    values = {"order": ids[0]} if len(ids) == 1 else {}
    return [
        understood(turn, replace(wish, values=values)) for wish in known(turn, [replace(request, end=len(parse.text))])
    ]


def _calls_off(turn: Turn) -> bool:
    """Whether a message has a word of calling off."""
    return not turn.words("words-call-off").isdisjoint(_WORD.findall(turn.message.text.casefold()))


def places_for_dates(turn: Turn) -> None:
    """While a list is shown, "den 2." is its second thing rather than a day of the month, unless the shop's hours are asked for."""
    parse, shown = turn.parse, len(turn.conversation.listing)
    if parse is None or not shown or any(request.intent.startswith("directions.") for request in parse.requests):
        return
    articles = turn.words("words-article")

    def place(entity: Entity) -> Entity:
        number = _NTH.fullmatch(entity.text) if entity.type == "date" else None
        before = _WORD.findall(parse.text[: entity.start].casefold())[-1:]
        if number is None or not articles.issuperset(before) or not before or int(number[1]) > shown:
            return entity
        return replace(entity, type="reference", value={"kind": "ordinal", "index": int(number[1])})

    requests = tuple(replace(each, entities=tuple(map(place, each.entities))) for each in parse.requests)
    turn.parse = replace(parse, entities=tuple(map(place, parse.entities)), requests=requests)


def only_pointing(turn: Turn) -> list[Wish]:
    """A message that does nothing but point at one thing shown: "and the second?" asks about it, "the other one" takes it.

    "Show me the other one" asks, too, where it is clear which that is: it is no wish for more of the list.
    """
    parse = turn.parse
    pointing = [each for each in parse.entities if each.type == "reference"] if parse else []
    if parse is None or len(pointing) != len(parse.entities) or not _one_thing(turn, pointing):
        return []
    asks, more = "?" in parse.text, [request.intent for request in parse.requests] == [MORE]
    alone = around(parse.text, pointing) <= turn.words("words-beside-a-thing") | turn.words("words-as-well")
    right = not asks and _puts_last_right(turn, parse, pointing)
    if not (right or (alone if not parse.requests else more)) or (opened(turn) and not asks):
        return []
    intent = CHANGE if right else ADD if alone and not asks else DETAILS
    request = Request(intent=intent, score=1.0, entities=parse.entities)
    return [understood(turn, wish) for wish in known(turn, [replace(request, end=len(parse.text))])]


def _puts_last_right(turn: Turn, parse: Parse, pointing: Sequence[Entity]) -> bool:
    """Whether a no that points is about what the last message did: "no, the third one"."""
    said, last, steps = {request.intent for request in parse.requests}, turn.conversation.last, turn.conversation.steps
    did = bool(steps) and any(key.startswith(f"{steps[-1]['id']}:") for key in last)
    return did and parse.correction and said <= {"dialogue.no"} and len(around(parse.text, pointing)) <= FEW


def understood(turn: Turn, wish: Wish) -> Wish:
    """A wish that the words stand for; "why?" is answered by it, too."""
    if turn.parse and wish.request:
        turn.parse = replace(turn.parse, requests=(wish.request,))
    return wish


def points_at_one(entity: Entity) -> bool:
    """Whether something is a reference to one thing of several: "the second one", "the other one", "the heaviest"."""
    if entity.type != "reference":
        return False
    return entity.value["kind"] in {"ordinal", "other"} or entity.value.get("order") in {"least", "most"}


def _one_thing(turn: Turn, pointing: Sequence[Entity]) -> bool:
    """Whether a place of a list or "the other one" says which thing is meant, or which of two at most; or "both" of two."""
    kinds = {each.value["kind"] for each in pointing if points_at_one(each) or each.value["kind"] == "both"}
    if kinds == {"other"}:
        return len(others(turn.conversation, turn.catalog)) == 1 or bool(both(turn.conversation, turn.catalog))
    if kinds == {"both"}:
        return bool(both(turn.conversation, turn.catalog))
    if kinds == {"comparative"}:
        return isinstance(product_in(turn, pointing), Raw)
    return kinds == {"ordinal"} and len(lines_pointed(turn, pointing)) == 1


def around(text: str, entities: Sequence[Entity]) -> set[str]:
    """The words of a message besides those that point."""
    for entity in sorted(entities, key=lambda entity: -entity.start):
        text = text[: entity.start] + " " + text[entity.end :]
    return set(_WORD.findall(text.casefold()))


def by_number(turn: Turn) -> list[Wish] | Reply:
    """A bare number after a listing is a place in it; where it may be so many pieces of what is talked of, too, ask."""
    requests = turn.parse.requests if turn.parse else ()
    number = bare_number(turn)
    line = next((line for line in turn.conversation.listing if line["position"] == number), None)
    if number is None or line is None or not requests or opened(turn):
        return []
    focus = turn.catalog.variant(str(turn.conversation.focus.get("sku")))
    if focus is None:
        place = Entity(type="reference", text=str(number), value={"kind": "ordinal", "index": number}, start=0, end=0)
        return known(turn, [replace(requests[0], entities=(place,))])
    title = focus.title[turn.language]
    listed = Button(
        label=turn.say("number-in-list", number=number, title=line["title"]),
        role=f"choose:{line['sku']}",
        intent=requests[0].intent,
        values={"variant": line["sku"]},
    )
    pieces = Button(
        label=turn.say("number-of-pieces", number=number, title=title),
        role=f"choose:{number}",
        intent=requests[0].intent,
        values={"variant": focus.sku, "quantity": number},
    )
    return Reply(text=turn.say("number-of-what", number=number), buttons=(listed, pieces))
