"""How the readers came to what they read on a page, field by field, from those readers' own steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.article.options import explain_authors, explain_dates, explain_title
from extractors.article.read import survey
from extractors.document import Document, read
from extractors.extract import extract_page
from extractors.guide.lists.read import LEAST, read_lists
from extractors.guide.tree import read_tree
from extractors.metadata import read_metadata
from extractors.options import Explained, Feature, Option
from extractors.page import Page
from extractors.records import PageRecord, Salary
from extractors.values.money import may_hold_money
from extractors.values.pay import explain_pay

FIELDS = ("kind", "title", "author", "date", "section", "list", "pay")

_NEARLY = 0.1
"""Chance from which on a list that was not taken is shown."""
_SHOWN = 6


def explain_page(page: Page, fields: Sequence[str] = FIELDS) -> list[Explained]:
    """What each of the fields (of `FIELDS`) was chosen from. Never raises on bad input."""
    document, record = read(page.content, page.headers), extract_page(page)
    if not document.tags:
        return [Explained(field="kind", value=record.kind, notes=(record.kind_reason,))]
    found: list[Explained] = []
    for field in fields:
        if field == "kind":
            found.append(_kind(record))
        elif field == "section":
            found.append(_sections(record))
        elif field == "list":
            found.append(_lists(document, record))
        elif field == "pay":
            found.append(_pay(document, record))
        else:
            found += _article(page, document, field)
    return found


def _article(page: Page, document: Document, field: str) -> Sequence[Explained]:
    metadata = read_metadata(document)
    seen = survey(document, metadata, url=page.url, fetched_at=page.fetched_at_utc)
    if field == "author":
        return (explain_authors(seen),)
    return explain_dates(seen) if field == "date" else (explain_title(document, metadata, seen),)


def _kind(record: PageRecord) -> Explained:
    reasons = [Feature(name=reason) for reason in record.kind_reason.split("; ") if reason]
    option = Option(value=record.kind, rule="classify", chosen=True, features=tuple(reasons))
    return Explained(field="kind", value=record.kind, options=(option,))


def _sections(record: PageRecord) -> Explained:
    options = [
        Option(
            value=section.kind,
            rule=section.evidence.rule.partition("[")[0],
            chosen=True,
            score=section.evidence.confidence,
            features=(Feature(name=f"level {section.level}"), *_named(section.evidence.rule)),
            quote=section.heading,
            path=section.evidence.path,
        )
        for section in record.sections
    ]
    return Explained(field="section", value=f"{len(options)} sections", options=tuple(options))


def _named(rule: str | None) -> Iterator[Feature]:
    """The features that a rule names."""
    for name in (rule or "").partition("[")[2].rstrip("]").split():
        yield Feature(name=name)


def _lists(document: Document, record: PageRecord) -> Explained:
    """Lists that were taken, and those that nearly were."""
    headings = [node.heading for node in read_tree(document, record.language).nodes]
    options = [
        Option(
            value=f"{one.kind}: {', '.join(item.text for item in one.column.items[:_SHOWN])}",
            rule=one.column.source,
            chosen=one.chance >= LEAST,
            score=round(one.chance, 3),
            features=tuple(Feature(name=name, weight=round(weight, 2)) for name, weight in one.reasons),
            quote=one.around.heading.text if one.around.heading is not None else "",
            path=document.path(one.column.node),
        )
        for one in read_lists(document, headings, record.language, least=_NEARLY)
    ]
    notes = ("Names that a plain heading announces are read without being weighed.",)
    taken = sum(one.chosen for one in options)
    return Explained(field="list", value=f"{taken} lists", options=tuple(options), notes=notes)


def _pay(document: Document, record: PageRecord) -> Explained:
    """Pay that was read, then lines with money of which none was; each with the steps of reading its words alone."""
    country = record.location.country if record.location else None
    read_at = {salary.evidence.path for salary in record.salaries}
    read_at |= {one.path for salary in record.salaries for one in salary.also_stated}
    options = [_salary(salary, record.language, country) for salary in record.salaries]
    options += [
        one for path, text in _money(document) if path not in read_at if (one := _left(text, path, record, country))
    ]
    notes = ("The steps are those of the words alone; a table's header or a heading above may have told more.",)
    return Explained(field="pay", value=f"{len(record.salaries)} figures", options=tuple(options), notes=notes)


def _money(document: Document) -> Iterator[tuple[str, str]]:
    for block in document.blocks:
        if may_hold_money(block.text):
            yield document.path(block.node), block.text


def _salary(salary: Salary, language: str | None, country: str | None) -> Option:
    features = [Feature(name="inferred", detail=", ".join(salary.inferred))] if salary.inferred else []
    # Whether it is pay at all was told by what stands around the words, and not by the words alone.
    features += [one for one in _steps(salary.raw, language, country) if one.name != "gate"]
    return Option(
        value=_amount(salary),
        rule=salary.evidence.rule,
        chosen=True,
        score=salary.evidence.confidence,
        features=tuple(features),
        quote=salary.raw,
        path=salary.evidence.path,
    )


def _left(text: str, path: str, record: PageRecord, country: str | None) -> Option | None:
    steps = _steps(text, record.language, country)
    return Option(value="no pay", rule="pay", features=steps, quote=text, path=path) if steps else None


def _amount(salary: Salary) -> str:
    low, high = salary.min_value, salary.max_value
    amount = f"{low}" if low == high else f"{'…' if low is None else low} to {'…' if high is None else high}"
    return " ".join(part for part in (salary.label, amount, salary.currency, salary.unit_text) if part)


def _steps(text: str, language: str | None, country: str | None) -> tuple[Feature, ...]:
    steps = explain_pay(text, language=language, country=country)
    return tuple(Feature(name=one.name, detail=f"{one.text}: {one.decision} ({one.why})") for one in steps)
