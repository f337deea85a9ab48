"""Times of day and zones that stand beside a day, as people write them."""

from __future__ import annotations

import re
from functools import cache

from extractors.values.months import lexicon

_AFTER = (
    r"^(?:\s*[.,|@·•–—-]|\s*(?:r|г|m|р)\.|\s*[（(][^\W\d_]{1,9}\.?[)）])?\s*[,|@·•–—-]?\s*"
    r"(?:(?:at|um|à|a las|as|às|alle|ore|kl|klo|om|o godz|godz|saat|в|у|lúc|pukul|ساعت|الساعة|เวลา)\.?\s+)?"
)
_CLOCK = (
    r"(?P<half>오전|오후|上午|下午|午前|午後)?\s?(?P<H>[0-2]?\d)(?:[:.h]|\s?[時时시点點]\s?)(?P<M>[0-5]\d)\s?[분分]?(?::[0-5]\d)?"
    r"\s*(?P<ap>[ap]\.?\s?m\b\.?)?"
)
_FULL_HOUR = r"|(?P<half2>오전|오후|上午|下午|午前|午後)\s?(?P<H2>[01]?\d)\s?[時时시点點](?!\s?\d)"
_BEFORE = r"(?<![\d:.])(?P<H>[0-2]?\d):(?P<M>[0-5]\d)(?::[0-5]\d)?\s*(?P<ap>[ap]\.?\s?m\b\.?)?"
_REACH = 30
_AFTERNOON = frozenset({"오후", "下午", "午後"})


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    zones = "|".join(sorted(lexicon()["zones"], key=len, reverse=True))
    zone = rf"(?:\s*\(?(?:(?P<zone>{zones})(?!\w)|(?:utc|gmt)?\s?(?P<offset>[+-]\d\d:?\d\d)(?!\d)))?"
    after = re.compile(rf"{_AFTER}(?:{_CLOCK}{_FULL_HOUR}){zone}", re.IGNORECASE)
    before = re.compile(
        rf"{_BEFORE}{zone}\s*(?:uhr)?[,|·–—-]?\s*(?:on\s+)?(?:[^\W\d_]{{2,9}}\.?,?\s+)?$", re.IGNORECASE
    )
    return after, before


def clock_beside(text: str, start: int, end: int) -> tuple[str, int] | None:
    """The time after a day that stands at `start` to `end`, or right before it: `T17:42+02:00`, and where it ends.

    The offset is left out where none is stated; None where no time is.
    """
    after, before = _patterns()
    if (match := after.match(text[end : end + _REACH])) and (clock := _clock(match)):
        return clock, end + match.end()
    if (match := before.search(text[max(0, start - _REACH) : start])) and (clock := _clock(match)):
        return clock, end
    return None


def _clock(match: re.Match[str]) -> str | None:
    found = match.groupdict()
    hour, minute = int(found["H"] or found.get("H2") or 99), found["M"] or "00"
    half = found.get("half") or found.get("half2")
    if half or found["ap"]:
        hour = hour % 12 + (12 if half in _AFTERNOON or (found["ap"] or "a")[0] in "pP" else 0)
    if hour > 23:
        return None
    offset = lexicon()["zones"].get((found["zone"] or "").lower()) or found["offset"] or ""
    return f"T{hour:02d}:{minute}{offset if ':' in offset or not offset else f'{offset[:3]}:{offset[3:]}'}"
