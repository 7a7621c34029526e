"""What a skill answers: data that no channel has touched yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Self

from catalog.money import Money

MessageClass = Literal["reply", "service", "offer"]


class Said(str):
    """Text made from a message file: a string that remembers its message ids and the amounts it names."""

    __slots__ = ("acts", "amounts", "language")

    acts: tuple[str, ...]
    amounts: tuple[Money, ...]
    language: str

    def __new__(
        cls, text: str, *, acts: tuple[str, ...] = (), amounts: tuple[Money, ...] = (), language: str = ""
    ) -> Self:
        """Make the text; `acts` are the ids of the messages it was built from."""
        said = super().__new__(cls, text)
        said.acts, said.amounts, said.language = acts, amounts, language
        return said

    @classmethod
    def join(cls, parts: Iterable[str], separator: str = "\n") -> Said:
        """Several texts as one; acts and amounts are kept in order."""
        texts = [part for part in parts if part]
        known = [text for text in texts if isinstance(text, Said)]
        return cls(
            separator.join(texts),
            acts=tuple(act for text in known for act in text.acts),
            amounts=tuple(amount for text in known for amount in text.amounts),
            language=known[0].language if known else "",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A choice. It carries what it does: an intent with values, or an answer to a question.

    `intent`, `values` and `meant` are JSON values and are kept on the shop's side; the channel only sees `id`,
    which the bot fills in. A button with `url` opens a link and does nothing else.
    """

    label: str
    role: str = ""
    intent: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    url: str = ""
    id: str = ""
    wants: Literal["", "location"] = ""  # a reply-keyboard button that sends the phone's location
    yes: bool = False  # whether a typed yes to the reply means this
    meant: Mapping[str, Any] = field(default_factory=dict)  # what a message may have meant: the request, as data


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One numbered line of a listing."""

    position: int
    sku: str
    product: str
    title: str
    price: Money
    base_price: Money | None = None  # per `base_unit`
    base_unit: str = ""
    stock: int | None = None
    picture: str = ""
    open: bool = False  # whether a size or the like is left to choose


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A store on the map, shown as a venue where the channel can."""

    store: str
    name: str
    address: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """A request to pay one order through the channel's payment provider."""

    order: str
    title: str
    description: str
    amount: Money
    lines: tuple[tuple[str, Money], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A document that goes with a reply."""

    name: str
    type: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One message to one conversation. `to` empty means: to whoever wrote."""

    text: str
    kind: MessageClass = "reply"
    to: str = ""
    language: str = ""
    acts: tuple[str, ...] = ()
    amounts: tuple[Money, ...] = ()
    buttons: tuple[Button, ...] = ()
    items: tuple[Item, ...] = ()
    sources: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    picture: str = ""
    files: tuple[File, ...] = ()
    copies: tuple[str, ...] = ()  # messages of the same channel, shown again as they were sent
    card: str = ""  # what stays in sight above what follows, where the channel can pin it
    invoice: Invoice | None = None
    closing: str = ""  # how things stand after it; of the replies to one message only the last one says so
    offer: str = ""  # id of the offer, for kind 'offer'
    news: Mapping[str, Any] = field(default_factory=dict)  # what `turn.news` made: its words are found when it is told

    @classmethod
    def of(cls, answer: str | Reply) -> Reply:
        """An answer as a Reply; acts, amounts and language come from the text it was said with."""
        reply = answer if isinstance(answer, Reply) else cls(text=answer)
        text = reply.text
        if not isinstance(text, Said) or (reply.acts and reply.language):
            return reply
        return replace(
            reply,
            acts=reply.acts or text.acts,
            amounts=reply.amounts or text.amounts,
            language=reply.language or text.language,
        )

    def saying(self, text: Said) -> Reply:
        """The same reply with another text."""
        return Reply.of(replace(self, text=text, acts=(), amounts=(), language=""))

    @classmethod
    def closed(cls, replies: Sequence[Reply]) -> list[Reply]:
        """The replies of one turn with how things stand at the end: what was so in between is left out."""
        last = max((place for place, reply in enumerate(replies) if reply.closing), default=None)
        texts = [Said.join([reply.text, reply.closing if place == last else ""]) for place, reply in enumerate(replies)]
        return [
            replace(reply.saying(text), closing="") if reply.closing else reply
            for reply, text in zip(replies, texts, strict=True)
        ]

    @classmethod
    def merge(cls, replies: Iterable[Reply]) -> Reply:
        """Several replies of one class to one conversation as one message."""
        first, *rest = parts = [cls.of(reply) for reply in replies]
        text = "\n\n".join(dict.fromkeys(reply.text for reply in parts if reply.text))  # nothing is said twice
        for reply in rest:
            first = replace(
                first,
                text=text,
                acts=first.acts + reply.acts,
                amounts=first.amounts + reply.amounts,
                buttons=first.buttons + tuple(button for button in reply.buttons if button not in first.buttons),
                items=first.items + reply.items,
                sources=first.sources + reply.sources,
                places=first.places + reply.places,
                files=first.files + reply.files,
                copies=first.copies + reply.copies,
                card=first.card or reply.card,
                picture=first.picture or reply.picture,
                invoice=first.invoice or reply.invoice,
            )
        return first
