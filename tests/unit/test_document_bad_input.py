"""What no page should be: an issue at most, never an exception, never a hang."""

from __future__ import annotations

import time

import pytest

from extractors.document import Document, read
from extractors.document.read import MAX_BYTES, MAX_TAGS

PATIENCE = 20.0
"""Seconds of CPU beyond which a page hangs; the bound in use is 2, and these take under 1 on a slow machine."""


def read_in_time(content: bytes) -> Document:
    before = time.process_time()
    document = read(content)
    assert time.process_time() - before < PATIENCE
    return document


def codes(document: Document) -> list[str]:
    return [issue.code for issue in document.issues]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_page"),
        (b" \n\t ", "empty_page"),
        (b"<!-- nothing -->", "empty_page"),
        (b"<!DOCTYPE html>", "empty_page"),
        (b"\x00" * 50, "empty_page"),
        (b"\xef\xbb\xbf", "empty_page"),
        (b"%PDF-1.7\n1 0 obj", "not_html"),
        (b"PK\x03\x04\x14\x00", "not_html"),
        (b"\x89PNG\r\n\x1a\n", "not_html"),
        (b"\xff\xd8\xff\xe0", "not_html"),
        (b"GIF89a", "not_html"),
        (b"\x1f\x8b\x08", "not_html"),
        (bytes(range(256)) * 20, "not_html"),
    ],
)
def test_nothing_to_read(content: bytes, code: str) -> None:
    document = read(content)
    assert code in codes(document)
    assert (document.tags, document.blocks, document.title) == ([], [], None)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"just words", "just words"),
        (b"{\"a\": 1}", '{"a": 1}'),
        (b"a < b > c", "a < b > c"),
        (b"<", "<"),
        (b"<p>cut in the mid", "cut in the mid"),
        (b"<p>text<a href='cut in a tag", "text"),
        (b"<p>text<!-- cut in a comment", "text"),
        (b"<p>text<script>cut in a script", "text"),
        (b"<p>text</p", "text"),
        (b"</div></p><p>text</b>", "text"),
        (b"<p>a\x00b</p>", "ab"),
        (b"<p>&#0;&#xffffffff;&nosuch;x</p>", "\ufffd\ufffd&nosuch;x"),
    ],
)  # fmt: skip
def test_broken_pages_are_read_as_far_as_they_go(content: bytes, expected: str) -> None:
    assert [block.text for block in read(content).blocks] == [expected]


def test_nul_bytes_are_told() -> None:
    assert codes(read(b"<p>a\x00b</p>")) == ["nul_bytes"]


@pytest.mark.parametrize("tag", ["div", "span", "b", "p", "li", "table", "a", "details", "font", "x-y"])
def test_nesting(tag: str) -> None:
    document = read_in_time(f"<{tag}>".encode() * 100_000 + b"x")
    assert [block.text for block in document.blocks] == ["x"]
    assert document.path(document.blocks[0].node).startswith("/html/body")


def test_nested_lists_and_tables() -> None:
    assert len(read_in_time(b"<ul><li>x" * 50_000).blocks) == 50_000
    assert len(read_in_time(b"<table><tr><td>x" * 30_000).blocks) == 30_000


@pytest.mark.parametrize("attribute", ["a%d=1", "a%d", "a%d='<'", "a%d='x y'"])
def test_attributes_without_end(attribute: str) -> None:
    attributes = " ".join(attribute % number for number in range(20_000))
    document = read_in_time(f"<p {attributes}>x</p>".encode())
    assert codes(document) == ["attribute_storm"]
    assert [block.text for block in document.blocks] == ["x"]


def test_a_large_text() -> None:
    document = read_in_time(b"<p>" + b"ten bytes " * 1_000_000 + b"</p>")
    assert [len(block.text) for block in document.blocks] == [9_999_999]
    assert document.issues == ()


def test_a_large_attribute() -> None:
    document = read_in_time(b"<p data-x='" + b"x" * 11_000_000 + b"'>x</p>")
    assert [block.text for block in document.blocks] == ["x"]


def test_a_large_table() -> None:
    document = read_in_time(b"<table>" + b"<tr><td>role<td>40,000<td>50,000" * 5_000 + b"</table>")
    assert len(document.blocks) == 15_000


def test_megabytes_of_nothing() -> None:
    for filler in (b" ", b"x", b"\x00"):
        document = read_in_time(filler * (MAX_BYTES + 1))
        assert codes(document)[0] == "too_large"
        assert len(document.blocks) == (filler == b"x")


@pytest.mark.parametrize(
    "piece", [b"<p>x", b"<b>x", b"<br>", b"<", b"</p>", b"<!--", b"<a href=x>y</a>", b"&amp;", b"<p hidden>", b"<x "]
)
def test_the_same_again_and_again(piece: bytes) -> None:
    document = read_in_time(piece * (2_500_000 // len(piece)))
    assert len(document.tags) <= MAX_TAGS + 3


def test_too_many_tags_are_cut() -> None:
    document = read_in_time(b"<p>x" * (MAX_TAGS + 5))
    assert codes(document) == ["too_many_tags"]
    assert len(document.blocks) == MAX_TAGS


def test_binary_noise() -> None:
    assert read_in_time(b"<p>Pay</p>" + b" " * 5_000 + bytes(range(256)) * 4_000).tags
