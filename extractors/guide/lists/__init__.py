"""Lists of names, found by structure: siblings of one shape, whatever the mark-up, as columns of items."""

from __future__ import annotations

from extractors.guide.lists.columns import Column, Item
from extractors.guide.lists.find import find_columns

__all__ = ["Column", "Item", "find_columns"]
