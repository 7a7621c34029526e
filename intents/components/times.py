"""Times of the day: on the clock ("18 Uhr", "6pm"), in words ("halb sechs", "quarter past five"), and parts of the day."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from intents import numbers
from intents.draft import Draft, draft_of
from intents.lexicon import lexicon
from intents.words import Word

_PARTS = lexicon().phrases("times")
_LENGTHS = lexicon().numbers("hours")
_AT, _EXACTLY, _HOUR, _HALF, _QUARTER, _THREE, _PAST, _TO, _EARLY, _OPENING = (
    lexicon().keys("clock", kind)
    for kind in ("at", "exactly", "hour", "half", "quarter", "three_quarters", "past", "to", "before_noon", "opening")
)
_ONE = lexicon().keys("articles")
_RATHER = lexicon().keys("clock", "rather")
_JOINS = lexicon().phrases("clock", "joins")
_STOPS = (
    lexicon().keys("clock", "stops")
    | lexicon().keys("polite")
    | lexicon().keys("conjunctions")
    | lexicon().keys("places", "cue")
    | {"for", "fuer", "mit", "with"}
)
_CLOCK = re.compile(
    r"(?<![\d.,:/€$£])(\d{1,2})(?:[:.](\d{2}))?\s?(uhr|h\b|hrs\b|ish\b|a\.?m\b|p\.?m\b|o'?clock)(?:\s?([0-5]\d)(?!\d))?"
    r"|(?<![\d.,:/])(\d{1,2}):(\d{2})(?![\d:])"
)
_BEFORE_PART = frozenset({"am", "gegen", "um", "in", "at", "around", "by", "jeden", "ab", "bis", "this", "every"})
_ALWAYS = frozenset({"noon", "midday", "midnight", "mitternacht"})
_DASHES = frozenset({"-", "–", "bis", "und", "to", "and", "till"})
HOURS, MINUTES, NOON, EARLIEST = 24, 60, 12, 7


class Told(NamedTuple):
    """Words `first` to `last` (half open) tell a time."""

    first: int
    last: int
    hour: int
    minute: int
    exact: bool = False  # on the clock of 24 hours, or with a part of the day


@Language.component("tresen_times")
def times(doc: Doc) -> Doc:
    """time: as "HH:MM"; hours before seven are those of the afternoon unless it is said otherwise."""
    draft = draft_of(doc)
    if draft.digits:
        _figures(draft)
    place = 0
    for start in _beginnings(draft):
        if start >= place and draft.free(start, start + 1):
            place = _worded(draft, start)
    if "time" in draft.masks:
        _beside(draft)
    return doc


def _beside(draft: Draft) -> None:
    """As in "3pm instead of 2", "um 3 oder 4", "4 statt um 15 uhr": a bare hour next to a time."""
    words = draft.words
    for place in draft.counted:
        hour = _hour(words, place) if draft.free(place, place + 1) else None
        if not hour or not hour[0] or _counted(draft, hour[1]):
            continue
        before = _JOINS.ending_at(words, place, 3)
        after = _JOINS.at(words, hour[1]) if hour[1] < len(words) else None
        earlier = before is not None and before.first > 0 and draft.masks[before.first - 1] == "time"
        later = after is not None and draft.masks[after.last : after.last + 1] == ["time"]
        if earlier or later or _key(words, place - 1) in _RATHER:
            _add(draft, Told(place, hour[1], hour[0], 0))


def _beginnings(draft: Draft) -> list[int]:
    counted = [n for n in draft.counted if len(draft.words[n].key) <= 2 or not draft.words[n].key[0].isdigit()]
    if draft.keys.isdisjoint(_BEGINNINGS):
        return counted
    return [n for n, word in enumerate(draft.words) if n in counted or word.key in _BEGINNINGS]


def _figures(draft: Draft) -> None:
    for match in _CLOCK.finditer(draft.flat):
        hour, minute, mark, after, plain_hour, plain_minute = match.groups()
        first, last = draft.inside(*match.span())
        half = (mark or "").replace(".", "")
        hours = (
            int(hour or plain_hour) % NOON + NOON * (half == "pm") if half in {"am", "pm"} else int(hour or plain_hour)
        )
        exact = half in {"am", "pm"} or (hour or plain_hour)[0] == "0"
        told = Told(first, last, hours, int(minute or after or plain_minute or 0), exact)
        if draft.free(first, last) and _add(draft, told):
            _from(draft, first)


def _from(draft: Draft, first: int) -> None:
    """The earlier one of two, as in "10-12 Uhr", "von 9 bis 11 Uhr"."""
    words = draft.words
    moved = words[first - 1].key == "auf" and _key(words, first - 3) == "von"  # "von 10 auf 14 uhr"
    if first > 1 and (moved or words[first - 1].key in _DASHES) and draft.free(first - 2, first):
        hour = _hour(words, first - 2)
        if hour:
            _add(draft, Told(first - 2, first - 1, hour[0], 0))


def _add(draft: Draft, told: Told) -> bool:
    if told.hour > HOURS or told.minute >= MINUTES:
        return False
    early = any(word.key in _EARLY for word in draft.words)
    later = NOON if 0 < told.hour < EARLIEST and not told.exact and not early else 0
    draft.add("time", f"{(told.hour + later) % HOURS:02}:{told.minute:02}", told.first, told.last)
    return True


def _worded(draft: Draft, place: int) -> int:
    for rule in RULES:
        told = rule(draft, place)
        if told and draft.free(told.first, told.last) and _add(draft, told):
            return told.last
    return _part(draft, place)


def _key(words: Sequence[Word], place: int) -> str:
    return words[place].key if 0 <= place < len(words) else ""


def _hour(words: Sequence[Word], place: int) -> tuple[int, int] | None:
    """An hour in figures or words, and where it ends."""
    key = _key(words, place)
    if key.isascii() and key.isdigit():
        return (int(key), place + 1) if len(key) <= 2 and int(key) <= HOURS else None
    if key in _ONE:
        return (1, place + 1) if _key(words, place + 1) in _HOUR else None
    found = numbers.whole_at(words, place)
    return (found.value, found.last) if found and 0 < found.value <= HOURS else None


def _with_half(draft: Draft, place: int) -> Told | None:
    """As in "halb sechs", "half past five", "half five"."""
    words = draft.words
    if words[place].key not in _HALF:
        return None
    past = _key(words, place + 1) in _PAST
    hour = _hour(words, place + 1 + past)
    if hour is None or not 0 < hour[0] <= NOON or numbers.number_at(words, place):
        return None
    german = words[place].key == "halb"
    return Told(place, _clock_word(words, hour[1]), (hour[0] - german) % NOON or NOON, 30)


def _with_quarter(draft: Draft, place: int) -> Told | None:
    """As in "Viertel nach acht", "quarter to nine", "dreiviertel acht"."""
    words = draft.words
    if words[place].key in _THREE or words[place].key in _QUARTER:
        between = _key(words, place + 1)
        hour = _hour(words, place + 1 + (between in _PAST | _TO))
        if hour is None or not 0 < hour[0] <= HOURS:
            return None
        three = words[place].key in _THREE
        minute = -15 if three or between in _TO else 15 if between in _PAST else -45
        total = hour[0] * MINUTES + minute
        return Told(place, _clock_word(words, hour[1]), total // MINUTES, total % MINUTES)
    return None


def _with_minutes(draft: Draft, place: int) -> Told | None:
    """As in "zehn nach acht", "twenty to six"; minutes count from an "at", or from the beginning."""
    words = draft.words
    if place and words[place - 1].key not in _EXACTLY:
        return None
    minutes = _hour(words, place)
    between = _key(words, minutes[1]) if minutes else ""
    hour = _hour(words, minutes[1] + 1) if minutes and between in _PAST | _TO else None
    if not minutes or not hour or minutes[0] % 5 or hour[0] > NOON or _counted(draft, hour[1]):
        return None
    total = hour[0] * MINUTES + (minutes[0] if between in _PAST else -minutes[0])
    return Told(place, hour[1], total // MINUTES, total % MINUTES)


def _with_hour_word(draft: Draft, place: int) -> Told | None:
    """As in "acht Uhr", "acht Uhr dreißig", "five o'clock"."""
    words = draft.words
    hour = _hour(words, place)
    if not hour or _key(words, hour[1]) not in _HOUR:
        return None
    minute = numbers.whole_at(words, hour[1] + 1)
    told = minute if minute and minute.value < MINUTES else None
    return Told(place, told.last if told else hour[1] + 1, hour[0], told.value if told else 0)


def _bare(draft: Draft, place: int) -> Told | None:
    """As in "um drei", "at 5"; after other words only where it is about being open or about a day."""
    words = draft.words
    before = _key(words, place - 1)
    sure = before in _EXACTLY or (before in _AT and speaks_of_hours(draft))
    hour = _hour(words, place) if sure else None
    return Told(place, hour[1], hour[0], 0) if hour and hour[0] and not _counted(draft, hour[1]) else None


def speaks_of_hours(draft: Draft) -> bool:
    """Whether a bare number may well be an hour: the message is about being open, an appointment, a day."""
    return "date" in draft.masks or any(word.key in _OPENING for word in draft.words)


def _counted(draft: Draft, place: int) -> bool:
    """Whether something follows that a number may count."""
    key, mask = _key(draft.words, place), draft.masks[place : place + 1]
    if mask in (["date"], ["time"]):
        return False
    return mask not in ([], [""]) or (
        (key.isalpha() and key not in _STOPS | _OPENING | {"rum", "herum"} and not numbers.begins(key))
        or key in {"€", "$", "£", "%"}
    )


def _in_a_while(draft: Draft, place: int) -> Told | None:
    """As in "in zwei Stunden", "in half an hour"."""
    words = draft.words
    if words[place].key != "in" or draft.now is None:
        return None
    amount = numbers.number_at(words, place + 1)
    key = _key(words, place + 1)
    figure = int(key) if key.isascii() and key.isdigit() and len(key) < 4 else 1 if key in _ONE | {"einer"} else 0
    value, last = (amount.value, amount.last) if amount else (figure, place + 2)
    unit = _LENGTHS.get(_key(words, last))
    if not unit or not value:
        return None
    then = (draft.now + timedelta(minutes=value * unit)).astimezone(draft.zone)
    return Told(place, last + 1, then.hour, then.minute, exact=True)


def _clock_word(words: Sequence[Word], place: int) -> int:
    return place + (_key(words, place) in _HOUR)


def _part(draft: Draft, place: int) -> int:
    """As in "morgen Abend", "am Vormittag", "nachmittags", "noon"; "good evening" is none."""
    words = draft.words
    key, before = words[place].key, _key(words, place - 1)
    found = _PARTS.at(words, place)
    value = found.value if found else "08:00" if key == "morgen" else ""
    last = found.last if found else place + 1
    adverb = key.endswith("s") or key in _ALWAYS or last > place + 1
    said = adverb or before in _BEFORE_PART or (place > 0 and draft.masks[place - 1] in {"date", "time"})
    if not value or not said or not draft.free(place, last):
        return place + 1
    draft.add("time", value, place, last)
    return last


_BEGINNINGS = frozenset({"in", "morgen"}) | _HALF | _QUARTER | _THREE | _PARTS.begun | _ONE
RULES: tuple[Callable[[Draft, int], Told | None], ...] = (
    _with_half, _with_quarter, _with_minutes, _with_hour_word, _in_a_while, _bare,
)  # fmt: skip
