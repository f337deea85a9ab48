"""Every table that people see, column by column: the one list from which schema, rows, exports and docs are made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

FieldType = Literal["text", "integer", "decimal", "boolean", "json", "words"]
"""`json` is an array or object in JSON text; `words` are names without spaces, apart by one."""


@dataclass(frozen=True)
class Field:
    """A column that holds a value of the record."""

    name: str
    doc: str
    type: FieldType = "text"
    is_value: bool = True
    """Whether a change of it is a change of the record; a place in the page's order is not."""


@dataclass(frozen=True)
class Table:
    """A table of records."""

    name: str
    doc: str
    fields: tuple[Field, ...]
    base: str = ""
    """Table of the store that the rows lie in, where several share one."""
    only: tuple[str, str] | None = None
    """Column and value that tell the rows of this table from the others in `base`."""
    words_of_evidence: str = "name"
    """The field whose text the evidence quotes as a rule; such a quote is not kept twice."""
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", tuple(one.name for one in self.fields))
        object.__setattr__(self, "base", self.base or self.name)


_POSITION = Field("position", "1, 2, 3 … in the page's order.", "integer", is_value=False)
_ENTITY = (
    _POSITION,
    Field("name", "As worded, without numbering and qualifier."),
    Field("qualifier", "What stands beside the name, such as a city in brackets."),
    Field("url", "Absolute address that the entry links to."),
)

PAGES = Table(
    "pages",
    "One row a page: what it is about.",
    (
        Field("kind", "`hiring_guide`, `article` or `other`."),
        Field("kind_reason", "Why."),
        Field("canonical_url", "The address that the page names as its own."),
        Field("site_name", "As the page names its site."),
        Field("language", "BCP 47."),
        Field("title", "As worded for the reader, without the site's suffix."),
        Field("subtitle", "The line under the title."),
        Field("description", "The page's own summary in its metadata."),
        Field("image", "Absolute address of the main image."),
        Field("tags", "Keywords that the page gives itself.", "json"),
        Field("date_published", "ISO 8601, as precise as the page, in its own offset."),
        Field("date_modified", "ISO 8601, as precise as the page, in its own offset."),
        Field("location", "The place that the page is about, as worded."),
        Field("city", "City, as worded."),
        Field("region", "Region or state, as worded."),
        Field("country", "ISO 3166-1 alpha-2."),
        Field("occupation", "The occupation that the page is about, as worded."),
        Field("body", "Main text without boilerplate, paragraphs apart by a blank line."),
    ),
    words_of_evidence="",
)

SECTIONS = Table(
    "sections",
    "One row a heading and what stands under it.",
    (
        _POSITION,
        Field("level", "1 to 6.", "integer"),
        Field("heading", "As worded."),
        Field("kind", "What the section tells, such as `salaries`."),
        Field("text", "Its running text, paragraphs apart by a blank line."),
        Field("items", "Entries of its lists, chips and cards, an array of strings.", "json"),
        Field("tables", "Its tables, an array of objects with caption, header and rows.", "json"),
    ),
    words_of_evidence="heading",
)


def _entities(name: str, of_type: str, doc: str) -> Table:
    return Table(name, doc, _ENTITY, base="entities", only=("type", of_type))


ENTITIES = Table(
    "entities",
    "Companies, hubs, universities, skills and tools.",
    (Field("type", "`company`, `hub`, `university`, `skill` or `tool`."), *_ENTITY),
)

CAREER_STEPS = Table(
    "career_steps",
    "One row a step of a career path.",
    (
        Field("position", "1, 2, 3 … from the first step.", "integer"),
        Field("title", "Job title, as worded."),
        Field("alternatives", "Other titles at the same step, an array of strings.", "json"),
    ),
    words_of_evidence="title",
)

