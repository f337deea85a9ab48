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
