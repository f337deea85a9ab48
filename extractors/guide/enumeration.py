"""Names in running text: a list after a colon, or "A, B and C" in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from extractors.guide.cues import lexicon
from extractors.guide.shapes import is_name
from extractors.guide.wording import languages_for

_COLON = re.compile(r"^[^:]{2,120}:\s+(?=\S)")
_SPLIT = re.compile(r"\s*[,;]\s+")
_JOINER = frozenset(
    "of the and & de la le les du des der die das van von den het 't für di del della do da dos for at in y e i".split()
)
_MAX_PART = 60
_SENTENCE_END = re.compile(r"[.!?](?<=[\w)]{3}[.!?])\s+(?=[A-ZÀ-Þ0-9])")
_SEPARATOR = re.compile(r"[,;](?=\s)")
_SEPARATOR_OR_BRACKET = re.compile(r"[()]|[,;](?=\s)")


@lru_cache(maxsize=2048)
def enumerated(text: str, language: str | None) -> tuple[tuple[str, int], ...]:
    """The names that a paragraph lists, each with its offset; empty where it lists none."""
    colon = _COLON.match(text)
    if colon and len(text) < 1000:
        found = _parts(text[colon.end() :], colon.end(), language, whole=True)
        if len(found) >= 2 or (len(found) == 1 and len(text) - colon.end() < _MAX_PART and is_name(found[0][0])):
            return tuple(found)
    best: list[tuple[str, int]] = []
    place = 0
    for sentence in _sentences(text):
        start = text.find(sentence, place)
        place = start + len(sentence)
        if "," in sentence or any(word in sentence for word in _between(language)):
            found = _parts(sentence, start, language, whole=False)
            if len(found) > len(best):
                best = found
    return tuple(best) if len(best) >= 2 else ()


def _sentences(text: str) -> list[str]:
    """Sentences; a full stop within a name such as `Node.js` or `.NET` ends none."""
    parts, place = [], 0
    for mark in _SENTENCE_END.finditer(text):
        parts.append(text[place : mark.start() + 1])
        place = mark.end()
    parts.append(text[place:])
    return [bare for part in parts if (bare := part.strip())]


def _parts(text: str, offset: int, language: str | None, *, whole: bool) -> list[tuple[str, int]]:
    """The parts of an enumeration; `whole` where all of the text is one, else its first and last part are cut."""
    body = text.rstrip()
    if body and body[-1] in ".!?" and not body.endswith(("Inc.", "Ltd.", "Co.", "B.V.", "N.V.")):
        body = body[:-1]
    pieces = _pieces(body, language, whole=whole)
    if whole and not any(mark in body for mark in ",;") and len(pieces) > 2:
        return []
    if len(pieces) < 2:
        return [(body, offset)] if whole and body else []
    if not whole:
        if len(pieces) > 2 and not is_name(pieces[1][0]):
            return []  # one name at most stands before it
        pieces = _trimmed(pieces)
        if len(pieces) < 2:
            return []
    found: list[tuple[str, int]] = []
    for piece, start in pieces:
        if not is_name(piece):
            if whole or not found:
                return [] if whole else found
            break
        found.append((piece, offset + start))
    return found


def _pieces(text: str, language: str | None, *, whole: bool) -> list[tuple[str, int]]:
    """Split at commas, and at the last conjunction."""
    pieces: list[tuple[str, int]] = []
    place = 0
    for found in _comma(text):
        pieces.append((text[place : found[0]], place))
        place = found[1]
    last, start = text[place:], place
    joined = _joint(last, language, whole=whole)
    if joined is not None and (joined.start() > 0 or pieces):
        if joined.start() > 0:
            pieces.append((last[: joined.start()], start))
        pieces.append((last[joined.end() :], start + joined.end()))
    else:
        pieces.append((last, start))
    return [(piece.strip(), at + len(piece) - len(piece.lstrip())) for piece, at in pieces if piece.strip()]


def _joint(text: str, language: str | None, *, whole: bool) -> re.Match[str] | None:
    """The first "and" of the text (the last one where all of it is a list); else another conjunction.

    The "of" of an English name is no Dutch "or".
    """
    found: re.Match[str] | None = None
    for match in _conjunctions_in(text, language):
        first = match[0].strip().lower() in _firsts(language)
        if first or found is None:
            after = text[match.end() :]
            before = text[: match.start()]
            if (
                not first
                and match[0].strip().lower() == "of"
                and before
                and _capital(before.split()[-1])
                and _capital(after)
            ):
                continue
            found = match
            if first and not whole:
                break
    return found


def _conjunctions_in(text: str, language: str | None) -> Iterator[re.Match[str]]:
    opening, inner = _and(language)
    first = opening.match(text)
    if first is not None:
        yield first
    yield from inner.finditer(text, first.end() if first is not None else 0)


@lru_cache(maxsize=64)
def _firsts(language: str | None) -> frozenset[str]:
    return frozenset(lexicon(code).conjunctions[0] for code in languages_for(language))


def _comma(text: str) -> list[tuple[int, int]]:
    """Commas outside brackets."""
    if "(" not in text:
        return [(mark.start(), mark.start() + 2) for mark in _SEPARATOR.finditer(text)]
    depth, found = 0, []
    for mark in _SEPARATOR_OR_BRACKET.finditer(text):
        if mark[0] == "(":
            depth += 1
        elif mark[0] == ")":
            depth = max(0, depth - 1)
        elif not depth:
            found.append((mark.start(), mark.start() + 2))
    return found


def _trimmed(pieces: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Without the words before the first name and after the last one."""
    first, at = pieces[0]
    head = _tail_name(first)
    leads = head == 0
    pieces = [(first[head:], at + head), *pieces[1:]]
    last, at = pieces[-1]
    if leads or not _only_name(last):
        cut = _head_name(last)
        pieces[-1] = (last[:cut].strip(), at)
    return [(piece, at) for piece, at in pieces if piece]


