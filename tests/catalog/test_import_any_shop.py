"""Whatever a shop holds: what goes in comes out, is found, and a second import changes nothing."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.catalog import Catalog, Query
from catalog.money import Money
from tests.catalog.folders import NOW, SHOP, Folder

letters = st.characters(categories=["Lu", "Ll", "Nd", "Po", "Sm", "Zs"], exclude_characters="\x00")
words = st.text(letters, min_size=1, max_size=24).map(str.strip).filter(bool)
rows = st.lists(
    st.fixed_dictionaries(
        {
            "title": words,
            "description": st.text(letters | st.just("\n"), max_size=40).map(str.strip),
            "cents": st.integers(1, 10**7),
            "quantity": st.none() | st.integers(0, 10**6),
            "color": st.sampled_from(["", "rot", "blau", "rot/weiß"]),
        }
    ),
    min_size=1,
    max_size=6,
)


def table(shop: list[dict[str, object]], separator: str) -> str:
    out = io.StringIO(newline="")
    write = csv.writer(out, delimiter=separator)
    write.writerow(["id", "title", "description", "price", "quantity", "color"])
    for number, row in enumerate(shop):
        cents = int(str(row["cents"]))
        quantity = "" if row["quantity"] is None else row["quantity"]
        price = f"{cents // 100}.{cents % 100:02} EUR"
        write.writerow([f"SKU-{number}", row["title"], row["description"], price, quantity, row["color"]])
    return out.getvalue()


@settings(max_examples=25, deadline=None)
@given(rows, st.sampled_from([",", ";", "\t"]))
def test_what_goes_in_comes_out_and_is_found(shop: list[dict[str, object]], separator: str) -> None:
    with TemporaryDirectory() as place:
        folder = Folder(Path(place), {"shop.toml": SHOP, "products.csv": table(shop, separator)})
        catalog = folder.catalog()
        for number, row in enumerate(shop):
            product = catalog.product(f"SKU-{number}")
            assert product is not None
            assert (product.title["de"], product.description["de"]) == (row["title"], row["description"])
            assert product.variants[0].price == Money(int(str(row["cents"])))
            assert catalog.stock(f"SKU-{number}") == row["quantity"]
        everything = catalog.search(Query(limit=10), language="de", now=NOW)
        assert {hit.product.id for hit in everything.items} == {f"SKU-{number}" for number in range(len(shop))}
        by_sku = catalog.search(Query(text="SKU-0", limit=10), language="de", now=NOW)
        assert "SKU-0" in {hit.variant.sku for hit in by_sku.items}
        red = catalog.search(Query(colours=("rot",), limit=10), language="de", now=NOW)
        assert red.total == sum("rot" in str(row["color"]) for row in shop)
        catalog.close()
        assert folder.load().differences == {}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.none() | st.integers(0, 9)), min_size=1, max_size=5))
def test_no_sequence_of_imports_and_reservations_takes_reserved_pieces_away(
    steps: list[tuple[int, int | None]],
) -> None:
    with TemporaryDirectory() as place:
        folder = Folder(Path(place), {"shop.toml": SHOP})
        reserved = 0
        for wanted, quantity in steps:
            cell = "" if quantity is None else str(quantity)
            folder.write({"products.csv": f"id,title,price,quantity\nA,Becher,1.00 EUR,{cell}\n"})
            assert folder.load().applied
            found = folder.rows("SELECT on_hand, reserved FROM stock WHERE sku = 'A'")
            if quantity is None and not reserved:
                assert found == []
                continue
            assert found == [(max(quantity or 0, reserved), reserved)]
            reserved = min(wanted, found[0][0])
            folder.change("UPDATE stock SET reserved = ?", [reserved])


def test_the_shop_is_open_to_readers_while_it_is_imported(tmp_path: Path) -> None:
    folder = Folder(tmp_path, {"shop.toml": SHOP, "products.csv": "id,title,price\nA,Becher,1.00 EUR\n"})
    catalog = folder.catalog()
    seen: list[int] = []

    def look(_stage: str, _done: int, _total: int) -> None:
        seen.append(Catalog(folder.database).search(Query(text="Becher"), language="de", now=NOW).total)

    folder.load(progress=look)
    assert seen == [1] * len(seen)
    assert seen
    catalog.close()
