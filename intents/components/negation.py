"""What is not wanted: "keine schwarzen", "not the red one", "without milk"."""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from intents.draft import Draft, draft_of
from intents.lexicon import lexicon

_NOT = lexicon().phrases("negation", "not")
_THROUGH = lexicon().keys("negation", "through")
_BUT = lexicon().keys("negation", "but")
_ANEW = lexicon().keys("articles") | lexicon().keys("pronouns", "article") | {"the"}  # what is said instead begins so
_EXACTLY = frozenset({"nicht", "not", "statt", "anstatt", "instead", "rather"})  # a count that is refused
NEGATABLE = frozenset({"colour", "size", "category", "product", "attribute", "reference", "store", "choice"})


@Language.component("tresen_negation")
def negation(doc: Doc) -> Doc:
    """Marks the entities that a negation reaches; "but", a comma or another word ends its reach."""
    draft = draft_of(doc)
    for found in draft.find(_NOT):
        reach = _reach(draft, found.last)
        kinds = NEGATABLE | {"quantity"} if draft.words[found.first].key in _EXACTLY else NEGATABLE
        if reach > found.last:
            start, end = draft.words[found.first].end, draft.words[reach - 1].end
            draft.entities = [
                replace(entity, negated=True)
                if entity.type in kinds and start <= entity.start and entity.end <= end
                else entity
                for entity in draft.entities
            ]
    return doc


def _reach(draft: Draft, place: int) -> int:
    """The end of the run of entities (and small words between them) after a negation."""
    last = place
    for at in range(place, len(draft.words)):
        key = draft.words[at].key
        if draft.masks[at] in NEGATABLE | {"quantity"} or any(
            e.start == draft.words[at].start for e in draft.taken(NEGATABLE)
        ):
            last = at + 1
        elif key in _BUT or key not in _THROUGH or (last > place and key in _ANEW):
            break
    return last
