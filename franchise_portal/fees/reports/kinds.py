"""What can be asked for, and who receives it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select

from ...access.permissions import Permission
from ...database import db
from ...kit.i18n import N_
from ...kit.period import Period
from ...network.models import Franchisee
from ...network.queries import founded
from ...reports.kinds import PaperKind, ReportKind, Subject
from ..enums import InvoiceKind
from ..models import Invoice, OpenItem, SalesReport
from . import invoice, network, statement


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
    elif not db.session.scalar(select(exists().where(*_assessed(period)))):
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


def _assessed(period: Period) -> tuple[ColumnElement[bool], ...]:
    """A debit note alone does not make a month complete."""
    return Invoice.statement_month == period.text, Invoice.kind != InvoiceKind.DEBIT_NOTE


def the_office(period: Period, franchisee_id: UUID | None) -> Sequence[Subject]:
    """The network's own report, when anything was sold in the month."""
    if franchisee_id is not None:
        return ()
    reported = exists().where(SalesReport.month == period.text, SalesReport.is_current)
    if not db.session.scalar(select(reported)):
        return ()
    whole = founded()
    return [Subject(key="network", name=whole.name, language=whole.languages[0], zone=whole.zone)]


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

NETWORK = ReportKind(
    slug="network",
    title=N_("Network report"),
    run_title=N_("Network report, %(month)s"),
    permission=Permission.FEES_LEDGER_READ,
    template="fees/pdf/network.html",
    stylesheets=("css/pdf/statement.css", "css/pdf/network.css"),
    subjects=the_office,
    build=network.build,
    is_per_franchisee=False,
)

INVOICE = PaperKind(
    slug="invoice",
    title=N_("Invoice"),
    permission=Permission.FEES_INVOICE_READ,
    template="fees/pdf/invoice.html",
    stylesheets=("css/pdf/statement.css",),
    subject=invoice.subject,
    build=invoice.build,
    embed=invoice.embedded,
    is_per_franchisee=True,
)

KINDS = (STATEMENT, NETWORK, INVOICE)
