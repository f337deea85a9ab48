"""When two names name one thing. Pure; the rules are few, ordered, and each says why it holds.

`key` is the name as the alias table has it: no legal form, no punctuation, folded. Equal keys are one entity; beyond
that `alike` finds acronyms that are spelled out, and spellings that differ in a letter. Names that merely share words
("Ghent University Hospital" and "Ghent University") stay two.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from storage.rows import normal

_LONG_ENOUGH = 9
"""Letters of a name in which one may be wrong."""
TYPES = ("company", "hub", "university", "skill", "tool", "author")
_ORGANISATIONS = ("company", "hub", "university")
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]{1,80})[)\]]\s*")
_DASHED = re.compile(r"\s+[-–—|]\s+")
_NOT_WORD = re.compile(r"[^\w+#]+", re.UNICODE)
_TITLES = re.compile(
    r"^(?:(?:dr|prof|professor|ir|ing|mr|mrs|ms|miss|mx|sir|dame|drs|mag|dipl|herr|frau|dhr|mevr|mme|mlle|m)\.?\s+)+",
    re.IGNORECASE,
)
_CREDENTIALS = re.compile(
    r",\s*(?:ph\.?\s?d|m\.?d|mba|msc|bsc|ma|ba|jd|cpa|cfa|esq|phr|sphr|shrm-\w+)\.?\b.*$", re.IGNORECASE
)
# Words that carry nothing when names of one kind are compared: articles, and linking words in the languages we read.
_LINKS = frozenset(
    (
        "the a an of at and for de la le les l du des d et pour der die das von und fur van het een en "
        "el los las del y di e"
    ).split()
)
_THE = frozenset("the le la les l de het die der das el los las".split())
# Letters that Unicode does not decompose into a letter and a mark.
_UNDECOMPOSED = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE"}
)
# Words that say what kind of thing it is, in several languages: dropped only where a name remains.
_KIND_WORDS = {
    "university": frozenset(),
    "company": frozenset("group groupe groep gruppe holding holdings".split()),
    "hub": frozenset(),
}
# One word in the forms that universities write of themselves, so that translations of the kind compare as equal.
_SAME_WORD = {
    "universite": "university", "universiteit": "university", "universitat": "university", "universidad": "university",
    "universita": "university", "universidade": "university", "uniwersytet": "university", "univ": "university",
    "hogeschool": "hogeschool", "technische": "technical", "technique": "technical", "politecnico": "polytechnic",
    "polytechnique": "polytechnic", "politechnika": "polytechnic", "institut": "institute", "instituut": "institute",
    "instituto": "institute", "istituto": "institute",
}  # fmt: skip


class Likeness(NamedTuple):
    """Why two names are one, and how sure that is."""

    rule: str
    score: float


@lru_cache(maxsize=65_536)
def key(of_type: str, name: str) -> str:
    """The name without what does not name: legal form, title, punctuation, case, accents."""
    text = _BRACKETS.sub(" ", name).strip() or name
    if of_type == "author":
        text = _TITLES.sub("", _CREDENTIALS.sub("", text))
    elif of_type in _ORGANISATIONS:
        text = _without_legal_form(text)
    if of_type in ("skill", "tool"):
        # C, C++ and C# are three; a version number is none
        folded = _folded(re.sub(r"(?<=\w)\.(?=js\b)", "", text, flags=re.IGNORECASE))
    else:
        folded = _folded(text.replace("'s", "s").replace("’s", "s"))
    words = folded.split()
    while len(words) > 1 and words[0] in _THE:
        words = words[1:]
    kinds = _KIND_WORDS.get(of_type, frozenset())
    while len(words) > 1 and words[-1] in kinds:
        words = words[:-1]
    if of_type not in ("skill", "tool", "author"):
        words = _initials_joined(words)
    return " ".join(words) or normal(name)


def brackets(name: str) -> list[str]:
    """What stands in brackets or after a dash, such as the acronym of a name."""
    inner = [found.strip() for found in _BRACKETS.findall(name)]
    parts = [part.strip() for part in _DASHED.split(_BRACKETS.sub(" ", name)) if part.strip()]
    return inner + (parts if len(parts) == 2 else [])


def _without_legal_form(text: str) -> str:
    from cleanco import basename  # type: ignore[import-untyped]  # on first use: it compiles lists of legal forms

    for _ in range(3):
        bare = re.sub(r"\s*[,/&]\s*$", "", basename(re.sub(r"/(?=[A-Z]{2}\b)", " ", text), suffix=True, prefix=False))
        if bare == text or not bare.strip():
            break
        text = bare
    return text


def _folded(text: str) -> str:
    """Lower case, without accents, punctuation as white space."""
    split = unicodedata.normalize("NFKD", text.translate(_UNDECOMPOSED))
    plain = "".join(char for char in split if not unicodedata.combining(char))
    return " ".join(_NOT_WORD.sub(" ", plain.casefold()).split()).replace("_", " ")


def _initials_joined(words: list[str]) -> list[str]:
    """`a b inbev` as `ab inbev`: letters that stand alone are one acronym."""
    joined: list[str] = []
    run = ""
    for word in [*words, ""]:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        if run:
            joined.append(run)
            run = ""
        if word:
            joined.append(word)
    return joined


def alike(of_type: str, one: str, other: str) -> Likeness | None:
    """Why the two names, as worded, name one thing of this type; None where that is not certain."""
    a, b = key(of_type, one), key(of_type, other)
    if a == b:
        return Likeness("same_key", 1.0)
    if a.replace(" ", "") == b.replace(" ", "") and len(a) > 3:
        return Likeness("same_letters", 0.99)
    if of_type in ("skill", "tool"):
        return _acronym_given(of_type, one, other, a, b) or _plural(a, b)
    if of_type == "author":
        return _same_person(a, b)
    return (
        _acronym_given(of_type, one, other, a, b)
        or _same_words(of_type, a, b)
        or _acronym_spelled(one, other, a, b)
        or _misspelled(a, b)
    )


def traits(of_type: str, alias: str, wordings: list[str]) -> set[str]:
    """What `alike` names can share, for look-ups: two names of one type without a trait in common are never alike."""
    words = alias.split()
    found = {"=" + alias.replace(" ", ""), "w " + " ".join(sorted(_telling(words)))}
    found |= {"=" + key(of_type, part).replace(" ", "") for wording in wordings for part in brackets(wording)}
    if len(words) > 1:
        found.add("=" + "".join(word[0] for word in words))
        found.add("=" + "".join(word[0] for word in words if word not in _LINKS))
        found.add(f"p {words[0]} {words[-1]}")
    if of_type in ("skill", "tool"):
        found |= {"=" + alias.replace(" ", "") + "s", "=" + alias.replace(" ", "") + "es"}
    elif len(alias) >= _LONG_ENOUGH - 1:
        found |= {"~" + alias[:at] + alias[at + 1 :] for at in range(1, len(alias))} | {"~" + alias}
    return found


def _telling(words: list[str]) -> list[str]:
    return [_SAME_WORD.get(word, word) for word in words if word not in _LINKS]


def _acronym_given(of_type: str, one: str, other: str, a: str, b: str) -> Likeness | None:
    """`Université libre de Bruxelles (ULB)` and `ULB`: one name gives the other beside its own."""
    for beside, alone, own in ((one, b, a), (other, a, b)):
        for part in brackets(beside):
            short, given = key(of_type, part), part.strip()
            if short == alone and (
                _is_acronym_of(short, own)
                or _is_acronym_of(own, short)
                or _is_acronym(given)
                or _has_initials(given, own)
            ):
                return Likeness("acronym_given", 0.98)
    return None


def _is_acronym(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return (
        2 <= len(text) <= 8 and " " not in text and sum(char.isupper() for char in letters) >= max(2, len(letters) - 1)
    )


def _has_initials(given: str, name: str) -> bool:
    """`UGent` of Ghent University, `TU Delft` of Delft University of Technology: its capitals begin the name's words."""
    capitals = sorted(char.casefold() for char in given if char.isupper())
    return len(capitals) > 1 and capitals == sorted(word[0] for word in name.split() if word not in _LINKS)


