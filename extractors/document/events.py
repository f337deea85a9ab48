"""The one pass: libxml2's events become nodes and blocks.

A parser target builds no tree, which saves about what this pass costs. The handlers are closures over local lists, and
text goes straight into the running block's list of pieces without a call of ours: they run thousands of times a page.
A reader keeps its parser, whose set-up costs a tenth of parsing a page; it is no reader for two threads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from lxml import etree

from extractors.document.hidden import COLLAPSED, OFF_SCREEN, PLAIN_CLASSES, PLAIN_STYLES, SECRET, visibility_of
from extractors.document.model import Block, Visibility
from extractors.document.text import BREAK, fold, fold_marked, lines

_BLOCK, _INLINE, _DETAILS, _SUMMARY, _VOID, _BREAK, _SKIPPED, _SCRIPT, _TITLE = range(9)

_SKIPPED_TAGS = (
    "style template noscript svg iframe object embed canvas audio video map select textarea datalist applet noframes "
    "noembed"
).split()
_BLOCK_TAGS = (
    "html head body address article aside blockquote center dd dialog dir div dl dt fieldset figcaption figure footer "
    "form frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu nav ol p plaintext pre search "
    "section table caption colgroup col tbody td tfoot th thead tr ul option optgroup xmp"
).split()
# Elements that libxml2 never gives any content.
_VOID_TAGS = ("meta", "link", "base", "img", "input", "area", "param")
_PREFORMATTED = frozenset({"pre", "listing", "plaintext", "xmp"})

_ROLES: dict[str, int] = {
    **dict.fromkeys(_SKIPPED_TAGS, _SKIPPED),
    **dict.fromkeys(_BLOCK_TAGS, _BLOCK),
    **dict.fromkeys(_VOID_TAGS, _VOID),
    "details": _DETAILS,
    "summary": _SUMMARY,
    "br": _BREAK,
    "script": _SCRIPT,
    "title": _TITLE,
}
_MOST_ROLES = 5_000  # so that a hostile page cannot fill the memory
_VISIBILITY: dict[int, Visibility] = {COLLAPSED: "collapsed", OFF_SCREEN: "off_screen", SECRET: "visible"}

Start = Callable[[str, Mapping[str, str]], None]
Text = Callable[[str], None]


class Facts(NamedTuple):
    """What one pass over a page yields; the first seven as in `Document`."""

    tags: list[str]
    parents: list[int]
    ends: list[int]
    attributes: list[Mapping[str, str]]
    first_block: list[int]
    last_block: list[int]
    blocks: list[Block]
    json_ld: list[tuple[int, str]]
    titles: list[str]
    secret: list[int]
    """Nodes that are hidden outright, unless a control opens them by their id; their blocks are among the blocks."""
    summaries: list[int]
    """The always visible line of each element that can be folded out."""


class Reader:
    """A parser and its handlers, used again for page after page."""

    def __init__(self) -> None:
        self._begin, self._finish, start, end, data = _handlers()
        self._parser = etree.HTMLParser(
            target=_Target(start, end, data),  # type: ignore[arg-type]  # the stubs ask for methods
            encoding="utf-8",
            huge_tree=True,
            remove_comments=True,
            remove_pis=True,
            recover=True,
        )

    def read(self, utf8: bytes) -> tuple[Facts, etree.LxmlError | None]:
        """The page's facts, and the error that ended the pass early, if one did."""
        self._begin()
        failure = None
        try:
            etree.HTML(utf8, self._parser)
        except etree.LxmlError as error:
            failure = error
        return self._finish(), failure


class _Target:
    """What lxml calls."""

    def __init__(self, start: Start, end: Text, data: Text) -> None:
        self.start, self.end, self.data = start, end, data

    def close(self) -> None:
        """Nothing to hand over: the reader asks for the facts."""


