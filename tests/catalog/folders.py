"""Small shops as folders, written for one test each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from catalog.catalog import Catalog
from catalog.importing import ImportReport, Problem, import_folder, read_folder

Files = Mapping[str, str | bytes]

NOW = datetime(2026, 11, 16, 11, 0, tzinfo=UTC)
DEMO = Path(__file__).parents[2] / "catalog" / "demo"

SHOP = """[shop]
id = "mini"
name = "Mini"
languages = ["de", "en"]
"""
PRODUCTS = """id,item_group_id,title,product_type,price,quantity,color,size
M-ROT,moewe,Becher Möwe,Küche > Becher,12.90 EUR,3,rot,
M-BLAU,moewe,Becher Möwe,Küche > Becher,13.90 EUR,0,blau,
JACKE,,Regenjacke Luv,Kleidung,89.00 EUR,,gelb,M
"""
STORES = """id,name,street,postcode,city,latitude,longitude,opening_hours
hafen,Am Hafen,Kai 3,25891,Uferstedt,54.4172,6.8961,Mo-Fr 09:00-18:00
"""
BASE = {"shop.toml": SHOP, "products.csv": PRODUCTS}


class Folder:
    """A shop's folder and the database it is imported into."""

    def __init__(self, path: Path, files: Files) -> None:
        self.path = path / "shop"
        self.database = path / "shop.db"
        self.write(files)

    def write(self, files: Files) -> None:
        for name, content in files.items():
            file = self.path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())

    def load(self, **options: Any) -> ImportReport:
        return import_folder(self.path, self.database, now=options.pop("now", NOW), **options)

    def catalog(self) -> Catalog:
        report = self.load()
        assert report.applied, "\n".join(str(problem) for problem in report.problems)
        return Catalog(self.database)

    def problems(self) -> tuple[Problem, ...]:
        found = read_folder(self.path)
        return found if isinstance(found, tuple) else ()

    def problem(self) -> Problem:
        problems = self.problems()
        assert len(problems) == 1, "\n".join(str(problem) for problem in problems)
        return problems[0]

    def rows(self, sql: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.database)) as db:
            return db.execute(sql, tuple(values)).fetchall()

    def change(self, sql: str, values: Iterable[object] = ()) -> None:
        with closing(sqlite3.connect(self.database)) as db, db:
            db.execute(sql, tuple(values))


def products(*rows: str, columns: str = "id,item_group_id,title,product_type,price,quantity,color,size") -> str:
    """A products.csv of these rows."""
    return "\n".join((columns, *rows, ""))
