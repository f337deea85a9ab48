# ruff: noqa: E501 - a page reads best on a line
"""Which amounts of a page are pay: other money on pages about pay, and pay on pages about other things."""

from __future__ import annotations

import pytest

from extractors import extract
from extractors.guide.salaries.weights import PAY, chance, weights

PAID = "<h2>What they earn</h2><table><tr><th>Level<th>Gross per month<tr><td>Junior<td>€2,600<tr><td>Senior<td>€4,100</table>"


def ends(body: str, *, title: str = "Hiring machinists in Ghent", language: str = "en") -> list[str]:
    page = f"<html lang='{language}'><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
    found = extract(page.encode()).salaries
    return [
        "..".join(dict.fromkeys("" if end is None else f"{end:f}" for end in (pay.min_value, pay.max_value)))
        for pay in found
    ]


OTHER_MONEY = {
    "fees of an agency": "<h2>Our terms</h2><p>We ask for a fixed fee of €5,400 per hire.</p>",
    "a price card": "<h2>Pricing</h2><div class=c><b>Basic</b><p>€29 per month</p></div><div class=c><b>Plus</b><p>€79 per month</p></div>",
    "an employer of record": "<h2>Go global</h2><p>Our fee is US$399 per employee and month.</p>",
    "teasers of vacancies": "<h2>Latest openings</h2><div class=j><a href=/1><b>CNC turner</b></a><p>€2,900 – €3,300</p></div><div class=j><a href=/2><b>Toolmaker</b></a><p>€3,400 – €3,900</p></div>",
    "a threshold of a visa": "<h2>Work permits</h2><p>A Blue Card asks for a salary of at least €60,998 a year.</p>",
    "tax brackets": "<h2>Income tax</h2><table><tr><th>Gross annual income<th>Rate<tr><td>up to €16,320<td>25%<tr><td>€16,320 – €28,800<td>40%<tr><td>over €49,840<td>50%</table>",
    "tuition": "<h2>Schools</h2><ul><li>Technical College: tuition €1,180 a year<li>Welding school: course fee €3,900</ul>",
    "rents": "<h2>Cost of living</h2><ul><li>One-bedroom flat: €950 a month<li>Monthly bus pass: €52</ul>",
    "desks": "<h2>Where teams meet</h2><ul><li>Dock Hub: hot desk €180 a month<li>Canal House: day pass €22</ul>",
    "per diem": "<h2>On the road</h2><p>A per diem of €46 a day is paid on top.</p>",
    "allowances": "<h2>Extras</h2><ul><li>Night shift allowance: €3.10 per hour<li>Meal vouchers: €8 a day</ul>",
    "an advert's price": "<h2>Post a job</h2><p>Post a job for €490; it stays for 30 days.</p>",
    "what an agency keeps": "<h2>Temps</h2><p>The agency keeps €8 an hour.</p>",
    "costs of papers": "<h2>What the licence costs</h2><table><tr><td>Theory exam<td>€120<tr><td>Practical exam<td>€410<tr><td>Certificate<td>€35</table>",
    "funding": "<h2>The market</h2><p>Tern Tools raised €14 million in May and turned over €48 million.</p>",
    "headcounts": "<h2>Employers</h2><ul><li>Tern Tools, 2,400 workers<li>Canal Steel, 1,150 workers</ul>",
    "a fine": "<h2>Rules</h2><p>Undeclared work costs the employer a fine of €4,800 per person.</p>",
}


@pytest.mark.parametrize("case", OTHER_MONEY)
def test_other_money_on_a_page_about_pay_is_no_pay(case: str) -> None:
    assert ends(PAID + OTHER_MONEY[case]) == ["2600", "4100"]


