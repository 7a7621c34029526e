"""Sizes by their form: "155x220", "36 Länge 34", "34 long", "24er Pfanne", "in a 12", "39 statt 38"."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from intents.draft import Draft, draft_of
from intents.lexicon import lexicon

_SIDE = r"\d{2,4}(?:[.,]\d)?"
_FLAT = re.compile(rf"(?<![\w.,]){_SIDE}\s?[x×]\s?{_SIDE}(?:\s?[x×]\s?{_SIDE})?(?:\s?(?:cm|mm)\b)?(?![\w])")
_LEGS = re.compile(r"(?<![\w.,])(\d{2}),?\s(?:in\s)?((?:länge|laenge|length)\s?\d{2})(?!\w)")
_LONG = re.compile(r"(?<![\w.,])\d{2}\s(?:long|short|regular|lang|kurz)(?!\w)")
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
_CURRENCY = lexicon().keys("currencies")
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
    """A number beside a size, as in "in 39 statt 38", "in a 12 or a 14"."""
    draft = draft_of(doc)
    if "size" in draft.masks:
        _joined(draft)
    return doc


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
