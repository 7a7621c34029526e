"""A trained model on disk: one .npz without pickles, written whole or not at all; a broken one counts as none."""

from __future__ import annotations

import io
import json
import os
import tempfile
import zipfile
from dataclasses import asdict
from pathlib import Path

import numpy as np

from intents.acceptance import Acceptance
from intents.model import Model
from intents.space import Space


def save(model: Model, path: Path) -> None:
    """Write beside and rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    about = {
        "intents": model.intents, "exact": dict(model.exact), "literal": sorted(model.literal),
        "words": dict(model.words), "languages": dict(model.languages),
        "acceptance": asdict(model.acceptance),
    }  # fmt: skip
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            text = np.frombuffer(json.dumps(about, ensure_ascii=False).encode(), dtype=np.uint8)
            names = np.frombuffer("\n".join(model.space.names()).encode(), dtype=np.uint8)
            np.savez(file, about=text, names=names, idf=model.space.idf, weights=model.weights)
        Path(beside).replace(path)
    finally:
        Path(beside).unlink(missing_ok=True)


def load(path: Path) -> Model | None:
    """The model in a file; None if there is none or it cannot be read."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            about = json.loads(arrays["about"].tobytes())
            names = io.TextIOWrapper(io.BytesIO(arrays["names"].tobytes()), "utf-8", newline="\n")
            space = Space((name.rstrip("\n") for name in names), arrays["idf"])
            weights = arrays["weights"]
            if weights.shape != (len(space) + 1, len(about["intents"]) + 1):
                return None
            return Model(
                intents=tuple(about["intents"]), space=space, weights=weights,
                acceptance=Acceptance(**about["acceptance"]), exact=about["exact"], literal=frozenset(about["literal"]),
                words=about["words"], languages=about["languages"],
            )  # fmt: skip
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
