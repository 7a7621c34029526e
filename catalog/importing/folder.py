"""A whole shop, read from its folder."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from catalog.importing.places import Taken, read_services, read_stock, read_stores, read_taken
from catalog.importing.problems import Problem, Problems
from catalog.importing.products import check_attribute_translations, quantities, read_products
from catalog.importing.promotions import References, read_offers, read_vouchers
from catalog.importing.settings import read_settings
from catalog.importing.tables import Row
from catalog.importing.texts import Passage, read_faq, read_legal, read_synonyms
from catalog.model import Offer, Product, Service, Settings, Store, Voucher


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopFolder:
    """Everything a shop's folder says, checked."""

    settings: Settings
    products: tuple[Product, ...]
    cells: Mapping[str, Mapping[str, str]]  # SKU -> the filled cells of its row in products.csv
    stores: tuple[Store, ...]
    stock: Mapping[tuple[str, str], int]  # (SKU, store or '') -> pieces
    services: tuple[Service, ...]
    taken: tuple[Taken, ...]
    vouchers: tuple[Voucher, ...]
    offers: tuple[Offer, ...]
    faq: tuple[Passage, ...]
    synonyms: Mapping[str, Mapping[str, tuple[str, ...]]]
    legal: Mapping[tuple[str, str], str]
    fingerprint: str


def read_folder(folder: Path) -> ShopFolder | tuple[Problem, ...]:
    """The shop a folder describes, or everything that is wrong with it."""
    problems = Problems()
    if not folder.is_dir():
        problems.add(str(folder), "is not a folder", "Name the folder that holds shop.toml and products.csv.")
        return tuple(problems.found)
    settings = read_settings(folder, problems)
    if settings is None:
        return tuple(problems.found)
    products, rows = read_products(folder, settings, problems)
    causes = [each for each in problems.found if each.line <= 1]
    if causes:  # a file or its header cannot be read: everything else would only follow from that
        return tuple(sorted(causes))
    shop = _read(folder, settings, products, rows, problems)
    return tuple(sorted(problems.found)) if problems.found else shop


def _read(
    folder: Path, settings: Settings, products: tuple[Product, ...], rows: Sequence[Row], problems: Problems
) -> ShopFolder:
    check_attribute_translations(folder, settings, rows, problems)
    stores = read_stores(folder, settings, problems)
    store_ids = [store.id for store in stores]
    skus = {row.get("id") for row in rows}
    services = read_services(folder, settings, products, store_ids, problems)
    known = References.of(products, settings.languages[0])
    vouchers = read_vouchers(folder, settings, known, problems)
    return ShopFolder(
        settings=settings,
        products=products,
        cells={row.get("id"): {column: cell for column, cell in row.cells.items() if cell} for row in rows},
        stores=stores,
        stock=quantities(rows) | read_stock(folder, skus, store_ids, problems),
        services=services,
        taken=read_taken(folder, settings, services, problems),
        vouchers=vouchers,
        offers=read_offers(folder, settings, known, vouchers, problems),
        faq=read_faq(folder, settings, problems),
        synonyms=read_synonyms(folder, settings, problems),
        legal=read_legal(folder, settings, problems),
        fingerprint=fingerprint(folder),
    )


def fingerprint(folder: Path) -> str:
    """A hash of every text file of the shop: the same while nobody has changed one."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".csv", ".toml", ".md"} and path.is_file():
            content = path.read_bytes()
            digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()
