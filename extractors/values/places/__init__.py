"""Places in headlines: "Hire Accountants in Lyon" is about Lyon, France."""

from __future__ import annotations

from .finding import Place, find_places
from .stating import Stated, labelled_place, read_place, stated_places, with_hints

__all__ = ["Place", "Stated", "find_places", "labelled_place", "read_place", "stated_places", "with_hints"]
