"""A stored conversation is handed on with everybody made up, answers alike when it is replayed, and becomes a test."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.rehearsal.disguise import Disguise
from tests.bot.test_cli_chat import AT, inside

LINES: list[dict[str, Any]] = [
    {"say": "zwei Earl Grey bitte"},
    {"wait": "PT5M"},
    {"say": "zur Kasse, bitte liefern"},
    {"say": "Lena Krause"},
    {"say": "Goethestraße 17\n80331 München"},
    {"say": "standard"},
    {"press": "pay_order"},
    {"pay": {"outcome": "succeeded"}},
    {"say": "meine Mail ist lena.krause@example.com, Telefon 0171 2345678"},
    {"wait": "PT2H"},
    {"say": "wo ist meine Bestellung?"},
    {"shop": "shipment", "status": "in_transit", "carrier": "DHL", "number": "00340434161094", "eta": "2026-11-27"},
    {"say": "noch einen Earl Grey"},
    {"say": "zur Kasse, bitte liefern"},
    {"press": "Lena Krause, Goethestraße 17, 80331 München"},
    {"say": "vergiss es"},
    {"say": "ich will einen Menschen"},
    {"shop": "operator", "action": "take", "name": "Petra Kunz"},
    {"shop": "operator", "action": "say", "name": "Petra Kunz", "text": "Moin Lena Krause!"},
    {"say": "danke"},
    {"shop": "operator", "action": "release"},
    {"sticker": "👍"},
    {"photo": {}},
    {"voice": {"seconds": 3}},
    {"say": "/cart"},
]
OWN = ("lena", "krause", "goethe", "80331", "münchen", "0171", "00340434", "petra", "kunz")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database of a shop in which somebody was, and with the transcript of it."""
    folder = tmp_path_factory.mktemp("export")
    said = "\n".join(map(json.dumps, [*LINES, {"as": "mia"}, {"location": {"lat": 53.5511, "lon": 9.9937}}]))
    scene = ("--at", AT, "--as", "lena", "--language", "de", "--database", str(folder / "shop.db"))
    assert inside("chat", "--json", *scene, said=said)[0] == 0
    code, printed = inside("export", "console:lena", "--database", str(folder / "shop.db"))
    assert code == 0
    (folder / "talk.txt").write_text(printed, "utf-8")
    return folder


def test_nobody_is_told_from_an_exported_conversation(home: Path) -> None:
    printed = (home / "talk.txt").read_text("utf-8")
    assert not [word for word in OWN if word in printed.lower()]
    assert "someone1@example.org, Telefon [phone]" in printed


def test_a_place_that_was_shared_is_rounded(home: Path) -> None:
    _, printed = inside("export", "console:mia", "--database", str(home / "shop.db"))
    assert "you> /location 53.6 10.0" in printed
    assert "53.55" not in printed
    assert " … km" in printed


def test_an_exported_conversation_is_answered_alike_when_it_is_replayed(home: Path) -> None:
    assert inside("replay", str(home / "talk.txt")) == (0, "")


def test_a_replay_ends_in_the_same_state_byte_for_byte(home: Path) -> None:
    said = (home / "talk.txt").read_text("utf-8") + "you> /state\n"
    scene = ("chat", "--at", AT, "--language", "de", "--as", "lena")
    (_, first), (_, second) = inside(*scene, said=said), inside(*scene, said=said)
    assert first == second
    again = json.loads(first.splitlines()[-1].removeprefix("state> "))
    code, out = inside(
        "chat", "--json", *scene[1:], "--database", str(home / "shop.db"), said='{"as": "lena"}\n{"state": true}'
    )
    then = json.loads(out.splitlines()[-1])["state"]
    assert code == 0
    assert {**again, "orders": [], "addresses": [], "clock": ""} == {
        **then,
        "orders": [],
        "addresses": [],
        "clock": "",
    }
    assert [(order["status"], order["total"]) for order in again["orders"]] == [("shipped", 2070)]


def test_a_transcript_is_said_at_another_time(home: Path) -> None:
    code, told = inside("replay", str(home / "talk.txt"), "--at", "2026-11-29T23:00:00+01:00")
    assert code == 1
    assert "+     Quittung K-1001 vom 29. November 2026" in told


def test_an_exported_test_goes_as_written_and_holds_facts_alone(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "talk.toml"
    assert inside("export", "console:lena", "--database", str(home / "shop.db"), "--as-test", str(file))[0] == 0
    written = file.read_text("utf-8")
    assert not [word for word in OWN if word in written.lower()]
    assert "Liegt im Korb" not in written
    assert 'orders = ["awaiting_payment"]' in written
    assert inside("test", str(file))[0] == 0


def test_a_conversation_that_nobody_had_is_told_with_those_that_were(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert inside("export", "console:tom", "--database", str(home / "shop.db")) == (2, "")
    assert "console:lena" in capsys.readouterr().err


def test_one_thing_has_one_stand_in_however_it_is_written() -> None:
    disguise = Disguise(public={"Kiel"})
    for kind, value in (("name", "Lena Krause"), ("city", "Kiel"), ("street", "Goethestraße 17")):
        disguise.know(kind, value)
    disguise.know("name", "Tim Krause")
    hidden = disguise("LENA  krause und Tim Krause, goethestraße 17 in Kiel")
    assert hidden == "Mia Sand und Ole Hansen, Deichweg 1 in Kiel"


def test_an_answer_that_says_more_than_its_stand_ins_is_left_out() -> None:
    disguise = Disguise()
    disguise.know("city", "München")
    asked = {"question": "address", "requests": []}
    assert disguise.said("hinten bei Krauses, München", asked) == "Hamburg"
    assert disguise.said("hinten bei Krauses", asked) == "…"
    assert disguise.said("wie lange dauert das?", {**asked, "requests": [{"intent": "search.question"}]}) == (
        "wie lange dauert das?"
    )
