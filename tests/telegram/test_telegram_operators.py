"""People take over: a shopper on Telegram and a person in the operators' group, the real program between them."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing

import pytest
import pytest_asyncio

from tests.telegram.fake import FakeTelegram, Group, Member, Topic
from tests.telegram.program import PATIENCE, Folders, Program, Shopper, running_program, shopper

GROUP = -1001234567890
CONFIG = f"[telegram]\noperators = {GROUP}\n"


class Counter:
    """The operators' group of a running program, and one person in it."""

    def __init__(self, program: Program) -> None:
        self.program, self.server = program, program.server
        self.group: Group = program.server.groups[GROUP]
        self.jonte: Member = self.group.member(7, "Jonte")

    async def topic(self, shopper: Shopper) -> Topic:
        """The shopper's topic, once it is there."""
        number = str(shopper.user.id)
        await self.until(lambda: any(number in topic.name for topic in self.group.topics.values()), "a topic")
        return self.group.topic(number)

    async def sees(self, topic: Topic, words: str) -> str:
        """What the bot writes in a topic with these words in it, once it does."""
        await self.until(lambda: self.having(topic, words), f"{words!r} among {self.group.said(topic)}")
        return self.having(topic, words)[-1]

    def having(self, topic: Topic, words: str) -> list[str]:
        """The bot's messages in a topic that have these words."""
        return [text for text in self.group.said(topic) if words in text]

    def pinned(self) -> list[str]:
        """What is pinned in the group."""
        return [message.text for message in self.group.messages if message.id in self.group.pinned]

    def copies(self, topic: Topic) -> list[dict[str, object]]:
        """What was copied into a topic."""
        return [m.media for m in self.group.messages if m.method == "copyMessage" and m.thread == topic.id]

    async def copied(self, topic: Topic, number: int) -> None:
        """Wait until so much was copied."""
        await self.until(lambda: len(self.copies(topic)) == number, f"{number} copies")

    async def until(self, look: Callable[[], object], what: str) -> None:
        """Wait for something to become true of the server."""
        await self.server.until(look, f"{what}; {self.server.findings}", seconds=PATIENCE)

    async def wanted(self, mia: Shopper) -> Topic:
        """A shopper asks for a person; the topic."""
        await mia.says("ich möchte mit einem Menschen sprechen")
        topic = await self.topic(mia)
        await self.sees(topic, "/take")
        return topic

    async def taken(self, mia: Shopper) -> Topic:
        """The same, and the person takes over."""
        topic = await self.wanted(mia)
        await self.jonte.says("/take", topic)
        assert "Jonte" in (await mia.hears()).text
        await self.sees(topic, "übernommen")
        return topic

    def ring(self, event: str) -> None:
        """Let every timer of a kind fall due now."""
        with closing(sqlite3.connect(self.program.folder / "tresen.db", isolation_level=None)) as database:
            database.execute(
                "UPDATE effect SET due = 0 WHERE kind = 'timer' AND done IS NULL AND data LIKE ?", (f'%"{event}"%',)
            )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def counter(new_folder: Folders) -> AsyncIterator[Counter]:
    """One running program with an operators' group, for shoppers who do it no harm."""
    async with FakeTelegram() as server:
        server.group(GROUP)
        async with running_program(server, new_folder(), config=CONFIG) as program:
            yield Counter(program)
            assert await program.end() == 0
            server.assert_clean()
            assert "Traceback" not in program.log


@pytest.mark.asyncio(loop_scope="module")
async def test_a_person_takes_over_answers_and_hands_back(counter: Counter) -> None:
    mia = shopper(counter.program, 42, "de")
    await mia.says("zwei rote Becher Möwe bitte")
    topic = await counter.wanted(mia)
    assert topic.name == "User 42 · 42"
    told = await counter.sees(topic, "👤 ich möchte mit einem Menschen")
    assert "👤 zwei rote Becher Möwe bitte" in told
    assert "🤖" in told
    card = await counter.sees(topic, "🛒")
    assert "2 × Becher Möwe, rot" in card
    assert [message.text for message in counter.group.messages if message.id in counter.group.pinned] == [card]
    assert "Bot" in await mia.says("Hallo, bist du ein Bot?")
    assert "🤖 Ich bin der Bot" in await counter.sees(topic, "bist du ein Bot?")
    await counter.jonte.says("/take", topic)
    assert "Jonte" in (await mia.hears()).text
    assert "schweigt" in await counter.sees(topic, "Jonte hat übernommen")
    await mia.user.send("geht die Tasse in die Spülmaschine?")
    await counter.sees(topic, "👤 geht die Tasse in die Spülmaschine?")
    await counter.jonte.says("Ja, oben < unten.", topic)
    assert (await mia.hears()).text == "Jonte: Ja, oben < unten."
    await counter.jonte.says("/release", topic)
    assert "kein Mensch" in (await mia.hears()).text
    await counter.sees(topic, "Der Bot hat den Chat wieder")
    assert "Becher" in await mia.says("was ist in meinem Korb?")
    assert not counter.having(topic, "was ist in meinem Korb?")
    assert len(counter.server.calls("createForumTopic")) == 1