def _tail_name(text: str) -> int:
    """Where the name at the end of a text starts: after the last lower-case word before a capital."""
    words = text.split()
    if not words:
        return 0
    opens = _capital(words[0])
    if opens and all(_capital(word) or word.lower() in _JOINER for word in words):
        return 0
    at = len(text)
    for place in range(len(words) - 1, 0, -1):
        word, before = words[place], words[place - 1]
        at = text.rindex(word, 0, at)
        if not _capital(word):
            continue
        joins = before.lower() in _JOINER
        if (not joins or place == 1) and not _capital(before):
            return at
        if joins and place >= 2 and not _capital(words[place - 2]):
            return at
    if opens or len(words) == 1 or _capital(words[-1]):
        return 0
    return text.rindex(words[-1])


def _head_name(text: str) -> int:
    """Where the name at the start of a text ends: before the first lower-case word that joins nothing."""
    words = text.split()
    end = stop = 0
    for place, word in enumerate(words):
        stop = text.index(word, stop) + len(word)
        if place == 0 or _capital(word):
            end = stop
        elif word.lower() in _JOINER and place + 1 < len(words) and _capital(words[place + 1]):
            continue
        elif word.startswith("("):
            close = text.find(")", stop - len(word))
            end = close + 1 if close >= 0 else end
        elif end < stop and ")" in word and "(" in text[:end]:
            end = stop
        else:
            break
    return end


def _only_name(text: str) -> bool:
    words = text.split()
    return (len(words) <= 5 and sum(map(_capital, words)) * 2 >= len(words)) or len(words) <= 4


@lru_cache(maxsize=4096)
def _capital(word: str) -> bool:
    bare = word.lstrip("(\"“‘'«.")
    return bool(bare) and (bare[0].isupper() or bare[0].isdigit() or any(map(str.isupper, bare[1:])))


@lru_cache(maxsize=64)
def _conjunctions(language: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for code in languages_for(language) for word in lexicon(code).conjunctions))


@lru_cache(maxsize=64)
def _between(language: str | None) -> tuple[str, ...]:
    """The conjunctions as they stand between words."""
    return tuple(f" {word} " for word in _conjunctions(language))


@cache
def _and(language: str | None) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A conjunction that opens a text, and one within it: a pattern that begins with a blank is tried at few places."""
    words = "|".join(sorted(map(re.escape, _conjunctions(language)), key=len, reverse=True))
    return re.compile(rf"\s*(?:{words})\s+"), re.compile(rf"\s+(?:{words})\s+")
