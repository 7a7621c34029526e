"""Bot API requests, decoded and validated with aiogram's own method models; unknown names are refused."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from aiogram import methods
from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from aiogram.types import BufferedInputFile
from aiohttp import web
from pydantic import BaseModel, ValidationError

AnyMethod = TelegramMethod[Any]

METHODS: Mapping[str, type[AnyMethod]] = {
    model.__api_method__.lower(): model
    for model in vars(methods).values()
    if inspect.isclass(model) and issubclass(model, TelegramMethod) and not inspect.isabstract(model)
}


class Refused(Exception):  # noqa: N818  (the server's answer, not an error of it)
    """The Bot API says no. `finding` marks a mistake of the bot, not one of circumstances."""

    def __init__(
        self, description: str, *, code: int = 400, retry_after: int = 0, finding: bool = True, migrate_to: int = 0
    ) -> None:
        super().__init__(description)
        self.migrate_to = migrate_to
        self.description, self.code, self.retry_after, self.finding = description, code, retry_after, finding

    def response(self) -> web.Response:
        """The refusal as the Bot API words it."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after:
            body["parameters"] = {"retry_after": self.retry_after}
        if self.migrate_to:
            body["parameters"] = {"migrate_to_chat_id": self.migrate_to}
        return web.json_response(body, status=self.code)


async def fields_of(request: web.Request) -> dict[str, Any]:
    """The request's fields as sent: from the query, a JSON body, a form or a multipart form with files."""
    fields: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        fields.update(await request.json())
        return fields
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            fields[name] = BufferedInputFile(value.file.read(), filename=value.filename)
        else:
            fields[name] = value
    return fields


def parse(name: str, fields: Mapping[str, Any]) -> AnyMethod:
    """The request as aiogram's model of the method; raises Refused for what the Bot API does not know."""
    model = METHODS.get(name.lower())
    if model is None:
        raise Refused("Not Found: method not found", code=404)
    uploads = {key: value for key, value in fields.items() if isinstance(value, BufferedInputFile)}
    values = {
        key: _decoded(model, key, value) for key, value in fields.items() if not _is_attachment(model, key, value)
    }
    try:
        method = model.model_validate(_with_uploads(values, uploads))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Refused(f"Bad Request: {model.__api_method__}: {place}: {first['msg']}") from error
    if unknown := sorted(strangers(method, model.__api_method__)):
        raise Refused(f"Bad Request: unknown names: {', '.join(unknown)}")
    return method


def strangers(value: Any, path: str) -> Iterator[str]:
    """The names in a request that the Bot API does not have, wherever they stand."""
    if isinstance(value, BaseModel):
        for name in value.model_extra or ():
            yield f"{path}.{name}"
        for name in type(value).model_fields:
            yield from strangers(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from strangers(item, f"{path}[{number}]")


def _is_attachment(model: type[AnyMethod], key: str, value: Any) -> bool:
    return isinstance(value, BufferedInputFile) and key not in model.model_fields


def _decoded(model: type[AnyMethod], key: str, value: Any) -> Any:
    """Form fields hold JSON, unless the method wants plain text there."""
    field = model.model_fields.get(key)
    if not isinstance(value, str) or field is None or _is_text(field.annotation):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _is_text(annotation: Any) -> bool:
    return {part for part in get_args(annotation) or (annotation,) if part not in (type(None), Default)} == {str}


def _with_uploads(value: Any, uploads: Mapping[str, BufferedInputFile]) -> Any:
    if isinstance(value, str) and value.startswith("attach://"):
        return uploads.get(value.removeprefix("attach://"), value)
    if isinstance(value, dict):
        return {key: _with_uploads(item, uploads) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_uploads(item, uploads) for item in value]
    return value
