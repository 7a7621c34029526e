"""Whatever is wrong in a shop's folder is told with its place and a way out."""

from __future__ import annotations

import pytest

from tests.catalog.conftest import Make
from tests.catalog.folders import PRODUCTS, STORES, Files, Folder, products

HEAD = "id,title,price"


def of(make: Make, files: Files) -> tuple[str, int, str, str]:
    problem = make(files).problem()
    assert problem.help
    return problem.file, problem.line, problem.column, problem.value


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("A,Becher,12.90", "price", "12.90"),
        ("A,Becher,EUR 12.90", "price", "EUR 12.90"),
        ("A,Becher,-1.00 EUR", "price", "-1.00 EUR"),
        ("A,Becher,0.00 EUR", "price", "0.00 EUR"),
        ("A,Becher,0 EUR", "price", "0 EUR"),
        ("A,Becher,12.90 USD", "price", "12.90 USD"),
        ("A,Becher,1.299.00 EUR", "price", "1.299.00 EUR"),
        ("A,Becher,", "price", ""),
        ("A,,12.90 EUR", "title", ""),
        (",Becher,12.90 EUR", "id", ""),
    ],
)
def test_a_bad_product_row_is_named_with_its_cell(make: Make, row: str, column: str, value: str) -> None:
    files = {"products.csv": products("OK,Kanne,1.00 EUR", row, columns=HEAD)}
    assert of(make, files) == ("products.csv", 3, column, value)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("quantity", "viele"),
        ("quantity", "-1"),
        ("availability", "on_stock"),
        ("kind", "good"),
        ("tax_class", "standart"),
        ("withdrawal", "never"),
        ("free_shipping", "vielleicht"),
        ("addon", "2"),
        ("popularity", "hoch"),
        ("sale_price", "2.00 EUR"),
        ("sale_price", "1.00 EUR"),
        ("sale_price", "0.00 EUR"),
        ("sale_price_effective_date", "2026-11-01"),
        ("sale_price_effective_date", "2026-11-30/2026-11-01"),
        ("unit_pricing_measure", "250"),
        ("unit_pricing_measure", "250 stone"),
        ("unit_pricing_measure", "0 g"),
        ("unit_pricing_base_measure", "1 kg"),
        ("shipping_weight", "2 l"),
        ("image_link", "nowhere.png"),
        ("image_link", "../../secret.png"),
        ("stars", "50"),
        ("interval", "monatlich"),
    ],
)
def test_every_cell_with_a_form_is_checked(make: Make, column: str, value: str) -> None:
    files = {"products.csv": products(f"A,Becher,1.00 EUR,{value}", columns=f"{HEAD},{column}")}
    assert of(make, files) == ("products.csv", 2, column, value)


def test_all_problems_come_at_once_in_the_order_of_the_files(make: Make) -> None:
    folder = make(
        {
            "products.csv": products("A,Becher,teuer", "B,,1.00 EUR", "A,Kanne,2.00 EUR", columns=HEAD),
            "stores.csv": STORES.replace("54.4172", "154.4172"),
            "vouchers.csv": "code,kind,value\nX,percent,101\n",
        }
    )
    assert [(problem.file, problem.line, problem.column) for problem in folder.problems()] == [
        ("products.csv", 2, "price"),
        ("products.csv", 3, "title"),
        ("products.csv", 4, "id"),
        ("stores.csv", 2, "latitude"),
        ("vouchers.csv", 2, "value"),
    ]


def test_an_unknown_column_comes_with_the_one_that_was_meant(make: Make) -> None:
    problem = make({"products.csv": products("A,Becher,1.00 EUR,rot", columns=f"{HEAD},colour")}).problem()
    assert (problem.line, problem.column, problem.help) == (1, "colour", "Did you mean 'color'?")


