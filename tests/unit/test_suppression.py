"""Names, addresses and sites as pages write them: what a suppression list finds, and what it must leave."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.errors import ConfigurationError
from extractors.page import Page
from storage.retention.suppression import MASK, NOTHING, URL_MASK, Suppression

BIO = "She has led hiring for ten years. Loves cats and bikes a lot."
LISTED = (
    Suppression(b"k" * 32)
    .with_person(["José Müller-Doe", "田中 太郎"], [BIO], ["https://tw.example.com/jd"], "2026-01-01")
    .with_urls(["https://a.example.com/authors/x"], "2026-01-01")
    .with_site("gone.org", "2026-01-01")
)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("by José Müller-Doe, PhD", f"by {MASK}, PhD"),
        ("JOSE MUELLER DOE", MASK),
        ("Müller-Doe, José", MASK),
        ("/authors/jose-mueller-doe/", f"/authors/{MASK}/"),
        ("Jos&eacute; <b>M&#252;ller</b>-Doe", MASK),
        ("Jos&#xE9;&nbsp;M&uuml;ller Doe", MASK),
        ("jos%C3%A9%20m%C3%BCller%20doe", MASK),
        ("Jose\u0301 Mu\u0308ller Doe", MASK),
        ("Jo\u00adsé Müller Doe", MASK),
        ("@josemullerdoe", f"@{MASK}"),
        ("jose.mullerdoe@a.example.com", f"{MASK}@a.example.com"),
        (r'{"name":"Jos\u00e9 M\u00fcller-Doe"}', f'{{"name":"{MASK}"}}'),
        (r'{"givenName":"Jos\u00e9","familyName":"M\u00fcller-Doe"}', f'{{"givenName":"{MASK}"}}'),
        (
            '<meta name="first" content="José"><meta name="last" content="Müller-Doe">',
            f'<meta name="first" content="{MASK}">',
        ),
        ("<p>She has <b>led</b> hiring &amp; for ten&nbsp;years.</p>", f"<p>{MASK}.</p>"),
        ("質問は田中太郎まで", f"質問は{MASK}まで"),
        ("https://tw.example.com/jd", URL_MASK),
        ("see https://a.example.com/authors/x?utm_source=q.", f"see {URL_MASK}."),
        (r'"https:\/\/a.example.com\/authors\/x"', f'"{URL_MASK}"'),
        ("?u=https%3A%2F%2Fa.example.com%2Fauthors%2Fx&t=1", f"?u={URL_MASK}&t=1"),
        ('src="//a.example.com/authors/x"', f'src="{URL_MASK}"'),
        ("https://www.gone.org/page and jobs@gone.org", f"{URL_MASK} and jobs@{URL_MASK}"),
    ],
)
def test_it_is_found_however_it_is_written(text: str, masked: str) -> None:
    assert LISTED.masked(text) == masked
    assert LISTED.masked(masked) == masked


@pytest.mark.parametrize(
    "text",
    [
        "José Müller and John Doe",
        "José Müller-Doerr",
        "Müller-Doe",
        "She has led hiring for nine years.",
        "https://a.example.com/authors/xy",
        "https://a.example.com/authors/x/more",
        "https://tw.example.com/jdx",
        "mygone.org, my-gone.org, gone.org.uk",
        "田中花子",
    ],
)
def test_what_is_another_stays(text: str) -> None:
    assert LISTED.masked(text) == text


def test_relative_links_are_read_from_the_page_they_stand_on() -> None:
    text = "<a href=\"x\">a</a> <a href='/authors/x#top'>b</a> <a href=/authors/y>c</a>"
    assert LISTED.masked(text, "https://a.example.com/authors/") == (
        f"<a href=\"{URL_MASK}\">a</a> <a href='{URL_MASK}'>b</a> <a href=/authors/y>c</a>"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_a_page_keeps_its_encoding(encoding: str) -> None:
    text = "<html><body><p>José Müller-Doe déjà vu</p></body></html>"
    page = Page(
        content=text.encode(encoding),
        url="https://b.example.com/",
        headers={"content-type": f"text/html; charset={encoding.removesuffix('-sig')}", "x": "José Müller Doe"},
    )
    masked = LISTED.masked_page(page)
    assert masked is not None
    assert masked.content.decode(encoding) == f"<html><body><p>{MASK} déjà vu</p></body></html>"
    assert masked.headers["x"] == MASK


@pytest.mark.parametrize(
    ("url", "refused"),
    [
        ("https://a.example.com/authors/x?utm_source=y#z", True),
        ("https://a.example.com/authors/X", False),
        ("http://sub.gone.org/", True),
        ("https://b.example.com/people/jose-muller-doe", True),
        ("https://tw.example.com/jd", False),
        (None, False),
    ],
)
def test_addresses_that_are_refused(url: str | None, refused: bool) -> None:
    assert LISTED.refuses(url) is refused


@given(st.text(max_size=200))
def test_any_text_can_be_masked_and_masking_again_changes_nothing(text: str) -> None:
    once = LISTED.masked(text)
    assert LISTED.masked(once) == once
    assert NOTHING.masked(text) == text


@given(st.binary(max_size=200))
def test_any_bytes_can_be_looked_into(content: bytes) -> None:
    masked = LISTED.masked_bytes(content, "text/html", "https://a.example.com/")
    assert masked is None or isinstance(masked, bytes)


def test_the_file_keeps_the_list_and_a_broken_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "forgotten.json"
    LISTED.save(path)
    assert Suppression.load(path).masked("José Müller-Doe") == MASK
    assert not any(word in path.read_text().lower() for word in ("jos", "doe", "gone", "example"))
    path.write_text(path.read_text()[:-30])
    with pytest.raises(ConfigurationError, match="cannot be read"):
        Suppression.load(path)
