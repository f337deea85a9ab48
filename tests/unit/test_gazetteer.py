"""What names are known as: folding, the shipped table, names in running text, and the words that tell a kind."""

from __future__ import annotations

import pytest

from extractors.gazetteer import GazetteerError, Kind, cues_of, fold, kinds_of, load, names_in
from extractors.gazetteer.cities import city_words, country_codes, read_cities, read_states, unpack_places
from extractors.gazetteer.cues import cue_data
from extractors.gazetteer.table import pack, unpack

CUES = cue_data()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Coca-Cola Co.", "Coca Cola"),
        ("Siemens AG", "SIEMENS"),
        ("Müller GmbH & Co. KG", "Muller"),
        ("Philips N.V.", "philips"),
        ("L’Oréal S.A.", "L'Oreal"),
        ("Orlen Sp. z o.o.", "ORLEN"),
        ("Enel S.p.A.", "Enel"),
        ("Johnson and Johnson", "Johnson & Johnson"),
        ("PT Telkom Indonesia Tbk", "Telkom Indonesia"),
        ("Universite\u0301 de Lie\u0300ge", "Université de Liège"),
        ("Łódź", "Lodz"),
        ("Ørsted A/S", "Orsted"),
        ("Node.js", "nodejs"),
        ("Petrobras S/A", "PETROBRAS"),
    ],
)
def test_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("C", "C++"), ("C", "C#"), (".NET", "Net"), ("F#", "F")])
def test_signs_that_make_another_name_stay(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("name", ["", " ", "—", "GmbH", "AG", "&", "The", "٣", "株式会社", "a" * 100_000, "\ud800"])
def test_whatever_is_no_name_is_folded_and_known_as_nothing_much(name: str) -> None:
    assert isinstance(fold(name), str)
    assert isinstance(kinds_of(name), Kind)
    assert isinstance(cues_of(name), Kind)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Siemens AG", Kind.COMPANY),
        ("Nestlé", Kind.COMPANY),
        ("Accenture Philippines", Kind.COMPANY),
        ("KU Leuven", Kind.UNIVERSITY),
        ("Stanford University", Kind.UNIVERSITY),
        ("Massachusetts Institute of Technology (MIT)", Kind.UNIVERSITY),
        ("Kubernetes", Kind.TOOL),
        ("PostgreSQL", Kind.TOOL),
        ("C++", Kind.TOOL),
        ("project management", Kind.SKILL),
        ("Hairdresser", Kind.OCCUPATION),
    ],
)
def test_names_are_known(name: str, kind: Kind) -> None:
    assert kinds_of(name) & kind


@pytest.mark.parametrize(
    "name", ["Read more", "Who is hiring?", "Our favourite places", "2026", "Lorem ipsum dolor", ""]
)
def test_other_words_are_not(name: str) -> None:
    assert not kinds_of(name)


def test_every_name_of_the_table_is_found_by_itself() -> None:
    strange = [name for name in load().kinds if fold(name) != name]
    assert not strange[:5]
    assert len(load().kinds) > 50_000


def _named(text: str) -> list[str]:
    return [text[start:end] for start, end, _ in names_in(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("They hire for Siemens AG and KU Leuven.", ["Siemens AG", "KU Leuven"]),
        ("Python, PostgreSQL and kubernetes", ["Python", "PostgreSQL", "kubernetes"]),
        ("Works with C++ or C# daily", ["C++", "C#"]),
        ("It was a siemens-like smell of nestlé", []),
        ("He asked ghent university", []),
        ("Johnson & Johnson grew", ["Johnson & Johnson"]),
        ("Kent State. University costs more", []),
        ("", []),
    ],
)
def test_names_in_running_text(text: str, names: list[str]) -> None:
    assert _named(text) == names


def test_names_in_text_are_whole_apart_and_in_order() -> None:
    text = "Siemens, Docker/Kubernetes; Stanford University (PostgreSQL) – Python" * 50
    end = 0
    for start, stop, kind in names_in(text):
        assert start >= end
        assert kind
        end = stop


def test_a_table_survives_packing() -> None:
    table = unpack(pack({"siemens": 1, "ku leuven": 2}))
    assert dict(table.kinds) == {"siemens": 1, "ku leuven": 2}
    assert dict(table.longest) == {"siemens": 1, "ku": 2}


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda raw: b"", "another one"),
        (lambda raw: raw.replace(b" 1 folding", b" 99 folding", 1), "another one"),
        (lambda raw: raw.replace(b"folding ", b"folding 9", 1), "another one"),
        (lambda raw: raw[:-20], "damaged"),
        (lambda raw: raw[:60] + bytes([raw[60] ^ 255]) + raw[61:], "damaged"),
        (lambda raw: raw.replace(b"names 2", b"names 3", 1), "damaged"),
    ],
)
def test_a_file_of_another_kind_or_damaged_is_a_clear_error(damage, reason) -> None:
    with pytest.raises(GazetteerError, match=reason):
        unpack(damage(pack({"siemens": 1, "ku leuven": 2})))


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in CUES for name in CUES[kind]["examples"]])
def test_words_tell_a_kind(kind: str, name: str) -> None:
    assert cues_of(name) & Kind[kind.upper()]


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in CUES for name in CUES[kind]["counter_examples"]])
def test_words_of_another_kind_do_not(kind: str, name: str) -> None:
    assert not cues_of(name) & Kind[kind.upper()]


def test_places_are_cities_with_their_names_abroad() -> None:
    cities = list(read_cities())
    assert [city.population for city in cities] == sorted((city.population for city in cities), reverse=True)
    vienna = next(city for city in cities if city.name == "Vienna" and city.country == "AT")
    assert {"Wien", "Wenen", "Vienne"} <= set(vienna.aliases)
    assert {"Wean", "Bin", "Vine"}.isdisjoint(vienna.aliases)
    assert {"reading", "mobile"} <= city_words()
    assert "london" not in city_words()
    assert read_states()["TX"] == "Texas"
    assert {"BE", "XK", "ZA"} <= country_codes()


@pytest.mark.parametrize("raw", [b"", b"guidepost-places 9\nx", b"guidepost-places 2\nx"])
def test_a_table_of_places_of_another_kind_is_a_clear_error(raw: bytes) -> None:
    with pytest.raises(GazetteerError, match="install Guidepost anew"):
        unpack_places(raw)
