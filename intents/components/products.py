"""Products named in the message; several that fit about as well stay together as one ambiguous entity."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from intents.draft import Draft, draft_of
from intents.parse import Entity
from intents.trigrams import Hit, Meant

ENOUGH = 0.35  # of a name's weight must stand in the message
CLOSE = 0.12  # names this near to the best one are kept
MOST = 5
COMPOUND = 0.8
NEAR = 2  # places from one word of a name to the next
ALIKE = 3  # letters that "mug" and "mugs" share
WITHIN = frozenset({"category", "attribute", "place", "store"})  # gives way to the name it is a part of
KINDS = frozenset({"colour", "size"})
MARKS = frozenset({
    "quantity", "number", "more", "less", "money", "date", "time", "order_number", "voucher", "email", "phone",
    "price_limit", "amount",
})  # fmt: skip


@Language.component("tresen_products")
def products(doc: Doc) -> Doc:
    """product: `[{"product", "sku", "score"}]`, best first; a full name takes over the category or colour within it."""
    draft = draft_of(doc)
    shop = draft.shop
    usable = [
        mask not in MARKS and (mask != "" or word.key in shop.names.words or word.key not in shop.unlike)
        for mask, word in zip(draft.masks, draft.words, strict=True)
    ]
    hits = [hit for hit in draft.shop.names.find(draft.words, usable) if hit.score >= ENOUGH]
    while hits:
        hits = _nearer(draft, hits, usable)
        best = hits[0]
        _mention(draft, best, hits)
        used = set(_together(best.words))
        usable = [free and place not in used for place, free in enumerate(usable)]
        if _said_again(draft, used, usable):
            hits = [hit for hit in shop.names.find(draft.words, usable) if hit.score >= ENOUGH]
        else:
            hits = [hit for hit in hits if not used & set(hit.words)]
    for kind in draft.taken({"category"}):
        if kind.score < 1:
            _compound(draft, kind)
    return doc


def _said_again(draft: Draft, used: set[int], usable: list[bool]) -> bool:
    """Whether a word of a name stands in another one, too: "the seagull mug and the anchor mug"."""
    taken = {draft.words[place].key[:ALIKE] for place in used}
    return any(free and draft.words[place].key[:ALIKE] in taken for place, free in enumerate(usable))


def _nearer(draft: Draft, hits: list[Hit], usable: list[bool]) -> list[Hit]:
    """The hits around the best one, if words of its name were found elsewhere: "two seagull mugs and one anchor mug"."""
    run = _together(hits[0].words)
    if len(run) == len(hits[0].words):
        return hits
    near = range(run[0] - NEAR, run[-1] + NEAR + 1)
    around = [free and place in near for place, free in enumerate(usable)]
    again = [hit for hit in draft.shop.names.find(draft.words, around) if hit.score >= ENOUGH]
    return again if again and set(run) & set(again[0].words) else hits


def _compound(draft: Draft, kind: Entity) -> None:
    """As in "Möwenbecher": the product "Becher Möwe", in one word."""
    (first, last), shop = draft.inside(kind.start, kind.end), draft.shop
    key = draft.words[first].key
    for cut in range(3, len(key) - 3):
        stem, head = key[:cut], key[cut:][:4]
        forms = [form for form in (stem, stem[:-1], stem[:-2]) if len(form) > 2]
        named = [titled for form in forms for titled in shop.titles.holding(form)]
        fitting = [product for product, words in named if any(word[:4] == head for word in words)]
        if fitting:
            draft.drop(kind)
            value = [{"product": one, "sku": None, "score": COMPOUND} for one in dict.fromkeys(fitting)][:MOST]
            draft.add("product", value, first, last, score=COMPOUND)
            return


def _mention(draft: Draft, best: Hit, hits: list[Hit]) -> None:
    words = _named(draft, best)
    if not words:
        return
    explained = all(draft.masks[place] for place in words)
    single = explained and len(words) == 1
    if (single and _only_a_kind(draft, words[0])) or (explained and not single and not best.whole):
        return
    first, last = words[0], words[-1] + 1
    begin, end = draft.words[first].start, draft.words[last - 1].end
    draft.entities = [
        entity
        for entity in draft.entities
        if not (begin <= entity.start and entity.end <= end and entity.type in WITHIN | KINDS)
    ]
    draft.add("product", _candidates(draft, best, hits), first, last, score=min(1.0, best.score))


def _named(draft: Draft, best: Hit) -> tuple[int, ...]:
    """The words of a name, without the colour and the size of a variant at its ends: they are told by themselves."""
    own = draft.shop.titles.of(draft.shop.names.entry(best.name))
    words = list(_together(best.words))
    while words and _beside(draft, words[-1], own):
        words.pop()
    while words and _beside(draft, words[0], own):
        words.pop(0)
    return tuple(words)


def _beside(draft: Draft, place: int, own: frozenset[str]) -> bool:
    key = draft.words[place].key
    return not key[0].isalnum() or (draft.masks[place] in KINDS and key not in own)


def _only_a_kind(draft: Draft, place: int) -> bool:
    """A word for a kind of thing says no more than the kind, unless it is a compound that stands in a name itself."""
    start = draft.words[place].start
    kinds = [entity for entity in draft.entities if entity.start == start and entity.type == "category"]
    return not kinds or kinds[0].score == 1 or draft.words[place].key in draft.shop.tails


def _together(words: tuple[int, ...]) -> tuple[int, ...]:
    """The longest run of words with at most one other word between each two; the last one among equals."""
    runs = [[words[0]]]
    for place in words[1:]:
        if place - runs[-1][-1] <= NEAR:
            runs[-1].append(place)
        else:
            runs.append([place])
    longest = max(len(run) for run in runs)
    return tuple(next(run for run in reversed(runs) if len(run) == longest))


def _candidates(draft: Draft, best: Hit, hits: list[Hit]) -> list[dict[str, object]]:
    """The names that use the same words and are about as good, one entry a product and variant."""
    near = [hit for hit in hits if hit.score >= best.score - CLOSE and set(hit.words) <= set(best.words)]
    found: dict[Meant, float] = {}
    for hit in near:
        found.setdefault(draft.shop.names.meant(hit.name), hit.score)
    ranked = sorted(found.items(), key=lambda item: -item[1])[:MOST]
    return [{"product": product, "sku": sku, "score": round(min(1.0, score), 3)} for (product, sku), score in ranked]
