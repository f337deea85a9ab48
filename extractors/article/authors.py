"""Who signs the page: visible bylines at its top and bottom, and what the metadata state, joined into one list."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from extractors.article.endings import is_bio
from extractors.article.lines import dates_in
from extractors.article.site import absolute
from extractors.article.subject import WRITING
from extractors.document import Document
from extractors.document.words import text_of
from extractors.document.zones import zones_of
from extractors.metadata import Metadata, Thing, values_of
from extractors.records import Author, Evidence, Issue
from extractors.values.dates import find_dates
from extractors.values.dates import lexicon as lexicon_of_dates
from extractors.values.names import (
    Name,
    clean_name,
    has_given_name,
    is_login,
    is_organization,
    is_person,
    key_of,
    lexicon,
    may_sign,
    names_in,
)

MOST = 40
"""Authors of one page; longer lists are read up to here, and an issue says so."""
_OUTSIDE = frozenset(
    {
        "nav",
        "footer",
        "related",
        "comments",
        "cookie",
        "popup",
        "aside",
        "newsletter",
        "ad",
        "form",
        "toc",
        "pagination",
        "breadcrumb",
        "share",
        "tags",
        "cta",
        "header",
    }
)
_NEVER = frozenset({"related", "comments", "cookie", "popup", "newsletter", "breadcrumb", "pagination"})
"""Zones whose names are never the page's authors'; in the other ones outside the text only a clear cue counts."""
_STRONG = 3.3
_BEFORE, _AFTER, _FAR_BEFORE = 10, 14, 25
_LONGEST_LINE, _LONGEST_HEAD = 200, 120
_IN_TEXT = 0.6
"""What a byline within the text loses: texts speak of people too."""
_NO_NAME = frozenset({"h1", "h2", "figcaption", "caption", "li", "td", "th", "dt"})
_AUTHOR_META = (
    "author",
    "byl",
    "byline",
    "article:author_name",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "twitter:data1",
    "article:author",
    "og:article:author",
    "cxenseparse:author",
)
_AUTHOR_NAME = re.compile(
    r"(?:^|[^a-z])(?:author|byline|autor|auteur|writer|contributor)[s]?(?:[^a-z]|name|$)|authorname|author-name"
)
_NOT_NAME = re.compile(
    r"bio|desc|avatar|image|photo|social|share|date|time|title|role|job|position|follow|more|related|twitter|icon"
)


class Candidate(NamedTuple):
    """A name, where it stood, and how far to trust it."""

    name: Name
    evidence: Evidence
    block: int | None
    group: int
    """Names of one byline have the same number."""
    url: str | None = None
    bio: str | None = None
    organization: bool = False


class Place(NamedTuple):
    """Where to look."""

    document: Document
    metadata: Metadata
    subjects: Sequence[Thing]
    title_block: int | None
    body: tuple[int, int]
    url: str | None
    language: str | None
    site_name: str | None


class Authors(NamedTuple):
    """The authors, the blocks that name them, and what was odd."""

    authors: tuple[Author, ...]
    issues: tuple[Issue, ...]
    blocks: frozenset[int]


def read_authors(place: Place) -> Authors:
    """Everyone who signs the page, once; empty where nobody does."""
    issues: list[Issue] = []
    shown = _visible(place)
    stated = _stated(place)
    chosen = _choose(place, shown, stated, issues)
    if len(chosen) > MOST:
        issues.append(
            Issue(code="many_authors", message=f"The page names {len(chosen)} authors; the first {MOST} were read.")
        )
        chosen = chosen[:MOST]
    blocks = frozenset(one.block for one in (*shown, *chosen) if one.block is not None)
    return Authors(tuple(_author(place, one) for one in chosen), tuple(issues), blocks)


# --- what the page shows -----------------------------------------------------------------------------------------


def _visible(place: Place) -> list[Candidate]:
    """The best visible byline near the title, else at the end of the text."""
    best: list[Candidate] = []
    best_score = 0.0
    for span, cost in _windows(place):
        if best_score >= _CLEAR:
            break
        for score, group in _bylines(place, span, cost):
            if score > best_score:
                best, best_score = group, score
    return best


_CLEAR = 3.4
"""A byline of this weight by the title is the page's; what stands elsewhere is not looked at."""


