"""A vocabulary made ready for linking: phrases per type and the index of product names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from intents import names, numbers
from intents.lexicon import lexicon
from intents.parse import Term, Vocabulary
from intents.phrases import Phrases
from intents.spelling import Spelling
from intents.titles import Titles
from intents.topic import filler
from intents.trigrams import Names
from intents.words import Word, fold, keys_of

COLOUR_ENDINGS = ("e", "en", "er", "es", "em", "ne", "nen", "ner", "nes", "nem")
ENDINGS = ("s", "es", "n", "en", "e", "er", "r", "em", "nen")
SHORTEST_STEM = 4
MEMORY = 20_000  # words whose kind is kept


class Shop:
    """What the components look words up in."""

    def __init__(
        self, vocabulary: Vocabulary, words: Mapping[str, int] | None = None, ordinary: Iterable[str] = ()
    ) -> None:
        self.currency, self.order_prefix = vocabulary.currency, vocabulary.order_prefix
        self.colours = Phrases([*_entries(vocabulary.colours), *_known_colours(vocabulary.colours)])
        self.sizes = Phrases(_entries(vocabulary.sizes))
        self.categories = Phrases(_categories(vocabulary.categories))
        self.heads = _heads(vocabulary.categories)
        self.tails = _tails(self.categories, self.heads)
        self.attributes = Phrases([*_entries(vocabulary.attributes), *_known_attributes(vocabulary.attributes)])
        self.stores = Phrases((name, term.key) for term in vocabulary.stores for name in term.names)
        self.store_words = _store_words(vocabulary.stores)
        self.places = Phrases(_entries(vocabulary.places))
        self.choices = {slot: Phrases(entries) for slot, entries in _choices(vocabulary).items()}
        self.ordinary = frozenset(ordinary)
        self.unlike = (
            self.ordinary | names.people() | names.things()
        )  # words that resemble a product's name by chance only
        self.names = Names(vocabulary.products, common=lexicon().words(), ordinary=self.ordinary)
        self.kept = names.kept() | numbers.WORDS | filler()
        self.titles = Titles(vocabulary.products, self.names.words)
        self.own_words = frozenset(self._words())
        self.spelling = Spelling(words or {}).extended(self.own_words)
        self.read: dict[str, tuple[Word, ...]] = {}  # tokens seen lately, as the words they are
        self._places: dict[str, bool] = {}

    def may_be_place(self, key: str) -> bool:
        """Whether a store or a town may be named from this word on."""
        found = self._places.get(key)
        if found is None:
            if len(self._places) > MEMORY:
                self._places.clear()
            begins = self.places.begins(key) or names.towns().begins(key)
            found = self._places[key] = begins or any(key.startswith(word) for word in self.store_words)
        return found

    def _words(self) -> Iterator[str]:
        for phrases in (self.colours, self.sizes, self.categories, self.attributes, self.stores, self.places):
            yield from phrases.words()
        for phrases in self.choices.values():
            yield from phrases.words()
        yield from self.names.words


def _known_colours(terms: Sequence[Term]) -> Iterator[tuple[str, str]]:
    """Colours that everybody knows, in all their forms; those the shop does not have keep their general name."""
    own = {fold(name): term.key for term in terms for name in (*term.names, term.key)}
    plain = [*lexicon().entries("plain_colours"), *lexicon().entries("colours")]
    inflected = [(name + ending, colour) for name, colour in lexicon().entries("colours") for ending in COLOUR_ENDINGS]
    keys: dict[str, str] = {}
    for name, colour in plain:
        if fold(name) in own:
            keys.setdefault(colour, own[fold(name)])
    yield from ((name, keys.get(colour, colour)) for name, colour in (*plain, *inflected))


def _store_words(terms: Sequence[Term]) -> dict[str, str]:
    """Words that stand in the names of one store only, and so are enough to name it."""
    owners: dict[str, set[str]] = {}
    for term in terms:
        named = (
            name for name in (*term.names, term.key) if not any(char.isdigit() for char in name)
        )  # streets are no names
        for key in {key for name in named for key in keys_of(name)}:
            owners.setdefault(key, set()).add(term.key)
    common = lexicon().keys("places")
    return {
        key: next(iter(keys))
        for key, keys in owners.items()
        if len(keys) == 1 and len(terms) > 1 and len(key) >= SHORTEST_STEM and key.isalpha() and key not in common
    }


def _entries(terms: Sequence[Term]) -> list[tuple[str, str]]:
    return [(name, term.key) for term in terms for name in (*term.names, term.key)]


def _choices(vocabulary: Vocabulary) -> dict[str, list[tuple[str, str]]]:
    slots = {slot: _entries(terms) for slot, terms in vocabulary.choices.items()}
    for slot, entries in lexicon().choices().items():
        known = {key for _, key in slots.get(slot, [])}
        slots[slot] = slots.get(slot, []) + [(text, key) for text, key in entries if not known or key in known]
    return slots


def _categories(terms: Sequence[Term]) -> list[tuple[str, str]]:
    """Names and their inflected forms; a name that several categories share means what they have in common."""
    keys: dict[str, list[str]] = {}
    for name, key in _entries(terms):
        keys.setdefault(name, []).append(key)
    plain = [(name, _common(owners)) for name, owners in keys.items()]
    return [(name, key) for name, key in plain if key] + [
        (form, key) for name, key in plain if key for form in _forms(name) if form not in filler()
    ]


def _common(keys: list[str]) -> str:
    """What several category paths have in common: the shared part of their paths, or the one that is a leaf so named."""
    paths = [[part.strip() for part in key.split(">")] for key in dict.fromkeys(keys)]
    shared = []
    for parts in zip(*paths, strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    return " > ".join(shared) if shared else keys[0]


def _forms(name: str) -> Iterator[str]:
    words = keys_of(name)
    if not words or len(words[-1]) < SHORTEST_STEM - 1:
        return
    head, last = words[:-1], words[-1]
    for ending in ENDINGS:
        if not (last.endswith("ee") and ending.startswith("e")):
            yield " ".join((*head, last + ending))
        if last.endswith(ending) and len(last) - len(ending) >= SHORTEST_STEM - (ending == "s"):
            yield " ".join((*head, last[: -len(ending)]))
    yield from (" ".join((*head, stem)) for stem in _without_umlaut(last))


def _without_umlaut(plural: str) -> Iterator[str]:
    """The singular of "Rucksäcke", "Bücher"."""
    for ending in ("e", "er"):
        stem = plural.removesuffix(ending)
        place = max(stem.rfind(pair) for pair in ("ae", "oe", "ue"))
        if stem != plural and place >= 0:
            yield stem[: place + 1] + stem[place + 2 :]


def _heads(terms: Sequence[Term]) -> dict[str, str]:
    """Single-word category names that may end a German compound ("Teebecher")."""
    heads: dict[str, str] = {}
    for name, key in _categories(terms):
        words = keys_of(name)
        if len(words) == 1 and len(words[0]) > SHORTEST_STEM:
            heads.setdefault(words[0], key)
    return heads


def _tails(categories: Phrases[str], heads: Mapping[str, str]) -> dict[str, str]:
    """What the names of one category end with: "jacke" of "Regenjacken", "jackets" of "rain jackets"."""
    owners: dict[str, set[str]] = {}
    for keys, category in categories.entries():
        tails = (
            {keys[-1][cut:] for cut in range(SHORTEST_STEM - 1, len(keys[-1]) - SHORTEST_STEM)}
            if len(keys) == 1
            else {keys[-1]}
        )
        for tail in tails:
            owners.setdefault(tail, set()).add(category)
    return {
        tail: next(iter(keys)) for tail, keys in owners.items()
        if len(keys) == 1 and len(tail) > SHORTEST_STEM and tail not in filler() and tail not in heads
    }  # fmt: skip


def _known_attributes(terms: Sequence[Term]) -> Iterable[tuple[str, str]]:
    """General questions ("how heavy") point at the shop's own attribute of that meaning, if it has one."""
    general = lexicon().phrases("attributes")
    own: dict[str, str] = {}
    for term in terms:
        for name in term.names:
            keys = keys_of(name)
            meaning = general.get(keys[0]) if len(keys) == 1 else None
            if meaning:
                own.setdefault(meaning, term.key)
    return [(text, own.get(key, key)) for text, key in lexicon().entries("attributes")]
