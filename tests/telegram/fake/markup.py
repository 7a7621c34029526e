"""Telegram's HTML: text with entities, or the reason why it cannot be parsed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tests.telegram.fake.requests import Refused

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "blockquote": "blockquote", "tg-spoiler": "spoiler", "span": "spoiler", "a": "text_link",
    "tg-emoji": "custom_emoji", "tg-time": "date_time",
}  # fmt: skip
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[\w.-]+))?)*)\s*>")
_ENTITY = re.compile(r"&(lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([\w.-]+))")
_PIECE = re.compile(r"<|[^<]+")


def utf16(text: str) -> int:
    """The length in UTF-16 code units: how Telegram counts offsets."""
    return len(text.encode("utf-16-le")) // 2


@dataclass(slots=True)
class _Open:
    tag: str
    start: int
    attributes: dict[str, str]


@dataclass(slots=True)
class _Parser:
    source: str
    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)

    def run(self) -> None:
        position = 0
        while position < len(self.source):
            if self.source[position] == "<":
                position = self.tag(position)
                continue
            piece = _PIECE.match(self.source, position)
            assert piece is not None
            self.text += _ENTITY.sub(_character, piece[0])
            position = piece.end()
        if self.stack:
            raise _error(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')

    def tag(self, position: int) -> int:
        match = _TAG.match(self.source, position)
        offset = len(self.source[:position].encode())
        if match is None:
            raise _error(f"Unsupported start tag at byte offset {offset}")
        closing, name = match[1], match[2].lower()
        if name not in TAGS:
            raise _error(f'Unsupported start tag "{name}" at byte offset {offset}')
        if closing:
            self.close(name, offset)
        else:
            self.open(name, match[3], offset)
        return match.end()

    def open(self, name: str, attributes: str, offset: int) -> None:
        values = {found[1]: found[2] or found[3] or found[4] or "" for found in _ATTRIBUTE.finditer(attributes)}
        if name == "span" and values.get("class") != "tg-spoiler":
            raise _error(f'Tag "span" must have class "tg-spoiler" at byte offset {offset}')
        self.stack.append(_Open(name, utf16(self.text), values))

    def close(self, name: str, offset: int) -> None:
        if not self.stack or self.stack[-1].tag != name:
            raise _error(f'Unmatched end tag at byte offset {offset}: "{name}"')
        opened = self.stack.pop()
        length = utf16(self.text) - opened.start
        if length:
            entity: dict[str, Any] = {"type": TAGS[name], "offset": opened.start, "length": length}
            if name == "a":
                entity["url"] = opened.attributes.get("href", "")
            self.entities.append(entity)


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Plain text and entities of Telegram's HTML; raises Refused where Telegram would."""
    parser = _Parser(source)
    parser.run()
    return parser.text, parser.entities


def _error(what: str) -> Refused:
    return Refused(f"Bad Request: can't parse entities: {what}")


def _character(match: re.Match[str]) -> str:
    name = match[1]
    if name.startswith("#"):
        return chr(int(name[1:].replace("x", "0x"), 0) if "x" in name else int(name[1:]))
    return _NAMED[name]
