"""Finding products: stems in FTS5, filters in SQL, errors put right, words let go when nothing else helps.

A product has a word wherever it stands, but one of the words must stand where it is said what the thing is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product as combinations

from catalog.filters import Condition, conditions
from catalog.index import STRONG, WEIGHTS, table
from catalog.moments import micros
from catalog.query import Query, Sort
from catalog.spelling import Spelling
from catalog.unwanted import without
from catalog.words import language_data, meaningful, stem, stop_words

_MOST_WORDS = 12
_MOST_COMBINATIONS = 12
_SHORTEST_PART = 3  # letters
_DEEPER = 10  # so many more rows with some of the words are looked at than products are wanted: filters and variants take their share

_WEIGHTS = ", ".join(map(str, WEIGHTS))
_EFFECTIVE = (
    "CASE WHEN v.sale_price IS NOT NULL AND (v.sale_from IS NULL OR v.sale_from <= :now) "
    "AND (v.sale_until IS NULL OR :now <= v.sale_until) THEN v.sale_price ELSE v.price END"
)
_FREE = "CASE WHEN s.sku IS NOT NULL THEN s.on_hand - s.reserved WHEN v.counted OR :store <> '' THEN 0 END"
_AVAILABLE = f"(v.availability = 'in_stock' AND COALESCE({_FREE}, 1) > 0)"
_ROWS = "FROM {source} JOIN product p ON p.id = v.product LEFT JOIN stock s ON s.sku = v.sku AND s.store = :store WHERE {where}"
_SOME = (
    "WITH top AS MATERIALIZED (SELECT rowid AS n, rank AS score FROM {name} WHERE {name} MATCH :match "
    "AND rank MATCH 'bm25({weights})' ORDER BY rank LIMIT :most) SELECT v.product, v.sku, {free}, -top.score {rows} "
    "AND v.n NOT IN (SELECT rowid FROM {name} WHERE {name} MATCH :all) ORDER BY top.score, v.n"
)
#: Best first by score, but what is there and sells best may come before what fits hardly better.
_BEST = (
    "WITH found AS MATERIALIZED ({found}), ranked AS (SELECT *, CASE WHEN score > 0 THEN score / MAX(score) OVER () "
    "+ 0.3 * popularity / MAX(1.0, MAX(popularity) OVER ()) + 0.4 * available ELSE 0 END AS relevance FROM found), "
    "best AS (SELECT *, ROW_NUMBER() OVER (PARTITION BY product ORDER BY {order}) AS place FROM ranked)"
)
_ORDER: Mapping[Sort, str] = {
    "": "relevance DESC, available DESC, popularity DESC, product_position, position",
    "price": "foreign_money, amount, available DESC, relevance DESC, product_position, position",
    "-price": "foreign_money, amount DESC, available DESC, relevance DESC, product_position, position",
    "popularity": "popularity DESC, available DESC, relevance DESC, product_position, position",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A found variant, as the tables know it."""

    sku: str
    stock: int | None
    score: float
    partly: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search gives back before products are put in place of SKUs."""

    rows: tuple[Row, ...] = ()
    total: int = 0
    corrected: Mapping[str, str] = field(default_factory=dict)
    relaxed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a search knows of a language: synonyms by stem, and the shop's spelling."""

    synonyms: Mapping[str, tuple[str, ...]]
    spelling: Spelling


@dataclass(frozen=True, slots=True)
class _Plan:
    """One way to look: words, and the full-text expression for all of them, in a language's index."""

    language: str
    words: tuple[str, ...]
    match: str
    corrected: Mapping[str, str] = field(default_factory=dict)
    relaxed: tuple[str, ...] = ()


