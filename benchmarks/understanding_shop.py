"""What the benchmark of understanding makes up: a wide catalogue, messages about it, and typing mistakes."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from intents.parse import ProductName, Vocabulary

LONG = 5  # letters from which on a word may be mistyped
_WORD = re.compile(r"[^\W\d_]+")
_ONSETS = [
    "b",
    "br",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gl",
    "h",
    "k",
    "kl",
    "kr",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "r",
    "s",
    "sch",
    "st",
    "t",
    "tr",
    "v",
    "w",
    "z",
]
_VOWELS = ["a", "e", "i", "o", "u", "ei", "au"]
_CODAS = ["", "", "l", "n", "r", "s", "t", "ck", "nd"]
_SAID = ("ich nehme zwei {}", "habt ihr {} da", "how much is the {}", "add the {} to my cart", "was kostet {}?")


def wide_vocabulary(own: Vocabulary, products: int) -> Vocabulary:
    """A shop's vocabulary with so many products that have names of three made-up words, and a number now and then."""
    dice = random.Random(5)
    words = sorted({_word(dice) for _ in range(12_000)})
    names = (
        f"{dice.choice(words)} {dice.choice(words)} {dice.choice([*words[:500], '200', '3000'])}"
        for _ in range(products)
    )
    made = tuple(ProductName(product=f"w{n}", sku=None, names=(name.title(),)) for n, name in enumerate(names))
    return replace(own, products=(*own.products, *made))


def _word(dice: random.Random) -> str:
    return "".join(
        dice.choice(_ONSETS) + dice.choice(_VOWELS) + dice.choice(_CODAS) for _ in range(dice.choice((2, 2, 3)))
    )


def with_products(texts: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """The texts, and as many again that name a product, half of them with typing mistakes."""
    dice = random.Random(6)
    named = [dice.choice(_SAID).format(dice.choice(vocabulary.products).names[0]) for _ in texts]
    return [*texts, *(mistyped(text, dice) if place % 2 else text for place, text in enumerate(named))]


def mistyped(text: str, dice: random.Random) -> str:
    """A copy in which half of the long words have one letter left out, doubled, exchanged or swapped with the next."""
    return _WORD.sub(
        lambda word: _slip(word[0], dice) if len(word[0]) >= LONG and dice.random() < 0.5 else word[0], text
    )


def _slip(word: str, dice: random.Random) -> str:
    place = dice.randrange(1, len(word) - 1)
    head, letter, tail = word[:place], word[place], word[place + 1 :]
    return dice.choice((
        head + tail, head + letter * 2 + tail, head + dice.choice("enrtsai") + tail, head + tail[0] + letter + tail[1:],
    ))  # fmt: skip
