"""The names that a byline lists, each with its role."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from extractors.values.names.cleaning import EDGES, clean_name, is_credential, once
from extractors.values.names.shapes import accepts, is_firm, is_organization, is_person, is_place
from extractors.values.names.wording import has_given_name, lexicon, month_names, starts_lower


class Name(NamedTuple):
    """A name out of a byline."""

    name: str
    job_title: str | None = None


_WORDS = "and|und|et|y|e|en|i|och|og|ja|ve|и"
_AND = re.compile(
    rf"\s*(?:,\s*(?:{_WORDS}|&)\s+|;|\s/\s|／|\n(?:\s*(?:{_WORDS}|&)\s)?|、|，|،|\s[&+]\s|\s(?:{_WORDS}|with)\s)\s*",
    re.IGNORECASE,
)
_FURTHER = re.compile(
    rf"(?P<role>\s*\([^()\n]{{2,60}}\)|[^,;|•·\n()]{{0,60}}?)\s*"
    rf"(?:,\s*(?:(?:{_WORDS}|&)\s+)?|\s(?:{_WORDS}|&)\s+|;\s*|\n\s*(?:(?:{_WORDS}|&)\s+)?)(?P<next>[^\W\d_].*)",
    re.IGNORECASE | re.DOTALL,
)
"""`, senior editor, and Richard Roe`: what follows a name before the next one."""
_BESIDE = re.compile(r"\s*[|•·/]\s*(?P<next>[^|•·/\n]+)(?P<rest>.*)", re.DOTALL)
_FOR = re.compile(r"\s(?:for|in|at|from|für|pour|para|voor|för|dla)\s", re.IGNORECASE)
"""Before whom or where they write for: `Jane Doe For Quay Post`."""
_TALKS = re.compile(r"\s(?:in conversation with|im gespräch mit|en conversation avec)\s", re.IGNORECASE)
"""Both who ask and who answer sign a talk."""
_HANDLE = re.compile(
    r"^@?([^\W_][\w.-]{0,24}[^\W_])(?=$|\s*[|•·,:;–—-]|\s+(?:am|on|um|at|in|at|le|el|op|den|under|unter|dans|en)\s|\s+\d)"
)
_SHORTEST_HANDLE = 4
_SHORTEST_ALONE = 2
_JOINS = re.compile(rf"(?:{_WORDS}|with|mit|avec|con)")
_NICKNAME = re.compile(r"(?<=\w)\s[(\"“‘](?:(?:[A-Z]\.?){2}|[A-Z][a-z]{2,10})[)\"”’]\s(?=[A-ZÀ-Þ][a-zà-ÿ])")
"""`Dana (DJ) Whitlock`."""
_LABEL = re.compile(r"\n[^\n:]{1,20}$")
"""The line above a colon: the label of what follows."""


def names_in(text: str, *, single: bool = False, loose: bool = False, handle: bool = False) -> list[Name]:
    """The names that a byline (its cue already cut off) begins with, roles and credentials split off.

    `single` accepts names of one word; `handle` a pen name in lower case (`gizzmo`); `loose` also what does not look
    like a person's name (metadata's word for it). Empty where the text does not begin with a name.
    """
    text = unicodedata.normalize("NFC", text.replace("\xa0", " ")).strip(" ,:;-–|•·")
    if not loose and (match := lexicon().label_start.match(text)):
        text = text[match.end() :]  # "By Author: Jane Doe"
    text = lexicon().honorifics.sub("", text)
    head, rest = _head(text, loose)
    if not loose and " " not in head.strip() and starts_lower(rest):
        single = False  # "Human in the Loop" is no first name
    found = _listed(head, single, loose)
    if found and rest and not loose and (further := _further(rest)):
        role, more = further
        return [*found[:-1], found[-1]._replace(job_title=found[-1].job_title or role), *more]
    if len(found) == 1 and found[0].job_title is None and rest:
        role = _role_in(rest)
        found = [found[0]._replace(job_title=role)] if role else found
    return found or _handle(text, handle)


def _further(rest: str) -> tuple[str | None, list[Name]] | None:
    """The role that what follows a name begins with (None where it holds none), and the people named after it."""
    if match := _BESIDE.match(rest):
        alone = names_in(match["next"])
        if len(alone) == 1 and alone[0].name == match["next"].strip() and has_given_name(alone[0].name):
            after = _further(match["rest"])
            return None, [*alone, *(after[1] if after else ())]
        return None
    match = _FURTHER.match(rest)
    if match is None:
        return None
    role = match["role"].strip(EDGES)
    if role and not lexicon().roles.search(role):
        return None
    more = names_in(match["next"])
    if not more or not all(is_person(one.name) for one in more) or not has_given_name(more[0].name):
        return None
    return role or None, more


def _head(text: str, loose: bool) -> tuple[str, str]:
    """The part of a line that may hold names, and what follows it."""
    known = lexicon()
    head, rest = _TALKS.sub(" & ", _NICKNAME.sub(" ", text)), ""
    if stop := (known.stop_loose if loose else known.stop).search(head):
        head, rest = head[: stop.start()], head[stop.start() :]
        if rest.startswith(":"):
            head = _LABEL.sub("", head)
    if not loose:
        head, after = _up_to_lower_case(head)
        rest = after + rest
    return (_without_month(head) if rest.lstrip(" ,.")[:1].isdigit() else head), rest


def _listed(head: str, single: bool, loose: bool) -> list[Name]:
    """The names that a line lists, up to the first that is none."""
    known = lexicon()
    found: list[Name] = []
    if is_firm(firm := head.strip(EDGES)):
        return [Name(firm)]
    for group in _AND.split(head):
        for position, part in enumerate(group.split(",")):
            name = clean_name(part)
            if not loose and (match := _FOR.search(name)) and is_person(name[: match.start()]):
                name = name[: match.start()]
            if not name or is_credential(name):
                continue
            if (position or found) and known.roles.search(name):
                if found and position:
                    found[-1] = found[-1]._replace(job_title=_rest_of(group, part))
                break
            name, role = _split_role(name)
            name = once(name)
            if found and not is_organization(found[0].name) and is_organization(name):
                break  # whom they write for
            if "/" in name and all(map(is_person, people := name.split("/"))):
                found += map(Name, people)
                continue
            alone = single and (not found or " " not in found[0].name)
            if not accepts(name, single=alone, loose=loose):
                if position and found:
                    break  # a place, an agency, a sentence: what follows a comma and is no name ends the list
                return found
            found.append(Name(name, role))
    return found


def _handle(text: str, wanted: bool) -> list[Name]:
    if not wanted:
        return []
    if name := _in_lower_case(text):
        return [Name(name)]
    match = _HANDLE.match(text)
    if match is None:
        return []
    shortest = _SHORTEST_ALONE if match.end() == len(text) else _SHORTEST_HANDLE
    if sum(character.isalpha() for character in match[1]) < shortest:
        return []
    low = match[1].lower()
    if match[1][0].isupper() and (re.match(r"\s+in\s", text[match.end() :]) or is_place(match[1])):
        return []  # "Human in the Loop" is a name of something else
    known = lexicon()
    if low in known.never or low in known.cues or low in month_names() or low in known.logins or "admin" in low:
        return []
    return [Name(match[1])]


def _in_lower_case(text: str) -> str | None:
    """A person's name that the page writes in lower case (`jane doe`), up to the line's first mark."""
    line = re.split(r"[|•·,;\n–—\d]", text, maxsplit=1)[0].strip()
    if not 1 <= line.count(" ") <= 2 or not line.islower() or not has_given_name(line):
        return None
    return line if is_person(line.title()) else None


def _up_to_lower_case(head: str) -> tuple[str, str]:
    """Cut a line where its first word in lower case begins that stands in no name and joins none."""
    known = lexicon()
    for match in re.finditer(r"\S+", head):
        word = match[0].strip(".,;:")
        if starts_lower(word) and word.lower() not in known.particles and not _JOINS.fullmatch(word) and match.start():
            return head[: match.start()], head[match.start() :]
    return head, ""


def _without_month(head: str) -> str:
    """The line without a month's name at its end, which a date left there."""
    words = head.rstrip(" ,.").rsplit(" ", 1)
    if len(words) == 2 and words[1].strip(".,").lower() in month_names():
        return words[0]
    return head


def _rest_of(group: str, part: str) -> str:
    return group[group.index(part) :].strip(EDGES)


def _role_in(text: str) -> str | None:
    first = re.split(r"[|•·●\n]|\s[-–—]\s", text.strip(EDGES))[0].strip(EDGES)
    return first if 2 < len(first) <= 80 and lexicon().roles.search(first) and not re.search(r"\d{2}", first) else None


def _split_role(name: str) -> tuple[str, str | None]:
    """`Jane Doe Senior Editor`, as boxes side by side give it, into name and role."""
    known = lexicon()
    if is_organization(name):
        return name, None
    if (match := known.roles.search(name)) and len(name[: match.start()].split()) >= 2:
        return clean_name(name[: match.start()]), name[match.start() :].strip(EDGES)
    return name, None
