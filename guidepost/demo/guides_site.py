"""Kompasrol: hiring guides for three cities and two occupations, in English, Dutch and French."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from guidepost.demo.pages import CSS, HTML, STYLE, XML, Answer, load, robots, template

CRAWL_DELAY = 0.2
_MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
}


def build(origin: str) -> dict[str, Answer]:
    """Every path of the site and its answer, for a server at `origin`."""
    data = load("guides.toml")
    pages = dict(_guides(data, origin))
    answers = {path: Answer(HTML, text.encode()) for path, text in pages.items()}
    for language in data["languages"]:
        for path, title, content in _plain_pages(data, language):
            answers[path] = Answer(HTML, _plain(data, language, origin + path, title, content).encode())
    answers["/"] = Answer(HTML, _welcome(data, origin).encode())
    answers["/style.css"] = Answer(CSS, STYLE)
    answers["/robots.txt"] = robots(origin, delay=CRAWL_DELAY, disallow="/internal/", sitemap=True)
    answers["/sitemap.xml"] = Answer(XML, _sitemap(data, origin, list(pages)).encode())
    return answers


def _guides(data: dict[str, Any], origin: str) -> Iterator[tuple[str, str]]:
    page = template("guide.html")
    for language in data["languages"]:
        for city in data["cities"]:
            for occupation in data["occupations"]:
                yield (
                    _path(language, city, occupation),
                    page.substitute(_values(data, origin, language, city, occupation)),
                )


def _values(
    data: dict[str, Any], origin: str, language: str, city: dict[str, Any], occupation: dict[str, Any]
) -> dict[str, str]:
    text = data["text"][language]
    bands = [[round(amount * city["factor"], -2) for amount in band] for band in occupation["bands"]]
    words = {
        "city": city["name"][language],
        "country": city["country"][language],
        "singular": occupation["singular"][language],
        "plural": occupation["plural"][language],
        "weeks": str(occupation["weeks"]),
        "reason": city["reason"][language],
        "date": _date(language, city["updated"]),
        "low": money(language, bands[0][0]),
        "high": money(language, bands[2][1]),
    }

    def say(key: str) -> str:
        sentence = text[key].format(**words)
        return escape(sentence[0].upper() + sentence[1:])

    return {
        **{key: say(key) for key in ("title", "lead", "updated", "pay_note", "faq_time", "faq_time_answer")},
        **{key: say(key) for key in ("faq_remote", "faq_remote_answer", "cta", "cta_text", "cta_button", "footer")},
        **{key: say(key) for key in ("home", "jobs", "about", "contact")},
        **{f"{key}_heading": say(key) for key in ("overview", "companies", "hubs", "universities", "role", "skills")},
        **{f"{key}_heading": say(key) for key in ("tools", "career", "demand", "why", "pay", "faq", "related")},
        "language": language,
        "locale": text["locale"],
        "url": origin + _path(language, city, occupation),
        "breadcrumb": json.dumps(_breadcrumb(text, words, f"{origin}/{language}/"), ensure_ascii=False),
        "alternates": "\n".join(
            f'<link rel="alternate" hreflang="{other}" href="{origin}{_path(other, city, occupation)}">'
            for other in data["languages"]
        ),
        "language_links": " ".join(
            f'<a href="{_path(other, city, occupation)}">{other.upper()}</a>' for other in data["languages"]
        ),
        **_lists(language, city, occupation),
        "why": say("why_text"),
        "level_head": say("level"),
        "pay_head": say(f"pay_{city['pay']}"),
        "pay_rows": "".join(
            f"<tr><td>{escape(level)}</td><td>{_range(language, city['pay'], band)}</td></tr>"
            for level, band in zip(text["levels"], bands, strict=True)
        ),
        "related": _related(data, language, city, occupation),
    }


def _lists(language: str, city: dict[str, Any], occupation: dict[str, Any]) -> dict[str, str]:
    return {
        "overview": escape(city["overview"][language]),
        "companies": "".join(
            f'<li><svg class="tick" viewBox="0 0 8 8"><path d="M1 4l2 2 4-4"/></svg><span>{escape(name)}</span></li>'
            for name in city["companies"]
        ),
        "hubs": "".join(f'<div class="card"><strong>{escape(name)}</strong></div>' for name in city["hubs"]),
        "universities": "".join(f"<li>{escape(name)}</li>" for name in city["universities"]),
        "about_role": escape(occupation["about"][language]),
        "skills": "".join(f'<span class="chip">{escape(name)}</span>' for name in occupation["skills"]),
        "tools": "".join(f'<span class="chip">{escape(name)}</span>' for name in occupation["tools"]),
        "career": escape(" → ".join(occupation["career"][language])),
        "demand": escape(occupation["demand"][language]),
    }


def _related(data: dict[str, Any], language: str, city: dict[str, Any], occupation: dict[str, Any]) -> str:
    """Links to the guides that share the city or the occupation."""
    text = data["text"][language]
    others = [
        (
            _path(language, other_city, other),
            text["title"].format(plural=other["plural"][language], city=other_city["name"][language]),
        )
        for other_city in data["cities"]
        for other in data["occupations"]
        if (other_city is city) != (other is occupation)
    ]
    return "".join(f'<li><a href="{path}">{escape(title)}</a></li>' for path, title in others)


def _breadcrumb(text: dict[str, Any], words: dict[str, str], home: str) -> dict[str, Any]:
    title = text["title"].format(**words)
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": text["home"], "item": home},
            {"@type": "ListItem", "position": 2, "name": title[0].upper() + title[1:]},
        ],
    }


def money(language: str, amount: float) -> str:
    """An amount in euros as a reader of the language would write it."""
    digits = f"{amount:,.0f}"
    if language == "nl":
        return "€ " + digits.replace(",", ".")
    if language == "fr":
        return digits.replace(",", "\u202f") + "\u00a0€"
    return "€" + digits


def _range(language: str, period: str, band: list[float]) -> str:
    low, high = (amount if period == "year" else round(amount / 12, -1) for amount in band)
    return escape(f"{money(language, low)} – {money(language, high)}")


def _date(language: str, iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{int(day)} {_MONTHS[language][int(month) - 1]} {year}"


def _path(language: str, city: dict[str, Any], occupation: dict[str, Any]) -> str:
    return f"/{language}/{city['slug']}/{occupation['slug'][language]}"


def _plain_pages(data: dict[str, Any], language: str) -> Iterator[tuple[str, str, str]]:
    text = data["text"][language]
    links = "".join(
        f'<li><a href="{_path(language, city, occupation)}">'
        + escape(text["title"].format(plural=occupation["plural"][language], city=city["name"][language]))
        + "</a></li>"
        for city in data["cities"]
        for occupation in data["occupations"]
    )
    yield f"/{language}/", text["home"], f'<p>{escape(text["home_lead"])}</p><ul class="guides">{links}</ul>'
    yield f"/{language}/about", text["about"], f"<p>{escape(text['footer'])}</p>"
    yield f"/{language}/contact", text["contact"], f"<p>{escape(text['cta_text'])}</p>"
    yield f"/{language}/jobs", text["jobs"], f"<p>{escape(text['footer'])}</p>"


def _plain(data: dict[str, Any], language: str, url: str, title: str, content: str) -> str:
    text = data["text"][language]
    return template("plain.html").substitute(
        language=language,
        title=escape(f"{title} | {data['name']}"),
        site=data["name"],
        url=url,
        head="",
        kind="plain",
        navigation=f'<a href="/{language}/">{data["name"]}</a> <a href="/{language}/jobs">{escape(text["jobs"])}</a>',
        heading=escape(title),
        content=content,
        footer=escape(text["footer"]),
    )


def _welcome(data: dict[str, Any], origin: str) -> str:
    links = "".join(f'<li><a href="/{language}/">{language.upper()}</a></li>' for language in data["languages"])
    return _plain(data, "en", origin + "/", data["name"], f"<ul>{links}</ul>")


def _sitemap(data: dict[str, Any], origin: str, paths: list[str]) -> str:
    updated = {city["slug"]: city["updated"] for city in data["cities"]}
    entries = "".join(
        f"<url><loc>{origin}{path}</loc><lastmod>{updated[path.split('/')[2]]}</lastmod></url>" for path in paths
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
    )
