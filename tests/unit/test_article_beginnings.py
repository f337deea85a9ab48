"""How texts begin: short sentences that open them are theirs, lines of facts are not."""

from __future__ import annotations

import pytest

from extractors import extract

PROSE = "The men who repair the nets are up at four, and the coffee of the kiosk is the best in the whole town."


@pytest.mark.parametrize(
    ("opening", "kept"),
    [
        ("<p>It was raining.</p>", True),
        ("<p>“Nobody came.”</p>", True),
        ("<p>Es regnete.</p>", True),
        ("<p>下雨了。</p>", True),
        ("<p>March 5, 2024</p>", False),
        ("<p>5 min read</p>", False),
        ("<p><a href='/news'>All the news.</a></p>", False),
    ],
)
def test_short_first_paragraphs(opening: str, kept: bool) -> None:
    html = f"<html><body><article><h1>Nets and cranes</h1><div>{opening}{f'<p>{PROSE}</p>' * 4}</div></article></body>"
    assert extract(html.encode()).body.startswith(PROSE) is not kept
