"""config.toml and TRESEN_... variables as validated settings; everything that is wrong is told at once."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.config_problems import PREFIX, ConfigError, Problem, Written

#: The made-up shop that comes with Tresen, where config.toml names no other.
DEMO = Path(str(resources.files("catalog"))) / "demo"
DEFAULT_FILE = Path("config.toml")
Sources = tuple[PydanticBaseSettingsSource, ...]


def _refuse(what: str, help: str = "") -> PydanticCustomError:
    return PydanticCustomError("tresen", "{what}", {"what": what, "help": help})


def _existing_folder(path: Path) -> Path:
    if not path.is_dir():
        raise _refuse(f"there is no folder {path}", "Name the folder that holds the shop.toml.")
    return path


def _in_existing_folder(path: Path) -> Path:
    if not path.parent.is_dir():
        raise _refuse(f"there is no folder {path.parent}", "Make it first, or name another one.")
    if path.is_dir():
        raise _refuse("this is a folder", "Name a file in it.")
    return path


def _folder_to_make(path: Path) -> Path:
    if path.exists() and not path.is_dir():
        raise _refuse("this is a file", "Name a folder; it is made if need be.")
    return path


def _web_address(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise _refuse("this is no web address", "It begins with https:// and a host.")
    return address.rstrip("/")


def _bot_token(token: SecretStr) -> SecretStr:
    if token.get_secret_value() and not re.fullmatch(r"\d+:[\w-]+", token.get_secret_value()):
        raise _refuse("this is no bot token", "@BotFather gives it, in the form 123456789:AA...")
    return token


def _group(id: int) -> int:
    if id > 0:
        raise _refuse("this is no group", "A group's id is a negative number, mostly beginning with -100.")
    return id


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Shop(_Section):
    """Where the shop's files and its database are."""

    folder: Annotated[Path, AfterValidator(_existing_folder)] = DEMO
    database: Annotated[Path, AfterValidator(_in_existing_folder)] = Path("tresen.db")

    @property
    def sentences(self) -> Path:
        """The folder of the shop's own sentences, `<skill>/<language>.toml`; it need not exist."""
        return self.folder / "sentences"


class Telegram(_Section):
    """The bot on Telegram; without a token there is only the console."""

    token: Annotated[SecretStr, AfterValidator(_bot_token)] = SecretStr("")
    provider_token: SecretStr = SecretStr("")
    api_base: Annotated[str, AfterValidator(_web_address)] = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: str = Field(default="", validate_default=True)
    webhook_host: str = "127.0.0.1"
    webhook_port: int = Field(default=8080, ge=1, le=65535)
    webhook_secret: SecretStr = Field(default=SecretStr(""), validate_default=True)
    operators: Annotated[int, AfterValidator(_group)] = 0
    operators_hours: str = "24/7"
    operators_minutes: int = Field(default=30, ge=1, le=1440)

    @field_validator("webhook_url")
    @classmethod
    def _address_for_webhook(cls, address: str, info: ValidationInfo) -> str:
        if info.data.get("mode") == "webhook" and not address.startswith("https://"):
            raise _refuse('mode = "webhook" needs a web address', "Telegram calls it, so it begins with https://.")
        return address

    @field_validator("webhook_secret")
    @classmethod
    def _secret_for_webhook(cls, secret: SecretStr, info: ValidationInfo) -> SecretStr:
        if info.data.get("mode") == "webhook" and not re.fullmatch(
            r"[\w-]{16,256}", secret.get_secret_value(), re.ASCII
        ):
            advice = "16 to 256 letters, digits, _ or -, made up by you; Telegram shows it with every call."
            raise _refuse('mode = "webhook" needs a secret', advice)
        return secret


class Understanding(_Section):
    """Where what was learnt from the sentence files is kept, and whether messages may be looked at to learn more."""

    cache: Annotated[Path, AfterValidator(_folder_to_make)] = Path(".tresen")
    learn: bool = False


