"""The catalogue as the rest of the house reads it: from many threads, always as of the last import."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlite_utils

from catalog.catalog import Catalog, NoShopError, Query, UnreadableError
from catalog.documents import dump, load
from catalog.model import Offer, Product, Service, Settings, Store, Text, Voucher
from catalog.money import Money
from catalog.schema import migrate
from tests.catalog.conftest import Make
from tests.catalog.folders import NOW, PRODUCTS, SHOP, STORES, products


def test_things_are_found_by_their_ids_and_unknown_ones_are_none(demo: Catalog) -> None:
    product = demo.product("becher-moewe")
    assert product is not None
    assert [variant.sku for variant in product.variants] == [
        "BECHER-MOEWE-ROT",
        "BECHER-MOEWE-BLAU",
        "BECHER-MOEWE-WEISS",
    ]
    variant = demo.variant("BECHER-MOEWE-BLAU")
    assert variant is not None
    assert (variant.product, variant.title["de"], variant.title["en"]) == (
        "becher-moewe",
        "Becher Möwe, blau",
        "Seagull mug, blue",
    )
    unknown = (
        demo.product("x"),
        demo.variant("x"),
        demo.store("x"),
        demo.service("x"),
        demo.voucher("x"),
        demo.offer("x"),
    )
    assert unknown == (None,) * 6


def test_products_keep_the_owners_order_and_unknown_ids_are_left_out(demo: Catalog) -> None:
    assert demo.products()[0].id == "becher-moewe"
    assert [product.id for product in demo.products(["zelt-strand", "x", "becher-moewe"])] == [
        "zelt-strand",
        "becher-moewe",
    ]


def test_products_are_found_by_all_the_words_of_their_title(demo: Catalog) -> None:
    def found(*words: str, language: str = "en") -> list[str]:
        return [product.id for product in demo.titled(words, language=language)]

    assert found("mug", "seagull") == ["becher-moewe"]
    assert found("becher", language="de")[:2] == ["becher-moewe", "becher-anker"]
    assert found("seagull", "becher") == found("mug", "x") == found() == []


def test_a_voucher_is_known_however_it_is_written(demo: Catalog) -> None:
    assert demo.voucher(" moin5 ") == demo.voucher("MOIN5") is not None


def test_a_service_is_had_in_one_store_or_in_the_first(demo: Catalog) -> None:
    both = [each.store for each in demo.services() if each.sku == "ERLEBNIS-JACKENPFLEGE"]
    assert both == ["leuchtturm", "markt"]
    service = demo.service("ERLEBNIS-JACKENPFLEGE", "markt")
    assert service is not None
    assert (service.capacity, service.step) == (2, service.duration)
    assert demo.service("ERLEBNIS-JACKENPFLEGE", "hafen") is None
    assert [each.people for each in demo.taken("ERLEBNIS-TEE", "markt")] == [3]


def test_category_keys_hold_every_level_once(demo: Catalog) -> None:
    keys = demo.category_keys()
    assert keys[:3] == ("Küche", "Küche > Becher", "Küche > Kannen")
    assert len(set(keys)) == len(keys)


def test_stock_is_counted_per_place_and_uncounted_is_none(demo: Catalog) -> None:
    assert demo.stock("BECHER-MOEWE-ROT") == 12
    assert demo.stock("BECHER-MOEWE-ROT", "hafen") == 4
    assert demo.stock("BECHER-MOEWE-ROT", "strand") == 0
    assert demo.stock("SEIFE-FLUESSIG-500ML") is None
    assert demo.stock("SEIFE-FLUESSIG-500ML", "strand") is not None
    assert demo.stock("unknown") == 0
    assert demo.shelves("MUETZE-SUEDWESTER") == {"leuchtturm": 4}


def test_stock_is_read_anew_every_time(make: Make) -> None:
    folder = make()
    catalog = folder.catalog()
    assert catalog.stock("M-ROT") == 3
    folder.change("UPDATE stock SET reserved = 2 WHERE sku = 'M-ROT'")
    assert catalog.stock("M-ROT") == 1
    catalog.close()


def test_legal_texts_come_in_the_shoppers_language_or_the_shops_first(demo: Catalog) -> None:
    assert demo.legal("imprint", language="en").startswith("# Imprint")
    assert demo.legal("imprint", language="fr").startswith("# Impressum")
    assert demo.legal("nothing", language="de") == ""


def test_a_new_import_is_seen_by_the_next_call_in_every_thread(make: Make) -> None:
    folder = make()
    catalog = folder.catalog()

    def price() -> Money | None:
        variant = catalog.variant("JACKE")
        return variant.price if variant else None

    with ThreadPoolExecutor(2) as threads:
        assert {threads.submit(price).result(), price()} == {Money(8900)}
        generation = catalog.generation
        folder.write({"products.csv": PRODUCTS.replace("89.00", "79.00")})
        folder.load()
        assert {threads.submit(price).result(), price()} == {Money(7900)}
    assert catalog.generation == generation + 1
    catalog.close()


def test_a_still_view_is_kept_through_an_import_and_given_up_at_its_end(make: Make) -> None:
    folder = make()
    catalog = folder.catalog()
    folder.write({"products.csv": PRODUCTS.replace("89.00", "79.00")})
    with catalog.still():
        before = catalog.variant("JACKE")
        folder.load()
        assert catalog.variant("JACKE") is before
    after = catalog.variant("JACKE")
    assert before is not None
    assert after is not None
    assert (before.price, after.price) == (Money(8900), Money(7900))
    catalog.close()


def test_objects_are_kept_while_nothing_is_imported(make: Make) -> None:
    folder = make()
    catalog = folder.catalog()
    assert catalog.product("moewe") is catalog.product("moewe")
    catalog.close()


def test_an_import_that_is_not_committed_yet_is_not_seen(make: Make) -> None:
    folder = make()
    catalog = folder.catalog()
    folder.write({"products.csv": PRODUCTS.replace("89.00", "79.00")})
    seen: list[Money] = []

    def look(stage: str, done: int, total: int) -> None:
        variant = catalog.variant("JACKE")
        if variant and (stage, done) == ("products", total):
            seen.append(variant.price)

    folder.load(progress=look)
    assert seen == [Money(8900)]
    catalog.close()


def test_the_catalogue_cannot_be_written_through_a_reader(make: Make) -> None:
    catalog = make().catalog()
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        catalog._db().execute("DELETE FROM product")
    catalog.close()


def test_a_database_without_a_shop_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    with sqlite3.connect(path) as db:
        migrate(sqlite_utils.Database(db))
    db.close()
    catalog = Catalog(path)
    assert catalog.generation == 0
    with pytest.raises(NoShopError, match="tresen import FOLDER"):
        catalog.products()
    catalog.close()


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    db = sqlite_utils.Database(sqlite3.connect(tmp_path / "shop.db"))
    migrate(db)
    before = list(db.conn.iterdump())
    migrate(db)
    assert list(db.conn.iterdump()) == before
    db.close()


@pytest.mark.parametrize(
    "values",
    [(-1, 0), (1, 2), (1, -1)],
    ids=["less than nothing", "more reserved than there is", "negative reservation"],
)
def test_the_schema_refuses_impossible_stock(make: Make, values: tuple[int, int]) -> None:
    folder = make()
    folder.load()
    with pytest.raises(sqlite3.IntegrityError):
        folder.change("INSERT INTO stock VALUES ('X', '', ?, ?)", values)


def test_documents_come_back_as_they_went(demo: Catalog) -> None:
    kinds: dict[type, list[object]] = {
        Product: list(demo.products()),
        Store: list(demo.stores()),
        Service: list(demo.services()),
        Offer: list(demo.offers()),
        Voucher: [demo.voucher("MOIN5"), demo.voucher("TEEZEIT20"), demo.voucher("FRACHTFREI")],
        Settings: [demo.settings],
    }
    for kind, values in kinds.items():
        assert [load(kind, dump(value)) for value in values] == values  # type: ignore[arg-type]


def test_texts_fall_back_to_the_shops_first_language(make: Make) -> None:
    catalog = make({"products.en.csv": "id,title\nJACKE,Rain jacket\n"}).catalog()
    jacket, mug = catalog.product("JACKE"), catalog.product("moewe")
    assert jacket is not None
    assert mug is not None
    assert (jacket.title["en"], jacket.title["fr"], mug.title["en"]) == ("Rain jacket", "Regenjacke Luv", "Becher Möwe")
    assert Text(values={})["de"] == ""
    catalog.close()


def test_variants_are_told_apart_by_title_where_the_title_does_not_do_it(make: Make) -> None:
    rows = (
        "A,g,Jacke,,9.00 EUR,,gelb,S",
        "B,g,Jacke,,9.00 EUR,,gelb,M",
        "C,h,Kleid rot,,9.00 EUR,,rot,S",
        "D,h,Kleid blau,,9.00 EUR,,blau,S",
        "E,,Mütze,,9.00 EUR,,rot,",
    )
    catalog = make({"products.csv": products(*rows)}).catalog()
    titles = {variant.sku: variant.title["de"] for product in catalog.products() for variant in product.variants}
    assert titles == {
        "A": "Jacke, gelb, S",
        "B": "Jacke, gelb, M",
        "C": "Kleid rot, S",
        "D": "Kleid blau, S",
        "E": "Mütze",
    }
    assert [product.title["de"] for product in catalog.products()] == ["Jacke", "Kleid", "Mütze"]
    catalog.close()


def test_attributes_are_typed_by_their_values_and_translated(make: Make) -> None:
    files = {
        "products.csv": products(
            'A,Zelt,9.00 EUR,"2,4 kg",ja,Nylon', columns="id,title,price,attr:Gewicht,attr:Vegan,attr:Stoff"
        ),
        "products.en.csv": "id,title,attr:Gewicht=Weight,attr:Vegan=Vegan,attr:Stoff=Fabric\nA,Tent,,yes,nylon\n",
    }
    catalog = make(files).catalog()
    variant = catalog.variant("A")
    assert variant is not None
    assert [(each.name["en"], each.value["en"], each.number, each.unit) for each in variant.attributes] == [
        ("Weight", "2,4 kg", 2.4, "kg"),
        ("Vegan", "yes", None, ""),
        ("Fabric", "nylon", None, ""),
    ]
    catalog.close()


def test_a_shop_of_one_language_and_another_currency_works(make: Make) -> None:
    files = {
        "shop.toml": SHOP.replace('["de", "en"]', '["en"]') + 'currency = "CHF"\n',
        "products.csv": "id,title,price\nA,Red mugs,12.90 CHF\n",
        "stores.csv": STORES,
    }
    catalog = make(files).catalog()
    hits = catalog.search(Query(text="mug", price_max=Money(1290, "CHF")), language="de", now=NOW)
    assert [hit.price for hit in hits.items] == [Money(1290, "CHF")]
    assert catalog.faq("shipping?", language="de") is None
    catalog.close()


def test_a_file_that_is_no_database_is_told_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "shop.db"
    file.write_text("This is a shopping list, not a database. " * 40, encoding="utf-8")
    with pytest.raises(UnreadableError, match=r"shop\.db cannot be read as a shop's database"):
        _ = Catalog(file).settings
