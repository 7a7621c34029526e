"""The shop's own colours, sizes, categories and attributes."""

from __future__ import annotations

from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from intents import names, numbers
from intents.draft import Draft, draft_of
from intents.lexicon import around, lexicon
from intents.phrases import Found, Phrases
from intents.words import Word

_NAMES = lexicon().keys("sizes", "name")
_CUES = _NAMES | {"in"}
_WEARS = lexicon().keys("sizes", "wears")
_NO_COLOUR = around().phrases("no_colour")
_KNOWS = frozenset({"ich", "wer", "man", "jemand", "niemand", "keiner"})
_MEASURES = lexicon().phrases("measures")
_LIMITS = lexicon().phrases("limits")
_RATES = frozenset({"pro", "per", "je"})
_COUNTERS = lexicon().keys("counters")
_CLOTHES = frozenset({"s", "m", "l", "xs", "xl", "xxl", "xxs"})
COMPOUND = 0.8
_UNITS = lexicon().keys("units")
_AFTER_SIZE = lexicon().keys("polite") | lexicon().keys("conjunctions") | {"or", "oder"}
_VERBS = lexicon().keys("clock", "opening")
_DETERMINERS = (
    lexicon().keys("articles") | lexicon().keys("pronouns", "article") | {"the", "my", "your", "some", "any", "kids"}
)
_BY_THE_WAY = frozenset({"for", "fuer", "fuers", "at", "not", "from", "zu", "nach", "nicht", "in", "im"})
SMALLEST = 30  # a bare number below counts rather than measures
SHORTEST_HEAD, SHORTEST_TAIL = 3, 5  # letters of "Tee" and "kanne" in "Teekanne"
MOST_DIGITS = 4
WORN_DIGITS = 2  # of the size of clothes and shoes
ASKED = frozenset({"variant", "size"})  # questions that a size answers


@Language.component("tresen_terms")
def terms(doc: Doc) -> Doc:
    """Exact names (any inflected form in the vocabulary), then the last part of compounds."""
    draft = draft_of(doc)
    shop = draft.shop
    _link(draft, shop.colours, "colour")
    _link(draft, shop.categories, "category")
    _compounds(draft)
    _sizes(draft)
    return doc


@Language.component("tresen_attributes")
def attributes(doc: Doc) -> Doc:
    """Attributes somebody asks for by name: they are no mask, the question's words say what is meant."""
    draft = draft_of(doc)
    for found in draft.find(draft.shop.attributes):
        if draft.free(found.first, found.last):
            draft.add("attribute", {"name": found.value}, found.first, found.last, mask="")
    return doc


def _link(draft: Draft, phrases: Phrases[str], kind: str) -> None:
    for found in draft.find(phrases):
        if draft.free(found.first, found.last) and not (
            (kind == "colour" and _no_colour(draft, found.first)) or (kind == "category" and _no_thing(draft, found))
        ):
            draft.add(kind, found.value, found.first, found.last)


def _no_colour(draft: Draft, place: int) -> bool:
    """As in "ich weiß nicht", in what is called so, in a title: "green tea", and in a name: "Oliver"."""
    word = draft.words[place]
    named = word.key in names.people() and draft.raw[word.start].isupper() and not draft.raw.isupper()
    if named or any(each.first <= place < each.last for each in draft.find(_NO_COLOUR)):
        return True
    words = [word.key for word in draft.words[max(0, place - 1) : place + 2]]
    at = min(place, 1)
    knows = words[at] == "weiss" and (
        words[0] in _KNOWS or (len(words) > at + 1 and words[at + 1] in {"ich", "nicht", "wer"})
    )
    return knows or any(draft.shop.titles.pair(left, right) for left, right in pairwise(words))


def _no_thing(draft: Draft, found: Found[str]) -> bool:
    """As in "book a class": a verb; as in "not home", "lamp for outdoors": a whole department is hardly ever meant by the way."""
    before = draft.words[found.first - 1].key if found.first else ""
    if draft.words[found.first].key in _VERBS and found.last == found.first + 1:
        return before not in _DETERMINERS and not (found.first and draft.masks[found.first - 1])
    return " > " not in found.value and before in _BY_THE_WAY


def _sizes(draft: Draft) -> None:
    """Sizes that look like anything else (one letter, a bare number) need a word or a place that expects a size."""
    for found in draft.find(draft.shop.sizes):
        word = draft.words[found.first]
        if not draft.free(found.first, found.last):
            continue
        single = found.last - found.first == 1
        if single and word.key.isdigit():
            told = _cued(draft, found.first) or _numbered(draft, found.first)
            told = told and not _halved(draft, found.last)
        else:
            told = not (single and len(word.key) == 1) or _cued(draft, found.first) or _capital(draft, word)
        if told:
            draft.add("size", found.value, found.first, found.last)
    if draft.digits or draft.counted or not draft.keys.isdisjoint(_NAMES):
        for place in range(len(draft.words)):
            if draft.free(place, place + 1):
                _ = _spelled(draft, place) or _named(draft, place) or _measured(draft, place)


