"""Missing reports: reminding of them, and estimating by the plan's rule what was not reported."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.roles import Side
from ...contracts.services.letters import write_to
from ...database import db
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.money import Money
from ...kit.period import Period
from ...kit.rates import plain_text
from ...network.models import Outlet
from ..enums import FeesAction, ReminderStep, SalesSource
from ..models import SalesReminder, SalesReport
from ..queries import telling as telling_queries
from ..queries import unreported as queries
from ..queries.unreported import Unreported
from ..rules.estimates import Estimate
from ..rules.telling import trouble_with
from .ledger import pass_gate
from .telling import add_version

ESTIMATE_JOB = "fees.estimate_month"


def estimate_sales(actor: Actor, *, outlet: Outlet, period: Period) -> SalesReport:
    """Let an estimate stand for a missing report. It makes room for the report when that comes.

    Raises:
        Refused: when the report has come, the plan's days are not over, or nothing was ever
            reported that an estimate could rest on.
    """
    actor.require(Permission.FEES_PERIOD_ASSESS)
    pass_gate()
    missing = queries.unreported_of(actor, outlet, period)
    if missing is None:
        raise Refused(
            N_("The report for this period has come. There is nothing to estimate."),
            field="period",
        )
    return _estimate(actor, outlet, missing)


def _estimate(actor: Actor, outlet: Outlet, missing: Unreported) -> SalesReport:
    if missing.estimate is not None:
        raise Refused(
            N_("This report is estimated already. It waits for the real one."), field="period"
        )
    if clock.today() < missing.estimated_from:
        raise Refused(
            N_("The fee plan lets this report be estimated from %(day)s on, not earlier."),
            field="period",
            day=missing.estimated_from,
        )
    if missing.foreseen is None:
        raise Refused(
            N_(
                "%(outlet)s has reported nothing in the last months, so there is nothing that an "
                "estimate could rest on. Enter the sales by hand."
            ),
            field="period",
            outlet=outlet.code,
        )
    place = telling_queries.place_of(outlet, missing.period, missing.franchisee_id)
    trouble = trouble_with(place.period, telling_queries.known_of(place), on=clock.today())
    if trouble is not None:
        raise trouble
    report = add_version(
        actor,
        place=place,
        sales=missing.foreseen.sales,
        source=SalesSource.ESTIMATE,
        reason=basis_of(missing.foreseen),
    )
    if _note_reminder(missing, ReminderStep.ESTIMATED, actor.name):
        _write_to_franchisee(missing, ReminderStep.ESTIMATED)
    return report


def basis_of(estimate: Estimate) -> str:
    """What an estimate rests on, in figures that need no language: `2026-07, 2026-08 × 1.1`."""
    periods = ", ".join(period.text for period in estimate.rests_on)
    return f"{periods} × {plain_text(estimate.factor)}"


def estimate_due(actor: Actor, *, outlet_ids: list[UUID], month: Period) -> int:
    """Estimate what the plan lets be estimated of some outlets; how many reports that made.

    What cannot be estimated is left, and still stands in the list of missing reports.
    """
    actor.require(Permission.FEES_PERIOD_ASSESS)
    pass_gate()
    made = 0
    for outlet_id in outlet_ids:
        outlet = db.session.get_one(Outlet, outlet_id)
        for missing in queries.missing_of(actor, outlet, month):
            if missing.may_be_estimated(clock.today()):
                _estimate(actor, outlet, missing)
                made += 1
    return made


def remind(actor: Actor, *, outlet: Outlet, period: Period) -> None:
    """Ask a franchisee for a missing report, in the office's own name. Once a period.

    Raises:
        Refused: when the report has come, or the office has asked before.
    """
    actor.require(Permission.FEES_PERIOD_ASSESS)
    missing = queries.unreported_of(actor, outlet, period)
    if missing is None or missing.franchisee_id is None:
        raise Refused(N_("There is nobody to remind: the report has come."), field="period")
    if not _note_reminder(missing, ReminderStep.ASKED, actor.name):
        raise Refused(
            N_("They were asked for this report before. Call them instead."), field="period"
        )
    _write_to_franchisee(missing, ReminderStep.ASKED)
    audit.record(
        actor,
        FeesAction.SALES_REMINDED,
        outlet,
        name=f"{outlet.code} {outlet.name}",
        franchisee_id=missing.franchisee_id,
        period=missing.period,
    )


def remind_by_clock(missing: Unreported, step: ReminderStep) -> bool:
    """Remind of a report that is due soon or late; False when that was done before."""
    if missing.franchisee_id is None or not _note_reminder(missing, step, ""):
        return False
    _write_to_franchisee(missing, step)
    return True


def _note_reminder(missing: Unreported, step: ReminderStep, by: str) -> bool:
    """Leave a row; the database sees to it that each step is said once."""
    if step in missing.reminded:
        return False
    row = SalesReminder(
        outlet_id=missing.outlet_id,
        starts_on=missing.period.start,
        ends_on=missing.period.last,
        step=step,
        at=clock.now(),
        by_name=by[:200],
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return False
    return True


def _write_to_franchisee(missing: Unreported, step: ReminderStep) -> None:
    if missing.franchisee_id is None:
        return
    sales = missing.foreseen.sales if missing.foreseen else None
    context = {
        "step": step,
        "outlet": f"{missing.outlet} {missing.name}",
        "outlet_id": missing.outlet_id,
        "period": missing.period,
        "key": missing.key,
        "due_on": missing.due_on,
        "estimated_from": missing.estimated_from,
        "foreseen": Money(sales.gross_sales, sales.currency) if sales else None,
    }
    write_to(missing.franchisee_id, Side.FRANCHISEE, kind="fees/sales_report", context=context)