def _windows(place: Place) -> Iterator[tuple[range, float]]:
    """Where bylines stand: around the title, above the text, below it; each with its cost in weight."""
    count = len(place.document.blocks)
    title, (first, last) = place.title_block, place.body
    anchor = title if title is not None else first
    yield range(max(0, anchor - _BEFORE), min(count, anchor + _AFTER)), 0.0
    if first > anchor + _AFTER - 2:
        yield range(max(anchor + _AFTER, first - 8), min(count, first + 3)), 0.2
    start = max(first + 3, anchor + _AFTER, last - 12)
    yield range(min(start, count), min(count, last + 14)), 0.5
    yield range(max(0, anchor - _FAR_BEFORE), max(0, anchor - _BEFORE)), 0.8
    zones = zones_of(place.document)
    for index in range(min(count, last + 14), count):
        if zones[place.document.blocks[index].node] == "author":
            yield range(index, index + 1), 0.6


def _bylines(place: Place, span: range, cost: float) -> Iterator[tuple[float, list[Candidate]]]:
    document, zones = place.document, zones_of(place.document)
    anchor = place.title_block if place.title_block is not None else place.body[0]
    for index in span:
        block = document.blocks[index]
        zone = zones[block.node]
        if zone in _NEVER or index == place.title_block or block.visibility == "off_screen":
            continue
        distance = min(abs(index - anchor), 30) * 0.02 + (0.3 if index < anchor else 0.0) + cost
        below = zone == "footer" and place.body[1] - 3 <= index < place.body[1] + 14
        if place.body[0] + 2 <= index < place.body[1] - 3:
            distance += _IN_TEXT
        for weight, rule, names, url in _in_block(place, index, zone):
            if zone in _OUTSIDE and (
                weight < _STRONG or (rule == "author_element" and abs(index - anchor) > 6 and not below)
            ):
                continue
            group = [_candidate(place, index, name, rule, weight, url) for name in names]
            if group:
                yield weight - distance, group


def _candidate(place: Place, index: int, name: Name, rule: str, weight: float, url: str | None) -> Candidate:
    document = place.document
    block = document.blocks[index]
    start = block.text.find(name.name)
    evidence = Evidence(
        quote=name.name,
        path=document.path(block.node),
        rule=rule,
        confidence=min(0.95, weight / 4),
        start=start if start >= 0 else None,
    )
    if url is None:
        for first, last, node in block.spans:
            if document.tags[node] == "a" and name.name in block.text[first:last]:
                url = absolute(document, document.attributes[node].get("href"), place.url)
                break
    return Candidate(name, evidence, index, index, url, organization=is_organization(name.name))


