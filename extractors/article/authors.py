"""Who signs the page: visible bylines at its top and bottom, and what the metadata state, joined into one list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from extractors.article.site import absolute
from extractors.article.subject import plain_words
from extractors.document import Document
from extractors.document.words import text_of
from extractors.document.zones import zones_of
from extractors.metadata import Metadata, Thing, values_of
from extractors.records import Author, Evidence, Issue
from extractors.values.dates import find_dates
from extractors.values.names import Name, is_login, is_organization, is_person, key_of, lexicon, names_in

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
_BEFORE, _AFTER = 10, 14
_LONGEST_LINE = 200
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
    r"(?:^|[^a-z])(?:author|byline|autor|auteur|writer|contributor)[s]?(?:[^a-z]|name|$)|authorname|author-name|fn\b"
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
    return Authors(tuple(_author(place, one) for one in chosen), tuple(issues))


# --- what the page shows -----------------------------------------------------------------------------------------


def _visible(place: Place) -> list[Candidate]:
    """The best visible byline near the title, else at the end of the text."""
    best: list[Candidate] = []
    best_score = 0.0
    for score, group in _bylines(place):
        if score > best_score:
            best, best_score = group, score
    return best


def _window(place: Place) -> tuple[range, range]:
    count = len(place.document.blocks)
    title = place.title_block
    first, last = place.body
    start = max(0, (title if title is not None else first) - _BEFORE)
    end = max(title if title is not None else first, first) + _AFTER
    if title is not None and first > title + 40:
        end = title + _AFTER
    return range(start, min(count, end)), range(max(min(count, end), last - 4), min(count, last + 12))


def _bylines(place: Place) -> Iterator[tuple[float, list[Candidate]]]:
    document, zones = place.document, zones_of(place.document)
    near, after = _window(place)
    anchor = place.title_block if place.title_block is not None else place.body[0]
    for span in (near, after):
        for index in span:
            block = document.blocks[index]
            zone = zones[block.node]
            if len(block.text) > _LONGEST_LINE or zone in _OUTSIDE or index == place.title_block:
                continue
            distance = (
                min(abs(index - anchor), 30) * 0.02 + (0.3 if index < anchor else 0.0) + (0.5 if span is after else 0)
            )
            for weight, rule, names, url in _in_block(place, index, zone):
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
    """Bylines that a block holds: weight, rule, names, address."""
    document, known = place.document, lexicon()
    block = document.blocks[index]
    text = block.text
    hinted = zone == "author" or _has_author_hint(document, block.node)
    if match := known.start.match(text) or known.label_start.match(text):
        strong = bool(match.groupdict().get("strong")) or hinted
        linked = _is_linked(document, index, match.end())
        if names := names_in(text[match.end() :], single=strong or linked):
            yield (4.0 if strong else 3.5), "byline_cue", names, None
            return
    for match in known.inside.finditer(text):
        if known.not_author.search(text[: match.start()]):
            continue
        if match.start() and (len(text) < 120 or any(find_dates(text, place.language))):
            strong = bool(match["strong"])
            if names := names_in(text[match.end() :], single=strong or _is_linked(document, index, match.end())):
                yield (3.5 if strong else 2.6), "byline_in_line", names, None
                return
    if index and len(text) < 120 and known.label_only.match(document.blocks[index - 1].text):
        previous = document.blocks[index - 1].text
        if not known.not_author.search(previous) and (names := names_in(text, single=True)):
            yield 3.6, "byline_after_label", names, None
            return
    for start, end, node in block.spans:
        rel = (document.attributes[node].get("rel") or "").split() if document.tags[node] == "a" else ()
        if ("author" in rel or _has_author_hint(document, node)) and (names := names_in(text[start:end], single=True)):
            yield 3.4, "author_element", names, None
            return
    if hinted and len(text) < 120 and (names := names_in(text, single=zone == "author" and len(text) < 25)):
        yield 3.0, "author_zone", names, None
        return
    if len(text) < 90 and (names := _beside_date(place, index)):
        yield 2.4, "name_beside_date", names, None


def _has_author_hint(document: Document, node: int) -> bool:
    hint = document.hint(node)
    return bool(hint) and _AUTHOR_NAME.search(hint) is not None and not _NOT_NAME.search(hint)


def _is_linked(document: Document, index: int, at: int) -> bool:
    """Whether what stands there is a link, or emphasised."""
    return any(
        abs(start - at) <= 1 and document.tags[node] in ("a", "strong", "b", "em", "span")
        for start, _, node in document.blocks[index].spans
    )


def _beside_date(place: Place, index: int) -> list[Name]:
    """A person's name that stands by itself next to a date (or reading time), as bylines without a cue do."""
    document = place.document
    text = document.blocks[index].text
    names = names_in(text)
    if not names or not all(is_person(name.name) for name in names):
        return []
    near_by = " ⏎ ".join(
        document.blocks[other].text
        for other in range(max(0, index - 2), min(len(document.blocks), index + 3))
        if len(document.blocks[other].text) < 80 and other != place.title_block
    )
    return names if any(find_dates(near_by, place.language)) or _READING.search(near_by) else []


