"""The words that articles are read by: each file of the lexicon holds its own examples and counter-examples."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any

import pytest
from babel.dates import format_date

from extractors.article.endings import is_bio, is_promo, opens_foot
from extractors.document import read
from extractors.document.zones import zone_by_name, zone_of
from extractors.language import detect, language_tag
from extractors.values.dates import find_dates, relative_date
from extractors.values.months import lexicon as lexicon_of_months
from extractors.values.names import is_login, is_organization, is_person, key_of, lexicon, names_in
from extractors.values.stamps import iso_date


def toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files("extractors.lexicon").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


ZONES = toml("zones")["zone"]
BYLINES = toml("bylines")["languages"]


@pytest.mark.parametrize(("zone", "name"), [(zone["name"], name) for zone in ZONES for name in zone["examples"]])
def test_class_names_tell_their_zone(zone: str, name: str) -> None:
    assert zone_by_name(name) == zone


@pytest.mark.parametrize(
    ("zone", "name"), [(zone["name"], name) for zone in ZONES for name in zone["counter_examples"]]
)
def test_class_names_that_only_look_like_a_zone(zone: str, name: str) -> None:
    assert zone_by_name(name) != zone


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("has-sidebar", None),
        ("no-toc content", None),
        ("with-comments entry-content", None),
        ("d097cc30ad", None),
        ("hentry post category-social tag-newsletter author-jane", None),
        ("widget", "aside"),
        ("elementor-widget-text-editor", None),
        ("text-fg-secondary", None),
        ("secondary", "aside"),
    ],
)
def test_what_a_page_merely_has_is_no_zone(name: str, zone: str | None) -> None:
    assert zone_by_name(name) == zone


def test_a_box_with_most_of_the_text_is_no_zone_whatever_its_name() -> None:
    text = "The harbour is quiet at night, and the cranes stand still. Nobody walks there. " * 3
    page = read(
        f'<body><div class="sidebar-right"><p>{text}</p></div><div class="sidebar"><p>Ads.</p></div></body>'.encode()
    )
    assert [zone_of(page, block.node) for block in page.blocks] == [None, "aside"]


def byline(line: str) -> list[str]:
    """The names behind the cue that the line begins with, or holds."""
    known = lexicon()
    match = known.start.match(line) or known.label_start.match(line)
    if match is None:
        match = next(
            (one for one in known.inside.finditer(line) if not known.not_author.search(line[: one.start()])), None
        )
    return [name.name for name in names_in(line[match.end() :])] if match else []


@pytest.mark.parametrize(
    ("line", "names"), [(line, names) for language in BYLINES.values() for line, names in language["examples"]]
)
def test_bylines(line: str, names: list[str]) -> None:
    assert byline(line) == names


@pytest.mark.parametrize("line", [line for language in BYLINES.values() for line in language["counter_examples"]])
def test_lines_that_are_no_bylines(line: str) -> None:
    assert byline(line) == []


@pytest.mark.parametrize(
    ("text", "names", "title"),
    [
        ("Jane Doe, Senior Editor", ["Jane Doe"], "Senior Editor"),
        ("Jane Doe Senior Editor", ["Jane Doe"], "Senior Editor"),
        ("Jane Doe, PhD, RN", ["Jane Doe"], None),
        ("Dr. Jane van der Berg", ["Jane van der Berg"], None),
        ("Ann Lee, Bo Cho & Cy Dow", ["Ann Lee", "Bo Cho", "Cy Dow"], None),
        ("ANN LEE and BO CHO Updated 3 May", ["ANN LEE", "BO CHO"], None),
        ("Ann Lee December 5, 2024", ["Ann Lee"], None),
        ("Ann Lee in Project Management", ["Ann Lee"], None),
        ("Ann Lee, The Daily Post", ["Ann Lee"], None),
        ("Ann Lee Ann Lee", ["Ann Lee"], None),
        ("clicking the button you agree", [], None),
        ("The Numbers", [], None),
    ],
)
def test_names_and_roles(text: str, names: list[str], title: str | None) -> None:
    found = names_in(text)
    assert [name.name for name in found] == names
    assert (found[0].job_title if found else None) == title


@pytest.mark.parametrize("name", ["q_admin", "admin", "jdoe42", "mail@example.org", "Editor", "1234"])
def test_accounts_are_no_names(name: str) -> None:
    assert is_login(name)


def test_who_is_a_person_and_who_a_group() -> None:
    assert [is_person(name) for name in ("Jane Doe", "J. R. Smith", "山田太郎", "Contact Us", "Read More", "jane")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip
    assert [is_organization(name) for name in ("News Staff", "Redaktion", "The Review Team", "Jane Doe")] == [
        True, True, True, False,
    ]  # fmt: skip
    assert key_of("Doe, Jané") == key_of("JANE DOE")


@pytest.mark.parametrize(
    ("stamp", "iso"),
    [
        ("2019-10-18T12:00:00+02:00", "2019-10-18T12:00:00+02:00"),
        ("2019-10-18T12:00:00.000Z", "2019-10-18T12:00:00+00:00"),
        ("2019-10-18 12:00", "2019-10-18T12:00"),
        ("20191018", "2019-10-18"),
        ("2019/1/8", "2019-01-08"),
        ("Fri, 18 Oct 2019 12:00:00 GMT", "2019-10-18T12:00:00+00:00"),
        ("Fri Oct 18 12:00:00 EDT 2019", "2019-10-18T12:00:00-04:00"),
        ("Fri Oct  4 12:00:00 CET 2019", "2019-10-04T12:00:00"),
        ("Fri Oct 18 12:00:00 2019", "2019-10-18T12:00:00"),
        ("1571394000", "2019-10-18T10:20:00+00:00"),
        ("March 5, 2024", "2024-03-05"),
        ("2024-03", "2024-03"),
        ("1970-01-01T00:00:00Z", None),
        ("2091-05-05", None),
        ("2023-02-31", None),
        ("soon", None),
        ("", None),
    ],
)
def test_stamps(stamp: str, iso: str | None) -> None:
    assert iso_date(stamp, date(2024, 6, 1)) == iso


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("Published on March 5, 2024 at 10:33 am", "en", ["2024-03-05T10:33"]),
        ("5. März 2024, 18:22 Uhr", "de", ["2024-03-05T18:22"]),
        ("5 de marzo de 2024", "es", ["2024-03-05"]),
        ("le 1er mars 2024", "fr", ["2024-03-01"]),
        ("2 listopada 2020", "pl", ["2020-11-02"]),
        ("3. listopadu 2020", "cs", ["2020-11-03"]),
        ("3. listopada 2020.", "hr", ["2020-10-03"]),
        ("17 ноември 2020", "bg", ["2020-11-17"]),
        ("5 במרץ 2024", "he", ["2024-03-05"]),
        ("5 مارس 2024", "ar", ["2024-03-05"]),
        ("5 de març de 2024", "ca", ["2024-03-05"]),
        ("2024年3月5日", "ja", ["2024-03-05"]),
        ("05/03/2024", "en-GB", ["2024-03-05"]),
        ("05/03/2024", "en-US", ["2024-05-03"]),
        ("26 | 01 | 2022", "de", ["2022-01-26"]),
        ("28.01.2020-15:49", "de", ["2020-01-28T15:49"]),
        ("28.01.2020-15", "de", []),
        ("19.03.02", "ja", ["2019-03-02"]),
        ("19.03.02", "de", ["2002-03-19"]),
        ("March 2024 report", "en", ["2024-03"]),
        ("August 16, 2019 - Updated July 9, 2025", "en", ["2019-08-16", "2025-07-09"]),
        ("Aug 5th, '14", "en", ["2014-08-05"]),
        ("Jan-05-2014", "en", ["2014-01-05"]),
        ("Sat Dec 28 00:28:00 2013", "en", ["2013-12-28"]),
        ("3/09/15 8:00am", "en", ["2015-03-09T08:00"]),
        ("3/9/15", "en", ["2015-03-09"]),
        ("3/9/15", "fr", ["2015-09-03"]),
        ("3/9/15", "ja", ["2003-09-15"]),
        ("of 3/9/15", "en", []),
        ("3.9.15", "en", []),
        ("03\u200f/01\u200f/2024", "ar", ["2024-01-03"]),
        ("5.3.14, 10:20 Uhr", "de", ["2014-03-05T10:20"]),
        ("version 2.3.10 10.4", "en", []),
        ("令和6年3月5日", "ja", ["2024-03-05"]),
        ("令和元年12月5日", "ja", ["2019-12-05"]),
        ("中華民國113年3月5日", "zh", ["2024-03-05"]),
        ("昭和60年3月5日", "ja", []),
        ("第6年3月5日", "ja", []),
        ("２０２４年３月５日", "ja", ["2024-03-05"]),
        ("٥ مارس ٢٠٢٤", "ar", ["2024-03-05"]),
        ("version 2.3.10 of 10.2.1", "en", []),
        ("Call 0113 496 0000", "en", []),
    ],
)
def test_dates_as_people_write_them(text: str, language: str, wanted: list[str]) -> None:
    assert [found.iso for found in find_dates(text, language)] == wanted


@pytest.mark.parametrize("language", lexicon_of_months()["languages"])
def test_dates_as_cldr_writes_them(language: str) -> None:
    """Each month in full, long and medium form, in each language of the table."""
    rare = {"3 d’ag. 2024", "3 مه 2024"}  # shorter than any word that is looked up
    for month in range(1, 13):
        day = date(2024, month, 3)
        for form in ("full", "long", "medium"):
            text = format_date(day, form, locale=language)
            if text not in rare:
                assert [found.iso for found in find_dates(text, language)] == [day.isoformat()], text


def test_relative_dates_count_from_the_time_of_fetching() -> None:
    fetched_at = datetime(2024, 6, 1, 8, tzinfo=UTC)
    assert relative_date("3 days ago", fetched_at, "en") == "2024-05-29"
    assert relative_date("vor 2 Tagen", fetched_at, "de") == "2024-05-30"
    assert relative_date("three lines of text", fetched_at, "en") is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "The harbour is quiet at night and the cranes stand still, but the men are there for the ships that come.",
            "en",
        ),
        (
            "Der Hafen ist in der Nacht still und die Kräne stehen, aber die Männer sind da und warten auf das Schiff.",
            "de",
        ),
        (
            "Le port est calme la nuit et les grues sont là, mais les hommes attendent le navire qui vient de la mer.",
            "fr",
        ),
        (
            "De haven is stil in de nacht en de kranen staan er, maar de mannen zijn er ook en wachten op het schip.",
            "nl",
        ),
        ("京都には古い町家を改装したオフィスが多い。", "ja"),
        ("В городе много новых компаний, и они ищут людей.", "ru"),
        ("12345", None),
        ("", None),
    ],
)
def test_languages(text: str, language: str | None) -> None:
    assert detect(text) == language


def test_language_tags() -> None:
    assert [language_tag(tag) for tag in ("en_us", "DE", "zh-hans-cn", "x", "", None)] == [
        "en-US", "de", "zh-Hans-CN", None, None, None,
    ]  # fmt: skip


def test_what_ends_a_text() -> None:
    assert all(map(opens_foot, ["About the author", "Related posts", "Mehr zum Thema", "À lire aussi"]))
    assert not any(
        map(
            opens_foot,
            ["About the harbour", "Relations", "The comments of the mayor were sharp and long, as always here."],
        )
    )
    assert all(map(is_promo, ["Also read: Porto is calling", "Photo: Piet Claes", "Lesen Sie auch: Der Hafen"]))
    assert not is_promo("Photography is an art that few people master.")
    assert is_bio("Jane Doe is a reporter who covers ports.")
    assert is_bio("Jane has written about ports for years.", ("Jane Doe",))
    assert not is_bio("Jane Doe opened the door.", ("Jane Doe",))


def test_every_zone_says_why_its_words_hold() -> None:
    assert all(re.search(r"\w", zone["reason"]) for zone in ZONES)
