"""Reporting an outlet's accounts and what was invested in it; corrections are new versions."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...kit.money import Money
from ...kit.period import Period
from ..enums import AccountSource, BenefitAction
from ..models import Investment, OutletAccount
from ..queries import accounts as queries
from ..queries.accounts import Place
from ..rules.accounts import trouble_with
from ..rules.figures import Figures


def report_account(
    actor: Actor,
    *,
    place: Place,
    period: Period,
    figures: Figures,
    seen: int = 0,
    reason: str = "",
    source: AccountSource = AccountSource.ENTERED,
    file_id: UUID | None = None,
) -> OutletAccount:
    """Report the account of a month or quarter, or correct it by a new version.

    `seen` is the version that the page showed, 0 for none. A correction needs a reason.

    Raises:
        Refused: when it cannot be reported, nothing differs, or the reason is missing.
        ChangedMeanwhile: when somebody else reported the same period since.
    """
    actor.require(Permission.BENEFIT_ACCOUNT_REPORT)
    current = queries.current_account(place.outlet.id, period)
    if (current.version if current else 0) != seen:
        raise ChangedMeanwhile
    require_reportable(place, period, figures)
    if current is not None:
        _require_correction(current, figures, reason)
        current.is_current = False
        db.session.flush()  # one row stands for a period: the old one goes first
    row = _row(actor, place, period, figures)
    row.version, row.reason = seen + 1, reason.strip()
    row.source, row.file_id = source, file_id
    _add(row)
    audit.record(
        actor,
        BenefitAction.ACCOUNT_CORRECTED if current else BenefitAction.ACCOUNT_REPORTED,
        place.outlet,
        franchisee_id=place.franchisee.id,
        period=period,
        **({"reason": row.reason} if current else {}),
    )
    return row


def require_reportable(place: Place, period: Period, figures: Figures) -> None:
    """Refuse an account that cannot be.

    Raises:
        Refused: with the reason and the remedy.
    """
    trouble = trouble_with(
        period,
        figures,
        on=clock.today(),
        opened_on=place.outlet.opened_on,
        closed_on=place.outlet.closed_on,
        others=queries.overlapping(place.outlet.id, period),
    )
    if trouble is not None:
        raise trouble


def _require_correction(current: OutletAccount, figures: Figures, reason: str) -> None:
    if queries.figures_of(current) == figures:
        raise Refused(
            N_("These are the figures that were reported already. Nothing was changed."),
            field="sales",
        )
    if not reason.strip():
        raise Refused(
            N_("Write why the account is corrected, for those who look later."), field="reason"
        )


def _row(actor: Actor, place: Place, period: Period, figures: Figures) -> OutletAccount:
    return OutletAccount(
        id=new_id(),
        outlet_id=place.outlet.id,
        franchisee_id=place.franchisee.id,
        starts_on=period.start,
        ends_on=period.last,
        currency=place.currency,
        sales_minor=figures.sales,
        cost_of_goods_minor=figures.cost_of_goods,
        staff_minor=figures.staff,
        rent_minor=figures.rent,
        other_costs_minor=figures.other_costs,
        owner_pay_minor=figures.owner_pay,
        depreciation_minor=figures.depreciation,
        reported_at=clock.now(),
        reported_by=actor.user_id,
        reported_by_name=actor.name,
    )


def _add(row: OutletAccount | Investment) -> None:
    """Of two who report at the same moment the database keeps one."""
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise ChangedMeanwhile from error


def report_investment(
    actor: Actor, *, place: Place, amount: Money, note: str = "", seen: int = 0
) -> Investment:
    """Report what was put into an outlet at its opening, or correct it.

    Raises:
        Refused: for nothing or less, or in another currency than the fees.
        ChangedMeanwhile: when somebody else reported it since.
    """
    actor.require(Permission.BENEFIT_ACCOUNT_REPORT)
    current = queries.investment_of(place.outlet.id, place.franchisee.id)
    if (current.version if current else 0) != seen:
        raise ChangedMeanwhile
    if amount.minor <= 0:
        raise Refused(N_("Write an amount above zero."), field="amount")
    if amount.currency != place.currency:
        raise Refused(
            N_("Fees here are counted in %(currency)s. Write the amount in %(currency)s."),
            field="amount",
            currency=place.currency,
        )
    if current is not None:
        current.is_current = False
        db.session.flush()  # one row stands: the old one goes first
    row = Investment(
        id=new_id(),
        outlet_id=place.outlet.id,
        franchisee_id=place.franchisee.id,
        version=seen + 1,
        amount_minor=amount.minor,
        currency=amount.currency,
        note=note.strip(),
        reported_at=clock.now(),
        reported_by=actor.user_id,
        reported_by_name=actor.name,
    )
    _add(row)
    audit.record(
        actor,
        BenefitAction.INVESTMENT_REPORTED,
        place.outlet,
        franchisee_id=place.franchisee.id,
        amount=amount,
    )
    return row
