"""Units of measure: what can be compared with what."""

from __future__ import annotations

#: unit -> (dimension, how many of the dimension's smallest unit it is)
UNITS: dict[str, tuple[str, float]] = {
    "mg": ("mass", 0.001),
    "g": ("mass", 1.0),
    "kg": ("mass", 1000.0),
    "ml": ("volume", 1.0),
    "cl": ("volume", 10.0),
    "l": ("volume", 1000.0),
    "cbm": ("volume", 1_000_000.0),
    "mm": ("length", 0.1),
    "cm": ("length", 1.0),
    "m": ("length", 100.0),
    "sqcm": ("area", 1.0),
    "sqm": ("area", 10_000.0),
    "ct": ("count", 1.0),
}


def same_dimension(one: str, other: str) -> bool:
    """Whether two units measure the same thing."""
    return UNITS[one][0] == UNITS[other][0]


def ratio(measure: tuple[float, str], base: tuple[float, str]) -> float:
    """How many times `base` fits into `measure`."""
    return measure[0] * UNITS[measure[1]][1] / (base[0] * UNITS[base[1]][1])
