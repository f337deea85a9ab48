"""The commands and habits of Scrapy, in this project, as in any other."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.crawling import ROOT, rows
from tests.e2e.plain_server import Served, html, page, serving

ROBOTS = b"User-agent: *\nDisallow: /closed/\n"
OWN = '''
import scrapy

from crawlers.own import kept


class OwnSpider(scrapy.Spider):
    name = "own"
    allowed_domains = ["127.0.0.1"]
    start_urls = ["{origin}/"]
    custom_settings = {{"ITEM_PIPELINES": {{"crawlers.pipeline.KeepPages": 300}}}}

    def parse(self, response):
        """
        @url {origin}/
        @returns items 2 2
        @returns requests 4 4
        """
        yield kept(response)
        yield {{"title": response.css("title::text").get()}}
        yield from response.follow_all(css="a")
'''
PLAIN = """
import scrapy

from extractors.extract import extract


class PlainSpider(scrapy.Spider):
    name = "plain"
    start_urls = ["{origin}/guide/a"]

    def parse(self, response):
        yield extract(response.body, url=response.url)
"""
SCRIPT = """
import sys

from scrapy.crawler import CrawlerProcess
from scrapy.utils.project import get_project_settings

settings = get_project_settings()
settings.set("FEEDS", {{"records.jsonl": {{"format": "jsonlines"}}}})
process = CrawlerProcess(settings)
process.crawl("guides", url=sys.argv[1])
process.start()
"""
STRANGER = """
import sys

from scrapy.crawler import CrawlerProcess

from own.plain import PlainSpider

