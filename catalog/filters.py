"""A query's filters as SQL conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from catalog.query import Query

Value = str | int
_NO = "facet.value IN ('nein', 'no')"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition over variant `v`, product `p` and stock `s`, and the values it names."""

    where: str
    values: Mapping[str, Value]


def conditions(query: Query, *, price: str, free: str, available: str) -> Condition:
    """What a row must fulfil; the expressions say how price, free stock and availability are reckoned."""
    clauses: list[str] = []
    values: dict[str, Value] = {}
    for clause, given in _clauses(query, price, free, available):
        clauses.append(clause)
        values |= given
    return Condition(" AND ".join(clauses) or "1", values)


def _clauses(query: Query, price: str, free: str, available: str) -> Iterator[tuple[str, dict[str, Value]]]:
    if query.category is not None:
        path = query.category.casefold()
        yield "(p.category = :category OR substr(p.category, 1, :deep) = :below)", {
            "category": path, "below": f"{path} > ", "deep": len(path) + 3,
        }  # fmt: skip
    yield from _facets("colour", query.colours, "colours")
    yield from _facets("colour", query.not_colours, "not_colours", negated=True)
    yield from _facets("size", query.sizes, "sizes")
    for place, (name, value) in enumerate(query.attributes):
        yield _attribute(
            name, f"facet.value = :attribute{place}_value" if value else f"NOT {_NO}", f"attribute{place}", value
        )
    for place, name in enumerate(query.not_attributes):
        yield _attribute(name, _NO, f"not_attribute{place}")
    for sign, limit in ((">=", query.price_min), ("<=", query.price_max)):
        if limit is not None:
            key = "price_min" if sign == ">=" else "price_max"
            yield f"v.currency = :{key}_currency AND {price} {sign} :{key}", {
                key: limit.amount, f"{key}_currency": limit.currency,
            }  # fmt: skip
    if query.store is not None:
        yield f"{free} > 0", {}
    if query.in_stock and query.store is None:
        yield available, {}


def _facets(
    name: str, wanted: tuple[str, ...], key: str, *, negated: bool = False
) -> Iterator[tuple[str, dict[str, Value]]]:
    if wanted:
        values: dict[str, Value] = {f"{key}{place}": value.casefold() for place, value in enumerate(wanted)}
        names = ", ".join(f":{each}" for each in values)
        found = (
            f"EXISTS (SELECT 1 FROM facet WHERE facet.n = v.n AND facet.name = '{name}' AND facet.value IN ({names}))"  # noqa: S608 - only names from this room are put in
        )
        yield f"NOT {found}" if negated else found, values


def _attribute(name: str, match: str, key: str, value: str = "") -> tuple[str, dict[str, Value]]:
    values: dict[str, Value] = {key: f"attr:{name.casefold()}"}
    if value:
        values[f"{key}_value"] = value.casefold()
    return f"EXISTS (SELECT 1 FROM facet WHERE facet.n = v.n AND facet.name = :{key} AND {match})", values  # noqa: S608 - only names from this room are put in
