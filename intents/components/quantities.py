"""How many: digits, number words, "ein paar", and counts relative to now ("noch eins", "two less")."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from intents import numbers
from intents.components.uncounted import COUNTERS, DEFINITE, FAR, TAKES, counts_nothing, thing
from intents.draft import Draft, draft_of
from intents.lexicon import around, lexicon
from intents.phrases import Found

_ARTICLES = lexicon().keys("articles")
_ONES = _ARTICLES | {"eins", "eines", "one"}
_BEGINNINGS = _ONES | {"another"}
_PACKS = lexicon().phrases("counters", "pack")
_TIMES = lexicon().keys("counters", "times")
_UNITS = lexicon().keys("units") - lexicon().keys("units", "people")
_MORE_BEFORE = lexicon().phrases("plus", "before")
_MORE_AFTER = lexicon().phrases("plus", "after")
_LESS_AFTER = lexicon().phrases("minus", "after")
_NONE = lexicon().phrases("minus", "none")
_OF_THEM = lexicon().phrases("pronouns", "sure")
_BEFORE_ONE = lexicon().keys("ones", "before")
_ZERO = lexicon().keys("numbers", "0")
_OWNERS = lexicon().keys("person", "owner")  # "one of the", "one of my"
_ONLY = lexicon().keys("ones", "only")
_GO_ON = (
    lexicon().keys("polite") | lexicon().keys("conjunctions") | lexicon().keys("articles") | {"davon", "of", "from"}
)
_FIGURES = re.compile(r"\d{1,9}")
_TIMES_SIGNED = re.compile(r"x(\d{1,4})")
_ONCE = lexicon().numbers("counters_once")
_NEVER_ONCE = lexicon().keys("plus", "before") | {"auf", "nicht", "erst", "schon"}
_NO_MORE, _HAD = lexicon().keys("ones", "no_more"), lexicon().keys("ones", "had")
_ORDERED_BY = lexicon().keys("measures", "kg", "lb")
_WHY, _CREDIT = around().keys("dearer", "why"), around().keys("dearer", "credit")
_POINTS = frozenset({"which", "this", "that", "the", "these", "those", "each", "any", "every"})
_PUT_IN = frozenset({"in", "ins"})  # "tu einen in den Korb"
_INSIDE = frozenset({"in", "per", "pro", "je"})
_AFTER_ALL = frozenset({("of", "instead")})
CENTS = 2  # figures
LONGEST_COUNT = 4  # figures; more than that is no count unless it stands before goods
LIKELY = 0.7
UNSURE = 0.5  # an article: one of something, perhaps
ADDED = 0.6  # "noch eine Kerze"


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
    begun = place < len(words) and words[place].key in DEFINITE | _ARTICLES
    return any(thing(draft, place + far) for far in range(1 + 2 * begun))


def _at(draft: Draft, place: int) -> int:
    words = draft.words
    spelled = numbers.spelled_at(words, place)
    number = None if spelled else _number(draft, place)
    if number is None:
        return _masked(draft, place, spelled.last) if spelled else _article(draft, place)
    return _read(draft, number)


def _read(draft: Draft, number: Found[float]) -> int:
    words, place, last = draft.words, number.first, number.last
    measures = last < len(words) and words[last].key in _UNITS and words[place].key != "paar"
    if measures and isinstance(number.value, float) and words[last].key in _ORDERED_BY and words[place].key.isalpha():
        draft.add("quantity", number.value, place, last + 1)  # "half a kilo"
        return last + 1
    if measures or counts_nothing(draft, number):
        return _masked(draft, place, last)
    if last < len(words) and words[last].key in _TIMES:
        return _repeated(draft, number)
    if (words[place].key == "one" and not _one_counts(draft, place)) or (
        words[place].key == "eins" and _tells(draft, last)
    ):
        return last
    counter = COUNTERS.at(words, last) if last < len(words) and draft.free(last, last + 1) else None
    number = number._replace(last=counter.last if counter else last)
    return _code(draft, place) if not counter and _no_count(draft, place) else _counted(draft, number)


def _no_count(draft: Draft, place: int) -> bool:
    """Whether figures are too many to count anything: "774102 where"; what stands before goods is a count all the same."""
    key = draft.words[place].key
    return key.isdigit() and len(key) >= LONGEST_COUNT and draft.question != "quantity" and not thing(draft, place + 1)


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


def _repeated(draft: Draft, number: Found[float]) -> int:
    """As in "2 mal Becher", "zwei mal der Tee"; "zwei mal bezahlt" counts no goods, "aus den zwei mal drei" does."""
    last = number.last + 1
    named = last < len(draft.words) and draft.words[last].key in _OWNERS | DEFINITE
    if thing(draft, last + named):
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
    if following in _NO_MORE or (following == "of" and before in _HAD):
        return False  # "one when it drops", "mine is one of those"
    if following == "of":
        listed = place + 2 < len(words) and words[place + 2].key in _OWNERS
        return bool(_OF_THEM.at(words, place + 1)) or thing(draft, place + 2 + listed)
    return not before or not before.isalpha() or before in _BEFORE_ONE or thing(draft, place + 1)


def _tells(draft: Draft, place: int) -> bool:
    """As in "eins davon ist ein Geschenk": what is said of one."""
    words = draft.words
    of_them = _OF_THEM.at(words, place) if place < len(words) else None
    behind = of_them.last if of_them else place
    return behind < len(words) and words[behind].key in _NO_MORE


def _money(draft: Draft, first: int, last: int, value: float) -> bool:
    """As in "suddenly 10 more", "64,90 abgebucht", "500 credit": a number that can only be money."""
    words = draft.words
    key = words[last].key if last < len(words) else ""
    cents = last - first == 3 and len(words[last - 1].key) == CENTS  # "64,90"
    more = last < len(words) and _MORE_AFTER.at(words, last) is not None and not draft.keys.isdisjoint(_WHY)
    if not (cents or more or key in _CREDIT) or thing(draft, last) or not draft.digits:
        return False
    draft.add("amount", {"amount": round(value * 100), "currency": draft.shop.currency}, first, last)
    return True


def _add(draft: Draft, value: float, first: int, last: int) -> int:
    draft.add("quantity", value, first, last)
    return last


def _counted(draft: Draft, number: Found[float]) -> int:
    words = draft.words
    value, place, last = number.value, number.first, number.last
    paid = _money(draft, place, last, value)
    if paid or not isinstance(value, int):
        return last if paid else _add(draft, value, place, last)
    before = _MORE_BEFORE.ending_at(words, place, 2)
    after = _MORE_AFTER.at(words, last) if last < len(words) else None
    less = _LESS_AFTER.at(words, last) if last < len(words) else None
    if less and draft.free(last, less.last):
        draft.add("quantity", {"relative": -value}, place, less.last, mask="less")
        return less.last
    if after and draft.free(last, after.last) and not thing(draft, after.last):
        if _small_talk(draft, after.last - 1):
            return after.last
        draft.add("quantity", {"relative": value}, place, after.last, mask="more")
        return after.last
    if before and draft.free(before.first, place) and _ends(draft, last):
        draft.add("quantity", {"relative": value}, before.first, last, mask="more")
    elif before and value == numbers_of_some(words[place].key) and not thing(draft, last):
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
    return not thing(draft, place) and (not key.isalpha() or key in _GO_ON)


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
        return Found(place, place + 1, 0) if thing(draft, place + 1) or (asked and _ends(draft, place + 1)) else None
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
    elif (key in _ARTICLES and thing(draft, place + 1)) or (alone and thing(draft, place + 1)):
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
        counter = following < len(words) and COUNTERS.at(words, following)
        return bool(counter) or thing(draft, following) or _ends(draft, following)
    ends = _ends(draft, following) or words[following].key in _PUT_IN
    return ends and (
        draft.question == "quantity" or any(word.key in TAKES for word in words[max(0, place - FAR) : place])
    )


def _small_talk(draft: Draft, place: int) -> bool:
    """As in "one more thing", "noch ein Mal"."""
    return place + 1 < len(draft.words) and draft.words[place + 1].key in _TIMES | {
        "thing",
        "time",
        "question",
        "frage",
    }
