"""Saved pages: which files of a folder are pages, and what they tell of their address and the time of their fetch."""

from __future__ import annotations

import gzip
import html
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote, urljoin

from extractors.errors import InputError
from extractors.page import Page
from storage.urls import SAVED

MAX_BYTES = 64 * 1024 * 1024
_GZIP = b"\x1f\x8b"
_PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz", ".xhtml.gz")
_ARCHIVE_SUFFIXES = (".warc", ".warc.gz")
_HEAD = 512 * 1024

_ATTRIBUTES = rb"(?:[^<>\"']|\"[^\"]{0,4000}\"|'[^']{0,4000}')*?"
_TAG = re.compile(rb"<(?:link|meta)\b" + _ATTRIBUTES + rb">", re.IGNORECASE)
_VALUE = re.compile(rb"\b(rel|href|property|name|content)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(\S+)\s*-->", re.IGNORECASE)
_SINGLE_FILE = re.compile(rb"Page saved with SingleFile\s+url:\s*(\S+)(?:\s+saved date:\s*([^\r\n]+))?", re.IGNORECASE)
_MIRRORED = re.compile(rb"<!--\s*Mirrored from (\S+) by HTTrack[^>]*?\],\s*([^>]*?GMT)\s*-->", re.IGNORECASE)
_SIDECAR_TIMES = ("fetched_at", "retrieved_at", "saved_at", "date")


@dataclass(frozen=True)
class SavedFile:
    """A page's file, and the name it has within the folder that was given."""

    path: Path
    name: str

    @property
    def is_archive(self) -> bool:
        """Whether it is a WARC file rather than a page."""
        return self.path.name.lower().endswith(_ARCHIVE_SUFFIXES)


def find(source: Path) -> Iterator[SavedFile]:
    """The pages and archives of a folder, all levels deep and sorted by name; a file given by name is taken as it is.

    Hidden files, and the folders of images and frames that browsers save beside a page, are left out. `InputError`
    where there is no such file or folder.
    """
    if source.is_file():
        yield SavedFile(source, source.name)
    elif source.is_dir():
        yield from _within(source, source)
    else:
        raise InputError(f"{source}: no such file or folder")


def _within(folder: Path, root: Path) -> Iterator[SavedFile]:
    try:
        entries = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        raise InputError(f"{folder} cannot be read: {error.strerror}") from error
    pages = {_stem(path) for path in entries if path.name.lower().endswith(_PAGE_SUFFIXES)}
    for path in entries:
        if path.name.startswith("."):
            continue
        if path.is_dir():
            if not any(path.name.startswith(f"{stem}_") for stem in pages):
                yield from _within(path, root)
        elif path.name.lower().endswith(_PAGE_SUFFIXES + _ARCHIVE_SUFFIXES):
            yield SavedFile(path, path.relative_to(root).as_posix())


def _stem(path: Path) -> str:
    return path.name.split(".htm", 1)[0].split(".xhtm", 1)[0]


def load(file: SavedFile) -> tuple[Page, str | None]:
    """The page, and the key for one whose address is not told by whoever saved it: the page itself may name another
    one's, or none. `InputError` where the file cannot be read."""
    try:
        with file.path.open("rb") as raw:
            content = unpacked(raw, str(file.path))
    except OSError as error:
        raise InputError(f"{file.path} cannot be read: {error.strerror}") from error
    sidecar = _sidecar(file.path)
    page = page_of(content, sidecar)
    is_told = bool(_http(sidecar.get("url")) or _comment(content)[0])
    return page, None if is_told else SAVED + quote(file.name, safe="/")


def page_of(content: bytes, sidecar: Mapping[str, Any] | None = None) -> Page:
    """The page that somebody saved, with what it tells of itself.

    The address is that of a "saved from" comment or a sidecar file (where the page really came from), else what the
    page names as `canonical` or `og:url`; the fetch time that of the sidecar or the comment, else unknown: the time of
    the file on disk is no fetch time, it changes with every copy.
    """
    told = sidecar or {}
    comment_url, comment_time = _comment(content)
    url = _http(told.get("url")) or comment_url or _canonical(content)
    fetched_at = next((time for name in _SIDECAR_TIMES if (time := _time(told.get(name)))), comment_time)
    headers = told.get("headers")
    lines = {str(name).lower(): str(value) for name, value in headers.items()} if isinstance(headers, dict) else {}
    return Page(content=content, url=url, headers=lines, fetched_at=fetched_at)


def unpacked(raw: BinaryIO, name: str) -> bytes:
    """What a file holds, gzip undone. `InputError` where it is damaged, or more than a page can be."""
    content = raw.read(MAX_BYTES + 1)
    if content.startswith(_GZIP) and len(content) <= MAX_BYTES:
        try:
            content = gzip.GzipFile(fileobj=BytesIO(content)).read(MAX_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise InputError(f"{name} cannot be read: {error}") from error
    if len(content) > MAX_BYTES:
        raise InputError(f"{name} holds more than {MAX_BYTES // 1024 // 1024} MB, which is no page")
    return content


def _sidecar(path: Path) -> dict[str, Any]:
    """What lies in a JSON file beside the page: `page.html.json`, `page.json`, `page.meta.json` or `meta.json`."""
    stem = _stem(path)
    for name in (f"{path.name}.json", f"{stem}.json", f"{stem}.meta.json", "meta.json"):
        beside = path.with_name(name)
        if beside.is_file():
            try:
                told = json.loads(beside.read_bytes())
            except (OSError, ValueError) as error:
                raise InputError(f"{beside} is no readable JSON: {error}") from error
            if isinstance(told, dict):
                return told
    return {}


def _comment(content: bytes) -> tuple[str | None, datetime | None]:
    head = content[:_HEAD]
    if found := _SAVED_FROM.search(head):
        return _http(found[1].decode("utf-8", "replace")), None
    if found := _SINGLE_FILE.search(head):
        return _http(found[1].decode("utf-8", "replace")), _time((found[2] or b"").decode("ascii", "replace"))
    if found := _MIRRORED.search(head):
        address = found[1].decode("utf-8", "replace")
        return _http(address if "://" in address else f"http://{address}"), _time(found[2].decode("ascii", "replace"))
    return None, None


def _canonical(content: bytes) -> str | None:
    shared = None
    for tag in _TAG.finditer(content[:_HEAD]):
        values = {
            m[1].lower(): html.unescape((m[2] or m[3] or m[4] or b"").decode("utf-8", "replace"))
            for m in _VALUE.finditer(tag[0])
        }
        if "canonical" in values.get(b"rel", "").lower().split() and (url := _http(values.get(b"href"))):
            return url
        if (values.get(b"property") or values.get(b"name", "")).lower() == "og:url" and shared is None:
            shared = _http(values.get(b"content"))
    return shared


def _http(text: object) -> str | None:
    if not isinstance(text, str):
        return None
    try:
        url = urljoin("", text.strip())
    except ValueError:
        return None
    return url if re.match(r"https?://[^/\s]+", url, re.IGNORECASE) else None


def _time(text: object) -> datetime | None:
    if not isinstance(text, str) or not text.strip():
        return None
    text = text.split(" (")[0].strip()  # browsers add the zone's name in brackets
    for read in (datetime.fromisoformat, _browser_time, parsedate_to_datetime):
        try:
            time = read(text)
        except (ValueError, TypeError, IndexError):
            continue
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    return None


def _browser_time(text: str) -> datetime:
    return datetime.strptime(text, "%a %b %d %Y %H:%M:%S GMT%z")  # JavaScript's Date.toString
