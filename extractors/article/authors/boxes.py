"""Names below the text without a cue: signatures, and boxes about the author."""

from __future__ import annotations

from extractors.article.authors.places import NOT_SHOWN, Place
from extractors.article.endings import is_bio
from extractors.document.zones import zones_of
from extractors.values.names import Name, has_given_name, is_person, key_of, lexicon

_BY_TITLE = 6
_MOST_TIMES = 3
_SHORTEST_PARAGRAPH = 80


def stands_twice(place: Place, index: int) -> bool:
    """Whether a name by the title stands again on a line of its own below the text, as over a box about its bearer."""
    blocks = place.document.blocks
    text = blocks[index].text
    if place.title_block is None or abs(index - place.title_block) > _BY_TITLE or (place.language or "")[:2] == "de":
        return False  # German capitalises nouns: many headings look like names
    if len(text) > 40 or not is_person(text) or key_of(text) == key_of(place.site_name or ""):
        return False
    zones, last = zones_of(place.document), place.body[1]
    again = blocks[max(last - 12, index + 1) : last + 30]
    if not any(block.text == text and zones[block.node] not in NOT_SHOWN for block in again):
        return False
    return sum(block.text == text for block in blocks) <= _MOST_TIMES  # else a button of each entry of a list


def signature(place: Place, index: int) -> list[Name]:
    """A name below the last paragraph, alone on its line or set apart from what its bearer is."""
    block = place.document.blocks[index]
    if not index or len(place.document.blocks[index - 1].text) < _SHORTEST_PARAGRAPH:
        return []  # an entry of a list of names
    line = _set_apart(place, index)
    if line is None:
        if len(block.text) > 80:
            return []
        line = block.text.split("\n")[0]
    goes_on = block.text[len(line) :].lstrip(" ,–—-")[:1].islower()
    line = line.strip(" –—-")
    if not (is_person(line) and has_given_name(line)) or (goes_on and not is_bio(block.text, (line,))):
        return []
    return [Name(line)]


def bio_box(place: Place, index: int) -> list[Name]:
    """A name on a line of its own, or set apart at its head, whose next line tells who its bearer is."""
    blocks = place.document.blocks
    if index + 1 >= len(blocks):
        return []
    after, text = blocks[index + 1].text, blocks[index].text
    if is_person(text):
        return [Name(text)] if after.startswith(text) and is_bio(after) else []
    name = _set_apart(place, index)
    if not (name and is_person(name) and has_given_name(name) and after.startswith(f"{name.split(' ')[0]} ")):
        return []
    has_role = lexicon().roles.search(text, len(name)) is not None
    return [Name(name)] if has_role or is_bio(after, (name,)) else []


def _set_apart(place: Place, index: int) -> str | None:
    """What stands in bold or italics at the head of a line."""
    document = place.document
    block = document.blocks[index]
    for start, end, node in block.spans:
        if start == 0 and document.tags[node] in ("strong", "b", "em", "i"):
            return block.text[:end]
    return None
