"""Telling an outlet's sales: a draft, the report, and each correction as a new version."""

from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm.exc import StaleDataError

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, Refused
from ...kit.i18n import N_
from ...kit.money import Money
from ..enums import FeesAction, SalesSource
from ..models import SalesDraft, SalesReport
from ..queries import telling as queries
from ..queries.charges import sales_of
from ..queries.foreseen import foreseen_fees
from ..queries.telling import Place
from ..rules.sales import Sales
from ..rules.telling import Known, says_the_same, trouble_with
from .assessment_requests import reassess
from .ledger import pass_gate


def keep_draft(actor: Actor, *, place: Place, typed: dict[str, str], seen: int) -> SalesDraft:
    """Keep what somebody has typed so far. It is no report: nothing is charged on it.

    `seen` is the version of the draft that the page showed, 0 for none.

    Raises:
        ChangedMeanwhile: when somebody else kept another draft of the same period since.
    """
    actor.require(Permission.FEES_SALES_REPORT)
    draft = queries.draft_of(place.outlet.id, place.period)
    if (draft.version if draft else 0) != seen:
        raise ChangedMeanwhile
    if draft is None:
        draft = SalesDraft(
            outlet_id=place.outlet.id, starts_on=place.period.start, ends_on=place.period.last
        )
        db.session.add(draft)
    draft.typed, draft.saved_by_name, draft.saved_at = typed, actor.name, clock.now()
    try:
        db.session.flush()
    except StaleDataError as error:
        raise ChangedMeanwhile from error
    return draft


def report_sales(
    actor: Actor, *, place: Place, sales: Sales, seen: int, reason: str = ""
) -> SalesReport:
    """Send the sales of a period, or correct what was sent by a new version.

    `seen` is the version of the report that the page showed, 0 for none. An estimate is replaced
    without a reason; a report that somebody sent is corrected with one.

    Raises:
        Refused: when the period cannot be told, nothing differs, or the reason is missing.
        MissingFigure: when a fee is counted on a number that was not said.
        ChangedMeanwhile: when somebody else reported the same period since the page was opened.
    """
    actor.require(Permission.FEES_SALES_REPORT)
    pass_gate()
    current = queries.current_report(place.outlet.id, place.period)
    if (current.version if current else 0) != seen:
        raise ChangedMeanwhile
    require_tellable(place, sales)
    if current is not None and current.source is not SalesSource.ESTIMATE:
        _require_correction(place, current, sales, reason)
    report = add_version(
        actor, place=place, sales=sales, source=SalesSource.ENTERED, reason=reason.strip()
    )
    _forget_draft(place)
    return report


def require_tellable(place: Place, sales: Sales, *, known: Known | None = None) -> None:
    """Refuse a report that cannot be: outside the outlet's days, not over, in another currency.

    Raises:
        Refused: with the reason and the remedy.
        MissingFigure: when a fee is counted on a number that was not said.
    """
    known = known or queries.known_of(place)
    trouble = trouble_with(place.period, known, on=clock.today())
    if trouble is not None:
        raise trouble
    if sales.currency != place.currency:
        raise Refused(
            N_("The currency is “%(value)s”, but fees here are counted in %(currency)s."),
            field="currency",
            value=sales.currency,
            currency=place.currency,
        )
    foreseen_fees(place, sales)


def _require_correction(place: Place, current: SalesReport, sales: Sales, reason: str) -> None:
    if says_the_same(sales_of(current, place.outlet.code), sales):
        raise Refused(
            N_("These are the figures that were reported already. Nothing was changed."),
            field="gross_sales",
        )
    if not reason.strip():
        raise Refused(
            N_("Write why the report is corrected, for those who look later."), field="reason"
        )


def add_version(
    actor: Actor, *, place: Place, sales: Sales, source: SalesSource, reason: str = ""
) -> SalesReport:
    """Write the next version of a period's report; the one before stays as it was sent.

    Call it behind the gate. When the version before was charged, the month is assessed anew,
    which takes its charges back and charges the new figures.
    """
    versions = queries.versions_of(place.outlet.id, place.period)
    before = next((one for one in versions if one.is_current), None)
    charged = before is not None and queries.invoice_of(before.id) is not None
    if before is not None:
        before.is_current = False
        db.session.flush()  # of one period only one version may be current, at any moment
    report = SalesReport(
        outlet_id=place.outlet.id,
        starts_on=place.period.start,
        ends_on=place.period.last,
        month=place.period.month.text,
        version=versions[0].version + 1 if versions else 1,
        source=source,
        reported_at=clock.now(),
        reported_by=actor.user_id,
        reported_by_name=actor.name[:200],
        reason=reason,
        **figures_of(sales),
    )
    db.session.add(report)
    db.session.flush()
    _note(actor, place, report, before)
    if charged:
        reassess(place.period.month)
    return report


def figures_of(sales: Sales) -> dict[str, Any]:
    """The figures of a report as the columns of a row."""
    return {
        "currency": sales.currency,
        "gross_minor": sales.gross_sales,
        "sales_tax_minor": sales.sales_tax,
        "refunds_minor": sales.refunds,
        "discounts_minor": sales.discounts,
        "excluded_minor": sales.excluded_sales,
        "cost_of_goods_minor": sales.cost_of_goods,
        "transactions": sales.transactions,
        "customers": sales.customers,
        "units": sales.units,
    }


def _note(actor: Actor, place: Place, report: SalesReport, before: SalesReport | None) -> None:
    action = FeesAction.SALES_REPORTED
    why: dict[str, str] = {}
    if report.source is SalesSource.ESTIMATE:
        action = FeesAction.SALES_ESTIMATED
    elif report.reason and before is not None:
        action, why = FeesAction.SALES_CORRECTED, {"reason": report.reason}
    audit.record(
        actor,
        action,
        report,
        name=f"{place.outlet.code} {place.outlet.name}",
        franchisee_id=place.franchisee_id,
        period=place.period,
        amount=Money(report.gross_minor, report.currency),
        **why,
    )


def _forget_draft(place: Place) -> None:
    db.session.execute(
        delete(SalesDraft).where(
            SalesDraft.outlet_id == place.outlet.id,
            SalesDraft.starts_on == place.period.start,
            SalesDraft.ends_on == place.period.last,
        )
    )
