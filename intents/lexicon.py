"""The words with a fixed meaning, read from the data files of both languages and merged."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from intents.phrases import Phrases
from intents.words import keys_of

DATA = Path(__file__).parent / "data"
LANGUAGES = ("de", "en")


class Lexicon:
    """One table of phrases per section, the languages joined: shoppers mix them."""

    def __init__(self, tables: Sequence[Mapping[str, Any]]) -> None:
        self._tables = tables
        self._phrases: dict[tuple[str, tuple[str, ...]], Phrases[str]] = {}

    def phrases(self, section: str, *only: str) -> Phrases[str]:
        """The phrases of a section with the key they stand under; only some keys if given."""
        wanted = (section, only)
        if wanted not in self._phrases:
            self._phrases[wanted] = Phrases(self.entries(section, only))
        return self._phrases[wanted]

    def numbers(self, section: str) -> Phrases[int]:
        """A section whose keys are whole numbers."""
        return Phrases((text, int(key)) for text, key in self.entries(section))

    def keys(self, section: str, *only: str) -> frozenset[str]:
        """The single words of a section."""
        return frozenset(self.phrases(section, *only).words())

    def choices(self) -> Mapping[str, list[tuple[str, str]]]:
        """By slot: how people write a choice, and its key."""
        slots: dict[str, list[tuple[str, str]]] = {}
        for table in self._tables:
            for slot, terms in table.get("choices", {}).items():
                slots.setdefault(slot, []).extend((text, key) for key, texts in terms.items() for text in texts)
        return slots

    def words(self) -> Iterator[str]:
        """Every word of every section."""
        for table in self._tables:
            for text in _texts(table):
                yield from keys_of(text)

    def entries(self, section: str, only: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
        """How it is written and the key it stands under, in the order of the files."""
        for table in self._tables:
            for key, texts in table.get(section, {}).items():
                if not only or key in only:
                    yield from ((text, key) for text in texts)


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        for child in node.values():
            yield from _texts(child)
    elif isinstance(node, Sequence):
        for child in node:
            yield from _texts(child)


@cache
def lexicon() -> Lexicon:
    """The lexicon shipped with the package."""
    names = [f"{part}.{language}.toml" for part in ("lexicon", "calendar") for language in LANGUAGES]
    return Lexicon([tomllib.loads((DATA / name).read_text("utf-8")) for name in names])


@cache
def around() -> Lexicon:
    """Words that tell something by where they stand, and that goods may be called: none of them is common."""
    return Lexicon([tomllib.loads((DATA / f"around.{language}.toml").read_text("utf-8")) for language in LANGUAGES])
