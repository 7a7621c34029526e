"""Finding products: stems in FTS5, filters in SQL, errors put right, words let go when nothing else helps."""

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

_EFFECTIVE = (
    "CASE WHEN v.sale_price IS NOT NULL AND (v.sale_from IS NULL OR v.sale_from <= :now) "
    "AND (v.sale_until IS NULL OR :now <= v.sale_until) THEN v.sale_price ELSE v.price END"
)
_FREE = "CASE WHEN s.sku IS NOT NULL THEN s.on_hand - s.reserved WHEN v.counted OR :store <> '' THEN 0 END"
_AVAILABLE = f"(v.availability = 'in_stock' AND COALESCE({_FREE}, 1) > 0)"
_ROWS = "FROM {source} JOIN product p ON p.id = v.product LEFT JOIN stock s ON s.sku = v.sku AND s.store = :store WHERE {where}"
#: Scores that lie within a tenth of the best are equal: between them a shop's best sellers come first.
_BEST = (
    "WITH found AS MATERIALIZED ({found}), ranked AS (SELECT *, CASE WHEN score > 0 THEN "
    "ROUND(10 * score / MAX(score) OVER ()) ELSE 0 END AS relevance FROM found), "
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
    """One way to look: a full-text expression in a language's index."""

    language: str
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
        for matches in (_strong, _anywhere):
            for language in self._languages:
                words = [word for word in typed if word not in stop_words(language)] or typed
                match = matches(self._all(words, language))
                if self._finds(language, match):
                    return _Plan(language, match)
        for language in self._languages:
            plan = self._joined(typed, language) or self._corrected(typed, language)
            if plan:
                return plan
        return self._fewer(typed, self._languages[0])

    def _all(self, words: Iterable[str], language: str) -> str:
        return " AND ".join(self._either(word, language) for word in words)

    def _either(self, word: str, language: str) -> str:
        """A word or one of its synonyms; a synonym of several words is a phrase."""
        stemmed = stem(word, language)
        forms = (stemmed, *self._words[language].synonyms.get(stemmed, ()))
        return "(" + " OR ".join(f'"{form}"' for form in dict.fromkeys(forms)) + ")"

    def _match(self, words: Iterable[str], language: str) -> str | None:
        """The expression for all of these words with which something is found."""
        every = self._all(words, language)
        return next((match for match in (_strong(every), every) if self._finds(language, match)), None)

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
                    match = self._match([*typed[:place], whole, *typed[place + 2 :]], language)
                    if match:
                        return _Plan(language, match)
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
                return _Plan(language, match, corrected)
        return None

    def _fewer(self, typed: Sequence[str], language: str) -> _Plan | None:
        """Let words go that the shop does not know, then any: at least half of what was said must stay."""
        spelling = self._words[language].spelling
        best = {
            word: word if self._known(word, language) else next(iter(spelling.candidates(word)), "") for word in typed
        }
        kept = [word for word in typed if best[word]]
        while kept and 2 * len(kept) >= len(typed):
            match = self._match((best[word] for word in kept), language)
            if match:
                corrected = {word: best[word] for word in kept if best[word] != word}
                return _Plan(language, match, corrected, tuple(word for word in typed if word not in kept))
            kept = self._without_one(kept, best, language)
        return None

    def _without_one(self, kept: list[str], best: Mapping[str, str], language: str) -> list[str]:
        """Without the commonest word whose absence leaves something to be found, else without the commonest."""
        for gone in sorted(kept, key=lambda word: -self._rows(best[word], language)):
            rest = [word for word in kept if word != gone]
            if rest and self._match((best[word] for word in rest), language):
                return rest
        commonest = max(kept, key=lambda word: self._rows(best[word], language))
        return [word for word in kept if word != commonest]

    def _rows(self, word: str, language: str) -> int:
        sql = f"SELECT COUNT(*) FROM {table(language)} WHERE {table(language)} MATCH ?"  # noqa: S608 - only names from this room are put in
        return int(self._db.execute(sql, (self._either(word, language),)).fetchone()[0])

    def _page(self, plan: _Plan | None) -> Found:
        """One variant a product, in the order asked for."""
        order = _ORDER[self._query.sort]
        found = _BEST.format(found=self._found_sql(plan), order=order)
        values = {**self._values, "match": plan.match if plan else "", "limit": self._query.limit}
        page = f"{found} SELECT sku, free, score, COUNT(*) OVER () FROM best WHERE place = 1 ORDER BY {order} LIMIT :limit OFFSET :offset"  # noqa: S608 - only names from this room are put in
        rows = self._db.execute(page, {**values, "offset": self._query.offset}).fetchall()
        counted = rows or self._db.execute(page, {**values, "limit": 1, "offset": 0}).fetchall()
        return Found(
            rows=tuple(Row(sku=sku, stock=free, score=score) for sku, free, score, _ in rows),
            total=counted[0][3] if counted else 0,
            corrected=plan.corrected if plan else {},
            relaxed=plan.relaxed if plan else (),
        )

    def _found_sql(self, plan: _Plan | None) -> str:
        weights = ", ".join(str(weight) for weight in WEIGHTS)
        score = f"-bm25({table(plan.language)}, {weights})" if plan else "0.0"
        where = self._condition.where
        rows = self._from(plan.language, where) if plan else _ROWS.format(source="variant v", where=where)
        return (
            f"SELECT v.sku, v.product, v.position, p.position AS product_position, p.popularity, {_EFFECTIVE} AS amount, "
            f"v.currency <> :currency AS foreign_money, {_FREE} AS free, {_AVAILABLE} AS available, {score} AS score {rows}"
        )


def _strong(match: str) -> str:
    """The expression over what says what a thing is, not over its description."""
    return f"{{{' '.join(STRONG)}}} : ({match})"


def _anywhere(match: str) -> str:
    return match
