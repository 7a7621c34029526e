"""What shall not be in the goods: "without nuts" leaves out hazelnuts, too."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from unicodedata import combining, normalize

from catalog.filters import Condition
from catalog.index import table
from catalog.words import split, stem

#: Where it is said what is in a thing; a category named "Genuss" says nothing of a "Nuss".
_SAID = "title description attributes"
_VOCABULARY = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.{name} USING fts5vocab('main', '{index}', 'row')"
_LIKE = "FROM temp.{name} WHERE term LIKE ? || '%' OR term LIKE '%' || ?"
_HOLDING = "FROM {index} WHERE {index} MATCH :{key}"


def without(db: sqlite3.Connection, condition: Condition, words: Iterable[str], languages: Sequence[str]) -> Condition:
    """The condition that also leaves out what is said to hold one of the words, in any language."""
    wheres, values = [condition.where], dict(condition.values)
    for language in languages if words else ():
        terms = dict.fromkeys(f'"{term}"' for term in _terms(db, words, language))
        if terms:
            key = f"without_{language}"
            values[key] = f"{{{_SAID}}} : ({' OR '.join(terms)})"
            wheres.append(f"v.n NOT IN (SELECT rowid {_HOLDING.format(index=table(language), key=key)})")
    return Condition(" AND ".join(wheres), values)


def _terms(db: sqlite3.Connection, words: Iterable[str], language: str) -> Iterator[str]:
    """What the index of a language holds that begins or ends with one of the words."""
    name = f"terms_{language}"
    db.execute(_VOCABULARY.format(name=name, index=table(language)))
    for word in {stem(part, language) for each in words for part in split(each)}:
        plain = _plain(word)
        yield from (term for (term,) in db.execute(f"SELECT term {_LIKE.format(name=name)}", (plain, plain)))


def _plain(word: str) -> str:
    """A word as the index keeps it, without diacritics."""
    return "".join(char for char in normalize("NFD", word) if not combining(char))
