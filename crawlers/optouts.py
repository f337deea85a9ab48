"""What a page asks of robots (`<meta name="robots">`, `X-Robots-Tag`), and the opt-outs among it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from crawlers.identity import PRODUCT, product_of

US = frozenset({PRODUCT})
_ALL = ("*", "robots")
_VALUED = ("max-snippet", "max-image-preview", "max-video-preview")
_EXPIRES = "unavailable_after"
_CODES = {"noindex": "noindex", "none": "noindex", "noarchive": "noarchive", "nocache": "noarchive"}
_WORD = re.compile(r"""([^\s,;:"']+)\s*(:?)""")
_DATE_ENDS = re.compile(
    r"\b(?:no(?:index|follow|ne|archive|cache|snippet|imageindex|translate|odp)|all|index|follow|indexifembedded|max-)"
    r"|[,;]\s*[a-z*][\w.*/-]*\s*:"
)


def directives(
    lines: Iterable[str], agents: frozenset[str] = US, *, scoped: bool = True, now: datetime | None = None
) -> frozenset[str]:
    """What some lines ask of us, in lower case; `noindex` among it where a page names a moment that has passed.

    Commas, semicolons and blanks part directives. In a `scoped` line (a header's) a name holds for what follows it, up
    to the next name: `otherbot: noindex, guidepost/1.0: nofollow`; each line begins anew, meant for all.
    """
    found: set[str] = set()
    for line in lines:
        found |= _of_line(line.lower(), agents, scoped, now or datetime.now(UTC))
    return frozenset(found)


def opt_out(asked: Iterable[str], reserved: bool = False) -> str | None:
    """The opt-out among directives: `noindex`, `noarchive` or `tdm_reservation`; None where there is none.

    `reserved` is what the TDM Reservation Protocol comes to (`crawlers.tdm`).
    """
    found = set(asked)
    code = next((code for name, code in _CODES.items() if name in found), None)
    return code or ("tdm_reservation" if reserved else None)


def joined(lines: Iterable[str]) -> str:
    """Several header lines as one that means the same: what is meant for all goes before what names somebody."""
    parts = list(lines)
    return ", ".join(sorted(parts, key=_names_somebody))


def _names_somebody(line: str) -> bool:
    name = next((word[1] for word in _WORD.finditer(line.lower()) if word[2]), None)
    return name is not None and name not in (_EXPIRES, *_VALUED)


def _of_line(line: str, agents: frozenset[str], scoped: bool, now: datetime) -> set[str]:
    found: set[str] = set()
    for_us, named = True, False
    position = 0
    while word := _WORD.search(line, position):
        name, position = word[1], word.end()
        if word[2] and name == _EXPIRES:
            end = _DATE_ENDS.search(line, position)
            position, date = (end.start() if end else len(line)), line[position : end.start() if end else None]
            if for_us and _has_passed(date, now):
                found.add("noindex")
        elif word[2] and name in _VALUED:
            value = _WORD.search(line, position)
            position = value.end(1) if value else position
            if for_us and value:
                found.add(f"{name}:{value[1]}")
        elif word[2] and scoped and name not in _CODES:
            for_us = named or name in _ALL or product_of(name) in agents
            named = False
        elif scoped and product_of(name) in agents:
            named = True  # one of several before the colon: `guidepost, otherbot: noindex`
        elif for_us:
            found.add(name)
    return found


def _has_passed(date: str, now: datetime) -> bool:
    text = date.strip(" \t,;\"'")
    for read, written in (
        (datetime.fromisoformat, text.upper()),
        (parsedate_to_datetime, text),
        (parsedate_to_datetime, f"{text} 00:00:00"),
    ):
        try:
            moment = read(written)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) <= now
    return False
