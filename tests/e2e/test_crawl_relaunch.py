"""A site that is relaunched: every page moves, then half of them are joined with others; nothing counts twice."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.crawling import crawl, order, rows
from tests.e2e.plain_server import Answer, html, page, serving
from tests.e2e.test_crawl_moves import told

NUMBER = 24
COUNTS = "SELECT (SELECT count(*) FROM pages WHERE page LIKE '%/guide%'), (SELECT count(*) FROM salaries)"


def before() -> dict[str, Answer]:
    paths = [f"/guide/{n}" for n in range(NUMBER)]
    return {path: html(page(f"Guide {path[7:]}")) for path in paths} | {"/": html(page("Start", *paths))}


def moved() -> dict[str, Answer]:
    """Every address leads to a new one."""
    paths = [f"/guides/town-{n}" for n in range(NUMBER)]
    answers: dict[str, Answer] = {f"/guide/{n}": (301, {"Location": path}, b"") for n, path in enumerate(paths)}
    answers |= {path: html(page(f"Guide {n}")) for n, path in enumerate(paths)}
    return answers | {"/": html(page("Start", *paths))}


def joined() -> dict[str, Answer]:
    """Half of the new addresses name others as theirs, at which the same pages stand."""
    answers = moved()
    for n in range(0, NUMBER, 2):
        head = f'<link rel="canonical" href="/guides/t{n}">'
        answers[f"/guides/town-{n}"] = answers[f"/guides/t{n}"] = html(page(f"Guide {n}", head=head))
    return answers


def test_a_relaunch_doubles_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(before()) as site:
        what = order(site.origin, data, {"read": [r"/guides?/"], "follow": [r":\d+/$"]}) | {"full": True}
        assert crawl(what)["exit_code"] == 0
        assert rows(data, COUNTS) == [(NUMBER, NUMBER)]
        for answers, went, reason in ((moved(), NUMBER, "moved"), (joined(), NUMBER // 2, "joined")):
            site.answers.clear()
            site.answers.update(answers)
            outcome = crawl(what)
            assert outcome["exit_code"] == 0, outcome
            assert rows(data, COUNTS) == [(NUMBER, NUMBER)]
            said = [(one["kind"], one["reason"]) for one in told(site, data, "--table", "pages")]
            assert sorted(said) == [("appeared", "")] * went + [("went", reason)] * went
        where = dict(rows(data, "SELECT page, gone_to FROM page_keys WHERE gone_at > ''"))
        assert where[f"{site.origin}/guide/2"] == f"{site.origin}/guides/town-2"
        assert where[f"{site.origin}/guides/town-2"] == f"{site.origin}/guides/t2"
