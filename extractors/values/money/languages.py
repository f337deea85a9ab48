"""Which language a text about money is in, where nobody says: words such as "tussen" and "y" mean much in one alone."""

from __future__ import annotations

import re
from functools import lru_cache

from .lexicon import languages_of

_WORD = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 40
_LEAD = 1.4
"""How much more must speak for the language than for any other."""
_LEAST = 0.5


@lru_cache(maxsize=8192)
def guess_language(text: str) -> str | None:
    """The BCP 47 code of the language that most of the text's words of money and pay are of; None where none leads.

    A word of one language counts whole, one that several share in parts.
    """
    votes: dict[str, float] = {}
    for word in set(_WORD.findall(text.lower())[:_MOST_WORDS]):
        languages = languages_of(word)
        for language in languages:
            votes[language] = votes.get(language, 0.0) + 1 / len(languages)
    if not votes:
        return None
    first, *others = sorted(votes.items(), key=lambda vote: -vote[1])
    rival = others[0][1] if others else 0.0
    return first[0] if first[1] >= max(_LEAST, rival * _LEAD) else None
