"""Words that point at something shown or chosen before: "den zweiten", "davon", "it", "the cheapest"; and orders of a list."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from intents import numbers
from intents.draft import Draft, draft_of
from intents.lexicon import lexicon
from intents.phrases import Found

_ORDINALS = lexicon().numbers("ordinals")
_GUARD = lexicon().keys("ordinal_guard")
_ORDER = lexicon().keys("ordinal_guard", "order")
_PRONOUNS = lexicon().phrases("pronouns", "pronoun")
_SURE = lexicon().phrases("pronouns", "sure")
_ARTICLES = lexicon().keys("pronouns", "article")
_CHEAPEST = lexicon().phrases("cheapest")
_SORT = lexicon().phrases("sort")
_VERBS_AFTER = lexicon().keys("polite") | {
    "is", "one", "nehme", "will", "moechte", "hier", "da", "auch", "noch", "denn",
}  # fmt: skip
_KINDS = {kind: lexicon().phrases("pointing", kind) for kind in ("both", "other", "same", "last_order", "any")}
_COMPARED = lexicon().phrases("comparatives")
_PAIR = lexicon().keys("pointing", "pair")
_OTHER_OF = lexicon().keys("pointing", "other_of") | _GUARD
_TIMES = lexicon().keys("counters")
_WITH = lexicon().phrases("pointing", "with")
_MARKS = frozenset({".", "te", "ten", "st", "nd", "rd", "th"})
_POINTING = _ARTICLES | {"the", "number", "nr"}
_NUMBER = frozenset({"nummer", "number", "nr", "#", "option", "no", "line", "zeile", "position", "pos"})
LAST_PLACE = 50
WEAK = 0.6


@Language.component("tresen_references")
def references(doc: Doc) -> Doc:
    """Reference and sort entities; ordinals have a step of their own."""
    draft = draft_of(doc)
    _orders(draft)
    _pointing(draft)
    for pronoun in draft.find(_PRONOUNS):
        if draft.free(pronoun.first, pronoun.last) and _points(draft, pronoun.first, pronoun.last):
            sure = _SURE.at(draft.words, pronoun.first) is not None
            draft.add(
                "reference", {"kind": "pronoun"}, pronoun.first, pronoun.last, score=1.0 if sure else WEAK, mask=""
            )
    return doc


@Language.component("tresen_ordinals")
def ordinals(doc: Doc) -> Doc:
    """reference: a place in a list, before numbers are read as counts."""
    draft = draft_of(doc)
    sorts = draft.find(_SORT)
    for found in draft.find(_ORDINALS):
        following = draft.words[found.last] if found.last < len(draft.words) else None
        end = draft.words[found.last - 1].end
        glued = following and following.start == end and following.key[0].isdigit()  # "1.5"
        guarded = (following and (following.key in _GUARD or glued)) or any(
            sort.first <= found.first < sort.last for sort in sorts
        )
        if found.value > 0 and following and following.key in _ORDER:
            value = {"kind": "order", "index": found.value}
            draft.add("reference", value, found.first, found.last + 1, mask="")
        if draft.free(found.first, found.last) and not guarded:
            counted = _so_many(draft, found.first, found.last) if abs(found.value) == 1 else None
            value = {"kind": "ordinal", "index": found.value} | ({"count": int(counted.value)} if counted else {})
            first, last = (counted.first, counted.last) if counted else (found.first, found.last)
            draft.add("reference", value, min(first, found.first), max(last, found.last))
    for place, word in enumerate(draft.words):
        likely = numbers.ordinal(word.key) if word.key.isalpha() else draft.digits
        if likely and draft.free(place, place + 1):
            _counted_off(draft, place, word.key)
    return doc


def _so_many(draft: Draft, first: int, place: int) -> Found[float] | None:
    """As in "the first two", "die letzten beiden", "die beiden letzten": several places of a list."""
    words = draft.words
    if first and words[first - 1].key in _PAIR:
        return Found(first - 1, first, 2)
    if place >= len(words):
        return None
    pair: Found[float] | None = Found(place, place + 1, 2) if words[place].key in _PAIR else None
    found = pair or numbers.number_at(words, place)
    times = found is not None and found.last < len(words) and words[found.last].key in _TIMES
    return found if found and found.value > 1 and draft.free(place, found.last) and not times else None


def _counted_off(draft: Draft, place: int, key: str) -> None:
    """As in "der siebte", "die 12.", "the 7th one", "nummer 9": any place of a list."""
    words = draft.words
    before = words[place - 1].key if place else ""
    after = words[place + 1].key if place + 1 < len(words) else ""
    figure = int(key) if key.isdigit() else 0
    if figure and after in _MARKS and before in _POINTING:
        index, last = figure, place + 2
    elif before in _NUMBER:
        index, last = figure, place + 1
    else:
        index, last = numbers.ordinal(key) or 0, place + 1
    following = words[last].key if last < len(words) else ""
    if not 0 < index <= LAST_PLACE or following[:1].isdigit():
        return
    if following in _GUARD:
        draft.masks[place:last] = ["no count"] * (last - place)
    else:
        draft.add("reference", {"kind": "ordinal", "index": index}, place, last)


def _pointing(draft: Draft) -> None:
    """As in "beide", "das gleiche nochmal", "the cheaper one", "the one with milk", "egal"."""
    for kind, phrases in _KINDS.items():
        for found in draft.find(phrases):
            if draft.free(found.first, found.last) and not (kind == "other" and _before(draft, found.last, _OTHER_OF)):
                draft.add("reference", {"kind": kind}, found.first, found.last, mask="")
    for found in draft.find(_COMPARED):
        by, _, order = found.value.partition(" ")
        if draft.free(found.first, found.last):
            value = {"kind": "comparative", "by": by, "order": order}
            draft.add("reference", value, found.first, found.last, mask="")
    for found in draft.find(_WITH):
        if found.last < len(draft.words) and draft.words[found.last].key.isalpha():
            word = draft.words[found.last]
            value = {"kind": "with", "text": draft.raw[word.start : word.end]}
            draft.add("reference", value, found.first, found.last + 1, mask="")


def _before(draft: Draft, place: int, keys: frozenset[str]) -> bool:
    """Whether one of these words comes next: "the other colour" is no other thing of a list."""
    return place < len(draft.words) and draft.words[place].key in keys


def _orders(draft: Draft) -> None:
    for found in draft.find(_CHEAPEST):
        draft.add("reference", {"kind": "cheapest"}, found.first, found.last, mask="")
    for order in draft.find(_SORT):
        draft.add("sort", order.value, order.first, order.last, mask="")


def _points(draft: Draft, first: int, last: int) -> bool:
    """An article before a thing is no pronoun: "den Becher", "this candle"."""
    words = draft.words
    if _SURE.at(words, first) or last >= len(words) or words[first].key not in _ARTICLES:
        return True
    following = words[last].key
    return not draft.masks[last] and (not following.isalpha() or following in _VERBS_AFTER)
