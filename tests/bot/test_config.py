"""The settings: what is read from where, and how every mistake is told."""

from __future__ import annotations

import contextlib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from bot.config import KEYS, SECTIONS, Settings, load
from bot.config_problems import ConfigError

ROOT = Path(__file__).parents[2]


def written(folder: Path, text: str) -> Path:
    file = folder / "config.toml"
    file.write_text(text, "utf-8")
    return file


def problems(file: Path | None, **given: Any) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(file, **{"environ": {}, **given})
    return [str(problem) for problem in caught.value.problems]


def test_without_a_file_the_defaults_open_the_demo_shop_in_the_console(tmp_path: Path) -> None:
    with contextlib.chdir(tmp_path):
        settings = load(environ={})
    assert settings.shop.folder == ROOT / "catalog" / "demo"
    assert settings.shop.database == Path("tresen.db")
    assert settings.telegram.token.get_secret_value() == ""
    assert (settings.log.level, settings.log.format) == ("info", "plain")


def test_a_config_toml_in_the_working_folder_is_found(tmp_path: Path) -> None:
    written(tmp_path, '[log]\nlevel = "debug"\n')
    with contextlib.chdir(tmp_path):
        assert load(environ={}).log.level == "debug"


def test_the_shipped_config_toml_holds_every_key_with_its_default() -> None:
    values = tomllib.loads((ROOT / "config.toml").read_text("utf-8"))
    assert {name: tuple(table) for name, table in values.items()} == {name: KEYS[name] for name in SECTIONS}
    settings = load(ROOT / "config.toml", environ={})
    assert settings.shop.database == ROOT / "tresen.db"
    assert settings.understanding.cache == ROOT / ".tresen"
    assert settings.shop.folder == Settings.model_fields["shop"].default.folder
    for name in ("telegram", "log", "support"):
        assert getattr(settings, name) == SECTIONS[name]()


def test_relative_paths_in_a_file_start_at_its_folder_also_by_default(tmp_path: Path) -> None:
    (tmp_path / "goods").mkdir()
    settings = load(written(tmp_path, '[shop]\nfolder = "goods"\n'), environ={})
    assert settings.shop.folder == tmp_path / "goods"
    assert settings.shop.database == tmp_path / "tresen.db"


def test_a_variable_wins_over_the_file_and_an_option_over_both(tmp_path: Path) -> None:
    file = written(tmp_path, '[log]\nlevel = "debug"\nformat = "json"\n[shop]\ndatabase = "one.db"\n')
    environ = {"TRESEN_LOG_LEVEL": "error", "tresen_shop_database": "two.db", "TRESEN_LOG_FORMAT": "", "HOME": "/"}
    settings = load(file, environ=environ, options={"shop": {"database": "three.db"}})
    assert (settings.log.level, settings.log.format) == ("error", "json")
    assert settings.shop.database == Path("three.db")
    assert load(file, environ=environ).shop.database == Path("two.db")


def test_a_skill_gets_its_own_free_table_from_file_and_variable(tmp_path: Path) -> None:
    file = written(tmp_path, '[skills.hours]\nhours = "9-18"\ndays = [1, 2]\n')
    settings = load(file, environ={"TRESEN_SKILLS_PARKING": '{"places": 3}'})
    assert settings.skills == {"hours": {"hours": "9-18", "days": [1, 2]}, "parking": {"places": 3}}


def test_settings_cannot_be_changed_afterwards() -> None:
    settings = load(ROOT / "config.toml", environ={})
    with pytest.raises(ValidationError, match="frozen"):
        settings.log.level = "debug"


