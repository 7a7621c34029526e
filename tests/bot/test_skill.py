"""How skills are found and put together, and what an author is told who puts one together wrongly."""
# ruff: noqa: ARG001, ARG005  (handlers are looked at here and not called)

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

from bot.skill import ENTRY_POINTS, Skill, SkillError, Skills, installed, loaded, slots_of
from bot.slots import Quantity, converter
from bot.turn import Turn


def test_the_built_in_skills_come_through_the_same_door_as_any_other() -> None:
    names = [skill.name for skill in installed()]
    assert names == sorted(names)
    assert {"account", "directions", "help", "order", "search", "tracking"} <= set(names)


def test_a_skill_that_breaks_while_it_is_loaded_is_told_by_name() -> None:
    with pytest.raises(SkillError, match=r"the skill 'bad' \(no_such_package:skill\) cannot be loaded"):
        loaded(EntryPoint("bad", "no_such_package:skill", ENTRY_POINTS))


def test_an_entry_point_that_names_something_else_is_refused() -> None:
    with pytest.raises(SkillError, match="is not a Skill"):
        loaded(EntryPoint("bad", "bot.skill:ENTRY_POINTS", ENTRY_POINTS))


def test_two_functions_cannot_answer_one_intent() -> None:
    skill = Skill("picnic")
    skill.intent("order")(lambda turn: "")
    with pytest.raises(SkillError, match=r"picnic\.order is registered twice"):
        skill.intent("order")(lambda turn: "")


def test_two_skills_cannot_share_a_name() -> None:
    one, other = Skill("picnic"), loaded(EntryPoint("help", "bot.skills.help:skill", ENTRY_POINTS))
    one.name = "help"
    with pytest.raises(SkillError, match=rf"called 'help': that of {__name__} and that of .*bot\.skills\.help"):
        Skills([one, other])


def test_a_skill_of_a_package_says_which() -> None:
    assert next(skill.origin for skill in installed()) == "the package tresen (bot.skills.account:skill)"


def test_an_annotation_that_cannot_be_read_is_told() -> None:
    skill = Skill("picnic")

    @skill.intent("order")
    def order(turn: Turn, people: Nowhere) -> str:  # type: ignore[name-defined]  # noqa: F821
        return ""

    with pytest.raises(SkillError, match=r"intent picnic\.order, function .*order: name 'Nowhere' is not defined"):
        _ = skill.intents["picnic.order"].slots


def test_a_parameter_needs_an_annotation() -> None:
    def order(turn: Turn, people) -> str:  # type: ignore[no-untyped-def]  # noqa: ANN001
        return str(people)

    with pytest.raises(SkillError, match="'people' has no annotation"):
        slots_of(order)


def test_a_slot_is_a_parameter_with_its_default() -> None:
    def order(turn: Turn, people: Quantity, name: str | None = None) -> str:
        return f"{people} {name}"

    assert [(slot.name, slot.required) for slot in slots_of(order)] == [("people", True), ("name", False)]


def test_an_annotation_without_a_converter_is_told_with_those_that_would_do() -> None:
    def order(turn: Turn, topping: set[str]) -> str:
        return str(topping)

    with pytest.raises(
        SkillError, match=r"order: parameter 'topping' has annotation .* one of these would do: .*Quantity"
    ):
        converter(slots_of(order)[0])
