"""What a forgotten name leaves behind on a page: a mask, which is nobody."""

from __future__ import annotations

import msgspec

from extractors.records import PageRecord
from storage.retention.suppression import MASK


def without_forgotten(record: PageRecord) -> PageRecord:
    """The record without authors whose name is a mask."""
    if not any(MASK in author.name for author in record.authors):
        return record
    return msgspec.structs.replace(
        record, authors=tuple(author for author in record.authors if MASK not in author.name)
    )
