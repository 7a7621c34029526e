"""Every dialogue file in `files/` goes as written."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import bring_in
from bot.commands.rehearse import told
from bot.config import DEMO
from bot.rehearsal.play import Stage, play
from bot.rehearsal.script import NOON, read

HERE = Path(__file__).parent
FILES = sorted((HERE / "files").glob("*.toml"))


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """The demo shop, imported once."""
    template = tmp_path_factory.mktemp("stage") / "shop.db"
    bring_in(DEMO, template, now=NOON)
    return Stage(template=template, cache=HERE.parents[1] / ".tresen")


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_dialogue_goes_as_written(path: Path, stage: Stage) -> None:
    played = play(read(path), stage)
    assert played.failure is None, "\n".join(["", *told(played.failure)])
