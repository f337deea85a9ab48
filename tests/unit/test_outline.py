"""Headings are what acts as one: pages as builders and exports write them, with their true outline."""

from __future__ import annotations

import pytest

from extractors.document import read
from extractors.document.promote import outline

_TEXT = "<p>They hire all year round, and they answer within a week, which few others in the region do.</p>"
_LIST = "<ul><li>Welding</li><li>Reading drawings</li><li>Fitting pipes</li></ul>"
_TITLE = "Hiring welders in Ghent"
_HEADS = ("Who hires", "What they ask", "What it pays")


def _each(pattern: str, *contents: str) -> str:
    """The three sections, each headed as the pattern says."""
    filled = contents or (_LIST, _TEXT, _TEXT)
    return "".join(f"{pattern.format(head)}{content}" for head, content in zip(_HEADS, filled, strict=True))


PAGES = {
    "wordpress with a menu and a widget": (
        f"<nav><ul><li><a href=/>Home</a></ul></nav><article><h1 class=entry-title>{_TITLE}</h1>"
        + _each("<h2 class=wp-block-heading>{}</h2>")
        + "</article><aside class=widget-area><h2>Recent posts</h2><ul><li><a href=/a>Fitters</a></ul></aside>"
    ),
    "elementor": f"<h1 class='elementor-heading-title'>{_TITLE}</h1>"
    + _each(
        "<div class='elementor-element elementor-widget elementor-widget-heading'><div class=inner>"
        "<h2 class='elementor-heading-title elementor-size-default'>{}</h2></div></div>"
    ),
    "divi": f"<div class=et_pb_text_inner><h1>{_TITLE}</h1></div>"
    + _each("<div class='et_pb_module et_pb_text'><div class=et_pb_text_inner><h2>{}</h2></div></div>"),
    "wix with sizes in styles": f"<h1 class=font_0>{_TITLE}</h1>"
    + _each("<div class=comp-1><p class=font_8><span style='font-size:28px'>{}</span></p></div>"),
    "squarespace": f"<div class=sqs-block-content><h1>{_TITLE}</h1></div>"
    + _each("<div class='sqs-block html-block'><div class=sqs-block-content><h3>{}</h3></div></div>"),
    "hubspot of widgets": f"<span class=hs_cos_wrapper><h1>{_TITLE}</h1></span>"
    + "".join(f"<div class='span12 widget-span widget-type-rich_text'><h2>{head}</h2>{_TEXT}</div>" for head in _HEADS),
    "webflow": f"<h1 class=heading-jumbo>{_TITLE}</h1>" + _each("<div class=w-richtext><h2>{}</h2></div>"),
    "framer with a style as heading": f"<h1 class=framer-text>{_TITLE}</h1>"
    + _each("<div class=framer-oz><p class='framer-text preset-big'>{}</p></div>", *(3 * (_TEXT,))),
    "notion": f"<header><h1 class=page-title>{_TITLE}</h1></header><div class=page-body>"
    + _each("<h1 id=a1 class=''>{}</h1>")
    + "</div>",
    "google docs": f"<p class='c2 title'><span class=c16>{_TITLE}</span></p>"
    + _each("<h1 class=c9><span class=c10>{}</span></h1>"),
    "google docs, bold lines only": f"<h1 class=c1>{_TITLE}</h1>"
    + _each("<p class=c2><span class=c5 style='font-weight:700'>{}</span></p>"),
    "word": f"<h1>{_TITLE}</h1>" + _each("<P><B><FONT SIZE=4>{}</FONT></B></P>"),
    "confluence": f"<h1 id=title-heading class=pagetitle><span id=title-text>{_TITLE}</span></h1>"
    + _each("<h1 id='x-1'>{}</h1>"),
    "mediawiki": f"<h1 id=firstHeading class=firstHeading>{_TITLE}</h1>"
    + _each(
        "<h2><span class=mw-headline>{}</span><span class=mw-editsection>[<a href=e>edit</a>]</span></h2>",
    ),
    "mkdocs": f"<h1>{_TITLE}<a class=headerlink href='#t'>¶</a></h1>"
    + _each("<h2>{}<a class=headerlink href='#s'>¶</a></h2>"),
    "a repository's page": f"<h2 class=sr-only>Repository files navigation</h2><h1>{_TITLE}</h1>"
    + _each("<h2>{}</h2>"),
    "typo3": f"<div class=csc-header><h1>{_TITLE}</h1></div>"
    + _each("<div class='csc-header csc-header-n1'><h2 class=csc-firstHeader>{}</h2></div>"),
    "tailwind": f"<h1 class='text-4xl font-bold'>{_TITLE}</h1><p class='mt-4 text-xl'>In East Flanders</p>"
    + _each("<div class='text-2xl font-semibold'>{}</div>"),
    "declared by role": f"<div role=heading aria-level=1>{_TITLE}</div>"
    + _each("<div role=heading aria-level=2>{}</div>"),
    "class alone": f"<h1>{_TITLE}</h1>" + _each("<div class=podtytul>{}</div>", *(3 * (_TEXT,))),
    "blog whose h1 is the site": "<h1 class=title><a href=/>Welders today</a></h1><h2 class=date>16 November 2025</h2>"
    f"<h3 class='post-title entry-title'>{_TITLE}</h3>" + _each("<h2>{}</h2>"),
}


