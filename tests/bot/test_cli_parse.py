"""`tresen parse`: how one message is understood, and why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import main

ROOT = Path(__file__).parents[2]


def _told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main(["parse", *words])
    assert not ended.value.code
    return capsys.readouterr().out


def test_a_parse_is_shown_with_its_reasons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".tresen").symlink_to(ROOT / ".tresen")
    monkeypatch.chdir(tmp_path)
    lines = _told(capsys, "nicht den roten, den blauen").splitlines()
    assert lines[:2] == ["tokens    nicht den roten , den blauen", "language  de"]
    assert any(line.startswith("request   order.change ") for line in lines)
    assert any("colour 'roten' [10:15] \"rot\" refused" in line for line in lines)
    assert any(line.strip().startswith("because ") for line in lines)
    assert "corrects  roten -> blauen" in lines


def test_a_parse_as_json_knows_the_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".tresen").symlink_to(ROOT / ".tresen")
    monkeypatch.chdir(tmp_path)
    found = json.loads(_told(capsys, "eine", "--question", "quantity", "--json"))
    assert [entity["value"] for entity in found["entities"]] == [1]
    assert found["requests"][0]["intent"] == "order.add"
    assert found["why"]
