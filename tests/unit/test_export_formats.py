"""The other formats hold what the CSV holds, each checked with the tool that its users would read it with."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from store_support import contents, page, take

from storage.export import COLUMNS, FORMATS, TABLES, ExportError, export
from storage.store import Store


@pytest.fixture
def store(store_url: str):  # type: ignore[no-untyped-def]
    with Store.open(store_url) as opened:
        take(
            opened,
            page(
                url="https://example.org/ghent",
                companies=["=1+1", "Acme, Inc.", "Umbra"],
                hubs=["Hub"],
                universities=["Uni"],
                skills=["Writing"],
                tools=["Pen"],
                career=["Junior", "Senior"],
                salaries=[["Junior", "39600.10", 45000], ["Senior", 60000, 60000, "prose"]],
                sections=[["Pay", "Much.\n\nMore."]],
                authors=["A. Writer"],
                statistics=[["companies", 5000]],
                links=[["Book", "https://example.org/book"]],
            ),
            page(url="https://example.org/news", kind="article", title="News", body="Long.", authors=["B. Writer"]),
            page(url="https://saved.example.org/", day=None, title="Saved"),
        )
        yield opened


def _csv(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_is_the_same_to_the_byte_when_made_again(store: Store, tmp_path: Path, name: str) -> None:
    if name == "parquet":
        pytest.importorskip("pyarrow")
    if name == "excel":
        pytest.importorskip("xlsxwriter")
    first = export(store, tmp_path / "a", format=name)
    export(store, tmp_path / "b", format=name)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert sum(first.rows.values()) > 0
    assert all(path.exists() for path in first.paths.values())


def test_json_lines(store: Store, tmp_path: Path) -> None:
    result = export(store, tmp_path / "out", format="jsonl")
    lines = result.paths["salaries"].read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line, parse_float=Decimal) for line in lines]
    assert [row["min_value"] for row in rows] == [Decimal("39600.1"), 60000]
    assert list(rows[0]) == [column.name for column in COLUMNS["salaries"]]
    (section,) = (json.loads(line) for line in result.paths["sections"].read_text(encoding="utf-8").splitlines())
    assert section["items"] == ["a", "b"]
    companies = [json.loads(line)["name"] for line in result.paths["companies"].read_text().splitlines()]
    assert companies == ["=1+1", "Acme, Inc.", "Umbra"]


def test_parquet(store: Store, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    result = export(store, tmp_path / "out", format="parquet")
    table = parquet.read_table(result.paths["salaries"])
    assert table.column_names == [column.name for column in COLUMNS["salaries"]]
    assert table["min_value"].to_pylist() == [Decimal("39600.1"), Decimal(60000)]
    assert table["approximate"].to_pylist() == [False, False]
    pages = parquet.read_table(result.paths["pages"])
    assert [at and at.microsecond for at in pages["fetched_at"].to_pylist()] == [11, 11, None]
    assert parquet.read_table(result.paths["issues"]).num_rows == 0


def test_parquet_refuses_what_it_cannot_hold_exactly(store: Store, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    take(store, page(url="https://example.org/tiny", salaries=[["J", "0.1234567891", 1]]))
    with pytest.raises(ExportError, match=r"0\.1234567891"):
        export(store, tmp_path / "out", format="parquet")
    assert not (tmp_path / "out").exists()


def test_a_data_package_validates(store: Store, tmp_path: Path) -> None:
    frictionless: Any = pytest.importorskip("frictionless")
    export(store, tmp_path / "out", format="datapackage", evidence=True)
    report = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])
    package = frictionless.Package(str(tmp_path / "out" / "datapackage.json"))
    rows = package.get_resource("salaries").read_rows()
    assert [row["min_value"] for row in rows] == [Decimal("39600.1"), Decimal(60000)]
    path = tmp_path / "out" / "companies.csv"
    path.write_text(path.read_text().replace("https://example.org/ghent", "https://example.org/nowhere"))
    assert not frictionless.validate(str(tmp_path / "out" / "datapackage.json")).valid


def test_excel(store: Store, tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    import zipfile

    result = export(store, tmp_path / "out", format="excel")
    with zipfile.ZipFile(result.paths["pages"]) as book:
        sheets = book.read("xl/workbook.xml").decode()
        everything = b"".join(book.read(name) for name in book.namelist() if "worksheets" in name).decode()
    assert all(f'name="{table}"' in sheets for table in TABLES)
    assert "<f>" not in everything, "a formula got in"
    assert "39600.1" in everything


# The properties that schema.org defines for the types we use (schema.org/version/latest), as far as we use them.
_SCHEMA_ORG = {
    "WebPage": {
        "url",
        "headline",
        "alternativeHeadline",
        "description",
        "inLanguage",
        "image",
        "datePublished",
        "dateModified",
        "author",
        "about",
        "mentions",
        "contentLocation",
    },
    "Article": {
        "url",
        "headline",
        "alternativeHeadline",
        "description",
        "inLanguage",
        "image",
        "datePublished",
        "dateModified",
        "author",
        "about",
        "mentions",
        "contentLocation",
        "articleBody",
    },
    "Occupation": {"name", "occupationLocation", "skills", "estimatedSalary"},
    "Organization": {"name", "url", "description"},
    "CollegeOrUniversity": {"name", "url"},
    "Person": {"name", "url", "jobTitle", "description"},
    "Place": {"name", "address"},
    "City": {"name"},
    "Country": {"name"},
    "PostalAddress": {"addressLocality", "addressRegion", "addressCountry"},
    "MonetaryAmount": {"name", "currency", "value"},
    "MonetaryAmountDistribution": {"name", "currency", "duration", "median"},
    "QuantitativeValue": {"unitText", "value", "minValue", "maxValue"},
}


def _check(node: Any) -> None:
    if isinstance(node, list):
        for part in node:
            _check(part)
    elif isinstance(node, dict):
        if set(node) != {"@id"}:
            assert set(node) - {"@id", "@type"} <= _SCHEMA_ORG[node["@type"]], node
        for part in node.values():
            _check(part)


def test_json_ld(store: Store, tmp_path: Path) -> None:
    result = export(store, tmp_path / "out", format="jsonld")
    document = json.loads(result.paths["graph"].read_bytes())
    assert document["@context"] == "https://schema.org"
    _check(document["@graph"])
    nodes = {node["@id"]: node for node in document["@graph"]}
    assert len(nodes) == len(document["@graph"]) == result.rows["graph"]
    for node in nodes.values():
        for link in [*node.get("about", ()), *node.get("mentions", ())]:
            assert link["@id"] in nodes
    (occupation,) = (node for node in nodes.values() if node["@type"] == "Occupation")
    assert occupation["estimatedSalary"][0]["value"] == {
        "@type": "QuantitativeValue",
        "unitText": "YEAR",
        "minValue": 39600.1,
        "maxValue": 45000,
    }
    assert nodes["https://example.org/news"]["articleBody"] == "Long."


def test_wide(store: Store, tmp_path: Path) -> None:
    result = export(store, tmp_path / "out", format="wide", where={"pages": "kind = 'hiring_guide'"})
    assert result.rows == {"wide": 2}
    rows = {row["page"]: row for row in _csv(tmp_path / "out", "wide")}
    ghent = rows["https://example.org/ghent"]
    assert ghent["companies"] == "'=1+1; Acme, Inc.; Umbra"
    assert ghent["salaries"] == "Junior: EUR 39600.1-45000 YEAR; Senior: EUR 60000 YEAR"
    assert ghent["career_steps"] == "Junior; Senior"


def test_pages_that_repeat_another_are_named(store: Store, tmp_path: Path) -> None:
    story = " ".join(f"word{chr(97 + n % 26)}{'x' * (n // 26)}" for n in range(60))
    take(
        store,
        page(url="https://example.org/story", title="Story", body=story, companies=["One"]),
        page(url="https://example.org/story/print", title="Story", body=story + " ", companies=["One"]),
    )
    export(store, tmp_path / "out")
    named = {row["page"]: (row["duplicate_of"], row["duplicate_reason"]) for row in _csv(tmp_path / "out", "pages")}
    assert named["https://example.org/story/print"] == ("https://example.org/story", "same_text")
    assert named["https://example.org/story"] == ("", "")
    unique = export(store, tmp_path / "unique", where={"pages": "duplicate_of IS NULL"})
    assert unique.rows["pages"] == 4
    assert [row["name"] for row in _csv(tmp_path / "unique", "companies")].count("One") == 1


def test_names_join_to_the_entities_that_they_mean(store: Store, tmp_path: Path) -> None:
    from pipelines.export import export as resolved

    take(store, page(url="https://example.org/b", companies=["Acme", "ACME", "Umbra"], authors=["A. Writer"]))
    result = resolved(store, tmp_path / "out", format="datapackage")
    entities = {row["entity_id"]: row for row in _csv(tmp_path / "out", "entities")}
    assert len(entities) == result.rows["entities"] > 0
    for table in ("companies", "hubs", "universities", "skills", "tools", "authors"):
        for row in _csv(tmp_path / "out", table):
            assert row["entity_id"] in entities, row
    umbra = {row["entity_id"] for row in _csv(tmp_path / "out", "companies") if row["name"] == "Umbra"}
    assert len(umbra) == 1
    frictionless: Any = pytest.importorskip("frictionless")
    assert frictionless.validate(str(tmp_path / "out" / "datapackage.json")).valid
