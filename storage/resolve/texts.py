"""Which pages say the same: same bytes, same text, or nearly the same text. Pure.

MinHash finds candidates; what decides is the difference itself. Pages made from one template differ in a city and some
figures, and must never be merged: two texts whose difference holds a figure or a word written with a capital are two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from storage.rows import hash_of, normal

FEWEST_WORDS = 40
"""A page with less text is no duplicate of any: application shells and error pages look all alike."""
_THRESHOLD = 0.85
_PERMUTATIONS, _BANDS, _SEED = 128, 32, 20_260_301
_SHINGLE = 4
_MOST_DIFFERENT = 0.08
"""Share of the words that may differ, so that a banner or a line about sharing more makes no second page."""
_WORD = re.compile(r"\w+(?:['’.,]\w+)*", re.UNICODE)


class PageText(NamedTuple):
    """A page as far as it matters here."""

    page_id: str
    page: str
    digest: str
    title: str
    text: str
    own_canonical: bool
    """Whether the page names itself, or nothing, as canonical."""


class Duplicate(NamedTuple):
    """A page that says what another says."""

    page_id: str
    of_page_id: str
    reason: str
    """`same_bytes`, `same_text` or `near_text`."""
    score: Decimal
    """Share of words that both have, 0 to 1."""


def duplicates(pages: Iterable[PageText]) -> list[Duplicate]:
    """Every page that says what a better-placed page says; the same whatever the order of the pages.

    Of pages that say the same, the one stays that names itself as canonical, then that with the shortest key.
    """
    ranked = sorted(pages, key=lambda one: (not one.own_canonical, len(one.page), one.page))
    long = [one for one in ranked if len(_WORD.findall(one.text)) >= FEWEST_WORDS]
    found: list[Duplicate] = []
    by_bytes: dict[str, PageText] = {}
    by_text: dict[str, PageText] = {}
    distinct: list[PageText] = []
    for one in long:
        text = hash_of(normal(one.title), normal(one.text))
        if (first := by_bytes.get(one.digest)) is not None:
            found.append(Duplicate(one.page_id, first.page_id, "same_bytes", Decimal(1)))
        elif (first := by_text.get(text)) is not None:
            found.append(Duplicate(one.page_id, first.page_id, "same_text", Decimal(1)))
        else:
            by_bytes[one.digest] = by_text[text] = one
            distinct.append(one)
    return found + list(_near(distinct))


def _near(pages: Sequence[PageText]) -> Iterator[Duplicate]:
    """Near-duplicates among pages in order of rank; a page is held against those that were kept before it."""
    from rensa import RMinHash, RMinHashLSH  # type: ignore[import-untyped]  # on first use: few commands need it

    index = RMinHashLSH(_THRESHOLD, _PERMUTATIONS, _BANDS)
    for number, page in enumerate(pages):
        words = [word.casefold() for word in _WORD.findall(page.text)]
        sketch = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
        sketch.update([" ".join(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1)])
        for candidate in sorted(index.query(sketch)):
            if (score := sameness(pages[candidate], page)) is not None:
                yield Duplicate(page.page_id, pages[candidate].page_id, "near_text", score)
                break
        else:
            index.insert(number, sketch)


def sameness(one: PageText, other: PageText) -> Decimal | None:
    """Share of words in common where both say the same in other words; None where they are two pages."""
    if normal(one.title) != normal(other.title):
        return None
    a, b = Counter(_WORD.findall(one.text)), Counter(_WORD.findall(other.text))
    differing = (a - b) + (b - a)
    share = Decimal(differing.total()) / Decimal(max(1, a.total() + b.total()))
    if share > Decimal(str(_MOST_DIFFERENT)) or any(_tells_apart(word) for word in differing):
        return None
    return (1 - share).quantize(Decimal("0.0001"))


def _tells_apart(word: str) -> bool:
    """Whether a word that only one of two texts has makes them two: a figure, or a name (any word with a capital)."""
    return any(char.isdigit() or char.isupper() for char in word) or not word.isascii()
