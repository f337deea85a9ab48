# ruff: noqa: E501 - a page reads best on a line
"""Guides in unusual mark-up, and pages that must keep silent: small pages, whole extraction."""

from __future__ import annotations

import pytest

from extractors import extract
from extractors.records import PageRecord

HEAD = "<html lang=en><title>Hire Welders in Leeds</title><h1>Hire Welders in Leeds</h1>"


def _read(body: str, head: str = HEAD) -> PageRecord:
    return extract((head + body).encode(), url="https://guide.example/leeds")


COMPANIES = {
    "list": "<h2>Key companies</h2><ul><li>Acme Forge<li>Tern & Sons (Hull)</ul>",
    "chips": "<h2>Key companies</h2><p><span class=c>Acme Forge</span><span class=c>Tern & Sons (Hull)</span></p>",
    "buttons": "<h2>Key companies</h2><p><button class='btn c'>Acme Forge</button><button class='btn c'>Tern & Sons (Hull)</button>",
    "lines": "<h2>Key companies</h2><p>Acme Forge<br>Tern & Sons (Hull)</p>",
    "bullets": "<h2>Key companies</h2><p>• Acme Forge</p><p>• Tern & Sons (Hull)</p>",
    "terms": "<h2>Key companies</h2><dl><dt>Acme Forge<dd>Steel.<dt>Tern & Sons (Hull)<dd>Ships.</dl>",
    "table": "<h2>Key companies</h2><table><tr><th>Employer<th>Sector<tr><td>Acme Forge<td>Steel<tr><td>Tern & Sons (Hull)<td>Ships</table>",
    "sentence": "<h2>Key companies</h2><p>The largest are Acme Forge and Tern & Sons (Hull).</p>",
    "colon": "<h2>Key companies</h2><p>Well-known names: Acme Forge, Tern & Sons (Hull).</p>",
    "headings": "<h2>Key companies</h2><h3>1. Acme Forge</h3><p>Steel.</p><h3>2. Tern & Sons (Hull)</h3><p>Ships.</p>",
    "details": "<h2>Key companies</h2><details><summary>Acme Forge</summary><p>Steel.</p></details>"
    "<details><summary>Tern & Sons (Hull)</summary><p>Ships.</p></details>",
    "kicker": "<section><p class=eyebrow>Key companies</p><h2>Good to know.</h2><ul><li>Acme Forge<li>Tern & Sons (Hull)</ul></section>",
    "bold": "<p><b>Key companies</b></p><ul><li>Acme Forge<li>Tern & Sons (Hull)</ul>",
    "styled": "<div class=section-title>Key companies</div><ul><li>Acme Forge<li>Tern & Sons (Hull)</ul>",
    "tab": "<ul role=tablist><li><a href='#a'>Key companies</a><li><a href='#b'>Pay</a></ul>"
    "<div role=tabpanel id=b><p>Soon.</p></div><div role=tabpanel id=a><ul><li>Acme Forge<li>Tern & Sons (Hull)</ul></div>",
    "button": "<div><button aria-expanded=false aria-controls=p1>Key companies</button><div id=p1><ul><li>Acme Forge"
    "<li>Tern & Sons (Hull)</ul></div><button aria-expanded=false aria-controls=p2>Overview</button><div id=p2><p>Soon.</div></div>",
    "term": "<dl><dt>Key companies<dd><ul><li>Acme Forge<li>Tern & Sons (Hull)</ul><dt>Skills<dd><ul><li>Welding</ul></dl>",
    "caption": "<h2>Behind the gates</h2><table><caption>Largest employers</caption><tr><th>Name<th>Sector<tr><td>Acme Forge"
    "<td>Steel<tr><td>Tern & Sons (Hull)<td>Ships</table>",
    "dash": "<h2>Key companies</h2><ul><li><b>Acme Forge</b> – steel<li><b>Tern & Sons</b> (Hull) – ships</ul>",
    "nested": "<h2>Key companies</h2><ul><li>Steel<ul><li>Acme Forge</ul><li>Ships<ul><li>Tern & Sons (Hull)</ul></ul>",
}


@pytest.mark.parametrize("shape", COMPANIES)
def test_companies_in_every_shape(shape: str) -> None:
    record = _read(COMPANIES[shape])
    assert [(entity.name, entity.qualifier) for entity in record.companies] == [
        ("Acme Forge", None),
        ("Tern & Sons", "Hull"),
    ]


def test_a_wall_of_logos() -> None:
    record = _read("<h2>Key companies</h2><div><img alt='Acme Forge logo'><img alt='Logo of Tern & Sons'></div>")
    assert [entity.name for entity in record.companies] == ["Acme Forge", "Tern & Sons"]
    assert record.companies[0].evidence.path.endswith("/@alt")


