"""Texts as Telegram takes them: escaped, and in parts of at most 4096 UTF-16 units."""

from __future__ import annotations

import html
import unicodedata

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
_SEPARATORS = ("\n\n", "\n", ". ", " ")
_JOINERS = frozenset("\u200d\ufe0e\ufe0f")
_SKIN_TONES = range(0x1F3FB, 0x1F400)


def utf16(text: str) -> int:
    """The length as Telegram counts it, in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def escape(text: str) -> str:
    """Plain text as Telegram's HTML."""
    return html.escape(text, quote=False)


def unescape(text: str) -> str:
    """The plain text behind what `escape` made."""
    return html.unescape(text)


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, with an ellipsis where something is missing."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def split(text: str, limit: int = TEXT_LIMIT) -> list[str]:
    """The text in parts that fit, cut at a paragraph, line, sentence or word where there is one."""
    parts = []
    rest = text.strip()
    while utf16(rest) > limit:
        cut = _cut(rest, limit)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*parts, rest] if rest else parts


def _cut(text: str, limit: int) -> int:
    """Where to cut: in the second half of what fits, at the best place there is."""
    room = _fitting(text, limit)
    for separator in _SEPARATORS:
        at = text.rfind(separator, room // 2, room)
        if at > 0:
            return at + len(separator)
    while room > 1 and (_continues(text[room]) or text[room - 1] == "\u200d"):
        room -= 1
    return room


def _fitting(text: str, limit: int) -> int:
    """How many characters fit."""
    units = 0
    for count, character in enumerate(text):
        units += 2 if character > "\uffff" else 1
        if units > limit:
            return count
    return len(text)


def _continues(character: str) -> bool:
    """Whether a character belongs to the one before it."""
    return character in _JOINERS or ord(character) in _SKIN_TONES or unicodedata.combining(character) > 0
