"""`read_article`: everything that a page says as an article, each thing by its own module."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from extractors.article import authors, body, dates, site, statistics, subject, title
from extractors.article.root import content_root
from extractors.article.signature import without_signature
from extractors.document import Document
from extractors.language import Language, read_language
from extractors.metadata import Metadata
from extractors.records import Author, Evidence, Issue, QuantifiedClaim, Value
from extractors.things import Thing


class ArticleParts(Value, frozen=True, kw_only=True):
    """The fields of `PageRecord` that this package reads; names and units are those of the record."""

    title: str | None = None
    authors: tuple[Author, ...] = ()
    date_published: str | None = None
    date_modified: str | None = None
    body: str = ""
    statistics: tuple[QuantifiedClaim, ...] = ()
    language: str | None = None
    site_name: str | None = None
    canonical_url: str | None = None
    description: str | None = None
    image: str | None = None
    tags: tuple[str, ...] = ()
    evidence: dict[str, Evidence]
    """By field name, for the page's own values."""
    issues: tuple[Issue, ...] = ()
    body_blocks: tuple[int, ...] = ()
    """Indices of the blocks that make up `body`, in order."""


_ANY_DAY = date(2099, 12, 30)
"""The latest day of a page that does not tell when it was fetched: the machine's clock would read the same bytes in one
way today and in another tomorrow."""


class Survey(NamedTuple):
    """What is known of a page before its authors and dates are looked for, and where to look for them."""

    subjects: Sequence[Thing]
    facts: site.Site
    heading: title.Title | None
    root: int
    kept: list[int]
    """Blocks of the main text."""
    text: str
    language: Language
    byline: authors.Place
    dateline: dates.Place


def survey(
    document: Document, metadata: Metadata, *, url: str | None = None, fetched_at: datetime | None = None
) -> Survey:
    """Title, main text and language, and the places of authors and dates."""
    subjects = subject.subjects(document, metadata, url)
    facts = site.read_site(document, metadata, subjects, url)
    heading = title.read_title(document, metadata, subjects, facts.site_name)
    block = heading.block if heading else None
    root = content_root(document, block)
    kept = body.body_blocks(document, root, block)
    span = (kept[0], kept[-1] + 1) if kept else (0, 0)
    text = body.render(document, kept)
    language = read_language(document, metadata, text or (heading.text if heading else ""))
    latest = fetched_at.date() if fetched_at else _ANY_DAY
    byline = authors.Place(document, metadata, subjects, block, span, url, language.tag, facts.site_name)
    dateline = dates.Place(document, metadata, subjects, block, span, url, language.tag, fetched_at, latest)
    return Survey(subjects, facts, heading, root, kept, text, language, byline, dateline)


def read_article(
    document: Document, metadata: Metadata, *, url: str | None = None, fetched_at: datetime | None = None
) -> ArticleParts:
    """All parts; what the page does not state is None or empty. Never raises on bad input."""
    seen = survey(document, metadata, url=url, fetched_at=fetched_at)
    facts, heading, kept, text, language = seen.facts, seen.heading, seen.kept, seen.text, seen.language
    signed = authors.read_authors(seen.byline)
    dated = dates.read_dates(seen.dateline)
    names = [author.name for author in signed.authors]
    unsigned = without_signature(document, kept, names, signed.blocks | dated.blocks)
    if unsigned != kept:
        kept, text = unsigned, body.render(document, unsigned)
    evidence = dict(facts.evidence)
    if heading:
        evidence["title"] = heading.evidence
    if language.evidence:
        evidence["language"] = language.evidence
    if dated.published:
        evidence["date_published"] = dated.published.evidence
    if dated.modified:
        evidence["date_modified"] = dated.modified.evidence
    if kept:
        first = document.blocks[kept[0]]
        evidence["body"] = Evidence(
            quote=first.text[:80], path=document.path(seen.root), rule="main_text", confidence=0.9
        )
    return ArticleParts(
        title=heading.text if heading else None,
        authors=signed.authors,
        date_published=dated.published.iso if dated.published else None,
        date_modified=dated.modified.iso if dated.modified else None,
        body=text,
        statistics=statistics.read_statistics(document, kept, language.tag),
        language=language.tag,
        site_name=facts.site_name,
        canonical_url=facts.canonical_url,
        description=facts.description,
        image=facts.image,
        tags=facts.tags,
        evidence=evidence,
        issues=(*language.issues, *signed.issues, *dated.issues),
        body_blocks=tuple(kept),
    )
