"""The test sentences, the words of their shop, and the sentences the skills are trained on."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from intents.parse import ProductName, Term, Vocabulary
from intents.sentences import load_sentences

ROOT = Path(__file__).parents[2]
SENTENCES = ROOT / "tests" / "sentences"
LANGUAGES = ("de", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What somebody writes, what is meant, and what is named."""

    text: str
    intents: tuple[str, ...]
    also: tuple[str, ...] = ()
    entities: dict[str, list[str]] = field(default_factory=dict)
    correction: bool | None = None


def messages(language: str) -> list[Message]:
    """The test sentences of one language."""
    rows = tomllib.loads((SENTENCES / f"{language}.toml").read_text("utf-8"))["messages"]
    return [
        Message(
            text=row["text"],
            intents=tuple(row["intents"]),
            also=tuple(row.get("also", ())),
            entities=row.get("entities", {}),
            correction=row.get("correction"),
        )
        for row in rows
    ]


def rejected(language: str) -> list[str]:
    """What must be refused."""
    found: list[str] = tomllib.loads((SENTENCES / "rejected.toml").read_text("utf-8"))[language]
    return found


def vocabulary(name: str = "vocabulary") -> Vocabulary:
    """The words of the made-up shop, or of another one."""
    table = tomllib.loads((SENTENCES / f"{name}.toml").read_text("utf-8"))

    def terms(kind: str) -> tuple[Term, ...]:
        return tuple(Term(key=key, names=tuple(names)) for key, names in table[kind].items())

    return Vocabulary(
        products=tuple(ProductName(product=key, sku=None, names=tuple(n)) for key, n in table["products"].items()),
        categories=terms("categories"),
        colours=terms("colours"),
        sizes=terms("sizes"),
        attributes=terms("attributes"),
        stores=terms("stores"),
        places=terms("places"),
        order_prefix=table["order_prefix"],
        currency=table["currency"],
    )


def training_sentences() -> dict[str, dict[str, list[str]]]:
    """The sentence files of the skills and of the dialogue."""
    found: dict[str, dict[str, list[str]]] = {}
    folders = [(path, path.name) for path in sorted((ROOT / "bot" / "skills").iterdir()) if path.is_dir()]
    for folder, name in [*folders, (ROOT / "bot" / "texts", "dialogue")]:
        for language in LANGUAGES:
            path = folder / f"{language}.toml"
            for intent, sentences in load_sentences(path).items() if path.exists() else ():
                found.setdefault(f"{name}.{intent}", {})[language] = sentences
    return found
