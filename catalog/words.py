"""Words of a language: parting a text into them, their stems, and those that carry no meaning."""

from __future__ import annotations

import re
import threading
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import Stemmer  # type: ignore[import-not-found]  # a compiled module without stubs

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_STEMMERS = {
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pl": "polish",
    "pt": "portuguese",
    "sv": "swedish",
}
_local = threading.local()  # a stemmer must not be used by two threads at once


@cache
def language_data(language: str) -> Mapping[str, Any]:
    """What is known of a language: `stop` words, `colour_endings`, `joints` of compounds; empty if nothing is."""
    file = files("catalog") / "languages" / f"{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


@cache
def stop_words(language: str) -> frozenset[str]:
    """Words that say nothing about what is looked for."""
    return frozenset(language_data(language).get("stop", ()))


def split(text: str) -> list[str]:
    """The words of a text in small letters, in order."""
    return _WORD.findall(text.lower())


@lru_cache(maxsize=65536)
def stem(word: str, language: str) -> str:
    """A word without its endings; words with digits stay as they are."""
    if language not in _STEMMERS or any(letter.isdigit() for letter in word):
        return word
    stemmers: dict[str, Any] = _local.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = Stemmer.Stemmer(_STEMMERS[language])
    stemmed: str = stemmers[language].stemWord(word)
    return stemmed


def stems(text: str, language: str) -> list[str]:
    """The stems of a text's words, in order."""
    return [stem(word, language) for word in split(text)]


def meaningful(text: str, language: str) -> list[str]:
    """The words of a text that say something, each once, in order; all of them if none does."""
    words = list(dict.fromkeys(split(text)))
    kept = [word for word in words if word not in stop_words(language)]
    return kept or words


def inflected(word: str, endings: Iterable[str]) -> tuple[str, ...]:
    """A word with each ending, itself first; an ending's first letter is dropped where the word ends in it."""
    forms = (word + (ending[1:] if word.endswith(ending[:1]) else ending) for ending in endings)
    return tuple(dict.fromkeys((word, *forms)))
