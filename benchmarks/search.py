"""How well and how fast the catalogue's search finds things: goals, what was measured, and SQLite's FTS5 as it comes beside it.

    python -m benchmarks.search [--data FOLDER]

FOLDER holds `products.jsonl.gz` (19,406 products) and `judgements.csv` (query, id, rating 0 to 3), which are not part of the project:
without them nothing is measured, and that is said. They become a shop's folder, are imported as an owner would, and are searched through the
catalogue. Relevance: gains are the ratings, linear, and what nobody judged counts nothing. Typing mistakes are made with one fixed seed, five
a query. Times are CPU time of the thread.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import math
import random
import sqlite3
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.understanding import Line
from catalog.catalog import Catalog, Query
from catalog.importing import import_folder
from intents.evaluation.figures import percentile

DATA = Path(__file__).parents[2] / "shared" / "data" / "search"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
DEEP = 100  # hits that recall looks at
TOP = 10
PAGE = 5  # hits that a shopper sees at once: times are those of such a page
VARIANTS = 5  # typing mistakes a query
SHOP = """\
[shop]
id = "judged"
name = "Judged"
languages = ["en"]
currency = "EUR"
timezone = "Europe/Berlin"
country = "DE"
[tax]
standard = { DE = 19 }
[[shipping]]
id = "standard"
price = "4.90 EUR"
countries = ["DE"]
days = [2, 4]
"""
Ratings = Mapping[str, Mapping[str, int]]  # query to product to rating
Look = Callable[[str], Sequence[str]]  # a query to products, best first
Mistake = Callable[[str, random.Random], str]


class Measured(NamedTuple):
    """One system on one set of queries, each query counting alike."""

    ndcg: float
    recall: float
    nothing: float  # share of queries without a hit
    p50: float  # milliseconds
    p99: float


def shop_folder(data: Path, folder: Path) -> None:
    """The judged products as a shop's folder."""
    (folder / "shop.toml").write_text(SHOP, "utf-8")
    with (
        gzip.open(data / "products.jsonl.gz", "rt", encoding="utf-8") as lines,
        (folder / "products.csv").open("w", encoding="utf-8", newline="") as file,
    ):
        table = csv.writer(file)
        table.writerow(["id", "title", "description", "product_type", "price", "brand", "attr:features"])
        for product in map(json.loads, lines):
            features = "; ".join(str(value) for value in product["attributes"].values())
            price = f"{product['price_cents'] / 100:.2f} EUR"
            told = (product[key] for key in ("id", "title", "description", "product_type"))
            table.writerow([*told, price, product["brand"], features])


def judged(data: Path) -> Ratings:
    """The queries that have a right answer."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    with (data / "judgements.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["query"]][row["id"]] = int(row["rating"])
    return {query: ratings for query, ratings in found.items() if any(ratings.values())}


def gain(ratings: Mapping[str, int], found: Sequence[str]) -> float:
    """nDCG@10 (Järvelin and Kekäläinen 2002) with linear gains, the ideal order over all that was judged."""
    best = sorted(ratings.values(), reverse=True)[:TOP]
    got = sum(ratings.get(one, 0) / math.log2(place + 2) for place, one in enumerate(found[:TOP]))
    return got / sum(rating / math.log2(place + 2) for place, rating in enumerate(best))


def measured(look: Look, ratings: Ratings, typed: Sequence[tuple[str, str]]) -> Measured:
    """All queries, each as it was typed."""
    gains, recalls, nothing, times = [], [], 0, []
    for query, text in typed:
        begin = time.thread_time()
        found = look(text)
        times.append(1000 * (time.thread_time() - begin))
        right = {one for one, rating in ratings[query].items() if rating}
        gains.append(gain(ratings[query], found))
        recalls.append(len(right.intersection(found)) / len(right))
        nothing += not found
    count = len(typed)
    return Measured(
        sum(gains) / count, sum(recalls) / count, nothing / count, percentile(times, 0.5), percentile(times, 0.99)
    )


def ours(catalog: Catalog, limit: int, *, partly: bool = True) -> Look:
    """The catalogue's search; what has only some of the words comes last, or, as in the chat, not at all."""

    def look(text: str) -> Sequence[str]:
        hits = catalog.search(Query(text=text, limit=limit, partly=partly), language="en", now=NOW)
        return [hit.product.id for hit in hits.items]

    return look


def plain(db: sqlite3.Connection, folder: Path) -> Look:
    """FTS5 as it comes: any of the words, all columns alike."""
    db.execute("CREATE VIRTUAL TABLE plain USING fts5(id UNINDEXED, title, brand, type, description, features)")
    with (folder / "products.csv").open(encoding="utf-8", newline="") as file:
        columns = ("id", "title", "brand", "product_type", "description", "attr:features")
        rows = [tuple(row[column] for column in columns) for row in csv.DictReader(file)]
    db.executemany("INSERT INTO plain VALUES (?, ?, ?, ?, ?, ?)", rows)

    def look(text: str) -> Sequence[str]:
        words = ["".join(char for char in word if char.isalnum()) for word in text.split()]
        match = " OR ".join(f'"{word}"' for word in words if word)
        sql = "SELECT id FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT ?"
        return [one for (one,) in db.execute(sql, (match, DEEP))] if match else []

    return look


