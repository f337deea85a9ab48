"""The one pass: libxml2's events become nodes and blocks.

A parser target builds no tree, which saves about what this pass costs. The handlers are closures over local lists, and
text goes straight into the running block's list of pieces without a call of ours: they run thousands of times a page.
A reader keeps its parser, whose set-up costs a tenth of parsing a page; it is no reader for two threads.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from extractors.document.hidden import COLLAPSED, OFF_SCREEN, PLAIN_CLASSES, PLAIN_STYLES, SECRET, visibility_of
from extractors.document.marks import without_marks
from extractors.document.model import HEADING_TAGS, Block, Span, Visibility
from extractors.document.text import BREAK, fold, fold_marked, lines
from extractors.document.zones import PLAIN_NAMES

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

_ROLES: dict[str, tuple[int, str]] = {
    sys.intern(tag): (role, sys.intern(tag))
    for tag, role in {
        **dict.fromkeys(_SKIPPED_TAGS, _SKIPPED),
        **dict.fromkeys(_BLOCK_TAGS, _BLOCK),
        **dict.fromkeys(_VOID_TAGS, _VOID),
        "details": _DETAILS,
        "summary": _SUMMARY,
        "br": _BREAK,
        "script": _SCRIPT,
        "title": _TITLE,
    }.items()
}
"""What each tag is to the walk, and the string for it that all nodes share: the parser makes a new one each time."""
_MOST_ROLES = 5_000  # so that a hostile page cannot fill the memory
_VISIBILITY: dict[int, Visibility] = {COLLAPSED: "collapsed", OFF_SCREEN: "off_screen", SECRET: "visible"}

Event = Mapping[str, str] | str | None
"""An element opens, and has these attributes; some text; the innermost element closes."""


class Facts(NamedTuple):
    """What one pass over a page yields; the first nine as in `Document`."""

    tags: list[str]
    parents: list[int]
    ends: list[int]
    attributes: list[Mapping[str, str]]
    first_block: list[int]
    last_block: list[int]
    blocks: list[Block]
    json_ld: list[tuple[int, str]]
    scripts: list[tuple[int, str]]
    titles: list[str]
    secret: list[int]
    """Nodes that are hidden outright, unless a control opens them by their id; their blocks are among the blocks."""
    summaries: list[int]
    """The always visible line of each element that can be folded out."""
    telling: list[int]
    """As in `Document`."""


class Reader:
    """A parser and the log that it writes, used again for page after page."""

    def __init__(self) -> None:
        self._log: list[Event] = []
        self._opened: list[str] = []  # the tags of the elements, in the log's order
        self._parser = etree.HTMLParser(
            target=_Target(self._log, self._opened),  # type: ignore[arg-type]  # the stubs ask for methods; lxml takes callables
            encoding="utf-8",
            huge_tree=True,
            remove_comments=True,
            remove_pis=True,
            recover=True,
        )

    def read(self, utf8: bytes) -> tuple[Facts, etree.LxmlError | None]:
        """The page's facts, and the error that ended the parse early, if one did."""
        failure = None
        try:
            etree.HTML(utf8, self._parser)
        except etree.LxmlError as error:
            failure = error
        try:
            return facts_of(self._log, self._opened), failure
        finally:
            self._log.clear()
            self._opened.clear()


class _Target:
    """What lxml calls: it only notes what happens."""

    def __init__(self, log: list[Event], opened: list[str]) -> None:
        def start(tag: str, attributes: Mapping[str, str]) -> None:
            opened.append(tag)
            log.append(attributes)

        self.start = start
        self.end = lambda _tag: log.append(None)
        self.data = log.append

    def close(self) -> None:
        """Nothing to hand over: the reader has the log."""


