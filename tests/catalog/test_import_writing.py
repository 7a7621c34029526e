"""An import writes a whole shop or nothing, says what changes, and leaves shoppers' reservations alone."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from catalog.catalog import Catalog
from catalog.importing import Difference, ImportFailedError, PriceMove, fingerprint
from catalog.money import Money
from tests.catalog.conftest import Make
from tests.catalog.folders import NOW, PRODUCTS, SHOP, STORES, Folder, products

SHELVES: dict[str, str | bytes] = {"stores.csv": STORES, "stock.csv": "store,id,quantity\nhafen,M-BLAU,2\n"}


def dump(folder: Folder) -> list[str]:
    with closing(sqlite3.connect(folder.database)) as db:
        return list(db.iterdump())


def test_a_broken_folder_changes_nothing(make: Make) -> None:
    folder = make()
    folder.load()
    before = dump(folder)
    folder.write({"products.csv": PRODUCTS.replace("12.90 EUR", "12.90")})
    report = folder.load()
    assert (report.applied, report.ok, len(report.problems)) == (False, False, 1)
    assert dump(folder) == before


def test_a_broken_folder_makes_no_database(make: Make) -> None:
    folder = make({"shop.toml": "[shop"})
    folder.load()
    assert not folder.database.exists()


def test_a_dry_run_makes_no_database_and_tells_what_would_come(make: Make) -> None:
    folder = make(SHELVES)
    report = folder.load(dry_run=True)
    assert not folder.database.exists()
    assert (report.applied, report.ok) == (False, True)
    assert report.differences["variants"] == Difference(new=("M-ROT", "M-BLAU", "JACKE"))
    assert report.counts["products"] == 2


def test_a_dry_run_changes_nothing_and_tells_what_would_change(make: Make) -> None:
    folder = make(SHELVES)
    folder.load()
    before = dump(folder)
    folder.write(
        {"products.csv": products("M-ROT,moewe,Becher Möwe,Küche > Becher,11.50 EUR,9,rot,", "NEU,,Kanne,,5.00 EUR,,,")}
    )
    folder.write({"stock.csv": "store,id,quantity\n"})
    report = folder.load(dry_run=True)
    assert report.differences["variants"] == Difference(new=("NEU",), changed=("M-ROT",), gone=("M-BLAU", "JACKE"))
    assert report.cells == {"M-ROT": ("price", "quantity")}
    assert report.prices == (PriceMove(sku="M-ROT", before=Money(1290), after=Money(1150)),)
    assert report.differences["stock"].gone == ("M-BLAU", "M-BLAU @ hafen")
    assert dump(folder) == before


def test_importing_the_same_again_reports_no_difference(make: Make) -> None:
    folder = make(SHELVES)
    folder.load()
    report = folder.load()
    assert (report.applied, report.generation, report.differences, report.prices) == (True, 2, {}, ())


def test_a_changed_translation_is_a_difference(make: Make) -> None:
    folder = make({"products.en.csv": "id,title\nJACKE,Rain jacket\n"})
    folder.load()
    folder.write({"products.en.csv": "id,title\nJACKE,Raincoat\n"})
    assert folder.load(dry_run=True).differences == {"products": Difference(changed=("JACKE",))}


def test_the_import_never_goes_below_what_is_reserved(make: Make) -> None:
    folder = make()
    folder.load()
    folder.change("UPDATE stock SET reserved = 2 WHERE sku = 'M-ROT'")
    folder.write({"products.csv": PRODUCTS.replace("12.90 EUR,3", "12.90 EUR,1")})
    folder.load()
    assert folder.rows("SELECT on_hand, reserved FROM stock WHERE sku = 'M-ROT'") == [(2, 2)]


def test_stock_that_left_the_files_stays_as_long_as_it_is_reserved(make: Make) -> None:
    folder = make(SHELVES)
    folder.load()
    folder.change("UPDATE stock SET reserved = 1 WHERE sku = 'M-ROT'")
    folder.write({"products.csv": PRODUCTS.replace("12.90 EUR,3", "12.90 EUR,"), "stock.csv": "store,id,quantity\n"})
    folder.load()
    assert folder.rows("SELECT sku, store, on_hand, reserved FROM stock ORDER BY sku") == [
        ("M-BLAU", "", 0, 0),
        ("M-ROT", "", 1, 1),
    ]
    folder.change("UPDATE stock SET reserved = 0")
    folder.load()
    assert folder.rows("SELECT sku FROM stock") == [("M-BLAU",)]


def test_what_the_rest_of_the_shop_wrote_is_left_alone(make: Make) -> None:
    folder = make()
    folder.load()
    folder.change("CREATE TABLE orders (id TEXT)")
    folder.change("INSERT INTO orders VALUES ('K-1')")
    folder.load()
    assert folder.rows("SELECT id FROM orders") == [("K-1",)]


def test_prices_are_noted_when_they_change_and_only_then(make: Make) -> None:
    folder = make()
    folder.load()
    folder.load(now=NOW + timedelta(days=1))
    folder.write({"products.csv": PRODUCTS.replace("89.00", "79.00")})
    folder.load(now=NOW + timedelta(days=2))
    assert folder.rows("SELECT price FROM price_history WHERE sku = 'JACKE' ORDER BY at") == [(8900,), (7900,)]
    assert folder.rows("SELECT COUNT(*) FROM price_history") == [(4,)]


def test_progress_is_told_for_every_stage(make: Make) -> None:
    seen: list[tuple[str, int, int]] = []
    make().load(progress=lambda *step: seen.append(step))
    assert [step for step in seen if step[1] == step[2]] == [("products", 2, 2), ("index de", 3, 3), ("index en", 3, 3)]


def test_whoever_watches_may_stop_it_and_nothing_is_written(make: Make) -> None:
    folder = make()
    folder.load()
    before = dump(folder)

    def stop(stage: str, done: int, total: int) -> None:
        if (stage, done) == ("index de", total):
            raise KeyboardInterrupt

    folder.write({"products.csv": PRODUCTS.replace("89.00", "79.00")})
    with pytest.raises(KeyboardInterrupt):
        folder.load(progress=stop)
    assert dump(folder) == before
    assert folder.load().applied


@contextmanager
def writing(database: Path) -> Iterator[None]:
    with closing(sqlite3.connect(database, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        yield
        db.execute("ROLLBACK")


def test_a_locked_database_is_one_clear_error(make: Make) -> None:
    folder = make()
    folder.load()
    before = dump(folder)
    with (
        writing(folder.database),
        pytest.raises(ImportFailedError, match=r"locked\. Nothing was changed\. Another program"),
    ):
        folder.load(patience=0.01)
    assert dump(folder) == before


def test_a_file_that_is_no_database_is_one_clear_error(make: Make) -> None:
    folder = make()
    folder.database.write_text("Dies ist ein Brief und keine Datenbank. " * 40)
    for dry_run in (False, True):
        with pytest.raises(ImportFailedError, match="not a database"):
            folder.load(dry_run=dry_run)
    assert folder.database.read_text().startswith("Dies ist ein Brief")


def test_a_database_in_a_folder_that_does_not_exist_is_one_clear_error(make: Make) -> None:
    folder = make()
    folder.database = folder.database.parent / "none" / "shop.db"
    with pytest.raises(ImportFailedError, match="Check that the folder exists"):
        folder.load()


_FULL = """
import resource, sys
from pathlib import Path
from catalog.importing import ImportFailedError, import_folder
shop, database, spare = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
limit = database.stat().st_size + spare
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    import_folder(shop, database)
except ImportFailedError as error:
    print(error)
    sys.exit(3)
