"""A small extractor over JSON pages, so that the store's tests say in a line what a page states."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractors.page import Page
from extractors.records import Author, CareerStep, Entity, Evidence, Link, PageRecord, QuantifiedClaim, Salary, Section
from pipelines.flow import Flow
from storage.events import Event, Failure, Revisit
from storage.store import Store

START = datetime(2026, 3, 1, 8, 0, 0, 11, tzinfo=UTC)


def proof(quote: str, path: str = "/html/body/p[1]") -> Evidence:
    return Evidence(quote=quote, path=path, rule="toy", confidence=0.9)


def page(url: str = "https://guides.example.org/ghent", day: float | None = 0, **stated: Any) -> Page:
    """A page whose body says what it states; `day` counts from START, None is a saved file without a time."""
    at = None if day is None else START + timedelta(days=day)
    headers = {"content-type": "text/html"}
    return Page(content=json.dumps(stated).encode(), url=url, fetched_at=at, status=200, headers=headers)


def extract(page: Page, version: str = "toy+1") -> PageRecord:
    if page.content == b"boom":
        raise RuntimeError("a fault of the extractor")
    if page.content == b"die":
        raise SystemExit(9)
    stated = json.loads(page.content)
    salaries = tuple(
        Salary(
            label=label,
            min_value=Decimal(str(low)),
            max_value=Decimal(str(high)),
            currency="EUR",
            unit_text="YEAR",
            raw=f"{label}: {low} to {high}",
            source=source[0] if source else "table",
            evidence=proof(f"{label}: {low} to {high}", f"/html/body/table/tr[{number}]"),
        )
        for number, (label, low, high, *source) in enumerate(stated.get("salaries", ()), start=1)
    )
    return PageRecord(
        url=page.url,
        canonical_url=stated.get("canonical"),
        fetched_at=page.fetched_at,
        digest=page.digest,
        extractor_version=version,
        kind=stated.get("kind", "hiring_guide"),
        title=stated.get("title", "Hiring in Ghent"),
        language="en",
        body=stated.get("body", ""),
        sections=tuple(
            Section(position=n, level=2, heading=heading, text=text, items=("a", "b"), evidence=proof(heading))
            for n, (heading, text) in enumerate(stated.get("sections", ()), start=1)
        ),
        companies=tuple(Entity(name=name, evidence=proof(f"- {name}")) for name in stated.get("companies", ())),
        hubs=tuple(Entity(name=name, evidence=proof(name)) for name in stated.get("hubs", ())),
        universities=tuple(Entity(name=name, evidence=proof(name)) for name in stated.get("universities", ())),
        skills=tuple(Entity(name=name, evidence=proof(name)) for name in stated.get("skills", ())),
        tools=tuple(Entity(name=name, evidence=proof(name)) for name in stated.get("tools", ())),
        career_path=tuple(
            CareerStep(position=n, title=title, evidence=proof(title))
            for n, title in enumerate(stated.get("career", ()), start=1)
        ),
        authors=tuple(Author(name=name, evidence=proof(name)) for name in stated.get("authors", ())),
        statistics=tuple(
            QuantifiedClaim(quantity=what, value=Decimal(str(n)), raw=f"{n} {what}", evidence=proof(f"{n} {what}"))
            for what, n in stated.get("statistics", ())
        ),
        links=tuple(Link(text=text, url=url, rel="cta", evidence=proof(text)) for text, url in stated.get("links", ())),
        salaries=salaries,
        evidence={"title": proof(stated.get("title", "Hiring in Ghent"), "/html/head/title")},
    )


def extract_anew(page: Page) -> PageRecord:
    """What a newer extractor reads: the same, and a skill that the older one had not seen."""
    record = extract(page, "toy+2")
    seen = Entity(name="Reading", evidence=proof("Reading"))
    return PageRecord(**{name: getattr(record, name) for name in record.__struct_fields__} | {"skills": (seen,)})


def gone(day: float, url: str = "https://guides.example.org/ghent", status: int | None = 404) -> Failure:
    """The page could not be had any more."""
    return Failure(url=url, at=START + timedelta(days=day), code=f"http_{status or 404}", status=status)


def revisit(first: Event, day: float) -> Revisit:
    """The page was had again, unchanged."""
    return Revisit(
        url=first.url or "",
        fetched_at=START + timedelta(days=day),
        digest=first.digest,  # type: ignore[union-attr]
        refers_to_url=first.url or "",
        refers_to_at=first.fetched_at,  # type: ignore[union-attr, arg-type]
    )


def take(store: Store, *events: Event, reader: Any = extract, batch_size: int = 64, run_id: str | None = None) -> Flow:
    """Send events through a flow as one run."""
    run = run_id or store.start_run("test")
    with Flow(store, reader, run_id=run, batch_size=batch_size) as flow:
        for event in events:
            flow.take(event)
    store.finish_run(run, "done", flow.counts.as_dict())
    return flow


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