def _in_block(place: Place, index: int, zone: str | None) -> Iterator[tuple[float, str, list[Name], str | None]]:
    """Bylines that a block holds, best first: weight, rule, names, address."""
    document, known = place.document, lexicon()
    block = document.blocks[index]
    text = block.text
    hinted = zone == "author" or _has_author_hint(document, block.node)
    if len(text) > _LONGEST_LINE:
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
        single = strong or zone == "meta" or _is_marked(document, index, match.end())
        if names := names_in(text[match.end() :], single=single, handle=single):
            yield (4.0 if strong else 3.5), "byline_cue", names, None
            return
    if names := _signed(place, index, text):
        yield 3.7, "author_element", names, None
        return
    for match in known.inside.finditer(text) if may_cue else ():
        before = text[: match.start()]
        clear = match["strong"] or match["label"]
        marked = zone in _SIGNED and _is_marked(document, index, match.end())
        if known.not_author.search(before) or known.not_author_line.match(before):
            continue
        if match["label"] and before.strip() and before.rstrip()[-1] not in _BREAKS:
            continue
        if not (clear or marked or _is_byline_start(place, before)):
            continue
        marked = zone in _SIGNED or _is_marked(document, index, match.end())
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
        for part in (line, *_parts(place, line)):
            if names := names_in(part, single=zone == "author" and len(text) < 25):
                yield 3.0, "author_zone", names, None
                return
    if len(text) < 50 and index >= place.body[1] - 12 and (names := _bio_box(place, index)):
        yield 3.0, "bio_box", names, None
        return
    below = place.body[1] - 3 <= index < place.body[1] + 2
    if below and block.tag not in _NO_NAME and (names := _signature(place, index)):
        yield 2.7, "signature", names, None
        return
    if block.tag not in _NO_NAME and _stands_twice(place, index):
        yield 2.5, "name_twice", [Name(text)], None
        return
    if len(text) < 110 and block.tag not in _NO_NAME and (names := _beside_date(place, index)):
        yield 2.4, "name_beside_date", names, None


def _signed(place: Place, index: int, text: str) -> list[Name]:
    """The names in a block's elements that say that they hold an author."""
    document, known = place.document, lexicon()
    for start, end, node in document.blocks[index].spans:
        if not _signs(document, node):
            continue
        part = document.blocks[index].text[start:end]
        match = known.start.match(part) or known.label_start.match(part)
        if names := names_in(part[match.end() :] if match else part, single=True, handle=True):
            whole = names_in(text)
            return whole if len(whole) > len(names) and names[0].name == whole[0].name else names
    return []


def _stands_twice(place: Place, index: int) -> bool:
    """Whether a name by the title stands again on a line of its own below the text, as over a box about its bearer."""
    blocks = place.document.blocks
    text = blocks[index].text
    if place.title_block is None or abs(index - place.title_block) > _BY_TITLE or (place.language or "")[:2] == "de":
        return False  # German capitalises nouns: many headings look like names
    if len(text) > 40 or not is_person(text) or key_of(text) == key_of(place.site_name or ""):
        return False
    zones, last = zones_of(place.document), place.body[1]
    again = blocks[max(last - 12, index + 1) : last + 30]
    return any(block.text == text and zones[block.node] not in _NOT_SHOWN for block in again)


_BY_TITLE = 6
_LONGEST_LABEL = 40
_SHORTEST_PARAGRAPH = 80
_BARE_CUE = 4


def _signature(place: Place, index: int) -> list[Name]:
    """A name below the last paragraph, alone on its line or set apart from what its bearer is."""
    block = place.document.blocks[index]
    if not index or len(place.document.blocks[index - 1].text) < _SHORTEST_PARAGRAPH:
        return []  # an entry of a list of names
    line = block.text.split("\n")[0]
    for start, end, node in block.spans:
        if start == 0 and place.document.tags[node] in ("strong", "b", "em", "i"):
            line = block.text[start:end]
            break
    else:
        if len(block.text) > 80:
            return []
    line = line.strip(" –—-")
    return [Name(line)] if is_person(line) and has_given_name(line) else []


def _bio_box(place: Place, index: int) -> list[Name]:
    """A name on a line of its own whose next line tells who its bearer is."""
    blocks = place.document.blocks
    text = blocks[index].text
    if index + 1 >= len(blocks) or not is_person(text):
        return []
    after = blocks[index + 1].text
    return [Name(text)] if after.startswith(text) and is_bio(after) else []


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


_BREAKS = "|•·.,;:–—)\n"
_GLUED_CUES = ("By", "Von", "Par", "Por")
_GLUED = re.compile(r"^(By|Von|Par|Por)(?=[A-ZÀ-Þ][a-z])")


