"""Statements: what a franchisee owes for a month, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask.typing import ResponseReturnValue

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...access.roles import Side
from ...kit import clock
from ...web.charts import Chart
from ...web.lists import around_row
from ...web.navigation import section
from ...web.paging import list_url
from ...web.rendering import render
from ...web.speech import gettext as _
from ...web.writing import Writing
from .. import contests
from ..queries import statement_list as queries
from ..queries.charges import OutletCharges
from ..queries.disputes import Dispute, with_contests
from ..queries.invoices import invoiced_months
from ..queries.statement_data import AccountData, StatementData
from ..queries.statements import statement_for
from ..receipts import receipt_of
from ..reports.disputed import held_words
from ..reports.statement import dispute_words
from ..reports.words import currency_name
from .blueprint import asked, bp, chips_of, month_in_url, month_menu, reports_url
from .explaining import ShownLine, shown_lines
from .movements import Row, movements
from .series import sales_chart
from .single_lines import shown_singles
from .taking_back import ShownTakenBack, shown_taken_back


@bp.get("/statements")
@requires(Permission.FEES_INVOICE_READ)
def statements() -> ResponseReturnValue:
    """The months of one's own statements, the latest first; for the office everybody's of one."""
    months = tuple(invoiced_months(current_actor))
    month = asked("month")
    if not month and months and current_actor.side is Side.FRANCHISOR:
        month = months[0]
    menus = [month_menu(months, asked("month"))]
    listing = queries.statements(current_actor, month)
    return render(
        "fees/statements/index.html",
        listing=listing,
        rows=_cells(listing.rows, month),
        month=month,
        filters=menus,
        chips_in_force=chips_of(menus),
        clear_url=list_url(month="", page=""),
    )


def _cells(rows: Sequence[queries.StatementRow], month: str) -> list[tuple[str, ...]]:
    """What each row shows, in the order of the template: a page has hundreds of cells."""
    charges = queries.charges(rows, month)
    before, after = around_row(".show_statement", "franchisee_id", month=MONTH)
    write = Writing()
    cells: list[tuple[str, ...]] = []
    for row in rows:
        of = charges[row.franchisee_id, row.month]
        cells.append(
            (
                f"{before}{row.franchisee_id}{after.replace(MONTH, row.month)}",
                write.month(row.month), row.franchisee, row.franchisee_local,
                write.day(of.due_on),
                _(", ").join([write.money(one.minor, one.currency) for one in of.sums]),
            )
        )  # fmt: skip
    return cells


MONTH = "0000-00"
"""Stands for a month in an address that is put together once for all rows."""


@bp.get("/statements/<uuid:franchisee_id>/<string:month>")
@section("fees.statements")
@requires(Permission.FEES_INVOICE_READ)
def show_statement(franchisee_id: UUID, month: str) -> ResponseReturnValue:
    """One franchisee's month."""
    period = month_in_url(month)
    data = statement_for(current_actor, franchisee_id, period)
    accounts = list(_shown(data))
    return render(
        "fees/statements/show.html",
        data=data,
        accounts=accounts,
        period=period,
        dispute=_dispute(data, accounts),
        dispute_words=dispute_words(data),
        contested=contests.of_franchisees([franchisee_id]).get(franchisee_id, ()),
        held=held_words(
            [item.invoice_id for account in data.accounts for item in account.open_items]
        ),
        pdf_url=_pdf_url(franchisee_id, period.text),
        receipt=receipt_of(franchisee_id, period),
        neighbours=queries.neighbours(franchisee_id, period),
    )


@dataclass(frozen=True, slots=True)
class ShownAccount:
    """One currency of a statement in the viewer's words."""

    facts: AccountData
    currency: str
    """As it stands within a sentence: `euros`, `US dollars`."""
    groups: list[tuple[OutletCharges, tuple[ShownLine, ...]]]
    singles: tuple[ShownLine, ...]
    taken_back: list[ShownTakenBack]
    movements: tuple[Row, ...]
    chart: Chart | None


def _shown(data: StatementData) -> Iterator[ShownAccount]:
    for account in data.accounts:
        yield ShownAccount(
            account,
            currency_name(account.currency),
            [(outlet, shown_lines(outlet)) for outlet in account.outlets],
            shown_singles(account.singles),
            shown_taken_back(account.taken_back),
            movements(data, account),
            sales_chart(account),
        )


def _dispute(data: StatementData, accounts: Sequence[ShownAccount]) -> Dispute | None:
    """How long a line can be disputed, and which are."""
    terms = Dispute.of_statement(data, today=clock.today())
    lines = [
        line.charge_id
        for account in accounts
        for shown in (*(lines for _outlet, lines in account.groups), account.singles)
        for line in shown
    ]
    return with_contests(terms, current_actor, lines) if terms else None


def _pdf_url(franchisee_id: UUID, month: str) -> str | None:
    """The latest PDF of the statement, if one was made."""
    files = queries.files_of(franchisee_id, month)
    return reports_url("open_file", report_id=files[0].id) if files else None
