"""Two or more things side by side, and which of them is the lighter, the bigger or the cheaper one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.measures import comparison, meant
from bot.references import lines_pointed, products_named
from bot.reply import Button, Reply, Said
from bot.skills.search.finding import hit_of, item, line, remember
from bot.skills.search.skill import skill
from bot.turn import Turn
from catalog.catalog import Query
from catalog.model import Variant

#: So many things can be looked at side by side.
MOST_COMPARED = 5
#: The superlative of each comparative: of several things one is the lightest.
_BEST = {"less": "least", "more": "most"}


@skill.intent("compare")
def compare(turn: Turn) -> Reply:
    """Set things side by side: those that were named or pointed at, else those listed last."""
    variants = _meant(turn)[:MOST_COMPARED]
    if len(variants) < 2:
        return Reply(text=turn.say("search-compare-what"))
    entries = [item(turn, hit_of(turn, variant), position, Query()) for position, variant in enumerate(variants, 1)]
    remember(turn, entries)
    said = [part for entry, v in zip(entries, variants, strict=True) for part in (line(turn, entry), *_facts(turn, v))]
    buttons = [_details(turn, variant, entry.position) for variant, entry in zip(variants, entries, strict=True)]
    lines = [*_best(turn, variants), *said, turn.say("search-prices-note")]
    return Reply(text=Said.join(lines), items=tuple(entries), buttons=tuple(buttons))


def _meant(turn: Turn) -> list[Variant]:
    """The things to compare, each once."""
    entities = turn.request.entities if turn.request else ()
    skus = [line["sku"] for line in lines_pointed(turn, entities)]
    skus += [product.variants[0].sku for product in products_named(turn, entities)]
    if len(skus) < 2:
        skus = [line["sku"] for line in turn.conversation.listing]
    return [variant for variant in map(turn.catalog.variant, dict.fromkeys(skus)) if variant]


def _facts(turn: Turn, variant: Variant) -> Iterator[Said]:
    """What the shop tells of a thing."""
    for each in variant.attributes:
        yield turn.say("search-attribute", name=each.name[turn.language], value=each.value[turn.language])
    if variant.material:
        yield turn.say("search-attribute-material", value=variant.material[turn.language])


def _best(turn: Turn, variants: Sequence[Variant]) -> list[Said]:
    """Which of them is meant by the comparison, if one is: "it" is that one then; that nobody can tell, if none is."""
    said = comparison(turn.request.entities) if turn.request else None
    if said is None:
        return []
    by, order = said[0], _BEST.get(said[1], said[1])
    found = meant(variants, by, order, now=turn.now)
    if len(found) != 1:
        return [turn.say("search-compare-alike")]
    turn.look_at(found[0].sku, found[0].product)
    return [turn.say("search-compare-best", title=found[0].title[turn.language], what=f"{by}-{order}")]


def _details(turn: Turn, variant: Variant, position: int) -> Button:
    label = turn.say("search-button-details-position", position=position)
    return Button(
        label=label, intent="search.details", role=f"choose:{variant.product}", values={"product": variant.product}
    )
