"""Messages to people: Fluent files per language, numbers and dates printed by Babel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime, format_time
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal
from fluent.runtime import FluentBundle
from fluent.runtime.types import FluentType
from fluent.syntax import FluentParser, ast

from bot.reply import Said
from bot.texts.kept import Entry, NotFluentError, entries, node
from catalog.money import Money

LANGUAGES = ("de", "en")
#: A locale per language; English in the British form, day first, as in the shop's own market.
_LOCALES = {"de": "de_DE", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class _Value:
    """The place of a value in a message."""

    name: str


@dataclass(frozen=True, slots=True)
class _Choice:
    """A place where a value decides what is said: by itself, or by the grammatical number that it asks for."""

    name: str
    ways: Mapping[str, Parts]
    otherwise: Parts

    def way(self, value: Any, language: str) -> Parts:
        """What is said for a value."""
        exact = self.ways.get(str(value))
        if exact is not None or not isinstance(value, int):
            return self.otherwise if exact is None else exact
        return self.ways.get(Locale(language).plural_form(value), self.otherwise)


#: What a message is made of.
Parts = tuple[str | _Value | _Choice, ...]


class TextError(Exception):
    """A message file is broken or a message is missing; the sentence says where."""


class _Printed(FluentType):
    """A value that prints itself in the language of the message."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def format(self, locale: Locale) -> str:
        return printed(self.value, locale)


def printed(value: Any, locale: Locale | str) -> str:
    """A value in words: money, dates, times and lists as people of that language write them."""
    if isinstance(value, Money):
        return _money(value, str(locale))
    if isinstance(value, datetime):
        return format_datetime(
            value, "EEE d. MMM HH:mm" if str(locale)[:2] == "de" else "EEE d MMM HH:mm", locale=locale
        )
    if isinstance(value, date):
        return format_date(value, "EEEE, d. MMMM" if str(locale)[:2] == "de" else "EEEE d MMMM", locale=locale)
    if isinstance(value, time):
        return format_time(value, "HH:mm", locale=locale)
    if isinstance(value, int | float):
        return _number(value, str(locale))
    return format_list([printed(part, locale) for part in value], locale=locale) if _is_list(value) else str(value)


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


@lru_cache(maxsize=4096)
def _money(money: Money, locale: str) -> str:
    if money.currency == "XTR":
        return f"{money.amount} ⭐"
    return format_currency(Decimal(money.amount) / 100, money.currency, locale=locale)


@lru_cache(maxsize=4096)
def _number(number: float, locale: str) -> str:
    return format_decimal(number, locale=locale)


def _argument(value: Any) -> Any:
    if isinstance(value, Money | date | time) or _is_list(value):
        return _Printed(value)
    return value


class Texts:
    """All messages of the bot and its skills, by language and id."""

    def __init__(self, *, cache: Path | None = None) -> None:
        self._cache = cache
        self._entries: dict[str, dict[str, Entry]] = {language: {} for language in LANGUAGES}
        self._ids: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
        self._bundles: dict[str, FluentBundle] = {}
        self._plain: dict[tuple[str, str], Said] = {}  # messages without values, as they were said before
        self._parts: dict[tuple[str, str], Parts | None] = {}  # what was said before is made of
        self._lists: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}  # phrases of messages that list some
        self._words: dict[tuple[str, tuple[str, ...]], frozenset[str]] = {}  # and their words

    def load(self, folder: Path) -> None:
        """Read `de.ftl` and `en.ftl` of a folder, those that exist; errors name file and line."""
        for language in LANGUAGES:
            file = folder / f"{language}.ftl"
            if file.is_file():
                self._add(language, file)

    def _add(self, language: str, file: Path) -> None:
        try:
            found = entries(file.read_text(encoding="utf-8"), self._cache)
        except NotFluentError as error:
            raise TextError(
                f"{file}, line {error.line}: not a Fluent message ({error.reason}); mend or remove these lines"
            ) from error
        for name in found:
            if not name.startswith("-"):
                self._claim(language, name, file)
        self._entries[language].update(found)
        self._bundles.pop(language, None)
        self._parts.clear()
        self._plain.clear()
        self._lists.clear()
        self._words.clear()

    def _claim(self, language: str, name: str, file: Path) -> None:
        owner = self._ids[language].setdefault(name, str(file))
        if owner != str(file):
            raise TextError(f"{file}: the message {name!r} stands in {owner} too; rename one of them")

    def ids(self, language: str) -> Iterable[str]:
        """The ids of all messages in a language."""
        return self._ids[language].keys()

    def has(self, name: str, language: str = "de") -> bool:
        """Whether a message exists."""
        return name in self._ids[language]

    def say(self, name: str, language: str, values: Mapping[str, Any]) -> Said:
        """A message in a language, with its id and the amounts it names."""
        if not values and (known := self._plain.get((language, name))):
            return known
        if name not in self._ids[language]:
            raise TextError(f"there is no message {name!r} in {language}.ftl; add it beside the skill")
        parts = self._made_of(name, language)
        said = (
            _filled(parts, name, language, values) if parts else _format(self._bundle(language), name, language, values)
        )
        if not values:
            self._plain[language, name] = said
        return said

    def phrases(self, name: str, languages: tuple[str, ...]) -> tuple[str, ...]:
        """The phrases of a message that lists some, parted by commas, in several languages."""
        if (name, languages) not in self._lists:
            said = (str(self.say(name, each, {})) for each in languages)
            self._lists[name, languages] = tuple(phrase.strip() for each in said for phrase in each.split(","))
        return self._lists[name, languages]

    def words(self, name: str, languages: tuple[str, ...]) -> frozenset[str]:
        """The words of a message that lists some, in several languages."""
        if (name, languages) not in self._words:
            phrases = self.phrases(name, languages)
            self._words[name, languages] = frozenset(word for each in phrases for word in each.split())
        return self._words[name, languages]

    def _made_of(self, name: str, language: str) -> Parts | None:
        """What a message is made of, if it is made of texts, values and choices alone; read when it is first said."""
        if (language, name) not in self._parts:
            self._parts[language, name] = _parts(node(self._entries[language][name]).value)
        return self._parts[language, name]

    def _bundle(self, language: str) -> FluentBundle:
        """All messages of a language, for those that only Fluent can say."""
        if language not in self._bundles:
            self._bundles[language] = _bundle(language)
            self._bundles[language].add_resource(
                ast.Resource([node(entry) for entry in self._entries[language].values()])
            )
        return self._bundles[language]


