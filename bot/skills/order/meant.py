"""Which line of the cart is spoken of, and what it shall become."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.commerce.goods import Line
from bot.excepted import all_but, keeps, keeps_only
from bot.pair import others, points
from bot.references import Raw, Rejected, Unclear, lines_pointed, values, variant_in
from bot.turn import Ask, Turn
from catalog.model import Variant
from catalog.words import stop_words
from intents.parse import Entity, Request

_TWO = 2
#: References that tell one thing shown from the others.
_PLACES = frozenset({"ordinal", "other", "comparative", "cheapest", "with"})
#: A word long enough to tell things apart by.
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")


def lines_meant(turn: Turn, lines: Sequence[Line]) -> list[Line]:
    """The lines that the words name, by product, category, colour, size or place; none if they name none."""
    entities = _said_of(turn)
    if points(entities, "other"):
        return _others(turn, lines_named(turn, lines) or lines)
    named = lines_named(turn, lines)
    looks = [line for line in named or lines if _looks(turn, entities, line.variant)] if _has_looks(entities) else []
    return looks or named or _numbered(turn, entities, lines) or _priced(entities, lines)


def _others(turn: Turn, lines: Sequence[Line]) -> list[Line]:
    """The other one of two things that are talked of, else whatever was not changed last."""
    skus = {line["sku"] for line in others(turn.conversation, turn.catalog)}
    return [line for line in lines if line.sku in skus] or [
        line for line in lines if line.sku != turn.memory.get("line")
    ]


def lines_together(turn: Turn, lines: Sequence[Line]) -> list[Line]:
    """Several lines that the words point at: "both", "the first two"; none if they point at one or none."""
    entities = _said_of(turn)
    skus = {line["sku"] for line in lines_pointed(turn, entities)}
    pointed = [line for line in lines if line.sku in skus]
    if len(pointed) < _TWO and points(entities, "both"):
        pointed = lines_named(turn, lines) or list(lines)
    together = points(entities, "both") or any("count" in each for each in values(entities, "reference"))
    fits = len(pointed) == _TWO if points(entities, "both") else len(pointed) > 1
    return pointed if together and fits else []


def lines_but(turn: Turn, lines: Sequence[Line]) -> tuple[list[Line], list[Line], int | None] | None:
    """The lines that go, those that stay, and so many pieces of these: "all the mugs but one"; None where nothing is left out."""
    parts = all_but(turn, turn.request) if turn.request else None
    if parts is None:
        return _kept(turn, turn.request, lines) if turn.request and keeps_only(turn) else None
    whole, part = parts
    if keeps(turn):
        going = _meant_by(turn, part, lines)
        return (going, [line for line in lines if line not in going], None) if len(going) < len(lines) else None
    named = _meant_by(turn, whole, lines) if whole.entities else []
    scope = named or list(lines)
    spared = _meant_by(turn, part, scope)
    left = next((count.value for count in part.of("quantity") if isinstance(count.value, int)), None)
    if not spared and named:
        return [], named, left or 1
    return [line for line in scope if line not in spared], spared, left


def _kept(turn: Turn, request: Request, lines: Sequence[Line]) -> tuple[list[Line], list[Line], None]:
    """The lines that go, and those that alone stay."""
    spared = _meant_by(turn, request, lines)
    return [line for line in lines if line not in spared], spared, None


def _meant_by(turn: Turn, part: Request, lines: Sequence[Line]) -> list[Line]:
    """The lines that a part of the words names or points at."""
    whole, turn.request = turn.request, part
    skus = {line["sku"] for line in lines_pointed(turn, part.entities)}
    found = [line for line in lines if line.sku in skus] or lines_meant(turn, lines)
    turn.request = whole
    return found


def points_elsewhere(turn: Turn) -> bool:
    """Whether the words say that another one is meant than the one of before."""
    return points(_said_of(turn), "other")


def lines_named(turn: Turn, lines: Sequence[Line]) -> list[Line]:
    """The lines whose product or category the words name; else those whose title ends as a word does, or the other way."""
    entities = _said_of(turn)
    if _names_goods(entities):
        return [line for line in lines if _names(turn, entities, line)]
    said = set(_LONG_WORD.findall(turn.said.casefold())).difference(*map(stop_words, turn.shop.languages))
    return [line for line in lines if any(_ends_alike(word, own) for word in said for own in _words_of(line))]


def _words_of(line: Line) -> set[str]:
    """The long words of a line's title, in all languages."""
    return {word for title in line.product.title.values.values() for word in _LONG_WORD.findall(title.casefold())}


def _ends_alike(word: str, other: str) -> bool:
    """Whether one word is the end of the other: a thermos flask is a flask, a cookbook a book."""
    return word.endswith(other) or other.endswith(word)


def _said_of(turn: Turn) -> tuple[Entity, ...]:
    """What the words name; "no tent either" names the tent that shall go, though it is refused."""
    entities = turn.request.entities if turn.request else ()
    if turn.request is None or turn.request.intent != "order.remove" or _names_goods(entities) or _has_looks(entities):
        return entities
    return tuple(replace(entity, negated=False) for entity in entities)


def names_goods(turn: Turn) -> bool:
    """Whether the words name a product or a category at all."""
    return _names_goods(_said_of(turn))


def names_unknown(turn: Turn, lines: Sequence[Line]) -> bool:
    """Whether the words name a thing that nobody here knows: "remove the candle" where there are no candles."""
    request = turn.request
    pointing = ("product", "category", "reference", "colour", "size")
    known = request is None or any(request.of(kind) for kind in pointing) or lines_named(turn, lines)
    return request is not None and bool(request.topic) and not known


