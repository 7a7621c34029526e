"""The messages of a Fluent file as plain data: parsed once and kept, for parsing takes longer than all the rest."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import fluent.syntax
from fluent.syntax import FluentParser, ast

Entry = dict[str, Any]  # a message or term as fluent.syntax writes and reads it


class NotFluentError(Exception):
    """A part of a file that is no message: its line and what is wrong with it."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line, self.reason = line, reason


@lru_cache(maxsize=64)
def entries(source: str, cache: Path | None = None) -> Mapping[str, Entry]:
    """The messages of a file by name, its terms with a hyphen before it; from the cache if it was read before."""
    kept = cache / f"texts-{_digest(source)}.json" if cache else None
    if kept and (known := _read(kept)) is not None:
        return known
    found = _parsed(source)
    if kept:
        _write(kept, found)
    return found


def node(entry: Entry) -> ast.Message | ast.Term:
    """What Fluent takes."""
    made: ast.Message | ast.Term = ast.from_json(entry)
    return made


def _parsed(source: str) -> dict[str, Entry]:
    found = {}
    for entry in FluentParser().parse(source).body:
        if isinstance(entry, ast.Junk):
            line = source.count("\n", 0, entry.span.start if entry.span else 0) + 1
            raise NotFluentError(line, "; ".join(str(note.message) for note in entry.annotations))
        if isinstance(entry, ast.Message | ast.Term):
            name = entry.id.name if isinstance(entry, ast.Message) else f"-{entry.id.name}"
            found[name] = entry.to_json(_without_place)
    return found


def _without_place(written: Entry) -> Entry:
    return {key: value for key, value in written.items() if key != "span"}


def _digest(source: str) -> str:
    """The text and the program that takes it apart."""
    program = Path(fluent.syntax.ast.__file__).read_bytes()
    return hashlib.sha256(program + source.encode()).hexdigest()[:20]


def _read(kept: Path) -> dict[str, Entry] | None:
    try:
        known: dict[str, Entry] = json.loads(kept.read_bytes())
    except (OSError, ValueError):
        return None
    return known


def _write(kept: Path, found: Mapping[str, Entry]) -> None:
    """Write beside and rename: whole or not at all."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    beside = kept.with_name(f"{kept.name}.{os.getpid()}")
    beside.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    beside.replace(kept)
