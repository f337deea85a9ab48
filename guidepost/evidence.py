"""Whether evidence holds: the quote stands where the path points, on the page's own bytes.

This looks at the tree as libxml2 builds it, and not at the lists that the extractors read: it can contradict them.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec
from lxml import etree

from extractors.document.decode import to_utf8
from extractors.page import Page
from extractors.records import Evidence, PageRecord, Value

_CHILDREN = "authors sections companies hubs universities skills tools career_path salaries statistics links".split()
# Values of the page itself that need evidence; identity fields need none.
_FIELDS = (
    "title subtitle description site_name image date_published date_modified location occupation canonical_url".split()
)
_NO_TEXT = re.compile("[\\s\u00ad\u200b\u2060\ufeff]+")


class Finding(NamedTuple):
    """One value of a record and what its evidence is worth."""

    field: str
    value: str
    evidence: Evidence | None
    fault: str | None
    """None where the evidence holds; else what is wrong with it."""


class Coverage(NamedTuple):
    """How many values need evidence, how many have it, and how many quotes stand where they say."""

    values: int
    with_evidence: int
    standing: int

    def plus(self, other: Coverage) -> Coverage:
        """Both together."""
        return Coverage(*(one + two for one, two in zip(self, other, strict=True)))


def coverage(findings: list[Finding]) -> Coverage:
    """The findings as three numbers."""
    cited = [finding for finding in findings if finding.evidence is not None]
    return Coverage(len(findings), len(cited), sum(finding.fault is None for finding in cited))


def check_evidence(record: PageRecord, page: Page) -> list[Finding]:
    """A finding for every value of the record that needs evidence."""
    tree = _Tree(page)
    return [
        Finding(field, value, evidence, tree.fault(evidence) if evidence else "no evidence")
        for field, value, evidence in cited_values(record)
    ]


def cited_values(record: PageRecord) -> Iterator[tuple[str, str, Evidence | None]]:
    """Each value that needs evidence: field, the value in short, its evidence."""
    for field in _FIELDS:
        value = getattr(record, field)
        if value is not None:
            yield field, value.name if isinstance(value, Value) else value, record.evidence.get(field)  # type: ignore[attr-defined]
    for field in _CHILDREN:
        for child in getattr(record, field):
            yield field, _short(child), child.evidence


def _short(child: Any) -> str:
    fields = msgspec.structs.asdict(child)
    return str(next((fields[name] for name in ("name", "heading", "title", "raw", "text") if fields.get(name)), ""))[
        :80
    ]


class _Tree:
    """The page's tree, built only when a path has to be looked up."""

    def __init__(self, page: Page) -> None:
        utf8, _ = to_utf8(page.content, page.headers)
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
        self._root = etree.HTML(utf8.replace(b"\x00", b""), parser) if utf8.strip() else None
        self._texts: dict[str, str | None] = {"url": _squashed(page.url or "")}

    def fault(self, evidence: Evidence) -> str | None:
        """What is wrong, or None."""
        if not evidence.quote:
            return "empty quote"
        text = self._text(evidence.path)
        if text is None:
            return f"no such place: {evidence.path}"
        return (
            None if _squashed(evidence.quote) in text else f"{evidence.quote[:60]!r} does not stand at {evidence.path}"
        )

    def _text(self, path: str) -> str | None:
        if path not in self._texts:
            self._texts[path] = self._look_up(path)
        return self._texts[path]

    def _look_up(self, path: str) -> str | None:
        if self._root is None:
            return None
        place, _, pointer = path.partition("#")
        try:
            found = self._root.xpath(place)
        except etree.XPathError:
            return None
        if not isinstance(found, list) or not found:
            return None
        first = found[0]
        if isinstance(first, str):  # an attribute, which some sites escape twice
            return _squashed(f"{first} {html.unescape(first)}")
        if not isinstance(first, etree._Element):
            return None
        text = "".join(str(part) for part in first.itertext())
        return _squashed(text + (" " + _all_strings(text, pointer) if pointer else ""))


def _all_strings(script: str, pointer: str) -> str:
    """The strings below a place of a JSON-LD script; none where it is not JSON."""
    try:
        node: Any = json.loads(script, strict=False)
        for step in pointer.strip("/").split("/") if pointer.strip("/") else ():
            key = step.replace("~1", "/").replace("~0", "~")
            node = node[int(key)] if isinstance(node, list) else node[key]
    except (ValueError, LookupError, TypeError):
        return ""
    return json.dumps(node, ensure_ascii=False)


def _squashed(text: str) -> str:
    return _NO_TEXT.sub("", text)
