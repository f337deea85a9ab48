"""What a name can be recognised by: its keys, each with the rule that leads to it. Pure, one function a type.

Two names that share a key are the same; a key is as sure as the rule that made it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.resolve import skills
from pipelines.resolve import words as lists
from pipelines.resolve.names import EntityType, Name
from pipelines.resolve.people import Person, read_person
from pipelines.resolve.text import fits, initials, is_short, joined, split_remark, words

_FEWEST_INITIALS = 3
_FEWEST_INITIALS_OF_A_FIRM = 4
"""There are so many firms that three letters fit some of them by chance; the known ones stand in the lexicon."""
_INSTITUTION = {"university", "royal", "institute"}
_KIND_OF_SCHOOL = {"university", "technical", "technology", "hochschule", "school", "institute", "college", "academy"}


@dataclass
class Form:
    """A name, read."""

    keys: dict[str, str] = field(default_factory=dict)
    """Rule by key."""
    core: str = ""
    """The key that says most plainly what the name is about."""
    short: str | None = None
    """The name's letters, where it is written like an acronym."""
    stated: frozenset[str] = frozenset()
    """Short names that stand beside it."""
    initials: frozenset[str] = frozenset()
    """Short names that it may have."""
    bare: str | None = None
    """The key without the place."""
    places: frozenset[str] = frozenset()
    """The places that go with `bare`."""
    place_beside: bool = False
    """Whether the place only stands beside the name."""
    person: Person | None = None

    def add(self, key: str, rule: str) -> None:
        """Know the name by `key`, too; the first rule that leads to a key counts."""
        if key:
            self.keys.setdefault(key, rule)
            self.core = key


def read(name: Name) -> Form:
    """The form of a name; with no keys where it has no letters."""
    if name.type == "author" and not name.organization:
        form = Form(person=read_person(name.text))
        if form.person is not None:
            for key in form.person.letters():
                form.add(key, "spelling")
        return form
    if name.type in ("skill", "tool"):
        return _skill(name)
    return {"university": _university, "hub": _hub}.get(name.type, _company)(name)


def _start(name: Name) -> tuple[Form, str, str]:
    """A form with the keys of spelling and the short names, the name without its remark, and the remark."""
    form = Form()
    for umlauts in (False, True):
        form.add(joined(words(name.text, umlauts=umlauts)), "spelling")
    base, remark = split_remark(name.text)
    base_words, remark_words = words(base), words(remark)
    if remark and is_short(remark) and fits(joined(remark_words), base_words):
        form.stated, remark = frozenset({joined(remark_words)}), ""
    elif remark and is_short(base) and len(remark_words) > 1 and fits(joined(base_words), remark_words):
        form.stated, base, remark = frozenset({joined(base_words)}), remark, ""
    elif not remark and is_short(base):
        form.short = joined(base_words)
    return form, base, remark


def _know(form: Form, name: EntityType, core: tuple[str, ...], rule: str) -> None:
    form.add(joined(core), rule)
    if known := lists.also_known(name).get(joined(core)):
        form.add(known, "other_name")


def _possible_initials(base: str, parts: tuple[str, ...], fewest: int = _FEWEST_INITIALS) -> frozenset[str]:
    """Initials of a name none of whose words is an acronym already, if there are enough of them to mean something."""
    if not base.isupper() and any(word.isupper() and len(word) > 1 for word in base.split()):
        return frozenset()
    return frozenset(one for one in initials(parts, lists.noise()) if len(one) >= fewest)


def _company(name: Name) -> Form:
    form, base, remark = _start(name)
    rule = "acronym_stated" if form.stated else "legal_form"
    remark_words = words(remark)
    if remark and not lists.is_form(remark_words):
        rule = "place" if lists.is_place(remark) else "remark"
    for umlauts in (True, False):
        parts = lists.without_article(lists.without_legal_form(words(base, umlauts=umlauts)), "company")
        core = lists.replaced(lists.with_and(parts), lists.one_word("company"))
        _know(form, "company", core, rule)
    if core[-1:] == ("com",) and len(core) > 1:
        form.add(joined(core[:-1]), "domain")
    form.initials = _possible_initials(base, core, _FEWEST_INITIALS_OF_A_FIRM)
    return form


