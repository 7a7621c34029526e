from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from catalog import terms
from catalog.catalog import Catalog
from catalog.importing import import_folder
from intents.model import Model
from intents.parse import ProductName, Term, Vocabulary
from intents.parser import Parser
from tests.intents.shop_words import ROOT
from tests.intents.test_sentences import DIALOGUES

NOW = datetime(2026, 11, 18, 11, tzinfo=UTC)


def _terms(found: tuple[terms.Term, ...]) -> tuple[Term, ...]:
    return tuple(Term(key=key, names=names) for key, names in found)


@pytest.fixture(scope="module")
def demo(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Parser:
    database: Path = tmp_path_factory.mktemp("demo") / "shop.db"
    import_folder(ROOT / "catalog" / "demo", database)
    catalog = Catalog(database)
    vocabulary = Vocabulary(
        products=tuple(ProductName(product=p, sku=s, names=names) for p, s, names in terms.product_names(catalog)),
        categories=_terms(terms.categories(catalog)),
        colours=_terms(terms.colours(catalog)),
        sizes=_terms(terms.sizes(catalog)),
        attributes=_terms(terms.attribute_names(catalog)),
        stores=tuple(Term(key=store.id, names=tuple(store.name.values.values())) for store in catalog.stores()),
    )
    return Parser(model, vocabulary)


@pytest.mark.parametrize(("text", "intent"), [line for lines in DIALOGUES.values() for line in lines])
def test_a_whole_purchase_is_understood_in_the_demo_shop(text: str, intent: str, demo: Parser) -> None:
    assert [request.intent for request in demo.parse(text, now=NOW).requests] == [intent]


@pytest.mark.parametrize("text", ["habt ihr rote Becher unter 20 Euro?", "hav u got red mugs undr 20 euro"])
def test_filters_of_a_search_are_found(text: str, demo: Parser) -> None:
    found = {entity.type: entity.value for entity in demo.parse(text, now=NOW).entities}
    assert found == {
        "colour": "rot",
        "category": "Küche > Becher",
        "price_limit": {"min": None, "max": 2000, "currency": "EUR"},
    }


@pytest.mark.parametrize(
    ("text", "product"), [("was kostet der Becher Möwe", "becher-moewe"), ("seagul mug", "becher-moewe")]
)
def test_products_of_the_demo_shop_are_linked(text: str, product: str, demo: Parser) -> None:
    (entity,) = [entity for entity in demo.parse(text, now=NOW).entities if entity.type == "product"]
    assert entity.value[0]["product"] == product
