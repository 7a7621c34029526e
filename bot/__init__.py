"""Tresen: a shop's counter in a chat. What a skill's author needs stands here."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.bot import Bot
    from bot.message import Message
    from bot.reply import Button, Reply
    from bot.skill import Skill
    from bot.turn import Turn

__all__ = ["Bot", "Button", "Message", "Reply", "Skill", "Turn"]

_HOMES = {
    "Bot": "bot.bot",
    "Button": "bot.reply",
    "Message": "bot.message",
    "Reply": "bot.reply",
    "Skill": "bot.skill",
    "Turn": "bot.turn",
}


def _structlog_without_rich() -> None:
    """Import structlog as if rich were not there.

    It would show the values of variables in tracebacks, what shoppers said among them; and a twentieth of a start goes
    into loading it.
    """
    loaded = sys.modules.get("rich")
    sys.modules["rich"] = None  # type: ignore[assignment]
    try:
        import_module("structlog")
    finally:
        del sys.modules["rich"]
        if loaded:
            sys.modules["rich"] = loaded


_structlog_without_rich()


def __getattr__(name: str) -> Any:
    """Load what is asked for, when it is: the `tresen` command says what it can do without knowing any of it."""
    if name not in _HOMES:
        raise AttributeError(f"module 'bot' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
