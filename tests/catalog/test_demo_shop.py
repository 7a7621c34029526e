"""The demo shop is whole: enough of everything, in both languages, with pictures, and nothing that only looks so."""

from __future__ import annotations

import csv
import importlib.util
import io
import re
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image

from catalog.catalog import Catalog, Query
from catalog.importing import ShopFolder, read_folder
from catalog.model import Text
from catalog.nearby import distance_metres
from tests.catalog.folders import DEMO, NOW

SCRIPT = Path(__file__).parents[2] / "scripts" / "draw_demo_pictures.py"


@pytest.fixture(scope="module")
def shop() -> ShopFolder:
    found = read_folder(DEMO)
    assert isinstance(found, ShopFolder), found
    return found


def texts(shop: ShopFolder) -> list[tuple[str, Text]]:
    """Everything of the shop that people read."""
    found = [(offer.id, offer.text) for offer in shop.offers]
    for store in shop.stores:
        found += [(store.id, text) for text in (store.name, store.parking, store.transit) if text]
    for product in shop.products:
        found += [(product.id, text) for text in (product.title, product.description, product.category)]
        for variant in product.variants:
            found += [(variant.sku, text) for text in (variant.title, variant.colour, variant.material) if text]
            found += [(variant.sku, text) for each in variant.attributes for text in (each.name, each.value)]
    return found


def test_there_is_enough_to_choose_from(shop: ShopFolder) -> None:
    goods = [product for product in shop.products if product.kind == "goods"]
    kinds = [product.kind for product in shop.products]
    assert len(goods) >= 55
    assert len(shop.products) >= 60
    assert len({product.category["de"] for product in goods}) >= 12
    assert (kinds.count("service"), kinds.count("digital"), len(shop.stores)) == (4, 3, 5)
    assert sum(len(product.variants) > 1 for product in goods) >= 20
    assert {product.tax_class for product in goods} == {"standard", "reduced"}


def test_nothing_lacks_its_english(shop: ShopFolder) -> None:
    lacking = {(where, text.values.get("de", "")) for where, text in texts(shop) if not text.values.get("en")}
    assert lacking == set()


def test_german_and_english_texts_are_not_the_same_sentences(shop: ShopFolder) -> None:
    same = {product.id for product in shop.products if product.description["de"] == product.description["en"]}
    assert same == set()


def test_faq_and_legal_texts_are_there_in_both_languages(shop: ShopFolder) -> None:
    by_language = {language: [each for each in shop.faq if each.language == language] for language in ("de", "en")}
    assert len(by_language["de"]) == len(by_language["en"]) >= 12
    assert all(each.keywords for each in shop.faq)
    legal = set(shop.legal)
    assert legal == {
        (name, language) for name in ("imprint", "terms", "privacy", "withdrawal") for language in ("de", "en")
    }
    for (name, _), text in shop.legal.items():
        assert len(text) > 250, name
        assert not re.search(r"lorem|todo|xxx|\.\.\.", text, re.IGNORECASE)


def test_synonyms_are_there_in_both_languages(shop: ShopFolder) -> None:
    assert set(shop.synonyms) == {"de", "en"}


def test_every_kind_of_offer_and_voucher_is_there(shop: ShopFolder) -> None:
    assert {offer.kind for offer in shop.offers} == {
        "campaign",
        "after_purchase",
        "cart_complement",
        "abandoned_cart",
        "back_in_stock",
    }
    abandoned = next(offer for offer in shop.offers if offer.kind == "abandoned_cart")
    assert abandoned.after.total_seconds() == 2 * 3600
    assert {voucher.kind for voucher in shop.vouchers} == {"percent", "fixed", "free_shipping"}
    assert any(voucher.valid_until and voucher.valid_until < NOW for voucher in shop.vouchers)
    assert any(voucher.applies_to for voucher in shop.vouchers)
    assert any(voucher.once_per_shopper for voucher in shop.vouchers)


def test_shipping_goes_to_germany_and_austria_in_two_ways_each(shop: ShopFolder) -> None:
    by_country = {
        country: [way for way in shop.settings.shipping if country in way.countries] for country in ("DE", "AT")
    }
    assert {country: len(ways) for country, ways in by_country.items()} == {"DE": 2, "AT": 2}
    assert all(any(way.free_from for way in ways) for ways in by_country.values())


