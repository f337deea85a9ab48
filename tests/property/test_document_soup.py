"""Whatever the bytes: reading never raises, and what it yields hangs together and stands in libxml2's own tree."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from extractors.document import Document, read
from extractors.document.decode import to_utf8

TAGS = (
    "p div span a b strong i em h1 h2 h3 ul ol li dl dt dd table tr td th tbody caption section details summary button "
    "pre code br img wbr hr input script style svg title template select option textarea label time noscript form "
    "html head body meta link o:p x-y iframe font center main nav"
).split()
ATTRIBUTES = (
    "", " class='a b'", " hidden", " style='display:none'", " class=sr-only", " id=x", " href='#x'", " open",
    " class=tab hidden", " type='application/ld+json'", " a=1 a=2", " =", " '", " class=\"x",
)  # fmt: skip
WORDS = (
    "a",
    "Pay: ",
    " 40,000",
    "\n",
    " ",
    "\u00a0",
    "\u200b",
    "caf\u00e9",
    "&amp;",
    "&nbsp;",
    "<",
    ">",
    "\ue000",
    "x  y",
)
NO_TEXT = re.compile("[\\s\u00ad\u200b\u2060\ufeff]+")

pieces = st.one_of(
    st.builds("<{}{}>".format, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES)),
    st.builds("</{}>".format, st.sampled_from(TAGS)),
    st.sampled_from(WORDS),
    st.sampled_from(("<!-- a -->", "<!--", "-->", "<?x y?>", "<![CDATA[a]]>", "<!DOCTYPE html>", "</", "<p", "\x00")),
)
soup = st.lists(pieces, max_size=60).map("".join)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_reading_never_raises(content: bytes) -> None:
    hangs_together(read(content))


@settings(max_examples=400, deadline=None)
@given(soup)
def test_soup(markup: str) -> None:
    document = read(markup.encode())
    hangs_together(document)
    stands_in_the_tree(document, markup.encode())


@settings(deadline=None)
@given(soup, st.integers(min_value=0))
def test_cut_pages(markup: str, cut: int) -> None:
    content = markup.encode()
    content = content[: cut % (len(content) + 1)]
    document = read(content)
    hangs_together(document)
    stands_in_the_tree(document, content)


@settings(deadline=None)
@given(soup)
def test_reading_again_gives_the_same(markup: str) -> None:
    first, second = read(markup.encode()), read(markup.encode())
    assert first == second


def hangs_together(document: Document) -> None:
    size, blocks = len(document.tags), document.blocks
    columns = (document.parents, document.ends, document.attributes, document.first_block, document.last_block)
    assert [len(column) for column in columns] == [size] * 5
    for node in range(size):
        parent = document.parents[node]
        assert -1 <= parent < node < document.ends[node] <= size
        if parent >= 0:
            assert document.ends[node] <= document.ends[parent]
            assert document.first_block[parent] <= document.first_block[node]
            assert document.last_block[node] <= max(document.last_block[parent], document.first_block[node])
        assert 0 <= document.first_block[node] <= document.last_block[node] <= len(blocks)
        children = list(document.children(node))
        assert all(document.parents[child] == node for child in children)
    for index, block in enumerate(blocks):
        assert block.text == block.text.strip() != ""
        assert "  " not in block.text
        assert block.tag == document.tags[block.node]
        for holder in (block.node, *document.ancestors(block.node)):
            assert document.first_block[holder] <= index < document.last_block[holder]
        for start, end, node in block.spans:
            assert 0 <= start < end <= len(block.text)
            assert not block.text[start].isspace()
            assert not block.text[end - 1].isspace()
            assert block.node < node < document.ends[block.node]


def stands_in_the_tree(document: Document, content: bytes) -> None:
    """Each block's path leads to one element, which holds the block's letters in their order."""
    utf8 = to_utf8(content, {})[0].replace(b"\x00", b"")
    if not document.tags:
        return
    root = etree.HTML(utf8, etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True))
    for block in document.blocks:
        path = document.path(block.node)
        found = root.xpath(path)
        assert len(found) == 1, path
        assert found[0].tag == block.tag
        letters = iter(NO_TEXT.sub("", "".join(found[0].itertext())))
        assert all(letter in letters for letter in NO_TEXT.sub("", block.text)), (path, block.text)
    for node, tag in enumerate(document.tags):
        (element,) = root.xpath(document.path(node))
        assert element.tag == tag
        assert dict(element.attrib) == dict(document.attributes[node])
