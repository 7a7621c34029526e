"""Who may import whom, which heavy package lives where, and how large things may grow."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "intents", "catalog")

#: The rooms of `bot` from the ground up. A room may import itself and the rooms before it.
ROOMS: dict[str, tuple[str, ...]] = {
    "words": ("bot.clock", "bot.message", "bot.reply", "bot.reply_json", "bot.channels.base", "bot.logs"),
    "settings": ("bot.config", "bot.config_problems"),
    "store": ("bot.conversation", "bot.store"),
    "commerce": ("bot.commerce",),
    "skill": (
        "bot.skill",
        "bot.world",
        "bot.desk",
        "bot.texts",
        "bot.turn",
        "bot.choosing",
        "bot.fallback",
        "bot.addressing",
        "bot.slots",
        "bot.references",
        "bot.measures",
        "bot.excepted",
        "bot.pair",
        "bot.placed",
    ),
    "skills": ("bot.skills",),
    "dialogue": (
        "bot.dialogue",
        "bot.answering",
        "bot.asked",
        "bot.pause",
        "bot.lists",
        "bot.news",
        "bot.several",
        "bot.winning",
        "bot.run",
        "bot.steps",
        "bot.talk",
        "bot.tasks",
        "bot.sentences",
        "bot.understanding",
    ),
    "delivery": ("bot.bot", "bot.outbound", "bot.offering", "bot.delivery", "bot.pacing"),
    "channels": ("bot.channels",),
    "top": (
        "bot",
        "bot.app",
        "bot.learning",
        "bot.rehearsal",
        "bot.serve",
        "bot.check",
        "bot.commands",
        "bot.cli",
        "bot.testing",
        "bot.__main__",
    ),
}
#: What each room may see of the two packages at the bottom.
BELOW: dict[str, tuple[str, ...]] = {
    "words": ("catalog.money",),
    "settings": (),
    "store": ("catalog.schema",),
    "commerce": ("catalog",),
    "skill": ("catalog", "intents.parse"),
    "skills": ("catalog", "intents.parse"),
    "dialogue": ("catalog", "intents"),
    "delivery": ("catalog", "intents.parse"),
    "channels": ("catalog", "intents.parse"),
    "top": ("catalog", "intents"),
}
#: Skills see what a skill of somebody else may see: the public names and the rooms up to their own.
PUBLIC_FOR_SKILLS = "bot"
#: One home for each heavy package.
HOMES: dict[str, tuple[str, ...]] = {
    "aiogram": ("bot.channels.telegram",),
    "aiohttp": ("bot.channels.telegram",),
    "spacy": ("intents",),
    "numpy": ("intents",),
    "rapidfuzz": ("intents", "catalog"),
    "sqlite_utils": ("bot.store", "catalog"),
    "sqlite3": ("bot.store", "catalog"),
    "pydantic": ("bot.config", "bot.channels", "bot.rehearsal.script", "catalog.importing", "catalog.documents"),
    "pydantic_core": ("bot.config", "bot.config_problems", "bot.channels", "catalog.importing", "catalog.documents"),
    "pydantic_settings": ("bot.config",),
    "fluent": ("bot.texts",),
    "prompt_toolkit": ("bot.channels",),
    "typer": ("bot.cli", "bot.commands"),
    "opening_hours": ("catalog",),
    "holidays": ("catalog",),
    "Stemmer": ("intents", "catalog"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One import statement's target."""

    module: str  # who imports
    target: str
    line: int

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.target}"


@cache
def modules() -> dict[str, Path]:
    """Every module of ours by its dotted name."""
    found = {}
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            parts = file.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"), str(file))


