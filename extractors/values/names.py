"""Names of people in bylines: which words are the name, which a role, a credential, a date, a button.

What languages know (cues, roles, stops) is data, in `lexicon/bylines.toml`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from extractors.values import dates
from extractors.values.words import words_of

LONGEST = 60
"""Characters of a name; longer lines are sentences."""


class Name(NamedTuple):
    """A name out of a byline."""

    name: str
    job_title: str | None = None


_LETTERS = re.compile(r"[^\W\d_]+")
_IDEOGRAPH = re.compile("[\u3040-\u9fff\uac00-\ud7af]")


def may_sign(text: str) -> bool:
    """Whether a text could hold the cue of a byline: cheap, and never wrong when it says no."""
    if not lexicon().cue_words.isdisjoint(words_of(text.lower())):
        return True
    return not text.isascii() and _IDEOGRAPH.search(text) is not None


class _Lexicon:
    def __init__(self, data: dict[str, Any]) -> None:
        languages = data["languages"].values()
        self.strong = _words(cue for one in languages for cue in one["strong"])
        self.label = _words(cue for one in languages for cue in one["label"])
        weak = _words(cue for one in languages for cue in one["weak"])
        cues = [cue for one in languages for key in ("strong", "weak") for cue in one[key]]
        labels = [cue for one in languages for cue in one["label"]]
        self.cue_words = frozenset(
            [words[-1] for cue in cues if (words := _LETTERS.findall(cue))]
            + [words[0] for cue in labels if (words := _LETTERS.findall(cue))]
        )
        both = f"(?P<strong>{self.strong})|(?P<weak>{weak})"
        self.start = re.compile(rf"^[\W_]*(?:{both})(?!\w)\s*[:\-–|●]?\s*", re.IGNORECASE)
        self.label_start = re.compile(rf"^[\W_]*(?P<strong>{self.label})\s*[:：|–-]\s*", re.IGNORECASE)
        prefixes = _words(word for one in languages for word in one.get("prefix", ()))
        self.label_word = re.compile(rf"^[\W_]*(?:{self.label}|{prefixes})(?!\w)\s*[:：|–-]?\s+", re.IGNORECASE)
        self.label_only = re.compile(rf"^[\W_]*(?:{self.label}|{self.strong}|{weak})\s*[:：\-–|]?\s*$", re.IGNORECASE)
        self.inside = re.compile(
            rf"(?<![\w’'])(?:(?:{both})(?!\w)\s*[:\-–|]?\s+|(?P<label>{self.label})\s*[:：]\s*)", re.IGNORECASE
        )
        introductions = _words(words for one in languages for words in one.get("introduction", ()))
        self.introduction = re.compile(rf"(?<!\w)(?:{introductions})\s+", re.IGNORECASE)
        not_author = "|".join(map(re.escape, data["not_author"]["words"]))
        self.not_author = re.compile(rf"(?<!\w)(?:{not_author})[\s:./-]*$", re.IGNORECASE)
        self.not_author_line = re.compile(rf"^\W*(?:{not_author})(?!\w)", re.IGNORECASE)
        self.stop = re.compile(
            rf"(?<!\w)(?:{_words(data['stops']['words'])})(?!\w)|[|•·●▪►»›\[\]{{}}<>–—]|\s-\s|\(|https?:|www\.|@\w|(?<![^\W\d_])\d|\.{{2,}}|(?<=[^\W\d_]{{3}})\.\s|:\s",
            re.IGNORECASE,
        )
        self.stop_loose = re.compile(r"[(|•·●▪►»›\[\]{}<>]|\s[-–—]\s|https?:|www\.", re.IGNORECASE)
        self.roles = re.compile(rf"(?<!\w)(?:{_words(data['roles']['words'])})(?!\w)", re.IGNORECASE)
        self.organizations = frozenset(data["organizations"]["words"])
        self.never = frozenset(data["never"]["words"])
        self.logins = frozenset(data["logins"]["words"])
        self.particles = frozenset(data["particles"]["words"])
        self.credentials = frozenset(data["credentials"]["words"])
        self.suffixes = frozenset(data["credentials"]["suffixes"])


def _words(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(set(words), key=len, reverse=True))


@cache
def month_names() -> frozenset[str]:
    """Names of months, in lower case."""
    languages = dates.lexicon()["languages"].values()
    return frozenset(name for language in languages for month in language["months"] for name in month)


@cache
def _given_names() -> frozenset[str]:
    data = tomllib.loads(files("extractors.lexicon").joinpath("given_names.toml").read_text(encoding="utf-8"))
    return frozenset(name for names in data["names"].values() for name in names.split())


def has_given_name(name: str) -> bool:
    """Whether it begins with a common given name."""
    return re.split(r"[ -]", name, maxsplit=1)[0].lower() in _given_names()


@cache
def lexicon() -> _Lexicon:
    """`lexicon/bylines.toml` as patterns and sets."""
    return _Lexicon(tomllib.loads(files("extractors.lexicon").joinpath("bylines.toml").read_text(encoding="utf-8")))


_AND = re.compile(
    r"\s*(?:,\s*(?:and|und|&|et|y|e|en|i|och|og|ja|и)\s+|;|/|\n|、|，|\s&\s|\s\+\s|\s(?:and|und|et|y|e|en|i|och|og|ja|ve|и|with)\s)\s*",
    re.IGNORECASE,
)
_SPACES = re.compile(r"\s+")
_CJK = re.compile(r"^[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af·・\s]{2,12}$")
_INITIAL = re.compile(r"^(?:[A-Z]\.?){1,3}$")
_TITLE_OF_ADDRESS = re.compile(
    r"^(?:dr|prof|mr|mrs|ms|herr|frau|ing|mag|dipl|sir|rev)\.?(?:\s+(?=\S)|$)", re.IGNORECASE
)
_EDGES = ' ,.:;|-–—•·*"“”„()[]{}<>/\\+#~_\u200b\xa0'


def names_in(text: str, *, single: bool = False, loose: bool = False, handle: bool = False) -> list[Name]:
    """The names that a byline (its cue already cut off) begins with, roles and credentials split off.

    `single` accepts names of one word; `handle` a pen name in lower case (`gizzmo`); `loose` also what does not look
    like a person's name (metadata's word for it). Empty where the text does not begin with a name.
    """
    text = unicodedata.normalize("NFC", text.replace("\xa0", " ")).strip(" ,:;-–|•·")
    known = lexicon()
    head, rest = text, ""
    if stop := (known.stop_loose if loose else known.stop).search(text):
        head, rest = text[: stop.start()], text[stop.start() :]
    if not loose:
        head, after = _up_to_lower_case(head)
        rest = after + rest
        single = single and not (after and " " not in head.strip())  # "Human in the Loop" is no first name
    if rest.lstrip(" ,.")[:1].isdigit():
        head = _without_month(head)
    found: list[Name] = []
    for group in _AND.split(head):
        for position, part in enumerate(group.split(",")):
            name = clean_name(part)
            if not name or is_credential(name):
                continue
            if (position or found) and known.roles.search(name):
                if found and position:
                    found[-1] = found[-1]._replace(job_title=_rest_of(group, part))
                break
            name, role = _split_role(name)
            name = _once(name)
            if found and is_person(found[0].name) and is_organization(name):
                break  # whom they write for
            if not accepts(name, single=single and (not found or " " not in found[0].name), loose=loose):
                if position and found:
                    break  # a place, an agency, a sentence: what follows a comma and is no name ends the list
                return found or _handle(text, handle)
            found.append(Name(name, role))
    if len(found) == 1 and found[0].job_title is None and rest:
        role = _role_in(rest)
        found = [found[0]._replace(job_title=role)] if role else found
    return found or _handle(text, handle)


_HANDLE = re.compile(r"^@?([^\W_][\w.-]{1,24}[^\W_])(?=$|\s*[|•·,:;–—-]|\s+(?:am|on|um|at|in|at|le|el|op|den)\s|\s+\d)")


_SHORTEST_HANDLE = 4


def _handle(text: str, wanted: bool) -> list[Name]:
    match = _HANDLE.match(text) if wanted else None
    if match is None or sum(character.isalpha() for character in match[1]) < _SHORTEST_HANDLE:
        return []
    low = match[1].lower()
    if match[1][0].isupper() and re.match(r"\s+in\s", text[match.end() :]):
        return []  # "Human in the Loop" is a name of something else
    known = lexicon()
    return [] if low in known.never or low in known.logins or low in month_names() else [Name(match[1])]


def _up_to_lower_case(head: str) -> tuple[str, str]:
    """Cut a line where its first word in lower case begins that stands in no name and joins none."""
    known = lexicon()
    for match in re.finditer(r"\S+", head):
        word = match[0].strip(".,;:")
        if word[:1].islower() and word.lower() not in known.particles and not _JOINS.fullmatch(word) and match.start():
            return head[: match.start()], head[match.start() :]
    return head, ""


_JOINS = re.compile(r"and|und|et|y|e|en|i|och|og|ja|ve|и|with|mit|avec|con")


def _without_month(head: str) -> str:
    """The line without a month's name at its end, which a date left there."""
    words = head.rstrip(" ,.").rsplit(" ", 1)
    if len(words) == 2 and words[1].strip(".,").lower() in month_names():
        return words[0]
    return head


