"""JSON-LD in schema.org's terms: articles, occupations with estimated salary, organisations. One graph, one file."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from storage.export.columns import COLUMNS
from storage.export.files import Files
from storage.export.read import PageRows

GRAPH = "records.jsonld"
TABLES = ("pages", "companies", "universities", "skills", "salaries", "authors")
_ENCODER = msgspec.json.Encoder(decimal_format="number")
_NAMES = {table: [column.name for column in COLUMNS[table]] for table in TABLES}
# schema.org gives the duration of a MonetaryAmountDistribution in ISO 8601, that of a unit price as a unitText.
_DURATIONS = {"YEAR": "P1Y", "MONTH": "P1M", "WEEK": "P1W", "DAY": "P1D", "HOUR": "PT1H"}


class JsonLdFiles(Files):
    """`records.jsonld`."""

    parts = ("graph",)

    def __init__(self, folder: Path, tables: tuple[str, ...]) -> None:
        super().__init__(folder, tables)
        self.names["graph"] = GRAPH
        self._file = self.stack.enter_context((folder / GRAPH).open("wb"))
        self._file.write(b'{"@context":"https://schema.org","@graph":[')

    def page(self, page: PageRows) -> None:
        """Write what the page states as nodes of the graph."""
        rows = {
            table: [dict(zip(_NAMES[table], row, strict=True)) for row in page.tables.get(table, ())]
            for table in TABLES
        }
        for about in rows["pages"]:
            for node in _nodes(about, rows):
                self._file.write(
                    (b"," if self.rows["graph"] else b"") + b"\n" + _ENCODER.encode(_without_nothing(node))
                )
                self.rows["graph"] += 1

    def finish(self) -> None:
        """Close the graph."""
        self._file.write(b"\n]}\n")


def _nodes(about: dict[str, Any], rows: dict[str, list[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    page = about["page"]
    organisations = [_organisation(row, "Organization") for row in rows["companies"]]
    schools = [_organisation(row, "CollegeOrUniversity") for row in rows["universities"]]
    occupations = list(_occupations(about, rows))
    yield {
        "@id": page,
        "@type": "Article" if about["kind"] in ("article", "hiring_guide") else "WebPage",
        "url": about["page_url"],
        "headline": about["title"],
        "alternativeHeadline": about["subtitle"],
        "description": about["description"],
        "inLanguage": about["language"],
        "image": about["image"],
        "datePublished": about["date_published"],
        "dateModified": about["date_modified"],
        "articleBody": about["body"] if about["kind"] == "article" else None,
        "author": [_author(row) for row in rows["authors"]],
        "about": [{"@id": node["@id"]} for node in occupations],
        "mentions": [{"@id": node["@id"]} for node in organisations + schools],
        "contentLocation": _place(about),
    }
    yield from occupations
    yield from organisations
    yield from schools


def _organisation(row: dict[str, Any], of_type: str) -> dict[str, Any]:
    return {"@id": f"{row['page']}#{row['record']}", "@type": of_type, "name": row["name"], "url": row["url"]}


def _author(row: dict[str, Any]) -> dict[str, Any]:
    person = row["type"] == "person"
    node = {"@type": "Person" if person else "Organization", "name": row["name"], "url": row["url"]}
    return node | ({"jobTitle": row["job_title"]} if person else {}) | {"description": row["bio"]}


def _place(about: dict[str, Any]) -> dict[str, Any] | None:
    if not about["location"]:
        return None
    address = {
        "@type": "PostalAddress",
        "addressLocality": about["city"],
        "addressRegion": about["region"],
        "addressCountry": about["country"],
    }
    return {"@type": "Place", "name": about["location"], "address": address}


def _occupations(about: dict[str, Any], rows: dict[str, list[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    """One occupation for each that pay is stated for, or for the one that the page is about."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for pay in rows["salaries"]:
        groups.setdefault(pay["occupation"] or about["occupation"] or about["title"] or about["page"], []).append(pay)
    if about["occupation"]:
        groups.setdefault(about["occupation"], [])
    for number, (name, salaries) in enumerate(groups.items(), start=1):
        yield {
            "@id": f"{about['page']}#occupation-{number}",
            "@type": "Occupation",
            "name": name,
            "occupationLocation": _area(about),
            "skills": [row["name"] for row in rows["skills"]],
            "estimatedSalary": [_salary(pay) for pay in salaries],
        }


def _area(about: dict[str, Any]) -> dict[str, Any] | None:
    if about["city"]:
        return {"@type": "City", "name": about["city"]}
    return {"@type": "Country", "name": about["country"]} if about["country"] else None


def _salary(pay: dict[str, Any]) -> dict[str, Any]:
    name = ", ".join(pay[field] for field in ("label", "location") if pay[field]) or None
    low, high = (Decimal(pay[field]) if pay[field] else None for field in ("min_value", "max_value"))
    if pay["statistic"] == "median" and low is not None and low == high:
        return {
            "@type": "MonetaryAmountDistribution",
            "name": name,
            "currency": pay["currency"],
            "duration": _DURATIONS.get(pay["unit_text"] or ""),
            "median": low,
        }
    value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": pay["unit_text"]}
    value |= {"value": low} if low == high else {"minValue": low, "maxValue": high}
    return {"@type": "MonetaryAmount", "name": name, "currency": pay["currency"], "value": value}


def _without_nothing(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nothing(part) for key, part in value.items() if part not in (None, "", [], {})}
    return [_without_nothing(part) for part in value] if isinstance(value, list) else value
