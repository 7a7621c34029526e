"""The console's channel and session."""

from typing import Any

from bot.channels.console import ConsoleChannel
from bot.reply import Reply


async def test_a_reply_that_is_sent_twice_is_shown_once() -> None:
    channel = ConsoleChannel()
    for _ in range(2):
        await channel.send("console:mia", Reply(text="Moin!"), key="1:0")
    await channel.send("console:mia", Reply(text="Moin!"), key="2:0")
    assert [sent.conversation for sent in channel.take()] == ["console:mia", "console:mia"]
    assert channel.take() == []


async def test_a_message_is_never_taken_for_an_earlier_one(counter: Any) -> None:
    await counter.lines({"say": "Hallo"}, {"say": "Hallo"})
    await counter.app.store.run(lambda tx: tx.change("DELETE FROM event WHERE seq = 1"))
    assert (await counter.line(say="Hallo"))["replies"]


async def test_a_command_of_the_shop_is_one_and_any_other_slash_is_text(counter: Any) -> None:
    await counter.line(say="/cart")
    assert (await counter.line(explain=True))["explain"]["kind"] == "command"
    await counter.line(say="/nothing")
    assert (await counter.line(explain=True))["explain"]["kind"] == "text"