def _once(name: str) -> str:
    """A name that is written twice side by side, once."""
    words = name.split(" ")
    half = len(words) // 2
    return " ".join(words[:half]) if len(words) % 2 == 0 and half and words[:half] == words[half:] else name


def is_credential(name: str) -> bool:
    """Whether it is letters after a name (`PhD`, `R.N.`) or a generation (`Jr.`)."""
    plain = name.lower().strip(" .")
    known = lexicon()
    return plain in known.credentials or plain in known.suffixes or _DOTTED.fullmatch(name.strip()) is not None


_DOTTED = re.compile(r"(?:[A-Z][a-z]?\.){2,5}[A-Z]?")


def _rest_of(group: str, part: str) -> str:
    return group[group.index(part) :].strip(_EDGES)


def _role_in(text: str) -> str | None:
    first = re.split(r"[|•·●\n]|\s[-–—]\s", text.strip(_EDGES))[0].strip(_EDGES)
    return first if 2 < len(first) <= 80 and lexicon().roles.search(first) and not re.search(r"\d{2}", first) else None


def _split_role(name: str) -> tuple[str, str | None]:
    """`Jane Doe Senior Editor`, as boxes side by side give it, into name and role."""
    known = lexicon()
    if is_organization(name):
        return name, None
    if (match := known.roles.search(name)) and len(name[: match.start()].split()) >= 2:
        return clean_name(name[: match.start()]), name[match.start() :].strip(_EDGES)
    return name, None


