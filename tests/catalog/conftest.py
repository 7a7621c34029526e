"""What the catalogue's tests take for granted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from catalog.catalog import Catalog
from catalog.importing import import_folder
from tests.catalog.folders import BASE, DEMO, NOW, Files, Folder

Make = Callable[..., Folder]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A shop's folder: the small shop, with files added or put in place of its own."""

    def made(files: Files | None = None) -> Folder:
        return Folder(tmp_path, {**BASE, **(files or {})})

    return made


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    """The demo shop, imported."""
    database = tmp_path_factory.mktemp("demo") / "shop.db"
    report = import_folder(DEMO, database, now=NOW)
    assert report.applied, "\n".join(str(problem) for problem in report.problems)
    catalog = Catalog(database)
    yield catalog
    catalog.close()
