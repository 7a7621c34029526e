"""What `tresen check` finds: each kind of finding, and nothing in the shop as it is delivered."""
# ruff: noqa: ARG001  (handlers are looked at here and not called)

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Literal

import pytest

from bot import check, sentences, texts
from bot.check import Finding
from bot.commerce import states
from bot.config import DEMO
from bot.skill import Skill, SkillError, Skills, installed
from bot.slots import Quantity
from bot.store.base import Effect, Transaction
from bot.talk import talk
from bot.testing import Chat
from bot.texts import Texts
from bot.turn import Turn
from intents.sentences import SentenceError
from tests.bot.skills.counter import Guest

BOTH = {"de": ["ein picknick"], "en": ["a picnic"]}


def findings(*skills: Skill, folder: Path | None = None) -> list[Finding]:
    """What is found with these skills, and the messages of a folder besides the bot's own."""
    known, said = Skills(skills), Texts()
    said.load(Path(texts.__file__).parent)
    if folder:
        said.load(folder)
    return list(check.of_skills(known, said, sentences.read(known)))


def test_the_built_in_skills_are_in_order() -> None:
    skills, said = Skills([talk, *installed()]), Texts()
    for folder in dict.fromkeys(skill.folder for skill in skills):
        said.load(folder)
    assert [str(finding) for finding in check.of_skills(skills, said, sentences.read(skills))] == []


def test_an_intent_that_lacks_a_language_is_found() -> None:
    skill = Skill("picnic")

    @skill.intent("order", {"de": ["ein picknick"]})
    def order(turn: Turn) -> str:
        return ""

    (finding,) = findings(skill)
    assert (finding.where, "'en'" in finding.what) == ("picnic.order", True)
    assert "en.toml" in str(finding)


def test_a_list_of_sentences_that_is_empty_is_found_inline_and_in_files(tmp_path: Path) -> None:
    inline, filed = Skill("picnic"), Skill("party", folder=tmp_path)

    @inline.intent("order", {"de": [], "en": []})
    def order(turn: Turn) -> str:
        return ""

    @filed.intent("book")
    def book(turn: Turn) -> str:
        return ""

    (tmp_path / "de.toml").write_text("[book]\nsentences = []\n", encoding="utf-8")
    (tmp_path / "en.toml").write_text('[book]\nsentences = ["a party"]\n[bok]\nsentences = []\n', encoding="utf-8")
    found = findings(inline, filed)
    assert [(finding.where, "is empty" in finding.what) for finding in found] == [
        ("picnic.order", True),
        ("picnic.order", True),
        ("party.book", True),
        (f"{tmp_path / 'en.toml'}, [bok]", False),
    ]
    assert found[-1].help == "Did you mean [book]?"


def test_an_intent_that_only_buttons_reach_needs_no_sentences() -> None:
    skill = Skill("picnic")

    @skill.intent("accept")
    def accept(turn: Turn, basket: str) -> str:
        return ""

    assert findings(skill) == []


def test_a_required_slot_without_a_question_is_found() -> None:
    skill = Skill("picnic")

    @skill.intent("order", BOTH)
    def order(turn: Turn, people: Quantity, blankets: Quantity = Quantity(1)) -> str:  # noqa: B008
        return ""

    (finding,) = findings(skill)
    assert finding.where == "picnic.order, slot people"
    assert "ask-people" in finding.help


def test_a_choice_without_names_is_found(tmp_path: Path) -> None:
    skill = Skill("picnic")

    @skill.intent("order", BOTH, questions={"drink": {"de": "Was?", "en": "What?"}})
    def order(turn: Turn, drink: Literal["tea", "iced_coffee"]) -> str:
        return ""

    for language in ("de", "en"):
        (tmp_path / f"{language}.ftl").write_text("choice-drink-tea = Tee\n", encoding="utf-8")
    (finding,) = findings(skill, folder=tmp_path)
    assert (finding.where, "'iced_coffee'" in finding.what) == ("picnic.order, slot drink", True)
    assert "'choice-drink-iced-coffee'" in finding.help


def test_a_question_may_stand_at_the_intent_or_in_the_message_files(tmp_path: Path) -> None:
    skill = Skill("picnic")

    @skill.intent("order", BOTH, questions={"people": {"de": "Wie viele?", "en": "How many?"}})
    def order(turn: Turn, people: Quantity, quantity: Quantity, guests: Quantity) -> str:
        return ""

    for language in ("de", "en"):
        (tmp_path / f"{language}.ftl").write_text("ask-picnic-order-guests = ?\n", encoding="utf-8")
    assert findings(skill, folder=tmp_path) == []


def test_a_slot_that_nothing_can_convert_is_an_error_that_says_what_would_do() -> None:
    skill = Skill("picnic")

    @skill.intent("order", BOTH)
    def order(turn: Turn, people: complex) -> str:
        return ""

    with pytest.raises(SkillError, match=r"intent picnic\.order, function .*'people'.* one of these would do"):
        findings(skill)