def _is_byline_start(place: Place, before: str) -> bool:
    """Whether what stands before a plain "by" is a date or a cue of one, as in bylines; prose says "by" anywhere."""
    if not before.strip() or before.rstrip()[-1] in "|•·●–—":
        return len(before) < 80
    if len(before) > 70:
        return False
    rest = before
    for found in reversed(list(find_dates(before, place.language))):
        rest = rest[: found.start] + rest[found.end :]
    words = _WORDS.findall(rest.lower())
    return len(rest) < len(before) and all(word in _date_words() for word in words)


_WORDS = re.compile(r"[^\W\d_]+")


@cache
def _date_words() -> frozenset[str]:
    """Words that stand around a date in a byline: `published on … at`, `am … um … Uhr`."""
    cues = lexicon_of_dates()["cues"]
    around = "on at the in a am um uhr vom den der le la el il en op om kl to h est et edt pst pt gmt cet utc".split()
    return frozenset(
        (*around, *(word for kind in ("published", "modified") for cue in cues[kind] for word in cue.split()))
    )


def _signs(document: Document, node: int) -> bool:
    """Whether an inline element says that it holds an author: `rel=author`, or its names."""
    if document.tags[node] == "a":
        attributes = document.attributes[node]
        if "author" in (attributes.get("rel") or "").split():
            return True
    return _has_author_hint(document, node)


def _has_author_hint(document: Document, node: int) -> bool:
    return bool(document.attributes[node]) and _names_author(document.hint(node))


@lru_cache(maxsize=16384)
def _names_author(hint: str) -> bool:
    return bool(hint) and _AUTHOR_NAME.search(hint) is not None and not _NOT_NAME.search(hint)


def _is_marked(document: Document, index: int, at: int) -> bool:
    """Whether what stands there is a link, or set apart from its line."""
    return any(
        abs(start - at) <= 1 and document.tags[node] in ("a", "strong", "b", "em", "span")
        for start, _, node in document.blocks[index].spans
    )


def _beside_date(place: Place, index: int) -> list[Name]:
    """A person's name that stands by itself next to a date (or reading time), as bylines without a cue do."""
    document = place.document
    block = document.blocks[index]
    if not _is_dated(place, index):
        return []
    for part in _parts(place, block.text):
        names = names_in(part)
        if not names or not all(is_person(name.name) for name in names):
            continue
        rest = part[part.find(names[-1].name) + len(names[-1].name) :].strip(" ,")
        if rest and names[-1].job_title is None and not _IN_SECTION.match(rest):
            continue  # the line goes on: a headline that begins with a name
        if not (
            has_given_name(names[0].name)
            or _links_to_author(document, index, names[0].name)
            or _shares_line(place, index)
        ):
            continue
        return names
    return []


def _shares_line(place: Place, index: int) -> bool:
    """Whether name and date stand in one line near the title; German capitalises too much for that to tell."""
    near = place.title_block is not None and abs(index - place.title_block) <= 4
    return near and (place.language or "")[:2] != "de" and bool(dates_in(place.document, index, place.language))


def _is_dated(place: Place, index: int) -> bool:
    """Whether the line, or one of its neighbours, holds a date or a reading time."""
    count = len(place.document.blocks)
    return any(_holds_date(place, other) for other in range(max(0, index - 2), min(count, index + 3)))


def _holds_date(place: Place, index: int) -> bool:
    known: dict[int, bool] = place.document.__dict__.setdefault("dated", {})
    held = known.get(index)
    if held is None:
        text = place.document.blocks[index].text
        held = (
            len(text) < 90
            and index != place.title_block
            and any(map(str.isdigit, text))
            and (_READING.search(text) is not None or bool(dates_in(place.document, index, place.language)))
        )
        known[index] = held
    return held


