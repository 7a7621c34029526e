"""A price that changes between two imports."""

from datetime import UTC, datetime
from pathlib import Path

import catalog
from catalog.catalog import Catalog
from catalog.importing import import_folder
from catalog.money import Money
from catalog.prices import set_price
from catalog.query import Query

DEMO = Path(catalog.__file__).parent / "demo"
NOON = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
RED_MUG = "BECHER-MOEWE-ROT"


def test_a_new_price_holds_at_once_until_the_next_import(tmp_path: Path) -> None:
    database = tmp_path / "shop.db"
    import_folder(DEMO, database, now=NOON)
    shop = Catalog(database)
    assert set_price(database, RED_MUG, Money(990), now=NOON)
    variant = shop.variant(RED_MUG)
    assert variant is not None
    assert variant.price_at(NOON) == Money(990)
    found = shop.search(Query(text="Becher Möwe", price_max=Money(1000)), language="de", now=NOON)
    assert [hit.variant.sku for hit in found.items] == [RED_MUG]
    import_folder(DEMO, database, now=NOON)
    variant = shop.variant(RED_MUG)
    assert variant is not None
    assert variant.price_at(NOON) == Money(1490)
    shop.close()


def test_what_the_shop_does_not_have_gets_no_price(tmp_path: Path) -> None:
    database = tmp_path / "shop.db"
    import_folder(DEMO, database, now=NOON)
    assert not set_price(database, "NIX", Money(990), now=NOON)
