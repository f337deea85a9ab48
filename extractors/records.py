"""What is read from a page: one immutable aggregate, `PageRecord`, with tuples of child records.

Names are schema.org's in snake case. A field that the page does not state is None or empty; a field that was inferred
is named in `inferred` (pay) or cites its rule (`Evidence.rule`). Amounts of money are `Decimal` throughout.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import Meta

Kind = Literal["hiring_guide", "article", "other"]
SectionKind = Literal[
    "overview",
    "key_companies",
    "hubs",
    "universities",
    "about_role",
    "skills",
    "tools",
    "career_path",
    "market_demand",
    "why_hire",
    "salaries",
    "cta",
    "faq",
    "other",
]
Level = Literal["intern", "junior", "mid", "senior", "lead", "principal", "executive"]
UnitText = Literal["YEAR", "MONTH", "WEEK", "DAY", "HOUR"]
Basis = Literal["gross", "net"]
Component = Literal["base", "total", "on_target", "bonus"]
Statistic = Literal["range", "min", "max", "median", "mean", "percentile"]
EmploymentType = Literal["employee", "contractor"]
Origin = Literal["guide", "job_posting"]
Source = Literal["table", "list", "prose", "json-ld"]
AuthorType = Literal["person", "organization"]


class _Fields:
    """The fields of a record as dataclasses have them, so that what knows those (Scrapy's items, say) knows records."""

    def __get__(self, record: object, kind: type[msgspec.Struct]) -> dict[str, Any]:
        made = dataclasses.make_dataclass(kind.__name__, kind.__struct_fields__)
        return {field.name: field for field in dataclasses.fields(made)}


class Value(msgspec.Struct, frozen=True):
    """Base of all records: frozen. To the standard library's `dataclasses`, and to what is built on it, a dataclass."""

    __dataclass_fields__: ClassVar[Any] = _Fields()


class Evidence(Value, frozen=True, kw_only=True):
    """Where a value stood on the page, and by which rule it was read."""

    quote: Annotated[str, Meta(description="The words on the page, or the attribute or JSON value, as they stand.")]
    path: Annotated[
        str,
        Meta(
            description="XPath of the block against the tree as libxml2 parsed it; `…/@name` for an attribute, "
            "`…#/json/pointer` for a place within a JSON-LD script, `url` for the page's address."
        ),
    ]
    rule: Annotated[str, Meta(description="Name of the rule that read the value.")]
    confidence: Annotated[float, Meta(description="0 to 1.", ge=0, le=1)] = 1.0
    start: Annotated[int | None, Meta(description="Offset of the quote in its block, in characters.")] = None


class Issue(Value, frozen=True, kw_only=True):
    """Something odd that was met while reading; the page was read all the same."""

    code: Annotated[str, Meta(description="A stable name in snake case.")]
    message: Annotated[str, Meta(description="What was odd, and what was done about it.")]
    path: Annotated[str | None, Meta(description="Where, as in evidence.")] = None


class Author(Value, frozen=True, kw_only=True):
    """A person or organisation that signs the page."""

    name: Annotated[str, Meta(description="As worded on the page, without role, credentials and date.")]
    job_title: Annotated[str | None, Meta(description="Role, as worded.")] = None
    bio: Annotated[str | None, Meta(description="The text about the author, as worded.")] = None
    url: Annotated[str | None, Meta(description="Absolute address of the author's page.")] = None
    type: Annotated[AuthorType, Meta(description="`organization` only where it stands as a visible byline.")] = "person"
    evidence: Annotated[Evidence, Meta(description="Where the name stood.")]


class Location(Value, frozen=True, kw_only=True):
    """The place that a guide is about."""

    name: Annotated[str, Meta(description="As worded on the page.")]
    city: Annotated[str | None, Meta(description="City, as worded.")] = None
    region: Annotated[str | None, Meta(description="Region or state, as worded.")] = None
    country: Annotated[str | None, Meta(description="ISO 3166-1 alpha-2.")] = None


class Table(Value, frozen=True, kw_only=True):
    """A table as a reader sees it, spans filled in."""

    caption: Annotated[str | None, Meta(description="Its caption, or the line above that acts as one.")] = None
    header: Annotated[tuple[str, ...], Meta(description="One text per column; several header rows are joined.")] = ()
    rows: Annotated[tuple[tuple[str, ...], ...], Meta(description="Body rows, one text per column.")] = ()


class Section(Value, frozen=True, kw_only=True):
    """A heading and what stands under it, up to the next heading."""

    position: Annotated[int, Meta(description="1, 2, 3 … in the page's order.")]
    level: Annotated[int, Meta(description="1 to 6; what acts as a heading gets the level it acts at.")]
    heading: Annotated[str, Meta(description="As worded.")]
    kind: Annotated[SectionKind, Meta(description="What the section tells.")] = "other"
    text: Annotated[str, Meta(description="Its running text, paragraphs apart by a blank line.")] = ""
    items: Annotated[tuple[str, ...], Meta(description="Entries of its lists, chips and cards.")] = ()
    tables: Annotated[tuple[Table, ...], Meta(description="Its tables.")] = ()
    evidence: Annotated[Evidence, Meta(description="The heading, and the rule that gave the kind.")]


class Entity(Value, frozen=True, kw_only=True):
    """A company, hub, university, skill or tool, as listed."""

    name: Annotated[str, Meta(description="As worded, without numbering and qualifier.")]
    qualifier: Annotated[str | None, Meta(description="What stands beside the name, such as a city in brackets.")] = (
        None
    )
    url: Annotated[str | None, Meta(description="Absolute address that the entry links to.")] = None
    evidence: Annotated[Evidence, Meta(description="The entry.")]


class CareerStep(Value, frozen=True, kw_only=True):
    """A step of a career path."""

    position: Annotated[int, Meta(description="1, 2, 3 … from the first step.")]
    title: Annotated[str, Meta(description="Job title, as worded.")]
    alternatives: Annotated[tuple[str, ...], Meta(description="Other titles at the same step.")] = ()
    evidence: Annotated[Evidence, Meta(description="The step.")]


class Pay(Value, frozen=True, kw_only=True):
    """Pay (or, from `parse_money`, any amount of money) read from a piece of text.

    A single amount has min = max; an open side is None. Amounts are in units of the currency, multipliers applied.
    """

    min_value: Annotated[Decimal | None, Meta(description="Lower bound.")] = None
    max_value: Annotated[Decimal | None, Meta(description="Upper bound.")] = None
    currency: Annotated[str | None, Meta(description="ISO 4217.")] = None
    unit_text: Annotated[UnitText | None, Meta(description="Period that the amount is paid for.")] = None
    basis: Annotated[Basis | None, Meta(description="Before or after the employee's tax, where stated.")] = None
    tax_note: Annotated[str | None, Meta(description="`vat_excluded` for a contractor's rate plus VAT.")] = None
    component: Annotated[Component | None, Meta(description="Base, total, on-target pay or bonus, where stated.")] = (
        None
    )
    statistic: Annotated[Statistic | None, Meta(description="What the figure is, where stated.")] = None
    percentile: Annotated[Decimal | None, Meta(description="0 to 100, with statistic `percentile`.")] = None
    label: Annotated[str | None, Meta(description="Who the pay is for, as worded, where the text says.")] = None
    level: Annotated[Level | None, Meta(description="Seniority read from the label.")] = None
    as_of: Annotated[str | None, Meta(description="ISO 8601 year, month or day that the figure is of.")] = None
    payments_per_year: Annotated[Decimal | None, Meta(description="Such as 14, where stated.")] = None
    hours_per_week: Annotated[Decimal | None, Meta(description="Where stated.")] = None
    employment_type: Annotated[EmploymentType | None, Meta(description="Where stated or named by a cue.")] = None
    approximate: Annotated[bool, Meta(description="Marked as about, circa, roughly.")] = False
    inferred: Annotated[tuple[str, ...], Meta(description="Names of the fields that the text does not state.")] = ()
    raw: Annotated[str, Meta(description="The words that were read.")] = ""
    start: Annotated[int | None, Meta(description="Offset of `raw` in the text, in characters.")] = None
    annual_min: Annotated[Decimal | None, Meta(description="Lower bound a year, by `annual_assumption`.")] = None
    annual_max: Annotated[Decimal | None, Meta(description="Upper bound a year, by `annual_assumption`.")] = None
    annual_assumption: Annotated[str | None, Meta(description="How the year was reckoned, such as `12 months`.")] = None


class AlsoStated(Value, frozen=True, kw_only=True):
    """The same claim elsewhere on the page."""

    raw: Annotated[str, Meta(description="The words.")]
    path: Annotated[str, Meta(description="Where, as in evidence.")]


class Salary(Pay, frozen=True, kw_only=True):
    """Pay that the page states, with who and what it is for."""

    occupation: Annotated[str | None, Meta(description="As worded.")] = None
    location: Annotated[str | None, Meta(description="As worded.")] = None
    origin: Annotated[Origin, Meta(description="A guide's figure, or the page's own vacancy.")] = "guide"
    source: Annotated[Source, Meta(description="What kind of place it stood in.")]
    also_stated: Annotated[tuple[AlsoStated, ...], Meta(description="The same claim elsewhere on the page.")] = ()
    evidence: Annotated[Evidence, Meta(description="Where the amount stood.")]


class QuantifiedClaim(Value, frozen=True, kw_only=True):
    """A quantified claim in the text."""

    quantity: Annotated[str, Meta(description="What is counted or measured, as worded.")]
    value: Annotated[Decimal, Meta(description="The number, multipliers applied.")]
    unit: Annotated[str | None, Meta(description="`%` or a unit word; None for a bare count.")] = None
    currency: Annotated[str | None, Meta(description="ISO 4217, for amounts of money.")] = None
    as_of: Annotated[str | None, Meta(description="ISO 8601 year, month or day.")] = None
    comparison: Annotated[str | None, Meta(description="What it is held against, as worded.")] = None
    raw: Annotated[str, Meta(description="The words that were read.")]
    evidence: Annotated[Evidence, Meta(description="The sentence.")]


class Link(Value, frozen=True, kw_only=True):
    """A call to action or a cited source."""

    text: Annotated[str, Meta(description="As worded.")]
    url: Annotated[str, Meta(description="Absolute address.")]
    rel: Annotated[str, Meta(description="`cta` or `source`.")]
    evidence: Annotated[Evidence, Meta(description="The link.")]


class PageRecord(Value, frozen=True, kw_only=True):
    """All that was read from one page."""

    url: Annotated[str | None, Meta(description="Address after redirects.")] = None
    canonical_url: Annotated[str | None, Meta(description="The address that the page names as its own.")] = None
    site_name: Annotated[str | None, Meta(description="As the page names its site.")] = None
    language: Annotated[str | None, Meta(description="BCP 47; the text decides where it contradicts the mark-up.")] = (
        None
    )
    fetched_at: Annotated[datetime | None, Meta(description="UTC.")] = None
    digest: Annotated[str, Meta(description="SHA-256 of the bytes.")] = ""
    extractor_version: Annotated[str, Meta(description="Version of the code and digest of its data.")] = ""
    kind: Annotated[Kind, Meta(description="Hiring guide, article, or other; never gates what is read.")] = "other"
    kind_reason: Annotated[str, Meta(description="Why.")] = ""
    title: Annotated[str | None, Meta(description="As worded for the reader, without the site's suffix.")] = None
    subtitle: Annotated[str | None, Meta(description="The line under the title.")] = None
    description: Annotated[str | None, Meta(description="The page's own summary in its metadata.")] = None
    image: Annotated[str | None, Meta(description="Absolute address of the main image.")] = None
    tags: Annotated[tuple[str, ...], Meta(description="Keywords that the page gives itself.")] = ()
    date_published: Annotated[str | None, Meta(description="ISO 8601, as precise as the page, in its own offset.")] = (
        None
    )
    date_modified: Annotated[str | None, Meta(description="ISO 8601, as precise as the page, in its own offset.")] = (
        None
    )
    authors: Annotated[tuple[Author, ...], Meta(description="Every byline once.")] = ()
    location: Annotated[Location | None, Meta(description="The place that the guide is about.")] = None
    occupation: Annotated[str | None, Meta(description="The occupation that the guide is about, as worded.")] = None
    sections: Annotated[tuple[Section, ...], Meta(description="The page in order.")] = ()
    companies: Annotated[tuple[Entity, ...], Meta(description="Employers, as listed.")] = ()
    hubs: Annotated[tuple[Entity, ...], Meta(description="Hubs, coworking spaces, communities, as listed.")] = ()
    universities: Annotated[tuple[Entity, ...], Meta(description="Universities and schools, as listed.")] = ()
    skills: Annotated[tuple[Entity, ...], Meta(description="Skills, as listed.")] = ()
    tools: Annotated[tuple[Entity, ...], Meta(description="Tools, as listed.")] = ()
    career_path: Annotated[tuple[CareerStep, ...], Meta(description="Steps in order.")] = ()
    salaries: Annotated[tuple[Salary, ...], Meta(description="Pay.")] = ()
    statistics: Annotated[tuple[QuantifiedClaim, ...], Meta(description="Quantified claims.")] = ()
    links: Annotated[tuple[Link, ...], Meta(description="Calls to action and cited sources.")] = ()
    body: Annotated[str, Meta(description="Main text without boilerplate, paragraphs apart by a blank line.")] = ""
    evidence: Annotated[dict[str, Evidence], Meta(description="By field name, for the page's own values.")] = (
        msgspec.field(default_factory=dict)
    )
    issues: Annotated[tuple[Issue, ...], Meta(description="What was odd.")] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready data, every field present; whole amounts come out as int, others as float.

        Use `to_json` where amounts must stay exact.
        """
        plain: dict[str, Any] = msgspec.json.decode(self.to_json())
        return plain

    def to_json(self) -> bytes:
        """UTF-8 JSON; amounts are JSON numbers with all their digits."""
        return _ENCODER.encode(self)


_ENCODER = msgspec.json.Encoder(decimal_format="number")
