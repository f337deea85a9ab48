"""The authors that the page's metadata state."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from extractors.article.authors.places import Candidate, Place
from extractors.article.site import absolute
from extractors.article.subject import WRITING
from extractors.metadata import Thing, values_of
from extractors.records import Evidence
from extractors.values.names import lexicon, names_in

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
_AUTHOR_NAMES = re.compile(r"(?:^|[:._-])author(?:[_-]?name)?$")


def stated_authors(place: Place) -> list[Candidate]:
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
