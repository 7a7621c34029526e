"""Sentence files: what people say for each intent, and what is said of other things."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from intents.lexicon import DATA, LANGUAGES
from intents.templates import TemplateError, expand

Sentences = Mapping[str, Mapping[str, Sequence[str]]]


class SentenceError(ValueError):
    """A sentence file that cannot be used: where, what, and what to do."""


def load_sentences(path: Path) -> dict[str, list[str]]:
    """The sentences of one `<language>.toml`: by the intent's short name."""
    text = path.read_text("utf-8")
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SentenceError(f"{path}: {error}. Correct the TOML there.") from error
    found: dict[str, list[str]] = {}
    for name, table in tables.items():
        sentences = table.get("sentences") if isinstance(table, dict) else None
        if not isinstance(sentences, list) or not all(isinstance(sentence, str) for sentence in sentences):
            line = _line(text, name)
            raise SentenceError(f'{path}, line {line}: [{name}] needs a list of texts, sentences = ["..."].')
        for sentence in sentences:
            _check(path, text, sentence)
        found[name] = sentences
    return found


def check(sentence: str, language: str) -> None:
    """Raise TemplateError if a sentence is a template that cannot be spelt out."""
    expand(sentence, samples(language if language in LANGUAGES else LANGUAGES[0]), most=1)


def _check(path: Path, text: str, sentence: str) -> None:
    try:
        check(sentence, path.stem)
    except TemplateError as error:
        raise SentenceError(f"{path}, line {_line(text, sentence)}: {error}. Correct this sentence.") from error


def _line(text: str, part: str) -> int:
    return next((n for n, line in enumerate(text.splitlines(), 1) if part in line), 1)


@cache
def samples(language: str) -> dict[str, list[str]]:
    """What stands for the slots of templates in training, by slot."""
    return tomllib.loads((DATA / f"samples.{language}.toml").read_text("utf-8"))


def templates(sentences: Sentences) -> Iterator[tuple[str, str, str]]:
    """Intent, language and line, in the order of their names; the background last, without an intent."""
    for intent in sorted(sentences):
        for language in sorted(sentences[intent]):
            yield from ((intent, language, line) for line in sentences[intent][language])
    for language in LANGUAGES:
        lines = (DATA / f"background.{language}.txt").read_text("utf-8").splitlines()
        yield from (("", language, line) for line in lines if line.strip() and not line.startswith("#"))
