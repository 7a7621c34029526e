"""Text -> Parse: what a shopper's message means; knows neither bot nor catalog."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType


def _spacy_without_its_commands() -> None:
    """Import spaCy with a stand-in for its command line, which takes half a second to load and is never called here.

    The stand-in goes at once: who wants `spacy.cli` later gets the real one.
    """
    if "spacy" in sys.modules:
        return
    names = ("spacy.cli", "spacy.cli.info")
    for name in names:
        sys.modules[name] = ModuleType(name)
    sys.modules["spacy.cli"].__path__ = []
    sys.modules["spacy.cli.info"].info = None  # type: ignore[attr-defined]
    try:
        importlib.import_module("spacy")
    finally:
        for name in names:
            del sys.modules[name]


_spacy_without_its_commands()
