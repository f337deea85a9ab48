"""`read_lists`: the lists of a page with what each holds, decided by learned weights over named features."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

import msgspec

from extractors.document import Document
from extractors.document.headings import Heading
from extractors.guide.lists.columns import Column
from extractors.guide.lists.context import Around, Surroundings
from extractors.guide.lists.decode import Choice, decode
from extractors.guide.lists.features import Features, features_of, first_look, paragraph_features
from extractors.guide.lists.find import find_columns
from extractors.guide.lists.page import page_features
from extractors.guide.lists.runs import runs_of
from extractors.guide.lists.trust import second_look
from extractors.guide.restraint import are_labels
from extractors.guide.wording import is_furniture, read_heading
from extractors.scoring import model

LEAST = 0.5
"""Lists that are less likely than this are left out."""
_LISTING = 0.22
"""Chance by title and headings from which on a page is searched at all; 99 in 100 that list names have it."""
_PROMISE = 0.05
"""Chance from which on a paragraph's sentences are searched; 93 in 100 with names have it, a quarter of the rest."""
_PLACES = 10
"""Paragraphs of one section and one tenth of the page share the answer."""
WORTH = 0.04
"""Chance at the first look from which on a column is looked at again; 95 in 100 lists have it, a sixth of the rest."""
_OUTLINE = 3
"""One heading in so many that announces a section makes all of a run titles of sections."""
_MOST = 400
"""Columns of a page that are looked at; a page with more is all lists, and the first ones tell."""


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """A column with what stands around it and its features."""

    column: Column
    around: Around
    first: Features
    """Those of the first look …"""
    features: Features
    """… and all of them."""


class Listed(msgspec.Struct, frozen=True, gc=False):
    """A list that was taken for one of a kind."""

    column: Column
    around: Around
    kind: str
    chance: float
    """The model's probability."""
    reasons: tuple[tuple[str, float], ...]
    """The features that spoke most for the kind and against its being no list, with what each added to the score."""

    @property
    def rule(self) -> str:
        """Where the list was found and the features that spoke most for it, for evidence."""
        return f"{self.column.source}[{' '.join(name for name, _ in self.reasons)}]"


def candidates(
    document: Document, headings: Sequence[Heading], language: str | None, *, every: bool = False
) -> list[Candidate]:
    """The columns of the page that may list names, with their features; all of them with `every`, to learn from."""
    page = page_features(document, language, headings)
    if not every and model("listing").chances(page)[1] < _LISTING:
        return []
    runs = list(runs_of(document))
    surroundings = Surroundings(document, headings, runs)
    promising = None if every else Promise(document, surroundings, language, page)
    columns = find_columns(document, language, runs, promising)[:_MOST]
    found: list[Candidate] = []
    blocks = {heading.block for heading in headings}
    for column in columns:
        if are_labels([item.text for item in column.items]) or _is_outline(column, blocks, language):
            continue  # a menu, a form, or the titles of the page's own sections
        around = surroundings.of(column)
        if around.lead and is_furniture(around.lead.partition(":")[0], language):
            continue  # "Trusted by": the site's clients
        first = first_look(column, around, language, page)
        if every or model("worth").chances(first)[1] >= WORTH:
            found.append(Candidate(column, around, first, features_of(first, column, around, language)))
    return found


def _is_outline(column: Column, headings: Container[int], language: str | None) -> bool:
    """Whether the items are headings that announce sections of several kinds, and name nothing themselves."""
    readings = [read_heading(item.text, language) for item in column.items if item.block in headings]
    kinds = {reading.kind for reading in readings if reading is not None and reading.strength != "weak"}
    told = sum(reading is not None and reading.strength != "weak" for reading in readings)
    return len(kinds) > 1 and told * _OUTLINE >= len(column.items)


class Promise:
    """Whether names are worth looking for in a paragraph's sentences, by what stands around it: in few they are."""

    def __init__(
        self, document: Document, surroundings: Surroundings, language: str | None, page: Mapping[str, float]
    ) -> None:
        self._document, self._surroundings, self._language, self._page = document, surroundings, language, page
        self._known = model("paragraphs")
        self._told: dict[tuple[object, ...], bool] = {}

    def __call__(self, block: int) -> bool:
        node = self._document.blocks[block].node
        around = self._surroundings.of(Column((), "prose", "members", block, block + 1, node))
        heading = around.heading.block if around.heading is not None else -1
        key = (heading, around.zone, around.order > 0, int(around.place * _PLACES))
        told = self._told.get(key)
        if told is None:
            features = paragraph_features(around, self._language, self._page)
            told = self._told[key] = self._known.chances(features)[1] >= _PROMISE
        return told


def read_lists(
    document: Document, headings: Sequence[Heading], language: str | None, *, least: float = LEAST
) -> tuple[Listed, ...]:
    """The lists of names, the surest first; each word is taken once."""
    told = candidates(document, headings, language)
    if not told:
        return ()
    known = model("lists")
    features = [one.features for one in told]
    chances = [known.chances(found) for found in features]
    choices = trusted(features, chances)
    above = [one.around.heading.block if one.around.heading is not None else -1 for one in told]
    found: list[Listed] = []
    for place, kind, chance in decode([one.column for one in told], choices, above, least):
        one = told[place]
        reasons = tuple(known.reasons(one.features, known.labels.index(kind), 0))
        found.append(Listed(one.column, one.around, kind, chance, reasons))
    return tuple(found)


def trusted(features: Sequence[Features], chances: Sequence[Sequence[float]]) -> list[Choice]:
    """The candidates worth a second look, with the second model's probability."""
    trust = model("trust")
    yes = trust.labels.index("yes")
    return [Choice(place, kind, trust.chances(found)[yes]) for place, kind, found in second_look(features, chances)]
