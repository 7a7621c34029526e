"""Works that share a transaction: one that fails is undone by itself."""

from __future__ import annotations

from pathlib import Path

from bot.store.base import Transaction
from bot.store.sqlite import SqliteStore
from tests.bot.store.samples import says


async def test_what_failed_once_beside_others_and_then_went_well_went_well(tmp_path: Path) -> None:
    store = SqliteStore.open(tmp_path / "shop.db", durable=False)
    runs: list[int] = []

    def shaky(tx: Transaction) -> int | None:
        runs.append(1)
        if len(runs) == 1:
            raise LookupError
        return tx.receive(says("k1"))

    neighbour, outcome = store.run(lambda tx: tx.receive(says("k0"))), store.run(shaky)
    assert (await neighbour, await outcome) == (1, 2)
    await store.close()
