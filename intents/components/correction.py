"""Whether a message corrects what was said before: "nein, vier", "doch lieber drei", "actually make it three"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from intents.draft import Draft, draft_of
from intents.lexicon import lexicon
from intents.parse import Change

_STRONG = lexicon().phrases("correction", "strong")
_NO = lexicon().keys("correction", "no")
_FILLERS = lexicon().keys("fillers")
_AND = lexicon().keys("conjunctions")
_INSTEAD = lexicon().keys("correction", "instead")
VALUES = frozenset(
    {"quantity", "colour", "size", "product", "category", "store", "date", "time", "choice", "reference"}
)
SHORT = 8  # words


@Language.component("tresen_correction")
def correction(doc: Doc) -> Doc:
    """Sets the flag; what is corrected is for the dialogue to find."""
    draft = draft_of(doc)
    draft.correction = _corrects(draft)
    if draft.correction:
        _taken_back(draft)
        draft.changes = tuple(_changes(draft))
    return doc


def _taken_back(draft: Draft) -> None:
    """As in "drei, nein, vier": the value before the "no" is refused."""
    for kind in VALUES:
        for old, new in pairwise(sorted(draft.taken({kind}), key=lambda entity: entity.start)):
            if not old.negated and any(old.end <= mark < new.start for mark in _marks(draft)):
                draft.entities[draft.entities.index(old)] = replace(old, negated=True)


def _marks(draft: Draft) -> list[int]:
    """Where a "no" stands that takes something back; "oh, and" goes on."""
    words = draft.words
    return [
        word.start
        for place, word in enumerate(words)
        if place and word.key in _NO and not (place + 1 < len(words) and words[place + 1].key in _AND)
    ]


def _changes(draft: Draft) -> Iterator[Change]:
    """What is corrected into what, by kind."""
    for kind in sorted({entity.type for entity in draft.taken(VALUES)}):
        old = next((entity for entity in draft.taken({kind}) if entity.negated), None)
        new = next((entity for entity in reversed(draft.taken({kind})) if not entity.negated), None)
        if new:
            yield Change(old=old, new=new)


def _corrects(draft: Draft) -> bool:
    keys = [word.key for word in draft.words if word.key.isalnum()]
    while len(keys) > 1 and keys[0] in _FILLERS and keys[0] not in _NO:
        keys = keys[1:]
    counts = [entity for entity in draft.entities if entity.type == "quantity" and isinstance(entity.value, int)]
    if len(counts) > 1 and len(keys) <= SHORT and (any(entity.negated for entity in counts) or _interrupted(draft)):
        return True
    valued = any(entity.type in VALUES and not entity.negated for entity in draft.entities)
    if not valued or len(keys) > 2 * SHORT:
        return False
    if draft.find(_STRONG):
        return True
    if not keys or len(keys) > SHORT:
        return False
    opened = keys[0] in _NO and len(keys) > 1
    negated = any(entity.negated for entity in draft.entities)
    return opened or (negated and (_replaced(draft) or any(key in _INSTEAD for key in keys))) or _only_instead(keys)


def _interrupted(draft: Draft) -> bool:
    """As in "drei, nein, vier": a "no" between two counts."""
    counts = sorted(entity.start for entity in draft.taken({"quantity"}))
    return any(counts[0] < mark < counts[-1] for mark in _marks(draft))


def _replaced(draft: Draft) -> bool:
    """As in "not the red one, the green one": a value refused, another of its kind named."""
    refused = {entity.type for entity in draft.entities if entity.negated}
    return any(entity.type in refused and not entity.negated for entity in draft.taken(VALUES))


def _only_instead(keys: list[str]) -> bool:
    """As in "lieber drei", "drei stattdessen": short, and says "instead"."""
    return len(keys) <= 4 and any(key in _INSTEAD for key in keys)