def targets(module: str, node: ast.AST) -> Iterator[str]:
    """The modules an import statement names: `from bot import talk` names bot.talk, `from bot import Bot` names bot."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        package = module if modules()[module].name == "__init__.py" else module.rpartition(".")[0]
        above = package.rsplit(".", node.level - 1)[0] if node.level else ""
        base = ".".join(part for part in (above, node.module) if part)
        for alias in node.names:
            inner = f"{base}.{alias.name}"
            yield inner if inner in modules() else base


@cache
def imports() -> tuple[Import, ...]:
    return tuple(
        Import(module=module, target=target, line=getattr(node, "lineno", 0))
        for module, file in modules().items()
        for node in ast.walk(tree(file))
        for target in targets(module, node)
    )


def inside(module: str, prefixes: tuple[str, ...]) -> bool:
    return any(module == prefix or module.startswith(prefix + ".") for prefix in prefixes)


def room(module: str) -> str:
    """The room of a module of `bot`: the longest name in the table that it is, or is inside of."""
    if module == "bot":
        return "top"
    places = [(len(name), room) for room, names in ROOMS.items() for name in names if inside(module, (name,))]
    return max((place for place in places if place[0] > len("bot")), default=(0, ""))[1]


def test_every_module_of_the_bot_has_a_room() -> None:
    assert not [module for module in modules() if inside(module, ("bot",)) and not room(module)]


def test_a_room_imports_only_itself_and_rooms_below() -> None:
    order = list(ROOMS)
    wrong = [
        str(edge)
        for edge in imports()
        if inside(edge.module, ("bot",)) and inside(edge.target, ("bot",))
        if order.index(room(edge.target)) > order.index(room(edge.module))
        if not (room(edge.module) == "skills" and edge.target == PUBLIC_FOR_SKILLS)
    ]
    assert not wrong


def test_a_room_sees_of_catalogue_and_understanding_only_what_it_needs() -> None:
    wrong = [
        str(edge)
        for edge in imports()
        if inside(edge.module, ("bot",)) and inside(edge.target, ("intents", "catalog"))
        if not inside(edge.target, BELOW[room(edge.module)])
    ]
    assert not wrong


@pytest.mark.parametrize(("package", "unknown"), [("intents", ("bot", "catalog")), ("catalog", ("bot", "intents"))])
def test_the_two_packages_at_the_bottom_know_nobody(package: str, unknown: tuple[str, ...]) -> None:
    assert not [str(edge) for edge in imports() if inside(edge.module, (package,)) and inside(edge.target, unknown)]


def test_nobody_imports_a_skill_by_name_not_even_another_skill() -> None:
    def skill(module: str) -> str:
        return ".".join(module.split(".")[:3])

    skills = [edge for edge in imports() if inside(edge.target, ("bot.skills",))]
    assert not [str(edge) for edge in skills if skill(edge.module) != skill(edge.target)]


def test_every_heavy_package_has_one_home() -> None:
    wrong = [
        str(edge)
        for edge in imports()
        if (home := HOMES.get(edge.target.split(".")[0])) and not inside_file(edge.module, home)
    ]
    assert not wrong


def inside_file(module: str, homes: tuple[str, ...]) -> bool:
    """Inside a home, or in a file beside it that begins with its name: bot.channels.telegram_sending."""
    return inside(module, homes) or any(module.startswith(f"{home}_") for home in homes)


def test_telegram_costs_nothing_until_it_starts() -> None:
    program = "import sys, bot.app, bot.config, bot.logs; sys.exit('aiogram' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False, cwd=ROOT).returncode == 0


def functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for module, file in modules().items():
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{module}.{node.name}:{node.lineno}", node


def test_no_file_has_400_lines() -> None:
    files = [file for folder in (*PACKAGES, "benchmarks", "scripts") for file in (ROOT / folder).rglob("*.py")]
    lengths = {str(file.relative_to(ROOT)): len(file.read_text("utf-8").splitlines()) for file in files}
    assert not {name: length for name, length in lengths.items() if length >= 400}


def test_no_function_is_longer_than_50_lines() -> None:
    lengths = {name: (node.end_lineno or 0) - node.lineno + 1 for name, node in functions()}
    assert not {name: length for name, length in lengths.items() if length > 50}


def test_everything_is_annotated() -> None:
    bare = []
    for name, node in functions():
        named = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
        untyped = [arg.arg for arg in named if arg and arg.annotation is None and arg.arg not in {"self", "cls"}]
        if untyped or node.returns is None:
            bare.append(f"{name} {untyped}")
    assert not bare


def swallows(handler: ast.ExceptHandler) -> bool:
    """Whether it takes any error and does not raise it again."""
    broad = {"Exception", "BaseException"} & {getattr(name, "id", "") for name in ast.walk(handler.type or handler)}
    return (handler.type is None or bool(broad)) and ast.dump(handler.body[-1]) != ast.dump(ast.Raise())


def test_any_error_is_taken_only_at_the_turn_and_where_it_changes_threads() -> None:
    taken = [
        module
        for module, file in modules().items()
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ExceptHandler) and swallows(node)
    ]
    assert sorted(taken) == ["bot.bot", "bot.store.writer"]


def test_no_module_is_called_after_nothing() -> None:
    empty = {"utils", "util", "helpers", "helper", "manager", "misc", "common"}
    assert not [module for module in modules() if module.rpartition(".")[2] in empty]