class Log(_Section):
    """What the log tells, and to whom."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["plain", "json"] = "plain"


class Support(_Section):
    """How a shopper reaches a person outside the chat."""

    text: str = ""
    email: str = Field(default="", pattern=r"^$|^[^@\s]+@[^@\s]+\.[^@\s]+$")
    phone: str = Field(default="", pattern=r"^$|^\+?[0-9][0-9 ()/.-]{4,}$")


class Settings(BaseSettings):
    """Everything config.toml and the environment say. `skills` holds a free table for each skill."""

    model_config = SettingsConfigDict(
        extra="forbid",
        frozen=True,
        env_prefix=PREFIX,
        env_nested_delimiter="_",
        env_nested_max_split=1,
        env_ignore_empty=True,
    )

    shop: Shop = Shop()
    telegram: Telegram = Telegram()
    understanding: Understanding = Understanding()
    log: Log = Log()
    support: Support = Support()
    skills: dict[str, dict[str, Any]] = Field(default_factory=dict)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be seen in a log."""
        held = (self.telegram.token, self.telegram.provider_token, self.telegram.webhook_secret)
        return tuple(secret.get_secret_value() for secret in held if secret.get_secret_value())


SECTIONS: dict[str, type[BaseModel]] = {
    name: field.annotation
    for name, field in Settings.model_fields.items()
    if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
}
#: The keys of each section; a skill's table is free.
KEYS: dict[str, tuple[str, ...]] = {name: tuple(model.model_fields) for name, model in SECTIONS.items()} | {
    "skills": ()
}
_PATHS = {("shop", "folder"), ("shop", "database"), ("understanding", "cache")}


def load(
    path: Path | None = None,
    *,
    environ: Mapping[str, str] = os.environ,
    options: Mapping[str, Mapping[str, Any]] | None = None,
) -> Settings:
    """Read the settings: `options` win over the environment, and that over the file.

    Without `path`, ./config.toml is read if there is one. Relative paths in the file start at its folder, all others
    here. Raises ConfigError with everything that is wrong.
    """
    file = path or (DEFAULT_FILE if DEFAULT_FILE.exists() else None)
    text = _text_of(file) if file else ""
    values = _parsed(text, str(file))
    written = Written(
        file=str(file or DEFAULT_FILE), text=text, values=values, environ=environ, options=options or {}, keys=KEYS
    )
    problems = list(written.unknown_variables())
    try:
        settings = _merged(written, _at_home(values, file))
    except ValidationError as error:
        problems += [written.problem(details) for details in error.errors()]
    if problems:
        raise ConfigError(problems)
    return settings


def _text_of(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except FileNotFoundError as error:
        advice = "Check the name, or leave --config out to go with the defaults."
        raise ConfigError([Problem(place=str(file), what="there is no such file", help=advice)]) from error
    except UnicodeDecodeError as error:
        place = f"{file}, byte {error.start}"
        raise ConfigError([Problem(place=place, what="this is not UTF-8", help="Save the file as UTF-8.")]) from error
    except OSError as error:
        what = f"the file cannot be read ({error.strerror})"
        raise ConfigError([Problem(place=str(file), what=what, help="Name a file that you may read.")]) from error


def _parsed(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).partition(" (at ")
        position = where.rstrip(")") if where.startswith("line") else f"line {text.count(chr(10)) + 1}"
        advice = 'Text stands in quotes, a section in brackets: [shop] and below it folder = "my-shop".'
        problem = Problem(
            place=f"{file}, {position}", what=f"this is not TOML: {what[:1].lower()}{what[1:]}", help=advice
        )
        raise ConfigError([problem]) from error


def _at_home(values: Mapping[str, Any], file: Path | None) -> dict[str, Any]:
    """The file's values; relative paths among them, given or by default, start at the file's folder."""
    moved = dict(values)
    home = file.resolve().parent if file else Path()
    for section, key in _PATHS:
        table = moved.get(section, {})
        path = table.get(key, SECTIONS[section].model_fields[key].default) if isinstance(table, dict) else None
        if isinstance(path, str | Path):
            moved[section] = {**table, key: str(home / path)}
    return moved


def _merged(written: Written, values: Mapping[str, Any]) -> Settings:
    class Read(Settings):
        @classmethod
        def settings_customise_sources(
            cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource, *_: Any, **__: Any
        ) -> Sources:
            options = InitSettingsSource(settings_cls, init_kwargs=dict(written.options))
            return options, _Environment(settings_cls, written), init_settings

    return Read(**values)


class _Environment(EnvSettingsSource):
    """The variables that were handed in, instead of the process's own."""

    def __init__(self, settings_cls: type[BaseSettings], written: Written) -> None:
        super().__init__(settings_cls)
        self.env_vars = {
            name.lower(): value for name, value in written.environ.items() if value and written.is_setting(name)
        }
