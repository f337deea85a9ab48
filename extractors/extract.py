"""`extract`: bytes of a page to its record, each part by its own package."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from extractors.article import ArticleParts, read_article
from extractors.document import read
from extractors.guide.parts import Context
from extractors.guide.read import read_guide
from extractors.metadata import read_metadata
from extractors.page import Page
from extractors.records import PageRecord, QuantifiedClaim, Salary
from extractors.version import extractor_version


def extract(
    html: bytes,
    *,
    url: str | None = None,
    headers: Mapping[str, str] | None = None,
    fetched_at: datetime | None = None,
) -> PageRecord:
    """The record of one page. Never raises on bad input: what was odd stands in `issues`."""
    lower = {name.lower(): value for name, value in headers.items()} if headers else {}
    return extract_page(Page(content=html, url=url, headers=lower, fetched_at=fetched_at))


def extract_page(page: Page) -> PageRecord:
    """The record of a page as it was fetched or saved."""
    document = read(page.content, page.headers)
    if not document.tags:
        return PageRecord(issues=document.issues, kind_reason="nothing to read", **_identity(page))
    metadata = read_metadata(document)
    article = read_article(document, metadata, url=page.url, fetched_at=page.fetched_at_utc)
    guide = read_guide(document, metadata, context_of(page, article))
    return PageRecord(
        **_identity(page),
        canonical_url=article.canonical_url,
        site_name=article.site_name,
        language=article.language,
        kind=guide.kind,
        kind_reason=guide.kind_reason,
        title=article.title,
        subtitle=guide.subtitle,
        description=article.description,
        image=article.image,
        tags=article.tags,
        date_published=article.date_published,
        date_modified=article.date_modified,
        authors=article.authors,
        location=guide.location,
        occupation=guide.occupation,
        sections=guide.sections,
        companies=guide.companies,
        hubs=guide.hubs,
        universities=guide.universities,
        skills=guide.skills,
        tools=guide.tools,
        career_path=guide.career_path,
        salaries=guide.salaries,
        statistics=_without_pay(article.statistics, guide.salaries),
        links=guide.links,
        body=article.body,
        evidence={**guide.evidence, **article.evidence},
        issues=(*document.issues, *metadata.issues, *article.issues, *guide.issues),
    )


def context_of(page: Page, article: ArticleParts) -> Context:
    """What the article's side has found out and the guide's side builds on."""
    return Context(
        url=article.canonical_url or page.url,
        address=page.url,
        language=article.language,
        title=article.title,
        site_name=article.site_name,
        words=article.body.count(" ") + 1,
        signed=bool(article.authors),
        dated=article.date_published is not None,
    )


def _without_pay(claims: tuple[QuantifiedClaim, ...], salaries: tuple[Salary, ...]) -> tuple[QuantifiedClaim, ...]:
    """The claims but for figures that were read as pay: they are told once."""
    if not claims or not salaries:
        return claims
    pay: dict[str, str] = {}
    for salary in salaries:
        for path, raw in ((salary.evidence.path, salary.raw), *((one.path, one.raw) for one in salary.also_stated)):
            pay[path] = f"{pay.get(path, '')} {raw}"
    return tuple(claim for claim in claims if claim.raw not in pay.get(claim.evidence.path, ""))


def _identity(page: Page) -> dict[str, Any]:
    return {
        "url": page.url,
        "fetched_at": page.fetched_at_utc,
        "digest": page.digest,
        "extractor_version": extractor_version(),
    }