def _parts(place: Place, text: str) -> Iterator[str]:
    """The parts of a line between separators and dates."""
    dates = list(find_dates(text, place.language))
    for found in reversed(dates):
        text = text[: found.start] + " | " + text[found.end :]
    yield from (part for part in _DIVIDERS.split(text) if part.strip())


_IN_SECTION = re.compile(r"(?:in|im|on|am|en|dans|em)\s|@", re.IGNORECASE)
_DIVIDERS = re.compile(r"\s*[|•·●/]\s*|\s[-–—]\s|\n")


def _links_to_author(document: Document, index: int, name: str) -> bool:
    """Whether the name links to a page that its address calls an author's."""
    block = document.blocks[index]
    hrefs = [
        document.attributes[node].get("href") or ""
        for start, end, node in block.spans
        if document.tags[node] == "a" and name in block.text[start:end]
    ]
    for node in document.ancestors(block.node):
        if document.tags[node] == "a":
            hrefs.append(document.attributes[node].get("href") or "")
            break
    return any(_AUTHOR_ADDRESS.search(href) for href in hrefs)


_AUTHOR_ADDRESS = re.compile(
    r"/(?:authors?|by|people|person|staff|profiles?|contributors?|writers?|autor(?:en|es|in)?|auteurs?|team|bio|user|u|members?)/",
    re.IGNORECASE,
)
_READING = re.compile(
    r"\d+\s?(?:h|hrs?|hours?|d|days?|min\w*)\s+ago\b"
    r"|\d+\s*-?\s*(?:min|mins|minute|minutes|minuten|minutos)\.?(?:\s|$)(?:read|lese|lect|leit|lett|de )?",
    re.IGNORECASE,
)


# --- what the metadata state -------------------------------------------------------------------------------------


def _stated(place: Place) -> list[Candidate]:
    document = place.document
    for thing in place.subjects:
        found: list[Candidate] = []
        for name in ("author", "creator"):
            for value in values_of(thing.data.get(name)):
                known = place.metadata.by_id.get(value) if isinstance(value, str) else None
                found += _from_value(place, thing, known or place.metadata.resolve(value), thing.path(document, name))
            if found:
                return found
    others = [name for name in place.metadata.meta if name not in _AUTHOR_META and _AUTHOR_NAMES.search(name)]
    for name in (*_AUTHOR_META, *others):
        found = []
        if name == "twitter:data1":
            label = place.metadata.first("twitter:label1")
            if label is None or not re.search(
                r"writ|author|verfasst|geschr|écrit|escrito|door", label.text, re.IGNORECASE
            ):
                continue
        for stated in place.metadata.meta.get(name, ()):
            evidence = Evidence(
                quote=stated.text, path=f"{document.path(stated.node)}/@content", rule=f"meta_{name}", confidence=0.7
            )
            found += [
                Candidate(one, evidence, None, 0)
                for one in names_in(_without_cue(stated.text), single=True, loose=True)
            ]
        if found:
            return found
    return []


_AUTHOR_NAMES = re.compile(r"(?:^|[:._-])author(?:[_-]?name)?$")


def _without_cue(text: str) -> str:
    """A stated name without "By"; entities read."""
    text = html.unescape(text)
    match = lexicon().start.match(text)
    return text[match.end() :] if match and " " in match[0] else text


def _from_value(place: Place, thing: Thing, value: Any, path: str) -> Iterator[Candidate]:
    kind = "author" if any(WRITING.search(name) for name in thing.types) else "page_author"
    rule = f"{thing.source.replace('-', '_')}_{kind}"
    if isinstance(value, str):
        evidence = Evidence(quote=value, path=path, rule=rule, confidence=0.8)
        for name in names_in(_without_cue(value), single=True, loose=True):
            yield Candidate(name, evidence, None, 0)
    elif isinstance(value, Mapping):
        types = value.get("@type")
        organization = "Organization" in str(types) and "Person" not in str(types)
        for text in values_of(value.get("name")):
            if not isinstance(text, str):
                continue
            evidence = Evidence(quote=text, path=path, rule=rule, confidence=0.85)
            for name in names_in(_without_cue(text), single=True, loose=True):
                job = value.get("jobTitle")
                url = value.get("url")
                bio = value.get("description")
                yield Candidate(
                    name._replace(job_title=job.strip() if isinstance(job, str) and job.strip() else name.job_title),
                    evidence,
                    None,
                    0,
                    absolute(place.document, url, place.url) if isinstance(url, str) else None,
                    " ".join(bio.split()) if isinstance(bio, str) and bio.strip() else None,
                    organization,
                )


