"""Money on Telegram: invoice payloads that only we can write, and what can be given back."""

from __future__ import annotations

import base64
import hashlib
import hmac

from aiogram.methods import RefundStarPayment

from bot.channels.base import RetryLater, SendFailed
from bot.channels.telegram.api import TelegramApi
from bot.commerce.payment import PaymentProvider
from bot.delivery import RefundRefused
from catalog.money import Money

STARS = "XTR"
_MAC_LENGTH = 16


def method_of(currency: str) -> str:
    """The payment method behind a currency on Telegram."""
    return "stars" if currency == STARS else "telegram"


def charge_of(payer: int, charge: str) -> str:
    """Our id of a charge: who paid and Telegram's own id, which is all that giving it back takes."""
    return f"{payer}:{charge}"


class Payloads:
    """Signs the order's id for an invoice and reads it back; a payload from elsewhere names no order."""

    def __init__(self, token: str) -> None:
        self._key = hashlib.sha256(b"tresen invoice " + token.encode()).digest()

    def sign(self, order: str) -> str:
        """The payload of an order's invoice."""
        return f"{order}:{self._mac(order)}"

    def order(self, payload: str) -> str:
        """The order of a payload that we signed, or nothing."""
        order, _, mac = payload.rpartition(":")
        return order if hmac.compare_digest(mac.encode(), self._mac(order).encode()) else ""

    def start_parameter(self, order: str) -> str:
        """What a forwarded copy of the invoice opens instead of a Pay button."""
        return f"pay_{self._mac(order)}"

    def _mac(self, order: str) -> str:
        digest = hmac.digest(self._key, order.encode(), "sha256")
        return base64.urlsafe_b64encode(digest)[:_MAC_LENGTH].decode()


class StarsPayments:
    """Stars, for digital goods: Telegram itself takes them and gives them back."""

    name = "stars"
    currencies = frozenset({STARS})
    invoices_expire = False
    passing = (RetryLater,)

    def __init__(self, api: TelegramApi) -> None:
        self._api = api

    async def refund(self, order: str, amount: Money, *, charge_id: str, key: str) -> None:
        """Give a charge back in full; asking again for the same charge gives back once."""
        payer, _, charge = charge_id.partition(":")
        try:
            await self._api.call(RefundStarPayment(user_id=int(payer), telegram_payment_charge_id=charge))
        except SendFailed as refusal:
            if "CHARGE_ALREADY_REFUNDED" not in str(refusal):
                raise RefundRefused(
                    f"Telegram refuses to give back {amount} of order {order} ({key}): {refusal}"
                ) from refusal


class CardPayments:
    """The payment provider behind a provider token; the Bot API can take money for it but not give it back."""

    name = "telegram"
    invoices_expire = False
    passing = (RetryLater,)

    def __init__(self, currency: str) -> None:
        self.currencies = frozenset({currency})

    async def refund(self, order: str, amount: Money, *, charge_id: str, key: str) -> None:
        """Refuse: only the provider's own website can do it."""
        raise RefundRefused(
            f"pay back {amount.amount} minor units of {amount.currency} for order {order} by hand, on your payment"
            f" provider's website: charge {charge_id}, refund {key}. Telegram cannot do it."
        )


def providers(api: TelegramApi, *, currency: str) -> dict[str, PaymentProvider]:
    """How shoppers can pay on Telegram: with Stars always, with cards if there is a provider token."""
    cards: dict[str, PaymentProvider] = {"telegram": CardPayments(currency)} if api.takes_cards else {}
    return cards | {"stars": StarsPayments(api)}
