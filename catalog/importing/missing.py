"""What an owner should know of a folder that is without fault: texts that a language of the shop still lacks."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from catalog.importing.folder import ShopFolder
from catalog.importing.problems import Problem
from catalog.model import Text

MOST_NAMED = 5


def hints(shop: ShopFolder) -> Iterator[Problem]:
    """Each with its file and what to do; none of them keeps a folder from being imported."""
    first, *others = shop.settings.languages
    titles = {variant.sku: variant.title for product in shop.products for variant in product.variants}
    texts = {offer.id: offer.text for offer in shop.offers}
    answered = {passage.language for passage in shop.faq}
    for language in others:
        yield from _untold(f"products.{language}.csv", titles, "title", language, first)
        yield from _untold(f"offers.{language}.toml", texts, "text", language, first)
        if answered and language not in answered:
            yield Problem(
                file=f"faq/{language}/",
                what=f"answers no question in {language!r}",
                help=f"Add the questions as in faq/{first}/, {_otherwise(language)}",
            )


def _untold(file: str, texts: dict[str, Text], column: str, language: str, first: str) -> Iterator[Problem]:
    missing = [name for name, text in texts.items() if language not in text.values]
    if missing:
        yield Problem(
            file=file,
            column=column,
            value=_named(missing),
            what=f"is missing for {len(missing)} of {len(texts)} in {language!r}",
            help=f"Shoppers who speak it read {first!r} there: add them, {_otherwise(language)}",
        )


def _named(names: Collection[str]) -> str:
    some = ", ".join(list(names)[:MOST_NAMED])
    return f"{some}, ..." if len(names) > MOST_NAMED else some


def _otherwise(language: str) -> str:
    return f"or leave {language!r} out of languages in shop.toml."
