"""The ledger of decisions: every offer that left or was held back, for whom, when and why."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from bot.clock import from_micros, to_micros
from bot.store.base import Reader, Row, Transaction

_DECISIONS = (
    "SELECT d.conversation, d.offer, d.effect, d.outcome, d.reason, d.at, e.data"
    " FROM decision d LEFT JOIN effect e ON e.key = d.effect "
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided about one offer for one shopper; `reason` is empty if it left. `sku`: what was waited for."""

    conversation: str
    offer: str
    effect: str
    outcome: str
    reason: str
    at: datetime
    sku: str = ""


def write(tx: Transaction, conversation: str, *, offer: str, effect: str, reason: str, now: datetime) -> None:
    """Add a decision: without a reason the offer leaves, and the schema checks once more that it may."""
    tx.change(
        "INSERT INTO decision (conversation, offer, effect, outcome, reason, at)"
        " VALUES (:conversation, :offer, :effect, :outcome, :reason, :at)",
        conversation=conversation,
        offer=offer,
        effect=effect,
        outcome="withheld" if reason else "sent",
        reason=reason,
        at=to_micros(now),
    )


def about(reader: Reader, conversation: str, effect: str) -> Decision | None:
    """What was decided about an effect, if anything."""
    row = reader.row(
        _DECISIONS + "WHERE d.conversation = :conversation AND d.effect = :effect ORDER BY d.id DESC LIMIT 1",
        conversation=conversation,
        effect=effect,
    )
    return None if row is None else _decision(row)


def sent_since(reader: Reader, conversation: str, since: int, *, offer: str = "") -> list[Decision]:
    """Offers that left to a shopper at or after a moment (in microseconds); only those of one id if it is given."""
    rows = reader.rows(
        _DECISIONS + "WHERE d.conversation = :conversation AND d.outcome = 'sent' AND d.at >= :since ORDER BY d.id",
        conversation=conversation,
        since=since,
    )
    return [_decision(row) for row in rows if offer in {"", row["offer"]}]


def log(reader: Reader, *, conversation: str = "", newest: int = 2**62) -> list[Decision]:
    """All decisions or the newest ones, oldest first; those of one shopper if one is named."""
    rows = reader.rows(
        _DECISIONS + "WHERE :conversation = '' OR d.conversation = :conversation ORDER BY d.id DESC LIMIT :newest",
        conversation=conversation,
        newest=newest,
    )
    return [_decision(row) for row in reversed(rows)]


def _decision(row: Row) -> Decision:
    """A row of the ledger."""
    data = json.loads(row["data"]) if row["data"] else {}
    return Decision(
        conversation=row["conversation"],
        offer=row["offer"],
        effect=row["effect"],
        outcome=row["outcome"],
        reason=row["reason"],
        at=from_micros(row["at"]),
        sku=data.get("sku", ""),
    )