@pytest.mark.asyncio(loop_scope="module")
async def test_photos_voice_and_places_go_both_ways(counter: Counter) -> None:
    mia = shopper(counter.program, 43, "de")
    topic = await counter.taken(mia)
    for number, send in enumerate((mia.user.photo("kaputt"), mia.user.voice(7), mia.user.location(54.4, 6.9)), 1):
        await send
        await counter.copied(topic, number)
    assert [next(iter(copy)) for copy in counter.copies(topic)] == ["photo", "voice", "location"]
    assert counter.having(topic, "schickt ein Foto")
    await counter.jonte.shows(topic, "so sieht sie neu aus")
    assert (await mia.hears()).text == "Jonte:"
    shown = await mia.hears()
    assert (shown.method, shown.text, "photo" in shown.media) == ("copyMessage", "so sieht sie neu aus", True)


@pytest.mark.asyncio(loop_scope="module")
async def test_only_what_a_person_writes_after_taking_over_reaches_the_shopper(counter: Counter) -> None:
    mia = shopper(counter.program, 44, "de")
    topic = await counter.wanted(mia)
    await counter.jonte.says("das ist doch die von gestern", topic)
    await counter.sees(topic, "Nicht gesendet")
    channel = Member(
        counter.group,
        {"id": 777000, "is_bot": False, "first_name": "Telegram"},
        {"sender_chat": {"id": -100777, "type": "channel", "title": "News"}},
    )
    robot = Member(counter.group, {"id": 8, "is_bot": True, "first_name": "Other"})
    elsewhere = counter.server.group(-100999)
    for stranger in (channel, robot, elsewhere.member(9, "Eve")):
        await stranger.says("/take", topic)
    await counter.jonte.says("/take")
    await counter.jonte.closes(topic)
    await counter.jonte.says("/relase", topic)
    await counter.sees(topic, "/relase")
    assert not counter.having(topic, "hat übernommen")
    await counter.group.hidden().says("/take", topic)
    assert (await mia.hears()).text.startswith("Kontor ist jetzt für dich da")
    assert "Kontor hat" in await counter.sees(topic, "hat übernommen")
    assert len(counter.having(topic, "hat übernommen")) == 1
    await counter.jonte.says("/take", topic)
    await counter.sees(topic, "schon bei euch")
    await counter.jonte.says("Moin", topic)
    assert (await mia.hears()).text == "Jonte: Moin"
    assert not [text for text in (m.text for m in mia.user.messages) if "gestern" in text or "relase" in text]


@pytest.mark.asyncio(loop_scope="module")
async def test_a_button_after_what_was_not_understood_calls_a_person_too(counter: Counter) -> None:
    mia = shopper(counter.program, 45, "en")
    await mia.says("hello")
    await mia.says("florble grumf snarkwick")
    await mia.presses("Talk to a person")
    topic = await counter.topic(mia)
    await counter.sees(topic, "drückt: Talk to a person")
    await counter.jonte.says("/release", topic)
    assert "nobody is free" in (await mia.hears()).text
    await counter.sees(topic, "Der Bot hat den Chat wieder")


@pytest.mark.asyncio(loop_scope="module")
async def test_nobody_comes_or_somebody_falls_silent_and_both_sides_hear_it(counter: Counter) -> None:
    mia = shopper(counter.program, 46, "de")
    topic = await counter.wanted(mia)
    counter.ring("help.nobody_came")
    assert "niemand frei" in (await mia.hears()).text
    await counter.sees(topic, "Niemand hat übernommen")
    await counter.jonte.says("/take", topic)
    assert "Jonte" in (await mia.hears()).text
    await mia.user.send("seid ihr noch da?")
    await counter.sees(topic, "seid ihr noch da?")
    counter.ring("help.left_alone")
    assert "30 Minuten" in (await mia.hears()).text
    await counter.sees(topic, "ohne ein Wort von euch")
    assert await mia.says("was ist in meinem Korb?")


