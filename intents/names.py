"""Names that are shipped: towns, people and goods. Shoppers write them in small letters, too."""

from __future__ import annotations

from functools import cache

from intents.lexicon import DATA, LANGUAGES, lexicon
from intents.phrases import Phrases
from intents.words import key_of, keys_of

COUNTRIES = frozenset({"d", "de", "a", "at", "ch"})  # as they stand before a postcode: "D-24103 Kiel"


def _listed(name: str) -> list[str]:
    lines = (DATA / name).read_text("utf-8").splitlines()
    return [entry.strip() for line in lines if not line.startswith("#") for entry in line.split(",") if entry.strip()]


@cache
def towns() -> Phrases[str]:
    """Towns, regions and countries by their names."""
    listed = (*_listed("towns.txt"), *(name for language in LANGUAGES for name in _listed(f"regions.{language}.txt")))
    return Phrases((town.rstrip("*"), town.rstrip("*")) for town in listed)


@cache
def people() -> frozenset[str]:
    """First names, as keys."""
    return frozenset(key for name in _listed("names.txt") for key in keys_of(name.rstrip("*"))) - frozenset(
        lexicon().words()
    )


@cache
def landmarks() -> Phrases[str]:
    """Places that every town has."""
    return Phrases((place, place) for place in _listed("landmarks.txt"))


@cache
def kin() -> Phrases[str]:
    """Words for somebody by what they are to the shopper: "sister", "Chefin"."""
    return Phrases((word, word) for word in _listed("kin.txt") if not word.endswith("*"))


@cache
def close() -> frozenset[str]:
    """Words that may stand before one of those: "little", "beste"."""
    return frozenset(key_of(word.rstrip("*")) for word in _listed("kin.txt") if word.endswith("*"))


@cache
def things() -> frozenset[str]:
    """Goods that shops sell, in every form, as keys."""
    return frozenset(key_of(word) for language in LANGUAGES for word in _listed(f"things.{language}.txt"))


@cache
def wares(mark: str = "") -> Phrases[str]:
    """Goods and services whose names are other words as well: the sure ones, or those with a mark in the file."""
    listed = [word for language in LANGUAGES for word in _listed(f"wares.{language}.txt")]
    told = [word.rstrip("*+") for word in listed if (word[-1] if word[-1] in "*+" else "") == mark]
    return Phrases((word, word) for word in told)


@cache
def doubtful() -> frozenset[str]:
    """Names that are words as well."""
    listed = (*_listed("towns.txt"), *_listed("names.txt"))
    return frozenset(key for name in listed if name.endswith("*") for key in keys_of(name.rstrip("*")))


@cache
def kept() -> frozenset[str]:
    """Words that are no typing mistakes, whatever they resemble."""
    return people() | things() | frozenset(towns().words())