@pytest.mark.parametrize(
    ("language", "title", "pay", "other", "wanted"),
    [
        ("de", "Zerspaner in Ulm einstellen", "<h2>Gehalt</h2><ul><li>Einsteiger: 2.700 € brutto im Monat<li>Meister: 4.300 € brutto im Monat</ul>", "<h2>Kosten</h2><p>Unser Honorar beträgt 6.200 €. Die Miete für zwei Zimmer liegt bei 880 €.</p>", ["2700", "4300"]),
        ("fr", "Recruter un tourneur à Metz", "<h2>Salaires</h2><ul><li>Débutant : 1 950 € brut par mois<li>Confirmé : 2 700 € brut par mois</ul>", "<h2>Se loger</h2><p>Comptez 640 € de loyer par mois. Nos honoraires : 4 900 €.</p>", ["1950", "2700"]),
        ("nl", "Verspaners in Breda", "<h2>Salaris</h2><ul><li>Starter: € 2.450 bruto per maand<li>Ervaren: € 3.600 bruto per maand</ul>", "<h2>Wat kost het?</h2><p>Onze fee is € 4.750. De huur van een studio is € 890 per maand.</p>", ["2450", "3600"]),
        ("es", "Contratar torneros en Vigo", "<h2>Sueldos</h2><ul><li>Ayudante: 1.300 € al mes<li>Oficial: 1.950 € al mes</ul>", "<h2>Tarifas</h2><p>Nuestros honorarios son 3.800 €. El alquiler ronda los 600 € al mes.</p>", ["1300", "1950"]),
        ("it", "Assumere tornitori a Brescia", "<h2>Stipendi</h2><ul><li>Junior: 1.500 € netti al mese<li>Senior: 2.300 € netti al mese</ul>", "<h2>Costi</h2><p>Il nostro compenso è di 4.200 €. Un affitto costa 650 € al mese.</p>", ["1500", "2300"]),
        ("pl", "Tokarze w Łodzi", "<h2>Zarobki</h2><ul><li>Początkujący: 5 400 zł brutto<li>Doświadczony: 8 700 zł brutto</ul>", "<h2>Cennik</h2><p>Ogłoszenie kosztuje 450 zł, a czynsz za kawalerkę 2 300 zł.</p>", ["5400", "8700"]),
    ],
)  # fmt: skip
def test_other_money_in_other_languages(language: str, title: str, pay: str, other: str, wanted: list[str]) -> None:
    assert ends(pay + other, title=title, language=language) == wanted


PAY_ELSEWHERE = {
    "a column of pay": ("The wharves of the west", "<table><tr><th>Trade<th>Mean wage a year<tr><td>Rigger<td>£29,800<tr><td>Crane driver<td>£36,100</table>", ["29800", "36100"]),
    "a heading that speaks of other things": ("Testers in Cluj", "<h2>Money talk</h2><p>Gross per month.</p><ul><li>Junior tester: 5,200 RON<li>Senior tester: 11,400 RON</ul>", ["5200", "11400"]),
    "bare numbers under a unit": ("Nurses in Doha", "<h2>The grid (QAR a month)</h2><table><tr><th><th>Staff nurse<th>Charge nurse<tr><td>Public<td>7,200–9,100<tr><td>Private<td>3,600–5,200</table>", ["7200..9100", "3600..5200"]),
    "rows of boxes under heads": ("Cooks in Porto", "<div class=g><div class=r><p>Level</p><p>Gross a month</p></div><div class=r><p>Helper</p><p>€1,050</p></div><div class=r><p>Cook</p><p>€1,400</p></div><div class=r><p>Chef</p><p>€2,300</p></div></div>", ["1050", "1400", "2300"]),
    "labels and amounts line by line": ("Electrician pay in Leeds", "<div><div>Apprentice, year 3</div><div>£16,400</div><div>Newly qualified</div><div>£29,500</div><div>Approved electrician</div><div>£37,900</div></div>", ["16400", "29500", "37900"]),
}  # fmt: skip


@pytest.mark.parametrize("case", PAY_ELSEWHERE)
def test_pay_is_read_whatever_its_layout(case: str) -> None:
    title, body, wanted = PAY_ELSEWHERE[case]
    found = ends(body, title=title)
    assert [end for end in found if end in wanted] == wanted


def test_chances_follow_the_weights() -> None:
    bias, known = weights()
    assert chance(frozenset()) == pytest.approx(chance(frozenset({"no such sign"})))
    assert known["words: pay"] > 0 > known["other near"]
    assert (
        chance(frozenset({"other near", "odd size"}))
        < chance(frozenset())
        < PAY
        < chance(frozenset(name for name, weight in known.items() if weight > 0))
    )
    assert bias < 0


def test_confidence_is_the_chance() -> None:
    page = f"<html lang=en><title>Machinists in Ghent: salary guide</title><h1>Machinists in Ghent: salary guide</h1>{PAID}"
    told = [pay.evidence.confidence for pay in extract(page.encode()).salaries]
    assert len(told) == 2
    assert all(0.9 < one < 1 for one in told)
