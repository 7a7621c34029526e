"""What a shopper agreed to, in whose words and when: rows are only ever added, the newest counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.clock import from_micros, to_micros
from bot.store.base import Reader, Row, Transaction

#: The purpose of advertising in this chat: campaigns, reminders of a cart, news that something is back.
OFFERS = "offers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One statement of a shopper about one purpose: given or withdrawn, with the words that were answered."""

    granted: bool
    at: datetime
    wording: str
    purpose: str = OFFERS
    channel: str = ""


def give(
    tx: Transaction, conversation: str, *, wording: str, channel: str, now: datetime, purpose: str = OFFERS
) -> None:
    """Store that the shopper agreed; `wording` is the sentence and the button as they were shown."""
    if not wording.strip():
        raise ValueError("consent needs the words that were agreed to: the shop has to prove them later")
    _state(tx, conversation, Consent(granted=True, at=now, wording=wording, purpose=purpose, channel=channel))


def withdraw(
    tx: Transaction, conversation: str, *, wording: str, channel: str, now: datetime, purpose: str = OFFERS
) -> None:
    """Store that the shopper objects, whether or not they ever agreed; `wording` is what they wrote or pressed."""
    _state(tx, conversation, Consent(granted=False, at=now, wording=wording, purpose=purpose, channel=channel))


def current(reader: Reader, conversation: str, purpose: str = OFFERS) -> Consent | None:
    """The shopper's newest statement about a purpose, or None if there never was one."""
    row = reader.row(
        "SELECT purpose, granted, at, channel, wording FROM consent"
        " WHERE conversation = :conversation AND purpose = :purpose ORDER BY id DESC LIMIT 1",
        conversation=conversation,
        purpose=purpose,
    )
    return None if row is None else _consent(row)


def history(reader: Reader, conversation: str) -> tuple[Consent, ...]:
    """Everything the shopper ever stated, oldest first: part of the export of their data."""
    rows = reader.rows(
        "SELECT purpose, granted, at, channel, wording FROM consent WHERE conversation = :conversation ORDER BY id",
        conversation=conversation,
    )
    return tuple(_consent(row) for row in rows)


def _state(tx: Transaction, conversation: str, statement: Consent) -> None:
    """Add one statement to the history."""
    tx.change(
        "INSERT INTO consent (conversation, purpose, granted, at, channel, wording)"
        " VALUES (:conversation, :purpose, :granted, :at, :channel, :wording)",
        conversation=conversation,
        purpose=statement.purpose,
        granted=int(statement.granted),
        at=to_micros(statement.at),
        channel=statement.channel,
        wording=statement.wording,
    )


def _consent(row: Row) -> Consent:
    """A row of the history as a statement."""
    return Consent(
        granted=bool(row["granted"]),
        at=from_micros(row["at"]),
        wording=row["wording"],
        purpose=row["purpose"],
        channel=row["channel"],
    )
