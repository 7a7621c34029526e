"""What is looked for: a request in the catalogue's terms, and a list that is narrowed by what is said next."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from typing import Any

from bot.measures import comparison
from bot.turn import Turn
from catalog.catalog import Query
from catalog.money import Money
from catalog.query import Sort
from intents.parse import Entity, Request

PAGE = 5
#: So many words may narrow what is shown by what they describe: "and made of porcelain?".
FEW = 4
_SETS = ("colours", "not_colours", "sizes", "attributes", "not_attributes", "without")
_FILTERS = (*_SETS, "price_min", "price_max", "store", "sort")
#: What a filter that everything fits takes away: "whichever colour".
_ANY = {"colour": ("colours", "not_colours"), "size": ("sizes",)}
#: What is asked for besides what was; any other filter takes the place of the one before.
_TOGETHER = frozenset({"attributes", "not_attributes", "without", "not_colours"})
_WORD = re.compile(r"\w+")


def query_of(turn: Turn, request: Request) -> Query:
    """A request in the catalogue's terms: filters from its entities, the rest of the words as text."""
    limit: dict[str, int] = next((entity.value for entity in request.of("price_limit")), {})
    currency = turn.shop.currency
    category = request.first("category")
    store = request.first("store")
    sort = request.first("sort")
    told = [entity for entity in request.of("attribute") if _described(turn, entity)]
    unwanted = [each for each in request.of("attribute") if each.negated and each.value.get("value")]
    return Query(
        text=_words(turn, request),
        category=category.value if category else None,
        colours=tuple(entity.value for entity in request.of("colour") if not entity.negated),
        not_colours=tuple(entity.value for entity in request.of("colour") if entity.negated),
        sizes=tuple(entity.value for entity in request.of("size") if not entity.negated),
        attributes=tuple((str(each.value["name"]), "") for each in told if not each.negated),
        not_attributes=tuple(str(each.value["name"]) for each in told if each.negated),
        without=tuple(str(each.value["value"]) for each in unwanted),
        price_min=_money(limit.get("min"), currency),
        price_max=_money(limit.get("max"), currency),
        store=store.value if store else None,
        sort=sort.value if sort else _order(request),
        limit=PAGE,
    )


def _order(request: Request) -> Sort:
    """The order of a list that a comparison by price asks for: "anything cheaper?"."""
    by, which = comparison(request.entities) or ("", "")
    return ("-price" if which in {"more", "most"} else "price") if by == "price" else ""


def _described(turn: Turn, attribute: Entity) -> bool:
    """Whether the shop tells an attribute of its goods; others cannot be looked for."""
    name = str(attribute.value["name"])
    queries = (Query(attributes=((name, ""),), limit=1), Query(not_attributes=(name,), limit=1))
    return bool(name) and any(turn.catalog.search(q, language=turn.language, now=turn.now).items for q in queries)


def _words(turn: Turn, request: Request) -> str:
    """The words of the wanted thing without those of its attributes: in "size M" only M is looked for."""
    taken = {word for entity in request.of("attribute") for word in _WORD.findall(entity.text.casefold())}
    if request.of("size") or request.of("colour"):
        taken |= turn.words("search-words-looks")
    kept = [word for word in request.topic.split() if not taken.issuperset(_WORD.findall(word.casefold()))]
    return " ".join(kept)


def refined(turn: Turn, query: Query) -> Query:
    """Only filters, said of what is shown: "it in blue?", "only red ones", "under 50", "cheapest first" narrow it."""
    own = None if query.text or query.category else _of_what_is_talked_of(turn, query)
    if own is not None:
        return own
    shown = _shown(turn)
    if shown is None or query.category:
        return query
    narrowed = _narrowed(turn, shown, query)
    return narrowed if not query.text or _fits(turn, narrowed) else query


def _of_what_is_talked_of(turn: Turn, query: Query) -> Query | None:
    """The product in focus with these filters: "it in blue?"; or what is cheaper than it, of its kind."""
    product = turn.catalog.product(str(turn.conversation.focus.get("product")))
    if product is None or turn.request is None:
        return None
    price = min(variant.price_at(turn.now) for variant in product.variants)
    if comparison(turn.request.entities) == ("price", "less") and price.amount > 1:
        below = Money(price.amount - 1, price.currency)
        return replace(query, category=product.category[turn.shop.languages[0]], price_max=below)
    if not any(each.value["kind"] == "pronoun" for each in turn.request.of("reference")):
        return None
    own = replace(query, text=product.title[turn.language])
    hits = turn.catalog.search(own, language=turn.language, now=turn.now).items
    return own if _shown(turn) is None or any(hit.product.id == product.id for hit in hits) else None


def _shown(turn: Turn) -> Query | None:
    """What was looked for, if what it found is the list that was shown last."""
    stored, listed = turn.memory.get("query"), [line["sku"] for line in turn.conversation.listing]
    return remembered(turn) if stored and listed and stored.get("shown") == listed else None


def _narrowed(turn: Turn, shown: Query, query: Query) -> Query:
    said: dict[str, Any] = {name: value for name in _FILTERS if (value := getattr(query, name))}
    for name in _TOGETHER & said.keys():
        said[name] = tuple(dict.fromkeys((*getattr(shown, name), *said[name])))
    anything = _whichever(turn.request) if turn.request else []
    said = {name: () for kind in anything for name in _ANY[kind]} | said
    return replace(shown, offset=0, text=" ".join(filter(None, (shown.text, query.text))), **said)


def _whichever(request: Request) -> list[str]:
    """What may be anything: "whichever colour"."""
    anything = any(each.value["kind"] == "any" for each in request.of("reference"))
    return [name for each in request.of("attribute") if anything and (name := str(each.value["name"])) in _ANY]


def _fits(turn: Turn, query: Query) -> bool:
    """Whether a few words describe some of what is shown, all of them."""
    if len(_WORD.findall(turn.said)) > FEW or (turn.request and turn.request.first("product")):
        return False
    hits = turn.catalog.search(replace(query, limit=1), language=turn.language, now=turn.now)
    return bool(hits.items) and not hits.relaxed and not hits.corrected


def kept(turn: Turn, query: Query) -> None:
    """Remember what was looked for, for the next page and for what narrows it, as JSON values."""
    prices = {name: money.amount for name in ("price_min", "price_max") if (money := getattr(query, name))}
    shown = [line["sku"] for line in turn.conversation.listing]
    turn.memory["query"] = {**asdict(query), "price_min": None, "price_max": None, **prices, "shown": shown}


def remembered(turn: Turn) -> Query | None:
    """What was looked for last; None before the first search."""
    stored = turn.memory.get("query")
    if stored is None:
        return None
    values: dict[str, Any] = {name: stored[name] for name in ("text", "category", "store", "sort", "offset")}
    values |= {name: tuple(stored.get(name, ())) for name in _SETS}
    values["attributes"] = tuple((str(name), str(value)) for name, value in values["attributes"])
    values |= {name: _money(stored[name], turn.shop.currency) for name in ("price_min", "price_max")}
    return Query(limit=PAGE, **values)


def _money(amount: int | None, currency: str) -> Money | None:
    return None if amount is None else Money(amount, currency)
