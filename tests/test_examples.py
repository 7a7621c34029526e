"""The packages of the documentation install beside Tresen, and their own tests pass."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted(path.parent for path in (ROOT / "docs" / "examples").glob("*/pyproject.toml"))


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda path: path.name)
def example(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of an example; the folder `site` beside it is where it is installed."""
    folder = tmp_path_factory.mktemp("example")
    source = Path(shutil.copytree(request.param, folder / request.param.name))
    options = ("--quiet", "--no-deps", "--no-build-isolation", "--disable-pip-version-check")
    built = python("-m", "pip", "install", *options, "--target", folder / "site", source)
    assert built.returncode == 0, built.stderr
    return source


def python(*words: str | Path, site: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run Python, with the packages of one more folder."""
    environ = {**os.environ, "PYTHONPATH": str(site)} if site else None
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=ROOT, env=environ, text=True, capture_output=True, check=False, timeout=300)


def test_the_tests_of_an_installed_example_pass(example: Path) -> None:
    options = ("-q", "-p", "no:cacheprovider", "--rootdir", example, "--confcutdir", example)
    done = python("-m", "pytest", *options, example / "tests", site=example.parent / "site")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_bot_finds_the_skill_of_an_installed_example(example: Path) -> None:
    program = "from bot.skill import installed; print(*sorted(skill.name for skill in installed()))"
    named = python("-c", program, site=example.parent / "site").stdout.split()
    assert example.name.removeprefix("tresen-") in named
    assert "order" in named
