"""Choices that a checkout knows: delivery or pick-up, how to pay."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from intents.draft import draft_of


@Language.component("tresen_choices")
def choices(doc: Doc) -> Doc:
    """choice: `{slot: key}`; its words stay visible to the intent, for they carry meaning."""
    draft = draft_of(doc)
    for slot, phrases in draft.shop.choices.items():
        for found in draft.find(phrases):
            if draft.free(found.first, found.last):
                draft.add("choice", {slot: found.value}, found.first, found.last, mask="")
    return doc
