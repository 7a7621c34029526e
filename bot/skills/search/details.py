"""One product: what it is, what it costs, what it is made of, and where it is to be had."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commerce import history
from bot.commerce import stock as stocks
from bot.measures import comparison, extent, meant
from bot.references import Raw, values, variant_in, variants_like
from bot.reply import Button, Reply, Said
from bot.skills.search.finding import focus
from bot.skills.search.skill import skill
from bot.turn import Turn
from catalog.model import Attribute, Product, Store, Variant
from catalog.money import Money

#: How many variants are told one by one.
MOST_LINES = 8
#: Questions for how big a thing is, whichever of its measures says so.
_EXTENTS = frozenset({"dimensions", "size", "volume"})


@skill.intent("details")
def details(turn: Turn, product: Product) -> Reply:
    """Answer a question about a product from its own data, or show all of it."""
    spoken = _spoken_of(turn, product)
    variant = spoken[0]
    focus(turn, variant.sku if len(spoken) == 1 else "", product.id)
    name = _asked_for(turn)
    if name:
        return Reply(text=Said.join(_attribute(turn, product, spoken, name)), buttons=_variant_buttons(turn, product))
    title = product.title[turn.language]
    lines = [
        turn.say(
            "search-details", title=title, description=product.description[turn.language], price=price(turn, variant)
        ),
        *(
            turn.say("search-attribute", name=a.name[turn.language], value=a.value[turn.language])
            for a in variant.attributes
        ),
        turn.say("search-prices-note"),
    ]
    return Reply(text=Said.join(lines), buttons=_variant_buttons(turn, product), picture=variant.picture)


def price(turn: Turn, variant: Variant) -> Money:
    """What a variant costs now; digital goods are priced in Stars."""
    return Money(variant.stars, "XTR") if variant.stars is not None else variant.price_at(turn.now)


def _asked_for(turn: Turn) -> str:
    """The name of what is asked about; the price of a measure is asked more closely than the price."""
    names = [str(entity.value["name"]) for entity in turn.request.of("attribute")] if turn.request else []
    return "unit_price" if "unit_price" in names else next(iter(names), "")


def _spoken_of(turn: Turn, product: Product) -> Sequence[Variant]:
    """The variants in the colour and size that were said, or the bigger one; else the one in focus, else all."""
    entities = turn.request.entities if turn.request else ()
    said = comparison(entities)
    told = (meant(product.variants, *said, now=turn.now) if said else []) or _in_looks(turn, product)
    told = told or _pointed_at(turn, product)
    sku = turn.conversation.focus.get("sku")
    return told or [variant for variant in product.variants if variant.sku == sku] or product.variants


def _pointed_at(turn: Turn, product: Product) -> list[Variant]:
    """The very variant that "the second one" or "the other one" is."""
    entities = turn.request.entities if turn.request else ()
    found = variant_in(turn, entities) if any(each.type == "reference" for each in entities) else None
    variant = turn.catalog.variant(found.value) if isinstance(found, Raw) and found.named else None
    return [variant] if variant and variant.product == product.id else []


def _in_looks(turn: Turn, product: Product) -> list[Variant] | None:
    """The variants in the colour and size that were said; None if none was."""
    entities = turn.request.entities if turn.request else ()
    colours, sizes = values(entities, "colour"), values(entities, "size")
    return variants_like(turn, [product], colours, sizes) if colours or sizes else None


def _there_is(turn: Turn, product: Product) -> list[Said]:
    """In which colours and sizes there is a product."""
    title, known = product.title[turn.language], _known(turn, product, product.variants[0])
    return [turn.say(f"search-{name}-of", title=title, value=known[name]) for name in ("colour", "size") if known[name]]


def _attribute(turn: Turn, product: Product, variants: Sequence[Variant], name: str) -> list[Said]:
    """What the shop's own data say about one attribute; where they do not, so much is said."""
    title, variant = product.title[turn.language], variants[0]
    if name == "price":
        return _prices(turn, product, variants)
    if name == "unit_price" and (base := _base_prices(turn, variants)):
        return base
    found = next((a for a in variant.attributes if name in a.name.values.values()), None)
    known = _known(turn, product, variant).get(name)
    found = found or (extent(variant) if name in _EXTENTS and not known else None)
    if found:
        return [_attribute_said(turn, title, found)]
    if known:
        return [turn.say(f"search-{name}-of", title=title, value=known)]
    return [turn.say("search-attribute-unknown", title=title)]


