"""The archive: what goes in comes out to the byte, and a crash costs nothing but a torn tail."""

from __future__ import annotations

import gzip
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extractors.errors import ArchiveError
from extractors.page import Page
from storage import warc, warc_writing
from storage.archive import Archive, Failure, RequestHead, Revisit

AT = datetime(2026, 3, 5, 8, 9, 10, 11, tzinfo=UTC)
HTML = b"<html><p>Caf\xe9 \x00 5 \xe2\x82\xac</p></html>"


def _page(url: str = "https://example.org/a", content: bytes = HTML, **headers: str) -> Page:
    return Page(content=content, url=url, headers=headers or {"content-type": "text/html"}, fetched_at=AT, status=200)


def _filled(folder: Path, number: int = 3) -> Archive:
    archive = Archive(folder)
    with archive.writer("run1") as out:
        for i in range(number):
            out.append(_page(f"https://example.org/{i}", HTML * (i + 1)))
    return archive


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    headers = {"Content-Type": "text/html; charset=latin1", "content-encoding": "br", "Content-Length": "7"}
    with archive.writer("run1", info={"robots": "obeyed"}) as out:
        kept = [
            out.append(_page(**headers), request=RequestHead(url="https://example.org/ä?x", headers={"Accept": "*/*"})),
            out.append(Page(content=b"", url="https://example.org/empty", status=200, fetched_at=AT)),
            out.append(Page(content=b"%PDF-1.7", url="https://example.org/x.pdf", status=200, fetched_at=AT)),
            out.append(Page(content=HTML, url="https://example.org/saved", fetched_at=AT)),
            out.append_failure(
                Failure(
                    url="https://example.org/b",
                    at=AT,
                    code="http_404",
                    message="gone\r\nfor good",
                    status=404,
                    attempts=3,
                )
            ),
            out.append_revisit(
                Revisit(
                    url="https://example.org/a",
                    fetched_at=AT,
                    digest="ab" * 32,
                    refers_to_url="https://example.org/a",
                    refers_to_at=AT,
                    headers={"ETag": '"x"'},
                )
            ),
        ]
    assert list(archive.entries()) == kept
    assert kept[0].page is not None
    assert kept[0].page.headers == {name.lower(): value for name, value in headers.items()}
    assert kept[4].failure is not None
    assert kept[4].failure.message == "gone for good"
    assert kept[4].failure.gone


@given(
    content=st.binary(max_size=300),
    headers=st.dictionaries(st.text(max_size=12), st.text(max_size=30), max_size=5),
    path=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    status=st.sampled_from([200, 203, 404, None]),
)
def test_any_page_survives(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, headers: dict[str, str], path: str, status: int | None
) -> None:
    archive = Archive(tmp_path_factory.mktemp("any"))
    page = Page(content=content, url=f"https://example.org/{path}", headers=headers, fetched_at=AT, status=status)
    with archive.writer("run1") as out:
        kept = out.append(page)
    assert list(archive.entries()) == [kept]
    assert kept.page is not None
    assert kept.page.content == content


