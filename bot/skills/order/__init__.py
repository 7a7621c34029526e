"""Cart, checkout, orders and payment."""

from bot.skills.order import button, cart, checkout, orders, payment
from bot.skills.order.skill import skill

__all__ = ["button", "cart", "checkout", "orders", "payment", "skill"]
