"""What can be asked for, and who receives it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import exists, or_, select

from ...access.permissions import Permission
from ...database import db
from ...kit.i18n import N_
from ...kit.period import Period
from ...network.models import Franchisee
from ...network.queries import founded
from ...reports.kinds import ReportKind, Subject
from ..models import Invoice, OpenItem
from . import statement


def recipients(period: Period, franchisee_id: UUID | None) -> Sequence[Subject]:
    """Who was invoiced for a month, or still owes something from before, by code."""
    invoiced = exists().where(
        Invoice.franchisee_id == Franchisee.id, Invoice.statement_month == period.text
    )
    owing = exists().where(
        OpenItem.franchisee_id == Franchisee.id,
        OpenItem.invoice_id == Invoice.id,
        Invoice.statement_month < period.text,
    )
    zone = founded().zone
    query = select(Franchisee).where(or_(invoiced, owing)).order_by(Franchisee.code)
    if franchisee_id is not None:
        query = query.where(Franchisee.id == franchisee_id)
    elif not db.session.scalar(select(exists().where(Invoice.statement_month == period.text))):
        # A month that nobody was invoiced for is not assessed yet.
        return ()
    return [
        Subject(
            key=one.code,
            name=one.name,
            name_local=one.name_local,
            franchisee_id=one.id,
            language=one.language,
            zone=zone,
        )
        for one in db.session.scalars(query)
    ]


STATEMENT = ReportKind(
    slug="statement",
    title=N_("Statement"),
    run_title=N_("Statements, %(month)s"),
    permission=Permission.REPORTS_REPORT_READ,
    template="fees/pdf/statement.html",
    stylesheets=("css/pdf/statement.css",),
    subjects=recipients,
    build=statement.build,
)

KINDS = (STATEMENT,)
