"""The language of one message, from the words and letters it uses."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from intents.draft import draft_of


@Language.component("tresen_language")
def language(doc: Doc) -> Doc:
    """'de' or 'en'; '' when it does not show. Names of goods and places do not count, nor do prices."""
    draft = draft_of(doc)
    if draft.model:
        keys = [word.key for word, mask in zip(draft.words, draft.masks, strict=True) if mask not in NAMES]
        draft.language = draft.model.language(keys)
    return doc


#: What is named, and prices, whose words ("under", "euros") are much the same in both languages.
NAMES = frozenset({"product", "store", "place", "size", "voucher", "email", "order_number", "price_limit", "amount"})
