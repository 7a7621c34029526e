"""Words that come along with something else, or behind a slash, are read as what they say."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.config import DEMO
from catalog.importing import import_folder
from tests.bot.desk_shop import Shop, shop


@pytest_asyncio.fixture
async def counter(tmp_path: Path) -> AsyncIterator[Shop]:
    """The demo shop."""
    (tmp_path / "shop").mkdir()
    database = tmp_path / "shop.db"
    import_folder(DEMO, database)
    async with shop(database, tmp_path / "shop") as counter:
        yield counter


async def test_the_words_beside_a_photo_are_answered_and_what_cannot_be_seen_is_said(counter: Shop) -> None:
    await counter.put("photo", "habt ihr rote Becher unter 20 Euro?")
    said = counter.mia.news()
    assert "help-only-words" in said
    assert "search-found" in said
    assert "help-photo" not in said
    await counter.put("photo", "xyzzy plugh")
    assert counter.mia.news() == ["help-only-words", "fallback-sorry"]
    await counter.put("photo")
    assert counter.mia.news() == ["help-photo"]


async def test_a_command_that_nobody_knows_is_what_its_words_say(counter: Shop) -> None:
    await counter.says("zwei rote Becher Möwe bitte")
    counter.mia.news()
    await counter.put("command", "/warenkorb@shop_bot zeigen", name="warenkorb", argument="zeigen")
    assert "order-cart-heading" in counter.mia.news()
