"""What `tresen check` looks at: skills, texts, order states, and what waits for a person."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from bot import sentences
from bot.commerce import states
from bot.config_problems import Problem as SettingProblem
from bot.sentences import Sentences
from bot.skill import Intent, Skills, Slot
from bot.slots import converter, labels
from bot.store.base import Reader
from bot.texts import LANGUAGES, Texts
from catalog.importing import Problem, hints, read_folder
from catalog.model import Settings, Store
from intents.sentences import SentenceError
from intents.templates import expand

_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something an owner or author should know: where, what, and what to do."""

    where: str
    what: str
    help: str

    @classmethod
    def of(cls, problem: Problem) -> Finding:
        """A finding in a shop's folder."""
        line = f", line {problem.line}" if problem.line else ""
        column = f", {problem.column}" if problem.column else ""
        value = f" ({problem.value!r})" if problem.value else ""
        return cls(f"{problem.file}{line}{column}", f"{problem.what}{value}", problem.help)

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. {self.help}"


def of_sentences(own: Path, skills: Skills) -> Iterator[Finding]:
    """What is wrong with the shop's own sentence files."""
    try:
        sentences.read(skills, own)
    except SentenceError as error:
        yield Finding("sentences", str(error).rstrip("."), "Until then the shop goes on with the last good ones.")


def of_skills(skills: Skills, texts: Texts, known: Sentences) -> Iterator[Finding]:
    """What is wrong with how the skills are put together."""
    bare = {(intent.name, language) for intent, language in sentences.empty(skills)}
    for intent in skills.intents():
        yield from _languages(intent, known, bare)
        yield from _slots(intent, texts, reachable=bool(intent.command or intent.sentences or intent.name in known))
    yield from _claimed_twice(known)
    yield from _unclaimed(skills)
    yield from _one_sided(texts)
    for state in states.unreachable():
        yield Finding(
            "order states",
            f"no order can come to {state!r}, or none can leave it",
            "Mend MOVES in bot/commerce/states.py.",
        )


def _languages(intent: Intent, known: Sentences, bare: Container[tuple[str, str]]) -> Iterator[Finding]:
    spoken = {language for language, lines in known.get(intent.name, {}).items() if lines}
    for language in LANGUAGES:
        if language not in spoken and (intent.name, language) in bare:
            yield Finding(
                intent.name,
                f"its list of sentences in {language!r} is empty",
                "Write some into it; an intent that buttons alone reach has no list.",
            )
        elif spoken and language not in spoken:
            yield Finding(
                intent.name, f"there are no sentences in {language!r}", f"Add some to {language}.toml beside the skill."
            )


def _slots(intent: Intent, texts: Texts, *, reachable: bool) -> Iterator[Finding]:
    for slot in intent.slots:
        converter(slot)
        if slot.required and reachable:
            yield from _named(intent, slot, texts)
        names = (
            f"ask-{intent.name}-{slot.name}".replace(".", "-").replace("_", "-"),
            f"ask-{slot.name}".replace("_", "-"),
        )
        if (
            slot.required
            and reachable
            and slot.name not in intent.questions
            and not any(texts.has(name) for name in names)
        ):
            yield Finding(
                f"{intent.name}, slot {slot.name}",
                "it is required, but there is no question for it",
                f"Add the message {names[1]!r} to de.ftl and en.ftl beside the skill.",
            )


def _named(intent: Intent, slot: Slot, texts: Texts) -> Iterator[Finding]:
    """A choice that nobody can say or press: its values have no names."""
    for value, label in labels(slot).items():
        if not texts.has(label):
            yield Finding(
                f"{intent.name}, slot {slot.name}",
                f"its value {value!r} has no name that shoppers could say or press",
                f"Add the message {label!r} to de.ftl and en.ftl beside the skill.",
            )


