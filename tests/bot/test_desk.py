"""People at a desk: their hours, their silence, and what stays between whom, with a clock that is moved."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import DEMO, load
from bot.serve import desks_of
from bot.skill import Skill, installed
from bot.turn import Turn
from catalog.importing import import_folder
from catalog.model import Settings
from tests.bot.desk_shop import MIA, NOON, shop


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("imported") / "shop.db"
    import_folder(DEMO, database)
    return database


async def test_outside_their_hours_it_is_said_and_the_people_find_it_later(imported: Path, tmp_path: Path) -> None:
    async with shop(imported, tmp_path, at=NOON.replace(hour=20)) as counter:
        await counter.says("ich möchte mit einem Menschen sprechen")
        told = counter.mia.heard[-1].text
        assert "erst wieder Do. 26. Nov. 09:00" in told
        assert counter.handover == "bot"
        _, people = counter.news()
        assert people[0] == "desk-asked-closed"
        await counter.later(hours=14)
        assert counter.news() == ([], [])
        await counter.operator("take")
        assert counter.handover == "human"


async def test_where_nobody_ever_is_no_time_is_named(imported: Path, tmp_path: Path) -> None:
    async with shop(imported, tmp_path, opening_hours="off") as counter:
        await counter.says("ich möchte mit einem Menschen sprechen")
        assert "Gerade ist leider niemand da. Ich habe" in counter.mia.heard[-1].text


async def test_who_asks_the_same_twice_is_seen_to_have_asked_twice(imported: Path, tmp_path: Path) -> None:
    async with shop(imported, tmp_path) as counter:
        await counter.says("hallo, ist da jemand?")
        await counter.says("hallo, ist da jemand?")
        await counter.says("ich möchte mit einem Menschen sprechen")
        told = counter.people.heard[-1].text
        assert told.count("hallo, ist da jemand?") == 2


async def test_why_is_about_what_the_bot_said_and_not_about_what_a_person_answered(
    imported: Path, tmp_path: Path
) -> None:
    async with shop(imported, tmp_path) as counter:
        await counter.says("ich möchte mit einem Menschen sprechen")
        await counter.operator("take")
        await counter.says("wo ist mein Paket?")
        await counter.operator("release")
        await counter.says("warum hast du das gesagt?")
        assert "mit einem Menschen sprechen" in counter.mia.heard[-1].text


async def test_an_old_time_out_does_not_end_a_new_wait(imported: Path, tmp_path: Path) -> None:
    async with shop(imported, tmp_path) as counter:
        await counter.says("ich möchte mit einem Menschen sprechen")
        await counter.later(minutes=15)
        await counter.operator("take")
        await counter.operator("release")
        await counter.says("ich möchte mit einem Menschen sprechen")
        counter.news()
        await counter.later(minutes=19)
        assert (counter.handover, counter.news()) == ("waiting", ([], []))
        await counter.later(minutes=1)
        assert (counter.handover, counter.news()) == ("bot", (["help-nobody-came"], ["desk-nobody-came"]))


async def test_a_silent_person_loses_the_chat_and_one_who_answers_keeps_it(imported: Path, tmp_path: Path) -> None:
    async with shop(imported, tmp_path) as counter:
        await counter.operator("take")
        await counter.later(minutes=15)
        await counter.operator("say", "Moin")
        await counter.later(minutes=15)
        await counter.says("wie lange dauert das?")
        await counter.later(minutes=15)
        await counter.says("hallo?")
        counter.news()
        await counter.later(minutes=4)
        assert (counter.handover, counter.news()) == ("human", ([], []))
        await counter.later(minutes=1)
        assert (counter.handover, counter.news()) == ("bot", (["help-left-alone"], ["desk-left-alone"]))


@pytest.mark.parametrize(("minutes", "said"), [(1, "seit einer Minute niemand"), (2, "seit 2 Minuten niemand")])
async def test_one_minute_is_not_counted_in_minutes(imported: Path, tmp_path: Path, minutes: int, said: str) -> None:
    async with shop(imported, tmp_path, patience=timedelta(minutes=minutes)) as counter:
        await counter.operator("take")
        await counter.says("hallo?")
        await counter.later(minutes=minutes)
        assert said in counter.mia.heard[-1].text


async def test_a_silent_chat_goes_back_too(imported: Path, tmp_path: Path) -> None:
    async with shop(imported, tmp_path) as counter:
        await counter.operator("take")
        counter.news()
        await counter.later(minutes=20)
        assert (counter.handover, counter.news()) == ("bot", (["help-operator-left"], ["desk-left-alone"]))


async def test_nothing_of_the_bot_is_said_while_a_person_answers_and_nothing_of_the_shopper_is_lost(
    imported: Path, tmp_path: Path
) -> None:
    async with shop(imported, tmp_path) as counter:
        await counter.operator("take")
        counter.news()
        await counter.says("habt ihr rote Becher?")
        await counter.put("photo", "so einen", source="42/7")
        await counter.put("sticker", emoji="👍", source="42/8")
        await counter.put("command", "/cart", name="cart", argument="")
        await counter.put("press", button="gone.0")
        assert counter.mia.heard == []
        assert [reply.copies for reply in counter.people.heard if reply.copies] == [("42/7",), ("42/8",)]
        assert counter.people.news() == [
            "desk-shopper",
            "desk-shopper-did",
            "desk-shopper-did",
            "desk-shopper",
            "desk-shopper-did",
        ]
        assert counter.people.places == {"desk:test:mia"}


async def test_a_turn_that_fails_while_a_person_answers_brings_no_apology(imported: Path, tmp_path: Path) -> None:
    broken = Skill("broken")

    @broken.on("handover.heard")
    def fail(turn: Turn) -> None:
        raise RuntimeError(turn.message.text)

    async with shop(imported, tmp_path, skills=[*installed(), broken]) as counter:
        counter.app.bot.turn_failed = lambda _error: None
        await counter.operator("take")
        counter.news()
        await counter.says("hallo?")
        assert len(counter.app.store.read(lambda reader: reader.parked())) == 1
        assert counter.mia.news() == []
        assert "👤 hallo?" in counter.people.heard[-1].text
        await counter.put("photo", source="42/7")
        assert counter.people.heard[-1].copies == ("42/7",)
        await counter.operator("release")
        await counter.says("ich möchte mit einem Menschen sprechen")
        assert counter.news() == (
            ["help-operator-left", "sorry-error"],
            ["desk-failed", "desk-failed", "desk-released"],
        )


async def test_who_has_everything_erased_leaves_no_copy_on_the_way_to_the_people(
    imported: Path, tmp_path: Path
) -> None:
    async with shop(imported, tmp_path) as counter:
        await counter.app.store.run(
            lambda tx: tx.change("INSERT INTO topic (conversation, chat, thread) VALUES (:mia, -100, 7)", mia=MIA)
        )
        await counter.says("ich möchte mit einem Menschen sprechen")
        await counter.says("lösch alle meine Daten")
        counter.news()
        await counter.says("ja")
        assert counter.news() == (["account-erased"], ["account-erased-here", "desk-shopper", "desk-bot"])
        kept = counter.app.store.read(
            lambda reader: reader.rows("SELECT data FROM effect WHERE conversation = 'desk:test:mia' ORDER BY id")
        )
        assert [row["data"] for row in kept][:-1] == ["{}"] * (len(kept) - 1)
        assert len(kept) > 1
        await counter.later(minutes=20)
        assert counter.handover == "bot"


async def test_a_person_who_writes_another_language_changes_nothing_for_the_bot(imported: Path, tmp_path: Path) -> None:
    async with shop(imported, tmp_path) as counter:
        await counter.says("habt ihr Tee?")
        await counter.operator("take")
        await counter.operator("say", "do you have red mugs under 20 euros?")
        await counter.operator("release")
        assert counter.mia.heard[-1].language == "de"


async def test_what_the_people_were_told_is_not_repeated_with_what_the_shopper_was(
    imported: Path, tmp_path: Path
) -> None:
    async with shop(imported, tmp_path) as counter:
        await counter.says("ich möchte mit einem Menschen sprechen")
        assert counter.news()[1] == ["desk-asked", "desk-shopper"]
        await counter.says("sag das noch mal")
        assert counter.news() == (["bot-disclosure", "help-human"], ["desk-shopper", "desk-bot"])


def test_config_toml_says_who_answers_on_telegram_and_when(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    hours = "Mo-Fr 09:00-18:00; PH off"
    file.write_text(f'[telegram]\noperators = -100\noperators_hours = "{hours}"\noperators_minutes = 20\n')
    shop = Settings(id="kontor", name="Kontor", country="AT", timezone="Europe/Vienna")
    people = desks_of(load(file, environ={}), shop)["tg"]
    assert (people.patience, people.country, people.place("tg:42")) == (timedelta(minutes=20), "AT", "desk:tg:42")
    assert people.is_open(NOON)
    christmas = NOON.replace(month=12)
    assert not people.is_open(christmas)
    file.write_text("[telegram]\noperators = -100\n")
    assert desks_of(load(file, environ={}), shop)["tg"].is_open(christmas)
    assert desks_of(load(None, environ={}), shop) == {}


async def test_the_card_of_whoever_waits_shows_the_cart_as_it_is_now(imported: Path, tmp_path: Path) -> None:
    async with shop(imported, tmp_path) as counter:
        await counter.says("zwei rote Becher Möwe bitte")
        await counter.says("ich möchte mit einem Menschen sprechen")
        assert "2 × Becher Möwe, rot" in counter.people.heard[-1].card
        await counter.says("wann habt ihr offen?")
        assert counter.people.heard[-1].card == ""
        await counter.says("und drei Kluntje")
        assert "3 × Kluntje" in counter.people.heard[-1].card
        await counter.operator("release")
        counter.people.heard.clear()
        await counter.says("leere den Korb")
        assert counter.people.heard == []
