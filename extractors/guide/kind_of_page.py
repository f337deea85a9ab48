"""Hiring guide, article or other: a learned decision over named features of the whole page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from extractors.document import Document
from extractors.guide.lists.read import Listed
from extractors.guide.titles import speaks_of
from extractors.guide.tree import Tree
from extractors.metadata import Metadata
from extractors.records import Entity, Kind, Salary, SectionKind
from extractors.scoring import heading_chances, model

if TYPE_CHECKING:
    from extractors.guide.parts import Context
    from extractors.guide.subject import Subject

Features = dict[str, float]
_TYPES = (
    "Article",
    "BlogPosting",
    "NewsArticle",
    "TechArticle",
    "Report",
    "Product",
    "SoftwareApplication",
    "Recipe",
    "Event",
    "LocalBusiness",
    "Organization",
    "Service",
    "QAPage",
    "DiscussionForumPosting",
    "CollectionPage",
    "ItemList",
    "VideoObject",
    "JobPosting",
    "Occupation",
    "FAQPage",
    "WebPage",
    "Course",
    "Offer",
    "AggregateRating",
    "BreadcrumbList",
)
_SUBJECTS = ("hire", "pay", "path", "jobs", "companies", "other", "vacancy", "apply")
_URL_WORDS = (
    "blog",
    "news",
    "guide",
    "salar",
    "hire",
    "hiring",
    "job",
    "product",
    "shop",
    "event",
    "forum",
    "docs",
    "wiki",
    "category",
    "tag",
    "press",
    "career",
)
_SECTIONS = 6


def judge_page(features: Features, by_rules: Kind, reason: str) -> tuple[Kind, str]:
    """The likeliest kind of page and why: the rules' own words where the weights agree with them."""
    known = model("pages")
    chances = known.chances(features)
    at = max(range(len(chances)), key=chances.__getitem__)
    kind: Kind = known.labels[at]  # type: ignore[assignment]
    if kind == by_rules:
        return kind, f"{reason} ({chances[at]:.2f})"
    told = ", ".join(name for name, _ in known.reasons(features, at, known.labels.index(by_rules)))
    return kind, f"weighed as {kind} ({chances[at]:.2f}): {told}"


def page_features(
    document: Document,
    metadata: Metadata,
    context: Context,
    tree: Tree,
    subject: Subject,
    *,
    lists: Sequence[Listed],
    entities: Mapping[SectionKind, Sequence[Entity]],
    salaries: Sequence[Salary],
    steps: int,
    by_rules: str,
    running: tuple[int, int],
) -> Features:
    """The features by name, from 0 to about 1."""
    title = context.title or document.title or ""
    found: Features = {"bias": 1.0, f"rules:{by_rules}": 1.0}
    for name in _SUBJECTS:
        found[f"title:{name}"] = float(speaks_of(name, title))
    for kind, chance in heading_chances(title, context.language).items():
        found[f"title~{kind}"] = chance
    kinds: dict[str, int] = {}
    for node in tree.own:
        kinds[node.kind] = kinds.get(node.kind, 0) + 1
    total = sum(kinds.values())
    for kind, count in kinds.items():
        found[f"section:{kind}"] = min(count, 3) / 3
        found[f"part:{kind}"] = count / total
    found["sections"] = min(total / 10, 1.0)
    found["guide-kinds"] = min(sum(kind not in ("other", "cta", "faq", "overview") for kind in kinds) / _SECTIONS, 1.0)
    for kind, names in entities.items():
        found[f"names:{kind}"] = min(len(names) / 5, 1.0)
    found["lists"] = min(sum(one.chance for one in lists) / 4, 1.0)
    found["pay"] = min(len(salaries) / 6, 1.0)
    found["any-pay"] = bool(salaries)
    found["steps"] = steps > 1
    found["signed"], found["dated"] = context.signed, context.dated
    found["occupation"], found["location"] = subject.occupation is not None, subject.location is not None
    for name in ("occupation", "location"):
        evidence = subject.evidence.get(name)
        if evidence is not None:
            found[evidence.rule] = 1.0
    for name in _TYPES:
        if metadata.of_type(name):
            found[f"type:{name}"] = 1.0
    og = metadata.first("og:type")
    if og is not None:
        found[f"og:{og.text.lower()[:20]}"] = 1.0
    address = (context.url or "").lower()
    for word in _URL_WORDS:
        if word in address:
            found[f"url:{word}"] = 1.0
    length, paragraphs = running
    found["text"] = min(length / 4000, 1.0)
    found["paragraphs"] = min(paragraphs / 12, 1.0)
    found["no-text"] = length < 300
    found["article-tag"] = bool(document.nodes("article"))
    found["vacancies"] = any(node.vacancies for node in tree.nodes)
    found["form"] = bool(document.nodes("form"))
    return found
