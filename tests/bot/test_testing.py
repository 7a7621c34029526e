"""What the author of a skill is told by Chat when the skill fails."""
# ruff: noqa: ARG001  (handlers need no turn to fail)

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import traceback
from typing import Literal

import pytest

from bot.skill import Skill
from bot.testing import Chat
from bot.texts import TextError
from bot.turn import Turn

SECRET = "mia@example.org"


def broken() -> Skill:
    skill = Skill("broken")

    @skill.intent("break", {"de": ["geh bitte kaputt", "mach was kaputt"], "en": ["please break"]})
    def break_(turn: Turn) -> str:
        found = {"email": SECRET}
        return found["phone"]

    @skill.intent("wait", {"de": ["warte mal kurz darauf"], "en": ["please wait for it"]})
    async def wait(turn: Turn) -> str:
        raise LookupError("nothing came")

    return skill


@pytest.mark.parametrize(("text", "kind"), [("geh bitte kaputt", KeyError), ("warte mal kurz darauf", LookupError)])
def test_what_a_skill_raises_is_raised_with_nothing_of_the_bot_before_it(
    text: str, kind: type[Exception], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(kind) as caught:
        Chat(broken()).send(text)
    files = [frame.filename for frame in traceback.extract_tb(caught.value.__traceback__)]
    steps = [name.rpartition("/")[2] for name in files]
    assert steps == ["test_testing.py", *["testing.py"] * 4, "test_testing.py"]
    told = capsys.readouterr()
    assert "Traceback" not in told.out + told.err
    assert SECRET not in told.out + told.err


def test_what_a_skill_lacks_is_told_without_the_way_to_it() -> None:
    skill = Skill("lacking")

    @skill.intent("say", {"de": ["sag bitte was schönes"], "en": ["say something nice"]})
    def say(turn: Turn, drink: Literal["tea"]) -> str:
        return drink

    with pytest.raises(TextError, match="no message 'ask-drink'") as caught:
        Chat(skill).send("sag bitte was schönes")
    files = [frame.filename.rpartition("/")[2] for frame in traceback.extract_tb(caught.value.__traceback__)]
    assert set(files) == {"test_testing.py", "testing.py"}


def test_the_chat_goes_on_after_an_error() -> None:
    chat = Chat(broken())
    with pytest.raises(KeyError):
        chat.send("geh bitte kaputt")
    with pytest.raises(LookupError, match="nothing came"):
        chat.send("warte mal kurz darauf")


def test_a_chat_that_an_error_kept_is_closed_whatever_runs_by_then() -> None:
    with pytest.raises(KeyError) as caught:
        Chat(broken()).send("geh bitte kaputt")

    async def later() -> None:
        gc.collect()

    cycle = [caught]
    cycle.append(cycle)  # type: ignore[arg-type]
    del caught, cycle
    asyncio.run(later())


def test_without_raising_there_is_an_apology_as_in_the_shop() -> None:
    assert "schiefgegangen" in Chat(broken(), raises=False).send("geh bitte kaputt")


@pytest.mark.parametrize("before", ["", "import rich\n"])
def test_logs_nobody_set_up_show_no_values_in_tracebacks(before: str) -> None:
    program = (
        f"{before}import bot, structlog\n"
        f"def fail() -> None:\n    told = '{SECRET}'\n    raise KeyError('phone')\n"
        "try:\n    fail()\nexcept KeyError:\n    structlog.get_logger().exception('failed')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "KeyError: 'phone'" in done.stdout
    assert SECRET not in done.stdout
