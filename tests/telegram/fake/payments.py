"""The payment sequence: shipping query, pre-checkout query, charge, message; and what Stars give back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

from tests.telegram.fake.state import BotMessage, Charge, NotThere, Query

if TYPE_CHECKING:
    from tests.telegram.fake.server import FakeTelegram
    from tests.telegram.fake.users import User

Outcome = Literal["paid", "declined", "refused", "expired"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentResult:
    """How an attempt to pay ended, as the user sees it."""

    outcome: Outcome
    reason: str = ""
    charge_id: str = ""
    amount: int = 0


class Payments:
    """Queries that wait, charges that were made."""

    def __init__(self, server: FakeTelegram) -> None:
        self._server = server
        self.queries: dict[str, Query] = {}
        self.charges: dict[str, Charge] = {}
        self.checkout_seconds = 10.0  # how long the bot may think about a pre-checkout query
        self.shipping_seconds = 10.0

    @property
    def open(self) -> list[Query]:
        """Queries that the bot has not answered."""
        return [query for query in self.queries.values() if query.answer is None]

    async def pay(
        self, user: User, message: BotMessage, *, tip: int, declined: bool, address: dict[str, str] | None
    ) -> PaymentResult:
        """Pay an invoice, step by step, as the app on the phone does."""
        invoice = message.invoice
        if invoice is None:
            raise NotThere("this message is no invoice")
        total = sum(price["amount"] for price in invoice["prices"]) + tip
        extra: dict[str, Any] = {}
        if invoice["is_flexible"]:
            shipping = await self._shipping(user, invoice, address or {})
            if isinstance(shipping, PaymentResult):
                return shipping
            extra["shipping_option_id"] = shipping["id"]
            total += sum(price["amount"] for price in shipping["prices"])
        values = {
            "currency": invoice["currency"],
            "total_amount": total,
            "invoice_payload": invoice["payload"],
            **extra,
        }
        answer = await self.ask("pre_checkout_query", user, values, self.checkout_seconds)
        if answer is None:
            return PaymentResult(outcome="expired", amount=total)
        if not answer["ok"]:
            return PaymentResult(outcome="refused", reason=answer["error_message"], amount=total)
        if declined:
            return PaymentResult(outcome="declined", amount=total)
        return self._charge(user, values)

    async def _shipping(self, user: User, invoice: dict[str, Any], address: dict[str, str]) -> Any:
        blank = dict.fromkeys(("country_code", "state", "city", "street_line1", "street_line2", "post_code"), "")
        values = {"invoice_payload": invoice["payload"], "shipping_address": blank | address}
        answer = await self.ask("shipping_query", user, values, self.shipping_seconds)
        if answer is None:
            return PaymentResult(outcome="expired")
        if not answer["ok"]:
            return PaymentResult(outcome="refused", reason=answer["error_message"])
        return answer["shipping_options"][0]

    async def ask(self, kind: str, user: User, values: dict[str, Any], seconds: float) -> dict[str, Any] | None:
        """Send a query and wait for its answer; None if the bot is too late."""
        server = self._server
        query = Query(
            id=server.number(kind), kind=kind, user=user.id, expires=server.clock.now() + timedelta(seconds=seconds)
        )
        self.queries[query.id] = query
        server.updates.put(kind, {"id": query.id, "from": user.json, **values}, user.id)
        while query.answer is None and server.clock.now() < query.expires:
            await server.changes.wait((query.expires - server.clock.now()).total_seconds())
        if query.answer is None:
            server.findings.append(f"{kind} of user {user.id} not answered within {seconds:g} s")
        return query.answer

    def _charge(self, user: User, values: dict[str, Any]) -> PaymentResult:
        charge = Charge(
            id=self._server.number("charge"),
            user=user.id,
            amount=values["total_amount"],
            currency=values["currency"],
            payload=values["invoice_payload"],
            at=self._server.clock.now(),
        )
        self.charges[charge.id] = charge
        self.announce(user, charge, values)
        return PaymentResult(outcome="paid", charge_id=charge.id, amount=charge.amount)

    def announce(self, user: User, charge: Charge, values: dict[str, Any]) -> None:
        """Tell the bot about a charge."""
        provider = "" if charge.currency == "XTR" else f"provider-{charge.id}"
        ids = {"telegram_payment_charge_id": charge.id, "provider_payment_charge_id": provider}
        user.put("message", user.message_json(successful_payment=values | ids))
