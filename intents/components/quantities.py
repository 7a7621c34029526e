"""How many: digits, number words, "ein paar", and counts relative to now ("noch eins", "two less")."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from intents import names, numbers
from intents.draft import Draft, draft_of
from intents.lexicon import lexicon
from intents.phrases import Found
from intents.words import key_of

_ARTICLES = lexicon().keys("articles")
_ONES = _ARTICLES | {"eins", "eines", "one"}
_BEGINNINGS = _ONES | {"another"}
_COUNTERS = lexicon().phrases("counters", "counter", "pack")
_PACKS = lexicon().phrases("counters", "pack")
_TIMES = lexicon().keys("counters", "times")
_UNITS = lexicon().keys("units") - lexicon().keys("units", "people")
_MORE_BEFORE = lexicon().phrases("plus", "before")
_MORE_AFTER = lexicon().phrases("plus", "after")
_LESS_AFTER = lexicon().phrases("minus", "after")
_NONE = lexicon().phrases("minus", "none")
_OF_THEM = lexicon().phrases("pronouns", "sure")
_DEFINITE = lexicon().keys("pronouns", "article") | {"the"}
_BEFORE_ONE = lexicon().keys("ones", "before")
_ZERO = lexicon().keys("numbers", "0")
_OWNERS = lexicon().keys("person", "owner")  # "one of the", "one of my"
_ONLY = lexicon().keys("ones", "only")
_AGES = lexicon().keys("ones", "ages")
_GO_ON = (
    lexicon().keys("polite") | lexicon().keys("conjunctions") | lexicon().keys("articles") | {"davon", "of", "from"}
)
_FIGURES = re.compile(r"\d{1,9}")
_TIMES_SIGNED = re.compile(r"x(\d{1,4})")
_ONCE = lexicon().numbers("counters_once")
_NUMBERED = lexicon().keys("numbered")
_YOU = lexicon().keys("ones", "you")
_NEVER_ONCE = lexicon().keys("plus", "before") | {"auf", "nicht", "erst", "schon"}
_MOST = lexicon().keys(
    "comparatives", *(f"{by} {way}" for by in ("weight", "size", "length") for way in ("least", "most"))
) | lexicon().keys("cheapest")
_TAKES = lexicon().keys("ones", "takes")
_WHICH = lexicon().keys("clauses", "question")
_POINTS = frozenset({"which", "this", "that", "the", "these", "those", "each", "any", "every"})
_INSIDE = frozenset({"in", "per", "pro", "je"})
_AFTER_ALL = frozenset({("of", "instead")})
MODEL = 2  # figures of a number that may well belong to a name
LONGEST_COUNT = 4  # figures; more than that is no count unless it stands before goods
LIKELY = 0.7
UNSURE = 0.5  # an article: one of something, perhaps
ADDED = 0.6  # "noch eine Kerze"
THINGS = frozenset({"product", "category", "colour", "size"})


@Language.component("tresen_quantities")
def quantities(doc: Doc) -> Doc:
    """Numbers that are no price, date, size or measure; articles only before a thing."""
    draft = draft_of(doc)
    _nothing_more(draft)
    _so_often(draft)
    place = 0
    for start in _beginnings(draft):
        if start >= place and draft.free(start, start + 1):
            place = _at(draft, start)
    return doc


def _beginnings(draft: Draft) -> list[int]:
    beginnings = _BEGINNINGS | _ZERO
    if not draft.digits and draft.keys.isdisjoint(beginnings):
        return draft.counted
    counted = frozenset(draft.counted)
    return [n for n, word in enumerate(draft.words) if n in counted or word.key in beginnings or _signed(word.key)]


def _signed(key: str) -> bool:
    return key[0] == "x" and _TIMES_SIGNED.match(key) is not None


def _nothing_more(draft: Draft) -> None:
    """As in "keins mehr": none from now on."""
    for found in draft.find(_NONE):
        if draft.free(found.first, found.last):
            draft.add("quantity", 0, found.first, found.last, mask="less")


def _so_often(draft: Draft) -> None:
    """As in "einmal die große Dose", "zweimal Becher"; "zweimal bezahlt" counts no goods."""
    for found in draft.find(_ONCE):
        first, last = found.first, found.last
        again = first > 0 and draft.words[first - 1].key in _NEVER_ONCE
        if not again and draft.free(first, last) and (_thing_soon(draft, last) or draft.question == "quantity"):
            draft.add("quantity", found.value, first, last)


def _thing_soon(draft: Draft, place: int) -> bool:
    """Whether a thing stands here, an article and a word of how it is before it."""
    words = draft.words
    begun = place < len(words) and words[place].key in _DEFINITE | _ARTICLES
    return any(_thing(draft, place + far) for far in range(1 + 2 * begun))


def _at(draft: Draft, place: int) -> int:
    words = draft.words
    spelled = numbers.spelled_at(words, place)
    if spelled:
        return _masked(draft, place, spelled.last)
    number = _number(draft, place)
    if number is None:
        return _article(draft, place)
    last = number.last
    measures = last < len(words) and words[last].key in _UNITS and words[place].key != "paar"
    if (
        measures
        or _age(draft, place)
        or _in_a_name(draft, place, last)
        or _pointed(draft, place, last)
        or _numbers(draft, place, last)
    ):
        return _masked(draft, place, last)
    if last < len(words) and words[last].key in _TIMES:
        return _repeated(draft, number)
    if words[place].key == "one" and not _one_counts(draft, place):
        return last
    counter = _COUNTERS.at(words, last) if last < len(words) and draft.free(last, last + 1) else None
    number = number._replace(last=counter.last if counter else last)
    return _code(draft, place) if not counter and _no_count(draft, place) else _counted(draft, number)


def _no_count(draft: Draft, place: int) -> bool:
    """Whether figures are too many to count anything: "774102 where"; what stands before goods is a count all the same."""
    key = draft.words[place].key
    return key.isdigit() and len(key) >= LONGEST_COUNT and draft.question != "quantity" and not _thing(draft, place + 1)


def _code(draft: Draft, place: int) -> int:
    """The number of an order, or where somebody is asked for, a postcode."""
    key = draft.words[place].key
    if draft.question == "payment":
        return _masked(draft, place, place + 1)  # "the visa ending 4471"
    if draft.question in {"location", "address"}:
        draft.add("place", key, place, place + 1)
    else:
        draft.add("order_number", f"{draft.shop.order_prefix}{key}", place, place + 1, score=LIKELY)
    return place + 1


def _masked(draft: Draft, first: int, last: int) -> int:
    draft.masks[first:last] = ["number"] * (last - first)
    return last


def _age(draft: Draft, place: int) -> bool:
    """As in "wird fünfzig", "turns 40", "zum 80. von Oma"."""
    return (place > 0 and draft.words[place - 1].key in _AGES) or _birthday(draft, place)


def _numbers(draft: Draft, place: int, last: int) -> bool:
    """As in "Artikel 15", "2. Stock", "flat 3b", "happy 30th", "you two": a number of something, no number of things."""
    words = draft.words
    before = words[place - 1].key if place else ""
    following = words[last : last + 2]
    glued = bool(following) and following[0].start == words[last - 1].end and words[place].key.isdigit()
    letter = glued and following[0].key.isalpha() and not _COUNTERS.at(words, last)
    story = glued and following[0].key == "." and following[-1].key in _NUMBERED
    return before in _NUMBERED or (before in _YOU and not _thing(draft, last)) or letter or story


def _pointed(draft: Draft, place: int, last: int) -> bool:
    """As in "which of the two", "die drei günstigsten": how many there are, not how many are wanted."""
    words = draft.words
    before = [word.key for word in words[max(0, place - 3) : place]]
    chosen = before[-2:-1] in (["of"], ["von"]) and before[:1] != before[-2:-1] and before[0] in _WHICH
    best = last < len(words) and words[last].key in _MOST and bool(before) and before[-1] in _DEFINITE
    return chosen or (best and draft.keys.isdisjoint(_TAKES))


def _birthday(draft: Draft, place: int) -> bool:
    """As in "zum 80. von Oma": an ordinal that is no day."""
    words = draft.words[max(0, place - 1) : place + 2]
    return len(words) > 2 and words[0].key in {"zum", "zur"} and words[1].end == words[2].start and words[2].key == "."


def _in_a_name(draft: Draft, place: int, last: int) -> bool:
    """As in "the Tramp 30", "Trekker 40 or 55": a number behind a name nobody knows, and before nothing that could be counted."""
    words, key = draft.words, draft.words[place].key
    if place < 1 or not key.isdigit() or _thing(draft, last) or draft.question == "quantity":
        return False
    if len(key) < MODEL and (place < 2 or words[place - 2].key not in _DEFINITE):
        return False
    text = draft.raw[words[place - 1].start : words[place - 1].end]
    named = text[0].isupper() and text.isalpha() and not draft.raw.isupper()
    return named and key_of(text) not in draft.shop.spelling and key_of(text) not in names.things()


def _repeated(draft: Draft, number: Found[float]) -> int:
    """As in "2 mal Becher", "zwei mal der Tee"; "zwei mal bezahlt" counts no goods, "aus den zwei mal drei" does."""
    last = number.last + 1
    named = last < len(draft.words) and draft.words[last].key in _OWNERS | _DEFINITE
    if _thing(draft, last + named):
        draft.add("quantity", number.value, number.first, last)
        return last
    following = _number(draft, last) if last < len(draft.words) else None
    if following:
        return _counted(draft, number)
    return _masked(draft, number.first, last)


def _one_counts(draft: Draft, place: int) -> bool:
    """Whether "one" is a number: "add one", "one of them"; not "the blue one", "which one"."""
    words = draft.words
    before = words[place - 1].key if place else ""
    if place and draft.masks[place - 1] and draft.masks[place - 1] not in {"more", "less"}:
        return False
    following = words[place + 1].key if place + 1 < len(words) else ""
    earlier = words[place - 2].key if place > 1 else ""
    if (before, earlier) in _AFTER_ALL or (before == "the" and earlier in _ONLY and draft.question == "quantity"):
        return True
    if before in _POINTS:
        return False
    if following == "of":
        listed = place + 2 < len(words) and words[place + 2].key in _OWNERS
        return bool(_OF_THEM.at(words, place + 1)) or _thing(draft, place + 2 + listed)
    return not before or not before.isalpha() or before in _BEFORE_ONE or _thing(draft, place + 1)


def _counted(draft: Draft, number: Found[float]) -> int:
    words = draft.words
    value, place, last = number.value, number.first, number.last
    if not isinstance(value, int):
        draft.add("quantity", value, place, last)
        return last
    before = _MORE_BEFORE.ending_at(words, place, 2)
    after = _MORE_AFTER.at(words, last) if last < len(words) else None
    less = _LESS_AFTER.at(words, last) if last < len(words) else None
    if less and draft.free(last, less.last):
        draft.add("quantity", {"relative": -value}, place, less.last, mask="less")
        return less.last
    if after and draft.free(last, after.last) and not _thing(draft, after.last):
        if _small_talk(draft, after.last - 1):
            return after.last
        draft.add("quantity", {"relative": value}, place, after.last, mask="more")
        return after.last
    if before and draft.free(before.first, place) and _ends(draft, last):
        draft.add("quantity", {"relative": value}, before.first, last, mask="more")
    elif before and value == numbers_of_some(words[place].key) and not _thing(draft, last):
        return last  # "noch ein paar andere Vorschläge"
    else:
        draft.add("quantity", value, place, last)
    return last


def numbers_of_some(key: str) -> int:
    """What "ein paar" counts; -1 for any other word."""
    return 2 if key in {"ein", "nen", "n", "paar"} else -1


def _ends(draft: Draft, place: int) -> bool:
    """Whether nothing follows that could be counted."""
    if place >= len(draft.words):
        return True
    key = draft.words[place].key
    return not _thing(draft, place) and (not key.isalpha() or key in _GO_ON)


def _number(draft: Draft, place: int) -> Found[float] | None:
    words = draft.words
    key = words[place].key
    signed = _TIMES_SIGNED.fullmatch(key)
    if signed and not _goes_on(draft, place):
        return Found(place, place + 1, int(signed[1]))
    if _FIGURES.fullmatch(key) and key.isascii():
        return _fraction(draft, place) or Found(place, place + 1, int(key))
    if key in _ZERO:
        asked = place > 0 or draft.question == "quantity"
        return Found(place, place + 1, 0) if _thing(draft, place + 1) or (asked and _ends(draft, place + 1)) else None
    found = numbers.number_at(words, place)
    return found if found and draft.free(place, found.last) else None


def _goes_on(draft: Draft, place: int) -> bool:
    """Whether more is written to a word, as in a code: "X7K9P2"."""
    words = draft.words
    return place + 1 < len(words) and words[place + 1].key.isalnum() and words[place + 1].start == words[place].end


def _fraction(draft: Draft, place: int) -> Found[float] | None:
    """Figures with a mark between them: "1,5" is no whole number of pieces."""
    words = draft.words[place : place + 3]
    glued = len(words) > 2 and words[0].end == words[1].start and words[1].end == words[2].start
    if not glued or words[1].key not in {".", ","} or not _FIGURES.fullmatch(words[2].key):
        return None
    return Found(place, place + 3, float(f"{words[0].key}.{words[2].key}"))


def _article(draft: Draft, place: int) -> int:
    """As in "eine Kerze", "noch eins", "one less", "another one"; any article answers "how many?"."""
    words = draft.words
    key = words[place].key
    before = _MORE_BEFORE.ending_at(words, place, 2) if key in _ONES else None
    alone = _MORE_BEFORE.at(words, place) if key == "another" else None
    less = _LESS_AFTER.at(words, place + 1) if key in _ONES and place + 1 < len(words) else None
    after = _MORE_AFTER.at(words, place + 1) if key in _ONES and place + 1 < len(words) else None
    if less or after:
        draft.add("quantity", {"relative": -1 if less else 1}, place, place + 2, mask="less" if less else "more")
        return place + 2
    if before and draft.free(before.first, place) and _ends(draft, place + 1) and not _small_talk(draft, place):
        draft.add("quantity", {"relative": 1}, before.first, place + 1, mask="more")
    elif key in _ARTICLES and key != "an" and _counts(draft, place):
        draft.add("quantity", 1, place, place + 1)
    elif key in _ARTICLES and (pack := _pack(draft, place)):
        draft.add("quantity", 1, place, pack, score=LIKELY)
        return pack
    elif (key in _ARTICLES and _thing(draft, place + 1)) or (alone and _thing(draft, place + 1)):
        draft.add("quantity", 1, place, place + 1, score=ADDED if before else UNSURE, mask="")
    return place + 1


def _pack(draft: Draft, place: int) -> int:
    """Where a word ends that counts packs behind an article, as in "eine Packung", not "in a pack"; 0 if there is none."""
    words = draft.words
    found = _PACKS.at(words, place + 1) if place + 1 < len(words) else None
    inside = place > 0 and words[place - 1].key in _INSIDE
    return found.last if found and not inside and draft.free(place, found.last) else 0


def _counts(draft: Draft, place: int) -> bool:
    """Whether an article is a count: "einen davon", "nur einen Schal", or all there is to "how many?"."""
    words, following = draft.words, place + 1
    if following < len(words) and _OF_THEM.at(words, following):
        return True
    if any(word.key in _ONLY for word in words[max(0, place - 2) : place]):
        counter = following < len(words) and _COUNTERS.at(words, following)
        return bool(counter) or _thing(draft, following) or _ends(draft, following)
    return draft.question == "quantity" and _ends(draft, following)


def _small_talk(draft: Draft, place: int) -> bool:
    """As in "one more thing", "noch ein Mal"."""
    return place + 1 < len(draft.words) and draft.words[place + 1].key in _TIMES | {
        "thing",
        "time",
        "question",
        "frage",
    }


def _thing(draft: Draft, place: int) -> bool:
    """Whether something that can be counted stands here."""
    return place < len(draft.masks) and draft.masks[place] in THINGS
