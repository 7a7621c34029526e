"""What was not understood is listed masked, taught with one command, and understood from then on."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from bot import sentences
from bot.cli import main
from bot.config import DEMO
from bot.learning import lessons, mask
from bot.skill import Skills, installed
from bot.store.base import Reader
from bot.talk import talk
from intents.sentences import SentenceError

ROOT = Path(__file__).parents[2]
STRANGE = "schnickschnack trallala wuppdi"
LINES = [
    f"{STRANGE} schickt mia.meier@example.org nix",
    f"{STRANGE} schickt tom@example.org nix",
    "ich nehme zwei Teerseifen",
    "nein, drei",
]
Tresen = Callable[..., tuple[int, str, str]]


def chat(config: Path, *said: str) -> list[dict[str, Any]]:
    """What the shop answers, from a start of its own."""
    command = [sys.executable, "-m", "bot", "chat", "--json", "--config", str(config), "--language", "de"]
    command += ["--database", str(config.parent / "shop.db")]
    lines = "".join(json.dumps({"say": each}) + "\n" for each in said) + '{"explain": true}\n'
    done = subprocess.run(command, cwd=config.parent, input=lines, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The config of a shop in which messages were not understood and corrected."""
    home = tmp_path_factory.mktemp("learning")
    shutil.copytree(DEMO, home / "shop")
    config = home / "config.toml"
    config.write_text(
        f'[shop]\nfolder = "shop"\ndatabase = "shop.db"\n[understanding]\nlearn = true\ncache = "{ROOT}/.tresen"\n',
        encoding="utf-8",
    )
    chat(config, *LINES)
    return config


@pytest.fixture
def home(used: Path, tmp_path: Path) -> Path:
    """A copy of that shop for one test."""
    return Path(shutil.copytree(used.parent, tmp_path / "home"))


@pytest.fixture
def tresen(home: Path, capsys: pytest.CaptureFixture[str]) -> Tresen:
    """Run a command of the owner's; exit code, standard output and standard error."""

    def run(*words: str) -> tuple[int, str, str]:
        code = 0
        try:
            main([*words, "--config", str(home / "config.toml")])
        except SystemExit as ended:
            code = int(ended.code or 0)
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_messages_not_understood_are_listed_once_and_masked(tresen: Tresen) -> None:
    code, out, _ = tresen("learn", "--json")
    found = {row["text"]: row for row in map(json.loads, out.splitlines())}
    (unclear,) = (row for row in found.values() if row["why"] == "unclear")
    assert (code, unclear["text"], unclear["times"]) == (0, f"{STRANGE} schickt … nix", 2)
    assert not any(secret in out for secret in ("example", "mia", "tom"))


def test_what_was_corrected_at_once_is_listed_as_it_was_first_said(tresen: Tresen) -> None:
    _, out, _ = tresen("learn")
    assert "corrected  ich nehme zwei Teerseifen" in out
    assert "nein, drei" not in out


def test_messages_are_not_looked_at_unless_the_shop_says_so(tresen: Tresen, home: Path) -> None:
    config = home / "config.toml"
    config.write_text(config.read_text("utf-8").replace("learn = true\n", ""), "utf-8")
    code, out, err = tresen("learn")
    assert (code, out) == (2, "")
    assert "learn = true" in err


def test_a_sentence_that_was_taught_is_understood_from_the_next_start(tresen: Tresen, home: Path) -> None:
    assert tresen("learn", "add", "order.cart", STRANGE, "--language", "de")[0] == 0
    assert tresen("learn", "add", "order.cart", f"{STRANGE} heißa", "--language", "de")[0] == 0
    assert tresen("learn", "add", "help.thanks", "tausend dank auch", "--language", "de")[0] == 0
    own = (home / "shop" / "sentences" / "order" / "de.toml").read_text("utf-8")
    assert own.count("[cart]") == 1
    assert own.index("heißa") < own.index(f'"{STRANGE}"')
    *_, explained = chat(home / "config.toml", STRANGE)
    assert "order.cart" in json.dumps(explained["explain"]["requests"])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("order.cartt", "zeig her", "--language", "de"), "Did you mean order.cart"),
        (("order.cart", "zeig (her", "--language", "de"), "is not closed"),
        (("order.cart", "montre le panier", "--language", "fr"), "no language 'fr'"),
    ],
)
def test_what_cannot_be_taught_is_told_and_nothing_is_written(
    tresen: Tresen, home: Path, words: Sequence[str], told: str
) -> None:
    code, _, err = tresen("learn", "add", *words)
    assert (code, told in err) == (2, True), err
    assert not list((home / "shop").glob("sentences/*/*.toml"))


def test_a_broken_file_is_a_thing_to_look_at(tresen: Tresen, home: Path) -> None:
    file = home / "shop" / "sentences" / "order" / "de.toml"
    file.parent.mkdir(parents=True)
    file.write_text('[cart]\nsentences = ["her (damit"]\n', "utf-8")
    code, out, _ = tresen("check")
    assert (code, "sentences: " in out, "line 2" in out) == (1, True, True)


