"""The sentences of a shop: those beside its skills, and the shop's own in `sentences/<skill>/<language>.toml`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path

import structlog

from bot.skill import Intent, Skills
from bot.texts import LANGUAGES
from intents.sentences import SentenceError, check, load_sentences
from intents.templates import TemplateError

Sentences = Mapping[str, Mapping[str, Sequence[str]]]
log = structlog.get_logger(__name__)


def read(skills: Skills, own: Path | None = None) -> Sentences:
    """All sentences by intent and language; those in the folder `own` are added to what the skills bring.

    Raises SentenceError where a file or a sentence cannot be used.
    """
    files = {skill.name: _files(skill.folder) for skill in skills}
    added = _own(own, skills) if own else {}
    found = {
        intent.name: {
            language: [*lines, *added.get(intent.name, {}).get(language, ())]
            for language, lines in _of(intent, files[intent.skill])
        }
        for intent in skills.intents()
    }
    return {intent: by_language for intent, by_language in found.items() if any(by_language.values())}


def read_or_last(skills: Skills, own: Path | None, *, cache: Path | None) -> Sentences:
    """All sentences; where a file is broken the last good ones, if the cache holds any, and an error in the log."""
    last = cache / f"sentences-{sha256(str(own).encode()).hexdigest()[:16]}.json" if cache and own else None
    try:
        found = read(skills, own)
    except SentenceError as error:
        if not last or not last.is_file():
            raise
        log.critical("a sentence file is broken; what was understood before goes on", reason=str(error))
        kept: Sentences = json.loads(last.read_text("utf-8"))
        return {intent: lines for intent, lines in kept.items() if skills.intent(intent)}
    if last and own and own.is_dir():
        last.parent.mkdir(parents=True, exist_ok=True)
        last.write_text(json.dumps(found, ensure_ascii=False), "utf-8")
    return found


def _of(intent: Intent, files: Mapping[str, Mapping[str, Sequence[str]]]) -> Iterator[tuple[str, Sequence[str]]]:
    for language in LANGUAGES:
        try:
            for line in intent.sentences.get(language, ()):
                check(line, language)
        except TemplateError as error:
            raise SentenceError(f"intent {intent.name}: {error}. Correct this sentence in its code.") from error
        yield language, list(intent.sentences.get(language) or files.get(language, {}).get(intent.short, ()))


def empty(skills: Skills) -> Iterator[tuple[Intent, str]]:
    """Intents and languages whose list of sentences is there, and holds none."""
    files = {skill.name: _files(skill.folder) for skill in skills}
    for intent in skills.intents():
        for language in LANGUAGES:
            lists = (intent.sentences.get(language), files[intent.skill].get(language, {}).get(intent.short))
            if not any(lists) and any(lines is not None for lines in lists):
                yield intent, language


def unclaimed(skills: Skills) -> Iterator[tuple[Path, str]]:
    """Files beside skills, and the tables in them that no intent is named after."""
    for folder in dict.fromkeys(skill.folder for skill in skills):
        beside = {intent.short for skill in skills if skill.folder == folder for intent in skill.intents.values()}
        for language, tables in _files(folder).items():
            yield from ((folder / f"{language}.toml", name) for name in tables if name not in beside)


def _files(folder: Path) -> dict[str, Mapping[str, Sequence[str]]]:
    found = {language: folder / f"{language}.toml" for language in LANGUAGES}
    return {language: load_sentences(file) for language, file in found.items() if file.is_file()}


def _own(folder: Path, skills: Skills) -> dict[str, dict[str, Sequence[str]]]:
    """The shop's own lines by intent and language."""
    found: dict[str, dict[str, Sequence[str]]] = {}
    for file in sorted(folder.glob("*/*.toml")):
        if file.stem not in LANGUAGES:
            raise SentenceError(f"{file}: there is no language {file.stem!r}. Name it {' or '.join(LANGUAGES)}.toml.")
        for short, lines in load_sentences(file).items():
            intent = known(f"{file.parent.name}.{short}", skills, where=str(file))
            found.setdefault(intent.name, {})[file.stem] = lines
    return found


def known(name: str, skills: Skills, *, where: str) -> Intent:
    """The intent of this name; raises SentenceError with the nearest names if there is none."""
    intent = skills.intent(name)
    if intent is None:
        near = get_close_matches(name, [each.name for each in skills.intents()], n=3)
        advice = f"Did you mean {' or '.join(near)}?" if near else "`tresen learn --intents` lists them all."
        raise SentenceError(f"{where}: there is no intent {name!r}. {advice}")
    return intent
