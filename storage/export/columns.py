"""Which columns an exported table has, in order, each with a line of documentation."""

from __future__ import annotations

from dataclasses import dataclass

from storage import fields
from storage.entities import EXPORTED, Shown


@dataclass(frozen=True)
class Column:
    """A column of an export."""

    name: str
    doc: str
    type: fields.FieldType | str = "text"
    """A field type, or `timestamp`, or `number`."""


_PAGE = Column("page", "Key of the page: its address in normal form; joins every table to `pages`.")
_RECORD = Column("record", "Key of the record within the page; stays the same while values change.")
_SITE = Column("site", "Registrable domain.")
_PAGE_URL = Column("page_url", "Address that the page was had under.")
_FETCHED = Column(
    "fetched_at", "When the page was last seen so, UTC; empty where a saved file does not tell.", "timestamp"
)
_TERMS = Column("terms", "Terms of use of the site, where its site file names them.")
_SINCE = Column("valid_from", "Fetch since when this is what the page says, UTC.", "timestamp")

_PAGE_FACTS = (
    Column("first_fetched", "When the page was first seen, UTC.", "timestamp"),
    Column("digest", "SHA-256 of the bytes that were read."),
    Column("status", "HTTP status.", "integer"),
    Column("extractor_version", "What read them: version of the code and digest of its data."),
)

_SAME_AS = (
    Column("duplicate_of", "Page that says the same, and is kept in its place; empty for a page of its own."),
    Column("duplicate_reason", "`same_bytes`, `same_text` or `near_text`."),
)

EVIDENCE = "evidence"
_EVIDENCE = (
    _PAGE,
    Column("table", "Table of the record."),
    _RECORD,
    Column("field", "Column of `pages` that is proved; empty where the proof is of the record."),
    Column("quote", "The words on the page."),
    Column("path", "XPath of the block as libxml2 parsed the page, or an attribute or JSON pointer."),
    Column("start", "Offset of the quote in its block, in characters.", "integer"),
    Column("rule", "Name of the rule that read the value."),
    Column("confidence", "0 to 1.", "number"),
    _SITE,
    _PAGE_URL,
    _FETCHED,
)


_ENTITY = Column("entity_id", "Entity that the name means, resolved across pages and sites; see `entities`.")


def _columns(table: fields.Table) -> tuple[Column, ...]:
    values = tuple(Column(one.name, one.doc, one.type) for one in table.fields)
    if table.base == "pages":
        return (_PAGE, *values, _SINCE, *_PAGE_FACTS, *_SAME_AS, _SITE, _PAGE_URL, _FETCHED, _TERMS)
    entity = (_ENTITY,) if entity_type(table) else ()
    return (_PAGE, _RECORD, *values, *entity, _SINCE, _SITE, _PAGE_URL, _FETCHED, _TERMS)


def entity_type(table: fields.Table) -> str | None:
    """The type of entity that the table's rows name; None where they name none."""
    if table.base == "entities" and table.only:
        return table.only[1]
    return "author" if table.name == "authors" else None


RESOLVED: dict[str, Shown] = {shown.name: shown for shown in EXPORTED}
"""Tables of entities, which belong to no page."""

COLUMNS: dict[str, tuple[Column, ...]] = (
    {table.name: _columns(table) for table in fields.SHOWN}
    | {EVIDENCE: _EVIDENCE}
    | {shown.name: tuple(Column(*column) for column in shown.columns) for shown in EXPORTED}
)
"""By table, evidence and entities included."""

TABLES: tuple[str, ...] = tuple(table.name for table in fields.SHOWN)
"""Tables that are exported unless others are named."""

DOCS: dict[str, str] = {table.name: table.doc for table in (*fields.SHOWN, *EXPORTED)} | {
    EVIDENCE: "One row a proof: where on the page a value stood, and by which rule it was read."
}


def primary_key(table: str) -> tuple[str, ...]:
    """Columns whose values name a row; none for evidence, of which a record may have several."""
    if table == EVIDENCE:
        return ()
    if table in RESOLVED:
        return RESOLVED[table].key
    return ("page",) if table in ("pages", "articles") else ("page", "record")
