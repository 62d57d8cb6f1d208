"""Audits of sales: who sees which, and what one comes to."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.scope import Everything
from ...database import db
from ...kit.errors import NotFound
from ...kit.period import Period
from ...network.models import Outlet
from ...web.paging import Page
from ..enums import SalesAuditStatus
from ..models import Charge, Invoice, SalesAudit, SalesAuditLine, SalesReport, SingleCharge
from ..rules.sales import Sales
from ..rules.understatement import Compared, Finding, Terms, finding_from_json, found
from .charges import sales_of
from .foreseen import fees_or_none
from .listing import page_of, with_rows
from .sales_figures import figures_of
from .taken_back import is_live
from .telling import Place, place_of

_WHOLE = (
    joinedload(SalesAudit.outlet),
    joinedload(SalesAudit.franchisee),
    joinedload(SalesAudit.contract),
    selectinload(SalesAudit.lines).joinedload(SalesAuditLine.report),
    selectinload(SalesAudit.entries),
)


def visible_audits(actor: Actor) -> Select[SalesAudit]:
    """All for the office; a franchisee's own once they were sent."""
    actor.require(Permission.FEES_AUDIT_READ)
    query = select(SalesAudit)
    scope = actor.scope
    if isinstance(scope, Everything):
        return query
    return query.where(
        SalesAudit.franchisee_id == scope.franchisee_id,
        SalesAudit.status != SalesAuditStatus.DRAFT,
    )


def audits(actor: Actor, page: int) -> Page[SalesAudit]:
    """A page of audits, the latest first."""
    query = visible_audits(actor).options(
        joinedload(SalesAudit.outlet), joinedload(SalesAudit.franchisee)
    )
    rows = page_of(query, page, SalesAudit.opened_at.desc(), SalesAudit.id.desc())
    return with_rows(rows, [row.SalesAudit for row in rows.rows])


def audit_for(actor: Actor, sales_audit_id: UUID) -> SalesAudit:
    """One audit with its lines and what was said.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = visible_audits(actor).where(SalesAudit.id == sales_audit_id).options(*_WHOLE)
    # What was said since is read too, where the same session has read the audit before.
    audit = db.session.scalar(query.execution_options(populate_existing=True))
    if audit is None:
        raise NotFound
    return audit


def open_audit(outlet_id: UUID, first: date, last: date) -> SalesAudit | None:
    """An audit of an outlet that is not over and shares a day with a span."""
    return db.session.scalar(
        select(SalesAudit)
        .where(
            SalesAudit.outlet_id == outlet_id,
            SalesAudit.status.in_((SalesAuditStatus.DRAFT, SalesAuditStatus.SENT)),
            SalesAudit.starts_on <= last,
            SalesAudit.ends_on >= first,
        )
        .limit(1)
    )


def outlet_with_code(code: str) -> Outlet | None:
    """The outlet that an auditor names."""
    return db.session.scalar(select(Outlet).where(Outlet.code == code.strip()))


def reports_between(outlet_id: UUID, first: date, last: date) -> Sequence[SalesReport]:
    """The reports of an outlet whose periods end within a span, in order."""
    return db.session.scalars(
        select(SalesReport)
        .where(
            SalesReport.outlet_id == outlet_id,
            SalesReport.is_current,
            SalesReport.ends_on >= first,
            SalesReport.ends_on <= last,
        )
        .order_by(SalesReport.starts_on)
    ).all()


def sources_of(audit_id: UUID) -> tuple[str, str]:
    """What tells two charges from every other: the cost of an audit, and its interest."""
    return f"sales_audit/{audit_id}/cost", f"sales_audit/{audit_id}/interest"


def charged_on(audit_id: UUID) -> Sequence[tuple[UUID, str]]:
    """The documents that charge the cost of an audit and its interest: id and number."""
    rows = db.session.execute(
        select(Invoice.id, Invoice.number)
        .join(SingleCharge, SingleCharge.invoice_id == Invoice.id)
        .where(SingleCharge.source.in_(sources_of(audit_id)))
        .distinct()
        .order_by(Invoice.number)
    )
    return [(invoice_id, number) for invoice_id, number in rows]


def place_of_line(audit: SalesAudit, line: SalesAuditLine) -> Place:
    """The outlet in the period of a line."""
    period = Period.of_days(line.starts_on, line.ends_on)
    return place_of(audit.outlet, period, audit.franchisee_id)


def audited_sales(audit: SalesAudit, line: SalesAuditLine) -> Sales:
    """What the books say of a period, as the rules read it."""
    return Sales(
        audit.outlet.code,
        Period.of_days(line.starts_on, line.ends_on),
        *figures_of(line),
    )


def finding_of(audit: SalesAudit, *, on: date) -> Finding:
    """What an audit comes to: as it was told once it was sent, worked out on a day before."""
    if audit.result:
        return finding_from_json(audit.result)
    return worked_out(audit, on=on)


def worked_out(audit: SalesAudit, *, on: date) -> Finding:
    """What an audit comes to on a day, by the plan's own rule for each period."""
    due = _due_days([line.report_id for line in audit.lines])
    compared = [_compared(audit, line, due.get(line.report_id)) for line in audit.lines]
    return found(compared, terms_of(audit), on=on)


def terms_of(audit: SalesAudit) -> Terms:
    """What holds for an audit, as the contract or the auditor said."""
    cost = audit.cost_minor if audit.is_cost_borne else 0
    return Terms(audit.trigger_rate, cost, audit.interest_rate, audit.is_above)


def _compared(audit: SalesAudit, line: SalesAuditLine, due_on: date | None) -> Compared:
    place = place_of_line(audit, line)
    reported = sales_of(line.report, audit.outlet.code)
    audited = audited_sales(audit, line)
    return Compared(reported, audited, _fees(place, reported), _fees(place, audited), due_on)


def _fees(place: Place, sales: Sales) -> int:
    """What the plan charges; both figures of a period start from the same year so far."""
    return sum(line.amount_minor for line in fees_or_none(place, sales) or ())


def _due_days(report_ids: Sequence[UUID]) -> Mapping[UUID, date]:
    """When the invoices were due on which some reports are charged."""
    rows = db.session.execute(
        select(Charge.sales_report_id, Invoice.due_on)
        .join(Invoice, Invoice.id == Charge.invoice_id)
        .where(Charge.sales_report_id.in_(report_ids), is_live())
    )
    return dict(rows.all())
