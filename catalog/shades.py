"""Families of colours: navy is a blue."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files


def shades(colours: Iterable[str]) -> tuple[str, ...]:
    """The shades of these colours, in small letters and all languages; none for a colour that is a shade itself."""
    return tuple(dict.fromkeys(shade for colour in colours for shade in _families().get(colour.casefold(), ())))


@cache
def _families() -> dict[str, tuple[str, ...]]:
    """By each plain name of a family: its shades."""
    data = tomllib.loads((files("catalog") / "shades.toml").read_text(encoding="utf-8"))
    return {
        name.casefold(): tuple(shade.casefold() for shade in family["shades"])
        for family in data["family"]
        for name in family["names"]
    }
