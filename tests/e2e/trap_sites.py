"""Sites without end, and some that only look it: pages made up from their address."""

from __future__ import annotations

from calendar import day_name, month_name, monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from random import Random
from urllib.parse import parse_qsl, urlencode, urlsplit

Make = Callable[[str], str | None]

COLOURS = ("red", "blue", "green", "black", "white")
SIZES = ("s", "m", "l", "xl")
MAKERS = ("acme", "bolt", "corax", "dune")
ORDERS = ("price", "name", "newest")
_KINDS = ("boot", "shoe", "coat", "scarf", "glove", "hat", "belt", "bag", "sturdy", "light", "warm", "soft", "plain")


def page(title: str, *links: tuple[str, str], text: str = "") -> str:
    """A page with its links and the words on them."""
    anchors = " ".join(f'<a href="{href}">{words}</a>' for href, words in links)
    return (
        f"<!DOCTYPE html><html lang=en><title>{title}</title><nav><a href='/'>Home</a></nav>"
        f"<main><h1>{title}</h1><p>{text}</p>{anchors}</main></html>"
    )


def _month(path: str, year: int, month: int) -> list[tuple[str, str]]:
    after = date(year, month, 28) + timedelta(9)
    days = [(f"{path}/{year}/{month}/{day}", str(day)) for day in range(1, monthrange(year, month)[1] + 1)]
    months = [(f"{path}/{year}/{other}", month_name[other]) for other in range(1, 13)]
    return [*days, *months, (f"{path}/{after.year}/{after.month}", "Next"), (f"{path}/{year + 1}/{month}", "Next year")]


def calendar_of_paths(path: str) -> str | None:
    """Months and days, each with links to the next."""
    if path == "/":
        return page("Start", ("/calendar/2026/1", "Calendar"), ("/about", "About"))
    first, *numbers = path.strip("/").split("/")
    if first != "calendar":
        return page("About", text="We keep a calendar.") if first == "about" else None
    year, month, *day = map(int, numbers)
    if day:
        on = date(year, month, day[0])
        after = on + timedelta(1)
        title = f"{day_name[on.weekday()]} {on.day} {month_name[month]} {year}"
        return page(title, (f"/calendar/{after.year}/{after.month}/{after.day}", "Next day"), text="No events.")
    return page(f"{month_name[month]} {year}", *_month("/calendar", year, month))


def calendar_of_queries(path: str) -> str | None:
    """Months, days and views as parameters of one page."""
    parts = urlsplit(path)
    if parts.path == "/":
        return page("Start", ("/events", "Events"))
    if parts.path != "/events":
        return None
    chosen = dict(parse_qsl(parts.query))
    year, month = int(chosen.get("year", 2026)), int(chosen.get("month", 3))
    after = f"year={year + month // 12}&month={month % 12 + 1}"
    here = f"year={year}&month={month}"
    links = [(f"/events?{after}", "Next"), *((f"/events?{here}&view={view}", view) for view in ("day", "week", "list"))]
    links += [(f"/events?{here}&day={day}", str(day)) for day in range(1, 29)]
    return page(f"Events in {month_name[month]} {year}", *links, text="No events were found.")


def calendar_in_parts(path: str) -> str | None:
    """Months, weeks and days as parts of the site, each of which names the others."""
    part, _, name = path.strip("/").partition("/")
    if not part:
        return page("Start", ("/month/2026-01", "Calendar"))
    if part not in ("month", "week", "day"):
        return None
    year, number = int(name[:4]), int(name[5:7].strip("w"))
    if part == "month":
        links = [(f"/day/{year}-{number:02}-{day:02}", str(day)) for day in range(1, 29)]
        links += [(f"/week/{year}-w{4 * number + week}", "Week") for week in range(4)]
        return page(month_name[number], (f"/month/{year + number // 12}-{number % 12 + 1:02}", "Next"), *links)
    if part == "week":
        return page("Week", (f"/week/{year + number // 52}-w{number % 52 + 1}", "Next"), ("/month/2027-03", "Month"))
    after = date.fromisoformat(name) + timedelta(1)
    return page(day_name[after.weekday()], (f"/day/{after}", "Next"), (f"/month/{year}-{number:02}", "Month"))


