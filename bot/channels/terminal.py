"""The console for people: the bot may speak while one types; buttons have numbers that are never used twice."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from prompt_toolkit import PromptSession
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.patch_stdout import patch_stdout
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.json import JSON
from rich.markup import escape
from rich.segment import Segment
from rich.style import Style
from rich.table import Table
from rich.text import Text

from bot.channels import typed
from bot.channels.console import Sent, Session
from bot.channels.forms import LineError
from bot.channels.shown import name_of, printable
from bot.channels.steps import answer
from bot.reply import Button, Reply
from bot.texts import printed

#: How often the clock is looked at while nobody types.
TICK_SECONDS = 0.5
_BAR = "▌ "
_COLOURS = {"reply": "cyan", "service": "green", "offer": "magenta"}


@dataclass(frozen=True, slots=True)
class Bubble:
    """Something said by the shop: a coloured bar at its left, an empty line after it."""

    content: RenderableType
    colour: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines with their bar."""
        width = options.max_width - len(_BAR)
        for line in console.render_lines(self.content, options.update(width=width), pad=False):
            yield Segment(_BAR, Style(color=self.colour))
            yield from line
            yield Segment.line()
        yield Segment.line()


class Terminal:
    """A session that a person leads."""

    def __init__(self, session: Session, console: Console, *, tick: float = TICK_SECONDS) -> None:
        self._session = session
        self._console = console
        self._tick = tick
        self._buttons: list[tuple[str, Button]] = []  # what number n stands for is at place n - 1
        self._turn = asyncio.Lock()  # what was typed and what the clock brings, one after the other

    async def run(self) -> None:
        """Talk until the person leaves (`/quit`, Ctrl-D, Ctrl-C)."""
        prompt: PromptSession[str] = PromptSession()
        name = self._session.shop.world.catalog.settings.name
        self._console.print(f"[bold]{escape(name)}[/bold]  [dim]/help lists the commands, /quit leaves[/dim]\n")
        with patch_stdout(raw=True):
            watch = asyncio.create_task(self._watch())
            try:
                with suppress(EOFError, KeyboardInterrupt):
                    while (words := (await prompt.prompt_async(self._prompt)).strip()) != "/quit":
                        await self.hear(words)
            finally:
                watch.cancel()
                await asyncio.gather(watch, return_exceptions=True)

    def _prompt(self) -> FormattedText:
        return FormattedText([("bold ansiyellow", f"{self._session.shopper}> ")])

    async def _watch(self) -> None:
        """Let happen what falls due while nobody writes."""
        shop = self._session.shop
        while True:
            await asyncio.sleep(self._tick)
            async with self._turn:
                due = shop.store.read(lambda reader: reader.next_due())
                if due and due <= shop.world.clock.now():
                    await shop.settle()
                    self.show(self._session.replies())

    async def hear(self, words: str) -> None:
        """Do what was typed and show what came of it."""
        if not words:
            return
        if words == "/help":
            self._console.print(_help(self._session.commands))
            return
        async with self._turn:
            try:
                await self._answer(words)
            except LineError as error:
                self._console.print(Text(f"{error.what}. ", style="red").append(error.help, style="default"))

    async def _answer(self, words: str) -> None:
        if words.startswith("#") and words[1:].isdigit():
            await self._session.press(self._pressed(int(words[1:])))
            self.show(self._session.replies())
            return
        came = await answer(self._session, typed.line(words, commands=self._session.commands))
        self.show(came.sent)
        for value in came.extra.values() or ([came.state] if words == "/state" else []):
            self._console.print(JSON.from_data(value, ensure_ascii=False))

    def _pressed(self, number: int) -> str:
        if not 1 <= number <= len(self._buttons):
            raise LineError(f"there is no button #{number}", f"The last one was #{len(self._buttons)}.")
        conversation, button = self._buttons[number - 1]
        if conversation != self._session.conversation:
            raise LineError(
                f"button #{number} is {name_of(conversation)}'s", f"Write /as {name_of(conversation)} first."
            )
        return button.id

    def show(self, sent: Iterable[Sent]) -> None:
        """Print replies."""
        for one in sent:
            self._console.print(self._bubble(one))

    def _bubble(self, sent: Sent) -> Bubble:
        reply = sent.reply
        other = sent.conversation != self._session.conversation
        head = [Text(f"to {name_of(sent.conversation)}", style="dim")] if other else []
        lines = [*head, Text(printable(reply.text)), *_extras(reply), *self._numbered(sent)]
        return Bubble(Group(*lines), _COLOURS[reply.kind])

    def _numbered(self, sent: Sent) -> Iterator[Text]:
        for button in sent.reply.buttons:
            self._buttons.append((sent.conversation, button))
            line = Text(f"#{len(self._buttons)} ", style="bold yellow").append(printable(button.label), style="reverse")
            if button.url:
                line.append(f" {button.url}", style=Style(dim=True, link=button.url))
            elif button.wants == "location":
                line.append(" /location LAT LON", style="dim")
            yield line


def _extras(reply: Reply) -> Iterator[Text]:
    """What a phone would show beside the words."""
    if reply.picture:
        yield Text(f"picture {reply.picture}", style="dim")
    for place in reply.places:
        yield Text(f"map {place.name}: {place.latitude}, {place.longitude}", style="dim")
    for file in reply.files:
        yield Text(f"file {file.name}", style="dim")
    if reply.invoice:
        amount = printed(reply.invoice.amount, "en_GB")
        yield Text(f"invoice {reply.invoice.order}: {amount}; pay with /pay", style="dim")


def _help(commands: Iterable[str]) -> Table:
    table = Table.grid(padding=(0, 2))
    for command, what in typed.HELP.items():
        table.add_row(Text(command, style="bold"), what)
    shop = " ".join(f"/{command}" for command in commands)
    if shop:
        table.add_row(Text(shop, style="bold"), "the shop's own commands")
    return table