def facts_of(log: list[Event], opened: list[str]) -> Facts:
    """One walk over the log. It is one function because each call of another costs what an element may."""
    most = len(opened)
    # What is only known where an element ends: lists as long as they can get, cut when the walk is over.
    page = Facts([], [], [0] * most, [], [], [0] * most, [], [], [], [], [], [], [])
    tags, parents, ends, attributes, first_block, last_block, blocks = page[:7]
    telling, plain_names = page.telling, PLAIN_NAMES
    roles, plain_classes, plain_styles, preformatted = _ROLES, PLAIN_CLASSES, PLAIN_STYLES, _PREFORMATTED
    pieces: list[str | int] = []  # the running block, see `text`
    marked = False  # some of its pieces are marks
    boxes = [-1]  # open block-level elements
    box = -1  # the innermost of them
    current = -1  # innermost open element
    count = 0  # elements so far
    hidden_from, hidden_code = -1, 0
    visibility: Visibility = "visible"
    next_tag = iter(opened).__next__
    events = iter(log)
    for event in events:
        if event is None:  # an element closes
            node = current
            current = parents[node]
            ends[node] = count
            if node == box:
                if pieces:
                    if marked or len(pieces) > 1 or tags[node] in preformatted:
                        _flush(page, pieces, marked, node, visibility)
                        marked = False
                    elif text := fold(pieces.pop()):  # type: ignore[arg-type]
                        blocks.append(Block(text, node, tags[node], (), visibility))
                boxes.pop()
                box = boxes[-1]
            elif pieces:
                pieces.append(~node)
                marked = True
            last_block[node] = len(blocks)
            if node == hidden_from:
                if pieces:
                    _flush(page, pieces, marked, box, visibility)
                    last_block[node] = len(blocks)
                    marked = False
                if hidden_code == SECRET:
                    _drop(page, node)
                hidden_from, hidden_code, visibility = -1, 0, "visible"
        elif isinstance(event, str):
            if pieces or not event.isspace():
                pieces.append(event)
        else:  # one opens
            tag = next_tag()
            try:
                role, tag = roles[tag]
            except KeyError:
                role, tag = _unknown(tag)
            if role != _INLINE and pieces and role <= _SUMMARY:
                _flush(page, pieces, marked, box, visibility)
                marked = False
            node = count
            count += 1
            filled = len(blocks)
            tags.append(tag)
            parents.append(current)
            attributes.append(event)
            first_block.append(filled)
            hides = role == _DETAILS
            if event:
                css = event.get("class")
                if css not in plain_names:
                    telling.append(node)
                    hides = hides or css not in plain_classes
                if css is None or len(event) > 1:
                    if "role" in event or ("id" in event and event["id"] not in plain_names):
                        telling.append(node)
                    if "hidden" in event or ("style" in event and event["style"] not in plain_styles):
                        hides = True
            if role >= _VOID:
                if role == _BREAK:
                    pieces.append(BREAK)
                    marked = True
                ends[node], last_block[node] = count, filled
                if (inner := next(events, None)) is not None:
                    _skip(page, inner, events, next_tag)
                continue
            if hides and hidden_from < 0:
                code = visibility_of(tag, event)
                if code:
                    if role == _INLINE and code != COLLAPSED:  # a word for screen readers, or hidden outright
                        ends[node], last_block[node] = count, filled
                        if (inner := next(events, None)) is not None:
                            _skip(page, inner, events, next_tag)
                        continue
                    if pieces:
                        _flush(page, pieces, marked, box, visibility)
                        marked = False
                        first_block[node] = len(blocks)
                    hidden_from, hidden_code, visibility = node, code, _VISIBILITY[code]
            current = node
            if role == _INLINE:
                pieces.append(node)
                marked = True
            else:
                boxes.append(node)
                box = node
                if role == _SUMMARY:
                    page.summaries.append(node)
    while current >= 0:  # the parser gave up half-way
        if pieces and current == boxes[-1]:
            _flush(page, pieces, marked, boxes.pop(), visibility)
        ends[current], last_block[current] = count, len(blocks)
        current = parents[current]
    del ends[count:], last_block[count:]
    return page


def _skip(page: Facts, event: Event, events: Iterator[Event], next_tag: Callable[[], str]) -> None:
    """Pass over what the last element holds, which is no text; that of titles and scripts is kept."""
    tag = page.tags[-1]
    texts: list[str] = []
    depth = 1
    while True:
        if event is None:
            depth -= 1
            if not depth:
                break
        elif isinstance(event, str):
            texts.append(event)
        else:
            next_tag()
            depth += 1
        event = next(events, None)
    if not texts:
        return
    if tag == "title":
        page.titles.append("".join(texts))
    elif tag == "script":
        is_json_ld = "ld+json" in page.attributes[-1].get("type", "").lower()
        (page.json_ld if is_json_ld else page.scripts).append((len(page.tags) - 1, "".join(texts)))


def _flush(page: Facts, pieces: list[str | int], marked: bool, box: int, visibility: Visibility) -> None:
    """End the running block."""
    if box >= 0:
        tags = page.tags
        tag = tags[box]
        spans: tuple[Span, ...] = ()
        if tag in _PREFORMATTED:
            text, spans = fold_marked(lines(pieces), tags)
        elif marked:
            text, spans = fold_marked(pieces, tags)
        else:
            text = fold(pieces[0] if len(pieces) == 1 else "".join(pieces))  # type: ignore[arg-type]
        if text:
            if spans:
                text, spans = without_marks(text, spans, tags, heading=tag in HEADING_TAGS)
            page.blocks.append(Block(text, box, tag, spans, visibility))
    pieces.clear()


def _drop(page: Facts, node: int) -> None:
    """What is hidden outright has no blocks, unless some control may open it."""
    if "id" in page.attributes[node]:
        page.secret.append(node)
        return
    first = page.first_block[node]
    del page.blocks[first:]
    count = len(page.tags)
    page.first_block[node:] = page.last_block[node:count] = [first] * (count - node)


def _unknown(tag: str) -> tuple[int, str]:
    known = (_INLINE, sys.intern(tag))
    if len(_ROLES) < _MOST_ROLES:
        _ROLES[tag] = known
    return known
