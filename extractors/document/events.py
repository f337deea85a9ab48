"""The one pass: libxml2's events become nodes and blocks.

A parser target builds no tree, which saves about what this pass costs. The functions are closures over local lists
because they run once an element: attribute look-ups on `self` would be felt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from extractors.document.hidden import COLLAPSED, OFF_SCREEN, SECRET, visibility_of
from extractors.document.model import NO_ATTRIBUTES, Block, Visibility
from extractors.document.text import BREAK, GAP, fold, fold_with_spans

SKIPPED = frozenset(
    (
        "script style template noscript svg iframe object embed canvas audio video map select textarea datalist "
        "applet noframes noembed head"
    ).split()  # noqa: SIM905 - a table of words reads better than a column of quotes
)
"""What a reader does not see as text. `head` is skipped but for its `title`."""

BLOCKS = frozenset(
    (
        "html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure "
        "footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search section "
        "summary table caption colgroup col tbody td tfoot th thead tr ul option optgroup"
    ).split()  # noqa: SIM905
)
BOXES = frozenset({"span", "a", "button", "label", "i", "time", "data", "output"})
"""Inline elements that often act as boxes of their own (chips, tags): side by side they are two words, not one."""

_VISIBILITY: dict[int, Visibility] = {0: "visible", COLLAPSED: "collapsed", OFF_SCREEN: "off_screen", SECRET: "visible"}


class Events:
    """The target that lxml calls: `start`, `end`, `data`, `close`."""

    start: Callable[[str, Mapping[str, str]], None]
    end: Callable[[str], None]
    data: Callable[[str], None]

    def __init__(self) -> None:
        self.tags: list[str] = []
        self.parents: list[int] = []
        self.ends: list[int] = []
        self.attributes: list[Mapping[str, str]] = []
        self.first_block: list[int] = []
        self.last_block: list[int] = []
        self.blocks: list[Block] = []
        self.secret: list[tuple[int, int, int]] = []
        """Node that is hidden outright, with its range of blocks."""
        self.json_ld: list[tuple[int, str]] = []
        self.titles: list[str] = []
        self.start, self.end, self.data = _handlers(self)

    def close(self) -> None:
        """Nothing to hand over: the lists are read by `read`."""


def _handlers(
    page: Events,
) -> tuple[Callable[[str, Mapping[str, str]], None], Callable[[str], None], Callable[[str], None]]:
    tags, parents, ends, attributes = page.tags, page.parents, page.ends, page.attributes
    first_block, last_block, blocks, secret = page.first_block, page.last_block, page.blocks, page.secret
    stack: list[int] = [-1]
    boxes: list[int] = [-1]  # open block-level elements
    pieces: list[str] = []
    marks: list[tuple[int, int, int]] = []  # inline elements of the running block: first piece, end piece, node
    skip_from = -1  # node below which nothing is read
    captured: list[str] | None = None  # text of a title or JSON-LD script that is open
    hidden_from, hidden_code = -1, 0
    after_inline = False

    def flush() -> None:
        if marks:
            text, spans = fold_with_spans(pieces, marks)
            marks.clear()
        else:
            text, spans = fold(pieces), ()
        pieces.clear()
        if text:
            node = boxes[-1]
            blocks.append(Block(text, node, tags[node], spans, _VISIBILITY[hidden_code]))

    def start(tag: str, attrs: Mapping[str, str]) -> None:
        nonlocal skip_from, captured, hidden_from, hidden_code, after_inline
        node = len(tags)
        tags.append(tag)
        parents.append(stack[-1])
        ends.append(node + 1)
        stack.append(node)
        attributes.append(attrs or NO_ATTRIBUTES)
        if skip_from >= 0:
            first_block.append(0)
            last_block.append(0)
            if tag == "title" or (tag == "script" and "ld+json" in (attrs.get("type") or "").lower()):
                captured = []
            return
        block = tag in BLOCKS
        if block and pieces:
            flush()
        first_block.append(len(blocks))
        last_block.append(len(blocks))
        if tag in SKIPPED:
            skip_from = node
            if tag == "script" and "ld+json" in (attrs.get("type") or "").lower():
                captured = []
            return
        if attrs and hidden_from < 0 and (code := visibility_of(tag, attrs)):
            if not block and code != COLLAPSED:
                skip_from = node  # an inline hint for screen readers, or hidden outright
                return
            if pieces:
                flush()
            hidden_from, hidden_code = node, code
        if block:
            boxes.append(node)
            if len(pieces):
                marks.clear()
        elif tag == "br":
            pieces.append(BREAK)
        else:
            if after_inline and tag in BOXES:
                pieces.append(GAP)
            marks.append((len(pieces), -1, node))
        after_inline = False

    def end(tag: str) -> None:
        nonlocal skip_from, captured, hidden_from, hidden_code, after_inline
        node = stack.pop()
        ends[node] = len(tags)
        if skip_from >= 0:
            if captured is not None:
                (page.titles.append if tag == "title" else capture(node))("".join(captured))
                captured = None
            if node == skip_from:
                skip_from = -1
            return
        if tag in BLOCKS:
            if pieces:
                flush()
            marks.clear()
            boxes.pop()
            after_inline = False
        elif tag != "br":
            close_mark(node)
            after_inline = tag in BOXES
        last_block[node] = len(blocks)
        if node == hidden_from:
            if pieces:
                flush()
            if hidden_code == SECRET:
                secret.append((node, first_block[node], len(blocks)))
            hidden_from, hidden_code = -1, 0

    def close_mark(node: int) -> None:
        for index in range(len(marks) - 1, -1, -1):
            if marks[index][2] == node:
                marks[index] = (marks[index][0], len(pieces), node)
                return

    def capture(node: int) -> Callable[[str], None]:
        return lambda text: page.json_ld.append((node, text))

    def data(text: str) -> None:
        nonlocal after_inline
        if skip_from < 0:
            pieces.append(text)
            after_inline = False
        elif captured is not None:
            captured.append(text)

    return start, end, data