# --- which to believe --------------------------------------------------------------------------------------------


def _choose(place: Place, shown: list[Candidate], stated: list[Candidate], issues: list[Issue]) -> list[Candidate]:
    """The visible byline, with what the metadata add to it; the metadata's authors where the page shows no other."""
    shown, stated = _unique(shown), _unique(_not_companies(place, stated))
    if not shown:
        return [one for one in stated if _may_stand_alone(place, one)] or _owner(place)
    keys, others = {key_of(one.name.name) for one in shown}, {key_of(one.name.name) for one in stated}
    if not stated:
        return shown
    if any(_same(first, second) for first in keys for second in others):
        return _joined(place, shown, stated)
    weak = shown[0].evidence.rule in _WEAK_RULES
    visible = [one for one in stated if weak and is_person(one.name.name) and _is_shown(place, one.name.name)]
    chosen = visible or shown
    message = (
        f"The page shows {', '.join(one.name.name for one in shown)}; its metadata name "
        f"{', '.join(one.name.name for one in stated)}. "
        + ("The metadata's author, whom the page names too, was kept." if visible else "The visible byline was kept.")
    )
    issues.append(Issue(code="authors_disagree", message=message, path=shown[0].evidence.path))
    return chosen


def _may_stand_alone(place: Place, one: Candidate) -> bool:
    """Whether a stated author whom no byline shows counts: `meta` tags are often the whole site's."""
    name = one.name.name
    if is_person(name) and (
        one.evidence.rule in _OWN_RULES or (has_given_name(name) and "page" not in one.evidence.rule)
    ):
        return True
    return _is_shown(place, name, near=True, signed=not is_person(name))


_WEAK_RULES = frozenset({"name_beside_date", "author_zone", "byline_in_line", "bio_box", "signature", "name_twice"})
_OWN_RULES = frozenset({"json_ld_author", "microdata_author"})


def _owner(place: Place) -> list[Candidate]:
    """The person whose name a site bears: what stands at the top of each of its pages and leads home."""
    document = place.document
    for index, block in enumerate(document.blocks[:_TOP]):
        name = clean_name(block.text)
        if not (len(name.split()) <= 3 and is_person(name) and has_given_name(name)):
            continue
        hrefs = [
            document.attributes[node].get("href") or "" for _, _, node in block.spans if document.tags[node] == "a"
        ]
        if any(_HOME.match(href) for href in hrefs) or (block.tag == "h1" and index != place.title_block):
            evidence = Evidence(quote=block.text, path=document.path(block.node), rule="site_of_person", confidence=0.6)
            return [Candidate(Name(name), evidence, index, index)]
    return []


_TOP = 6
_HOME = re.compile(r"^(?:https?://[^/]+)?/?(?:index\.\w+)?$")


def _not_companies(place: Place, stated: list[Candidate]) -> list[Candidate]:
    """Stated authors without accounts, organisations and the publisher; a person may bear the site's name."""
    site = key_of(place.site_name or "")
    publishers = {site, *(key for thing in place.subjects for key in _publisher_keys(place, thing))}
    return [
        one
        for one in stated
        if not is_login(one.name.name)
        and (not one.organization or _is_shown(place, one.name.name))
        and (
            key_of(one.name.name) not in publishers
            or (is_person(one.name.name) and (has_given_name(one.name.name) or key_of(one.name.name) != site))
            or _is_shown(place, one.name.name, near=True, signed=True)
        )
    ]