def test_an_unknown_column_like_nothing_known_comes_with_the_known_ones(make: Make) -> None:
    problem = make({"products.csv": products("A,Becher,1.00 EUR,x", columns=f"{HEAD},zzzzzzzzz")}).problem()
    assert "unit_pricing_measure" in problem.help


def test_a_missing_column_is_told_once_and_not_for_every_row(make: Make) -> None:
    folder = make({"products.csv": products("A,Becher", "B,Kanne", columns="id,title")})
    missing = [problem for problem in folder.problems() if "missing column" in problem.what]
    assert [(problem.line, problem.column) for problem in missing] == [(1, "price")]


def test_a_doubled_column_is_told(make: Make) -> None:
    assert of(make, {"products.csv": products("A,Becher,1.00 EUR,x", columns=f"{HEAD},title")})[2] == "title"


def test_more_cells_than_columns_are_told_with_the_line(make: Make) -> None:
    problems = make({"products.csv": products("A,Becher,1.00 EUR,groß", columns=HEAD)}).problems()
    assert [(problem.line, "separator" in problem.help) for problem in problems] == [(2, True)]


def test_lines_are_counted_by_the_file_and_not_by_the_row(make: Make) -> None:
    text = 'id,title,price,description\nA,Becher,1.00 EUR,"zwei\nZeilen"\n\nB,Kanne,nichts,\n'
    assert of(make, {"products.csv": text}) == ("products.csv", 5, "price", "nichts")


def test_mixed_decimal_marks_in_one_column_are_refused(make: Make) -> None:
    files = {"products.csv": products('A,Becher,"1,00 EUR"', "B,Kanne,2.00 EUR", columns=HEAD)}
    assert of(make, files) == ("products.csv", 3, "price", "2.00 EUR")


def test_a_file_that_is_not_utf8_is_told_with_the_line(make: Make) -> None:
    text = products("A,Kanne,1.00 EUR", "B,Möwe,2.00 EUR", columns=HEAD).encode("latin-1")
    problem = make({"products.csv": text}).problem()
    assert (problem.line, "UTF-8" in problem.help) == (3, True)


def test_an_open_quote_is_told(make: Make) -> None:
    assert "quotes" in make({"products.csv": f'{HEAD}\nA,"Becher,1.00 EUR\n'}).problem().help


def test_a_missing_file_that_every_shop_needs_is_told(make: Make) -> None:
    folder = make()
    (folder.path / "products.csv").unlink()
    assert (folder.problem().file, folder.problem().what) == ("products.csv", "is missing")
    (folder.path / "shop.toml").unlink()
    assert folder.problem().file == "shop.toml"


def test_a_folder_that_does_not_exist_is_told(make: Make) -> None:
    folder = make()
    folder.path = folder.path / "elsewhere"
    assert folder.problem().what == "is not a folder"


def test_an_empty_products_file_is_told(make: Make) -> None:
    assert make({"products.csv": HEAD + "\n"}).problem().what == "holds no product"


def test_variants_must_agree_on_what_belongs_to_the_product(make: Make) -> None:
    files = {
        "products.csv": PRODUCTS.replace("M-BLAU,moewe,Becher Möwe,Küche > Becher", "M-BLAU,moewe,Becher Möwe,Bad")
    }
    assert of(make, files) == ("products.csv", 3, "product_type", "Bad")


def test_two_variants_that_look_the_same_are_told(make: Make) -> None:
    assert of(make, {"products.csv": PRODUCTS.replace(",0,blau,", ",0,rot,")})[:3] == (
        "products.csv",
        3,
        "item_group_id",
    )


def test_a_sku_may_not_be_called_like_a_group(make: Make) -> None:
    assert of(make, {"products.csv": PRODUCTS.replace("JACKE,,", "moewe,,")}) == ("products.csv", 4, "id", "moewe")