def test_all_mistakes_are_told_at_once_with_line_value_and_advice(tmp_path: Path) -> None:
    text = """
[shop]
folder = "nix"
databse = "x.db"
token = "1:a"

[telegram]
mode = "poling"
webhook_port = "abc"
api_base = "localhost:8081"

[support]
email = "anna"
phone = 4930

[telegrm]
[skills]
hours = 3
"""
    file = written(tmp_path, text)
    told = problems(file)
    expected = [
        (
            f'{file}, line 3: [shop] folder = "nix": there is no folder {tmp_path / "nix"}. '
            "Name the folder that holds the shop.toml."
        ),
        f"{file}, line 4: [shop] databse: there is no such key. Did you mean database?",
        f"{file}, line 5: [shop] token: there is no such key. It belongs to [telegram].",
        f'{file}, line 8: [telegram] mode = "poling": this must be "polling" or "webhook". Did you mean polling?',
        (
            f'{file}, line 9: [telegram] webhook_port = "abc": this must be a whole number. '
            "Write it in digits, without quotes."
        ),
        (
            f'{file}, line 10: [telegram] api_base = "localhost:8081": this is no web address. '
            "It begins with https:// and a host."
        ),
        f'{file}, line 13: [support] email = "anna": this does not look like one. Leave it empty if there is none.',
        f'{file}, line 14: [support] phone = 4930: this must be text. Put it into quotes: "...".',
        f"{file}, line 16: [telegrm]: there is no such section. Did you mean [telegram]?",
        (
            f"{file}, line 18: [skills] hours = 3: this must be a table. "
            "Write its name in brackets and its keys below; in a variable, a JSON object."
        ),
    ]
    assert sorted(told) == sorted(expected)


def test_what_is_no_group_is_told_and_a_variable_names_one_too(tmp_path: Path) -> None:
    file = written(tmp_path, "[telegram]\noperators = 1234567890\noperators_minutes = 0\n")
    group, minutes = problems(file)
    assert group == (
        f"{file}, line 2: [telegram] operators = 1234567890: this is no group. "
        "A group's id is a negative number, mostly beginning with -100."
    )
    assert "operators_minutes = 0" in minutes
    assert load(None, environ={"TRESEN_TELEGRAM_OPERATORS": "-1001234567890"}).telegram.operators == -1001234567890
    assert "whole number" in problems(None, environ={"TRESEN_TELEGRAM_OPERATORS": "@counter"})[0]


@pytest.mark.parametrize(
    ("variable", "advice"),
    [
        ("TRESEN_TELEGRM_TOKEN", "Did you mean TRESEN_TELEGRAM_TOKEN?"),
        ("TRESEN_TELEGRAM_TOKE", "Did you mean TRESEN_TELEGRAM_TOKEN?"),
        ("TRESEN_TELEGRAM__TOKEN", "Did you mean TRESEN_TELEGRAM_TOKEN?"),
        ("TRESEN_SHOP", "Settings are called TRESEN_<SECTION>_<KEY>."),
        ("tresen_log_levle", "Did you mean TRESEN_LOG_LEVEL?"),
        ("TRESEN_WHATEVERELSE", "Settings are called TRESEN_<SECTION>_<KEY>."),
    ],
)
def test_a_misspelt_variable_is_told_with_the_one_that_was_meant(variable: str, advice: str) -> None:
    told = problems(ROOT / "config.toml", environ={variable: "1:a"})
    assert told == [f"{variable}: there is no such setting. {advice}"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"environ": {"TRESEN_LOG_FORMAT": "xml"}}, 'TRESEN_LOG_FORMAT = "xml": this must be "plain" or "json".'),
        (
            {"options": {"log": {"format": "jsn"}}},
            '--log = "jsn": this must be "plain" or "json". Did you mean json?',
        ),
        (
            {"options": {"shop": {"database": "/no/where.db"}}},
            '--database = "/no/where.db": there is no folder /no. Make it first, or name another one.',
        ),
        (
            {"environ": {"TRESEN_SKILLS_HOURS": "{"}},
            (
                'TRESEN_SKILLS_HOURS = "{": this must be a table. '
                "Write its name in brackets and its keys below; in a variable, a JSON object."
            ),
        ),
    ],
)
def test_a_wrong_value_is_told_at_the_place_it_came_from(given: Mapping[str, Any], told: str) -> None:
    assert problems(ROOT / "config.toml", **given) == [told]


