"""The console for programs, over the whole demo shop: what goes in and what comes out."""

import json
from typing import Any

RED_MUG = "BECHER-MOEWE-ROT"  # 14.90 EUR, 12 online


def given(**what: Any) -> dict[str, Any]:
    return {"given": what}


def acts(out: dict[str, Any]) -> list[str]:
    return [act for reply in out["replies"] for act in reply.get("act", [])]


def online(out: dict[str, Any]) -> int:
    return int(out["state"]["stock"][RED_MUG]["online"])


async def test_every_line_in_gives_a_line_out_and_empty_lines_give_none(counter: Any) -> None:
    out = await counter.lines({"state": True}, "", "   ", {"say": "Hallo"})
    assert len(out) == 2
    assert counter.code == 0
    assert [reply["to"] for reply in out[1]["replies"]] == ["mia"]


async def test_a_wrong_line_is_told_with_its_number_and_the_session_goes_on(counter: Any) -> None:
    out = await counter.lines({"state": True}, "", {"sya": "Hallo"}, b"\xff", {"say": "Hallo"})
    assert out[1] == {"error": {"line": 3, "what": "there is no line with 'sya'", "help": "Did you mean say?"}}
    assert out[2]["error"]["what"] == "this is not UTF-8"
    assert out[3]["replies"]
    assert counter.code == 1


async def test_the_state_holds_what_this_release_can_do_and_nothing_else(counter: Any) -> None:
    state = (await counter.line(state=True))["state"]
    assert list(state) == [
        "clock",
        "shopper",
        "language",
        "task",
        "suspended",
        "awaiting",
        "cart",
        "listing",
        "stock",
        "orders",
        "consent",
        "addresses",
        "offers",
        "sent",
        "handover",
        "watches",
        "ledger",
    ]
    assert state["clock"] == "2026-11-25T12:00:00+01:00"
    assert (state["shopper"], state["language"]) == ("mia", "de")
    assert state["consent"] == {"offers": False, "at": None}


async def test_a_purchase_goes_from_the_cart_to_the_receipt(counter: Any) -> None:
    begun = await counter.line(given={"cart": [{"sku": RED_MUG, "quantity": 2}]})
    assert begun["state"]["cart"]["lines"] == [{"sku": RED_MUG, "quantity": 2, "unit_price": 1490, "total": 2980}]
    summary = await counter.checkout()
    assert (summary["state"]["task"], summary["state"]["awaiting"]) == ("checkout", "summary")
    assert (summary["state"]["cart"]["shipping"], summary["state"]["cart"]["total"]) == (490, 3470)
    ordered = await counter.line(press="pay_order")
    (order,) = ordered["state"]["orders"]
    assert ordered["replies"][0]["invoice"] == {"order": order["id"], "amount": 3470, "currency": "EUR"}
    assert (order["status"], order["payments"][0]["status"]) == ("awaiting_payment", "open")
    paid = await counter.line(pay={})
    assert paid["payment"] == {"pre_checkout": "accepted"}
    assert [reply["class"] for reply in paid["replies"]] == ["service"]
    (order,) = paid["state"]["orders"]
    assert (order["status"], order["paid"], order["refunded"]) == ("confirmed", 3470, 0)
    assert paid["state"]["ledger"] == {"balanced": True}


async def test_a_provider_that_only_asks_changes_nothing_but_hears_why_not(counter: Any) -> None:
    await counter.line(given={"orders": [{"id": "K-7", "status": "awaiting_payment", "lines": [{"sku": RED_MUG}]}]})
    wrong = await counter.line(pay={"outcome": "pre_checkout", "amount": 1})
    assert wrong["payment"] == {"pre_checkout": "refused", "reason": "amount"}
    right = await counter.line(pay={"outcome": "pre_checkout"})
    assert right["payment"] == {"pre_checkout": "accepted"}
    assert right["state"]["orders"][0]["status"] == "awaiting_payment"
    assert right["replies"] == []


async def test_a_failed_payment_can_be_tried_again(counter: Any) -> None:
    await counter.line(given={"orders": [{"id": "K-7", "status": "awaiting_payment", "lines": [{"sku": RED_MUG}]}]})
    failed = await counter.line(pay={"outcome": "failed"})
    assert failed["replies"][0]["class"] == "service"
    assert failed["state"]["orders"][0]["status"] == "awaiting_payment"
    paid = await counter.line(pay={})
    assert paid["state"]["orders"][0]["status"] == "confirmed"


async def test_a_charge_told_twice_counts_once(counter: Any) -> None:
    await counter.line(given={"orders": [{"id": "K-7", "status": "awaiting_payment", "lines": [{"sku": RED_MUG}]}]})
    first = await counter.line(pay={"charge_id": "CH-1"})
    again = await counter.line(pay={"charge_id": "CH-1"})
    assert "pre_checkout" not in again["payment"]
    assert again["replies"] == []
    assert again["state"]["orders"] == first["state"]["orders"]


