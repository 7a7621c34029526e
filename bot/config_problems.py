"""What can be wrong with a configuration, told with its place, its value and what to do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

PREFIX = "TRESEN_"
Place = tuple[str, ...]
#: What the command line calls a setting, for messages.
OPTIONS: Mapping[Place, str] = {
    ("shop", "folder"): "--shop",
    ("shop", "database"): "--database",
    ("log", "format"): "--log",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong: where it stands, what it is and what to do."""

    place: str  # 'config.toml, line 3: [shop] folder', 'TRESEN_LOG_LEVEL', '--database'
    value: str = ""  # as it was written; never a secret
    what: str
    help: str = ""

    def __str__(self) -> str:
        """The problem as a line."""
        value = f" = {self.value}" if self.value else ""
        return f"{self.place}{value}: {self.what}." + (f" {self.help}" if self.help else "")


class ConfigError(Exception):
    """The configuration cannot be used; `problems` holds every reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "", *, prefix: str = "") -> str:
    """The question that names the nearest known word; `prefix` stands before all of them and tells nothing."""
    near = get_close_matches(name.removeprefix(prefix), [word.removeprefix(prefix) for word in known], n=1, cutoff=0.6)
    return f"Did you mean {prefix}{near[0]}?" if near else otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written where, to tell the place of a mistake. `keys` are the known ones of each section."""

    file: str
    text: str
    values: Mapping[str, Any]
    environ: Mapping[str, str]
    options: Mapping[str, Mapping[str, Any]]
    keys: Mapping[str, Iterable[str]]

    def problem(self, error: ErrorDetails) -> Problem:
        """A mistake that pydantic found, in the owner's words."""
        place = tuple(str(part) for part in error["loc"])
        if error["type"] == "extra_forbidden":
            return self._unknown(place)
        what, advice = _explain(error)
        shown = place[1:] and not place[-1].endswith(("token", "secret"))
        value = json.dumps(self._as_written(place, error["input"]), ensure_ascii=False, default=str) if shown else ""
        return Problem(place=self._where(place), value=value, what=what, help=advice)

    def unknown_variables(self) -> Iterator[Problem]:
        """Variables that look like settings and are none: nobody else would tell that they change nothing."""
        known = [f"{PREFIX}{section}_{key}".upper() for section, keys in self.keys.items() for key in keys]
        for name in sorted(self.environ):
            if name.upper().startswith(PREFIX) and not self.is_setting(name):
                advice = did_you_mean(
                    name.upper(), known, f"Settings are called {PREFIX}<SECTION>_<KEY>.", prefix=PREFIX
                )
                yield Problem(place=name, what="there is no such setting", help=advice)

    def is_setting(self, variable: str) -> bool:
        """Whether a variable sets something: TRESEN_<SECTION>_<KEY>, or a skill's table as JSON."""
        section, _, key = variable.upper().removeprefix(PREFIX).lower().partition("_")
        return (
            bool(key)
            and variable.upper().startswith(PREFIX)
            and (section == "skills" or key in self.keys.get(section, ()))
        )

    def _unknown(self, place: Place) -> Problem:
        if len(place) == 1:
            names = [f"[{name}]" for name in self.keys]
            advice = did_you_mean(f"[{place[0]}]", names, f"Known are {', '.join(names)}.")
            return Problem(place=self._where(place), what="there is no such section", help=advice)
        section, key = place[:2]
        keys = list(self.keys[section])
        home = next((name for name, known in self.keys.items() if key in known), "")
        advice = f"It belongs to [{home}]." if home else did_you_mean(key, keys, f"Known are {', '.join(keys)}.")
        return Problem(place=self._where(place), what="there is no such key", help=advice)

    def _where(self, place: Place) -> str:
        if place[1:] and place[1] in self.options.get(place[0], {}):
            return OPTIONS.get(place[:2], "--" + "-".join(place))
        variable = (PREFIX + "_".join(place[:2])).upper()
        if any(name.upper() == variable and value for name, value in self.environ.items()):
            return variable
        lines = _lines(self.text)
        line = next((lines[place[:end]] for end in range(len(place), 0, -1) if place[:end] in lines), None)
        key = f" {'.'.join(place[1:])}" if place[1:] else ""
        return f"{self.file}{f', line {line}' if line else ''}: [{place[0]}]{key}"

    def _as_written(self, place: Place, value: Any) -> Any:
        """The value before a relative path was made to start at the file's folder."""
        table = self.values.get(place[0])
        written = table.get(place[1]) if isinstance(table, Mapping) else None
        return written if isinstance(written, str) and str(value).endswith(written) else value


_NO_TEXT = ("this must be text", 'Put it into quotes: "...".')
_NO_NUMBER = ("this must be a whole number", "Write it in digits, without quotes.")
_NO_TABLE = ("this must be a table", "Write its name in brackets and its keys below; in a variable, a JSON object.")
_EXPLAINED: Mapping[str, tuple[str, str]] = {
    "string_type": _NO_TEXT,
    "path_type": _NO_TEXT,
    "int_type": _NO_NUMBER,
    "int_parsing": _NO_NUMBER,
    "int_from_float": _NO_NUMBER,
    "model_type": _NO_TABLE,
    "model_attributes_type": _NO_TABLE,
    "dict_type": _NO_TABLE,
    "string_pattern_mismatch": ("this does not look like one", "Leave it empty if there is none."),
}


def _explain(error: ErrorDetails) -> tuple[str, str]:
    """What is wrong, and what to do, from what pydantic found."""
    context = error.get("ctx", {})
    if error["type"] == "tresen":
        return context["what"], context["help"]
    if error["type"] == "literal_error":
        expected = re.findall(r"'([^']*)'", context["expected"])
        named = " or ".join(f'"{name}"' for name in expected)
        return f"this must be {named}", did_you_mean(str(error["input"]), expected)
    return _EXPLAINED.get(error["type"], (error["msg"][:1].lower() + error["msg"][1:], ""))


_KEY = r"(?:[\w-]+|\"[^\"]*\"|'[^']*')"
_LINE = re.compile(rf"\s*(?:\[\[?\s*(?P<section>{_KEY}(?:\s*\.\s*{_KEY})*)|(?P<key>{_KEY}(?:\s*\.\s*{_KEY})*)\s*=)")


def _lines(text: str) -> dict[Place, int]:
    """The line on which each section and key of a TOML text first stands."""
    found: dict[Place, int] = {}
    section: Place = ()
    for number, line in enumerate(text.splitlines(), 1):
        match = _LINE.match(line)
        if match is None:
            continue
        parts = tuple(part.strip("\"'") for part in re.findall(_KEY, match["section"] or match["key"]))
        section, place = (parts, parts) if match["section"] else (section, section + parts)
        for end in range(1, len(place) + 1):
            found.setdefault(place[:end], number)
    return found