class Shop:
    """Sixty products in four parts of a shop, and filters that combine; by parameters, or by words of the path."""

    def __init__(self, *, in_path: bool = False) -> None:
        random = Random(4)
        self.in_path = in_path
        self.products = {
            f"/product/{MAKERS[number % 4]}-{number}-{random.choice(_KINDS)}": {
                "colour": random.choice(COLOURS),
                "size": random.choice(SIZES),
                "maker": MAKERS[number % 4],
                "name": " ".join(random.choices(_KINDS, k=3)),
                "text": " ".join(random.choices(_KINDS, k=60)),
            }
            for number in range(60)
        }

    def __call__(self, path: str) -> str | None:
        """A page of it."""
        if path == "/":
            return page("Shop", *((f"/shop/{part}", part) for part in ("all", "men", "women", "kids")))
        if path in self.products:
            product = self.products[path]
            return page(product["name"], text=product["text"])
        return (self._by_path if self.in_path else self._by_query)(path) if path.startswith("/shop/") else None

    def _by_query(self, path: str) -> str:
        parts = urlsplit(path)
        chosen = dict(parse_qsl(parts.query))
        found = self._found(chosen.get(name) for name in ("colour", "size", "maker"))
        number = int(chosen.get("page", 1))

        def to(**more: object) -> str:
            return f"{parts.path}?{urlencode(chosen | more)}"

        links = [(to(colour=one, page=1), one) for one in COLOURS] + [(to(size=one, page=1), one) for one in SIZES]
        links += [(to(maker=one, page=1), one) for one in MAKERS] + [(to(order=one), one) for one in ORDERS]
        links += [(to(view=one), one) for one in ("grid", "list")]
        links += [(to(page=one), str(one)) for one in range(1, (len(found) + 11) // 12 + 1)]
        title = " ".join(["Products", *(chosen.get(name, "") for name in ("colour", "size", "maker"))])
        return page(title, *self._named(found[12 * number - 12 : 12 * number]), *links, text=f"{len(found)} results")

    def _by_path(self, path: str) -> str:
        chosen = path.strip("/").split("/")[1:]
        found = self._found(word for word in chosen if word not in ("all", "men", "women", "kids", *ORDERS))
        more = [word for word in (*COLOURS, *SIZES, *MAKERS, *ORDERS) if word not in chosen]
        links = [(f"{path}/{word}", word) for word in more]
        return page(" ".join(["Products", *chosen]), *self._named(found), *links, text=f"{len(found)} results")

    def _found(self, wanted: Iterable[str | None]) -> list[str]:
        words = {word for word in wanted if word}
        return [path for path, one in self.products.items() if words <= {one["colour"], one["size"], one["maker"]}]

    def _named(self, paths: list[str]) -> list[tuple[str, str]]:
        return [(path, self.products[path]["name"]) for path in paths]


def guides_of_one_list(number: int) -> Make:
    """So many guides that say the same, named by one page."""

    def make(path: str) -> str | None:
        if path == "/":
            return page("Guides", *((f"/guide/{10_000 + one}", "Guide") for one in range(number)))
        return page("Guide", text="The same words.") if path.startswith("/guide/") else None

    return make


def guides_of_lists(number: int, each: int) -> Make:
    """The same, named by many lists that the first page names; each guide names others, too."""

    def make(path: str) -> str | None:
        part, _, name = path.strip("/").partition("/")
        if not part:
            return page("Guides", *((f"/list/{one}", "List") for one in range(number // each)))
        if part == "list":
            named = range(int(name) * each, int(name) * each + each)
            return page("List", *((f"/guide/{10_000 + one}", "Guide") for one in named))
        if part == "guide":
            return page("Guide", (f"/guide/{10_000 + (int(name) + 77) % number}", "Related"), text="The same words.")
        return None

    return make


def guides_of_a_list_in_pages(number: int, each: int) -> Make:
    """The same, named by a list that goes on from page to page."""

    def make(path: str) -> str | None:
        parts = urlsplit(path)
        if parts.path == "/":
            return page("Start", ("/guides", "Guides"))
        if parts.path.startswith("/guide/"):
            return page("Guide", text="The same words.")
        at = int(dict(parse_qsl(parts.query)).get("page", 1))
        links = [(f"/guide/{10_000 + one}", "Guide") for one in range(at * each - each, min(number, at * each))]
        links += [(f"/guides?page={at + 1}", "Next")] if at * each < number else []
        return page("Guides", *links) if parts.path == "/guides" else None

    return make
