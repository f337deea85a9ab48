"""What happens to a record on its way, and reading saved pages and archives again."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import text
from store_support import START, contents, extract, page, proof

from extractors.errors import InputError
from extractors.page import Page
from extractors.records import PageRecord, Salary
from pipelines.adapter import Outcome, StorePipeline
from pipelines.check import dates, pay_bounds
from pipelines.dedupe import once_each
from pipelines.flow import STAGES, Flow, canonicalise, through
from pipelines.monitors import Counts
from pipelines.reparse import reparse
from pipelines.saved import SavedFile, find, load
from storage.archive import Archive, Failure
from storage.export import export
from storage.folder import DataFolder
from storage.store import Store


def _salary(low: str, high: str, source: str = "table", **more: object) -> Salary:
    raw = f"{low}-{high} ({source})"
    return Salary(
        label="Junior",
        min_value=Decimal(low),
        max_value=Decimal(high),
        currency="EUR",
        raw=raw,
        source=source,  # type: ignore[arg-type]
        evidence=proof(raw, f"/html/{source}"),
        **more,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("low", "high", "codes"),
    [
        ("30000", "40000", []),
        ("40000", "30000", ["pay_bounds_reversed"]),
        ("300", "40000", ["pay_range_too_wide"]),
        ("-300", "400", ["pay_negative"]),
    ],
)
def test_impossible_pay_is_marked_and_kept(low: str, high: str, codes: list[str]) -> None:
    checked = pay_bounds(PageRecord(salaries=(_salary(low, high),)))
    assert [issue.code for issue in checked.issues] == codes
    assert len(checked.salaries) == 1


@pytest.mark.parametrize(
    ("published", "modified", "codes"),
    [
        ("2026-02-01", "2026-02-03", []),
        ("2026-03-02T23:00:00+14:00", None, []),
        ("2027-01-01", None, ["date_after_fetch"]),
        ("2026-02-01", "2025-01-01", ["modified_before_published"]),
        ("2026", None, []),
    ],
)
def test_impossible_dates_are_marked(published: str, modified: str | None, codes: list[str]) -> None:
    record = PageRecord(date_published=published, date_modified=modified, fetched_at=START)
    assert [issue.code for issue in dates(record).issues] == codes


def test_the_same_pay_in_table_and_prose_is_one_record() -> None:
    prose, table = _salary("30000", "40000", "prose"), _salary("30000", "40000", "table")
    (kept,) = once_each(PageRecord(salaries=(prose, table))).salaries
    assert kept.source == "table"
    assert [(also.raw, also.path) for also in kept.also_stated] == [(prose.raw, "/html/prose")]


def test_different_pay_stays_apart() -> None:
    three = (_salary("30000", "40000"), _salary("30000", "41000"), _salary("30000", "40000", unit_text="MONTH"))
    assert once_each(PageRecord(salaries=three)).salaries == three


@pytest.mark.parametrize(
    ("url", "canonical", "wanted"),
    [
        ("https://example.org/a", " /b ", "https://example.org/b"),
        ("https://example.org/a", "", None),
        ("https://example.org/a", "javascript:x", None),
        ("https://example.org/a", "http://[broken", None),
        (None, "/b", None),
    ],
)
def test_canonical_address(url: str | None, canonical: str, wanted: str | None) -> None:
    assert canonicalise(PageRecord(url=url, canonical_url=canonical)).canonical_url == wanted


def test_stages_applied_twice_change_nothing() -> None:
    record = extract(page(salaries=[["J", 5, 3], ["J", 5, 3, "prose"]], companies=["A", "a"], title="x\0"))
    once = through(record, STAGES)
    assert through(once, STAGES) == once
    assert once.title == "x\ufffd"


# --- saved pages ---------------------------------------------------------------------------------------------------

CANONICAL = "https://example.org/named"


@pytest.mark.parametrize(
    ("content", "sidecar", "url", "at"),
    [
        (
            "<link href='/x.css' rel=stylesheet><link rel='Canonical' href='https://example.org/named'>",
            None,
            CANONICAL,
            None,
        ),
        ('<meta content="https://example.org/named" property="og:url">', None, CANONICAL, None),
        ("<!-- saved from url=(0025)https://example.org/named -->", None, CANONICAL, None),
        (
            "<!--\n Page saved with SingleFile \n url: https://example.org/named \n"
            " saved date: Thu Mar 05 2026 09:09:10 GMT+0100 (Central European Standard Time)\n-->",
            None,
            CANONICAL,
            datetime(2026, 3, 5, 8, 9, 10, tzinfo=UTC),
        ),
        (
            "<!-- Mirrored from example.org/named by HTTrack Website Copier/3.x [XR&CO'2014], "
            "Thu, 05 Mar 2026 08:09:10 GMT -->",
            None,
            "http://example.org/named",
            datetime(2026, 3, 5, 8, 9, 10, tzinfo=UTC),
        ),
        (
            "<p>plain",
            {"url": CANONICAL, "fetched_at": "2026-03-05T09:09:10+01:00"},
            CANONICAL,
            datetime(2026, 3, 5, 8, 9, 10, tzinfo=UTC),
        ),
        ("<p>plain", None, None, None),
        ('<link rel="canonical" href="/relative">', None, None, None),
        ('<link rel="canonical" href="' + "<" * 9000, None, None, None),
    ],
)
def test_where_a_saved_page_comes_from(
    tmp_path: Path, content: str, sidecar: dict[str, str] | None, url: str | None, at: datetime | None
) -> None:
    path = tmp_path / "a page.html"
    path.write_text(content, encoding="utf-8")
    if sidecar:
        (tmp_path / "a page.json").write_text(json.dumps(sidecar))
    found, key = load(SavedFile(path, "sub/a page.html"))
    assert (found.url, found.fetched_at) == (url, at)
    is_told = sidecar is not None or content.startswith("<!--")
    assert key == (None if is_told else "file:sub/a%20page.html")


def test_what_a_folder_holds(tmp_path: Path) -> None:
    for name in (
        "b.html",
        "a.HTM",
        "c.html.gz",
        "sub/d.xhtml",
        "b_files/frame.html",
        ".hidden.html",
        "e.warc.gz",
        "f.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    assert [file.name for file in find(tmp_path)] == ["a.HTM", "b.html", "c.html.gz", "e.warc.gz", "sub/d.xhtml"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("torn.html.gz", gzip.compress(b"x" * 999)[:-9], "cannot be read"),
        ("bomb.html.gz", gzip.compress(b"\0" * (65 * 1024 * 1024)), "more than 64 MB"),
        ("sidecar.html", b"x", "no readable JSON"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_clear_error(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "sidecar.json").write_bytes(b"{")
    with pytest.raises(InputError, match=message):
        load(SavedFile(tmp_path / name, name))


# --- re-parse --------------------------------------------------------------------------------------------------------


def _crawl(folder: DataFolder, *, together: bool = False) -> None:
    pages = [
        page(url=f"https://example.org/{n}", day=n, companies=["Acme", f"Only {n}"], salaries=[["J", 30000 + n, 40000]])
        for n in range(20)
    ]
    events = [*pages, page(url="https://example.org/3", day=30, companies=["Changed"])]
    events += [
        Page(content=b"boom", url="https://example.org/boom", fetched_at=START, status=200),
        Failure(url="https://example.org/4", at=pages[-1].fetched_at, code="http_410", status=410),  # type: ignore[arg-type, list-item]
    ]
    with Store.open(folder.store_url) as store, Archive(folder.archive).writer("run1") as out:
        with Flow(store, extract, run_id=store.start_run("crawl"), archive=out, read_together=together) as flow:
            for event in events:
                flow.fetch(event)
        export(store, folder.exports, evidence=True)


@pytest.mark.parametrize(("processes", "together"), [(1, False), (1, True), (2, False)])
def test_crawl_and_reparse_give_the_same_to_the_byte(
    tmp_path: Path, new_url: Callable[[], str], processes: int, together: bool
) -> None:
    folder = DataFolder(tmp_path / "crawl")
    _crawl(folder, together=together)
    segment = Archive(folder.archive).segments()[0]
    for sources in ([], [segment], [folder.archive])[: 3 if processes == 1 else 1]:
        with Store.open(new_url()) as store:
            result = reparse(sources, store=store, extract=extract, folder=folder, processes=processes)
            assert result.errors == []
            assert result.counts.pages == 21
            assert result.counts.quarantined == 1
            target = tmp_path / f"again-{len(list(tmp_path.iterdir()))}"
            export(store, target, evidence=True)
        assert contents(target) == contents(folder.exports)
    assert contents(folder.exports)["companies.csv"].count(b"Acme") == 18


def test_what_is_read_together_is_acknowledged_when_it_is_stored(tmp_path: Path) -> None:
    folder, acknowledged = DataFolder(tmp_path), list[str]()

    def page_of(name: str, content: bytes | None = None) -> tuple[Page, Callable[[object], None]]:
        made = page(url=f"https://example.org/{name}", companies=[name])
        made = made if content is None else msgspec.structs.replace(made, content=content)
        return made, lambda _: acknowledged.append(name)

    with Store.open(folder.store_url) as store, Archive(folder.archive).writer("run1") as out:
        run = store.start_run("crawl")
        flow = Flow(store, extract, run_id=run, archive=out, batch_size=3, batch_seconds=60, read_together=True)
        for name, content in (("one", None), ("fault", b"boom")):
            event, ack = page_of(name, content)
            flow.fetch(event, ack=ack)
        assert (flow.counts.pages, acknowledged, store.counts()["companies"]) == (0, [], 0)
        event, ack = page_of("two")
        flow.fetch(event, ack=ack)
        assert (flow.counts.pages, flow.counts.quarantined, store.counts()["companies"]) == (2, 1, 2)
        assert acknowledged == ["one", "fault", "two"]
        event, ack = page_of("killed while it is read", b"die")
        flow.fetch(event, ack=ack)
        with pytest.raises(SystemExit):
            flow.commit()
        assert acknowledged == ["one", "fault", "two"]
    missed = Archive(folder.archive).recover(Store.open(folder.store_url).committed())
    assert [one.event.url for one in missed] == ["https://example.org/killed while it is read".replace(" ", "%20")]


def test_what_was_archived_but_not_stored_is_adopted(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    archive = Archive(folder.archive)
    with Store.open(folder.store_url) as store:
        run = store.start_run("crawl")
        with archive.writer(run) as out:
            with Flow(store, extract, run_id=run, archive=out) as flow:
                flow.fetch(page(url="https://example.org/1", companies=["One"]))
            out.append(page(url="https://example.org/2", companies=["Two"]))  # … and here the process is killed
        missed = list(archive.recover(store.committed()))
        assert [one.event.url for one in missed] == ["https://example.org/2"]
        with Flow(store, extract, run_id=store.start_run("crawl")) as flow:
            for one in missed:
                flow.take(one.event, kept=one)
        assert store.counts()["companies"] == 2
        assert list(archive.recover(store.committed())) == []


def test_saved_pages_from_a_folder(tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    (saved / "deep").mkdir(parents=True)
    (saved / "one.html").write_bytes(page(companies=["One"]).content)
    (saved / "deep" / "two.html.gz").write_bytes(gzip.compress(page(companies=["Two"]).content))
    (saved / "torn.html.gz").write_bytes(gzip.compress(b"x" * 999)[:-9])
    with Store.open(DataFolder(tmp_path / "data").store_url) as store:
        result = reparse([saved, tmp_path / "nowhere"], store=store, extract=extract)
        with store.reading() as connection:
            pages = connection.execute(text("SELECT page FROM pages ORDER BY page")).scalars().all()
    assert pages == ["file:deep/two.html.gz", "file:one.html"]
    assert [Path(error.path).name for error in result.errors] == ["torn.html.gz", "nowhere"]


@pytest.mark.parametrize(("fault", "status"), [(KeyboardInterrupt, "cancelled"), (SystemExit, "failed")])
def test_how_a_run_ended_is_in_the_ledger_and_what_was_read_is_stored(
    tmp_path: Path, fault: type[BaseException], status: str
) -> None:
    saved = tmp_path / "saved"
    saved.mkdir()
    for n in range(3):
        (saved / f"{n}.html").write_bytes(page(companies=[f"C{n}"]).content)

    def stop(counts: Counts) -> None:
        if counts.pages == 2:
            raise fault

    with Store.open(DataFolder(tmp_path / "data").store_url) as store:
        with pytest.raises(fault):
            reparse([saved], store=store, extract=extract, on_page=stop)
        assert store.counts()["companies"] == 2
        with store.reading() as connection:
            assert connection.execute(text("SELECT status FROM runs")).scalars().all() == [status]


def test_two_folders_with_a_file_of_the_same_name(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_bytes(page(companies=[name]).content)
    with Store.open(DataFolder(tmp_path / "data").store_url) as store:
        reparse([tmp_path / "a", tmp_path / "b"], store=store, extract=extract)
        with store.reading() as connection:
            pages = connection.execute(text("SELECT page FROM pages ORDER BY page")).scalars().all()
    assert pages == ["file:b/index.html", "file:index.html"]


def test_a_torn_archive_gives_its_whole_records_and_an_error(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    with archive.writer("run1") as out:
        for n in range(3):
            out.append(page(url=f"https://example.org/{n}", companies=["x" * 5000 + str(n)]))
    path = archive.segments()[0]
    path.write_bytes(path.read_bytes()[:-40])
    with Store.open(DataFolder(tmp_path).store_url) as store:
        result = reparse([path], store=store, extract=extract)
        assert store.counts()["pages"] == 2
    assert len(result.errors) == 1


def test_a_page_that_kills_its_process_is_set_aside_alone(tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    saved.mkdir()
    for n in range(6):
        (saved / f"{n}.html").write_bytes(b"die" if n == 3 else page(companies=[f"C{n}"]).content)
    with Store.open(DataFolder(tmp_path / "data").store_url) as store:
        result = reparse([saved], store=store, extract=killed_by, processes=2)
        counts = store.counts()
    assert (counts["pages"], counts["quarantine"], result.counts.quarantined) == (5, 1, 1)


def killed_by(page: Page) -> PageRecord:
    """An extractor whose process dies on one page."""
    import os

    if page.content == b"die":
        os._exit(9)
    return extract(page)


def test_the_scrapy_pipeline_archives_and_stores(tmp_path: Path) -> None:
    class Stats(dict[str, object]):
        def set_value(self, key: str, value: object) -> None:
            self[key] = value

    class Crawler:
        def __init__(self) -> None:
            self.settings = {"GUIDEPOST_DATA": str(tmp_path), "GUIDEPOST_EXTRACTOR": "store_support:extract"}
            self.stats, self.spider = Stats(), None

    acknowledged: list[object] = []
    crawler = Crawler()
    pipeline = StorePipeline.from_crawler(crawler)
    pipeline.open_spider()
    assert pipeline.process_item({"other": "item"}) == {"other": "item"}
    pipeline.process_item(page(companies=["Acme"]))
    pipeline.process_item(Outcome(page(url="https://b.example.org/", companies=["B"]), ack=acknowledged.append))
    pipeline.close_spider()
    folder = DataFolder(tmp_path)
    with Store.open(folder.store_url) as store:
        assert store.counts()["companies"] == 2
    assert len(list(Archive(folder.archive).entries())) == 2
    assert len(acknowledged) == 1
    assert crawler.stats["guidepost/pages"] == 2


def test_records_survive_the_way_to_another_process() -> None:
    from storage.prepared import Prepared, prepare_page

    prepared = prepare_page(page(companies=["A"]), extract(page(companies=["A"])))
    assert msgspec.json.decode(msgspec.json.encode(prepared), type=Prepared).page == prepared.page