@pytest.mark.parametrize("isal", [True, False], ids=["as installed", "without isal"])
def test_other_tools_accept_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, isal: bool) -> None:
    if not isal:
        monkeypatch.setitem(sys.modules, "isal", None)
        monkeypatch.setattr(warc_writing, "_squeeze", warc_writing._squeezer())
    archive = Archive(tmp_path)
    url, asked = "https://example.org/a", RequestHead(url="https://example.org/a", headers={"Accept": "*/*"})
    with archive.writer("run1", info={"robots": "obey"}) as out:
        kept = [
            out.append(_page(url), request=asked),
            out.append(Page(content=HTML, url="https://example.org/saved", fetched_at=AT)),
            out.append_revisit(
                Revisit(url=url, fetched_at=AT, digest="ab" * 32, refers_to_url=url, refers_to_at=AT), request=asked
            ),
            out.append_failure(Failure(url=url, at=AT, code="dns", message="no such h\u00f6st"), request=asked),
        ]
    assert list(archive.entries()) == kept
    command = [sys.executable, "-m", "warcio.cli", "check", "-v", str(archive.segments()[0])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("digest pass") == 7, done.stdout


def test_segments_rotate_by_size_and_never_overwrite(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for _ in range(2):
        with archive.writer("run1", segment_size=400) as out:
            for i in range(4):
                out.append(_page(f"https://example.org/{i}"))
    assert len(archive.segments()) > 2
    assert len(list(archive.entries())) == 8


@pytest.mark.parametrize("cut", [1, 5, 40, 150])
def test_a_torn_tail_is_cut_and_nothing_else(tmp_path: Path, cut: int) -> None:
    archive = _filled(tmp_path)
    whole = list(archive.entries())
    path = archive.segments()[0]
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - cut)
    assert [one.event for one in archive.recover({})] == [one.event for one in whole[:2]]
    assert path.stat().st_size == whole[1].end
    assert list(archive.recover({path.name: whole[0].end})) == whole[1:2]
    assert list(archive.recover({path.name: whole[1].end})) == []


def test_garbage_after_the_last_record_is_a_torn_tail(tmp_path: Path) -> None:
    archive = _filled(tmp_path)
    path = archive.segments()[0]
    size = path.stat().st_size
    with path.open("ab") as file:
        file.write(b"\x1f\x8b\x08" + b"\0" * 3000)
    assert len(list(archive.recover({}))) == 3
    assert path.stat().st_size == size


def test_damage_in_the_middle_is_reported_and_nothing_is_cut(tmp_path: Path) -> None:
    archive = _filled(tmp_path)
    path = archive.segments()[0]
    damaged = bytearray(path.read_bytes())
    offset = list(archive.entries())[1].offset
    damaged[offset + 30 : offset + 60] = b"\xff" * 30
    path.write_bytes(damaged)
    with pytest.raises(ArchiveError, match="nothing was cut"):
        list(archive.recover({}))
    assert path.read_bytes() == damaged


def test_a_full_disk_leaves_whole_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(tmp_path)
    with archive.writer("run1") as out:
        out.append(_page())
        real = out._out

        class Full:
            def write(self, data: bytes) -> int:
                assert real is not None
                real.write(data[:50])
                raise OSError(28, "No space left on device")

            def __getattr__(self, name: str) -> object:
                return getattr(real, name)

        monkeypatch.setattr(out, "_out", Full())
        with pytest.raises(ArchiveError, match="No space left"):
            out.append(_page("https://example.org/b"))
        out.append(_page("https://example.org/c"))
    assert [one.event.url for one in archive.recover({})] == ["https://example.org/a", "https://example.org/c"]


def _foreign(path: Path, packed: bool) -> None:
    """What wget or a browser's recorder would write: encoded bodies, redirects, images, errors."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=packed)
        for url, status, kind, body in [
            ("https://example.org/", "301 Moved", "text/html", b""),
            ("https://example.org/home", "200 OK", "text/html", gzip.compress(HTML)),
            ("https://example.org/x.png", "200 OK", "image/png", b"\x89PNG"),
            ("https://example.org/lost", "404 Not Found", "text/html", b"<p>lost"),
        ]:
            lines = [("Content-Type", kind)] + ([("Content-Encoding", "gzip")] if body[:2] == b"\x1f\x8b" else [])
            head = StatusAndHeaders(status, lines, protocol="HTTP/1.1")
            about = {"WARC-Date": "2026-03-05T08:09:10Z"}
            writer.write_record(
                writer.create_warc_record(
                    url, "response", payload=BytesIO(body), length=len(body), http_headers=head, warc_headers_dict=about
                )
            )


@pytest.mark.parametrize("name", ["other.warc", "other.warc.gz"])
def test_archives_of_other_tools_are_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    _foreign(path, name.endswith(".gz"))
    page, failure = (event for event, _ in warc.read(path))
    assert isinstance(page, Page)
    assert (page.url, page.content, page.status) == ("https://example.org/home", HTML, 200)
    assert isinstance(failure, Failure)
    assert (failure.url, failure.status) == ("https://example.org/lost", 404)


def test_what_is_no_archive_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "no.warc.gz"
    path.write_bytes(b"<html>not an archive</html>" * 50)
    with pytest.raises(ArchiveError):
        list(warc.read(path))


def test_a_page_without_an_address_is_refused(tmp_path: Path) -> None:
    with Archive(tmp_path).writer("run1") as out, pytest.raises(ArchiveError, match="address"):
        out.append(Page(content=b"x"))
    assert not list(tmp_path.iterdir())
