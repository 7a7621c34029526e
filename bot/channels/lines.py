"""The lines a program may write to the console: one JSON object each."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from bot.channels.forms import Amount, Currency, DayOrMoment, Duration, Form, Name, Pieces, ShipmentStatus, Text, refuse
from bot.channels.given_lines import Given


class Say(Form):
    """The shopper writes."""

    say: str


class Press(Form):
    """The shopper presses a button of an earlier reply."""

    press: Text


class Point(Form):
    """A place on earth."""

    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    title: str = ""


class Location(Form):
    """The shopper shares a place."""

    location: Point


class Sticker(Form):
    """The shopper sends a sticker."""

    sticker: Text


class Sound(Form):
    """A voice note."""

    seconds: int = Field(default=1, ge=0)


class Voice(Form):
    """The shopper sends a voice note."""

    voice: Sound


class Picture(Form):
    """A photo; nothing about it matters."""


class Photo(Form):
    """The shopper sends a photo."""

    photo: Picture


class Payment(Form):
    """What the provider answers to an open invoice."""

    outcome: Literal["pre_checkout", "succeeded", "failed"] = "succeeded"
    order: Text = "latest"
    amount: Amount | None = None
    currency: Currency | None = None
    charge_id: Text | None = None


class Pay(Form):
    """The provider's answer to the open invoice."""

    pay: Payment


class Wait(Form):
    """Time passes."""

    wait: Duration


class As(Form):
    """Another shopper writes from here on."""

    name: Name = Field(alias="as")


class GivenLine(Form):
    """What is taken for granted of the present shopper."""

    given: Given


class State(Form):
    """Show the state."""

    state: Literal[True]


class Explain(Form):
    """Tell why the last message was answered as it was."""

    explain: Literal[True]


def _listed(value: Any) -> Any:
    """`all` stands for itself in a list of shoppers."""
    if value == "all":
        return (value,)
    if not isinstance(value, list):
        raise refuse("this is no audience", 'It is "all" or a list of shoppers: ["mia", "tom"].')
    return tuple(value)


Audience = Annotated[tuple[Name, ...], BeforeValidator(_listed)]


class Restock(Form):
    """Pieces come in."""

    shop: Literal["restock"]
    sku: Text
    quantity: Pieces
    store: Text | None = None


class ShipmentNews(Form):
    """The carrier, or the shop itself, tells how far an order is."""

    shop: Literal["shipment"]
    order: Text = "latest"
    status: ShipmentStatus
    carrier: str = ""
    number: str = ""
    eta: DayOrMoment | None = None
    proof: str | None = None


class Campaign(Form):
    """The shop proposes something to everybody who may hear it, or to those named."""

    shop: Literal["campaign"]
    offer: Text
    audience: Audience = ("all",)


class Buy(Form):
    """Another shopper buys something at once."""

    shop: Literal["buy"]
    shopper: Name
    sku: Text
    quantity: Pieces = 1


class Operator(Form):
    """A person of the shop acts in the present shopper's conversation."""

    shop: Literal["operator"]
    action: Literal["take", "say", "release"]
    text: str = ""
    name: str = ""


class Price(Form):
    """The shop changes a price (minor units, gross)."""

    shop: Literal["price"]
    sku: Text
    price: Amount


ShopLine = Restock | ShipmentNews | Campaign | Buy | Operator | Price
Line = (
    Say | Press | Location | Sticker | Voice | Photo | Pay | Wait | As | GivenLine | State | Explain | ShopLine
)  # fmt: skip
