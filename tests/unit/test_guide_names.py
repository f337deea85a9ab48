"""Names in running text, job titles on arrows, places and occupations in headlines."""

from __future__ import annotations

import pytest

from extractors.guide.enumeration import enumerated
from extractors.guide.shapes import arrow_steps, is_name
from extractors.values.occupations import read_occupation
from extractors.values.places import labelled_place, read_place, stated_places, with_hints


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("Teams usually work with Docker, Spring Boot and .NET.", "en", ["Docker", "Spring Boot", ".NET"]),
        ("Asper, The Farm Leeds and Civic Hall offer desks all year.", "en", ["Asper", "The Farm Leeds", "Civic Hall"]),
        (
            "Kandidaten beheersen Lassen op hoogte, Plannen en Test design.",
            "nl",
            ["Lassen op hoogte", "Plannen", "Test design"],
        ),
        (
            "University of Leeds, Leeds Beckett en Codam leveren mensen.",
            "nl",
            ["University of Leeds", "Leeds Beckett", "Codam"],
        ),
        ("Recruiters ask for: triage, wound care and calm.", "en", ["triage", "wound care", "calm"]),
        ("betahaus, St. Oberholz und Kiez Büro bieten Schreibtische.", "de", ["betahaus", "St. Oberholz", "Kiez Büro"]),
        ("Demand has been above the average for years.", "en", []),
    ],
)
def test_enumeration(text: str, language: str, names: list[str]) -> None:
    found = enumerated(text, language)
    assert [name for name, _ in found] == names
    assert all(text[start : start + len(name)] == name for name, start in found)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("Junior Welder → Welder → Foreman", ["Junior Welder", "Welder", "Foreman"]),
        ("Leerjongen » Elektricien » Werfleider", ["Leerjongen", "Elektricien", "Werfleider"]),
        ("6,000 → 10,000", []),
        ("€30k > €45k > €60k", []),
        ("Home > Guides > 2024", []),
        ("No arrows at all", []),
        ("Les revues de rang « A », celles de rang « B » et « C »", []),
    ],
)
def test_arrows(text: str, steps: list[str]) -> None:
    assert arrow_steps(text) == steps


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("B. Amsterdam", True),
        ("Yahoo! Japan", True),
        ("Arthur J. Gallagher & Co.", True),
        ("€40,000", False),
        ("We hire. Apply now", False),
        ("Top 12 staffing firms", False),
        ("42", False),
    ],
)
def test_what_can_be_a_name(text: str, name: bool) -> None:
    assert is_name(text) is name


@pytest.mark.parametrize(
    ("headline", "city", "country"),
    [
        ("Hire Accountants in Lyon", "Lyon", "FR"),
        ("Wervingsgids Gent: lassers", "Gent", "BE"),
        ("Soudeurs à Bruxelles", "Bruxelles", "BE"),
        ("Nurses in Springfield, IL", "Springfield", "US"),
        ("Software pay in Germany", None, "DE"),
        ("The complete guide", None, None),
        ("Best welders in the USA this year", None, "US"),
        ("Turn scrap into ships", None, None),
        ("Mobile welders for hire", None, None),
        ("Mobile: pay and jobs", "Mobile", "US"),
        ("Coworking in Metro Milwaukee", "Milwaukee", "US"),
        ("Nice work", None, None),
        ("Nurses York", "York", "GB"),
        ("Soudeurs à Nice", "Nice", "FR"),
    ],
)
def test_place(headline: str, city: str | None, country: str | None) -> None:
    place = read_place(headline, strict=True)
    assert (place.city if place else None, place.country if place else None) == (city, country)


@pytest.mark.parametrize(
    ("headline", "language", "place"),
    [
        ("A Man Switches His Duvet", "en", None),
        ("Wood Projects to Make", "en", None),
        ("A Mobile World", "en", None),
        ("Grab a Bin", "en", None),
        ("Tim Cook on Google", "en", None),
        ("Assumere saldatori a Brescia", "it", "Brescia"),
        ("Contratar soldadores a Valencia", "es", "Valencia"),
        ("Nurses in Reading: what they earn", "en", "Reading"),
        ("Reading stories aloud", "en", None),
        ("Kierowcy w Gliwicach", "pl", "Gliwicach"),
        ("Spawacze we Wrocławiu", "pl", "Wrocławiu"),
        ("Lassers in Gent, België", "nl", "Gent"),
        ("Jobb i Göteborg", "sv", "Göteborg"),
        ("Welders (Lyon, France)", "en", "Lyon"),
    ],
)
def test_places_are_told_by_form_and_prepositions_by_language(headline: str, language: str, place: str | None) -> None:
    found = [one for one in stated_places(headline, language) if one.form in ("preposition", "apart")]
    assert (found[0].place.name if found else None) == place


@pytest.mark.parametrize(
    ("line", "city"),
    [
        ("📍 Utrecht · Fulltime", "Utrecht"),
        ("Standort: Kassel", "Kassel"),
        ("Lieu : Dijon | CDI", "Dijon"),
        ("Location matters in Leeds", None),
        ("📍 Remote", None),
    ],
)
def test_a_line_that_gives_the_place(line: str, city: str | None) -> None:
    place = labelled_place(line)
    assert (place.city if place else None) == city


@pytest.mark.parametrize(
    ("headline", "language", "occupation"),
    [
        ("How to Hire Backend Developers in Leeds", "en", "Backend Developers"),
        ("QA-Engineers in Wien einstellen", "de", "QA-Engineers"),
        ("Recruter des analystes de données à Nantes", "fr", "analystes de données"),
        ("Recruter des planificateurs logistiques à Gand", "fr", "planificateurs logistiques"),
        ("Embaucher des développeuses Java à Nantes", "fr", "développeuses Java"),
        ("Recruter des conductrices de travaux à Nice", "fr", "conductrices de travaux"),
        ("Recruter des chargés d’affaires à Mons", "fr", "chargés d’affaires"),
        ("Recruter des aides-soignantes à Liège", "fr", "aides-soignantes"),
        ("La planification et la boulangerie", "fr", None),
        ("Recruter des talents à Lyon", "fr", None),
        ("Contratar camareras en Bilbao", "es", "camareras"),
        ("Arquitectura y consultoría: nuestras directrices", "es", None),
        ("Assumere infermieri a Torino", "it", "infermieri"),
        ("Contratar enfermeiros em Braga", "pt", "enfermeiros"),
        ("Average Front End Developer Salary", "en", "Front End Developer"),
        ("Sales Salaries in Ohio", "en", "Sales"),
        ("Our pricing", "en", None),
        ("A place for professionals", "en", None),
        ("Salaries of data professionals", "en", "data professionals"),
    ],
)
def test_occupation(headline: str, language: str, occupation: str | None) -> None:
    assert read_occupation(headline, language) == occupation


@pytest.mark.parametrize(
    ("city", "hints", "country"),
    [("Valencia", ["ES"], "ES"), ("Valencia", [], "VE"), ("Paris", ["US"], "FR"), ("Leeds", ["ES"], "GB")],
)
def test_the_page_tells_which_of_two_cities(city: str, hints: list[str], country: str) -> None:
    place = read_place(f"Nurses in {city}")
    assert place is not None
    assert with_hints(place, hints).country == country
