"""The bot runs turns: receive, understand, answer; delivery does the rest."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import structlog

from bot import desk, reply_json
from bot.choosing import button_of
from bot.conversation import Conversation
from bot.delivery import bound
from bot.dialogue import respond
from bot.message import ACTIVE_KINDS, Message
from bot.reply import MessageClass, Reply
from bot.run import Results, Waiting
from bot.store.base import Effect, Reader, Store, Transaction
from bot.store.errors import StoreError
from bot.turn import Turn
from bot.understanding import Understanding
from bot.world import World
from intents.parse import Parse

log = structlog.get_logger(__name__)

#: After so many failed tries an event is parked and the conversation goes on.
MOST_TRIES = 3
#: Questions that are answered in the shopper's own words, whatever language they are from.
OWN_WORDS = frozenset({"address", "name"})
#: After the store refused (a full disk), the conversation is tried again this much later.
PAUSE_SECONDS = 5.0


class Bot:
    """Turns messages into replies: one turn at a time per conversation, different conversations side by side."""

    def __init__(self, *, world: World, store: Store, understanding: Understanding) -> None:
        self.world = world
        self.store = store
        self._understanding = understanding
        self._working: dict[str, asyncio.Task[None]] = {}
        self.after_turn: Callable[[], None] = lambda: None  # told whenever a turn was committed
        self.turn_failed: Callable[[Exception], None] = _logged  # told whatever a skill raised

    async def start(self) -> None:
        """Go on where the last run stopped."""
        for conversation in self.store.read(lambda reader: reader.waiting()):
            self.wake(conversation)

    async def receive(self, messages: Sequence[Message]) -> None:
        """Commit messages to the inbox, then answer them. Returns once they are committed, not once they are answered."""
        await self.store.receive(messages)
        for message in messages:
            self.wake(message.conversation)

    def wake(self, conversation: str) -> None:
        """See to it that the unread events of a conversation are being answered."""
        if conversation not in self._working:
            self._working[conversation] = asyncio.create_task(self._work_off(conversation))

    async def idle(self) -> None:
        """Wait until every received message has been answered or parked."""
        while self._working:
            await asyncio.gather(*self._working.values())

    async def _work_off(self, conversation: str) -> None:
        try:
            while unread := self.store.read(lambda reader: _unread(reader, conversation)):
                message, known = unread
                with structlog.contextvars.bound_contextvars(event=message.seq, conversation=conversation):
                    await self._answer(message, known)
                self.after_turn()
        except StoreError as error:
            log.critical(
                "the store refused; the message stays in the inbox", conversation=conversation, reason=str(error)
            )
            asyncio.get_running_loop().call_later(PAUSE_SECONDS, self.wake, conversation)
        finally:
            del self._working[conversation]

    async def _answer(self, message: Message, known: Conversation) -> None:
        results = Results()
        message = _in_words(message, self.world)
        try:
            parse = self._understanding.parse(message, known, self.world)
            while waiting := await self._try(message, parse, results):
                results.known[waiting.key] = await waiting.start()
        except (StoreError, asyncio.CancelledError):
            raise
        except Exception as error:  # noqa: BLE001 - the turn boundary: whatever a skill raises ends here
            self.turn_failed(error)
            reason = f"{type(error).__name__}: {error}"
            await self.store.run(lambda tx: self._failed(tx, message, reason))

    async def _try(self, message: Message, parse: Parse | None, results: Results) -> Waiting | None:
        try:
            await self.store.run(lambda tx: self._still_turn(tx, message, parse, results.again()))
        except Waiting as waiting:
            waiting.turn.reader = self.store.read(lambda reader: reader)
            return waiting
        return None

    def _still_turn(self, tx: Transaction, message: Message, parse: Parse | None, results: Results) -> None:
        with self.world.catalog.still():  # one turn sees one catalogue
            self._turn(tx, message, parse, results)

    def _turn(self, tx: Transaction, message: Message, parse: Parse | None, results: Results) -> None:
        """One message -> conversation, shop and effects, all in this transaction."""
        now = self.world.clock.now()
        conversation = tx.conversation(message.conversation)
        _settle_language(conversation, message, parse, self.world)
        turn = Turn(
            world=self.world,
            message=_with_action(tx, message),
            conversation=conversation,
            now=now,
            reader=tx,
            transaction=tx,
            parse=parse,
        )
        open_question = conversation.task.question.slot if conversation.task and conversation.task.question else None
        replies = respond(turn, results)
        self._plan(turn, replies)
        tx.save(conversation)
        tx.done(message.seq, _record(turn, replies, open_question), now)

    def _plan(self, turn: Turn, replies: Sequence[Reply]) -> None:
        """One message a class and recipient, as effects with derived keys."""
        groups: dict[tuple[str, MessageClass], list[Reply]] = {}
        news = turn.message.kind not in ACTIVE_KINDS
        for reply in replies:
            kind: MessageClass = "service" if news and reply.kind == "reply" else reply.kind
            groups.setdefault((reply.to or turn.shopper, kind), []).append(reply)
        said, offered = list[str](), list[str]()  # the keys of what the shopper is told; buttons a yes would mean
        for number, ((to, kind), group) in enumerate(groups.items()):
            key = f"{turn.message.seq}:{number}"
            reply = Reply.merge(group)
            reply = replace(
                reply, kind=kind, to=to, language=reply.language or turn.language, buttons=bound(reply.buttons, key)
            )
            effect = Effect(
                conversation=to, key=key, kind="send", message_class=kind, data=reply_json.dump(reply), due=turn.now
            )
            turn.tx.plan(effect)
            if to == turn.shopper:
                said.append(key)
                offered += [button.id for button in reply.buttons if button.yes]
        if said and not news:
            turn.conversation.last = said
        if offered or not news:
            turn.conversation.offered = offered[-1] if offered else ""

    def _failed(self, tx: Transaction, message: Message, reason: str) -> None:
        """Count the failure; when the event is parked the shopper gets one apology."""
        parked = tx.failed(message.seq, reason, park_after=MOST_TRIES)
        if not parked:
            return
        log.error("event parked", tries=MOST_TRIES, kind=message.kind)
        if message.kind not in ACTIVE_KINDS:
            return
        conversation, now = tx.conversation(message.conversation), self.world.clock.now()
        turn = Turn(world=self.world, message=message, conversation=conversation, now=now, reader=tx, transaction=tx)
        if conversation.handover != "bot":
            _tell(turn, "desk", desk.unanswered(turn))
        if conversation.handover != "human":  # they will answer; the bot is silent
            language = conversation.language or turn.shop.languages[0]
            said = self.world.texts.say("sorry-error", language, {})
            _tell(turn, "sorry", [Reply.of(Reply(text=said, to=turn.shopper))])


def _tell(turn: Turn, what: str, replies: Sequence[Reply]) -> None:
    """Plan what is said of a turn that failed."""
    for reply in replies:
        effect = Effect(
            conversation=reply.to,
            key=f"{turn.message.seq}:{what}",
            kind="send",
            message_class=reply.kind,
            data=reply_json.dump(reply),
            due=turn.now,
        )
        turn.tx.plan(effect)


def _logged(error: Exception) -> None:
    log.error("turn failed", exc_info=error)


def _unread(reader: Reader, conversation: str) -> tuple[Message, Conversation] | None:
    """The oldest unanswered event of a conversation, and the conversation as it stands."""
    message = reader.unread(conversation)
    return (message, reader.conversation(conversation)) if message else None


def _settle_language(conversation: Conversation, message: Message, parse: Parse | None, world: World) -> None:
    """The language of this conversation: of its first profile, then of the newest wish that shows one.

    A borrowed word ("checkout") does not switch a conversation that is under way, nor does a name or an address.
    """
    question = conversation.task.question if conversation.task else None
    spoken = world.catalog.settings.languages
    if not conversation.language:
        conversation.language = message.language if message.language in spoken else spoken[0]
    if question and question.slot in OWN_WORDS:
        return
    if (
        parse
        and parse.requests
        and parse.language in spoken
        and (len(message.text.split()) > 1 or not conversation.greeted)
    ):
        conversation.language = parse.language


def _in_words(message: Message, world: World) -> Message:
    """A command that no skill knows is what its words say: "/warenkorb"."""
    if message.kind != "command" or world.skills.command(str(message.data["name"])):
        return message
    words = f"{message.data['name']} {message.data.get('argument', '')}".replace("_", " ")
    return replace(message, kind="text", text=words.strip())


def _with_action(tx: Transaction, message: Message) -> Message:
    """A pressed button with what it does; buttons live in the reply they were sent with, bound to its conversation."""
    if message.kind != "press":
        return message
    button = button_of(tx, message.conversation, str(message.data.get("button", "")))
    action = button if button and button.get("intent") else None
    return replace(message, data={**message.data, "action": action})


def _record(turn: Turn, replies: Sequence[Reply], open_question: str | None) -> Mapping[str, Any]:
    """Why this message was answered as it was: kept with the event, for shopper, author and log."""
    parse = turn.parse
    understood: dict[str, Any] = {}
    if parse:
        understood = {
            "language": parse.language,
            "tokens": list(parse.tokens),
            "requests": [
                {"intent": r.intent, "score": round(r.score, 3), "entities": [_entity(e) for e in r.entities]}
                for r in parse.requests
            ],
            "entities": [_entity(entity) for entity in parse.entities],
            "suggestions": [[name, round(score, 3)] for name, score in parse.suggestions[:3]],
            "correction": parse.correction,
        }
    acts = [act for reply in replies for act in Reply.of(reply).acts]
    return {**understood, "question": open_question, "handlers": turn.changes, "acts": acts}


def _entity(entity: Any) -> dict[str, Any]:
    return {
        "type": entity.type,
        "text": entity.text,
        "value": entity.value,
        "span": [entity.start, entity.end],
        "negated": entity.negated,
    }
