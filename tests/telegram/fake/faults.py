"""Faults of network and server, planned by a test."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from tests.telegram.fake.requests import Refused


@dataclass(frozen=True, slots=True)
class RetryAfter:
    """429: too many requests."""

    seconds: int
    after: bool = False

    def response(self, _request: web.Request) -> web.Response:
        """The refusal with the time to wait."""
        description = f"Too Many Requests: retry after {self.seconds}"
        return Refused(description, code=429, retry_after=self.seconds).response()


@dataclass(frozen=True, slots=True)
class ServerError:
    """5xx as JSON, before or `after` the effect."""

    code: int = 500
    after: bool = False

    def response(self, _request: web.Request) -> web.Response:
        """The error as the Bot API words it."""
        return Refused("Internal Server Error", code=self.code).response()


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """502 as a page of the proxy in front, before or `after` the effect."""

    after: bool = False

    def response(self, _request: web.Request) -> web.Response:
        """A page that is no JSON."""
        page = "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>"
        return web.Response(status=502, text=page, content_type="text/html")


@dataclass(frozen=True, slots=True)
class Cut:
    """The connection breaks, before or `after` the effect."""

    after: bool = False

    def response(self, request: web.Request) -> web.Response:
        """Nothing that arrives."""
        if request.transport is not None:
            request.transport.abort()
        return web.Response()


@dataclass(frozen=True, slots=True)
class Refusal:
    """400 with words of the test's choice."""

    description: str
    after: bool = False

    def response(self, _request: web.Request) -> web.Response:
        """The refusal as the Bot API words it."""
        return Refused(f"Bad Request: {self.description}").response()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A success whose result no client library can read."""

    after: bool = True

    def response(self, _request: web.Request) -> web.Response:
        """Something newer than the library."""
        return web.json_response({"ok": True, "result": {"message_id": "new kind of id"}})


Kind = RetryAfter | ServerError | HtmlPage | Cut | Refusal | Unreadable


@dataclass(slots=True)
class Fault:
    """A planned fault: for which method and chat, and how often."""

    method: str
    kind: Kind
    times: int
    chat: int | None


class Faults:
    """The faults that are still to come."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []

    def plan(self, fault: Fault) -> None:
        """One more fault to come."""
        self._planned.append(fault)

    def take(self, method: str, chat: int | None) -> Kind | None:
        """The fault that hits this request, if any."""
        for fault in self._planned:
            if fault.method == method and fault.chat in (None, chat):
                fault.times -= 1
                if not fault.times:
                    self._planned.remove(fault)
                return fault.kind
        return None
