"""Names of reporters in Chinese, Korean and Japanese lines, where no space and no capital tells where a name ends."""

from __future__ import annotations

import re
from functools import cache

from extractors.values.names.wording import ideographic_words, is_ideographic

_JOINED = r"\s?[·ㆍ・、,，]\s?|\s"
_LONGEST_HEAD = 60
_EDGE = r"(?=$|[\s/／、，,。.:：;；|｜()（）【】\[\]=＝<>@\d]|{closes})"


def reporters_in(text: str) -> list[str]:
    """The reporters that a line names by that word: `本报记者 张伟 李娜`, `한지우 기자 입력 …`, `山田太郎記者`.

    Empty where the word is a plain one of a sentence.
    """
    if text.isascii() or not is_ideographic(text):
        return []
    known = _patterns()
    if match := known.chinese.search(text[:_LONGEST_HEAD]) or known.chinese.search(text[-_LONGEST_HEAD:]):
        return re.split(_JOINED, match["names"])
    for match in known.korean.finditer(text[:_LONGEST_HEAD]):
        names = re.split(r"\s?[·ㆍ,]\s?|\s", match["names"])
        if not known.not_korean.intersection(names):
            return names
    match = known.japanese.fullmatch(text.strip()) or known.signed.fullmatch(text.strip())
    return [match["name"]] if match else []


class _Patterns:
    def __init__(self) -> None:
        words = ideographic_words()
        closes = "|".join(map(re.escape, words["closes"]))
        name = rf"[{words['chinese']}][\u4e00-\u9fff]{{1,2}}"
        edge = _EDGE.format(closes=closes)
        before = "|".join(words["reporters_before"])
        self.chinese = re.compile(
            rf"(?:{before})\s*[:：]?\s*(?P<names>{name}{edge}(?:(?:{_JOINED})(?!{closes}){name}{edge})*)"
        )
        one = rf"[{words['korean']}][가-힣]{{2}}"
        after = "|".join(words["reporters_after"])
        self.korean = re.compile(rf"(?<![가-힣])(?P<names>{one}(?:\s?[·ㆍ,]\s?{one})*)\s?(?:{after})(?![가-힣])")
        self.not_korean = frozenset(words["not_korean"])
        families = "|".join(sorted(words["japanese"], key=len, reverse=True))
        given = r"[ 　]?[\u4e00-\u9fff々\u3040-\u309f\u30a0-\u30ff]{1,4}"
        roles = "|".join(words["reporters_after_japanese"])
        self.japanese = re.compile(rf"[（(【\[]?(?P<name>(?:{families}){given}?)\s?(?:{roles})[）)】\]]?")
        self.signed = re.compile(rf"[（(【](?P<name>(?:{families}){given})[）)】]")


@cache
def _patterns() -> _Patterns:
    return _Patterns()
