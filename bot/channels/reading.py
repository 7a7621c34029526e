"""Reading a line: an object becomes what it means, or an error that says what is wrong and what would do."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.channels.forms import COUNTRY, CURRENCY, NAME, Form, LineError
from bot.channels.lines import (
    As,
    Explain,
    GivenLine,
    Line,
    Location,
    Pay,
    Photo,
    Press,
    Say,
    ShopLine,
    State,
    Sticker,
    Voice,
    Wait,
)
from bot.config_problems import did_you_mean

#: What one line may be about, by the key that says so.
_BY_KEY: Mapping[str, type[Form]] = {
    "say": Say,
    "press": Press,
    "location": Location,
    "sticker": Sticker,
    "voice": Voice,
    "photo": Photo,
    "pay": Pay,
    "wait": Wait,
    "as": As,
    "given": GivenLine,
    "state": State,
    "explain": Explain,
}
_SHOP: Mapping[str, type[Form]] = {
    get_args(kind.model_fields["shop"].annotation)[0]: kind for kind in get_args(ShopLine)
}
_PATTERNS: Mapping[str, str] = {
    NAME: "Letters, digits, _ . and - make a name.",
    CURRENCY: "A currency has three capital letters, as EUR.",
    COUNTRY: "A country has two capital letters, as DE.",
}
#: What the contract knows and this release cannot do yet.
_LATER_SHOP = ("book",)
_LATER_ACTIONS = ("hand_over_goods", "goods_received", "approve_refund")


def read(text: str) -> Line:
    """One line as what it means; LineError tells what is wrong with it."""
    written = _object(text)
    keys = [key for key in written if key in _BY_KEY or key == "shop"]
    if not keys:
        key = next(iter(written), "")
        known = [*_BY_KEY, "shop"]
        what = f"there is no line with {key!r}" if key else "the line says nothing"
        raise LineError(what, did_you_mean(key, known, f"A line has one of: {', '.join(known)}."))
    kind = _shop_line(written) if "shop" in written else _BY_KEY[keys[0]]
    try:
        line = kind.model_validate_json(json.dumps(_without_null(kind, written)))
    except ValidationError as error:
        raise _refused(kind, error.errors()) from error
    return line  # type: ignore[return-value]  # every kind of the two tables is a Line


def _object(text: str) -> dict[str, Any]:
    try:
        written = json.loads(text)
    except ValueError as error:
        raise LineError(f"this is not JSON ({error})", 'Write one object a line: {"say": "Hallo"}.') from error
    if not isinstance(written, dict):
        raise LineError("this is not a JSON object", 'Write one object a line: {"say": "Hallo"}.')
    return written


def _without_null(kind: type[BaseModel] | None, written: Any) -> Any:
    """A known key that is null counts as one that is not there."""
    if isinstance(written, list):
        return [_without_null(kind, part) for part in written]
    if kind is None or not isinstance(written, dict):
        return written
    known = _fields(kind)
    return {
        key: _without_null(known.get(key), value)
        for key, value in written.items()
        if value is not None or key not in known
    }


def _shop_line(written: Mapping[str, Any]) -> type[Form]:
    name = written["shop"]
    if name in _LATER_SHOP:
        raise LineError(f"shop {name!r} is not in this release", f"Known are {', '.join(_SHOP)}.")
    if written.get("action") in _LATER_ACTIONS and name == "operator":
        raise LineError(f"operator {written['action']!r} is not in this release", "Known are take, say, release.")
    if not isinstance(name, str) or name not in _SHOP:
        advice = did_you_mean(str(name), _SHOP, f"Known are {', '.join(_SHOP)}.")
        raise LineError(f"shop cannot do {name!r}", advice)
    return _SHOP[name]


def _refused(kind: type[BaseModel], errors: Sequence[ErrorDetails]) -> LineError:
    """Everything that pydantic found, as one error in plain words."""
    told = [_explain(kind, error) for error in errors if not _follows(error, errors)]
    return LineError(
        "; ".join(dict.fromkeys(what for what, _ in told)), " ".join(dict.fromkeys(h for _, h in told if h))
    )


def _follows(error: ErrorDetails, errors: Sequence[ErrorDetails]) -> bool:
    """Whether an error is only there because something inside the same value is wrong."""
    return any(other["loc"][:-1][: len(error["loc"])] == error["loc"] for other in errors)


def _explain(kind: type[BaseModel], error: ErrorDetails) -> tuple[str, str]:
    place = ".".join(str(part) for part in error["loc"])
    if error["type"] in ("extra_forbidden", "missing"):
        return _wrong_key(place, error, _keys(kind, error["loc"][:-1]))
    if error["type"] == "tresen":
        return f"{place}: {error['ctx']['what']}", str(error["ctx"]["help"])
    value = json.dumps(error["input"], ensure_ascii=False, default=str)
    return f"{place}: {value} will not do".removeprefix(": "), _what_would_do(error)


def _wrong_key(place: str, error: ErrorDetails, known: Sequence[str]) -> tuple[str, str]:
    if error["type"] == "missing":
        return f"{place} is missing", "Add it."
    return f"unknown key {place}", did_you_mean(str(error["loc"][-1]), known, f"Known are {', '.join(known)}.")


def _what_would_do(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    if error["type"] == "literal_error":
        expected = re.findall(r"'([^']*)'", context["expected"])
        return did_you_mean(str(error["input"]), expected, f"Known are {', '.join(expected) or 'true'}.")
    if error["type"] == "string_pattern_mismatch":
        return _PATTERNS[context["pattern"]]
    if error["type"] in ("timezone_aware", "datetime_parsing", "datetime_type"):
        return "Write a time with its zone: 2026-11-22T13:00:00+01:00."
    return f"{error['msg']}."


def _keys(kind: type[BaseModel], place: Sequence[int | str]) -> list[str]:
    """The keys that are known at a place within a line."""
    for part in place:
        if isinstance(part, str) and part in _fields(kind):
            kind = _fields(kind)[part] or kind
    return list(_fields(kind))


@cache
def _fields(kind: type[BaseModel]) -> dict[str, type[BaseModel] | None]:
    return {field.alias or name: _model(field.annotation) for name, field in kind.model_fields.items()}


def _model(annotation: Any) -> type[BaseModel] | None:
    """The model inside an annotation: of a list, of an optional value, or itself."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model(part))), None)
