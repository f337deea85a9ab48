"""Forgetting: afterwards the data folder holds nothing of it, and nothing else is lost; on SQLite and on PostgreSQL."""

from __future__ import annotations

import gzip
import html
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from sqlalchemy import MetaData, create_engine, select, text

from extractors.errors import UsageError
from extractors.extract import extract_page
from extractors.page import Page
from pipelines.flow import Flow
from pipelines.forget import carry_out, plan_forget
from pipelines.reparse import reparse
from pipelines.resolve.batch import refresh
from storage.archive import Archive
from storage.events import Event, Failure, RequestHead, Revisit
from storage.export import export
from storage.folder import DataFolder
from storage.frontier import Ask, Frontier
from storage.retention.suppression import Suppression
from storage.store import Store

START = datetime(2026, 3, 1, 8, 0, 0, 11, tzinfo=UTC)
SITE = "https://www.guides-example.org"
OTHER = "https://news-example.com"
BIO = "Zoë has hired engineers in Ghent for fourteen years. Before that she sailed around Iceland twice."


def _html(title: str, body: str, head: str = "") -> bytes:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body><main><h1>{title}</h1>{body}</main></body></html>"
    ).encode()


_SIGNED = _html(
    "What a backend developer costs in Ghent",
    '<p class="byline">By <a rel="author" href="/team/zvd">Zoë van Dael</a>, <time datetime="2026-02-03">3 February'
    "</time></p><p>Pay has moved a lot since last year, and most of it upwards, says the survey.</p>"
    f'<h2>Salaries</h2><ul><li>Junior: €39,600 per year</li></ul><section class="author-bio"><p>{BIO}</p></section>',
    '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Article","author":{"@type":"Person",'
    '"givenName":"Zo\\u00eb","familyName":"van Dael","name":"Zo\\u00eb van Dael","url":"https://social.example.com/u/zvd"}}'
    "</script>",
)
_MENTIONS = _html(
    "Hiring data engineers in Antwerp",
    "<p>As VAN DAEL, Zo&euml; puts it, nobody waits. Write to zoe.vandael@guides-example.org or zoe-van-dael, and see "
    f'<a href="{OTHER}/guests/zoe%20van%20dael">her page</a> and <a href="/signed">what it costs</a>.</p>'
    "<h2>Companies</h2><ul><li>Acme NV</li><li>Umbra</li></ul>",
)
_PLAIN = _html("Hiring testers in Bruges", "<p>Nothing about anybody. Zoë Vandaele and Van Daelen are others.</p>")
_LATIN = (
    _html("Hiring in Namur", "<p>Zoë van Dael was there.</p>").decode().replace("utf-8", "iso-8859-1").encode("latin-1")
)


def _page(path: str, content: bytes, day: float = 0, site: str = SITE, **headers: str) -> Page:
    lines = {"content-type": "text/html"} | headers
    at = START + timedelta(days=day)
    return Page(content=content, url=site + path, fetched_at=at, status=200, headers=lines)


def _events() -> list[Event]:
    signed = _page("/signed", _SIGNED)
    return [
        signed,
        _page("/mentions", _MENTIONS, 0.1, link='<https://guides-example.org/zoe-van-dael>; rel="x"'),
        _page("/plain", _PLAIN, 0.2),
        _page("/latin", _LATIN, 0.3),
        _page("/guests/zoe-van-dael", _html("A guest", "<p>All about her.</p>"), 0.4, OTHER),
        _page("/index", _html("News of the day", f'<p>See <a href="{SITE}/signed">pay in Ghent</a>.</p>'), 0.5, OTHER),
        Revisit(
            url=f"{SITE}/signed",
            fetched_at=START + timedelta(days=1),
            digest=signed.digest,
            refers_to_url=f"{SITE}/signed",
            refers_to_at=START,
        ),
        Failure(url=f"{SITE}/broken", at=START + timedelta(days=1), code="dns", message="met Zoë van Dael"),
        _page("/plain", _PLAIN + b"<p>More.</p>", 2),
    ]


def _crawl(folder: DataFolder, store: Store, events: list[Event], **options: Any) -> Flow:
    run = store.start_run("crawl", arguments=None if options else {"sites": [SITE], "note": "for Zoë van Dael"})
    with (
        Archive(folder.archive).writer(run) as out,
        Flow(store, extract_page, run_id=run, archive=out, **options) as flow,
    ):
        for event in events:
            referer = RequestHead(url=event.url or "", headers={"referer": f"{SITE}/by/zoe_van_dael"})
            flow.fetch(event, request=referer)
    store.finish_run(run, "done", flow.counts.as_dict())
    return flow


