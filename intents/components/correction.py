"""Whether a message corrects what was said before: "nein, vier", "doch lieber drei", "actually make it three"."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from intents.draft import Draft, draft_of
from intents.lexicon import lexicon

_STRONG = lexicon().phrases("correction", "strong")
_NO = lexicon().keys("correction", "no")
_FILLERS = lexicon().keys("fillers")
_INSTEAD = lexicon().keys("correction", "instead")
VALUES = frozenset(
    {"quantity", "colour", "size", "product", "category", "store", "date", "time", "choice", "reference"}
)
SHORT = 8  # words


@Language.component("tresen_correction")
def correction(doc: Doc) -> Doc:
    """Sets the flag; what is corrected is for the dialogue to find."""
    draft = draft_of(doc)
    if draft.words:
        draft.correction = _corrects(draft)
    return doc


def _corrects(draft: Draft) -> bool:
    keys = [word.key for word in draft.words if word.key.isalnum()]
    while len(keys) > 1 and keys[0] in _FILLERS and keys[0] not in _NO:
        keys = keys[1:]
    valued = any(entity.type in VALUES and not entity.negated for entity in draft.entities)
    if not valued or len(keys) > 2 * SHORT:
        return False
    if _STRONG.find(draft.words):
        return True
    if not keys or len(keys) > SHORT:
        return False
    opened = keys[0] in _NO and len(keys) > 1
    negated = any(entity.negated for entity in draft.entities)
    return opened or (negated and (_replaced(draft) or any(key in _INSTEAD for key in keys))) or _only_instead(keys)


def _replaced(draft: Draft) -> bool:
    """As in "not the red one, the green one": a value refused, another of its kind named."""
    refused = {entity.type for entity in draft.entities if entity.negated}
    return any(entity.type in refused and not entity.negated for entity in draft.taken(VALUES))


def _only_instead(keys: list[str]) -> bool:
    """As in "lieber drei", "drei stattdessen": short, and says "instead"."""
    return len(keys) <= 4 and any(key in _INSTEAD for key in keys)
