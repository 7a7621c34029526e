"""Every message exists in German and English, with the same variables, and can be said."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from bot import texts
from bot.fallback import intent_label
from bot.skill import Skills, installed
from bot.talk import talk
from bot.texts import TextError, Texts, inline, printed
from bot.texts.kept import entries
from catalog.money import Money

BOT = Path(texts.__file__).parent.parent
FOLDERS = [
    BOT / "texts",
    *sorted(path for path in (BOT / "skills").iterdir() if path.is_dir() and path.name != "__pycache__"),
]


class _Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802
        self.names.add(node.id.name)


def variables(file: Path) -> dict[str, set[str]]:
    """The variables of each message of a file."""
    found: dict[str, set[str]] = {}
    for entry in FluentParser().parse(file.read_text(encoding="utf-8")).body:
        if isinstance(entry, ftl.Message):
            visitor = _Variables()
            visitor.visit(entry)
            assert entry.id.name not in found, f"{file}: {entry.id.name} stands there twice"
            found[entry.id.name] = visitor.names
    return found


def said_in_code() -> Iterator[tuple[str, str]]:
    """(file, id) of every message that code says by a literal id."""
    for file in sorted(BOT.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("say", "button")
            ):
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield str(file.relative_to(BOT)), first.value


@pytest.fixture(scope="module")
def everything() -> Texts:
    read = Texts()
    for folder in FOLDERS:
        read.load(folder)
    return read


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_both_languages_have_the_same_messages_with_the_same_variables(folder: Path) -> None:
    assert variables(folder / "de.ftl") == variables(folder / "en.ftl")


def test_every_message_that_code_says_exists(everything: Texts) -> None:
    missing = [(file, name) for file, name in said_in_code() if not everything.has(name)]
    assert missing == []


def test_every_intent_of_a_skill_has_a_name_for_suggestions_and_for_why(everything: Texts) -> None:
    sentenced = {f"{skill.name}.{name}" for skill in installed() for name in _written(skill.folder)}
    missing = [
        name
        for name in sorted(sentenced)
        for language in ("de", "en")
        if not everything.has(intent_label(name), language)
    ]
    assert missing == []


def _written(folder: Path) -> set[str]:

    return set(tomllib.loads((folder / "de.toml").read_text(encoding="utf-8")))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_both_languages_have_sentences_for_the_same_intents(folder: Path) -> None:

    found = [set(tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))) for language in ("de", "en")]
    assert found[0] == found[1]


def test_every_slot_that_may_be_asked_has_a_question(everything: Texts) -> None:
    missing = [
        f"{intent.name} {slot.name}"
        for intent in Skills([talk, *installed()]).intents()
        for slot in intent.slots
        if slot.required and intent.name not in ("order.place", "order.pay", "order.recheck")
        if not everything.has(f"ask-{slot.name}")
    ]
    assert missing == []


def test_the_labels_that_the_law_fixes_are_literally_these(everything: Texts) -> None:
    assert everything.say("order-button-pay", "de", {}) == "zahlungspflichtig bestellen"
    assert everything.say("order-button-pay", "en", {}) == "Order with obligation to pay"
    assert everything.say("account-button-offers-on", "de", {}) == "Ja, Angebote in diesem Chat"
    assert everything.say("account-button-offers-on", "en", {}) == "Yes, offers in this chat"


def test_money_dates_and_lists_are_printed_as_people_write_them() -> None:
    moment = datetime(2026, 3, 4, 15, 5, tzinfo=ZoneInfo("Europe/Berlin"))
    assert printed(Money(123456), "de_DE") == "1.234,56\xa0€"
    assert printed(Money(123456), "en_GB") == "€1,234.56"
    assert printed(Money(50, "XTR"), "de_DE") == "50 ⭐"
    assert printed(date(2026, 3, 4), "de_DE") == "Mittwoch, 4. März"
    assert printed(date(2026, 3, 4), "en_GB") == "Wednesday 4 March"
    assert printed(time(15, 5), "de_DE") == "15:05"
    assert printed(moment, "en_GB") == "Wed 4 Mar 15:05"
    assert printed(["a", "b", "c"], "de_DE") == "a, b und c"


def test_what_is_said_remembers_its_message_and_its_amounts() -> None:
    said = inline(
        {"de": "Das macht { $total }.", "en": "That is { $total }."}, "en", {"total": Money(500)}, "hours-open"
    )
    assert said == "That is €5.00."
    assert (said.acts, said.amounts, said.language) == (("hours-open",), (Money(500),), "en")


def test_a_broken_message_file_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "de.ftl").write_text("gut = Gut.\nschlecht = { $offen\n", encoding="utf-8")
    with pytest.raises(TextError, match=r"de\.ftl, line 2"):
        Texts().load(tmp_path)


def test_two_files_cannot_claim_one_message(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "de.ftl").write_text("gruss = Hallo.\n", encoding="utf-8")
    read = Texts()
    read.load(tmp_path / "one")
    with pytest.raises(TextError, match="gruss"):
        read.load(tmp_path / "two")


def test_a_missing_message_is_told_by_name(everything: Texts) -> None:
    with pytest.raises(TextError, match="no-such-message"):
        everything.say("no-such-message", "de", {})


def test_a_missing_value_is_told_instead_of_being_left_out(everything: Texts) -> None:
    with pytest.raises(TextError, match="help-greeting"):
        everything.say("help-greeting", "de", {})


CHOSEN = """
both =
    { $what } und
    { $what ->
        [0] keins
        [one] eins, { $what }
        [few] { " wenige" }
       *[other] viele: { $what }
    }!
