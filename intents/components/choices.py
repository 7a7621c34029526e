"""Choices that a checkout knows: delivery or pick-up, how to pay, a voucher or none."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from intents.draft import Draft, draft_of
from intents.lexicon import lexicon
from intents.phrases import Found
from intents.words import keys_of

FAR = 9  # words: so close stand the two parts of one verb


@Language.component("tresen_choices")
def choices(doc: Doc) -> Doc:
    """choice: `{slot: key}`; its words stay visible to the intent, for they carry meaning."""
    draft = draft_of(doc)
    for slot, phrases in draft.shop.choices.items():
        for found in draft.find(phrases):
            if draft.free(found.first, found.last) or (slot not in _GENERAL and _goods_only(draft, found)):
                draft.add("choice", {slot: found.value}, found.first, found.last, mask="")
    for slot, value, first, last in _PARTED:
        place = _parted(draft, first, last) if {first, last} <= draft.keys else None
        if place is not None and not draft.taken({"choice"}):
            draft.add("choice", {slot: value}, place, place + 1, mask="")
    return doc


def _goods_only(draft: Draft, found: Found[str]) -> bool:
    """Whether words are taken as goods and nothing else: what a skill offers to choose from may be goods as well ("soda")."""
    return set(draft.masks[found.first : found.last]) <= {"", "category"}


def _parted(draft: Draft, first: str, last: str) -> int | None:
    """Where a verb in two parts ends, with what it is about between them: "hol die Lampe ab"."""
    words = draft.words
    for place in (number for number, word in enumerate(words) if word.key == first):
        for end in range(place + 1, min(place + FAR, len(words))):
            if words[end].key == last and draft.free(end, end + 1):
                return end
            if not words[end].key.isalnum():
                break
    return None


_GENERAL = lexicon().choices().keys()  # slots whose words mean goods where they read as such: "a card"
_PARTED = [(*key.split(), *keys_of(text)) for text, key in lexicon().entries("parted")]
