"""What the people at the desk see of a shopper: the order card, what was said before, and what is said now."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot import desk
from bot.choosing import button_of
from bot.commerce import cart, orders
from bot.message import ACTIVE_KINDS
from bot.reply import Reply, Said
from bot.store.base import Row
from bot.turn import Turn

#: So much of what was said before is put before a person who is called.
MOST_LINES = 8


def called(turn: Turn, why: str, **values: Any) -> list[Reply]:
    """Somebody wants a person: why they see this, the card of the newest order and the cart, and the talk so far."""
    card = turn.memory["card"] = _card(turn)
    return [replace(reply, card=card) for reply in desk.tell(turn, why, **values)] + meanwhile(turn)


def renewed(turn: Turn) -> list[Reply]:
    """The card alone, if it shows something else by now."""
    people, card = desk.of(turn), _card(turn)
    if people is None or turn.memory.get("card") == card:
        return []
    turn.memory["card"] = card
    return [Reply(text="", card=card, kind="service", to=people.place(turn.shopper), language=_language(turn))]


def newest(turn: Turn) -> list[Reply]:
    """The message of this turn, unless they have seen it."""
    row = {"kind": turn.message.kind, "text": turn.message.text, "data": turn.message.data}
    if not _still_new(turn):
        return []
    return [replace(reply, copies=_sources(row)) for reply in _line(turn, row)]


def meanwhile(turn: Turn) -> list[Reply]:
    """What was said since they looked last, the newest of it."""
    seen = turn.memory.get("shown", 0)
    if desk.of(turn) is None or not _still_new(turn):
        return []
    rows = turn.reader.rows(
        "SELECT seq, kind, text, data FROM event WHERE conversation = :shopper AND seq > :seen AND seq <= :now"
        " AND kind <> 'operator' ORDER BY seq DESC LIMIT :most",
        shopper=turn.shopper,
        seen=seen,
        now=turn.message.seq,
        most=MOST_LINES,
    )
    told = [{**row, "data": json.loads(row["data"])} for row in reversed(rows) if row["kind"] in ACTIVE_KINDS]
    return _together([reply for row in told for reply in _told(turn, row)])


def _together(lines: Sequence[Reply]) -> list[Reply]:
    """What was said as one message, every line of it: who asks the same thing twice is seen to have done so."""
    text = Said.join([line.text for line in lines], "\n\n")
    copies = tuple(copy for line in lines for copy in line.copies)
    return [replace(lines[0], text=text, copies=copies)] if lines else []


def _still_new(turn: Turn) -> bool:
    """Whether this message was not shown yet; from now on it was."""
    if turn.memory.get("shown", 0) >= turn.message.seq:
        return False
    turn.memory["shown"] = turn.message.seq
    return True


def _told(turn: Turn, row: Mapping[str, Any]) -> Iterator[Reply]:
    """One message of the shopper's, and what the bot answered."""
    yield from (replace(reply, copies=_sources(row)) for reply in _line(turn, row))
    for answer in _answers(turn, int(row["seq"])):
        yield from desk.said(turn, json.loads(answer["data"]).get("text", ""))


def _answers(turn: Turn, seq: int) -> list[Row]:
    return turn.reader.rows(
        "SELECT data FROM effect WHERE conversation = :shopper AND kind = 'send' AND key IN (:first, :second)",
        shopper=turn.shopper,
        first=f"{seq}:0",
        second=f"{seq}:1",
    )


def _line(turn: Turn, row: Mapping[str, Any]) -> list[Reply]:
    """What a shopper did, in a line of its own."""
    kind, text = str(row["kind"]), str(row["text"])
    if kind in ("text", "command"):
        return desk.tell(turn, "desk-shopper", text=text)
    if kind == "press":
        pressed = button_of(turn.reader, turn.shopper, str(row["data"].get("button", "")))
        text = str(pressed["label"]) if pressed else ""
    return desk.tell(turn, "desk-shopper-did", what=kind, text=text)


def _sources(row: Mapping[str, Any]) -> tuple[str, ...]:
    source = row["data"].get("source")
    return (str(source),) if source else ()


def _card(turn: Turn) -> str:
    """The newest order and the cart, in the shop's language."""
    newest_order = next(iter(orders.of(turn.reader, turn.shopper)), None)
    lines = [_order(turn, newest_order)] if newest_order else []
    basket = cart.load(turn.reader, turn.catalog, turn.shopper, now=turn.now)
    if basket.lines:
        pieces = [_pieces(turn, line.quantity, line.variant.title[_language(turn)]) for line in basket.lines]
        lines.append(_say(turn, "desk-card-cart", pieces=pieces))
    return Said.join(lines or [_say(turn, "desk-card-empty")])


def _order(turn: Turn, order: orders.Order) -> Said:
    label = f"tracking-state-{order.state}".replace("_", "-")
    known = turn.world.texts.has(label, _language(turn))
    return _say(
        turn,
        "desk-card-order",
        order=order.id,
        day=order.created_at.date(),
        state=_say(turn, label) if known else order.state,
        pieces=[_pieces(turn, line.quantity, line.title) for line in order.lines],
        total=order.total,
    )


def _pieces(turn: Turn, quantity: int, title: str) -> Said:
    return _say(turn, "desk-card-pieces", quantity=quantity, title=title)


def _language(turn: Turn) -> str:
    return turn.shop.languages[0]


def _say(turn: Turn, text: str, /, **values: Any) -> Said:
    return turn.world.texts.say(text, _language(turn), values)
