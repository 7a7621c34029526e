"""People who are named: after "ich heiße", "Herr", by a first name, or in capitals after "an", "for"."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from intents import names
from intents.draft import Draft, draft_of
from intents.lexicon import lexicon
from intents.words import key_of

_NAMED = lexicon().phrases("person", "named")
_TITLE, _BEFORE, _NEAR, _OWNER = (lexicon().keys("person", kind) for kind in ("title", "before", "near", "owner"))
_TOLD = frozenset({":", "is", "ist", "lautet", "mit", "ie", "schreibt", "sich", "actually", "jetzt", "now"})
WRITTEN = 0.7
SHORTEST = 3


@Language.component("tresen_persons")
def persons(doc: Doc) -> Doc:
    """person: the name as written."""
    draft = draft_of(doc)
    for place in range(len(draft.words)):
        if draft.free(place, place + 1):
            _ = _told(draft, place) or _first_name(draft, place) or _close(draft, place) or _recipient(draft, place)
    return doc


def _text(draft: Draft, place: int) -> str:
    return draft.raw[draft.words[place].start : draft.words[place].end]


def _strange(draft: Draft, place: int) -> bool:
    """A word that is no word of the language or the shop."""
    text = _text(draft, place)
    return text[0].isalpha() and len(text) >= SHORTEST and key_of(text) not in draft.shop.spelling


def _capital(draft: Draft, place: int) -> bool:
    return _text(draft, place)[0].isupper() and not draft.raw.isupper()


def _add(draft: Draft, first: int, *, score: float = 1.0) -> bool:
    """A name from this word on; a second word in capitals that nobody uses is the surname."""
    last = first + 1
    if last < len(draft.words) and draft.free(last, last + 1) and _capital(draft, last) and _strange(draft, last):
        last += 1
    text = draft.raw[draft.words[first].start : draft.words[last - 1].end]
    draft.add("person", text, first, last, score=score, mask="")
    return True


def _told(draft: Draft, place: int) -> bool:
    """After "my name is", "Herr"; words like "ist" and ":" may stand between."""
    words = draft.words
    before = place
    while before and words[before - 1].key in _TOLD:
        before -= 1
    titled = place > 0 and words[place - 1].key in _TITLE
    if not (titled or _NAMED.ending_at(words, before, 4) or _NAMED.ending_at(words, place, 4)):
        return False
    named = _capital(draft, place) or _strange(draft, place) or words[place].key in names.people()
    usual = words[place].key in draft.shop.ordinary or words[place].key in _TOLD
    return named and _text(draft, place)[0].isalpha() and not (usual and not titled) and _add(draft, place)


def _first_name(draft: Draft, place: int) -> bool:
    """A first name, in small letters only where it is no other word."""
    key = draft.words[place].key
    if key not in names.people() or key in draft.shop.names.words:
        return False
    word = key in draft.shop.ordinary or key in draft.shop.own_words or key in names.doubtful()
    if word and not (place and _capital(draft, place) and draft.words[place - 1].key in _BEFORE):
        return False
    return _add(draft, place)


def _close(draft: Draft, place: int) -> bool:
    """As in "und was für Papa?"; with "mein" before it is a kin, no name."""
    before = draft.words[place - 1].key if place else ""
    return draft.words[place].key in _NEAR and before not in _OWNER and _add(draft, place)


def _recipient(draft: Draft, place: int) -> bool:
    """As in "schick 20 Euro an Yaron": a name nobody knows, where money or a gift goes to."""
    gives = bool(draft.taken({"amount"}))
    cued = place > 0 and draft.words[place - 1].key in _BEFORE
    return gives and cued and _capital(draft, place) and _strange(draft, place) and _add(draft, place, score=WRITTEN)