def test_a_file_in_another_form_is_left_as_it_was(tresen: Tresen, home: Path) -> None:
    file = home / "shop" / "sentences" / "order" / "de.toml"
    file.parent.mkdir(parents=True)
    written = 'cart = { sentences = ["her damit"] }\n'
    file.write_text(written, "utf-8")
    code, _, err = tresen("learn", "add", "order.cart", "zeig her", "--language", "de")
    assert (code, file.read_text("utf-8")) == (2, written)
    assert "by hand" in err


def test_a_sentence_that_is_there_is_not_added_twice(tresen: Tresen) -> None:
    assert tresen("learn", "add", "order.cart", "her damit", "--language", "de")[0] == 0
    code, _, err = tresen("learn", "add", "order.cart", "her damit", "--language", "de")
    assert (code, "already" in err) == (2, True)


def test_the_demo_shop_itself_is_not_written_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "config.toml"
    config.write_text("", "utf-8")
    with pytest.raises(SystemExit):
        main(["learn", "add", "order.cart", "her damit", "--language", "de", "--config", str(config)])
    assert "Copy its folder" in capsys.readouterr().err
    assert not (DEMO / "sentences").exists()


def test_a_broken_file_leaves_what_was_understood_before(tmp_path: Path) -> None:
    skills, own, cache = Skills([talk, *installed()]), tmp_path / "sentences", tmp_path / "cache"
    (own / "order").mkdir(parents=True)
    file = own / "order" / "de.toml"
    file.write_text('[cart]\nsentences = ["her damit"]\n', "utf-8")
    good = sentences.read_or_last(skills, own, cache=cache)
    assert "her damit" in good["order.cart"]["de"]
    file.write_text('[cart]\nsentences = ["her (damit"]\n', "utf-8")
    with pytest.raises(SentenceError, match=r"order/de\.toml, line 2"):
        sentences.read(skills, own)
    assert sentences.read_or_last(skills, own, cache=cache) == good
    with pytest.raises(SentenceError):
        sentences.read_or_last(skills, own, cache=tmp_path / "empty")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Uferzeile 3, 50667 Köln", "Uferzeile 3, … Köln"),
        ("schickt es in die Hauptstraße 12 bitte", "schickt es in die … bitte"),
        ("mein Konto ist DE89 3704 0044 0532 0130 00", "mein Konto ist [iban]"),
        ("ruf +49 151 2345678 an", "ruf [phone] an"),
    ],
)
def test_what_may_say_who_wrote_is_masked(text: str, left: str) -> None:
    assert mask(text, ()) == left


@pytest.mark.parametrize("kind", ["email", "phone", "person", "order_number", "voucher", "place"])
def test_what_was_named_and_is_somebodys_own_is_masked_by_its_place(kind: str) -> None:
    assert mask("wo ist Ulla heute", [{"type": kind, "span": [7, 11]}]) == "wo ist … heute"
    assert mask("Ulla und Ulla", [{"type": kind, "span": span} for span in ([0, 4], [9, 13])]) == "… und …"


def test_goods_are_no_secret() -> None:
    assert mask("zwei rote Becher", [{"type": "category", "span": [10, 16]}]) == "zwei rote Becher"


class Past:
    """Events as they were kept, one row a message of the same conversation."""

    def __init__(self, *records: dict[str, Any]) -> None:
        self._rows = [
            {"conversation": each.get("in", "c"), "text": each["text"], "record": json.dumps(each)} for each in records
        ]

    def rows(self, _sql: str, **_values: Any) -> list[dict[str, Any]]:
        """All of them."""
        return self._rows


def _lessons(*records: dict[str, Any]) -> list[tuple[str, str, str]]:
    found = lessons(cast("Reader", Past(*records)), since=datetime(2026, 11, 1, tzinfo=UTC))
    return [(lesson.text, lesson.why, lesson.nearest) for lesson in found]


LOST = {"text": "bei den drei Eichen", "acts": ["fallback-sorry"]}


@pytest.mark.parametrize("question", ["address", "name", "email", "phone", "person"])
def test_what_answers_a_question_for_somebodys_own_is_never_shown(question: str) -> None:
    assert _lessons({**LOST, "question": question}) == []
    assert _lessons({**LOST, "question": "quantity"}) == [(LOST["text"], "unclear", "")]


def test_what_was_understood_and_stood_is_no_lesson() -> None:
    assert _lessons({"text": "hallo", "acts": ["greeted"]}, {"text": "danke"}) == []


def test_a_correction_teaches_what_was_said_before_it_in_the_same_conversation() -> None:
    said = {"text": "zwei Becher", "requests": [{"intent": "order.add"}], "suggestions": [["search.find", 0.4]]}
    assert _lessons(said, {"text": "nein, drei", "correction": True}) == [("zwei Becher", "corrected", "order.add")]
    assert _lessons({**said, "in": "another"}, {"text": "nein, drei", "correction": True}) == []


def test_a_lesson_tells_the_nearest_intent() -> None:
    assert _lessons({**LOST, "suggestions": [["search.find", 0.4], ["order.add", 0.3]]})[0][2] == "search.find"
