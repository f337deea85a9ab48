"""What tools set beside a heading for its own sake is no part of its text."""

from __future__ import annotations

import pytest

from extractors.document import read


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<h2>Companies<a class="headerlink" href="#c" title="Permalink">¶</a></h2>', "Companies"),
        ('<h2><a class="anchor" href="#pay">#</a> Pay</h2>', "Pay"),
        ('<h2>Pay <a class="hash-link" href="#pay"><span>#</span></a></h2>', "Pay"),
        ('<h3><a href="#x" class="header-anchor"><b>§</b></a>Pay</h3>', "Pay"),
        ('<h2>Tools<span class="mw-editsection"><span>[</span><a href="e">edit</a><span>]</span></span></h2>', "Tools"),
        ('<div class="mw-heading"><h2>Tools</h2><span class="mw-editsection">[<a>edit</a>]</span></div>', "Tools"),
        ("<h2>Outils [<a href=e>modifier</a> | <a href=f>modifier le code</a>]</h2>", "Outils"),
        ('<dt>Acme <a class="headerlink" href="#acme">¶</a></dt>', "Acme"),
        ("<h2>Pay [a guide]</h2>", "Pay [a guide]"),
        ("<h3>#1 Otto</h3>", "#1 Otto"),
        ("<h3>Developers in C#</h3>", "Developers in C#"),
        ("<p>As told in <a href=n>[3]</a></p>", "As told in [3]"),
        ("<table><tr><th><a href='?sort'>#</a></th></tr></table>", "#"),
    ],
)
def test_marks(html: str, text: str) -> None:
    block = read(html.encode()).blocks[0]
    assert block.text == text
    assert all(0 <= start < end <= len(text) for start, end, _ in block.spans)


def test_spans_move_with_the_text() -> None:
    document = read(b'<h2><a href="#p">#</a> <b>Pay</b> in Ghent<a href="#p">#</a></h2>')
    block = document.blocks[0]
    assert block.text == "Pay in Ghent"
    start, end, _ = next(span for span in block.spans if document.tags[span[2]] == "b")
    assert block.text[start:end] == "Pay"
