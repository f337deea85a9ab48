"""How far an address is to be trusted, and when its like have brought nothing new for long enough."""

import pytest

from crawlers.novelty import NAMED, SUSPECT, VOUCHED, Novelty, trust

HOST = "https://example.com"


@pytest.mark.parametrize(
    ("page", "link", "standing"),
    [
        ("/", "/guide/10001", VOUCHED),
        ("/", "/10001", VOUCHED),
        ("/", "/guide.php?id=7", VOUCHED),
        ("/guides/", "/guides/10001", VOUCHED),
        ("/guides/", "/guides/ghent", VOUCHED),
        ("/news/2026/a-post", "/guide/10001", VOUCHED),
        ("/list/3", "/guide/10001", NAMED),
        ("/guides?page=2", "/guide/10001", NAMED),
        ("/guides?page=2", "/guides/10001", NAMED),
        ("/guides/page/2/", "/guides/10001.html", NAMED),
        ("/guide/10001", "/guide/10002", SUSPECT),
        ("/nl/guide/10001", "/fr/guide/10002", SUSPECT),
        ("/calendar/2026/1", "/calendar/2026/2", SUSPECT),
        ("/calendar/2026/1", "/calendar/2026/1/31", SUSPECT),
        ("/calendar/2026-01/", "/calendar/week-5", SUSPECT),
        ("/shop", "/shop?colour=red", SUSPECT),
        ("/shop?colour=red", "/shop?colour=red&size=m", SUSPECT),
        ("/shop?page=1", "/shop?page=2", SUSPECT),
        ("/shop?page=1", "/shop/shoes?page=2", SUSPECT),
        ("/shop/red", "/shop/red/m", SUSPECT),
        ("/shop/red", "/about/us", VOUCHED),
    ],
)
def test_how_far_an_address_is_to_be_trusted(page: str, link: str, standing: int) -> None:
    assert trust(HOST + link, HOST + page, VOUCHED) == standing


def test_what_a_suspect_names_beyond_its_own_part_of_the_site_is_suspect_if_it_only_counts() -> None:
    assert trust(f"{HOST}/day/2026-02-01", f"{HOST}/month/2026-01", VOUCHED) == NAMED
    assert trust(f"{HOST}/day/2026-03-01", f"{HOST}/month/2026-02", SUSPECT) == SUSPECT
    assert trust(f"{HOST}/month/2026-02", f"{HOST}/day/2026-01-31", NAMED) == SUSPECT
    assert trust(f"{HOST}/a-name", f"{HOST}/month/2026-02", SUSPECT) == VOUCHED


def text(*words: str) -> str:
    return f"<script>never {' '.join(words)} seen</script><h1>{words[0]} 2026</h1><p>{' '.join(words)}</p>"


WORDS = "what it takes to hire welders nurses planners cooks testers and all the others".split()


def spent_after(urls: list[str], pages: list[str], fresh: tuple[str, ...] = ()) -> int | None:
    """After how many pages the next of them is asked for no more."""
    novelty = Novelty()
    for number, (url, page) in enumerate(zip(urls, pages, strict=True)):
        if novelty.is_spent(url):
            return number
        novelty.note(url, SUSPECT, page, fresh)
    return None


MONTHS = [f"{HOST}/calendar/{2026 + number // 12}/{number % 12 + 1}" for number in range(200)]
FILTERS = [f"{HOST}/shop?colour={number}&size={number % 7}" for number in range(200)]
NAMES = [f"{HOST}/shop/{number}/name-{'x' * (number % 9)}-of-{number}" for number in range(200)]
SAME = [text(*WORDS)] * 200


@pytest.mark.parametrize(("urls", "most"), [(MONTHS, 12), (FILTERS, 10), (NAMES, 50)])
def test_what_brings_nothing_is_asked_for_no_more(urls: list[str], most: int) -> None:
    found = spent_after(urls, SAME)
    assert found is not None
    assert found <= most


def test_the_name_of_a_month_is_no_news() -> None:
    months = "January February March April May June July August September October November December".split()
    pages = [text(months[number % 12], *WORDS) for number in range(200)]
    assert (spent_after(MONTHS, pages) or 999) <= 30


@pytest.mark.parametrize("urls", [MONTHS, FILTERS, NAMES])
def test_new_words_are_news(urls: list[str]) -> None:
    pages = [
        text(*(f"{word}{'abcdefghijklmnopqrst'[number // 10]}{'klmnopqrst'[number % 10]}" for word in WORDS))
        for number in range(200)
    ]
    assert spent_after(urls, pages) is None


def test_addresses_with_names_that_nobody_had_named_are_news() -> None:
    assert spent_after(MONTHS, SAME, fresh=(f"{HOST}/events/opening-night",)) is None
    assert spent_after(MONTHS, SAME, fresh=(f"{HOST}/calendar/2031/1",)) is not None
    pages = [f"{HOST}/guides?page={number}" for number in range(200)]
    assert spent_after(pages, SAME, fresh=(f"{HOST}/guide/10001",)) is None
    assert spent_after(pages, SAME, fresh=(f"{HOST}/guides?page=7",)) is not None


def test_an_address_that_a_page_escapes_once_too_often_again_and_again_has_one_parameter() -> None:
    names = ["p", "amp%3Bp", "amp%253Bp", "amp%25253Bp", "amp;p"]
    grown = [f"{HOST}/best?p=3&{'=2&'.join(names[: number % 5 + 1])}={number}" for number in range(200)]
    assert (spent_after(grown, SAME) or 999) <= 10


def test_a_filter_that_brings_nothing_is_told_from_the_page_number_beside_it() -> None:
    novelty = Novelty()
    for number in range(50):
        novelty.note(f"{HOST}/shop?colour={number}&page=2", SUSPECT, SAME[0], ())
    assert novelty.is_spent(f"{HOST}/shop?colour=red")
    assert not novelty.is_spent(f"{HOST}/shop?page=3")
    assert not novelty.is_spent(f"{HOST}/blog?colour=red"), "another part of the site"


@pytest.mark.parametrize("piece", ["<script>", "<!--", "<", "</script>", "<script><!--"])
def test_text_that_never_ends_costs_one_look(piece: str) -> None:
    Novelty().note(MONTHS[0], SUSPECT, piece * 200_000, ())
