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


@pytest.fixture(scope="module")
def learnt() -> Model:
    usual = [f"einen becher {word} bitte" for word in (
        "rund", "eckig", "gross", "klein", "hoch", "flach", "glatt", "rau", "neu", "alt", "leicht", "schwer", "hell", "dunkel", "matt", "klar",
    )]  # fmt: skip
    return train(
        {
            "shop.buy": {
                "de": [*usual, "einen becehr bitte", "einen bechr bitte", "das bite hier", "herr bacher kommt", "ein behcer", "das behcer", "der behcer", "zwei bechern bitte", "ein bücher regal", "das beehren wir", "genau der"],
                "en": ["add one please", "the same", "put the mug for anna in blue into my basket now"],
            },
            "shop.open": {"de": ["wann habt ihr offen"], "en": ["when are you open", "the same"]},
        },
        cache=None,
    )  # fmt: skip


def test_a_word_mistyped_in_a_sentence_is_no_known_word(learnt: Model) -> None:
    assert "becher" in learnt.words
    assert not {"becehr", "bechr"} & learnt.words.keys()


@pytest.mark.parametrize("word", ["bechern", "buecher", "beehren", "eckig", "bite", "bacher", "behcer"])
def test_another_word_or_another_form_is_no_mistake(learnt: Model, word: str) -> None:
    assert word in learnt.words


def test_names_and_colours_are_read_by_what_they_are(learnt: Model) -> None:
    assert {"mug", "basket"} <= learnt.literal
    assert not {"anna", "blue"} & learnt.literal


def test_a_short_message_that_means_one_thing_only_is_known_as_a_whole(learnt: Model) -> None:
    known = learnt.exact
    assert known["wann habt ihr offen"] == "shop.open"
    assert "the same" not in known
    assert not [key for key in known if len(key.split()) > 5]
    assert "" not in known.values()


def test_words_show_their_language(learnt: Model) -> None:
    assert learnt.languages["bitte"] > 0 > learnt.languages["please"]
    assert not [word for word in learnt.languages if any(char.isdigit() for char in word)]


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
