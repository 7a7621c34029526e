"""Chat with a bot by hand: `python -m tests.telegram.fake --port 8081`, then lines such as `42> Hallo`."""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
from collections.abc import Awaitable, Callable

from tests.telegram.fake.server import FakeTelegram
from tests.telegram.fake.state import BotMessage, NotThere
from tests.telegram.fake.users import User

HELP = """\
42> Hallo                the user 42 writes (a new user is created; `42:de> Hallo` sets the language)
42 press Zur Kasse       presses a button that stands in the chat
42 location 52.5 13.4    shares a place
42 pay                   pays the newest invoice; `42 pay declined`: the card is refused
42 sticker 👍 · 42 voice 7 · 42 photo · 42 block · 42 unblock
42 counter /take         somebody writes in the topic of 42, in the operators' group -1001234567890
advance 90000            seconds pass on the server
findings                 what the bot did wrong; presses without an answer
quit"""
OPERATORS = -1001234567890
_LINE = re.compile(r"(\d+)(?::(\w+))?(> ?| )(.*)")


def say(text: str) -> None:
    """Print at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def show(message: BotMessage) -> None:
    """Print a message of the bot as one would see it."""
    say(f"<{message.chat} {message.text or message.method}")
    if message.venue:
        say(f"   venue: {message.venue['title']}, {message.venue['address']}")
    if message.invoice:
        say(f"   invoice: {message.invoice['title']} {message.invoice['total']} {message.invoice['currency']}")
    if message.document:
        say(f"   file: {message.document[0]}")
    if message.buttons:
        say("   " + " ".join(f"[{label}]" for label in message.buttons))


async def press(user: User, label: str) -> str:
    """Press a button; what the bot answers to it."""
    answered = await (await user.press(label)).answer()
    return f"   ({answered.text})" if answered.text else ""


async def pay(user: User, card: str) -> str:
    """Pay the newest invoice; how it went."""
    result = await user.pay(declined=card == "declined")
    return f"   payment {result.outcome} {result.reason}".rstrip()


async def location(user: User, place: str) -> int:
    """Share a place."""
    latitude, longitude = map(float, place.split())
    return await user.location(latitude, longitude)


async def counter(user: User, text: str) -> int:
    """Let somebody of the shop write where a user's conversation is shown."""
    group = user.server.groups[OPERATORS]
    return await group.member(7, "Jonte").says(text, group.topic(str(user.id)))


VERBS: dict[str, Callable[[User, str], Awaitable[str | int]]] = {
    "press": press,
    "pay": pay,
    "location": location,
    "sticker": lambda user, emoji: user.sticker(emoji or "👍"),
    "counter": counter,
    "voice": lambda user, seconds: user.voice(int(seconds or 5)),
    "photo": lambda user, caption: user.photo(caption),
    "block": lambda user, _: user.block(),
    "unblock": lambda user, _: user.unblock(),
}


def findings(server: FakeTelegram) -> str:
    """What the bot did wrong so far."""
    spinning = [f"unanswered: {press.user} {press.label}" for press in server.unanswered]
    return "\n".join([*server.findings, *spinning]) or "none"


async def act(server: FakeTelegram, line: str) -> str:
    """Carry out one line; what to print about it."""
    if line == "findings":
        return findings(server)
    if line.startswith("advance "):
        server.advance(float(line.split()[1]))
        return ""
    match = _LINE.fullmatch(line)
    verb, _, rest = match[4].partition(" ") if match else ("", "", "")
    if match is None or (match[3] == " " and verb not in VERBS):
        return HELP
    user = server.user(int(match[1]), language=match[2] or "")
    user.language = match[2] or user.language
    answer = await (user.send(match[4]) if match[3] != " " else VERBS[verb](user, rest))
    return answer if isinstance(answer, str) else ""


async def chat(port: int) -> None:
    """Serve until the input ends or says quit."""
    async with FakeTelegram(port=port) as server:
        server.group(OPERATORS)
        server.listeners.append(show)
        say(f"Bot API at {server.url}\ntoken {server.token}\nprovider token {server.provider_token}\n\n{HELP}")
        while (line := await asyncio.to_thread(sys.stdin.readline)) and line.strip() != "quit":
            try:
                answer = await act(server, line.strip()) if line.strip() else ""
            except (NotThere, ValueError) as error:
                answer = f"   not possible: {error}"
            if answer:
                say(answer)


def main() -> None:
    """Read the options and serve."""
    parser = argparse.ArgumentParser(description="A strict Bot API on loopback, to chat with a bot by hand.")
    parser.add_argument("--port", type=int, default=8081)
    asyncio.run(chat(parser.parse_args().port))


if __name__ == "__main__":
    main()
