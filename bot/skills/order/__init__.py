"""Cart, checkout, orders and payment."""

from bot.skills.order import again, button, cart, checkout, orders, payment
from bot.skills.order.skill import skill

__all__ = ["again", "button", "cart", "checkout", "orders", "payment", "skill"]
