"""The demonstration's two sites, made from data and templates: every address and what it answers."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from importlib import resources
from string import Template
from typing import Any

import msgspec

HTML = "text/html; charset=utf-8"
XML = "application/xml; charset=utf-8"
CSS = "text/css"
STYLE = (
    b"body{font:16px/1.6 sans-serif;margin:0}.container,article,aside,section,footer{max-width:46rem;margin:0 auto;"
    b"padding:0 1rem}.chips span{display:inline-block;border:1px solid #ccd;border-radius:99px;padding:.1rem .7rem;"
    b"margin:0 .4rem .4rem 0}td,th{border:1px solid #ccd;padding:.3rem .8rem;text-align:left}table{border-collapse:"
    b"collapse}.card{border:1px solid #ccd;border-radius:8px;padding:.6rem;margin:0 0 .5rem}"
)

Maker = Callable[[str], "dict[str, Answer]"]


class Answer(msgspec.Struct, frozen=True):
    """What a path answers with status 200."""

    content_type: str
    body: bytes


def load(name: str) -> dict[str, Any]:
    """A data file of the demonstration."""
    return tomllib.loads(resources.files("guidepost.demo").joinpath("data", name).read_text(encoding="utf-8"))


def template(name: str) -> Template:
    """A page template of the demonstration."""
    return Template(resources.files("guidepost.demo").joinpath("templates", name).read_text(encoding="utf-8"))


def robots(origin: str, *, delay: float, disallow: str, sitemap: bool) -> Answer:
    """A robots.txt that names a crawl-delay, one closed path, and the sitemap where there is one."""
    lines = ["User-agent: *", f"Crawl-delay: {delay}", f"Disallow: {disallow}"]
    if sitemap:
        lines += ["", f"Sitemap: {origin}/sitemap.xml"]
    return Answer("text/plain; charset=utf-8", ("\n".join(lines) + "\n").encode())