def test_a_digital_product_needs_its_file(make: Make) -> None:
    columns = f"{HEAD},kind,stars,file"
    assert of(make, {"products.csv": products("S,Sticker,,digital,50,", columns=columns)})[2] == "file"
    assert of(make, {"products.csv": products("S,Sticker,,digital,50,x.zip", columns=columns)})[2:] == ("file", "x.zip")


def test_a_subscription_needs_its_interval(make: Make) -> None:
    columns = f"{HEAD},kind,interval"
    assert of(make, {"products.csv": products("T,Teekiste,9.00 EUR,subscription,", columns=columns)})[2] == "interval"
    assert make({"products.csv": products("T,Teekiste,9.00 EUR,subscription,P4W", columns=columns)}).problems() == ()


def test_a_picture_that_was_misspelt_comes_with_the_right_name(make: Make) -> None:
    files: Files = {
        "products.csv": products("A,Becher,1.00 EUR,becher-rto.png", columns=f"{HEAD},image_link"),
        "pictures/becher-rot.png": b"png",
    }
    assert make(files).problem().help == "Did you mean 'becher-rot.png'?"


def test_nothing_outside_of_the_folder_can_be_named(make: Make) -> None:
    files = {
        "products.csv": products("A,Becher,1.00 EUR,../secret.png", columns=f"{HEAD},image_link"),
        "pictures/a.png": b"png",
        "secret.png": b"png",
    }
    assert make(files).problem().what == "leads out of the shop's folder"


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("Mo-Fr 09:00-18:00", "von neun bis sechs", "opening_hours"),
        ("54.4172", "oben", "latitude"),
        ("6.8961", "-200", "longitude"),
        ("Am Hafen", "", "name"),
    ],
)
def test_stores_are_checked(make: Make, old: str, new: str, column: str) -> None:
    assert of(make, {"stores.csv": STORES.replace(old, new)})[:3] == ("stores.csv", 2, column)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("country", "Germany"),
        ("holiday_region", "DE-XX"),
        ("holiday_region", "ZZ"),
        ("closed_dates", "24.12.2026"),
        ("wheelchair", "maybe"),
        ("pickup", "sure"),
        ("closed_on_holidays", "mostly"),
    ],
)
def test_what_a_store_may_say_more_is_checked(make: Make, column: str, value: str) -> None:
    head, row = STORES.splitlines()
    assert of(make, {"stores.csv": f"{head},{column}\n{row},{value}\n"}) == ("stores.csv", 2, column, value)


@pytest.mark.parametrize(
    ("row", "column"),
    [("hafn,M-ROT,2", "store"), ("hafen,M-RT,2", "id"), ("hafen,M-ROT,", "quantity"), ("hafen,M-ROT,-2", "quantity")],
)
def test_shelves_are_checked(make: Make, row: str, column: str) -> None:
    problem = make({"stores.csv": STORES, "stock.csv": f"store,id,quantity\n{row}\n"}).problem()
    assert (problem.file, problem.line, problem.column) == ("stock.csv", 2, column)
    if column in {"store", "id"}:
        assert problem.help.startswith("Did you mean")


def test_a_shelf_named_twice_is_told(make: Make) -> None:
    files = {"stores.csv": STORES, "stock.csv": "store,id,quantity\nhafen,M-ROT,1\nhafen,M-ROT,2\n"}
    assert of(make, files)[:2] == ("stock.csv", 3)


SERVICE = products("KURS,Töpferkurs,39.00 EUR,service", "M,Becher,1.00 EUR,goods", columns=f"{HEAD},kind")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("M,hafen,PT1H,Mo 10:00-12:00,1", "id"),
        ("KURS,markt,PT1H,Mo 10:00-12:00,1", "store"),
        ("KURS,hafen,eine Stunde,Mo 10:00-12:00,1", "duration"),
        ("KURS,hafen,PT1H,montags,1", "times"),
        ("KURS,hafen,PT1H,Mo 10:00-12:00,0", "capacity"),
    ],
)
def test_services_are_checked(make: Make, row: str, column: str) -> None:
    files = {
        "products.csv": SERVICE,
        "stores.csv": STORES,
        "services.csv": f"id,store,duration,times,capacity\n{row}\n",
    }
    found = [(problem.file, problem.line, problem.column) for problem in make(files).problems()]
    assert ("services.csv", 2, column) in found


