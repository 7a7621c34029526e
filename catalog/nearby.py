"""Which store is near, and links that show the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Literal
from urllib.parse import urlencode

from catalog.model import Store

Mode = Literal["foot", "bike", "car", "transit"]
Place = tuple[float, float]  # latitude and longitude, in degrees

_EARTH_METRES = 6_371_008.8
_GOOGLE: dict[Mode, str] = {"foot": "walking", "bike": "bicycling", "car": "driving", "transit": "transit"}
_APPLE: dict[Mode, str] = {"foot": "w", "car": "d", "transit": "r"}  # no flag for bicycles is known
_OSM: dict[Mode, str] = {"foot": "fossgis_osrm_foot", "bike": "fossgis_osrm_bike", "car": "fossgis_osrm_car"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MapLinks:
    """The same way in three map programs; empty where a program cannot show it."""

    google: str
    apple: str
    osm: str


def distance_metres(one: Place, other: Place) -> float:
    """The distance between two places as the crow flies, on a round earth."""
    (north, east), (north2, east2) = (map(radians, place) for place in (one, other))
    half = sin((north2 - north) / 2) ** 2 + cos(north) * cos(north2) * sin((east2 - east) / 2) ** 2
    return 2 * _EARTH_METRES * asin(min(1.0, sqrt(half)))


def by_distance(stores: Iterable[Store], place: Place) -> list[tuple[Store, float]]:
    """Stores with their distances in metres, nearest first."""
    found = [(store, distance_metres(place, (store.latitude, store.longitude))) for store in stores]
    return sorted(found, key=lambda pair: (pair[1], pair[0].id))


def map_links(store: Store, *, start: Place | None = None, mode: Mode = "foot") -> MapLinks:
    """Links to the way to a store; without a start the map program takes the shopper's own position."""
    goal = _text((store.latitude, store.longitude))
    origin = _text(start) if start else ""
    google = {"api": "1", "origin": origin, "destination": goal, "travelmode": _GOOGLE[mode]}
    apple = {"saddr": origin, "daddr": goal, "dirflg": _APPLE.get(mode, "")}
    return MapLinks(
        google=_link("https://www.google.com/maps/dir/", google),
        apple=_link("https://maps.apple.com/", apple),
        osm=_osm(goal, origin, mode),
    )


def _osm(goal: str, origin: str, mode: Mode) -> str:
    if mode not in _OSM:
        return ""
    return _link(
        "https://www.openstreetmap.org/directions", {"engine": _OSM[mode], "route": f"{origin};{goal}"}
    )  # fmt: skip


def _text(place: Place) -> str:
    return f"{place[0]:.5f},{place[1]:.5f}"


def _link(address: str, values: dict[str, str]) -> str:
    return f"{address}?{urlencode({key: value for key, value in values.items() if value}, safe=',;')}"
