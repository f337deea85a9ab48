"""The byline that one line, or the head of one paragraph, holds: readers from the surest to the weakest."""

from __future__ import annotations

import re
from collections.abc import Callable

from extractors.article.authors import paragraphs
from extractors.article.authors.asking import LONGEST_HEAD, Byline, Line, after_label, may_cue_at
from extractors.article.authors.beside_dates import before_time, beside_date, is_byline_start, is_filed, parts_of
from extractors.article.authors.boxes import bio_box, signature, stands_twice
from extractors.article.authors.marks import (
    has_author_hint,
    is_marked,
    linked_names,
    opening_name,
    signed_names,
    within_elements,
)
from extractors.article.authors.places import LONGEST_LINE, SIGNED, Place
from extractors.values.names import Name, has_given_name, is_person, lexicon, may_sign, names_in, reporters_in

WEAK_RULES = frozenset({"name_beside_date", "author_zone", "byline_in_line", "bio_box", "signature", "name_twice"})
"""Rules without a clear cue or an element of its own: what the metadata state weighs more."""
_LONGEST_RUBRIC = 25
_BARE_CUE = 4
_NO_NAME = frozenset({"h1", "h2", "figcaption", "caption", "li", "td", "th", "dt"})
_BREAKS = "|•·.,;:–—)\n"
_GLUED_CUES = ("By", "Von", "Par", "Por")
_INITIALS = re.compile(r"^[A-ZÀ-Þ]{1,3}(?=(?:By|Von|Par|Por|Door)\s)")
"""The initials of a picture's place, glued to the cue."""
_GLUED = re.compile(r"^(By|Von|Par|Por)(?=[A-ZÀ-Þ][a-z])")


def byline_of(place: Place, index: int, zone: str | None, *, clear: bool = False) -> Byline | None:
    """The byline that a block holds, by the first reader that finds one; `clear`: weak readers are not asked."""
    document = place.document
    block = document.blocks[index]
    text = block.text
    if len(text) > LONGEST_LINE:
        readers = _PARAGRAPH_READERS
        text = text[:LONGEST_HEAD]
        may_cue = may_sign(text)
    else:
        text = _INITIALS.sub("", text)
        if text.startswith(_GLUED_CUES):
            text = _GLUED.sub(r"\1 ", text)
        may_cue = text != block.text or may_cue_at(document, index)
        readers = _READERS[clear, may_cue]
    line = Line(place, index, zone, text, may_cue)
    for read in readers:
        if (found := read(line)) and found.names:
            return found._replace(names=within_elements(block, found.names))
    return None


def _reporter(line: Line) -> Byline | None:
    """`本报记者 张伟`, `한지우 기자`, `山田太郎記者`."""
    place, names = line.place, reporters_in(line.text)
    if not names or lexicon().not_author_line.match(line.text):
        return None
    if place.body[0] + 2 <= line.block < place.body[1] - 2:
        return None  # the text itself, which quotes reporters
    return Byline(3.8, "byline_reporter", [Name(name) for name in names])


def _opening_cue(line: Line) -> Byline | None:
    """`By Jane Doe`, `Author: Jane Doe`."""
    known, text = lexicon(), line.text
    match = known.start.match(text) or known.label_start.match(text)
    if match is None:
        return None
    strong = bool(match.groupdict().get("strong")) or line.hinted
    single = strong or line.zone == "meta" or is_marked(line.place.document, line.block, match.end())
    names = names_in(text[match.end() :], single=single, handle=single)
    return Byline(4.0 if strong else 3.5, "byline_cue", names) if names else None


def _element(line: Line) -> Byline | None:
    """A name in an element that says that it holds an author."""
    names = signed_names(line.place, line.block, line.text)
    return Byline(3.7, "author_element", names) if names else None


