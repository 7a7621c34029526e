"""What a `given` line may say: a shopper, a cart and orders as they are to stand before the first message."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import AwareDatetime, Field

from bot.channels.forms import Amount, Country, Currency, DayOrMoment, Form, Pieces, ShipmentStatus, Text
from bot.commerce.states import State as OrderState


class GivenAddress(Form):
    """Where a shopper lives."""

    name: Text
    street: Text
    postcode: Text
    city: Text
    country: Country = "DE"


class GivenConsent(Form):
    """What a shopper said to offers, and when."""

    offers: bool
    at: AwareDatetime | None = None


class GivenShopper(Form):
    """Who the shopper is."""

    name: str = ""
    language: Literal["de", "en", ""] = ""
    email: str = ""
    phone: str = ""
    addresses: tuple[GivenAddress, ...] = ()
    consent: GivenConsent | None = None
    wallet: Amount = 0
    last_active: AwareDatetime | None = None


class GivenLine(Form):
    """Some pieces in the cart."""

    sku: Text
    quantity: Pieces = 1


class GivenOrderLine(Form):
    """Some pieces of an order, at the price they were bought for."""

    sku: Text
    quantity: Pieces = 1
    unit_price: Amount | None = None


class GivenPaid(Form):
    """How an order was paid."""

    method: Text = "demo"
    amount: Amount | None = None
    charge_id: Text | None = None


class GivenShipment(Form):
    """How far a parcel is."""

    carrier: str = ""
    number: str = ""
    status: ShipmentStatus | None = None
    eta: DayOrMoment | None = None
    delivered_at: AwareDatetime | None = None


class GivenOrder(Form):
    """An order that was placed before."""

    id: Text
    status: OrderState = "confirmed"
    created_at: AwareDatetime | None = None
    currency: Currency | None = None
    lines: tuple[GivenOrderLine, ...] = Field(min_length=1)
    discount: Amount = 0
    shipping: Amount = 0
    paid: GivenPaid | None = None
    fulfilment: Literal["delivery", "pickup", "digital"] = "delivery"
    store: Text | None = None
    address: GivenAddress | None = None
    shipment: GivenShipment | None = None


class Given(Form):
    """Everything that a test takes for granted of one shopper."""

    shopper: GivenShopper = GivenShopper()
    cart: tuple[GivenLine, ...] = ()
    voucher: Text | None = None
    watches: tuple[Text, ...] = ()
    orders: tuple[GivenOrder, ...] = ()
    bookings: tuple[dict[str, Any], ...] = ()
    subscriptions: tuple[dict[str, Any], ...] = ()
