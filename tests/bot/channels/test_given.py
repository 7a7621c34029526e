"""What a test takes for granted is stored by the same rules as what a shopper does."""

from typing import Any

RED_MUG = "BECHER-MOEWE-ROT"  # 14.90 EUR, 12 online, 4 at the harbour
ADDRESS = {"name": "Mia Muster", "street": "Uferzeile 3", "postcode": "24837", "city": "Schleswig", "country": "DE"}


def order(**what: Any) -> dict[str, Any]:
    return {"id": "K-7", "lines": [{"sku": RED_MUG, "quantity": 2}], **what}


def online(out: dict[str, Any]) -> int:
    return int(out["state"]["stock"][RED_MUG]["online"])


async def test_a_shopper_is_known_before_they_write(counter: Any) -> None:
    shopper = {
        "language": "en",
        "addresses": [ADDRESS],
        "consent": {"offers": True, "at": "2026-11-20T10:00:00+01:00"},
        "last_active": "2026-11-25T10:00:00+01:00",
    }
    out = await counter.line(given={"shopper": shopper, "watches": [RED_MUG]})
    state = out["state"]
    assert (state["language"], state["addresses"], state["watches"]) == ("en", [ADDRESS], [RED_MUG])
    assert state["consent"] == {"offers": True, "at": "2026-11-20T10:00:00+01:00"}
    assert (await counter.line(say="12345"))["replies"][0]["language"] == "en"


async def test_a_withdrawn_consent_is_one_too(counter: Any) -> None:
    await counter.line(given={"shopper": {"consent": {"offers": False}}})
    out = await counter.line(shop="campaign", offer="herbstlicht", audience=["mia"])
    assert out["state"]["offers"]["withheld"][0]["reason"] == "opted_out"


async def test_a_cart_and_its_voucher_are_priced(counter: Any) -> None:
    out = await counter.line(given={"cart": [{"sku": RED_MUG, "quantity": 2}], "voucher": "WILLKOMMEN10"})
    cart = out["state"]["cart"]
    assert (cart["voucher"], cart["goods"], cart["discount"], cart["total"]) == ("WILLKOMMEN10", 2980, 298, 2682)


async def test_an_unpaid_order_can_be_paid_however_old_it_is(counter: Any) -> None:
    given = order(status="awaiting_payment", created_at="2026-11-20T10:00:00+01:00", shipping=490)
    out = await counter.line(given={"orders": [given]})
    (stored,) = out["state"]["orders"]
    assert stored["created_at"] == "2026-11-20T10:00:00+01:00"
    assert (stored["goods"], stored["shipping"], stored["total"]) == (2980, 490, 3470)
    assert online(out) == 10
    paid = await counter.line(pay={})
    assert paid["state"]["orders"][0]["status"] == "confirmed"


async def test_an_order_keeps_its_own_prices(counter: Any) -> None:
    lines = [{"sku": RED_MUG, "quantity": 2, "unit_price": 1000}]
    paid = {"method": "telegram", "amount": 2390, "charge_id": "CH-9"}
    given = order(lines=lines, discount=100, shipping=490, paid=paid, address=ADDRESS, fulfilment="delivery")
    (stored,) = (await counter.line(given={"orders": [given]}))["state"]["orders"]
    assert (stored["status"], stored["goods"], stored["discount"], stored["total"]) == ("confirmed", 2000, 100, 2390)
    assert stored["payments"] == [
        {"method": "telegram", "amount": 2390, "currency": "EUR", "status": "paid", "charge_id": "CH-9"}
    ]
    assert (stored["paid"], stored["address"]) == (2390, ADDRESS)


async def test_what_left_the_shop_is_not_taken_from_todays_shelf(counter: Any) -> None:
    lines = [{"sku": RED_MUG, "quantity": 40}]
    for status in ("shipped", "out_for_delivery", "delivered", "returned"):
        out = await counter.line(given={"orders": [order(id=f"K-{status}", status=status, lines=lines)]})
        assert {one["id"]: one["status"] for one in out["state"]["orders"]}[f"K-{status}"] == status
        assert (out["replies"], online(out)) == ([], 12)
        assert out["state"]["ledger"] == {"balanced": True}


async def test_what_is_still_here_is_held(counter: Any) -> None:
    out = await counter.line(given={"orders": [order(status="confirmed"), order(id="K-8", status="packed")]})
    assert online(out) == 8


async def test_a_cancelled_order_has_its_money_back(counter: Any) -> None:
    out = await counter.line(given={"orders": [order(status="cancelled", paid={})]})
    (stored,) = out["state"]["orders"]
    assert (stored["status"], stored["paid"], stored["refunded"]) == ("cancelled", 2980, 2980)
    assert (out["replies"], online(out)) == ([], 12)


