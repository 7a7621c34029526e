"""Dialogue files: read strictly, played through the real bot, compared fact by fact."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.rehearsal.facts import Heard, misses
from bot.rehearsal.script import Expect, ScriptError, read

GOOD = """
[[turn]]
say = "habt ihr rote Becher unter 20 Euro?"
expect = { intents = ["search.find"], language = "de" }

[[turn]]
say = "zwei davon bitte"
expect = { cart = { "BECHER-MOEWE-ROT" = 2 }, act = ["order-added"] }
"""
Tresen = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one dialogue that goes as written."""
    (tmp_path / "good.toml").write_text(GOOD, "utf-8")
    return tmp_path


@pytest.fixture
def tresen(capsys: pytest.CaptureFixture[str]) -> Tresen:
    """Run a command; exit code, standard output and standard error."""

    def run(*words: str | Path) -> tuple[int, str, str]:
        code = 0
        try:
            main([str(word) for word in words])
        except SystemExit as ended:
            code = int(ended.code or 0)
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_what_goes_as_written_is_told_in_a_line(tresen: Tresen, folder: Path) -> None:
    code, out, _ = tresen("test", folder)
    assert (code, out.splitlines()) == (0, [f"ok      {folder / 'good.toml'}", "1 of 1 dialogues went as written."])


def test_what_does_not_is_told_with_line_answer_expected_and_found(tresen: Tresen, folder: Path) -> None:
    (folder / "bad.toml").write_text(GOOD.replace("= 2 }", "= 3 }"), "utf-8")
    code, out, _ = tresen("test", folder)
    assert code == 1
    assert 'turn 2: {"say": "zwei davon bitte"}' in out
    assert "bot> " in out
    assert "- cart = {'BECHER-MOEWE-ROT': 3}\n" in out
    assert "+ cart = {'BECHER-MOEWE-ROT': 2}\n" in out
    assert "1 of 2 dialogues" in out


def test_coverage_names_what_no_dialogue_touches(tresen: Tresen, folder: Path) -> None:
    _, out, _ = tresen("test", folder, "--coverage")
    rows = {line.split("│")[1].strip(): line.split("│")[2:4] for line in out.splitlines() if line.startswith("│")}
    assert {name: int(rows[name][0]) for name in ("intents", "order states")} == {"intents": 2, "order states": 0}


def test_a_line_that_cannot_be_done_fails_with_its_reason(tresen: Tresen, folder: Path) -> None:
    (folder / "good.toml").write_text('[[turn]]\npress = "nothing_of_the_kind"\n', "utf-8")
    code, out, _ = tresen("test", folder)
    assert code == 1
    assert "nothing_of_the_kind" in out


def test_every_dialogue_is_played_in_a_shop_of_its_own(tresen: Tresen, folder: Path) -> None:
    (folder / "zagain.toml").write_text(GOOD, "utf-8")
    assert tresen("test", folder)[0] == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[turn]\n", "line 1"),
        ("langage = 'de'\n[[turn]]\nsay = 'hallo'\n", "Did you mean language"),
        ("[[turn]]\nsay = 'hallo'\nexpect = { akt = [] }\n", "turn 1: there is no key 'akt'"),
        ("[[turn]]\nsay = 'hallo'\n[[turn]]\nsing = 'la'\n", "turn 2"),
        ("[[turn]]\nsay = 'hallo'\nexpect = { cart = { A = 'two' } }\n", "cart.A"),
        ("at = 2026-11-25T12:00:00\n[[turn]]\nsay = 'hallo'\n", "has no zone"),
        ("about = 'nothing'\n", "turn"),
    ],
)
def test_a_file_that_cannot_be_played_is_told_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "broken.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(ScriptError) as caught:
        read(file)
    assert str(file) in str(caught.value)
    assert told in str(caught.value)


def test_all_broken_files_are_told_at_once_and_none_is_played(tresen: Tresen, folder: Path) -> None:
    for name in ("first", "second"):
        (folder / f"{name}.toml").write_text("[[turn]\n", "utf-8")
    code, out, err = tresen("test", folder)
    assert (code, out) == (2, "")
    assert "first.toml" in err
    assert "second.toml" in err


def test_a_folder_without_dialogues_is_an_error(tresen: Tresen, tmp_path: Path) -> None:
    assert tresen("test", tmp_path)[0] == 2


def heard() -> Heard:
    """What the console might print."""
    cart = {
        "lines": [{"sku": "A", "quantity": 2}],
        "voucher": None,
        "goods": 5,
        "discount": 1,
        "shipping": 2,
        "total": 6,
    }
    reply = {
        "language": "de", "act": ["x", "y"], "amounts": [6], "buttons": [{"role": "more"}, {}], "sources": ["faq/a"], "stores": ["s"]
    }  # fmt: skip
    state: dict[str, Any] = {
        "task": "checkout", "suspended": ["booking"], "awaiting": None, "cart": cart, "listing": [{"product": "p"}],
        "orders": [{"status": "confirmed", "total": 6}], "offers": {"sent": [{"id": "o"}], "withheld": [{"reason": "r"}]},
        "consent": {"offers": True}, "handover": "bot", "watches": ["A"],
    }  # fmt: skip
    out = {
        "replies": [reply],
        "state": state,
        "payment": {"pre_checkout": "refused", "reason": "late"},
        "held": [{"act": ["n"]}],
    }
    return Heard(out=out, understood={"requests": [{"intent": "order.add"}]})


TRUE: dict[str, Any] = {
    "act": ["y"], "not_act": ["z"], "intents": ["order.add"], "language": "de", "task": "checkout", "suspended": ["booking"],
    "awaiting": "", "cart": {"A": 2}, "voucher": "", "goods": 5, "discount": 1, "shipping": 2, "total": 6, "listing": ["p"],
    "listed": 1, "orders": ["confirmed"], "order": {"total": 6}, "amounts": [6], "not_amounts": [7], "buttons": ["more"], "not_buttons": ["pay_order"],
    "sources": ["faq/a"], "stores": ["s"], "replies": 1, "offers": ["o"], "withheld": ["r"], "consent": True, "handover": "bot",
    "watches": ["A"], "payment": {"pre_checkout": "refused"}, "held": ["n"],
}  # fmt: skip
FALSE: dict[str, Any] = {
    "act": ["z"], "not_act": ["x"], "intents": [], "language": "en", "task": "", "suspended": [], "awaiting": "address",
    "cart": {"A": 2, "B": 1}, "voucher": "HALLO", "goods": 6, "discount": 0, "shipping": 0, "total": 5, "listing": ["p", "q"],
    "listed": 2, "orders": [], "order": {"total": 7}, "amounts": [7], "not_amounts": [6], "buttons": ["pay_order"], "not_buttons": ["more"],
    "sources": ["faq/b"], "stores": ["t"], "replies": 2, "offers": [], "withheld": [], "consent": False, "handover": "human",
    "watches": [], "payment": {"pre_checkout": "accepted"}, "held": [],
}  # fmt: skip


@pytest.mark.parametrize("name", list(Expect.model_fields))
def test_each_fact_holds_or_is_missed(name: str) -> None:
    assert misses(Expect.model_validate({name: TRUE[name]}), heard()) == []
    (miss,) = misses(Expect.model_validate({name: FALSE[name]}), heard())
    assert (miss.name, miss.expected) == (name, FALSE[name])
