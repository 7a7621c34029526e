"""E-mail addresses and telephone numbers."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from intents.draft import draft_of

_EMAIL = re.compile(r"[a-z0-9][a-z0-9._%+-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}")
_PHONE = re.compile(r"(?<![\w.,])(?:\+|00)?\d[\d /()-]{5,20}\d(?![\w.,]\d)")
_SPOKEN = re.compile(
    r"(?<!\S)([a-z0-9._-]{1,40}) (?:at|ät|klammeraffe) ([a-z0-9-]{1,40}(?: (?:dot|punkt) [a-z0-9-]{1,20}){1,3})(?!\w)"
)
_DOT = re.compile(r" (?:dot|punkt) ")
FEWEST_DIGITS = 7


@Language.component("tresen_contacts")
def contacts(doc: Doc) -> Doc:
    """E-mails as written in lower case, telephone numbers as digits with an optional plus."""
    draft = draft_of(doc)
    if "@" in draft.flat:
        for match in _EMAIL.finditer(draft.flat):
            draft.add("email", match.group(), *draft.inside(*match.span()))
    if " dot " in draft.flat or " punkt " in draft.flat:
        for match in _SPOKEN.finditer(draft.flat):
            draft.add("email", f"{match[1]}@{_DOT.sub('.', match[2])}", *draft.inside(*match.span()))
    for match in _PHONE.finditer(draft.flat) if draft.digits else ():
        number = re.sub(r"[^\d+]", "", match.group())
        first, last = draft.inside(*match.span())
        if (
            len(number) >= FEWEST_DIGITS
            and number[:2] in {"+1", "+3", "+4", "00", *_leading()}
            and draft.free(first, last)
        ):
            draft.add("phone", number, first, last)
    return doc


def _leading() -> set[str]:
    return {f"0{digit}" for digit in range(10)}
