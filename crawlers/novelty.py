"""Traps without end, told by what their pages bring: a calendar, a shop's filters, one product in a thousand orders.

Addresses that only count up or combine parameters may be ten thousand guides or a calendar up to the year 9999. What a
sitemap, a feed, a start page or another part of the site names is read, however much of it there is. What such pages
make up of each other is under suspicion: it is fetched as long as it brings something new, words or links.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from urllib.parse import parse_qsl, urlsplit

import msgspec

from storage.urls import page_number

logger = logging.getLogger(__name__)

VOUCHED, NAMED, SUSPECT = 0, 1, 2
"""How far an address is to be trusted: named by a page with a name of its own, by a numbered one, or by its like."""
_NEW_WORDS = 8
"""Pairs of words that a page must bring; the name of a month is not news."""
_PATIENCE = {"#": 10, "?": 8, "=": 40}
"""Pages in a row that bring nothing, until no more of their kind are asked for."""
_LEARN_FROM = 30
"""Trusted pages of a family whose words are noted, so that a suspect's are not news."""
_MOST_WORDS = 1_000_000
_PAGES = frozenset({"page", "paged", "p", "pg", "start", "offset", "seite", "pagina"})
_LOCALE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_HIDING = re.compile(r"(</?(?:script|style|template)\b|<!--|-->)", re.IGNORECASE)
_TEXT = re.compile(r">([^<]+)")
_AMPERSANDS = re.compile(r"^(?:amp(?:;|%(?:25)*3b))+", re.IGNORECASE)
"""What a page makes of its own address where it escapes it once too often; it grows with each link."""
_WORD = re.compile(r"[^\W\d_]+")


class Shape(msgspec.Struct, frozen=True):
    """What an address has in common with its like."""

    host: str
    path: str
    family: str
    """The part of the site that it lies in: the first segment of its path that names no language."""
    numbered: bool
    """Whether it ends in a number, or in little else."""
    parameters: tuple[str, ...]

    @property
    def counts(self) -> bool:
        """Whether it has no name of its own: a number, or values of parameters."""
        return self.numbered or bool(self.parameters)

    @property
    def keys(self) -> tuple[str, ...]:
        """What is closed where its like bring nothing: each parameter apart, for a page number is not a filter."""
        # Where a page of a filtered list brings nothing, the filter is to blame.
        names = [name for name in self.parameters if name not in _PAGES] or self.parameters
        found = [f"{self.host}/{self.family}?{name}" for name in names]
        if self.numbered:
            found.append(f"{self.host}/{self.family}#")
        return tuple(found or [f"{self.host}/{self.family}="])


@lru_cache(maxsize=65_536)
def shape_of(url: str) -> Shape:
    """The shape of an address."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    named = [segment for segment in segments if not _LOCALE.fullmatch(segment)]
    first = named[0].lower() if named and not (_is_number(named[0])) else ""
    return Shape(
        host=parts.netloc.lower(),
        path=parts.path.rstrip("/"),
        family=first,
        numbered=bool(segments) and _is_number(segments[-1]),
        parameters=tuple(
            sorted({_AMPERSANDS.sub("", name) for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
        ),
    )


def trust(url: str, page: str, page_trust: int) -> int:
    """How far an address is to be trusted that was found on a page, itself trusted so far."""
    own, other = shape_of(url), shape_of(page)
    same = (own.host, own.family) == (other.host, other.family)
    if not own.counts:
        # Words in a path may be filters as well, where each page makes up the next.
        return SUSPECT if same and (other.counts or other.path.count("/") > 1) else VOUCHED
    if page_number(page) is not None and not own.parameters:
        return NAMED  # the next page of a list names what the list is of
    if (own.parameters and own.path == other.path) or (other.counts and (same or page_trust > VOUCHED)):
        return SUSPECT
    return NAMED if other.counts else VOUCHED


class Novelty:
    """What the pages of a run brought, by the shape of their addresses."""

    def __init__(self) -> None:
        self._barren: Counter[str] = Counter()
        self._words: dict[str, set[int]] = {}
        self._held = 0
        self._learnt: Counter[str] = Counter()
        self._passed_by: Counter[str] = Counter()

    def is_spent(self, url: str) -> bool:
        """Whether the like of a suspect address has brought nothing for too long."""
        return any(self._barren[key] >= _PATIENCE[_kind(key)] for key in shape_of(url).keys)

    def note(self, url: str, standing: int, source: str, fresh: Iterable[str]) -> None:
        """Take in what a page brought: its text, and the addresses on it that nobody had named before."""
        shape = shape_of(url)
        if standing == VOUCHED:
            if shape.counts and self._learnt[shape.host + shape.family] < _LEARN_FROM:
                self._learnt[shape.host + shape.family] += 1
                self._new_words(shape, source)
            return
        if (standing == NAMED or not shape.counts) and self._is_left_out(shape.keys[0]):
            return
        brings = self._new_words(shape, source) >= _NEW_WORDS or any(_is_news(one, url, shape) for one in fresh)
        for key in shape.keys:
            self._barren[key] = 0 if brings else self._barren[key] + 1
            if self._barren[key] == _PATIENCE[_kind(key)]:
                logger.warning(
                    "%s: it and %d before it bring nothing new; no more like it are asked for",
                    url,
                    self._barren[key] - 1,
                )

    def _is_left_out(self, key: str) -> bool:
        """Pages that may well be good are looked at one in eight, until one of them brings nothing."""
        self._passed_by[key] += 1
        return not self._barren[key] and self._passed_by[key] % 8 != 1

    def _new_words(self, shape: Shape, source: str) -> int:
        if self._held > _MOST_WORDS:
            # Forgetting makes old words news: that costs requests, and never a page.
            self._words.clear()
            self._held = 0
        seen = self._words.setdefault(f"{shape.host}/{shape.family}", set())
        new = _words_of(source) - seen
        seen |= new
        self._held += len(new)
        return len(new)


def _is_news(link: str, page: str, shape: Shape) -> bool:
    """Whether a link that nobody had named before leads on, and not only to more of the same."""
    target = shape_of(link)
    if target.counts:
        return page_number(page) is not None and not target.parameters
    return shape.counts or target.family != shape.family


def _words_of(source: str) -> set[int]:
    """The pairs of words on a page, each piece of text for itself, numbers left out."""
    found: set[int] = set()
    before, *rest = _HIDING.split(source)
    seen = [before, *(text for edge, text in zip(rest[::2], rest[1::2], strict=True) if edge[:2] in ("</", "--"))]
    for piece in (piece for text in seen for piece in _TEXT.findall(text)):
        words = _WORD.findall(piece.lower())
        found.update(map(hash, pairwise(words)) if len(words) > 1 else map(hash, words))
    return found


def _kind(key: str) -> str:
    return "?" if "?" in key else key[-1]


def _is_number(segment: str) -> bool:
    """Whether a segment is a number with few letters about it: `10001`, `2026-01`, `page-3`, `guide10001.html`."""
    stem = segment.rpartition(".")[0] or segment
    return any(char.isdigit() for char in stem) and len(_LETTER.findall(stem)) <= 5
