"""`faq/`, `synonyms.toml` and the legal texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from catalog.importing.problems import Problems, did_you_mean
from catalog.importing.tables import read_text
from catalog.importing.toml import as_texts, read_tables
from catalog.model import Settings

_HEADING = re.compile(r"#{1,6}\s+(.+?)\s*#*")
_NONE: tuple[str, ...] = ()
_KEYWORDS = re.compile(r"keywords:\s*(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A question of the FAQ with its answer."""

    language: str
    question: str
    text: str
    keywords: str
    source: str


def read_faq(folder: Path, settings: Settings, problems: Problems) -> tuple[Passage, ...]:
    """Every passage of every language's FAQ."""
    home = folder / "faq"
    passages: list[Passage] = []
    for place in sorted(home.iterdir()) if home.is_dir() else ():
        name = f"faq/{place.name}"
        if place.name not in settings.languages:
            advice = did_you_mean(place.name, settings.languages, f"Languages: {', '.join(settings.languages)}.")
            problems.add(name, "is not one of the shop's languages", advice)
            continue
        for path in sorted(place.glob("*.md")):
            text = read_text(path, f"{name}/{path.name}", problems)
            passages += _passages(f"{name}/{path.name}", place.name, text or "", problems)
    return tuple(passages)


def _passages(file: str, language: str, text: str, problems: Problems) -> Iterable[Passage]:
    question, start, lines = "", 0, list[str]()
    slugs: dict[str, int] = {}
    for number, line in enumerate([*text.splitlines(), "# "], start=1):
        heading = _HEADING.fullmatch(line)
        if heading is None and line != "# ":
            lines.append(line)
            continue
        if question or any(each.strip() for each in lines):
            passage = _passage(file, language, question, start, lines, slugs, problems)
            if passage:
                yield passage
        question, start, lines = heading.group(1) if heading else "", number, []


def _passage(
    file: str, language: str, question: str, line: int, lines: list[str], slugs: dict[str, int], problems: Problems
) -> Passage | None:
    words = [found.group(1) for each in lines if (found := _KEYWORDS.fullmatch(each.strip()))]
    text = "\n".join(each for each in lines if not _KEYWORDS.fullmatch(each.strip())).strip()
    if not question:
        problems.add(file, "begins with text that no question stands above", "Put a line '# Question' first.", line=1)
        return None
    if not text:
        if any(words):
            problems.add(file, "is a question without an answer", "Write the answer below it.", line=line, value=question)
        return None
    slug = slug_of(question)
    slugs[slug] = slugs.get(slug, -1) + 1
    anchor = f"{slug}-{slugs[slug]}" if slugs[slug] else slug
    return Passage(
        language=language, question=question, text=text, keywords=" ".join(words), source=f"{file}#{anchor}"
    )


def slug_of(heading: str) -> str:
    """A heading as the end of an address: `Wie lange?` is `wie-lange`."""
    return re.sub(r"[\s_-]+", "-", re.sub(r"[^\w\s-]", "", heading.casefold())).strip("-")


def read_synonyms(folder: Path, settings: Settings, problems: Problems) -> dict[str, dict[str, tuple[str, ...]]]:
    """Words that mean the same, as language -> word -> others."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for language, tables in (read_tables(folder, "synonyms.toml", problems) or {}).items():
        if language not in settings.languages:
            advice = did_you_mean(language, settings.languages, f"Languages: {', '.join(settings.languages)}.")
            line = tables[0].line
            problems.add("synonyms.toml", "is not one of the shop's languages", advice, line=line, column=language)
            continue
        found[language] = {
            word.casefold(): tuple(each.casefold() for each in table.read(word, as_texts, _NONE))
            for table in tables
            for word in table.values
        }
    return found


def read_legal(folder: Path, settings: Settings, problems: Problems) -> dict[tuple[str, str], str]:
    """The legal texts by name and language; `legal/imprint.en.md` beside `legal/imprint.md` is the English one."""
    found: dict[tuple[str, str], str] = {}
    for name, file in settings.legal.items():
        for language, path in _legal_files(folder, settings, file).items():
            text = read_text(path, path.relative_to(folder).as_posix(), problems) if path.is_file() else None
            if text:
                found[name, language] = text
    return found


def _legal_files(folder: Path, settings: Settings, file: str) -> Mapping[str, Path]:
    first = folder / file if file else None
    if first is None:
        return {}
    others = {language: first.with_suffix(f".{language}{first.suffix}") for language in settings.languages[1:]}
    return {settings.languages[0]: first, **others}
