"""Bytes to text: what a page declares, what it is, and what happens where the two differ."""

from __future__ import annotations

import codecs

import pytest

from extractors.document import read
from extractors.document.decode import is_utf8, to_utf8

POLISH = "Ile zarabia programista w \u0141odzi? Wi\u0119cej ni\u017c ksi\u0119gowy."
GERMAN = "Geh\u00e4lter f\u00fcr Entwickler in M\u00fcnchen \u2013 \u201eab 60.000 \u20ac\u201c"
RUSSIAN = (
    "\u0417\u0430\u0440\u043f\u043b\u0430\u0442\u0430 "
    "\u0440\u0430\u0437\u0440\u0430\u0431\u043e\u0442\u0447\u0438\u043a\u0430"
)
JAPANESE = "\u63a1\u7528\u30ac\u30a4\u30c9\u3001\u6771\u4eac\u306e\u7d66\u4e0e"
CHINESE = "\u8f6f\u4ef6\u5de5\u7a0b\u5e08\u7684\u85aa\u8d44\u6307\u5357"
KOREAN = "\uac1c\ubc1c\uc790 \uc5f0\ubd09 \uac00\uc774\ub4dc"


@pytest.mark.parametrize(
    ("text", "encoding", "meta", "header", "lang"),
    [
        ("plain", "ascii", "", "", ""),
        (GERMAN, "utf-8", "utf-8", "", ""),
        (GERMAN, "utf-8", "", "", ""),
        (GERMAN, "utf-8", "iso-8859-1", "", ""),  # mislabelled
        (GERMAN, "utf-8", "", "text/html; charset=ISO-8859-1", ""),
        (POLISH, "utf-8", "windows-1250", "text/html; charset=iso-8859-2", ""),
        (GERMAN, "utf-8-sig", "iso-8859-1", "", ""),
        (GERMAN, "cp1252", "windows-1252", "", ""),
        (GERMAN, "cp1252", "iso-8859-1", "", ""),  # read as its superset
        (GERMAN, "cp1252", "", "", ""),
        (GERMAN, "cp1252", "utf-8", "", ""),  # mislabelled
        (GERMAN, "cp1252", "no-such-charset", "", ""),
        (GERMAN, "cp1252", "base64", "", ""),  # a codec, but of no text
        (POLISH, "iso-8859-2", "iso-8859-2", "", ""),
        (POLISH, "iso-8859-2", "utf-8", "text/html; charset=iso-8859-2", ""),  # the header counts
        (POLISH, "cp1250", "", "text/html;charset='windows-1250'", ""),
        (POLISH, "iso-8859-2", "", "", "pl"),  # undeclared: by the language
        (POLISH, "iso-8859-2", "", "", "pl-PL"),
        (RUSSIAN, "cp1251", "windows-1251", "", ""),
        (RUSSIAN, "cp1251", "", "", "ru"),
        (RUSSIAN, "koi8-r", "koi8-r", "", ""),
        (JAPANESE, "shift_jis", "Shift_JIS", "", ""),
        (JAPANESE, "shift_jis", "", "", "ja"),
        (JAPANESE, "euc_jp", "euc-jp", "", ""),
        (JAPANESE, "iso2022_jp", "iso-2022-jp", "", ""),
        (CHINESE, "gb18030", "gb2312", "", ""),
        (CHINESE, "gb18030", "", "", "zh-CN"),
        (KOREAN, "euc_kr", "ks_c_5601-1987", "", ""),
        (GERMAN, "utf-16", "", "", ""),  # with its mark
        (GERMAN, "utf-16-le", "", "", ""),
        (GERMAN, "utf-16-be", "utf-16", "", ""),
        (GERMAN, "utf-32", "", "", ""),
        (GERMAN, "utf-8", "utf-16", "", ""),  # a declaration that can be read says it is not true
    ],
)
def test_encodings(text: str, encoding: str, meta: str, header: str, lang: str) -> None:
    page = f"<html lang='{lang}'><head>{f'<meta charset={meta!r}>' if meta else ''}<body><p>{text}</p>"
    document = read(page.encode(encoding), {"content-type": header} if header else None)
    assert [block.text for block in document.blocks] == [text]
    assert document.issues == ()


def test_of_two_declarations_the_first_counts() -> None:
    page = f"<meta charset=iso-8859-2><meta http-equiv=Content-Type content='text/html; charset=cp1252'><p>{POLISH}</p>"
    document = read(page.encode("iso-8859-2"))
    assert (document.blocks[0].text, document.encoding) == (POLISH, "iso8859-2")


def test_xml_declaration() -> None:
    page = f"<?xml version='1.0' encoding='iso-8859-2'?><html><p>{POLISH}</p>"
    assert read(page.encode("iso-8859-2")).blocks[0].text == POLISH


def test_other_scripts_without_any_declaration_are_guessed() -> None:
    page = f"<p>{'. '.join([RUSSIAN] * 20)}</p>"
    assert read(page.encode("cp1251")).blocks[0].text.startswith(RUSSIAN)


def test_a_cut_or_a_stray_byte_does_not_undo_utf8() -> None:
    whole = f"<p>{GERMAN * 50}</p>".encode()
    cut = whole[: whole.rindex("\u00fc".encode()) + 1]
    stray = whole.replace(b"Entwickler", b"Entwick\xff\xfeler", 1)
    assert read(cut).blocks[0].text.startswith(GERMAN)
    assert read(stray).blocks[0].text == GERMAN * 50


@pytest.mark.parametrize("length", [16_383, 16_384, 16_385, 32_768])
def test_utf8_is_seen_across_the_steps_it_is_looked_at_in(length: int) -> None:
    for before in range(4):
        page = b"x" * (length - before) + "\U0001f600\u00e9".encode()
        assert is_utf8(page)
        assert not is_utf8(page[:-1])
    assert not is_utf8(b"x" * length + b"\xe9")


def test_the_mark_goes_and_the_bytes_stay() -> None:
    assert to_utf8(codecs.BOM_UTF8 + b"<p>x", {}) == (b"<p>x", "utf-8")
    assert to_utf8(b"<p>x", {}) == (b"<p>x", "utf-8")
