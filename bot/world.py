"""What the bot is given of the world: nothing in the house reaches for it by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.clock import Clock
from bot.commerce.payment import PaymentProvider
from bot.desk import Desk
from bot.skill import Skills
from bot.texts import Texts
from catalog.catalog import Catalog


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Clock, catalogue, texts, skills, payment providers and settings of one shop."""

    clock: Clock
    catalog: Catalog
    texts: Texts
    skills: Skills
    #: Payment methods by channel name: what a shopper can choose there, in order.
    payments: Mapping[str, Mapping[str, PaymentProvider]] = field(default_factory=dict)
    config: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # skill -> its table of config.toml
    desks: Mapping[str, Desk] = field(default_factory=dict)  # channel -> the people who answer its shoppers
    support: str = ""  # how to reach a person: an address or a number

    def providers(self, channel: str) -> Mapping[str, PaymentProvider]:
        """The payment providers that a channel can offer."""
        return self.payments.get(channel, {})