class Search:
    """One search over one connection; remembers nothing afterwards."""

    def __init__(
        self,
        db: sqlite3.Connection,
        query: Query,
        *,
        languages: Sequence[str],
        words: Mapping[str, Words],
        currency: str,
        now: datetime,
    ) -> None:
        self._db = db
        self._query = query
        self._languages = languages
        self._words = words
        condition = conditions(query, price=_EFFECTIVE, free=_FREE, available=_AVAILABLE)
        self._condition: Condition = without(db, condition, query.without, languages)
        self._values = {"now": micros(now), "store": query.store or "", "currency": currency, **self._condition.values}

    def run(self) -> Found:
        """All words, in the shopper's language and then in the others; then corrected; then fewer words."""
        if not self._query.text.strip():
            return self._page(None)
        typed = meaningful(self._query.text, self._languages[0])[:_MOST_WORDS]
        if not typed:
            return self._page(None)
        plan = self._plan(typed)
        return self._page(plan) if plan else Found()

    def _plan(self, typed: Sequence[str]) -> _Plan | None:
        for matches in (self._about, self._all):
            for language in self._languages:
                words = [word for word in typed if word not in stop_words(language)] or typed
                match = matches(words, language)
                if self._finds(language, match):
                    return _Plan(language, tuple(words), match)
        for language in self._languages:
            plan = self._joined(typed, language) or self._parted(typed, language) or self._corrected(typed, language)
            if plan:
                return plan
        return self._fewer(typed, self._languages[0])

    def _all(self, words: Iterable[str], language: str) -> str:
        return " AND ".join(self._either(word, language) for word in words)

    def _any(self, words: Iterable[str], language: str) -> str:
        return " OR ".join(self._either(word, language) for word in words)

    def _about(self, words: Sequence[str], language: str) -> str:
        """All words, one of them not only in a description, which talks of other things, too."""
        return f"({self._all(words, language)}) AND {{{' '.join(STRONG)}}} : ({self._any(words, language)})"

    def _either(self, word: str, language: str) -> str:
        """A word or one of its synonyms; a synonym of several words is a phrase."""
        stemmed = stem(word, language)
        forms = (stemmed, *self._words[language].synonyms.get(stemmed, ()))
        return "(" + " OR ".join(f'"{form}"' for form in dict.fromkeys(forms)) + ")"

    def _match(self, words: Sequence[str], language: str) -> str | None:
        """The expression for all of these words with which something is found."""
        ways = (way(words, language) for way in (self._about, self._all))
        return next((match for match in ways if self._finds(language, match)), None)

    def _finds(self, language: str, match: str, *, filtered: bool = True) -> bool:
        where = self._condition.where if filtered else "1"
        sql = f"SELECT 1 {self._from(language, where)} LIMIT 1"
        return self._db.execute(sql, {**self._values, "match": match}).fetchone() is not None

    @staticmethod
    def _from(language: str, where: str) -> str:
        name = table(language)
        source = f"{name} JOIN variant v ON v.n = {name}.rowid"
        return _ROWS.format(source=source, where=f"{name} MATCH :match AND {where}")

    def _known(self, word: str, language: str) -> bool:
        return self._finds(language, self._either(word, language), filtered=False)

    def _joined(self, typed: Sequence[str], language: str) -> _Plan | None:
        """Neighbours that the shop writes as one word: `tee kanne`."""
        for place in range(len(typed) - 1):
            for joint in language_data(language).get("joints", ("",)):
                whole = f"{typed[place]}{joint}{typed[place + 1]}"
                if self._known(whole, language):
                    words = (*typed[:place], whole, *typed[place + 2 :])
                    if match := self._match(words, language):
                        return _Plan(language, words, match)
        return None

    def _parted(self, typed: Sequence[str], language: str) -> _Plan | None:
        """A word nobody knows that is two of the shop's: `wollmütze` where there are caps of wool."""
        for place, word in enumerate(typed):
            if self._known(word, language):
                continue
            for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
                words = (*typed[:place], word[:cut], word[cut:], *typed[place + 1 :])
                if match := self._match(words, language):
                    return _Plan(language, words, match)
        return None

    def _corrected(self, typed: Sequence[str], language: str) -> _Plan | None:
        """The first combination of corrections with which something is found; known words are never touched."""
        choices = [
            [word] if self._known(word, language) else self._words[language].spelling.candidates(word) or [word]
            for word in typed
        ]
        for words in list(combinations(*choices))[:_MOST_COMBINATIONS]:
            corrected = {old: new for old, new in zip(typed, words, strict=True) if old != new}
            match = self._match(words, language) if corrected else None
            if match:
                return _Plan(language, words, match, corrected)
        return None

    def _fewer(self, typed: Sequence[str], language: str) -> _Plan | None:
        """Let words go that the shop does not know, then any: at least half of what was said must stay."""
        spelling = self._words[language].spelling
        best = {
            word: word if self._known(word, language) else next(iter(spelling.candidates(word)), "") for word in typed
        }
        kept = [word for word in typed if best[word]]
        while kept and 2 * len(kept) >= len(typed):
            words = tuple(best[word] for word in kept)
            if match := self._match(words, language):
                corrected = {word: best[word] for word in kept if best[word] != word}
                return _Plan(language, words, match, corrected, tuple(word for word in typed if word not in kept))
            kept = self._without_one(kept, best, language)
        return None

    def _without_one(self, kept: list[str], best: Mapping[str, str], language: str) -> list[str]:
        """Without the commonest word whose absence leaves something to be found, else without the commonest."""
        for gone in sorted(kept, key=lambda word: -self._rows(best[word], language)):
            rest = [word for word in kept if word != gone]
            if rest and self._match([best[word] for word in rest], language):
                return rest
        commonest = max(kept, key=lambda word: self._rows(best[word], language))
        return [word for word in kept if word != commonest]

    def _rows(self, word: str, language: str) -> int:
        sql = f"SELECT COUNT(*) FROM {table(language)} WHERE {table(language)} MATCH ?"  # noqa: S608 - only names from this room are put in
        return int(self._db.execute(sql, (self._either(word, language),)).fetchone()[0])

    def _page(self, plan: _Plan | None) -> Found:
        """One variant a product, in the order asked for; then, if asked for, what has some of the words."""
        query = self._query
        order = _ORDER[query.sort]
        found = _BEST.format(found=self._found_sql(plan), order=order)
        values = {**self._values, "match": plan.match if plan else "", "limit": query.limit}
        page = f"{found} SELECT sku, free, score, COUNT(*) OVER () FROM best WHERE place = 1 ORDER BY {order} LIMIT :limit OFFSET :offset"  # noqa: S608 - only names from this room are put in
        told = self._db.execute(page, {**values, "offset": query.offset}).fetchall()
        counted = told or self._db.execute(page, {**values, "limit": 1, "offset": 0}).fetchall()
        total = counted[0][3] if counted else 0
        rows = [Row(sku=sku, stock=free, score=score) for sku, free, score, _ in told]
        if plan and query.partly and len(rows) < query.limit:
            rows += self._some(plan, total, max(0, query.offset - total), query.limit - len(rows))
        return Found(
            rows=tuple(rows),
            total=total,
            corrected=plan.corrected if plan else {},
            relaxed=plan.relaxed if plan else (),
        )

    def _some(self, plan: _Plan, total: int, skipped: int, limit: int) -> list[Row]:
        """Products that have some of the words and not all, what has more and rarer ones first."""
        sql = _SOME.format(
            name=table(plan.language),
            weights=_WEIGHTS,
            free=_FREE,
            rows=_ROWS.format(source="top JOIN variant v ON v.n = top.n", where=self._condition.where),
        )
        values = {
            "match": self._any(plan.words, plan.language),
            "all": plan.match,
            "most": total + _DEEPER * (skipped + limit),
        }
        found: dict[str, Row] = {}
        for product, sku, free, score in self._db.execute(sql, {**self._values, **values}):
            found.setdefault(product, Row(sku=sku, stock=free, score=score, partly=True))
        return list(found.values())[skipped : skipped + limit]

    def _found_sql(self, plan: _Plan | None) -> str:
        score = f"-bm25({table(plan.language)}, {_WEIGHTS})" if plan else "0.0"
        where = self._condition.where
        rows = self._from(plan.language, where) if plan else _ROWS.format(source="variant v", where=where)
        return (
            f"SELECT v.sku, v.product, v.position, p.position AS product_position, p.popularity, {_EFFECTIVE} AS amount, "
            f"v.currency <> :currency AS foreign_money, {_FREE} AS free, {_AVAILABLE} AS available, {score} AS score {rows}"
        )
