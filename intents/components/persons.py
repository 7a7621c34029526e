"""People who are named: after "ich heiße", "Herr", by a first name, or in capitals after "an", "for"."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from intents import names
from intents.draft import Draft, draft_of
from intents.lexicon import lexicon
from intents.words import key_of

_NAMED = lexicon().phrases("person", "named")
_TITLE, _BEFORE, _NEAR, _OWNER, _GIVES, _TOWARDS = (
    lexicon().keys("person", kind) for kind in ("title", "before", "near", "owner", "gives", "towards")
)
_NEUTER = frozenset({"das", "dieses", "ein"})
_SAYS = frozenset({"its", "it's", "is", "ist", "lautet", "jetzt", "now", "to", ":"})
_AND = lexicon().keys("conjunctions")
_TOLD = frozenset({
    ":", ",", "is", "ist", "lautet", "mit", "ie", "schreibt", "sich", "actually", "jetzt", "nun", "now", "its", "changed",
})  # fmt: skip
WRITTEN = 0.7
SHORTEST = 3


@Language.component("tresen_persons")
def persons(doc: Doc) -> Doc:
    """person: the name as written."""
    draft = draft_of(doc)
    people, gives = names.people(), bool(draft.taken({"amount"}))
    told = _announced(draft)
    told |= _far(draft) if told else set()
    for place, word in enumerate(draft.words):
        likely = word.key in people or place in told or word.key in _NEAR or gives
        if likely and draft.free(place, place + 1):
            named = (place in told and _told(draft, place)) or _first_name(draft, place) or _close(draft, place)
            _ = named or (gives and _recipient(draft, place))
    return doc


def _announced(draft: Draft) -> set[int]:
    """Where a name may follow: after "my name is", "Herr", with a word or two like "ist" between."""
    words = draft.words
    ends = {place + 1 for place, word in enumerate(words) if word.key in _TITLE}
    for found in draft.find(_NAMED):
        last = found.last
        ends.add(last)
        while last < len(words) and words[last].key in _TOLD:
            last += 1
        ends.add(last)
    return ends


def _far(draft: Draft) -> set[int]:
    """Where a new name may stand further on: "my surname changed since the wedding, its Delgado now"."""
    places = range(1, len(draft.words))
    likely = [n for n in places if draft.words[n - 1].key in _SAYS and draft.free(n, n + 1)]
    return {n for n in likely if draft.words[n].key.isalpha() and _capital(draft, n) and _strange(draft, n)}


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
    titled = words[place - 1].key in _TITLE
    named = _capital(draft, place) or _strange(draft, place) or words[place].key in names.people()
    usual = key_of(_text(draft, place)) in draft.shop.ordinary or words[place].key in _TOLD
    return named and _text(draft, place)[0].isalpha() and not (usual and not titled) and _add(draft, place)


def _first_name(draft: Draft, place: int) -> bool:
    """A first name, in small letters only where it is no other word."""
    key = draft.words[place].key
    if key not in names.people() or key in draft.shop.names.words or _of_goods(draft, place):
        return False
    said = key in draft.shop.ordinary and not draft.taken({"amount"}) and not _given(draft, place)
    word = said or key in draft.shop.own_words or key in names.doubtful()
    if word and not (place and _capital(draft, place) and draft.words[place - 1].key in _BEFORE):
        return False
    return _add(draft, place)


def _of_goods(draft: Draft, place: int) -> bool:
    """As in "die Emaillekanne Lotte", "das Brett": what goods are called, and goods themselves."""
    before = draft.words[place - 1].key if place else ""
    joined = place > 1 and draft.words[place - 2].key in _TOWARDS
    return before in _NEUTER or (
        not joined and (draft.masks[place - 1 : place] == ["category"] or before in names.things())
    )


def _given(draft: Draft, place: int) -> bool:
    """Where the sentence calls for somebody, as in "with jess and amir", "gib tom": then a word of some is a name."""
    before = draft.words[place - 1].key if place else ""
    joined = place > 1 and before in _AND and draft.words[place - 2].key in names.people()
    return before in _GIVES | _TOWARDS or joined


def _close(draft: Draft, place: int) -> bool:
    """As in "und was für Papa?"; with "mein" before it is a kin, no name."""
    before, key = draft.words[place - 1].key if place else "", draft.words[place].key
    return key in _NEAR and before not in _OWNER and _add(draft, place)


def _recipient(draft: Draft, place: int) -> bool:
    """As in "schick 20 Euro an Yaron": a name nobody knows, where money or a gift goes to."""
    cued = place > 0 and draft.words[place - 1].key in _BEFORE
    return cued and _capital(draft, place) and _strange(draft, place) and _add(draft, place, score=WRITTEN)
