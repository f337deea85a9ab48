"""Made-up pages from a bank of sections: the same words in any of a hundred mark-ups.

A section of the bank has a kind, a heading, perhaps a sentence that leads in, and items (name, place, description,
count). `page` puts several on one page, each list in a mark-up drawn by lot, so that a model that learns from them
learns words and shapes, and no template.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

Section = Mapping[str, Any]
Item = Mapping[str, Any]
_STYLES = ("wp", "elementor", "tailwind", "webflow", "hubspot", "squarespace", "plain", "bare", "notion", "drupal")
_MORE = {
    "en": ("View jobs", "Read more", "and {} more"),
    "de": ("Stellen ansehen", "Mehr erfahren", "und {} weitere"),
    "nl": ("Bekijk vacatures", "Lees meer", "en nog {} andere"),
    "fr": ("Voir les offres", "En savoir plus", "et {} autres"),
    "es": ("Ver ofertas", "Leer más", "y {} más"),
    "pt": ("Ver vagas", "Saiba mais", "e mais {}"),
    "it": ("Vedi offerte", "Leggi tutto", "e altri {}"),
    "pl": ("Zobacz oferty", "Czytaj więcej", "i {} innych"),
}
_AND = {"en": "and", "de": "und", "nl": "en", "fr": "et", "es": "y", "pt": "e", "it": "e", "pl": "i"}
_NAV = ("Home", "Blog", "Jobs", "Pricing", "About", "Contact", "Login", "Services", "Academy")


class Style:
    """Class names of one made-up site."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.name = rng.choice(_STYLES)
        self.word = "".join(rng.choice("bcdfgklmnprstvz") + rng.choice("aeiou") for _ in range(3))
        self.form = rng.choice(("{}", "{}__{}", "{}-{}", "sc-{}{}"))

    def css(self, part: str) -> str:
        """The class attribute of a part, as the site's builder writes it; often none."""
        rng = self.rng
        if self.name in ("bare", "notion") or (self.name == "plain" and rng.random() < 0.6):
            return ""
        if self.name == "tailwind":
            pool = "flex grid mt-4 mb-2 text-lg font-semibold rounded-xl border p-6 gap-4 text-sm text-gray-600 px-3 py-1 bg-slate-100 items-center w-full".split()
            return f' class="{" ".join(rng.sample(pool, rng.randint(2, 5)))}"'
        prefix = {
            "wp": "wp-block-",
            "elementor": "elementor-",
            "webflow": "w-",
            "hubspot": "hs-",
            "squarespace": "sqs-",
            "drupal": "field--",
        }.get(self.name, "")
        if rng.random() < 0.4:
            return f' class="{prefix}{part}"'
        return f' class="{self.word}{rng.choice("-_")}{part}"'


def page(sections: Sequence[Section], rng: random.Random) -> tuple[str, dict[str, list[str]]]:
    """The page as HTML, and the names by kind of section that stand on it."""
    style = Style(rng)
    language = sections[0]["lang"]
    gold: dict[str, list[str]] = {}
    parts: list[str] = []
    level = rng.choice((2, 2, 2, 2, 3))
    drawn = {kind: rng.choice(_LISTS) for kind in {str(section["kind"]) for section in sections}}
    for section in sections:
        parts.append(_section(section, style, level, gold, drawn[str(section["kind"])] if rng.random() < 0.3 else None))
    title = (
        sections[0].get("title") or f"{sections[0].get('trade', '')} {sections[0].get('city', '')}".strip().capitalize()
    )
    nav = "".join(f'<li><a href="/{word.lower()}">{word}</a></li>' for word in rng.sample(_NAV, 5))
    html = (
        f'<!doctype html><html lang="{language}"><head><title>{escape(title)}</title></head><body>'
        f"<header><nav><ul>{nav}</ul></nav></header><main><h1>{escape(title)}</h1>{''.join(parts)}</main>"
        f"<footer><ul>{nav}</ul><p>© 2026</p></footer></body></html>"
    )
    return html, gold


def _section(
    section: Section, style: Style, level: int, gold: dict[str, list[str]], drawn: Callable[..., str] | None
) -> str:
    rng = style.rng
    items = list(section.get("items") or ())
    prose = section.get("prose")
    body = ""
    lead = section.get("lead")
    if lead and rng.random() < 0.75:
        body += f"<p{style.css('text')}>{escape(lead)}</p>"
    if prose and (not items or rng.random() < 0.25):
        body += f"<p{style.css('text')}>{escape(prose)}</p>"
        names = [str(name) for name in section.get("names") or ()]
    elif items:
        draw = drawn or rng.choice(_LISTS)
        body += draw(items, style, section)
        names = [str(item["n"]) for item in items]
    else:
        body += f"<p>{escape(section.get('text') or '')}</p>"
        names = []
    if names:
        gold.setdefault(str(section["kind"]), []).extend(names)
    return _headed(section, style, level, body)


