"""Harbour & Finch: a recruiter's blog with visible bylines, bio boxes, a feed, pages of teasers and a dead link."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from email.utils import format_datetime
from html import escape
from typing import Any

from guidepost.demo.pages import CSS, HTML, STYLE, Answer, load, robots, template

CRAWL_DELAY = 0.25
DEAD_LINK = "/blog/autumn-fair"
CLOSED = "/blog/drafts/"


def build(origin: str) -> dict[str, Answer]:
    """Every path of the site and its answer, for a server at `origin`."""
    data = load("blog.toml")
    posts: list[dict[str, Any]] = data["posts"]
    answers = {f"/blog/{post['slug']}/": Answer(HTML, _post(data, post, origin).encode()) for post in posts}
    size = data["per_page"]
    chunks = [posts[start : start + size] for start in range(0, len(posts), size)]
    for number, chunk in enumerate(chunks, start=1):
        answers[_list_path(number)] = Answer(HTML, _list(data, chunk, number, len(chunks), origin).encode())
    answers["/"] = Answer(HTML, _plain(data, origin, "/", data["name"], _home(data)).encode())
    answers["/contact"] = Answer(HTML, _plain(data, origin, "/contact", "Contact", "<p>Write to us.</p>").encode())
    answers[CLOSED] = Answer(HTML, _plain(data, origin, CLOSED, "Drafts", "<p>Not for publication.</p>").encode())
    answers["/style.css"] = Answer(CSS, STYLE)
    answers["/robots.txt"] = robots(origin, delay=CRAWL_DELAY, disallow=CLOSED, sitemap=False)
    answers["/feed.xml"] = Answer("application/rss+xml; charset=utf-8", _feed(data, origin).encode())
    return answers


def _list_path(number: int) -> str:
    return "/blog/" if number == 1 else f"/blog/page/{number}/"


def _post(data: dict[str, Any], post: dict[str, Any], origin: str) -> str:
    author = next((one for one in data["authors"] if one["name"] == post["author"]), None)
    parts = []
    if post["byline"] == "by_bar":
        parts.append(f"By {escape(post['author'])} |")
    if post["date"]:
        day = date.fromisoformat(post["date"])
        parts.append(f'<time datetime="{post["date"]}">{day.day} {day:%B %Y}</time>')
    bio = ""
    if author and post["byline"] != "none":
        bio = (
            f'<div class="author-box"><h4>{escape(author["name"])}</h4><p><em>Written by {escape(author["name"])}</em>'
            f", {escape(author['job_title'])}</p><p>{escape(author['bio'])}</p></div>"
        )
    related = "".join(
        f'<div class="teaser"><a href="/blog/{other["slug"]}/">{escape(other["title"])}</a>'
        f"<span>By {escape(other['author'])}</span></div>"
        for other in data["posts"]
        if other is not post and other["author"] != post["author"]
    )
    return template("post.html").substitute(
        language=post.get("language", "en"),
        title=escape(post["title"]),
        url=f"{origin}/blog/{post['slug']}/",
        json_ld=_json_ld(data, post) if post["json_ld"] else "",
        meta=" ".join(parts),
        body=_paragraphs(post["body"]),
        bio=bio,
        related=related,
    )


def _json_ld(data: dict[str, Any], post: dict[str, Any]) -> str:
    organisation = post["author"] == data["name"]
    value = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": post["title"],
        "datePublished": post["date"],
        "author": {"@type": "Organization" if organisation else "Person", "name": post["author"]},
        "publisher": {"@type": "Organization", "name": data["name"]},
    }
    return f'<script type="application/ld+json">{json.dumps(value, ensure_ascii=False)}</script>'


def _paragraphs(text: str) -> str:
    out = []
    for chunk in text.strip().split("\n\n"):
        if chunk.startswith("## "):
            out.append(f"<h2>{escape(chunk[3:])}</h2>")
        elif chunk.startswith("- "):
            items = "".join(f"<li>{escape(line[2:])}</li>" for line in chunk.splitlines())
            out.append(f"<ul>{items}</ul>")
        else:
            out.append(f"<p>{escape(chunk)}</p>")
    return "".join(out)


def _list(data: dict[str, Any], posts: list[dict[str, Any]], number: int, total: int, origin: str) -> str:
    teasers = "".join(
        f'<div class="teaser"><h2><a href="/blog/{post["slug"]}/">{escape(post["title"])}</a></h2>'
        f"<p>{escape(post['body'].strip().split('. ')[0])}…</p></div>"
        for post in posts
    )
    if number == total:
        # A link that nobody took down, as every old blog has one.
        teasers += f'<div class="teaser"><h2><a href="{DEAD_LINK}">Meet us at the autumn fair</a></h2></div>'
    links = []
    if number > 1:
        links.append(f'<a rel="prev" href="{_list_path(number - 1)}">Newer</a>')
    if number < total:
        links.append(f'<a rel="next" href="{_list_path(number + 1)}">Older</a>')
    content = f'{teasers}<nav class="pagination">{" ".join(links)}</nav>'
    return _plain(data, origin, _list_path(number), "Blog" if number == 1 else f"Blog, page {number}", content)


def _home(data: dict[str, Any]) -> str:
    return f'<p>{escape(data["tagline"])}</p><p><a href="/blog/">Read the blog</a></p>'


def _plain(data: dict[str, Any], origin: str, path: str, title: str, content: str) -> str:
    name = escape(data["name"])
    return template("plain.html").substitute(
        language="en",
        title=f"{escape(title)} - {name}",
        site=name,
        url=origin + path,
        head=f'<link rel="alternate" type="application/rss+xml" title="{name}" href="/feed.xml">',
        kind="archive",
        navigation=(
            f'<a href="/">{name}</a> <a href="/blog/">Blog</a> <a href="/contact">Contact</a> '
            f'<a href="{CLOSED}">Drafts</a>'
        ),
        heading=escape(title),
        content=content,
        footer="Harbour &amp; Finch is a demonstration. No such agency exists.",
    )


def _feed(data: dict[str, Any], origin: str) -> str:
    items = "".join(
        f"<item><title>{escape(post['title'])}</title><link>{origin}/blog/{post['slug']}/</link>"
        f"<pubDate>{format_datetime(datetime.fromisoformat(post['date']).replace(tzinfo=UTC))}</pubDate></item>"
        for post in data["posts"]
        if post["date"]
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>{escape(data['name'])}</title><link>{origin}/</link><description>{escape(data['tagline'])}"
        f"</description>{items}</channel></rss>"
    )
