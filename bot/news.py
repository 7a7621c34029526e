"""News while a person answers: shown to the people at once, kept for the shopper, told when the chat is handed back.

A piece of news is kept as the event whose listeners tell it, so it is told as things stand when it is told, in the
language that is spoken then; of several about the same thing the last one counts. A plain reply to news is kept as it
is. Each piece is called up by an event of its own: one that fails holds up neither the others nor the hand-back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from bot import desk, reply_json
from bot.clock import from_micros, to_micros
from bot.message import ACTIVE_KINDS, Message
from bot.reply import Reply, Said
from bot.run import Results, listen
from bot.turn import Turn

#: The event that calls a piece of news up that was kept.
DUE = "news.due"
#: The event that a person has handed back; it comes after all that was kept.
OVER = "handover.over"
#: What a person does in a chat is said by them.
BY_A_PERSON = "operator"

Kept = Mapping[str, Any]


def told(turn: Turn, replies: Iterable[Reply], results: Results) -> list[Reply]:
    """What is said of a turn's replies: all of it, but news while a person answers."""
    held = turn.conversation.handover == "human" and turn.message.kind not in {*ACTIVE_KINDS, BY_A_PERSON}
    say = _hold if held else _say
    return [each for number, reply in enumerate(replies) for each in say(turn, reply, number, results)]


def call_up(turn: Turn) -> None:
    """Have what was kept told, one after the other, once a person has handed back."""
    if turn.conversation.handover == "human":
        return
    for number, kept in enumerate(turn.conversation.held):
        _happens(turn, DUE, f"news:{number}", {"event": kept["event"], "about": kept["about"]})
    _happens(turn, OVER, "over", {})


def _happens(turn: Turn, kind: str, key: str, data: Kept) -> None:
    told = Message(conversation=turn.shopper, key=f"{turn.message.seq}:{key}", kind=kind, at=turn.now, data=data)
    turn.tx.receive(told)


def due(turn: Turn, results: Results) -> list[Reply]:
    """Tell one piece of news that was kept, unless it was told meanwhile or a person is there again."""
    kept = next((each for each in turn.conversation.held if _same(each, turn.message.data)), None)
    if kept is None or turn.conversation.handover == "human":
        return []
    _forget(turn, kept)
    return _words(turn, kept, results)


def _say(turn: Turn, reply: Reply, _number: int, results: Results) -> list[Reply]:
    if not reply.news:
        return [reply]
    _forget(turn, reply.news)
    return _words(turn, reply.news, results)


def _hold(turn: Turn, reply: Reply, number: int, results: Results) -> list[Reply]:
    """Keep a reply that is for the shopper; the people hear of it now. About offers the gate decides."""
    if reply.to not in {"", turn.shopper} or reply.kind == "offer":
        return [reply]
    plain = {"event": "", "about": f"{turn.message.seq}:{number}", "data": reply_json.dump(reply)}
    news = {**(reply.news or plain), "at": to_micros(turn.message.at)}
    words = _for_the_people(turn, news, results)
    _forget(turn, news)
    if not words:
        return []
    turn.conversation.held.append({**news, "acts": list(words.acts), "said": str(words)})
    turn.note(f"kept until the hand-back: {news['event'] or turn.message.kind} {news['about']}")
    return desk.tell(turn, "desk-news", text=words)


def _for_the_people(turn: Turn, news: Kept, results: Results) -> Said:
    """What the shopper will be told, in the shop's own language."""
    language, turn.conversation.language = turn.language, turn.shop.languages[0]
    try:
        return Said.join(reply.text for reply in _words(turn, news, results))
    finally:
        turn.conversation.language = language


def _words(turn: Turn, news: Kept, results: Results) -> list[Reply]:
    """What is said of a piece of news as things stand now; nothing, if it is over."""
    if not news["event"]:
        return [reply_json.load(news["data"])]
    message = turn.message
    happened = from_micros(news["at"]) if "at" in news else message.at
    turn.message = replace(message, kind=news["event"], data=news["data"], at=happened)
    try:
        return listen(turn, results, news["event"])
    finally:
        turn.message = message


def _forget(turn: Turn, news: Kept) -> None:
    turn.conversation.held = [each for each in turn.conversation.held if not _same(each, news)]


def _same(one: Kept, other: Kept) -> bool:
    return bool(one["event"] == other["event"] and one["about"] == other["about"])