def _headed(section: Section, style: Style, level: int, body: str) -> str:
    rng = style.rng
    heading = escape(str(section["heading"]))
    kicker = (
        f"<p{style.css('kicker')}>{escape(section['kicker'])}</p>"
        if section.get("kicker") and rng.random() < 0.5
        else ""
    )
    form = rng.random()
    if style.name == "elementor":
        head = f'<div class="elementor-widget elementor-widget-heading"><div class="elementor-widget-container"><h{level} class="elementor-heading-title">{heading}</h{level}></div></div>'
    elif form < 0.06:
        head = f"<p><strong>{heading}</strong></p>"
    elif form < 0.1:
        head = f'<div class="section-title">{heading}</div>'
    else:
        head = f"<h{level}{style.css('title')}>{heading}</h{level}>"
    if rng.random() < 0.5:
        return f"<section{style.css('section')}>{kicker}{head}{body}</section>"
    if rng.random() < 0.4:
        return f"<div{style.css('block')}><div{style.css('inner')}>{kicker}{head}{body}</div></div>"
    return kicker + head + body


# --- lists -------------------------------------------------------------------------------------------------------------


def _label(item: Item, rng: random.Random) -> str:
    return escape(str(item["n"]))


def _button(style: Style, section: Section) -> str:
    word = _MORE.get(str(section["lang"]), _MORE["en"])[0]
    return f'<a{style.css("btn")} href="/jobs/{style.rng.randint(1, 999)}">{word}</a>'


def _plain(items: Sequence[Item], style: Style, section: Section) -> str:
    tag = style.rng.choice(("ul", "ul", "ul", "ol"))
    link = style.rng.random() < 0.3
    inner = "".join(f"<li>{_linked(item, style) if link else _label(item, style.rng)}</li>" for item in items)
    return f"<{tag}{style.css('list')}>{inner}</{tag}>"


def _linked(item: Item, style: Style) -> str:
    slug = "-".join(str(item["n"]).lower().split())[:40]
    base = style.rng.choice(("/company/", "/", "https://www.example.org/", "/wiki/"))
    return f'<a href="{base}{escape(slug)}">{escape(str(item["n"]))}</a>'


def _described(items: Sequence[Item], style: Style, section: Section) -> str:
    rng = style.rng
    mark = rng.choice((" – ", ": ", " — ", " - "))
    bold = rng.random() < 0.6
    rows = []
    for item in items:
        name = f"<b>{_label(item, rng)}</b>" if bold else _label(item, rng)
        rest = item.get("d") or item.get("p")
        rows.append(f"<li>{name}{mark + escape(str(rest)) if rest else ''}</li>")
    return f"<ul>{''.join(rows)}</ul>"


def _placed(items: Sequence[Item], style: Style, section: Section) -> str:
    form = style.rng.choice(("{n}, {p}", "{n} ({p})", "{n} · {p}", "{n} | {p}"))
    rows = "".join(
        f"<li>{escape(form.format(n=item['n'], p=item['p'])) if item.get('p') else _label(item, style.rng)}</li>"
        for item in items
    )
    return f"<ul{style.css('list')}>{rows}</ul>"


def _chips(items: Sequence[Item], style: Style, section: Section) -> str:
    rng = style.rng
    tag = rng.choice(("span", "span", "a", "li", "div", "button"))
    gap = rng.choice(("", " ", "\n"))
    css = style.css("chip")
    inner = gap.join(f"<{tag}{css}>{_label(item, rng)}</{tag}>" for item in items)
    outer = "ul" if tag == "li" else "div"
    return f"<{outer}{style.css('chips')}>{inner}</{outer}>"


def _cards(items: Sequence[Item], style: Style, section: Section) -> str:
    rng = style.rng
    head = rng.choice(("h3", "h4", "div", "p", "strong", "a"))
    shape = rng.sample(("logo", "place", "text", "count", "button", "number"), rng.randint(1, 4))
    card, title, sub = style.css("card"), style.css("name"), style.css("meta")
    cards = []
    for number, item in enumerate(items, 1):
        inner = f"<{head}{title}>{_label(item, rng)}</{head}>"
        if "logo" in shape:
            inner = f'<img src="/l/{number}.svg" alt="{escape(str(item["n"]))} logo">' + inner
        if "number" in shape:
            inner = f"<span{style.css('num')}>{number:02d}</span>" + inner
        if "place" in shape and item.get("p"):
            inner += f"<span{sub}>{escape(str(item['p']))}</span>"
        if "count" in shape and item.get("c"):
            inner += f"<span{sub}>{escape(str(item['c']))}</span>"
        if "text" in shape and item.get("d"):
            inner += f"<p{sub}>{escape(str(item['d']))}</p>"
        if "button" in shape:
            inner += _button(style, section)
        cards.append(f"<div{card}>{inner}</div>")
    if rng.random() < 0.15:
        cards += cards[:2]
    return f"<div{style.css('grid')}>{''.join(cards)}</div>"