feeds = {{f"records.{{kind}}": {{"format": kind}} for kind in ("json", "csv", "jsonlines")}}
process = CrawlerProcess({{"FEEDS": feeds, "LOG_LEVEL": "ERROR"}})
process.crawl(PlainSpider)
process.start()
"""


@pytest.fixture
def site() -> Iterator[Served]:
    answers = {
        "/robots.txt": (200, {"Content-Type": "text/plain"}, ROBOTS),
        "/": html(page("Start", "/guide/a", "/guide/no", "/closed/x", "/old")),
        "/guide/a": html(page("Guide")),
        "/guide/no": html(page("SECRET"), X_Robots_Tag="noindex"),
        "/closed/x": html(page("Closed")),
        "/old": (301, {"Location": "/guide/a"}, b""),
    }
    with serving(answers) as served:
        yield served


@pytest.fixture
def folder(site: Served, tmp_path: Path) -> Path:
    """A folder with a package of spiders, and scripts."""
    package = tmp_path / "own"
    package.mkdir()
    texts = {"own/__init__.py": "", "own/own.py": OWN, "own/plain.py": PLAIN, "script.py": SCRIPT, "bare.py": STRANGER}
    for name, text in texts.items():
        (tmp_path / name).write_text(text.format(origin=site.origin), encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    environment = {
        "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}",
        "SCRAPY_SETTINGS_MODULE": "crawlers.scrapy_project",
        "GUIDEPOST_ALLOW_ADDRESSES": "127.0.0.1",
        "GUIDEPOST_DELAY": "0",
        "GUIDEPOST_DATA": str(folder / "data"),
    }
    done = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        cwd=folder,
        env=os.environ | environment,
        timeout=90,
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return done


def scrapy(folder: Path, *arguments: str) -> str:
    spiders = "SPIDER_MODULES=crawlers.spiders,own"
    command, *rest = arguments
    return run(folder, "-m", "scrapy", command, "-s", spiders, "-s", "NEWSPIDER_MODULE=own", *rest).stdout


def test_commands_that_look_at_a_page(site: Served, folder: Path) -> None:
    assert scrapy(folder, "shell", f"{site.origin}/", "-c", "response.status").strip() == "200"
    assert "<title>Guide</title>" in scrapy(folder, "fetch", f"{site.origin}/old"), "redirects are followed"
    assert "Content-Type: text/html" in scrapy(folder, "fetch", "--headers", f"{site.origin}/guide/a")
    assert scrapy(folder, "fetch", f"{site.origin}/closed/x").strip() == ""
    assert site.paths.count("/closed/x") == 0, "robots.txt holds for every command"
    saved = folder / "saved.html"
    saved.write_bytes(page("Saved"))
    assert scrapy(folder, "shell", str(saved), "-c", "response.css('h1::text').get()").strip() == "Saved"
    assert not (folder / "data").exists(), "looking leaves nothing behind"


def test_the_project_s_own_spiders_can_be_lent(site: Served, folder: Path) -> None:
    shown = scrapy(folder, "parse", "--spider", "guides", "--nocolour", f"{site.origin}/")
    assert "'title': 'Start'" in shown
    assert f"<GET {site.origin}/guide/a>" in shown
    assert scrapy(folder, "shell", "--spider", "guides", f"{site.origin}/", "-c", "spider.name").strip() == "guides"
    assert not (folder / "data").exists()


def test_a_spider_of_your_own_is_made_checked_and_run(site: Served, folder: Path) -> None:
    assert "Created spider 'ghent'" in scrapy(folder, "genspider", "ghent", "example.org")
    assert {"ghent", "own", "plain", "guides"} <= set(scrapy(folder, "list").split())
    run(folder, "-m", "scrapy", "check", "-s", "SPIDER_MODULES=own")
    assert "'title': 'Start'" in scrapy(folder, "parse", "--spider", "own", "--nocolour", f"{site.origin}/")
    scrapy(folder, "crawl", "own", "-O", "out.json")
    found = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    assert [one["title"] for one in found if "kind" in one] == ["Start", "Guide"], "records of what was kept"
    assert {"title": "SECRET"} in found, "items of its own are its own"
    assert rows(folder / "data", "SELECT count(*) FROM pages") == [(2,)]
    assert rows(folder / "data", "SELECT kind, status FROM runs") == [("crawl", "done")]
    assert not any(b"SECRET" in path.read_bytes() for path in (folder / "data" / "archive").iterdir())
    assert site.paths.count("/closed/x") == 0


def test_a_file_with_a_spider_runs_and_its_records_are_items(site: Served, folder: Path) -> None:
    for kind in ("json", "jsonl", "csv", "xml"):
        run(folder, "-m", "scrapy", "runspider", "own/plain.py", "-O", f"records.{kind}")
    (record,) = json.loads((folder / "records.json").read_text(encoding="utf-8"))
    assert record["salaries"][0]["min_value"] == 30000
    with (folder / "records.csv").open(encoding="utf-8", newline="") as file:
        assert [row["title"] for row in csv.DictReader(file)] == ["Guide"]


def test_feeds_of_a_crawl_hold_records(site: Served, folder: Path) -> None:
    titles = []
    for again in ([], ["-a", "full=1"]):
        scrapy(folder, "crawl", "guides", "-a", f"url={site.origin}/", *again, "-O", "out.json")
        found = json.loads((folder / "out.json").read_text(encoding="utf-8"))
        titles.append(sorted(record["title"] for record in found))
    assert titles == [["Guide", "Start"]] * 2, "the second time nothing has changed, and all is asked for"


def test_a_script_crawls_as_the_command_does(site: Served, folder: Path) -> None:
    run(folder, "script.py", f"{site.origin}/")
    records = [json.loads(line) for line in (folder / "records.jsonl").read_text(encoding="utf-8").splitlines()]
    assert sorted(record["title"] for record in records) == ["Guide", "Start"]
    assert rows(folder / "data", "SELECT kind, status FROM runs") == [("crawl", "done")]


def test_records_are_items_in_a_project_that_knows_nothing_of_this_one(site: Served, folder: Path) -> None:
    run(folder, "bare.py")
    (record,) = json.loads((folder / "records.json").read_text(encoding="utf-8"))
    assert (record["title"], record["salaries"][0]["currency"]) == ("Guide", "EUR")
    with (folder / "records.csv").open(encoding="utf-8", newline="") as file:
        assert [row["title"] for row in csv.DictReader(file)] == ["Guide"]


def test_a_spider_of_your_own_waits_for_the_folder_like_any_run(site: Served, folder: Path) -> None:
    holder = (
        "from pathlib import Path; from storage.folder import DataFolder; import sys\n"
        "with DataFolder(Path('data')).lock('another'):\n    print('held', flush=True); sys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", holder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert process.stdout
    process.stdout.readline()
    spiders = "SPIDER_MODULES=own"
    command = [sys.executable, "-m", "scrapy", "crawl", "own", "-s", spiders]
    environment = {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "SCRAPY_SETTINGS_MODULE": "crawlers.scrapy_project"}
    environment |= {"GUIDEPOST_DATA": str(folder / "data"), "GUIDEPOST_ALLOW_ADDRESSES": "127.0.0.1"}
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=os.environ | environment, timeout=90)
    process.communicate()
    assert done.returncode != 0
    assert "is in use by `another`" in done.stderr
    assert not (folder / "data" / "archive").exists()