async def test_an_invoice_paid_by_a_second_charge_is_paid_back(counter: Any) -> None:
    await counter.line(given={"orders": [{"id": "K-7", "status": "awaiting_payment", "lines": [{"sku": RED_MUG}]}]})
    await counter.line(pay={"charge_id": "CH-1"})
    again = await counter.line(pay={"charge_id": "CH-2"})
    assert again["payment"] == {"pre_checkout": "refused", "reason": "already_paid"}
    (order,) = again["state"]["orders"]
    assert (order["status"], order["paid"], order["refunded"]) == ("confirmed", 2980, 1490)


async def test_there_is_nothing_to_pay_before_an_order(counter: Any) -> None:
    out = await counter.line(pay={})
    assert out["error"]["help"] == "Order something first."


async def test_what_falls_due_while_time_passes_happens(counter: Any) -> None:
    order = {"id": "K-7", "status": "awaiting_payment", "lines": [{"sku": RED_MUG, "quantity": 2}]}
    held = await counter.line(given={"orders": [order]})
    assert online(held) == 10
    gone = await counter.line(wait="PT15M")
    assert gone["state"]["clock"] == "2026-11-25T12:15:00+01:00"
    assert gone["state"]["orders"][0]["status"] == "cancelled"
    assert gone["replies"]


async def test_the_newest_button_that_matches_is_pressed(counter: Any) -> None:
    await counter.line(given={"cart": [{"sku": RED_MUG}]})
    first = await counter.checkout()
    await counter.line(say="ja")
    shown = await counter.line(say="ja")
    old, new = (next(b for b in out["replies"][0]["buttons"] if b["role"] == "pay_order") for out in (first, shown))
    assert old["id"] != new["id"]
    ordered = await counter.line(press="zahlungspflichtig bestellen")
    assert len(ordered["state"]["orders"]) == 1
    explained = await counter.line(explain=True)
    assert explained["explain"]["kind"] == "press"


async def test_a_button_may_be_named_by_its_id(counter: Any) -> None:
    out = await counter.line(say="Hallo")
    button = out["replies"][0]["buttons"][0]
    assert (await counter.line(press=button["id"]))["replies"]


async def test_a_button_that_is_not_there_is_told_with_those_that_are(counter: Any) -> None:
    await counter.line(given={"cart": [{"sku": RED_MUG}]})
    await counter.line(say="/cart")
    out = await counter.line(press="chekout")
    assert out["error"]["what"] == "there is no button 'chekout'"
    assert "checkout" in out["error"]["help"]


async def test_a_button_of_another_shopper_cannot_be_pressed(counter: Any) -> None:
    await counter.line(given={"cart": [{"sku": RED_MUG}]})
    await counter.line(say="/cart")
    await counter.line(as_="tom")
    assert "error" in await counter.line(press="checkout")


async def test_a_link_and_the_phones_own_button_are_none_of_the_shops(counter: Any) -> None:
    asked = await counter.line(say="wo ist der nächste Laden?")
    assert "location" in (await counter.line(press=asked["replies"][0]["buttons"][0]["label"]))["error"]["what"]
    out = await counter.line(location={"lat": 54.42, "lon": 6.91})
    link = next(button for button in out["replies"][0]["buttons"] if "url" in button)
    assert link["url"] in (await counter.line(press=link["label"]))["error"]["what"]


async def test_each_shopper_has_a_state_of_their_own(counter: Any) -> None:
    await counter.line(given={"cart": [{"sku": RED_MUG}]})
    toms = await counter.line(as_="tom")
    assert (toms["state"]["shopper"], toms["state"]["cart"]["lines"]) == ("tom", [])
    mias = await counter.line(as_="mia")
    assert len(mias["state"]["cart"]["lines"]) == 1


async def test_the_last_message_is_explained(counter: Any) -> None:
    assert "error" in await counter.line(explain=True)
    await counter.line(say="zwei rote Becher Möwe bitte")
    why = (await counter.line(explain=True))["explain"]
    assert why["message"] == "zwei rote Becher Möwe bitte"
    assert {"tokens", "requests", "entities", "question", "handlers"} <= set(why)


async def test_what_else_a_phone_sends_is_answered(counter: Any) -> None:
    for out in await counter.lines({"sticker": "👍"}, {"voice": {"seconds": 7}}, {"photo": {}}):
        assert out["replies"][0]["class"] == "reply"


async def test_the_same_lines_give_the_same_bytes(counter: Any, second_counter: Any) -> None:
    lines = [
        given(shopper={"consent": {"offers": True}}, cart=[{"sku": RED_MUG, "quantity": 2}]),
        {"say": "habt ihr blaue Becher?"},
        {"wait": "PT25H"},
        {"shop": "campaign", "offer": "herbstlicht"},
        {"explain": True},
    ]
    first = await counter.lines(*lines)
    assert json.dumps(await second_counter.lines(*lines)) == json.dumps(first)
