"""What every test finds as it was."""

from __future__ import annotations

import logging
from collections.abc import Generator
from pathlib import Path

import pytest
import structlog

from intents.training import train
from tests.intents.shop_words import training_sentences

LEARNT = Path(__file__).parents[1] / ".tresen"


def pytest_configure(config: pytest.Config) -> None:
    """What all need that is learnt from the sentences is learnt once, before the workers begin."""
    if not hasattr(config, "workerinput"):
        train(training_sentences(), cache=LEARNT)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    """A command sends the logs of the whole process to its own test's streams, which end with it; here they end.

    Outside of fixtures, because those of a module may run commands before a test's own fixtures begin.
    """
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    result = yield
    for handler in [handler for handler in root.handlers if handler not in handlers]:
        root.removeHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()
    return result
