"""People who are named: after "ich heiße", "Herr", by a first name, or in capitals after "an", "for"."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from intents import names
from intents.draft import Draft, draft_of
from intents.lexicon import lexicon
from intents.words import key_of

_NAMED = lexicon().phrases("person", "named")
_TITLE, _BEFORE, _NEAR, _OWNER, _TOWARDS = (
    lexicon().keys("person", kind) for kind in ("title", "before", "near", "owner", "towards")
)
_NEUTER = frozenset({"das", "dieses", "ein"})
_SAYS = frozenset({"its", "it's", "is", "ist", "lautet", "jetzt", "now", "to", ":"})
_TOLD = frozenset({
    ":", ",", "is", "ist", "lautet", "mit", "ie", "schreibt", "sich", "actually", "jetzt", "nun", "now", "its", "changed",
})  # fmt: skip
WRITTEN = 0.7


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
    return {n for n in places if draft.words[n - 1].key in _SAYS and _capital(draft, n)}


def _text(draft: Draft, place: int) -> str:
    return draft.raw[draft.words[place].start : draft.words[place].end]


def _strange(draft: Draft, place: int) -> bool:
    """A word that is no word of the language or the shop."""
    return key_of(_text(draft, place)) not in draft.shop.spelling


def _capital(draft: Draft, place: int) -> bool:
    return _text(draft, place)[0].isupper() and not draft.raw.isupper()


def _add(draft: Draft, first: int, *, score: float = 1.0) -> bool:
    """A name from this word on; a second word in capitals that nobody uses is the surname, and no mistyped colour."""
    last = first + 1
    if (
        last < len(draft.words)
        and draft.masks[last] in {"", "colour"}
        and _capital(draft, last)
        and _strange(draft, last)
    ):
        for colour in [each for each in draft.taken({"colour"}) if each.start == draft.words[last].start]:
            draft.drop(colour)
        last += 1
    text = draft.raw[draft.words[first].start : draft.words[last - 1].end]
    draft.add("person", text, first, last, score=score, mask="")
    return True


def _told(draft: Draft, place: int) -> bool:
    """After "my name is", "Herr"; words like "ist" and ":" may stand between."""
    text = _text(draft, place)
    titled = draft.words[place - 1].key in _TITLE
    usual = key_of(text) in draft.shop.ordinary
    named = _capital(draft, place) or _strange(draft, place)
    return named and text[0].isalpha() and (titled or not usual) and _add(draft, place)


def _first_name(draft: Draft, place: int) -> bool:
    """A first name, in small letters only where it is no other word."""
    key = draft.words[place].key
    if key not in names.people() or key in draft.shop.names.words or _of_goods(draft, place):
        return False
    word = key in draft.shop.own_words or key in names.doubtful()
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


def _close(draft: Draft, place: int) -> bool:
    """As in "und was für Papa?"; with "mein" before it is a kin, no name."""
    before, key = draft.words[place - 1].key if place else "", draft.words[place].key
    return key in _NEAR and before not in _OWNER and _add(draft, place)


def _recipient(draft: Draft, place: int) -> bool:
    """As in "schick 20 Euro an Yaron": a name nobody knows, where money or a gift goes to."""
    cued = place > 0 and draft.words[place - 1].key in _BEFORE
    return cued and _capital(draft, place) and _strange(draft, place) and _add(draft, place, score=WRITTEN)
