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


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading, the line it stands in, and the lines below it."""

    heading: str
    line: int
    lines: list[str]


def _sections(text: str) -> list[_Section]:
    """What stands under each heading; what stands before the first has an empty one."""
    sections = [_Section("", 0, [])]
    for number, line in enumerate(text.splitlines(), start=1):
        heading = _HEADING.fullmatch(line)
        if heading:
            sections.append(_Section(heading.group(1), number, []))
        else:
            sections[-1].lines.append(line)
    return sections


def _passages(file: str, language: str, text: str, problems: Problems) -> Iterable[Passage]:
    slugs: dict[str, int] = {}
    for section in _sections(text):
        found = [_KEYWORDS.fullmatch(line.strip()) for line in section.lines]
        keywords = " ".join(each.group(1) for each in found if each)
        answer = "\n".join(line for line, each in zip(section.lines, found, strict=True) if not each).strip()
        if answer and not section.heading:
            problems.add(
                file, "begins with text that no question stands above", "Put a line '# Question' first.", line=1
            )
        elif keywords and not answer:
            advice = "Write the answer below it."
            problems.add(file, "is a question without an answer", advice, line=section.line, value=section.heading)
        elif answer:
            yield Passage(
                language=language,
                question=section.heading,
                text=answer,
                keywords=keywords,
                source=f"{file}#{_anchor(section.heading, slugs)}",
            )


def _anchor(heading: str, slugs: dict[str, int]) -> str:
    """The end of a passage's address; the second of the same name is numbered."""
    slug = slug_of(heading)
    slugs[slug] = slugs.get(slug, -1) + 1
    return f"{slug}-{slugs[slug]}" if slugs[slug] else slug


def slug_of(heading: str) -> str:
    """A heading as the end of an address: `Wie lange?` is `wie-lange`."""
    return re.sub(r"[\s_-]+", "-", re.sub(r"[^\w\s-]", "", heading.lower())).strip("-")


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
            word.lower(): tuple(each.lower() for each in table.read(word, as_texts, _NONE))
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
