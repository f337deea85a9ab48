"""Resolution itself: names and a user's decisions in, aliases with their entities out. Pure.

The result depends on the set of names alone, never on their order. Nothing compares every name with every other: names
meet by their keys (`forms`), short names by their letters, people by their surnames.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Any

from rapidfuzz.distance import OSA

from pipelines.resolve.forms import Form, read
from pipelines.resolve.joining import Groups, Link, score_of, toward, weaker
from pipelines.resolve.names import TYPES, Alias, Decision, EntityType, Name
from pipelines.resolve.people import Person, compatible
from storage.rows import hash_of, normal

_LONGEST_NAME = 300
_SHORTEST_SWAPPED = 8
_MOST_OF_A_KIND = 200
"""So many names are compared each with each; a page can state any number of them."""


_Round = Callable[[Person], tuple[Any, ...]]
_ROUNDS: tuple[tuple[str, _Round], ...] = (
    ("initials", lambda one: (one.surname, len(one.given))),
    ("middle_name", lambda one: (one.surname, one.given[0] if len(one.given[0]) > 1 else one)),
    ("initials", lambda one: (one.surname,)),
)
"""Who is compared with whom, the likest first: names of as many parts, of one given name, of one surname."""


def alias_of(text: str) -> str:
    """The key of a name: its compatibility form, case and white space folded."""
    return normal(text)


def resolve(names: Iterable[Name], decisions: Iterable[Decision] = ()) -> list[Alias]:
    """Every alias with its entity, in the order of type and alias.

    Names without letters, and longer than 300 characters, are nobody's and left out.
    """
    by_type: dict[EntityType, list[Name]] = defaultdict(list)
    for name in names:
        if len(name.text) <= _LONGEST_NAME:
            by_type[name.type].append(name)
    decided: dict[EntityType, list[Decision]] = defaultdict(list)
    for decision in decisions:
        decided[decision.type].append(decision)
    return [alias for of_type in TYPES for alias in _Batch(of_type, by_type[of_type], decided[of_type]).aliases()]


class _Batch:
    """All names of one type."""

    def __init__(self, of_type: EntityType, names: Sequence[Name], decisions: Sequence[Decision]) -> None:
        self._type = of_type
        self._names = _one_each(names)
        self._forms = {alias: form for alias, one in self._names.items() if (form := read(one)).keys}
        here = [one for one in decisions if one.alias in self._forms and one.other in self._forms]
        self._groups = Groups(sorted(self._forms), [(one.alias, one.other) for one in here if not one.same])
        self._groups.join(Link(one.alias, one.other, "user") for one in here if one.same)
        for find in (self._by_key, self._by_place, self._by_letters, self._by_swap):
            self._groups.join(find())
        for rule, wanted in _ROUNDS:
            self._groups.join(self._people(rule, wanted))

    def aliases(self) -> list[Alias]:
        """The outcome, in the order of the aliases."""
        links: dict[str, list[Link]] = defaultdict(list)
        for joint in self._groups.links:
            links[self._groups.root(joint.one)].append(joint)
        found = []
        ids = self._ids()
        for members in self._groups.all():
            first = min(members, key=self._standing)
            hung = toward(first, links[self._groups.root(first)])
            for alias in members:
                one, link = self._names[alias], hung.get(alias)
                found.append(
                    Alias(
                        self._type,
                        alias,
                        one.text,
                        one.mentions,
                        ids[self._groups.root(alias)],
                        self._names[first].text,
                        link.rule if link else "",
                        score_of(link.rule) if link else Decimal(1),
                        link.other if link else None,
                    )
                )
        return sorted(found, key=lambda one: one.alias)

    def _standing(self, alias: str) -> tuple[Any, ...]:
        """What most pages use stands for the entity; else the plainest that is no acronym, or a person's fullest."""
        name, form = self._names[alias], self._forms[alias]
        given = len("".join(form.person.given)) if form.person else 0
        return -name.mentions, form.short is not None, name.text.endswith(")"), -given, len(alias), alias

    def _ids(self) -> Mapping[str, str]:
        """By group. The id comes from what the names are about; from an alias for the smaller part of a split."""
        groups: dict[str, list[str]] = defaultdict(list)
        for members in self._groups.all():
            core = min((self._forms[alias].core for alias in members), key=lambda one: (-len(one), one))
            groups[core].append(min(members, key=lambda one: (len(one), one)))
        ids = {}
        for core, smallest in groups.items():
            rank = sorted(smallest, key=lambda one: (-len(self._groups.members(one)), len(one), one))
            for number, alias in enumerate(rank):
                ids[self._groups.root(alias)] = hash_of("entity", self._type, core, *([alias] if number else []))
        return ids

    def _by_key(self) -> Iterator[Link]:
        holders: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for alias, form in self._forms.items():
            for key, rule in form.keys.items():
                holders[key].append((alias, rule))
        for held in holders.values():
            yield from self._meeting(held)

    def _meeting(self, held: Sequence[tuple[str, str]]) -> Iterator[Link]:
        """Links among aliases that share something: all to the surest of them, and all to all where a user split."""
        if len(held) < 2:
            return
        ordered = sorted(held, key=lambda one: (-score_of(one[1]), one[0]))
        pairs: Iterable[tuple[tuple[str, str], tuple[str, str]]] = ((ordered[0], one) for one in ordered[1:])
        if any(self._groups.set_apart(alias) for alias, _ in held):
            pairs = combinations(ordered, 2)
        for (one, rule), (other, other_rule) in pairs:
            yield Link(one, other, weaker(rule, other_rule))

    def _by_place(self) -> Iterator[Link]:
        """A name with a place beside it is the bare name's, if that name is known with no other place."""
        bare: dict[str, list[str]] = defaultdict(list)
        placed: dict[str, list[str]] = defaultdict(list)
        for alias, form in self._forms.items():
            if form.bare:
                (placed if form.places else bare)[form.bare].append(alias)
        for key, aliases in placed.items():
            everywhere = frozenset.intersection(*(self._forms[alias].places for alias in aliases))
            if everywhere:
                beside = [alias for alias in aliases if self._forms[alias].place_beside]
                yield from (Link(min(bare[key]), alias, "place") for alias in beside if bare[key])

    def _by_letters(self) -> Iterator[Link]:
        """A short name is that of the one entity that it is stated for, or failing that, whose initials it is."""
        stated: dict[str, dict[str, str]] = defaultdict(dict)
        possible: dict[str, dict[str, str]] = defaultdict(dict)
        for alias in sorted(self._forms):
            form, root = self._forms[alias], self._groups.root(alias)
            for short in form.stated:
                stated[short].setdefault(root, alias)
            for short in form.initials:
                possible[short].setdefault(root, alias)
        for alias in sorted(self._forms):
            form = self._forms[alias]
            if form.short is None:
                continue
            for found, rule in ((stated, "acronym_stated"), (possible, "acronym")):
                others = {root: one for root, one in found[form.short].items() if root != self._groups.root(alias)}
                if len(others) == 1:
                    yield Link(alias, min(others.values()), rule)
                if others:
                    break

    def _by_swap(self) -> Iterator[Link]:
        """Two neighbouring letters that changed places make no other name, but a slip."""
        if self._type == "author":
            return
        letters: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for alias, form in self._forms.items():
            if len(form.core) >= _SHORTEST_SWAPPED and form.core.isalpha():
                letters[form.core[0], form.core[-1], "".join(sorted(form.core))].append(alias)
        for same in letters.values():
            for one, other in combinations(sorted(same) if len(same) <= _MOST_OF_A_KIND else (), 2):
                cores = self._forms[one].core, self._forms[other].core
                if cores[0] != cores[1] and OSA.distance(*cores, score_cutoff=1) == 1:
                    yield Link(one, other, "swapped_letters")

    def _people(self, rule: str, wanted: _Round) -> Iterator[Link]:
        """Groups of people of a surname who can all be one another."""
        surnames: dict[Any, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for alias, form in self._forms.items():
            if form.person is not None and form.person.given:
                surnames[wanted(form.person)][self._groups.root(alias)].append(alias)
        for groups in surnames.values():
            if 1 < len(groups) <= _MOST_OF_A_KIND:
                yield from self._cliques(groups, rule)

    def _cliques(self, groups: Mapping[str, list[str]], rule: str) -> Iterator[Link]:
        near: dict[str, set[str]] = {root: {root} for root in groups}
        for one, other in combinations(sorted(groups), 2):
            if self._can_be_one(self._groups.members(one), self._groups.members(other)):
                near[one].add(other)
                near[other].add(one)
        for root in sorted(near):
            if len(near[root]) > 1 and all(near[other] == near[root] for other in near[root]):
                first, *others = sorted(near[root])
                if first == root:
                    yield from (Link(min(groups[first]), min(groups[other]), rule) for other in others)

    def _can_be_one(self, ours: Sequence[str], theirs: Sequence[str]) -> bool:
        if not _sites(self._names, ours) & _sites(self._names, theirs):
            return False
        people: Callable[[Sequence[str]], list[Form]] = lambda aliases: [self._forms[alias] for alias in aliases]  # noqa: E731
        return all(
            one.person is not None and other.person is not None and compatible(one.person, other.person)
            for one in people(ours)
            for other in people(theirs)
        )


def _sites(names: Mapping[str, Name], aliases: Sequence[str]) -> frozenset[str]:
    return frozenset().union(*(names[alias].sites for alias in aliases))


def _one_each(names: Sequence[Name]) -> dict[str, Name]:
    """One name an alias: the wording that most pages use, with all mentions and sites."""
    wordings: dict[str, dict[str, Name]] = defaultdict(dict)
    for name in names:
        if alias := alias_of(name.text):
            known = wordings[alias].get(name.text)
            if known is not None:
                name = name._replace(
                    mentions=known.mentions + name.mentions,
                    sites=known.sites | name.sites,
                    organization=known.organization and name.organization,
                )
            wordings[alias][name.text] = name
    found = {}
    for alias in sorted(wordings):
        ours = wordings[alias].values()
        best = min(ours, key=lambda one: (-one.mentions, one.text))
        found[alias] = best._replace(
            mentions=sum(one.mentions for one in ours),
            sites=frozenset().union(*(one.sites for one in ours)),
            organization=all(one.organization for one in ours),
        )
    return found
