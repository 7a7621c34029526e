"""The owner's commands: offers, orders and parcels, beside a shop that may be running."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import pytest

from bot.cli import main

ROOT = Path(__file__).parents[2]
Tresen = Callable[..., tuple[int, str, str]]
LINES = [
    {"orders": [{"id": "K-7", "status": "confirmed", "lines": [{"sku": "SEIFE-TEER"}]}]},
    {"orders": [{"id": "K-8", "status": "cancelled", "lines": [{"sku": "SEIFE-TEER"}]}]},
]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which mia has one order that is paid and one that was called off."""
    database = tmp_path_factory.mktemp("owner") / "shop.db"
    given = "".join(json.dumps({"given": each}) + "\n" for each in LINES)
    command = [sys.executable, "-m", "bot", "chat", "--json", "--as", "mia", "--database", str(database)]
    done = subprocess.run(command, cwd=ROOT, input=given, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return database


@pytest.fixture
def database(kept: Path, tmp_path: Path) -> Path:
    """A copy of that database for one test."""
    return Path(shutil.copy(kept, tmp_path / "shop.db"))


@pytest.fixture
def tresen(database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Tresen:
    """Run a command of the owner's; exit code, standard output and standard error."""
    config = tmp_path / "config.toml"
    config.write_text(f'[shop]\ndatabase = "{database.name}"\n', encoding="utf-8")

    def run(*words: str) -> tuple[int, str, str]:
        code = 0
        try:
            main([*words, "--config", str(config)])
        except SystemExit as ended:
            code = int(ended.code or 0)
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def events(database: Path) -> list[str]:
    """The kinds of the events that wait to be answered."""
    with closing(connect(database)) as db:
        return [row[0] for row in db.execute("SELECT kind FROM event WHERE done IS NULL ORDER BY seq")]


def test_orders_are_listed_and_shown(tresen: Tresen) -> None:
    code, out, _ = tresen("orders", "list", "--json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert (code, {row["id"]: row["state"] for row in rows}) == (0, {"K-7": "confirmed", "K-8": "cancelled"})
    code, out, _ = tresen("orders", "show", "K-7")
    assert (code, "SEIFE-TEER" in out) == (0, True)


def test_an_order_nobody_knows_is_told_with_the_way_to_the_list(tresen: Tresen) -> None:
    code, _, err = tresen("orders", "show", "K-99")
    assert (code, "tresen orders list" in err) == (2, True)


def test_a_parcel_is_told_to_the_running_shop_once(tresen: Tresen, database: Path) -> None:
    words = ("orders", "ship", "K-7", "--carrier", "DHL", "--number", "12", "--eta", "2026-11-27")
    assert tresen(*words)[0] == 0
    assert events(database) == ["shipment"]
    code, out, _ = tresen(*words)
    assert (code, "told before" in out, events(database)) == (0, True, ["shipment"])


@pytest.mark.parametrize(
    ("words", "help"),
    [
        (("K-7", "--eta", "27.11.2026"), "2026-11-27"),
        (("K-7", "--status", "gone"), "in_transit"),
        (("K-8",), "nothing to ship"),
        (("K-99",), "tresen orders list"),
    ],
)
def test_wrong_news_of_a_parcel_never_reach_the_shop(
    tresen: Tresen, database: Path, words: tuple[str, ...], help: str
) -> None:
    code, _, err = tresen("orders", "ship", *words)
    assert (code, help in err, events(database)) == (2, True, [])


def test_a_campaign_is_decided_shopper_by_shopper_and_logged_with_its_reason(tresen: Tresen) -> None:
    code, out, _ = tresen("offers", "send", "herbstlicht")
    assert (code, out.splitlines()[0]) == (0, "planned: 0")
    code, out, _ = tresen("offers", "log", "--json")
    (row,) = [json.loads(line) for line in out.splitlines()]
    assert (row["conversation"], row["offer"], row["outcome"]) == ("console:mia", "herbstlicht", "withheld")
    assert row["reason"] in {"no_consent", "inactive"}


def test_an_offer_nobody_knows_is_told_with_those_there_are(tresen: Tresen) -> None:
    code, _, err = tresen("offers", "send", "nothing")
    assert (code, "herbstlicht" in err) == (2, True)


def test_an_import_says_what_a_language_lacks_and_is_done(tresen: Tresen, tmp_path: Path) -> None:
    shop = tmp_path / "mini"
    shop.mkdir()
    (shop / "shop.toml").write_text('[shop]\nid = "mini"\nname = "Mini"\nlanguages = ["de", "en"]\n', encoding="utf-8")
    (shop / "products.csv").write_text("id,title,price\nA,Becher,9.90 EUR\n", encoding="utf-8")
    code, out, _ = tresen("import", str(shop), "--database", str(tmp_path / "mini.db"))
    assert (code, out.splitlines()[0]) == (0, "Mini: imported.")
    assert "Worth knowing: products.en.csv, title: is missing for 1 of 1 in 'en' ('A')." in out


def test_hours_of_the_operators_that_nobody_can_read_are_told_before_anything_opens(
    tresen: Tresen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRESEN_TELEGRAM_TOKEN", "123456:" + "a" * 35)
    monkeypatch.setenv("TRESEN_TELEGRAM_OPERATORS", "-1001234567890")
    monkeypatch.setenv("TRESEN_TELEGRAM_OPERATORS_HOURS", "montags")
    told = "[telegram] operators_hours"
    code, out, _ = tresen("check")
    assert code == 1
    assert told in out
    code, _, err = tresen("run")
    assert code == 2
    assert f'{told} = "montags": these opening hours cannot be read. Write them like' in err
