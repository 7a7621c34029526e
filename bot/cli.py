"""The `tresen` command: what an owner does with a shop at a terminal."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from functools import cache
from types import ModuleType


def main(arguments: Sequence[str] | None = None) -> None:
    """Load the commands and run one of them."""
    _loaded().run(arguments)


@cache
def _loaded() -> ModuleType:
    """All commands. What is loaded stays: nobody looks through it for what could go, now or later."""
    gc.disable()  # a sixth of the start went into it
    from bot.commands import tresen  # noqa: PLC0415  (only now)

    gc.freeze()
    gc.enable()
    return tresen
