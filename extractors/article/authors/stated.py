"""The authors that the page's metadata state."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from extractors.article.authors.persons import Stated, people_in, turned
from extractors.article.authors.places import Candidate, Place
from extractors.article.site import absolute
from extractors.article.subject import WRITING
from extractors.records import Evidence
from extractors.things import Thing
from extractors.values.names import is_person, lexicon, names_in

_AUTHOR_META = (
    "author",
    "byl",
    "byline",
    "article:author_name",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "dc:creator",
    "dcterms:creator",
    "citation_author",
    "twitter:data1",
    "article:author",
    "og:article:author",
    "cxenseparse:author",
)
_BIBLIOGRAPHIC = frozenset({"citation_author"})
_WRITTEN = re.compile(r"writ|author|verfasst|geschr|écrit|escrito|door|autor|auteur|skrevet|napisa", re.IGNORECASE)
_LONGEST_BYLINE = 160
_AUTHOR_NAMES = re.compile(r"(?:^|[:._-])author(?:[_-]?name)?$")


def stated_authors(place: Place) -> list[Candidate]:
    """Those whom the first statement about the page that names anybody names."""
    return _of_subjects(place) or _of_meta(place) or _of_description(place)


def _of_subjects(place: Place) -> list[Candidate]:
    for thing in place.subjects:
        for name in ("author", "creator"):
            if found := list(_of_property(place, thing, name)):
                return [*found, *_of_property(place, thing, "contributor")]
    return []


def _of_property(place: Place, thing: Thing, name: str) -> Iterator[Candidate]:
    kind = "author" if any(WRITING.search(one) for one in thing.types) else "page_author"
    if name == "contributor":
        kind = name
    rule, path = f"{thing.source.replace('-', '_')}_{kind}", thing.path(place.document, name)
    for stated in people_in(thing.data.get(name), place.metadata.referred, name):
        yield from _candidates(place, stated, rule, path)


def _of_meta(place: Place) -> list[Candidate]:
    document, metadata = place.document, place.metadata
    others = [name for name in metadata.meta if name not in _AUTHOR_META and _AUTHOR_NAMES.search(name)]
    for name in (*_AUTHOR_META, *others):
        if name == "twitter:data1":
            label = metadata.first("twitter:label1")
            if label is None or not _WRITTEN.search(label.text):
                continue
        found: list[Candidate] = []
        for stated in metadata.meta.get(name, ()):
            evidence = Evidence(
                quote=stated.text, path=f"{document.path(stated.node)}/@content", rule=f"meta_{name}", confidence=0.7
            )
            found += [
                Candidate(one, evidence, None)
                for text in (_turned(stated.text) if name in _BIBLIOGRAPHIC else (_without_cue(stated.text),))
                for one in names_in(text, single=True, loose=True)
            ]
        if found:
            return found
    return []


def _turned(text: str) -> Iterator[str]:
    """Names as catalogues list them: `Doe, Jane; Roe, Richard`."""
    return (turned(entry, catalogue=True) for entry in text.split(";"))


def _of_description(place: Place) -> list[Candidate]:
    """The byline with which a description begins that quotes the beginning of the text."""
    stated = place.metadata.first("og:description", "description")
    match = lexicon().start.match(stated.text) if stated else None
    if stated is None or match is None or not match["strong"]:
        return []
    names = names_in(stated.text[match.end() : match.end() + _LONGEST_BYLINE])
    if not names or not all(is_person(name.name) for name in names):
        return []
    path = f"{place.document.path(stated.node)}/@content"
    return [
        Candidate(name, Evidence(quote=name.name, path=path, rule="description_byline", confidence=0.6), None)
        for name in names
    ]


def _without_cue(text: str) -> str:
    """A stated name without "By"; entities read."""
    text = html.unescape(text)
    match = lexicon().start.match(text)
    return text[match.end() :] if match and " " in match[0] else text


def _candidates(place: Place, stated: Stated, rule: str, path: str) -> Iterator[Candidate]:
    about = stated.about
    types = str(about.get("@type"))
    organization = "Organization" in types and "Person" not in types
    job, url, bio = about.get("jobTitle") or stated.role, about.get("url"), about.get("description")
    evidence = Evidence(quote=stated.text, path=path, rule=rule, confidence=0.85 if about else 0.8)
    for name in names_in(_without_cue(stated.text), single=True, loose=True):
        yield Candidate(
            name._replace(job_title=job.strip() if isinstance(job, str) and job.strip() else name.job_title),
            evidence,
            None,
            absolute(place.document, url, place.url) if isinstance(url, str) else None,
            " ".join(bio.split()) if isinstance(bio, str) and bio.strip() else None,
            organization,
        )
