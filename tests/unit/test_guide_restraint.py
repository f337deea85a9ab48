# ruff: noqa: E501 - a page reads best on a line
"""Pages of every sort that are no guides: no form is a list of employers, no price is pay. And what must still be read."""

from __future__ import annotations

import pytest

from extractors import extract
from extractors.records import PageRecord

NAMES = ("companies", "hubs", "universities", "skills", "tools")


def _page(title: str, body: str, language: str = "en") -> PageRecord:
    html = f"<html lang={language}><title>{title}</title><h1>{title}</h1>{body}"
    return extract(html.encode(), url="https://site.example/page")


def _named(record: PageRecord) -> dict[str, list[str]]:
    return {field: [one.name for one in getattr(record, field)] for field in NAMES if getattr(record, field)}


NO_NAMES = {
    "a form": (
        "Business cards in a day",
        "<h2>Company registration service</h2><ul><li>Your Name<li>Your Email<li>Last Name *<li>Company *</ul>",
    ),
    "a form of a guide": (
        "Hire Welders in Leeds",
        "<h2>Key companies</h2><ul><li>Voornaam *<li>Achternaam<li>Bedrijfsnaam *</ul>",
    ),
    "labels of inputs": (
        "Hire Welders in Leeds",
        "<h2>Key companies</h2><ul><li><label>Forge size <input type=text></label><li><label>Hull Depot <select></select></label></ul>",
    ),
    "a menu": ("Statistics without cookies", "<h2>Company</h2><ul><li>About<li>Contact<li>Imprint<li>Terms</ul>"),
    "a menu of a guide": (
        "Hire Welders in Leeds",
        "<h2>Key companies</h2><ul><li>Pricing<li>Learn More<li>Kontakt</ul>",
    ),
    "trades of a guide": (
        "Hire Welders in Leeds",
        "<h2>Which skill do you look for?</h2><ul><li>Pipe Welders<li>Steel Welders<li>Crane Operators</ul><h2>Key companies</h2><ul><li>Finance Manager<li>Nurse<li>Data Engineer</ul>",
    ),
    "classes of a guide": (
        "Hire Welders in Leeds",
        "<h2>Key companies</h2><ul><li>Small Welding Companies<li>Family Firms<li>Offshore Companies</ul>",
    ),
    "what a company is like in a guide": (
        "Hire Welders in Leeds",
        "<h2>Pay by company size</h2><ul><li>Small and Local<li>Mid-Market</ul><h2>Working at the company</h2><ul><li>open doors<li>late shifts</ul>",
    ),
    "services in a guide": (
        "Hire Welders in Leeds",
        "<h2>Our services</h2><p>Employers hire with us for years.</p><ul><li>Contract Welding<li>Temporary Staffing<li>Payroll Handling</ul>",
    ),
    "fields of cards in a guide": (
        "Hire Welders in Leeds",
        "<h2>Companies</h2>"
        + "".join(
            f"<p>Yard {n} builds ships.</p><ul><li><b>Approach</b>: slow.<li><b>Reach</b>: {n} towns.</ul><h2>Companies {n}</h2>"
            for n in range(4)
        ),
    ),
    "charities": (
        "Give your time",
        "<h2>Commission on community service</h2><ul><li>Food Bank of the Vale<li>Houses for Wexley<li>River Friends</ul>",
    ),
    "blog headings": (
        "Short films that sell",
        "<h2>Tools and techniques for films</h2><h3>Build a Steady Calendar</h3><p>Post each Monday.</p><h3>Keep It Short and Bright</h3><p>Under a minute.</p>",
    ),
    "headlines": (
        "Bridge closed after storm",
        "<h2>Technology</h2><h3>Accounts found on market sites</h3><p>More.</p><h3>Senator to step down</h3><p>More.</p>",
    ),
    "sentences in a list": (
        "Ten kettles compared",
        "<h2>Key features</h2><ul><li>Highly trained movers and drivers<li>Everyone can book a demo for free<li>Workflow management for all your rooms</ul>",
    ),
    "what a product needs": (
        "Star Racer, the game",
        "<h2>System requirements</h2><ul><li>Processor<li>Memory<li>Graphics<li>Storage</ul>",
    ),
    "terms of a grant": (
        "Forty grants for study abroad",
        "<h2>Fund of the university women</h2><h3>Deadline</h3><p>June.</p><h3>Degree Level</h3><p>Master.</p>",
    ),
    "a German with": (
        "Bremsen im Test",
        "<h2>Zehn Scheibenbremsen</h2><ul><li>Mit Schlauch<li>Mit Kühlung<li>Ohne Scheibe</ul>",
    ),
    "code": (
        "State and the stack",
        "<h2>The stack and the heap</h2><ul><li>fn main() {<li>let x = 5<li>let y = x</ul>",
    ),
    "what to look for": (
        "Cameras for a windy day",
        "<h2>What to look for in a camera</h2><ul><li>Exposure<li>Detail<li>Colour<li>Noise</ul>",
    ),
    "pictures": (
        "Thirty years of the web",
        "<h2>The technology of then</h2><div><img alt='Old Mailbox'><img alt='Early Search Page'></div>",
    ),
    "what companies are best for": (
        "Five companies that rent boats",
        "<h2>The companies</h2><ul><li>Best for Comfort<li>Best for Families<li>Best for Anglers<li>Best for Speed<li>Best for Days Out</ul>",
    ),
    "persons of a school": (
        "Wexley College honours its makers",
        "<h2>Students of the college</h2><ul><li>Ada Brook<li>Tom Hale<li>Mia Fenn<li>Lou Ash<li>Kit Moor</ul>",
    ),
}


