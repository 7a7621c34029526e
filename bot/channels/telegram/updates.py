"""Updates as messages: what a shopper did on Telegram, in the shop's words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from aiogram.enums import ChatMemberStatus, ChatType, ContentType
from aiogram.types import (
    CallbackQuery,
    ChatMemberUpdated,
    Location,
    PreCheckoutQuery,
    SuccessfulPayment,
    Update,
    User,
    Venue,
)
from aiogram.types import Message as TelegramMessage
from pydantic import ValidationError

from bot.channels.telegram.payments import Payloads, charge_of, method_of
from bot.channels.telegram.settings import NAME, CheckoutQuestion
from bot.message import Message
from catalog.money import Money

#: Everything we want to hear of; Telegram keeps the previous list if none is given.
WANTED = (
    "message",
    "edited_message",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "my_chat_member",
    "subscription",
)
_COMMAND = re.compile(r"/(\w{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_LANGUAGES = ("de", "en")
#: What a shopper can send and a shop can only be polite about.
_OTHER = frozenset(
    {"animation", "audio", "checklist", "contact", "dice", "document", "game", "live_photo", "paid_media", "poll"}
    | {"story", "unknown", "video", "video_note"}
)


def key_of(update_id: int) -> str:
    """The key of the event that an update is."""
    return f"{NAME}:{update_id}"


def conversation_of(id: int) -> str:
    """The conversation of a private chat; it has the id of its user."""
    return f"{NAME}:{id}"


def chat_of(conversation: str) -> int:
    """The chat of a conversation."""
    return int(conversation.removeprefix(f"{NAME}:"))


def language_of(user: User | None) -> str:
    """The language of a profile, if it is one of ours."""
    code = ((user and user.language_code) or "").partition("-")[0].lower()
    return code if code in _LANGUAGES else ""


def decode(raw: Mapping[str, Any]) -> Update | None:
    """An update as aiogram's model; None if it cannot be read."""
    try:
        return Update.model_validate(raw)
    except ValidationError:
        return None


def rescued(raw: Mapping[str, Any], now: datetime) -> Message | None:
    """What is left of an update that cannot be read: somebody wrote something, and shall have an answer."""
    message = raw.get("message")
    chat = message.get("chat") if isinstance(message, dict) else None
    if not isinstance(chat, dict) or chat.get("type") != ChatType.PRIVATE or not isinstance(chat.get("id"), int):
        return None
    return Message(
        conversation=conversation_of(chat["id"]),
        key=key_of(raw["update_id"]),
        kind="other",
        at=now,
        data={"what": "unreadable"},
    )


class Group(Protocol):
    """The group in which people of the shop answer."""

    @property
    def chat(self) -> int:
        """Its id."""
        ...

    def heard(self, update_id: int, sent: TelegramMessage, now: datetime) -> Message | None:
        """What one of them did, for the shopper it is about."""
        ...


