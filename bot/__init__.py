"""Tresen: a shop's counter in a chat. What a skill's author needs stands here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.message import Message
from bot.reply import Button, Reply
from bot.skill import Skill
from bot.turn import Turn

if TYPE_CHECKING:
    from bot.bot import Bot

__all__ = ["Bot", "Button", "Message", "Reply", "Skill", "Turn"]


def __getattr__(name: str) -> Any:
    """Load the Bot only when it is asked for: it brings the language pipeline, which takes a moment."""
    if name == "Bot":
        from bot.bot import Bot  # noqa: PLC0415

        return Bot
    raise AttributeError(f"module 'bot' has no attribute {name!r}")
