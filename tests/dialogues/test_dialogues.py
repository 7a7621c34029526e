"""Whole conversations at the JSON console: what is said, what is stored, which offers leave; never the wording."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from bot.app import Ways, opened
from bot.channels import harness
from bot.channels.console import ConsoleChannel, Session
from bot.clock import ManualClock
from bot.commerce.providers import console_payments, console_refunds
from bot.config import DEMO
from catalog.importing import import_folder

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
#: A Wednesday noon at the shop.
NOON = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
RED, BLUE, LAST = "BECHER-MOEWE-ROT", "BECHER-ANKER-BLAU", "BECHER-MOLE-BLAU"


@dataclass(frozen=True, slots=True)
class Out:
    """What came of one line."""

    line: dict[str, Any]
    out: dict[str, Any]

    @property
    def acts(self) -> list[str]:
        """What was said, as ids of messages."""
        return [act for reply in self.out["replies"] for act in reply.get("act", [])]

    @property
    def roles(self) -> list[str]:
        """The buttons that were shown."""
        return [each.get("role", "") for reply in self.out["replies"] for each in reply.get("buttons", [])]

    @property
    def state(self) -> dict[str, Any]:
        """How things stand for the shopper who writes."""
        state: dict[str, Any] = self.out["state"]
        return state

    @property
    def cart(self) -> dict[str, int]:
        """How many of each SKU are in the cart."""
        return {line["sku"]: line["quantity"] for line in self.state["cart"]["lines"]}

    @property
    def order(self) -> dict[str, Any]:
        """The newest order."""
        order: dict[str, Any] = self.state["orders"][-1]
        return order


@cache
def _shop() -> bytes:
    folder = Path(tempfile.mkdtemp(prefix="tresen-"))
    assert import_folder(DEMO, folder / "shop.db", now=NOON).ok
    contents = (folder / "shop.db").read_bytes()
    shutil.rmtree(folder)
    return contents


@cache
def played(name: str, language: str) -> tuple[Out, ...]:
    """What comes out for each line of a file beside this one."""
    lines = (HERE / f"{name}.jsonl").read_bytes().splitlines()
    with tempfile.TemporaryDirectory(prefix="tresen-") as folder:
        out = asyncio.run(_played(Path(folder) / "shop.db", lines, language))
    assert not [answer for answer in out if "error" in answer]
    return tuple(Out(json.loads(line), answer) for line, answer in zip(lines, out, strict=True))


async def _played(database: Path, lines: list[bytes], language: str) -> list[dict[str, Any]]:
    database.write_bytes(_shop())  # noqa: ASYNC240  (before anything else runs)
    channel = ConsoleChannel()
    ways = Ways(channel=channel, payments=console_payments(), pays_back=console_refunds())
    out: list[str] = []
    async with opened(
        database=database, clock=ManualClock(NOON), ways=[ways], cache=ROOT / ".tresen", durable=False
    ) as app:
        await harness.run(Session(app, channel, shopper="mia", language=language), lines, out.append)
    return [json.loads(line) for line in out]


def nth(outs: tuple[Out, ...], number: int) -> Out:
    """What came of a line, counted from one as an editor does."""
    return outs[number - 1]


# The German conversation


def test_german_hello_says_once_that_this_is_a_bot() -> None:
    outs = played("german", "de")
    assert nth(outs, 1).acts == ["bot-disclosure", "help-greeting"]
    assert sum("bot-disclosure" in out.acts for out in outs) == 1
    assert {reply["language"] for out in outs for reply in out.out["replies"]} == {"de"}


def test_german_a_mug_is_found_chosen_and_counted_right() -> None:
    outs = played("german", "de")
    assert [(line["sku"], line["price"]) for line in nth(outs, 2).state["listing"]] == [(RED, 1490)]
    assert nth(outs, 3).cart == {RED: 2}
    assert nth(outs, 4).cart == {RED: 3}
    assert nth(outs, 4).state["cart"]["total"] == 4470
    assert "order-cart-total" in nth(outs, 5).acts
    assert 4470 in nth(outs, 5).out["replies"][0]["amounts"]


def test_german_the_till_asks_one_thing_after_the_other() -> None:
    outs = played("german", "de")
    assert [nth(outs, n).state["awaiting"] for n in (6, 7, 8, 9)] == ["fulfilment", "address", "shipping", "summary"]
    assert {nth(outs, n).state["task"] for n in (6, 7, 8, 9)} == {"checkout"}


def test_german_the_summary_stands_right_above_the_order_button_and_adds_up() -> None:
    reply = nth(played("german", "de"), 9).out["replies"][0]
    assert reply["buttons"][0] | {"id": ""} == {"id": "", "role": "pay_order", "label": "zahlungspflichtig bestellen"}
    assert reply["act"][-1] == "order-summary-legal"
    assert reply["amounts"] == [1490, 4470, 490, 4960, 792]


def test_german_a_typed_yes_orders_nothing_and_shows_the_button_again() -> None:
    out = nth(played("german", "de"), 10)
    assert out.acts[0] == "yes-is-no-order"
    assert out.state["orders"] == []
    assert out.roles == ["pay_order", "change:address", "change:shipping"]


def test_german_the_button_orders_and_the_payment_confirms() -> None:
    outs = played("german", "de")
    assert nth(outs, 11).order["status"] == "awaiting_payment"
    assert nth(outs, 11).out["replies"][0]["invoice"]["amount"] == 4960
    assert nth(outs, 11).cart == {}
    paid = nth(outs, 12)
    assert (paid.order["status"], paid.order["paid"], paid.order["total"]) == ("confirmed", 4960, 4960)
    assert [reply["class"] for reply in paid.out["replies"]] == ["service"]
    assert {"order-confirmed", "order-receipt", "order-receipt-paid"} <= set(paid.acts)
    assert paid.state["ledger"] == {"balanced": True}


def test_german_news_of_the_parcel_are_pushed_once_and_told_when_asked() -> None:
    outs = played("german", "de")
    assert nth(outs, 13).acts == ["tracking-order"]
    assert nth(outs, 14).acts[0] == "tracking-news"
    assert nth(outs, 14).out["replies"][0]["class"] == "service"
    assert nth(outs, 14).order["status"] == "shipped"
    assert nth(outs, 15).acts == []
    assert nth(outs, 16).acts == ["tracking-order", "tracking-parcel", "tracking-eta"]


def test_german_the_nearest_store_comes_with_hours_and_links() -> None:
    outs = played("german", "de")
    assert nth(outs, 17).state["awaiting"] == "location"
    reply = nth(outs, 18).out["replies"][0]
    assert reply["stores"][0] == "bahnhof"
    assert "directions-open-until" in reply["act"]
    assert len([button for button in reply["buttons"] if button.get("url")]) == 3


# The English conversation


def test_english_is_answered_in_english_throughout() -> None:
    outs = played("english", "en")
    assert {reply["language"] for out in outs for reply in out.out["replies"]} == {"en"}


def test_english_typos_and_another_order_of_things_do_no_harm() -> None:
    outs = played("english", "en")
    assert nth(outs, 2).out["replies"][0]["stores"][0] == "bahnhof"
    skus = [line["sku"] for line in nth(outs, 3).state["listing"]]
    assert skus[1] == BLUE
    assert all(line["price"] <= 2000 for line in nth(outs, 3).state["listing"])
    assert nth(outs, 4).cart == {BLUE: 1}
    assert nth(outs, 5).cart == {BLUE: 3}
    assert nth(outs, 6).state["cart"]["total"] == 3870


def test_english_pick_up_needs_a_store_and_no_address() -> None:
    outs = played("english", "en")
    assert [nth(outs, n).state["awaiting"] for n in (7, 8, 9, 10)] == ["fulfilment", "store", "payment", "summary"]
    assert "order-summary-pickup" in nth(outs, 10).acts
    assert nth(outs, 10).state["cart"]["shipping"] == 0


def test_english_no_yes_ever_orders() -> None:
    outs = played("english", "en")
    for number in (11, 12):
        assert nth(outs, number).state["orders"] == []
        assert nth(outs, number).roles[0] == "pay_order"


def test_english_a_failed_payment_is_said_and_tried_again() -> None:
    outs = played("english", "en")
    assert nth(outs, 13).order["status"] == "awaiting_payment"
    failed = nth(outs, 14)
    assert failed.acts == ["order-payment-failed"]
    assert failed.roles == ["pay_again", "cancel_order"]
    assert failed.order["status"] == "awaiting_payment"
    assert nth(outs, 15).out["replies"][0]["invoice"]["amount"] == 3870
    paid = nth(outs, 16)
    assert (paid.order["status"], paid.order["paid"], paid.order["store"]) == ("confirmed", 3870, "bahnhof")
    assert [payment["status"] for payment in paid.order["payments"]] == ["failed", "paid"]


def test_english_the_order_is_cancelled_after_asking_and_paid_back() -> None:
    outs = played("english", "en")
    assert nth(outs, 17).acts[0] == "tracking-order"
    assert nth(outs, 18).acts == ["order-cancel-confirm"]
    assert nth(outs, 18).order["status"] == "confirmed"
    gone = nth(outs, 19)
    assert {"order-cancelled", "order-cancelled-refund", "order-refunded"} <= set(gone.acts)
    assert (gone.order["status"], gone.order["paid"], gone.order["refunded"]) == ("cancelled", 3870, 3870)
    last = nth(outs, 20).state
    assert last["ledger"] == {"balanced": True}
    assert last["stock"][BLUE] == nth(outs, 3).state["stock"][BLUE]


# Offers


def test_offers_leave_within_the_window_and_with_consent_only() -> None:
    outs = played("offers", "de")
    ends = {out.state["shopper"]: out.state["offers"] for out in outs[-7:]}
    sent = {name: len(offers["sent"]) for name, offers in ends.items()}
    reasons = {name: [one["reason"] for one in offers["withheld"]] for name, offers in ends.items()}
    assert sent == {"yes1": 1, "no1": 0, "yes24": 1, "no24": 0, "late24": 0, "yes25": 0, "no25": 0}
    assert reasons["yes1"] == reasons["yes24"] == []
    assert reasons["late24"] == reasons["yes25"] == ["inactive"]
    assert reasons["no1"] == reasons["no24"] == ["no_consent"]
    assert len(reasons["no25"]) == 1


def test_offers_say_how_to_stop_them() -> None:
    replies = [reply for out in played("offers", "de") for reply in out.out["replies"] if reply["class"] == "offer"]
    assert [reply["to"] for reply in replies] == ["yes1", "yes24"]
    for reply in replies:
        assert "offer-stop-hint" in reply["act"]
        assert {"decline_offer", "stop_offers"} <= {button["role"] for button in reply["buttons"]}


# Two shoppers, one last piece


def test_the_last_piece_goes_to_whoever_pressed_first() -> None:
    outs = played("last_piece", "de")
    assert nth(outs, 14).order["status"] == "awaiting_payment"
    refused = nth(outs, 16)
    assert refused.state["orders"] == []
    assert "order-summary-short" in refused.acts
    assert refused.cart == {LAST: 1}


def test_an_unpaid_piece_is_let_go_and_may_be_bought_by_the_other() -> None:
    outs = played("last_piece", "de")
    expired = nth(outs, 18)
    assert (expired.order["status"], expired.cart) == ("cancelled", {LAST: 1})
    assert "order-expired" in expired.acts
    bought = nth(outs, 21)
    assert (bought.order["status"], bought.order["paid"]) == ("confirmed", bought.order["total"])


def test_money_that_comes_too_late_goes_back() -> None:
    late = nth(played("last_piece", "de"), 23)
    assert "order-payment-refund-late" in late.acts
    (order,) = late.state["orders"]
    assert (order["status"], order["refunded"]) == ("cancelled", order["paid"])
    assert late.state["ledger"] == {"balanced": True}


# The same again


def test_the_program_prints_the_same_bytes_for_the_same_lines() -> None:
    command = [
        sys.executable,
        "-m",
        "bot",
        "chat",
        "--json",
        "--as",
        "mia",
        "--language",
        "de",
        "--at",
        NOON.isoformat(),
    ]
    lines = (HERE / "german.jsonl").read_bytes()
    runs = [subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(2)]
    first, second = (run.communicate(lines, timeout=120)[0] for run in runs)
    assert [run.returncode for run in runs] == [0, 0]
    assert first == second
    printed = [json.loads(line) for line in first.splitlines()]
    assert printed == [out.out for out in played("german", "de")]
