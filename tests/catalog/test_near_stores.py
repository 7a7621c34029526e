"""Distances as the crow flies, the nearest store first, links that show the way."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.catalog import Catalog
from catalog.nearby import by_distance, distance_metres, map_links

places = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
HAMBURG, BERLIN = (53.5511, 9.9937), (52.5200, 13.4050)


@pytest.mark.parametrize(
    ("one", "other", "metres"),
    [
        (HAMBURG, BERLIN, 255_300),
        ((0.0, 0.0), (0.0, 1.0), 111_195),
        ((0.0, 179.5), (0.0, -179.5), 111_195),
        ((90.0, 0.0), (90.0, 120.0), 0),
        ((0.0, 0.0), (0.0, 180.0), 20_015_115),
    ],
)
def test_known_distances_are_right_to_a_thousandth(
    one: tuple[float, float], other: tuple[float, float], metres: float
) -> None:
    assert distance_metres(one, other) == pytest.approx(metres, rel=1e-3, abs=1)


@given(places, places)
def test_the_way_there_is_as_long_as_the_way_back(one: tuple[float, float], other: tuple[float, float]) -> None:
    there = distance_metres(one, other)
    assert there == pytest.approx(distance_metres(other, one), abs=0.01)
    assert 0 <= there <= 20_015_116
    assert distance_metres(one, one) == 0


@given(places, places, places)
def test_a_detour_is_never_shorter(
    one: tuple[float, float], other: tuple[float, float], via: tuple[float, float]
) -> None:
    assert distance_metres(one, other) <= distance_metres(one, via) + distance_metres(via, other) + 0.1


def test_the_nearest_store_comes_first(demo: Catalog) -> None:
    found = by_distance(demo.stores(), (54.4175, 6.8965))
    assert found[0][0].id == "hafen"
    assert len(found) == 5
    distances = [metres for _, metres in found]
    assert distances == sorted(distances)
    assert distances[0] < 100


def test_links_lead_from_the_shopper_to_the_store(demo: Catalog) -> None:
    harbour = demo.store("hafen")
    assert harbour is not None
    links = map_links(harbour, start=(54.42, 6.9), mode="bike")
    google, osm, apple = (parse_qs(urlsplit(link).query) for link in (links.google, links.osm, links.apple))
    assert google == {
        "api": ["1"],
        "origin": ["54.42000,6.90000"],
        "destination": ["54.41720,6.89610"],
        "travelmode": ["bicycling"],
    }
    assert osm == {"engine": ["fossgis_osrm_bike"], "route": ["54.42000,6.90000;54.41720,6.89610"]}
    assert apple == {"saddr": ["54.42000,6.90000"], "daddr": ["54.41720,6.89610"]}
    assert {urlsplit(link).scheme for link in (links.google, links.osm, links.apple)} == {"https"}


def test_without_a_start_the_map_program_knows_it(demo: Catalog) -> None:
    store = demo.stores()[0]
    links = map_links(store)
    assert "origin" not in links.google
    assert "saddr" not in links.apple
    assert parse_qs(urlsplit(links.apple).query)["dirflg"] == ["w"]
    assert parse_qs(urlsplit(links.osm).query)["route"] == [f";{store.latitude:.5f},{store.longitude:.5f}"]


def test_a_way_that_a_program_cannot_show_has_no_link(demo: Catalog) -> None:
    links = map_links(demo.stores()[0], mode="transit")
    assert links.osm == ""
    assert "travelmode=transit" in links.google
    assert "dirflg=r" in links.apple
