"""`products.csv` and its language files: rows become products with variants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Literal, cast

from catalog.importing import values
from catalog.importing.problems import Problems, WrongValueError, did_you_mean
from catalog.importing.tables import Row, read_rows, translations, unique
from catalog.model import Attribute, Kind, Product, Settings, Text, Variant
from catalog.money import Money
from catalog.units import same_dimension

FILE = "products.csv"
TRANSLATED = ("title", "description", "product_type", "color", "size", "material", "pattern")
COLUMNS = (
    "id", "item_group_id", "title", "description", "product_type", "price", "sale_price",
    "sale_price_effective_date", "availability", "quantity", "brand", "gtin", "color", "size", "material", "pattern",
    "image_link", "additional_image_link", "unit_pricing_measure", "unit_pricing_base_measure", "shipping_weight",
    "link", "kind", "tax_class", "stars", "file", "withdrawal", "interval", "free_shipping", "addon", "popularity",
)  # fmt: skip
_KINDS = ("goods", "service", "digital", "gift_card", "subscription")
_WITHDRAWALS = ("yes", "sealed", "custom", "digital", "dated")
_SHARED = ("product_type", "kind", "tax_class", "brand", "withdrawal", "free_shipping", "addon", "description")
_ALWAYS: tuple[datetime | None, datetime | None] = (None, None)
_WEB = ("https://", "http://")

Translations = Mapping[str, Mapping[str, Row]]


def read_products(folder: Path, settings: Settings, problems: Problems) -> tuple[tuple[Product, ...], list[Row]]:
    """All products in the order of the file, and the rows they were made from."""
    if not (folder / FILE).exists():
        problems.add(FILE, "is missing", "A shop needs a products.csv with at least id, title and price.")
        return (), []
    rows = read_rows(
        folder, FILE, COLUMNS, problems,
        required=("id", "title", "price"), prefixes=("attr:",), money=("price", "sale_price"),
    )  # fmt: skip
    rows = unique([row for row in rows if row.need("id")], "id")
    if not rows and not problems.found:
        problems.add(FILE, "holds no product", "Add at least one row below the column names.")
    ids = {row.get("id") for row in rows}
    others = translations(folder, FILE, problems, languages=settings.languages[1:], columns=TRANSLATED, ids=ids)
    groups: dict[str, list[Row]] = {}
    for row in _without_confusion(rows):
        groups.setdefault(row.get("item_group_id") or row.get("id"), []).append(row)
    for key, members in groups.items():
        _check_group(key, members)
    return tuple(_product(key, members, folder, settings, others) for key, members in groups.items()), rows


def _without_confusion(rows: list[Row]) -> list[Row]:
    """The rows whose SKU is not the name of somebody else's group."""
    groups = {row.get("item_group_id") for row in rows} - {""}
    confused = [row for row in rows if row.get("id") in groups and row.get("id") != row.get("item_group_id")]
    for row in confused:
        row.wrong("id", "is also an item_group_id", "Give the group a name of its own.")
    return [row for row in rows if row not in confused]


def _check_group(key: str, rows: list[Row]) -> None:
    """Variants share what belongs to their product, and look different."""
    first = rows[0]
    seen: dict[tuple[str, ...], Row] = {}
    for row in rows:
        for column in _SHARED:
            if row.get(column) and row.get(column) != first.get(column):
                advice = f"Variants of one product share it: line {first.line} says {first.get(column)!r}."
                row.wrong(column, f"differs within the product {key!r}", advice)
        looks = tuple(row.get(name).casefold() for name in ("title", "color", "size", "material", "pattern"))
        twin = seen.setdefault(looks, row)
        if twin is not row:
            advice = "Give the variants another title, color, size, material or pattern."
            row.wrong("item_group_id", f"looks the same to shoppers as line {twin.line}", advice)


def _product(key: str, rows: list[Row], folder: Path, settings: Settings, others: Translations) -> Product:
    first = rows[0]
    kind = cast("Kind", first.read("kind", lambda text: values.one_of(text, *_KINDS), "goods"))
    variants = tuple(_variant(key, row, folder, settings, others) for row in rows)
    titles = {
        language: _common([_cell(row, "title", language, settings, others) for row in rows])
        for language in settings.languages
    }
    return Product(
        id=key,
        title=Text(values={language: title for language, title in titles.items() if title}),
        description=_text(first, "description", settings, others),
        category=_category(first, settings, others),
        kind=kind,
        brand=first.get("brand"),
        tax_class=first.read("tax_class", lambda text: values.one_of(text, *settings.tax), "standard"),
        withdrawal=first.read("withdrawal", lambda text: values.one_of(text, *_WITHDRAWALS), _withdrawal(kind)),
        free_shipping=first.flag("free_shipping", default=False),
        addon=first.flag("addon", default=False),
        popularity=first.read("popularity", values.number, 0.0),
        variants=variants,
    )


