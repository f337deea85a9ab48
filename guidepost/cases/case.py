"""A case: a folder `<site>/<slug>/` that holds a page and what is to be read from it.

- `page.html` (or `page.html.gz`): the bytes as they were fetched.
- `meta.json`: what the fetch knew (`url`, `fetched_at`, `headers`) and, in `note`, what the case is about.
- `expected.json`: all that is read from the page, value by value; evidence is left out and only checked to hold.
- `truth.json`: what a person says that the page states, for some fields; scored, see `truth`.

A case has `expected.json`, `truth.json` or both.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from extractors.errors import InputError, UsageError
from extractors.page import Page
from extractors.records import PageRecord

Bare = dict[str, Any]
"""The values of a record as plain data: without evidence, without what the fetch knows, and without empty fields."""

_NO_VALUES = frozenset({"url", "fetched_at", "digest", "extractor_version", "kind_reason"})
_EVIDENCE = frozenset({"evidence", "path", "start"})
_PAGES = ("page.html", "page.html.gz")
_SLUG = 60


class Case(NamedTuple):
    """A page that can be read again and again: a case, or a saved page of some folder."""

    name: str
    """`site/slug` of a case; of another page its path within its folder."""
    file: Path
    url: str | None = None
    headers: Mapping[str, str] | None = None
    fetched_at: datetime | None = None

    @property
    def folder(self) -> Path:
        """Where the case's files lie."""
        return self.file.parent

    def page(self) -> Page:
        """The page as it was fetched. `InputError` where it cannot be read."""
        try:
            content = self.file.read_bytes()
            content = gzip.decompress(content) if self.file.suffix == ".gz" else content
        except (OSError, EOFError, gzip.BadGzipFile) as error:
            raise InputError(f"{self.file} cannot be read: {error}") from error
        return Page(content=content, url=self.url, headers=dict(self.headers or {}), fetched_at=self.fetched_at)

    def stated(self, what: str) -> Bare | None:
        """What `expected` or `truth` holds; None where the case has none. `InputError` where it is no JSON object."""
        path = self.folder / f"{what}.json"
        return _object(path) if path.exists() else None


def bare(record: PageRecord) -> Bare:
    """The record's values as a case holds them."""
    return bare_values(record.to_dict())


def bare_values(record: Mapping[str, Any]) -> Bare:
    """Likewise, of a record as `to_dict` gives it."""
    return {name: _bare(value) for name, value in record.items() if name not in _NO_VALUES | _EVIDENCE and value}


def _bare(value: Any) -> Any:
    if isinstance(value, list):
        return [_bare(item) for item in value]
    if isinstance(value, dict):
        kept = {name: item for name, item in value.items() if name not in _EVIDENCE}
        return {name: _bare(item) for name, item in kept.items() if item not in (None, [], "", False)}
    return value


def find(root: Path, names: tuple[str, ...] = ()) -> list[Case]:
    """The cases below a folder by name: all, or those that are named (`site`, `site/slug`). `UsageError` for none."""
    if not root.is_dir():
        raise UsageError(f"there is no folder {root}; run this in a checkout, or name the folder of cases with --cases")
    found = [_load(root, path) for path in sorted(root.glob("*/*/page.html*")) if path.name in _PAGES]
    for name in names:
        if not any(_is_named(case, name) for case in found):
            raise UsageError(f"there is no case {name} in {root}")
    return [case for case in found if not names or any(_is_named(case, name) for name in names)]


def saved_pages(folder: Path) -> Iterator[Case]:
    """The pages of any folder, as `guidepost reparse` finds them; archives are passed over."""
    from pipelines.saved import find as find_saved
    from pipelines.saved import load

    for file in find_saved(folder):
        if not file.is_archive:
            page, _ = load(file)
            yield Case(f"{folder.name}/{file.name}", file.path, page.url, page.headers, page.fetched_at)


def add(root: Path, page: Page, *, name: str | None, fetched_at: datetime, note: str = "") -> Case:
    """Write a new case, its time frozen. `UsageError` where it exists, or where nothing names it."""
    name = name or name_of(page.url)
    if name is None or not re.fullmatch(r"[\w.-]+/[\w.-]+", name) or ".." in name:
        raise UsageError("what is the case to be called? Give --name SITE/SLUG, such as example.org/nurses-in-ghent")
    folder = root / name
    if folder.exists():
        raise UsageError(f"there is a case {name} already: give another --name, or run `guidepost case update {name}`")
    folder.mkdir(parents=True)
    (folder / "page.html").write_bytes(page.content)
    meta = {"url": page.url, "fetched_at": fetched_at.isoformat(), "headers": _telling(page.headers), "note": note}
    write_json(folder / "meta.json", {key: value for key, value in meta.items() if value})
    return _load(root, folder / "page.html")


def name_of(url: str | None) -> str | None:
    """`site/slug` for an address; None without one."""
    parts = urlsplit(url or "")
    if not parts.hostname:
        return None
    path = unquote(parts.path).rsplit(".htm", 1)[0]
    slug = re.sub(r"[^\w]+", "-", f"{path} {parts.query}".lower()).strip("-_") or "home"
    return f"{parts.hostname.removeprefix('www.')}/{slug[-_SLUG:].strip('-_')}"


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """As a person reads it: indented, in the record's own order."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _telling(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that decide how bytes are read; dates and cookies would only make cases differ."""
    return {name: value for name, value in headers.items() if name in ("content-type", "content-language", "link")}


def _load(root: Path, file: Path) -> Case:
    meta = _object(file.parent / "meta.json") if (file.parent / "meta.json").exists() else {}
    try:
        fetched_at = datetime.fromisoformat(meta["fetched_at"]) if meta.get("fetched_at") else None
    except (ValueError, TypeError) as error:
        raise InputError(f"{file.parent / 'meta.json'}: fetched_at is no ISO 8601 time") from error
    name = file.parent.relative_to(root).as_posix()
    return Case(name, file, meta.get("url"), meta.get("headers"), fetched_at)


def _is_named(case: Case, name: str) -> bool:
    return case.name == name.strip("/") or case.name.startswith(f"{name.strip('/')}/")


def _object(path: Path) -> Bare:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path} is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise InputError(f"{path} holds no JSON object")
    return found
