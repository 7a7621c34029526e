"""A small correct shop bot without any library: the honest copy beside which every broken copy must go red."""

from __future__ import annotations

import asyncio
import html
from dataclasses import dataclass, field
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.telegram.fake import FakeTelegram

Json = dict[str, Any]


@dataclass
class Shop:
    """What survives a crash of the bot."""

    stock: int = 1
    seen: set[int] = field(default_factory=set)
    queue: list[Json] = field(default_factory=list)
    held: dict[int, str] = field(default_factory=dict)
    orders: list[tuple[int, str]] = field(default_factory=list)  # user and charge
    blocked: set[int] = field(default_factory=set)


class SampleBot:
    """Sells one mug: /start shows a menu with a button, the button brings an invoice, paying books the order."""

    def __init__(self, server: FakeTelegram, shop: Shop | None = None) -> None:
        self.server = server
        self.shop = shop or Shop()
        self.session = aiohttp.ClientSession()
        self.task: asyncio.Task[None] | None = None
        self.offset = 0
        self.menus: dict[int, int] = {}

    async def __aenter__(self) -> Self:
        self.task = asyncio.create_task(self.run())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.task is not None:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)
        await self.session.close()

    async def call(self, method: str, **values: Any) -> Json:
        """One request; the answer, whatever it is. An answer that is no JSON counts as unknown."""
        url = f"{self.server.url}/bot{self.server.token}/{method}"
        try:
            async with self.session.post(url, json=values) as response:
                answer: Json = await response.json()
        except (aiohttp.ClientError, ValueError):
            return {"ok": False, "error_code": 0, "description": "unknown"}
        return answer

    async def run(self) -> None:
        """Poll: store, and only then confirm with the next offset."""
        while True:
            answer = await self.call("getUpdates", offset=self.offset, timeout=20)
            if not answer["ok"]:
                return
            for update in answer["result"]:
                self.store(update)
                self.offset = update["update_id"] + 1
            await self.work()

    def store(self, update: Json) -> None:
        """Keep an update, once."""
        if update["update_id"] not in self.shop.seen:
            self.shop.seen.add(update["update_id"])
            self.shop.queue.append(update)

    async def work(self) -> None:
        """Answer what is kept, in the order of the updates."""
        self.shop.queue.sort(key=lambda update: int(update["update_id"]))
        while self.shop.queue:
            await self.handle(self.shop.queue[0])
            self.shop.queue.pop(0)

    async def handle(self, update: Json) -> None:
        """Answer one update."""
        if "callback_query" in update:
            await self.pressed(update["callback_query"])
        elif "shipping_query" in update:
            await self.shipping(update["shipping_query"])
        elif "pre_checkout_query" in update:
            await self.pre_checkout(update["pre_checkout_query"])
        elif "message" in update:
            await self.message(update["message"])

    async def message(self, message: Json) -> None:
        """Text, or news of a payment."""
        user = message["chat"]["id"]
        self.shop.blocked.discard(user)
        if "successful_payment" in message:
            await self.paid(user, message["successful_payment"])
        elif message.get("text") == "/start":
            await self.menu(user)
        else:
            await self.send(user, f"<b>You said</b> {html.escape(message.get('text', ''))}")

    async def send(self, user: int, text: str, **values: Any) -> Json:
        """Send HTML; wait when told to; never to somebody who has blocked the bot."""
        if user in self.shop.blocked:
            return {}
        answer = await self.call("sendMessage", chat_id=user, text=text, parse_mode="HTML", **values)
        if answer.get("error_code") == 403:
            self.shop.blocked.add(user)
        if answer.get("error_code") == 429:
            self.server.advance(answer["parameters"]["retry_after"])
            return await self.send(user, text, **values)
        return answer

    async def menu(self, user: int) -> None:
        """The button that orders; shown once and then edited."""
        markup = {"inline_keyboard": [[{"text": "Buy a mug", "callback_data": f"buy:{user}"}]]}
        if user in self.menus:
            values = {"chat_id": user, "message_id": self.menus[user], "reply_markup": markup}
            await self.call("editMessageText", text="The menu", **values)
        else:
            answer = await self.send(user, "The menu", reply_markup=markup)
            self.menus[user] = answer["result"]["message_id"]

    async def pressed(self, query: Json) -> None:
        """Only a user's own button orders; every press is answered."""
        user = query["from"]["id"]
        mine = query["data"] == f"buy:{user}"
        await self.call("answerCallbackQuery", callback_query_id=query["id"])
        if mine:
            await self.invoice(user)
        else:
            await self.send(user, "This button is not yours.")

    async def invoice(self, user: int, **changes: Any) -> None:
        """A correct invoice."""
        values: Json = {
            "chat_id": user,
            "title": "A mug",
            "description": "Red",
            "payload": f"order:{user}",
            "currency": "EUR",
            "prices": [{"label": "Mug", "amount": 1290}],
            "provider_token": self.server.provider_token,
            "start_parameter": "mug",
            "is_flexible": True,
            "need_shipping_address": True,
        }
        await self.call("sendInvoice", **values | changes)

    async def shipping(self, query: Json) -> None:
        """One way to ship."""
        options = [{"id": "post", "title": "Post", "prices": [{"label": "Post", "amount": 490}]}]
        await self.call("answerShippingQuery", shipping_query_id=query["id"], ok=True, shipping_options=options)

    async def pre_checkout(self, query: Json) -> None:
        """Yes only to the order's owner, for the right sum, and if the mug can be held."""
        user = query["from"]["id"]
        reason = ""
        if query["invoice_payload"] != f"order:{user}":
            reason = "This order is not yours."
        elif query["total_amount"] != 1780 or not self.hold(user):
            reason = "The last one is gone."
        values = {"error_message": reason} if reason else {}
        await self.call("answerPreCheckoutQuery", pre_checkout_query_id=query["id"], ok=not reason, **values)

    def hold(self, user: int) -> bool:
        """Reserve one for the user, if there is one."""
        if user in self.shop.held:
            return True
        if len(self.shop.held) >= self.shop.stock:
            return False
        self.shop.held[user] = "held"
        return True

    async def paid(self, user: int, payment: Json) -> None:
        """Book an order, once for each charge and once for each hold."""
        if not any(charge == payment["telegram_payment_charge_id"] for _, charge in self.shop.orders):
            self.shop.orders.append((user, payment["telegram_payment_charge_id"]))
            await self.send(user, "Paid.")

    async def offer(self, user: int) -> None:
        """Advertise, to those who wrote in the last 24 hours only."""
        if self.active(user):
            await self.send(user, "A new mug!")

    def active(self, user: int) -> bool:
        """Whether the user wrote or pressed in the last 24 hours."""
        acted = self.server._acted.get(user)
        return acted is not None and (self.server.clock.now() - acted).total_seconds() <= 86_400


class WebhookBot(SampleBot):
    """The same shop behind a webhook: 200 only for the secret, and only after the update is kept."""

    secret = "s3cret"
    fail_first = 0  # calls answered with 500 before one is kept

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/", self.called)
        self.runner = web.AppRunner(app)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        port = self.runner.addresses[0][1]
        self.wake = asyncio.Event()
        self.task = asyncio.create_task(self.run())
        await self.call("setWebhook", url=f"http://127.0.0.1:{port}/", secret_token=self.secret)
        return self

    async def __aexit__(self, *_: object) -> None:
        await super().__aexit__()
        await self.runner.cleanup()

    async def called(self, request: web.Request) -> web.Response:
        """One call of Telegram."""
        if request.headers.get("X-Telegram-Bot-Api-Secret-Token") != self.secret:
            return web.Response(status=401)
        if self.fail_first:
            self.fail_first -= 1
            return web.Response(status=500)
        self.store(await request.json())
        self.wake.set()
        return web.Response()

    async def run(self) -> None:
        """Work on what was kept."""
        while True:
            await self.wake.wait()
            self.wake.clear()
            await self.work()
