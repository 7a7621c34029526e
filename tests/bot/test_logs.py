"""The logs: ids on every line, secrets and personal data on none."""

from __future__ import annotations

import io
import json
import logging
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.logs import Format, setup
from bot.message import Message

TOKEN = "7654321098:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """Where the lines of one test go."""

    stream: io.StringIO

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]

    def line(self) -> dict[str, Any]:
        (line,) = self.lines()
        return line

    def start(self, format: Format = "json", *, level: str = "debug", secrets: tuple[str, ...] = ()) -> None:
        setup(format, level=level, stream=self.stream, secrets=secrets)


@pytest.fixture
def log() -> Iterator[Log]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    root.handlers.clear()
    yield Log(stream=io.StringIO())
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def said(log: Log, text: str) -> str:
    """How the sentence of a line comes out."""
    log.start()
    structlog.get_logger("bot.test").info(text)
    message = log.line()["message"]
    assert isinstance(message, str)
    return message


def test_a_line_for_machines_is_one_json_object_with_sentence_level_logger_and_time(log: Log) -> None:
    log.start()
    structlog.get_logger("bot.turn").info("größer", took=3, at=datetime(2026, 11, 22, tzinfo=UTC), path=Path("/a"))
    line = log.line()
    assert datetime.fromisoformat(line.pop("timestamp")).tzinfo == UTC
    assert line == {
        "message": "größer",
        "level": "info",
        "logger": "bot.turn",
        "took": 3,
        "at": "2026-11-22 00:00:00+00:00",
        "path": "/a",
    }


def test_ids_are_on_every_line_written_meanwhile_whoever_writes_it(log: Log) -> None:
    log.start()
    ids = {"event": 17, "conversation": "tg:4915112345678", "order": "K-1001", "effect": "tg:9/0"}
    with structlog.contextvars.bound_contextvars(**ids):
        structlog.get_logger("bot.turn").info("answered")
        logging.getLogger("aiogram.event").info("Update id=%s is handled", 9)
    structlog.get_logger("bot.turn").info("later")
    ours, theirs, later = log.lines()
    assert {key: ours[key] for key in ids} == ids
    assert {key: theirs[key] for key in ids} == ids
    assert (ours["message"], theirs["message"]) == ("answered", "Update id=9 is handled")
    assert not ids.keys() & later.keys()


def test_for_people_a_line_starts_with_time_and_sentence_and_has_no_colours_in_a_file(log: Log) -> None:
    log.start("plain")
    with structlog.contextvars.bound_contextvars(conversation="tg:42"):
        structlog.get_logger("bot.turn").warning("too slow", took=70)
    text = log.stream.getvalue()
    assert "too slow [bot.turn] conversation=tg:42 took=70" in text
    assert "\x1b" not in text


def test_lines_below_the_level_are_left_out(log: Log) -> None:
    log.start(level="warning")
    structlog.get_logger("bot.turn").info("small talk")
    logging.getLogger("aiogram").info("small talk")
    structlog.get_logger("bot.turn").warning("careful")
    assert log.line()["message"] == "careful"


def test_a_second_setup_replaces_the_first(log: Log) -> None:
    log.start("plain")
    log.start("json")
    structlog.get_logger("bot.turn").info("once")
    assert log.line()["message"] == "once"


def test_warnings_of_libraries_become_lines(log: Log) -> None:
    log.start()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn("old way", DeprecationWarning, stacklevel=1)
    assert "DeprecationWarning: old way" in log.line()["message"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"GET https://api.telegram.org/bot{TOKEN}/getMe", "GET https://api.telegram.org/bot[token]/getMe"),
        ("POST /bot42:TEST/sendMessage 502", "POST /bot[token]/sendMessage 502"),
        ("/bot42%3Aabc_-9/getUpdates", "/bot[token]/getUpdates"),
        (f"the token {TOKEN} was refused", "the token [token] was refused"),
        ("provider 284685063:TEST:ZmQ0NTk2OTk=", "provider [token]"),
        ("mail to anna.b+shop@mail.example.org now", "mail to [email] now"),
        ("call +49 (0)30 1234-567 or 0049301234567", "call [phone] or [phone]"),
        ("call 030 1234567, 0151-23456789 or 0301234567", "call [phone], [phone] or [phone]"),
        ("from DE89 3704 0044 0532 0130 00 please", "from [iban] please"),
        ("from DE89370400440532013000 EUR", "from [iban] EUR"),
        ("from GB29NWBK60161331926819", "from [iban]"),
    ],
)
def test_tokens_and_personal_data_are_taken_out_of_sentences(log: Log, text: str, told: str) -> None:
    assert said(log, text) == told


@pytest.mark.parametrize(
    "text",
    [
        "order K-1001 at 2026-11-22T10:00:00.123456Z for 1290 cents",
        "at 2026-11-22 13:44:00 from 192.168.0.17 in 0.01234567 s",
        "parcel 00340434161094042557 and RR123456789DE are shipped",
        "tg:4915112345678 wrote event tg:100200300",
        "took 0 of 1000 rows, generation 20261122",
    ],
)
def test_numbers_that_are_no_personal_data_stay(log: Log, text: str) -> None:
    assert said(log, text) == text


def test_personal_and_secret_fields_are_taken_out_however_deep(log: Log) -> None:
    log.start()
    address = {"name": "Mia", "street": "Hafen 1", "postcode": "12345", "city": "Moll", "country": "DE"}
    structlog.get_logger("bot.turn").info(
        "ordered", text="zu mir", address=address, order={"lines": [{"sku": "B-1", "recipient": "Mia"}]}, token="x"
    )
    told = log.stream.getvalue()
    line = log.line()
    assert not [word for word in ("Mia", "Hafen", "Moll", "zu mir", "12345") if word in told]
    assert (line["text"], line["address"], line["token"]) == ("[personal]", "[personal]", "[secret]")


def test_nested_values_and_dataclasses_are_searched_too(log: Log) -> None:
    log.start()
    message = Message(conversation="tg:42", key="tg:7", kind="text", at=datetime.now(UTC), text="ich heiße Mia")
    structlog.get_logger("bot.turn").info("got", got=message, rows=[{"to": "mia@example.org", "Name": "Mia", "n": 2}])
    line = log.line()
    assert line["got"]["text"] == "[personal]"
    assert line["got"]["key"] == "tg:7"
    assert line["rows"] == [{"to": "[email]", "Name": "[personal]", "n": 2}]


def test_arguments_and_extras_of_stdlib_lines_are_searched_too(log: Log) -> None:
    log.start()
    logging.getLogger("aiohttp.access").info("%s %d", f"POST /bot{TOKEN}/getMe", 200, extra={"phone": "030 99"})
    line = log.line()
    assert line["message"] == "POST /bot[token]/getMe 200"
    assert line["phone"] == "[personal]"


@pytest.mark.parametrize("format", ["plain", "json"])
def test_tracebacks_are_searched_too(log: Log, format: Format) -> None:
    log.start(format)
    try:
        int("nothing for mia@example.org from /bot42:abc/getMe")
    except ValueError as error:
        structlog.get_logger("bot.turn").exception("failed", error=error)
        logging.getLogger("aiogram").exception("failed")
    text = log.stream.getvalue()
    assert text.count("Traceback (most recent call last)") == 2
    assert "mia@" not in text
    assert "42:abc" not in text
    assert (
        text.count("ValueError: invalid literal for int() with base 10: 'nothing for [email] from /bot[token]/getMe'")
        == 2
    )


@pytest.mark.parametrize("format", ["plain", "json"])
def test_tracebacks_show_no_values(log: Log, format: Format) -> None:
    log.start(format)
    told = "Mia aus der Gasse"  # what a shopper said: nothing that could be told from its form
    try:
        int(told[:0])
    except ValueError as error:
        structlog.get_logger("bot.turn").error("failed", exc_info=error)
    assert "int(told[:0])" in log.stream.getvalue()
    assert told not in log.stream.getvalue().replace(f'told = "{told}"', "")


def test_given_secrets_never_leave_wherever_they_turn_up(log: Log) -> None:
    log.start(secrets=("hush-hush", "hush", ""))
    structlog.get_logger("bot.turn").info("header hush-hush", headers={"X-Secret": ["hush"]})
    line = log.line()
    assert line["message"] == "header [secret]"
    assert line["headers"] == {"X-Secret": ["[secret]"]}
