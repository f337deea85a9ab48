"""Joining names into entities: a spanning tree of the surest links, with what a user decided above them. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from pipelines.resolve.names import SCORES


class Link(NamedTuple):
    """Two aliases that are one, by a rule."""

    one: str
    other: str
    rule: str


def score_of(rule: str) -> Decimal:
    """How sure a rule is."""
    return Decimal(SCORES[rule])


def weaker(rule: str, other: str) -> str:
    """The less sure of two rules."""
    return max(rule, other, key=lambda one: (-score_of(one), one))


class Groups:
    """Aliases in groups; a link joins two groups unless a user set two of their members apart."""

    def __init__(self, aliases: Iterable[str], apart: Iterable[tuple[str, str]] = ()) -> None:
        self._root = {alias: alias for alias in aliases}
        self._members = {alias: [alias] for alias in self._root}
        self._apart: dict[str, set[str]] = defaultdict(set)
        for one, other in apart:
            self._apart[one].add(other)
            self._apart[other].add(one)
        self.links: list[Link] = []
        """The links that joined something."""

    def root(self, alias: str) -> str:
        """The name of the alias's group for the time being."""
        while self._root[alias] != alias:
            self._root[alias] = self._root[self._root[alias]]
            alias = self._root[alias]
        return alias

    def members(self, alias: str) -> list[str]:
        """All of the alias's group."""
        return self._members[self.root(alias)]

    def all(self) -> Iterator[list[str]]:
        """Every group, in no order."""
        return (members for alias, members in self._members.items() if self._root[alias] == alias)

    def set_apart(self, alias: str) -> bool:
        """Whether a user set the alias apart from another."""
        return alias in self._apart

    def may_join(self, one: str, other: str) -> bool:
        """Whether no user's decision stands between the groups of two aliases."""
        if not self._apart:
            return True
        theirs = set(self.members(other))
        return not any(self._apart[alias] & theirs for alias in self.members(one) if alias in self._apart)

    def join(self, links: Iterable[Link]) -> None:
        """Join by the surest link first; equal ones in the order of their names, so that no other order shows."""
        for link in sorted(links, key=lambda one: (-score_of(one.rule), one.rule, *sorted((one.one, one.other)))):
            one, other = sorted((self.root(link.one), self.root(link.other)))
            if one == other or not self.may_join(one, other):
                continue
            self.links.append(link)
            self._root[other] = one
            self._members[one] += self._members.pop(other)


def toward(representative: str, links: Iterable[Link]) -> Mapping[str, Link]:
    """By alias, the link by which it hangs on the representative of its group; `other` is the nearer alias."""
    near: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        near[link.one].append(link)
        near[link.other].append(Link(link.other, link.one, link.rule))
    hung: dict[str, Link] = {}
    waiting = [representative]
    for alias in waiting:
        for link in near[alias]:
            if link.other != representative and link.other not in hung:
                hung[link.other] = Link(link.other, alias, link.rule)
                waiting.append(link.other)
    return hung