class Reader:
    """Turns updates into messages; payments name the order only if the payload is our own."""

    def __init__(self, payloads: Payloads, operators: Group | None = None) -> None:
        self._payloads, self._operators = payloads, operators

    def message(self, update: Update, now: datetime) -> Message | None:
        """The message of an update, None for what is nobody's message.

        Edits are left alone: Telegram sends them also for changes that the shopper did not make, and for every move of
        a live location.
        """
        if update.callback_query is not None:
            return _press(update.update_id, update.callback_query, now)
        if update.my_chat_member is not None:
            return _membership(update.update_id, update.my_chat_member, now)
        if update.message is not None:
            return self._sent(update.update_id, update.message, now)
        return None

    def pre_checkout(self, query: PreCheckoutQuery, now: datetime) -> CheckoutQuestion | None:
        """What somebody is about to pay; None if the invoice is not ours."""
        order = self._payloads.order(query.invoice_payload)
        if not order:
            return None
        return CheckoutQuestion(
            conversation=conversation_of(query.from_user.id),
            order=order,
            amount=Money(query.total_amount, query.currency),
            method=method_of(query.currency),
            at=now,
            language=language_of(query.from_user),
        )

    def _sent(self, update_id: int, sent: TelegramMessage, now: datetime) -> Message | None:
        if self._operators is not None and sent.chat.id == self._operators.chat:
            return self._operators.heard(update_id, sent, now)
        if sent.chat.type != ChatType.PRIVATE:
            return None
        content = self._content(sent)
        if content is None:
            return None
        kind, text, data = content
        if self._operators is not None and kind not in ("text", "command", "payment"):
            data |= source_of(sent)
        return Message(
            conversation=conversation_of(sent.chat.id),
            key=key_of(update_id),
            kind=kind,
            at=min(sent.date, now),
            text=text,
            data=data,
            language=language_of(sent.from_user),
        )

    def _content(self, sent: TelegramMessage) -> tuple[str, str, dict[str, Any]] | None:
        """Kind, text and data of what was sent; None for what the app says by itself."""
        if sent.successful_payment is not None:
            return "payment", "", self._payment(sent.chat.id, sent.successful_payment)
        return content_of(sent)

    def _payment(self, payer: int, payment: SuccessfulPayment) -> dict[str, Any]:
        return {
            "outcome": "succeeded",
            "order": self._payloads.order(payment.invoice_payload),
            "amount": payment.total_amount,
            "currency": payment.currency,
            "charge_id": charge_of(payer, payment.telegram_payment_charge_id),
            "provider": method_of(payment.currency),
            "provider_charge_id": payment.provider_payment_charge_id,
        }


def content_of(sent: TelegramMessage) -> tuple[str, str, dict[str, Any]] | None:
    """Kind, text and data of what somebody wrote or showed; None for what the app says by itself."""
    if sent.text is not None:
        return _written(sent.text)
    if sent.location is not None:
        return "location", "", _place(sent.location, sent.venue)
    return _shown(sent, sent.caption or "")


def source_of(sent: TelegramMessage) -> dict[str, str]:
    """Where a message that is no text can be copied from."""
    return {} if sent.text is not None else {"source": f"{sent.chat.id}/{sent.message_id}"}


def _shown(sent: TelegramMessage, caption: str) -> tuple[str, str, dict[str, Any]] | None:
    if sent.sticker is not None:
        return "sticker", "", {"emoji": sent.sticker.emoji or ""}
    if sent.voice is not None:
        return "voice", caption, {"seconds": sent.voice.duration}
    if sent.photo:
        return "photo", caption, {}
    if sent.content_type in _OTHER:
        return "other", caption, {"what": ContentType(sent.content_type).value}
    return None


def _written(text: str) -> tuple[str, str, dict[str, Any]]:
    match = _COMMAND.fullmatch(text.strip())
    if match is None:
        return "text", text, {}
    return "command", text, {"name": match[1].lower(), "argument": (match[2] or "").strip()}


def _place(location: Location, venue: Venue | None) -> dict[str, Any]:
    place = {"lat": location.latitude, "lon": location.longitude}
    return place | ({"title": venue.title} if venue else {})


def _press(update_id: int, query: CallbackQuery, now: datetime) -> Message | None:
    chat = query.message.chat if query.message is not None else None
    if not query.data or (chat is not None and chat.type != ChatType.PRIVATE):
        return None
    return Message(
        conversation=conversation_of(query.from_user.id),
        key=key_of(update_id),
        kind="press",
        at=now,
        data={"button": query.data},
        language=language_of(query.from_user),
    )


def _membership(update_id: int, change: ChatMemberUpdated, now: datetime) -> Message | None:
    if change.chat.type != ChatType.PRIVATE:
        return None
    gone = change.new_chat_member.status in (ChatMemberStatus.KICKED, ChatMemberStatus.LEFT)
    return Message(
        conversation=conversation_of(change.chat.id),
        key=key_of(update_id),
        kind="blocked" if gone else "unblocked",
        at=min(change.date, now),
        language=language_of(change.from_user),
    )
