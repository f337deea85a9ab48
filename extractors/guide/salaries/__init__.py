"""Pay on a page: from tables, cards and lists, prose and JSON-LD, each claim once."""

from __future__ import annotations

from extractors.guide.salaries.read import read_salaries

__all__ = ["read_salaries"]
