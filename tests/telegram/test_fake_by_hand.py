"""The strict server's line interface: a person chats with a bot by hand."""

from __future__ import annotations

import pytest

from tests.telegram.fake import FakeTelegram, NotThere
from tests.telegram.fake.__main__ import HELP, act, show
from tests.telegram.sample import SampleBot


async def test_a_person_can_buy_by_hand(capsys: pytest.CaptureFixture[str]) -> None:
    async with FakeTelegram() as server, SampleBot(server):
        server.listeners.append(show)
        assert await act(server, "42:de> /start") == ""
        mia = server.users[42]
        assert mia.language == "de"
        await mia.next_reply()
        assert await act(server, "42 press Buy a mug") == ""
        await mia.next_reply()
        server.payments.shipping_seconds = 0.0
        assert await act(server, "42 pay declined") == "   payment expired"
        assert "not answered" in await act(server, "findings")
        assert await act(server, "42 location 52.5 13.4") == ""
        await mia.next_reply()
        assert await act(server, "advance 60") == ""
        assert await act(server, "42 dance") == HELP
        with pytest.raises(NotThere):
            await act(server, "42 press Sell a mug")
    shown = capsys.readouterr().out
    assert "<42 The menu\n   [Buy a mug]\n" in shown
    assert "   invoice: A mug 1290 EUR" in shown
