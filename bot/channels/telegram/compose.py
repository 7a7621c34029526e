"""A reply as the calls that show it on Telegram, in their order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from aiogram.enums import ParseMode
from aiogram.methods import (
    CopyMessage,
    EditMessageText,
    SendDocument,
    SendInvoice,
    SendMessage,
    SendPhoto,
    SendVenue,
    TelegramMethod,
)
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    KeyboardButton,
    LabeledPrice,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.channels.base import SendFailed
from bot.channels.telegram.payments import STARS, Payloads
from bot.channels.telegram.text import CAPTION_LIMIT, escape, shorten, split, utf16
from bot.reply import Button, File, Invoice, Place, Reply

Call = TelegramMethod[Any]
Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove
_ROW = 28  # characters that are readable in one row of buttons on a phone
_PER_ROW = 4
_DATA_BYTES = 64
_SCHEMES = ("http", "https", "tg")


def compose(
    reply: Reply,
    *,
    chat: int,
    picture: InputFile | str | None,
    payloads: Payloads,
    provider_token: str,
    take_keyboard: bool,
) -> list[Call]:
    """All calls of a reply: picture, places, text with its buttons, files, invoice.

    `take_keyboard` says that the chat still shows a location button that is not wanted any more.
    """
    parts = split(reply.text)
    captioned = picture is not None and not reply.places and len(parts) == 1 and utf16(parts[0]) <= CAPTION_LIMIT
    calls: list[Call] = []
    if picture is not None:
        calls.append(_photo(chat, picture, parts[0] if captioned else ""))
    calls += [_venue(chat, place) for place in reply.places]
    if not captioned:
        calls += texts(chat, reply.text)
    markup, ask = _markups(reply.buttons, take=take_keyboard)
    if markup is not None:
        calls = _with_markup(calls, markup)
    if ask is not None:
        calls.append(_text(chat, ask.keyboard[0][0].text).model_copy(update={"reply_markup": ask}))
    calls += [_document(chat, file) for file in reply.files if file.content]
    calls += [copied(chat, source) for source in reply.copies]
    if reply.invoice is not None:
        calls.append(_invoice(chat, reply.invoice, payloads, provider_token))
    if not calls:
        raise SendFailed("the reply has nothing to show")
    return calls


def texts(chat: int, text: str) -> list[Call]:
    """A text in as many messages as it takes."""
    return [_text(chat, part) for part in split(text)]


def card(chat: int, text: str) -> SendMessage:
    """What stays in sight, as one message."""
    return _text(chat, split(text)[0])


def instead_of(message: int, call: SendMessage) -> EditMessageText:
    """The same text in the place of a message that stands there."""
    return EditMessageText(
        chat_id=call.chat_id,
        message_id=message,
        text=call.text,
        parse_mode=call.parse_mode,
        link_preview_options=call.link_preview_options,
    )


def copied(chat: int, source: str) -> CopyMessage:
    """A message of another chat, named as `source_of` names it, once more."""
    origin, _, message = source.partition("/")
    return CopyMessage(chat_id=chat, from_chat_id=int(origin), message_id=int(message))


def _text(chat: int, text: str) -> SendMessage:
    quiet = LinkPreviewOptions(is_disabled=True)
    return SendMessage(chat_id=chat, text=escape(text), parse_mode=ParseMode.HTML, link_preview_options=quiet)


def _photo(chat: int, picture: InputFile | str, caption: str) -> SendPhoto:
    if not caption:
        return SendPhoto(chat_id=chat, photo=picture)
    return SendPhoto(chat_id=chat, photo=picture, caption=escape(caption), parse_mode=ParseMode.HTML)


def _venue(chat: int, place: Place) -> SendVenue:
    return SendVenue(
        chat_id=chat,
        latitude=place.latitude,
        longitude=place.longitude,
        title=place.name or place.store,
        address=place.address or place.name or place.store,
    )


def _document(chat: int, file: File) -> SendDocument:
    return SendDocument(chat_id=chat, document=BufferedInputFile(file.content.encode(), filename=file.name))


def _with_markup(calls: list[Call], markup: Markup) -> list[Call]:
    """Buttons stand under the last thing said, before files and invoice."""
    if not calls:
        raise SendFailed("buttons without a text")
    return [*calls[:-1], calls[-1].model_copy(update={"reply_markup": markup})]


def _markups(buttons: Sequence[Button], *, take: bool) -> tuple[Markup | None, ReplyKeyboardMarkup | None]:
    """What goes under the text; and the location keyboard, if it needs a message of its own.

    A message has one markup: inline buttons under the text push the location button to the next message.
    """
    rows = _rows([button for button in buttons if not button.wants])
    inline = InlineKeyboardMarkup(inline_keyboard=rows) if rows else None
    wanted = [button.label for button in buttons if button.wants == "location"]
    if wanted:
        keyboard = [[KeyboardButton(text=wanted[0], request_location=True)]]
        ask = ReplyKeyboardMarkup(keyboard=keyboard, resize_keyboard=True, one_time_keyboard=True)
        return (inline, ask) if inline else (ask, None)
    if inline is None and take:
        return ReplyKeyboardRemove(remove_keyboard=True), None
    return inline, None


def _rows(buttons: Sequence[Button]) -> list[list[InlineKeyboardButton]]:
    """Rows that a phone shows without cutting labels."""
    rows: list[list[InlineKeyboardButton]] = []
    room = 0
    for button in buttons:
        width = len(button.label) + 2
        if not rows or width > room or len(rows[-1]) == _PER_ROW:
            rows.append([])
            room = _ROW
        rows[-1].append(_button(button))
        room -= width
    return rows


def _button(button: Button) -> InlineKeyboardButton:
    if button.url:
        if urlsplit(button.url).scheme not in _SCHEMES:
            raise SendFailed(f"Telegram opens no such link: {button.url}")
        return InlineKeyboardButton(text=button.label, url=button.url)
    if not 1 <= len(button.id.encode()) <= _DATA_BYTES:
        raise SendFailed(f"a button's id has 1 to {_DATA_BYTES} bytes, not {len(button.id.encode())}: {button.id!r}")
    return InlineKeyboardButton(text=button.label, callback_data=button.id)


def _invoice(chat: int, invoice: Invoice, payloads: Payloads, provider_token: str) -> SendInvoice:
    stars = invoice.amount.currency == STARS
    return SendInvoice(
        chat_id=chat,
        title=shorten(invoice.title, 32),
        description=shorten(invoice.description, 255),
        payload=payloads.sign(invoice.order),
        currency=invoice.amount.currency,
        prices=_prices(invoice, single=stars),
        provider_token="" if stars else provider_token,
        start_parameter=payloads.start_parameter(invoice.order),
    )


def _prices(invoice: Invoice, *, single: bool) -> list[LabeledPrice]:
    """The lines, if they are positive and add up to the amount; one price otherwise, and always for Stars."""
    lines = [(label, money.amount) for label, money in invoice.lines if money]
    adds_up = sum(amount for _, amount in lines) == invoice.amount.amount
    if single or not adds_up or any(amount < 0 for _, amount in lines):
        lines = [(invoice.title, invoice.amount.amount)]
    return [LabeledPrice(label=label, amount=amount) for label, amount in lines]