@pytest.mark.parametrize("case", NO_NAMES)
def test_names_nothing(case: str) -> None:
    title, body = NO_NAMES[case]
    language = "de" if "German" in case else "en"
    assert _named(_page(title, body, language)) == {}


NO_PAY = {
    "a single amount of nobody": (
        "Schools of the north",
        "<p>Most of the schools are quiet now. A starting salary after the course is £24,000, say the owners of the schools.</p>",
    ),
    "wine": (
        "Rioja, Spanien",
        "<p>2016 Alto Joven (Rotwein) 11,00 €<br>2014 Bajo Tinto 12,67 €<br>2007 Leuk 36,00 €</p>",
    ),
    "a pot": (
        "Quick Pot",
        "<h2>Quick Pot six litres</h2><div><p>Stainless steel, seven in one<p>$144<sup>99</sup></div><h2>Our pots</h2><p>From $1099",
    ),
    "instalments": (
        "Laptop Air",
        "<h2>Pay monthly at 0% APR</h2><ul><li>From $1099<li>$91.58 per month for 12 months</ul>",
    ),
    "subscriptions": (
        "Chat for teams",
        "<h2>How much does it cost?</h2><table><tr><th>Plan<th>A month<tr><td>Basic<td>$29<tr><td>Business<td>$59</table>",
    ),
    "lessons": (
        "What a yoga lesson costs",
        "<h2>Average costs of lessons</h2><ul><li>Individual sessions: $50-$100<li>Group lessons: $15-$25</ul>",
    ),
    "building": (
        "What a new kitchen costs in Leeds",
        "<h2>Costs by size</h2><ul><li>Small rooms: $15,000 – $50,000<li>Large rooms: $50,000 – $150,000</ul>",
    ),
    "scores": (
        "Business schools ranked",
        "<table><tr><th>School<th>Places<th>Score<tr><td>Wexley School of Business<td>122<td>59<tr><td>Hale School<td>340<td>87</table>",
    ),
    "a budget": (
        "Cameras for the home",
        "<h2>Best budget camera</h2><p>The Eye Four sells for around $50, about $20 less than rivals.</p>",
    ),
    "a product in JSON-LD": (
        "Anvil",
        '<script type="application/ld+json">{"@type":"Product","name":"Anvil","offers":{"@type":"Offer","price":"24000","priceCurrency":"GBP"}}</script><p>£24,000',
    ),
}


@pytest.mark.parametrize("case", NO_PAY)
def test_reads_no_pay(case: str) -> None:
    title, body = NO_PAY[case]
    assert [(pay.label, pay.raw) for pay in _page(title, body).salaries] == []


