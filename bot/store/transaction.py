"""The verbs of the store in SQL that SQLite and PostgreSQL share."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.clock import from_micros, to_micros
from bot.conversation import Conversation
from bot.message import ACTIVE_KINDS, Message
from bot.store import rows
from bot.store.base import Effect, Parked, Row
from bot.store.errors import Conflict, translate

_CONVERSATION = f"SELECT {rows.CONVERSATION} FROM conversation WHERE id = ?"  # noqa: S608 (constants)
_RECEIVE = """
INSERT INTO event (conversation, key, kind, text, data, language, at)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO NOTHING
"""
# The window is how far `active_until` lies behind `user_at` in the row that comes in.
_ACTIVE = """
INSERT INTO conversation (id, user_at, active_since, active_until) VALUES (?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
    active_since = CASE
        WHEN conversation.user_at IS NULL
            OR excluded.user_at - conversation.user_at > excluded.active_until - excluded.user_at
        THEN excluded.user_at ELSE conversation.active_since
    END,
    active_until = excluded.active_until, user_at = excluded.user_at, blocked = 0
WHERE conversation.user_at IS NULL OR conversation.user_at <= excluded.user_at
"""
_BLOCKED = """
INSERT INTO conversation (id, blocked) VALUES (:id, :blocked) ON CONFLICT (id) DO UPDATE SET blocked = :blocked
"""
_SAVE_NEW = """
INSERT INTO conversation (id, state, version, language, user_at, active_since, active_until, blocked, handover)
VALUES (:id, :state, 1, :language, :user_at, :active_since, :active_until, :blocked, :handover)
ON CONFLICT (id) DO UPDATE SET state = :state, version = 1, language = :language, handover = :handover
WHERE conversation.version = 0
"""
_SAVE = """
UPDATE conversation SET state = ?, language = ?, handover = ?, version = version + 1 WHERE id = ? AND version = ?
"""
_FAILED = """
UPDATE event SET tries = tries + 1, parked = CASE WHEN tries + 1 >= :park_after THEN :error END
WHERE seq = :seq AND done IS NULL RETURNING parked
"""
_PLAN = """
INSERT INTO effect (conversation, key, kind, class, data, due)
VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING
"""
# A send waits for every earlier one of its conversation that is due, under way, or was tried and put off.
_DUE = f"""
SELECT {rows.EFFECT} FROM effect AS mine
WHERE done IS NULL AND due <= :now AND (leased_until IS NULL OR leased_until <= :now) AND (
    kind <> 'send' OR NOT EXISTS (
        SELECT 1 FROM effect AS other
        WHERE other.conversation = mine.conversation AND other.done IS NULL AND other.kind = 'send'
            AND (other.leased_until > :now OR (other.id < mine.id AND (other.due <= :now OR other.tries > 0)))
    )
)
ORDER BY due, id LIMIT :limit
"""  # noqa: S608 (constants)
_NEXT_DUE = """
SELECT due FROM effect WHERE done IS NULL AND leased_until IS NULL AND due > :after ORDER BY due, id LIMIT 1
"""
# What is leased was due before, so the index on `due` ends the search at the first effect that is due later.
_NEXT_LEASE_END = """
SELECT MIN(leased_until) FROM effect WHERE done IS NULL AND leased_until > :after AND due <= :first
"""
_WAITING = """
SELECT conversation FROM event WHERE done IS NULL AND parked IS NULL GROUP BY conversation ORDER BY MIN(seq)
"""
_UNREAD = f"""
SELECT {rows.EVENT} FROM event WHERE conversation = ? AND done IS NULL AND parked IS NULL
ORDER BY seq LIMIT 1
"""  # noqa: S608 (constants)
_PARKED = "SELECT seq, conversation, key, kind, parked, at FROM event WHERE parked IS NOT NULL ORDER BY seq"
_ALWAYS, _NEVER = -(2**62), 2**62

Values = Mapping[str, Any] | tuple[Any, ...]


class SqliteReader:
    """What was committed last, read through one connection."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def _execute(self, sql: str, values: Values) -> sqlite3.Cursor:
        try:
            return self._connection.execute(sql, values)
        except sqlite3.Error as error:
            raise translate(error, self._path) from error

    def _all(self, sql: str, values: Values) -> list[Any]:
        """All rows as they come; the statement is finished by it."""
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise translate(error, self._path) from error

    def _first(self, sql: str, values: Values) -> Any:
        """The first row as it comes, or None, of a statement that gives one at most."""
        found = self._all(sql, values)
        return found[0] if found else None

    def row(self, sql: str, **values: Any) -> Row | None:
        """The first row as a mapping, or None."""
        with closing(self._execute(sql, values)) as cursor:
            row = cursor.fetchone()
            return None if row is None else dict(zip(_names(cursor), row, strict=True))

    def rows(self, sql: str, **values: Any) -> list[Row]:
        """All rows as mappings."""
        with closing(self._execute(sql, values)) as cursor:
            names = _names(cursor)
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def conversation(self, id: str) -> Conversation:
        """The conversation as stored, a new one if it is not known yet."""
        row = self._first(_CONVERSATION, (id,))
        return rows.conversation(row) if row else Conversation(id=id)

    def unread(self, conversation: str) -> Message | None:
        """The oldest event of a conversation that is neither done nor parked."""
        row = self._first(_UNREAD, (conversation,))
        return rows.message(row) if row else None

    def waiting(self) -> list[str]:
        """Conversations with unread events, the longest waiting first."""
        return [conversation for (conversation,) in self._all(_WAITING, {})]

    def next_due(self, after: datetime | None = None) -> datetime | None:
        """When the next effect is due or its lease runs out: the first such moment, or the first later than `after`."""
        floor = _ALWAYS if after is None else to_micros(after)
        due = self._first(_NEXT_DUE, {"after": floor})
        first = _NEVER if due is None else due[0]
        (lease_end,) = self._first(_NEXT_LEASE_END, {"after": floor, "first": first})
        first = first if lease_end is None else min(first, lease_end)
        return None if first == _NEVER else from_micros(first)

    def parked(self) -> list[Parked]:
        """Events that failed too often, oldest first."""
        return [
            Parked(seq=seq, conversation=conversation, key=key, kind=kind, error=error, at=from_micros(at))
            for seq, conversation, key, kind, error, at in self._all(_PARKED, {})
        ]


class SqliteTransaction(SqliteReader):
    """One transaction; everything in it becomes true together or not at all."""

    def __init__(self, connection: sqlite3.Connection, path: Path, *, window: timedelta) -> None:
        super().__init__(connection, path)
        self._window = window // timedelta(microseconds=1)

    def change(self, sql: str, **values: Any) -> int:
        """Run one INSERT, UPDATE or DELETE; the number of rows it changed."""
        return self._execute(sql, values).rowcount

    def receive(self, message: Message) -> int | None:
        """Put an event into the inbox; its sequence number, or None if its key is known already."""
        at = to_micros(message.at)
        data = rows.to_json(message.data)
        received = self._execute(
            _RECEIVE,
            (message.conversation, message.key, message.kind, message.text, data, message.language, at),
        )
        if received.rowcount == 0:
            return None
        if message.kind in ACTIVE_KINDS:
            self._execute(_ACTIVE, (message.conversation, at, at, at + self._window))
        elif message.kind in ("blocked", "unblocked"):
            self._execute(_BLOCKED, {"id": message.conversation, "blocked": int(message.kind == "blocked")})
        return received.lastrowid

    def save(self, conversation: Conversation) -> None:
        """Store a conversation; raises Conflict if somebody else stored it since it was loaded.

        The moments of activity and `blocked` belong to `receive`: they are stored with a new conversation only.
        """
        if self._write(conversation) != 1:
            raise Conflict(
                f"Conversation {conversation.id} was changed since version {conversation.version} was loaded. "
                "Nothing was stored; load it again and repeat the turn."
            )
        conversation.version += 1

    def _write(self, conversation: Conversation) -> int:
        """Insert or update the row; how many it were."""
        state, version = rows.state(conversation), conversation.version
        if version:
            values = (state, conversation.language, conversation.handover, conversation.id, version)
            return self._execute(_SAVE, values).rowcount
        return self.change(
            _SAVE_NEW,
            id=conversation.id,
            state=state,
            language=conversation.language,
            user_at=rows.micros(conversation.user_at),
            active_since=rows.micros(conversation.active_since),
            active_until=rows.micros(conversation.active_until),
            blocked=int(conversation.blocked),
            handover=conversation.handover,
        )

    def done(self, seq: int, record: Mapping[str, Any] | None, now: datetime) -> None:
        """Mark an event as answered, with the record of why."""
        kept = None if record is None else rows.to_json(record)
        self._execute("UPDATE event SET done = ?, record = ? WHERE seq = ?", (to_micros(now), kept, seq))

    def failed(self, seq: int, error: str, *, park_after: int) -> bool:
        """Count a failed try; True if the event is parked by it."""
        row = self._first(_FAILED, {"seq": seq, "error": error, "park_after": park_after})
        return row is not None and row[0] is not None

    def plan(self, effect: Effect) -> bool:
        """Plan an effect; False if its key is known already."""
        values = (
            effect.conversation,
            effect.key,
            effect.kind,
            effect.message_class,
            rows.to_json(effect.data),
            to_micros(effect.due),
        )
        return self._execute(_PLAN, values).rowcount == 1

    def cancel(self, key: str, now: datetime) -> bool:
        """Cancel an effect that has not happened yet; False if there is none, or it is under way."""
        changed = self._execute(
            "UPDATE effect SET done = :now, result = 'cancelled' WHERE key = :key AND done IS NULL "
            "AND (leased_until IS NULL OR leased_until <= :now)",
            {"key": key, "now": to_micros(now)},
        )
        return changed.rowcount == 1

    def lease(self, now: datetime, until: datetime, limit: int) -> list[Effect]:
        """Take due effects, oldest first, at most one 'send' per conversation and none behind a leased one."""
        due = self._all(_DUE, {"now": to_micros(now), "limit": limit})
        return [self._take(row, until) for row in due]

    def _take(self, row: tuple[Any, ...], until: datetime) -> Effect:
        """Lease one row; the number of its try makes the lease unlike every earlier one."""
        tries = row[7] + 1
        lease = f"{row[2]}#{tries}"
        self._execute(
            "UPDATE effect SET tries = :tries, lease = :lease, leased_until = :until WHERE id = :id",
            {"id": row[0], "tries": tries, "lease": lease, "until": to_micros(until)},
        )
        return rows.effect((*row[:7], tries, lease))

    def settle(self, effect: Effect, result: str, now: datetime) -> bool:
        """Mark a leased effect as done; False if the lease was lost to another worker."""
        changed = self._execute(
            "UPDATE effect SET done = :now, result = :result, leased_until = NULL "
            "WHERE id = :id AND lease = :lease AND done IS NULL",
            {"id": effect.id, "lease": effect.lease, "result": result, "now": to_micros(now)},
        )
        return changed.rowcount == 1

    def postpone(self, effect: Effect, due: datetime) -> bool:
        """Give a leased effect back for a later try; False if the lease was lost."""
        changed = self._execute(
            "UPDATE effect SET due = :due, lease = NULL, leased_until = NULL "
            "WHERE id = :id AND lease = :lease AND done IS NULL",
            {"id": effect.id, "lease": effect.lease, "due": to_micros(due)},
        )
        return changed.rowcount == 1


def _names(cursor: sqlite3.Cursor) -> list[str]:
    return [column[0] for column in cursor.description or ()]
