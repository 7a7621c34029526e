"""Every amount that is said is one of the catalogue, of the cart, of an order, of its taxes, or of a payment."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from bot.commerce import orders
from bot.testing import Chat
from tests.bot.skills.counter import Guest, Out

WORDS = {
    "de": [
        "habt ihr rote Becher unter 20 Euro?",
        "zwei davon bitte",
        "und einen Earl Grey Lotse",
        "was kostet der Kaffee Kaikante?",
        "erzähl mir was über die Sturmlaterne Feuerland",
        "Gutschein WILLKOMMEN10",
        "was ist in meinem Korb?",
        "zur Kasse",
        "bitte liefern",
        "Mia Sand, Deichweg 4, 20095 Hamburg",
        "express bitte",
    ],
    "en": [
        "do you have red mugs under 20 euros?",
        "I'll take two of them",
        "and one Pilot Earl Grey tea",
        "how much is the Quayside coffee?",
        "tell me more about the Storm lantern",
        "I have a voucher WILLKOMMEN10",
        "what is in my cart?",
        "I want to check out",
        "please deliver it",
        "Mia Sand, Deichweg 4, 20095 Hamburg",
        "express please",
    ],
}


def in_catalogue(chat: Chat) -> Iterator[int]:
    """Prices of goods, of measures, in stars, and of shipping."""
    catalog, now = chat.app.world.catalog, chat.session.now
    for product in catalog.products():
        for variant in product.variants:
            base = variant.base_price_at(now)
            yield from (variant.price_at(now).amount, base[0].amount if base else 0, variant.stars or 0)
    yield from (way.price.amount for way in catalog.settings.shipping)


def in_books(chat: Chat, someone: Guest, state: dict[str, object]) -> Iterator[int]:
    """Sums of the cart as the state shows them, and of the stored orders."""
    cart = state["cart"]
    assert isinstance(cart, dict)
    yield from (cart["goods"], -cart["discount"], cart["shipping"], cart["total"], cart["goods"] - cart["discount"])
    yield from (line["total"] for line in cart["lines"])
    for order in chat.app.store.read(lambda reader: orders.of(reader, f"console:{someone.name}")):
        yield from (order.goods.amount, -order.discount.amount, order.shipping.amount, order.total.amount)
        yield from (line.total.amount for line in order.lines)
        yield from (tax.tax.amount for tax in order.taxes)


def taxes(total: int, out: Out) -> Iterator[int]:
    """The tax lines of a summary: they are checked against the order that is made of it."""
    if "order-summary-tax" in out.acts and "pay_order" in out.roles:
        start = out.amounts.index(total)
        yield from out.amounts[start + 1 :]


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_amount_said_is_known_and_printed_as_it_is(
    shop: Chat, guest: Callable[[str], Guest], language: str
) -> None:
    someone = guest(language)
    said = [someone.say(text) for text in WORDS[language]]
    summary_taxes = list(taxes(said[-1].state["cart"]["total"], said[-1]))
    said += [someone.press("pay_order"), someone.line(pay={}), someone.say("/orders")]
    said += [someone.say("storniere meine Bestellung" if language == "de" else "I want to cancel my order")]
    said += [someone.press("confirm")]
    booked = [tax.tax.amount for tax in shop.app.store.read(lambda r: orders.of(r, f"console:{someone.name}"))[0].taxes]
    assert summary_taxes == booked
    for out in said:
        known = {*in_catalogue(shop), *in_books(shop, someone, out.state), *summary_taxes}
        assert out.amounts == [] or set(out.amounts) <= known
        assert sorted(printed(out.text)) == sorted(abs(amount) for amount in out.amounts)


def printed(text: str) -> list[int]:
    """The sums of money in a text, in cents."""
    return [
        int(re.sub(r"\D", "", before or after))
        for before, after in re.findall(r"(\d[\d.]*,\d\d)\s€|€(\d[\d,]*\.\d\d)", text)
    ]
