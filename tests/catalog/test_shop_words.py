"""The shop's words for a parser, and what the search makes of words."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from catalog import terms
from catalog.catalog import Catalog, Query
from catalog.spelling import Spelling
from catalog.words import inflected, language_data, meaningful, split, stem, stems, stop_words
from tests.catalog.conftest import Make
from tests.catalog.folders import NOW, products


def test_colours_come_in_all_their_forms_and_languages(demo: Catalog) -> None:
    found = dict(terms.colours(demo))
    assert {"rot", "rote", "roten", "roter", "rotes", "rotem", "red"} == set(found["rot"])
    assert {"rosa", "rosane", "rosanen", "pink"} <= set(found["rosa"])
    assert {"orange", "orangen", "oranges"} <= set(found["orange"])
    assert "white" in found["weiß"]


def test_a_colour_of_two_is_both(make: Make) -> None:
    files: dict[str, str | bytes] = {
        "products.csv": products("A,,Shirt,,9.00 EUR,,rot/weiß,", "B,,Hemd,,9.00 EUR,,rot,"),
        "products.en.csv": "id,title,color\nA,Shirt,red/white\nB,Chemise,red\n",
    }
    catalog = make(files).catalog()
    found = dict(terms.colours(catalog))
    assert list(found) == ["rot", "weiß"]
    assert ("red" in found["rot"], "white" in found["weiß"]) == (True, True)
    catalog.close()


def test_every_key_a_parser_may_link_finds_something(demo: Catalog) -> None:
    for key, _ in terms.colours(demo):
        assert demo.search(Query(colours=(key,)), language="de", now=NOW).total > 0
    for key, _ in terms.sizes(demo):
        assert demo.search(Query(sizes=(key,)), language="de", now=NOW).total > 0
    for key, _ in terms.categories(demo):
        assert demo.search(Query(category=key), language="de", now=NOW).total > 0
    for key, _ in terms.attribute_names(demo):
        assert demo.search(Query(attributes=((key, ""),)), language="de", now=NOW).total > 0
    for product, sku, _ in terms.product_names(demo):
        assert demo.product(product) is not None
        assert sku is None or demo.variant(sku) is not None


def test_categories_are_called_by_their_last_part_and_its_synonyms(demo: Catalog) -> None:
    found = dict(terms.categories(demo))
    assert tuple(found) == demo.category_keys()
    assert set(found["Küche"]) == {"Küche", "Kitchen"}
    assert {"Becher", "Mugs", "tasse"} <= set(found["Küche > Becher"])
    assert "Küche" not in found["Küche > Becher"]


def test_a_category_of_two_things_is_called_by_each(make: Make) -> None:
    catalog = make({"products.csv": products("A,,Assam,Genuss > Tee & Kaffee,9.00 EUR,,,")}).catalog()
    assert dict(terms.categories(catalog))["Genuss > Tee & Kaffee"] == ("Tee & Kaffee", "Tee", "Kaffee")
    catalog.close()


def test_products_and_variants_are_called_by_their_titles_and_skus(demo: Catalog) -> None:
    found = {(product, sku): names for product, sku, names in terms.product_names(demo)}
    assert found["becher-moewe", None] == ("Becher Möwe", "Seagull mug")
    assert found["becher-moewe", "BECHER-MOEWE-ROT"] == ("Becher Möwe, rot", "Seagull mug, red", "BECHER-MOEWE-ROT")
    assert found["HERINGE", "HERINGE"] == ("HERINGE",)


def test_attributes_are_named_in_both_languages(demo: Catalog) -> None:
    assert dict(terms.attribute_names(demo))["Gewicht"] == ("Gewicht", "Weight")


@pytest.mark.parametrize(
    ("forms", "language"),
    [
        (("rot", "rote", "roter", "ROTES"), "de"),
        (("Becher", "Bechern", "Bechers"), "de"),
        (("grün", "gruen", "grüne"), "de"),
        (("Straße", "Strasse"), "de"),
        (("mug", "mugs"), "en"),
        (("jacket", "jackets"), "en"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms: tuple[str, ...], language: str) -> None:
    assert len({tuple(stems(form, language)) for form in forms}) == 1


def test_words_with_digits_and_languages_without_a_stemmer_stay_as_they_are() -> None:
    assert stem("ps4s", "en") == "ps4s"
    assert stem("katten", "xx") == "katten"
    assert stop_words("xx") == frozenset()
    assert language_data("xx") == {}


def test_numbers_with_decimals_are_one_word() -> None:
    assert split("Zelt Düne 2, 2.4 kg (neu!)") == ["zelt", "düne", "2", "2.4", "kg", "neu"]


def test_small_words_are_left_out_unless_there_are_no_others() -> None:
    assert meaningful("Habt ihr rote Becher, rote?", "de") == ["rote", "becher"]
    assert meaningful("was ist das", "de") == ["was", "ist", "das"]


def test_an_ending_is_not_doubled() -> None:
    assert inflected("beige", ("e", "en", "er")) == ("beige", "beigen", "beiger")


def test_threads_stem_without_getting_in_each_others_way() -> None:
    words = ["regenjacken", "teekannen", "fischermützen", "laternen"] * 300
    expected = [stem(word, "de") for word in words]
    results: list[list[str]] = []
    threads = [threading.Thread(target=lambda: results.append([stem(word, "de") for word in words])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 4


WORDS = {"becher": 9, "teekanne": 3, "regenjacke": 4, "laterne": 2, "zelt": 5, "geld": 1, "ps4": 1}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("behcer", "becher"),
        ("bechr", "becher"),
        ("regnjake", "regenjacke"),
        ("zlet", "zelt"),
        ("tekane", "teekanne"),
        ("ltaerne", "laterne"),
    ],
)
def test_the_word_that_was_meant_comes_first(typed: str, meant: str) -> None:
    assert Spelling(WORDS).candidates(typed)[0] == meant


@pytest.mark.parametrize("typed", ["tee", "ps5", "xyzzy", "zlte42", "wolkenkratzer", "lzte"])
def test_short_words_numbers_and_far_words_are_not_corrected(typed: str) -> None:
    assert Spelling(WORDS).candidates(typed) == []


@given(st.text(alphabet="abcdeklnrtz", min_size=1, max_size=12))
def test_candidates_are_the_shops_words_within_the_allowed_errors(typed: str) -> None:
    found = Spelling(WORDS).candidates(typed)
    assert len(found) <= 3
    for word in found:
        assert word in WORDS
        assert OSA.distance(typed, word) <= (1 if len(typed) < 6 else 2)
