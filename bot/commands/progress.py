"""How far a long work is: shown on a terminal with rich, and not at all where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

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
    """A bar for each stage that is shown, gone when the work is done."""
    if not watched():
        yield _unseen
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        tasks: dict[str, TaskID] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = progress.add_task(stage, total=total)
            progress.update(tasks[stage], completed=done, total=total)

        yield show


def _unseen(stage: str, done: int, total: int) -> None:
    """Nobody watches."""
