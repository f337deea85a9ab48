# ruff: noqa: E501 - a page reads best on a line
"""Pay in tables and cards: ranges in two parts, and what stands around an amount."""

from __future__ import annotations

import pytest

from extractors import extract
from extractors.records import Salary


def pays(body: str, *, title: str = "What developers earn", language: str = "en") -> list[Salary]:
    page = f"<html lang='{language}'><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
    return list(extract(page.encode()).salaries)


def shown(salary: Salary) -> str:
    ends = "..".join("" if end is None else f"{end:f}" for end in (salary.min_value, salary.max_value))
    parts = (ends, salary.currency, salary.unit_text, salary.basis)
    return " ".join(filter(None, parts))


def table(head: list[str], *rows: list[str], caption: str = "") -> str:
    def line(cells: list[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"

    told = f"<caption>{caption}</caption>" if caption else ""
    return f"<table>{told}{line(head, 'th')}{''.join(line(row, 'td') for row in rows)}</table>"


PAY = "<h2>Salaries</h2><p>Gross per month.</p>"


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("<span>3 400</span><span>4 800</span>", "3400..4800 EUR MONTH gross"),
        ("<span>€3,400</span><span>–</span><span>€4,800</span>", "3400..4800 EUR MONTH gross"),
        ("<span>€3.4k</span> <span>to</span> <span>€4.8k</span>", "3400..4800 EUR MONTH gross"),
        ("<div>3.400 €</div><div>4.800 €</div>", "3400..4800 EUR MONTH gross"),
        ("3.400<sup>2</sup> €", "3400..3400 EUR MONTH gross"),
    ],
)
def test_two_ends_in_boxes_of_their_own_are_one_range(cell: str, wanted: str) -> None:
    found = pays(PAY + table(["Level", "Pay (€)"], ["Tester", cell], ["Analyst", "€5,000 – €6,100"]))
    assert [shown(one) for one in found] == [wanted, "5000..6100 EUR MONTH gross"]


@pytest.mark.parametrize(
    ("low", "high", "language"),
    [
        ("Min", "Max", "en"), ("From", "To", "en"), ("Laagste", "Hoogste", "nl"), ("Instap", "Eind", "nl"),
        ("mindestens", "höchstens", "de"), ("von", "bis", "de"), ("Mínimo", "Máximo", "es"), ("desde", "hasta", "es"),
        ("Minimum", "Maximum", "fr"), ("de", "à", "fr"), ("minimo", "massimo", "it"), ("od", "do", "pl"),
        ("Lägst", "Högst", "sv"), ("piso", "teto", "pt"),
    ],
)  # fmt: skip
def test_a_lower_and_an_upper_column_or_row_are_one_range(low: str, high: str, language: str) -> None:
    columns = table(["", low, high], ["Tester", "€3,400", "€4,800"], ["Analyst", "€5,000", "€6,100"])
    rows = table(["", "Tester", "Analyst"], [low, "€3,400", "€5,000"], [high, "€4,800", "€6,100"])
    for body in (columns, rows):
        found = pays(PAY + body, language=language)
        assert [shown(one).split(" ")[0] for one in found] == ["3400..4800", "5000..6100"]
        assert [one.label for one in found] == ["Tester", "Analyst"]


def test_lower_and_upper_columns_under_levels_pair_up_each() -> None:
    body = (
        "<table><tr><th></th><th colspan=2>Junior</th><th colspan=2>Senior</th></tr>"
        "<tr><th>City</th><th>Min</th><th>Max</th><th>Min</th><th>Max</th></tr>"
        "<tr><td>Ghent</td><td>€2,900</td><td>€3,500</td><td>€4,400</td><td>€5,600</td></tr></table>"
    )
    found = pays(PAY + body)
    assert [(shown(one).split(" ")[0], one.level) for one in found] == [
        ("2900..3500", "junior"),
        ("4400..5600", "senior"),
    ]


