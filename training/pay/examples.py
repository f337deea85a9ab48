"""Amounts of labelled pages with their signs: what the weights are learnt from."""

from __future__ import annotations

import gzip
import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from extractors.article import read_article
from extractors.document import read
from extractors.guide import read as guide
from extractors.guide.salaries.claim import Claim
from extractors.guide.salaries.read import candidates
from extractors.metadata import read_metadata

SETS = ("guides", "found", "authored", "synthetic")
_SKIPPED = ("not_labelled",)


class Page(NamedTuple):
    """A labelled page: `labels.jsonl` beside a folder of pages, as the sets of corpora have it."""

    corpus: str
    id: str
    site: str
    """Its template; sites are left out whole."""
    truth: Mapping[str, Any]
    html: bytes


class Example(NamedTuple):
    """An amount and whether it is pay."""

    site: str
    page: str
    signs: frozenset[str]
    pay: bool
    text: str


def written() -> Iterator[Page]:
    """The pages of `written.toml`, a site each."""
    data = tomllib.loads(Path(__file__).with_name("written.toml").read_text(encoding="utf-8"))
    for number, row in enumerate(data["page"]):
        html = (
            f"<html lang='{row.get('language', 'en')}'><head><title>{row['title']}</title></head>"
            f"<body><h1>{row['title']}</h1>{row['body']}</body></html>"
        )
        yield Page("written", str(number), f"written:{number}", {"salaries": row["pay"]}, html.encode())


def pages(corpora: Path, sets: Sequence[str] = SETS) -> Iterator[Page]:
    """All pages whose pay is labelled."""
    for corpus in sets:
        index = corpora / corpus / "labels.jsonl"
        for line in index.read_text(encoding="utf-8").splitlines() if index.exists() else ():
            row = json.loads(line)
            if "salaries" not in row or row.get("salary_scope") in _SKIPPED:
                continue
            html = gzip.decompress((corpora / corpus / row["html_file"]).read_bytes())
            site = f"{corpus}:{row.get('template', row['id'])}"
            yield Page(corpus, row["id"], site, row, html)


def examples(page: Page) -> list[Example]:
    """The page's amounts; those on which its labels are silent are left out."""
    found: list[Example] = []
    for claim in _claims(page):
        if page.corpus == "written":
            found.append(_written(page, claim))
            continue
        right = any(_fits(claim, label) for label in page.truth["salaries"])
        scope = page.truth.get("salary_scope", "all")
        silent = scope == "partial" or (scope == "structured" and claim.source == "prose")
        if right or not silent:
            found.append(Example(page.site, page.id, claim.signs, right, f"{claim.label}: {claim.pay.raw}"))
    return found


def _written(page: Page, claim: Claim) -> Example:
    ends = ["" if end is None else f"{end.normalize():f}" for end in (claim.pay.min_value, claim.pay.max_value)]
    amount = ends[0] if ends[0] == ends[1] else "..".join(ends)
    return Example(page.site, page.id, claim.signs, amount in page.truth["salaries"], f"{claim.label}: {claim.pay.raw}")


def _claims(page: Page) -> Iterator[Claim]:
    """Every amount that the guide's reader would weigh."""
    held: list[Any] = []
    url = page.truth.get("url")
    document = read(page.html, {})
    metadata = read_metadata(document)
    article = read_article(document, metadata, url=url, fetched_at=None)
    original = guide.read_salaries

    def keep(*parts: Any) -> tuple[()]:
        held.append(parts)
        return ()

    guide.read_salaries = keep  # type: ignore[assignment]
    try:
        guide.read_guide(
            document,
            metadata,
            guide.Context(
                url=article.canonical_url or url,
                language=article.language,
                title=article.title,
                site_name=article.site_name,
                words=article.body.count(" ") + 1,
                signed=bool(article.authors),
                dated=article.date_published is not None,
            ),
        )
    finally:
        guide.read_salaries = original
    (_, _, tree, setting) = held[0]
    for _, claims in candidates(document, tree, setting):
        yield from claims


def _fits(claim: Claim, label: Mapping[str, Any]) -> bool:
    pay = claim.pay
    top = _same(pay.max_value, label["max_value"]) or (label.get("open_top") and pay.max_value is None)
    return bool(top and _same(pay.min_value, label["min_value"]) and pay.currency == label["currency"])


def _same(one: Decimal | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is None and other is None
    return abs(float(one) - float(other)) < 0.01


def digest(found: Sequence[Example]) -> str:
    """SHA-256 of all examples: what the weights were trained on."""
    lines = sorted(f"{one.site}\t{one.page}\t{one.pay}\t{'|'.join(sorted(one.signs))}" for one in found)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
