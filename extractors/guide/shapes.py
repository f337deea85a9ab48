"""What the entries of a list look like: tools, universities, hubs, companies, skills, job titles. Words are data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from extractors.values.occupations import names_occupation
from extractors.values.words import Vocabulary

ARROW = re.compile(r"\s*(?:→|➔|➜|➡️?|⟶|⇒|⇨|►|▶|»|›|--?>|=>|\s>\s)\s*")
_ARROWISH = re.compile("[→➔➜➡⟶⇒⇨►▶»›>]")
_SENTENCE_END = re.compile(r"[^\W\d_]{4}[.?]\s+\S|!\s+\S+\s+\S|[!?]$")
_HEADLINE = re.compile(r"^(?:the\s+)?(?:top|best|\d+\s+best)\s+\d+|^\d+\s+(?:best|top|of the)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w’'.&+#-]*")
_MONEY = re.compile(r"[€$£¥₹]|\b(?:EUR|USD|GBP|CHF|PLN|DKK|SEK|NOK|CZK|SAR|AED|INR|JPY|euro?s?)\b|\d[.,\s]?\d{3}")
_BUTTON = re.compile(
    r"(?<![a-z])(?:btn|button|cta|call-to-action|knop|boton)(?![a-z])|wp-block-button|elementor-button"
)
_KINDS = ("universities", "hubs", "companies", "skills", "levels")
_MAX_NAME = 80
_MAX_WORDS = 9
_MANY = 3
"""Blanks in what is too long for the name of a tool."""
_SMALL = 3
"""Letters of words that names write small, such as "of" and "für"."""


@cache
def data() -> dict[str, Any]:
    """The words of `lexicon/names.toml`."""
    return tomllib.loads(files("extractors.lexicon").joinpath("names.toml").read_text(encoding="utf-8"))


@cache
def pattern(kind: str) -> re.Pattern[str]:
    """The words of one kind as a pattern over lower-case names."""
    words = sorted(data()[kind]["words"], key=len, reverse=True)
    parts = (re.escape(word).replace(r"\*", r"[\w-]*") for word in words)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w])")


@cache
def known_tools() -> frozenset[str]:
    """Names of widely used tools, in lower case."""
    return frozenset(data()["tools"]["names"])


@lru_cache(maxsize=16384)
def is_tool(name: str) -> bool:
    """Whether the name is that of a widely used tool or language."""
    lower = name.lower().strip(" .")
    return (
        lower in known_tools()
        or lower + "." in known_tools()
        or re.sub(r"\s*\(.*?\)|\s+\d[\d.]*$", "", lower) in known_tools()
    )


@lru_cache(maxsize=16384)
def looks(kind: str, name: str) -> bool:
    """Whether the name has a word of the kind."""
    return _tells(name) and bool(pattern(kind).search(name.lower()))


@lru_cache(maxsize=16384)
def _tells(name: str) -> bool:
    """Whether the name can have a word of any kind: most have none, and are asked for several."""
    return _vocabulary().may_stand_in(name.lower())


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary(word for kind in _KINDS for word in data()[kind]["words"])


@lru_cache(maxsize=16384)
def is_name(text: str) -> bool:
    """Short words that can name a thing: no sentence, no amount of money."""
    if not 2 <= len(text) <= _MAX_NAME and text not in ("C", "R"):
        return False
    if text[-1] in ":?!" or text.isdigit() or text.count(" ") >= _MAX_WORDS:
        return False
    if ("." in text or "?" in text or "!" in text) and _SENTENCE_END.search(text):
        return False
    if _MONEY.search(text) or _HEADLINE.match(text):
        return False
    return any(map(str.isalpha, text))


@lru_cache(maxsize=16384)
def is_proper(text: str) -> bool:
    """A name written as names are: most of its words begin with a capital or a digit."""
    words = [word for word in text.split() if word[0].isalnum()]
    if not words:
        return False
    capitals = sum(word[0].isupper() or word[0].isdigit() or any(c.isupper() for c in word[1:]) for word in words)
    return capitals * 2 >= len(words) and (words[0][0].isupper() or words[0][0].isdigit() or capitals > 0)


@lru_cache(maxsize=8192)
def is_job_title(text: str) -> bool:
    """Short, without figures, in words that a job title can have."""
    return (
        3 <= len(text) <= 70
        and text.count(" ") <= 8
        and not _MONEY.search(text)
        and not re.search(r"\d{2}", text)
        and bool(_WORD.search(text))
    )


def share(kind: str, names: Sequence[str]) -> float:
    """Which part of the names has a word of the kind."""
    return sum(looks(kind, name) for name in names) / len(names) if names else 0.0


def tool_share(names: Sequence[str]) -> float:
    """Which part of the names are known tools."""
    return sum(map(is_tool, names)) / len(names) if names else 0.0


def arrow_steps(text: str) -> list[str]:
    """The steps of a line with arrows between job titles; empty for anything else, such as a range of pay."""
    if not (">" in text if text.isascii() else _ARROWISH.search(text)):
        return []
    if "«" in text or "‹" in text:  # quotation marks
        return []
    steps = [step.strip(" .,;:") for step in ARROW.split(text)]
    steps = [step for step in steps if step]
    if len(steps) < 2 or not all(map(is_job_title, steps)):
        return []
    return steps if len(steps) >= 3 or share("levels", steps) > 0 else []


def written_as_names(kind: str, names: Sequence[str]) -> bool:
    """Whether the names, which no clear heading announces, are written as names of the kind are.

    Companies, hubs and schools have a capital in each word but the small ones; tools are of few words. Lists of trades
    or of what people can do are none of these.
    """
    if kind == "skills":
        return sum(map(names_occupation, names)) * 2 < len(names)
    if sum(map(names_occupation, names)) * 3 > len(names) or share("skills", names) * 3 > 1:
        return False
    if kind == "tools":
        return sum(name.count(" ") < _MANY for name in names) * 5 >= len(names) * 4
    return sum(map(_capitalised, names)) * 5 >= len(names) * 3


def _capitalised(name: str) -> bool:
    words = [word for word in _WORD.findall(name) if len(word) > _SMALL]
    return all(any(map(str.isupper, word)) for word in words)


def levels_in(names: Iterable[str]) -> int:
    """How many different seniority words the names have."""
    return len({found[0] for name in names if (found := pattern("levels").search(name.lower()))})


@lru_cache(maxsize=8192)
def is_button(hint: str) -> bool:
    """Whether class names say that a link is drawn as a button."""
    return bool(hint) and bool(_BUTTON.search(hint))
