"""`stores.csv`, `stock.csv`, `services.csv` and `bookings.csv`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import opening_hours

from catalog.importing import values
from catalog.importing.problems import Problems, WrongValueError, did_you_mean
from catalog.importing.tables import Row, read_rows, translations, unique
from catalog.model import Product, Service, Settings, Store, Text

_STORE_COLUMNS = (
    "id", "name", "street", "postcode", "city", "country", "latitude", "longitude", "opening_hours",
    "closed_on_holidays", "holiday_region", "closed_dates", "phone", "wheelchair", "parking", "transit", "pickup",
)  # fmt: skip
_SERVICE_COLUMNS = (
    "id", "store", "duration", "times", "step", "capacity", "lead_time", "free_cancel_until", "cancel_fee",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Places at a service that were booked elsewhere."""

    service: str
    store: str
    at: datetime
    people: int


def read_stores(folder: Path, settings: Settings, problems: Problems) -> tuple[Store, ...]:
    """The stores, in the order of the file."""
    rows = read_rows(
        folder, "stores.csv", _STORE_COLUMNS, problems,
        required=("id", "name", "street", "postcode", "city", "latitude", "longitude", "opening_hours"),
    )  # fmt: skip
    rows = unique([row for row in rows if row.need("id")], "id")
    ids = {row.get("id") for row in rows}
    others = translations(
        folder,
        "stores.csv",
        problems,
        languages=settings.languages[1:],
        columns=("name", "parking", "transit"),
        ids=ids,
    )
    return tuple(_store(row, settings, others) for row in rows)


def _store(row: Row, settings: Settings, others: Mapping[str, Mapping[str, Row]]) -> Store:
    for column in ("name", "street", "postcode", "city", "latitude", "longitude", "opening_hours"):
        row.need(column)
    country = row.read("country", _country, settings.country)
    parking, transit = (_text(row, column, settings, others) for column in ("parking", "transit"))
    return Store(
        id=row.get("id"),
        name=_text(row, "name", settings, others),
        street=row.get("street"),
        postcode=row.get("postcode"),
        city=row.get("city"),
        country=country,
        latitude=row.read("latitude", partial(_degrees, limit=90.0), 0.0),
        longitude=row.read("longitude", partial(_degrees, limit=180.0), 0.0),
        opening_hours=row.read("opening_hours", hours, ""),
        closed_on_holidays=row.flag("closed_on_holidays", default=True),
        holiday_region=row.read("holiday_region", _region, ""),
        closed_dates=row.read("closed_dates", _dates, ()),
        phone=row.get("phone"),
        wheelchair=row.read("wheelchair", lambda text: values.one_of(text, "yes", "limited", "no"), ""),
        parking=parking if parking.values else None,
        transit=transit if transit.values else None,
        pickup=row.flag("pickup", default=True),
    )


def _text(row: Row, column: str, settings: Settings, others: Mapping[str, Mapping[str, Row]]) -> Text:
    texts = {settings.languages[0]: row.get(column)}
    for language in settings.languages[1:]:
        translated = others.get(language, {}).get(row.get("id"))
        texts[language] = translated.get(column) if translated else ""
    return Text(values={language: text for language, text in texts.items() if text})


def hours(text: str) -> str:
    """Times in OpenStreetMap's syntax, checked."""
    if not opening_hours.validate(text):
        raise WrongValueError(
            "are not opening hours", "Write OpenStreetMap's syntax, as Mo-Fr 09:00-18:00; Sa 10:00-14:00."
        )
    return text


def _degrees(text: str, *, limit: float) -> float:
    value = values.number(text)
    if abs(value) > limit:
        raise WrongValueError("is no place on earth", f"Write degrees between -{limit:g} and {limit:g}.")
    return value


