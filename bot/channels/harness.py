"""The console for programs: one JSON object a line in, one a line out. The same input prints the same output."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from bot.channels.console import Session
from bot.channels.forms import LineError
from bot.channels.reading import read
from bot.channels.steps import answer


async def run(session: Session, lines: Iterable[bytes], show: Callable[[str], None]) -> int:
    """Answer every line; the exit code: 1 if one of them was wrong. Empty lines are passed over."""
    code = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            out = (await answer(session, read(_text(line)))).as_json()
        except LineError as error:
            out, code = {"error": {"line": number, "what": error.what, "help": error.help}}, 1
        show(_json(out))
    return code


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LineError("this is not UTF-8", "Write the line as UTF-8.") from error


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