def inline(texts: Mapping[str, str], language: str, values: Mapping[str, Any], act: str) -> Said:
    """A message given in the code itself, one text per language: what a small skill may do."""
    source = texts.get(language) or next(iter(texts.values()))
    said = _format(_inline_bundle(source, language), "inline", language, values)
    return Said(said, acts=(act,), amounts=said.amounts, language=language)


def _parts(pattern: ast.Pattern | None) -> Parts | None:
    """What a pattern is made of; None if it refers to other messages or calls functions, which Fluent does itself."""
    parts = tuple(_part(element) for element in pattern.elements) if pattern else ()
    known = tuple(part for part in parts if part is not None)
    return known if len(known) == len(parts) else None


def _part(element: ast.TextElement | ast.Placeable) -> str | _Value | _Choice | None:
    if isinstance(element, ast.TextElement):
        return element.value
    if isinstance(element.expression, ast.VariableReference):
        return _Value(element.expression.id.name)
    if isinstance(element.expression, ast.StringLiteral):
        return element.expression.parse()["value"]
    if isinstance(element.expression, ast.SelectExpression):
        return _choice(element.expression)
    return None


def _choice(expression: ast.SelectExpression) -> _Choice | None:
    ways = {_key(variant): _parts(variant.value) for variant in expression.variants}
    known = {key: way for key, way in ways.items() if way is not None}
    if not isinstance(expression.selector, ast.VariableReference) or len(known) < len(ways):
        return None
    otherwise = next(_key(variant) for variant in expression.variants if variant.default)
    return _Choice(expression.selector.id.name, known, known[otherwise])


def _key(variant: ast.Variant) -> str:
    return variant.key.name if isinstance(variant.key, ast.Identifier) else variant.key.value


def _filled(parts: Parts, name: str, language: str, values: Mapping[str, Any]) -> Said:
    try:
        text = "".join(_texts(parts, language, values))
    except KeyError as error:
        raise _unsaid(name, language, values, f"there is no {error}") from error
    return _said(text, name, language, values)


def _texts(parts: Parts, language: str, values: Mapping[str, Any]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        elif isinstance(part, _Value):
            yield printed(values[part.name], _LOCALES[language])
        else:
            yield from _texts(part.way(values[part.name], language), language, values)


def _unsaid(name: str, language: str, values: Mapping[str, Any], reason: object) -> TextError:
    return TextError(f"message {name!r} in {language} cannot be said with {sorted(values)}: {reason}")


def _said(text: str, name: str, language: str, values: Mapping[str, Any]) -> Said:
    amounts = tuple(value for value in values.values() if isinstance(value, Money))
    return Said(text, acts=(name,), amounts=amounts, language=language)


def _format(bundle: FluentBundle, name: str, language: str, values: Mapping[str, Any]) -> Said:
    pattern = bundle.get_message(name).value
    if pattern is None:
        raise TextError(f"message {name!r} in {language} has no text; write one behind the equals sign")
    arguments = {key: _argument(value) for key, value in values.items()}
    text, errors = bundle.format_pattern(pattern, arguments)
    if errors:
        raise _unsaid(name, language, values, errors[0])
    return _said(str(text), name, language, values)


def _bundle(language: str) -> FluentBundle:
    return FluentBundle([_LOCALES[language].replace("_", "-")], use_isolating=False)


@lru_cache(maxsize=512)
def _inline_bundle(source: str, language: str) -> FluentBundle:
    bundle = _bundle(language)
    body = "\n".join(f"    {line}" for line in source.splitlines())
    bundle.add_resource(FluentParser().parse(f"inline =\n{body}\n"))
    return bundle
