"""Guides whose headings avoid the plain word: what stands under a heading tells what it is."""

from __future__ import annotations

import pytest

from extractors import extract

OPENING = (
    "<p>Welders are scarce along the river, and whoever wants one by spring has to move in autumn. This page says who "
    "employs them, what they earn and where they learned it.</p>"
)
FIRMS = ["ArcelorMittal Gent", "Volvo Trucks", "Smulders", "Van Hool", "Stadsbader"]
SCHOOLS = ["Odisee Hogeschool", "VDAB Wondelgem", "Technische Universiteit Delft", "Howest"]
SCHOOL_HEADINGS = {
    "en": "Where they learned the trade",
    "nl": "Waar ze het vak leerden",
    "de": "Wo sie gelernt haben",
    "fr": "Où ils ont appris le métier",
    "es": "Dónde aprendieron el oficio",
}


def page(language: str, title: str, *sections: str) -> bytes:
    return (
        f"<html lang={language}><head><title>{title}</title></head><body><main><h1>{title}</h1>{OPENING}"
        f"{''.join(sections)}</main></body></html>"
    ).encode()


def items(names: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{name}</li>' for name in names)}</ul>"


def cards(names: list[str]) -> str:
    return "".join(
        f"<div class=c><div class=n>{name}</div><div class=p>Gent</div><a class=b href=/jobs/{at}>View jobs</a></div>"
        for at, name in enumerate(names)
    )


def sentence(names: list[str]) -> str:
    return f"<p>Most of the trade is on the books of {', '.join(names[:-1])} or {names[-1]}.</p>"


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("en", "Who you will be bidding against"),
        ("en", "Whose badge do they wear?"),
        ("nl", "Je concurrenten om dezelfde vakman"),
        ("es", "Quién está contratando"),
        ("fr", "Qui engage ?"),
        ("de", "Wer hier sonst noch sucht"),
    ],
)
@pytest.mark.parametrize("drawn", [items, cards])
def test_employers_under_a_heading_that_names_none(language: str, heading: str, drawn: object) -> None:
    body = drawn(FIRMS)  # type: ignore[operator]
    schools = f"<h2>{SCHOOL_HEADINGS[language]}</h2>{items(SCHOOLS)}"
    record = extract(page(language, "Hiring welders in Ghent", f"<h2>{heading}</h2>{body}", schools))
    assert {entity.name for entity in record.companies} >= set(FIRMS) - {"Stadsbader"}


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("en", "Who you will be bidding against"),
        ("nl", "Je concurrenten om dezelfde vakman"),
        ("es", "Quién está contratando"),
    ],
)
def test_employers_in_a_sentence(language: str, heading: str) -> None:
    schools = f"<h2>{SCHOOL_HEADINGS[language]}</h2>{items(SCHOOLS)}"
    record = extract(page(language, "Hiring welders in Ghent", f"<h2>{heading}</h2>{sentence(FIRMS)}", schools))
    assert {entity.name for entity in record.companies} >= set(FIRMS) - {"Stadsbader"}


def test_names_are_what_they_are_though_the_heading_has_another_s_word() -> None:
    hospitals = ["Houston Methodist", "Memorial Hermann", "MD Anderson Cancer Center", "Texas Children’s Hospital"]
    section = f"<h2>Major health systems hiring nurses</h2>{items(hospitals)}"
    record = extract(page("en", "Hiring nurses in Houston", section))
    assert [entity.name for entity in record.companies] == hospitals
    assert record.tools == ()


def test_each_name_carries_its_evidence_and_a_probability() -> None:
    record = extract(page("en", "Hiring welders in Ghent", f"<h2>Whose badge do they wear?</h2>{cards(FIRMS)}"))
    for entity in record.companies:
        assert entity.evidence.quote == entity.name
        assert 0.5 <= entity.evidence.confidence <= 1.0
        assert entity.evidence.rule.startswith("key_companies.run[")


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("How we work", ["Intake call", "Shortlist in five days", "Interviews", "Contract signed"]),
        ("Related guides", ["Hiring plumbers in Bruges", "Hiring fitters in Antwerp", "Hiring painters in Liège"]),
        ("What you need to bring", ["Passport", "Work permit", "Bank statement", "Two photographs"]),
        ("Where families rent", ["Ledeberg", "Gentbrugge", "Mariakerke", "Wondelgem"]),
    ],
)
def test_other_lists_name_nobody(heading: str, names: list[str]) -> None:
    record = extract(page("en", "Hiring welders in Ghent", f"<h2>{heading}</h2>{items(names)}"))
    assert (record.companies, record.hubs, record.universities, record.tools) == ((), (), (), ())


def test_a_page_about_something_else_lists_none() -> None:
    body = "<h2>You will need</h2>" + items(["Flour", "Two eggs", "Butter", "A pinch of salt"])
    record = extract(page("en", "Pancakes like my grandmother made", body))
    assert (record.companies, record.skills, record.tools) == ((), (), ())
