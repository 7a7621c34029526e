"""`shop.toml`: checked settings with lawful and careful defaults."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from catalog.importing import values
from catalog.importing.problems import Problems, WrongValueError, did_you_mean
from catalog.importing.toml import Table, as_texts, as_whole, read_tables
from catalog.model import Settings, Shipping
from catalog.money import Money

FILE = "shop.toml"
LEGAL = ("imprint", "terms", "privacy", "withdrawal")
_DEFAULTS = Settings(id="shop", name="Shop")
_TAX = {"standard": {"DE": 1900, "AT": 2000}, "reduced": {"DE": 700, "AT": 1000}, "none": {"DE": 0, "AT": 0}}
_KEYS = {
    "shop": ("id", "name", "languages", "currency", "timezone", "country", *LEGAL),
    "tax": (),
    "shipping": ("id", "price", "free_from", "countries", "days"),
    "orders": ("reserve", "cancel_until", "withdrawal", "vouchers_per_order", "payments"),
    "offers": ("window", "quiet", "per_conversation", "per_week"),
    "wallet": ("transfer_limit", "split_deadline"),
}
_PAYMENTS = ("telegram", "stars", "pay_in_store", "store_credit", "demo")
_CANCEL_UNTIL = ("paid", "packed", "shipped")


def read_settings(folder: Path, problems: Problems) -> Settings | None:
    """The shop's settings; None if there is no readable shop.toml, for then nothing else can be judged."""
    if not (folder / FILE).exists():
        problems.add(FILE, "is missing", 'Add it with at least [shop], id = "…" and name = "…".')
        return None
    tables = read_tables(folder, FILE, problems)
    if tables is None:
        return None
    for name, found in tables.items():
        if name not in _KEYS:
            advice = did_you_mean(name, _KEYS, f"Known tables: {', '.join(_KEYS)}.")
            problems.add(FILE, "is an unknown table", advice, line=found[0].line, column=name)
        elif name != "tax":
            for table in found:
                table.only(_KEYS[name])
    return _settings(folder, tables, problems)


def _settings(folder: Path, tables: Mapping[str, list[Table]], problems: Problems) -> Settings:
    empty = Table(file=FILE, name="", line=0, values={}, lines={}, problems=problems)
    shop, tax, orders, offers, wallet = (
        tables.get(name, [empty])[0] for name in ("shop", "tax", "orders", "offers", "wallet")
    )
    currency = shop.text("currency", _currency, _DEFAULTS.currency)
    for key in ("id", "name"):
        if not shop.values.get(key):
            shop.problems.add(FILE, "is missing", "Every shop needs it.", line=shop.line, column=f"shop.{key}")
    _check_wallet(wallet, currency)
    return Settings(
        id=shop.text("id", _id, _DEFAULTS.id),
        name=shop.text("name", str, _DEFAULTS.name),
        languages=shop.read("languages", _languages, _DEFAULTS.languages),
        currency=currency,
        timezone=shop.text("timezone", _timezone, _DEFAULTS.timezone),
        country=shop.text("country", _country, _DEFAULTS.country),
        legal={key: shop.text(key, lambda name: _legal(folder, name), "") for key in LEGAL if key in shop.values},
        tax={**_TAX, **{key: tax.read(key, _rates, {}) for key in tax.values}},
        shipping=tuple(_shipping(table, currency) for table in tables.get("shipping", [])),
        reserve=orders.text("reserve", values.duration, _DEFAULTS.reserve),
        cancel_until=orders.text("cancel_until", lambda text: values.one_of(text, *_CANCEL_UNTIL), "shipped"),
        withdrawal=orders.text("withdrawal", _withdrawal, _DEFAULTS.withdrawal),
        vouchers_per_order=orders.read("vouchers_per_order", as_whole, 1),
        payments=orders.read("payments", _payments, _DEFAULTS.payments),
        window=offers.text("window", _window, _DEFAULTS.window),
        quiet=offers.read("quiet", _quiet, _DEFAULTS.quiet),
        per_conversation=offers.read("per_conversation", as_whole, 1),
        per_week=offers.read("per_week", as_whole, 2),
    )


