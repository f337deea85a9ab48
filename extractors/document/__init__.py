"""Bytes to a Document of blocks: the only place that sees a page's DOM.

`read(bytes)` decodes, parses with libxml2 and makes one pass over the parser's events, in `parse`; what it yields are
plain facts (`model`). Everything after is a pure function on them: `tables` lays cells out on a grid.
"""

from __future__ import annotations

from extractors.document.model import Block, Document, Span
from extractors.document.read import read

__all__ = ["Block", "Document", "Span", "read"]
