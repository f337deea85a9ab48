"""Exports of a store whose names are resolved: what the command line and the demo call."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipelines.resolve.batch import refresh
from storage.export import ExportResult
from storage.export import export as _export
from storage.store import Store

__all__ = ["export"]


def export(store: Store, target: Path, **options: Any) -> ExportResult:
    """`storage.export.export`, after entities were resolved anew where pages or decisions have changed."""
    refresh(store)
    return _export(store, target, **options)
