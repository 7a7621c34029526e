"""One message and everything a skill needs to answer it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot import pair, placed
from bot.conversation import Conversation
from bot.message import Message
from bot.reply import Button, Item, Reply, Said
from bot.store.base import Effect, Reader, Transaction
from bot.texts import inline
from bot.world import World
from catalog.catalog import Catalog
from catalog.model import Settings
from intents.parse import Entity, Parse, Request


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question that may be pressed; `value` is a JSON value."""

    label: str
    value: Any
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A handler's wish to know one more slot; the bot asks, remembers and calls the handler again."""

    slot: str
    reply: Reply
    options: tuple[Option, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)  # slots to remember besides those that were filled


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """What an `async def` handler wants done inside the transaction: `function(turn, *values)`."""

    function: Callable[..., Any]
    values: tuple[Any, ...] = ()


@dataclass(slots=True, kw_only=True)
class Turn:
    """One message and everything a skill needs to answer it."""

    world: World
    message: Message
    conversation: Conversation
    now: datetime
    reader: Reader
    transaction: Transaction | None = None  # None in an `async def` handler: it only reads
    parse: Parse | None = None
    request: Request | None = None
    skill: str = ""  # whose handler runs
    handler: str = ""
    asked: bool = False  # whether this turn put a question
    changes: list[str] = field(default_factory=list)  # what was done, for "why did you say that?"
    given: dict[str, Any] = field(
        default_factory=dict
    )  # slots this message fills, with the other value they held before
    undoes: list[dict[str, Any]] | None = field(default_factory=list)  # how to undo this turn; None: it undoes one
    lapsed: bool = False  # whether this message comes after a long pause
    wrote: bool = False  # whether the last handler may have changed something
    answered: dict[str, Any] | None = None  # the last question that was answered; empty after a change
    final: bool = False  # whether nothing up to here can be taken back any more

    @property
    def tx(self) -> Transaction:
        """The turn's transaction; only a `def` handler has one."""
        if self.transaction is None:
            raise RuntimeError(
                f"{self.skill}.{self.handler} is an `async def` handler and may only read; "
                "return turn.then(function, ...) to change something"
            )
        self.wrote = True
        return self.transaction

    @property
    def catalog(self) -> Catalog:
        """The shop's goods and places."""
        return self.world.catalog

    @property
    def shop(self) -> Settings:
        """The shop's own settings, from shop.toml."""
        return self.world.catalog.settings

    @property
    def config(self) -> Mapping[str, Any]:
        """The skill's own table of config.toml."""
        return self.world.config.get(self.skill, {})

    @property
    def language(self) -> str:
        """The language to answer in."""
        return self.conversation.language

    @property
    def shopper(self) -> str:
        """The id of the conversation: whose cart, orders and consents these are."""
        return self.conversation.id

    @property
    def local_now(self) -> datetime:
        """The moment of this turn in the shop's time zone."""
        return self.now.astimezone(ZoneInfo(self.shop.timezone))

    def say(self, text: str | Mapping[str, str], /, **values: Any) -> Said:
        """A message by its id in the message files, or given inline per language, in the shopper's language."""
        if isinstance(text, str):
            return self.world.texts.say(text, self.language, values)
        return inline(text, self.language, values, f"{self.skill}-{self.handler}".replace("_", "-"))

    def words(self, name: str) -> frozenset[str]:
        """The words of a message that lists some, in all languages of the shop."""
        return self.world.texts.words(name, self.shop.languages)

    def phrases(self, name: str) -> tuple[str, ...]:
        """The phrases of a message that lists some, parted by commas, in all languages of the shop."""
        return self.world.texts.phrases(name, self.shop.languages)

    def measure(self, text: str) -> str:
        """A measure of the catalogue as people write it: '1 ct' is 1 Stück, '1 sqm' is 1 m²."""
        size, _, unit = text.partition(" ")
        number = float(size)
        return str(self.say("measure", size=int(number) if number.is_integer() else number, unit=unit))

    def ask(
        self, slot: str, reply: str | Reply, *, options: Sequence[Option] = (), values: Mapping[str, Any] | None = None
    ) -> Ask:
        """Ask for one more slot of the running handler; it is called again with the answer."""
        return Ask(slot=slot, reply=Reply.of(reply), options=tuple(options), values=values or {})

    def then(self, function: Callable[..., Any], *values: Any) -> Then:
        """Let an `async def` handler change something: `function(turn, *values)` runs inside the transaction."""
        return Then(function=function, values=values)

    def news(self, event: str, about: str, /, **data: Any) -> Reply:
        """News for the shopper, in the words of those who listen to `event`, who change nothing by it.

        While a person answers it waits and is told afterwards, as things stand then; of several about the same, the last.
        """
        return Reply(text="", news={"event": event, "about": about, "data": data})

    def button(self, label: str, intent: str = "", /, *, role: str = "", url: str = "", **values: Any) -> Button:
        """A button whose label is a message id; it starts `intent` with these slots, or opens `url`."""
        return Button(label=self.say(label), intent=intent, role=role, url=url, values=values)

    def later(self, due: datetime, event: str, *, key: str, **data: Any) -> None:
        """Have this conversation receive an event at a later moment, once per key."""
        self.tx.plan(Effect(conversation=self.shopper, key=key, kind="timer", data={"event": event, **data}, due=due))

    @property
    def said(self) -> str:
        """The words of this request: a part of the message if it asks for several things, else all of it."""
        request = self.request
        whole = self.message.text
        return whole[request.start : request.end] if request and request.end > request.start else whole

    def entity(self, kind: str) -> Entity | None:
        """The first entity of a type in this request that is not negated."""
        return self.request.first(kind) if self.request else None

    def undoable(self, intent: str, /, **values: Any) -> Button:
        """Name the intent that would undo what was just done, with its values; the button does it, words do too."""
        if self.undoes is not None:
            self.undoes.append({"intent": intent, "values": values})
        return self.button("button-undo", "dialogue.undo", role="undo", step=self.message.seq)

    def reopen(self, task: str, *slots: str, **values: Any) -> bool:
        """Have a waiting task ask for some of its slots anew, or take these values; False if none waits."""
        waiting = self.conversation.waiting(task)
        if waiting is None:
            return False
        kept = {slot: value for slot, value in waiting.values.items() if slot not in slots}
        waiting.values = {**kept, **values}
        return True

    def stop(self, task: str) -> bool:
        """Put a waiting task away, to be taken up again with all that was told for it; False if none waits."""
        waiting = self.conversation.waiting(task)
        if waiting is not None:
            self.conversation.put_away(waiting)
        self.conversation.end(task)
        return waiting is not None

    def list_items(self, items: Sequence[Item], *, more: bool = False) -> None:
        """Keep a listing that is being shown, so that "the second one" is known; `more` keeps its earlier pages too."""
        self.conversation.focus.pop("list", None)
        self.conversation.focus.pop(placed.LISTED, None)
        before = self.conversation.listing if more else []
        self.conversation.listing = before + [
            {"position": i.position, "product": i.product, "sku": i.sku, "price": i.price.amount, "title": i.title}
            | ({"open": True} if i.open else {})
            for i in items
        ]
        pair.shown(self.conversation, self.conversation.listing)

    def list_orders(self, ids: Sequence[str]) -> None:
        """Keep orders that are being listed, so that "the second one" and "both" are known."""
        placed.show(self.conversation, ids)

    def look_at_order(self, id: str) -> None:
        """Remember which order is being talked of."""
        placed.look_at(self.conversation, id)

    def look_at(self, sku: str, product: str) -> None:
        """Remember what is being talked of: "it" means that now; no SKU where something is left to choose."""
        pair.look_at(self.conversation, sku, product)

    def note(self, change: str) -> None:
        """Remember for the record what this turn did."""
        self.changes.append(change)

    @property
    def memory(self) -> dict[str, Any]:
        """What this skill remembers of the conversation: JSON values."""
        notes: dict[str, Any] = self.conversation.notes.setdefault(self.skill, {})
        return notes