SALARIES = Table(
    "salaries",
    "One row a statement of pay.",
    (
        _POSITION,
        Field("label", "Who the pay is for, as worded."),
        Field("level", "Seniority: `intern junior mid senior lead principal executive`."),
        Field("occupation", "As worded."),
        Field("location", "As worded."),
        Field("min_value", "Lower bound, in units of the currency; empty where open.", "decimal"),
        Field("max_value", "Upper bound, in units of the currency; empty where open.", "decimal"),
        Field("currency", "ISO 4217."),
        Field("unit_text", "Period that the amount is paid for: `YEAR MONTH WEEK DAY HOUR`."),
        Field("basis", "`gross` or `net`, where stated."),
        Field("tax_note", "`vat_excluded` for a contractor's rate plus VAT."),
        Field("component", "`base total on_target bonus`, where stated."),
        Field("statistic", "`range min max median mean percentile`, where stated."),
        Field("percentile", "0 to 100.", "decimal"),
        Field("as_of", "ISO 8601 year, month or day that the figure is of."),
        Field("payments_per_year", "Such as 14, where stated.", "decimal"),
        Field("hours_per_week", "Where stated.", "decimal"),
        Field("employment_type", "`employee` or `contractor`, where stated."),
        Field("origin", "`guide`, or `job_posting` for the page's own vacancy."),
        Field("source", "What kind of place it stood in: `table list prose json-ld`."),
        Field("approximate", "Marked as about, circa, roughly.", "boolean"),
        Field("inferred", "Names of the columns that the text does not state.", "words"),
        Field("raw", "The words that were read."),
        Field("also_stated", "The same claim elsewhere on the page, an array of raw and path.", "json"),
        Field("annual_min", "Lower bound a year, by annual_assumption.", "decimal"),
        Field("annual_max", "Upper bound a year, by annual_assumption.", "decimal"),
        Field("annual_assumption", "How the year was reckoned."),
    ),
    words_of_evidence="raw",
)

AUTHORS = Table(
    "authors",
    "One row an author of a page.",
    (
        _POSITION,
        Field("name", "As worded, without role, credentials and date."),
        Field("job_title", "Role, as worded."),
        Field("bio", "The text about the author, as worded."),
        Field("url", "Absolute address of the author's page."),
        Field("type", "`person` or `organization`."),
    ),
)

STATISTICS = Table(
    "statistics",
    "One row a quantified claim.",
    (
        _POSITION,
        Field("quantity", "What is counted or measured, as worded."),
        Field("value", "The number, multipliers applied.", "decimal"),
        Field("unit", "`%` or a unit word; empty for a bare count."),
        Field("currency", "ISO 4217, for amounts of money."),
        Field("as_of", "ISO 8601 year, month or day."),
        Field("comparison", "What it is held against, as worded."),
        Field("raw", "The words that were read."),
    ),
    words_of_evidence="raw",
)

LINKS = Table(
    "links",
    "One row a call to action or a cited source.",
    (
        _POSITION,
        Field("text", "As worded."),
        Field("url", "Absolute address."),
        Field("rel", "`cta` or `source`."),
    ),
    words_of_evidence="text",
)

ISSUES = Table(
    "issues",
    "One row a thing that was odd while a page was read.",
    (
        _POSITION,
        Field("code", "A stable name."),
        Field("message", "What was odd, and what was done about it."),
        Field("path", "Where on the page."),
    ),
    words_of_evidence="",
)

BASES = (PAGES, SECTIONS, ENTITIES, CAREER_STEPS, SALARIES, AUTHORS, STATISTICS, LINKS, ISSUES)
"""The tables as they lie in the store (`<name>_history`)."""

SHOWN = (
    PAGES,
    SECTIONS,
    _entities("companies", "company", "One row a company, as listed on a page."),
    _entities("hubs", "hub", "One row a hub, coworking space or community, as listed on a page."),
    _entities("universities", "university", "One row a university or school, as listed on a page."),
    _entities("skills", "skill", "One row a skill, as listed on a page."),
    _entities("tools", "tool", "One row a tool, as listed on a page."),
    CAREER_STEPS,
    SALARIES,
    Table(
        "articles",
        "One row an article: the pages whose kind is `article`.",
        PAGES.fields,
        base="pages",
        only=("kind", "article"),
        words_of_evidence="",
    ),
    AUTHORS,
    STATISTICS,
    LINKS,
    ISSUES,
)
"""The tables as they are queried and exported."""
