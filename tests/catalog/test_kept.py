"""A database that is thrown away begins as a copy, while the shop's folder is what it was."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from catalog.importing import import_folder, kept
from catalog.importing.kept import Kept
from tests.catalog.conftest import Make
from tests.catalog.folders import BASE, NOW, Folder


@pytest.fixture
def shop(make: Make) -> Folder:
    return make({"pictures/cup.png": ""})


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture(autouse=True)
def imported(shop: Folder, cache: Path) -> None:
    """Long ago, so that prices would be known for a year."""
    assert shop.load(now=NOW - timedelta(days=365)).applied
    Kept(shop.path, cache).keep(shop.database)


def rows(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as db:
        return [line for line in db.iterdump() if "_sqlite_migrations" not in line]


def test_a_copy_is_what_an_import_now_would_make(shop: Folder, cache: Path, tmp_path: Path) -> None:
    assert Kept(shop.path, cache).copy(tmp_path / "copy.db", now=NOW)
    import_folder(shop.path, tmp_path / "again.db", now=NOW)
    assert rows(tmp_path / "copy.db") == rows(tmp_path / "again.db")


@pytest.mark.parametrize("file", ["products.csv", "faq/de/neu.md", "pictures/other.png"])
def test_another_folder_is_imported_anew_and_kept_in_its_place(
    shop: Folder, cache: Path, tmp_path: Path, file: str
) -> None:
    path = shop.path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as changed:
        changed.write("\n")
    assert not Kept(shop.path, cache).copy(tmp_path / "copy.db", now=NOW)
    Kept(shop.path, cache).keep(shop.database)
    assert Kept(shop.path, cache).copy(tmp_path / "copy.db", now=NOW)
    assert len(list(cache.iterdir())) == 1


def test_other_code_imports_anew(shop: Folder, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "schema.py").write_text("NEWER = True\n")
    monkeypatch.setattr(kept, "_CODE", tmp_path / "code")
    assert not Kept(shop.path, cache).copy(tmp_path / "copy.db", now=NOW)


def test_what_is_kept_but_broken_counts_as_none(shop: Folder, cache: Path, tmp_path: Path) -> None:
    for file in cache.iterdir():
        file.write_bytes(b"no database")
    assert not Kept(shop.path, cache).copy(tmp_path / "copy.db", now=NOW)
    assert not (tmp_path / "copy.db").exists()


def test_shops_of_two_folders_are_kept_side_by_side(shop: Folder, cache: Path, tmp_path: Path) -> None:
    other = Folder(tmp_path / "other", BASE)
    Kept(other.path, cache).keep(shop.database)
    assert Kept(shop.path, cache).copy(tmp_path / "copy.db", now=NOW)
