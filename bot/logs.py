"""Logs for people and machines: ids on every line, secrets and personal data in none.

Every line goes through here, our own and those of libraries that use stdlib logging, aiogram's included. A module takes
`structlog.get_logger(__name__)`; whoever begins a piece of work puts its ids (event, conversation, order, effect) on every
line written meanwhile with `structlog.contextvars.bound_contextvars(...)`.
"""

from __future__ import annotations

import dataclasses
import logging
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import Any, Literal, TextIO

import structlog

Format = Literal["plain", "json"]
Redact = Callable[[str], str]

#: Fields whose whole value is somebody's own: what was said, and who and where somebody is.
PERSONAL = frozenset(
    {"text", "name", "first_name", "last_name", "username", "person", "recipient", "address", "street", "city"}
    | {"postcode", "phone", "email", "iban", "latitude", "longitude", "lat", "lon", "location"}
)
#: Fields whose whole value opens a door.
SECRET = frozenset({"token", "provider_token", "secret", "webhook_secret", "password", "authorization"})
#: Fields that are ids of ours or about the line itself; numbers in them are no phone numbers.
_PLAIN = frozenset({"event", "conversation", "order", "effect", "level", "logger", "timestamp"})
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("/bot[token]", re.compile(r"/bot\d+(?::|%3A)[\w-]+", re.IGNORECASE)),
    ("[token]", re.compile(r"(?<![\w:])\d{5,}:(?:(?:TEST|LIVE):[\w=-]+|[\w-]{30,})")),
    ("[email]", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("[iban]", re.compile(r"\b(?![A-Z]{2}\d{9}[A-Z]{2}\b)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")),
    ("[phone]", re.compile(r"(?<![\w.:+-])(?:\+|00)\d(?:[ ()/.-]{0,2}\d){6,13}(?![\d-])")),
    ("[phone]", re.compile(r"(?<![\w.:+-])0[1-9]\d{1,4}(?:[ /-]{1,3}\d{2,}(?:[ -]?\d+)*|\d{6,9})(?![\w:-])")),
)


def setup(
    format: Format = "plain", *, level: str = "info", stream: TextIO | None = None, secrets: Iterable[str] = ()
) -> None:
    """Send all logs to `stream` (stderr). `secrets` are texts that no line may contain, however they got there."""
    stream = stream or sys.stderr
    redact = _redactor(secrets)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_described(format),
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                lambda _, __, line: _redacted_line(line, redact),
                _renderer(format, stream),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    logging.captureWarnings(capture=True)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_described(format),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _described(format: Format) -> list[structlog.typing.Processor]:
    """What every line is given: ids, level, logger, time; its sentence is called `message`."""
    machine = format == "json"
    return [
        _with_ids,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso" if machine else "%H:%M:%S", utc=machine),
        structlog.processors.EventRenamer("message", replace_by="_event"),
    ]


def _with_ids(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Adds the ids; the event's own waits under another name until the sentence has given `event` free."""
    ids = structlog.contextvars.get_contextvars()
    return {("_event" if name == "event" else name): value for name, value in ids.items()} | dict(line)


def _renderer(format: Format, stream: TextIO) -> structlog.typing.Processor:
    if format == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(
        colors=stream.isatty(), event_key="message", exception_formatter=structlog.dev.plain_traceback, pad_event_to=0
    )


def masked(text: str) -> str:
    """A text with tokens, addresses of mail, bank accounts and phone numbers taken out."""
    for name, pattern in _PATTERNS:
        text = pattern.sub(name, text)
    return text


def telling(text: str) -> Iterator[tuple[str, str]]:
    """What `masked` would take out of a text, each with what would stand there."""
    for name, pattern in _PATTERNS:
        yield from ((name, found[0]) for found in pattern.finditer(text))
        text = pattern.sub(" ", text)


def _redactor(secrets: Iterable[str]) -> Redact:
    exact = sorted((secret for secret in secrets if secret), key=len, reverse=True)

    def redact(text: str) -> str:
        for secret in exact:
            text = text.replace(secret, "[secret]")
        return masked(text)

    return redact


def _redacted_line(line: MutableMapping[str, Any], redact: Redact) -> MutableMapping[str, Any]:
    return {
        key: value if key in _PLAIN and isinstance(value, str | int) else _redacted(key, value, redact)
        for key, value in line.items()
    }


def _redacted(key: str, value: Any, redact: Redact) -> Any:
    if key.lower() in PERSONAL | SECRET and value not in (None, ""):
        return "[personal]" if key.lower() in PERSONAL else "[secret]"
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(name): _redacted(str(name), inner, redact) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_redacted(key, inner, redact) for inner in value]
    if value is None or isinstance(value, int | float):
        return value
    return redact(repr(value) if isinstance(value, BaseException) else str(value))
