# ruff: noqa: E501
"""Lists found by structure: whatever the mark-up, some column holds just the names."""

from __future__ import annotations

import pytest

from extractors.document import read
from extractors.document.promote import outline
from extractors.guide.lists.find import find_columns
from extractors.guide.lists.read import candidates
from extractors.guide.lists.runs import runs_of

NAMES = ["Globant", "Naranja X", "Mercado Libre", "Santex"]


def columns(body: str, language: str = "en") -> list[list[str]]:
    """The names of each column of a page."""
    document = read(f"<html><body><main><h2>Heading</h2>{body}</main></body></html>".encode())
    return [
        [item.text for item in column.items] for column in find_columns(document, language, list(runs_of(document)))
    ]


def each(form: str, **more: str) -> str:
    return "".join(form.format(n=name, i=place, **more) for place, name in enumerate(NAMES, 1))


MARKUP = {
    "list items": f"<ul>{each('<li>{n}</li>')}</ul>",
    "list items with places after a comma": f"<ul>{each('<li>{n}, Córdoba</li>')}</ul>",
    "bold names with descriptions": f"<ul>{each('<li><b>{n}</b> – software, two floors</li>')}</ul>",
    "names before a colon": f"<ul>{each('<li>{n}: hires all year</li>')}</ul>",
    "chips without separators": f"<div>{each('<span class=chip>{n}</span>')}</div>",
    "chips of utility classes": f"<div class='flex gap-2'>{each('<span class=px-3>{n}</span>')}</div>",
    "cards with a place and a button": f"<div>{each('<div class=card><h3>{n}</h3><p>Córdoba</p><a href=/jobs/{i}>View jobs</a></div>')}</div>",
    "cards without any class": f"<div>{each('<div><div>{n}</div><div>Córdoba</div></div>')}</div>",
    "numbers in an element of their own": f"<div>{each('<div><div>0{i}</div><div>{n}</div></div>')}</div>",
    "numbers in front": f"<ol>{each('<li>{i}. {n}</li>')}</ol>",
    "hash numbers in headings": each("<h3>#{i} {n}</h3><p>Something about them, and why it matters.</p>"),
    "counts behind": f"<ul>{each('<li>{n} 1{i} jobs</li>')}</ul>",
    "ratings behind": f"<ul>{each('<li>{n} 4.{i} ★</li>')}</ul>",
    "terms and definitions": f"<dl>{each('<dt>{n}</dt><dd>Software for banks, and more of it.</dd>')}</dl>",
    "folded boxes": each("<details><summary>{n}</summary><p>Software for banks.</p></details>"),
    "lines apart by br": "<p>" + "<br>".join(NAMES) + "</p>",
    "bullets typed by hand": "<p>" + "<br>".join(f"• {name}" for name in NAMES) + "</p>",
    "commas": f"<p>{', '.join(NAMES)}</p>",
    "commas and a conjunction": f"<p>{', '.join(NAMES[:-1])} and {NAMES[-1]}</p>",
    "semicolons": f"<p>{'; '.join(NAMES)}</p>",
    "middots": f"<p>{' · '.join(NAMES)}</p>",
    "a table's first column": f"<table><tr><th>Who</th><th>Where</th></tr>{each('<tr><td>{n}</td><td>Córdoba</td></tr>')}</table>",
    "a table's third column": f"<table><tr><th>#</th><th>Where</th><th>Who</th></tr>{each('<tr><td>{i}</td><td>Here</td><td>{n}</td></tr>')}</table>",
    "pictures with alternative texts": f"<ul>{each('<li><img src=/{i}.png alt=&quot;{n}&quot;></li>')}</ul>".replace(
        "&quot;", '"'
    ),
    "groups with a label": "<ul><li>North: Globant, Naranja X</li><li>South: Mercado Libre, Santex</li></ul>",
    "groups in a table": "<table><tr><th>North</th><td>Globant, Naranja X</td></tr><tr><th>South</th><td>Mercado Libre, Santex</td></tr></table>",
    "an ordered list a step": each("<ol start={i}><li>{n}</li></ol>"),
    "labels that count": f"<ul>{each('<li>Step {i}: {n}</li>')}</ul>",
    "a sentence": "<p>Most of them work for Globant, Naranja X, Mercado Libre or Santex these days.</p>",
    "several sentences": "<p>Half work for Globant and Naranja X. The other half chose Mercado Libre. Then there is Santex.</p>",
}


@pytest.mark.parametrize("body", MARKUP.values(), ids=MARKUP.keys())
def test_some_column_holds_just_the_names(body: str) -> None:
    assert NAMES in columns(body)


def test_cells_of_one_card_are_no_list() -> None:
    body = each("<div class=card><div>RETAIL</div><div>{n}</div><div>Checkout</div></div>")
    assert ["RETAIL", "Globant", "Checkout"] not in columns(body)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Qatar University and the University of Doha for Science and Technology train most of them.",
         ["Qatar University", "University of Doha for Science and Technology"]),
        ("Outside the banks, Paystack and Moniepoint pay best.", ["Paystack", "Moniepoint"]),
    ],
)  # fmt: skip
def test_names_in_sentences_are_whole_and_apart(text: str, names: list[str]) -> None:
    assert names in columns(f"<p>{text}</p>")


def test_hostile_lists_cost_bounded_time() -> None:
    deep = "<ul><li>" * 400 + "x" + "</li></ul>" * 400
    wide = "<div>" + "<p class=a>Name</p>" * 5000 + "</div>"
    document = read(f"<body>{deep}{wide}{'<br>a, b, c' * 3000}</body>".encode())
    assert candidates(document, outline(document), "en") is not None


def test_titles_of_sections_are_no_list() -> None:
    sections = "".join(
        f"<section><h2>{title}</h2><p>Something that is told of it, in a sentence.</p></section>"
        for title in ("Key companies", "Universities", "Skills", "Salaries", "Career path")
    )
    document = read(f"<body><main><h1>Hiring welders in Ghent</h1>{sections}</main></body>".encode())
    told = candidates(document, outline(document), "en", every=True)
    assert all("Key companies" not in [item.text for item in one.column.items] for one in told)
