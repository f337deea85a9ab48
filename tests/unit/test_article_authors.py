"""Who signs a page: small pages of our own, each about one way in which bylines are written."""

from __future__ import annotations

import pytest

from extractors import extract

PROSE = (
    "The harbour is quiet at night, and the cranes stand still. Nobody walks there before the first ferry, but the men "
    "who repair the nets are up at four, and the coffee of the kiosk is the best in town."
)
GERMAN = (
    "Der Hafen ist in der Nacht still, und die Kräne stehen. Niemand geht dort vor der ersten Fähre, aber die Männer, "
    "die die Netze flicken, sind um vier wach, und der Kaffee am Kiosk ist der beste der Stadt."
)


def page(above: str = "", below: str = "", head: str = "", text: str = PROSE) -> bytes:
    paragraphs = "".join(f"<p>{text}</p>" for _ in range(4))
    return f"""<html><head><title>Nets and cranes</title><meta charset="utf-8">{head}</head><body>
        <nav><a href="/">Quay Post</a> <a href="/news">News</a></nav>
        <article><h1>Nets and cranes</h1>{above}<div class="copy">{paragraphs}</div>{below}</article>
        </body></html>""".encode()


def authors(html: bytes) -> list[str]:
    return [author.name for author in extract(html, url="https://quay.example/nets").authors]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<p>By Dana Whitlock</p>", ["Dana Whitlock"]),
        ("<p class='byline'><span>By Dana Whitlock</span> <span>QuayNews</span></p>", ["Dana Whitlock"]),
        ("<p class='author'><a href='/a/1'>Dana Whitlock</a> Life and breaking news</p>", ["Dana Whitlock"]),
        ("<p>By Author: Dana Whitlock</p>", ["Dana Whitlock"]),
        ("<p class='author'>Dana (D.J.) Whitlock</p>", ["Dana Whitlock"]),
        ("<p class='author'>Dana Whitlock, Quay Staff</p>", ["Dana Whitlock"]),
        ("<p class='meta'>Posted in Boats by dockhand on August 3, 2019</p>", ["dockhand"]),
        ("<p class='meta'>Posted by Dockhand under Boats, Tides</p>", ["Dockhand"]),
        ("<p class='meta'>by <span class='author vcard'>oz</span> on May 4, 2016</p>", ["oz"]),
        ("<p class='meta'>by <span class='author'>dana whitlock</span></p>", ["dana whitlock"]),
        ("<div><a href='/u/TarBucket'>TarBucket</a></div>", ["TarBucket"]),
        ("<div><a href='/author/dana'>Dana Whitlock</a></div>", ["Dana Whitlock"]),
        ("<p class='meta'>Filed under: Boats, Tides — dockhand @ 10:15</p>", ["dockhand"]),
        ("<p>JIJI</p><p>May 4, 2016</p>", ["JIJI"]),
        ("<p>By Harbour &amp; Finch</p>", ["Harbour & Finch"]),
        ("<p>Written by Whitlock, Finch and Sons Ltd</p>", ["Whitlock, Finch and Sons Ltd"]),
        ("<p>By Maria &amp; Katerina</p>", ["Maria", "Katerina"]),
        ("<p class='author'>AFP/Quay Post</p>", ["AFP/Quay Post"]),
        ("<p class='author'>Dana Whitlock/Omar Haddad</p>", ["Dana Whitlock", "Omar Haddad"]),
        ("<p>Words &amp; images: Dana Whitlock<br>Editing: Omar Haddad</p>", ["Dana Whitlock"]),
    ],
)
def test_lines_below_the_title(line: str, names: list[str]) -> None:
    assert authors(page(line)) == names


@pytest.mark.parametrize(
    "line",
    [
        "<p class='author'>News</p>",
        "<p class='author'>By</p>",
        "<p class='author'>20 Nov 2019 08:00 GMT</p>",
        "<p class='author'>jdadmin</p>",
        "<p class='author'>人氣</p>",
        "<div><a href='/profile/dana'>Dana Whitlock</a></div>",
        "<p><a href='https://pictures.example/@tar.bucket'>@tar.bucket</a></p>",
        "".join("<p>Crane number one</p><p><a>Website</a> <a>Call</a></p>" for _ in range(6)),
        "<div class='menu'>By <a href='/r'>Role</a> <a href='/c'>Companies</a> <a href='/m'>Map</a></div>",
        "<div><span>QUICK REPLY · NO FEES</span> <span>UPDATED 18 MAY 2026</span></div>",
    ],
)
def test_lines_that_sign_nothing(line: str) -> None:
    assert authors(page(line)) == []


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<p>Text &amp; Fotos: Jonas Brandt</p>", ["Jonas Brandt"]),
        ("<p>Text und Bilder von Jonas Brandt</p>", ["Jonas Brandt"]),
        ("<p>作者： 記者王小明</p>", ["王小明"]),
        ("<p>文● 山田太郎／夕刊編集部</p>", ["山田太郎"]),
        ("<p>김하늘 기자 | 2020-03-04 16:52</p>", ["김하늘"]),
        ("<p class='author'>Miriam Kessler im Gespräch mit Jonas Brandt</p>", ["Miriam Kessler", "Jonas Brandt"]),
        ("<p>Texto y fotos: Lucía Herrera</p>", ["Lucía Herrera"]),
        ("<p>Propos recueillis par Élodie Marchand</p>", ["Élodie Marchand"]),
    ],
)
def test_other_languages(line: str, names: list[str]) -> None:
    assert authors(page(line, text=GERMAN)) == names


