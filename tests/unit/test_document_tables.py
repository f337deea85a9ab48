"""Tables on a grid: spans, headers, captions as rows, layout."""

from __future__ import annotations

import pytest

from extractors.document import read
from extractors.document.tables import Grid, grid_of


def _grid(html: str) -> Grid | None:
    document = read(html.encode())
    return grid_of(document, document.nodes("table")[0])


@pytest.mark.parametrize(
    ("html", "header", "rows"),
    [
        ("<table><tr><th>A<th>B<tr><td>1<td>2</table>", ["A", "B"], [["1", "2"]]),
        ("<table><tr><td>Level<td>Pay<tr><td>Junior<td>£20,000</table>", ["Level", "Pay"], [["Junior", "£20,000"]]),
        ("<table><tr><th>A<th>B<tr><td rowspan=2>x<td>1<tr><td>2</table>", ["A", "B"], [["x", "1"], ["x", "2"]]),
        ("<table><thead><tr><th colspan=2>Pay<tr><th>A<th>B</thead><tr><td>1<td>2</table>", ["A", "B"], [["1", "2"]]),
        (
            "<table><tr><th>Y<th colspan=2>Pay<tr><th>L<th>Low<th>High<tr><td>a<td>1<td>2</table>",
            ["Y L", "Pay Low", "Pay High"],
            [["a", "1", "2"]],
        ),
        ("<table><tr><td colspan=x>a<td>b<tr><td>c<td>d</table>", [], [["a", "b"], ["c", "d"]]),
        (
            "<table><tr><td><b>Name</b><td><b>Sector</b><tr><td>Acme<td>Banks</table>",
            ["Name", "Sector"],
            [["Acme", "Banks"]],
        ),
        (
            "<table><tr><td><p><span style='font-weight:700'>Name</span></p><td><p><span style='font-weight:700'>Sector"
            "</span></p><tr><td><p>Acme</p><td><p>Banks</p></table>",
            ["Name", "Sector"],
            [["Acme", "Banks"]],
        ),
        (
            "<table><tr style='font-weight:bold'><td>Name<td>Sector<tr><td>Acme<td>Banks</table>",
            ["Name", "Sector"],
            [["Acme", "Banks"]],
        ),
        (
            "<table><tr bgcolor='#060'><td>Name<td>Sector<tr><td>Acme<td>Banks<tr><td>Bolt<td>Cars</table>",
            ["Name", "Sector"],
            [["Acme", "Banks"], ["Bolt", "Cars"]],
        ),
        (
            "<table><tr><td class=tblhead>Name<td class=tblhead>Sector<tr><td>Acme<td>Banks</table>",
            [],
            [["Name", "Sector"], ["Acme", "Banks"]],
        ),
        (
            "<table><tr><td class=tbl-head>Name<td class=tbl-head>Sector<tr><td>Acme<td>Banks</table>",
            ["Name", "Sector"],
            [["Acme", "Banks"]],
        ),
        (
            "<table><tr><td><b>Acme</b><td>Banks<tr><td><b>Bolt</b><td>Cars</table>",
            [],
            [["Acme", "Banks"], ["Bolt", "Cars"]],
        ),
        ("<table><tr><td><b>a</b><td><b>b</b><tr><td><b>c</b><td><b>d</b></table>", [], [["a", "b"], ["c", "d"]]),
        (
            "<table><tr><td>Role<td>&lt; 2 years<td>3–5 years<tr><td>Dev<td>€31k<td>€44k</table>",
            ["Role", "< 2 years", "3–5 years"],
            [["Dev", "€31k", "€44k"]],
        ),
        (
            "<table><tr><td>Role<td>2024<td>2025<tr><td>Dev<td>31 000<td>33 000</table>",
            ["Role", "2024", "2025"],
            [["Dev", "31 000", "33 000"]],
        ),
        ("<table><tr><td>Dev<td>31 000<tr><td>Ops<td>33 000</table>", [], [["Dev", "31 000"], ["Ops", "33 000"]]),
    ],
)
def test_grid(html: str, header: list[str], rows: list[list[str]]) -> None:
    grid = _grid(html)
    assert grid is not None
    assert [grid.head(column) for column in range(grid.width) if grid.header] == header
    assert [[cell.text for cell in row] for row in grid.rows] == rows


def test_a_row_over_all_columns_heads_the_rows_below() -> None:
    grid = _grid(
        "<table><tr><th>A<th>B<tr><td colspan=2>North<tr><td>1<td>2<tr><td colspan=2>South<tr><td>3<td>4</table>"
    )
    assert grid is not None
    assert grid.groups == ("North", "South")


def test_a_cell_over_some_columns_with_nothing_beside_it_heads_the_rows_below() -> None:
    grid = _grid("<table><tr><th>A<th>B<th>C<tr><td colspan=2>North<tr><td>1<td colspan=2>2<tr><td>3<td>4<td>5</table>")
    assert grid is not None
    assert grid.groups == ("North", "North")
    assert [[cell.text for cell in row] for row in grid.rows] == [["1", "2", "2"], ["3", "4", "5"]]


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td><h2>News</h2><p>a<p>b<p>c</td><td>side</td></table>",
        "<table><tr><td><table><tr><td>1<td>2</table></td></tr></table>",
        "<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>",
        "<table></table>",
    ],
)
def test_layout_is_no_table(html: str) -> None:
    assert _grid(html) is None
