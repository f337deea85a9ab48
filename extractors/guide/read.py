"""`read_guide`: all that a page tells as a guide, each part by its own module."""

from __future__ import annotations

from extractors.classify import classify, looks_like_guide
from extractors.document import Document
from extractors.guide.bearing import read_bearing
from extractors.guide.career import read_career_path
from extractors.guide.employer import read_employer
from extractors.guide.entities import read_entities
from extractors.guide.links import read_links
from extractors.guide.oddities import read_oddities
from extractors.guide.parts import Context, GuideParts
from extractors.guide.salaries import read_salaries
from extractors.guide.salaries.claim import Setting
from extractors.guide.sections import read_sections
from extractors.guide.subject import read_subject
from extractors.guide.tree import read_tree
from extractors.metadata import Metadata


def read_guide(document: Document, metadata: Metadata, context: Context) -> GuideParts:
    """Sections, entities, career path, pay, links, place and occupation. Never raises on bad input."""
    language = context.language
    tree = read_tree(document, language)
    subject = read_subject(document, metadata, context, tree)
    bearing = read_bearing(document, metadata, context, tree, subject)
    entities = read_entities(document, tree, language, context.url, bearing)
    path = read_career_path(document, tree, language)
    guide = looks_like_guide(context, document, tree)
    setting = Setting(
        language=language,
        country=subject.location.country if subject.location else None,
        occupation=subject.occupation,
        location=subject.location.name if subject.location else None,
        guide=guide and bearing.work,
        work=bearing.work,
        origin="job_posting" if metadata.of_type("JobPosting") else "guide",
    )
    salaries = read_salaries(document, metadata, tree, setting)
    companies = entities["key_companies"]
    if not companies and bearing.work and (setting.origin == "job_posting" or not guide):
        companies = list(read_employer(document, metadata, tree, context.title))
    kind, reason = classify(
        document, metadata, context, tree, subject, salaries=len(salaries), entities=sum(map(len, entities.values()))
    )
    return GuideParts(
        kind=kind,
        kind_reason=reason,
        sections=read_sections(document, tree),
        companies=tuple(companies),
        hubs=tuple(entities["hubs"]),
        universities=tuple(entities["universities"]),
        skills=tuple(entities["skills"]),
        tools=tuple(entities["tools"]),
        career_path=path,
        salaries=salaries,
        links=read_links(document, tree, context.url),
        location=subject.location,
        occupation=subject.occupation,
        subtitle=subject.subtitle,
        evidence=subject.evidence,
        issues=tuple(read_oddities(document, tree)),
    )
