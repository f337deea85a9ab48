"""Sites as data, and what a page of theirs leads to."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from crawlers.config import Config, load_config, masked
from crawlers.discovery import Discovery
from crawlers.feeds import Entry, Listing
from crawlers.links import Links
from crawlers.sites import load_sites, look_through, read_site, site_for, site_from, sites_named
from extractors.errors import ConfigurationError
from storage.frontier import Lease
from storage.times import stamp

FILE = """
spider = "guides"
kind = "hiring_guide"
start_urls = ["https://example.com/hiring"]
sitemaps = ["https://example.com/sitemap.xml"]
read = ['/hiring/[^/]+$']
follow = ['/hiring/?$', '/hiring/page/\\d+$']
skip = ['/hiring/private']
terms = "https://example.com/terms (reading and quoting allowed)"
[politeness]
delay = 3
pages = 50
[schedule]
cron = "0 3 * * *"
timezone = "Europe/Brussels"
"""


FAULTS = [
    ("start_url = ['https://a.example/']", ["start_url: no such key; did you mean 'start_urls'?"]),
    ("start_urls = 'https://a.example/'", ["start_urls: expected `array`, got `str`"]),
    ("start_urls = ['https://a.example/', 'a.example']", ["start_urls: 'a.example' is no http or https URL"]),
    ("spider = 'guide'", ["spider: invalid enum value 'guide'"]),
    ("read = ['(']\nskip = ['[', 'fine']", ["read: '(': missing )", "skip: '[': unterminated character set"]),
    (
        "[politeness]\ndelays = 2\npages = -1",
        ["politeness.delays: no such key; did you mean 'delay'?", "politeness.pages: "],
    ),
    ("[schedule]\ntimezone = 'UTC'", ["schedule.cron: is missing"]),
    ("[schedule]\ncron = '0 25 * * *'", ["schedule.cron: '0 25 * * *'"]),
    ("[schedule]\ncron = '0 3 * * *'\ntimezone = 'Brussels'", ["schedule.timezone: 'Brussels' is no IANA time zone"]),
    ("Read = ['x']\nqwertz = 1", ["Read: no such key; did you mean 'read'?", "qwertz: no such key; there are name, "]),
]


def site_file(folder: Path, text: str = FILE) -> Path:
    path = folder / "example.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_says_it_all(tmp_path: Path) -> None:
    site = read_site(site_file(tmp_path))
    assert site.name == "example"
    assert site.politeness.delay == 3
    assert site.schedule and site.schedule.timezone == "Europe/Brussels"
    verdicts = {
        "https://example.com/hiring": "follow",
        "https://example.com/hiring/ghent": "read",
        "https://www.example.com/HIRING/Ghent": "read",
        "https://example.com/hiring/page/2": "follow",
        "https://example.com/hiring/private-ghent": "no",
        "https://example.com/jobs": "no",
        "https://elsewhere.example/hiring/ghent": "no",
    }
    assert {url: site.verdict(url) for url in verdicts} == verdicts


@pytest.mark.parametrize(("text", "faults"), FAULTS)
def test_all_faults_of_a_file_are_listed_with_what_was_meant(tmp_path: Path, text: str, faults: list[str]) -> None:
    path = site_file(tmp_path, text)
    with pytest.raises(ConfigurationError) as error:
        read_site(path)
    found = str(error.value).splitlines()
    assert [line.startswith(f"{path}: {says}") for line, says in zip(found, faults, strict=True)] == [True] * len(
        faults
    )


def test_a_bad_file_stops_itself_alone(tmp_path: Path) -> None:
    site_file(tmp_path)
    (tmp_path / "slip.toml").write_text("start_url = []\nspidr = 'blog'\n")
    (tmp_path / "torn.toml").write_text("start_urls = [")
    config = Config(sites=(tmp_path,))
    found = look_through(config)
    assert "example" in found.sites
    assert {name: len(faults.splitlines()) for name, faults in found.wrong.items()} == {"slip": 2, "torn": 1}
    assert set(load_sites(config)) == set(found.sites)
    assert [one.name for one in sites_named(config, ["example"])] == ["example"]
    for name, says in (("slip", "did you mean 'spider'"), ("exampel", "did you mean 'example'"), ("torn", "torn.toml")):
        with pytest.raises(ConfigurationError, match=says):
            sites_named(config, [name])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("start_urls = [", "example.toml"),
        ('start = ["https://example.com"]', "start"),
        ('start_urls = ["example.com"]', "start_urls"),
        ("read = ['(']", "read"),
        ('spider = "spy"', "spider"),
        ("[politeness]\ndelay = -1", "delay"),
        ('[schedule]\ncron = "every night"', "cron"),
        ('[schedule]\ncron = "0 3 * * *"\ntimezone = "Mars/Olympus"', "timezone"),
    ],
)
def test_a_wrong_file_names_itself_and_the_key(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ConfigurationError, match=says) as error:
        read_site(site_file(tmp_path, text))
    assert "example.toml" in str(error.value)


def test_own_files_win_over_bundled_ones(tmp_path: Path) -> None:
    site_file(tmp_path)
    sites = load_sites(Config(sites=(tmp_path,)))
    assert sites["example"].start_urls == ("https://example.com/hiring",)


def test_a_url_alone_makes_a_site() -> None:
    site = site_for(["https://www.example.com/guides/ghent"], "guides")
    assert site.verdict("https://www.example.com/guides/ghent") == "read"
    assert site.verdict("https://example.com/about") == "read"
    assert site.verdict("https://example.com/login?next=/") == "no"
    assert site.verdict("https://example.com/logo.svg") == "no"
    assert site.comes_first("https://example.com/salary/nurses")
    with pytest.raises(ConfigurationError, match="no http"):
        site_for(["nonsense"], "guides")


def leased(url: str, role: str = "page", depth: int = 0, redirects: int = 0) -> Lease:
    return Lease(
        scope="example",
        key=url,
        url=url,
        slot="example.com",
        role=role,
        depth=depth,
        priority=0,
        redirects=redirects,
        found_on=None,
        attempts=0,
        token=1,
    )


@pytest.fixture
def discovery(tmp_path: Path) -> Discovery:
    site = read_site(site_file(tmp_path))
    return Discovery({site.name: site}, default_depth=3)


OWN = {
    "a query right after the host": ("http://example.com?lang=en", "http://example.com/a"),
    "no path": ("http://example.com", "http://example.com/a"),
    "the scheme's own port": ("https://example.com:443/", "https://example.com/a"),
    "the scheme's own port, on the other side": ("https://example.com/", "https://example.com:443/a"),
    "capitals": ("HTTPS://Example.COM/", "https://EXAMPLE.com/a"),
    "a final dot": ("https://example.com./", "https://example.com/a"),
    "a final dot, on the other side": ("https://example.com/", "https://example.com.:443/a"),
    "letters beyond ASCII": ("https://münchen.example/", "https://xn--mnchen-3ya.example/a"),
    "letters beyond ASCII, on the other side": ("https://xn--mnchen-3ya.example/", "https://www.MÜNCHEN.example/a"),
    "other scheme": ("http://example.com/", "https://example.com/a"),
    "www": ("https://www.example.com:443/", "http://example.com/a"),
    "a port": ("http://example.com:8080", "http://www.example.com:8080/a"),
    "an address of version 6": ("http://[2001:DB8::1]:80/", "http://[2001:db8::1]/a"),
}


@pytest.mark.parametrize(("start", "url"), OWN.values(), ids=OWN)
def test_hosts_are_one_however_they_are_written(start: str, url: str) -> None:
    for site in (site_for([start], "site"), site_from({"name": "x", "start_urls": [start]}, "x")):
        assert site.owns(url)
        assert site.verdict(url) == "read"
        assert not site.owns("https://elsewhere.example/a")
        assert not site.owns("http://example.com.evil.example/")
        assert not site.owns(url.replace("/a", "").rstrip("/") + ":9999/")


@pytest.mark.parametrize("host", ["Example.com", "example.com:443", "https://example.com/", " example.com. "])
def test_hosts_of_a_site_file(host: str) -> None:
    site = site_from({"name": "x", "start_urls": ["https://start.example/"], "hosts": [host]}, "x")
    assert site.owns("https://www.example.com/a")
    assert not site.owns("https://start.example/a")
    with pytest.raises(ConfigurationError, match="hosts"):
        site_from({"name": "x", "hosts": ["not a:host"]}, "x")


def test_a_start_page_is_itself_however_it_is_written() -> None:
    site = site_from({"start_urls": ["https://Example.com:443"], "read": ["/guide/"]}, "x")
    assert site.verdict("https://example.com/") == "follow"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_site_file_may_bear_a_byte_order_mark(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "example.toml"
    path.write_bytes(FILE.replace("/hiring/private", "/prive-é").encode(encoding))
    assert read_site(path).skip == ("/prive-é",)


LINKS = Links(
    followed=("https://example.com/hiring/lyon", "https://example.com/jobs", "https://example.com/hiring/page/2"),
    canonical="https://example.com/hiring/ghent",
    alternates=("https://example.com/hiring/gent",),
)


def test_what_a_page_leads_to(discovery: Discovery) -> None:
    page = leased("https://example.com/hiring/ghent", depth=1)
    found = {ask.url: (ask.role, ask.depth) for ask in discovery.from_page(page, LINKS, page.url)}
    assert found == {
        "https://example.com/hiring/lyon": ("page", 2),
        "https://example.com/hiring/page/2": ("list", 2),
        "https://example.com/hiring/gent": ("page", 1),
    }
    other = leased("https://example.com/hiring/vigo", depth=1)
    assert discovery.from_page(other, LINKS, other.url) == [], "each only once"
    again = {ask.url: (ask.role, ask.depth) for ask in discovery.from_page(page, LINKS, page.url)}
    assert again == found, "a page that is fetched again, since its outcome was lost, passes on the same once more"


def test_at_the_last_step_only_the_page_itself_in_other_words(discovery: Discovery) -> None:
    page = leased("https://example.com/hiring/ghent", depth=3)
    assert [ask.url for ask in discovery.from_page(page, LINKS, page.url)] == ["https://example.com/hiring/gent"]


def test_what_a_sitemap_leads_to(discovery: Discovery) -> None:
    sitemap = leased("https://example.com/sitemap.xml", "sitemap")
    entries = (
        Entry("https://example.com/hiring/a", "2026-02-03"),
        Entry("https://example.com/x"),
        Entry("https://evil.example/"),
    )
    (ask,) = discovery.from_listing(sitemap, Listing("sitemap", entries))
    assert (ask.url, ask.changed_at) == (entries[0].url, datetime(2026, 2, 3, tzinfo=UTC))
    index = Listing("index", (Entry("https://example.com/s2.xml"), Entry("http://169.254.169.254/s.xml")))
    assert [(ask.url, ask.role) for ask in discovery.from_listing(sitemap, index)] == [
        ("https://example.com/s2.xml", "sitemap")
    ]
    assert discovery.from_listing(leased(sitemap.url, "sitemap", depth=3), index) == []


def test_what_a_list_named_in_a_run_before_is_no_trap_because_its_like_name_it_too() -> None:
    def page(url: str, found_on: str | None) -> Lease:
        whole = leased(f"https://example.com{url}")
        return replace(whole, found_on=found_on and f"https://example.com{found_on}")

    site = site_from({"name": "example", "start_urls": ["https://example.com/"]}, "x")
    discovery = Discovery({site.name: site}, default_depth=99)
    for number in range(30):
        links = Links(followed=(f"https://example.com/guide/{number + 1}",), source="<p>the same words</p>")
        discovery.from_page(page(f"/guide/{number}", f"/guide/{number - 1}"), links, "")
    assert discovery.is_trap(page("/guide/15", "/guide/14"))
    assert not discovery.is_trap(page("/guide/15", "/list/1"))
    assert not discovery.is_trap(page("/guide/15", None))


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-02-03", "2026-02-03"),
        (" 2026-02-03T10:00:00+0200 ", "2026-02-03"),
        ("2026-02-03T23:30-01:00", "2026-02-04"),
        ("2026-02", "2026-02-01"),
        ("2026", "2026-01-01"),
        ("Tue, 03 Feb 2026 08:00:00 GMT", "2026-02-03"),
        ("0001-01-01T00:00:00", "0001-01-01"),
        ("0001-01-01T00:00:00+01:00", None),
        ("9999-12-31T23:59:59-10:00", None),
        ("2026-02-03T18:09:12-00:14400", None),
        ("2026-02-03T01:25:00-0400-04:00", None),
        ("2026-02-03T07:18:53Z 2026-06-15T15:33:55Z", None),
        ("Tue, 03 Feb 2026 25:00:00 GMT", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_when_a_sitemap_says_that_a_page_changed(discovery: Discovery, written: str, day: str | None) -> None:
    sitemap = leased("https://example.com/sitemap.xml", "sitemap")
    (ask,) = discovery.from_listing(sitemap, Listing("sitemap", (Entry("https://example.com/hiring/a", written),)))
    assert (ask.changed_at.date().isoformat() if ask.changed_at else None) == day
    if ask.changed_at:
        assert stamp(ask.changed_at)


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/hiring/gent", "https://example.com/hiring/gent"),
        ("https://www.example.com/hiring/ghent", "https://www.example.com/hiring/ghent"),
        ("https://elsewhere.example/", None),
        ("http://169.254.169.254/", None),
        ("file:///etc/passwd", None),
        ("https://example.com/hiring/ghent", None),
        ("https://example.com/login", None),
    ],
)
def test_where_a_redirect_leads(discovery: Discovery, location: str, target: str | None) -> None:
    ask = discovery.from_redirect(leased("https://example.com/hiring/ghent"), location)
    assert (ask.url if ask else None) == target


def test_redirects_end(discovery: Discovery) -> None:
    assert discovery.from_redirect(leased("https://example.com/hiring/a", redirects=5), "/hiring/b") is None


def test_a_crawl_begins_with_what_lists_the_rest(tmp_path: Path, discovery: Discovery) -> None:
    asks = discovery.starts(read_site(site_file(tmp_path)))
    assert [(ask.role, ask.url) for ask in sorted(asks, key=lambda ask: -ask.priority)] == [
        ("sitemap", "https://example.com/sitemap.xml"),
        ("list", "https://example.com/hiring"),
    ]


def test_flag_over_environment_over_project_over_user(tmp_path: Path) -> None:
    (tmp_path / "guidepost.toml").write_text('delay = 5\njitter = 0.1\ndata = "here"\n', encoding="utf-8")
    user = tmp_path / "home" / "guidepost"
    user.mkdir(parents=True)
    (user / "config.toml").write_text("delay = 9\nretries = 7\n", encoding="utf-8")
    environment = {"XDG_CONFIG_HOME": str(user.parent), "GUIDEPOST_JITTER": "0.2", "GUIDEPOST_SITES": "a, b"}
    config, origins = load_config({"retries": 1, "contact": None}, environment=environment, folder=tmp_path)
    assert (config.delay, config.jitter, config.retries) == (5, 0.2, 1)
    assert config.sites == (Path("a"), Path("b"))
    assert config.data == tmp_path / "here"
    assert origins["retries"].source == "flag"
    assert origins["jitter"].source == "environment"
    assert origins["delay"].source.endswith("guidepost.toml")
    assert origins["timeout"].source == "default"


@pytest.mark.parametrize(
    ("flags", "says"), [({"delay": -1}, "delay"), ({"speed": 1}, "unknown key 'speed'"), ({"log_level": "LOUD"}, "log")]
)
def test_a_wrong_setting_is_named(flags: dict[str, object], says: str) -> None:
    with pytest.raises(ConfigurationError, match=says):
        load_config(flags, environment={}, folder=Path("/"))


def test_passwords_are_not_shown() -> None:
    assert masked("postgresql://me:geheim@db/x") == "postgresql://me:***@db/x"


def test_site_from_fills_nothing_in_silently() -> None:
    with pytest.raises(ConfigurationError, match="here"):
        site_from({"name": 3}, "here")
