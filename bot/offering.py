"""How an offer reads: made at the moment it leaves, in the language of its conversation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.commerce import eligibility, offers
from bot.commerce.goods import Line
from bot.commerce.offers import Standing
from bot.reply import Button, Reply, Said
from bot.store.base import Effect, Reader
from bot.world import World
from catalog.model import Variant


def render(world: World, reader: Reader, effect: Effect, *, now: datetime) -> Reply:
    """The reply of an offer that the gate has just let out; it always says how to stop offers (§ 7 (3) no. 4 UWG)."""
    offer = world.catalog.offer(str(effect.data["offer"]))
    if offer is None:
        raise LookupError(f"offer {effect.data['offer']!r} left the shop between the gate and its text")
    language = reader.conversation(effect.conversation).language
    about = (str(effect.data["sku"]),) if "sku" in effect.data else offer.products
    variants = list(eligibility.variants(world.catalog, about))
    kind = f"offer-{offer.kind}".replace("_", "-")
    lines = [world.texts.say(kind, language, {"text": offer.text[language]})]
    promised = offers.standing(reader, world.catalog, effect.conversation, now=now)
    lines += [_product_said(world, promised, variant, language, now=now) for variant in variants[:3]]
    lines.append(world.texts.say("offer-stop-hint", language, {}))
    return Reply(
        text=Said.join(lines),
        kind="offer",
        to=effect.conversation,
        language=language,
        acts=(kind, "offer-stop-hint"),
        amounts=tuple(amount for line in lines for amount in line.amounts),
        buttons=_buttons(world, language, [v.sku for v in variants]),
        offer=offer.id,
    )


def _product_said(
    world: World, promised: Sequence[Standing], variant: Variant, language: str, *, now: datetime
) -> Said:
    """A product with the price the shopper would pay: the offer is marked as sent already, so its discount counts."""
    product = world.catalog.product(variant.product)
    price = variant.price_at(now)
    if product is not None:
        line = Line(product=product, variant=variant, quantity=1, unit_price=price, put_in_at=price)
        price -= offers.discount(promised, line)
    return world.texts.say("offer-product", language, {"title": variant.title[language], "price": price})


def _buttons(world: World, language: str, skus: list[str]) -> tuple[Button, ...]:
    def button(label: str, intent: str, role: str, **values: str) -> Button:
        return Button(label=world.texts.say(label, language, {}), intent=intent, role=role, values=values)

    accept = button("offer-button-accept", "order.add", "accept_offer", variant=skus[0]) if len(skus) == 1 else None
    return (
        *([accept] if accept else []),
        button("offer-button-decline", "account.offer_declined", "decline_offer"),
        button("offer-button-stop", "account.offers_off", "stop_offers"),
    )
