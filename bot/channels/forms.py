"""What all lines of the console are made of: strict forms and the kinds of values in them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError


class LineError(Exception):
    """A line that cannot be done: what is wrong with it, and what would do."""

    def __init__(self, what: str, help: str) -> None:
        super().__init__(f"{what}. {help}")
        self.what, self.help = what, help


def refuse(what: str, help: str) -> PydanticCustomError:
    """A value that will not do, as pydantic takes it."""
    return PydanticCustomError("tresen", "{what}", {"what": what, "help": help})


class Form(BaseModel):
    """An object of known keys, each of exactly its kind."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)  # most are never needed


_DURATION = re.compile(
    r"P(?=.)((?P<weeks>\d+)W)?((?P<days>\d+)D)?"
    r"(T(?=.)((?P<hours>\d+)H)?((?P<minutes>\d+)M)?((?P<seconds>\d+(\.\d+)?)S)?)?"
)


def _duration(value: Any) -> timedelta:
    """Weeks and below only: how long a month is, nobody knows."""
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise refuse("this is no duration", "Write it as ISO 8601: PT25H, PT30M, P2D.")
    try:
        return timedelta(**{unit: float(number) for unit, number in match.groupdict().items() if number})
    except OverflowError as error:
        raise refuse("this is too long", "Years would do: P3650D.") from error


def _day_or_moment(text: str) -> str:
    try:
        if len(text) == 10:
            date.fromisoformat(text)
            return text
        aware = datetime.fromisoformat(text).tzinfo is not None
    except ValueError as error:
        raise refuse("this is neither a date nor a time", "Write 2026-11-24 or 2026-11-24T14:00:00+01:00.") from error
    if not aware:
        raise refuse("this time has no zone", "Write it as 2026-11-24T14:00:00+01:00.")
    return text


NAME = r"^[\w.-]{1,64}$"
CURRENCY = "^[A-Z]{3}$"
COUNTRY = "^[A-Z]{2}$"
Text = Annotated[str, Field(min_length=1)]
Name = Annotated[str, Field(pattern=NAME)]
Pieces = Annotated[int, Field(ge=1)]
Amount = Annotated[int, Field(ge=0)]
Currency = Annotated[str, Field(pattern=CURRENCY)]
Country = Annotated[str, Field(pattern=COUNTRY)]
Duration = Annotated[timedelta, BeforeValidator(_duration)]
DayOrMoment = Annotated[str, AfterValidator(_day_or_moment)]
ShipmentStatus = Literal[
    "label_created",
    "in_transit",
    "delayed",
    "out_for_delivery",
    "ready_for_pickup",
    "delivered",
    "returned",
    "lost",
]
