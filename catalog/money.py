"""Money: whole minor units and a currency, nothing else."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units (cents; for Stars, `XTR`, whole Stars)."""

    amount: int
    currency: str = "EUR"

    def __add__(self, other: Money) -> Money:
        """The sum of two amounts of one currency."""
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        """The difference of two amounts of one currency."""
        return Money(self.amount - self._same(other), self.currency)

    def __mul__(self, times: int) -> Money:
        """A whole multiple."""
        return Money(self.amount * times, self.currency)

    def __neg__(self) -> Money:
        """The same amount the other way."""
        return Money(-self.amount, self.currency)

    def __bool__(self) -> bool:
        """Whether the amount is not zero."""
        return self.amount != 0

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise ValueError(f"cannot combine {self.currency} with {other.currency}")
        return other.amount
