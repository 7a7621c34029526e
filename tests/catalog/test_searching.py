"""Finding products: by words, with errors in them, through filters, in an order, each product once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.catalog import Catalog, Hits, Query
from catalog.money import Money
from tests.catalog.conftest import Make
from tests.catalog.folders import NOW, STORES, products

COLUMNS = "id,item_group_id,title,product_type,price,quantity,color,size,description,popularity"


def find(catalog: Catalog, text: str = "", *, language: str = "de", **filters: Any) -> Hits:
    return catalog.search(Query(text=text, **filters), language=language, now=NOW)


def skus(hits: Hits) -> list[str]:
    return [hit.variant.sku for hit in hits.items]


def ids(hits: Hits) -> list[str]:
    return [hit.product.id for hit in hits.items]


def test_red_mugs_under_twenty_euros_are_exactly_one(demo: Catalog) -> None:
    limit = Money(2000)
    by_words = find(demo, "rote Becher", price_max=limit)
    by_filters = find(demo, category="Küche > Becher", colours=("rot",), price_max=limit)
    in_english = find(demo, "red mugs", language="en", price_max=limit)
    for hits in (by_words, by_filters, in_english):
        assert (skus(hits), hits.total) == (["BECHER-MOEWE-ROT"], 1)
    hit = by_words.items[0]
    assert (hit.price, hit.stock, hit.product.id) == (Money(1490), 12, "becher-moewe")


@pytest.mark.parametrize(
    ("text", "language", "id"),
    [
        ("Teekannen", "de", "kanne-hinnerk"),
        ("teapots", "en", "kanne-hinnerk"),
        ("Zelte", "de", "zelt-duene"),
        ("grünes Zelt", "de", "ZELT-DUENE"),
        ("gruenes zelt", "de", "ZELT-DUENE"),
        ("muetze", "de", "muetze-fischer"),
        ("Mutzen", "de", "muetze-fischer"),
        ("Jonte", "de", "muetze-fischer"),
        ("Buch über Knoten", "de", "BUCH-KNOTEN"),
        ("TEE-EARLGREY", "de", "TEE-EARLGREY"),
        ("Nordkant Zelt 4", "de", "ZELT-WARFT"),
    ],
)
def test_words_are_found_in_any_form(demo: Catalog, text: str, language: str, id: str) -> None:
    assert id.casefold() in [each.casefold() for each in ids(find(demo, text, language=language))]


def test_a_colour_finds_its_shades_where_nothing_has_the_colour_itself(demo: Catalog) -> None:
    assert ids(find(demo, "Regenjacke", colours=("blau",))) == ["jacke-luv"]
    assert ids(find(demo, category="Kleidung > Mützen", colours=("blau",))) == ["muetze-schal"]


def test_what_shall_not_be_in_it_is_not_there_in_a_compound_either(demo: Catalog) -> None:
    coffee = find(demo, category="Genuss > Kaffee", limit=9)
    without = find(demo, category="Genuss > Kaffee", without=("Nüsse",), limit=9)
    assert set(ids(coffee)) - set(ids(without)) == {"kaffee-kaikante"}  # it tastes of "Haselnuss"
    assert ids(find(demo, category="Genuss > Kaffee", without=("nuts",), language="en", limit=9)) == ids(without)


def test_an_attribute_that_is_denied_is_asked_for_by_itself(demo: Catalog) -> None:
    safe = find(demo, category="Küche > Becher", attributes=(("Spülmaschinenfest", ""),))
    unsafe = find(demo, category="Küche > Becher", not_attributes=("Spülmaschinenfest",))
    assert ids(unsafe) == ["becher-welle", "becher-luv"]
    assert (safe.total, set(ids(safe)) & set(ids(unsafe))) == (5, set())
    assert not find(demo, category="Küche > Kannen", not_attributes=("Spülmaschinenfest",)).items  # nobody says no


def test_all_words_must_be_there(demo: Catalog) -> None:
    assert ids(find(demo, "Becher Leuchtturm")) == ["becher-leuchtturm"]


def test_a_question_is_searched_without_its_small_words(demo: Catalog) -> None:
    assert ids(find(demo, "Habt ihr vielleicht bitte eine Sturmlaterne für mich?", limit=1)) == ["lampe-laterne"]


def test_what_a_thing_is_comes_before_what_descriptions_mention(demo: Catalog) -> None:
    categories = {hit.product.category["de"] for hit in find(demo, "Tee", limit=50).items}
    assert categories == {"Genuss > Tee", "Erlebnisse"}  # the tasting, by its SKU; no pots, though they speak of tea
    assert ids(find(demo, "wasserdichter Rucksack")) == ["ruck-rolltop"]  # 'wasserdicht' only stands in its description


def test_a_compound_is_found_by_its_last_part(make: Make) -> None:
    catalog = make({"products.csv": products("A,,Regenjacke Luv,,9.00 EUR,,,", "B,,Jacke Lee,,9.00 EUR,,,")}).catalog()
    assert sorted(skus(find(catalog, "Jacken"))) == ["A", "B"]
    assert skus(find(catalog, "Regenjacken")) == ["A"]
    catalog.close()


def test_a_compound_is_found_when_written_apart(demo: Catalog) -> None:
    hits = find(demo, "Tee Kanne", limit=1)
    assert (ids(hits), hits.corrected, hits.relaxed) == (["kanne-hinnerk"], {}, ())


def test_the_owners_synonyms_work_both_ways(make: Make) -> None:
    files = {
        "products.csv": products("A,,Becher,,9.00 EUR,,,", "B,,Regenmantel,,9.00 EUR,,,"),
        "synonyms.toml": '[de]\nbecher = ["tasse", "kleiner pott"]\nfriesennerz = ["regenmantel"]\n',
    }
    catalog = make(files).catalog()
    for text, sku in {"Tassen": "A", "Becher": "A", "Friesennerz": "B", "Regenmantel": "B"}.items():
        assert skus(find(catalog, text)) == [sku]
    catalog.close()


def test_words_of_the_shops_other_language_are_understood(demo: Catalog) -> None:
    assert skus(find(demo, "sea salt chocolate")) == ["NASCH-SCHOKOLADE"]


@pytest.mark.parametrize(
    ("typed", "right", "id"),
    [
        ("Stumrlaterne", "sturmlaterne", "lampe-laterne"),
        ("Sturmlatrne", "sturmlaterne", "lampe-laterne"),
        ("Rucksak", "rucksack", "ruck-rolltop"),
        ("Lakrtiz", "lakritz", "NASCH-LAKRITZ"),
        ("Seesak", "seesack", "ruck-seesack"),
    ],
)
def test_a_typing_error_is_put_right_and_said(demo: Catalog, typed: str, right: str, id: str) -> None:
    hits = find(demo, typed)
    assert id in ids(hits)
    assert hits.corrected == {typed.casefold(): right}


def test_a_typing_error_beside_a_right_word_is_put_right(demo: Catalog) -> None:
    hits = find(demo, "rote Bechr", price_max=Money(2000))
    assert (skus(hits), hits.corrected) == (["BECHER-MOEWE-ROT"], {"bechr": "becher"})


def test_a_known_word_is_never_corrected(make: Make) -> None:
    rows = ("A,,Kanne,,90.00 EUR,,,", "B,,Kante,,9.00 EUR,,,")
    catalog = make({"products.csv": products(*rows)}).catalog()
    hits = find(catalog, "Kanne", price_max=Money(1000))
    assert (hits.items, hits.corrected) == ((), {})
    catalog.close()


def test_a_correction_must_find_something_under_the_filters(make: Make) -> None:
    rows = ("A,,Kanne,,90.00 EUR,,,", "B,,Kante,,9.00 EUR,,,")
    catalog = make({"products.csv": products(*rows)}).catalog()
    hits = find(catalog, "Kannte", price_max=Money(1000))
    assert (skus(hits), hits.corrected) == (["B"], {"kannte": "kante"})
    catalog.close()


def test_an_unknown_word_is_let_go_and_said(demo: Catalog) -> None:
    hits = find(demo, "roter Becher mit Delfin", price_max=Money(2000))
    assert (skus(hits), hits.relaxed) == (["BECHER-MOEWE-ROT"], ("delfin",))


def test_known_words_that_never_meet_are_let_go_until_something_is_found(demo: Catalog) -> None:
    hits = find(demo, "Lakritz Laterne")
    assert len(hits.relaxed) == 1
    assert ids(hits)[0] in {"lampe-laterne", "NASCH-LAKRITZ"}


def test_only_the_first_dozen_words_of_a_long_message_count(make: Make) -> None:
    title = "Anker Boje Deich Ebbe Flut Gischt Hafen Insel Jolle Kompass Leine Mast"
    catalog = make({"products.csv": products(f"A,,{title},,9.00 EUR,,,")}).catalog()
    hits = find(catalog, f"{title} Einhorn")
    assert (skus(hits), hits.relaxed) == (["A"], ())
    catalog.close()


@pytest.mark.parametrize("text", ["Einhorn", "Quantencomputer mit Einhorn", "xqzw", "???", "Einhorn Delfin Becher"])
def test_what_the_shop_does_not_have_is_not_found(demo: Catalog, text: str) -> None:
    hits = find(demo, text)
    assert hits.items == () or text == "???"


def test_a_search_without_words_is_the_whole_shop_by_popularity(demo: Catalog) -> None:
    hits = find(demo, limit=3)
    assert hits.total == len(demo.products())
    assert ids(hits)[0] == "becher-moewe"


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "a OR b",
        "becher AND",
        "NEAR(becher)",
        "title:becher",
        "becher*",
        "(",
        "-becher",
        "^becher",
        "'; DROP TABLE x",
    ],
)
def test_words_of_the_query_language_are_only_words(demo: Catalog, text: str) -> None:
    find(demo, text)
    find(demo, text, language="en")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=40), language=st.sampled_from(["de", "en", "fr", ""]))
def test_no_text_breaks_a_search(demo: Catalog, text: str, language: str) -> None:
    hits = find(demo, text, language=language)
    assert len(hits.items) <= min(5, hits.total)
    assert len(set(ids(hits))) == len(hits.items)


def test_each_product_comes_once_with_the_variant_that_fits(demo: Catalog) -> None:
    hits = find(demo, "Becher Möwe blau")
    assert skus(hits) == ["BECHER-MOEWE-BLAU"]
    assert skus(find(demo, "Becher Möwe", colours=("weiß",))) == ["BECHER-MOEWE-WEISS"]


def test_of_several_variants_one_that_can_be_had_comes_first(demo: Catalog) -> None:
    hits = find(demo, "Kinderregenjacke", colours=("türkis",))
    assert hits.items[0].variant.sku == "JACKE-BUTT-TUERKIS-116"  # 104 is sold out


def test_a_colour_can_be_kept_out(demo: Catalog) -> None:
    hits = find(demo, "Fischermütze", not_colours=("dunkelblau", "rot"))
    assert skus(hits) == ["MUETZE-FISCHER-GRAU"]


def test_one_of_two_colours_is_enough(make: Make) -> None:
    catalog = make(
        {"products.csv": products("A,,Ringelshirt,,9.00 EUR,,rot/weiß,", "B,,Hemd,,9.00 EUR,,blau,")}
    ).catalog()
    assert skus(find(catalog, colours=("weiß",))) == ["A"]
    assert sorted(skus(find(catalog, colours=("WEISS", "Blau")))) == ["A", "B"]
    catalog.close()


def test_sizes_filter_whatever_their_case(demo: Catalog) -> None:
    assert skus(find(demo, "Regenjacke", sizes=("xl",))) == ["JACKE-LUV-GELB-XL"]


def test_a_category_holds_what_lies_below_it_and_nothing_beside_it(demo: Catalog) -> None:
    kitchen = find(demo, category="Küche", limit=50)
    mugs = find(demo, category="küche > becher", limit=50)
    assert kitchen.total == mugs.total + find(demo, category="Küche > Kannen").total
    assert find(demo, category="Küche > Be").total == 0


@pytest.mark.parametrize(("low", "high"), [(None, 1000), (1000, 2000), (20000, None)])
def test_prices_filter_by_what_is_paid(demo: Catalog, low: int | None, high: int | None) -> None:
    limits: Mapping[str, Any] = {
        "price_min": None if low is None else Money(low),
        "price_max": None if high is None else Money(high),
    }
    hits = find(demo, limit=100, **limits)
    assert hits.items
    for hit in hits.items:
        assert (low or 0) <= hit.price.amount <= (high or 10**9)
        assert hit.price.currency == "EUR"  # what costs Stars has no price in euros


def test_a_sale_counts_while_it_lasts(make: Make) -> None:
    text = products(
        "A,Lampe,32.00 EUR,27.00 EUR,2026-11-01/2026-11-30",
        columns="id,title,price,sale_price,sale_price_effective_date",
    )
    catalog = make({"products.csv": text}).catalog()
    for days, found in {0: 1, -30: 0, 30: 0}.items():
        query = Query(text="Lampe", price_max=Money(3000))
        assert catalog.search(query, language="de", now=NOW + timedelta(days=days)).total == found
    catalog.close()


def test_in_stock_leaves_out_what_cannot_be_had(demo: Catalog) -> None:
    assert find(demo, "Südwester", in_stock=True).total == 0
    assert find(demo, "Friesenkekse", in_stock=True).total == 0
    assert find(demo, "Tod im Strandkorb", in_stock=True).total == 0  # not published yet
    assert skus(find(demo, "Gischt", sizes=("500 ml",), in_stock=True)) == ["SEIFE-FLUESSIG-500ML"]  # not counted


def test_in_a_store_is_what_lies_on_its_shelf(demo: Catalog) -> None:
    hits = find(demo, "Südwester", store="leuchtturm")
    assert [(hit.variant.sku, hit.stock) for hit in hits.items] == [("MUETZE-SUEDWESTER", 4)]
    assert find(demo, "Südwester", store="hafen").total == 0
    assert find(demo, "Südwester", store="leuchtturm", in_stock=True).total == 1


def test_what_is_reserved_cannot_be_had(make: Make) -> None:
    folder = make()
    catalog = folder.catalog()
    folder.change("UPDATE stock SET reserved = 3 WHERE sku = 'M-ROT'")
    hits = find(catalog, "Becher", colours=("rot",))
    assert [(hit.variant.sku, hit.stock) for hit in hits.items] == [("M-ROT", 0)]
    assert find(catalog, "Becher", in_stock=True).total == 0
    catalog.close()


def test_attributes_filter_by_having_them_and_by_value(demo: Catalog) -> None:
    vegan = find(demo, category="Bad", attributes=(("Vegan", ""),), limit=9)
    assert "SEIFE-TEER" not in skus(vegan)
    assert vegan.total == 3
    assert skus(find(demo, category="Bad", attributes=(("vegan", "nein"),))) == ["SEIFE-TEER"]
    assert skus(find(demo, attributes=(("Personen", "4"),))) == ["ZELT-WARFT"]


def test_the_cheapest_is_the_cheapest_of_the_whole_shop(demo: Catalog) -> None:
    cheapest = min(v.price_at(NOW) for p in demo.products() for v in p.variants if v.price.currency == "EUR")
    assert find(demo, sort="price", limit=1).items[0].price == cheapest
    dearest = max(v.price_at(NOW) for p in demo.products() for v in p.variants if v.price.currency == "EUR")
    assert find(demo, sort="-price", limit=1).items[0].price == dearest


def test_sorting_by_price_shows_each_products_own_cheapest_variant(demo: Catalog) -> None:
    hits = find(demo, "Ostfriesentee", sort="price")
    assert skus(hits) == ["TEE-OSTFRIESEN-100G"]
    assert skus(find(demo, "Ostfriesentee", sort="-price")) == ["TEE-OSTFRIESEN-250G"]


@pytest.mark.parametrize("sort", ["price", "-price", "popularity"])
def test_sorting_holds_over_the_pages(demo: Catalog, sort: str) -> None:
    pages = [find(demo, category="Küche", sort=sort, limit=4, offset=offset) for offset in (0, 4, 8, 12)]
    hits = [hit for page in pages for hit in page.items]
    keys = [hit.product.popularity if sort == "popularity" else hit.price.amount for hit in hits]
    assert keys == sorted(keys, reverse=sort != "price")
    assert {page.total for page in pages} == {len(hits)} == {len({hit.product.id for hit in hits})}


def test_a_page_after_the_last_is_empty_and_knows_the_total(demo: Catalog) -> None:
    hits = find(demo, category="Küche > Becher", offset=100)
    assert (hits.items, hits.total) == ((), 7)


def test_what_can_be_had_comes_before_what_cannot(make: Make) -> None:
    rows = ("A,,Becher Anker,,9.00 EUR,0,,,,90", "B,,Becher Boje,,9.00 EUR,1,,,,10")
    catalog = make({"products.csv": products(*rows, columns=COLUMNS)}).catalog()
    assert skus(find(catalog, "Becher")) == ["B", "A"]
    catalog.close()


def test_a_shelf_elsewhere_does_not_count_online(make: Make) -> None:
    files: dict[str, str | bytes] = {"stores.csv": STORES, "stock.csv": "store,id,quantity\nhafen,M-BLAU,2\n"}
    catalog = make(files).catalog()
    assert find(catalog, "Becher", colours=("blau",), in_stock=True).total == 0
    assert find(catalog, "Becher", colours=("blau",), store="hafen").items[0].stock == 2
    catalog.close()


GARDEN = {
    "products.csv": f"""{COLUMNS}