def _spelt_out(templates: Sequence[str]) -> Iterator[str]:
    """The sentences of templates, with their slots left as they are."""
    for template in templates:
        yield from expand(template, {slot: (f"{{{slot}}}",) for slot in _SLOT.findall(template)})


def _claimed_twice(known: Sentences) -> Iterator[Finding]:
    owners: dict[tuple[str, str], str] = {}
    for intent, by_language in known.items():
        for language, lines in by_language.items():
            for line in _spelt_out(lines):
                said = " ".join(line.casefold().split()).strip(" .!?")
                owner = owners.setdefault((language, said), intent)
                if owner != intent:
                    yield Finding(
                        f"{intent}, {language}",
                        f"the sentence {line!r} belongs to {owner} too",
                        "Take it out of one of the two.",
                    )


def _unclaimed(skills: Skills) -> Iterator[Finding]:
    for file, name in sentences.unclaimed(skills):
        near = get_close_matches(name, [intent.short for intent in skills.intents()], n=1)
        advice = f"Did you mean [{near[0]}]?" if near else "Register the intent, or take the sentences out."
        yield Finding(f"{file}, [{name}]", "no intent of the skill is called so", advice)


def _one_sided(texts: Texts) -> Iterator[Finding]:
    ids = {language: set(texts.ids(language)) for language in LANGUAGES}
    for language in LANGUAGES:
        for name in sorted(set().union(*ids.values()) - ids[language]):
            yield Finding(f"message {name!r}", f"it is missing in {language!r}", f"Add it to {language}.ftl.")


def of_config(tables: Mapping[str, object], skills: Skills) -> Iterator[Finding]:
    """Tables of config.toml for skills that are not installed."""
    names = [skill.name for skill in skills]
    for name in tables:
        if name not in names:
            near = get_close_matches(name, names, n=1)
            advice = f"Did you mean {near[0]!r}?" if near else f"Installed are: {', '.join(names)}."
            yield Finding(f"config.toml, [skills.{name}]", "there is no such skill", advice)


def of_settings(*found: SettingProblem | None) -> Iterator[Finding]:
    """What is wrong with settings that only the shop's own tools can read."""
    for problem in found:
        if problem:
            yield Finding(f"config.toml, {problem.place}", f"{problem.what} ({problem.value})", problem.help)


def of_ways(settings: Settings, stores: Sequence[Store]) -> Iterator[Finding]:
    """A shop whose goods cannot reach anybody."""
    if not settings.shipping and not any(store.pickup for store in stores):
        yield Finding(
            "shop.toml", "there is no [[shipping]], and no store to pick up in: nobody can order", "Add one of the two."
        )


def of_folder(folder: Path) -> Iterator[Finding]:
    """What is wrong in a shop's folder, so that the next import would refuse it, or missing in it."""
    shop = read_folder(folder)
    if not isinstance(shop, tuple):
        yield from of_ways(shop.settings, shop.stores)
    for problem in shop if isinstance(shop, tuple) else hints(shop):
        yield Finding.of(problem)


def of_database(reader: Reader) -> Iterator[Finding]:
    """What waits for a person in a shop's database."""
    for event in reader.parked():
        yield Finding(
            f"event {event.seq} ({event.kind}) of {event.conversation}",
            f"it failed too often and is parked: {event.error}",
            "Mend the cause; the conversation goes on without it.",
        )
    for row in reader.rows(
        "SELECT order_id, amount, currency, provider FROM payment WHERE state = 'refund_due' ORDER BY id"
    ):
        yield Finding(
            f"order {row['order_id']}",
            f"{row['amount'] / 100:.2f} {row['currency']} are to be paid back through {row['provider']}",
            "If the provider does not do it by itself, pay it back there.",
        )
    for row in reader.rows("SELECT key, result FROM effect WHERE result LIKE 'failed:%' ORDER BY id DESC LIMIT 20"):
        yield Finding(
            f"effect {row['key']}", str(row["result"]), "It was tried as often as makes sense and is given up."
        )
