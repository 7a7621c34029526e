"""The rules that `scripts/mutate_dialogue.py` takes away are those of the sources as they stand."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest

from scripts.mutate_dialogue import DIALOGUES, ROOT, LostError, Rule, lose, main, rules

RULES = rules()


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_a_rule_stands_once_in_the_sources_and_is_lost_without_breaking_them(rule: Rule, tmp_path: Path) -> None:
    copy = tmp_path / rule.file
    copy.parent.mkdir(parents=True)
    shutil.copy(ROOT / rule.file, copy)
    before = ast.dump(ast.parse(copy.read_text("utf-8")))
    lose(rule, tmp_path)
    assert ast.dump(ast.parse(copy.read_text("utf-8"))) != before
    with pytest.raises(LostError, match="0 times"):
        lose(rule, tmp_path)


def test_each_rule_has_a_dialogue_that_notices_its_loss() -> None:
    assert not [rule.name for rule in RULES if not (ROOT / DIALOGUES / f"{rule.guard}.toml").is_file()]


def test_no_two_rules_have_one_name() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_a_rule_that_nobody_knows_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["flying carpets"]) == 2
    assert RULES[0].name in capsys.readouterr().err
