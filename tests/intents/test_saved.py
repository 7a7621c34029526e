"""A model file that is not whole, or was not made by us, counts as none; what is written is written whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from intents import saved
from intents.model import Model

Arrays = dict[str, np.ndarray[Any, Any]]


@pytest.fixture(scope="module")
def kept(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("saved") / "model.npz"
    saved.save(model, path)
    return path


def test_what_was_saved_is_read_as_it_was(kept: Path, model: Model) -> None:
    again = saved.load(kept)
    assert again is not None
    assert (again.intents, again.acceptance, again.literal) == (model.intents, model.acceptance, model.literal)
    assert (again.exact, again.words, again.languages) == (model.exact, model.words, model.languages)
    assert again.space.names() == model.space.names()
    assert np.array_equal(again.weights, model.weights)


def test_there_is_no_model_where_there_is_no_file(tmp_path: Path) -> None:
    assert saved.load(tmp_path / "none.npz") is None
    assert saved.load(tmp_path) is None


def _fewer_rows(arrays: Arrays) -> None:
    arrays["weights"] = arrays["weights"][:-1]


def _fewer_columns(arrays: Arrays) -> None:
    arrays["weights"] = arrays["weights"][:, :-1]


def _no_idf(arrays: Arrays) -> None:
    del arrays["idf"]


def _no_text(arrays: Arrays) -> None:
    arrays["about"] = np.frombuffer(b"{", dtype=np.uint8)


def _other_text(arrays: Arrays) -> None:
    arrays["about"] = np.frombuffer(b"{}", dtype=np.uint8)


def _objects(arrays: Arrays) -> None:
    arrays["weights"] = np.array([[{"anything": 1}]], dtype=object)


@pytest.mark.parametrize("spoil", [_fewer_rows, _fewer_columns, _no_idf, _no_text, _other_text, _objects])
def test_a_file_whose_parts_do_not_fit_is_no_model(kept: Path, tmp_path: Path, spoil: Callable[[Arrays], None]) -> None:
    with np.load(kept, allow_pickle=False) as found:
        arrays: Arrays = dict(found)
    spoil(arrays)
    path = tmp_path / "spoilt.npz"
    np.savez(path, allow_pickle=True, **arrays)
    assert saved.load(path) is None


def test_a_file_is_written_whole_or_not_at_all(
    kept: Path, model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "folder" / "model.npz"
    path.parent.mkdir()
    path.write_bytes(kept.read_bytes())

    def torn(file: Any, **_parts: object) -> None:
        file.write(b"half of it")
        raise OSError("disk full")

    monkeypatch.setattr(np, "savez", torn)
    with pytest.raises(OSError, match="disk full"):
        saved.save(model, path)
    assert path.read_bytes() == kept.read_bytes()
    assert [each.name for each in path.parent.iterdir()] == ["model.npz"]
