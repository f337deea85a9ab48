"""Blocks, nodes and the page's own facts, as tables of mark-up and what a reader sees of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from extractors.document import Document, read

Spans = list[tuple[str, str]]


def texts(markup: str) -> list[str]:
    return [block.text for block in read(markup.encode()).blocks]


def spans(document: Document, index: int = 0) -> Spans:
    block = document.blocks[index]
    return [(document.tags[node], block.text[start:end]) for start, end, node in block.spans]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One   two\n\tthree </p>", ["One two three"]),
        ("loose text", ["loose text"]),
        ("<p>One</p><p>Two</p>", ["One", "Two"]),
        ("<p>One<p>Two<p>Three", ["One", "Two", "Three"]),
        ("<ul><li>One<li>Two<ul><li>Two a</ul><li>Three</ul>", ["One", "Two", "Two a", "Three"]),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", ["a", "b", "c", "d"]),
        ("<div>before<p>inside</p>after</div>", ["before", "inside", "after"]),
        ("<p>so<b>me</b>times</p>", ["sometimes"]),
        ("<p>some <b> times </b> two</p>", ["some times two"]),
        ("<p>Pay:<b> 40,000</b></p>", ["Pay: 40,000"]),
        ("<p>Pay: <b></b>40,000</p>", ["Pay: 40,000"]),
        ("<p>Pay<b>\n</b>gap</p>", ["Pay gap"]),
        ("<p>a<i> <b>b</b></i></p>", ["a b"]),
        ("<p>30\u00a0000\u2009\u20ac</p>", ["30 000 \u20ac"]),
        ("<p>Soft\u00adware\u200b</p>", ["Software"]),
        ("<p>Soft <b>\u200b ware</b></p>", ["Soft ware"]),
        ("<p>Soft\u200b</p><p>\u200b</p>", ["Soft"]),
        ("<p>R&amp;D &lt;b&gt; caf&eacute;</p>", ["R&D <b> caf\u00e9"]),
        ("<dl><dt>Min<dd>10<dt>Max<dd>20</dl>", ["Min", "10", "Max", "20"]),
        ("<a href=x><h3>Card</h3><p>Text</p></a>", ["Card", "Text"]),
        ("<button><h3>Question?</h3></button><div>Answer</div>", ["Question?", "Answer"]),
        ("<select><option>EN<option>NL</select><p>Text", ["Text"]),
        ("<o:p>Office</o:p>", ["Office"]),
        ("<salary-range>10\u201320</salary-range>", ["10\u201320"]),
        ("<p>a<wbr>b</p>", ["ab"]),
        ("<h2>A</h2>B<h2>C</h2>", ["A", "B", "C"]),
        ("<p>a<img alt=photo>b</p>", ["ab"]),
    ],
)
def test_text_as_a_reader_sees_it(markup: str, expected: list[str]) -> None:
    assert texts(markup) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One<br>Two<br/>Three</p>", "One\nTwo\nThree"),
        ("<p>One <br> Two</p>", "One\nTwo"),
        ("<p><br>One<br></p>", "One"),
        ("<p>One<br><br>Two</p>", "One\n\nTwo"),
        ("<p>One<br><br><br>\n<br>Two</p>", "One\n\nTwo"),
        ("<p><b>One<br></b>Two</p>", "One\nTwo"),
        ("<p>\ue000 icon \ue001</p>", "\ue000 icon \ue001"),
        ("<pre>One\n  two   three\n\n\n\nfour\n</pre>", "One\ntwo three\n\nfour"),
        ("<pre><code>One\n<b>two</b>\nthree</code></pre>", "One\ntwo\nthree"),
        ("<pre>One<br>two</pre>", "One\ntwo"),
    ],
)
def test_line_breaks(markup: str, expected: str) -> None:
    assert texts(markup) == [expected]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<div><span>Java</span><span>.NET</span></div>", "Java .NET"),
        ("<div><a>Go</a><a>Rust</a><a>SQL</a></div>", "Go Rust SQL"),
        ("<div><span>Python</span><span>R</span><span>SQL</span></div>", "Python R SQL"),
        ("<div><span><b>Java</b></span><span><b>Go</b></span></div>", "Java Go"),
        ("<div><span>Java</span><i></i><span>Go</span></div>", "Java Go"),
        ("<div><span>Java</span>, <span>Go</span></div>", "Java, Go"),
        ("<p><b>Median</b><span>€52,000</span></p>", "Median €52,000"),
        ("<li><strong>Acme</strong><small>Ghent</small></li>", "Acme Ghent"),
        ("<div><strong>Senior (5+)</strong><em>$90k</em></div>", "Senior (5+) $90k"),
        ("<div><b>SQL</b><a href=x>Docker</a></div>", "SQL Docker"),
        ("<p>written in <b>Java</b><em>Script</em></p>", "written in JavaScript"),
        ("<div><b>45</b><small>k</small></div>", "45k"),
        ("<div><b>10</b><small>000</small></div>", "10000"),
        ("<div><b>W</b><span>elcome</span></div>", "Welcome"),
        ("<p><span>W</span><span>elcome</span></p>", "Welcome"),
        ("<p><span>W</span>elcome</p>", "Welcome"),
        ("<h1><span>H</span><span>i</span><span>r</span><span>e</span></h1>", "Hire"),
        ("<p><b>bold</b><b>er</b></p>", "bolder"),
        ("<p>un<em>believ</em><strong>able</strong></p>", "unbelievable"),
    ],
)
def test_boxes_side_by_side_are_words_and_letters_are_not(markup: str, expected: str) -> None:
    assert texts(markup) == [expected]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>plain</p>", []),
        ("<p><b>All</b></p>", [("b", "All")]),
        ("<p> <b> All </b> </p>", [("b", "All")]),
        ("<p><b>Pay:</b> 40</p>", [("b", "Pay:")]),
        ("<p>See <a href=/x>the <i>guide</i></a>.</p>", [("a", "the guide"), ("i", "guide")]),
        ("<p><a></a>text<b> </b></p>", []),
        ("<p>a<br><b>b</b><br>c</p>", [("b", "b")]),
        ("<p>a<br><br><b>b</b></p>", [("b", "b")]),
        ("<div><span>Java</span><span>.NET</span></div>", [("span", "Java"), ("span", ".NET")]),
        ("<p><b>a<div>b</div></b></p>", [("b", "a")]),
        ("<p>\u00e9 <b>\u00e9t\u00e9\u200b</b></p>", [("b", "\u00e9t\u00e9")]),
    ],
)
def test_spans_tell_the_inline_elements(markup: str, expected: Spans) -> None:
    assert spans(read(markup.encode())) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>a</p>", [("a", "visible")]),
        ("<p hidden>a</p><p>b</p>", [("b", "visible")]),
        ("<div style='display: none'><p>a</p></div>b", [("b", "visible")]),
        ("<div style='DISPLAY:NONE'>a</div>b", [("b", "visible")]),
        ("<div style='visibility:hidden'>a</div>b", [("b", "visible")]),
        ("<div style='display:block'>a</div>", [("a", "visible")]),
        ("<div class=tab-pane style='display:none'>a</div>b", [("a", "collapsed"), ("b", "visible")]),
        ("<div role=tabpanel hidden>a</div>", [("a", "collapsed")]),
        ("<div hidden=until-found>a</div>", [("a", "collapsed")]),
        ("<a href='#x'>open</a><div id=x style='display:none'>a</div>", [("open", "visible"), ("a", "collapsed")]),
        ("<button aria-controls='x y'>open</button><p id=y hidden>a</p>", [("open", "visible"), ("a", "collapsed")]),
        ("<details><summary>Q</summary><p>A</p></details>B", [("Q", "visible"), ("A", "collapsed"), ("B", "visible")]),
        ("<details><summary><h3>Q</h3></summary>A</details>", [("Q", "visible"), ("A", "collapsed")]),
        ("<details open><summary>Q</summary>A</details>", [("Q", "visible"), ("A", "visible")]),
        ("<div class='sr-only'>a</div><p>b</p>", [("a", "off_screen"), ("b", "visible")]),
        ("<table class='x visually-hidden'><tr><td>1</table>", [("1", "off_screen")]),
        ("<p>a <span class=sr-only>opens in a new tab</span>b</p>", [("a b", "visible")]),
        ("<p>a <span style='display:none'>x</span>b</p>", [("a b", "visible")]),
        ("<p class=not-sr-only-at-all>a</p>", [("a", "visible")]),
        ("<div hidden><div hidden>a</div>b</div>c", [("c", "visible")]),
        ("<div>a<div hidden>b</div>c</div>", [("a", "visible"), ("c", "visible")]),
    ],
)
def test_what_is_hidden(markup: str, expected: list[tuple[str, str]]) -> None:
    assert [(block.text, block.visibility) for block in read(markup.encode()).blocks] == expected


@pytest.mark.parametrize(
    "inside",
    [
        "<script>x</script>", "<style>x</style>", "<template><p>x</p></template>", "<noscript><img>x</noscript>",
        "<svg><title>x</title><text>x</text></svg>", "<iframe>x</iframe>", "<textarea>x</textarea>",
        "<object><p>x</object>", "<canvas>x</canvas>", "<!-- x -->", "<?php x ?>", "<audio>x</audio>",
        "<script type=application/json>{\"x\": 1}</script>", "<script><!-- <p>x</p> --></script>",
    ],
)  # fmt: skip
def test_what_no_reader_sees_is_left_out(inside: str) -> None:
    assert texts(f"<p>a{inside}b</p><div>c{inside}</div>") == ["ab", "c"]


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("<title> Hire  in\nUtrecht </title>", "Hire in Utrecht"),
        ("<title></title>", None),
        ("<p>x", None),
        ("<title>A &amp; B</title><title>second</title>", "A & B"),
        ("<svg><title>icon</title></svg><p>x", None),
        ("<head><title>A</title></head><body><svg><title>icon</title></svg>", "A"),
    ],
)
def test_title(markup: str, title: str | None) -> None:
    assert read(markup.encode()).title == title


def test_json_ld_is_kept_and_other_scripts_are_not() -> None:
    document = read(
        b'<script>var a = 1</script><script type=\'application/ld+json\'>{"@type": "Article"}</script>'
        b"<body><p>x</p><script TYPE='Application/LD+JSON;charset=utf-8'>[]</script>"
    )
    assert [(document.tags[node], text) for node, text in document.json_ld] == [
        ("script", '{"@type": "Article"}'),
        ("script", "[]"),
    ]


def test_nodes_their_ranges_and_relations() -> None:
    document = read(b"<body><div id=A class='Card  Big' role=listitem><h2>T</h2><p>x <a href=/y>y</a></p></div><p>z")
    div, heading, link = document.nodes("div")[0], document.nodes("h2")[0], document.nodes("a")[0]
    paragraphs = document.nodes("p")
    assert [document.tags[node] for node in document.children(div)] == ["h2", "p"]
    assert [document.tags[node] for node in document.ancestors(link)] == ["p", "div", "body", "html"]
    assert document.ends[div] == paragraphs[1]
    assert document.parents[document.nodes("html")[0]] == -1
    assert [block.text for block in document.within(div)] == ["T", "x y"]
    assert [block.text for block in document.within(heading)] == ["T"]
    assert [block.text for block in document.within(paragraphs[1])] == ["z"]
    assert document.hint(div) == "card  big a listitem"
    assert document.hint(heading) == ""
    assert document.attributes[link]["href"] == "/y"
    assert document.nodes("p", "h2") == sorted([heading, *paragraphs])
    assert document.nodes("table") == []


@pytest.mark.parametrize(
    ("markup", "paths"),
    [
        ("<p>a", ["/html/body/p"]),
        ("<p>a<p>b", ["/html/body/p[1]", "/html/body/p[2]"]),
        ("<table><tr><td>a<tr><td>b</table>", ["/html/body/table/tr[1]/td", "/html/body/table/tr[2]/td"]),
        ("<div></div><script></script><div><p>a</div>", ["/html/body/div[2]/p"]),
        ("<div></div><o:x><p>a</p></o:x>", ["/html/body/*[2]/p"]),
        ("a<p>b</p>", ["/html/body", "/html/body/p"]),
        ("<html><p>a</p></html><p>b", ["/html[1]/body/p", "/html[2]/p"]),
    ],
)
def test_paths(markup: str, paths: list[str]) -> None:
    document = read(markup.encode())
    assert [document.path(block.node) for block in document.blocks] == paths


def test_one_page_leaves_nothing_for_the_next() -> None:
    read(b"<div style='display:none'><p>a<b>b<title>c<script type=application/ld+json>{")
    document = read(b"<p>x</p>")
    assert [(block.text, block.visibility, block.spans) for block in document.blocks] == [("x", "visible", ())]
    assert (document.title, document.json_ld, document.issues) == (None, [], ())


def test_a_page_for_each_thread() -> None:
    pages = [f"<title>{number}</title>{'<p>x<b>y</b>' * 300}".encode() for number in range(40)]
    with ThreadPoolExecutor(4) as pool:
        documents = list(pool.map(read, pages))
    assert [document.title for document in documents] == [str(number) for number in range(40)]
    assert {len(document.blocks) for document in documents} == {300}