def _withdrawal(kind: str) -> str:
    return {"digital": "digital", "service": "dated"}.get(kind, "yes")


def _variant(key: str, row: Row, folder: Path, settings: Settings, others: Translations) -> Variant:
    kind = row.get("kind") or "goods"
    row.need("title")
    if kind == "subscription":
        row.need("interval")
    row.read("interval", values.duration, None)
    starts, ends = row.read("sale_price_effective_date", lambda text: _period(text, settings.timezone), _ALWAYS)
    stars = row.read("stars", partial(values.whole, least=1), None)
    price = _price(row, settings, stars, kind)
    sale = row.read("sale_price", lambda text: values.price(text, settings.currency), None)
    if sale and price and price.currency == sale.currency and sale >= price:
        row.wrong("sale_price", "is not below the price", "Lower it or leave the cell empty.")
    measure = row.read("unit_pricing_measure", values.measure, None)
    base = row.read("unit_pricing_base_measure", values.measure, None)
    _check_measures(row, measure, base)
    colour = _text(row, "color", settings, others)
    material = _text(row, "material", settings, others)
    return Variant(
        sku=row.get("id"),
        product=key,
        title=_variant_title(row, settings, others),
        price=price,
        sale_price=sale,
        sale_from=starts,
        sale_until=ends,
        colour=colour if colour.values else None,
        size=row.get("size"),
        material=material if material.values else None,
        attributes=tuple(_attributes(row, settings, others)),
        availability=row.read("availability", _availability, "in_stock"),
        counted=bool(row.get("quantity")),
        measure=measure,
        base_measure=base or _usual_base(measure),
        weight_grams=row.read("shipping_weight", values.grams, None),
        stars=stars,
        file=_file(row, folder, kind),
        picture=_picture(row, folder),
    )


def quantities(rows: Iterable[Row]) -> dict[tuple[str, str], int]:
    """The online stock of the rows that are counted, by SKU and the empty store."""
    found = {(row.get("id"), ""): row.read("quantity", values.whole, None) for row in rows}
    return {place: count for place, count in found.items() if count is not None}


def _availability(text: str) -> Literal["in_stock", "out_of_stock", "preorder"]:
    word = values.one_of(text, "in_stock", "out_of_stock", "preorder")
    return cast("Literal['in_stock', 'out_of_stock', 'preorder']", word)


def _price(row: Row, settings: Settings, stars: int | None, kind: str) -> Money:
    if stars is not None and kind != "digital":
        row.wrong("stars", "stands at something that is not digital", "Only digital goods are sold for Stars.")
    if stars is not None and not row.get("price"):
        return Money(stars, "XTR")
    row.need("price")
    return row.read("price", lambda text: values.price(text, settings.currency), Money(0, settings.currency))


def _period(text: str, timezone: str) -> tuple[datetime | None, datetime | None]:
    begin, slash, end = text.partition("/")
    if not slash:
        raise WrongValueError("is not a period", "Write two dates parted by a slash, as 2026-11-01/2026-11-30.")
    starts, ends = values.moment(begin, timezone), values.moment(end, timezone, end=True)
    if ends < starts:
        raise WrongValueError("ends before it begins", "Write the earlier date first.")
    return starts, ends


def _check_measures(row: Row, measure: tuple[float, str] | None, base: tuple[float, str] | None) -> None:
    if base and not measure:
        row.wrong("unit_pricing_base_measure", "has no unit_pricing_measure beside it", "Say how much one piece holds.")
    if measure and base and not same_dimension(measure[1], base[1]):
        advice = f"{measure[1]} and {base[1]} measure different things; use units of one kind."
        row.wrong("unit_pricing_base_measure", "does not fit unit_pricing_measure", advice)


def _usual_base(measure: tuple[float, str] | None) -> tuple[float, str] | None:
    """What prices are compared by where the owner does not say: kilogram, litre, metre, square metre."""
    if measure is None:
        return None
    return next(((1.0, unit) for unit in ("kg", "l", "m", "sqm") if same_dimension(unit, measure[1])), (1.0, "ct"))


def _picture(row: Row, folder: Path) -> str:
    return row.read("image_link", lambda text: _existing(text, folder, "pictures"), "")


