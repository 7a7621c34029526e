"""Finding goods, explaining them, their stock, and the shop's own questions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.bot.skills.counter import Guest

RED = "BECHER-MOEWE-ROT"


def skus(someone: Guest, text: str) -> list[str]:
    """The SKUs of the listing that a message brings."""
    return [item["sku"] for item in someone.say(text).items]


@pytest.mark.parametrize(
    ("language", "text"),
    [("de", "habt ihr rote Becher unter 20 Euro?"), ("en", "do you have red mugs under 20 euros?")],
)
def test_category_colour_and_price_limit_narrow_the_search(
    guest: Callable[[str], Guest], language: str, text: str
) -> None:
    out = guest(language).say(text)
    assert out.acts[-2:] == ["search-found", "search-prices-note"]
    assert [(item["sku"], item["price"]) for item in out.items] == [(RED, 1490)]
    assert out.amounts == [1490]


@pytest.mark.parametrize(("language", "text"), [("de", "Regenjacken in Größe M"), ("en", "rain jackets in size M")])
def test_a_size_narrows_the_search(guest: Callable[[str], Guest], language: str, text: str) -> None:
    found = skus(guest(language), text)
    assert found
    assert all(sku.endswith("-M") for sku in found)


@pytest.mark.parametrize(
    ("language", "text"), [("de", "gibt es Becher zwischen 10 und 13 Euro?"), ("en", "mugs between 10 and 13 euros")]
)
def test_a_price_may_have_two_ends(guest: Callable[[str], Guest], language: str, text: str) -> None:
    out = guest(language).say(text)
    assert out.items
    assert all(1000 <= item["price"] <= 1300 for item in out.items)


def test_a_typo_is_forgiven(mia: Guest, ben: Guest) -> None:
    assert skus(mia, "habt ihr Lakriz?")[0] == "NASCH-LAKRITZ"
    assert skus(ben, "do you have any choclate?")[0] == "NASCH-SCHOKOLADE"


@pytest.mark.parametrize(
    ("language", "text"), [("de", "habt ihr einen Rasenmäher im Sortiment?"), ("en", "do you sell aircraft carriers?")]
)
def test_what_the_shop_does_not_have_is_not_replaced_by_something_else(
    guest: Callable[[str], Guest], language: str, text: str
) -> None:
    out = guest(language).say(text)
    assert out.acts[-1] == "search-nothing"
    assert out.items == []


@pytest.mark.parametrize(
    ("language", "first", "more"), [("de", "zeig mir Becher", "zeig mir mehr"), ("en", "show me mugs", "show me more")]
)
def test_further_pages_go_on_counting_and_end(
    guest: Callable[[str], Guest], language: str, first: str, more: str
) -> None:
    someone = guest(language)
    one = someone.say(first)
    two = someone.say(more)
    assert [item["position"] for item in one.items] == [1, 2, 3, 4, 5]
    assert [item["position"] for item in two.items] == [6, 7]
    assert [line["position"] for line in two.state["listing"]] == list(range(1, 8))
    assert "more" in one.roles
    assert "more" not in two.roles
    assert someone.say(more).acts == ["search-no-more"]
    assert someone.press("more").acts == ["search-no-more"]


def test_words_that_fit_nothing_are_left_out_and_named(mia: Guest) -> None:
    out = mia.say("habt ihr karierte Becher unter 12 Euro?")
    assert "search-relaxed" in out.acts
    assert "karierte" in out.text
    assert all(item["price"] <= 1200 for item in out.items)


def test_a_place_of_an_earlier_page_still_counts(mia: Guest) -> None:
    mia.say("zeig mir Becher", "zeig mir mehr")
    out = mia.say("was kostet der zweite?")
    assert out.amounts == [1290]


def test_more_of_nothing_is_asked_back(mia: Guest) -> None:
    assert mia.say("zeig mir mehr").acts[-1] == "search-no-list"


def test_a_place_that_the_list_does_not_have_is_said(mia: Guest) -> None:
    mia.say("zeig mir Becher unter 12 Euro")
    out = mia.say("ich nehme den fünften")
    assert out.acts[-1] == "reject-position"
    assert out.cart == {}


# One product


@pytest.mark.parametrize(
    ("language", "text"),
    [("de", "erzähl mir was über den Seesack Kapitän"), ("en", "tell me more about the Captain's duffel")],
)
def test_details_show_price_description_and_buttons(guest: Callable[[str], Guest], language: str, text: str) -> None:
    out = guest(language).say(text)
    assert "search-details" in out.acts
    assert 6900 in out.amounts
    assert out.roles == ["choose:RUCK-SEESACK-DUNKELBLAU", "choose:RUCK-SEESACK-NATUR"]


@pytest.mark.parametrize(
    ("language", "text", "act", "said"),
    [
        ("de", "was kostet der Seesack Kapitän?", "search-price-of", "69,00"),
        ("en", "how much is the Anchor mug?", "search-price-of", "12.90"),
        ("de", "woraus ist die Teekanne Hinnerk?", "search-material-of", "Porzellan"),
        ("en", "what is the Seagull mug made of?", "search-material-of", "oneware"),
        ("de", "welche Größen hat die Regenjacke Luv?", "search-size-of", "XL"),
        ("de", "wie viel fasst der Becher Anker?", "search-attribute-of", "350"),
        ("de", "was ist der Grundpreis von Earl Grey Lotse?", "search-base-price", "79,00\xa0€ je 1 kg"),
        ("de", "was ist der Grundpreis vom Postkartenset Uferstedt?", "search-base-price", "0,75\xa0€ je 1 Stück"),
        ("en", "what is the unit price of the Uferstedt postcard set?", "search-base-price", "€0.75 per 1 piece."),
    ],
)
def test_a_question_about_one_thing_is_answered_from_the_shops_data(
    guest: Callable[[str], Guest], language: str, text: str, act: str, said: str
) -> None:
    out = guest(language).say(text)
    assert act in out.acts
    assert said in out.text


def test_prices_that_differ_are_told_for_each_variant(mia: Guest) -> None:
    assert mia.say("was kostet der Kaffee Kaikante?").amounts == [890, 1690]


def test_what_the_data_do_not_say_is_not_made_up(mia: Guest) -> None:
    out = mia.say("wie schwer ist die Fischermütze Jonte?")
    assert out.acts[-1] == "search-attribute-unknown"


def test_a_digital_thing_has_its_price_in_stars_and_no_button_for_the_cart(mia: Guest) -> None:
    out = mia.say("was kostet das Sticker-Paket Möwen?")
    assert out.amounts == [50]
    assert out.roles == []


# Stock


@pytest.mark.parametrize(
    ("language", "text"),
    [("de", "ist der Becher Anker in blau noch da?"), ("en", "is the Anchor mug in blue in stock?")],
)
def test_online_stock_is_counted_and_the_stores_that_have_some_are_named(
    guest: Callable[[str], Guest], language: str, text: str
) -> None:
    out = guest(language).say(text)
    assert out.acts[-2:] == ["search-stock-online", "search-stock-stores"]
    assert "20" in out.text


def test_stock_in_a_store_is_that_stores_own(mia: Guest, ben: Guest) -> None:
    here = mia.say("ist der Becher Möwe in rot im Kontor am Hafen noch da?")
    assert here.acts[-1] == "search-stock-store"
    assert "4" in here.text
    assert "search-stock-store" in ben.say("is the Seagull mug in red available at Kontor in the Station?").acts


def test_what_is_sold_out_online_is_said(mia: Guest) -> None:
    out = mia.say("ist der Grüntee Nebelbank da?")
    assert "search-stock-online" in out.acts
    assert "ausverkauft" in out.text


# The shop's own questions


@pytest.mark.parametrize(
    ("language", "text", "source"),
    [
        ("de", "was kostet der Versand?", "faq/de/versand.md"),
        ("de", "wie kann ich etwas zurückgeben?", "faq/de/rueckgabe.md"),
        ("en", "how long does delivery take?", "faq/en/shipping.md"),
        ("en", "how can I pay?", "faq/en/payment.md"),
    ],
)
def test_a_question_about_the_shop_is_answered_with_its_source(
    guest: Callable[[str], Guest], language: str, text: str, source: str
) -> None:
    out = guest(language).say(text)
    assert out.acts[-1] == "search-answer"
    assert out.replies[0]["sources"][0].startswith(source)


def test_a_question_beside_another_wish_is_answered_by_its_own_words(mia: Guest) -> None:
    out = mia.say("habt ihr rote Becher und was kostet der Versand")
    assert {"search-found", "search-answer"} <= set(out.acts)
    assert out.replies[0]["sources"][0].startswith("faq/de/versand.md")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "unter welcher Aktiennummer seid ihr an der Börse gelistet?"),
        ("en", "who is your chief executive officer?"),
    ],
)
def test_what_is_not_known_is_not_answered_and_a_person_is_offered(
    guest: Callable[[str], Guest], language: str, text: str
) -> None:
    out = guest(language).say(text)
    assert "search-answer" not in out.acts
    assert "human" in out.roles


# Watching


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "sag mir Bescheid, wenn die Friesenkekse wieder da sind"),
        ("en", "let me know when the Mudflat sou'wester is back"),
    ],
)
def test_a_watch_is_noted(guest: Callable[[str], Guest], language: str, text: str) -> None:
    out = guest(language).say(text)
    assert out.acts[-1] == "search-watch"
    assert out.state["watches"] in (["NASCH-KEKSE"], ["MUETZE-SUEDWESTER"])


def test_who_watches_hears_of_it_with_consent_only(guest: Callable[[str], Guest]) -> None:
    yes, no = guest("de"), guest("de")
    yes.say("ich möchte gern Angebote bekommen", "sag mir Bescheid, wenn der Grüntee Nebelbank wieder da ist")
    no.say("sag mir Bescheid, wenn der Grüntee Nebelbank wieder da ist")
    out = yes.line(shop="restock", sku="TEE-GRUEN", quantity=4)
    assert [(reply["to"], reply["class"]) for reply in out.replies] == [(yes.name, "offer")]
    assert yes.state().state["watches"] == []
    assert [one["reason"] for one in no.state().state["offers"]["withheld"]] == ["no_consent"]