def _edit(word: str, dice: random.Random) -> str:
    place, letter = dice.randrange(1, len(word)), dice.choice("abcdefghijklmnopqrstuvwxyz")
    rest = word[place:]
    return word[:place] + dice.choice((rest[1:], letter + rest, letter + rest[1:]))


def _swap(word: str, dice: random.Random) -> str:
    places = [n for n in range(1, len(word) - 1) if word[n] != word[n + 1]]
    if not places:
        return word
    place = dice.choice(places)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _in_a_word(change: Mistake, least: int) -> Mistake:
    """The change, in one word of at least so many letters."""

    def mistyped(query: str, dice: random.Random) -> str:
        words = query.split()
        likely = [n for n, word in enumerate(words) if len(word) >= least and word.isalpha()]
        if likely:
            place = dice.choice(likely)
            words[place] = change(words[place], dice)
        return " ".join(words)

    return mistyped


def _joined(query: str, dice: random.Random) -> str:
    words = query.split()
    place = dice.randrange(len(words) - 1) if len(words) > 1 else 0
    return " ".join([*words[:place], "".join(words[place : place + 2]), *words[place + 2 :]])


def _split(word: str, dice: random.Random) -> str:
    place = dice.randrange(3, len(word) - 2)
    return f"{word[:place]} {word[place:]}"


MISTAKES: Mapping[str, tuple[Mistake, float]] = {
    "1 edit": (_in_a_word(_edit, 4), 0.89),
    "2 letters swapped": (_in_a_word(_swap, 4), 0.95),
    "2 edits": (_in_a_word(lambda word, dice: _edit(_edit(word, dice), dice), 6), 0.82),
    "2 words joined": (_joined, 0.78),
    "a word split": (_in_a_word(_split, 6), 0.90),
}


def mistyped(ratings: Ratings, mistake: Mistake) -> list[tuple[str, str]]:
    """Each query with some of its typing mistakes; those that cannot have it are left out."""
    dice = random.Random(7)
    made = [(query, mistake(query, dice)) for query in ratings for _ in range(VARIANTS)]
    return [(query, typed) for query, typed in dict.fromkeys(made) if typed != query]


def kept(look: Look, ratings: Ratings, clean: Mapping[str, float], mistake: Mistake) -> float:
    """The share of the clean queries' relevance that is left after a typing mistake."""
    pairs = mistyped(ratings, mistake)
    return measured(look, ratings, pairs).ndcg / (sum(clean[query] for query, _ in pairs) / len(pairs))


def report(data: Path) -> None:
    """Measure and print the table."""
    ratings = judged(data)
    typed = [(query, query) for query in ratings]
    with TemporaryDirectory(prefix="tresen-") as name, closing(sqlite3.connect(":memory:")) as db:
        folder = Path(name)
        shop_folder(data, folder)
        begin = time.process_time()
        made = import_folder(folder, folder / "shop.db")
        seconds = time.process_time() - begin
        if not made.ok:
            sys.exit("\n".join(str(problem) for problem in made.problems))
        with closing(Catalog(folder / "shop.db")) as catalog:
            look, beside = ours(catalog, DEEP), plain(db, folder)
            look("warm up")
            found, peer = measured(look, ratings, typed), measured(beside, ratings, typed)
            chat = measured(ours(catalog, DEEP, partly=False), ratings, typed)
            page = measured(ours(catalog, PAGE), ratings, typed)
            altered = sum(bool(catalog.search(Query(text=q), language="en", now=NOW).corrected) for q in ratings)
            clean = {query: gain(ratings[query], look(query)) for query in ratings}
            shares = {what: kept(look, ratings, clean, mistake) for what, (mistake, _) in MISTAKES.items()}
    print(
        f"{len(ratings)} judged queries; imported in {seconds:.1f} s CPU\n\n| what | goal | measured | |\n|---|---|---|---|"
    )
    print(Line("nDCG@10", found.ndcg, 0.78, digits=3))
    print(Line("recall@100", found.recall, 0.91, digits=3))
    print(Line("as in the chat, all words only: nDCG@10", chat.ndcg, 0.78, digits=3))
    print(Line("as in the chat, all words only: recall@100", chat.recall, 0.91, digits=3))
    print(Line("queries without a hit", 100 * found.nothing, 1, most=True, unit=" %"))
    for what, share in shares.items():
        print(Line(f"kept with {what}", 100 * share, 100 * MISTAKES[what][1], unit=" %"))
    print(Line("queries without a mistake that were altered", altered, 0, most=True, digits=0))
    print(Line("one page, CPU p50", page.p50, 1, most=True, digits=2, unit=" ms"))
    print(Line("one page, CPU p99", page.p99, 8, most=True, digits=2, unit=" ms"))
    print(Line("FTS5 as it comes: nDCG@10", peer.ndcg, digits=3))
    print(Line("FTS5 as it comes: recall@100", peer.recall, digits=3))
    print(Line("FTS5 as it comes: CPU p50", peer.p50, digits=2, unit=" ms"))


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description="How well and how fast the catalogue's search finds things.")
    parser.add_argument("--data", type=Path, default=DATA)
    data = parser.parse_args().data
    if not (data / "judgements.csv").is_file():
        print(f"The judged products are not in {data}: nothing to measure. Name their folder with --data.")
        return
    report(data)


if __name__ == "__main__":
    main()
