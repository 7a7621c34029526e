"""What every store must do. A store's own tests inherit from StoreContract and say how to open it."""

from __future__ import annotations

from tests.bot.store.effect_contract import EffectContract
from tests.bot.store.inbox_contract import InboxContract
from tests.bot.store.turn_contract import TurnContract


class StoreContract(InboxContract, TurnContract, EffectContract):
    """The whole contract. A subclass has a fixture `reopen`: a function that opens the same database again."""
