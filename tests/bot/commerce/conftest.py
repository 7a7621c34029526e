"""A database for each test."""

from __future__ import annotations

import pytest

from bot.store.transaction import SqliteTransaction
from tests.bot.commerce.shop import a_database


@pytest.fixture
def tx() -> SqliteTransaction:
    """A transaction on a fresh database."""
    return a_database()