def _check_wallet(wallet: Table, currency: str) -> None:
    wallet.text("transfer_limit", lambda text: values.money(text, currency), None)
    wallet.text("split_deadline", values.duration, None)


def _shipping(table: Table, currency: str) -> Shipping:
    for key in ("id", "price"):
        if key not in table.values:
            table.wrong(key, "is missing", "Every way of shipping needs it.")
    return Shipping(
        id=table.text("id", _id, ""),
        price=table.text("price", lambda text: values.money(text, currency), Money(0, currency)),
        free_from=table.text("free_from", lambda text: values.money(text, currency), None),
        countries=table.read("countries", _countries, ()),
        days=table.read("days", _days, (2, 4)),
    )


def _id(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", text):
        raise WrongValueError("is not an id", "Use small letters, digits, - and _ only.")
    return text


def _currency(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", text) or text == "XTR":
        raise WrongValueError("is not a currency", "Write three capital letters, as EUR.")
    return text


def _languages(value: object) -> tuple[str, ...]:
    languages = as_texts(value)
    if not languages or not all(re.fullmatch(r"[a-z]{2}", language) for language in languages):
        raise WrongValueError(
            "are not languages", 'Write two-letter codes, the files\' own language first, as ["de", "en"].'
        )
    return tuple(dict.fromkeys(languages))


def _timezone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise WrongValueError("is not a time zone", "Write a name of the tz database, as Europe/Berlin.") from None
    return text


def _country(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", text):
        raise WrongValueError("is not a country's code", "Write two capital letters, as DE.")
    return text


def _countries(value: object) -> tuple[str, ...]:
    return tuple(_country(text) for text in as_texts(value))


def _legal(folder: Path, name: str) -> str:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise WrongValueError("does not exist", "Name a Markdown file inside the shop's folder, as legal/imprint.md.")
    return name


def _rates(value: object) -> dict[str, int]:
    if not isinstance(value, dict):
        raise WrongValueError("is not a table of countries", "Write { DE = 19, AT = 20 }.")
    return {_country(country): _rate(rate) for country, rate in value.items()}


def _rate(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 100:
        raise WrongValueError("holds something that is not a rate", "Write per cent without the sign, as 19.")
    return int(Decimal(str(value)) * 100)


def _days(value: object) -> tuple[int, int]:
    if not isinstance(value, list) or len(value) != 2:
        raise WrongValueError("are not two numbers", "Write the fewest and the most days, as [2, 4].")
    least, most = (as_whole(number) for number in value)
    if least > most:
        raise WrongValueError("begin with the larger number", "Write the fewest days first.")
    return least, most


def _withdrawal(text: str) -> timedelta:
    period = values.duration(text)
    if period < _DEFAULTS.withdrawal:
        raise WrongValueError("is shorter than the law allows", "Consumers have at least 14 days: write P14D or more.")
    return period


def _window(text: str) -> timedelta:
    window = values.duration(text)
    if window > _DEFAULTS.window:
        raise WrongValueError("is longer than a conversation stays active", "Write PT24H or less.")
    return window


def _payments(value: object) -> tuple[str, ...]:
    return tuple(values.one_of(text, *_PAYMENTS) for text in as_texts(value))


def _quiet(value: object) -> tuple[str, str]:
    times = as_texts(value)
    if len(times) != 2:
        raise WrongValueError("are not two times", 'Write from and to, as ["21:00", "08:00"].')
    for text in times:
        if not re.fullmatch(r"(?:[01]\d|2[0-3]):[0-5]\d", text):
            raise WrongValueError("holds something that is not a time", 'Write hours and minutes, as "21:00".')
    return times[0], times[1]
