"""The tables for authorities in words: the columns of Item 20, differences, rows of the filing."""

from collections.abc import Iterator, Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import pgettext

from ..kit.i18n import N_
from ..web.wording import sentence
from .rules.item20 import Difference, FranchisedRow, Item20, OwnRow
from .rules.outlet_lives import Side

SIDES = {
    Side.FRANCHISED: N_("Franchised"),
    Side.OWN: N_("Company-owned"),
    None: N_("Total outlets"),
}
MOVES = {
    "terminated": N_("Terminated"),
    "not_renewed": N_("Not renewed"),
    "reacquired": N_("Taken over by the franchisor"),
    "ceased": N_("Stopped for another reason"),
    "transferred": N_("Transferred to a new owner"),
}
CASES = {
    "signed": N_("Signed"),
    "cancelled": N_("Cancelled"),
    "ended": N_("Ended"),
    "renewed": N_("Renewed"),
}
_RULES = {
    "balance": N_(
        "In %(region)s, %(year)s, the movements lead to %(left)s, but %(right)s are counted."
    ),
    "start": N_("In %(year)s, table 1 begins with %(left)s, but tables 3 and 4 with %(right)s."),
    "end": N_("In %(year)s, table 1 ends with %(left)s, but tables 3 and 4 with %(right)s."),
    "reacquired": N_(
        "In %(region)s, %(year)s, table 3 says %(left)s taken over, but table 4 says %(right)s."
    ),
    "carried": N_(
        "In %(region)s, the year before %(year)s ends with %(left)s, but %(year)s begins with "
        "%(right)s."
    ),
    "two_owners": N_("Two franchisees own the same outlet on the same days: %(outlets)s."),
}


def region_words(region: str) -> str:
    """A region's name, or that there is none."""
    return region or _("No region")


def side_words(side: Side | None) -> str:
    """Whose outlets a row of table 1 is about."""
    return _(SIDES[side])


def move_words(move: str) -> str:
    """What happened to an outlet."""
    return _(MOVES.get(move, move))


def case_words(kind: str) -> str:
    """Why the yearly report counts a contract."""
    return _(CASES[kind])


def difference_words(one: Difference) -> str:
    """An identity that does not hold, with the outlets that explain it."""
    text = _(_RULES[one.rule]) % {
        "region": region_words(one.region),
        "year": one.year,
        "left": one.left,
        "right": one.right,
        "outlets": _(", ").join(one.outlets),
    }
    if one.outlets and one.rule == "balance":
        return _(
            "%(what)s Look at %(outlets)s first.", what=text, outlets=_(", ").join(one.outlets)
        )
    return text


def fact_words(text: str, values: Mapping[str, object]) -> str:
    """A sentence of the filing with its values."""
    return sentence(text, values)


def franchised_columns() -> Sequence[str]:
    """The headings of table 3 after region and year."""
    return (
        _("At the start"),
        pgettext("figure", "Opened"),
        _("Terminated"),
        _("Not renewed"),
        _("Reacquired by the franchisor"),
        _("Ceased, other reasons"),
        _("At the end"),
    )


def franchised_cells(row: FranchisedRow) -> Sequence[int]:
    """The figures of a row of table 3."""
    return (
        row.start,
        row.opened,
        row.terminated,
        row.not_renewed,
        row.reacquired,
        row.ceased,
        row.end,
    )


def own_columns() -> Sequence[str]:
    """The headings of table 4 after region and year."""
    return (
        _("At the start"),
        pgettext("figure", "Opened"),
        _("Reacquired from franchisees"),
        _("Closed"),
        _("Sold to franchisees"),
        _("At the end"),
    )


def own_cells(row: OwnRow) -> Sequence[int]:
    """The figures of a row of table 4."""
    return row.start, row.opened, row.reacquired, row.closed, row.sold, row.end


FRANCHISED_NAMES = (
    "start",
    "opened",
    "terminated",
    "not_renewed",
    "reacquired",
    "ceased",
    "end",
)
OWN_NAMES = ("start", "opened", "reacquired", "closed", "sold", "end")
CSV_COLUMNS = ("table", "region", "year", "column", "value")


def csv_rows(tables: Item20) -> Iterator[tuple[str, str, str, str, int]]:
    """Every figure of the five tables on a row of its own; names in English, as the rule's."""
    for summary in tables.summary:
        side = summary.side.value if summary.side else "total"
        for column in ("start", "end", "change"):
            yield "1", side, summary.year.label, column, getattr(summary, column)
    for transfer in tables.transfers:
        yield "2", transfer.region, transfer.year.label, "transfers", transfer.count
    for row in tables.franchised:
        for name, value in zip(FRANCHISED_NAMES, franchised_cells(row), strict=True):
            yield "3", row.region, row.year.label, name, value
    for own in tables.own:
        for name, value in zip(OWN_NAMES, own_cells(own), strict=True):
            yield "4", own.region, own.year.label, name, value
    for planned in tables.projected:
        year = tables.years[-1].label
        for name in ("signed", "franchised", "own"):
            yield "5", planned.region, year, name, getattr(planned, name)
