"""The Bot API's methods: what each does to the chats, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aiogram import methods
from aiogram.types import BotCommandScopeChat, BufferedInputFile, InlineKeyboardMarkup, ReplyKeyboardMarkup

from tests.telegram.fake import rules
from tests.telegram.fake.groups import Group, GroupApi
from tests.telegram.fake.requests import AnyMethod, Refused
from tests.telegram.fake.state import BotMessage

if TYPE_CHECKING:
    from tests.telegram.fake.server import FakeTelegram
    from tests.telegram.fake.users import User

_TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
Call = Callable[[Any], Any]


class Api:
    """One function for each method that this server can do."""

    def __init__(self, server: FakeTelegram) -> None:
        self._server = server
        self.groups = GroupApi(server)
        self.commands: dict[str, list[dict[str, str]]] = {}  # language -> the command menu
        self.scoped: dict[int | str, list[dict[str, str]]] = {}  # chat -> the menu of that chat alone
        self._calls: dict[str, Call] = {
            "getMe": lambda _: server.bot_json | {"can_join_groups": True, "supports_inline_queries": False},
            "sendMessage": self.send_message,
            "sendPhoto": self.send_photo,
            "sendDocument": self.send_document,
            "sendVenue": self.send_venue,
            "sendLocation": self.send_location,
            "sendInvoice": self.send_invoice,
            "sendChatAction": lambda method: bool(self.chat(method)),
            "editMessageText": self.edit_text,
            "editMessageReplyMarkup": self.edit_markup,
            "deleteMessage": self.delete,
            "answerCallbackQuery": self.answer_press,
            "answerPreCheckoutQuery": lambda method: self.answer_query(method, method.pre_checkout_query_id),
            "answerShippingQuery": lambda method: self.answer_query(method, method.shipping_query_id),
            "setMyCommands": self.set_commands,
            "getMyCommands": lambda method: self.commands.get(method.language_code or "", []),
            "setWebhook": self.set_webhook,
            "deleteWebhook": self.delete_webhook,
            "getWebhookInfo": self.webhook_info,
            "refundStarPayment": self.refund,
            "getStarTransactions": self.transactions,
            "copyMessage": self.copy,
            **self.groups.calls,
        }

    def run(self, method: AnyMethod) -> Any:
        """Carry out one request; the result as JSON."""
        call = self._calls.get(method.__api_method__)
        if call is None:
            raise Refused(f"Bad Request: this server does not do {method.__api_method__} yet")
        return call(method)

    def chat(self, method: Any) -> User | Group:
        """To whom a request goes; refuses the unknown, the silent, the blocked and the gone."""
        server = self._server
        group = server.groups.get(method.chat_id) if isinstance(method.chat_id, int) else None
        if group is not None:
            group.enter()
            group.thread(getattr(method, "message_thread_id", None))
            return group
        if getattr(method, "message_thread_id", None) is not None:
            raise Refused("Bad Request: message thread not found")
        user = server.users.get(method.chat_id) if isinstance(method.chat_id, int) else None
        if user is None:
            raise Refused("Bad Request: chat not found")
        if method.chat_id in server.refused_chats:
            server.findings.append(f"{method.__api_method__} to chat {method.chat_id} after it was refused with 403")
        reason = ""
        if user.blocked:
            reason = "bot was blocked by the user"
        elif user.deactivated:
            reason = "user is deactivated"
        elif not user.started:
            reason = "bot can't initiate conversation with a user"
        if reason:
            server.refused_chats.add(method.chat_id)
            raise Refused(f"Forbidden: {reason}", code=403, finding=False)
        return user

    def _post(self, method: Any, **content: Any) -> dict[str, Any]:
        server, chat = self._server, self.chat(method)
        rules.keyboard(method.reply_markup, invoice="invoice" in content and method.reply_markup is not None)
        message = BotMessage(
            id=server.next_message_id(),
            chat=chat.id,
            thread=getattr(method, "message_thread_id", None) or 0,
            method=method.__api_method__,
            at=server.clock.now(),
            inline=_inline(method.reply_markup),
            reply_keyboard=_reply_keyboard(method.reply_markup),
            **content,
        )
        chat.log.append(message)
        server.said(message)
        return self.message_json(message)

    def message_json(self, message: BotMessage) -> dict[str, Any]:
        """A message of the bot as the API shows it."""
        server = self._server
        json: dict[str, Any] = {
            "message_id": message.id,
            "date": int(message.at.timestamp()),
            "chat": (server.groups.get(message.chat) or server.users[message.chat]).chat_json,
            "from": server.bot_json,
        }
        if message.thread:
            json |= {"message_thread_id": message.thread, "is_topic_message": True}
        if message.inline:
            json["reply_markup"] = {"inline_keyboard": message.inline}
        if message.photo:
            json["photo"] = [{"file_id": message.photo, "file_unique_id": message.photo, "width": 90, "height": 90}]
        if message.method == "sendMessage":
            return json | {"text": message.text, "entities": message.entities}
        return json | ({"caption": message.text} if message.text else {}) | message.media

    def gone_message(self, user: User) -> dict[str, Any]:
        """The place of a message that is not accessible any more."""
        return {"chat": user.chat_json, "message_id": self._server.next_message_id(), "date": 0}

    def send_message(self, method: methods.SendMessage) -> dict[str, Any]:
        """A text."""
        text, entities = rules.formatted(method.text, method.parse_mode, limit=4096, what="message text")
        return self._post(method, text=text, entities=entities)

    def send_photo(self, method: methods.SendPhoto) -> dict[str, Any]:
        """A picture, uploaded or known by its file_id."""
        text, entities = rules.formatted(method.caption, method.parse_mode, limit=1024, what="message caption")
        photo = method.photo
        if isinstance(photo, BufferedInputFile):
            rules.check(photo.data, "file must be non-empty")
            rules.check(len(photo.data) <= 10_000_000, "file is too big")
            file_id = self._server.number("photo")
            self._server.files[file_id] = photo.data
        else:
            file_id = str(photo)
            rules.check(file_id in self._server.files, "wrong file identifier/HTTP URL specified")
        return self._post(method, text=text, entities=entities, photo=file_id)

    def send_document(self, method: methods.SendDocument) -> dict[str, Any]:
        """A file."""
        text, entities = rules.formatted(method.caption, method.parse_mode, limit=1024, what="message caption")
        file = method.document
        rules.check(isinstance(file, BufferedInputFile), "wrong file identifier/HTTP URL specified")
        assert isinstance(file, BufferedInputFile)
        rules.check(file.data, "file must be non-empty")
        name = file.filename or "file"
        media = {"document": {"file_id": self._server.number("file"), "file_unique_id": "f", "file_name": name}}
        return self._post(method, text=text, entities=entities, document=(name, file.data), media=media)

    def send_venue(self, method: methods.SendVenue) -> dict[str, Any]:
        """A named place."""
        rules.coordinates(method.latitude, method.longitude)
        rules.check(method.title.strip() and method.address.strip(), "VENUE_INVALID: title and address are required")
        place = {"latitude": method.latitude, "longitude": method.longitude}
        venue = {"location": place, "title": method.title, "address": method.address}
        return self._post(method, venue=venue, media={"venue": venue, "location": place})

    def send_location(self, method: methods.SendLocation) -> dict[str, Any]:
        """A place."""
        rules.coordinates(method.latitude, method.longitude)
        place = {"latitude": method.latitude, "longitude": method.longitude}
        return self._post(method, media={"location": place})

    def copy(self, method: methods.CopyMessage) -> dict[str, Any]:
        """Somebody's message once more, without its sender."""
        content = self.groups.copied(method)
        text = str(content.pop("text", content.pop("caption", "")))
        message = self._post(method, text=text, media=content)
        return {"message_id": message["message_id"]}

    def send_invoice(self, method: methods.SendInvoice) -> dict[str, Any]:
        """A bill to pay."""
        rules.invoice(method, self._server.provider_token)
        if not method.start_parameter:
            self._server.findings.append("sendInvoice without start_parameter: forwarded copies let anybody pay")
        prices = [{"label": price.label, "amount": price.amount} for price in method.prices]
        invoice = {
            "title": method.title,
            "description": method.description,
            "payload": method.payload,
            "currency": method.currency,
            "prices": prices,
            "total": sum(price.amount for price in method.prices),
            "start_parameter": method.start_parameter or "",
            "is_flexible": bool(method.is_flexible),
        }
        shown = {key: invoice[key] for key in ("title", "description", "currency", "start_parameter")}
        media = {"invoice": shown | {"total_amount": invoice["total"]}}
        return self._post(method, invoice=invoice, media=media)

    def _message(self, method: Any) -> BotMessage:
        """A message that stands; one that somebody took away meanwhile is no mistake of the bot's."""
        chat = self.chat(method)
        sent = next((message for message in chat.log if message.id == method.message_id), None)
        if sent is None or sent.deleted:
            raise Refused("Bad Request: message to edit not found", finding=sent is None)
        return sent

    def edit_text(self, method: methods.EditMessageText) -> dict[str, Any]:
        """Another text in the same place."""
        message = self._message(method)
        text, entities = rules.formatted(method.text, method.parse_mode, limit=4096, what="message text")
        rules.keyboard(method.reply_markup)
        inline = _inline(method.reply_markup)
        if (message.text, message.entities, message.inline) == (text, entities, inline):
            raise _not_modified()
        message.text, message.entities, message.inline = text, entities, inline
        return self._edited(message)

    def edit_markup(self, method: methods.EditMessageReplyMarkup) -> dict[str, Any]:
        """Other buttons, or none."""
        message = self._message(method)
        rules.keyboard(method.reply_markup)
        inline = _inline(method.reply_markup)
        if message.inline == inline:
            raise _not_modified()
        message.inline = inline
        return self._edited(message)

    def _edited(self, message: BotMessage) -> dict[str, Any]:
        message.edits += 1
        self._server.changes.notify()
        return self.message_json(message)

    def delete(self, method: methods.DeleteMessage) -> bool:
        """Take a message away."""
        self._message(method).deleted = True
        self._server.changes.notify()
        return True

    def answer_press(self, method: methods.AnswerCallbackQuery) -> bool:
        """Stop the button's spinner."""
        rules.answer(method)
        press = self._server.presses.get(method.callback_query_id)
        if press is None:
            raise Refused(_TOO_OLD)
        if (self._server.clock.now() - press.at).total_seconds() > 150:
            press.answered = True  # the spinner stopped by itself
            raise Refused(_TOO_OLD, finding=False)
        press.answered, press.text, press.alert = True, method.text or "", bool(method.show_alert)
        self._server.changes.notify()
        return True

    def answer_query(self, method: Any, id: str) -> bool:
        """Let a payment go on, or stop it."""
        rules.answer(method)
        query = self._server.payments.queries.get(id)
        if query is None or query.answer is not None or self._server.clock.now() >= query.expires:
            raise Refused(_TOO_OLD)
        query.answer = method.model_dump(exclude_none=True)
        self._server.changes.notify()
        return True

    def set_commands(self, method: methods.SetMyCommands) -> bool:
        """The command menu of one language."""
        rules.commands(method)
        menu = [{"command": command.command, "description": command.description} for command in method.commands]
        if isinstance(method.scope, BotCommandScopeChat):
            self.scoped[method.scope.chat_id] = menu
        else:
            self.commands[method.language_code or ""] = menu
        self._server.changes.notify()
        return True

    def set_webhook(self, method: methods.SetWebhook) -> bool:
        """Updates by calls."""
        rules.webhook(method)
        if not method.secret_token:
            self._server.findings.append("setWebhook without secret_token: anybody can send updates")
        self._server.updates.set_webhook(method)
        return True

    def delete_webhook(self, method: methods.DeleteWebhook) -> bool:
        """Updates by polling."""
        if method.drop_pending_updates:
            self._server.findings.append("deleteWebhook with drop_pending_updates loses messages")
            self._server.updates.pending.clear()
        self._server.updates.set_webhook(None)
        return True

    def webhook_info(self, _method: methods.GetWebhookInfo) -> dict[str, Any]:
        """Where updates go."""
        webhook, waiting = self._server.updates.webhook, len(self._server.updates.pending)
        url = webhook.url if webhook else ""
        return {"url": url, "has_custom_certificate": False, "pending_update_count": waiting}

    def refund(self, method: methods.RefundStarPayment) -> bool:
        """Give Stars back, in full, once."""
        charge = self._server.payments.charges.get(method.telegram_payment_charge_id)
        if charge is None or charge.user != method.user_id or charge.currency != "XTR":
            raise Refused("Bad Request: CHARGE_NOT_FOUND")
        if charge.refunded:
            raise Refused("Bad Request: CHARGE_ALREADY_REFUNDED", finding=False)
        charge.refunded = True
        user = self._server.users[method.user_id]
        refund = {"currency": "XTR", "total_amount": charge.amount, "invoice_payload": charge.payload}
        message = user.message_json(refunded_payment=refund | {"telegram_payment_charge_id": charge.id})
        self._server.updates.put("message", message | {"from": self._server.bot_json}, user.id)
        return True

    def transactions(self, method: methods.GetStarTransactions) -> dict[str, Any]:
        """What came in and went out in Stars."""
        rules.check(method.limit is None or 1 <= method.limit <= 100, "limit")
        charges = [charge for charge in self._server.payments.charges.values() if charge.currency == "XTR"]
        first, limit = method.offset or 0, method.limit or 100
        rows = [{"id": c.id, "amount": c.amount, "date": int(c.at.timestamp())} for c in charges]
        return {"transactions": rows[first : first + limit]}


def _not_modified() -> Refused:
    text = (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
        " as a current content and reply markup of the message"
    )
    return Refused(text, finding=False)


def _inline(markup: Any) -> list[list[dict[str, Any]]]:
    if not isinstance(markup, InlineKeyboardMarkup):
        return []
    return [[button.model_dump(exclude_none=True) for button in row] for row in markup.inline_keyboard]


def _reply_keyboard(markup: Any) -> list[list[dict[str, Any]]]:
    if not isinstance(markup, ReplyKeyboardMarkup):
        return []
    return [[button.model_dump(exclude_none=True) for button in row] for row in markup.keyboard]
