"""The two duties of each month that the books fulfil by themselves: sales reported, fees paid.

They are read from the contract's fee plan, one of each a contract and month however many outlets
it covers, and are closed by what was reported and paid.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select

from ..access.roles import Side
from ..contracts.enums import ClauseKind, DueRule, DutyKind
from ..contracts.fulfilment import Asked, DutyFacts, Fact
from ..contracts.models import ContractOutlet
from ..contracts.rules.duties import Due
from ..contracts.rules.promises import Promise
from ..contracts.rules.terms import Terms
from ..database import db
from ..kit.durations import Duration, Unit
from ..kit.errors import NotFound
from ..kit.i18n import N_
from ..kit.period import Period
from ..network.models import Outlet
from ..network.queries import founded
from .enums import SalesSource
from .models import Charge, Invoice, OpenItem, SalesReport
from .queries.plans import the_plan

REPORT, PAYMENT = "sales_report", "fee_payment"
MONTH = Duration(1, Unit.MONTHS)
LAST_DAY = 28
"""The latest day of the next month that every month has."""
WEEK = timedelta(days=6)
"""The last of a month's weekly reports may end so long before the month does."""


def promises_of(value: str, _terms: Terms, starts_on: date) -> Sequence[Promise]:
    """What a fee plan makes the franchisee owe each month, from the contract's first month on.

    The report is due as the plan says; the payment as many days after it as the network gives for
    drafts and invoices, until an invoice names its own day.
    """
    try:
        reporting = the_plan(UUID(value)).reporting
    except (NotFound, ValueError):
        return ()
    report_day = min(max(reporting.due_days, 1), LAST_DAY)
    network = founded()
    pay_day = min(report_day + network.grace_days + network.payment_days, LAST_DAY)
    return (
        _monthly(
            REPORT,
            DutyKind.SALES_REPORT,
            N_("Report the sales of the month before"),
            ClauseKind.REPORTING,
            _after_month_of(starts_on, report_day),
            # Fees remind of reports themselves.
            remind_days=(),
        ),
        _monthly(
            PAYMENT,
            DutyKind.FEE_PAYMENT,
            N_("Pay the fees of the month before"),
            ClauseKind.FEES,
            _after_month_of(starts_on, pay_day),
            remind_days=(3,),
        ),
    )


def _monthly(
    origin: str,
    kind: DutyKind,
    title: str,
    clause: ClauseKind,
    first_on: date,
    *,
    remind_days: tuple[int, ...],
) -> Promise:
    return Promise(
        origin=origin,
        kind=kind,
        owner=Side.FRANCHISEE,
        title=title,
        due=Due(rule=DueRule.EVERY, first_on=first_on, every=MONTH),
        clause=clause,
        remind_days=remind_days,
        needs_evidence=False,
    )


def _after_month_of(starts_on: date, day: int) -> date:
    return Period.month_of(starts_on).following().start.replace(day=day)


def _by_month(
    asked: Sequence[Asked], facts: Callable[[Period, Sequence[UUID]], Mapping[UUID, Fact]]
) -> Mapping[UUID, Fact]:
    """Ask for each month's contracts at once; the answers by duty."""
    months: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        months[one.month.text].append(one)
    found: dict[UUID, Fact] = {}
    for month, mine in months.items():
        known = facts(Period.parse_month(month), [one.contract_id for one in mine])
        found.update(
            {one.duty_id: known[one.contract_id] for one in mine if one.contract_id in known}
        )
    return found


def _reported(month: Period, contract_ids: Sequence[UUID]) -> Mapping[UUID, Fact]:
    """Done once every outlet that traded has reported to the end; an estimate is no report."""
    rows = db.session.execute(
        select(
            ContractOutlet.contract_id,
            func.count(Outlet.id.distinct()),
            func.count(SalesReport.outlet_id.distinct()),
        )
        .join(Outlet, Outlet.id == ContractOutlet.outlet_id)
        .outerjoin(
            SalesReport,
            (SalesReport.outlet_id == Outlet.id)
            & (SalesReport.month == month.text)
            & SalesReport.is_current
            & (SalesReport.source != SalesSource.ESTIMATE)
            & or_(
                SalesReport.ends_on >= month.last - WEEK,
                SalesReport.ends_on >= Outlet.closed_on,
                SalesReport.ends_on >= ContractOutlet.ends_on,
            ),
        )
        .where(
            ContractOutlet.contract_id.in_(contract_ids),
            ContractOutlet.starts_on <= month.last,
            ContractOutlet.ends_on >= month.start,
            Outlet.opened_on <= month.last,
            or_(Outlet.closed_on.is_(None), Outlet.closed_on >= month.start),
        )
        .group_by(ContractOutlet.contract_id)
    )
    found = {
        contract_id: Fact(is_done=reported == trading) for contract_id, trading, reported in rows
    }
    # Whoever has no outlet that traded has nothing to report.
    return {one: found.get(one, Fact(is_owed=False)) for one in contract_ids}


def _paid(month: Period, contract_ids: Sequence[UUID]) -> Mapping[UUID, Fact]:
    """Done once nothing is open of the month's invoices; asked from their issue on."""
    rows = db.session.execute(
        select(
            Charge.contract_id,
            func.max(Invoice.due_on),
            func.count(OpenItem.invoice_id.distinct()),
        )
        .join(Invoice, Invoice.id == Charge.invoice_id)
        .outerjoin(OpenItem, OpenItem.invoice_id == Invoice.id)
        .where(Charge.contract_id.in_(contract_ids), Charge.month == month.text)
        .group_by(Charge.contract_id)
    )
    found = {
        contract_id: Fact(is_done=still_open == 0, due_on=due_on)
        for contract_id, due_on, still_open in rows
    }
    return {one: found.get(one, Fact(is_asked=False)) for one in contract_ids}


DUTY_FACTS = (
    DutyFacts(origin=REPORT, facts_of=lambda asked: _by_month(asked, _reported)),
    DutyFacts(origin=PAYMENT, facts_of=lambda asked: _by_month(asked, _paid)),
)
