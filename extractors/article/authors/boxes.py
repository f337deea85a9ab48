"""Names below the text without a cue: signatures, and boxes about the author."""

from __future__ import annotations

from extractors.article.authors.places import NOT_SHOWN, Place
from extractors.article.endings import is_bio
from extractors.document.zones import zones_of
from extractors.values.names import Name, has_given_name, is_person, key_of

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
    line = block.text.split("\n")[0]
    for start, end, node in block.spans:
        if start == 0 and place.document.tags[node] in ("strong", "b", "em", "i"):
            line = block.text[start:end]
            break
    else:
        if len(block.text) > 80:
            return []
    line = line.strip(" –—-")
    return [Name(line)] if is_person(line) and has_given_name(line) else []


def bio_box(place: Place, index: int) -> list[Name]:
    """A name on a line of its own whose next line tells who its bearer is."""
    blocks = place.document.blocks
    text = blocks[index].text
    if index + 1 >= len(blocks) or not is_person(text):
        return []
    after = blocks[index + 1].text
    return [Name(text)] if after.startswith(text) and is_bio(after) else []
