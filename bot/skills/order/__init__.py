"""Cart, checkout, orders and payment."""

from bot.skills.order import cart, checkout, orders, payment
from bot.skills.order.skill import skill

__all__ = ["cart", "checkout", "orders", "payment", "skill"]
