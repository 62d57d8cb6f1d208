"""Deciding about a dispute; of two who decide at once one wins, and the other is told."""

from collections.abc import Callable
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...contracts.models import Approval
from ...fees.errors import MissingFigure
from ...fees.queries.charges import sales_of
from ...fees.rules.sales import Sales
from ...fees.rules.telling import AMOUNTS, asked_figures
from ...fees.sales_forms import typed_of
from ...kit.enums import Tone
from ...kit.errors import ChangedMeanwhile, DomainError
from ...network.forms.fields import FactsForm
from ...web.errors import translated
from ...web.filters import currency_symbol
from ...web.navigation import section
from ...web.rendering import flash, render, see
from ..errors import DecisionWaits, DisputeMoved
from ..forms.disputes import CreditForm, FoundForm, RejectForm, ReportForm, amount_in
from ..models import Dispute
from ..queries import disputes as queries
from ..services import deciding as services
from ..services.report_correcting import place_of_dispute
from ..services.settling import settle_by
from .blueprint import CONFLICT, SECTION, at_fault, bp
from .page import dispute_page


@bp.post("/<uuid:dispute_id>/rejection")
@section(SECTION)
@requires(Permission.DISPUTES_DISPUTE_DECIDE)
def reject(dispute_id: UUID) -> ResponseReturnValue:
    """Not accept it, with reasons."""
    form = RejectForm(prefix="reject-")

    def act(dispute: Dispute) -> object:
        return services.reject(
            current_actor,
            dispute,
            reasons=form.reasons.data,
            next_step=form.next_step.data,
            seen=form.seen,
        )

    return _decided(dispute_id, "reject_form", form, act)


@bp.post("/<uuid:dispute_id>/credit")
@section(SECTION)
@requires(Permission.DISPUTES_DISPUTE_DECIDE)
def grant_credit(dispute_id: UUID) -> ResponseReturnValue:
    """Give back all or a part of it by a credit note."""
    dispute = queries.dispute_for(current_actor, dispute_id)
    form = CreditForm(prefix="credit-", currency=dispute.currency)

    def act(found: Dispute) -> object:
        return services.grant_credit(
            current_actor,
            found,
            amount=amount_in(form.amount),
            reasons=form.reasons.data,
            seen=form.seen,
        )

    return _decided(dispute_id, "credit_form", form, act)


@bp.post("/<uuid:dispute_id>/payment")
@section(SECTION)
@requires(Permission.DISPUTES_DISPUTE_DECIDE)
def settle_by_payment(dispute_id: UUID) -> ResponseReturnValue:
    """It was paid already: let the payment that was found settle the invoice."""
    form = FoundForm(prefix="found-").offer(())

    def act(found: Dispute) -> object:
        return settle_by(
            current_actor,
            found,
            found=form.found.data,
            reasons=form.reasons.data,
            seen=form.seen,
        )

    return _decided(dispute_id, "found_form", form, act)


def _decided(
    dispute_id: UUID, name: str, form: FactsForm, act: Callable[[Dispute], object]
) -> ResponseReturnValue:
    """Do it; when somebody else was earlier, show what they did, and keep what was typed."""
    dispute = queries.dispute_for(current_actor, dispute_id)
    if not form.validate():
        return dispute_page(dispute, **{name: form})
    try:
        result = act(dispute)
    except (ChangedMeanwhile, DisputeMoved, DecisionWaits) as refusal:
        fresh = queries.dispute_for(current_actor, dispute_id)
        return dispute_page(fresh, conflict=translated(refusal), status=CONFLICT, **{name: form})
    except DomainError as error:
        fresh = queries.dispute_for(current_actor, dispute_id)
        return dispute_page(fresh, **{name: at_fault(form, error)})
    return _answered(dispute_id, result)


def _answered(dispute_id: UUID, result: object) -> ResponseReturnValue:
    if isinstance(result, Approval) and not result.status.is_granted:
        flash(_("It is above your limit. Somebody with a higher one is asked."), Tone.INFO)
    else:
        flash(_("The decision stands. The franchisee is told."))
    return see(".show", dispute_id=dispute_id)


@bp.get("/<uuid:dispute_id>/report")
@section(SECTION)
@requires(Permission.DISPUTES_DISPUTE_DECIDE)
def correct_report(dispute_id: UUID) -> ResponseReturnValue:
    """The form with the figures that were reported."""
    dispute = queries.dispute_for(current_actor, dispute_id)
    place, report, _charge = place_of_dispute(dispute)
    typed = typed_of(sales_of(report, place.outlet.code))
    form = ReportForm(formdata=None, data={**typed, "version": str(dispute.version)})
    return _report_page(dispute, form)


@bp.post("/<uuid:dispute_id>/report")
@section(SECTION)
@requires(Permission.DISPUTES_DISPUTE_DECIDE)
def grant_report(dispute_id: UUID) -> ResponseReturnValue:
    """Accept it by correcting the sales report."""
    dispute, form = queries.dispute_for(current_actor, dispute_id), ReportForm()
    sales = _read(dispute, form) if form.validate() else None
    if sales is None:
        return _report_page(dispute, form)
    try:
        result = services.grant_report(
            current_actor, dispute, sales=sales, reasons=form.reasons.data, seen=form.seen
        )
    except (ChangedMeanwhile, DisputeMoved, DecisionWaits) as refusal:
        fresh = queries.dispute_for(current_actor, dispute_id)
        return dispute_page(fresh, conflict=translated(refusal), status=CONFLICT)
    except MissingFigure as error:
        form[str(error.params["figure"])].errors = [translated(error)]
        return _report_page(queries.dispute_for(current_actor, dispute_id), form)
    except DomainError as error:
        fresh = queries.dispute_for(current_actor, dispute_id)
        return _report_page(fresh, at_fault(form, error))
    return _answered(dispute_id, result)


def _read(dispute: Dispute, form: ReportForm) -> Sales | None:
    place, _report, _charge = place_of_dispute(dispute)
    return form.read(
        outlet=place.outlet.code,
        period=f"{place.period.start}/{place.period.last}",
        currency=place.currency,
        needed=place.plan.needed_columns if place.plan else {},
    )


def _report_page(dispute: Dispute, form: ReportForm) -> ResponseReturnValue:
    place, report, _charge = place_of_dispute(dispute)
    typed = typed_of(sales_of(report, place.outlet.code))
    return render(
        "disputes/report.html",
        form=form,
        dispute=dispute,
        place=place,
        asked=asked_figures(place.plan),
        amounts=AMOUNTS,
        reported=typed,
        symbol=currency_symbol(place.currency),
    )
