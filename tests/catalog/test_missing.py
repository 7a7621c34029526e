"""What a language of the shop lacks is told, and hinders nothing."""

from __future__ import annotations

import pytest

from catalog.importing import import_folder
from tests.catalog.conftest import Make
from tests.catalog.folders import DEMO, NOW, SHOP, Folder

TITLES = "id,title\nM-ROT,Mug Gull\nM-BLAU,Mug Gull\nJACKE,Rain Jacket\n"
OFFER = '[[offer]]\nid = "herbst"\nkind = "campaign"\ntext = "Alles muss raus."\n'


def told(folder: Folder) -> list[tuple[str, str, str]]:
    report = folder.load()
    assert report.applied
    assert all(hint.what and hint.help for hint in report.hints)
    return [(hint.file, hint.column, hint.value) for hint in report.hints]


def test_a_language_without_a_file_is_told_with_what_it_leaves_in_another(make: Make) -> None:
    assert told(make()) == [("products.en.csv", "title", "M-ROT, M-BLAU, JACKE")]


def test_rows_that_a_language_lacks_are_named(make: Make) -> None:
    files = {"products.en.csv": TITLES.replace("JACKE,Rain Jacket\n", "")}
    assert told(make(files)) == [("products.en.csv", "title", "JACKE")]
    assert "1 of 3 in 'en'" in make(files).load().hints[0].what


def test_offers_and_answers_count_too(make: Make) -> None:
    files = {
        "products.en.csv": TITLES,
        "offers.toml": OFFER,
        "faq/de/versand.md": "# Was kostet der Versand?\nNichts.\n",
    }
    assert told(make(files)) == [("offers.en.toml", "text", "herbst"), ("faq/en/", "", "")]


@pytest.mark.parametrize("files", [{"products.en.csv": TITLES}, {"shop.toml": SHOP.replace('["de", "en"]', '["de"]')}])
def test_a_shop_that_speaks_its_languages_hears_nothing(make: Make, files: dict[str, str]) -> None:
    assert told(make(files)) == []


def test_the_demo_shop_lacks_nothing(make: Make) -> None:
    assert import_folder(DEMO, make().database, now=NOW).hints == ()