def _page(body: str) -> bytes:
    return f"<html><head><title>{_TITLE} - Welders today</title></head><body>{body}</body></html>".encode()


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES)
def test_the_true_outline(body: str) -> None:
    headings = outline(read(_page(body)))
    assert [heading.text for heading in headings if heading.level > 1 and not heading.beside] == list(_HEADS)


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES)
def test_each_heading_holds_its_own_text(body: str) -> None:
    document = read(_page(body))
    for heading in outline(document):
        if heading.level > 1:
            held = [block.text for block in document.blocks[heading.first : heading.last]]
            assert held
            assert not set(held) & set(_HEADS)


def test_sections_as_h1_have_their_own_below_them() -> None:
    body = f"<h1 class=page-title>{_TITLE}</h1><h1>Employers</h1><h2>Yards</h2>{_TEXT}<h1>Pay</h1>{_TEXT}"
    levels = [(heading.text, heading.level) for heading in outline(read(_page(body)))]
    assert levels == [(_TITLE, 1), ("Employers", 2), ("Yards", 3), ("Pay", 2)]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            "".join(
                f"<div class=card><b>{name}</b><p>{name} builds ships.</p></div>" for name in ("Acme", "Bolt", "Cole")
            ),
            id="bold names in cards",
        ),
        pytest.param(
            "".join(f"<div class=card><p class=name>{name}</p><p>Ships</p></div>" for name in ("Acme", "Bolt", "Cole")),
            id="names in cards by class",
        ),
        pytest.param(
            "<p class='text-3xl font-bold'>42 days</p><p>to a signed contract</p>" + _TEXT, id="a figure on show"
        ),
        pytest.param("<p class='text-3xl font-bold'>€390</p><p>a month</p>" + _TEXT, id="a price"),
        pytest.param(
            f"<div class='admonition note'><p class=admonition-title>Mind the tax</p>{_TEXT}</div>", id="a note"
        ),
        pytest.param(
            "".join(f"<p class=line>{word}</p>" for word in ("Steel", "Ships", "Pipes", "Tanks")), id="plain lines"
        ),
        pytest.param(_TEXT + f"<p style='font-size:20px'>{_TEXT[3:-4]}</p>" + _TEXT, id="a lead in large type"),
    ],
)
def test_what_does_not_act_as_a_heading(body: str) -> None:
    page = f"<h1>{_TITLE}</h1><h2>Who hires</h2>{body}<h2>Pay</h2>{_TEXT}"
    assert [heading.text for heading in outline(read(_page(page)))] == [_TITLE, "Who hires", "Pay"]


_TABS = (
    "<h2>What they ask</h2><div class=elementor-tabs><div class=elementor-tabs-wrapper role=tablist>"
    "<div class='elementor-tab-title elementor-tab-desktop-title' role=tab>Skills</div>"
    "<div class='elementor-tab-title elementor-tab-desktop-title' role=tab>Tools</div></div>"
    "<div class=elementor-tabs-content-wrapper><div class='elementor-tab-title mobile' role=tab>Skills"
    f"</div><div class=elementor-tab-content role=tabpanel>{_LIST}</div>"
    "<div class='elementor-tab-title elementor-tab-mobile-title' role=tab>Tools</div>"
    "<div class=elementor-tab-content role=tabpanel hidden><ul><li>TIG torch</li></ul></div></div></div>"
)
_ACCORDION = (
    "<h2>Questions</h2><div class=elementor-accordion role=tablist>"
    "<div class=elementor-accordion-item><div class=elementor-tab-title role=tab><a>How long?</a></div>"
    "<div class=elementor-tab-content role=tabpanel><p>Three weeks.</p></div></div>"
    "<div class=elementor-accordion-item><div class=elementor-tab-title role=tab><a>How much?</a></div>"
    "<div class=elementor-tab-content role=tabpanel><p>A fifth.</p></div></div></div>"
)


def test_tabs_and_accordions_head_their_own_panels() -> None:
    document = read(_page(f"<h1>{_TITLE}</h1>{_TABS}{_ACCORDION}"))
    held = {
        heading.text: [block.text for block in document.blocks[heading.first : heading.last]]
        for heading in outline(document)
        if heading.rule == "tab"
    }
    assert held["Tools"] == ["TIG torch"]
    assert "Welding" in held["Skills"]
    assert held["How long?"] == ["Three weeks."]
    assert held["How much?"] == ["A fifth."]
