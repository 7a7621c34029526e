"""Sizes by their form: "155x220", "36 Länge 34", "34 long", "24er Pfanne", "in a 12", "39 statt 38"."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from intents.draft import Draft, draft_of
from intents.lexicon import around, lexicon
from intents.topic import filler

_SIDE = r"\d{2,4}(?:[.,]\d)?"
_FLAT = re.compile(rf"(?<![\w.,]){_SIDE}\s?[x×]\s?{_SIDE}(?:\s?[x×]\s?{_SIDE})?(?:\s?(?:cm|mm)\b)?(?![\w])")
_LEGS = re.compile(r"(?<![\w.,])(\d{2}),?\s(?:in\s)?((?:länge|laenge|length)\s?\d{2})(?!\w)")
_LONG = re.compile(
    r"(?<![\w.,])(?:\d{2}\s(?:long|short|regular|lang|kurz)|\d{2,3}\s(?:length|drop|breit|hoch|wide))(?!\w)"
)
_ROUND = re.compile(r"(?<![\w.,])\d{2}er(?=[ -][a-zäöüß]{3})(?!.(?:jahre|schein|pack|note))")
_WORN = re.compile(
    r"(?<=\bin an )\d{1,2}(?!\w)|(?<=\bin a )\d{1,2}(?!\w)|(?<=\bin ner )\d{2}(?!\w)|(?<=\bin einer )\d{2}(?!\w)"
)
_JOINS = frozenset(
    {"not", "a", "an", "instead", "of", "statt", "anstatt", "nicht", "or", "oder", "in", "und", "and", "eher", "/"}
)
_ENDS = (
    lexicon().keys("polite") | lexicon().keys("conjunctions") | _JOINS | lexicon().keys("clauses", "question", "begin")
)
_WORDS = around().phrases("size_words")
_NO_SIZE, _ON, _CHANGE, _ORDERED, _GOT = (
    around().keys("size_cues", kind) for kind in ("is_it", "on", "exchange", "ordered", "got")
)
_POINTED = around().keys("goods", "pointed")
_TO = frozenset({"auf", "to", "zu", "for", "in"})
_LEFT = lexicon().phrases("sizes", "left")
_CURRENCY = lexicon().keys("currencies")
_INSTEAD = frozenset({"nicht", "statt", "anstatt", "not"})
_IS = frozenset({"is", "are", "ist", "sind", "noch", "schon"})
_HALF = re.compile(r"(?<![\w.,])\d{1,2}[.,]5(?![\w€$£]|[.,]\d|\s?(?:%|€|k?g\b|[mcd]?[lm]\b|liter|kilo))")
WORN_DIGITS, WORN = 2, range(30, 61)
MOST_DIGITS = 3
ASKED = frozenset({"variant", "size"})  # questions that a size answers
NEAR = 4  # words between two sizes


@Language.component("tresen_sizes")
def sizes(doc: Doc) -> Doc:
    """size: as the shop writes it, else as it is said, without blanks."""
    draft = draft_of(doc)
    if not draft.digits:
        return doc
    for pattern in (_FLAT, _LEGS, _LONG, _ROUND):
        for match in pattern.finditer(draft.flat):
            for group in range(min(1, pattern.groups), pattern.groups + 1):
                _add(draft, *match.span(group))
    for match in _WORN.finditer(draft.flat):
        if _ends(draft, match.end()):
            _add(draft, *match.span())
    return doc


@Language.component("tresen_more_sizes")
def more_sizes(doc: Doc) -> Doc:
    """A number beside a size, as in "in 39 statt 38", "in a 12 or a 14"; one that is no count, as in "38 schon weg?"."""
    draft = draft_of(doc)
    for found in draft.find(_WORDS) if len(draft.shop.sizes) else ():  # where nothing has a size nobody asks for one
        if draft.free(found.first, found.last) and _alone(draft, found.first, found.last):
            value = draft.shop.sizes.get(found.value.casefold()) or found.value
            draft.add("size", value, found.first, found.last, mask="")
    if draft.digits and draft.question != "quantity":
        _missed(draft)
        _swapped(draft)
        _halves(draft)
        _told(draft)
    if "size" in draft.masks:
        _joined(draft)
    return doc


def _worn(draft: Draft, place: int) -> bool:
    """Whether a number that is free is one in which clothes and shoes are sold."""
    key = draft.words[place].key
    return draft.free(place, place + 1) and key.isdigit() and len(key) == WORN_DIGITS and int(key) in WORN


def _missed(draft: Draft) -> None:
    """As in "38 schon weg?", "when 42 is back in": who asks for so few has named their size."""
    for found in draft.find(_LEFT):
        place = found.first - 1
        place -= place > 0 and draft.words[place].key in _IS
        if place >= 0 and _worn(draft, place) and not draft.masks[place]:
            _add(draft, draft.words[place].start, draft.words[place].end)


def _swapped(draft: Draft) -> None:
    """As in "ich meinte 36 nicht 38": one size in place of another."""
    for place in draft.counted:
        first, last = draft.words[place : place + 1], draft.words[place + 2 : place + 3]
        both = bool(last) and draft.words[place + 1].key in _INSTEAD and _worn(draft, place) and _worn(draft, place + 2)
        if both and _ends(draft, last[0].end):
            _add(draft, first[0].start, first[0].end)
            _add(draft, last[0].start, last[0].end)


def _alone(draft: Draft, first: int, last: int) -> bool:
    """Whether a word like "medium" stands for a size: "in medium please", not "a large order", "is it large?"."""
    before = draft.words[first - 1].key if first else ""
    after = draft.words[last].key if last < len(draft.words) else ""
    sure = any(map(str.isdigit, draft.words[first].key)) or draft.words[first].key.startswith("x")
    return sure or (before not in _NO_SIZE and (not after.isalpha() or after in filler() - _POINTED))


def _told(draft: Draft) -> None:
    """A number of shoes or clothes by the words around it: "trägt 42", "auf 44 ändern", "38 bestellt aber 40 bekommen", "gloves in 9"; or the answer to "which one?"."""
    words = draft.words
    changed, mixed = (
        not draft.keys.isdisjoint(_CHANGE),
        not (draft.keys.isdisjoint(_ORDERED) or draft.keys.isdisjoint(_GOT)),
    )
    worn = [place for place in draft.counted if _worn(draft, place)]
    for place in draft.counted:
        if not draft.free(place, place + 1) or not words[place].key.isdigit() or len(words[place].key) > MOST_DIGITS:
            continue
        before = words[place - 1].key if place else ""
        told = place in worn and (before in _ON or (changed and before in _TO) or (mixed and len(worn) > 1))
        told = told or (
            before == "in"
            and place > 1
            and draft.masks[place - 2] in {"category", "product"}
            and _ends(draft, words[place].end)
        )
        if told or (draft.question in ASKED and _only(draft, place)):
            _add(draft, words[place].start, words[place].end)


def _only(draft: Draft, place: int) -> bool:
    """Whether a number is all that is said, but for "please" and the like."""
    return all(
        number == place or not word.key.isalnum() or word.key in _ENDS for number, word in enumerate(draft.words)
    )


def _halves(draft: Draft) -> None:
    """As in "trail runners 7.5", "die Stiefel 42,5": half a size behind a thing."""
    for match in _HALF.finditer(draft.flat):
        first, _ = draft.inside(*match.span())
        if first and draft.masks[first - 1] in {"category", "product"}:
            _add(draft, *match.span())


def _add(draft: Draft, start: int, end: int) -> None:
    first, last = draft.inside(start, end)
    paid = last < len(draft.words) and draft.words[last].key in _CURRENCY
    if draft.free(first, last) and not paid:
        said = draft.flat[start:end]
        own = draft.shop.sizes.at(draft.words, first)
        value = own.value if own and own.last == last else re.sub(r"\s*×\s*|(?<=\d)\s*x\s*(?=\d)", "x", said)
        draft.add("size", value, first, last, span=(start, end))


def _ends(draft: Draft, end: int) -> bool:
    """Whether nothing follows that could be counted."""
    following = next((word.key for word in draft.words if word.start >= end), "")
    return not following.isalnum() or following in _ENDS


def _joined(draft: Draft) -> None:
    for place in draft.counted:
        word = draft.words[place]
        if place == 0 or not draft.free(place, place + 1) or not (word.key.isdigit() and len(word.key) == 2):
            continue
        before = place - 1
        while before > max(0, place - NEAR) and draft.words[before].key in _JOINS and not draft.masks[before]:
            before -= 1
        if before < place - 1 and draft.masks[before] == "size" and _figures(draft, before) and _ends(draft, word.end):
            _add(draft, word.start, word.end)


def _figures(draft: Draft, place: int) -> bool:
    return draft.words[place].key.isdigit()