"""


@pytest.mark.parametrize("value", ["ein Wort", "few", 0, 1, 2, 1234, 0.5, Money(123456), date(2026, 3, 4), ["a", 2]])
def test_a_message_reads_as_fluent_says_it(tmp_path: Path, value: object) -> None:
    for language in ("de", "en"):
        (tmp_path / f"{language}.ftl").write_text(CHOSEN, encoding="utf-8")
    read = Texts()
    read.load(tmp_path)
    for language in ("de", "en"):
        assert read._made_of("both", language)
        told = texts._format(read._bundle(language), "both", language, {"what": value})
        assert read.say("both", language, {"what": value}) == told


def test_phrases_and_words_of_a_list_are_those_of_all_languages_and_of_the_newest_file(tmp_path: Path) -> None:
    (tmp_path / "de.ftl").write_text("some = mir egal, egal\n", encoding="utf-8")
    (tmp_path / "en.ftl").write_text("some = any of them\n", encoding="utf-8")
    read = Texts()
    read.load(tmp_path)
    assert read.phrases("some", ("de", "en")) == ("mir egal", "egal", "any of them")
    assert read.words("some", ("de", "en")) == {"mir", "egal", "any", "of", "them"}
    (tmp_path / "de.ftl").write_text("some = gleich\n", encoding="utf-8")
    read.load(tmp_path)
    assert read.words("some", ("de",)) == {"gleich"}


def test_what_fluent_alone_can_say_is_left_to_it(tmp_path: Path) -> None:
    (tmp_path / "de.ftl").write_text("one = Eins\ntwo = { one } und { $what }\n", encoding="utf-8")
    read = Texts()
    read.load(tmp_path)
    assert read.say("two", "de", {"what": 2}) == "Eins und 2"


def test_a_message_file_is_taken_apart_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = "-shop = Kontor\nhello = Willkommen bei { -shop }, { $name }!\n"
    first = entries(source, tmp_path)
    entries.cache_clear()
    monkeypatch.setattr("bot.texts.kept.FluentParser", None)
    assert entries(source, tmp_path) == first
    (tmp_path / "de.ftl").write_text(source, encoding="utf-8")
    read = Texts(cache=tmp_path)
    read.load(tmp_path)
    assert read.say("hello", "de", {"name": "Mia"}) == "Willkommen bei Kontor, Mia!"
    assert list(read.ids("de")) == ["hello"]


def test_what_is_kept_but_broken_is_read_anew(tmp_path: Path) -> None:
    first = entries("hello = Hallo\n", tmp_path)
    entries.cache_clear()
    (kept,) = tmp_path.iterdir()
    kept.write_text("{", encoding="utf-8")
    assert entries("hello = Hallo\n", tmp_path) == first
