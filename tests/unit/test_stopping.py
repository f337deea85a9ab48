"""Being told to end, and not waiting for long any more: nothing that comes early is lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import threading
from pathlib import Path

import pytest

from crawlers.stopping import Stop
from extractors.errors import StoreError
from storage.folder import DataFolder
from storage.patience import Patience
from storage.store import Store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_is_kept_until_somebody_asks(name: str) -> None:
    now, heard = [100.0], []
    stop = Stop(lambda: now[0])
    stop.when_told(lambda: heard.append("early"))
    assert (stop.told, stop.since) == (False, 0.0)
    with stop.listening():
        signal.raise_signal(getattr(signal, name))
        signal.raise_signal(signal.SIGTERM)  # together with the first
        assert stop.times == 1
        now[0] += 3
        signal.raise_signal(getattr(signal, name))
    stop.when_told(lambda: heard.append("late"))
    assert (stop.told, stop.times, stop.since) == (True, 2, 3.0)
    assert heard == ["early", "early", "early", "late"]


def test_an_interrupt_that_is_swallowed_is_still_noted() -> None:
    stop = Stop()
    with stop.listening(interrupt=True):
        try:
            signal.raise_signal(signal.SIGTERM)
        except BaseException as error:  # noqa: BLE001 - as careless code does
            assert isinstance(error, KeyboardInterrupt)
    assert stop.told


def test_handlers_are_put_back_and_what_is_ignored_stays_so() -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    hup = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        stop = Stop()
        with stop.listening(), stop.listening(interrupt=True):
            signal.raise_signal(signal.SIGHUP)
        assert not stop.told
        assert {number: signal.getsignal(number) for number in before} == before
    finally:
        signal.signal(signal.SIGHUP, hup)


def test_a_thread_may_ask_and_sets_no_handlers() -> None:
    stop, failed = Stop(), []

    def listen() -> None:
        try:
            with stop.listening():
                pass
        except ValueError as error:
            failed.append(error)

    thread = threading.Thread(target=listen)
    thread.start()
    thread.join()
    assert not failed


def test_patience_ends_when_somebody_is_in_a_hurry() -> None:
    patience, calls = Patience(3600), []

    def attempt() -> None:
        calls.append(1)
        if len(calls) == 3:
            patience.hurry(0)
        raise OSError("held")

    with pytest.raises(OSError, match="held"):
        patience.outlast(attempt, lambda error: True)
    assert len(calls) == 3
    with pytest.raises(ValueError, match="not that"):
        Patience(3600).outlast(lambda: int("not that"), lambda error: isinstance(error, OSError))


def test_a_signal_gets_through_to_whoever_waits_for_a_locked_store(tmp_path: Path) -> None:
    file = tmp_path / "guidepost.sqlite"
    stop, patience = Stop(), Patience(3600)
    stop.when_told(lambda: patience.hurry(0))
    with Store.open(f"sqlite:///{file}", patience=patience) as store, stop.listening():
        holder = sqlite3.connect(file, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGTERM)).start()
        with pytest.raises(StoreError, match="locked"):
            store.start_run("crawl")
        assert stop.told
        holder.execute("ROLLBACK")
        holder.close()
        assert store.start_run("crawl"), "what is free is not refused to the hasty"


def test_whoever_waits_for_a_folder_gets_it_or_is_told_to_go(tmp_path: Path) -> None:
    folder, asked = DataFolder(tmp_path), threading.Event()
    held, done = threading.Event(), []

    def queue_up() -> None:
        def enough() -> bool:
            asked.set()
            return False

        with folder.lock("second", wait=60, enough=enough):
            done.append(str(folder.holder()))

    thread = threading.Thread(target=queue_up)
    with folder.lock("first"):
        held.set()
        thread.start()
        assert asked.wait(30)
        assert not done
        assert str(folder.holder()).startswith("`first`")
    thread.join(60)
    assert [who.partition(" ")[0] for who in done] == ["`second`"]