def _halved(draft: Draft, place: int) -> bool:
    """As in "42,5": half a size more than the shop's."""
    return _decimal(draft, place) and draft.words[place + 1].key == "5"


def _decimal(draft: Draft, place: int) -> bool:
    """Whether a mark stands here between the figures of one number: "1,5"."""
    words = draft.words[max(0, place - 1) : place + 2]
    glued = len(words) > 2 and words[0].end == words[1].start and words[1].end == words[2].start
    return glued and words[1].key in {",", "."} and words[0].key.isdigit() and words[2].key.isdigit()


def _cued(draft: Draft, place: int) -> bool:
    return draft.question in ASKED or _before(draft, place) in _CUES


def _before(draft: Draft, place: int) -> str:
    """The word before, a dot left out: "gr. 44"."""
    before = [word.key for word in draft.words[max(0, place - 2) : place] if word.key != "."]
    return before[-1] if before else ""


def _capital(draft: Draft, word: Word) -> bool:
    alone = len(draft.words) == 1
    return word.key in _CLOTHES and draft.raw[word.start : word.end].isupper() and (alone or not draft.raw.isupper())


def _numbered(draft: Draft, place: int) -> bool:
    """A bare number that is one of the shop's sizes: after a thing or a comma, before nothing that it could count."""
    words = draft.words
    before = words[place - 1].key if place else ""
    after = words[place + 1].key if place + 1 < len(words) else ""
    big = int(words[place].key[:6]) >= SMALLEST and draft.question != "quantity"
    counts = after in draft.shop.own_words or after in _UNITS | _COUNTERS
    return big and not counts and (before in _WEARS or _thing(draft, place - 1))


def _thing(draft: Draft, place: int) -> bool:
    """Whether a thing stands here, or a comma after one."""
    comma = place > 0 and draft.words[place].key == ","
    return place >= 0 and draft.masks[place - comma] in {"category", "product", "colour"} | ({""} if comma else set())


def _spelled(draft: Draft, place: int) -> bool:
    """As in "one one six": figures said one by one that are one of the shop's sizes."""
    spelled = numbers.spelled_at(draft.words, place)
    size = draft.shop.sizes.get(spelled.value) if spelled else None
    if spelled and size:
        draft.add("size", size, spelled.first, spelled.last)
    return size is not None


def _named(draft: Draft, place: int) -> bool:
    """As in "Größe 46": a size that the shop does not have is one, too."""
    key, before = draft.words[place].key, _before(draft, place)
    told = (before in _NAMES and (key.isdigit() or key in _CLOTHES)) or (before == "in" and _worn(draft, place))
    if told:
        draft.add("size", key.upper(), place, place + 1)
    return told


def _worn(draft: Draft, place: int) -> bool:
    """As in "habt ihr die in 43?", "in 46 please": what clothes and shoes are sold in, and nothing that it could count."""
    key = draft.words[place].key
    following = draft.words[place + 1].key if place + 1 < len(draft.words) else ""
    ends = not following.isalnum() or following in _AFTER_SIZE
    return key.isdigit() and len(key) == WORN_DIGITS and int(key) >= SMALLEST and ends


def _measured(draft: Draft, place: int) -> bool:
    """As in "30 cm", "0,5 Liter": a measure that is none of the shop's sizes; "Preis pro 100 g" is none."""
    words = draft.words
    key = words[place].key
    if not key.isdigit() or len(key) > MOST_DIGITS or _decimal(draft, place - 1):
        return False
    last = place + 1 + 2 * _decimal(draft, place + 1)
    unit = _MEASURES.get(words[last].key) if last < len(words) else None
    before = words[place - 1].key if place else ""
    begun = place - (before == ".")  # "max. 30 cm"
    if not unit or before in _RATES or any(limit.last == begun for limit in draft.find(_LIMITS)):
        return False
    figures = "".join(word.key for word in words[place:last]).replace(",", ".")
    draft.add("size", f"{figures} {unit}", place, last + 1)
    return True


def _compounds(draft: Draft) -> None:
    """As in "Teebecher" is a kind of "Becher"."""
    shop = draft.shop
    for place, word in enumerate(draft.words):
        if draft.masks[place] or word.key in _UNITS:
            continue
        whole = shop.tails.get(word.key) if word.key not in shop.ordinary else None
        parts = (shop.heads.get(word.key[cut:]) for cut in range(SHORTEST_HEAD, len(word.key) - SHORTEST_TAIL + 1))
        kind = whole or next(filter(None, parts), None)
        if kind:
            draft.add("category", kind, place, place + 1, score=COMPOUND)
