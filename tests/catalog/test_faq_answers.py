"""Questions are answered with the passage that answers them, with its source, or not at all."""

from __future__ import annotations

import pytest

from catalog.catalog import Catalog
from catalog.faq import Faq
from catalog.importing.texts import slug_of
from tests.catalog.conftest import Make

GERMAN = {
    "was kostet der versand?": "faq/de/versand.md#was-kostet-der-versand",
    "Versandkosten": "faq/de/versand.md#was-kostet-der-versand",
    "ist der versand kostenlos": "faq/de/versand.md#was-kostet-der-versand",
    "Wie lange dauert die Lieferung nach Österreich?": "faq/de/versand.md#wie-lange-dauert-die-lieferung",
    "liefert ihr in die Schweiz": "faq/de/versand.md#in-welche-länder-liefert-ihr",
    "kann ich im Laden abholen?": "faq/de/versand.md#kann-ich-meine-bestellung-im-laden-abholen",
    "kann ich das zurückgeben": "faq/de/rueckgabe.md#wie-kann-ich-etwas-zurückgeben",
    "kann ich das zurueckgeben": "faq/de/rueckgabe.md#wie-kann-ich-etwas-zurückgeben",
    "Umtausch": "faq/de/rueckgabe.md#wie-kann-ich-etwas-zurückgeben",
    "wer zahlt das Rückporto": "faq/de/rueckgabe.md#wer-zahlt-die-rücksendung",
    "nehmt ihr PayPal?": "faq/de/zahlung.md#wie-kann-ich-bezahlen",
    "welche Zahlungsarten gibt es": "faq/de/zahlung.md#wie-kann-ich-bezahlen",
    "gebt ihr Garantie?": "faq/de/garantie.md#gibt-es-eine-garantie",
    "Sind die Becher spülmaschinenfest?": "faq/de/garantie.md#dürfen-die-becher-in-die-spülmaschine",
    "was macht ihr mit meinen Daten?": "faq/de/datenschutz.md#was-macht-ihr-mit-meinen-daten",
    "bist du ein Mensch?": "faq/de/datenschutz.md#bist-du-ein-mensch",
    "Wer seid ihr?": "faq/de/kontor.md#wer-seid-ihr",
    "habt ihr Jobs": "faq/de/kontor.md#sucht-ihr-mitarbeiter",
    "Rückgabrecht": "faq/de/rueckgabe.md#wie-kann-ich-etwas-zurückgeben",
}
ENGLISH = {
    "how much is shipping?": "faq/en/shipping.md#how-much-is-shipping",
    "do you ship to Austria": "faq/en/shipping.md#which-countries-do-you-ship-to",
    "how long does delivery take": "faq/en/shipping.md#how-long-does-delivery-take",
    "can I return this?": "faq/en/returns.md#how-can-i-return-something",
    "retrun policy": "faq/en/returns.md#how-can-i-return-something",
    "when do I get my money back": "faq/en/returns.md#when-do-i-get-my-money-back",
    "is there a warranty?": "faq/en/warranty.md#is-there-a-warranty",
    "are the mugs dishwasher safe": "faq/en/warranty.md#are-the-mugs-dishwasher-safe",
    "how can I pay": "faq/en/payment.md#how-can-i-pay",
    "do you store my data?": "faq/en/privacy.md#what-do-you-do-with-my-data",
    "Who are you?": "faq/en/kontor.md#who-are-you",
}
NOT_ANSWERED = {
    "de": [
        "wie ist das Wetter",
        "wer ist Bundeskanzler?",
        "habt ihr rote Becher",
        "ich möchte einen Becher kaufen",
        "habt ihr Zelte unter 200 Euro",
        "wie schwer ist das Zelt",
        "wo ist mein Paket",
        "hallo",
        "",
        "?!",
        "erzähl mir einen Witz",
    ],
    "en": ["what's the weather like", "do you have red mugs", "tell me a joke", "who is the chancellor", "thanks"],
}


@pytest.mark.parametrize(("text", "source"), GERMAN.items())
def test_german_questions_are_answered_with_their_source(demo: Catalog, text: str, source: str) -> None:
    answer = demo.faq(text, language="de")
    assert answer is not None
    assert answer.source == source
    assert answer.text
    assert 0.5 <= answer.score <= 1


