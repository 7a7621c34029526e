"""A payment provider that is none: the console says whether it paid, failed or stays silent; it pays back at once."""

from __future__ import annotations

from catalog.money import Money


class DemoProvider:
    """Takes any currency and refunds each key once."""

    name = "demo"
    currencies: frozenset[str] | None = None
    invoices_expire = False
    passing: tuple[type[Exception], ...] = ()

    def __init__(self) -> None:
        self.refunds: dict[str, Money] = {}  # by key

    async def refund(self, order: str, amount: Money, *, charge_id: str, key: str) -> None:  # noqa: ARG002
        """Pay an amount of a charge back, once per key."""
        self.refunds.setdefault(key, amount)
