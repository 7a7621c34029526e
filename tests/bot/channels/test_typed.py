"""What people type becomes the same lines that programs send."""

from datetime import timedelta

import pytest

from bot.channels import typed
from bot.channels.forms import LineError
from bot.channels.lines import As, Line, Location, Pay, Press, Restock, Say, Voice, Wait


def line(text: str) -> Line:
    return typed.line(text, commands=["cart", "orders"])


def test_plain_words_are_said() -> None:
    assert line("zwei blaue Becher bitte") == Say(say="zwei blaue Becher bitte")


def test_a_command_of_the_shop_is_said_too() -> None:
    assert line("/cart") == Say(say="/cart")


def test_a_button_is_pressed_by_its_label() -> None:
    assert line("/press zahlungspflichtig bestellen") == Press(press="zahlungspflichtig bestellen")


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("25h", timedelta(hours=25)),
        ("30m", timedelta(minutes=30)),
        ("30 min", timedelta(minutes=30)),
        ("2d", timedelta(days=2)),
        ("PT1H30M", timedelta(minutes=90)),
    ],
)
def test_waiting_may_be_written_shortly(text: str, duration: timedelta) -> None:
    waited = line(f"/wait {text}")
    assert isinstance(waited, Wait)
    assert waited.wait == duration


def test_a_place_is_two_numbers() -> None:
    shared = line("/location 52.52, -13.4")
    assert isinstance(shared, Location)
    assert (shared.location.lat, shared.location.lon) == (52.52, -13.4)


def test_values_have_names() -> None:
    paid = line("/pay failed order=K-1001 amount=4980")
    assert isinstance(paid, Pay)
    assert (paid.pay.outcome, paid.pay.order, paid.pay.amount) == ("failed", "K-1001", 4980)
    assert line("/shop restock sku=BE-1 quantity=3") == Restock(shop="restock", sku="BE-1", quantity=3)


def test_a_voice_note_has_a_length_of_its_own_if_none_is_given() -> None:
    assert isinstance(line("/voice"), Voice)


def test_another_shopper_is_named() -> None:
    other = line("/as mia")
    assert isinstance(other, As)
    assert other.name == "mia"


@pytest.mark.parametrize(
    ("text", "help"),
    [
        ("/locaton 1 2", "Did you mean location?"),
        ("/card", "Did you mean cart?"),
        ("/location here", "Write: /location 52.52 13.40"),
        ("/shop restock BE-1", "Write name=value; with blanks: name='two words'."),
        ("/shop operator text='unclosed", "Close what you opened."),
        ("/given nothing", 'Write: /given {"cart": [{"sku": "…", "quantity": 1}]}'),
        ("/pay suceeded", "Did you mean succeeded?"),
    ],
)
def test_a_wrong_command_is_told_what_would_do(text: str, help: str) -> None:
    with pytest.raises(LineError) as raised:
        line(text)
    assert raised.value.help == help