_READING = re.compile(
    r"\d+\s*(?:-\s*)?(?:min|minute|minutes|Min\.|Minuten)\b.{0,12}(?:read|lese|lectura|lecture)?", re.IGNORECASE
)


# --- what the metadata state -------------------------------------------------------------------------------------


def _stated(place: Place) -> list[Candidate]:
    document = place.document
    for thing in place.subjects:
        found: list[Candidate] = []
        for name in ("author", "creator"):
            for value in values_of(thing.data.get(name)):
                found += _from_value(place, thing, place.metadata.resolve(value), thing.path(document, name))
            if found:
                return found
    for name in _AUTHOR_META:
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
            found += [Candidate(one, evidence, None, 0) for one in names_in(stated.text, single=True, loose=True)]
        if found:
            return found
    return []


def _from_value(place: Place, thing: Thing, value: Any, path: str) -> Iterator[Candidate]:
    rule = f"{thing.source.replace('-', '_')}_author"
    if isinstance(value, str):
        evidence = Evidence(quote=value, path=path, rule=rule, confidence=0.8)
        for name in names_in(value, single=True, loose=True):
            yield Candidate(name, evidence, None, 0)
    elif isinstance(value, Mapping):
        types = value.get("@type")
        organization = "Organization" in str(types) and "Person" not in str(types)
        for text in values_of(value.get("name")):
            if not isinstance(text, str):
                continue
            evidence = Evidence(quote=text, path=path, rule=rule, confidence=0.85)
            for name in names_in(text, single=True, loose=True):
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
    site = plain_words(place.site_name or "")
    publishers = {key for thing in place.subjects for key in _publisher_keys(place, thing)}
    stated = [one for one in stated if not is_login(one.name.name)]
    company = [
        one
        for one in stated
        if one.organization or plain_words(one.name.name) == site or key_of(one.name.name) in publishers
    ]
    stated = [one for one in stated if one not in company]
    shown = _unique(shown)
    stated = _unique(stated)
    if not shown:
        text = None
        kept = []
        for one in stated:
            if not is_person(one.name.name):
                text = text if text is not None else "\n".join(block.text for block in place.document.blocks)
                if one.name.name not in text:
                    continue
            kept.append(one)
        return kept
    keys, others = {key_of(one.name.name) for one in shown}, {key_of(one.name.name) for one in stated}
    if not stated:
        return shown
    if keys & others or any(_same(first, second) for first in keys for second in others):
        return _joined(shown, stated)
    message = (
        f"The page shows {', '.join(one.name.name for one in shown)}; its metadata name "
        f"{', '.join(one.name.name for one in stated)}. The visible byline was kept."
    )
    issues.append(Issue(code="authors_disagree", message=message, path=shown[0].evidence.path))
    return shown


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


def _joined(shown: list[Candidate], stated: list[Candidate]) -> list[Candidate]:
    """Visible names with what the metadata add to each; further stated names where the page shows them too."""
    joined: list[Candidate] = []
    used: set[str] = set()
    for one in shown:
        key = key_of(one.name.name)
        match = next((other for other in stated if _same(key, key_of(other.name.name))), None)
        if match:
            used.add(key_of(match.name.name))
            name = one.name._replace(job_title=one.name.job_title or match.name.job_title)
            one = one._replace(name=name, url=one.url or match.url, bio=match.bio)
        joined.append(one)
    joined += [other for other in stated if key_of(other.name.name) not in used and is_person(other.name.name)]
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
