"""A shop's folder for each program under test; importing and learning are done once for all of them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.telegram.program import ROOT, Folders


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the demo shop, to copy."""
    database = tmp_path_factory.mktemp("imported") / "tresen.db"
    command = [sys.executable, "-m", "bot", "import", str(ROOT / "catalog" / "demo"), "--database", str(database)]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    return database


@pytest.fixture(scope="session")
def new_folder(imported: Path, tmp_path_factory: pytest.TempPathFactory) -> Folders:
    def make() -> Path:
        folder = tmp_path_factory.mktemp("shop")
        shutil.copy(imported, folder)
        (folder / ".tresen").symlink_to(ROOT / ".tresen")
        return folder

    return make
