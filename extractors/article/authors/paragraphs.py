"""The byline at the head of a paragraph, or of a text about its author."""

from __future__ import annotations

from extractors.article.authors.asking import Byline, Line, after_label
from extractors.values.names import has_given_name, is_person, lexicon, names_in


def opening_cue(line: Line) -> Byline | None:
    """`Written by Jane Doe`, at the head of a paragraph."""
    match = lexicon().start.match(line.text) if line.may_cue else None
    names = names_in(line.text[match.end() :]) if match and match["strong"] else []
    return Byline(3.5, "byline_cue", names) if names else None


def below_label(line: Line) -> Byline | None:
    """`Jane Doe covers ports`, below `About the author`."""
    names = after_label(line)
    return Byline(3.4, "bio_after_label", names) if names else None


def introduction(line: Line) -> Byline | None:
    """`Hi, I'm Jane`, in a box about the author."""
    match = lexicon().introduction.search(line.text) if line.zone == "author" else None
    names = names_in(line.text[match.end() :], single=True) if match else []
    return Byline(2.8, "introduction", names[:1]) if names and has_given_name(names[0].name) else None


def bio(line: Line) -> Byline | None:
    """`Jane Doe covers ports`, in a box about the author."""
    names = names_in(line.text) if line.zone == "author" else []
    if names and is_person(names[0].name) and has_given_name(names[0].name):
        return Byline(2.8, "bio_in_author_zone", names[:1])
    return None
