"""Which authors to believe, those shown or those stated, and how they are joined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractors.article.authors.lines import WEAK_RULES
from extractors.article.authors.owner import owner_of
from extractors.article.authors.places import Candidate, Place, is_cued, is_shown
from extractors.records import Issue
from extractors.things import Thing, values_of
from extractors.values.names import has_given_name, is_login, is_person, is_single, key_of

_SITE_WIDE = frozenset({"meta_author", "json_ld_page_author", "microdata_page_author"})
"""Statements that are often the whole site's: its owner, or whoever set up the system."""
_PUBLISHER_META = ("publisher", "dc.publisher", "dcterms.publisher", "citation_publisher")


def choose(place: Place, shown: list[Candidate], stated: list[Candidate], issues: list[Issue]) -> list[Candidate]:
    """The visible byline, with what the metadata add to it; the metadata's authors where the page shows no other."""
    shown, stated = _unique(shown), _unique(_not_companies(place, stated))
    if not shown:
        return [one for one in stated if _may_stand_alone(place, one)] or owner_of(place)
    keys, others = {key_of(one.name.name) for one in shown}, {key_of(one.name.name) for one in stated}
    if not stated:
        return shown
    if any(_same(first, second) for first in keys for second in others):
        return _joined(place, shown, stated)
    weak = shown[0].evidence.rule in WEAK_RULES
    visible = [one for one in stated if weak and is_person(one.name.name) and is_shown(place, one.name.name)]
    chosen = visible or shown
    message = (
        f"The page shows {', '.join(one.name.name for one in shown)}; its metadata name "
        f"{', '.join(one.name.name for one in stated)}. "
        + ("The metadata's author, whom the page names too, was kept." if visible else "The visible byline was kept.")
    )
    issues.append(Issue(code="authors_disagree", message=message, path=shown[0].evidence.path))
    return chosen


def _may_stand_alone(place: Place, one: Candidate) -> bool:
    """Whether a stated author whom no byline shows counts; what may be the whole site's must look like a person."""
    name, rule = one.name.name, one.evidence.rule
    if rule.endswith("_contributor"):
        return False
    if is_person(name) and (rule not in _SITE_WIDE or (has_given_name(name) and "page" not in rule)):
        return True
    firm = rule == "meta_author" and not has_given_name(name)  # a maker whose name looks like a person's
    return is_shown(place, name, near=True, signed=firm or not is_person(name))


def _not_companies(place: Place, stated: list[Candidate]) -> list[Candidate]:
    """Stated authors without accounts, organisations and the publisher; a person may bear the site's name."""
    site = key_of(place.site_name or "")
    publishers = {site, *(key for thing in place.subjects for key in _publisher_keys(place, thing))}
    publishers |= {key_of(one.text) for name in _PUBLISHER_META for one in place.metadata.meta.get(name, ())}
    return [
        one
        for one in stated
        if not is_login(one.name.name)
        and (not one.organization or is_shown(place, one.name.name))
        and (
            key_of(one.name.name) not in publishers
            or (
                is_person(one.name.name)
                and one.evidence.rule != "meta_author"
                and (has_given_name(one.name.name) or key_of(one.name.name) != site)
            )
            or is_cued(place, one.name.name)
            or (is_person(one.name.name) and is_shown(place, one.name.name, near=True, signed=True))
        )
    ]


def _publisher_keys(place: Place, thing: Thing) -> Iterator[str]:
    for value in values_of(thing.data.get("publisher")):
        resolved = place.metadata.resolve(value)
        if isinstance(resolved, Mapping) and isinstance(resolved.get("name"), str):
            yield key_of(resolved["name"])


def _same(first: str, second: str) -> bool:
    """Whether one name is the other with a part left out."""
    one, two = set(first.split()), set(second.split())
    return bool(one) and (one <= two or two <= one)


def _unique(found: Sequence[Candidate]) -> list[Candidate]:
    kept: dict[str, Candidate] = {}
    for one in found:
        kept.setdefault(key_of(one.name.name), one)
    return list(kept.values())


def _joined(place: Place, shown: list[Candidate], stated: list[Candidate]) -> list[Candidate]:
    """Visible names with what the metadata add to each; further stated names where the page shows them too."""
    joined: list[Candidate] = []
    used: set[str] = set()
    for one in shown:
        key = key_of(one.name.name)
        match = next((other for other in stated if _same(key, key_of(other.name.name))), None)
        if match:
            used.add(key_of(match.name.name))
            name = one.name._replace(job_title=one.name.job_title or match.name.job_title)
            longer = match.name.name
            if len(longer) > len(name.name) and (is_person(longer) or is_shown(place, longer)):
                name = name._replace(name=longer)  # a first name alone, or a name cut short
            one = one._replace(name=name, url=one.url or match.url, bio=match.bio)
        joined.append(one)
    first_names = all(is_single(one.name.name) for one in shown)  # "Words: Ann, pictures: Ben"
    joined += [
        other
        for other in stated
        if key_of(other.name.name) not in used
        and (is_person(other.name.name) or (first_names and is_single(other.name.name)))
        and is_shown(place, other.name.name, near=True)
    ]
    return joined
