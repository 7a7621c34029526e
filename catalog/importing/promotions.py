"""`vouchers.csv` and `offers.toml`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Literal, cast

from catalog.importing import values
from catalog.importing.problems import Problems, WrongValueError, did_you_mean
from catalog.importing.products import tidy_path
from catalog.importing.tables import Row, read_rows, unique
from catalog.importing.toml import Table, as_texts, read_tables
from catalog.model import Offer, Product, Settings, Text, Voucher
from catalog.money import Money

_VOUCHER_COLUMNS = (
    "code", "kind", "value", "minimum", "applies_to", "once_per_shopper", "total_uses", "valid_from", "valid_until",
)  # fmt: skip
_OFFER_KEYS = (
    "id", "kind", "products", "discount", "voucher", "text", "valid_until", "not_if_bought", "bought", "after",
    "cart_has", "cart_lacks",
)  # fmt: skip
_KINDS = {
    "campaign": (),
    "after_purchase": ("bought", "after"),
    "cart_complement": ("cart_has", "cart_lacks"),
    "abandoned_cart": ("after",),
    "back_in_stock": (),
}
_NONE: tuple[str, ...] = ()
_SHARE = re.compile(r"(\d{1,2})\s*%")


@dataclass(frozen=True, slots=True)
class References:
    """Everything an offer or a voucher may name: SKUs, products and categories."""

    names: Collection[str]

    @classmethod
    def of(cls, products: Collection[Product], language: str) -> References:
        """What these products may be called by."""
        names = {product.id for product in products} | {each.sku for product in products for each in product.variants}
        for product in products:
            parts = product.category.values.get(language, "").split(" > ")
            names |= {" > ".join(parts[: end + 1]) for end in range(len(parts)) if parts[end]}
        return cls(names)

    def check(self, texts: Collection[str]) -> tuple[str, ...]:
        """The names, tidied; `WrongValueError` for the first that does not exist."""
        found = tuple(text if text in self.names else tidy_path(text) for text in texts)
        for text in found:
            if text not in self.names:
                advice = did_you_mean(text, self.names, "Write SKUs, products (item_group_id) or categories.")
                raise WrongValueError(f"names {text!r}, which does not exist", advice)
        return found


def read_vouchers(folder: Path, settings: Settings, known: References, problems: Problems) -> tuple[Voucher, ...]:
    """The vouchers; codes are kept in capitals."""
    rows = read_rows(
        folder, "vouchers.csv", _VOUCHER_COLUMNS, problems, required=("code", "kind"), money=("value", "minimum")
    )  # fmt: skip
    rows = unique([row for row in rows if row.need("code")], "code")
    return tuple(_voucher(row, settings, known) for row in rows)


def _voucher(row: Row, settings: Settings, known: References) -> Voucher:
    row.need("kind")
    kind = row.read("kind", lambda text: values.one_of(text, "percent", "fixed", "free_shipping"), "free_shipping")
    if kind != "free_shipping":
        row.need("value")
    starts = row.read("valid_from", lambda text: values.moment(text, settings.timezone), None)
    ends = row.read("valid_until", lambda text: values.moment(text, settings.timezone, end=True), None)
    if starts and ends and ends < starts:
        row.wrong("valid_until", "ends before it begins", "Write the earlier date into valid_from.")
    return Voucher(
        code=row.get("code").upper(),
        kind=cast("Literal['percent', 'fixed', 'free_shipping']", kind),
        percent=row.read("value", _percent, 0) if kind == "percent" else 0,
        value=row.read("value", lambda text: values.money(text, settings.currency), None) if kind == "fixed" else None,
        minimum=row.read("minimum", lambda text: values.money(text, settings.currency), None),
        applies_to=row.read("applies_to", lambda text: known.check(values.items(text)), ()),
        once_per_shopper=row.flag("once_per_shopper", default=False),
        total_uses=row.read("total_uses", partial(values.whole, least=1), None),
        valid_from=starts,
        valid_until=ends,
    )


def _percent(text: str) -> int:
    percent = values.whole(text.removesuffix("%").strip(), least=1)
    if percent > 100:
        raise WrongValueError("is more than everything", "Write 1 to 100.")
    return percent


def read_offers(
    folder: Path, settings: Settings, known: References, vouchers: Collection[Voucher], problems: Problems
) -> tuple[Offer, ...]:
    """The offers, in the order of the file."""
    tables = (read_tables(folder, "offers.toml", problems) or {}).items()
    offers = []
    for name, found in tables:
        if name != "offer":
            problems.add(
                "offers.toml",
                "is an unknown table",
                "Begin every offer with [[offer]].",
                line=found[0].line,
                column=name,
            )
            continue
        others = _translations(folder, settings, [str(table.values.get("id")) for table in found], problems)
        codes = [voucher.code for voucher in vouchers]
        offers = [_offer(table, settings, known, codes, others) for table in found]
        _check_ids(found)
    return tuple(offers)


def _check_ids(tables: list[Table]) -> None:
    seen: set[object] = set()
    for table in tables:
        if "id" not in table.values:
            table.wrong("id", "is missing", "Every offer needs an id.")
        elif table.values["id"] in seen:
            table.wrong("id", "stands there twice", "Every offer needs an id of its own.")
        seen.add(table.values.get("id"))


def _translations(
    folder: Path, settings: Settings, ids: Collection[str], problems: Problems
) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for language in settings.languages[1:]:
        tables = (read_tables(folder, f"offers.{language}.toml", problems) or {}).get("offer", [])
        found[language] = {}
        for table in tables:
            table.only(("id", "text"))
            name = table.text("id", str, "")
            if name not in ids:
                table.wrong("id", "is not in offers.toml", did_you_mean(name, ids, "Add it to offers.toml."))
            found[language][name] = table.text("text", str, "")
    return found


def _offer(
    table: Table, settings: Settings, known: References, codes: Collection[str], others: Mapping[str, Mapping[str, str]]
) -> Offer:
    table.only(_OFFER_KEYS)
    kind = table.text("kind", lambda text: values.one_of(text, *_KINDS), "campaign")
    for key in ("kind", "text", *_KINDS[kind]):
        if key not in table.values:
            table.wrong(key, "is missing", f"An offer of kind {kind!r} needs it.")
    name = table.text("id", str, "")
    texts = {settings.languages[0]: table.text("text", str, "")}
    texts |= {language: named[name] for language, named in others.items() if named.get(name)}
    lists = {
        key: table.read(key, lambda value: known.check(as_texts(value)), _NONE)
        for key in ("products", "not_if_bought", "bought", "cart_has", "cart_lacks")
    }
    return Offer(
        id=name,
        kind=cast("Literal['campaign', 'after_purchase', 'cart_complement', 'abandoned_cart', 'back_in_stock']", kind),
        text=Text(values={language: text for language, text in texts.items() if text}),
        products=lists["products"],
        discount=table.text("discount", lambda text: _discount(text, settings.currency), ""),
        voucher=table.text("voucher", lambda code: _code(code, codes), ""),
        valid_until=table.text("valid_until", lambda text: values.moment(text, settings.timezone, end=True), None),
        not_if_bought=lists["not_if_bought"],
        bought=lists["bought"],
        after=table.text("after", values.duration, timedelta()),
        cart_has=lists["cart_has"],
        cart_lacks=lists["cart_lacks"],
    )


def _discount(text: str, currency: str) -> str:
    """`15%` or `2.00 EUR`, in this very form."""
    share = _SHARE.fullmatch(text)
    if share and int(share.group(1)) > 0:
        return f"{int(share.group(1))}%"
    if text.endswith("%"):
        raise WrongValueError("is not a share", "Write 1% to 99%.")
    amount: Money = values.money(text, currency)
    return f"{amount.amount // 100}.{amount.amount % 100:02} {amount.currency}"


def _code(text: str, codes: Collection[str]) -> str:
    if text.upper() not in codes:
        raise WrongValueError("is not in vouchers.csv", did_you_mean(text.upper(), codes, "Add it to vouchers.csv."))
    return text.upper()
