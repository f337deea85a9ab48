"""World knowledge as data: what a name is known as, whoever wrote the page.

Two witnesses: a table of names (`names.bin`, made by `training.gazetteer` from open lists; see NOTICE.md beside it),
and the words that tell a kind of name in many languages (`cues.toml`: "Hospital", "-universiteit", "Coworking").
Both answer with a `Kind`, which may hold several: "Oracle" is a firm and a tool. Neither decides anything.
"""

from __future__ import annotations

from .cues import cues_of
from .folding import fold
from .kinds import Kind
from .names import kinds_of
from .running import names_in
from .table import GazetteerError, load

__all__ = ["GazetteerError", "Kind", "cues_of", "fold", "kinds_of", "load", "names_in"]