"""


@pytest.mark.parametrize("spare", [0, 20_000])
def test_a_full_disk_is_one_clear_error_and_nothing_is_lost(make: Make, spare: int) -> None:
    folder = make()
    folder.load()
    before = dump(folder)
    many = "\n".join(f"P{number},,Becher {number},Küche,{number}.00 EUR,1,," for number in range(1, 500))
    folder.write({"products.csv": PRODUCTS + many + "\n"})
    done = subprocess.run(
        [sys.executable, "-c", _FULL, folder.path, folder.database, str(spare)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert (done.returncode, done.stderr) == (3, "")
    assert re.search("disk", done.stdout)
    assert "Nothing was changed" in done.stdout
    assert dump(folder) == before


def test_the_fingerprint_changes_with_the_text_files_and_with_nothing_else(make: Make) -> None:
    folder = make({"pictures/a.png": b"one"})
    first = fingerprint(folder.path)
    folder.write({"pictures/a.png": b"two"})
    assert fingerprint(folder.path) == first
    folder.write({"faq/de/a.md": "# Frage\nAntwort\n"})
    assert fingerprint(folder.path) != first
    folder.load()
    catalog = Catalog(folder.database)
    assert catalog.fingerprint == fingerprint(folder.path)
    catalog.close()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_whatever_a_spreadsheet_exports_is_read(make: Make, separator: str, bom: str, newline: str) -> None:
    lines = [["id", "title", "price"], ["A", '"Becher ""Möwe"""', '"12,90 EUR"'], ["B", "Kanne", '"1299,00 EUR"']]
    text = bom + newline.join(separator.join(cells) for cells in lines) + newline
    catalog = make({"products.csv": text}).catalog()
    assert [(each.title["de"], each.variants[0].price) for each in catalog.products()] == [
        ('Becher "Möwe"', Money(1290)),
        ("Kanne", Money(129900)),
    ]
    catalog.close()


def test_settings_have_lawful_defaults(make: Make) -> None:
    catalog = make({"shop.toml": '[shop]\nid = "mini"\nname = "Mini"\n'}).catalog()
    settings = catalog.settings
    assert settings.languages == ("de", "en")
    assert settings.tax["reduced"] == {"DE": 700, "AT": 1000}
    assert (settings.window, settings.withdrawal) == (timedelta(hours=24), timedelta(days=14))
    assert (settings.quiet, settings.per_conversation, settings.per_week) == (("21:00", "08:00"), 1, 2)
    catalog.close()


def test_settings_are_read(make: Make) -> None:
    text = SHOP + (
        '[tax]\nreduced = { DE = 5.5 }\n[[shipping]]\nid = "standard"\nprice = "4,90 EUR"\nfree_from = "50.00 EUR"\n'
        'countries = ["DE"]\n[orders]\nreserve = "PT20M"\n[offers]\nper_week = 0\n'
    )
    catalog = make({"shop.toml": text}).catalog()
    settings = catalog.settings
    assert settings.tax["reduced"] == {"DE": 550}
    assert settings.tax["standard"]["DE"] == 1900
    assert (settings.shipping[0].price, settings.shipping[0].free_from, settings.shipping[0].days) == (
        Money(490),
        Money(5000),
        (2, 4),
    )
    assert (settings.reserve, settings.per_week) == (timedelta(minutes=20), 0)
    catalog.close()