def looks_so(turn: Turn, line: Line) -> bool:
    """Whether a line has the colour and the size that were said, if any were: only then it is what was named."""
    return _looks(turn, _said_of(turn), line.variant)


def new_goods(turn: Turn, lines: Sequence[Line], chosen: str | None) -> Variant | Ask | None:
    """What a message that puts its own words right wishes and the cart does not hold: "three, no, four red mugs"."""
    variant = turn.catalog.variant(chosen or "")
    if variant and not any(line.product.id == variant.product for line in lines):
        return variant
    return None if not _own_words_put_right(turn, lines) or lines_meant(turn, lines) else thing_named(turn)


def thing_named(turn: Turn) -> Variant | Ask | None:
    """The thing that the words name or tell the looks of, or which of several, asked; None if they name none."""
    entities = turn.request.entities if turn.request else ()
    found = variant_in(turn, entities) if _names_goods(entities) or _has_looks(entities) else None
    if isinstance(found, Unclear) and found.options:
        return turn.ask("variant", turn.say("ask-variant"), options=found.options)
    return turn.catalog.variant(found.value) if isinstance(found, Raw) else None


def instead_of(turn: Turn, lines: Sequence[Line], last: Line) -> Variant | Ask | None:
    """What "I meant the second one" points at, where the cart does not hold it: it comes instead of what was put in last."""
    entities = turn.request.entities if turn.request else ()
    pointing = {each.value["kind"] for each in entities if each.type == "reference"}
    if not pointing & _PLACES or _names_goods(entities) or _has_looks(entities):
        return None
    found = variant_in(turn, entities)
    held = {line.sku for line in lines}
    if isinstance(found, Rejected):
        said = turn.say(found.message, **found.values)
        return turn.ask("variant", said, options=found.options, values={"line": last.sku})
    if isinstance(found, Unclear) and not held & {option.value for option in found.options}:
        return turn.ask("variant", turn.say("ask-variant"), options=found.options, values={"line": last.sku})
    known = isinstance(found, Raw) and found.named and found.value not in held
    return turn.catalog.variant(found.value) if known and isinstance(found, Raw) else None


def _own_words_put_right(turn: Turn, lines: Sequence[Line]) -> bool:
    """Whether a number that is taken back was said in the same message only: the cart holds no such number."""
    changes = turn.parse.changes if turn.parse else ()
    taken_back = {change.old.value for change in changes if change.old and change.old.type == "quantity"}
    spoken_of = lines_meant(turn, lines) if names_goods(turn) else lines
    return bool(taken_back) and not any(line.quantity in taken_back for line in spoken_of)


def others_meant(turn: Turn, line: Line) -> list[Variant] | None:
    """The variants of a line's product in the colour and size that were said; None if none was said."""
    entities = turn.request.entities if turn.request else ()
    if not _has_looks(entities):
        return None
    fitting = [other for other in line.product.variants if _looks(turn, entities, other)]
    kept = [other for other in fitting if _alike(other, line.variant, entities)]
    return kept or fitting


def _alike(other: Variant, variant: Variant, entities: Sequence[Entity]) -> bool:
    """Whether a variant keeps the colour or the size that nothing was said about."""
    same_colour = bool(values(entities, "colour")) or _colours(other) == _colours(variant)
    return same_colour and (bool(values(entities, "size")) or other.size == variant.size)


def _colours(variant: Variant) -> set[str]:
    return set(variant.colour.values.values()) if variant.colour else set()


def _names_goods(entities: Sequence[Entity]) -> bool:
    return bool(values(entities, "product") or values(entities, "category"))


def _has_looks(entities: Sequence[Entity]) -> bool:
    return bool(values(entities, "colour") or values(entities, "size"))


def _names(turn: Turn, entities: Sequence[Entity], line: Line) -> bool:
    """Whether a product that was named, as closely as the best one in the cart, or its category is this line's."""
    products = {entry["product"] for named in values(entities, "product") for entry in named}
    category = line.product.category[turn.shop.languages[0]]
    under = any(category == key or category.startswith(f"{key} >") for key in values(entities, "category"))
    return line.product.id in products or (under and not products)


def _looks(turn: Turn, entities: Sequence[Entity], variant: Variant) -> bool:
    """Whether a variant has the colour and the size that were said."""
    colours = {str(colour).casefold() for colour in values(entities, "colour")}
    sizes = {str(size).casefold() for size in values(entities, "size")}
    colour = variant.colour[turn.shop.languages[0]].casefold() if variant.colour else ""
    return (not colours or colour in colours) and (not sizes or variant.size.casefold() in sizes)


def _numbered(turn: Turn, entities: Sequence[Entity], lines: Sequence[Line]) -> list[Line]:
    """The line at a place of the list that was shown last: "the second one"."""
    shown = {line["position"]: line["sku"] for line in turn.conversation.listing}
    last = max(shown, default=0)
    places = [ref["index"] for ref in values(entities, "reference") if ref["kind"] == "ordinal"]
    skus = {shown.get(last if place == -1 else place) for place in places}
    return [line for line in lines if line.sku in skus]


def _priced(entities: Sequence[Entity], lines: Sequence[Line]) -> list[Line]:
    """The line that "the cheaper one" or "the dearest" is, if only one is."""
    for reference in values(entities, "reference"):
        by_price = reference["kind"] == "cheapest" or reference.get("by") == "price"
        if by_price and lines:
            end = max if reference.get("order") == "more" else min
            price = end(line.unit_price.amount for line in lines)
            meant = [line for line in lines if line.unit_price.amount == price]
            return meant if len(meant) == 1 else []
    return []