@pytest.mark.parametrize(
    "heads",
    [
        ("Lowest tenth", "Middle", "Highest tenth"),
        ("P10", "Median", "P90"),
        ("unteres Viertel", "Median", "oberes Viertel"),
        ("Min", "Average", "Max"),
    ],
)
def test_a_middle_keeps_the_ends_apart(heads: tuple[str, str, str]) -> None:
    found = pays(
        PAY + table(["", *heads], ["Tester", "€3,100", "€3,900", "€5,200"], ["Cook", "€2,100", "€2,400", "€3,000"])
    )
    assert [one.min_value for one in found] == [one.max_value for one in found] == [3100, 3900, 5200, 2100, 2400, 3000]
    assert {one.label for one in found if one.statistic == "percentile"} <= {"Tester", "Cook"}
    assert all(one.statistic for one in found)


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        # the sentence above goes before the note below
        (
            "<p>Monthly gross pay in Kenya shillings, from 3,140 offers.</p>{table}"
            "<p>Engineers with foreign employers are often paid in dollars.</p>",
            "62000..62000 KES MONTH gross",
        ),
        ("{table}<p>All figures are gross per month, in KES. A night shift adds KSh 900.</p>", "62000..62000 KES MONTH gross"),
        # an amount's own unit is not that of its neighbours
        (
            "<p>Gross per month in KES.</p>{table}<p>Meals are worth KSh 350 a day.</p>",
            "62000..62000 KES MONTH gross",
        ),
        ("<p>Gross, before meal vouchers worth KSh 90 a day. Per month, in KES.</p>{table}", "62000..62000 KES MONTH gross"),
    ],
)  # fmt: skip
def test_what_stands_nearest_tells_the_unit(body: str, wanted: str) -> None:
    rows = table(["Position", "Pay"], ["Accountant", "62,000"], ["Registered nurse", "41,000"])
    assert shown(pays("<h2>Salaries</h2>" + body.replace("{table}", rows))[0]) == wanted


@pytest.mark.parametrize(
    ("head", "below", "language", "wanted"),
    [
        ("RAL, in migliaia", "", "it", "28000..34000 EUR YEAR gross"),
        ("Salary", "<p>In thousands of euros, gross per year.</p>", "en", "28000..34000 EUR YEAR gross"),
        ("Gehalt", "<p>Alle Werte in Tsd. € brutto im Jahr.</p>", "de", "28000..34000 EUR YEAR gross"),
        ("Salaire", "<p>Montants en k€ bruts annuels.</p>", "fr", "28000..34000 EUR YEAR gross"),
        ("Sueldo", "<p>En miles de euros brutos al año.</p>", "es", "28000..34000 EUR YEAR gross"),
        ("Zarobki", "<p>Kwoty brutto w tys. zł, miesięcznie.</p>", "pl", "28000..34000 PLN MONTH gross"),
    ],
)
def test_the_scale_is_told_by_the_head_or_by_a_note(head: str, below: str, language: str, wanted: str) -> None:
    body = table(["", head], ["Junior", "28 – 34"], ["Senior", "45 – 60"]) + below
    assert shown(pays(f"<h2>{head}</h2>{body}", language=language)[0]) == wanted


def test_a_scale_holds_for_the_currency_it_was_said_of() -> None:
    rows = table(["Grade", "VND", "USD"], ["Junior", "14 – 22", "550 – 850"], ["Senior", "40 – 65", "1600 – 2600"])
    found = pays(f"<h2>Salaries</h2>{rows}<p>Monthly gross. Dong in millions; dollars for comparison.</p>")
    assert [shown(one) for one in found][:2] == ["14000000..22000000 VND MONTH gross", "550..850 USD MONTH gross"]


def test_a_later_section_says_nothing_of_a_table_above() -> None:
    rows = table(["Poste", "Salaire (€)"], ["Infirmier", "2 300"], ["Cadre", "3 400"])
    page = f"<h2>Salaires bruts par mois</h2>{rows}<h2>Et net, par an ?</h2><p>Comptez 78 % du brut.</p>"
    assert {(one.unit_text, one.basis) for one in pays(page, language="fr")} == {("MONTH", "gross")}


def test_what_the_page_says_first_holds_for_all_its_tables() -> None:
    rows = table(["Beruf", "Lohn"], ["Pfleger", "3.320 €"], ["Fahrer", "2.450 €"])
    body = f"<p>Monatslöhne in Vollzeit (brutto, ohne Zuschläge).</p><h2>Pflege</h2>{rows}<h2>Verkehr</h2>{rows.replace('.', '.1')}"
    assert {(one.unit_text, one.basis) for one in pays(body, title="Lohnspiegel", language="de")} == {
        ("MONTH", "gross")
    }


def test_lines_of_one_block_are_records_each() -> None:
    body = (
        "<h2>Driver salary</h2><div>Monthly salary of drivers (basic, 10 hours duty)<br>House Driver = 1,500 to 2,000 SAR<br>"
        "HTV Driver = 2,200 - 3,000 SAR + trip money<br>Bus Driver - 1,900 SAR</div>"
    )
    found = pays(body, title="Driver salary in Saudi Arabia")
    assert [(one.label, shown(one)) for one in found] == [
        ("House Driver", "1500..2000 SAR MONTH"),
        ("HTV Driver", "2200..3000 SAR MONTH"),
        ("Bus Driver", "1900..1900 SAR MONTH"),
    ]
