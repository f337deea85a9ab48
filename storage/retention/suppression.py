"""The suppression list: who and what was forgotten, in hashes only, and how text and pages are kept free of it.

It lies in the data folder (`forgotten.json`), beside the archive: a store made anew from the archive honours it too.
An entry is the HMAC-SHA256 (first 16 bytes) of folded words, of an address's normal form or of a site, under a key of
256 random bits that lies in the same file. Without that file an entry says nothing; with it a guess can be tested, but
nothing can be read off. To find names quickly, 16 bits of the hash of their first word are kept as well.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

import msgspec

from extractors.document.decode import to_utf8
from extractors.page import Page
from storage.events import Event, Failure, RequestHead, Revisit
from storage.retention import addresses, words
from storage.retention.suppression_file import Entry, read_list, write_list
from storage.urls import site_of, url_key

MASK = "forgotten-name"
"""What stands where a name or a text about somebody stood."""
URL_MASK = "about:forgotten"
"""What stands where an address stood; nothing that could be fetched."""


class Suppression:
    """An immutable suppression list; falsy where it is empty."""

    def __init__(self, key: bytes, entries: Iterable[Entry] = ()) -> None:
        self.key = key
        self.entries = tuple(dict.fromkeys(entries))
        self._hashes: dict[str, set[str]] = {kind: set() for kind in ("words", "link", "url", "site")}
        self._lengths: dict[int, set[int]] = {}
        for entry in self.entries:
            self._hashes[entry.kind].add(entry.hash)
            if entry.kind == "words":
                self._lengths.setdefault(entry.first, set()).add(entry.words)
        self._begins: dict[str, tuple[int, ...]] = {}
        self._urls: dict[str, bool] = {}

    def __bool__(self) -> bool:
        return bool(self.entries)

    # --- the file

    @classmethod
    def load(cls, path: Path) -> Suppression:
        """The list of a file; an empty one where there is none. `ConfigurationError` for a broken one."""
        return cls(*read_list(path))

    def save(self, path: Path) -> None:
        """Write the list, readable by its owner alone; the old one stays until the new one is whole."""
        write_list(path, self.key, self.entries)

    # --- growing

    def with_person(self, names: Iterable[str], about: Iterable[str], links: Iterable[str], since: str) -> Suppression:
        """With somebody's names, the texts about them (sentence by sentence) and the addresses of their profiles."""
        runs = {form for name in names for form in words.forms(name)}
        runs |= {piece for text in about for piece in words.sentences(text)}
        new = [
            Entry(kind="words", hash=self._hash("words", *run), since=since, words=len(run), first=self._first(run[0]))
            for run in sorted(runs)
        ]
        new += [Entry(kind="link", hash=self._hash("url", key), since=since) for key in sorted(map(url_key, links))]
        return self._with(new)

    def with_urls(self, urls: Iterable[str], since: str) -> Suppression:
        """With addresses, which are never fetched or read again."""
        keys = sorted({url_key(url) for url in urls})
        return self._with([Entry(kind="url", hash=self._hash("url", key), since=since) for key in keys])

    def with_site(self, site: str, since: str) -> Suppression:
        """With a whole site (a registrable domain, or host and port)."""
        return self._with([Entry(kind="site", hash=self._hash("site", site), since=since)])

    def merged(self, other: Suppression) -> Suppression | None:
        """Both lists as one; None where they have different keys, under which hashes cannot be compared."""
        return self._with(other.entries) if self.key == other.key else None

    def _with(self, new: Iterable[Entry]) -> Suppression:
        known = {(entry.kind, entry.hash) for entry in self.entries}
        return Suppression(self.key, [*self.entries, *(one for one in new if (one.kind, one.hash) not in known)])

    def _hash(self, *parts: str) -> str:
        return hmac.digest(self.key, "\x1f".join(parts).encode("utf-8", "surrogatepass"), "sha256")[:16].hex()

    def _first(self, word: str) -> int:
        return int.from_bytes(hmac.digest(self.key, b"first\x1f" + word.encode("utf-8", "surrogatepass"), "sha256")[:2])

    # --- asking

    def refuses(self, url: str | None) -> bool:
        """Whether nothing of this address may be kept: it or its site is on the list, or it names somebody who is."""
        if not url or not self.entries:
            return False
        known = self._urls.get(url)
        if known is None:
            if len(self._urls) > 100_000:
                self._urls.clear()
            known = self._urls[url] = self._listed(url, "url") or any(True for _ in self._names(url))
        return known

    def masked(self, text: str, url: str | None = None) -> str:
        """The text without what is on the list; with the address of a page also its relative links."""
        if not self.entries:
            return text
        pieces, end = [], 0
        for start, stop, mask in self._spans(text, url):
            pieces += [text[end:start], mask]
            end = stop
        return "".join([*pieces, text[end:]]) if pieces else text

    def found(self, text: str) -> list[str]:
        """What `masked` would take out, as it stands."""
        return [text[start:stop] for start, stop, _ in self._spans(text)]

    def is_all_of(self, text: str) -> bool:
        """Whether the text is a name on the list and nothing else."""
        run = words.folded(text)
        return bool(run) and self._hash("words", *run) in self._hashes["words"]

    def masked_bytes(self, content: bytes, content_type: str = "", url: str | None = None) -> bytes | None:
        """A body without what is on the list, in its own encoding; None where it cannot be had without."""
        if not self.entries:
            return content
        plain, encoding = to_utf8(content, {"content-type": content_type})
        text = plain.decode("utf-8", "surrogateescape")
        clean = self.masked(text, url)
        if clean == text:
            return content
        if encoding == "utf-8":
            bom = content[:3] if content.startswith(b"\xef\xbb\xbf") else b""
            return bom + clean.encode("utf-8", "surrogateescape")
        written = (
            clean.encode("utf-8", "replace").decode("utf-8").encode(_with_bom(content, encoding), "xmlcharrefreplace")
        )
        again, _ = to_utf8(written, {"content-type": content_type})
        return None if self.found(again.decode("utf-8", "surrogateescape")) else written

    def masked_page(self, page: Page) -> Page | None:
        """The page without what is on the list; None where nothing of it may be kept."""
        if not self.entries:
            return page
        if self.refuses(page.url):
            return None
        content = self.masked_bytes(page.content, page.headers.get("content-type", ""), page.url)
        if content is None:
            return None
        headers = {name: self.masked(value) for name, value in page.headers.items()}
        if content is page.content and headers == page.headers:
            return page
        return Page(content=content, url=page.url, headers=headers, fetched_at=page.fetched_at, status=page.status)

    def admitted(self, event: Event) -> Event | None:
        """The event as it may be kept; None where nothing of it may."""
        if not self.entries:
            return event
        if isinstance(event, Page):
            return self.masked_page(event)
        if self.refuses(event.url):
            return None
        if isinstance(event, Failure):
            return msgspec.structs.replace(event, message=self.masked(event.message))
        return None if isinstance(event, Revisit) and self.refuses(event.refers_to_url) else event

    def masked_request(self, request: RequestHead | None) -> RequestHead | None:
        """A request whose headers, such as `referer`, are free of what is on the list."""
        if request is None or not self.entries:
            return request
        headers = {name: self.masked(value) for name, value in request.headers.items()}
        return msgspec.structs.replace(request, headers=headers)

    # --- looking

    def _spans(self, text: str, url: str | None = None) -> list[tuple[int, int, str]]:
        spans = [(start, stop, URL_MASK) for start, stop in self._addresses(text, url)]
        spans += [(start, stop, MASK) for start, stop in self._names(text)]
        spans.sort(key=lambda span: (span[0], -span[1]))
        kept: list[tuple[int, int, str]] = []
        for span in spans:
            if kept and span[0] < kept[-1][1]:
                kept[-1] = (kept[-1][0], max(kept[-1][1], span[1]), kept[-1][2])
            else:
                kept.append(span)
        return kept

    def _names(self, text: str) -> Iterator[tuple[int, int]]:
        if not self._lengths:
            return
        begins = {raw: own for raw in words.raw_words(text) if (own := self._beginning(raw))}
        if not begins:
            return
        done = 0
        for found in words.words(text):
            lengths = begins.get(found[0])
            if lengths is None or found.start() < done:
                continue
            run = words.following(text, words.Word(words.fold(found[0]), found.start(), found.end()), lengths[0])
            for length in lengths:
                if length <= len(run) and self._is_run(run[:length]):
                    done = run[length - 1].end
                    yield found.start(), done
                    break

    def _is_run(self, run: list[words.Word]) -> bool:
        return self._hash("words", *(word.folded for word in run)) in self._hashes["words"]

    def _beginning(self, raw: str) -> tuple[int, ...]:
        """How many words the entries have that may begin with this word, the most first; none for nearly every word."""
        known = self._begins.get(raw)
        if known is not None:
            return known
        if len(self._begins) > 500_000:
            self._begins.clear()
        folded = words.fold(raw)
        lengths = tuple(sorted(self._lengths.get(self._first(folded), ()), reverse=True)) if folded else ()
        self._begins[raw] = lengths
        return lengths

    @cached_property
    def _looks_for_addresses(self) -> bool:
        return any(self._hashes[kind] for kind in ("url", "site", "link"))

    def _addresses(self, text: str, url: str | None) -> Iterator[tuple[int, int]]:
        if not self._looks_for_addresses:
            return
        for kinds, found in (
            (("url", "link"), addresses.absolute(text)),
            (("url",), addresses.domains(text) if self._hashes["site"] else ()),
            (("url", "link"), addresses.relative(text, url) if url else ()),
        ):
            for one in found:
                if any(self._listed(address, *kinds) for address in one.urls):
                    yield one.start, one.end

    def _listed(self, url: str, *kinds: str) -> bool:
        if any(self._hashes[kind] for kind in kinds):
            hashed = self._hash("url", url_key(url))
            if any(hashed in self._hashes[kind] for kind in kinds):
                return True
        return bool(self._hashes["site"]) and self._hash("site", site_of(url)) in self._hashes["site"]


def _with_bom(content: bytes, encoding: str) -> str:
    """The codec that writes a byte order mark where the content has one."""
    if encoding.startswith(("utf-16", "utf-32")) and content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return encoding.removesuffix("-le").removesuffix("-be")
    return encoding


NOTHING = Suppression(b"\0" * 32)
"""An empty list."""
