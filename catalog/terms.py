"""The shop's own words for a parser: (key, names) in all languages, keys as the catalogue spells them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from catalog.catalog import Catalog
from catalog.model import Text, Variant
from catalog.words import inflected, language_data

Term = tuple[str, tuple[str, ...]]
_Forms = Callable[[str, str], Iterable[str]]
_YES_OR_NO = frozenset({"ja", "nein", "yes", "no"})
_ADJECTIVE = 5  # letters of the shortest attribute that takes endings
_AND = re.compile(r"\s+(?:&|\+|und|and)\s+|,\s*")


def colours(catalog: Catalog) -> tuple[Term, ...]:
    """Every colour with all its forms: rot, rote, roten, roter, rotes, rotem, red."""
    return _terms(catalog, ((variant.colour, True) for variant in _variants(catalog) if variant.colour), _colour_forms)


def sizes(catalog: Catalog) -> tuple[Term, ...]:
    """Every size."""
    found = dict.fromkeys(variant.size for variant in _variants(catalog) if variant.size)
    return tuple((size, (size,)) for size in found)


def categories(catalog: Catalog) -> tuple[Term, ...]:
    """Every category and those above it; a key is the path, its names are the last part's, with its synonyms."""
    names: dict[str, dict[str, None]] = {}
    for product in catalog.products():
        for key, parts in _levels(product.category, catalog.settings.languages):
            known = names.setdefault(key, {})
            for language, part in parts.items():
                known.update(dict.fromkeys(_category_names(part, catalog.synonyms(language))))
    return tuple((key, tuple(known)) for key, known in names.items())


def attribute_names(catalog: Catalog) -> tuple[Term, ...]:
    """Every attribute's name, in all languages, what is answered by a yes or a no with its endings: vegan, vegane."""
    told = [attribute for variant in _variants(catalog) for attribute in variant.attributes]
    answered = {
        name for each in told if _YES_OR_NO & set(each.value.values.values()) for name in each.name.values.values()
    }

    def forms(name: str, language: str) -> tuple[str, ...]:
        adjective = name in answered and len(name) >= _ADJECTIVE and " " not in name
        return inflected(name, language_data(language).get("colour_endings", ()) if adjective else ())

    return _terms(catalog, ((attribute.name, False) for attribute in told), forms)


def product_names(catalog: Catalog) -> tuple[tuple[str, str | None, tuple[str, ...]], ...]:
    """(product, SKU or None, names): each product by its titles, each of several variants by its own and its SKU."""
    found: list[tuple[str, str | None, tuple[str, ...]]] = []
    for product in catalog.products():
        found.append((product.id, None, _distinct(product.title.values.values())))
        for variant in product.variants:
            titles = variant.title.values.values() if len(product.variants) > 1 else ()
            found.append((product.id, variant.sku, _distinct((*titles, variant.sku))))
    return tuple(found)


def _variants(catalog: Catalog) -> Iterator[Variant]:
    return (variant for product in catalog.products() for variant in product.variants)


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def _terms(catalog: Catalog, texts: Iterable[tuple[Text, bool]], forms: _Forms) -> tuple[Term, ...]:
    """Terms of texts that may hold several values parted by `/` or `|`."""
    first = catalog.settings.languages[0]
    names: dict[str, dict[str, None]] = {}
    for text, several in texts:
        keys = _parts(text[first]) if several else [text[first]]
        for language in text.values:
            values = _parts(text[language]) if several else [text[language]]
            for key, value in zip(keys, values, strict=False):
                names.setdefault(key, {}).update(dict.fromkeys(forms(value, language)))
    return tuple((key, tuple(known)) for key, known in names.items())


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[|/]", text) if part.strip()]


def _colour_forms(colour: str, language: str) -> tuple[str, ...]:
    data = language_data(language)
    key = "colour_endings_after_a" if colour.endswith("a") else "colour_endings"
    return inflected(colour, data.get(key, ()))


def _levels(category: Text, languages: Iterable[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each level of a path: its key, and its own name by language."""
    paths = {
        language: category.values[language].split(" > ") for language in languages if category.values.get(language)
    }
    first = next(iter(paths.values()), [])
    for depth in range(len(first)):
        key = " > ".join(first[: depth + 1])
        yield key, {language: path[depth] for language, path in paths.items() if depth < len(path)}


def _category_names(part: str, synonyms: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """`Tee & Kaffee` is also Tee, and Kaffee, and what the owner calls the same."""
    yield part
    for name in dict.fromkeys((part, *_AND.split(part))):
        yield name
        yield from synonyms.get(name.lower(), ())
