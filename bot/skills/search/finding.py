"""Finding goods with filters, and turning the pages of what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.commerce import stock as stocks
from bot.fallback import not_yet
from bot.references import products_named
from bot.reply import Button, Item, Reply, Said
from bot.skills.search.skill import skill
from bot.skills.search.wanted import PAGE, kept, query_of, refined, remembered
from bot.turn import Turn
from catalog.catalog import Hit, Hits, Query
from catalog.model import Product, Variant


@skill.intent("find")
def find(turn: Turn) -> Reply:
    """Show what fits the words and filters of the message."""
    named = products_named(turn, turn.request.entities) if turn.request else []
    if len(named) > 1:
        return _those(turn, named[:PAGE])
    query = query_of(turn, turn.request) if turn.request else Query(sort="popularity", limit=PAGE)
    return listing(turn, refined(turn, query))


def _those(turn: Turn, products: Sequence[Product]) -> Reply:
    """Several things that were named: "the lighthouse poster and the lighthouse mug"."""
    hits = Hits(items=tuple(hit_of(turn, product.variants[0]) for product in products), total=len(products))
    items = tuple(item(turn, hit, position, Query()) for position, hit in enumerate(hits.items, 1))
    remember(turn, items)
    lines = [_heading(turn, hits), *(line(turn, entry) for entry in items), turn.say("search-prices-note")]
    return Reply(text=Said.join(lines), items=items, buttons=_buttons(turn, hits, items))


def hit_of(turn: Turn, variant: Variant) -> Hit:
    """A variant that was named as if it had been found."""
    (product,) = turn.catalog.products([variant.product])
    left = stocks.left(turn.reader, variant)
    return Hit(product=product, variant=variant, price=variant.price_at(turn.now), stock=left, score=0)


@skill.intent("recommend")
def recommend(turn: Turn) -> Reply:
    """What people like best of the kind and within the limits that were named; a person, if none were."""
    query = query_of(turn, turn.request) if turn.request else Query()
    named = query.category or query.colours or query.attributes or query.price_max or query.price_min
    return listing(turn, replace(query, text="", sort=query.sort or "popularity")) if named else not_yet(turn)


@skill.intent("more")
def more(turn: Turn) -> Reply | str | None:
    """The next page of the list just shown; without one, what is open goes on."""
    query = remembered(turn)
    if query is None:
        return None if turn.conversation.suspended else turn.say("search-no-list")
    return listing(turn, replace(query, offset=query.offset + PAGE))


def listing(turn: Turn, query: Query) -> Reply:
    """A page of hits as a numbered list that later messages can point into."""
    hits = turn.catalog.search(query, language=turn.language, now=turn.now)
    if not hits.items and _filtered(query) and query.text:
        without = turn.catalog.search(replace(query, text=""), language=turn.language, now=turn.now)
        hits = replace(without, relaxed=(*without.relaxed, query.text))
        query = replace(query, text="")
    if not hits.items or _lost(query, hits):
        return _nothing(turn, query)
    items = tuple(item(turn, hit, position, query) for position, hit in enumerate(hits.items, query.offset + 1))
    remember(turn, items, more=bool(query.offset))
    kept(turn, query)
    notes = [turn.say("search-prices-note"), *_cautions(turn, query)]
    lines = [_heading(turn, hits), *(line(turn, entry) for entry in items), *notes]
    buttons = _buttons(turn, hits, items)
    if query.offset + len(items) < hits.total:
        buttons += (turn.button("search-button-more", "search.more", role="more"),)
    picture = items[0].picture if len(items) == 1 else ""
    return Reply(text=Said.join(lines), items=items, buttons=buttons, picture=picture)


def _cautions(turn: Turn, query: Query) -> list[Said]:
    """What is not said of a thing may still be in it: that is no promise to anybody."""
    return [turn.say("search-without", words=list(query.without))] if query.without else []


def _filtered(query: Query) -> bool:
    """Whether a search says by more than its words what is wanted."""
    return bool(query.category and query.offset == 0)


def _lost(query: Query, hits: Hits) -> bool:
    """Whether nothing of what was named is left in what was found."""
    return bool(query.text) and not query.category and set(query.text.split()) <= set(hits.relaxed)


def _nothing(turn: Turn, query: Query) -> Reply:
    if query.offset:
        return Reply(text=turn.say("search-no-more"))
    turn.conversation.listing = []
    return Reply(text=turn.say("search-nothing"))


def _heading(turn: Turn, hits: Hits) -> Said:
    parts = [turn.say("search-found", count=hits.total)]
    if hits.corrected:
        parts.append(turn.say("search-corrected", words=list(hits.corrected.values())))
    if hits.relaxed:
        parts.append(turn.say("search-relaxed", words=list(hits.relaxed)))
    return Said.join(parts, " ")


def item(turn: Turn, hit: Hit, position: int, query: Query) -> Item:
    """A hit as a line of a listing, with the unit price where the goods have one (§ 4 PAngV)."""
    base = hit.variant.base_price_at(turn.now)
    several = len(hit.product.variants) > 1
    title = (hit.product.title if several and not _same_price(hit.product) else hit.variant.title)[turn.language]
    return Item(
        position=position,
        sku=hit.variant.sku,
        product=hit.product.id,
        title=title,
        price=hit.price,
        base_price=base[0] if base else None,
        base_unit=base[1] if base else "",
        stock=hit.stock,
        picture=hit.variant.picture,
        open=not query.sizes and len(_buyable(hit.product, hit.variant)) > 1,
    )


def _same_price(product: Product) -> bool:
    return len({variant.price for variant in product.variants}) == 1


def line(turn: Turn, entry: Item) -> Said:
    """A listing's line in words."""
    price = turn.say("search-price", price=entry.price)
    if entry.base_price is not None:
        unit = turn.measure(entry.base_unit)
        price = turn.say("search-price-with-base", price=entry.price, base=entry.base_price, unit=unit)
    parts = {"position": entry.position, "title": entry.title, "price": str(price)}
    said = turn.say("search-line", stock=_stock_word(entry.stock), **parts)
    return Said(said, acts=(), amounts=price.amounts, language=turn.language)


