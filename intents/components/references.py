"""Words that point at something shown or chosen before: "den zweiten", "davon", "it", "the cheapest"; and orders of a list."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from intents.draft import Draft, draft_of
from intents.lexicon import lexicon

_ORDINALS = lexicon().numbers("ordinals")
_GUARD = lexicon().keys("ordinal_guard")
_PRONOUNS = lexicon().phrases("pronouns", "pronoun")
_SURE = lexicon().phrases("pronouns", "sure")
_ARTICLES = lexicon().keys("pronouns", "article")
_CHEAPEST = lexicon().phrases("cheapest")
_SORT = lexicon().phrases("sort")
_VERBS_AFTER = lexicon().keys("polite")
WEAK = 0.6


@Language.component("tresen_references")
def references(doc: Doc) -> Doc:
    """Reference and sort entities; ordinals have a step of their own."""
    draft = draft_of(doc)
    _orders(draft)
    for pronoun in _PRONOUNS.find(draft.words):
        if draft.free(pronoun.first, pronoun.last) and _points(draft, pronoun.first, pronoun.last):
            sure = _SURE.at(draft.words, pronoun.first) is not None
            draft.add(
                "reference", {"kind": "pronoun"}, pronoun.first, pronoun.last, score=1.0 if sure else WEAK, mask=""
            )
    return doc


@Language.component("tresen_ordinals")
def ordinals(doc: Doc) -> Doc:
    """reference: a place in a list, before numbers are read as counts."""
    draft = draft_of(doc)
    for found in _ORDINALS.find(draft.words):
        following = draft.words[found.last] if found.last < len(draft.words) else None
        end = draft.words[found.last - 1]
        glued = following and following.start == end.end and end.key == "." and following.key[0].isdigit()  # "1.5"
        guarded = following and (following.key in _GUARD or glued)
        if draft.free(found.first, found.last) and not guarded:
            draft.add("reference", {"kind": "ordinal", "index": found.value}, found.first, found.last)
    return doc


def _orders(draft: Draft) -> None:
    for found in _CHEAPEST.find(draft.words):
        if draft.free(found.first, found.last):
            draft.add("reference", {"kind": "cheapest"}, found.first, found.last, mask="")
    for order in _SORT.find(draft.words):
        if draft.free(order.first, order.last):
            draft.add("sort", order.value, order.first, order.last, mask="")


def _points(draft: Draft, first: int, last: int) -> bool:
    """An article before a thing is no pronoun: "den Becher", "this candle"."""
    if _SURE.at(draft.words, first) or last >= len(draft.words):
        return True
    following = draft.words[last].key
    if draft.masks[last] or not following.isalpha() or following in _VERBS_AFTER:
        return not draft.masks[last]
    return draft.words[first].key not in _ARTICLES or following in {
        "is",
        "one",
        "nehme",
        "will",
        "moechte",
        "hier",
        "da",
    }