def test_a_section_that_is_no_table_is_told_even_when_a_variable_speaks_of_it(tmp_path: Path) -> None:
    file = written(tmp_path, "log = 3\n")
    assert problems(file)[0].startswith(f"{file}, line 1: [log]: this must be a table.")
    told = problems(file, environ={"TRESEN_LOG_LEVEL": "loud"})
    assert told[0].startswith('TRESEN_LOG_LEVEL = "loud": this must be')


def test_secrets_are_neither_told_nor_shown(tmp_path: Path) -> None:
    file = written(tmp_path, '[telegram]\ntoken = "so geheim"\nmode = "webhook"\nwebhook_secret = "kurz"\n')
    told = "\n".join(problems(file))
    assert "geheim" not in told
    assert "kurz" not in told
    assert f"{file}, line 2: [telegram] token: this is no bot token." in told
    settings = load(environ={"TRESEN_TELEGRAM_TOKEN": "42:verysecret"})
    assert "verysecret" not in repr(settings)
    assert settings.secrets == ("42:verysecret",)
    assert settings.telegram.token == SecretStr("42:verysecret")


def test_a_webhook_needs_an_address_and_a_secret(tmp_path: Path) -> None:
    file = written(tmp_path, '[telegram]\nmode = "webhook"\nwebhook_url = "http://shop.example"\n')
    told = problems(file)
    assert len(told) == 2
    assert told[0].startswith(f'{file}, line 3: [telegram] webhook_url = "http://shop.example": mode = "webhook" needs')
    assert told[1].startswith(f'{file}, line 1: [telegram] webhook_secret: mode = "webhook" needs a secret.')
    environ = {"TRESEN_TELEGRAM_WEBHOOK_SECRET": "s" * 16, "TRESEN_TELEGRAM_WEBHOOK_URL": "https://shop.example/tg"}
    assert load(file, environ=environ).telegram.webhook_url == "https://shop.example/tg"


def test_a_port_outside_its_range_is_told(tmp_path: Path) -> None:
    told = problems(written(tmp_path, "[telegram]\nwebhook_port = 70000\n"))
    assert told[0].endswith("[telegram] webhook_port = 70000: input should be less than or equal to 65535.")


@pytest.mark.parametrize(
    ("key", "what"),
    [("database", "this is a folder. Name a file in it."), ("folder", "there is no folder")],
)
def test_paths_are_checked_before_anything_starts(tmp_path: Path, key: str, what: str) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "file").touch()
    value = {"database": "there", "folder": "file"}[key]
    assert what in problems(written(tmp_path, f'[shop]\n{key} = "{value}"\n'))[0]


def test_a_cache_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told = problems(written(tmp_path, '[understanding]\ncache = "file"\n'))
    assert told[0].endswith('cache = "file": this is a file. Name a folder; it is made if need be.')


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[shop\n", "line 1, column 6"),
        ("[shop]\nfolder = demo\n", "line 2, column 10"),
        ('[shop]\nfolder = "demo', "line 2"),
        ("[shop]\nfolder = 1\nfolder = 2\n", "line 3, column 11"),
    ],
)
def test_broken_toml_is_one_sentence_with_line_and_column(tmp_path: Path, text: str, place: str) -> None:
    file = written(tmp_path, text)
    (told,) = problems(file)
    assert told.startswith(f"{file}, {place}: this is not TOML: ")
    assert "\n" not in told


def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    missing = tmp_path / "missing.toml"
    assert problems(missing) == [
        f"{missing}: there is no such file. Check the name, or leave --config out to go with the defaults."
    ]
    assert problems(tmp_path) == [
        f"{tmp_path}: the file cannot be read (Is a directory). Name a file that you may read."
    ]
    (tmp_path / "latin.toml").write_bytes("# Größe".encode("latin-1"))
    assert problems(tmp_path / "latin.toml")[0].startswith(f"{tmp_path / 'latin.toml'}, byte 4: this is not UTF-8.")


def test_a_byte_order_mark_and_quoted_and_dotted_keys_are_fine(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('log.level = "loud"\n["support"]\n"phone" = "x"\n', "utf-8-sig")
    told = problems(file)
    assert told[0].startswith(f"{file}, line 1: [log] level")
    assert told[1].startswith(f"{file}, line 3: [support] phone")