def _handlers() -> tuple[Callable[[], None], Callable[[], Facts], Start, Text, Text]:
    """Begin, finish, start, end and data, over the same variables."""
    tags: list[str]
    parents: list[int]
    ends: list[int]
    attributes: list[Mapping[str, str]]
    first_block: list[int]
    last_block: list[int]
    blocks: list[Block]
    json_ld: list[tuple[int, str]]
    titles: list[str]
    secret: list[int]
    summaries: list[int]
    tags, parents, ends, attributes, first_block, last_block, blocks = [], [], [], [], [], [], []
    json_ld, titles, secret, summaries = [], [], [], []
    roles = _ROLES
    plain_classes, plain_styles = PLAIN_CLASSES, PLAIN_STYLES
    pieces: list[str | int] = []  # the running block, see `text`
    marked = False  # some of its pieces are marks
    boxes: list[int] = []  # open block-level elements
    current = -1  # innermost open element
    skipped = 0  # elements open from the one on that is not read
    skipped_from = 0  # number of pieces where it began
    hidden_from, hidden_code = -1, 0
    visibility: Visibility = "visible"

    def begin() -> None:
        nonlocal tags, parents, ends, attributes, first_block, last_block, blocks, json_ld, titles, secret, summaries
        nonlocal marked, current, skipped, hidden_from, hidden_code, visibility
        tags, parents, ends, attributes, first_block, last_block, blocks = [], [], [], [], [], [], []
        json_ld, titles, secret, summaries = [], [], [], []
        pieces.clear()
        boxes[:] = [-1]
        marked, current, skipped, hidden_from, hidden_code, visibility = False, -1, 0, -1, 0, "visible"

    def finish() -> Facts:
        nonlocal skipped
        skipped = 0
        while current >= 0:  # the parser gave up half-way
            end(tags[current])
        facts = Facts(
            tags, parents, ends, attributes, first_block, last_block, blocks, json_ld, titles, secret, summaries
        )
        begin()
        return facts

    def flush() -> None:
        nonlocal marked
        box = boxes[-1]
        if box >= 0:
            tag = tags[box]
            if tag in _PREFORMATTED:
                text, spans = fold_marked(lines(pieces), tags)
            elif marked:
                text, spans = fold_marked(pieces, tags)
            else:
                text, spans = fold(pieces[0] if len(pieces) == 1 else "".join(pieces)), ()  # type: ignore[arg-type]
            if text:
                blocks.append(Block(text, box, tag, spans, visibility))
        marked = False
        pieces.clear()

    def start(tag: str, attrs: Mapping[str, str]) -> None:
        nonlocal current, marked, skipped, skipped_from
        if skipped:
            skipped += 1
            return
        try:
            role = roles[tag]
        except KeyError:
            role = unknown(tag)
        if not role and pieces:  # a block-level element
            if marked or len(pieces) > 1 or not pieces[0].isspace():  # type: ignore[union-attr]
                flush()
            else:
                pieces.clear()
        node = len(tags)
        filled = len(blocks)
        tags.append(tag)
        parents.append(current)
        ends.append(node + 1)
        attributes.append(attrs)
        first_block.append(filled)
        last_block.append(filled)
        if role > _INLINE:
            if role >= _VOID:
                if role == _BREAK:
                    pieces.append(BREAK)
                    marked = True
                skipped_from = len(pieces)
                skipped = 1
                return
            fold_out(role, node, tag, attrs)
            role = _BLOCK
        elif (
            attrs
            and hidden_from < 0
            and (
                attrs.get("class") not in plain_classes
                or ("style" in attrs and attrs["style"] not in plain_styles)
                or "hidden" in attrs
            )
        ):
            code = visibility_of(tag, attrs)
            if code:
                if role and code != COLLAPSED:  # a word for screen readers, or hidden outright
                    skipped_from = len(pieces)
                    skipped = 1
                    return
                hide(node, code)
        current = node
        if role:
            pieces.append(node)
            marked = True
        else:
            boxes.append(node)

    def unknown(tag: str) -> int:
        if len(roles) < _MOST_ROLES:
            roles[tag] = _INLINE
        return _INLINE

    def fold_out(role: int, node: int, tag: str, attrs: Mapping[str, str]) -> None:
        if pieces:
            flush()
            first_block[node] = len(blocks)
        if role == _SUMMARY:
            summaries.append(node)
        if hidden_from < 0 and (code := visibility_of(tag, attrs)):
            hide(node, code)

    def hide(node: int, code: int) -> None:
        nonlocal hidden_from, hidden_code, visibility
        if pieces:
            flush()
            first_block[node] = len(blocks)
        hidden_from, hidden_code, visibility = node, code, _VISIBILITY[code]

    def end(tag: str) -> None:
        nonlocal current, marked, skipped
        if skipped:
            skipped -= 1
            if not skipped and len(pieces) > skipped_from:
                keep(tag)
            return
        node = current
        current = parents[node]
        ends[node] = len(tags)
        if node == boxes[-1]:
            if pieces:
                if marked or len(pieces) > 1 or not pieces[0].isspace():  # type: ignore[union-attr]
                    flush()
                else:
                    pieces.clear()
            boxes.pop()
        elif pieces:
            pieces.append(~node)
            marked = True
        last_block[node] = len(blocks)
        if node == hidden_from:
            show(node)

    def keep(tag: str) -> None:
        """Take the text of what was skipped from the pieces; that of titles and JSON-LD is kept elsewhere."""
        if tag == "title":
            titles.append("".join(pieces[skipped_from:]))  # type: ignore[arg-type]
        elif tag == "script" and "ld+json" in attributes[-1].get("type", "").lower():
            json_ld.append((len(tags) - 1, "".join(pieces[skipped_from:])))  # type: ignore[arg-type]
        del pieces[skipped_from:]

    def show(node: int) -> None:
        nonlocal hidden_from, hidden_code, visibility
        if pieces:
            flush()
            last_block[node] = len(blocks)
        if hidden_code == SECRET:
            if "id" in attributes[node]:
                secret.append(node)
            else:  # nothing can open it
                first = first_block[node]
                del blocks[first:]
                first_block[node:] = last_block[node:] = [first] * (len(tags) - node)
        hidden_from, hidden_code, visibility = -1, 0, "visible"

    return begin, finish, start, end, pieces.append