@pytest.mark.parametrize(
    "furniture",
    [
        "<footer><h4>Companies</h4><ul><li>Acme Forge<li>Tern Ships</ul></footer>",
        "<aside class=related><h3>Companies hiring</h3><ul><li>Acme Forge<li>Tern Ships</ul></aside>",
        "<div><h3>Our clients</h3><ul><li>Acme Forge<li>Tern Ships</ul></div>",
        "<nav><ul><li>Companies<li>Acme Forge</ul></nav>",
    ],
)
def test_furniture_names_no_companies(furniture: str) -> None:
    assert _read(f"<h2>Overview</h2><p>Leeds builds things.</p>{furniture}").companies == ()


def test_pay_under_a_heading_that_misleads_is_pay() -> None:
    record = _read(
        "<h2>The hub of it</h2><table><tr><th>Level<th>Gross a year<tr><td>Junior<td>£24,000 – £28,000"
        "<tr><td>Senior<td>£36,000 – £41,000</table>"
    )
    assert [section.kind for section in record.sections] == ["salaries"]
    assert [(pay.level, pay.min_value, pay.basis) for pay in record.salaries] == [
        ("junior", 24000, "gross"),
        ("senior", 36000, "gross"),
    ]
    assert record.hubs == ()


@pytest.mark.parametrize(
    "body",
    [
        "<h2>Cost of living</h2><table><tr><th>Item<th>Per month<tr><td>Flat<td>£1,150<tr><td>Bus pass<td>£70</table>",
        "<h2>Funding rounds</h2><ul><li>Acme raised £16 million<li>Tern raised £3 million</ul>",
        "<h2>Benefits</h2><ul><li>Meal vouchers of £10 a day<li>Training budget of £960 a year</ul>",
        "<h2>Visa rules</h2><p>The visa asks for an income threshold of £38,700 a year.</p>",
        "<aside><h3>Latest jobs</h3><div class=j><a href='/jobs/1'>Welder</a> Acme £2,300</div></aside>",
        "<h2>Plans</h2><div class=p><h3>Team</h3><p>£149 per user a month</p></div>",
    ],
)
def test_other_money_is_no_pay(body: str) -> None:
    assert _read(body).salaries == ()


def test_lower_and_upper_columns_are_one_range_unless_a_middle_stands_between() -> None:
    two = _read("<h2>Pay</h2><table><tr><th>Level<th>From<th>To<tr><td>Junior<td>£24,000<td>£28,000</table>")
    assert [(pay.min_value, pay.max_value) for pay in two.salaries] == [(24000, 28000)]
    three = _read(
        "<h2>Pay</h2><table><tr><th>Level<th>Low<th>Median<th>High<tr><td>Junior<td>£24,000<td>£26,000<td>£28,000</table>"
    )
    assert [pay.statistic for pay in three.salaries] == ["min", "median", "max"]


def test_prose_that_repeats_the_table_is_noted_beside_it() -> None:
    record = _read(
        "<h2>Pay</h2><p>Pay for welders runs from £24k – £28k for junior people in most of the city.</p>"
        "<table><tr><th>Level<th>Salary (gross/year)<tr><td>Junior<td>£24,200 – £27,900</table>"
    )
    assert len(record.salaries) == 1
    assert record.salaries[0].also_stated[0].raw.endswith("£24k – £28k")


@pytest.mark.parametrize(
    "body",
    [
        "<h2>Career path</h2><p>Junior Welder → Welder → Foreman or Inspector</p>",
        "<h2>Career path</h2><ol><li>Junior Welder<li>Welder<li>Foreman / Inspector</ol>",
        "<h2>Career path</h2><div class=s><i>1</i> Junior Welder</div><div class=s><i>2</i> Welder</div>"
        "<div class=s><i>3</i> Foreman or Inspector</div>",
    ],
)
def test_career_path(body: str) -> None:
    steps = _read(body).career_path
    assert [(step.title, step.alternatives) for step in steps] == [
        ("Junior Welder", ()),
        ("Welder", ()),
        ("Foreman", ("Inspector",)),
    ]


