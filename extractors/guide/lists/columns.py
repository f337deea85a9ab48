"""What a list is while it is looked for: a column of items, each with the words that may name something."""

from __future__ import annotations

import msgspec


class Item(msgspec.Struct, frozen=True, gc=False):
    """One of several things that stand at the same place of like entries."""

    text: str
    """The words at that place, white space folded."""
    block: int
    """Index of the block that holds them; -1 for a picture."""
    start: int
    """Where they stand in the block's text; for a picture the node of the `img`."""
    node: int
    """The innermost element known to hold them."""
    url: str | None = None
    """Address as written, of the words themselves or of the entry."""
    rest: str = ""
    """What stands beside them in the same line."""
    label: str | None = None
    """The words that head the group which the item is one of: "Front end" of "Front end: React, Vue"."""


class Column(msgspec.Struct, frozen=True, gc=False):
    """Items of one kind of place: the titles of cards, a table's column, chips, names in a sentence."""

    items: tuple[Item, ...]
    source: str
    """`run`, `table`, `chips`, `lines`, `prose`, `heading`, `picture`."""
    form: str
    """How the names were taken from the items' words: `whole`, `head`, `comma`, `members`."""
    first: int
    """Range of blocks that the list spans; of alternatives that overlap one is taken."""
    last: int
    node: int
    """The element that holds the entries."""
    head: str | None = None
    """A table's column head."""
    caption: str | None = None
    slot: int = 0
    """Which of the entry's places it is, from the left; 0 the first that holds words."""
    beside: tuple[str, ...] = ()
    """What the entries' other places hold, for the first entries."""
    tag: str = ""
    """Tag of the entries …"""
    css: str = ""
    """… and the class names of the words' own element."""