READ = {
    "known tools need no guide": (
        ("Introduction to our generator", "<h2>Comparison with other tools</h2><h3>Gatsby</h3><p>Fast.</p><h3>Next.js</h3><p>Big.</p><h3>Jekyll</h3><p>Old.</p>"),
        {"tools": ["Gatsby", "Next.js", "Jekyll"]},
    ),
    "schools tell themselves": (
        ("Studying by the sea", "<h2>Universities nearby</h2><ul><li>Wexley University<li>Hale Institute of Technology<li>Fenn College</ul>"),
        {"universities": ["Wexley University", "Hale Institute of Technology", "Fenn College"]},
    ),
    "companies that the title announces": (
        ("Five companies that build boats", "<h2>The companies</h2><ul><li>Acme Forge<li>Tern Ships<li>Hullworks<li>Brightkeel<li>Northmast</ul>"),
        {"companies": ["Acme Forge", "Tern Ships", "Hullworks", "Brightkeel", "Northmast"]},
    ),
    "numbered headings under a title that announces them": (
        ("Top 5 bootcamps", "".join(f"<h2>{n}. {name}: what it teaches</h2><p>Sails and knots.</p>" for n, name in enumerate(("Knotwork", "Sailwise", "Ropery", "Mastly", "Keelo"), 1))),
        {"universities": ["Knotwork", "Sailwise", "Ropery", "Mastly", "Keelo"]},
    ),
    "a vacancy": (
        ("Welder, days", "<h2>Your duties</h2><p>Weld hulls.</p><h2>Requirements</h2><ul><li>Steady hands<li>Own boots</ul><h2>What we offer</h2><p>A warm yard.</p>"),
        {"skills": ["Steady hands", "Own boots"]},
    ),
    "sections of a guide under a title that names nothing": (
        ("The yards of the north", "<h2>Key companies</h2><ul><li>Tern Ships<li>Hullworks</ul><h2>Key skills</h2><ul><li>Steady hands<li>Cold weather</ul><h2>Career path</h2><p>Helper → Welder → Foreman</p>"),
        {"companies": ["Tern Ships", "Hullworks"], "skills": ["Steady hands", "Cold weather"]},
    ),
    "a title that hires and a table of pay": (
        ("Hire cooks in wexley", "<h2>Key companies</h2><ul><li>Acme Kitchens<li>Delta Dining</ul><h2>Salaries</h2><table><tr><th>Level<th>Gross salary a year<tr><td>Junior<td>€31,000</table>"),
        {"companies": ["Acme Kitchens", "Delta Dining"]},
    ),
    "companies beside a table of pay": (
        ("The yards of the north", "<h2>Key companies</h2><ul><li>Tern Ships<li>Hullworks</ul><h2>What they pay</h2><table><caption>Salaries<tr><th>Trade<th>Median salary a year<tr><td>Welder<td>£31,000</table><h2>Key skills</h2><ul><li>Steady hands</ul>"),
        {"companies": ["Tern Ships", "Hullworks"], "skills": ["Steady hands"]},
    ),
    "labels of boxes to tick open a section": (
        ("Hire Welders in Leeds", "<h2>Key companies</h2><ul><li><label><input type=checkbox>Acme Forge</label><li><label><input type=checkbox>Tern Ships</label></ul>"),
        {"companies": ["Acme Forge", "Tern Ships"]},
    ),
    "a label that is a skill": (
        ("Hire Product Managers in Leeds", "<h2>Key skills</h2><ul><li>Pricing<li>Roadmapping<li>Writing clear briefs</ul>"),
        {"skills": ["Pricing", "Roadmapping", "Writing clear briefs"]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", READ)
def test_still_reads_names(case: str) -> None:
    page, wanted = READ[case]
    assert _named(_page(*page)) == wanted


PAID = {
    "a word of pay in the header": (
        "Yards of the north",
        "<table><tr><th>Trade<th>Median salary<tr><td>Welder<td>£31,000<tr><td>Rigger<td>£34,500</table>",
        [31000, 34500],
    ),
    "trades and a period": ("Yards of the north", "<ul><li>Welder: £18.50 per hour<li>Electrician: £21.00 per hour</ul>", [18.5, 21]),
    "a heading of pay": ("Yards of the north", "<h2>Average salary</h2><ul><li>Leeds: £31,000<li>Hull: £29,000</ul>", [31000, 29000]),
    "a title of pay": ("What welders earn", "<ul><li>Junior: £24,000<li>Senior: £36,000</ul>", [24000, 36000]),
    "a range that names no trade": ("Schools of the north", "<p>Most of the schools are quiet now. Starting salaries of those who finish range from £24,000 to £31,000, say the owners of the schools.</p>", [24000]),
    "a sentence": ("Yards of the north", "<p>Most yards are quiet now. A welder here earns a salary of £31,000 a year on average, say the owners of the yards.</p>", [31000]),
}  # fmt: skip


@pytest.mark.parametrize("case", PAID)
def test_still_reads_pay(case: str) -> None:
    title, body, wanted = PAID[case]
    assert [pay.min_value for pay in _page(title, body).salaries] == wanted
