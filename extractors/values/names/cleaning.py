"""A name without what stands around it, and in comparable form."""

from __future__ import annotations

import re
import unicodedata

from extractors.values.names.wording import is_ideographic, lexicon

_SPACES = re.compile(r"\s+")
_TITLE_OF_ADDRESS = re.compile(
    r"^(?:dr|prof|mr|mrs|ms|herr|frau|ing|mag|dipl|sir|rev)\.?(?:\s+(?=\S)|$)", re.IGNORECASE
)
EDGES = ' ,.:;|-–—•·*"“”„()[]{}<>/\\+#~_\u200b\xa0'
_DOTTED = re.compile(r"(?:[A-Z][a-z]?\.){2,5}[A-Z]?")


def clean_name(text: str) -> str:
    """White space folded; marks, forms of address and credentials at the ends cut off."""
    name = _SPACES.sub(" ", text).strip(EDGES)
    known = lexicon()
    if not name.isascii() and is_ideographic(name):
        name = known.around_ideographs.sub("", name)
    words = name.split(" ")
    while len(words) > 2 and (is_credential(words[-1]) and not words[-1].islower()):
        if words[-1].lower().strip(".") in known.suffixes:
            break
        words.pop()
    name = " ".join(words)
    if len(words) > 2:
        name = _TITLE_OF_ADDRESS.sub("", name) or name
    return name.strip(EDGES) + ("." if text.rstrip().endswith((" Jr.", " Sr.")) else "")


def is_credential(name: str) -> bool:
    """Whether it is letters after a name (`PhD`, `R.N.`) or a generation (`Jr.`)."""
    plain = name.lower().strip(" .")
    known = lexicon()
    return plain in known.credentials or plain in known.suffixes or _DOTTED.fullmatch(name.strip()) is not None


def once(name: str) -> str:
    """A name that is written twice side by side, once."""
    words = name.split(" ")
    half = len(words) // 2
    return " ".join(words[:half]) if len(words) % 2 == 0 and half and words[:half] == words[half:] else name


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
