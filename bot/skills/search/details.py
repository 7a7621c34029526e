"""One product: what it is, what it costs, what it is made of, and where it is to be had."""

from __future__ import annotations

from bot.commerce import history
from bot.commerce import stock as stocks
from bot.reply import Button, Reply, Said
from bot.skills.search.finding import focus
from bot.skills.search.skill import skill
from bot.turn import Turn
from catalog.model import Attribute, Product, Store, Variant
from catalog.money import Money


@skill.intent("details")
def details(turn: Turn, product: Product) -> Reply:
    """Answer a question about a product from its own data, or show all of it."""
    variant = _variant(turn, product)
    known = len(product.variants) == 1 or variant.sku == turn.conversation.focus.get("sku")
    focus(turn, variant.sku if known else "", product.id)
    asked = turn.entity("attribute")
    if asked:
        name = asked.value["name"] if isinstance(asked.value, dict) else asked.value
        return Reply(
            text=Said.join(_attribute(turn, product, variant, str(name))), buttons=_variant_buttons(turn, product)
        )
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


def _variant(turn: Turn, product: Product) -> Variant:
    """The variant in focus, or the product's first one."""
    sku = turn.conversation.focus.get("sku")
    return next((variant for variant in product.variants if variant.sku == sku), product.variants[0])


def _attribute(turn: Turn, product: Product, variant: Variant, name: str) -> list[Said]:
    """What the shop's own data say about one attribute; where they do not, so much is said."""
    title = product.title[turn.language]
    if name == "price":
        return _prices(turn, product)
    if name == "unit_price" and (base := variant.base_price_at(turn.now)):
        values = {"title": variant.title[turn.language], "base": base[0], "unit": turn.measure(base[1])}
        return [turn.say("search-base-price", **values)]
    found = next((a for a in variant.attributes if name in a.name.values.values()), None)
    if found:
        return [_attribute_said(turn, title, found)]
    known = _known(turn, product, variant).get(name)
    if known:
        return [turn.say(f"search-{name}-of", title=title, value=known)]
    return [turn.say("search-attribute-unknown", title=title)]


def _prices(turn: Turn, product: Product) -> list[Said]:
    """The product's price, or those of its variants where they differ."""
    by_price: dict[Money, list[Variant]] = {}
    for variant in product.variants:
        by_price.setdefault(price(turn, variant), []).append(variant)
    alike = len(by_price) == 1 and len(product.variants) > 1
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
        for v in product.variants[:8]
    )


@skill.intent("stock")
def stock(turn: Turn, product: Product, store: Store | None = None) -> Reply:
    """How many there are, online or in a store."""
    variants = _asked(turn, product)
    focus(turn, variants[0].sku if len(variants) == 1 else "", product.id)
    lines = [_stock_line(turn, variant, store) for variant in variants]
    return Reply(text=Said.join(lines))


def _asked(turn: Turn, product: Product) -> list[Variant]:
    """The variants of the colour and size asked for, or the one in focus, or all of them."""
    colours = {str(e.value).casefold() for e in turn.request.of("colour")} if turn.request else set()
    sizes = {str(e.value).casefold() for e in turn.request.of("size")} if turn.request else set()
    first = turn.shop.languages[0]
    sku = turn.conversation.focus.get("sku")
    in_focus = [v for v in product.variants if v.sku == sku]
    if in_focus and not (colours or sizes):
        return in_focus
    fitting = [
        v
        for v in product.variants
        if (not colours or (v.colour and v.colour[first].casefold() in colours))
        and (not sizes or v.size.casefold() in sizes)
    ]
    return (fitting or list(product.variants))[:8]


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
    """Note that the shopper wants to hear when a product is back; the note itself passes the gate as an offer."""
    for variant in _asked(turn, product):
        history.watch(turn.tx, turn.shopper, variant.sku, now=turn.now)
    return turn.say("search-watch", title=product.title[turn.language])
