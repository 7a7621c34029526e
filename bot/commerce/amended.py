"""An address put right by a word or two: "house number 5, not 3", "Köln instead of Hamburg", "the name is Meyer"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from bot.commerce.address import NUMBER, words_of

#: Parts that a word of their own names.
_PARTS = ("number", "postcode", "city", "street", "name")
_END = rf"(?=\s+(?:{words_of('instead')}|{words_of('spelt')})\b|[,.;!]|$)"


def amended(parts: Mapping[str, str], text: str) -> dict[str, str]:
    """The parts of an address that a message puts right, as they shall be; none if it puts none right."""
    if "?" in text:
        return {}
    said = " ".join(text.split())
    found = dict(_swapped(parts, said)) or dict(_named(parts, said))
    return {part: value for part, value in found.items() if value != parts.get(part)}


def _swapped(parts: Mapping[str, str], said: str) -> Iterator[tuple[str, str]]:
    """One word in the place of another that stands in the address."""
    after = re.search(rf"(\S+)\s*,?\s+{words_of('instead')}\s+(?:\w+\s+)??([^\s,.!]+)[.!]*$", said)
    before = re.search(rf"\b{words_of('not')}\s+([^\s,]+),?\s+(?:{words_of('but')}\s+)?([^\s,.!]+)[.!]*$", said)
    new, old = after.groups() if after else before.groups()[::-1] if before else ("", "")
    if re.fullmatch(r"\d{1,3}", old) and not re.search(rf"\b{words_of('number')}\b", said):
        return  # so many pieces, rather than the number of a house
    for part, value in parts.items():
        words = value.split()
        at = next((n for n, word in enumerate(words) if word.casefold() == old.casefold()), None)
        if at is not None and part != "country":
            yield part, " ".join([*words[:at], new, *words[at + 1 :]])


def _named(parts: Mapping[str, str], said: str) -> Iterator[tuple[str, str]]:
    """A part with its name before it: "the postcode is 50667"."""
    for part in _PARTS:
        found = re.search(rf"\b{words_of(part)}\b\s*(?:{words_of('is')}\s+|[:=]\s*)?(\S.*?){_END}", said)
        if found and part == "number":
            yield from _numbered(parts, found[1])
        elif found and bool(re.search(r"\d", found[1])) == (part in {"postcode", "street"}):
            yield part, _respelt(parts.get("name", ""), found[1]) if part == "name" else found[1]


def _numbered(parts: Mapping[str, str], number: str) -> Iterator[tuple[str, str]]:
    if re.fullmatch(NUMBER, number) and parts.get("street"):
        street = re.sub(rf"\s*{NUMBER}$", "", parts["street"])
        yield "street", f"{street} {number}"


def _respelt(name: str, word: str) -> str:
    """A name with the word that was meant spelt anew; another name where none is like it."""
    meant = get_close_matches(word, name.split(), n=1, cutoff=0.5) if " " not in word else []
    return " ".join(word if meant == [old] else old for old in name.split()) if meant else word
