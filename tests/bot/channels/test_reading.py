"""What a line may say, and what is said about one that cannot be."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.forms import LineError
from bot.channels.lines import As, Campaign, Explain, Pay, Restock, Say, ShipmentNews, State, Wait
from bot.channels.reading import read


def wrong(text: str) -> LineError:
    with pytest.raises(LineError) as raised:
        read(text)
    return raised.value


def test_words_are_said() -> None:
    assert read('{"say": "zwei blaue Becher bitte"}') == Say(say="zwei blaue Becher bitte")


def test_another_shopper_is_named() -> None:
    line = read('{"as": "mia"}')
    assert isinstance(line, As)
    assert line.name == "mia"


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("PT25H", timedelta(hours=25)),
        ("P1DT2H", timedelta(hours=26)),
        ("P2W", timedelta(days=14)),
        ("PT0.5S", timedelta(milliseconds=500)),
    ],
)
def test_a_wait_is_an_iso_duration(text: str, duration: timedelta) -> None:
    line = read(f'{{"wait": "{text}"}}')
    assert isinstance(line, Wait)
    assert line.wait == duration


@pytest.mark.parametrize("text", ["P1M", "P1Y", "25", "-PT1H", "P", "PT", "", "P1H", "P999999999999D"])
def test_what_is_no_duration_of_known_length_is_refused(text: str) -> None:
    assert "ISO 8601" in wrong(f'{{"wait": "{text}"}}').help or "P3650D" in wrong(f'{{"wait": "{text}"}}').help


def test_a_payment_has_defaults_for_everything() -> None:
    line = read('{"pay": {}}')
    assert isinstance(line, Pay)
    assert (line.pay.outcome, line.pay.order, line.pay.amount, line.pay.charge_id) == (
        "succeeded",
        "latest",
        None,
        None,
    )


def test_null_counts_as_not_given() -> None:
    assert read('{"shop": "restock", "sku": "A", "quantity": 3, "store": null}') == Restock(
        shop="restock", sku="A", quantity=3
    )


def test_an_audience_is_all_or_a_list_of_shoppers() -> None:
    everybody = read('{"shop": "campaign", "offer": "tea", "audience": "all"}')
    some = read('{"shop": "campaign", "offer": "tea", "audience": ["mia", "tom"]}')
    assert isinstance(everybody, Campaign)
    assert isinstance(some, Campaign)
    assert (everybody.audience, some.audience) == (("all",), ("mia", "tom"))


def test_the_day_of_arrival_may_be_a_date_or_a_time() -> None:
    for eta in ("2026-11-24", "2026-11-24T14:00:00+01:00"):
        line = read(f'{{"shop": "shipment", "status": "in_transit", "eta": "{eta}"}}')
        assert isinstance(line, ShipmentNews)
        assert line.eta == eta


def test_state_and_explain_are_asked_for_with_true() -> None:
    assert isinstance(read('{"state": true}'), State)
    assert isinstance(read('{"explain": true}'), Explain)
    assert wrong('{"state": false}').help == "Known are true."


def test_given_orders_carry_their_moment() -> None:
    line = read(
        '{"given": {"orders": [{"id": "K-7", "created_at": "2026-11-01T10:00:00+01:00", "lines": [{"sku": "A"}]}]}}'
    )
    assert line.given.orders[0].created_at == datetime(2026, 11, 1, 9, tzinfo=UTC)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "what", "help"),
    [
        ('{"sya": "Hallo"}', "there is no line with 'sya'", "Did you mean say?"),
        ('{"say": "Hallo", "to": "x"}', "unknown key to", "Known are say."),
        ('{"pay": {"outcome": "suceeded"}}', 'pay.outcome: "suceeded" will not do', "Did you mean succeeded?"),
        ('{"pay": {"ammount": 3}}', "unknown key pay.ammount", "Did you mean amount?"),
        ('{"shop": "restok"}', "shop cannot do 'restok'", "Did you mean restock?"),
        ('{"shop": "restock", "sku": "A"}', "quantity is missing", "Add it."),
        (
            '{"given": {"orders": [{"id": "K-1", "lines": [{"sku": "A", "quantty": 2}]}]}}',
            "unknown key given.orders.0.lines.0.quantty",
            "Did you mean quantity?",
        ),
        (
            '{"location": {"lat": 99, "lon": 1}}',
            "location.lat: 99 will not do",
            "Input should be less than or equal to 90.",
        ),
        ('{"as": "a b"}', 'as: "a b" will not do', "Letters, digits, _ . and - make a name."),
        (
            '{"given": {"shopper": {"last_active": "2026-11-22T10:00:00"}}}',
            'given.shopper.last_active: "2026-11-22T10:00:00" will not do',
            "Write a time with its zone: 2026-11-22T13:00:00+01:00.",
        ),
        ("[]", "this is not a JSON object", 'Write one object a line: {"say": "Hallo"}.'),
    ],
)
def test_a_wrong_line_is_told_what_would_do(text: str, what: str, help: str) -> None:
    error = wrong(text)
    assert (error.what, error.help) == (what, help)


@pytest.mark.parametrize("text", ["{", '{"say": "\\ud800"}', '{"say": NaN}', "null", ""])
def test_what_is_no_object_is_refused(text: str) -> None:
    wrong(text)


def test_everything_wrong_with_a_line_is_told_at_once() -> None:
    error = wrong('{"shop": "restock", "sku": "", "quantity": "3"}')
    assert "sku" in error.what
    assert "quantity" in error.what


@pytest.mark.parametrize("text", ['{"shop": "book"}', '{"shop": "operator", "action": "approve_refund"}'])
def test_what_a_later_release_can_do_is_called_so(text: str) -> None:
    assert "not in this release" in wrong(text).what
