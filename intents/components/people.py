"""How many persons: "zu viert", "for two", "fünf von uns", "party of six"."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from intents import numbers
from intents.draft import Draft, draft_of
from intents.lexicon import lexicon

_GROUPS = lexicon().numbers("groups")
_BEFORE = lexicon().phrases("people", "before")
_AFTER = lexicon().phrases("people", "after")
_TOGETHER = lexicon().keys("people", "together")
_UNITS = lexicon().keys("units", "people")
_GO_ON = lexicon().keys("conjunctions") | lexicon().keys("polite") | lexicon().keys("places", "cue")
SHARES = frozenset({"durch", "between"})
MOST_DIGITS = 3


@Language.component("tresen_people")
def people(doc: Doc) -> Doc:
    """people: a whole number."""
    draft = draft_of(doc)
    for found in draft.find(_GROUPS):
        if draft.free(found.first, found.last):
            draft.add("people", found.value, found.first, found.last, mask="number")
    for place in draft.counted:
        if draft.free(place, place + 1):
            _counted(draft, place)
    return doc


def _counted(draft: Draft, place: int) -> None:
    key = draft.words[place].key
    found = numbers.whole_at(draft.words, place)
    if key.isascii() and key.isdigit() and len(key) <= MOST_DIGITS:
        value, last = int(key), place + 1
    elif found:
        value, last = found.value, found.last
    else:
        return
    if value and draft.free(place, last) and _of_persons(draft, place, last):
        draft.add("people", value, place, last, mask="number")


def _of_persons(draft: Draft, first: int, last: int) -> bool:
    words = draft.words
    following = words[last] if last < len(words) else None
    if following and (following.key in _UNITS or _AFTER.at(words, last)):
        return True
    before = _BEFORE.ending_at(words, first, 2)
    if not before:
        return False
    shared = words[before.first].key not in SHARES or any(word.key in _TOGETHER for word in words)
    ends = following is None or not following.key.isalnum() or following.key in _GO_ON or following.key in _TOGETHER
    return shared and (ends or words[before.first].key in SHARES) and draft.masks[last : last + 1] != ["category"]
