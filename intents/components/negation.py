"""What is not wanted: "keine schwarzen", "not the red one", "without milk"."""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from intents.draft import Draft, draft_of
from intents.lexicon import lexicon
from intents.topic import filler

_NOT = lexicon().phrases("negation", "not")
_THROUGH = lexicon().keys("negation", "through")
_ANEW = lexicon().keys("articles") | lexicon().keys("pronouns", "article") | {"the"}  # what is said instead begins so
_EXACTLY = frozenset({"nicht", "not", "statt", "anstatt", "instead", "rather"})  # a count that is refused
_LACKING = lexicon().phrases("negation", "lacking")
_NOR = frozenset({"oder", "or", "nor", "noch"})
_OR = lexicon().keys("conjunctions") | {"oder", "or"}
_KNOWN = frozenset(lexicon().words()) | filler()
SHORTEST = 2
NEGATABLE = frozenset({"colour", "size", "category", "goods", "product", "attribute", "reference", "store", "choice"})


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
    _lacking(draft)
    return doc


def _lacking(draft: Draft) -> None:
    """As in "without nuts": what shall not be in a thing, though the shop has no word for it."""
    for found in draft.find(_LACKING):
        place = found.last
        while place < len(draft.words) and _unknown(draft, place):
            word = draft.words[place]
            draft.entities = [entity for entity in draft.entities if entity.start != word.start]
            draft.add("attribute", {"name": "", "value": draft.raw[word.start : word.end]}, place, place + 1, mask="")
            draft.entities[-1] = replace(draft.entities[-1], negated=True)
            place += 2 if place + 1 < len(draft.words) and draft.words[place + 1].key in _OR else len(draft.words)


def _unknown(draft: Draft, place: int) -> bool:
    key = draft.words[place].key
    start = draft.words[place].start
    named = any(entity.start <= start < entity.end and entity.type != "goods" for entity in draft.entities)
    return key.isalpha() and len(key) > SHORTEST and not named and key not in _KNOWN


def _reach(draft: Draft, place: int) -> int:
    """The end of the run of entities (and small words between them) after a negation."""
    last = place
    for at in range(place, len(draft.words)):
        key, start = draft.words[at].key, draft.words[at].start
        if at < last:
            continue
        if last > place and key in _ANEW:
            break
        ends = [e.end for e in draft.taken(NEGATABLE) if e.start <= start < e.end]
        if draft.masks[at] in NEGATABLE | {"quantity"} or ends:
            last = max((at + 1, *(draft.inside(start, end)[1] for end in ends)))
        elif key not in _THROUGH and not (last > place and key in _NOR and _negatable(draft, at + 1)):
            break
    return last


def _negatable(draft: Draft, place: int) -> bool:
    """Whether something that can be refused begins here: "no red or blue ones"."""
    start = draft.words[place].start if place < len(draft.words) else -1
    return any(entity.start == start for entity in draft.taken(NEGATABLE))
