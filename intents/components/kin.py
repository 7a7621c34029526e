"""People who are named by what they are to somebody: "my sister", "meiner Chefin", "our neighbour"."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from intents import names
from intents.draft import Draft, draft_of
from intents.lexicon import lexicon
from intents.parse import NAMELESS
from intents.words import Word

_POSSESSIVE = lexicon().keys("person", "possessive")
_ONE = lexicon().keys("articles")
_RECIPIENT = lexicon().keys("person", "recipient")  # "für eine Freundin"
SHORTEST_TAIL = 5  # letters of "mutter" in "Schwiegermutter"


@Language.component("tresen_kin")
def kin(doc: Doc) -> Doc:
    """person: the words as written; with a name behind them the name says more."""
    draft = draft_of(doc)
    if draft.keys.isdisjoint(_POSSESSIVE | _ONE):
        return doc
    for place, word in enumerate(draft.words):
        last = _last(draft.words, place + 1) if _owned(draft.words, place) else 0
        if last and draft.free(place, last) and not _named(draft, last):
            span = (word.start, _end(draft, last))
            draft.add("person", draft.raw[slice(*span)], place, last, score=NAMELESS, mask="", span=span)
    return doc


def _owned(words: Sequence[Word], place: int) -> bool:
    """Whether somebody's own may follow; "an eine Freundin" is one of theirs, "mit einem Mitarbeiter" one of the shop's."""
    given = words[place].key in _ONE and place > 0 and words[place - 1].key in _RECIPIENT
    return given or words[place].key in _POSSESSIVE


def _last(words: Sequence[Word], place: int) -> int:
    """Where a word for somebody close ends, "little" and "beste" before it; 0 if there is none."""
    while place < len(words) and words[place].key in names.close():
        place += 1
    if place >= len(words):
        return 0
    found = names.kin().at(words, place)
    if found:
        return found.last
    return place + 1 if _ends_as(words[place].key) else 0


def _ends_as(key: str) -> bool:
    """Whether it is such a word with an ending ("sister's", "boss's"), or a longer one that ends with it."""
    known = names.kin()
    tails = (key[cut:] for cut in range(1, len(key) - SHORTEST_TAIL + 1))
    return any(known.get(form) for form in (key.removesuffix("s"), f"{key}s", *tails))


def _named(draft: Draft, place: int) -> bool:
    """Whether the name follows: "my friend Jonas"."""
    return place < len(draft.words) and any(
        entity.type == "person" and entity.start == draft.words[place].start for entity in draft.entities
    )


def _end(draft: Draft, last: int) -> int:
    """Where the words end, without the ending of "my boss's"."""
    word = draft.words[last - 1]
    text = draft.raw[word.start : word.end].casefold()
    return word.end - 2 * text.endswith(("'s", "’s"))