def _queue(store: Store, suppression: Suppression | None = None) -> Frontier:
    queue = Frontier(store.engine, worker="w", run_id="r", **({"suppression": suppression} if suppression else {}))
    urls = [f"{SITE}/signed", f"{SITE}/plain", f"{SITE}/by/zoe-van-dael", f"{OTHER}/index"]
    queue.add(Ask(url=url, scope="guides", found_on=f"{SITE}/signed") for url in urls)
    return queue


@pytest.fixture
def folder(tmp_path: Path, store_url: str) -> DataFolder:
    root = tmp_path / "data"
    return DataFolder(root, None if store_url.startswith("sqlite") else store_url)


@pytest.fixture
def store(folder: DataFolder) -> Iterator[Store]:
    with Store.open(folder.store_url) as opened:
        _crawl(folder, opened, _events())
        _queue(opened)
        refresh(opened)
        export(opened, folder.exports, evidence=True)
        folder.backups.mkdir()
        (folder.backups / "old.sqlite").write_bytes("Zoë van Dael".encode())
        yield opened


def _everything(folder: DataFolder) -> Iterator[tuple[str, str]]:
    """Every text in the data folder and in the database, escapes undone."""
    for path in sorted(folder.root.rglob("*")):
        if path.is_file():
            raw = path.read_bytes()
            yield path.name, (gzip.decompress(raw) if path.name.endswith(".gz") else raw).decode("utf-8", "replace")
    if folder.database:
        engine = create_engine(folder.database)
        found = MetaData()
        with engine.connect() as connection:
            found.reflect(connection)
            for table in found.sorted_tables:
                for row in connection.execute(select(table)):
                    yield table.name, json.dumps(list(row), ensure_ascii=False, default=str)
        engine.dispose()


def _traces(folder: DataFolder, pattern: str) -> list[str]:
    wanted = re.compile(pattern, re.IGNORECASE)
    traces = []
    for where, raw in _everything(folder):
        for one in (raw, html.unescape(unquote(raw)), raw.replace("\\u00eb", "ë")):
            plain = "".join(c for c in unicodedata.normalize("NFKD", one) if not unicodedata.combining(c))
            traces += [f"{where}: …{plain[max(0, m.start() - 30) : m.end() + 30]!r}" for m in wanted.finditer(plain)]
    return traces


_ZOE = r"zoe[\W_]*(?:van[\W_]*dael)(?!e)|dael(?![e])[\W_]*zoe|familyname|iceland|fourteen years|u/zvd|team/zvd"


def _forget(folder: DataFolder, store: Store, **what: list[str]) -> None:
    plan = plan_forget(folder, store, **what)  # type: ignore[arg-type]
    carry_out(plan, folder, store, extract_page)


def test_nothing_of_a_person_is_left_in_the_data_folder(folder: DataFolder, store: Store) -> None:
    assert len({trace.partition(":")[0] for trace in _traces(folder, _ZOE)}) > 3, "the test looks in the right places"
    _forget(folder, store, persons=["Zoë van Dael"])
    assert sorted(set(_traces(folder, _ZOE))) == []


def test_all_else_stays(folder: DataFolder, store: Store) -> None:
    before = store.counts()
    _forget(folder, store, persons=["Zoë van Dael"])
    after = store.counts()
    assert before["authors"] > after["authors"]
    assert after["pages"] == before["pages"] - 1, "the page whose address names her goes whole"
    assert after["salaries"] == before["salaries"] == 1
    assert after["companies"] == before["companies"]
    with store.reading() as connection:
        runs = connection.execute(text("SELECT DISTINCT r.kind FROM fetches f JOIN runs r ON r.run_id = f.run_id"))
        assert runs.scalars().all() == ["crawl"]
        seen = connection.execute(text("SELECT last_fetched FROM page_keys WHERE page LIKE '%/signed'")).scalar_one()
        assert seen.startswith("2026-03-02"), "the revisit still counts"
    texts = [raw for where, raw in _everything(folder) if where.endswith(".warc.gz")]
    assert any("Zoë Vandaele and Van Daelen are others" in raw for raw in texts)


def test_a_reparse_of_the_archive_gives_the_same_store(
    folder: DataFolder, store: Store, new_url: Callable[[], str], tmp_path: Path
) -> None:
    _forget(folder, store, persons=["Zoë van Dael"], urls=[f"{OTHER}/index"])
    export(store, tmp_path / "kept", evidence=True)
    with Store.open(new_url()) as fresh:
        reparse([], store=fresh, extract=extract_page, folder=folder)
        refresh(fresh)
        export(fresh, tmp_path / "anew", evidence=True)
    for path in sorted((tmp_path / "kept").iterdir()):
        assert path.read_bytes() == (tmp_path / "anew" / path.name).read_bytes(), path.name


