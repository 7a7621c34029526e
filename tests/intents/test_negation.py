"""What is not wanted, how far a "not" reaches, and what corrects something."""

from __future__ import annotations

import pytest

from tests.intents.conftest import Understand


@pytest.mark.parametrize(
    ("text", "refused", "wanted"),
    [
        ("bitte ohne Kerzen", ["Kerzen"], []),
        ("bitte ohne die Kerzen", ["Kerzen"], []),
        ("kekse ohne nüsse für oma", ["nüsse"], ["kekse", "oma"]),
        ("kekse ohne nüsse heute", ["nüsse"], ["kekse", "heute"]),
        ("ohne xy bitte", [], []),
        ("nichts mit nüssen", ["nüssen"], []),
        ("no three of them", ["of them"], ["three"]),
        ("a surprise so no price in the box", ["price"], []),
        ("other lamp instead of this one", ["this one"], ["lamp"]),
        ("becher aber nicht in rot sondern blau", ["rot"], ["becher", "blau"]),
    ],
)
def test_a_not_reaches_so_far_and_no_farther(
    text: str, refused: list[str], wanted: list[str], understand: Understand
) -> None:
    entities = understand(text).entities
    assert [entity.text for entity in entities if entity.negated] == refused
    assert [entity.text for entity in entities if not entity.negated] == wanted


@pytest.mark.parametrize(
    ("text", "refused", "wanted"),
    [
        ("statt dem großen den kleinen", ["dem großen"], ["den kleinen"]),
        ("nicht den großen, den kleinen", ["den großen"], ["den kleinen"]),
        ("nicht den großen den kleinen", ["den großen"], ["den kleinen"]),
        ("not the cheap one, the expensive one", ["cheap one"], ["expensive one"]),
    ],
)
def test_of_two_that_are_pointed_at_only_the_first_is_refused(
    text: str, refused: list[str], wanted: list[str], understand: Understand
) -> None:
    entities = [entity for entity in understand(text).entities if entity.type == "reference"]
    assert [entity.text for entity in entities if entity.negated] == refused
    assert [entity.text for entity in entities if not entity.negated] == wanted


@pytest.mark.parametrize("text", ["ach nein, vier", "sorry, vier", "nicht zwei kerzen drei kerzen", "lieber drei"])
def test_what_takes_the_place_of_something_corrects(text: str, understand: Understand) -> None:
    assert understand(text).correction


@pytest.mark.parametrize(
    "text",
    [
        "stop, ich will das doch nicht",
        "Kerzen ohne Honig",
        "becher aber nicht in rot",
        "was taugt mehr, Kaffeemühle oder doch eher Teekanne",
        "nein, ich wollte eigentlich nur mal schauen ob ihr rote becher da habt",
        "",
    ],
)
def test_what_is_only_refused_corrects_nothing(text: str, understand: Understand) -> None:
    assert not understand(text).correction


def test_a_no_after_an_and_takes_nothing_back(understand: Understand) -> None:
    assert not [entity.text for entity in understand("drei, ach und vier").entities if entity.negated]


def test_what_stays_after_a_comparison_is_not_refused_again(understand: Understand) -> None:
    (change,) = [change for change in understand("nicht den großen, den kleinen").changes if change.old]
    assert (change.old.text if change.old else "", change.new.text) == ("den großen", "den kleinen")


def test_what_is_only_refused_changes_into_nothing(understand: Understand) -> None:
    changes = understand("nein, keine roten, vier").changes
    assert [change.new.text for change in changes] == ["vier"]