@pytest.mark.parametrize(("slot", "help"), [("quantitiy", "Did you mean {quantity}?"), ("zzz", "There are: product, ")])
def test_a_sentence_that_cannot_be_spelt_out_is_told_with_its_intent(slot: str, help: str) -> None:
    skill = Skill("picnic")

    @skill.intent("order", {"de": [f"ein picknick für {{{slot}}}"], "en": ["a picnic"]})
    def order(turn: Turn) -> str:
        return ""

    with pytest.raises(SentenceError) as told:
        findings(skill)
    assert str(told.value).startswith(f"intent picnic.order: unknown slot {{{slot}}}")
    assert help in str(told.value)


def test_a_sentence_that_two_skills_claim_is_found_however_it_is_written() -> None:
    one, other = Skill("picnic"), Skill("party")

    @one.intent("order", BOTH)
    def order(turn: Turn) -> str:
        return ""

    @other.intent("book", {"de": ["Ein  Picknick!"], "en": ["a party"]})
    def book(turn: Turn) -> str:
        return ""

    (finding,) = findings(one, other)
    assert finding.where == "party.book, de"
    assert "picnic.order" in finding.what


def test_a_message_that_one_language_lacks_is_found(tmp_path: Path) -> None:
    (tmp_path / "de.ftl").write_text("picnic-done = Fertig.\n", encoding="utf-8")
    (finding,) = findings(folder=tmp_path)
    assert str(finding) == "message 'picnic-done': it is missing in 'en'. Add it to en.ftl."


def test_an_order_state_that_nothing_leads_to_or_that_nothing_leaves_is_found() -> None:
    assert states.unreachable() == []
    nothing_ships = {state: tuple(to for to in after if to != "shipped") for state, after in states.MOVES.items()}
    assert "shipped" in states.unreachable(nothing_ships)
    nothing_leaves: dict[states.State, frozenset[states.State]] = {**states.MOVES, "packed": frozenset({"packed"})}
    assert states.unreachable(nothing_leaves) == ["packed"]


@pytest.mark.parametrize(("name", "advice"), [("serach", "Did you mean 'search'?"), ("weather", "Installed are: ")])
def test_a_table_for_a_skill_that_is_not_there_is_found(name: str, advice: str) -> None:
    (finding,) = check.of_config({"search": {}, name: {}}, Skills(installed()))
    assert finding.where == f"config.toml, [skills.{name}]"
    assert finding.help.startswith(advice)


# The database


def test_what_waits_for_a_person_in_the_database_is_found() -> None:
    skill = Skill("broken")

    @skill.intent("break", {"de": ["geh bitte kaputt", "mach was kaputt"], "en": ["please break"]})
    def break_(turn: Turn) -> str:
        raise ZeroDivisionError("the basket broke")

    chat = Chat(skill, raises=False)
    assert chat.app.store.read(lambda reader: list(check.of_database(reader))) == []
    chat.send("geh bitte kaputt")
    (parked,) = chat.app.store.read(lambda reader: list(check.of_database(reader)))
    assert "parked: ZeroDivisionError: the basket broke" in parked.what
    assert "of console:mia" in parked.where
    chat.close()


async def given_up(chat: Chat) -> None:
    """Let a refund be due at the shop, and a message be given up."""

    def work(tx: Transaction) -> None:
        tx.change("UPDATE payment SET state = 'refund_due'")
        tx.plan(Effect(conversation="console:mia", key="lost", kind="timer", data={}, due=chat.session.now))
        tx.change("UPDATE effect SET result = 'failed: 400', done = 1 WHERE key = 'lost'")

    await chat.app.store.run(work)


def test_a_refund_that_is_due_and_a_message_that_was_given_up_are_found() -> None:
    chat = Chat()
    mia = Guest(chat, "mia", "de")
    mia.given(orders=[{"id": "K-7", "status": "confirmed", "lines": [{"sku": "SEIFE-TEER"}]}])
    chat._run(given_up(chat))
    found = chat.app.store.read(lambda reader: list(check.of_database(reader)))
    assert [(finding.where, finding.what) for finding in found] == [
        ("order K-7", "4.20 EUR are to be paid back through demo"),
        ("effect lost", "failed: 400"),
    ]
    chat.close()


def test_a_mistake_in_the_shops_folder_is_found_with_its_place(tmp_path: Path) -> None:
    shutil.copytree(DEMO, tmp_path / "shop")
    file = tmp_path / "shop" / "products.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("14.90 EUR", "14.9x EUR", 1), encoding="utf-8")
    found = list(check.of_folder(tmp_path / "shop"))
    assert found
    assert found[0].where.startswith("products.csv, line ")
    assert list(check.of_folder(DEMO)) == []


def test_what_a_language_of_the_shop_lacks_is_found(tmp_path: Path) -> None:
    shutil.copytree(DEMO, tmp_path / "shop")
    (tmp_path / "shop" / "products.en.csv").unlink()
    (found,) = check.of_folder(tmp_path / "shop")
    assert found.where == "products.en.csv, title"