async def test_an_order_to_be_fetched_is_paid_in_the_store(counter: Any) -> None:
    given = order(status="ready_for_pickup", fulfilment="pickup", store="hafen")
    (stored,) = (await counter.line(given={"orders": [given]}))["state"]["orders"]
    assert (stored["status"], stored["store"], stored["paid"]) == ("ready_for_pickup", "hafen", 0)
    assert stored["payments"][0]["method"] == "pay_in_store"


async def test_a_parcel_is_where_it_is(counter: Any) -> None:
    given = order(status="shipped", shipment={"carrier": "DHL", "number": "0034", "eta": "2026-11-27"})
    (stored,) = (await counter.line(given={"orders": [given]}))["state"]["orders"]
    assert stored["shipments"] == [
        {"number": "0034", "carrier": "DHL", "status": "in_transit", "eta": "2026-11-27", "notify": True}
    ]


async def test_a_number_that_was_given_is_never_used_again(counter: Any) -> None:
    await counter.line(given={"orders": [order(id="K-1001"), order(id="K-1002")]})
    out = await counter.line(shop="buy", shopper="mia", sku=RED_MUG)
    assert [one["id"] for one in out["state"]["orders"]] == ["K-1001", "K-1002", "K-1003"]


async def test_orders_leave_the_cart_alone(counter: Any) -> None:
    await counter.line(given={"cart": [{"sku": RED_MUG}]})
    out = await counter.line(given={"orders": [order()]})
    assert len(out["state"]["cart"]["lines"]) == 1


async def test_follow_ups_of_an_order_come_when_they_would_have_come(counter: Any) -> None:
    fresh, old = order(created_at="2026-11-25T11:00:00+01:00"), order(id="K-8", created_at="2026-11-20T11:00:00+01:00")
    await counter.line(given={"orders": [fresh, old]})
    soon = await counter.line(wait="PT1H59M")
    assert soon["state"]["offers"]["withheld"] == []
    then = await counter.line(wait="PT1M")
    assert [one["id"] for one in then["state"]["offers"]["withheld"]] == ["tee-zum-becher"]


IMPOSSIBLE: list[tuple[dict[str, Any], str]] = [
    ({"cart": [{"sku": "NIX"}]}, "there is no 'NIX' in this shop"),
    ({"cart": [{"sku": RED_MUG, "quantity": 50}]}, f"50 of {RED_MUG} cannot be in the cart: too_many"),
    ({"voucher": "NIX"}, "the voucher NIX cannot be used: unknown"),
    ({"watches": ["NIX"]}, "there is no 'NIX' in this shop"),
    ({"shopper": {"wallet": 500}}, "wallet: not in this release"),
    ({"bookings": [{"service": "x"}]}, "bookings: not in this release"),
    ({"shopper": {"last_active": "2026-12-01T10:00:00+01:00"}}, "last_active is later than now"),
    (
        {"shopper": {"addresses": [{**ADDRESS, "postcode": "1"}]}},
        "Uferzeile 3, 1 Schleswig is no address: bad_postcode",
    ),
    (
        {"orders": [order(lines=[{"sku": RED_MUG, "quantity": 40}])]},
        f"order K-7 needs more than there is: 12 of {RED_MUG} left",
    ),
    ({"orders": [order(), order()]}, "there is an order K-7 already"),
    ({"orders": [order(paid={"amount": 1})]}, "order K-7: 1 was paid, but it comes to 2980"),
    ({"orders": [order(paid={"method": "shells"})]}, "order K-7 cannot be paid by 'shells'"),
    ({"orders": [order(created_at="2026-12-01T10:00:00+01:00")]}, "order K-7 is from the future"),
    ({"orders": [order(fulfilment="pickup")]}, "order K-7 is picked up nowhere"),
    ({"orders": [order(fulfilment="pickup", store="mond")]}, "there is no store 'mond'"),
    ({"orders": [order(lines=[{"sku": RED_MUG}, {"sku": RED_MUG}])]}, f"order K-7 has {RED_MUG} on two lines"),
    (
        {"orders": [order(), order(id="K-8", paid={"charge_id": "CH-K-7"})]},
        "order K-8 cannot be paid by CH-K-7: that charge was used before",
    ),
]


async def test_what_cannot_be_is_refused_and_nothing_of_the_line_is_kept(counter: Any) -> None:
    for given, what in IMPOSSIBLE:
        out = await counter.line(given={"shopper": {"addresses": [ADDRESS]}, **given})
        assert out["error"]["what"] == what
        state = (await counter.line(state=True))["state"]
        assert (state["addresses"], state["orders"], state["cart"]["lines"]) == ([], [], [])


async def test_last_activity_comes_before_everything_else(counter: Any) -> None:
    await counter.line(say="Hallo")
    out = await counter.line(given={"shopper": {"last_active": "2026-11-25T10:00:00+01:00"}})
    assert out["error"]["what"] == "last_active comes too late: this shopper is known already"