def _is_acronym_of(short: str, name: str) -> bool:
    """Whether the letters begin the words of the name, linking words counted or not."""
    if not 2 <= len(short) <= 8 or " " in short:
        return False
    words = name.split()
    full = "".join(word[0] for word in words)
    telling = "".join(word[0] for word in words if word not in _LINKS)
    return len(words) > 1 and short in (full, telling)


def _acronym_spelled(one: str, other: str, a: str, b: str) -> Likeness | None:
    """`KBC` alone says little; only long acronyms, written in capitals, are taken for the name they abbreviate."""
    for worded, short, name in ((one, a, b), (other, b, a)):
        bare = _BRACKETS.sub(" ", worded).strip()
        if len(short) >= 4 and bare.isupper() and _is_acronym_of(short, name):
            return Likeness("acronym_spelled_out", 0.9)
    return None


def _same_words(of_type: str, a: str, b: str) -> Likeness | None:
    """The same telling words whatever their order and links: `University of Ghent`, `Ghent University`."""
    words_a, words_b = sorted(_telling(a.split())), sorted(_telling(b.split()))
    if words_a == words_b and words_a and (of_type == "university" or len(words_a) > 1):
        return Likeness("same_words", 0.95)
    return None


def _misspelled(a: str, b: str) -> Likeness | None:
    """One letter more, less or other in a long name, beyond its first letter and in no figure."""
    from rapidfuzz.distance import DamerauLevenshtein

    if min(len(a), len(b)) < _LONG_ENOUGH or a[0] != b[0] or len(a.split()) != len(b.split()):
        return None
    if re.sub(r"\D", "", a) != re.sub(r"\D", "", b) or DamerauLevenshtein.distance(a, b, score_cutoff=1) > 1:
        return None
    differing = [(x, y) for x, y in zip(a.split(), b.split(), strict=True) if x != y]
    if all(min(len(x), len(y)) >= 6 and x[0] == y[0] for x, y in differing):
        return Likeness("one_letter", 0.9)
    return None


def _plural(a: str, b: str) -> Likeness | None:
    """`REST API` and `REST APIs`."""
    short, long = sorted((a, b), key=len)
    if len(short) >= 4 and short.replace(" ", "").isalpha() and long in (short + "s", short + "es") and short[-1] != "s":
        return Likeness("plural", 0.93)
    return None


def _same_person(a: str, b: str) -> Likeness | None:
    """`Anna M. Peeters` and `Anna Peeters`, `Peeters Anna`; never `A. Peeters`, who may be another."""
    words_a, words_b = a.split(), b.split()
    if len(words_a) > 1 and sorted(words_a) == sorted(words_b):
        return Likeness("same_words", 0.95)
    full_a, full_b = ([word for word in words if len(word) > 1] for words in (words_a, words_b))
    initials_a, initials_b = ([word for word in words[1:-1] if len(word) == 1] for words in (words_a, words_b))
    first_last = len(full_a) >= 2 and full_a == full_b and len(words_a[0]) > 1 and len(words_b[0]) > 1
    if first_last and (not initials_a or not initials_b or initials_a == initials_b):
        return Likeness("middle_initial", 0.92)
    return None
