"""Users with phones: they write, press what is there, share where they are, and pay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.telegram.fake.markup import utf16
from tests.telegram.fake.payments import PaymentResult
from tests.telegram.fake.state import BotMessage, NotThere, Press

if TYPE_CHECKING:
    from tests.telegram.fake.server import FakeTelegram


class User:
    """One user in a private chat with the bot."""

    def __init__(self, server: FakeTelegram, id: int, *, name: str, language: str) -> None:
        self.server = server
        self.id, self.name, self.language = id, name, language
        self.started = False  # whether the user ever wrote: before that no bot may write
        self.blocked = False
        self.deactivated = False
        self.log: list[BotMessage] = []
        self._read = 0

    @property
    def json(self) -> dict[str, Any]:
        """The user as the Bot API shows it."""
        user = {"id": self.id, "is_bot": False, "first_name": self.name}
        return user | ({"language_code": self.language} if self.language else {})

    @property
    def chat_json(self) -> dict[str, Any]:
        """The private chat as the Bot API shows it."""
        return {"id": self.id, "type": "private", "first_name": self.name}

    @property
    def messages(self) -> list[BotMessage]:
        """The bot's messages that stand in the chat."""
        return [message for message in self.log if not message.deleted]

    def message_json(self, **content: Any) -> dict[str, Any]:
        """A message of this user as the Bot API shows it."""
        date = int(self.server.clock.now().timestamp())
        head = {"message_id": self.server.next_message_id(), "date": date, "chat": self.chat_json, "from": self.json}
        return self.server.keep(head | content)

    def put(self, kind: str, payload: dict[str, Any]) -> int:
        """Something this user did becomes an update; its number."""
        if self.blocked or self.deactivated:
            raise NotThere(f"user {self.id} has blocked the bot or is gone")
        self.started = True
        self.server.acted(self.id)
        return self.server.updates.put(kind, payload, self.id)

    async def send(self, text: str) -> int:
        """Write a message; a leading /command is marked as one, as the apps do."""
        content: dict[str, Any] = {"text": text}
        if text.startswith("/"):
            length = utf16(text.split(maxsplit=1)[0])
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return self.put("message", self.message_json(**content))

    async def edit(self, text: str) -> int:
        """Change the text of an earlier message."""
        now = int(self.server.clock.now().timestamp())
        return self.put("edited_message", self.message_json(text=text, edit_date=now))

    async def location(self, latitude: float, longitude: float, *, live: bool = False) -> int:
        """Share a place, as the location button and the attachment menu both do."""
        place: dict[str, Any] = {"latitude": latitude, "longitude": longitude}
        if live:
            place["live_period"] = 900
        return self.put("message", self.message_json(location=place))

    async def press_location_button(self, latitude: float, longitude: float) -> int:
        """Press the keyboard's location button; fails if the bot shows none."""
        if not any(message.has_location_button for message in self.messages):
            raise NotThere("the bot shows no location button")
        return await self.location(latitude, longitude)

    async def move(self, latitude: float, longitude: float) -> int:
        """A live location moves."""
        place = {"latitude": latitude, "longitude": longitude, "live_period": 900}
        now = int(self.server.clock.now().timestamp())
        return self.put("edited_message", self.message_json(location=place, edit_date=now))

    async def venue(self, title: str, latitude: float, longitude: float) -> int:
        """Share a place with a name."""
        place = {"latitude": latitude, "longitude": longitude}
        venue = {"location": place, "title": title, "address": "somewhere"}
        return self.put("message", self.message_json(location=place, venue=venue))

    async def sticker(self, emoji: str) -> int:
        """Send a sticker."""
        sizes = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular"}
        sticker = {"file_id": "sticker", "file_unique_id": "s", "emoji": emoji, **sizes}
        return self.put("message", self.message_json(sticker=sticker))

    async def voice(self, seconds: int) -> int:
        """Send a voice note."""
        voice = {"file_id": "voice", "file_unique_id": "v", "duration": seconds}
        return self.put("message", self.message_json(voice=voice))

    async def photo(self, caption: str = "") -> int:
        """Send a photo."""
        photo = [{"file_id": "photo", "file_unique_id": "p", "width": 800, "height": 600}]
        return self.put("message", self.message_json(photo=photo, **({"caption": caption} if caption else {})))

    async def document(self, name: str) -> int:
        """Send a file."""
        document = {"file_id": "document", "file_unique_id": "d", "file_name": name}
        return self.put("message", self.message_json(document=document))

    async def raw(self, kind: str, payload: dict[str, Any]) -> int:
        """Anything at all, also what no client library can read."""
        return self.put(kind, payload)

    async def press(self, label: str, *, message: BotMessage | None = None) -> Press:
        """Press an inline button by label (or callback data): the newest that stands in the chat."""
        for candidate in [message] if message else reversed(self.messages):
            button = None if candidate.deleted else candidate.find(label)
            if button is not None:
                if "callback_data" not in button:
                    raise NotThere(f"{label!r} is a link or pays; it sends nothing")
                return self._press(button["text"], button["callback_data"], candidate)
        shown = [message.buttons for message in self.messages if message.buttons]
        raise NotThere(f"no button {label!r}; the chat shows {shown}")

    async def forge(self, data: str) -> Press:
        """Send callback data that no button shows, as a modified client can."""
        return self._press(data, data, None)

    def _press(self, label: str, data: str, message: BotMessage | None) -> Press:
        server = self.server
        press = Press(
            id=server.number("press"), user=self.id, label=label, at=server.clock.now(), changes=server.changes
        )
        server.presses[press.id] = press
        origin = server.api.message_json(message) if message else server.api.gone_message(self)
        query = {"id": press.id, "from": self.json, "chat_instance": f"c{self.id}", "message": origin, "data": data}
        self.put("callback_query", query)
        return press

    async def pay(
        self,
        invoice: BotMessage | None = None,
        *,
        tip: int = 0,
        declined: bool = False,
        address: dict[str, str] | None = None,
    ) -> PaymentResult:
        """Pay an invoice: by default the newest in the chat. Somebody else's may be given, as forwarded copies are."""
        bills = [message for message in self.messages if message.invoice]
        if invoice is None and not bills:
            raise NotThere("the bot has sent no invoice")
        return await self.server.payments.pay(self, invoice or bills[-1], tip=tip, declined=declined, address=address)

    async def hear_again(self, charge_id: str) -> None:
        """The bot is told of a charge a second time, in a new update."""
        charge = self.server.payments.charges[charge_id]
        values = {"currency": charge.currency, "total_amount": charge.amount, "invoice_payload": charge.payload}
        self.server.payments.announce(self, charge, values)

    async def block(self) -> int:
        """Block the bot."""
        number = self.put("my_chat_member", self._membership("member", "kicked"))
        self.blocked = True
        return number

    async def unblock(self) -> int:
        """Let the bot write again."""
        self.blocked = False
        self.server.refused_chats.discard(self.id)
        return self.put("my_chat_member", self._membership("kicked", "member"))

    def _membership(self, old: str, new: str) -> dict[str, Any]:
        bot = self.server.bot_json
        states = {
            "kicked": {"user": bot, "status": "kicked", "until_date": 0},
            "member": {"user": bot, "status": "member"},
        }
        date = int(self.server.clock.now().timestamp())
        change = {"old_chat_member": states[old], "new_chat_member": states[new]}
        return {"chat": self.chat_json, "from": self.json, "date": date, **change}

    async def next_reply(self, seconds: float = 10) -> BotMessage:
        """The bot's next message that was not looked at yet; fails if none comes in time."""
        message = await self.server.changes.until(
            lambda: self.log[self._read] if len(self.log) > self._read else None,
            seconds=seconds,
            what=lambda: f"a reply to user {self.id}; findings: {self.server.findings}",
        )
        self._read += 1
        return message
