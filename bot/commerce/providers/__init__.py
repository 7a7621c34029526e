"""Payment providers that need nothing from outside; those of a channel live beside the channel."""

from __future__ import annotations

from collections.abc import Mapping

from bot.commerce.payment import PaymentProvider
from bot.commerce.providers.demo import DemoProvider


def console_payments() -> Mapping[str, PaymentProvider]:
    """How one pays at the console: the demo provider does what it is told."""
    demo = DemoProvider()
    return {demo.name: demo}


def console_refunds() -> Mapping[str, PaymentProvider]:
    """Who pays back at the console what was paid by other methods before."""
    return dict.fromkeys(("telegram", "stars"), DemoProvider())