def test_a_byline_between_pictures_and_the_text() -> None:
    pictures = "".join(f"<figure><img alt=''><figcaption>Crane {n} at dawn</figcaption></figure>" for n in range(20))
    assert authors(page(f"{pictures}<p>By Dana Whitlock</p>")) == ["Dana Whitlock"]


@pytest.mark.parametrize(
    ("below", "names"),
    [
        (
            "<div class='author-box'><h4 class='author-name'>Ruth Okafor</h4></div>"
            "<div class='more'><p>May 4, 2016 <span class='author'>Quay Staff</span></p></div>",
            ["Ruth Okafor"],
        ),
        (
            "<p><b>Ruth Okafor</b> <i>Crane operator and writer</i></p><p>Ruth explores what ports share.</p>",
            ["Ruth Okafor"],
        ),
        ("<p><b>Ruth Okafor</b> <i>was there at dawn</i></p><p>Nobody else was, and the coffee was cold.</p>", []),
        ("<div class='author-box'><p>Crane Lead, Quay Works</p><h3>Ruth Okafor</h3></div>", ["Ruth Okafor"]),
    ],
)
def test_boxes_below_the_text(below: str, names: list[str]) -> None:
    assert authors(page(below=below)) == names


def test_a_guest_is_named_at_the_head_of_the_text() -> None:
    html = page("<p class='meta'>By Dana Whitlock | Updated May 4, 2016</p>")
    typed = b"<div class='copy'><p>By Ruth Okafor. This post holds links that pay for our nets and our coffee.</p>"
    assert authors(html.replace(b'<div class="copy">', typed)) == ["Ruth Okafor"]


def json_ld(author: str) -> str:
    return (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Nets and cranes", "author": '
        + author
        + ', "publisher": {"@type": "Organization", "name": "Quay Post"}}</script>'
    )


def cited(name: str) -> str:
    return f'<meta name="citation_author" content="{name}">'


def described(text: str) -> str:
    return f'<meta name="description" content="{text}">'


@pytest.mark.parametrize(
    ("head", "line", "names"),
    [
        (cited("Xolani Ubuntuba"), "", ["Xolani Ubuntuba"]),
        (cited("Ubuntuba, Xolani") + cited("Lee, Ann"), "", ["Xolani Ubuntuba", "Ann Lee"]),
        (json_ld('{"@type": "Person", "name": "Ann &amp; Ben"}'), "<p>Words: Ann<br>Editing: Ben</p>", ["Ann", "Ben"]),
        ('<meta name="author" content="Quay Post">', "", []),
        ('<meta name="author" content="littlecrane">', "<p>littlecrane • Boats Tides</p>", []),
        ('<meta name="author" content="Dana Whitlock"><meta name="publisher" content="Dana Whitlock">', "", []),
        ('<meta name="author" content="Quay &amp; Crane GmbH &amp; Co. KG">', "", []),
        (json_ld('{"@type": "Organization", "name": "Quay Post Crew"}'), "", []),
        (json_ld('{"@type": "Organization", "name": "Quay Crew"}'), "<p>Quay Crew</p>", ["Quay Crew"]),
        (json_ld('{"name": "Crane Marketing"}'), "<p>Written by Crane Marketing</p>", ["Crane Marketing"]),
        (json_ld('{"@type": "Organization", "name": "Quay Post"}'), "<p>Quay Post</p>", []),
        (json_ld('{"@type": "Person", "name": "kpm"}'), "", []),
        (described("Posted by Dana Whitlock and Omar Haddad - Crane team. The"), "", ["Dana Whitlock", "Omar Haddad"]),
        (described("Posted by our team of crane operators."), "", []),
    ],
)  # fmt: skip
def test_what_metadata_state(head: str, line: str, names: list[str]) -> None:
    assert authors(page(line, head=head)) == names


def test_who_is_an_organization() -> None:
    kinds = [
        author.type
        for line in ("By Harbour &amp; Finch", "By AFP", "By Dana Whitlock")
        for author in extract(page(f"<p>{line}</p>")).authors
    ]
    assert kinds == ["organization", "organization", "person"]


def site(head: str, aside: str = "") -> bytes:
    return f"""<html><head><title>Nets and cranes</title></head><body><header>{head}</header>
        <article><h1>Nets and cranes</h1><p>{PROSE}</p><p>{PROSE}</p></article><aside>{aside}</aside></body></html>
        """.encode()


@pytest.mark.parametrize(
    ("html", "names"),
    [
        (site("<p><a href='/'>Quay Notes</a> <span>Dana Whitlock</span></p>"), ["Dana Whitlock"]),
        (site("<p><a href='/'>Quay Notes</a></p>", "<p>Hi! I am Dana. I mend nets.</p>"), ["Dana"]),
        (site("<p><a href='/'>Quay Notes</a></p>", "<p>Hi, I'm Dana, your virtual assistant.</p>"), []),
        (site("<p><a href='/shop'>Dana Whitlock</a></p>"), []),
    ],
)
def test_whose_site_it_is(html: bytes, names: list[str]) -> None:
    assert authors(html) == names
