"""Approving and rejecting."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, Refused
from ...network.forms import FactsForm
from ...network.models import Franchisee
from ...network.views.saving import franchisee_named
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import queries, services, words
from ..forms import ApprovalForm, RejectionForm
from ..forms.deciding import KNOWN
from ..models import Applicant
from ..rules import PointFound, open_points
from .applicants import SECTION
from .blueprint import bp


@bp.get("/applicants/<uuid:applicant_id>/approval")
@requires(Permission.RECRUITMENT_APPLICANT_DECIDE)
@section(SECTION)
def approval(applicant_id: UUID) -> ResponseReturnValue:
    """What speaks for and against an approval, and the form for it."""
    applicant = queries.applicant_for(current_actor, applicant_id)
    form = ApprovalForm(
        data={"version": str(applicant.version), "name": applicant.company or applicant.name}
    )
    return _approval_page(applicant, form)


@bp.post("/applicants/<uuid:applicant_id>/approval")
@requires(Permission.RECRUITMENT_APPLICANT_DECIDE)
@section(SECTION)
def approve(applicant_id: UUID) -> ResponseReturnValue:
    """Approve."""
    applicant = queries.applicant_for(current_actor, applicant_id)
    form = ApprovalForm()
    if not form.validate():
        return _approval_page(applicant, form)
    try:
        services.approve(
            current_actor,
            applicant,
            reason=str(form.reason.data),
            becomes=_becomes(applicant, form),
            words=str(form.words.data),
            version=form.seen,
        )
    except Refused as refusal:
        return _approval_page(applicant, form.fault(refusal))
    except ChangedMeanwhile as refusal:
        return _approval_page(applicant, _renewed(form, applicant), refusal.status)
    flash(_("%(reference)s is approved.", reference=applicant.reference))
    return see(".disclosure", applicant_id=applicant_id)


@bp.get("/applicants/<uuid:applicant_id>/rejection")
@requires(Permission.RECRUITMENT_APPLICANT_DECIDE)
@section(SECTION)
def rejection(applicant_id: UUID) -> ResponseReturnValue:
    """The form to say no, kindly and with the reason."""
    applicant = queries.applicant_for(current_actor, applicant_id)
    form = RejectionForm(data={"version": str(applicant.version)})
    return _rejection_page(applicant, form)


@bp.post("/applicants/<uuid:applicant_id>/rejection")
@requires(Permission.RECRUITMENT_APPLICANT_DECIDE)
@section(SECTION)
def reject(applicant_id: UUID) -> ResponseReturnValue:
    """Reject, or take an approval back."""
    applicant = queries.applicant_for(current_actor, applicant_id)
    form = RejectionForm()
    if not form.validate():
        return _rejection_page(applicant, form)
    try:
        services.reject(
            current_actor,
            applicant,
            reason=str(form.reason.data),
            words=str(form.words.data),
            version=form.seen,
        )
    except Refused as refusal:
        return _rejection_page(applicant, form.fault(refusal))
    except ChangedMeanwhile as refusal:
        return _rejection_page(applicant, _renewed(form, applicant), refusal.status)
    flash(_("%(reference)s is rejected.", reference=applicant.reference))
    return see(".show", applicant_id=applicant_id)


def _becomes(applicant: Applicant, form: ApprovalForm) -> services.NewFranchisee | Franchisee:
    code = str(form.code.data)
    if form.becomes.data == KNOWN:
        return franchisee_named(code, field="code")
    return services.NewFranchisee(
        code=code, name=str(form.name.data) or applicant.company or applicant.name
    )


def _renewed(form: FactsForm, applicant: Applicant) -> FactsForm:
    """Sent again, it is decided knowing what changed meanwhile."""
    form.version.data = str(applicant.version)
    return form


def _approval_page(
    applicant: Applicant, form: FactsForm, status: int | None = None
) -> ResponseReturnValue:
    return render(
        "recruitment/deciding/approval.html",
        form=form,
        status=status,
        applicant=applicant,
        standing=queries.standing(current_actor, applicant),
        expectation=next(iter(queries.expectations_of(applicant)), None),
        is_conflict=status is not None,
        law_pack=queries.pack_of(applicant),
        points=_open_points(applicant),
        deposit=words.deposit(applicant),
        words=words,
    )


def _open_points(applicant: Applicant) -> tuple[PointFound, ...]:
    if applicant.brand_id is None:
        return ()
    law_pack = queries.pack_of(applicant)
    return open_points(queries.points_of(applicant.brand_id, law_pack, on=clock.today()))


def _rejection_page(
    applicant: Applicant, form: FactsForm, status: int | None = None
) -> ResponseReturnValue:
    return render(
        "recruitment/deciding/rejection.html",
        form=form,
        status=status,
        applicant=applicant,
        settings=queries.settings(),
        is_conflict=status is not None,
    )
