"""What is delivered: the wheel and the sdist hold everything, and the wheel alone makes a shop that talks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "intents", "catalog")

pytestmark = pytest.mark.wheel


def contents() -> set[str]:
    """Every file of our packages, code and data."""
    files = (file for package in PACKAGES for file in (ROOT / package).rglob("*") if file.is_file())
    return {str(file.relative_to(ROOT)) for file in files if "__pycache__" not in file.parts}


def run(*command: str | Path, folder: Path, text: str = "") -> str:
    """What a program says that must succeed."""
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "TRESEN", "VIRTUAL"))
    }
    done = subprocess.run(
        command, cwd=folder, env=environ, input=text, text=True, capture_output=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the sdist, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("delivered")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, folder=folder)
    return folder


@pytest.fixture(scope="module")
def installed(delivered: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment that had nothing in it but pip."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=True)
    (wheel,) = delivered.glob("*.whl")
    run(
        folder / "bin" / "python", "-m", "pip", "install", "-qq", "--no-cache-dir", "--no-compile", wheel, folder=folder
    )
    return folder / "bin"


def test_the_wheel_holds_every_file_of_the_packages_and_nothing_else(delivered: Path) -> None:
    (wheel,) = delivered.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        notes = {name.split("/", 1)[1] for name in archive.namelist() if ".dist-info/" in name}
    assert names == contents()
    assert {"licenses/LICENSE", "licenses/NOTICE", "entry_points.txt"} <= notes


def test_the_sdist_holds_the_packages_the_tests_and_the_papers(delivered: Path) -> None:
    (sdist,) = delivered.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {member.name.split("/", 1)[1] for member in archive.getmembers() if member.isfile()}
    assert contents() <= names
    papers = {"README.md", "CHANGELOG.md", "LICENSE", "NOTICE", "config.toml", "pyproject.toml"}
    assert papers | {"scripts/setup", "scripts/chat", "scripts/test", "tests/test_wheel.py"} <= names
    assert not {name for name in names if name.endswith((".pyc", ".db")) or name.startswith(".venv")}


def test_the_installed_wheel_alone_makes_a_shop_that_talks_to_people_and_to_programs(
    installed: Path, tmp_path: Path
) -> None:
    where = run(installed / "python", "-c", "import bot; print(bot.__file__)", folder=tmp_path)
    assert where.startswith(str(installed.parent))
    said = run(installed / "tresen", "chat", "--language", "de", folder=tmp_path, text="you> Hallo\n")
    head, you, bot, *_ = said.splitlines()
    assert head.startswith("# tresen chat --as you")
    assert you == "you> Hallo"
    assert bot.startswith("bot> ")
    text = json.dumps({"say": "habt ihr Becher?"}) + "\n"
    at = "2026-11-25T11:00:00Z"
    said = run(installed / "tresen", "chat", "--json", "--language", "de", "--at", at, folder=tmp_path, text=text)
    (line,) = [json.loads(line) for line in said.splitlines()]
    assert line["replies"][0]["language"] == "de"
    assert line["replies"][0]["items"]
    assert line["state"]["listing"]
