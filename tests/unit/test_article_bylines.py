"""Bylines in many shapes and scripts: several people, forms of address, reporters, cards, what signs nothing."""

from __future__ import annotations

import pytest

from extractors import extract

A, B, C = "Dana Whitlock", "Omar Haddad", "Ruth Okafor"
TEXTS = {
    "en": "The harbour is quiet at night, and the cranes stand still. Nobody walks there before the first ferry, but "
    "the men who mend the nets are up at four.",
    "zh": "港口在夜里很安静，起重机一动不动。第一班渡轮之前没有人在那里走动，但修网的人四点就起来了。",
    "ko": "항구는 밤에 조용하고 크레인은 멈춰 있다. 첫 배가 뜨기 전에는 아무도 걷지 않는다.",
    "ja": "港は夜になると静かで、クレーンは動かない。最初のフェリーが出るまで誰も歩かない。",
}


def page(above: str = "", *, below: str = "", head: str = "", lang: str = "en", foot: str = "") -> bytes:
    paragraphs = f"<p>{TEXTS.get(lang, TEXTS['en'])}</p>" * 4
    return f"""<html lang="{lang}"><head><title>Nets and cranes</title><meta charset="utf-8">{head}</head><body>
        <nav><a href="/">Quay Post</a> <a href="/news">News</a></nav>
        <article><h1>Nets and cranes</h1>{above}<div class="copy">{paragraphs}</div>{below}</article>{foot}
        </body></html>""".encode()


def card(name: str, role: str) -> str:
    return f"<div><p>{name}</p><p>{role}</p></div>"


def authors(html: bytes) -> list[str]:
    return [author.name for author in extract(html, url="https://quay.example/nets").authors]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<ul class='authors'><li>Dana Whitlock</li><li>Omar Haddad</li></ul>", [A, B]),
        ("<ul><li><a href='/author/d'>Dana Whitlock</a></li><li><a href='/author/o'>Omar Haddad</a></ul>", [A, B]),
        (
            "<h4 class='author-names'><a href='/autor/d/'>Dana Whitlock</a>, <a href='/autor/o/'>Omar Haddad</a></h4>",
            [A, B],
        ),
        ("<section><a href='/author/d/'>Dana Whitlock</a>, <a href='/author/o/'>Omar Haddad</a></section>", [A, B]),
        ("<p>By Dana Whitlock<br>and Omar Haddad</p>", [A, B]),
        ("<p>By Dana Whitlock | Omar Haddad</p>", [A, B]),
        ("<p>By Dana Whitlock · Omar Haddad · 4 May 2024</p>", [A, B]),
        ("<p class='author'>Dana Whitlock | Omar Haddad</p>", [A, B]),
        ("<p>By Dana Whitlock</p><p>By Omar Haddad</p>", [A, B]),
        ("<p>By Dana Whitlock</p><p>and Omar Haddad</p>", [A, B]),
        ("<div class='author'>Dana Whitlock</div><div class='author'>Omar Haddad</div>", [A, B]),
        ("<p>By <a rel='author' href='/a'>Dana Whitlock</a> <a rel='author' href='/b'>Omar Haddad</a></p>", [A, B]),
        ("<p>By Dana Whitlock, senior editor, and Omar Haddad, reporter</p>", [A, B]),
        ("<p>By Dana Whitlock (senior editor), Omar Haddad (reporter) and Ruth Okafor</p>", [A, B, C]),
        (f"<div class='byline'>{card(A, 'Senior editor')}{card(B, 'Reporter')}</div>", [A, B]),
        ("<div><span>Authors</span><ul><li>Dana Whitlock</li><li>Omar Haddad</li></ul></div>", [A, B]),
        ("<p>Written by</p><p>Dana Whitlock</p><p>Omar Haddad</p>", [A, B]),
        ("<dl><dt>Authors</dt><dd>Dana Whitlock</dd><dd>Omar Haddad</dd></dl>", [A, B]),
        ("<p>By Dana Whitlock For Quay Post</p>", [A]),
        ("<p>By Dana Whitlock In Perth For Quay Post Australia</p>", [A]),
        ("<p>By Prof. Dr. h.c. Dana Whitlock</p>", [A]),
        ("<p>By Dr Dana Whitlock and Prof. Omar Haddad</p>", [A, B]),
        ("<p><span>DW</span>By Dana Whitlock</p>", [A]),
        ("<p>Dana Whitlock – 4 May 2024</p>", [A]),
        ("<p>By María de los Ángeles Ruiz and J.R. Moehl Jr.</p>", ["María de los Ángeles Ruiz", "J.R. Moehl Jr."]),
    ],
)
def test_several_people_and_what_stands_around_them(line: str, names: list[str]) -> None:
    assert authors(page(line)) == names