def clean_name(text: str) -> str:
    """White space folded; marks, forms of address and credentials at the ends cut off."""
    name = _SPACES.sub(" ", text).strip(_EDGES)
    known = lexicon()
    words = name.split(" ")
    while len(words) > 2 and (is_credential(words[-1]) and not words[-1].islower()):
        if words[-1].lower().strip(".") in known.suffixes:
            break
        words.pop()
    name = " ".join(words)
    if len(words) > 2:
        name = _TITLE_OF_ADDRESS.sub("", name) or name
    return name.strip(_EDGES) + ("." if text.rstrip().endswith((" Jr.", " Sr.")) else "")


def accepts(name: str, *, single: bool, loose: bool) -> bool:
    """Whether the words may stand as an author's name."""
    if not name or len(name) > LONGEST or is_login(name):
        return False
    if loose:
        return not re.search(r"https?:|www\.|@|\w\.[a-z]{2,4}$|\.(?:com|org|net)\b", name)
    return is_person(name) or (single and is_single(name)) or is_organization(name)


@lru_cache(maxsize=4096)
def is_person(name: str) -> bool:
    """Whether it has the shape of a person's name: two to five capitalised words, small words between them."""
    if _CJK.match(name):
        return True
    words = name.split(" ")
    if not 2 <= len(words) <= 5 or len(name) > 45:
        return False
    known = lexicon()
    if words[0] in _NEVER_FIRST:
        return False
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


_LONGEST_SHORT = 5
_NEVER_FIRST = frozenset("der den dem das des zum zur vom la le el di da do e y".split())
"""Small words that stand within names but begin none ("von der Idee zum Produkt")."""


def _caseless(word: str) -> bool:
    return word.lower() == word.upper()


def is_single(name: str) -> bool:
    """A first name or pen name: one capitalised word (or CJK name) that is no common label."""
    if " " in name or not 2 <= len(name) <= 20 or not name[0].isalpha():
        return False
    known = lexicon()
    low = name.lower()
    if low in known.never or low in known.organizations or low in month_names() or known.roles.fullmatch(low):
        return False
    return name[0].isupper() and name.replace("-", "").replace("’", "").replace("'", "").isalpha()


def is_organization(name: str) -> bool:
    """Whether its first or last word says that a group signs: `Staff`, `Team`, `Redaktion`."""
    words = [word.lower().strip(".,") for word in name.split(" ")]
    known = lexicon()
    first = words[1] if words[0] in _ARTICLES and len(words) > 1 else words[0]
    ends = {words[-1], first if first in _LEADING or len(words) == 1 else words[-1]}
    return (
        len(words) <= 6
        and not known.organizations.isdisjoint(ends)
        and (name[0].isupper() or _caseless(name[0]))
        and _ARTICLES.isdisjoint(words[1:])
    )


_LEADING = frozenset(
    "university institute ministry department office agency team redaktion redactie rédaction redacción".split()
)
_ARTICLES = frozenset({"the", "our", "your", "this", "die", "la", "le", "de"})


def is_login(name: str) -> bool:
    """Whether it is an account's name and not a person's: `q_admin`, `jdoe42`, `editor`, a mail address."""
    low = name.lower().strip()
    if low in lexicon().logins or "@" in low or "_" in low or not any(character.isalpha() for character in low):
        return True
    return " " not in low and any(character.isdigit() for character in low)


def key_of(name: str) -> str:
    """A name in comparable form: without case, accents, points and order of an inverted name."""
    if name.count(",") == 1:
        last, first = name.split(",")
        name = f"{first} {last}"
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(
        character if character.isalnum() else " " for character in plain if not unicodedata.combining(character)
    )
    return " ".join(plain.split())
