"""Names in flowing text: proper names of several sentences, and enumerations of things written small."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from extractors.gazetteer import cues_of, names_in
from extractors.guide.lists.words import belongs, both, joint, opening_joint, small_words
from extractors.values.places import find_places

_SENTENCE_END = re.compile(r"(?<=[\w)”\"’]{2}[.!?])\s+(?=[A-ZÀ-Þ0-9“\"¿¡])")
_WORD = re.compile(r"[^\s,;:()“”\"«»„]+")
_SPLIT = re.compile(r"\s*[,;]\s+")
_AMOUNT = re.compile(r"^(?:R\$?|Rs\.?|EUR|USD|GBP|CHF|PLN|KES|AED|SAR|QAR)?\s?[\d.,\s]+(?:k|K)?$")
_FEW = 3
_LONGEST = 60


def sentences_of(text: str, ordinary: Callable[[str, bool], bool], *, nouns: bool) -> Iterator[list[tuple[str, int]]]:
    """Lists of names with their offsets: the proper names of all sentences, and each sentence's enumeration."""
    proper = named_in(text, ordinary, nouns=nouns)
    if len(proper) >= 2:
        yield proper
    place = 0
    small: list[tuple[str, int]] = []
    for sentence in _SENTENCE_END.split(text):
        start = text.find(sentence, place)
        place = start + len(sentence)
        if sentence.count(",") + sentence.count(";") >= 2 or ("," in sentence and ":" in sentence):
            small.extend(_enumerated(sentence, start))
    named = [(start, start + len(words)) for words, start in proper]
    if len(small) >= _FEW and not all(any(a <= at < b for a, b in named) for _, at in small):
        yield small


def named_in(text: str, ordinary: Callable[[str, bool], bool], *, nouns: bool) -> list[tuple[str, int]]:
    """Known names and what is written as one; with `nouns` (all of them have a capital, as in German) a single word
    must be known or show otherwise that it is a name."""
    known = [(start, end) for start, end, _ in names_in(text)]
    found: list[tuple[str, int]] = []
    for words, start in proper_names(text, ordinary):
        end = start + len(words)
        inside = [(a, b) for a, b in known if a < end and start < b]
        if any(a < start or b > end for a, b in inside):
            continue  # a longer known name says it better
        if not inside and not _may_name(words, nouns=nouns, opens=_opens(text, start), after=text[end : end + 2]):
            continue
        found.append((words, start))
    taken = [(start, start + len(words)) for words, start in found]
    found += [
        (text[a:b], a)
        for a, b in known
        if not any(a < end and start < b for start, end in taken)
        and not (_opens(text, a) and ordinary(text[a:b], False))
    ]
    return sorted(found, key=lambda one: one[1])


def _may_name(words: str, *, nouns: bool, opens: bool, after: str) -> bool:
    """Whether words that no list knows can be a name: a single one that opens a sentence, and any noun of a language
    that writes all of them with a capital, must show it."""
    if _AMOUNT.search(words):
        return False
    if " " in words or "&" in words or any(map(str.isupper, words[1:])) or any(map(str.isdigit, words)):
        return True
    if not nouns and not (opens and after[:1] == " " and after[1:2].islower()):
        return not find_places(words)
    return bool(cues_of(words))


def _opens(text: str, start: int) -> bool:
    before = text[:start].rstrip(' "“„«¿¡(')
    return not before or before[-1] in ".!?:"


def proper_names(text: str, ordinary: Callable[[str, bool], bool]) -> list[tuple[str, int]]:
    """Runs of words with capitals that do not open a sentence, joined by small words between capitals."""
    within = small_words("within")
    found: list[tuple[str, int]] = []
    opens = True
    run: list[tuple[int, int]] = []
    last = 0

    def close() -> None:
        while run and text[run[-1][0] : run[-1][1]].lower() in within:
            run.pop()
        if run:
            words = text[run[0][0] : run[-1][1]].strip(".'’!?")
            if len(words) > 1 and any(map(str.isalpha, words)):
                found.extend(_parted(words, run[0][0]))
        run.clear()

    for match in _WORD.finditer(text):
        word = match[0]
        between = text[last : match.start()]
        if run and between.strip():
            close()
        if any(mark in between for mark in ':“"„«'):
            opens = False
        capital = any(map(str.isupper, word)) or (word[0].isdigit() and bool(run))
        ended = word[-1] in ".!?" and len(word) > 3
        if (capital and not (opens and ordinary(word, match.end() < len(text) and text[match.end()] in ",;"))) or (
            run and word.lower() in within
        ):
            run.append((match.start(), match.end()))
        else:
            close()
        opens = False
        if ended:
            close()
            opens = True
        last = match.end()
    close()
    return found


def _parted(words: str, start: int) -> Iterator[tuple[str, int]]:
    """Two names that "and" joins: "Paystack and Moniepoint", "Qatar University and Doha College"."""
    place = 0
    for mark in both().finditer(words):
        left, right = words[place : mark.start()], words[mark.end() :]
        small = right.split()[0] if right else ""
        if not right or not small[0].isupper() or (belongs().search(left) and len(right.split()) == 1):
            continue
        if belongs().search(left) and not belongs().search(right) and right.count(" ") == 0:
            continue
        yield left, start + place
        place = mark.end()
    yield words[place:], start + place


def _enumerated(sentence: str, start: int) -> list[tuple[str, int]]:
    """The parts of "…: a, b and c" or "… a, b and c …" within a sentence."""
    offset = 0
    colon = re.match(r"^[^:]{2,160}:\s+", sentence)
    if colon:
        offset = colon.end()
    body = sentence[offset:].rstrip(" .!?")
    parts: list[tuple[str, int]] = []
    place = 0
    marks = [(mark.start(), mark.end()) for mark in _SPLIT.finditer(body)]
    for stop, after in [*marks, (len(body), len(body))]:
        words = body[place:stop]
        if words.strip():
            parts.append((words.strip(), start + offset + place + len(words) - len(words.lstrip())))
        place = after
    if len(parts) >= 2:
        words, at = parts.pop()
        words_bare = opening_joint().sub("", words)
        at += len(words) - len(words_bare)
        two = joint().search(words_bare)
        if two and len(words_bare) < _LONGEST:
            parts.append((words_bare[: two.start()], at))
            parts.append((words_bare[two.end() :], at + two.end()))
        else:
            parts.append((words_bare, at))
    return [(words, at) for words, at in parts if len(words) <= _LONGEST and words.count(" ") <= 5]
