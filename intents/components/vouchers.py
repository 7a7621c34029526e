"""Voucher codes: a code after the word for it, or a word in capitals that holds digits."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from intents.draft import draft_of
from intents.lexicon import lexicon

_CODE = re.compile(
    r"(?<!\w)(?!\d+(?:st|nd|rd|th)\b)(?=[A-Za-z0-9-]*\d)(?=[A-Za-z0-9-]*[A-Za-z])[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*(?!\w)"
)
_CAPITALS = re.compile(r"(?<!\w)[A-Z][A-Z0-9]{3,}(?:-[A-Z0-9]+)*(?!\w)")
FEWEST, LONG = 4, 6  # letters of a code
_CUE = lexicon().keys("voucher")
_USE = lexicon().keys("voucher_verbs")
NEAR = 4  # words between the cue and the code


@Language.component("tresen_vouchers")
def vouchers(doc: Doc) -> Doc:
    """In capitals, as vouchers.csv holds them."""
    draft = draft_of(doc)
    cued = [place for place, word in enumerate(draft.words) if word.key in _CUE]
    shouting = draft.raw.isupper()
    spans = {match.span() for match in _CODE.finditer(draft.raw)} if draft.digits else set()
    used = cued or any(word.key in _USE for word in draft.words)
    if used and not shouting:
        spans |= {match.span() for match in _CAPITALS.finditer(draft.raw)}
    for start, end in sorted(spans):
        first, last = draft.inside(start, end)
        code = draft.raw[start:end]
        near = any(0 < first - place <= NEAR or 0 < place - last + 1 <= 2 for place in cued)
        if len(code) >= FEWEST and draft.free(first, last) and (near or _obvious(code) or (cued and _mixed(code))):
            draft.add("voucher", code.upper(), first, last)
    return doc


def _obvious(code: str) -> bool:
    """As in "WELCOME10", "FREESHIP": capitals, long enough to be no size."""
    return len(code) > FEWEST and code.isupper() and code[:3].isalpha()


def _mixed(code: str) -> bool:
    """As in "XK93PLM": a code beside a word for vouchers, wherever that stands."""
    return len(code) >= LONG and code.isupper() and sum(map(str.isalpha, code)) > 1 and sum(map(str.isdigit, code)) > 1
