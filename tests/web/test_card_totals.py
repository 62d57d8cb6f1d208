"""On a phone the figure of a total is not named after the column in which it happens to stand."""

from collections.abc import Mapping

from franchise_portal.web.cards import as_cards

COLUMNS: tuple[Mapping[str, object], ...] = (
    {"label": "Period"},
    {"label": "Missing fees", "num": True},
    {"label": "Interest", "num": True},
)


def test_a_total_over_all_columns_but_the_last_has_one_figure_without_a_label() -> None:
    told = as_cards('<tr><th scope="row" colspan="2">To pay</th><td>22.61</td></tr>', COLUMNS)
    assert told == (
        '<tr><th data-card="title" scope="row" colspan="2">To pay</th>'
        '<td data-card="main">22.61</td></tr>'
    )


def test_a_head_over_fewer_columns_leaves_the_others_their_labels() -> None:
    columns = (*COLUMNS, {"label": "Total", "num": True})
    told = as_cards('<tr><th colspan="2">A</th><td>1</td><td>2</td></tr>', columns)
    assert '<td data-label="Interest">1</td><td data-label="Total">2</td>' in told
