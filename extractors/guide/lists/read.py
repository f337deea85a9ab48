"""`read_lists`: the lists of a page with what each holds, decided by learned weights over named features."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from extractors.document import Document
from extractors.document.headings import Heading
from extractors.guide.lists.columns import Column
from extractors.guide.lists.context import Around, Surroundings
from extractors.guide.lists.decode import Choice, decode
from extractors.guide.lists.features import Features, features_of
from extractors.guide.lists.find import find_columns
from extractors.guide.lists.page import page_features
from extractors.guide.lists.runs import runs_of
from extractors.guide.lists.trust import second_look
from extractors.guide.restraint import are_labels
from extractors.guide.wording import is_furniture
from extractors.scoring import heading_chances, model

LEAST = 0.5
"""Lists that are less likely than this are left out."""
_NAMED = ("key_companies", "hubs", "universities", "skills", "tools", "career_path")
_PROMISE, _PROMISE_OF_ITS_OWN = 0.3, 0.6
"""Chance, all kinds of names together, from which on sentences are searched."""
_OPENING = 100
_MOST = 400
"""Columns of a page that are looked at; a page with more is all lists, and the first ones tell."""


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """A column with what stands around it and its features."""

    column: Column
    around: Around
    features: Features


class Listed(msgspec.Struct, frozen=True, gc=False):
    """A list that was taken for one of a kind."""

    column: Column
    around: Around
    kind: str
    chance: float
    """The model's probability."""
    reasons: tuple[str, ...]
    """The features that spoke most for the kind."""


def candidates(document: Document, headings: Sequence[Heading], language: str | None) -> list[Candidate]:
    """All columns of the page that may list names, with their features."""
    runs = list(runs_of(document))
    surroundings = Surroundings(document, headings, runs)
    columns = find_columns(document, language, runs, Promise(document, surroundings, language))[:_MOST]
    if not columns:
        return []
    page = page_features(document, language, headings)
    found: list[Candidate] = []
    for column in columns:
        if are_labels([item.text for item in column.items]):
            continue  # a menu or a form
        around = surroundings.of(column)
        if around.lead and is_furniture(around.lead.partition(":")[0], language):
            continue  # "Trusted by": the site's clients
        found.append(Candidate(column, around, features_of(column, around, language, page)))
    return found


class Promise:
    """Whether the words over a paragraph, or its own first words, promise names: most paragraphs' do not."""

    def __init__(self, document: Document, surroundings: Surroundings, language: str | None) -> None:
        self._blocks, self._surroundings, self._language = document.blocks, surroundings, language

    def __call__(self, block: int) -> bool:
        heading = self._surroundings.heading_over(block)
        texts = [] if heading is None else [heading.text, heading.kicker.text if heading.kicker is not None else ""]
        if any(text and self._promised(text) >= _PROMISE for text in texts):
            return True
        return self._promised(self._blocks[block].text) >= _PROMISE_OF_ITS_OWN

    def _promised(self, text: str) -> float:
        chances = heading_chances(text[:_OPENING], self._language)
        return sum(chances[kind] for kind in _NAMED)


def read_lists(document: Document, headings: Sequence[Heading], language: str | None) -> tuple[Listed, ...]:
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
    for place, kind, chance in decode([one.column for one in told], choices, above, LEAST):
        one = told[place]
        reasons = tuple(name for name, _ in known.reasons(one.features, known.labels.index(kind), 0))
        found.append(Listed(one.column, one.around, kind, chance, reasons))
    return tuple(found)


def trusted(features: Sequence[Features], chances: Sequence[Sequence[float]]) -> list[Choice]:
    """The candidates worth a second look, with the second model's probability."""
    trust = model("trust")
    yes = trust.labels.index("yes")
    return [Choice(place, kind, trust.chances(found)[yes]) for place, kind, found in second_look(features, chances)]