KANNE,,Gießkanne Tau,Garten,19.00 EUR,5,,,Aus Zink.,10
SCHLAUCH,,Schlauch Tau,Garten,29.00 EUR,5,,,Passt an jede Pumpe.,10
PUMPE,,Pumpe Bach,Garten,89.00 EUR,5,,,Für Schlauch und Fass.,90
BUCH,,Buch vom Garten,Bücher,9.00 EUR,5,,,Von Pumpe und Zink.,10
"""
}


def test_all_words_may_stand_anywhere_if_one_says_what_the_thing_is(make: Make) -> None:
    hits = find(make(GARDEN).catalog(), "Pumpe Schlauch")
    assert sorted(ids(hits)) == ["PUMPE", "SCHLAUCH"]
    assert ids(find(make(GARDEN).catalog(), "Pumpe Zink")) == ["BUCH"]  # where nothing is called so, descriptions count


def test_what_has_some_of_the_words_follows_if_it_is_asked_for(make: Make) -> None:
    catalog = make(GARDEN).catalog()
    hits = find(catalog, "Schlauch Tau", partly=True)
    assert (ids(hits)[0], hits.total) == ("SCHLAUCH", 1)
    assert [hit.partly for hit in hits.items] == [False, True, True]
    assert set(ids(hits)[1:]) == {"KANNE", "PUMPE"}
    assert find(catalog, "Schlauch Tau").items == hits.items[:1]
    assert ids(find(catalog, "Schlauch Tau", partly=True, limit=1, offset=2)) == ids(hits)[2:]
    assert ids(find(catalog, "Schlauch Tau", partly=True, price_max=Money(5000))) == ["SCHLAUCH", "KANNE"]


def test_two_words_written_as_one_are_found_apart(make: Make) -> None:
    hits = find(make(GARDEN).catalog(), "pumpebach")
    assert (ids(hits), hits.relaxed) == (["PUMPE"], ())


def test_what_sells_best_comes_before_what_fits_hardly_better(make: Make) -> None:
    rows = "\n".join(f"{name},,{title},Tassen,9.00 EUR,{left},,,,{liked}" for name, title, left, liked in (
        ("KURZ", "Tasse", 5, 1), ("LIEB", "Tasse mit Henkel", 5, 90), ("WEG", "Tasse mit Henkel", 0, 90),
    ))  # fmt: skip
    assert ids(find(make({"products.csv": f"{COLUMNS}\n{rows}\n"}).catalog(), "Tasse")) == ["LIEB", "KURZ", "WEG"]
