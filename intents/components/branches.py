"""Shops that are named by where they are, whether or not the shop has them: "Filiale Lindenstraße", "the castle street shop"."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from intents import names
from intents.draft import Draft, draft_of
from intents.lexicon import around
from intents.topic import filler

_SHOP, _LINK, _WAYS, _SPOTS, _ANY, _GENERAL = (
    around().keys("branch", kind) for kind in ("shop", "link", "ways", "spots", "any", "general")
)
_ENDS = tuple(around().keys("branch", "ends"))
_TIES = {"in", "am", "im", "an", "auf", "bei", "beim"}  # with these the place may be one that nobody knows
_SMALL = filler() | names.things()
LIKELY = 0.7
MOST = 3  # words of a place's name
SHORTEST = 4


@Language.component("tresen_branches")
def branches(doc: Doc) -> Doc:
    """store: without a value; a town beside the word for a shop is a place as well."""
    draft = draft_of(doc)
    if draft.keys.isdisjoint(_SHOP):
        return doc
    for place, word in enumerate(draft.words):
        if word.key in _SHOP and draft.masks[place] in {"", "place"}:
            first, last = _before(draft, place), _after(draft, place + 1)
            if first < place:
                _add(draft, first, place + 1, named=(first, place))
            elif last and (place == 0 or draft.words[place - 1].key not in _ANY):
                _add(draft, place, last, named=(place + 1, last))
    return doc


def _add(draft: Draft, first: int, last: int, *, named: tuple[int, int]) -> None:
    """The whole of it; what was a place or a thing within it is one no more, but a town stays one."""
    if "store" in draft.masks[first:last]:
        return
    start, end = draft.words[first].start, draft.words[last - 1].end
    draft.entities = [
        entity for entity in draft.entities
        if not (start <= entity.start and entity.end <= end and entity.type in {"place", "category"})
        or _town(draft, *draft.inside(entity.start, entity.end))
    ]  # fmt: skip
    draft.add("store", None, first, last, score=LIKELY, mask="")
    for place in range(*named):
        draft.masks[place] = "place"


def _town(draft: Draft, first: int, last: int) -> bool:
    found = names.towns().at(draft.words, first) or draft.shop.places.at(draft.words, first)
    return found is not None and found.last == last


def _before(draft: Draft, place: int) -> int:
    """Where the name begins that stands before the word for a shop, as in "the mill lane shop"; the place itself if none does."""
    words, first = draft.words, place
    while first > max(0, place - MOST) and _names(draft, first - 1):
        first -= 1
    way = first < place and first == place - 1 and words[first].key in _WAYS
    if way and first and words[first - 1].key.isalpha() and words[first - 1].key not in _SMALL | _GENERAL:
        first -= draft.masks[first - 1] in {"", "place"}
    said = first > 0 and words[first - 1].key in _ANY
    return place if said else first


def _names(draft: Draft, place: int) -> bool:
    """Whether a word says where a shop is."""
    key = draft.words[place].key
    if draft.masks[place] not in {"", "place", "category"} or not key.isalpha() or key in _GENERAL:
        return False
    if key in _SPOTS or (draft.masks[place] == "place" and not any(map(str.isdigit, key))):
        return True
    return (
        not draft.masks[place]
        and len(key) > SHORTEST
        and (key.endswith(_ENDS) or _strange(draft, place))
        and key not in _SMALL
    )


def _after(draft: Draft, place: int) -> int:
    """Where the name ends that stands behind the word for a shop, as in "Laden in der Südstadt"; 0 if none does."""
    words, first = draft.words, place
    first += first < len(words) and words[first].key == "-"
    linked = first
    while linked < len(words) and linked < first + 2 and words[linked].key in _LINK:
        linked += 1
    at = linked + (linked > first and linked + 1 < len(words) and words[linked].key.endswith("en"))  # "am alten Markt"
    for name in (linked, at):
        if name < len(words) and _spot(draft, name, linked=linked > first):
            return name + 1
    return 0


def _spot(draft: Draft, place: int, *, linked: bool) -> bool:
    key, mask = draft.words[place].key, draft.masks[place]
    if mask not in {"", "place"} or not key.isalpha() or key in _GENERAL:
        return False
    if _town(draft, place, place + 1):
        return not linked  # "Filiale Altona"; "ein Laden in Bonn" is in a town
    spot = key in _SPOTS or (len(key) > SHORTEST and key.endswith(_ENDS))
    return spot or (len(key) > SHORTEST and _strange(draft, place) and draft.raw[draft.words[place].start].isupper())


def _strange(draft: Draft, place: int) -> bool:
    key = draft.words[place].key
    return key not in draft.shop.spelling and key not in draft.shop.own_words and key not in _SMALL
