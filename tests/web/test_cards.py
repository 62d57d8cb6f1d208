"""Rows of a table tell each cell's column, since a phone has no room for the heads."""

import pytest
from markupsafe import Markup

from franchise_portal.web.cards import as_cards, becomes_cards
from tests.support.page import Browser

NUMBER: dict[str, object] = {"label": "Number"}
DUE: dict[str, object] = {"label": "Due"}
TOTAL: dict[str, object] = {"label": "Total", "num": True}
OPEN: dict[str, object] = {"label": "Open <now>", "num": True}
ACTS: dict[str, object] = {"label": "Acts", "hidden": True}


def row(*cells: str) -> Markup:
    return Markup("<tr>" + "".join(cells) + "</tr>")


def test_two_columns_fit_beside_each_other() -> None:
    assert not becomes_cards([NUMBER, TOTAL])
    assert becomes_cards([NUMBER, DUE, TOTAL])


def test_the_first_is_the_title_and_the_only_figure_stands_beside_it() -> None:
    told = as_cards(row("<td>A</td>", "<td>B</td>", '<td class="num">1</td>'), [NUMBER, DUE, TOTAL])
    assert told == row(
        '<td data-card="title">A</td>',
        '<td data-label="Due">B</td>',
        '<td data-card="main" class="num">1</td>',
    )


def test_of_several_figures_each_says_its_name_escaped() -> None:
    told = as_cards(row("<td>A</td>", "<td>1</td>", "<td>2</td>"), [NUMBER, TOTAL, OPEN])
    assert 'data-label="Total">1<' in told
    assert 'data-label="Open &lt;now&gt;">2<' in told


def test_a_column_can_say_what_it_is() -> None:
    columns = [
        NUMBER | {"phone": "bare"},
        DUE | {"phone": "title"},
        TOTAL | {"phone": "main"},
        OPEN,
    ]
    told = as_cards(row("<td>A</td>", "<td>B</td>", "<td>1</td>", "<td>2</td>"), columns)
    assert told.startswith('<tr><td data-card="bare">A</td><td data-card="title">B</td>')
    assert '<td data-card="main">1</td><td data-label="Open &lt;now&gt;">2</td>' in told


def test_acts_have_no_label() -> None:
    told = as_cards(row("<td>A</td>", "<td>B</td>", "<td>C</td>"), [NUMBER, DUE, ACTS])
    assert '<td data-card="bare">C</td>' in told


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (
            ('<th scope="row">A</th>', "<td>B</td>", "<td>1</td>"),
            ('<th data-card="title" scope="row">A</th>', '<td data-label="Due">B</td>'),
        ),
        (
            ('<th scope="row" colspan="2">Together</th>', "<td>1</td>"),
            ('<th data-card="title" scope="row" colspan="2">Together</th>', 'data-card="main">1'),
        ),
        (("<td>A</td>", '<td colspan="2">B</td>'), ('<td data-card="bare" colspan="2">B</td>',)),
    ],
)
def test_cells_over_several_columns_and_heads_of_rows_keep_their_place(
    cells: tuple[str, ...], told: tuple[str, ...]
) -> None:
    found = as_cards(row(*cells), [NUMBER, DUE, TOTAL])
    assert all(part in found for part in told)


def test_every_row_begins_anew() -> None:
    rows = Markup("\n").join(row("<td>A</td>", "<td>B</td>", "<td>1</td>") for _ in range(3))
    told = as_cards(rows, [NUMBER, DUE, TOTAL])
    assert told.count('data-card="title">A') == told.count('data-card="main">1') == 3
    assert (
        told.replace(' data-card="title"', "")
        .replace(' data-card="main"', "")
        .replace(' data-label="Due"', "")
        == rows
    )


def test_words_that_look_like_cells_stay_words() -> None:
    told = as_cards(
        row("<td>&lt;td colspan</td>", "<td>B</td>", "<td>1</td>"), [NUMBER, DUE, TOTAL]
    )
    assert told.count("data-") == 3
    assert "&lt;td colspan" in told


def test_a_list_says_which_column_a_card_is_about(network: object, browser: Browser) -> None:
    browser.sign_in("hanna")
    browser.get("/network/outlets")
    assert browser.page
    roles = [cell.get("data-card") for cell in browser.page.all("td")]
    assert roles[:2] == ["bare", "title"]
