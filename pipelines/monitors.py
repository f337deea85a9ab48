"""What a run has done, counted while it goes; and what an empty result means."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from extractors.records import PageRecord

SHELL = "application_shell"
"""The issue of a page that holds an application and no text."""


@dataclass
class Counts:
    """Counts of a run; `as_dict` for the ledger and for printing."""

    pages: int = 0
    guides: int = 0
    articles: int = 0
    others: int = 0
    archived: int = 0
    """Pages that were kept in the archive and not read."""
    revisits: int = 0
    moved: int = 0
    """Addresses that led on to another."""
    failures: int = 0
    rows_written: int = 0
    quarantined: int = 0
    forgotten: int = 0
    """Events that the suppression list refused."""
    issues: Counter[str] = field(default_factory=Counter)
    failure_codes: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    """Records by table, as read (whether or not they were news)."""

    def add(self, record: PageRecord) -> None:
        """Count a page that was read."""
        self.pages += 1
        self.guides += record.kind == "hiring_guide"
        self.articles += record.kind == "article"
        self.others += record.kind == "other"
        self.issues.update({issue.code for issue in record.issues})
        self.found.update(sections=len(record.sections), companies=len(record.companies), hubs=len(record.hubs))
        self.found.update(universities=len(record.universities), skills=len(record.skills), tools=len(record.tools))
        self.found.update(career_steps=len(record.career_path), salaries=len(record.salaries))
        self.found.update(authors=len(record.authors), statistics=len(record.statistics), links=len(record.links))

    def merge(self, other: Counts) -> None:
        """Add what another worker has counted."""
        for name, value in vars(other).items():
            if isinstance(value, Counter):
                getattr(self, name).update(value)
            else:
                setattr(self, name, getattr(self, name) + value)

    @property
    def shells(self) -> int:
        """Pages that hold an application but no text."""
        return self.issues[SHELL]

    def as_dict(self) -> dict[str, object]:
        """Plain data, counters sorted by name."""
        plain = vars(self)
        return {
            name: dict(sorted((key, n) for key, n in value.items() if n)) if isinstance(value, dict) else value
            for name, value in plain.items()
        }

    def explanation(self) -> str | None:
        """Why nothing worth exporting was found, in a sentence; None where something was."""
        if self.guides or self.articles or self.found["salaries"] or self.revisits or self.archived:
            return None
        if not self.pages:
            return f"no page was read, {self.failures} could not be had" if self.failures else "no page was read"
        why = f"{self.pages} pages read, no guide or article among them"
        if self.shells:
            return f"{why}: {self.shells} are application shells without text, try the browser extra"
        if self.issues:
            code, number = self.issues.most_common(1)[0]
            return f"{why}: the commonest oddity is {code} ({number} pages)"
        return why
