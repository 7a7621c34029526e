"""Takes away one rule of the dialogue at a time and looks whether the dialogue files notice.

    python scripts/mutate_dialogue.py                    # all rules: hours on a small machine
    python scripts/mutate_dialogue.py --first            # only until one dialogue notices: minutes
    python scripts/mutate_dialogue.py "small question"   # only those whose name says so

`dialogue_rules.toml` names the rules. Each is lost in a copy of the sources, where `tresen test tests/dialogues/files` then plays every
dialogue; with `--first` its guard alone, and the others only if that goes as written. Those that turn red are told; 1 if the loss of a
rule turns none red, for then nothing guards it.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from subprocess import PIPE, STDOUT, Popen

ROOT = Path(__file__).parents[1]
RULES = Path(__file__).with_name("dialogue_rules.toml")
DIALOGUES = Path("tests", "dialogues", "files")
#: What the shop needs to run, and what is played.
COPIED = ("bot", "catalog", "intents", str(DIALOGUES))
#: So many rules are lost side by side.
AT_ONCE = 2


class LostError(Exception):
    """A rule cannot be taken away as it stands; the sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule, and the text in the sources that makes it hold."""

    name: str
    guard: str  # a dialogue that notices the loss
    file: str
    text: str
    without: str  # what stands there when the rule is lost


def rules(file: Path = RULES) -> list[Rule]:
    """All rules, as they are written down."""
    return [Rule(**rule) for rule in tomllib.loads(file.read_text("utf-8"))["rule"]]


def lose(rule: Rule, root: Path) -> None:
    """Take a rule away below a folder; its text must stand there once."""
    file = root / rule.file
    source = file.read_text("utf-8")
    if source.count(rule.text) != 1:
        raise LostError(f"{rule.name!r}: its text stands {source.count(rule.text)} times in {rule.file}, not once.")
    file.write_text(source.replace(rule.text, rule.without), "utf-8")


def red(rule: Rule, *, first: bool = False) -> list[str]:
    """The dialogues that do not go as written without a rule, or the first of them."""
    with tempfile.TemporaryDirectory(prefix="tresen-") as folder:
        copy = Path(folder)
        for part in COPIED:
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "config.toml", copy)
        lose(rule, copy)
        played = [DIALOGUES / f"{rule.guard}.toml", DIALOGUES] if first else [DIALOGUES]
        return list(islice((name for path in played for name in _failing(rule, copy, path)), 1 if first else None))


def _failing(rule: Rule, copy: Path, played: Path) -> Iterator[str]:
    """Each dialogue that fails, as it does, played with the sources of a copy and with what was learnt before."""
    learnt = str(ROOT / ".tresen")
    environ = {**os.environ, "PYTHONPATH": str(copy), "PYTHONUNBUFFERED": "1", "TRESEN_UNDERSTANDING_CACHE": learnt}
    command = [sys.executable, "-m", "bot", "test", str(played)]
    with Popen(command, cwd=copy, env=environ, stdout=PIPE, stderr=STDOUT, text=True) as playing:
        told = ""
        try:
            for line in playing.stdout or ():
                told += line
                if line.startswith("FAILED "):
                    yield Path(line.split()[1]).stem
        finally:
            playing.kill()  # whoever wants no more
    if not told.endswith("dialogues went as written.\n"):
        raise LostError(f"{rule.name!r}: without it the dialogues cannot be played.\n{told}")


def report(chosen: Iterable[Rule], *, first: bool) -> int:
    """Tell for each rule which dialogues guard it; how many rules none does."""
    unguarded = 0
    with ThreadPoolExecutor(AT_ONCE) as side_by_side:
        for rule, failed in side_by_side.map(lambda rule: (rule, red(rule, first=first)), chosen):
            unguarded += not failed
            print(f"{rule.name}: {', '.join(failed) or 'UNGUARDED'}", flush=True)
    return unguarded


def main(arguments: Sequence[str]) -> int:
    """Lose the rules that are asked for, all of them by default."""
    known, words = rules(), [word for word in arguments if word != "--first"]
    chosen = [rule for rule in known if all(word in rule.name for word in words)]
    if not chosen:
        print(f"There is no such rule. There are: {'; '.join(rule.name for rule in known)}.", file=sys.stderr)
        return 2
    unguarded = report(chosen, first="--first" in arguments)
    print(f"{len(chosen) - unguarded} of {len(chosen)} rules are guarded.")
    return int(bool(unguarded))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
