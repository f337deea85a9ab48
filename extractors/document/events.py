"""The one pass: libxml2's events become nodes and blocks.

A parser target builds no tree, which saves about what this pass costs. The functions are closures over local lists
because they run once an element: attribute look-ups on `self` would be felt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from extractors.document.hidden import COLLAPSED, SECRET, visibility_of
from extractors.document.model import Block, Visibility
from extractors.document.text import BREAK, GAP, fold, fold_with_spans

_INLINE, _BLOCK, _BOX, _BREAK, _PLAIN, _SKIPPED, _SCRIPT, _TITLE = range(8)

_SKIPPED_TAGS = (
    "style template noscript svg iframe object embed canvas audio video map select textarea datalist applet noframes "
    "noembed"
).split()
_BLOCK_TAGS = (
    "html head body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search section summary "
    "table caption colgroup col tbody td tfoot th thead tr ul option optgroup"
).split()
# Inline elements that often act as boxes of their own (chips, tags): side by side they are two words, not one.
_BOX_TAGS = ("span", "a", "button", "label", "i", "time", "data", "output")
# Elements that hold no text of their own.
_PLAIN_TAGS = ("meta", "link", "base", "img", "input", "wbr", "source", "track", "param", "area")

_ROLES: dict[str, int] = {
    **dict.fromkeys(_SKIPPED_TAGS, _SKIPPED),
    **dict.fromkeys(_BLOCK_TAGS, _BLOCK),
    **dict.fromkeys(_BOX_TAGS, _BOX),
    **dict.fromkeys(_PLAIN_TAGS, _PLAIN),
    "br": _BREAK,
    "script": _SCRIPT,
    "title": _TITLE,
}
_VISIBILITY: tuple[Visibility, ...] = ("visible", "collapsed", "off_screen", "visible")


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
    roles = _ROLES.get
    stack: list[int] = [-1]  # open elements
    boxes: list[int] = []  # those of them that are block-level
    pieces: list[str] = []  # text of the running block
    marks: list[tuple[int, int]] = []  # its inline elements: node (~node where it closes) and number of pieces so far
    skipped = 0  # elements open from the one on that is not read
    captured: list[str] | None = None  # text of a title or JSON-LD script that is open
    hidden_from, hidden_code = -1, 0
    after_box = False  # an inline box has just closed, and nothing came since

    def flush() -> None:
        text, spans = fold_with_spans(pieces, marks) if marks else (fold(pieces), ())
        pieces.clear()
        if text and boxes:
            node = boxes[-1]
            blocks.append(Block(text, node, tags[node], spans, _VISIBILITY[hidden_code]))

    def start(tag: str, attrs: Mapping[str, str]) -> None:
        nonlocal skipped, captured, hidden_from, hidden_code, after_box
        if skipped:
            skipped += 1
            return
        role = roles(tag, _INLINE)
        if role == _BLOCK and pieces:
            flush()
        node = len(tags)
        tags.append(tag)
        parents.append(stack[-1])
        ends.append(node + 1)
        attributes.append(attrs)
        first_block.append(len(blocks))
        last_block.append(len(blocks))
        if role >= _SKIPPED:
            skipped = 1
            if role == _TITLE or (role == _SCRIPT and "ld+json" in (attrs.get("type") or "").lower()):
                captured = []
            return
        stack.append(node)
        if attrs and hidden_from < 0 and (code := visibility_of(tag, attrs)):
            if role != _BLOCK and code != COLLAPSED:
                skipped = 1  # a word for screen readers, or hidden outright
                stack.pop()
                return
            if pieces:
                flush()
            hidden_from, hidden_code = node, code
        if role == _BLOCK:
            boxes.append(node)
            if marks:
                marks.clear()
        elif role <= _BOX:
            if after_box and role == _BOX:
                pieces.append(GAP)
            marks.append((node, len(pieces)))
        elif role == _BREAK:
            pieces.append(BREAK)
        after_box = False

    def end(tag: str) -> None:
        nonlocal skipped, captured, hidden_from, hidden_code, after_box
        if skipped:
            skipped -= 1
            if not skipped and captured is not None:
                text, captured = "".join(captured), None
                if tag == "title":
                    page.titles.append(text)
                else:
                    page.json_ld.append((len(tags) - 1, text))
            return
        node = stack.pop()
        ends[node] = len(tags)
        role = roles(tag, _INLINE)
        if role == _BLOCK:
            if pieces:
                flush()
            if marks:
                marks.clear()
            boxes.pop()
            last_block[node] = len(blocks)
            after_box = False
        elif role <= _BOX:
            marks.append((~node, len(pieces)))
            after_box = role == _BOX
            last_block[node] = len(blocks)
        if node == hidden_from:
            if pieces:
                flush()
            if hidden_code == SECRET:
                secret.append((node, first_block[node], len(blocks)))
            hidden_from, hidden_code = -1, 0

    def data(text: str) -> None:
        nonlocal after_box
        if skipped:
            if captured is not None:
                captured.append(text)
        elif pieces or not text.isspace():
            pieces.append(text)
            after_box = False

    return start, end, data
