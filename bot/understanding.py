"""Understanding for one shop: sentences of its skills, words of its catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from bot import sentences
from bot.conversation import Conversation
from bot.message import Message
from bot.skill import Skills
from bot.slots import labels
from bot.texts import LANGUAGES, Texts
from bot.world import World
from catalog import terms
from catalog.catalog import Catalog
from intents.parse import Parse, ProductName, Term, Vocabulary
from intents.parser import Parser
from intents.training import train

#: What may have words along with it.
_CAPTIONED = frozenset({"photo", "voice", "other"})
#: What comes in words, or may have some.
_WORDED = _CAPTIONED | {"text", "operator"}


class Understanding:
    """Keeps a trained parser that knows the words of the catalogue as it stands."""

    def __init__(
        self, skills: Skills, catalog: Catalog, texts: Texts, *, cache: Path | None, own: Path | None = None
    ) -> None:
        self._catalog = catalog
        self._texts = texts
        self._skills = skills
        self._generation = catalog.generation
        self._parser = Parser(
            train(sentences.read_or_last(skills, own, cache=cache), cache=cache), vocabulary(catalog, texts, skills)
        )

    def parse(self, message: Message, conversation: Conversation, world: World) -> Parse | None:
        """What a message's words mean, or those of a person of the shop; None for everything that has no words."""
        text = message.data.get("text") if message.kind == "operator" else message.text
        if message.kind not in _WORDED or not isinstance(text, str) or (message.kind in _CAPTIONED and not text):
            return None
        task = conversation.task
        return self._current().parse(
            text,
            language=conversation.language or message.language,
            question=task.question.slot if task and task.question else None,
            now=world.clock.now(),
            timezone=world.catalog.settings.timezone,
        )

    def _current(self) -> Parser:
        if self._generation != self._catalog.generation:
            self._generation = self._catalog.generation
            self._parser = self._parser.with_vocabulary(vocabulary(self._catalog, self._texts, self._skills))
        return self._parser


def vocabulary(catalog: Catalog, texts: Texts, skills: Skills) -> Vocabulary:
    """The shop's own words, as the parser links them."""
    stores = catalog.stores()
    return Vocabulary(
        products=tuple(ProductName(product=p, sku=s, names=names) for p, s, names in terms.product_names(catalog)),
        categories=_terms(terms.categories(catalog)),
        colours=_terms(terms.colours(catalog)),
        sizes=_terms(terms.sizes(catalog)),
        attributes=_terms(terms.attribute_names(catalog)),
        stores=tuple(Term(key=s.id, names=tuple(dict.fromkeys((*s.name.values.values(), s.street)))) for s in stores),
        places=_terms((city, (city,)) for city in sorted({store.city for store in stores})),
        choices=_choices(skills, texts),
        order_prefix=catalog.settings.id[:1].upper(),
        currency=catalog.settings.currency,
    )


def _choices(skills: Skills, texts: Texts) -> dict[str, list[Term]]:
    """What the slots of skills may be, by its names in all languages: what a button says can be written, too."""
    found: dict[str, dict[str, Term]] = {}
    for slot in (slot for intent in skills.intents() for slot in intent.slots):
        for value, label in labels(slot).items():
            names = tuple(texts.say(label, each, {}) for each in LANGUAGES if texts.has(label, each))
            if names:
                found.setdefault(slot.name, {})[value] = Term(key=value, names=names)
    return {slot: list(terms.values()) for slot, terms in found.items()}


def _terms(pairs: Iterable[tuple[str, Sequence[str]]]) -> tuple[Term, ...]:
    return tuple(Term(key=key, names=tuple(names)) for key, names in pairs)
