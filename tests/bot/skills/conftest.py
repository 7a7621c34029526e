"""One open demo shop for each module; every test comes with shoppers of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from bot.testing import Chat
from tests.bot.skills.counter import Guest

_NUMBERS = count(1)


@pytest.fixture(scope="module")
def shop() -> Iterator[Chat]:
    """The demo shop on a Wednesday noon."""
    chat = Chat()
    yield chat
    chat.close()


@pytest.fixture
def guest(shop: Chat) -> Callable[[str], Guest]:
    """A new shopper whose profile has a language."""
    return lambda language: Guest(shop, f"guest-{next(_NUMBERS)}", language)


@pytest.fixture
def mia(guest: Callable[[str], Guest]) -> Guest:
    """A shopper who speaks German."""
    return guest("de")


@pytest.fixture
def ben(guest: Callable[[str], Guest]) -> Guest:
    """A shopper who speaks English."""
    return guest("en")