def _country(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", text):
        raise WrongValueError("is not a country's code", "Write two capital letters, as DE.")
    return text


def _region(text: str) -> str:
    country, _, part = text.partition("-")
    import holidays  # noqa: PLC0415  (all countries of the world: only for whoever names one)

    known = holidays.list_supported_countries(include_aliases=True)
    if country not in known:
        raise WrongValueError("is in a country whose holidays are not known", "Write a country and a region, as DE-BE.")
    if part and part not in known[country]:
        regions = [f"{country}-{each}" for each in known[country]]
        raise WrongValueError("is not a region whose holidays are known", f"Write one of: {', '.join(regions)}.")
    return text


def _dates(text: str) -> tuple[str, ...]:
    for part in values.items(text):
        try:
            date.fromisoformat(part)
        except ValueError:
            raise WrongValueError("holds something that is not a date", "Write 2026-12-24|2026-12-31.") from None
    return values.items(text)


def read_stock(
    folder: Path, skus: Collection[str], stores: Collection[str], problems: Problems
) -> dict[tuple[str, str], int]:
    """What lies on the stores' shelves, by SKU and store."""
    rows = read_rows(folder, "stock.csv", ("store", "id", "quantity"), problems, required=("store", "id", "quantity"))
    found = {}
    for row in unique(rows, "id", "store"):
        known = _known(row, "id", skus, "products.csv") & _known(row, "store", stores, "stores.csv")
        row.need("quantity")
        count = row.read("quantity", values.whole, 0)
        if known:
            found[row.get("id"), row.get("store")] = count
    return found


def _known(row: Row, column: str, known: Collection[str], file: str) -> bool:
    value = row.need(column)
    if value and value not in known:
        row.wrong(column, f"is not in {file}", did_you_mean(value, known, f"Add it to {file} or remove this row."))
    return value in known


def read_services(
    folder: Path, settings: Settings, products: Collection[Product], stores: Collection[str], problems: Problems
) -> tuple[Service, ...]:
    """When and where services are to be had."""
    kinds = {variant.sku: product.kind for product in products for variant in product.variants}
    services = [sku for sku, kind in kinds.items() if kind == "service"]
    rows = read_rows(
        folder, "services.csv", _SERVICE_COLUMNS, problems, required=("id", "store", "duration", "times")
    )  # fmt: skip
    rows = unique(rows, "id", "store")
    for row in rows:
        if _known(row, "id", kinds, "products.csv") and row.get("id") not in services:
            row.wrong("id", "is not a product of kind 'service'", "Set its kind in products.csv.")
        _known(row, "store", stores, "stores.csv")
        for column in ("duration", "times"):
            row.need(column)
    for sku in sorted(set(services) - {row.get("id") for row in rows}):
        problems.add("services.csv", "lacks a product of kind 'service'", "Say when and where it is had.", value=sku)
    return tuple(_service(row, settings) for row in rows)


def _service(row: Row, settings: Settings) -> Service:
    duration = row.read("duration", values.duration, timedelta(hours=1))
    return Service(
        sku=row.get("id"),
        store=row.get("store"),
        duration=duration,
        times=row.read("times", hours, ""),
        step=row.read("step", values.duration, duration),
        capacity=row.read("capacity", partial(values.whole, least=1), 1),
        lead_time=row.read("lead_time", values.duration, timedelta()),
        free_cancel_until=row.read("free_cancel_until", values.duration, None),
        cancel_fee=row.read("cancel_fee", lambda text: values.money(text, settings.currency), None),
    )


def read_taken(
    folder: Path, settings: Settings, services: Collection[Service], problems: Problems
) -> tuple[Taken, ...]:
    """Places booked elsewhere."""
    columns = ("service", "store", "at", "people")
    known = {(service.sku, service.store) for service in services}
    taken = []
    for row in read_rows(folder, "bookings.csv", columns, problems, required=("service", "store", "at")):
        if (row.get("service"), row.get("store")) not in known:
            row.wrong("service", "is not held in that store", "Service and store must stand in services.csv together.")
        row.need("at")
        at = row.read("at", lambda text: values.moment(text, settings.timezone), None)
        people = row.read("people", partial(values.whole, least=1), 1)
        if at is not None:
            taken.append(Taken(service=row.get("service"), store=row.get("store"), at=at, people=people))
    return tuple(taken)