def test_a_service_without_times_is_told(make: Make) -> None:
    assert make({"products.csv": SERVICE}).problem().value == "KURS"


def test_a_booking_of_what_is_not_held_there_is_told(make: Make) -> None:
    files = {
        "products.csv": SERVICE,
        "stores.csv": STORES,
        "services.csv": "id,store,duration,times\nKURS,hafen,PT1H,Mo 10:00-12:00\n",
        "bookings.csv": "service,store,at,people\nKURS,markt,2026-12-07T10:00,1\n",
    }
    assert of(make, files)[:3] == ("bookings.csv", 2, "service")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("X,percent,0,,", "value"),
        ("X,percent,101,,", "value"),
        ("X,percent,,,", "value"),
        ("X,fixed,5,,", "value"),
        ("X,gift,5.00 EUR,,", "kind"),
        ("X,percent,10,Kueche > Becher,", "applies_to"),
        ("X,percent,10,,bald", "valid_until"),
    ],
)
def test_vouchers_are_checked(make: Make, row: str, column: str) -> None:
    files = {"vouchers.csv": f"code,kind,value,applies_to,valid_until\n{row}\n"}
    assert of(make, files)[:3] == ("vouchers.csv", 2, column)


def test_a_translation_of_what_does_not_exist_is_told(make: Make) -> None:
    problem = make({"products.en.csv": "id,title\nM-ROTT,Mug\n"}).problem()
    assert (problem.file, problem.line, problem.help) == ("products.en.csv", 2, "Did you mean 'M-ROT'?")


def test_a_translated_attribute_that_does_not_exist_is_told(make: Make) -> None:
    files = {
        "products.csv": products("A,Becher,1.00 EUR,2 kg", columns=f"{HEAD},attr:Gewicht"),
        "products.en.csv": "id,title,attr:Gewihct=Weight\nA,Mug,\n",
    }
    problem = make(files).problem()
    assert (problem.file, problem.line, problem.help) == ("products.en.csv", 1, "Did you mean 'Gewicht'?")


def test_faq_and_synonyms_of_a_language_the_shop_lacks_are_told(make: Make) -> None:
    assert make({"faq/fr/livraison.md": "# Quand\nDemain\n"}).problem().file == "faq/fr"
    folder = make({"synonyms.toml": '[fr]\ntasse = ["mug"]\n'})
    assert {problem.file for problem in folder.problems()} == {"faq/fr", "synonyms.toml"}


def test_an_answer_without_a_question_and_a_question_without_an_answer_are_told(make: Make) -> None:
    files = {"faq/de/a.md": "Einfach so\n# Frage\nkeywords: x\n"}
    assert [problem.line for problem in make(files).problems()] == [1, 2]


def test_a_problem_reads_as_one_line(make: Make) -> None:
    folder: Folder = make({"products.csv": products("A,Becher,12.90", columns=HEAD)})
    assert str(folder.problem()) == (
        "products.csv:2, price: is not a price ('12.90'). Write a number, a space and the currency, as 12.90 EUR."
    )


def test_what_follows_from_an_unreadable_header_is_not_told(make: Make) -> None:
    folder = make({"products.csv": PRODUCTS.replace("title", "titel", 1)})
    told = {(problem.file, problem.line) for problem in folder.problems()}
    assert told == {("products.csv", 1)}


def test_a_price_that_is_wrong_is_told_once(make: Make) -> None:
    row = "A,Becher,0.00 EUR,1.00 EUR"
    assert of(make, {"products.csv": products(row, columns=f"{HEAD},sale_price")})[2] == "price"
