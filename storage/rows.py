"""A record as rows: keys that say what a row is about, hashes that say what it states. Pure.

A record key never depends on values: pay that rises keeps its key. The ordinal tells equals on one page apart.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec

from extractors.records import Entity, Evidence, PageRecord
from storage import fields
from storage.decimals import canonical
from storage.urls import url_key

_QUOTE_LIMIT = 400
_BASE_NUMBER = {table.name: number for number, table in enumerate(fields.BASES)}
_HASHED = tuple(tuple(i for i, one in enumerate(table.fields) if one.is_value) for table in fields.BASES)
_ENCODER = msgspec.json.Encoder()
_ENTITY_TYPES = {
    "companies": "company",
    "hubs": "hub",
    "universities": "university",
    "skills": "skill",
    "tools": "tool",
}

Cell = str | int | None
Proof = tuple[str, str, int | None, str, float, str | None]
"""Field (empty: the row's own), path, start, rule, confidence, quote (None: the row's `words_of_evidence`)."""


class Entry(NamedTuple):
    """A row as the manifest of an extraction names it."""

    base: int
    """Number of its table in `fields.BASES`."""
    record_key: str
    content_hash: str
    position: int
    proofs: tuple[Proof, ...]
    type: str = ""
    """Of an entity; empty in manifests of before 0006."""


class Row(NamedTuple):
    """An entry and its cells, in the order of its table's fields."""

    entry: Entry
    cells: tuple[Cell, ...]


def hash_of(*parts: str) -> str:
    """Sixteen hexadecimal digits that stand for the parts; 64 bits of BLAKE2b."""
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def page_id(key: str) -> str:
    """The short name of a page key within the store."""
    return hash_of("page", key)


def normal(text: str | None) -> str:
    """Text for comparing names and labels: compatibility forms, case and white space folded."""
    if not text:
        return ""
    if text.isascii():
        return " ".join(text.casefold().split())
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def rows_of(record: PageRecord) -> list[Row]:
    """Every row of the record, in the page's order, table by table."""
    rows: list[Row] = []
    rows += _page_row(record)
    rows += _rows("sections", record.sections, lambda s: (normal(s.heading),), _section_cells)
    for name, of_type in _ENTITY_TYPES.items():
        listed: tuple[Entity, ...] = getattr(record, name)
        rows += _rows("entities", listed, lambda e, t=of_type: (t, normal(e.name)), _entity_cells(of_type))  # type: ignore[misc]
    rows += _rows("career_steps", record.career_path, lambda c: (normal(c.title),), _career_cells)
    rows += _rows("salaries", record.salaries, _salary_key, _salary_cells)
    rows += _rows(
        "authors",
        record.authors,
        lambda a: (a.type, normal(a.name)),
        lambda i, a: (i, a.name, a.job_title, a.bio, a.url, a.type),
    )
    rows += _rows(
        "statistics",
        record.statistics,
        lambda s: (normal(s.quantity), s.unit or "", s.currency or "", s.as_of or "", normal(s.comparison)),
        lambda i, s: (i, s.quantity, _decimal(s.value), s.unit, s.currency, s.as_of, s.comparison, s.raw),
    )
    rows += _rows("links", record.links, lambda k: (k.rel, url_key(k.url)), lambda i, k: (i, k.text, k.url, k.rel))
    rows += _rows(
        "issues", record.issues, lambda x: (x.code, x.path or ""), lambda i, x: (i, x.code, x.message, x.path)
    )
    return rows


def _page_row(record: PageRecord) -> list[Row]:
    place = record.location
    cells: tuple[Cell, ...] = (
        record.kind,
        record.kind_reason,
        record.canonical_url,
        record.site_name,
        record.language,
        record.title,
        record.subtitle,
        record.description,
        record.image,
        _json(record.tags),
        record.date_published,
        record.date_modified,
        place.name if place else None,
        place.city if place else None,
        place.region if place else None,
        place.country if place else None,
        record.occupation,
        record.body,
    )
    proofs = tuple(_proof(name, evidence, None) for name, evidence in sorted(record.evidence.items()))
    return [Row(Entry(0, hash_of("pages"), _content(0, cells), 1, proofs), cells)]


def _rows(
    table: str, things: Iterable[Any], about: Callable[[Any], tuple[str, ...]], cells_of: Callable[[int, Any], Any]
) -> list[Row]:
    base = _BASE_NUMBER[table]
    spec = fields.BASES[base]
    words = spec.names.index(spec.words_of_evidence) if spec.words_of_evidence else None
    at = spec.names.index("position") if "position" in spec.names else None
    seen: dict[tuple[str, ...], int] = {}
    rows = []
    for position, thing in enumerate(things, start=1):
        subject = about(thing)
        ordinal = seen[subject] = seen.get(subject, 0) + 1
        cells = cells_of(position, thing)
        evidence: Evidence | None = getattr(thing, "evidence", None)
        own_words = cells[words] if words is not None else None
        proofs = () if evidence is None else (_proof("", evidence, own_words),)
        key = hash_of(table, *subject, str(ordinal))
        place: int = cells[at] if at is not None else position
        of_type = cells[0] if table == "entities" else ""
        rows.append(Row(Entry(base, key, _content(base, cells), place, proofs, of_type), cells))
    return rows


def _section_cells(position: int, section: Any) -> tuple[Cell, ...]:
    return (
        position,
        section.level,
        section.heading,
        section.kind,
        section.text,
        _json(section.items),
        _json(section.tables),
    )


def _entity_cells(of_type: str) -> Callable[[int, Any], tuple[Cell, ...]]:
    return lambda position, one: (of_type, position, one.name, one.qualifier, one.url)


def _career_cells(position: int, step: Any) -> tuple[Cell, ...]:
    return step.position or position, step.title, _json(step.alternatives)


def _salary_key(pay: Any) -> tuple[str, ...]:
    return (
        normal(pay.occupation),
        normal(pay.label) or pay.level or "",
        normal(pay.location),
        pay.statistic or "",
        _decimal(pay.percentile) or "",
        pay.component or "",
        pay.unit_text or "",
        pay.currency or "",
        pay.basis or "",
        pay.employment_type or "",
        pay.origin,
    )


def _salary_cells(position: int, pay: Any) -> tuple[Cell, ...]:
    return (
        position,
        pay.label,
        pay.level,
        pay.occupation,
        pay.location,
        _decimal(pay.min_value),
        _decimal(pay.max_value),
        pay.currency,
        pay.unit_text,
        pay.basis,
        pay.tax_note,
        pay.component,
        pay.statistic,
        _decimal(pay.percentile),
        pay.as_of,
        _decimal(pay.payments_per_year),
        _decimal(pay.hours_per_week),
        pay.employment_type,
        pay.origin,
        pay.source,
        int(pay.approximate),
        " ".join(pay.inferred) or None,
        pay.raw,
        _json(pay.also_stated),
        _decimal(pay.annual_min),
        _decimal(pay.annual_max),
        pay.annual_assumption,
    )


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else canonical(value)


def _json(values: tuple[Any, ...]) -> str | None:
    return _ENCODER.encode(values).decode("utf-8") if values else None


def _content(base: int, cells: tuple[Cell, ...]) -> str:
    stated = _ENCODER.encode([cells[i] for i in _HASHED[base]])
    return hashlib.blake2b(stated, digest_size=8).hexdigest()


def _proof(name: str, evidence: Evidence, own_words: Cell) -> Proof:
    quote: str | None = None if evidence.quote == own_words else evidence.quote[:_QUOTE_LIMIT]
    return name, evidence.path, evidence.start, evidence.rule, evidence.confidence, quote