def test_questions_are_sections_below_the_faq() -> None:
    record = _read("<h2>FAQ</h2><p><b>What do welders earn?</b></p><p>It depends.</p><h2>Key skills</h2><p>x</p>")
    assert [(section.kind, section.text) for section in record.sections][:2] == [("faq", ""), ("faq", "It depends.")]


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (HEAD + "<h2>Key companies</h2><h2>Overview</h2><p>x", "empty_section"),
        ("```html\n" + HEAD + "<p>x</p>\n```", "code_fence"),
        ("<body><div id=root></div><script src=a.js></script>", "application_shell"),
        (2 * (HEAD + "<h2>Skills</h2><p>x<h2>Pay</h2><p>y<h2>FAQ</h2><p>z"), "rendered_twice"),
    ],
)
def test_what_is_odd_is_said(page: str, code: str) -> None:
    assert code in [issue.code for issue in extract(page.encode()).issues]


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (HEAD + "<h2>Key companies</h2><ul><li>Acme<li>Tern</ul><h2>Skills</h2><p>x", "hiring_guide"),
        (
            "<title>Welder Salary by City</title><h1>Welder Salary by City</h1><a href=/l>Welder salary in Leeds</a>",
            "hiring_guide",
        ),
        (
            "<title>All jobs in Leeds</title><h1>All jobs in Leeds</h1><ul><li><a href=/job/1>Welder</a> Acme</ul>",
            "other",
        ),
        (
            "<title>What we learnt</title><article><h1>What we learnt</h1><p>By Ada Moss, 3 May 2024</p>"
            + "<p>Long ago we built a shed, and then another one, and in the end the whole yard was sheds.</p>" * 4
            + "</article>",
            "article",
        ),
    ],
)
def test_kind(page: str, kind: str) -> None:
    assert extract(page.encode(), url="https://guide.example/x").kind == kind


def test_a_line_that_announces_clients_ends_the_list_above() -> None:
    record = _read(
        "<h2>Key companies</h2><ul><li>Acme Forge<li>Tern Ships</ul>"
        "<div class=t><p>Trusted by</p><p><span class=i>Globex Bank</span><span class=i>Umbra Foods</span></p></div>"
    )
    assert [entity.name for entity in record.companies] == ["Acme Forge", "Tern Ships"]


def test_schools_as_headings_with_the_same_sub_blocks_under_each() -> None:
    school = "<h3>{} College</h3><ul><li>Leeds, UK<li>4 years</ul><h4>Highlights</h4><p>Good.</p><h4>How to apply</h4><p>Write.</p>"
    record = _read("<h2>Where they train</h2>" + "".join(map(school.format, ("Aire", "Calder", "Wharfe"))))
    assert [entity.name for entity in record.universities] == ["Aire College", "Calder College", "Wharfe College"]


def test_paragraphs_as_cards_on_a_page_without_headings() -> None:
    card = "<p><b>{}</b> - Leeds<br>1 Mill Lane<br>Contact: Ada, Bob</p>"
    page = "<title>Coworking Spaces</title>" + "".join(map(card.format, ("Aire Works", "Calder Loft", "Wharfe Hub")))
    record = extract(page.encode())
    assert [entity.name for entity in record.hubs] == ["Aire Works", "Calder Loft", "Wharfe Hub"]


def test_logos_in_the_panel_of_a_tab() -> None:
    tabs = "<ul role=tablist><li><button aria-controls=a>Key companies</button><li><button aria-controls=b>Skills</button></ul>"
    panels = "<div role=tabpanel id=a><img alt='Acme Forge logo'><img alt='Tern & Sons logo'></div><div role=tabpanel id=b><ul><li>Welding</ul></div>"
    assert [entity.name for entity in _read(tabs + panels).companies] == ["Acme Forge", "Tern & Sons"]


def test_schools_in_boxes_inside_a_tab() -> None:
    names = ["Wexley University", "Hale Tech", "Fenn Institute of Technology"]
    tabs = "<ul role=tablist><li><button aria-controls=a>Education</button><li><button aria-controls=b>Key companies</button></ul>"
    boxes = "".join(f"<details><summary>{name}</summary><p>Evening courses.</p></details>" for name in names)
    record = _read(f"{tabs}<div role=tabpanel id=a>{boxes}</div><div role=tabpanel id=b><ul><li>Acme Forge</ul></div>")
    assert [entity.name for entity in record.universities] == names


def test_a_numbered_run_belongs_to_the_heading_above_it() -> None:
    names = ["Steam The Firms", "Old Yard", "Dock Nine", "Company"]
    run = "".join(f"<h3>{place}. {name}</h3><p>Desks by the day.</p>" for place, name in enumerate(names, 1))
    record = _read(
        f"<h2>The market</h2><p>Calm.</p><p><b>Tech hubs in Leeds</b></p>{run}<h2>Skills</h2><ul><li>Welding</ul>"
    )
    assert [entity.name for entity in record.hubs] == names
    assert not record.companies


def test_numbered_sections_are_no_entries() -> None:
    record = _read(
        "<h2>Key companies</h2><p>Acme Forge and Tern Ships.</p><h2>1. Skills</h2><ul><li>Welding</ul>"
        "<h2>2. Salaries</h2><p>A welder earns £31,000 a year.</p><h2>3. Career path</h2><p>Helper → Welder → Foreman</p>"
    )
    assert [entity.name for entity in record.companies] == ["Acme Forge", "Tern Ships"]
    assert [entity.name for entity in record.skills] == ["Welding"]
