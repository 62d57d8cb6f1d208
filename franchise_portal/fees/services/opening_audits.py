"""Opening an audit of an outlet's sales: its months, its contract's terms, its lines."""

from decimal import Decimal
from uuid import UUID

from ...access.actor import Actor
from ...access.permissions import Permission
from ...contracts.enums import Party
from ...contracts.queries.versions import terms_on
from ...database import db
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.period import Period
from ...network.models import Outlet
from ..enums import AuditEntryKind, FeesAction
from ..models import SalesAudit, SalesAuditLine, SalesReport
from ..queries import sales_audits as queries
from ..queries import telling as telling_queries
from ..queries.charges import sales_of
from ..rules.understatement import USUAL_TRIGGER
from .audit_records import enter, note
from .ledger import pass_gate, take_numbers
from .telling import figures_of

MONTHS_OF_A_YEAR = 12
MOST_PERIODS = 60


def open_sales_audit(actor: Actor, *, outlet: Outlet, first: Period, last: Period) -> SalesAudit:
    """Begin an audit of the months `first` to `last`; each line starts with what was reported.

    Raises:
        Refused: for months to come or without a report, without a contract, or when another
            audit of the same days is under way.
    """
    actor.require(Permission.FEES_AUDIT_WRITE)
    pass_gate()
    _require_months(first, last)
    other = queries.open_audit(outlet.id, first.start, last.last)
    if other is not None:
        raise Refused(
            N_("The audit %(number)s of these months is under way. Go on with that one."),
            field="first_month",
            number=other.number,
        )
    reports = _reports(outlet, first, last)
    audit = _begun(actor, outlet, Period(first.start, last.end), reports[0].currency)
    db.session.add(audit)
    db.session.flush()
    for report in reports:
        figures = figures_of(sales_of(report, outlet.code))
        line = SalesAuditLine(
            audit_id=audit.id,
            report_id=report.id,
            starts_on=report.starts_on,
            ends_on=report.ends_on,
            **figures,
        )
        db.session.add(line)
    enter(actor, audit, AuditEntryKind.OPENED)
    note(actor, FeesAction.SALES_AUDIT_OPENED, audit, outlet=f"{outlet.code} {outlet.name}")
    return audit


def _require_months(first: Period, last: Period) -> None:
    if last.start < first.start:
        raise Refused(N_("The last month lies before the first. Swap the two."), field="last_month")
    if last.last >= clock.today():
        raise Refused(
            N_("The last month is not over. Audit it once its report is there."),
            field="last_month",
        )


def _reports(outlet: Outlet, first: Period, last: Period) -> list[SalesReport]:
    reports = list(queries.reports_between(outlet.id, first.start, last.last))
    months = {report.month for report in reports}
    for month in Period(first.start, last.end).months():
        if month.text not in months:
            raise Refused(
                N_("%(outlet)s has no report for %(month)s. Enter or estimate it first."),
                field="first_month",
                outlet=outlet.code,
                month=month.text,
            )
    if len({report.currency for report in reports}) > 1:
        raise Refused(
            N_("The reports are in several currencies. Audit the months of each apart."),
            field="first_month",
        )
    if len(reports) > MOST_PERIODS:
        raise Refused(
            N_("These are more than %(most)s reports. Audit fewer months at a time."),
            field="last_month",
            most=MOST_PERIODS,
        )
    return reports


def _begun(actor: Actor, outlet: Outlet, span: Period, currency: str) -> SalesAudit:
    last = Period.of_days(span.last, span.last)
    place = telling_queries.place_for(actor, outlet.id, last)
    if place.contract_id is None or place.franchisee_id is None:
        raise Refused(
            N_("No contract covers %(outlet)s in the last of these months."),
            field="outlet",
            outlet=outlet.code,
        )
    contract_id = _uuid(place.contract_id)
    terms = terms_on(contract_id, span.last)
    agreed = terms.audit if terms else None
    year = clock.today().year
    monthly = agreed.interest_rate if agreed and agreed.interest_rate is not None else Decimal(0)
    rate = agreed.trigger_rate if agreed else None
    return SalesAudit(
        number=f"SA-{year}-{take_numbers(f'SA-{year}', 1):04d}",
        outlet_id=outlet.id,
        franchisee_id=place.franchisee_id,
        contract_id=contract_id,
        starts_on=span.start,
        ends_on=span.last,
        currency=currency,
        trigger_rate=USUAL_TRIGGER if rate is None else rate,
        is_contract_rate=rate is not None,
        is_above=bool(agreed and agreed.is_above),
        is_cost_borne=agreed is None or agreed.payer is Party.FRANCHISEE,
        interest_rate=monthly * MONTHS_OF_A_YEAR,
        opened_by_name=actor.name[:200],
        opened_at=clock.now(),
    )


def _uuid(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)