def _is_shown(place: Place, name: str, *, near: bool = False, signed: bool = False) -> bool:
    """Whether a short line of the page, outside menus, comments and teasers, names them.

    `near`: only lines around the title, and just above or below the text, count; `signed`: only lines of bylines.
    """
    zones = zones_of(place.document)
    blocks = place.document.blocks
    spans = [span for span, _ in _windows(place)] if near else [range(len(blocks))]
    pattern = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    return any(
        name in blocks[index].text
        and pattern.search(blocks[index].text)
        and len(blocks[index].text) <= _LONGEST_LINE
        and (zones[blocks[index].node] in _SIGNED if signed else zones[blocks[index].node] not in _NOT_SHOWN)
        for span in spans
        for index in span
    )


_SIGNED = frozenset({"author", "meta"})
_NOT_SHOWN = _NEVER | {"nav", "footer", "tags"}


def _publisher_keys(place: Place, thing: Thing) -> Iterator[str]:
    for value in values_of(thing.data.get("publisher")):
        resolved = place.metadata.resolve(value)
        if isinstance(resolved, Mapping) and isinstance(resolved.get("name"), str):
            yield key_of(resolved["name"])


def _same(first: str, second: str) -> bool:
    """Whether one name is the other with a part left out."""
    one, two = set(first.split()), set(second.split())
    return bool(one) and (one <= two or two <= one)


def _unique(found: Sequence[Candidate]) -> list[Candidate]:
    kept: dict[str, Candidate] = {}
    for one in found:
        kept.setdefault(key_of(one.name.name), one)
    return list(kept.values())


def _joined(place: Place, shown: list[Candidate], stated: list[Candidate]) -> list[Candidate]:
    """Visible names with what the metadata add to each; further stated names where the page shows them too."""
    joined: list[Candidate] = []
    used: set[str] = set()
    for one in shown:
        key = key_of(one.name.name)
        match = next((other for other in stated if _same(key, key_of(other.name.name))), None)
        if match:
            used.add(key_of(match.name.name))
            name = one.name._replace(job_title=one.name.job_title or match.name.job_title)
            longer = match.name.name
            if len(longer) > len(name.name) and (is_person(longer) or _is_shown(place, longer)):
                name = name._replace(name=longer)  # a first name alone, or a name cut short
            one = one._replace(name=name, url=one.url or match.url, bio=match.bio)
        joined.append(one)
    joined += [
        other
        for other in stated
        if key_of(other.name.name) not in used
        and is_person(other.name.name)
        and _is_shown(place, other.name.name, near=True)
    ]
    return joined


def _author(place: Place, one: Candidate) -> Author:
    bio = one.bio or _bio(place, one.name.name)
    return Author(
        name=one.name.name,
        job_title=one.name.job_title,
        bio=bio,
        url=one.url,
        type="organization"
        if one.organization or (is_organization(one.name.name) and not is_person(one.name.name))
        else "person",
        evidence=one.evidence,
    )


def _bio(place: Place, name: str) -> str | None:
    """The text about the author: prose in an author box, or after the text, that names them."""
    document, zones = place.document, zones_of(place.document)
    first_name = re.escape(name.split()[0])
    pattern = re.compile(rf"^\W*(?:[\w.]+ )?{first_name}\b|\b{re.escape(name)}\b")
    _, last = place.body
    for index, block in enumerate(document.blocks):
        if len(block.text) < 50 or not (zones[block.node] == "author" or last - 3 <= index < last + 12):
            continue
        if pattern.search(block.text) and zones[block.node] not in ("comments", "related"):
            return block.text
    return None


def mention(document: Document, node: int) -> str:
    """The node's text on one line."""
    return " ".join(text_of(document, node).split())
