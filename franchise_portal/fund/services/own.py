"""Own outlets contribute on the same basis: by the fund fee of a plan, from their sales reports."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from uuid import UUID

from sqlalchemy import select

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...fees.enums import EntryKind
from ...fees.models import FeePlan
from ...fees.queries.due import plan_on
from ...fees.queries.plans import the_plan
from ...fees.rules.assessment import FeeLine, Situation, fees_due
from ...fees.rules.plans import FeePlan as Plan
from ...fees.rules.years import year_of
from ...fees.services.ledger import Journal, pass_gate
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...kit.money import Money
from ...network.models import Brand
from ..enums import FundAction
from ..models import FundOwnContribution, FundOwnPlan, FundTransfer
from ..queries import own as queries
from ..queries.own import OwnReport
from ..queries.terms import currency as currency_of_fund
from ..rules.bookkeeping import own_sides, transfer_sides

LONGEST_REFERENCE = 200


def choose_plan(actor: Actor, *, brand: Brand, plan_id: UUID, starts_on: date) -> FundOwnPlan:
    """Decide by which plan a brand's own outlets contribute, for reports that begin from a day on.

    Raises:
        Refused: for a plan without a fund fee, in another currency, or when a plan of that day or
            a later one was chosen before.
    """
    actor.require(Permission.FUND_TERMS_WRITE)
    row = db.session.get(FeePlan, plan_id)
    if row is None:
        raise Refused(N_("Choose one of the fee plans."), field="plan")
    plan = the_plan(plan_id)
    if not _of_fund(plan_id).fees:
        raise Refused(N_("“%(plan)s” has no fee for the fund."), field="plan", plan=row.name)
    if plan.currency != currency_of_fund():
        raise Refused(
            N_("“%(plan)s” charges in %(currency)s; the fund's book is kept in %(own)s."),
            field="plan",
            plan=row.name,
            currency=plan.currency,
            own=currency_of_fund(),
        )
    last = db.session.scalar(
        select(FundOwnPlan.starts_on)
        .where(FundOwnPlan.brand_id == brand.id)
        .order_by(FundOwnPlan.starts_on.desc())
        .limit(1)
    )
    if last is not None and starts_on <= last:
        raise Refused(
            N_("A plan was chosen from %(day)s on. Choose a later day."),
            field="starts_on",
            day=last,
        )
    chosen = FundOwnPlan(
        id=new_id(),
        brand_id=brand.id,
        plan_id=plan_id,
        starts_on=starts_on,
        decided_at=clock.now(),
        decided_by_name=actor.name,
    )
    db.session.add(chosen)
    db.session.flush()
    audit.record(
        actor,
        FundAction.PLAN_CHOSEN,
        chosen,
        name=brand.name,
        plan=row.name,
        starts_on=starts_on,
    )
    return chosen


@lru_cache(maxsize=500)
def _of_fund(plan_id: UUID) -> Plan:
    """A plan with its fund fees alone. Plans never change."""
    plan = the_plan(plan_id)
    return replace(plan, fees=tuple(fee for fee in plan.charged if fee.fund))


def post_own(actor: Actor) -> Mapping[str, Money]:
    """Post what own outlets owe for reports that came, and take back what was corrected.

    Asked again, it posts nothing. Returns what was posted for each month.
    """
    actor.require(Permission.FUND_SPENDING_RECORD)
    pass_gate()
    plans = queries.decided()
    if not plans:
        return {}
    back = [_taken_back(actor, row) for row in queries.outdated()]
    _write(back)
    first = min(days[0][0] for days in plans.values())
    new: list[FundOwnContribution] = []
    for report in queries.reports_to_post(first):
        plan_id = plan_on(plans.get(report.brand_id, ()), report.sales.period.start)
        if plan_id is not None:
            rows = [_posted(actor, report, plan_id, line) for line in _charged(report, plan_id)]
            # One after the other: a fee of the year looks at what was posted before.
            _write(rows)
            new += rows
    return _noted(actor, [*back, *new])


def _charged(report: OwnReport, plan_id: UUID) -> Sequence[FeeLine]:
    plan = _of_fund(plan_id)
    if report.sales.currency != plan.currency:
        return ()
    situation = Situation(report.opened_on, report.closed_on)
    if plan.needs_previous:
        previous = queries.previous_of(report.outlet_id, report.sales.period.start)
        situation = situation._replace(previous=previous)
    if plan.needs_year:
        year = year_of(report.sales.period.last, plan.year_starts)
        so_far = queries.year_so_far(report.outlet_id, year)
        situation = situation._replace(standings=so_far.standings(plan))
    return fees_due(plan, report.sales, situation)


def _posted(actor: Actor, report: OwnReport, plan_id: UUID, line: FeeLine) -> FundOwnContribution:
    return FundOwnContribution(
        id=new_id(),
        outlet_id=report.outlet_id,
        sales_report_id=report.id,
        plan_id=plan_id,
        month=report.month,
        fee=line.fee,
        basis_amount=line.basis_amount,
        amount_minor=line.amount_minor,
        currency=report.sales.currency,
        posted_on=clock.today(),
        posted_at=clock.now(),
        posted_by_name=actor.name,
    )


def _taken_back(actor: Actor, row: FundOwnContribution) -> FundOwnContribution:
    return FundOwnContribution(
        id=new_id(),
        outlet_id=row.outlet_id,
        sales_report_id=row.sales_report_id,
        plan_id=row.plan_id,
        month=row.month,
        fee=row.fee,
        basis_amount=-row.basis_amount,
        amount_minor=-row.amount_minor,
        currency=row.currency,
        posted_on=clock.today(),
        posted_at=clock.now(),
        posted_by_name=actor.name,
        reverses_id=row.id,
    )


def _write(rows: Sequence[FundOwnContribution]) -> None:
    journal = Journal()
    db.session.add_all(rows)
    db.session.flush()
    for row in rows:
        if row.amount_minor:
            journal.enter(
                EntryKind.OWN_CONTRIBUTION,
                on=row.posted_on,
                at=row.posted_at,
                sides=own_sides(row.amount_minor),
                franchisee_id=None,
                currency=row.currency,
                memo=f"{row.month} {row.fee}",
            )
    if journal.entries:
        journal.write()


def _noted(actor: Actor, rows: Iterable[FundOwnContribution]) -> dict[str, Money]:
    sums: Counter[tuple[str, str]] = Counter()
    for row in rows:
        sums[row.month, row.currency] += row.amount_minor
    posted = {}
    for (month, currency), minor in sorted(sums.items()):
        posted[month] = Money(minor, currency)
        audit.record(actor, FundAction.OWN_POSTED, name=month, month=month, amount=posted[month])
    return posted


def note_transfer(actor: Actor, *, amount: Money, on: date, reference: str) -> FundTransfer:
    """Note that the franchisor transferred money to the fund for its own outlets.

    Raises:
        Refused: for nothing, for more than is owed, in another currency, for a day to come, or
            without a reference.
    """
    actor.require(Permission.FUND_BANK_RECORD)
    pass_gate()
    _require_owed(amount)
    if on > clock.today():
        raise Refused(N_("Choose today or a day before it."), field="on")
    if not reference.strip():
        raise Refused(N_("Write the reference of the transfer."), field="reference")
    row = FundTransfer(
        id=new_id(),
        paid_on=on,
        amount_minor=amount.minor,
        currency=amount.currency,
        reference=reference.strip()[:LONGEST_REFERENCE],
        posted_at=clock.now(),
        posted_by_name=actor.name,
    )
    db.session.add(row)
    journal = Journal()
    journal.enter(
        EntryKind.FUND_TRANSFER,
        on=on,
        at=row.posted_at,
        sides=transfer_sides(amount.minor),
        franchisee_id=None,
        currency=amount.currency,
        memo=row.reference,
    )
    journal.write()
    audit.record(
        actor,
        FundAction.OWN_TRANSFERRED,
        row,
        name=row.reference,
        amount=amount,
        reference=row.reference,
    )
    return row


def _require_owed(amount: Money) -> None:
    if amount.minor <= 0:
        raise Refused(N_("Write an amount above zero."), field="amount")
    if amount.currency != currency_of_fund():
        raise Refused(
            N_("The fund's book is kept in %(own)s."), field="amount", own=currency_of_fund()
        )
    owed = queries.owed(amount.currency)
    if amount > owed:
        raise Refused(
            N_("The franchisor owes the fund %(owed)s. Write at most that."),
            field="amount",
            owed=owed,
        )