def _hub(name: Name) -> Form:
    form, base, remark = _start(name)
    parts = lists.without_article(lists.without_legal_form(words(base)), "hub")
    for length in range(min(3, len(parts) - 1), 0, -1):
        if " ".join(parts[-length:]) in lists.lexicon("hub")["kinds"]["phrases"]:
            parts = parts[:-length]
            break
    placed = (*parts, *words(remark))
    form.initials = _possible_initials(base, parts)
    for reading in lists.with_cities(placed):
        where = [part for part in reading if part.startswith("@")]
        rest = tuple(part for part in reading if not part.startswith("@"))
        if rest:
            form.add(joined((*rest, *sorted(set(where)))), "translation" if where else "wording")
            _place(form, rest, where, beside=bool(remark) and lists.is_place(remark))
    return form


def _place(form: Form, rest: tuple[str, ...], where: list[str], *, beside: bool) -> None:
    form.bare = joined(rest)
    form.places |= set(where)
    form.place_beside = beside


def _university(name: Name) -> Form:
    form, base, remark = _start(name)
    parts = words(base)
    if known := lists.also_known("university").get(joined(parts)):
        form.add(known, "other_name")
    place = remark if remark and lists.is_place(remark) else ""
    if not remark and len(parts) > 2 and "in" in parts[1:-1]:
        at = len(parts) - 1 - parts[::-1].index("in")
        place = " ".join(parts[at + 1 :])
        place = place if lists.cities(place) else ""
        base_parts = parts[:at] if place else parts
    else:
        base_parts = parts
    rule = "acronym_stated" if form.stated else "translation"
    whole = base_parts if not remark or place else (*base_parts, *words(remark))
    if form.stated:
        form.add(joined(whole), rule)
    for core in _school(whole):
        form.bare = core
        if not place:
            form.add(core, rule)
    if place:
        form.places, form.place_beside = frozenset(lists.cities(place)), True
        for core in _school((*whole, *words(place))):
            form.add(core, rule)
    form.initials = _possible_initials(base, base_parts)
    head = base.split()
    if (
        len(head) > 2
        and is_short(head[0])
        and head[0].isupper()
        and words(head[1])
        and words(head[1])[0] in _INSTITUTION
    ):
        form.stated |= {joined(words(head[0]))}
    if known := lists.also_known("university").get(joined(base_parts)):
        form.add(known, "other_name")
    return form


def _school(parts: tuple[str, ...]) -> Iterator[str]:
    """The key of a school's name in each reading; none where only the kind of school would be left."""
    english = "of" in parts
    plain = lists.replaced(parts, lists.one_word("university"))
    plain = lists.replaced(tuple(part for part in plain if part not in lists.noise()), lists.one_word("university"))
    two = any(part in lists.lexicon("university")["order_matters"]["places"] for part in parts)
    for reading in lists.with_cities(plain):
        core = set(reading)
        if core <= _KIND_OF_SCHOOL:
            continue
        if two:
            core.add("of" if english else "-")
        yield " ".join(sorted(core))


def _skill(name: Name) -> Form:
    form, base, remark = _start(name)
    core = skills.core(skills.words_of(base))
    version = any(character.isdigit() for character in remark)
    rule = "acronym_stated" if form.stated else "remark" if remark else "wording"
    if version and joined(words(remark)) not in lists.also_known("skill"):
        core = (*core, *words(remark))
    form.add(joined(core), rule)
    if (known := skills.known(core)) != joined(core):
        form.add(known, "other_name")
    if (product := skills.product(core)) is not None:
        form.add(product, "maker")
    form.initials = _possible_initials(base, core)
    return form
