"""Zones: what class names, tables and links say is a menu or a column beside the text, and what they say in vain."""

from __future__ import annotations

import pytest

from extractors.document import Document, read
from extractors.document.zones import zones_of

_PROSE = "<p>They hire all year round, and they answer within a week, which few others in the region do.</p>"
_ITEMS = "<ul><li>Welding</li><li>Reading drawings</li><li>Fitting pipes</li><li>Bending sheets</li></ul>"


def _zone(document: Document, text: str) -> str | None:
    found = next(block for block in document.blocks if text in block.text)
    return zones_of(document)[found.node]


def _page(*parts: str) -> Document:
    return read(f"<html><body><h1>Hiring welders</h1>{''.join(parts)}</body></html>".encode())


@pytest.mark.parametrize(
    "part",
    [
        f"<h2>Skills</h2><div class='Tags-module--list--x1'>{_ITEMS}</div>",
        "<h2>Skills</h2><div class='tags'><a href='https://a.example'>Acme welding</a>"
        "<a href='https://b.example'>Bolt</a></div>",
        f"<section class='popular-tools'><h2>Tools in every shop</h2>{_ITEMS}</section>",
        f"<div class='menu-skills'><h2>Skills</h2>{_ITEMS}</div>",
        f"<div class='social-skills'><h3>With people</h3>{_ITEMS}</div>",
        f"<div class='promo-grid'><h2>Skills</h2>{_ITEMS}</div>",
        "<div class='author-pay'><table><tr><td>Acme<td>Welding<tr><td>Bolt<td>Pipes<tr><td>Cole<td>Pay</table></div>",
    ],
)
def test_an_unlucky_name_is_no_zone(part: str) -> None:
    document = _page(_PROSE, part, "<h2>Pay</h2>", _PROSE)
    assert _zone(document, "elding") is None


@pytest.mark.parametrize(
    ("part", "zone"),
    [
        ("<div class='tags'><a href='/tag/welding'>Welding</a> <a href='/tag/pay'>Pay</a></div>", "tags"),
        (
            "<h4>Filed under</h4><ul class='tag-list'><li><a rel=tag href='/w'>Welding</a>"
            "<li><a rel=tag href='/p'>Pay</a><li><a rel=tag href='/q'>Quays</a></ul>",
            "tags",
        ),
        (
            "<div class='related-posts'><h2>More</h2><ul><li><a href='/w'>Welding abroad</a>"
            "<li><a href='/f'>Fitters</a><li><a href='/p'>Pipes</a></ul></div>",
            "related",
        ),
        ("<div class='menu'><a href='/w'>Welding</a></div>", "nav"),
        ("<div class='banner'><p>Welding masks at half the price.</p></div>", "ad"),
        ("<div class='newsletter'><p>Welding news, monthly.</p><form><input type=email></form></div>", "newsletter"),
    ],
)
def test_a_zone_stays_one(part: str, zone: str) -> None:
    document = _page(_PROSE * 3, part)
    assert _zone(document, "elding") == zone


def test_a_banner_with_a_section_asks_to_act() -> None:
    document = _page("<h2>Pay</h2>", _PROSE, "<div class='banner'><h2>Short of hands?</h2><p>Write to us.</p></div>")
    assert _zone(document, "Short of hands") == "cta"


@pytest.mark.parametrize(
    "name",
    [
        "row-fluid-wrapper widget-span widget-type-cell",
        "widget-span widget-type-rich_text",
        "so-panel widget widget_sow-editor",
        "panel-widget sidebar-block",
        "banner-block",
    ],
)
def test_what_holds_the_page_is_no_widget(name: str) -> None:
    document = _page(*(f"<div class='{name}'><h2>Part {number}</h2>{_PROSE}</div>" for number in range(5)))
    assert {zones_of(document)[block.node] for block in document.blocks} <= {None, "cta"}


_MENU = "".join(f"<tr><td><a href='{number}.html'>Page {number}</a></td></tr>" for number in range(9))
_SIDE = "<b>32 000 00</b><p>Mon-Fri 8-16</p>"
_TEXT = f"<h1>Hiring welders</h1><div class=pod>Who hires</div>{_PROSE * 2}<div class=pod>Pay</div>{_PROSE * 4}"


@pytest.mark.parametrize(
    ("left", "right"), [("width=190", "width=180"), ("width=20%", "width=20%"), ("style='width:190px'", "width=180")]
)
def test_columns_of_a_layout_table(left: str, right: str) -> None:
    wide = "style='width:530px'" if "style" in left else "width=60%" if "%" in left else "width=530"
    document = read(
        f"<table><tr><td colspan=3><a href=a>Home page</a></td></tr><tr><td {left}><table>{_MENU}</table></td>"
        f"<td {wide}>{_TEXT}</td><td {right}>{_SIDE}</td></tr>"
        "<tr><td colspan=3>© Acme Ltd</td></tr></table>".encode()
    )
    assert _zone(document, "Page 3") == "nav"
    assert _zone(document, "Who hires") is None
    assert _zone(document, "They hire") is None
    assert _zone(document, "Mon-Fri") == "aside"
    assert _zone(document, "Acme Ltd") == "footer"


def test_two_columns_of_text_are_both_the_page() -> None:
    document = read(
        f"<h1>Pay</h1><table><tr><td width=50%><h2>Left</h2>{_PROSE * 3}</td>"
        f"<td width=50%><h2>Right</h2>{_PROSE * 2}<p>Bending sheets</p></td></tr></table>".encode()
    )
    assert _zone(document, "Right") is None
    assert _zone(document, "Bending") is None


def test_a_table_of_data_has_no_zones() -> None:
    rows = "".join(f"<tr><td width=20%><a href=/{name}>{name}</a><td>{_PROSE}</tr>" for name in "ABCDEFGHIJ")
    document = read(f"<h1>Employers</h1><table>{rows}</table>".encode())
    assert {zones_of(document)[block.node] for block in document.blocks} == {None}
