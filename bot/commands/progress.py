"""How far a long work is: shown on a terminal with rich, and not at all where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

Show = Callable[[str, int, int], None]  # stage, done, total


def watched() -> bool:
    """Whether somebody sees what is written to stderr."""
    return sys.stderr.isatty()


def waiting(what: str) -> AbstractContextManager[object]:
    """A sentence with something that moves, until the work is done."""
    if not watched():
        return nullcontext()
    from rich.console import Console  # noqa: PLC0415  (programs need none)

    return Console(stderr=True).status(what)


@contextmanager
def bars() -> Iterator[Show]:
    """A bar for each stage from the moment it begins, gone when the work is done."""
    with ExitStack() as shown:
        yield _Bars(shown).show if watched() else _unseen


class _Bars:
    """What moves on the terminal; nothing until there is something to show."""

    def __init__(self, shown: ExitStack) -> None:
        self._shown = shown
        self._progress: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def show(self, stage: str, done: int, total: int) -> None:
        if self._progress is None:
            self._progress = self._shown.enter_context(_progress())
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(stage, total=total)
        self._progress.update(self._tasks[stage], completed=done, total=total)


def _progress() -> Progress:
    from rich import progress  # noqa: PLC0415  (programs need none)
    from rich.console import Console  # noqa: PLC0415

    columns = (progress.TextColumn("{task.description}"), progress.BarColumn(), progress.MofNCompleteColumn())
    return progress.Progress(*columns, progress.TimeElapsedColumn(), console=Console(stderr=True), transient=True)


def _unseen(stage: str, done: int, total: int) -> None:
    """Nobody watches."""
