"""Typing mistakes: which known word is meant, and which words are left alone."""

from __future__ import annotations

import pytest

from intents.spelling import Spelling

KNOWN = {
    "becher": 9, "kerze": 9, "farben": 2, "fragen": 9, "blume": 2, "blut": 9, "hose": 2, "hasse": 9, "paket": 2,
    "pocket": 9, "bohrmaschine": 5, "teelicht": 500, "teelichte": 5, "kerzenhalter": 5, "hundert": 9, "kerzen": 9, "hellgruene": 5,
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("becehr", "becher"),
        ("fraben", "farben"),  # letters swapped, though "fragen" is more usual
        ("blum", "blume"),  # a letter left out, though "blut" is more usual
        ("hosse", "hose"),  # a letter twice, though "hasse" is more usual
        ("packet", "paket"),  # "ck" for "k", though "pocket" is more usual
        ("lerze", "kerze"),  # a key beside the first one
        ("obhrmaschinee", "bohrmaschine"),  # the first letters swapped, and one too many at the end
        ("teelichtte", "teelichte"),  # one slip, though a word two slips away is more usual
        ("kertzenhallter", "kerzenhalter"),  # two letters too many in a long word
    ],
)
def test_the_likeliest_word_is_meant(typed: str, meant: str) -> None:
    assert Spelling(KNOWN).correct(typed) == meant


@pytest.mark.parametrize(
    "word",
    [
        "kerze",
        "mose",  # short: another first letter is another word
        "hsoen",  # short: two slips are too many
        "bchern",
        "hnderts",
        "hos",  # too short to tell
        "erzenhalterx",  # neither first nor last letters are right
        "holunder",  # far from "hundert", whatever letters they share
        "kerrzzen",  # a short word with two slips is none of a long one's
        "hellgraue",  # a compound nobody knows is not another one
        "b3cher",
        "blm",
    ],
)
def test_what_is_near_nothing_is_left_alone(word: str) -> None:
    assert Spelling(KNOWN).correct(word) == word


def test_only_words_of_letters_are_known() -> None:
    spelling = Spelling({"2xl": 5, "becher": 1})
    assert "2xl" not in spelling
    assert "becher" in spelling
