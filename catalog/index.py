"""The search indexes: one FTS5 table a language over stems, and the words of the shop."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from catalog.model import Product, Text, Variant
from catalog.words import language_data, split, stem, stop_words

COLUMNS = ("title", "brand", "category", "description", "attributes", "heads")
#: What a word counts for by where it stands: the title says what a thing is. Measured in `benchmarks/search.py`.
WEIGHTS = (1.5, 0.5, 1.5, 1.0, 1.0, 0.5)
#: Columns that say what a thing is; descriptions talk of other things, too.
STRONG = ("title", "brand", "category", "attributes", "heads")
_SURE = ("title", "brand", "category", "attributes")
_LEAST_HEAD = 4
_LEAST_ROWS = 3  # a word only descriptions use is the shop's own from here on

Numbered = Sequence[tuple[int, Product, Variant]]


def table(language: str) -> str:
    """The name of a language's index."""
    if not (language.isascii() and language.isalpha()):
        raise ValueError(f"not a language: {language!r}")
    return f"search_{language}"


def build(
    db: sqlite3.Connection,
    languages: Collection[str],
    variants: Numbered,
    synonyms: Mapping[str, Mapping[str, Iterable[str]]],
    progress: Callable[[str, int, int], None],
) -> None:
    """Make the indexes of all languages anew, inside the caller's transaction."""
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE name GLOB 'search_[a-z][a-z]'").fetchall():
        db.execute(f"DROP TABLE {name}")
    db.execute("DELETE FROM word")
    for language in languages:
        db.execute(
            f"CREATE VIRTUAL TABLE {table(language)} USING fts5({', '.join(COLUMNS)}, content='', "
            "tokenize='unicode61 remove_diacritics 2')"
        )
        _fill(db, language, variants, synonyms.get(language, {}), progress)


def _fill(
    db: sqlite3.Connection,
    language: str,
    variants: Numbered,
    synonyms: Mapping[str, Iterable[str]],
    progress: Callable[[str, int, int], None],
) -> None:
    heads = _head_stems(variants, language)
    rows: Counter[str] = Counter()
    sure = {word for key, same in synonyms.items() for text in (key, *same) for word in split(text)}
    insert = f"INSERT INTO {table(language)} (rowid, {', '.join(COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - only names from this room are put in
    for done, (number, product, variant) in enumerate(variants, start=1):
        texts = row_texts(product, variant, language)
        words = {column: split(text) for column, text in texts.items()}
        sure.update(word for column in _SURE for word in words[column])
        rows.update({word for each in words.values() for word in each})
        stemmed = [" ".join(stem(word, language) for word in each) for each in words.values()]
        found = [head for word in words["title"] + words["category"] if (head := _head(word, language, heads))]
        db.execute(insert, (number, *stemmed, " ".join(found)))
        progress(f"index {language}", done, len(variants))
    own = [
        (language, word, rows[word])
        for word in rows | Counter(sure)
        if len(word) > 2 and (word in sure or rows[word] >= _LEAST_ROWS) and word not in stop_words(language)
    ]
    db.executemany("INSERT OR IGNORE INTO word (language, word, rows) VALUES (?, ?, ?)", own)


def row_texts(product: Product, variant: Variant, language: str) -> dict[str, str]:
    """What a variant's row holds, by column, before it is stemmed."""
    looks = [variant.colour, variant.material]
    attributes = [text for each in variant.attributes for text in (each.name, each.value)]
    said = [text[language] for text in (*looks, *attributes) if isinstance(text, Text)]
    return {
        "title": f"{product.title[language]} {variant.title[language]}",
        "brand": product.brand,
        "category": product.category[language],
        "description": product.description[language],
        "attributes": " ".join([*said, variant.size, variant.sku]),
    }


def _head_stems(variants: Numbered, language: str) -> frozenset[str]:
    """Stems of words that stand alone in titles and categories: what compounds may end in."""
    short = language_data(language).get("short_heads", ())
    words = {
        word
        for _, product, _ in variants
        for word in split(f"{product.title[language]} {product.category[language]}")
        if len(word) >= _LEAST_HEAD or word in short
    }
    return frozenset(stem(word, language) for word in words - stop_words(language))


def _head(word: str, language: str, heads: frozenset[str]) -> str | None:
    """The stem of the last part of a compound: `jack` for Regenjacke."""
    for start in range(3, len(word) - 1):
        end = word[start:]
        if len(end) < _LEAST_HEAD and end not in language_data(language).get("short_heads", ()):
            return None
        if (stemmed := stem(end, language)) in heads:
            return stemmed
    return None
