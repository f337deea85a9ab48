"""What the guide's side reads from a page, and what it needs to know of it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from extractors.records import (
    CareerStep,
    Entity,
    Evidence,
    Issue,
    Kind,
    Link,
    Location,
    Salary,
    Section,
)


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the page before its guide is read."""

    url: str | None = None
    """Address of the page; relative links are resolved against it."""
    address: str | None = None
    """The address that the page was fetched from, whatever it calls canonical: evidence may point there."""
    language: str | None = None
    """BCP 47."""
    title: str | None = None
    """The page's title, without the site's suffix."""
    site_name: str | None = None
    signed: bool = False
    """Whether a person or organisation signs it."""
    dated: bool = False
    """Whether it says when it was published or changed."""
    words: int = 0
    """Words of its main text."""


class GuideParts(msgspec.Struct, frozen=True, kw_only=True):
    """Sections and what they list."""

    kind: Kind = "other"
    kind_reason: str = ""
    sections: tuple[Section, ...] = ()
    companies: tuple[Entity, ...] = ()
    hubs: tuple[Entity, ...] = ()
    universities: tuple[Entity, ...] = ()
    skills: tuple[Entity, ...] = ()
    tools: tuple[Entity, ...] = ()
    career_path: tuple[CareerStep, ...] = ()
    salaries: tuple[Salary, ...] = ()
    links: tuple[Link, ...] = ()
    location: Location | None = None
    occupation: str | None = None
    subtitle: str | None = None
    evidence: Mapping[str, Evidence] = msgspec.field(default_factory=dict)
    """By field name: kind, location, occupation, subtitle."""
    issues: tuple[Issue, ...] = ()