def _table(items: Sequence[Item], style: Style, section: Section) -> str:
    rng = style.rng
    columns = ["n", *[key for key in ("p", "d", "c") if all(item.get(key) for item in items)]]
    rng.shuffle(columns)
    rank = rng.random() < 0.3
    heads = {
        "n": section.get("col") or rng.choice(("", "Name")),
        "p": rng.choice(("City", "Where", "")),
        "d": "",
        "c": "",
    }
    head = "".join(f"<th>{escape(str(heads[column]))}</th>" for column in columns)
    rows = "".join(
        f"<tr>{f'<td>{place}</td>' if rank else ''}{''.join(f'<td>{escape(str(item[column]))}</td>' for column in columns)}</tr>"
        for place, item in enumerate(items, 1)
    )
    top = f"<thead><tr>{'<th>#</th>' if rank else ''}{head}</tr></thead>" if rng.random() < 0.8 else ""
    return f"<table{style.css('table')}>{top}<tbody>{rows}</tbody></table>"


def _terms(items: Sequence[Item], style: Style, section: Section) -> str:
    return (
        "<dl>"
        + "".join(
            f"<dt>{_label(item, style.rng)}</dt><dd>{escape(str(item.get('d') or item.get('p') or '–'))}</dd>"
            for item in items
        )
        + "</dl>"
    )


def _folded(items: Sequence[Item], style: Style, section: Section) -> str:
    return "".join(
        f"<details><summary>{_label(item, style.rng)}</summary><p>{escape(str(item.get('d') or item.get('p') or ''))}</p></details>"
        for item in items
    )


def _broken(items: Sequence[Item], style: Style, section: Section) -> str:
    mark = style.rng.choice(("", "• ", "- ", "✓ "))
    numbered = style.rng.random() < 0.3
    lines = [f"{f'{place}. ' if numbered else mark}{_label(item, style.rng)}" for place, item in enumerate(items, 1)]
    return f"<p>{'<br>'.join(lines)}</p>"


def _subheads(items: Sequence[Item], style: Style, section: Section) -> str:
    numbered = style.rng.random() < 0.5
    tag = style.rng.choice(("h3", "h3", "h4"))
    return "".join(
        f"<{tag}>{f'{place}. ' if numbered else ''}{_label(item, style.rng)}</{tag}><p>{escape(str(item.get('d') or item.get('p') or ''))}</p>"
        for place, item in enumerate(items, 1)
    )


def _bold_lines(items: Sequence[Item], style: Style, section: Section) -> str:
    return "".join(
        f"<p><strong>{_label(item, style.rng)}</strong>{style.rng.choice((' ', ': ', '<br>'))}{escape(str(item.get('d') or item.get('p') or ''))}</p>"
        for item in items
    )


def _line(items: Sequence[Item], style: Style, section: Section) -> str:
    names = [_label(item, style.rng) for item in items]
    mark = style.rng.choice((", ", ", ", "; ", " · ", " | ", " / ", " • "))
    if mark == ", " and len(names) > 2 and style.rng.random() < 0.6:
        word = _AND.get(str(section["lang"]), "and")
        return f"<p>{', '.join(names[:-1])} {word} {names[-1]}.</p>"
    return f"<p>{mark.join(names)}</p>"


def _groups(items: Sequence[Item], style: Style, section: Section) -> str:
    rng = style.rng
    labels = section.get("groups")
    if not labels or len(items) < 5:
        return _line(items, style, section)
    size = -(-len(items) // len(labels))
    rows = []
    for place, label in enumerate(labels):
        names = ", ".join(_label(item, rng) for item in items[place * size : (place + 1) * size])
        if names:
            rows.append((escape(str(label)), names))
    form = rng.random()
    if form < 0.4:
        return "<ul>" + "".join(f"<li><b>{label}:</b> {names}</li>" for label, names in rows) + "</ul>"
    if form < 0.6:
        return "<table>" + "".join(f"<tr><th>{label}</th><td>{names}</td></tr>" for label, names in rows) + "</table>"
    if form < 0.8:
        return "<dl>" + "".join(f"<dt>{label}</dt><dd>{names}</dd>" for label, names in rows) + "</dl>"
    return "".join(
        f"<h4>{label}</h4><ul>{''.join(f'<li>{name}</li>' for name in names.split(', '))}</ul>" for label, names in rows
    )


def _pictures(items: Sequence[Item], style: Style, section: Section) -> str:
    if section["kind"] not in ("key_companies", "hubs", "universities", "tools"):
        return _plain(items, style, section)
    tag = style.rng.choice(("li", "div", "figure"))
    inner = "".join(
        f'<{tag}><img src="/i/{n}.png" alt="{escape(str(item["n"]))}"></{tag}>' for n, item in enumerate(items)
    )
    return f"<{'ul' if tag == 'li' else 'div'}{style.css('logos')}>{inner}</{'ul' if tag == 'li' else 'div'}>"


def _numbers(items: Sequence[Item], style: Style, section: Section) -> str:
    return "".join(
        f"<div{style.css('row')}><div{style.css('num')}>{n}</div><div{style.css('body')}>{_label(item, style.rng)}</div></div>"
        for n, item in enumerate(items, 1)
    )


_LISTS: tuple[Callable[[Sequence[Item], Style, Section], str], ...] = (
    _plain, _plain, _described, _described, _placed, _chips, _chips, _cards, _cards, _cards, _table, _terms, _folded, _broken,
    _subheads, _bold_lines, _line, _line, _groups, _groups, _pictures, _numbers,
)  # fmt: skip