@pytest.mark.parametrize(
    ("lang", "line", "names"),
    [
        ("de", "<p>Von Dr.-Ing. Dana Whitlock</p>", [A]),
        ("de", "<p>Recherche: Dana Whitlock</p>", [A]),
        ("it", "<p>di Dott.ssa Dana Whitlock</p>", [A]),
        ("fr", "<p>Fiche rédigée par Dana Whitlock</p>", [A]),
        ("bg", "<p>Публикувано на 4 април 2017 г. от Стоян Вълчев</p>", ["Стоян Вълчев"]),
        ("zh", "<p>本报记者 张伟 李娜</p>", ["张伟", "李娜"]),
        ("zh", "<p>记者 张伟 报道</p>", ["张伟"]),
        ("zh", "<p>2024-05-04 10:15 来源：港口日报 作者：张伟</p>", ["张伟"]),
        ("zh", "<p>文／張偉</p>", ["張偉"]),
        ("zh", "<p>記者張偉／台北報導</p>", ["張偉"]),
        ("zh", "<p>记者从市职业学校了解到，焊工培训班今年招收三百人。</p>", []),
        ("zh", "<p>记者近日走访了港口附近的几家工厂。</p>", []),
        ("zh", "<p>编辑：李娜</p>", []),
        ("ko", "<p>한지우 기자 입력 2020.12.07. 19:02</p>", ["한지우"]),
        ("ko", "<p>한지우·김하늘 기자</p>", ["한지우", "김하늘"]),
        ("ko", "<p>[부산=바다일보] 한지우 기자 = 시내 한 병원이 병동 두 곳의 문을 닫는다.</p>", ["한지우"]),
        ("ko", "<p>글·사진 한지우</p>", ["한지우"]),
        ("ja", "<p>取材・文／山田太郎</p>", ["山田太郎"]),
        ("ja", "<p>山田太郎記者</p>", ["山田太郎"]),
        ("ja", "<p>執筆者：山田 太郎</p>", ["山田 太郎"]),
    ],
)
def test_languages(lang: str, line: str, names: list[str]) -> None:
    assert authors(page(line, lang=lang)) == names


@pytest.mark.parametrize(
    ("lang", "below", "names"),
    [
        ("zh", "<p>（记者 张伟）</p>", ["张伟"]),
        ("ko", "<p>한지우 기자 han@bada.example</p>", ["한지우"]),
        ("ja", "<p>（山田太郎）</p>", ["山田太郎"]),
    ],
)
def test_reporters_below_a_text(lang: str, below: str, names: list[str]) -> None:
    assert authors(page(below=below, lang=lang)) == names


@pytest.mark.parametrize(
    ("line", "foot", "names"),
    [
        ("<p>By Dana Whitlock</p>", "<footer>Published by Quay Media Pty Ltd</footer>", [A]),
        ("", "<footer>Published by Quay Media Pty Ltd</footer>", []),
        ("", "<div class='bottom'>Published by Quay Media GmbH</div>", []),
        ("", "<footer>Herausgegeben von der Hafen Verlag GmbH</footer>", []),
        ("<p>By Admin</p>", "", []),
        ("<p>Written by Super User</p>", "", []),
        ("<p class='byline'>By Rotterdam</p>", "", []),
    ],
)
def test_publishers_accounts_and_places_sign_nothing(line: str, foot: str, names: list[str]) -> None:
    assert authors(page(line, foot=foot)) == names


def ld(author: str, more: str = "") -> str:
    data = f'{{"@type":"NewsArticle","headline":"Nets and cranes","author":{author}{more}}}'
    return f'<script type="application/ld+json">{data}</script>'


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ('{"@type":"Person","givenName":"Dana","familyName":"Whitlock"}', [A]),
        ('{"@type":"Person","givenName":"Dana","additionalName":"P.","familyName":"Whitlock"}', ["Dana P. Whitlock"]),
        ('[[{"@type":"Person","name":"Dana Whitlock"}],[{"@type":"Person","name":"Omar Haddad"}]]', [A, B]),
        ('{"@list":[{"@type":"Person","name":"Dana Whitlock"},{"@type":"Person","name":"Omar Haddad"}]}', [A, B]),
        ('{"@value":"Dana Whitlock"}', [A]),
        ('{"@type":"Person","name":{"@value":"Dana Whitlock","@language":"en"}}', [A]),
        ('{"@type":"Role","roleName":"Reporter","author":{"@type":"Person","name":"Dana Whitlock"}}', [A]),
        ('{"@type":"Person","name":"Whitlock, Dana"}', [A]),
        ('{"@type":"Person","name":"Dana Whitlock, Omar Haddad"}', [A, B]),
        ('{"@type":"Organization","name":"Quay Post"}', []),
        ('"Dana Whitlock","description":"Three "long" years, two cranes"', [A]),
        ("[" * 40 + '"Dana Whitlock"' + "]" * 40, []),
    ],
)
def test_shapes_of_schema_org(author: str, names: list[str]) -> None:
    assert authors(page(head=ld(author))) == names


def test_a_contributor_counts_where_the_page_shows_them() -> None:
    head = ld('{"@type":"Person","name":"Dana Whitlock"}', ',"contributor":[{"@type":"Person","name":"Omar Haddad"}]')
    assert authors(page(head=head)) == [A]
    assert authors(page("<p class='byline'>Dana Whitlock, Omar Haddad</p>", head=head)) == [A, B]


BOX = "<div class='author-box'><h4>Dana Whitlock</h4><span>Welding instructor</span></div>"


@pytest.mark.parametrize(
    ("html", "role"),
    [
        (page("<div class='author-card'><p>Dana Whitlock</p><p>Head of Research</p></div>"), "Head of Research"),
        (page("<p>By Dana Whitlock</p><p class='job-title'>Crane whisperer</p>"), "Crane whisperer"),
        (page("<p>By Dana Whitlock</p><p>The night was long for a reporter of the harbour.</p>"), None),
        (page("<p>By Dana Whitlock</p>", below=BOX), "Welding instructor"),
    ],
)
def test_the_role_on_a_card(html: bytes, role: str | None) -> None:
    assert [author.job_title for author in extract(html).authors] == [role]
