"""Where orders and parcels are; news of every change is pushed once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.bot.skills.counter import Guest, Out

ADDRESS = {"name": "Mia Sand", "street": "Deichweg 4", "postcode": "20095", "city": "Hamburg", "country": "DE"}


def with_order(someone: Guest, status: str = "confirmed", **more: Any) -> str:
    """Give a shopper an order in some state; its number."""
    number = f"K-7{someone.name.removeprefix('guest-')}"
    order = {"id": number, "status": status, "lines": [{"sku": "SEIFE-TEER"}], "address": ADDRESS, **more}
    someone.given(orders=[order])
    return number


def parcel(someone: Guest, status: str, **more: Any) -> Out:
    """News of the parcel of the newest order."""
    return someone.line(shop="shipment", status=status, carrier="Möwenpost", number=f"P-{someone.name}", **more)


@pytest.mark.parametrize(("language", "text"), [("de", "wo ist mein Paket?"), ("en", "where is my parcel?")])
def test_my_parcel_is_the_order_under_way(guest: Callable[[str], Guest], language: str, text: str) -> None:
    someone = guest(language)
    number = with_order(someone)
    parcel(someone, "in_transit", eta="2026-11-27")
    out = someone.say(text)
    assert out.acts[-3:] == ["tracking-order", "tracking-parcel", "tracking-eta"]
    assert number in out.text
    assert f"P-{someone.name}" in out.text
    assert out.amounts == [420]


@pytest.mark.parametrize(("language", "text"), [("de", "wo ist die Bestellung {}?"), ("en", "where is order {}?")])
def test_an_order_is_found_by_its_number(guest: Callable[[str], Guest], language: str, text: str) -> None:
    someone = guest(language)
    number = with_order(someone, "delivered")
    out = someone.say(text.format(number))
    assert "tracking-order" in out.acts
    assert number in out.text


@pytest.mark.parametrize(("language", "text"), [("de", "wo ist die Bestellung {}?"), ("en", "where is order {}?")])
def test_a_strangers_number_is_as_unknown_as_a_made_up_one(
    guest: Callable[[str], Guest], language: str, text: str
) -> None:
    number = with_order(guest("de"))
    someone = guest(language)
    theirs, nobodys = someone.say(text.format(number)), guest(language).say(text.format("K-99999"))
    assert theirs.acts[-1] == nobodys.acts[-1] == "reject-order"
    assert theirs.text.replace(number, "") == nobodys.text.replace("K-99999", "")


def test_who_ordered_nothing_is_told_so(mia: Guest, ben: Guest) -> None:
    assert mia.say("wo ist mein Paket?").acts[-1] == "tracking-none"
    assert ben.say("where is my order?").acts[-1] == "tracking-none"


def test_several_orders_under_way_are_all_told_and_old_ones_are_not(mia: Guest) -> None:
    lines = [{"sku": "SEIFE-TEER"}]
    mia.given(
        orders=[
            {"id": "K-801", "status": "delivered", "lines": lines, "created_at": "2026-11-20T10:00:00+01:00"},
            {"id": "K-802", "status": "confirmed", "lines": lines, "created_at": "2026-11-23T10:00:00+01:00"},
            {"id": "K-803", "status": "packed", "lines": lines, "created_at": "2026-11-24T10:00:00+01:00"},
        ]
    )
    out = mia.say("was ist mit meinen Bestellungen?")
    assert [number in out.text for number in ("K-801", "K-802", "K-803")] == [False, True, True]


# News


def test_every_change_is_pushed_once_as_a_service_message(mia: Guest) -> None:
    with_order(mia)
    for status in ("label_created", "in_transit", "delayed", "out_for_delivery", "delivered"):
        first, again = parcel(mia, status), parcel(mia, status)
        assert [(reply["class"], reply["act"][0]) for reply in first.replies] == [("service", "tracking-news")]
        assert again.replies == []
    assert mia.state().order["status"] == "delivered"


def test_late_news_of_an_earlier_state_are_not_pushed(mia: Guest) -> None:
    with_order(mia)
    parcel(mia, "out_for_delivery")
    out = parcel(mia, "in_transit")
    assert (out.replies, out.order["status"]) == ([], "out_for_delivery")


def test_another_day_of_arrival_is_news(mia: Guest) -> None:
    with_order(mia)
    parcel(mia, "in_transit", eta="2026-11-27")
    assert "tracking-eta" in parcel(mia, "in_transit", eta="2026-11-28").acts


def test_news_come_in_the_shoppers_language(ben: Guest) -> None:
    with_order(ben)
    ben.say("hello")
    assert [reply["language"] for reply in parcel(ben, "in_transit").replies] == ["en"]


@pytest.mark.parametrize(
    ("language", "off", "on"),
    [
        ("de", "schick mir keine Nachrichten mehr zu meinem Paket", "halte mich über mein Paket auf dem Laufenden"),
        ("en", "turn off the notifications for my parcel", "keep me posted about my parcel"),
    ],
)
def test_news_are_switched_off_and_on(guest: Callable[[str], Guest], language: str, off: str, on: str) -> None:
    someone = guest(language)
    with_order(someone)
    parcel(someone, "label_created")
    assert someone.say(off).acts[-1] == "tracking-notify-off"
    silent = parcel(someone, "in_transit")
    assert (silent.replies, silent.order["status"]) == ([], "shipped")
    assert someone.say(on).acts[-1] == "tracking-notify-on"
    assert parcel(someone, "delivered").acts[0] == "tracking-news"


def test_of_each_parcel_the_last_news_is_told_after_a_hand_back(mia: Guest) -> None:
    number = with_order(mia)
    mia.line(shop="operator", action="take")
    for parcel_number, status in (("P-A", "in_transit"), ("P-B", "in_transit"), ("P-A", "delivered")):
        out = mia.line(shop="shipment", status=status, carrier="Möwenpost", number=f"{parcel_number}-{mia.name}")
        assert out.replies == []
    _, second, first = mia.line(shop="operator", action="release").replies
    assert [f"P-B-{mia.name}" in second["text"], "unterwegs" in second["text"]] == [True, True]
    assert [f"P-A-{mia.name}" in first["text"], "zugestellt" in first["text"]] == [True, True]
    assert number in first["text"]


def test_news_are_no_offers_and_need_no_consent(mia: Guest) -> None:
    with_order(mia)
    mia.say("Stopp")
    assert parcel(mia, "in_transit").replies[0]["class"] == "service"


def test_news_after_hours_of_silence_still_arrive(guest: Callable[[str], Guest]) -> None:
    someone = guest("de")
    with_order(someone)
    someone.line(wait="PT30H")
    assert parcel(someone, "delivered").acts[0] == "tracking-news"