def _cue_inside(line: Line) -> Byline | None:
    """`12 May 2020 by Jane Doe`, `Posted in News by jane on 12 May`."""
    known, text, document = lexicon(), line.text, line.place.document
    for match in known.inside.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        clear = match["strong"] or match["label"]
        if known.not_author.search(before) or known.not_author_line.match(before):
            continue
        glued = before.rstrip()[-1:] not in ("", *_BREAKS) and not (before[-1:].isspace() and not match[0].isascii())
        if match["label"] and glued:
            continue
        marked = line.zone in SIGNED and is_marked(document, line.block, match.end())
        filed = not (clear or marked) and is_filed(line.place, before, after)
        headed = line.hinted and len(before) < _LONGEST_RUBRIC  # "Opinion by Jane Doe", in a byline's own element
        if not (clear or marked or filed or headed or is_byline_start(line.place, before)):
            continue
        marked = filed or (line.zone in SIGNED and not headed) or is_marked(document, line.block, match.end())
        single = bool(match["strong"]) or marked
        names = names_in(after, single=True, handle=single and not match["label"])
        if names and (single or is_person(names[0].name) or " " in names[0].name or has_given_name(names[0].name)):
            if "guest" in match[0].lower():
                return Byline(4.3, "guest_byline", names)
            return Byline(3.6 if clear else 3.3, "byline_in_line", names)
    return None


def _at_time(line: Line) -> Byline | None:
    """`Filed under: Boats — jane @ 10:15`."""
    signed = before_time(line.text)
    names = names_in(signed, single=True, handle=True) if signed else []
    return Byline(3.3, "byline_in_line", names) if names else None


def _below_label(line: Line) -> Byline | None:
    names = after_label(line)
    if not names:
        return None
    label = line.place.document.blocks[line.block - 1].text
    bare = len(label.strip(" :")) <= _BARE_CUE  # "By" alone: the system's own line
    return Byline(3.3 if bare else 3.6, "byline_after_label", names)


def _link(line: Line) -> Byline | None:
    """A name that links to the page of an author or user."""
    names = linked_names(line.place, line.block, line.zone)
    return Byline(3.1, "author_link", names) if names else None


def _author_zone(line: Line) -> Byline | None:
    """A name in a line that its markup calls an author's."""
    if not line.hinted or len(line.text) >= LONGEST_HEAD:
        return None
    document = line.place.document
    if has_author_hint(document, document.blocks[line.block].node):
        names = names_in(line.text)
        if [name.name for name in names] == [line.text] and is_person(line.text):
            return Byline(3.7, "author_element", names)  # the whole element is the name
    match = lexicon().label_word.match(line.text)
    rest = line.text[match.end() :] if match else line.text
    for part in (rest, *parts_of(line.place, rest), *opening_name(line.place.document.blocks[line.block])):
        if names := names_in(part, single=line.zone == "author" and len(line.text) < 25):
            return Byline(3.0, "author_zone", names)
    return None


def _bio_box(line: Line) -> Byline | None:
    if len(line.text) >= LONGEST_HEAD or line.block < line.place.body[1] - 12:
        return None
    names = bio_box(line.place, line.block)
    return Byline(3.0, "bio_box", names) if names else None


def _signature(line: Line) -> Byline | None:
    last = line.place.body[1]
    if line.tag in _NO_NAME or not last - 3 <= line.block < last + 2:
        return None
    names = signature(line.place, line.block)
    return Byline(2.7, "signature", names) if names else None


def _twice(line: Line) -> Byline | None:
    if line.tag in _NO_NAME or not stands_twice(line.place, line.block):
        return None
    return Byline(2.5, "name_twice", [Name(line.text)])


def _beside_date(line: Line) -> Byline | None:
    if line.tag in _NO_NAME or len(line.text) >= 110:
        return None
    names = beside_date(line.place, line.block)
    return Byline(2.4, "name_beside_date", names) if names else None


_Reader = Callable[[Line], Byline | None]
_LINE_READERS: tuple[_Reader, ...] = (
    _reporter,
    _opening_cue,
    _element,
    _cue_inside,
    _at_time,
    _below_label,
    _link,
    _author_zone,
    _bio_box,
    _signature,
    _twice,
    _beside_date,
)
_NEED_CUE = (_reporter, _opening_cue, _cue_inside)
_CLEAR = _LINE_READERS.index(_link)
"""Those before it are clear enough for the line of a menu or a foot."""
_READERS = {
    (clear, may_cue): tuple(
        read for read in _LINE_READERS[: _CLEAR if clear else None] if may_cue or read not in _NEED_CUE
    )
    for clear in (True, False)
    for may_cue in (True, False)
}
_PARAGRAPH_READERS: tuple[_Reader, ...] = (
    _reporter,
    paragraphs.opening_cue,
    paragraphs.below_label,
    paragraphs.introduction,
    paragraphs.bio,
)
