"""What a name looks like: a person's, an organisation's, an account's."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.values.names.wording import has_given_name, lexicon, month_names, starts_lower
from extractors.values.places import find_places

LONGEST = 60
"""Characters of a name; longer lines are sentences."""
_CJK = re.compile(r"^[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af·・\s]{2,12}$")
_CJK_NAME = re.compile(
    r"[\u3400-\u9fff々]{1,3} ?[\u3040-\u309f\u3400-\u9fff々]{1,3}"  # 山田太郎, 山田 はな
    r"|[\u30a0-\u30ff]+[・·=＝ ][\u30a0-\u30ff・·]+"  # foreigners' names
    r"|[\uac00-\ud7af]{2,4}"
)
_INITIAL = re.compile(r"^(?:[A-Z]\.?){1,3}$")
_LONGEST_SHORT = 5
_INITIALS = re.compile(r"[b-df-hj-np-tv-xz]{2,4}")
"""Letters in lower case that nobody is called by: an editor's initials."""
_NEVER_FIRST = frozenset("der den dem das des zum zur vom la le el di da do e y".split())
"""Small words that stand within names but begin none ("von der Idee zum Produkt")."""
_LEADING = frozenset(
    "university institute ministry department office agency team redaktion redactie rédaction redacción".split()
)
_JOINED = re.compile(r"\s(?:&|and|und|et|y|e|en)\s")
_ARTICLES = frozenset({"the", "our", "your", "this", "die", "la", "le", "de"})


def accepts(name: str, *, single: bool, loose: bool) -> bool:
    """Whether the words may stand as an author's name."""
    if not name or len(name) > LONGEST or is_login(name):
        return False
    if loose:
        return not re.search(r"https?:|www\.|@|\w\.[a-z]{2,4}$|\.(?:com|org|net)\b", name)
    return is_person(name) or (single and (is_single(name) or _is_pen_name(name))) or is_organization(name)


def _is_pen_name(name: str) -> bool:
    """Chinese, Japanese and Korean writing of a name's length, for places where only a name can stand."""
    return _CJK.match(name) is not None and name not in lexicon().never


@lru_cache(maxsize=4096)
def is_person(name: str) -> bool:
    """Whether it has the shape of a person's name: two to five capitalised words, small words between them."""
    if _CJK.match(name):
        if name.endswith(lexicon().ideographic_desks):
            return False
        return _CJK_NAME.fullmatch(name) is not None and name not in lexicon().never
    words = name.split(" ")
    if not 2 <= len(words) <= 5 or len(name) > 45:
        return False
    known = lexicon()
    if words[0] in _NEVER_FIRST or words[0].lower() == "by" or words[-1] in known.particles:
        return False
    if (words[-1].lower() in known.cues or known.roles.fullmatch(words[-1])) and not has_given_name(name):
        return False  # "Opinion By", "Court Reporter"
    capital = 0
    for word in words:
        bare = word.strip(".,’'\"()“”")
        low = bare.lower()
        if not bare or any(character.isdigit() for character in bare) or "_" in bare:
            return False
        if low in known.never and low not in known.particles:
            return False
        if bare[0].isupper() or _INITIAL.match(word):
            capital += 1
            if not all(character.isalpha() or character in "’'-.‐‑`´" for character in bare):
                return False
            if word.endswith(".") and len(word) > _LONGEST_SHORT:
                return False  # the end of a sentence
        elif _caseless(bare):
            capital += 1
        elif low not in known.particles:
            return False
    return capital >= 2 and not (words[0].lower() in known.organizations or words[-1].lower() in known.organizations)


def _caseless(word: str) -> bool:
    return word.lower() == word.upper() or (word.islower() and not starts_lower(word))


def is_single(name: str) -> bool:
    """A first name or pen name: one capitalised word (or CJK name) that is no common label."""
    if " " in name or not 2 <= len(name) <= 20 or not name[0].isalpha():
        return False
    known = lexicon()
    low = name.lower()
    if low in known.never or low in known.organizations or low in month_names() or known.roles.fullmatch(low):
        return False
    if low in known.cues:
        return False
    if is_place(name):
        return False
    return name[0].isupper() and name.replace("-", "").replace("’", "").replace("'", "").isalpha()


def is_place(name: str) -> bool:
    """Whether it is the name of a town or country, and no given name."""
    return not has_given_name(name) and any(place.name == name for place in find_places(name))


def is_organization(name: str) -> bool:
    """Whether its first or last word says that a group signs: `Staff`, `Team`, `Redaktion`."""
    words = [word.lower().strip(".,") for word in name.split(" ")]
    known = lexicon()
    if is_agency(name) or is_firm(name):
        return True
    if len(words) == 1:
        return words[0] in known.organizations_alone or words[0].endswith(known.ideographic_desks)
    first = words[1] if words[0] in _ARTICLES and len(words) > 1 else words[0]
    ends = {words[-1], first if first in _LEADING else words[-1]}
    return (
        len(words) <= 6
        and not known.organizations.isdisjoint(ends)
        and (name[0].isupper() or _caseless(name[0]))
        and _ARTICLES.isdisjoint(words[1:])
    )


def is_firm(name: str) -> bool:
    """Whether it joins names as firms do: two words, neither a given name (`Harbour & Finch`), or with a legal form."""
    parts = _JOINED.split(name)
    if len(parts) < 2:
        return False
    if parts[-1].rsplit(" ", 1)[-1].lower().strip(".") in lexicon().legal_forms:
        return True
    return len(parts) == 2 and all(is_single(part) and not has_given_name(part) for part in parts)


def is_agency(name: str) -> bool:
    """Whether it is a news agency, or agencies and papers side by side (`AFP/The Local`)."""
    low = name.lower()
    agencies = lexicon().agencies
    return low in agencies or ("/" in low and not agencies.isdisjoint(part.strip() for part in low.split("/")))


def is_login(name: str) -> bool:
    """Whether it is an account's name and not a person's: `q_admin`, `jdoe42`, `editor`, `kpm`, a mail address."""
    low = name.lower().strip()
    if _INITIALS.fullmatch(name):
        return True
    if low in lexicon().logins or "@" in low or "_" in low or not any(character.isalpha() for character in low):
        return True
    if " " in low:
        return False
    return low.startswith("admin") or low.endswith("admin") or any(character.isdigit() for character in low)
