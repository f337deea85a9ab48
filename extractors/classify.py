"""What kind of page it is: hiring guide, article or other, and why.

A guide informs about hiring, working or pay in a trade, place or group of companies: its title says so, its sections
are a guide's, or it lists pay. An article is a signed or dated piece of writing. All else is other: listings, single
vacancies, services, documentation. A signed guide is a guide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.document import Document
from extractors.document.headings import FURNITURE
from extractors.document.zones import zones_of
from extractors.guide.titles import speaks_of
from extractors.metadata import Metadata
from extractors.records import Kind

if TYPE_CHECKING:
    from extractors.guide.parts import Context
    from extractors.guide.subject import Subject
    from extractors.guide.tree import Tree

_GUIDE_KINDS = frozenset(
    {"key_companies", "hubs", "universities", "skills", "tools", "career_path", "market_demand", "why_hire", "salaries",
     "about_role"}
)  # fmt: skip
_ARTICLES = (
    "Article",
    "BlogPosting",
    "NewsArticle",
    "TechArticle",
    "Report",
    "ReportageNewsArticle",
    "ScholarlyArticle",
    "OpinionNewsArticle",
    "AnalysisNewsArticle",
    "LiveBlogPosting",
)
_THINGS = (
    "Product",
    "SoftwareApplication",
    "Recipe",
    "Event",
    "LocalBusiness",
    "Service",
    "QAPage",
    "DiscussionForumPosting",
    "CollectionPage",
    "ItemList",
    "VideoObject",
    "Movie",
    "Book",
)
_NEEDED = 3.0
_NEEDED_IF_SIGNED = 4.5
"""What is signed or dated and has no title of a guide is an article, unless its sections say otherwise clearly."""
_SHORT_TEXT = 120
_LONG_TEXT = 500
"""Characters of running text that a signed or dated article has at least, and any other."""
_FEW = 2
_PARAGRAPH = 80
_LINE = 25
_NO_TEXT = frozenset({"button", "a", "nav", "option", "label"})
_SECTION_DEPTH = 2
"""Where the title tells nothing, only headings of the page's main level speak for a guide."""


def classify(
    document: Document,
    metadata: Metadata,
    context: Context,
    tree: Tree,
    subject: Subject,
    *,
    salaries: int,
    entities: int = 0,
) -> tuple[Kind, str]:
    """The kind of page, and the facts that decided, in words."""
    title = context.title or document.title or ""
    if metadata.of_type("JobPosting") and len(metadata.of_type("JobPosting")) == 1 and not speaks_of("pay", title):
        return "other", "a single vacancy: it describes itself as a JobPosting"
    points, reasons = _guide_points(title, tree, subject, salaries, entities)
    if _is_vacancy(tree, title):
        points -= 3
        reasons.append("a vacancy to apply for")
    if speaks_of("other", title) and points < 2 * _NEEDED:
        points -= 2
        reasons.append("a title of listings or services")
    if any(node.vacancies for node in tree.nodes) and points < 2 * _NEEDED:
        points -= 2
        reasons.append("teasers of vacancies")
    if points >= (_NEEDED if _tells(title) or not (context.signed or context.dated) else _NEEDED_IF_SIGNED):
        return "hiring_guide", "; ".join(reasons)
    return _article_or_other(document, metadata, context, tree)


def looks_like_guide(context: Context, document: Document, tree: Tree) -> bool:
    """Whether the title or the sections speak of hiring or pay; known before pay is read."""
    title = context.title or document.title or ""
    if speaks_of("pay", title) or speaks_of("hire", title):
        return True
    return len({node.kind for node in tree.own if node.kind in _GUIDE_KINDS and node.rule != "content"}) >= 2


def _tells(title: str) -> bool:
    """Whether the title speaks of what guides inform about."""
    return any(speaks_of(subject, title) for subject in ("hire", "pay", "path"))


def _is_vacancy(tree: Tree, title: str) -> bool:
    """A title that is a job, with a line above it that says vacancy or a heading that asks to apply."""
    if _tells(title):
        return False
    return any(
        (node.heading.level == 1 and node.heading.kicker is not None and speaks_of("vacancy", node.heading.kicker.text))
        or (node.heading.level > 1 and node.kind == "cta" and speaks_of("apply", node.heading.text))
        for node in tree.nodes
    )


def _guide_points(title: str, tree: Tree, subject: Subject, salaries: int, entities: int) -> tuple[float, list[str]]:
    points, reasons = 0.0, []
    about = subject.occupation is not None or subject.location is not None
    if speaks_of("hire", title) and subject.occupation is not None:
        points += 2.5
        reasons.append("the title speaks of hiring an occupation")
    elif speaks_of("hire", title) and subject.location is not None:
        points += 1.5
        reasons.append("the title speaks of hiring in a place")
    if speaks_of("pay", title):
        points += 3.0 if subject.occupation else 2.5 if about else 2.0
        reasons.append("the title speaks of pay")
    if speaks_of("path", title):
        points += 1.5
        reasons.append("the title speaks of careers")
    if speaks_of("companies", title):
        points += 1.0
        reasons.append("the title speaks of companies or their market")
    telling = _tells(title)
    kinds = {
        node.kind
        for node in tree.own
        if node.kind in _GUIDE_KINDS
        and node.rule in ("heading", "kicker")
        and node.confidence >= 0.8
        and (node.depth <= _SECTION_DEPTH or telling)
    }
    if len(kinds) >= 2:
        points += min(len(kinds), 6) * 0.6
        reasons.append(f"sections of a guide: {', '.join(sorted(kinds))}")
    if salaries:
        points += 0.5 if salaries < 3 else 1.5 if salaries < 50 else 2.0
        reasons.append(f"{salaries} figures of pay")
    if entities >= 6:
        points += 0.5
        reasons.append(f"{entities} names listed")
    return points, reasons


def _article_or_other(document: Document, metadata: Metadata, context: Context, tree: Tree) -> tuple[Kind, str]:
    stated = metadata.of_type(*_ARTICLES)
    kind = metadata.first("og:type")
    claims = bool(stated) or (kind is not None and kind.text.lower() in ("article", "blog"))
    length, paragraphs = running_text(document)
    if length < (_SHORT_TEXT if context.signed or context.dated else _LONG_TEXT):
        return "other", "little running text"
    if context.signed or context.dated:
        return "article", "a signed piece of writing" if context.signed else "a dated piece of writing"
    if any(node.vacancies for node in tree.nodes) and not context.signed:
        return "other", "a list of vacancies"
    if claims:
        return "article", "it describes itself as an article"
    title = context.title or document.title or ""
    if (
        document.nodes("article")
        and not speaks_of("other", title)
        and paragraphs >= _FEW
        and not metadata.of_type(*_THINGS)
    ):
        return "article", "running text marked up as an article"
    return "other", "neither a guide nor a signed or dated piece of writing"


def running_text(document: Document) -> tuple[int, int]:
    """Characters in the page's own paragraphs, and how many are long. Characters, for not all scripts part words."""
    zones = zones_of(document)
    lengths = [
        len(block.text) for block in document.blocks if zones[block.node] not in FURNITURE and block.tag not in _NO_TEXT
    ]
    long = [length for length in lengths if length >= _PARAGRAPH]
    return sum(length for length in lengths if length >= _LINE), len(long)
