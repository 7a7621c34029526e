"""The shop's side of the console."""

from typing import Any

RED_MUG = "BECHER-MOEWE-ROT"  # 14.90 EUR, 12 online, 4 at the harbour
ACTIVE = {"consent": {"offers": True, "at": "2026-11-20T10:00:00+01:00"}, "last_active": "2026-11-25T11:00:00+01:00"}
ORDER = {"id": "K-7", "lines": [{"sku": RED_MUG, "quantity": 2}]}


def classes(out: dict[str, Any]) -> list[str]:
    return [reply["class"] for reply in out["replies"]]


async def test_goods_come_in_online_and_in_a_store(counter: Any) -> None:
    out = await counter.line(shop="restock", sku=RED_MUG, quantity=10)
    assert out["state"]["stock"][RED_MUG]["online"] == 22
    out = await counter.line(shop="restock", sku=RED_MUG, quantity=10, store="hafen")
    assert out["state"]["stock"][RED_MUG]["stores"]["hafen"] == 14


async def test_whoever_waited_for_something_hears_that_it_is_back_once(counter: Any) -> None:
    await counter.line(given={"shopper": ACTIVE, "watches": [RED_MUG]})
    await counter.line(shop="buy", shopper="tom", sku=RED_MUG, quantity=12)
    back = await counter.line(shop="restock", sku=RED_MUG, quantity=1)
    assert [(reply["to"], reply["class"]) for reply in back["replies"]] == [("mia", "offer")]
    assert back["state"]["watches"] == []
    assert (await counter.line(shop="restock", sku=RED_MUG, quantity=1))["replies"] == []


async def test_news_of_a_parcel_are_told_once(counter: Any) -> None:
    await counter.line(given={"orders": [ORDER]})
    news = {"shop": "shipment", "order": "latest", "status": "in_transit", "carrier": "DHL", "number": "0034"}
    first, second = await counter.lines(news, news)
    assert (classes(first), classes(second)) == (["service"], [])
    assert first["state"]["orders"][0]["status"] == "shipped"


async def test_news_of_a_parcel_go_to_whom_it_belongs(counter: Any) -> None:
    await counter.line(given={"orders": [ORDER]})
    await counter.line(as_="tom")
    out = await counter.line(shop="shipment", order="K-7", status="delivered")
    assert [reply["to"] for reply in out["replies"]] == ["mia"]
    assert out["state"]["shopper"] == "tom"


async def test_a_campaign_reaches_who_may_hear_it_and_tells_why_the_others_may_not(counter: Any) -> None:
    await counter.line(given={"shopper": ACTIVE})
    await counter.line(as_="tom")
    await counter.line(say="Hallo")
    out = await counter.line(shop="campaign", offer="herbstlicht")
    assert [(reply["to"], reply["class"]) for reply in out["replies"]] == [("mia", "offer")]
    assert out["state"]["offers"]["withheld"] == [
        {"id": "herbstlicht", "reason": "no_consent", "at": "2026-11-25T12:00:00+01:00"}
    ]


async def test_a_second_campaign_is_decided_anew(counter: Any) -> None:
    await counter.line(given={"shopper": ACTIVE})
    campaign = {"shop": "campaign", "offer": "herbstlicht", "audience": ["mia"]}
    first, second, third = await counter.lines(campaign, campaign, campaign)
    assert (classes(first), classes(second), classes(third)) == (["offer"], [], [])
    assert len(third["state"]["offers"]["withheld"]) == 2


async def test_an_audience_is_nobody_else(counter: Any) -> None:
    await counter.line(given={"shopper": ACTIVE})
    out = await counter.line(shop="campaign", offer="herbstlicht", audience=["tom"])
    assert out["replies"] == []


async def test_two_shoppers_never_get_the_last_piece(counter: Any) -> None:
    await counter.line(shop="buy", shopper="tom", sku=RED_MUG, quantity=11)
    await counter.line(given={"cart": [{"sku": RED_MUG}]})
    await counter.checkout()
    bought = await counter.line(shop="buy", shopper="tom", sku=RED_MUG)
    assert bought["state"]["stock"][RED_MUG]["online"] == 0
    late = await counter.line(press="pay_order")
    assert late["state"]["orders"] == []
    refused = await counter.line(shop="buy", shopper="eve", sku=RED_MUG)
    assert refused["error"]["help"] == "There are 0 left."


async def test_a_person_takes_over_speaks_and_leaves(counter: Any) -> None:
    taken = await counter.line(shop="operator", action="take", name="Ole")
    assert taken["state"]["handover"] == "human"
    assert (await counter.line(say="Hallo?"))["replies"] == []
    said = await counter.line(shop="operator", action="say", text="Moin, hier ist Ole.", name="Ole")
    assert "Moin, hier ist Ole." in said["replies"][0]["text"]
    left = await counter.line(shop="operator", action="release", name="Ole")
    assert left["state"]["handover"] == "bot"
    assert (await counter.line(say="Hallo?"))["replies"]


async def test_a_changed_price_holds_at_once_and_the_cart_knows_it(counter: Any) -> None:
    await counter.line(given={"cart": [{"sku": RED_MUG}]})
    out = await counter.line(shop="price", sku=RED_MUG, price=1290)
    assert out["state"]["cart"]["total"] == 1290
    summary = await counter.checkout()
    assert 1290 in summary["replies"][0]["amounts"]


UNKNOWN: list[tuple[dict[str, Any], str, str]] = [
    (
        {"shop": "restock", "sku": "BECHER-MOEWE-ROD", "quantity": 1},
        "there is no 'BECHER-MOEWE-ROD' in this shop",
        f"Did you mean {RED_MUG}?",
    ),
    (
        {"shop": "restock", "sku": RED_MUG, "quantity": 1, "store": "haven"},
        "there is no store 'haven'",
        "Did you mean hafen?",
    ),
    ({"shop": "campaign", "offer": "herbstlich"}, "there is no offer 'herbstlich'", "Did you mean herbstlicht?"),
    (
        {"shop": "shipment", "order": "K-99", "status": "delivered"},
        "there is no such order",
        "Its number stands in the state.",
    ),
    ({"shop": "shipment", "status": "delivered"}, "there is no such order", "Order first."),
    ({"shop": "operator", "action": "say"}, "the operator says nothing", 'Add "text".'),
]


async def test_what_the_shop_does_not_have_is_told(counter: Any) -> None:
    for line, what, advice in UNKNOWN:
        (out,) = await counter.lines(line)
        assert (out["error"]["what"], out["error"]["help"]) == (what, advice)
