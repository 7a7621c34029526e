"""The folder as a whole: set-up by two commands, and pyproject.toml."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from importlib.metadata import entry_points
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
REAL = Path(sys.executable).resolve()

#: A project without dependencies, built by itself: set-up runs for real and asks no index.
PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "tresen"
version = "0"
"""
BACKEND = """
import zipfile
from pathlib import Path

INFO = "tresen-0.dist-info"
FILES = {
    "shop.py": "import sys\\nmain = lambda: print(sys.argv[0].split('/')[-1], sys.argv[1:], repr(sys.stdin.read()))",
    f"{INFO}/METADATA": "Metadata-Version: 2.1\\nName: tresen\\nVersion: 0\\nProvides-Extra: dev\\n",
    f"{INFO}/WHEEL": "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    f"{INFO}/entry_points.txt": "[console_scripts]\\ntresen = shop:main\\npytest = shop:main\\n",
    f"{INFO}/RECORD": "",
}


def build_editable(folder, config_settings=None, metadata_directory=None):
    with zipfile.ZipFile(Path(folder, "tresen-0-py3-none-any.whl"), "w") as wheel:
        for name, text in FILES.items():
            wheel.writestr(name, text)
    return "tresen-0-py3-none-any.whl"
"""
Done = subprocess.CompletedProcess[str]


def laid_out(folder: Path) -> Path:
    """A folder with our scripts and the tiny project."""
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    (folder / "pyproject.toml").write_text(PYPROJECT)
    (folder / "backend.py").write_text(BACKEND)
    (folder / "bot").mkdir()
    (folder / "bot" / "app.py").write_text("")
    return folder


def tools(folder: Path, pythons: Mapping[str, str]) -> Path:
    """A PATH with bash's usual company and only these Pythons, each a shell script."""
    folder.mkdir()
    for tool in ("bash", "dirname", "cksum", "head", "sed", "rm", "mkdir", "cat", "env", "sh"):
        (folder / tool).symlink_to(shutil.which(tool) or "")
    for name, script in pythons.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    return folder


def run(project: Path, *command: str, path: Path | None = None, text: str = "", **environ: str) -> Done:
    home = project.parent / "home"
    home.mkdir(exist_ok=True)
    inherited = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "LANG"))}
    environ = {**inherited, "PATH": str(path or f"{REAL.parent}:/usr/bin:/bin"), "HOME": str(home), **environ}
    return subprocess.run(
        command, cwd=project.parent, env=environ, input=text, text=True, capture_output=True, check=False, timeout=300
    )


def chat(project: Path, *words: str, path: Path | None = None, text: str = "", **environ: str) -> Done:
    return run(project, str(project / "scripts" / "chat"), *words, path=path, text=text, **environ)


