"""Sites without end come to one, and what only looks like one is read whole; judged from the server's side."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, NamedTuple

import pytest

from tests.e2e import trap_sites
from tests.e2e.crawling import crawl, order
from tests.e2e.plain_server import Made, Served, serving

SHOP, SHOP_OF_PATHS = trap_sites.Shop(), trap_sites.Shop(in_path=True)
SITES: dict[str, trap_sites.Make] = {
    "calendar of paths": trap_sites.calendar_of_paths,
    "calendar of queries": trap_sites.calendar_of_queries,
    "calendar in parts": trap_sites.calendar_in_parts,
    "shop": SHOP,
    "shop of paths": SHOP_OF_PATHS,
    "one list": trap_sites.guides_of_one_list(340),
    "lists": trap_sites.guides_of_lists(340, 20),
    "list in pages": trap_sites.guides_of_a_list_in_pages(340, 20),
    "sitemap": lambda path: trap_sites.page("Guide", text="The same words.") if path.startswith("/guide/") else None,
}


class World(NamedTuple):
    outcome: dict[str, Any]
    served: dict[str, Served]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One crawl over all of them, as deep as they go."""
    data = tmp_path_factory.mktemp("traps")
    with ExitStack() as stack:
        served = {name: stack.enter_context(serving(Made(make))) for name, make in SITES.items()}
        entries = "".join(f"<url><loc>/guide/{10_000 + number}</loc></url>" for number in range(340))
        listed = served["sitemap"]
        listed.answers["/robots.txt"] = (200, {}, b"User-agent: *\nAllow: /\nSitemap: /sitemap.xml\n")
        listed.answers["/sitemap.xml"] = (200, {"Content-Type": "text/xml"}, f"<urlset>{entries}</urlset>".encode())
        what = order(listed.origin, data, depth=50, jitter=0, concurrency=9)
        what["config"]["allow_addresses"] = ["127.0.0.1"]
        what["archive_only"] = True
        what["sites"] = [
            {"name": name, "start_urls": [f"{one.origin}/"], "politeness": {"pages": 0}} for name, one in served.items()
        ]
        yield World(crawl(what, timeout=600), served)


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("calendar of paths", 60),
        ("calendar of queries", 60),
        ("calendar in parts", 60),
        ("shop", 200),
        ("shop of paths", 200),
    ],
)
def test_what_has_no_end_comes_to_one(world: World, name: str, most: int) -> None:
    assert 5 < len(world.served[name].paths) <= most


@pytest.mark.parametrize(("name", "shop"), [("shop", SHOP), ("shop of paths", SHOP_OF_PATHS)])
def test_all_products_of_a_shop_are_seen(world: World, name: str, shop: trap_sites.Shop) -> None:
    assert set(shop.products) <= set(world.served[name].paths)


@pytest.mark.parametrize("name", ["one list", "lists", "list in pages", "sitemap"])
def test_guides_that_are_named_are_read_however_many_and_alike_they_are(world: World, name: str) -> None:
    wanted = {f"/guide/{10_000 + number}" for number in range(340)}
    asked = [path for path in world.served[name].paths if path.startswith("/guide/")]
    assert wanted == set(asked)
    assert len(asked) == len(wanted), "each only once"


def test_the_last_line_says_what_was_left(world: World) -> None:
    assert world.outcome["returncode"] == 0, world.outcome
    assert "addresses left, whose like brought nothing new" in world.outcome["reason"]
    assert "bring nothing new; no more like it are asked for" in world.outcome["stderr"]
