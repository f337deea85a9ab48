"""Which words are ordinary ones: a firm called "Target" must not be seen in every target."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path

import msgspec

from extractors.gazetteer.folding import fold_word

_LANGUAGES = ("nl", "fr", "de", "es", "it", "pl", "pt")
_SIZES = (10, 20, 35, 40, 50)
_COMMONEST_CENTIBELS = 470
"""Words met at least once in about 50,000."""


class Ordinary:
    """Words of everyday English, and the commonest of seven more languages."""

    def __init__(self, english: Path, frequencies: Path) -> None:
        self._english = frozenset(
            fold_word(word)
            for size in _SIZES
            for word in json.loads((english / "package" / f"english-words-{size}.json").read_text("utf-8"))
            if word == word.lower()
        )
        self._frequencies = frequencies

    def in_english(self, word: str) -> bool:
        """Whether a folded word is English that dictionaries write small."""
        return word in self._english

    def anywhere(self, word: str) -> bool:
        """Whether it is that, or among the commonest words of another language (names are among those, too)."""
        return word in self._english or word in self._common()

    @cache  # noqa: B019 -- one object a run
    def _common(self) -> frozenset[str]:
        common: set[str] = set()
        for language in _LANGUAGES:
            path = self._frequencies / "wordfreq" / "data" / f"large_{language}.msgpack.gz"
            groups = msgspec.msgpack.decode(gzip.decompress(path.read_bytes()))
            common.update(fold_word(word) for group in groups[1:_COMMONEST_CENTIBELS] for word in group)
        return frozenset(common)
