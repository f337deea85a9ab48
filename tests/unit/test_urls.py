"""The one normal form of an address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.urls import page_key, site_of, url_key


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("HTTPS://User:pw@Example.ORG:443/a", "https://example.org/a"),
        ("http://example.org:80", "http://example.org/"),
        ("http://example.org:8080/", "http://example.org:8080/"),
        ("https://example.org./a/../b/./c/..", "https://example.org/b/"),
        ("https://example.org/%7euser/%e9%C3%A9?b=2&a=1#top", "https://example.org/~user/%E9%C3%A9?a=1&b=2"),
        ("https://example.org/a%2Fb%252F", "https://example.org/a%2Fb%252F"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/a?utm_source=x&gclid=1&id=7&fbclid=z", "https://example.org/a?id=7"),
        ("https://example.org/a;jsessionid=1A?x=", "https://example.org/a?x="),
        ("https://example.org/#!/jobs", "https://example.org/#!/jobs"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("http://[2001:DB8::1]:80/", "http://[2001:db8::1]/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("file:saved/page.html", "file:saved/page.html"),
        ("https://[broken/", "https://[broken/"),
    ],
)
def test_normal_form(url: str, key: str) -> None:
    assert url_key(url) == key


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.text(max_size=20))
def test_normal_form_is_stable(path: str, query: str) -> None:
    key = url_key(f"https://example.org/{path}?{query}")
    assert url_key(key) == key


@pytest.mark.parametrize(
    ("url", "canonical", "key"),
    [
        ("https://example.org/a?ref=mail", None, "https://example.org/a?ref=mail"),
        ("https://example.org/a?ref=mail", "https://example.org/a", "https://example.org/a"),
        ("https://m.example.org/a", "https://www.example.org/a", "https://www.example.org/a"),
        ("https://example.org/a/", "/b", "https://example.org/b"),
        ("https://example.org/a", "https://elsewhere.example.net/a", "https://example.org/a"),
        ("https://example.org/a", "https://example.org/", "https://example.org/a"),
        ("https://example.org/?utm_source=x", "https://example.org/", "https://example.org/"),
        ("https://example.org/list?page=2", "https://example.org/list", "https://example.org/list?page=2"),
        ("https://example.org/list/page/3/", "https://example.org/list/", "https://example.org/list/page/3/"),
        ("https://example.org/a", "javascript:void(0)", "https://example.org/a"),
        ("file:a.html", "https://example.org/a", "https://example.org/a"),
        (None, "https://example.org/a", "https://example.org/a"),
        (None, None, ""),
    ],
)
def test_page_key(url: str | None, canonical: str | None, key: str) -> None:
    assert page_key(url, canonical) == key


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.jobs.example.co.uk/a", "example.co.uk"),
        ("https://mine.github.io/", "mine.github.io"),
        ("http://127.0.0.1:8001/", "127.0.0.1:8001"),
        ("http://[::1]:8001/", "[::1]:8001"),
        ("http://localhost/", "localhost"),
        ("file:a.html", ""),
    ],
)
def test_site(url: str, site: str) -> None:
    assert site_of(url) == site