def _file(row: Row, folder: Path, kind: str) -> str:
    if kind == "digital":
        row.need("file")
    return row.read("file", lambda text: _existing(text, folder, "files"), "")


def _existing(text: str, folder: Path, under: str) -> str:
    """A file's place below the shop's folder, or an address of the web."""
    if text.startswith(_WEB):
        return text
    name = text if text.startswith(f"{under}/") else f"{under}/{text}"
    home = (folder / under).resolve()
    path = (folder / name).resolve()
    if not path.is_relative_to(home):
        raise WrongValueError("leads out of the shop's folder", f"Put the file into {under}/ and write its name.")
    if not path.is_file():
        known = [each.name for each in home.iterdir()] if home.is_dir() else []
        raise WrongValueError("does not exist", did_you_mean(path.name, known, f"Put the file into {under}/."))
    return name


def _cell(row: Row, column: str, language: str, settings: Settings, others: Translations) -> str:
    """A cell in one language; empty if that language does not say it."""
    if language == settings.languages[0]:
        return row.get(column)
    translated = others.get(language, {}).get(row.get("id"))
    return translated.get(column) if translated else ""


def _text(row: Row, column: str, settings: Settings, others: Translations) -> Text:
    cells = {language: _cell(row, column, language, settings, others) for language in settings.languages}
    return Text(values={language: cell for language, cell in cells.items() if cell})


def _category(row: Row, settings: Settings, others: Translations) -> Text:
    paths = _text(row, "product_type", settings, others).values
    return Text(values={language: tidy_path(path) for language, path in paths.items()})


def tidy_path(path: str) -> str:
    """A category path with exactly one blank around each `>`."""
    return " > ".join(part.strip() for part in path.split(">") if part.strip())


def _common(titles: list[str]) -> str:
    """What the variants' titles begin with, in whole words; the first title if they begin differently."""
    different = set(titles) - {""}
    if len(different) < 2:
        return "".join(different)
    words = [title.split() for title in titles if title]
    same = 0
    while all(same < len(each) and each[same] == words[0][same] for each in words):
        same += 1
    return " ".join(words[0][:same]).rstrip(" ,–-(") or " ".join(words[0])


def _variant_title(row: Row, settings: Settings, others: Translations) -> Text:
    """The title with colour and size, where the title does not name them itself."""
    titles = {}
    for language in settings.languages:
        title = _cell(row, "title", language, settings, others)
        for column in ("color", "size"):
            value = _cell(row, column, language, settings, others) or row.get(column)
            if title and value and row.get("item_group_id") and not _names(title, value):
                title = f"{title}, {value}"
        if title:
            titles[language] = title
    return Text(values=titles)


def _names(title: str, value: str) -> bool:
    """Whether a title holds a value as words of its own."""
    return re.search(rf"(?<!\w){re.escape(value)}(?!\w)", title, re.IGNORECASE) is not None


def _attributes(row: Row, settings: Settings, others: Translations) -> Iterable[Attribute]:
    for column, cell in row.cells.items():
        if not column.startswith("attr:") or not cell:
            continue
        name = column.removeprefix("attr:").strip()
        names, texts = {settings.languages[0]: name}, {settings.languages[0]: cell}
        for language in settings.languages[1:]:
            translated = others.get(language, {}).get(row.get("id"))
            for other, value in translated.cells.items() if translated else ():
                original, _, meaning = other.removeprefix("attr:").partition("=")
                if other.startswith("attr:") and original.strip() == name:
                    names[language] = meaning.strip() or name
                    texts[language] = value or cell
        measured = values.quantity_with_unit(cell)
        yield Attribute(
            name=Text(values=names),
            value=Text(values=texts),
            number=measured[0] if measured else None,
            unit=measured[1] if measured else "",
        )


def check_attribute_translations(folder: Path, settings: Settings, rows: Iterable[Row], problems: Problems) -> None:
    """Every `attr:NAME=...` of a language file must name a column of the first file."""
    known = {column.removeprefix("attr:") for row in rows for column in row.cells if column.startswith("attr:")}
    for language in settings.languages[1:]:
        file = f"products.{language}.csv"
        silent = Problems()
        for column in _first_cells(read_rows(folder, file, ("id", *TRANSLATED), silent, prefixes=("attr:",))):
            original = column.removeprefix("attr:").partition("=")[0].strip()
            if column.startswith("attr:") and original not in known:
                advice = did_you_mean(original, known, f"Add attr:{original} to {FILE}.")
                problems.add(file, f"translates an attribute that {FILE} lacks", advice, line=1, column=column)


def _first_cells(rows: list[Row]) -> Iterable[str]:
    return rows[0].cells if rows else ()
