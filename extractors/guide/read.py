"""`read_guide`: all that a page tells as a guide, each part by its own module."""

from __future__ import annotations

import msgspec

from extractors.classify import classify, looks_like_guide, running_text
from extractors.document import Document
from extractors.guide.bearing import read_bearing
from extractors.guide.career import read_career_path
from extractors.guide.employer import read_employer
from extractors.guide.entities import read_entities
from extractors.guide.judge import judge_sections
from extractors.guide.kind_of_page import judge_page, page_features
from extractors.guide.links import read_links
from extractors.guide.lists.join import path_from, with_lists
from extractors.guide.lists.read import Listed, read_lists
from extractors.guide.oddities import read_oddities
from extractors.guide.parts import Context, GuideParts
from extractors.guide.salaries import read_salaries
from extractors.guide.salaries.claim import Setting
from extractors.guide.sections import read_sections
from extractors.guide.subject import Subject, read_subject
from extractors.guide.tree import Tree, read_tree
from extractors.metadata import Metadata
from extractors.records import CareerStep, Entity, Salary, SectionKind


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """What was found on a page before its sections and the page itself are judged."""

    tree: Tree
    subject: Subject
    lists: tuple[Listed, ...]
    entities: dict[SectionKind, list[Entity]]
    path: tuple[CareerStep, ...]
    salaries: tuple[Salary, ...]


def survey(document: Document, metadata: Metadata, context: Context) -> Survey:
    """Sections with what the rules make of them, lists, names, career path and pay. Never raises on bad input."""
    language = context.language
    tree = read_tree(document, language)
    subject = read_subject(document, metadata, context, tree)
    bearing = read_bearing(document, metadata, context, tree, subject)
    lists = read_lists(document, [node.heading for node in tree.nodes], language)
    furniture = {node.heading.block for node in tree.nodes if node.furniture}
    lists = tuple(
        listed for listed in lists if listed.around.heading is None or listed.around.heading.block not in furniture
    )
    entities = with_lists(document, read_entities(document, tree, language, context.url, bearing), lists, context.url)
    path = read_career_path(document, tree, language) or path_from(document, lists, language)
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
    if not entities["key_companies"] and bearing.work and (setting.origin == "job_posting" or not guide):
        entities["key_companies"] = list(read_employer(document, metadata, tree, context.title))
    return Survey(tree=tree, subject=subject, lists=lists, entities=entities, path=path, salaries=salaries)


def read_guide(document: Document, metadata: Metadata, context: Context) -> GuideParts:
    """Sections, entities, career path, pay, links, place and occupation. Never raises on bad input."""
    found = survey(document, metadata, context)
    tree, subject, entities = found.tree, found.subject, found.entities
    kind, reason = classify(
        document,
        metadata,
        context,
        tree,
        subject,
        salaries=len(found.salaries),
        entities=sum(map(len, entities.values())),
    )
    kind, reason = judge_page(
        page_features(
            document,
            metadata,
            context,
            tree,
            subject,
            lists=found.lists,
            entities=entities,
            salaries=found.salaries,
            steps=len(found.path),
            by_rules=kind,
            running=running_text(document),
        ),
        kind,
        reason,
    )
    judge_sections(document, tree.own, found.lists, context.language)
    return GuideParts(
        kind=kind,
        kind_reason=reason,
        sections=read_sections(document, tree),
        companies=tuple(entities["key_companies"]),
        hubs=tuple(entities["hubs"]),
        universities=tuple(entities["universities"]),
        skills=tuple(entities["skills"]),
        tools=tuple(entities["tools"]),
        career_path=found.path,
        salaries=found.salaries,
        links=read_links(document, tree, context.url),
        location=subject.location,
        occupation=subject.occupation,
        subtitle=subject.subtitle,
        evidence=subject.evidence,
        issues=tuple(read_oddities(document, tree)),
    )