def _stock_word(stock: int | None) -> str:
    if stock is None or stock > 3:
        return "plenty"
    return "few" if stock else "none"


def remember(turn: Turn, items: Sequence[Item], *, more: bool = False) -> None:
    """Keep the listing for "the second one", with its earlier pages; a single hit is what "it" means from now on."""
    turn.list_items(items, more=more)
    for key in ("sku", "product"):
        turn.conversation.focus.pop(key, None)
    if len(items) == 1:
        focus(turn, "" if items[0].open else items[0].sku, items[0].product)
    turn.conversation.focus["list"] = "search.find"


def focus(turn: Turn, sku: str, product: str) -> None:
    """Remember what is being talked of; no SKU where something is left to choose."""
    turn.look_at(sku, product)


def _buttons(turn: Turn, hits: Hits, items: Sequence[Item]) -> tuple[Button, ...]:
    return tuple(_choose(turn, hit, entry, alone=len(items) == 1) for hit, entry in zip(hits.items, items, strict=True))


def _choose(turn: Turn, hit: Hit, entry: Item, *, alone: bool) -> Button:
    """Into the cart where there is nothing left to choose, else to the details."""
    if entry.stock == 0:
        label = turn.say("search-button-watch" if alone else "search-button-watch-position", position=entry.position)
        return Button(
            label=label, intent="search.watch", role=f"choose:{entry.product}", values={"product": entry.product}
        )
    if len(_buyable(hit.product, hit.variant)) == 1 and hit.product.kind == "goods":
        label = (
            turn.say("search-button-add") if alone else turn.say("search-button-add-position", position=entry.position)
        )
        return Button(label=label, intent="order.add", role=f"choose:{entry.sku}", values={"variant": entry.sku})
    label = (
        turn.say("search-button-details")
        if alone
        else turn.say("search-button-details-position", position=entry.position)
    )
    return Button(
        label=label, intent="search.details", role=f"choose:{entry.product}", values={"product": entry.product}
    )


def _buyable(product: Product, variant: Variant) -> list[Variant]:
    """The variants that the words left open: those of the same colour."""
    return [other for other in product.variants if other.colour == variant.colour]
