"""What is named in a message, message by message: each shows something that a component has to know.

`readings/<component>.toml` is said in the made-up shop, `readings/<component>.clothes.toml` in one that sells clothes and more.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from intents.parse import Entity
from intents.parser import Parser
from tests.intents.conftest import NOW
from tests.intents.shop_words import vocabulary

READINGS = sorted((Path(__file__).parent / "readings").glob("*.toml"))


def rows() -> list[tuple[str, str, str, list[str]]]:
    """Component, question that is open, message, and what is named in it."""
    found = []
    for path in READINGS:
        for question, messages in tomllib.loads(path.read_text("utf-8")).items():
            found += [(path.stem, question.strip("-"), message, named) for message, named in messages.items()]
    return found


def shown(entity: Entity) -> str:
    """An entity in a line: its type, the words, what they mean, and a question mark where that is not sure."""
    value = entity.value.values() if isinstance(entity.value, dict) else [entity.value]
    no, unsure = "no " if entity.negated else "", " ?" if entity.score < 1 else ""
    return f"{no}{entity.type}: {entity.text} = {' '.join(map(str, value))}{unsure}"


@pytest.fixture(scope="module")
def shops(parser: Parser) -> Mapping[str, Parser]:
    return {"": parser, ".clothes": parser.with_vocabulary(vocabulary("clothes"))}


@pytest.mark.parametrize(("component", "question", "message", "named"), rows())
def test_what_is_named(
    shops: Mapping[str, Parser], component: str, question: str, message: str, named: list[str]
) -> None:
    shop = shops[Path(component).suffix]
    parse = shop.parse(message, question=question or None, now=NOW, timezone="Europe/Berlin")
    assert [shown(entity) for entity in parse.entities] == named, component
