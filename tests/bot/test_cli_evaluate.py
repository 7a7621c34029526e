"""`tresen evaluate`: figures for anybody's labelled data, and for the shop's own messages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main

ROOT = Path(__file__).parents[2]
Tresen = Callable[..., tuple[int, str, str]]
TRAIN = "text,intent\n" + "".join(
    f"{verb} the {thing},{verb}\n" for verb in ("buy", "sell", "lend") for thing in ("cup", "pot", "pan")
)
TEST = "text,intent\nbuy a spoon,buy\nlend me one,lend\nsell pots,buy\n"
KEYS = {
    "accuracy", "macro_f1", "auroc", "oos_recall_at_95", "cpu_p50_ms", "cpu_p99_ms", "messages_per_second",
    "train_seconds", "rss_mb",
}  # fmt: skip
MESSAGES = [
    {"text": "leg zwei davon in den warenkorb", "intents": ["order.add"], "language": "de",
     "entities": [{"type": "quantity", "text": "zwei"}]},
    {"text": "when are you open on friday", "intents": ["directions.hours"],
     "entities": [{"type": "date", "text": "Friday"}], "open_question": None},
    {"text": "qqq vvv", "intents": []},
]  # fmt: skip


@pytest.fixture
def tresen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Tresen:
    """Run a command in a folder with some files; exit code, standard output and standard error."""
    (tmp_path / ".tresen").symlink_to(ROOT / ".tresen")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "train.csv").write_text(TRAIN, "utf-8")
    (tmp_path / "test.csv").write_text(TEST, "utf-8")
    (tmp_path / "oos.csv").write_text("text\nquokka zyx\n", "utf-8")
    (tmp_path / "messages.jsonl").write_text("\n".join(map(json.dumps, MESSAGES)), "utf-8")

    def run(*words: str) -> tuple[int, str, str]:
        code = 0
        try:
            main(["evaluate", *words])
        except SystemExit as ended:
            code = int(ended.code or 0)
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_labelled_data_gives_all_figures(tresen: Tresen) -> None:
    code, out, _ = tresen("--train", "train.csv", "--test", "test.csv", "--oos", "oos.csv", "--json")
    figures = json.loads(out)
    assert code == 0
    assert set(figures) == KEYS
    assert figures["accuracy"] == pytest.approx(2 / 3)
    assert figures["auroc"] == 1
    assert figures["train_seconds"] > 0


def test_without_messages_out_of_scope_there_are_no_figures_of_them(tresen: Tresen) -> None:
    _, out, _ = tresen("--train", "train.csv", "--test", "test.csv", "--json")
    figures = json.loads(out)
    assert set(figures) == KEYS
    assert figures["auroc"] is figures["oos_recall_at_95"] is None


def test_people_see_what_is_taken_for_what(tresen: Tresen) -> None:
    _, out, _ = tresen("--train", "train.csv", "--test", "test.csv")
    assert "accuracy                    0.6667" in out
    assert "buy taken for sell: 1" in out


def test_the_shop_is_judged_by_messages(tresen: Tresen) -> None:
    code, out, _ = tresen("--messages", "messages.jsonl", "--oos", "oos.csv", "--json")
    figures = json.loads(out)
    assert code == 0
    assert figures["first_intent"] == figures["exact"] == figures["entity_f1"] == 1
    assert set(figures["entities"]) >= {"quantity", "date"}
    assert set(figures["languages"]) == {"de", "en", "other"}
    assert figures["languages"]["en"]["entities"]["date"] == 1
    assert figures["auroc"] == figures["oos_recall_at_95"] == 1
    assert figures["cpu_p50_ms"] <= figures["cpu_p99_ms"]
    _, out, _ = tresen("--messages", "messages.jsonl")
    assert out.split()[:3] == ["all", "de", "en"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "name either --train and --test, or --messages"),
        (("--train", "train.csv"), "name either --train and --test, or --messages"),
        (("--train", "train.csv", "--test", "test.csv", "--messages", "messages.jsonl"), "name either"),
        (("--train", "oos.csv", "--test", "test.csv"), "oos.csv, line 2: there is no intent"),
        (("--train", "train.csv", "--test", "none.csv"), "Name a file that can be read"),
        (("--train", "train.csv", "--test", "empty.csv"), "empty.csv: no row has an intent"),
        (("--messages", "train.csv"), "train.csv, line 2: 'intents' must be a list"),
    ],
)
def test_what_cannot_be_judged_is_told(tresen: Tresen, words: tuple[str, ...], told: str) -> None:
    Path("empty.csv").write_text("text,intent\nhm,\n", "utf-8")
    code, out, err = tresen(*words)
    assert (code, out) == (2, "")
    assert told in err
