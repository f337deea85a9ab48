"""What a site reserves of text and data mining: the TDM Reservation Protocol (W3C Community Group, 10 May 2024).

A file on the origin names patterns of paths, an answer's header speaks of that answer, a `meta` element of its page;
each wins over the one before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

import msgspec

WELL_KNOWN = "/.well-known/tdmrep.json"
RESERVED = "tdm_reserved"
"""Key of a request's meta: what its origin's file says of the address."""
MAX_BYTES = 512 * 1024
_MAX_RULES = 1_000
_PLAIN = re.compile(r"%(?:4[1-9A-F]|5[0-9AF]|6[1-9A-F]|7[0-9AE]|3[0-9]|2[4ADE])", re.IGNORECASE)


class Rule(msgspec.Struct, frozen=True):
    """A pattern of paths, and whether mining them is reserved."""

    parts: tuple[str, ...]
    """What must follow one another in the path; anything may stand between them."""
    whole: bool
    """Whether the last of them must end it."""
    reserved: bool

    def matches(self, path: str) -> bool:
        """Whether the pattern is one of the path; in time that grows with its length, whatever the pattern is."""
        first, *others = self.parts
        if not path.startswith(first):
            return False
        at = len(first)
        if not others:
            return not self.whole or at == len(path)
        for part in others[:-1]:
            found = path.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        last = others[-1]
        if self.whole:
            return path.endswith(last) and len(path) - len(last) >= at
        return path.find(last, at) >= 0


class Reservations(msgspec.Struct, frozen=True):
    """The rules of an origin's file, in its order; none where there is no file."""

    rules: tuple[Rule, ...] = ()

    def of(self, url: str) -> bool | None:
        """Whether mining the address is reserved; None where no rule speaks of it. The first match counts."""
        parts = urlsplit(url)
        path = _decoded((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        return next((rule.reserved for rule in self.rules if rule.matches(path)), None)


def read_reservations(body: bytes) -> Reservations:
    """The rules of a `tdmrep.json`; what is no rule is left out, what is no such file holds none."""
    try:
        found = json.loads(body.decode("utf-8-sig", errors="replace"))
    except (ValueError, RecursionError):
        return Reservations()
    entries = [found] if isinstance(found, dict) else found
    if not isinstance(entries, list):
        return Reservations()
    rules = []
    for entry in entries[:_MAX_RULES]:
        location = entry.get("location") if isinstance(entry, dict) else None
        reserved = stated(entry.get("tdm-reservation")) if isinstance(entry, dict) else None
        if isinstance(location, str) and location.startswith(("/", "*")) and reserved is not None:
            rules.append(_rule(location, reserved))
    return Reservations(tuple(rules))


def stated(value: object) -> bool | None:
    """What a value of `tdm-reservation` states: 1 reserves, 0 does not, anything else says nothing.

    A header that stands there twice is one value with a comma; who reserves once does.
    """
    if isinstance(value, (bool, int)):
        return {1: True, 0: False}.get(int(value))
    told = {part.strip() for part in value.split(",")} if isinstance(value, str) else set()
    return True if "1" in told else False if "0" in told else None


def is_reserved(by_file: bool | None, header: str | None, meta: str | None) -> bool:
    """Whether mining a page is reserved, by all three together."""
    told: Sequence[bool | None] = (stated(meta), stated(header), by_file)
    return next((one for one in told if one is not None), False)


def _rule(location: str, reserved: bool) -> Rule:
    """`*` is anything, a `$` at the end is the end, as in robots.txt."""
    parts = re.split(r"\*+", location.removesuffix("$"))
    return Rule(tuple(_decoded(part) for part in parts), location.endswith("$"), reserved)


def _decoded(path: str) -> str:
    """The path with what need not be percent-encoded decoded, and what is so in a pattern to be taken as it is."""
    return _PLAIN.sub(lambda found: unquote(found[0]), path)
