"""What a page says of itself to machines: JSON-LD, microdata, OpenGraph and other `meta`, `link rel`.

`read_metadata(document)` gives plain facts and judges none of them; who reads a title or a date decides whom to trust.
Broken JSON-LD is mended where the break is a common one, and else reported in `issues`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import msgspec

from extractors.document import Document
from extractors.microdata import read_microdata
from extractors.records import Issue
from extractors.things import Thing, types_of

MAX_THINGS = 2000
"""Objects read from a page's JSON-LD; pages with product lists hold tens of thousands."""
_COMMENT = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|(?://|/\*)?\s*\]\]>(?:\s*\*/)?)\s*;?\s*$"
)
_CONTROL = re.compile(r"[\x00-\x1f]+")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
_DECODE = msgspec.json.Decoder().decode


class Stated(NamedTuple):
    """A text that the page states in its metadata, and where."""

    text: str
    node: int
    name: str
    """Such as `og:title`, `canonical`."""


@dataclass(frozen=True)
class Metadata:
    """All that the page states to machines, in the page's order."""

    things: tuple[Thing, ...]
    """Objects of JSON-LD, then of microdata, nested ones after those that hold them."""
    meta: Mapping[str, tuple[Stated, ...]]
    """`meta` tags by name, property or http-equiv in lower case; empty contents are left out."""
    links: Mapping[str, tuple[Stated, ...]]
    """`link` tags with an href, by rel in lower case."""
    issues: tuple[Issue, ...] = ()

    def first(self, *names: str) -> Stated | None:
        """The first `meta` there is, in the order of the names."""
        for name in names:
            if found := self.meta.get(name):
                return found[0]
        return None

    def link(self, rel: str) -> Stated | None:
        """The first `link` with the rel."""
        found = self.links.get(rel)
        return found[0] if found else None

    def of_type(self, *types: str) -> list[Thing]:
        """The things of one of the types, in order."""
        return [thing for thing in self.things if any(name in types for name in thing.types)]

    @cached_property
    def by_id(self) -> dict[str, Mapping[str, Any]]:
        """JSON-LD objects by `@id`, those that say something."""
        found: dict[str, Mapping[str, Any]] = {}
        for thing in self.things:
            name = thing.data.get("@id")
            if isinstance(name, str) and len(thing.data) > 1 and len(found.get(name, ())) < len(thing.data):
                found[name] = thing.data
        return found

    def resolve(self, value: Any) -> Any:
        """The object that a bare reference (`{"@id": …}`) points to; other values as they are."""
        if isinstance(value, Mapping) and "@id" in value and "name" not in value:
            return self.by_id.get(str(value["@id"]), value)
        return value

    def referred(self, value: Any) -> Any:
        """`resolve`, for values that may also be the bare text of an `@id`."""
        return self.by_id.get(value, value) if isinstance(value, str) else self.resolve(value)


def read_metadata(document: Document) -> Metadata:
    """The page's metadata. Never raises on bad input."""
    issues: list[Issue] = []
    meta = _meta(document)
    things = [*_json_ld(document, meta, issues), *read_microdata(document)]
    return Metadata(tuple(things), meta, _links(document), tuple(issues))


def _meta(document: Document) -> dict[str, tuple[Stated, ...]]:
    found: dict[str, list[Stated]] = {}
    for node in document.nodes("meta"):
        get = document.attributes[node].get
        name = get("property") or get("name") or get("http-equiv") or get("itemprop")
        content = get("content") or get("value")
        if name and content and (text := " ".join(html.unescape(content).split())):
            for one in name.lower().split():
                found.setdefault(one, []).append(Stated(text, node, one))
    return {name: tuple(values) for name, values in found.items()}


def _links(document: Document) -> dict[str, tuple[Stated, ...]]:
    found: dict[str, list[Stated]] = {}
    for node in document.nodes("link"):
        get = document.attributes[node].get
        rel, href = get("rel"), get("href")
        if rel and href and href.strip():
            for one in rel.lower().split():
                found.setdefault(one, []).append(Stated(href.strip(), node, one))
    return {name: tuple(values) for name, values in found.items()}


