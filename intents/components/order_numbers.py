"""Order numbers: the shop's prefix with digits, also glued to another word, and bare numbers after "order"."""

from __future__ import annotations

import re
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from intents import numbers
from intents.draft import Draft, draft_of
from intents.lexicon import lexicon

FEWEST_BARE = 4
FEWEST_SAID = 3
_CUE = lexicon().keys("order")


@cache
def _pattern(prefix: str) -> re.Pattern[str]:
    letters = re.escape(prefix.lower())
    return re.compile(rf"(?:(?<![a-z0-9])|(?<=[a-zäöüß]{{4}})){letters}[-–— ]?#?(\d{{3,12}}(?:-\d{{1,6}})?)(?!\d)")


@Language.component("tresen_order_numbers")
def order_numbers(doc: Doc) -> Doc:
    """Normalised to prefix and digits without blanks: "t 1042" is T1042."""
    draft = draft_of(doc)
    prefix = draft.shop.vocabulary.order_prefix
    _dictated(draft, prefix)
    if not draft.digits:
        return doc
    for match in _pattern(prefix).finditer(draft.flat):
        first, last = draft.inside(*match.span())
        start, end = match.span()
        if draft.free(first, last):
            draft.add("order_number", f"{prefix}{match.group(1)}", first, last, span=(start, end))
    _bare(draft, prefix)
    return doc


def _dictated(draft: Draft, prefix: str) -> None:
    """As in "k eintausendeins", "order k one zero four four"."""
    for place, word in enumerate(draft.words[:-1]):
        if word.key != prefix.lower() or not draft.free(place, place + 1):
            continue
        spelled = numbers.spelled_at(draft.words, place + 1)
        counted = None if spelled else numbers.whole_at(draft.words, place + 1)
        last = spelled.last if spelled else counted.last if counted else 0
        figures = spelled.value if spelled else str(counted.value) if counted else ""
        if len(figures) >= FEWEST_SAID:
            draft.add("order_number", f"{prefix}{figures}", place, last)


def _bare(draft: Draft, prefix: str) -> None:
    """As in "Bestellung 1042", "order no. #1042"."""
    for place, word in enumerate(draft.words):
        if word.key.isdigit() and len(word.key) >= FEWEST_BARE and draft.free(place, place + 1):
            before = [other.key for other in draft.words[max(0, place - 4) : place] if other.key not in {".", "#", ":"}]
            if before and before[-1] in _CUE:
                draft.add("order_number", f"{prefix}{word.key}", place, place + 1)
