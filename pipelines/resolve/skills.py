"""Skills and tools without the words that frame them, and products without their makers. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pipelines.resolve.text import joined, words
from pipelines.resolve.words import also_known, lexicon

Words = tuple[str, ...]
_SHORTEST_PLURAL = 4
_ACRONYMS = re.compile(r"\b([A-Z]{2,})s\b")
_NO_PLURAL = ("ss", "us", "is", "aas", "ios", "js")


@cache
def _frames() -> tuple[frozenset[Words], frozenset[Words], frozenset[Words]]:
    found = lexicon("skill")
    return (
        frozenset(words(one) for one in found["front"]["words"]),
        frozenset(words(one) for one in found["end"]["words"]),
        frozenset(words(one) for one in found["keep_end"]["cores"]),
    )


def words_of(text: str) -> Words:
    """The words of a skill, acronyms in the singular ("APIs")."""
    return words(_ACRONYMS.sub(r"\1", text))


def core(parts: Words) -> Words:
    """A skill without praise in front and words of kind at the end, in American spelling and the singular."""
    front, end, keep = _frames()
    changed = True
    while changed:
        changed = False
        for length in range(min(3, len(parts) - 1), 0, -1):
            if parts[:length] in front:
                parts, changed = parts[length:], True
                break
            if parts[-length:] in end and parts[:-length] not in keep:
                parts, changed = parts[:-length], True
                break
    return _singular(tuple(_american(part) for part in parts))


def _american(word: str) -> str:
    spelling = lexicon("skill")["spelling"]
    if word in spelling["words"]:
        return str(spelling["words"][word])
    for ending, other in spelling["endings"].items():
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)] + str(other)
    return word


def _singular(parts: Words) -> Words:
    last = parts[-1] if parts else ""
    if len(last) < _SHORTEST_PLURAL or not last.endswith("s") or last.endswith(_NO_PLURAL):
        return parts
    single = last[:-3] + "y" if last.endswith("ies") and len(last) > 4 else last[:-1]
    return (*parts[:-1], single)


def known(parts: Words) -> str:
    """The letters of a skill's first name, where it has several; React and React.js are one of those, too."""
    letters = joined(parts)
    scripts = lexicon("skill")["scripts"]["names"]
    if letters in scripts:
        letters += "js"
    return also_known("skill").get(letters, letters)


@cache
def _products() -> Mapping[str, str]:
    """By the letters of a product, alone or after its maker's name, the letters of the product under its maker."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for maker in lexicon("skill")["maker"]:
        for product_name in maker.get("products", ()):
            own = joined(core(words(product_name)))
            under = joined(words(maker["names"][0])) + own
            for name in maker["names"]:
                found[joined(words(name)) + own] = under
            if found.setdefault(own, under) != under:
                twice.add(own)
    return {name: under for name, under in found.items() if name not in twice}


@cache
def _makers_of_all() -> Mapping[Words, frozenset[Words]]:
    return {
        words(name): frozenset(words(one) for one in maker.get("except", ()))
        for maker in lexicon("skill")["maker"]
        if maker.get("any_product")
        for name in maker["names"]
    }


def product(parts: Words) -> str | None:
    """The key of a product, whether its maker stands in front or not; None for what is no known product."""
    for length in (2, 1):
        rest = parts[length:]
        if rest and parts[:length] in _makers_of_all() and rest not in _makers_of_all()[parts[:length]]:
            return joined(rest)
    return _products().get(joined(parts))
