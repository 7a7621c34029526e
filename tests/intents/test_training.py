from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from intents import saved
from intents.model import Model
from intents.sentences import SentenceError, load_sentences
from intents.svm import Row, Solver
from intents.templates import TemplateError, expand
from intents.training import train

SMALL = {
    "shop.buy": {"de": ["ich kaufe {product}", "{quantity} {products} bitte"], "en": ["i buy {product}"]},
    "shop.open": {"de": ["wann habt ihr offen"], "en": ["when are you open[ today]"]},
}


def test_templates_become_sentences() -> None:
    assert (
        expand("(ja|nein) [bitte]", {}) == ["ja", "ja bitte", "nein", "nein bitte"]
        or len(expand("(ja|nein) [bitte]", {})) == 4
    )
    assert expand("{x} bitte", {"x": ["a"]}) == ["a bitte"]
    assert expand("plain", {}) == ["plain"]


@pytest.mark.parametrize("template", ["(ja", "ja)", "[ja", "a|b", "{nobody}", "(a]"])
def test_a_broken_template_says_what_is_wrong(template: str) -> None:
    with pytest.raises(TemplateError):
        expand(template, {})


def test_a_broken_sentence_file_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "de.toml"
    path.write_text('[add]\nsentences = [\n  "gut",\n  "(schlecht",\n]\n', "utf-8")
    with pytest.raises(SentenceError, match=r"de\.toml, line 4"):
        load_sentences(path)
    path.write_text("[add]\nsentences = 3\n", "utf-8")
    with pytest.raises(SentenceError, match="line 1"):
        load_sentences(path)
    path.write_text("[add\n", "utf-8")
    with pytest.raises(SentenceError, match="line 1"):
        load_sentences(path)


def _same(one: Model, other: Model) -> bool:
    return bool(np.array_equal(one.weights, other.weights)) and one.exact == other.exact


def test_a_trained_model_is_kept_and_found_again(tmp_path: Path) -> None:
    first = train(SMALL, cache=tmp_path)
    (kept,) = tmp_path.iterdir()
    stamp = kept.stat().st_mtime_ns
    assert _same(train(SMALL, cache=tmp_path), first)
    assert kept.stat().st_mtime_ns == stamp


def test_other_sentences_are_another_model(tmp_path: Path) -> None:
    train(SMALL, cache=tmp_path)
    train({**SMALL, "shop.close": {"de": ["wann macht ihr zu"]}}, cache=tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("broken", [b"", b"PK\x03\x04 nonsense", b"\x00" * 5000])
def test_a_broken_cache_file_is_trained_anew(tmp_path: Path, broken: bytes) -> None:
    first = train(SMALL, cache=tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(broken)
    assert _same(train(SMALL, cache=tmp_path), first)
    assert saved.load(kept) is not None


def test_a_cut_off_cache_file_is_trained_anew(tmp_path: Path) -> None:
    train(SMALL, cache=tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:-1000])
    assert saved.load(kept) is None
    train(SMALL, cache=tmp_path)
    assert saved.load(kept) is not None


def test_training_needs_no_cache() -> None:
    model = train(SMALL, cache=None)
    assert model.read(["wann", "habt", "ihr", "offen"], ()).intent == "shop.open"


def test_the_solver_reaches_the_minimum() -> None:
    dice = np.random.default_rng(1)
    dense = dice.normal(size=(40, 12)).astype(np.float32)
    rows = [Row(np.arange(12), line) for line in dense]
    targets = np.sign(dense[:, :2] + 0.5 * dice.normal(size=(40, 2))).astype(np.float32)
    costs = np.ones_like(targets)
    solver = Solver(rows, targets, costs, 12, ridge=0.5)
    solver.sweep(range(len(rows)), 200)
    weights = solver.weights
    found = np.array([row.values @ weights[row.ids] + weights[-1] for row in rows])
    slope = 0.5 * weights.copy()
    pull = np.maximum(0, 1 - targets * found) * targets
    slope -= np.vstack([dense.T @ pull, pull.sum(axis=0)])
    assert np.abs(slope).max() < 1e-2
