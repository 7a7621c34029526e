from __future__ import annotations

import json
from pathlib import Path

import pytest

from intents.classifier import Labelled
from intents.evaluation import figures
from intents.evaluation.files import FileError, labelled, rows
from intents.evaluation.labelled import Confusion, confusions, evaluate

TABLE = 'text,intent\nwhere is it,find\n"well, stop",stop\nno idea,oos\nnothing,\n'


def test_a_threshold_keeps_what_it_should() -> None:
    inside = [float(number) for number in range(100)]
    assert figures.recall_with_kept(inside, [4.0, 4.9, 5.0, 6.0]) == 0.5
    assert figures.recall_with_kept(inside, []) is None
    assert figures.recall_with_kept([], [1.0]) is None


def test_the_area_under_the_curve_counts_who_beats_whom() -> None:
    assert figures.auroc([2, 3], [0, 1]) == 1
    assert figures.auroc([0, 1], [2, 3]) == 0
    assert figures.auroc([1, 1], [1, 1]) == 0.5
    assert figures.auroc([2, 0], [1]) == 0.5
    assert figures.auroc([1], []) is None


def test_every_intent_weighs_alike_in_the_mean() -> None:
    many = [("a", "a")] * 98
    assert figures.macro_f1([*many, ("b", "b")]) == 1
    assert figures.macro_f1([*many, ("b", "a"), ("b", "b")]) == pytest.approx((196 / 197 + 2 / 3) / 2)
    assert figures.f1(0, 0, 0) is None
    assert figures.f1(1, 2, 2) == 0.5


def test_percentiles_and_memory() -> None:
    assert figures.percentile([3, 1, 2], 0.5) == 2
    assert figures.percentile([float(number) for number in range(200)], 0.99) == 198
    assert 5 < figures.memory() < 100_000


def test_a_table_is_read_by_its_header(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(TABLE, "utf-8")
    inside, outside = labelled(path)
    assert inside == [("where is it", "find"), ("well, stop", "stop")]
    assert outside == ["no idea", "nothing"]


@pytest.mark.parametrize(
    "text", ["Category;Text\nfind;where\n", "\ufeffLABEL\tutterance\nfind\twhere\r\n", "query,class\nwhere,find"]
)
def test_columns_may_be_called_otherwise_and_parted_otherwise(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(text, "utf-8")
    assert labelled(path) == ([("where", "find")], [])


def test_lines_of_json_are_read(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    lines = [{"text": "wo?", "intent": "find"}, {"text": "hm", "intent": None}, {"text": "line\u2028end", "label": "x"}]
    path.write_text("\n\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    assert labelled(path) == ([("wo?", "find"), ("line\u2028end", "x")], ["hm"])


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.csv", b"", "nothing in it"),
        ("a.csv", b"text,intent\n", "nothing in it"),
        ("a.csv", b"foo,bar\n1,2\n", r"a\.csv, line 1: no column is called 'text'; there is foo, bar"),
        ("a.csv", b"text\nhello\n", r"line 2: there is no intent"),
        ("a.csv", b"text,intent\na,b\nhello, you,x\n", r"line 3: there are 3 cells, but 2 columns"),
        ("a.csv", b'text,intent\n"open,x\n', r"line 2: .*Correct the quotes"),
        ("a.csv", b"text,intent\na,b\n\xff\xfe,x\n", r"line 3: this is no UTF-8"),
        ("a.jsonl", b'{"text": "a", "intent": "b"}\n{oops\n', r"line 2: this is no JSON"),
        ("a.jsonl", b"[1]\n", r"line 1: this is no object"),
        ("a.jsonl", b'{"intent": "b"}\n', r"line 1: there is no text"),
        ("a.jsonl", b'{"text": "a", "intent": 3}\n', r"line 1: 3 is no intent"),
        ("a.txt", b"hello", r"only \.jsonl and \.csv"),
    ],
)
def test_a_file_that_cannot_be_used_says_where_and_what_to_do(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileError, match=told):
        labelled(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(FileError, match="Name a file that can be read"):
        rows(tmp_path / "none.csv")
    with pytest.raises(FileError, match="Name a file that can be read"):
        rows(tmp_path / "folder.csv")


def test_a_classifier_is_trained_and_judged() -> None:
    train = [
        Labelled(f"{verb} the {thing}", verb) for verb in ("buy", "sell", "lend") for thing in ("cup", "pot", "pan")
    ]
    test = [Labelled("buy the spoon", "buy"), Labelled("lend a cup", "lend"), Labelled("sell the pot", "buy")]
    scores, pairs = evaluate(train, test, ["quokka zyx"])
    assert scores.accuracy == pytest.approx(2 / 3)
    assert scores.macro_f1 == pytest.approx((2 / 3 + 1 + 0) / 3)
    assert scores.auroc == 1
    assert scores.oos_recall_at_95 == 1
    assert scores.cpu_p50_ms <= scores.cpu_p99_ms
    assert pairs == [("buy", "sell", 1)]
    assert evaluate(train, test)[0].auroc is None


def test_the_most_frequent_confusions_come_first() -> None:
    pairs = [("a", "b"), ("c", "d"), ("c", "d"), ("a", "a")]
    assert confusions(pairs) == [Confusion("c", "d", 2), Confusion("a", "b", 1)]
