"""The SQLite store keeps the contract of all stores."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.store.base import Store
from bot.store.sqlite import SqliteStore
from tests.bot.store.contract import StoreContract


class TestSqliteStore(StoreContract):
    """A file in a folder of its own."""

    @pytest.fixture
    def reopen(self, tmp_path: Path) -> Callable[[], Store]:
        return lambda: SqliteStore.open(tmp_path / "shop.db", durable=False)