def test_stock_is_of_every_sort(shop: ShopFolder) -> None:
    online = {sku: count for (sku, store), count in shop.stock.items() if not store}
    shelves: dict[str, list[str]] = {}
    for (sku, store), count in shop.stock.items():
        if store and count:
            shelves.setdefault(sku, []).append(store)
    skus = {variant.sku for product in shop.products if product.kind == "goods" for variant in product.variants}
    assert skus - set(online), "nothing is uncounted"
    assert [sku for sku, count in online.items() if not count and sku not in shelves], "nothing is sold out everywhere"
    assert [sku for sku, count in online.items() if not count and len(shelves.get(sku, ())) == 1], (
        "nothing is only in a store"
    )
    assert [sku for sku, count in online.items() if count == 1 and sku not in shelves], "there is no last piece"


def test_prices_by_measure_are_there_where_the_law_asks_for_them(shop: ShopFolder) -> None:
    for product in shop.products:
        if product.category["de"].split(" > ")[0] in {"Genuss", "Bad"}:
            assert all(variant.base_price_at(NOW) for variant in product.variants), product.id


def test_sticker_packs_cost_stars_and_are_delivered(shop: ShopFolder) -> None:
    for product in shop.products:
        if product.kind == "digital":
            (variant,) = product.variants
            assert (variant.price.currency, variant.price.amount) == ("XTR", variant.stars)
            with zipfile.ZipFile(DEMO / variant.file) as archive:
                assert len(archive.namelist()) == 3
                for name in archive.namelist():
                    assert Image.open(io.BytesIO(archive.read(name))).size == (320, 320)


def test_services_have_times_and_some_places_are_taken(shop: ShopFolder) -> None:
    services = {variant.sku for product in shop.products if product.kind == "service" for variant in product.variants}
    assert services == {service.sku for service in shop.services}
    assert shop.taken


def test_stores_lie_in_one_town(shop: ShopFolder) -> None:
    for store in shop.stores:
        assert distance_metres((54.42, 6.90), (store.latitude, store.longitude)) < 3000
        assert (store.city, store.postcode) == ("Uferstedt", "25891")
    assert sum(not store.pickup for store in shop.stores) == 1


def test_there_are_several_mugs_and_one_red_one_under_twenty_euros(demo: Catalog) -> None:
    assert demo.search(Query(category="Küche > Becher"), language="de", now=NOW).total >= 5
    red = Query(text="Becher", colours=("rot",))
    assert demo.search(red, language="de", now=NOW).total == 3


def test_every_variant_has_a_picture_that_opens_and_all_are_small(shop: ShopFolder) -> None:
    names = {variant.picture for product in shop.products for variant in product.variants}
    for name in names:
        with Image.open(DEMO / name) as picture:
            assert picture.size == (320, 320)
    files = [path for path in DEMO.rglob("*") if path.suffix in {".png", ".zip"}]
    assert sum(path.stat().st_size for path in files) < 1_500_000
    assert {f"pictures/{path.name}" for path in files if path.suffix == ".png"} == names


def drawing() -> ModuleType:
    spec = importlib.util.spec_from_file_location("draw_demo_pictures", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_pictures_are_drawn_the_same_every_time() -> None:
    script = drawing()
    for name in ("becher-rot.png", "sticker-moin.png"):
        assert script.picture(name) == script.picture(name)
        with Image.open(io.BytesIO(script.picture(name))) as drawn, Image.open(DEMO / "pictures" / name) as kept:
            assert drawn.convert("RGB").tobytes() == kept.convert("RGB").tobytes()


def test_the_script_can_draw_everything_the_shop_names() -> None:
    script = drawing()
    with (DEMO / "products.csv").open(encoding="utf-8", newline="") as file:
        names = {row["image_link"].removesuffix(".png") for row in csv.DictReader(file)}
    for name in names:
        shape, _, colour = name.partition("-")
        assert name in script._STICKERS or (shape in script._SHAPES and colour in script._COLOURS)
