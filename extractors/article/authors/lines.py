"""The bylines that one line, or the head of one paragraph, holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.article.authors.beside_dates import beside_date, is_byline_start, parts_of
from extractors.article.authors.boxes import bio_box, signature, stands_twice
from extractors.article.authors.marks import has_author_hint, is_marked, signed_names
from extractors.article.authors.places import LONGEST_LINE, SIGNED, Place
from extractors.values.names import Name, has_given_name, is_person, lexicon, may_sign, names_in

_LONGEST_HEAD = 120
_LONGEST_LABEL = 40
_BARE_CUE = 4
_NO_NAME = frozenset({"h1", "h2", "figcaption", "caption", "li", "td", "th", "dt"})
_BREAKS = "|•·.,;:–—)\n"
_GLUED_CUES = ("By", "Von", "Par", "Por")
_GLUED = re.compile(r"^(By|Von|Par|Por)(?=[A-ZÀ-Þ][a-z])")


def bylines_in_block(place: Place, index: int, zone: str | None) -> Iterator[tuple[float, str, list[Name], str | None]]:
    """Bylines that a block holds, best first: weight, rule, names, address."""
    document, known = place.document, lexicon()
    block = document.blocks[index]
    text = block.text
    hinted = zone == "author" or has_author_hint(document, block.node)
    if len(text) > LONGEST_LINE:
        if names := _after_label(place, index, zone, text):
            yield 3.4, "bio_after_label", names, None
        text = text[:_LONGEST_HEAD]
        if zone == "author" and (match := known.introduction.search(text)):
            names = names_in(text[match.end() :], single=True)
            if names and has_given_name(names[0].name):
                yield 2.8, "introduction", names[:1], None
                return
        names = names_in(text) if zone == "author" else []
        if names and is_person(names[0].name) and has_given_name(names[0].name):
            yield 2.8, "bio_in_author_zone", names[:1], None
            return
        if (match := known.start.match(text)) and match["strong"] and (names := names_in(text[match.end() :])):
            yield 3.5, "byline_cue", names, None
        return
    if text.startswith(_GLUED_CUES):
        text = _GLUED.sub(r"\1 ", text)
    may_cue = may_sign(text)
    if may_cue and (match := known.start.match(text) or known.label_start.match(text)):
        strong = bool(match.groupdict().get("strong")) or hinted
        single = strong or zone == "meta" or is_marked(document, index, match.end())
        if names := names_in(text[match.end() :], single=single, handle=single):
            yield (4.0 if strong else 3.5), "byline_cue", names, None
            return
    if names := signed_names(place, index, text):
        yield 3.7, "author_element", names, None
        return
    for match in known.inside.finditer(text) if may_cue else ():
        before = text[: match.start()]
        clear = match["strong"] or match["label"]
        marked = zone in SIGNED and is_marked(document, index, match.end())
        if known.not_author.search(before) or known.not_author_line.match(before):
            continue
        if match["label"] and before.strip() and before.rstrip()[-1] not in _BREAKS:
            continue
        if not (clear or marked or is_byline_start(place, before)):
            continue
        marked = zone in SIGNED or is_marked(document, index, match.end())
        single = bool(match["strong"]) or marked
        names = names_in(text[match.end() :], single=True, handle=single and not match["label"])
        if names and (single or " " in names[0].name or has_given_name(names[0].name)):
            guest = "guest" in match[0].lower()
            yield (4.3 if guest else 3.6 if clear else 3.3), "guest_byline" if guest else "byline_in_line", names, None
            return
    if names := _after_label(place, index, zone, text):
        bare = len(document.blocks[index - 1].text.strip(" :")) <= _BARE_CUE  # "By" alone: the system's own line
        yield (3.3 if bare else 3.6), "byline_after_label", names, None
        return
    if hinted and len(text) < 120:
        match = known.label_word.match(text)
        line = text[match.end() :] if match else text
        for part in (line, *parts_of(place, line)):
            if names := names_in(part, single=zone == "author" and len(text) < 25):
                yield 3.0, "author_zone", names, None
                return
    if len(text) < 50 and index >= place.body[1] - 12 and (names := bio_box(place, index)):
        yield 3.0, "bio_box", names, None
        return
    below = place.body[1] - 3 <= index < place.body[1] + 2
    if below and block.tag not in _NO_NAME and (names := signature(place, index)):
        yield 2.7, "signature", names, None
        return
    if block.tag not in _NO_NAME and stands_twice(place, index):
        yield 2.5, "name_twice", [Name(text)], None
        return
    if len(text) < 110 and block.tag not in _NO_NAME and (names := beside_date(place, index)):
        yield 2.4, "name_beside_date", names, None


def _after_label(place: Place, index: int, zone: str | None, text: str) -> list[Name]:
    """The names in a block whose forerunner only says that they come: `Author`, `Written by`."""
    document, known = place.document, lexicon()
    previous = document.blocks[index - 1].text if index else ""
    if not 0 < len(previous) < _LONGEST_LABEL or not may_sign(previous) or not known.label_only.match(previous):
        return []
    if known.not_author.search(previous):
        return []
    plain = zone is None or zone in ("author", "meta")
    linked = plain and any(document.tags[node] == "a" for _, _, node in document.blocks[index].spans)
    names = names_in(text[:_LONGEST_HEAD], single=plain and len(text) < 40, handle=linked and len(text) < 40)
    return names if len(text) < 120 or (names and is_person(names[0].name)) else []
