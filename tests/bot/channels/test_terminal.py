"""The console for people: numbers for buttons, and a shop that may speak while one types."""

import asyncio
import io
from datetime import timedelta
from typing import Any

from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console

from bot.channels.terminal import Terminal

RED_MUG = "BECHER-MOEWE-ROT"


class Paper(io.StringIO):
    """Tells when something was written on it."""

    def __init__(self) -> None:
        super().__init__()
        self.written = asyncio.Event()

    def write(self, text: str) -> int:
        self.written.set()
        return super().write(text)


class Screen:
    """A terminal that can be read."""

    def __init__(self, counter: Any) -> None:
        self._file = Paper()
        self.terminal = Terminal(counter.session, Console(file=self._file, width=80), tick=0)

    async def hear(self, words: str) -> str:
        """What is shown after these words."""
        self._file.truncate(0)
        self._file.seek(0)
        await self.terminal.hear(words)
        return self._file.getvalue()

    async def wait_for(self, words: str) -> None:
        """Return once these words are to be read."""
        async with asyncio.timeout(20):
            while words not in self.shown:
                self._file.written.clear()
                await self._file.written.wait()

    @property
    def shown(self) -> str:
        """Everything that was shown."""
        return self._file.getvalue()


async def test_a_button_is_pressed_by_its_number(counter: Any) -> None:
    screen = Screen(counter)
    await counter.line(given={"cart": [{"sku": RED_MUG}]})
    cart = await screen.hear("/cart")
    assert "▌ #1 Zur Kasse" in cart
    assert "▌ #3 Liefern" in await screen.hear("#1")


async def test_a_number_is_never_used_twice(counter: Any) -> None:
    screen = Screen(counter)
    await counter.line(given={"cart": [{"sku": RED_MUG}]})
    first, second = await screen.hear("/cart"), await screen.hear("/cart")
    assert "#1 " in first
    assert "#1 " not in second
    assert "#3 " in second


async def test_a_number_that_nobody_saw_presses_nothing(counter: Any) -> None:
    screen = Screen(counter)
    assert "there is no button #7" in await screen.hear("#7")
    await screen.hear("Hallo")
    await screen.hear("/as tom")
    assert "is mia's" in await screen.hear("#1")


async def test_a_bare_number_is_a_word_like_any_other(counter: Any) -> None:
    screen = Screen(counter)
    await counter.line(given={"cart": [{"sku": RED_MUG}]})
    await screen.hear("/cart")
    await screen.hear("1")
    assert (await counter.line(state=True))["state"]["task"] is None


async def test_mistakes_state_and_help_are_shown(counter: Any) -> None:
    screen = Screen(counter)
    assert "Did you mean wait?" in await screen.hear("/wiat 2h")
    assert '"shopper": "mia"' in await screen.hear("/state")
    assert "/cart" in await screen.hear("/help")
    assert await screen.hear("") == ""


async def test_what_somebody_writes_cannot_colour_the_screen(counter: Any) -> None:
    screen = Screen(counter)
    shown = await screen.hear("/shop operator action=say name=Ole text='[red]x[/red] \x1b[31m'")
    assert "[red]x[/red]" in shown
    assert "\x1b" not in shown


async def test_one_talks_until_one_leaves(counter: Any) -> None:
    screen = Screen(counter)
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text("Hallo\r/quit\r")
        await asyncio.wait_for(screen.terminal.run(), 20)
    assert "kein Mensch" in screen.shown


async def test_the_shop_speaks_while_one_types(counter: Any) -> None:
    screen = Screen(counter)
    await counter.line(given={"orders": [{"id": "K-7", "status": "awaiting_payment", "lines": [{"sku": RED_MUG}]}]})
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        running = asyncio.create_task(screen.terminal.run())
        keys.send_text("ich tippe")
        clock = counter.app.world.clock
        clock.move_to(clock.now() + timedelta(minutes=15))
        await screen.wait_for("K-7")
        keys.send_text("\x03")
        await asyncio.wait_for(running, 20)


async def test_what_the_clock_brings_waits_for_the_answer_under_way(counter: Any) -> None:
    screen = Screen(counter)
    await counter.line(given={"orders": [{"id": "K-7", "status": "awaiting_payment", "lines": [{"sku": RED_MUG}]}]})
    clock = counter.app.world.clock
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        running = asyncio.create_task(screen.terminal.run())
        await screen.wait_for("/help")
        async with screen.terminal._turn:
            clock.move_to(clock.now() + timedelta(minutes=15))
            for _ in range(200):
                await counter.app.store.run(lambda _: None)
            assert "K-7" not in screen.shown
        await screen.wait_for("K-7")
        keys.send_text("\x03")
        await asyncio.wait_for(running, 20)