OLD = f"""shift; exec {REAL} -c 'import sys; sys.version_info = (3, 10, 4); exec(sys.argv[1])' "$1" """
WITHOUT_VENV = f"""shift; exec {REAL} -c 'import sys; sys.modules["ensurepip"] = None; exec(sys.argv[1])' "$1" """
BROKEN = "echo broken >&2; exit 127"
WORKING = f'exec {REAL} "$@"'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A fresh project."""
    return laid_out(tmp_path / "a folder")


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done]:
    """A project that was started once, where only the last Python looked for is fit, and how that went."""
    project = laid_out(tmp_path_factory.mktemp("set up") / "a folder")
    unfit = {"python3.13": WITHOUT_VENV, "python3.11": BROKEN, "python3": OLD}
    path = tools(tmp_path_factory.mktemp("path") / "bin", {**unfit, "python": WORKING})
    return project, chat(project, "--language", "de", path=path, text="Hallo\n")


def test_the_first_start_sets_up_with_a_fit_python_and_says_what_it_does(ready: tuple[Path, Done]) -> None:
    _, first = ready
    assert first.returncode == 0, first.stderr
    assert first.stdout == "tresen ['chat', '--language', 'de'] 'Hallo\\n'\n"
    version = ".".join(str(part) for part in sys.version_info[:3])
    assert first.stderr.splitlines() == [
        f"tresen: making .venv with Python {version}",
        "tresen: installing Tresen and its packages into .venv (a minute or two, only this once)",
    ]


def test_setting_up_compiles_what_is_started(ready: tuple[Path, Done]) -> None:
    project, _ = ready
    assert list((project / "bot" / "__pycache__").glob("app.*.pyc"))


def test_the_second_start_only_starts_and_hands_everything_on(ready: tuple[Path, Done]) -> None:
    project, _ = ready
    second = chat(project, text="Hallo\n")
    assert (second.stdout, second.stderr) == ("tresen ['chat'] 'Hallo\\n'\n", "")
    test = run(project, str(project / "scripts" / "test"), "-q", "-k", "a b")
    assert (test.stdout, test.stderr) == ("pytest ['-q', '-k', 'a b'] ''\n", "")


def test_nothing_outside_the_folder_is_touched(ready: tuple[Path, Done]) -> None:
    project, _ = ready
    assert sorted(path.name for path in project.parent.iterdir() if path.name != "moved") == ["a folder", "home"]
    assert not list((project.parent / "home").iterdir())
    assert not (project / ".venv" / "tmp").exists()


def test_a_changed_pyproject_is_installed_again_into_the_same_venv(ready: tuple[Path, Done]) -> None:
    project, _ = ready
    mark = project / ".venv" / "mark"
    mark.touch()
    with (project / "pyproject.toml").open("a") as file:
        file.write("# changed\n")
    assert "tresen: bringing .venv up to date with pyproject.toml" in chat(project).stderr
    assert mark.exists()
    assert chat(project).stderr == ""


def test_an_installation_that_broke_off_says_so_and_is_done_anew(ready: tuple[Path, Done]) -> None:
    project, _ = ready
    mark = project / ".venv" / "mark"
    mark.touch()
    (project / "pyproject.toml").write_text(PYPROJECT + "# changed again\n")
    (project / "backend.py").write_text("raise SystemExit(3)")
    broken = chat(project)
    assert broken.returncode == 1
    assert broken.stderr.splitlines()[-1].startswith("tresen: installing did not work, see above: check the network")
    (project / "backend.py").write_text(BACKEND)
    repaired = chat(project)
    assert repaired.stderr.startswith("tresen: making .venv anew")
    assert repaired.stdout == "tresen ['chat'] ''\n"
    assert not mark.exists()


def test_a_folder_that_was_moved_or_lost_its_python_is_repaired(ready: tuple[Path, Done]) -> None:
    project, _ = ready
    moved = project.parent / "moved"
    shutil.copytree(project, moved, symlinks=True)
    for damage in ("moved", "lost its python"):
        if damage == "lost its python":
            for python in moved.glob(".venv/bin/python*"):
                python.unlink()
        repaired = chat(moved)
        assert repaired.stderr.startswith("tresen: making .venv anew"), damage
        assert repaired.stdout == "tresen ['chat'] ''\n"


def test_a_venv_made_by_hand_is_kept(ready: tuple[Path, Done]) -> None:
    project, _ = ready
    mark = project / ".venv" / "mark"
    mark.touch()
    (project / ".venv" / "tresen-setup").unlink()
    assert chat(project).returncode == 0
    assert mark.exists()


def test_the_variable_python_names_the_python_to_take(ready: tuple[Path, Done]) -> None:
    project, _ = ready
    assert chat(project, PYTHON=str(REAL)).stderr == ""
    wrong = chat(project, PYTHON=str(project / "nothing"))
    assert wrong.returncode == 1
    assert wrong.stderr.startswith(f"tresen: PYTHON={project / 'nothing'} is not a Python that runs")


@pytest.mark.parametrize(
    ("pythons", "sentence"),
    [
        ({}, "tresen: no Python was found: install Python 3.11 or newer"),
        ({"python3": BROKEN}, "tresen: no Python was found: install Python 3.11 or newer"),
        ({"python3": OLD}, "tresen: Python 3.11 or newer is needed and only Python 3.10.4 ("),
        ({"python3": OLD, "python": OLD}, "tresen: Python 3.11 or newer is needed and only Python 3.10.4 ("),
        (
            {"python3": WITHOUT_VENV},
            "cannot make a virtual environment because venv or ensurepip is missing: install it",
        ),
        ({"python3.12": WITHOUT_VENV, "python3": OLD}, "sudo apt install python3-venv"),
    ],
)
def test_without_a_fitting_python_one_sentence_says_what_to_do(
    project: Path, pythons: dict[str, str], sentence: str
) -> None:
    path = tools(project.parent / "tools", pythons)
    done = chat(project, path=path)
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert sentence in line
    assert not (project / ".venv").exists()


def pyproject() -> dict[str, dict[str, object]]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_every_skill_of_ours_comes_through_the_same_door_as_others() -> None:
    named = {entry.name: entry.value for entry in entry_points(group="tresen.skills") if entry.value.startswith("bot.")}
    folders = sorted(path.parent.name for path in (ROOT / "bot" / "skills").glob("*/__init__.py"))
    assert named == {folder: f"bot.skills.{folder}:skill" for folder in folders}


def test_the_licence_is_apache_and_travels_with_the_notice() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text()
    project = pyproject()["project"]
    assert (project["license"], project["license-files"]) == ("Apache-2.0", ["LICENSE", "NOTICE"])


def test_every_exception_from_the_linter_has_its_reason() -> None:
    lint = (ROOT / "pyproject.toml").read_text().split("[tool.ruff.lint]")[1]
    exceptions = [line for line in lint.splitlines() if line.startswith('    "')]
    assert exceptions
    assert not [line for line in exceptions if "# " not in line]


def test_the_version_is_in_the_changelog() -> None:
    headings = [line for line in (ROOT / "CHANGELOG.md").read_text().splitlines() if line.startswith("## ")]
    assert headings[0] == "## [Unreleased]" or f"[{pyproject()['project']['version']}]" in headings[0]