@pytest.mark.asyncio(loop_scope="module")
async def test_who_blocks_the_bot_is_not_written_to_and_the_people_hear_it(counter: Counter) -> None:
    mia = shopper(counter.program, 47, "de")
    topic = await counter.taken(mia)
    await mia.user.block()
    await counter.sees(topic, "blockiert")
    await counter.jonte.says("/take", topic)
    await counter.until(lambda: len(counter.having(topic, "blockiert")) == 2, "the second warning")


@pytest.mark.asyncio(loop_scope="module")
async def test_a_topic_that_was_deleted_is_made_anew_and_nothing_is_lost(counter: Counter) -> None:
    mia = shopper(counter.program, 48, "de")
    first = await counter.taken(mia)
    first.deleted = True
    await mia.user.send("hört ihr mich?")
    await counter.until(lambda: len([t for t in counter.group.topics.values() if "48" in t.name]) == 2, "a new topic")
    second = counter.group.topic("48")
    await counter.sees(second, "hört ihr mich?")
    await counter.jonte.says("Laut und deutlich.", second)
    assert "Laut und deutlich." in (await mia.hears()).text
    assert "telegram_topic_gone" in counter.program.log


@pytest.mark.asyncio(loop_scope="module")
async def test_a_photo_that_was_taken_away_meanwhile_holds_nothing_up(counter: Counter) -> None:
    mia = shopper(counter.program, 49, "de")
    topic = await counter.taken(mia)
    await mia.user.photo()
    counter.server.take_away(*list(counter.server.kept)[-1])
    await mia.user.send("war nichts")
    await counter.sees(topic, "war nichts")


async def test_a_kill_around_the_hand_over_loses_nothing(new_folder: Folders) -> None:
    async with FakeTelegram() as server:
        server.group(GROUP)
        async with running_program(server, new_folder(), config=CONFIG) as program:
            counter = Counter(program)
            mia = shopper(program, 42, "de")
            topic = await counter.taken(mia)
            server.updates.twice = True
            await program.kill()
            await mia.user.send("Frage eins")
            await counter.jonte.says("Antwort eins", topic)
            await program.start()
            await counter.sees(topic, "Frage eins")
            await counter.until(lambda: any("Antwort eins" in m.text for m in mia.user.messages), "the answer")
            await asyncio.gather(mia.user.send("Frage zwei"), counter.jonte.says("Antwort zwei", topic))
            await counter.until(lambda: server.updates.pending == [], "both are kept")
            await program.kill()
            await program.start()
            await counter.sees(topic, "Frage zwei")
            await counter.until(lambda: any("Antwort zwei" in m.text for m in mia.user.messages), "the answer")
            assert await program.end() == 0
        once = [m.text for m in mia.user.messages]
        assert once.count("Jonte: Antwort eins") == 1
        assert once.count("Jonte: Antwort zwei") <= 2  # a kill may repeat one message
        assert [t.name for t in counter.group.topics.values()] == ["User 42 · 42"]
        server.assert_clean()


async def test_what_is_paid_meanwhile_the_person_sees_at_once_and_the_shopper_after_the_hand_back(
    new_folder: Folders,
) -> None:
    async with FakeTelegram() as server:
        server.group(GROUP)
        async with running_program(server, new_folder(), config=CONFIG) as program:
            counter = Counter(program)
            mia = shopper(program, 42, "de")
            await mia.says("zwei rote Becher Möwe bitte")
            await mia.orders()
            topic = await counter.taken(mia)
            assert (await mia.user.pay()).outcome == "paid"
            assert "Bezahlt und bestätigt" in await counter.sees(topic, "📰")
            await counter.until(lambda: ["bestätigt" in card for card in counter.pinned()] == [True], "the card")
            await program.kill()
            await program.start()
            await counter.jonte.says("Das Geld ist da.", topic)
            assert (await mia.hears()).text == "Jonte: Das Geld ist da."
            await counter.jonte.says("/release", topic)
            assert "kein Mensch" in (await mia.hears()).text
            assert (await mia.hears()).text.startswith("Bezahlt und bestätigt")
            assert await program.end() == 0
        assert len([m for m in mia.user.messages if "Bezahlt und bestätigt" in m.text]) == 1
        server.assert_clean()
