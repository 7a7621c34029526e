"""Numbers in words, to 999,999: "zweihundertfünf", "two hundred and five", "ein halbes Dutzend", "anderthalb"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from intents.lexicon import lexicon
from intents.phrases import Found
from intents.words import Word, fold

_NAMED = lexicon().phrases("numbers")  # units, tens, and phrases that mean a number
_PARTS = lexicon().phrases("fractions")
_HUNDRED = lexicon().keys("powers", "100")
_THOUSAND = lexicon().keys("powers", "1000")
_AND = lexicon().keys("powers", "and")
_A = lexicon().keys("powers", "one")
_UNITS = ("", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
_TEENS = ("zehn", "elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn")
_TENS = ("zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")
LAST_UNIT, LAST_SMALL = 9, 99
FEWEST_SPELLED = 3  # figures said one by one
LONG = 7  # letters of "tausend"


def _below_hundred() -> Iterator[tuple[str, int]]:
    yield from ((word, number) for number, word in enumerate((*_UNITS[1:], *_TEENS), 1))
    for ten, word in enumerate(_TENS, 2):
        yield word, ten * 10
        yield from ((f"{unit}und{word}", ten * 10 + number) for number, unit in enumerate(_UNITS[1:], 1))


def _german() -> dict[str, int]:
    """All German numbers from 21 to 999 that are written as one word."""
    small = dict(_below_hundred())
    small["eins"] = 1
    found = {word: number for word, number in small.items() if number > 20}
    for hundreds, unit in enumerate(("", *_UNITS[1:])):
        base = max(1, hundreds) * 100
        found[f"{unit}hundert"] = base
        for word, number in small.items():
            found[f"{unit}hundert{word}"] = found[f"{unit}hundertund{word}"] = base + number
    found |= {f"{unit}tausend": number * 1000 for number, unit in enumerate(_UNITS[1:], 1)}
    return {fold(word): number for word, number in found.items()}


_WRITTEN = {**_german(), **{word: int(value) for word in _NAMED.words() if (value := _NAMED.get(word))}}
_ORDINAL = re.compile(r"(.{3,}?)(?:s?te[nrsm]?|th)")
_ODD = {
    "erste": 1, "ersten": 1, "dritte": 3, "dritten": 3, "siebte": 7, "siebten": 7, "siebter": 7, "siebtes": 7, "achte": 8,
    "achten": 8, "achter": 8, "achtes": 8, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12, "twentieth": 20,
    "thirtieth": 30,
}  # fmt: skip
_THOUSANDS = re.compile(r"(?P<many>.*)tausend(?:und)?(?P<rest>.*)")
_OPENING = frozenset(_WRITTEN) | _HUNDRED | _THOUSAND | _A
WORDS = frozenset(_WRITTEN) | _HUNDRED | _THOUSAND


@lru_cache(maxsize=20_000)
def begins(key: str) -> bool:
    """Whether a number in words may begin with this word."""
    return key in _OPENING or _NAMED.begins(key) or _PARTS.begins(key) or (len(key) > LONG and "tausend" in key)


def written(key: str) -> int:
    """The number that one word is, 0 if it is none: "zwölf", "eintausendeins"."""
    match = _THOUSANDS.fullmatch(key) if len(key) > LONG else None
    if not match:
        return _WRITTEN.get(key, 0)
    many, rest = (1 if part in {"ein", "eins"} else _WRITTEN.get(part, 0) for part in match.group("many", "rest"))
    whole = (many or not match["many"]) and (rest or not match["rest"])
    return max(1, many) * 1000 + rest if whole else 0


@lru_cache(maxsize=20_000)
def ordinal(key: str) -> int | None:
    """The place that an ordinal of one word means, from 1 to 999: "siebte", "achtundzwanzigsten", "twelfth"."""
    odd = _ODD.get(key)
    if odd:
        return odd
    match = _ORDINAL.fullmatch(key)
    return written(match[1]) or None if match else None


def spelled_at(words: Sequence[Word], first: int) -> Found[str] | None:
    """Figures said one by one, three at least: "zehn vier drei fünf" is 10435; nothing counts that way."""
    figures, last = "", first
    while last < len(words) and (figure := _figure(words[last].key)):
        figures += figure
        last += 1
    return Found(first, last, figures) if last - first >= FEWEST_SPELLED else None


def _figure(key: str) -> str:
    if key in {"null", "zero", "oh"}:
        return "0"
    value = _WRITTEN.get(key, 0)
    return str(value) if 0 < value <= LAST_SMALL else ""


def number_at(words: Sequence[Word], first: int) -> Found[float] | None:
    """The number in words that begins at a word; whole ones as int."""
    if first >= len(words) or not begins(words[first].key):
        return None
    named = _NAMED.at(words, first)
    if named and named.last - first > 1:
        return Found(first, named.last, int(named.value))
    part = _PARTS.at(words, first)
    if part:
        return Found(first, part.last, float(part.value))
    return _composed(words, first)


def whole_at(words: Sequence[Word], first: int) -> Found[int] | None:
    """The whole number in words that begins at a word."""
    found = number_at(words, first)
    return Found(found.first, found.last, found.value) if found and isinstance(found.value, int) else None


def _composed(words: Sequence[Word], first: int) -> Found[float] | None:
    """Thousands, hundreds, tens and units that follow one another."""
    small, last = _hundreds(words, first)
    if last < len(words) and words[last].key in _THOUSAND and (small or words[first].key in _A | _THOUSAND):
        rest, end = _hundreds(words, last + 1)
        return Found(first, end, max(1, small) * 1000 + rest)
    alone = last == first + 1 and words[first].key in _A and words[first].key not in _WRITTEN
    return None if last == first or alone else Found(first, last, small)


def _hundreds(words: Sequence[Word], first: int) -> tuple[int, int]:
    small, last = _small(words, first)
    if last < len(words) and words[last].key in _HUNDRED and small <= LAST_UNIT and (small or last == first):
        rest, end = _rest(words, last + 1)
        return max(1, small) * 100 + rest, end
    return small, last


def _rest(words: Sequence[Word], first: int) -> tuple[int, int]:
    """What follows hundreds or thousands, with or without "and"."""
    joined = first < len(words) and words[first].key in _AND
    rest, last = _small(words, first + joined)
    return (rest, last) if rest else (0, first)


def _small(words: Sequence[Word], first: int) -> tuple[int, int]:
    """A number of one word, or tens and units: "twenty-five", "fünf und zwanzig"."""
    if first >= len(words):
        return 0, first
    key = words[first].key
    value = 1 if key in _A else written(key)
    if not value:
        return 0, first
    following = first + 1
    if LAST_UNIT < value <= LAST_SMALL and value % 10 == 0 and value > 10:
        dashed = following < len(words) and words[following].key == "-"
        unit = _WRITTEN.get(words[following + dashed].key, 0) if following + dashed < len(words) else 0
        return (value + unit, following + dashed + 1) if 0 < unit <= LAST_UNIT else (value, following)
    if 0 < value <= LAST_UNIT and following + 1 < len(words) and words[following].key == "und":
        ten = _WRITTEN.get(words[following + 1].key, 0)
        if ten in range(20, 100, 10):
            return ten + value, following + 2
    return value, following
