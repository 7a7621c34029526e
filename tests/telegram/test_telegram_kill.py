"""A process that is killed around a payment loses nothing and sells nothing twice."""

from __future__ import annotations

import asyncio

from tests.telegram.fake import FakeTelegram
from tests.telegram.program import PATIENCE, Folders, running_program, shopper


async def test_a_process_killed_around_the_payment_loses_nothing(new_folder: Folders) -> None:
    async with FakeTelegram() as server, running_program(server, new_folder()) as program:
        mia = shopper(program, 42, "de")
        await mia.says("Hallo")
        await mia.says("habt ihr rote Becher unter 20 Euro?")
        await mia.says("zwei davon bitte")
        await mia.orders()
        await program.kill()
        await program.start()
        paying = asyncio.create_task(mia.user.pay())
        await server.until(lambda: server.payments.charges, "the charge", seconds=PATIENCE)
        await program.kill()
        assert (await paying).outcome == "paid"
        await program.start()
        await server.until(
            lambda: any("Quittung" in message.text for message in mia.user.messages), "a receipt", seconds=PATIENCE
        )
        await mia.says("wo ist mein Paket?")
        receipts = [message for message in mia.user.messages if "Quittung" in message.text]
        assert 1 <= len(receipts) <= 2  # a kill may repeat one message
        assert await program.end() == 0
