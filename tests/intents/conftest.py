"""One trained parser for all tests of this folder."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from intents.model import Model
from intents.parse import Parse
from intents.parser import Parser
from intents.training import train
from tests.intents.shop_words import training_sentences, vocabulary

NOW = datetime(2026, 11, 18, 11, tzinfo=UTC)  # a Wednesday


class Understand(Protocol):
    def __call__(self, text: str, *, language: str = "", question: str | None = None) -> Parse: ...


@pytest.fixture(scope="session")
def model() -> Model:
    return train(training_sentences(), cache=Path(__file__).parents[2] / ".tresen")


@pytest.fixture(scope="session")
def parser(model: Model) -> Parser:
    return Parser(model, vocabulary())


@pytest.fixture(scope="session")
def understand(parser: Parser) -> Understand:
    def understand(text: str, *, language: str = "", question: str | None = None) -> Parse:
        return parser.parse(text, language=language, question=question, now=NOW, timezone="Europe/Berlin")

    return understand
