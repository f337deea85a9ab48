"""What a whole page says of its subject, as features that all its lists share."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.document import Document
from extractors.document.headings import Heading
from extractors.guide.titles import speaks_of
from extractors.guide.wording import read_heading
from extractors.scoring import heading_chances
from extractors.values.occupations import names_occupation


def page_features(document: Document, language: str | None, headings: Sequence[Heading]) -> dict[str, float]:
    """Features by name, from 0 to 1."""
    title = " ".join(filter(None, (document.title, *(heading.text for heading in headings if heading.level == 1))))[
        :300
    ]
    found = {
        f"page:{subject}": float(speaks_of(subject, title))
        for subject in ("hire", "pay", "path", "jobs", "companies", "other")
    }
    found["page:bias"] = 1.0
    found["page:occupation"] = float(names_occupation(title))
    kinds = set()
    for heading in headings[:60]:
        reading = read_heading(heading.text, language) if heading.level > 1 else None
        if (
            reading is not None
            and reading.strength != "weak"
            and reading.kind not in ("other", "cta", "faq", "overview")
        ):
            kinds.add(reading.kind)
    for heading in headings[:60]:
        if heading.level > 1:
            for kind, chance in heading_chances(heading.text[:120], language).items():
                if kind in ("other", "faq", "cta", "overview"):
                    continue  # every page has some of these
                key = f"page~{kind}"
                found[key] = max(found.get(key, 0.0), chance)
    found["page:kinds"] = min(len(kinds), 5) / 5
    found["page:none"] = not kinds
    return found