def _base_prices(turn: Turn, variants: Sequence[Variant]) -> list[Said]:
    """The unit price of each variant that has one."""
    bases = [(variant, variant.base_price_at(turn.now)) for variant in variants]
    return [
        turn.say("search-base-price", title=v.title[turn.language], base=base[0], unit=turn.measure(base[1]))
        for v, base in bases
        if base
    ]


def _prices(turn: Turn, product: Product, variants: Sequence[Variant]) -> list[Said]:
    """The product's price, or those of its variants where they differ."""
    by_price: dict[Money, list[Variant]] = {}
    for variant in variants:
        by_price.setdefault(price(turn, variant), []).append(variant)
    alike = len(by_price) == 1 and len(variants) > 1
    said = [
        turn.say("search-price-of", title=(product if alike else same[0]).title[turn.language], price=amount)
        for amount, same in by_price.items()
    ]
    return [*said, turn.say("search-prices-note")]


def _known(turn: Turn, product: Product, variant: Variant) -> dict[str, str | list[str]]:
    """What every product may have, by the names under which it is asked for."""
    colours = [v.colour[turn.language] for v in product.variants if v.colour]
    return {
        "material": variant.material[turn.language] if variant.material else "",
        "brand": product.brand,
        "colour": list(dict.fromkeys(colours)),
        "size": list(dict.fromkeys(v.size for v in product.variants if v.size)),
    }


def _attribute_said(turn: Turn, title: str, attribute: Attribute) -> Said:
    return turn.say(
        "search-attribute-of", title=title, name=attribute.name[turn.language], value=attribute.value[turn.language]
    )


def _variant_buttons(turn: Turn, product: Product) -> tuple[Button, ...]:
    if product.kind != "goods":
        return ()
    if len(product.variants) == 1:
        values = {"variant": product.variants[0].sku}
        return (
            Button(
                label=turn.say("search-button-add"),
                intent="order.add",
                role=f"choose:{values['variant']}",
                values=values,
            ),
        )
    return tuple(
        Button(label=v.title[turn.language], intent="order.add", role=f"choose:{v.sku}", values={"variant": v.sku})
        for v in product.variants[:MOST_LINES]
    )


@skill.intent("stock")
def stock(turn: Turn, product: Product, store: Store | None = None) -> Reply:
    """How many there are, online or in a store."""
    if _in_looks(turn, product) == []:
        return Reply(
            text=Said.join([turn.say("search-not-so", title=product.title[turn.language]), *_there_is(turn, product)])
        )
    variants = _asked(turn, product)
    focus(turn, variants[0].sku if len(variants) == 1 else "", product.id)
    lines = [_stock_line(turn, variant, store) for variant in variants]
    return Reply(text=Said.join(lines))


def _asked(turn: Turn, product: Product) -> Sequence[Variant]:
    """The variants of the colour and size asked for, or the one in focus, or all of them."""
    return _spoken_of(turn, product)[:MOST_LINES]


def _stock_line(turn: Turn, variant: Variant, store: Store | None) -> Said:
    title = variant.title[turn.language]
    if store is not None:
        left = stocks.left(turn.reader, variant, store.id)
        return turn.say(
            "search-stock-store", title=title, store=store.name[turn.language], left=-1 if left is None else left
        )
    levels = stocks.levels(turn.reader, variant.sku)
    online = stocks.left(turn.reader, variant)
    shops = [turn.catalog.store(store_id) for store_id, left in levels.stores.items() if left > 0]
    names = [shop.name[turn.language] for shop in shops if shop]
    said = turn.say("search-stock-online", title=title, left=-1 if online is None else online)
    return Said.join([said, turn.say("search-stock-stores", stores=names)], " ") if names else said


@skill.intent("watch")
def watch(turn: Turn, product: Product) -> str:
    """Note that the shopper wants to hear when what is sold out is back; the note itself passes the gate as an offer."""
    asked = _asked(turn, product)
    gone = [variant for variant in asked if stocks.left(turn.reader, variant) == 0]
    for variant in gone or asked:
        history.watch(turn.tx, turn.shopper, variant.sku, now=turn.now)
    return turn.say("search-watch", title=product.title[turn.language])
