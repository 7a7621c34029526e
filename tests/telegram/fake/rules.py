"""The Bot API's limits that aiogram's models do not know: lengths, ranges, buttons, invoices, commands, webhooks."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from aiogram import methods
from aiogram.types import BotCommandScopeChat, InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup

from tests.telegram.fake.markup import parse_html, utf16
from tests.telegram.fake.requests import AnyMethod, Refused

_ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
_CURRENCY = re.compile(r"[A-Z]{3}")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_START = re.compile(r"[A-Za-z0-9_-]{1,64}")


def check(condition: object, description: str) -> None:
    """Refuse the request unless the condition holds."""
    if not condition:
        raise Refused(f"Bad Request: {description}")


def formatted(source: str | None, mode: Any, *, limit: int, what: str) -> tuple[str, list[dict[str, Any]]]:
    """The text as shown, with its entities, within Telegram's lengths."""
    if not source:
        check(what != "message text", "message text is empty")
        return "", []
    check(len(source.encode()) <= 32_768, f"{what} is too long")
    check(not isinstance(mode, str) or mode.upper() == "HTML", f"this server parses HTML only, not {mode}")
    text, entities = parse_html(source) if isinstance(mode, str) else (source, [])
    check(text.strip(), f"{what} is empty")
    check(utf16(text.strip()) <= limit, f"{what} is too long")
    check(len(entities) <= 100, "formatting after the 100th entity is ignored")
    return text.strip(), entities


def keyboard(markup: Any, *, invoice: bool = False) -> None:
    """The rules of inline and reply keyboards."""
    if isinstance(markup, InlineKeyboardMarkup):
        rows = markup.inline_keyboard
        check(all(rows) and sum(map(len, rows)) <= 100 and max(map(len, rows), default=0) <= 8, "inline keyboard size")
        for number, button in enumerate(button for row in rows for button in row):
            _inline_button(button, may_pay=invoice and number == 0)
        check(not invoice or (rows and rows[0][0].pay), "BUTTON_POS_INVALID: an invoice's first button must be Pay")
    if isinstance(markup, ReplyKeyboardMarkup):
        lines = markup.keyboard
        check(lines and all(lines), "reply keyboard is empty")
        check(sum(map(len, lines)) <= 300 and max(map(len, lines)) <= 10, "reply keyboard size")
        check(all(button.text.strip() for row in lines for button in row), "button text must not be empty")
        placeholder = markup.input_field_placeholder
        check(placeholder is None or 1 <= len(placeholder) <= 64, "placeholder must be of 1-64 characters")


def _inline_button(button: InlineKeyboardButton, *, may_pay: bool) -> None:
    check(button.text.strip(), "button text must not be empty")
    actions = [name for name in _ACTIONS if getattr(button, name) is not None]
    check(len(actions) == 1, f"button {button.text!r} needs exactly one action, it has {actions}")
    check(not button.pay or may_pay, "BUTTON_TYPE_INVALID: Pay only first on an invoice")
    if button.callback_data is not None:
        check(1 <= len(button.callback_data.encode()) <= 64, f"BUTTON_DATA_INVALID: {button.callback_data!r}")
    if button.url is not None:
        parts = urlsplit(button.url)
        web_address = parts.scheme in ("http", "https") and "." in parts.netloc
        check(web_address or parts.scheme == "tg", f"BUTTON_URL_INVALID: {button.url!r}")
    if button.copy_text is not None:
        check(1 <= len(button.copy_text.text) <= 256, "copy text must be of 1-256 characters")


def coordinates(latitude: float, longitude: float) -> None:
    """A point on the globe."""
    check(-90 <= latitude <= 90 and -180 <= longitude <= 180, "wrong latitude or longitude")


def invoice(method: methods.SendInvoice | methods.CreateInvoiceLink, provider_token: str) -> None:
    """The rules of invoices, for currencies and for Stars."""
    check(1 <= len(method.title) <= 32, "invoice title must be of 1-32 characters")
    check(1 <= len(method.description) <= 255, "invoice description must be of 1-255 characters")
    check(1 <= len(method.payload.encode()) <= 128, "INVOICE_PAYLOAD_INVALID")
    check(_CURRENCY.fullmatch(method.currency), "CURRENCY_INVALID")
    check(method.prices and all(price.label for price in method.prices), "prices are missing")
    check(sum(price.amount for price in method.prices) > 0, "CURRENCY_TOTAL_AMOUNT_INVALID")
    if method.currency == "XTR":
        check(not method.provider_token, "Stars take no provider token")
        check(len(method.prices) == 1, "Stars take exactly one price")
    else:
        check(method.provider_token == provider_token, "PAYMENT_PROVIDER_INVALID")
    tips, most = method.suggested_tip_amounts or [], method.max_tip_amount or 0
    ascending = all(first < second for first, second in zip([0, *tips], tips, strict=False))
    check(len(tips) <= 4 and ascending and all(tip <= most for tip in tips), "suggested tips")
    if isinstance(method, methods.SendInvoice):
        start = method.start_parameter
        check(start is None or not start or _START.fullmatch(start), "start_parameter")
        if method.reply_markup is not None:
            keyboard(method.reply_markup, invoice=True)


def commands(method: methods.SetMyCommands) -> None:
    """The rules of the command menu."""
    check(len(method.commands) <= 100, "BOT_COMMANDS_TOO_MUCH")
    for command in method.commands:
        check(_COMMAND.fullmatch(command.command), f"BOT_COMMAND_INVALID: {command.command!r}")
        check(1 <= len(command.description) <= 256, f"BOT_COMMAND_DESCRIPTION_INVALID: {command.command!r}")
    scope = method.scope
    check(scope is None or isinstance(scope, BotCommandScopeChat), "this server knows the scope of one chat only")
    code = method.language_code
    check(not code or re.fullmatch("[a-z]{2}", code), "language code")


def webhook(method: methods.SetWebhook) -> None:
    """The rules of webhooks; plain http is taken on loopback only, because this server is there too."""
    parts = urlsplit(method.url)
    loopback = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    public = parts.scheme == "https" and (parts.port or 443) in (443, 80, 88, 8443)
    check(loopback or public or not method.url, "bad webhook: HTTPS url must be provided for webhook")
    check(method.secret_token is None or _SECRET.fullmatch(method.secret_token), "secret token")
    check(method.max_connections is None or 1 <= method.max_connections <= 100, "max_connections")


def answer(method: AnyMethod) -> None:
    """The rules of answers to queries."""
    if isinstance(method, methods.AnswerCallbackQuery):
        check(len(method.text or "") <= 200, "MESSAGE_TOO_LONG")
    if isinstance(method, methods.AnswerPreCheckoutQuery | methods.AnswerShippingQuery):
        check(method.ok or method.error_message, "error_message is required when ok is false")
    if isinstance(method, methods.AnswerShippingQuery):
        check(not method.ok or method.shipping_options, "SHIPPING_OPTIONS_EMPTY")