def test_the_store_knows_where_its_fetches_lie(folder: DataFolder, store: Store) -> None:
    _forget(folder, store, persons=["Zoë van Dael"])
    with store.reading() as connection:
        rows = connection.execute(text("SELECT url, fetched_at, segment, segment_offset FROM fetches")).all()
    places = {(kept.segment, kept.offset): kept.event.url for kept in Archive(folder.archive).entries()}
    assert rows
    assert all(places[row.segment, row.segment_offset] == row.url for row in rows)
    assert list(Archive(folder.archive).recover(store.committed())) == []


@pytest.mark.parametrize(
    ("what", "pattern", "left"),
    [
        ({"urls": [f"{SITE}/signed?utm_source=x"]}, r"guides-example\.org/signed|39,?600", 5),
        ({"sites": ["guides-example.org"]}, r"guides-example|39,?600|Bruges|Acme", 2),
        ({"urls": [f"{SITE}/plain", f"{SITE}/nowhere"]}, r"guides-example\.org/plain|Vandaele", 5),
    ],
    ids=["url", "site", "several, one unknown"],
)
def test_nothing_of_an_address_is_left(
    folder: DataFolder, store: Store, what: dict[str, list[str]], pattern: str, left: int
) -> None:
    assert _traces(folder, pattern)
    _forget(folder, store, **what)
    assert _traces(folder, pattern) == []
    assert store.counts()["pages"] == left


def test_a_crawl_and_a_reparse_of_saved_files_honour_the_list(folder: DataFolder, store: Store, tmp_path: Path) -> None:
    _forget(folder, store, persons=["Zoë van Dael"], sites=["news-example.com"])
    listed = Suppression.load(folder.forgotten)
    flow = _crawl(folder, store, [_page("/signed", _SIGNED, 5), _page("/new", _SIGNED, 5, OTHER)], suppression=listed)
    assert (flow.counts.pages, flow.counts.forgotten) == (1, 1)
    queue = _queue(store, listed)
    assert queue.counts(["guides"])["queued"] == 2, "only addresses that may be had"
    saved = tmp_path / "saved"
    saved.mkdir()
    (saved / "zoe-van-dael.html").write_bytes(_PLAIN)
    (saved / "page.html").write_bytes(_MENTIONS)
    for processes in (1, 2):
        result = reparse([saved], store=store, extract=extract_page, folder=folder, processes=processes)
        assert (result.counts.pages, result.counts.forgotten) == (1, 1)
    assert plan_forget(folder, store).empty
    assert sorted(set(_traces(folder, _ZOE + "|news-example"))) == []


def test_a_dry_run_changes_nothing(folder: DataFolder, store: Store) -> None:
    before = {path: path.read_bytes() for path in folder.root.rglob("*") if path.suffix in (".gz", ".csv", ".json")}
    plan = plan_forget(folder, store, persons=["Zoë van Dael"])
    assert not plan.empty
    assert "Zoë van Dael" in plan.archive.words
    assert list(plan.store.removed.values()) == [f"{OTHER}/guests/zoe-van-dael"]
    assert before == {path: path.read_bytes() for path in before}
    assert not folder.forgotten.exists()


def test_the_list_is_hashed_and_its_owners_alone(folder: DataFolder, store: Store) -> None:
    _forget(folder, store, persons=["Zoë van Dael"])
    raw = folder.forgotten.read_text()
    assert "dael" not in raw.lower()
    assert folder.forgotten.stat().st_mode & 0o077 == 0
    assert plan_forget(folder, store).empty


def test_what_was_cut_off_is_finished_by_the_same_command(
    folder: DataFolder, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pipelines.forget as module

    for step in ("_rewrite", "clear", "read_anew", "compact"):
        with monkeypatch.context() as patch:
            original = getattr(module, step)

            def then_die(*arguments: Any, original: Any = original) -> None:
                original(*arguments)
                raise KeyboardInterrupt

            patch.setattr(module, step, then_die)
            with pytest.raises(KeyboardInterrupt):
                _forget(folder, store, persons=["Zoë van Dael"])
    _forget(folder, store, persons=["Zoë van Dael"])
    assert sorted(set(_traces(folder, _ZOE))) == []
    assert store.counts()["salaries"] == 1


@pytest.mark.parametrize("what", [{"persons": ["Al"]}, {"urls": ["nonsense"]}, {"sites": [" "]}])
def test_what_cannot_be_meant_is_refused(folder: DataFolder, store: Store, what: dict[str, list[str]]) -> None:
    with pytest.raises(UsageError):
        plan_forget(folder, store, **what)  # type: ignore[arg-type]
