"""At which level headings stand: which one is the page's title, and what `h1` are where each section has one."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from extractors.document.headings import Heading, is_own
from extractors.document.model import Document

_PSEUDO = frozenset({"bold", "styled", "above", "term"})
_NAMED_TITLE = re.compile(
    r"(?<![a-z])(?:(?:page|post|entry|doc(?:ument)?|article|blog|story)[-_]{0,2}(?:title|headline|name)|p-name"
    r"|title-(?:text|heading)|headline)(?![a-z])|^title$|(?:^|\s)title(?:\s|$)"
)
_WORD = re.compile(r"\w+")
_HOME = re.compile(r"^(?:https?://[^/]+)?/?(?:index\.\w+)?$")
_EARLY = 3
"""Headings that may stand before a title that is no `h1`."""
_DEEPEST = 6


def ranked(document: Document, found: list[Heading]) -> list[Heading]:
    """The headings with the title at level 1 and every section below it; what stands before the title is left out."""
    place = _title(document, found)
    if place < 0:
        return found
    title = found[place]
    kept = [heading for heading in found[:place] if not _is_before_title(document, heading, title)]
    later = found[place + 1 :]
    sections = [heading for heading in later if _is_main(document, heading) and not _says(title.text, heading.text)]
    if sections:
        first = later.index(sections[0])
        deeper = len(sections) > 1 and not any(heading.rule == "tag" and heading.level > 1 for heading in later[:first])
        later = [_below(heading, deeper=deeper, section=heading in sections) for heading in later]
    return [*kept, msgspec.structs.replace(title, level=1), *later]


def _below(heading: Heading, *, deeper: bool, section: bool) -> Heading:
    if section:
        return msgspec.structs.replace(heading, level=2)
    if deeper and heading.level > 1:
        return msgspec.structs.replace(heading, level=min(heading.level + 1, _DEEPEST))
    return heading


def _is_before_title(document: Document, heading: Heading, title: Heading) -> bool:
    """Slogans, dates and the site's name stand before the title; a section does not."""
    if heading.rule in _PSEUDO:
        return True
    return heading.rule == "tag" and heading.level > 1 and document.tags[title.node] != "h1"


def _title(document: Document, found: Sequence[Heading]) -> int:
    """Where the title stands; -1 where no heading is it.

    It is the `h1` that the document's name has, or else the first one that is named a title, or the first one; where
    the page has no `h1`, or `h1` for each section, an early heading that is named a title or tells the document's name.
    """
    mains = [place for place, heading in enumerate(found) if _is_main(document, heading)]
    name = _words(document.title or "")
    for place in mains:
        if _tells(name, found[place].text):
            return place
    early = range(min(len(found), (mains[0] if mains else _EARLY) + 1, _EARLY + 1))
    for place in early:
        named = bool(_NAMED_TITLE.search(document.hint(found[place].node)))
        if (
            found[place].rule in ("tag", "styled")
            and not _leads_home(document, found[place])
            and (_tells(name, found[place].text) or (named and found[place].level > 1 and len(mains) > 1))
        ):
            return place
    for place in mains:
        if _NAMED_TITLE.search(document.hint(found[place].node)):
            return place
    return mains[0] if mains else -1


def _is_main(document: Document, heading: Heading) -> bool:
    """An `h1` of the page's own text that is not the site's name."""
    is_h1 = heading.rule == "tag" and document.tags[heading.node] == "h1"
    return is_h1 and is_own(document, heading.node) and not _leads_home(document, heading)


def _leads_home(document: Document, heading: Heading) -> bool:
    block = document.blocks[heading.block]
    return any(
        document.tags[node] == "a" and _HOME.match((document.attributes[node].get("href") or "-").strip())
        for _, _, node in block.spans
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _tells(name: Sequence[str], text: str) -> bool:
    """Whether the document's name is the heading's words, with the site's name or without; one word is half of it."""
    words = _words(text)
    if not words or len(words) * 4 < len(name):
        return False
    return " ".join(words) in " ".join(name) and (len(words) > 1 or len(name) <= 2)


def _says(title: str, text: str) -> bool:
    return _words(title) == _words(text)