def _json_ld(document: Document, meta: Mapping[str, tuple[Stated, ...]], issues: list[Issue]) -> list[Thing]:
    """JSON-LD's objects; frameworks that were told so in vain write it into a `meta` named `script:ld+json`."""
    things: list[Thing] = []
    in_meta = [(one.node, document.attributes[one.node].get("content", "")) for one in meta.get("script:ld+json", ())]
    for node, text in (*document.json_ld, *in_meta):
        if not text or text.isspace():
            continue
        try:
            data = _DECODE(text)
        except (msgspec.DecodeError, UnicodeEncodeError):
            data = _mended(text)
            if data is None:
                message = "A JSON-LD script is no valid JSON and could not be mended; it was left out."
                issues.append(Issue(code="json_ld_invalid", message=message, path=document.path(node)))
                continue
            message = "A JSON-LD script was no valid JSON; it was mended and read."
            issues.append(Issue(code="json_ld_mended", message=message, path=document.path(node)))
        _collect(data, node, things)
        if len(things) >= MAX_THINGS:
            message = f"The page's JSON-LD holds more than {MAX_THINGS} objects; the first ones were read."
            issues.append(Issue(code="json_ld_too_large", message=message, path=document.path(node)))
            break
    return things


def _collect(data: Any, node: int, things: list[Thing]) -> None:
    """All objects in the script, with an explicit queue: scripts may nest deeper than Python recurses."""
    queue: list[tuple[Any, str, int]] = [(data, "", 0)]
    position = 0
    while position < len(queue) and len(things) < MAX_THINGS:
        value, pointer, depth = queue[position]
        position += 1
        if isinstance(value, list):
            queue.extend((item, f"{pointer}/{index}", depth) for index, item in enumerate(value))
        elif isinstance(value, dict):
            if "@type" in value or "@id" in value:
                things.append(Thing(types_of(value), value, node, pointer, "json-ld", depth))
            for name, item in value.items():
                if isinstance(item, (dict, list)):
                    queue.append((item, f"{pointer}/{name}", depth if name == "@graph" else depth + 1))


def _mended(text: str) -> Any:
    """The script's data after mending what writers commonly break; None where that does not help."""
    text = _COMMENT.sub("", text.strip()).strip().rstrip(";")
    for repair in (
        _as_is,
        _without_control,
        _without_trailing_commas,
        html.unescape,
        _with_plain_backslashes,
        _with_inner_quotes,
    ):
        text = repair(text)
        try:
            return _DECODE(text)
        except (msgspec.DecodeError, UnicodeEncodeError):
            continue
    return _first_value(text)


def _as_is(text: str) -> str:
    return text


def _without_control(text: str) -> str:
    return _CONTROL.sub(" ", text)


def _without_trailing_commas(text: str) -> str:
    return _TRAILING_COMMA.sub(r"\1", text)


def _with_plain_backslashes(text: str) -> str:
    return _BAD_ESCAPE.sub("", text)


def _with_inner_quotes(text: str) -> str:
    """The script with those quotes escaped that close no text, as in `"a "quoted" word"`: nothing of JSON follows."""
    parts: list[str] = []
    inside, last = False, 0
    for match in _QUOTE.finditer(text):
        inner = inside and not _CLOSES.match(text, match.end())
        if inner:
            parts += (text[last : match.start()], "\\")
            last = match.start()
        else:
            inside = not inside
    return "".join((*parts, text[last:]))


_QUOTE = re.compile(r'(?<!\\)"')
_CLOSES = re.compile(r'\s*(?:[}\]:]|$|,\s*(?:["{\[}\]]|-?\d|true|false|null))')


def _first_value(text: str) -> Any:
    """The first whole value of a script that goes on after it."""
    import json

    start = min((index for index in (text.find("{"), text.find("[")) if index >= 0), default=-1)
    if start < 0:
        return None
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, start)[0]
    except (ValueError, RecursionError):
        return None