@pytest.mark.parametrize(("text", "source"), ENGLISH.items())
def test_english_questions_are_answered_with_their_source(demo: Catalog, text: str, source: str) -> None:
    answer = demo.faq(text, language="en")
    assert answer is not None
    assert answer.source == source


@pytest.mark.parametrize(("language", "text"), [(lang, text) for lang, texts in NOT_ANSWERED.items() for text in texts])
def test_what_the_faq_does_not_say_is_not_answered(demo: Catalog, language: str, text: str) -> None:
    assert demo.faq(text, language=language) is None


def test_every_question_of_the_demo_is_answered_by_its_own_passage(demo: Catalog) -> None:
    for language in ("de", "en"):
        for source, question in demo._db().execute("SELECT source, question FROM faq WHERE language = ?", (language,)):
            answer = demo.faq(question, language=language)
            assert answer is not None, question
            assert answer.source == source


@pytest.mark.parametrize("text", ["Bekomme ich Werbung?", "bekomme ich denn Werbung von euch", "Wer seid ihr?"])
def test_a_question_that_is_listed_is_known(demo: Catalog, text: str) -> None:
    assert demo.listed(text, language="de") is not None


@pytest.mark.parametrize("text", ["Werbung", "ich will Werbung bekommen im Laden", "Wer seid ihr denn alle?", ""])
def test_a_question_that_says_more_or_less_is_not_listed(demo: Catalog, text: str) -> None:
    assert demo.listed(text, language="de") is None


def test_a_language_without_faq_gets_the_shops_first(demo: Catalog) -> None:
    answer = demo.faq("Versandkosten", language="fr")
    assert answer is not None
    assert answer.source.startswith("faq/de/")


def test_half_of_what_a_question_weighs_must_be_found() -> None:
    faq = Faq("de", [("a", "Was kostet der Versand?", "Fünf Euro.", ""), ("b", "Gibt es Garantie?", "Ja.", "")], {})
    assert faq.answer("Versand") is not None
    assert faq.answer("Versand Drachen Einhörner Kobolde") is None


def test_a_word_that_only_stands_in_the_answer_is_not_enough() -> None:
    faq = Faq("de", [("a", "Was kostet der Versand?", "Fünf Euro mit der Möwenpost.", "")], {})
    assert faq.answer("Möwenpost") is None
    assert faq.answer("Versand Möwenpost") is not None


def test_synonyms_and_keywords_find_the_passage() -> None:
    faq = Faq(
        "de",
        [("a", "Was kostet der Versand?", "Fünf Euro.", "Porto")],
        {"lieferung": ("versand",), "liefer": ("versand",)},
    )
    assert faq.answer("Lieferung") is not None
    assert faq.answer("Porto") is not None


@pytest.mark.parametrize(
    ("heading", "slug"),
    [
        ("Wie lange?", "wie-lange"),
        ("Größe & Gewicht", "größe-gewicht"),
        ("  What's new? ", "whats-new"),
        ("A - B_C", "a-b-c"),
        ("100 % Bio!", "100-bio"),
    ],
)
def test_a_heading_becomes_the_end_of_an_address(heading: str, slug: str) -> None:
    assert slug_of(heading) == slug


def test_two_headings_of_one_name_have_two_addresses(make: Make) -> None:
    catalog = make(
        {"faq/de/a.md": "# Versand\n\n## Wie lange?\nBecher: zwei Tage.\n\n## Wie lange?\nZelte: vier.\n"}
    ).catalog()
    sources = [source for (source,) in catalog._db().execute("SELECT source FROM faq ORDER BY rowid")]
    assert sources == ["faq/de/a.md#wie-lange", "faq/de/a.md#wie-lange-1"]
    catalog.close()


def test_keywords_are_not_part_of_the_answer(make: Make) -> None:
    catalog = make({"faq/de/a.md": "# Was kostet der Versand?\nKeywords: Porto\nFünf Euro.\n\nMehr nicht.\n"}).catalog()
    answer = catalog.faq("Porto", language="de")
    assert answer is not None
    assert answer.text == "Fünf Euro.\n\nMehr nicht."
    catalog.close()
