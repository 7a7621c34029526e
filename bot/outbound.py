"""The gate: everything that leaves is asked for here, at the moment of sending.

Answers and service news leave unless the shopper blocked the bot. An offer leaves only if every condition of
`bot.commerce.eligibility.CHECKS` holds now, however long ago it was planned. The decision is written in the same
transaction, before anything is sent: mark, then act. So an offer leaves at most once, and one whose sending broke off
after its mark is not tried again.

A withheld offer is withheld for good. One that falls into the quiet hours is not kept for the morning: by then the
conversation is likely over, and whoever wants offers is better served by the next occasion.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.commerce import decisions
from bot.commerce.eligibility import Assortment, Case, refusal
from bot.store.base import Effect, Reader, Transaction


@dataclass(frozen=True, slots=True)
class Release:
    """Whether a message may leave, and why not."""

    allowed: bool
    reason: str = ""


def release(tx: Transaction, effect: Effect, *, now: datetime, catalog: Assortment) -> Release:
    """Decide about one planned message, now; for an offer the decision is a row of the same transaction.

    One effect goes to one conversation. Commit before anything is sent: the row is the permission.
    """
    if effect.message_class != "offer":
        blocked = effect.kind == "send" and _blocked(tx, effect.conversation)
        return Release(not blocked, "blocked" if blocked else "")
    decided = decisions.about(tx, effect.conversation, effect.key)
    if decided is not None:  # a crash came between the mark and the settling
        return Release(allowed=False, reason=decided.reason or "duplicate")
    reason = _refusal(tx, effect, now=now, catalog=catalog)
    decisions.write(tx, effect.conversation, offer=effect.data["offer"], effect=effect.key, reason=reason, now=now)
    if not reason and "sku" in effect.data:
        _end_watch(tx, effect.conversation, effect.data["sku"])
    return Release(not reason, reason)


def _refusal(tx: Transaction, effect: Effect, *, now: datetime, catalog: Assortment) -> str:
    """Why an offer may not leave now; one that the shop has withdrawn since is over."""
    offer = catalog.offer(effect.data["offer"])
    if offer is None:
        return "expired"
    conversation = tx.conversation(effect.conversation)
    return refusal(Case(reader=tx, catalog=catalog, conversation=conversation, offer=offer, now=now, data=effect.data))


def _blocked(reader: Reader, conversation: str) -> bool:
    """Whether the shopper blocked the bot."""
    row = reader.row("SELECT blocked FROM conversation WHERE id = :id", id=conversation)
    return row is not None and bool(row["blocked"])


def _end_watch(tx: Transaction, conversation: str, sku: str) -> None:
    """Whoever waited for something is told once."""
    tx.change("DELETE FROM watch WHERE conversation = :conversation AND sku = :sku", conversation=conversation, sku=sku)
