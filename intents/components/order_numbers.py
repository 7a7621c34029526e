"""Order numbers: the shop's prefix with digits, also glued to another word, bare numbers after "order", and codes like them."""

from __future__ import annotations

import re
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from intents import names, numbers
from intents.draft import Draft, draft_of
from intents.lexicon import lexicon

FEWEST_BARE = 4
FEWEST_SAID = 3
LIKELY = 0.7
_CUE, _PAPERS, _LINKS = (lexicon().keys("order", kind) for kind in ("cue", "papers", "links"))
_VOUCHER = lexicon().keys("voucher")
_MEASURED = lexicon().keys("units") | {"euro", "euros", "€", "eur", "pounds", "$", "£"}
_FOREIGN = re.compile(r"(?<![\w-])(?:[a-z]{1,3}-?\d{4,10}|\d{2,6}-\d{4,8}|\d{4,8}-[a-z])(?![\w-])")
_POSTCODE = re.compile(rf"(?:{'|'.join(names.COUNTRIES)})-\d{{4,5}}")


@cache
def _pattern(prefix: str) -> re.Pattern[str]:
    letters = re.escape(prefix.lower())
    begin = rf"(?:(?<![a-z0-9]){letters}[-–— ]?|(?<=[a-zäöüß]{{4}}){letters})"  # not "nicht 250"
    return re.compile(rf"{begin}#?(\d{{3,12}}(?:-\d{{1,6}})?)(?!\d)")


@Language.component("tresen_order_numbers")
def order_numbers(doc: Doc) -> Doc:
    """Normalised to prefix and digits without blanks: "t 1042" is T1042."""
    draft = draft_of(doc)
    prefix = draft.shop.order_prefix
    _dictated(draft, prefix)
    if not draft.digits:
        return doc
    for match in _pattern(prefix).finditer(draft.flat):
        first, last = draft.inside(*match.span())
        start, end = match.span()
        if draft.free(first, last):
            draft.add("order_number", f"{prefix}{match.group(1)}", first, last, span=(start, end))
    _bare(draft, prefix)
    if draft.keys.isdisjoint(_VOUCHER):
        _foreign(draft)
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


def _foreign(draft: Draft) -> None:
    """As in "A-77120", "IN20394", "88-20417": numbers as other shops write theirs."""
    for match in _FOREIGN.finditer(draft.flat):
        first, last = draft.inside(*match.span())
        following = draft.words[last].key if last < len(draft.words) else ""
        posted = _POSTCODE.fullmatch(match.group()) is not None and names.towns().begins(following)
        if draft.free(first, last) and following not in _MEASURED and not posted:
            draft.add("order_number", match.group().upper(), first, last, score=LIKELY, span=match.span())


def _bare(draft: Draft, prefix: str) -> None:
    """As in "Bestellung 1042", "order no. #1042", "the invoice for 20391", "20391 invoice please"."""
    for place, word in enumerate(draft.words):
        if word.key.isdigit() and len(word.key) >= FEWEST_BARE and draft.free(place, place + 1):
            before = [other.key for other in draft.words[max(0, place - 4) : place] if other.key not in {".", "#", ":"}]
            if (before and before[-1] in _CUE) or _papers(draft, place, before):
                draft.add("order_number", f"{prefix}{word.key}", place, place + 1)


def _papers(draft: Draft, place: int, before: list[str]) -> bool:
    """Whether a number belongs to a paper, or to what is done with orders, a word or two between: "refund on 70056".

    A year or a postcode does not.
    """
    words = draft.words
    key = words[place].key
    while before and before[-1] in _LINKS:
        before = before[:-1]
    following = words[place + 1] if place + 1 < len(words) else None
    if following and following.key in _PAPERS | _CUE and not draft.shop.may_be_place(following.key):
        return True
    year = len(key) == FEWEST_BARE and key[:2] in {"19", "20"}
    goes_on = following is not None and following.key.isalpha() and names.towns().begins(following.key)
    return bool(before) and before[-1] in _PAPERS and not year and not goes_on
