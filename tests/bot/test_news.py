"""News while a person answers: what the people hear at once, the shopper hears after the hand-back, once and as it is then."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.config import DEMO
from bot.message import Message
from bot.reply import Reply
from bot.skill import Skill, installed
from bot.turn import Turn
from catalog.importing import import_folder
from tests.bot.desk_shop import MIA, Shop, shop

RAIN = {"de": "Regen in { $place }: { $drops } Tropfen.", "en": "Rain in { $place }: { $drops } drops."}
HAIL = {"de": "Hagel!", "en": "Hail!"}


def weather() -> Skill:
    """A skill with news: rain that changes, hail that is said as it is, a storm that nobody can tell of."""
    skill = Skill("sky")

    @skill.on("rain")
    def rain(turn: Turn) -> Reply:
        place = str(turn.message.data["place"])
        turn.memory[place] = turn.memory.get(place, 0) + 1
        return turn.news("sky.rain", place, place=place)

    @skill.on("sky.rain")
    def told(turn: Turn) -> str | None:
        place = str(turn.message.data["place"])
        drops = turn.memory[place]
        return turn.say(RAIN, place=place, drops=drops) if drops < 9 else None

    @skill.on("hail")
    def hail(turn: Turn) -> Reply:
        return Reply(text=turn.say(HAIL), buttons=(turn.button("button-go-on", "help.thanks"),))

    @skill.on("storm")
    def storm(turn: Turn) -> Reply:
        return turn.news("sky.storm", "everywhere")

    @skill.on("sky.storm")
    def stormy(turn: Turn) -> str:
        if turn.conversation.handover != "human":
            raise RuntimeError("blown away")
        return turn.say(HAIL)

    @skill.on("snow")
    def snow(turn: Turn) -> list[Reply]:
        offer = Reply(text=turn.say(HAIL), kind="offer", offer="herbstlicht")
        return [Reply(text=turn.say(HAIL), to="test:ole"), offer]

    @skill.on("sun")
    def sun(turn: Turn) -> None:
        turn.memory["Kiel"] = 9

    return skill


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("imported") / "shop.db"
    import_folder(DEMO, database)
    return database


@asynccontextmanager
async def taken(imported: Path, folder: Path) -> AsyncIterator[Shop]:
    """A shop with weather in which a person answers, and nothing was said yet."""
    async with shop(imported, folder, skills=[*installed(), weather()]) as counter:
        await counter.says("Hallo")
        await counter.operator("take")
        counter.news()
        yield counter


def texts(counter: Shop) -> list[str]:
    """What the shopper heard since the last look."""
    heard = [str(reply.text) for reply in counter.mia.heard]
    counter.mia.heard.clear()
    return heard


async def test_the_people_hear_at_once_and_the_shopper_after_the_hand_back(imported: Path, tmp_path: Path) -> None:
    async with taken(imported, tmp_path) as counter:
        await counter.put("rain", place="Kiel")
        await counter.put("hail")
        assert texts(counter) == []
        told = "\n".join(str(reply.text) for reply in counter.people.heard)
        assert "Regen in Kiel: 1 Tropfen." in told
        assert "Hagel!" in told
        assert counter.people.news() == ["desk-news", "desk-news"]
        await counter.operator("release")
        left, *news = counter.mia.heard
        assert "kein Mensch" in left.text
        assert [(reply.text, reply.kind) for reply in news] == [
            ("Regen in Kiel: 1 Tropfen.", "service"),
            ("Hagel!", "service"),
        ]
        assert news[1].buttons[0].id
        counter.news()
        await counter.operator("take")
        await counter.operator("release")
        assert counter.mia.news() == ["help-operator-took", "help-operator-left"]


async def test_of_several_about_the_same_the_last_is_told_as_things_stand_and_nothing_that_is_over(
    imported: Path, tmp_path: Path
) -> None:
    async with taken(imported, tmp_path) as counter:
        for place in ("Kiel", "Husum", "Kiel", "Kiel"):
            await counter.put("rain", place=place)
        assert len(counter.people.news()) == 4
        await counter.operator("release")
        assert texts(counter)[1:] == ["Regen in Husum: 1 Tropfen.", "Regen in Kiel: 3 Tropfen."]
        await counter.operator("take")
        await counter.put("rain", place="Kiel")
        await counter.put("sun")
        texts(counter)
        await counter.operator("release")
        counter.people.heard.clear()
        assert len(texts(counter)) == 1
        await counter.operator("take")
        await counter.put("rain", place="Kiel")
        assert counter.people.news() == ["desk-taken"]


async def test_it_is_told_in_the_language_that_is_spoken_then(imported: Path, tmp_path: Path) -> None:
    async with taken(imported, tmp_path) as counter:
        await counter.put("rain", place="Kiel")
        await counter.says("show me red mugs under 20 euros please")
        assert texts(counter) == []
        await counter.operator("release")
        assert counter.mia.heard[-1].text == "Rain in Kiel: 1 drops."
        await counter.operator("take")
        counter.people.heard.clear()
        await counter.put("rain", place="Kiel")
        assert "Regen in Kiel: 2 Tropfen." in counter.people.heard[-1].text


async def test_what_is_for_somebody_else_leaves_and_offers_are_the_gates_business(
    imported: Path, tmp_path: Path
) -> None:
    async with taken(imported, tmp_path) as counter:
        await counter.put("snow")
        assert (counter.mia.places, counter.news()) == ({MIA, "test:ole"}, (["sky-snow"], []))
        decided = counter.app.store.read(lambda reader: reader.rows("SELECT reason FROM decision"))
        assert [row["reason"] for row in decided] == ["no_consent"]
        await counter.operator("release")
        assert counter.mia.news() == ["help-operator-left"]


async def test_whoever_falls_silent_hands_back_too(imported: Path, tmp_path: Path) -> None:
    async with taken(imported, tmp_path) as counter:
        await counter.put("hail")
        await counter.later(minutes=20)
        assert counter.mia.news() == ["help-operator-left", "sky-hail"]


async def test_news_that_cannot_be_told_holds_up_neither_the_rest_nor_the_hand_back(
    imported: Path, tmp_path: Path
) -> None:
    async with taken(imported, tmp_path) as counter:
        counter.app.bot.turn_failed = lambda _error: None
        await counter.put("storm")
        await counter.put("hail")
        await counter.operator("release")
        assert (counter.handover, counter.mia.news()) == ("bot", ["help-operator-left", "sky-hail"])


async def test_a_person_who_is_back_at_once_still_keeps_the_chat_quiet(imported: Path, tmp_path: Path) -> None:
    async with taken(imported, tmp_path) as counter:
        await counter.put("rain", place="Kiel")
        counter.people.heard.clear()
        await at_once(counter, ("operator", {"action": "release"}), ("operator", {"action": "take"}))
        assert counter.news() == (["help-operator-left", "help-operator-took"], ["desk-released", "desk-taken"])
        await counter.operator("release")
        assert counter.mia.news() == ["help-operator-left", "sky-told"]


async def test_what_is_newer_than_the_hand_back_is_told_once(imported: Path, tmp_path: Path) -> None:
    async with taken(imported, tmp_path) as counter:
        await counter.put("rain", place="Kiel")
        await at_once(counter, ("operator", {"action": "release"}), ("rain", {"place": "Kiel"}))
        assert texts(counter)[1:] == ["Regen in Kiel: 2 Tropfen."]


async def test_an_erasure_right_after_the_hand_back_takes_the_news_along(imported: Path, tmp_path: Path) -> None:
    async with shop(imported, tmp_path, skills=[*installed(), weather()]) as counter:
        await counter.says("lösch alle meine Daten")
        await counter.operator("take")
        await counter.put("hail")
        counter.news()
        await at_once(counter, ("operator", {"action": "release"}), ("text", {}), words="ja")
        assert counter.mia.news() == ["account-erased"]
        assert counter.app.store.read(lambda reader: (reader.conversation(MIA).held, reader.parked())) == ([], [])


async def test_nothing_is_lost_between_two_runs(imported: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    async with taken(imported, first) as counter:
        await counter.put("rain", place="Kiel")
        await counter.put("hail")
    async with shop(first / "shop.db", second, skills=[*installed(), weather()]) as counter:
        counter.number = 100
        await counter.operator("release")
        assert counter.mia.news() == ["help-operator-left", "sky-told", "sky-hail"]


async def test_who_blocked_the_bot_meanwhile_is_not_written_to(imported: Path, tmp_path: Path) -> None:
    async with taken(imported, tmp_path) as counter:
        await counter.put("hail")
        await counter.put("blocked")
        assert (counter.handover, counter.mia.news()) == ("bot", [])


async def test_while_somebody_waits_news_is_told_and_the_people_see_it_with_every_answer(
    imported: Path, tmp_path: Path
) -> None:
    async with shop(imported, tmp_path, skills=[*installed(), weather()]) as counter:
        await counter.says("ich möchte mit einem Menschen sprechen")
        counter.news()
        await counter.says("habt ihr Tee?")
        assert "🤖" in counter.people.heard[-1].text
        assert counter.people.news() == ["desk-shopper", "desk-bot"]
        await counter.put("rain", place="Kiel")
        assert counter.mia.heard[-1].text == "Regen in Kiel: 1 Tropfen."
        assert counter.people.heard[-1].text == "🤖 Regen in Kiel: 1 Tropfen."
        counter.news()
        await counter.operator("take")
        assert counter.people.news() == ["desk-taken"]


async def at_once(counter: Shop, *happened: tuple[str, dict[str, str]], words: str = "") -> None:
    """Several things lie in the inbox before the first is looked at."""
    counter.number += len(happened)
    told = [
        Message(conversation=MIA, key=f"t:{counter.number}.{place}", kind=kind, at=counter.clock.now(), data=data)
        for place, (kind, data) in enumerate(happened)
    ]
    told = [replace(message, text=words) if message.kind == "text" else message for message in told]
    await counter.app.bot.receive(told)
    await counter.app.settle()
