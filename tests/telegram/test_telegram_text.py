"""Long texts in parts: nothing lost, nothing too long, cut where a reader would."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.text import escape, shorten, split, unescape, utf16

PIECES = st.sampled_from(["Wort", " ", "\n", "\n\n", ". ", "🙂", "👩🏽‍🚀", "é", "e\u0301", "<b>", "&amp;", "ß"])
TEXTS = st.lists(PIECES, max_size=200).map("".join)


@given(TEXTS, st.integers(min_value=12, max_value=60))
def test_parts_fit_and_lose_nothing_but_blanks(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(0 < utf16(part) <= limit for part in parts)
    assert all(part == part.strip() for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@given(TEXTS, st.integers(min_value=12, max_value=60))
def test_what_belongs_together_is_not_cut(text: str, limit: int) -> None:
    for part in split(text, limit)[1:]:
        assert part[0] not in "\u0301\u200d\ufe0f🏽"


def test_an_emoji_of_several_characters_stays_whole() -> None:
    assert split("👩🏽‍🚀" * 4, 12) == ["👩🏽‍🚀"] * 4
    assert split("e\u0301" * 8, 13) == ["e\u0301" * 6, "e\u0301" * 2]


def test_cuts_are_made_at_the_best_place() -> None:
    assert split("aaaa bbbb\n\ncccc dddd", 12) == ["aaaa bbbb", "cccc dddd"]
    assert split("aaaa bbbb\ncccc dddd", 12) == ["aaaa bbbb", "cccc dddd"]
    assert split("aaaa b. cccc dddd", 12) == ["aaaa b.", "cccc dddd"]
    assert split("aaaa bbbb cccc", 12) == ["aaaa bbbb", "cccc"]
    assert split("aaaaaaaaaaaaaaaa", 12) == ["a" * 12, "a" * 4]


def test_an_early_paragraph_does_not_make_a_tiny_part() -> None:
    assert split("a\n\nbbbbbbb cccccc", 12) == ["a\n\nbbbbbbb", "cccccc"]


def test_a_text_that_fits_stays_whole() -> None:
    assert split("x" * 4096) == ["x" * 4096]
    assert split("🙂" * 2048) == ["🙂" * 2048]
    assert len(split("🙂" * 2048 + "x")) == 2
    assert split(" \n ") == []


@given(st.text())
def test_escaping_is_undone_exactly(text: str) -> None:
    assert unescape(escape(text)) == text


def test_shortening_keeps_what_fits() -> None:
    assert shorten("abcdef", 6) == "abcdef"
    assert shorten("abcdefg", 6) == "abcde…"
    assert shorten("abcd efg", 6) == "abcd…"
