"""Names to entities: candidates by look-up, links by rule, clusters by union; the same whatever the order of the names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product
from typing import NamedTuple

from storage.resolve import names
from storage.resolve.names import Likeness
from storage.rows import hash_of

_WORDINGS = 8
"""Wordings of one alias that are held against others."""
_CROWD = 12
"""A look-up that answers with more aliases than this names nothing in particular."""
_SHORTENS = ("acronym", "middle_initial")
"""Rules by which a shorter form stands for a longer one, and might stand for another."""
ALONE = "*"
"""In place of the other alias of a decision: apart from all."""


class Mention(NamedTuple):
    """A name as worded, and on how many pages."""

    type: str
    name: str
    pages: int


class Decision(NamedTuple):
    """What a user has decided of two aliases: `same` or `apart`."""

    type: str
    alias: str
    other: str
    decision: str


class Alias(NamedTuple):
    """A row of the alias table."""

    type: str
    alias: str
    name: str
    """Its commonest wording."""
    mentions: int
    entity: str
    entity_name: str
    rule: str
    score: float
    like_alias: str | None
    """The alias that it was linked to."""


class _Link(NamedTuple):
    one: str
    other: str
    likeness: Likeness


def resolve(mentions: Iterable[Mention], decisions: Iterable[Decision] = ()) -> list[Alias]:
    """The alias table, sorted."""
    by_type: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for mention in mentions:
        by_type[mention.type][names.key(mention.type, mention.name)][mention.name] += mention.pages
    decided: dict[str, list[Decision]] = defaultdict(list)
    for decision in sorted(decisions):
        decided[decision.type].append(decision)
    table: list[Alias] = []
    for of_type in sorted(by_type):
        table += _OfType(of_type, by_type[of_type], decided[of_type]).aliases()
    return table


class _OfType:
    """The names of one type."""

    def __init__(self, of_type: str, wordings: Mapping[str, Mapping[str, int]], decisions: list[Decision]) -> None:
        self._type = of_type
        self._wordings = {
            alias: sorted(names_, key=lambda name: (-names_[name], name)) for alias, names_ in sorted(wordings.items())
        }
        self._mentions = {alias: sum(wordings[alias].values()) for alias in self._wordings}
        self._same = [d for d in decisions if d.decision == "same"]
        self._apart = {frozenset((d.alias, d.other)) for d in decisions if d.decision == "apart"}
        self._alone = {d.alias for d in decisions if d.decision == "apart" and d.other == ALONE}
        self._parent = {alias: alias for alias in self._wordings}
        self._members = {alias: {alias} for alias in self._wordings}
        self._why: dict[str, _Link] = {}

    def aliases(self) -> list[Alias]:
        """The rows of this type."""
        for decision in self._same:
            if decision.alias in self._parent and decision.other in self._parent:
                self._join(_Link(decision.alias, decision.other, Likeness("user", 1.0)))
        for link in sorted(self._links(), key=lambda one: (-one.likeness.score, one.one, one.other)):
            if not {link.one, link.other} & self._alone and not self._forbidden(link):
                self._join(link)
        return sorted(row for root, members in self._members.items() if self._find(root) == root for row in self._rows(members))

    def _rows(self, members: set[str]) -> Iterator[Alias]:
        head = min(members, key=lambda alias: (-self._mentions[alias], -len(alias), alias))
        name = self._shown(head)
        entity = hash_of("entity", self._type, head)
        for alias in members:
            link = self._why.get(alias)
            rule, score = link.likeness if link else Likeness("own_name", 1.0)
            other = None if link is None else (link.other if link.one == alias else link.one)
            yield Alias(
                self._type, alias, self._wordings[alias][0], self._mentions[alias], entity, name, rule, score, other
            )

    def _shown(self, alias: str) -> str:
        """The commonest wording; of equally common ones that without capitals throughout, then the shortest."""
        wordings = self._wordings[alias]
        return min(wordings, key=lambda name: (wordings.index(name) > 0, name.isupper() and len(name) > 5, len(name), name))

    def _find(self, alias: str) -> str:
        while self._parent[alias] != alias:
            alias = self._parent[alias]
        return alias

    def _join(self, link: _Link) -> None:
        a, b = self._find(link.one), self._find(link.other)
        if a == b:
            return
        for alias in (link.one, link.other):
            self._why.setdefault(alias, link)
        a, b = min(a, b), max(a, b)
        self._parent[b] = a
        self._members[a] |= self._members.pop(b)

    def _forbidden(self, link: _Link) -> bool:
        a, b = self._members[self._find(link.one)], self._members[self._find(link.other)]
        return bool(self._apart) and any(frozenset(pair) in self._apart for pair in product(a, b))

    def _links(self) -> Iterator[_Link]:
        """Links between aliases; a short form that would link to several names links to none."""
        found: dict[tuple[str, str], Likeness] = {}
        for one, other in self._candidates():
            pair = (one, other) if one < other else (other, one)
            if pair not in found and (likeness := self._alike(*pair)) is not None:
                found[pair] = likeness
        told: dict[str, set[str]] = defaultdict(set)
        for (one, other), likeness in found.items():
            if likeness.rule.startswith(_SHORTENS):
                short, long = sorted((one, other), key=len)
                told[short].add(long)
        for (one, other), likeness in found.items():
            short = min((one, other), key=len)
            if likeness.rule.startswith(_SHORTENS) and not self._one_thing(told[short], found):
                continue
            yield _Link(one, other, likeness)

    def _one_thing(self, aliases: set[str], found: Mapping[tuple[str, str], Likeness]) -> bool:
        return all((min(pair), max(pair)) in found for pair in combinations(aliases, 2))

    def _alike(self, one: str, other: str) -> Likeness | None:
        pairs = product(self._wordings[one][:_WORDINGS], self._wordings[other][:_WORDINGS])
        return max(
            (found for pair in pairs if (found := names.alike(self._type, *pair)) is not None),
            key=lambda likeness: likeness.score,
            default=None,
        )

    def _candidates(self) -> Iterator[tuple[str, str]]:
        """Pairs that share something which one of the rules looks at."""
        shared: dict[str, set[str]] = defaultdict(set)
        for alias, wordings in self._wordings.items():
            for trait in names.traits(self._type, alias, wordings[:_WORDINGS]):
                shared[trait].add(alias)
        for trait in sorted(shared):
            if 2 <= len(shared[trait]) <= _CROWD:
                yield from combinations(sorted(shared[trait]), 2)
