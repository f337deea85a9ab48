"""Backup and restore: the same exports afterwards, damage is found first, what was forgotten stays forgotten."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from store_support import contents, extract, page

from extractors.errors import InputError, UsageError
from pipelines.flow import Flow
from pipelines.forget import carry_out, plan_forget
from storage.archive import Archive
from storage.export import export
from storage.folder import DataFolder
from storage.frontier import Ask, Frontier
from storage.retention.backup import make_backup
from storage.retention.backup_file import verify
from storage.retention.restore import restore_backup
from storage.store import Store


@pytest.fixture
def folder(tmp_path: Path, store_url: str) -> DataFolder:
    return DataFolder(tmp_path / "data", None if store_url.startswith("sqlite") else store_url)


@pytest.fixture
def store(folder: DataFolder) -> Iterator[Store]:
    with Store.open(folder.store_url) as opened:
        _crawl(folder, opened, 0)
        yield opened


def _crawl(folder: DataFolder, store: Store, day: float) -> None:
    run = store.start_run("crawl")
    stated = page(day=day, companies=["Acme"], authors=["Jane Doe"], salaries=[["Junior", f"{39600 + day}.10", 45000]])
    with Archive(folder.archive).writer(run) as out, Flow(store, extract, run_id=run, archive=out) as flow:
        flow.fetch(stated)
    Frontier(store.engine, worker="w", run_id=run).add([Ask(url=f"https://example.org/{day}", scope="s")])
    store.finish_run(run, "done", flow.counts.as_dict())


def _state(store: Store, target: Path) -> dict[str, bytes]:
    export(store, target, evidence=True)
    with store.reading() as connection:
        queue = connection.execute(text("SELECT * FROM frontier ORDER BY key")).all()
    return contents(target) | {"frontier": repr([tuple(row) for row in queue]).encode()}


def test_a_backup_brings_everything_back(folder: DataFolder, store: Store, tmp_path: Path) -> None:
    config = tmp_path / "guidepost.toml"
    config.write_text("delay = 3\n")
    before = _state(store, tmp_path / "before")
    archive = contents(folder.archive)
    made = make_backup(folder, store, tmp_path / "b.tar", config={"guidepost.toml": config})
    assert made == verify(tmp_path / "b.tar")
    assert (tmp_path / "b.tar").stat().st_mode & 0o077 == 0
    _crawl(folder, store, 5)
    with pytest.raises(UsageError, match="--replace"):
        restore_backup(tmp_path / "b.tar", folder)
    store.close()
    restore_backup(tmp_path / "b.tar", folder, replace=True)
    with Store.open(folder.store_url) as again:
        assert _state(again, tmp_path / "after") == before
        assert list(Archive(folder.archive).recover(again.committed())) == []
        _crawl(folder, again, 6)
    assert contents(folder.archive).items() > archive.items()
    assert (folder.root / "config-of-backup" / "guidepost.toml").read_text() == "delay = 3\n"


def test_a_backup_goes_to_another_database(
    folder: DataFolder, store: Store, tmp_path: Path, postgres: Callable[[], str]
) -> None:
    before = _state(store, tmp_path / "before")
    make_backup(folder, store, tmp_path / "b.tar")
    other = DataFolder(tmp_path / "other", postgres() if folder.database is None else None)
    restore_backup(tmp_path / "b.tar", other)
    with Store.open(other.store_url) as again:
        assert _state(again, tmp_path / "after") == before


def test_what_was_forgotten_since_stays_forgotten(folder: DataFolder, store: Store, tmp_path: Path) -> None:
    make_backup(folder, store, tmp_path / "b.tar")
    carry_out(plan_forget(folder, store, persons=["Jane Doe"]), folder, store, extract)
    assert store.counts()["authors"] == 0
    store.close()
    restore_backup(tmp_path / "b.tar", folder, replace=True)
    with Store.open(folder.store_url) as again:
        plan = plan_forget(folder, again)
        assert len(plan.store.masked) == 1
        carry_out(plan, folder, again, extract)
        assert again.counts()["authors"] == 0


def _tampered(source: Path, target: Path, name: str) -> None:
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old:
            content = bytearray(old.extractfile(member).read())  # type: ignore[union-attr]
            if member.name.startswith(name):
                content[len(content) // 2] ^= 1
            new.addfile(member, io.BytesIO(content))


def _with_member(source: Path, target: Path, name: str) -> None:
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old:
            new.addfile(member, old.extractfile(member))
        new.addfile(tarfile.TarInfo(name), io.BytesIO())


def _cut(source: Path, target: Path, share: float) -> None:
    data = source.read_bytes()
    target.write_bytes(data[: int(len(data) * share)])


@pytest.mark.parametrize(
    "damage",
    [
        lambda source, target: _tampered(source, target, "guidepost.sqlite"),
        lambda source, target: _tampered(source, target, "archive/"),
        lambda source, target: _tampered(source, target, "manifest.json"),
        lambda source, target: _with_member(source, target, "../outside"),
        lambda source, target: _with_member(source, target, "archive/../../outside"),
        lambda source, target: _with_member(source, target, "/etc/outside"),
        lambda source, target: _with_member(source, target, "archive/unlisted.warc.gz"),
        lambda source, target: _cut(source, target, 0.5),
        lambda source, target: _cut(source, target, 0.0),
        lambda source, target: target.write_bytes(b"no tar at all" * 100),
        lambda source, target: None,
    ],
    ids=[
        "store",
        "archive",
        "manifest",
        "parent",
        "hidden parent",
        "root",
        "unlisted",
        "cut",
        "empty",
        "no tar",
        "none",
    ],
)
def test_a_damaged_backup_changes_nothing(tmp_path: Path, damage: Callable[[Path, Path], None]) -> None:
    folder = DataFolder(tmp_path / "data")
    with Store.open(folder.store_url) as store:
        _crawl(folder, store, 0)
        make_backup(folder, store, tmp_path / "good.tar")
    damage(tmp_path / "good.tar", tmp_path / "bad.tar")
    before = {path: path.read_bytes() for path in sorted(folder.root.rglob("*")) if path.is_file()}
    with pytest.raises(InputError):
        restore_backup(tmp_path / "bad.tar", folder, replace=True)
    assert before == {path: path.read_bytes() for path in sorted(folder.root.rglob("*")) if path.is_file()}
    assert not (tmp_path / "outside").exists()
