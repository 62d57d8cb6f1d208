"""The page of a franchisee's account: everything that moved it, with what was owed after each."""

from collections.abc import Sequence
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import may, requires
from ...access.permissions import Permission
from ...web.filters import label
from ...web.lists import around_row
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import render
from ...web.writing import Writing
from ..enums import EntryKind
from ..queries import account_movements as queries
from .blueprint import Menu, asked, bp


@bp.get("/accounts/<uuid:franchisee_id>")
@section("fees.invoices")
@requires(Permission.FEES_INVOICE_READ)
def show_account(franchisee_id: UUID) -> ResponseReturnValue:
    """A page of movements, the latest first."""
    wanted = queries.Wanted(currency=asked("currency"), page=asked_page())
    data = queries.account_of(current_actor, franchisee_id, wanted)
    menus = [_menu(data)] if len(data.currencies) > 1 else []
    return render(
        "fees/accounts/show.html",
        data=data,
        rows=_cells(data.listing.rows, data.currency),
        filters=menus,
    )


def _menu(data: queries.AccountPage) -> Menu:
    return {
        "name": "currency",
        "label": _("Currency"),
        "options": [(code, code) for code in data.currencies],
        "selected": [data.currency],
        "single": True,
    }


def _cells(rows: Sequence[queries.Movement], currency: str) -> list[tuple[str | None, ...]]:
    """What each row shows, in the order of the template."""
    kinds = {kind.value: label(kind) for kind in EntryKind}
    invoice = around_row(".show_invoice", "invoice_id")
    payment = around_row(".show_payment", "payment_id")
    may_read_payments = may(Permission.FEES_PAYMENT_READ)
    write = Writing()
    cells: list[tuple[str | None, ...]] = []
    for row in rows:
        href = None
        if row.invoice_id:
            href = row.invoice_id.join(invoice)
        elif row.payment_id and may_read_payments:
            href = row.payment_id.join(payment)
        more, less = max(row.minor, 0), max(-row.minor, 0)
        cells.append(
            (
                write.day(row.on), href, kinds[row.kind], row.memo,
                write.amount(more, currency) if more else "",
                write.amount(less, currency) if less else "",
                write.amount(row.after, currency),
            )
        )  # fmt: skip
    return cells
