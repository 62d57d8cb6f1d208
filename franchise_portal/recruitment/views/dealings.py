"""Interviews, references, documents and expectations of an applicant."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import audit, storage
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.errors import Refused
from ...network import queries as network
from ...network.views.saving import attempt, saved_or_shown
from ...storage.documents import content_type
from ...web.errors import translated
from ...web.filters import currency_symbol
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import queries, services
from ..enums import Proof, RecruitmentAction
from ..forms import ExpectationForm, InterviewForm, ProofForm, ReferenceForm
from ..models import Applicant
from .applicants import SECTION, overview
from .blueprint import bp


@bp.get("/applicants/<uuid:applicant_id>/interviews/new")
@requires(Permission.RECRUITMENT_APPLICANT_ASSESS)
@section(SECTION)
def new_interview(applicant_id: UUID) -> ResponseReturnValue:
    """The form to plan a talk."""
    applicant = queries.applicant_for(current_actor, applicant_id)
    form = InterviewForm(data={"invites": bool(applicant.email)}).offer()
    return _interview_page(applicant, form)


@bp.post("/applicants/<uuid:applicant_id>/interviews")
@requires(Permission.RECRUITMENT_APPLICANT_ASSESS)
@section(SECTION)
def create_interview(applicant_id: UUID) -> ResponseReturnValue:
    """Plan it, and invite."""
    applicant = queries.applicant_for(current_actor, applicant_id)
    form = InterviewForm().offer()
    zone = network.founded().zone
    made = attempt(
        form,
        lambda: services.plan_interview(
            current_actor,
            applicant,
            at=form.moment(zone),
            zone=zone,
            place=str(form.place.data),
            people=str(form.people.data),
            invites=bool(form.invites.data),
        ),
    )
    if made is None:
        return _interview_page(applicant, form)
    if form.invites.data:
        flash(_("The interview is planned, and the invitation is on its way."))
    else:
        flash(_("The interview is planned."))
    return see(".show", applicant_id=applicant_id)


@bp.get("/interviews/<uuid:interview_id>")
@requires(Permission.RECRUITMENT_APPLICANT_ASSESS)
@section(SECTION)
def edit_interview(interview_id: UUID) -> ResponseReturnValue:
    """The form to change it, or to write down what it taught."""
    applicant, interview = queries.interview_for(current_actor, interview_id)
    return render(
        "recruitment/interviews/edit.html",
        form=InterviewForm.of(interview),
        subject=interview,
        applicant=applicant,
        conflict=None,
    )


@bp.post("/interviews/<uuid:interview_id>")
@requires(Permission.RECRUITMENT_APPLICANT_ASSESS)
@section(SECTION)
def update_interview(interview_id: UUID) -> ResponseReturnValue:
    """Change it."""
    applicant, interview = queries.interview_for(current_actor, interview_id)
    form = InterviewForm().offer()
    return saved_or_shown(
        form,
        lambda: services.change_interview(
            current_actor,
            applicant,
            interview,
            changes=form.changes(interview.zone),
            version=form.seen,
        ),
        done=lambda: _saved(applicant),
        template="recruitment/interviews/edit.html",
        subject=interview,
        fresh=lambda: InterviewForm.of(interview),
        applicant=applicant,
    )


@bp.get("/applicants/<uuid:applicant_id>/references/new")
@requires(Permission.RECRUITMENT_APPLICANT_ASSESS)
@section(SECTION)
def new_reference(applicant_id: UUID) -> ResponseReturnValue:
    """The form to ask somebody."""
    applicant = queries.applicant_for(current_actor, applicant_id)
    form = ReferenceForm(data={"asked_on": clock.today()}).offer()
    return render("recruitment/references/new.html", form=form, applicant=applicant)


@bp.post("/applicants/<uuid:applicant_id>/references")
@requires(Permission.RECRUITMENT_APPLICANT_ASSESS)
@section(SECTION)
def create_reference(applicant_id: UUID) -> ResponseReturnValue:
    """Note that somebody is asked."""
    applicant = queries.applicant_for(current_actor, applicant_id)
    form = ReferenceForm().offer()
    made = attempt(
        form,
        lambda: services.ask_reference(
            current_actor,
            applicant,
            name=str(form.name.data),
            relation=str(form.relation.data),
            contact=str(form.contact.data),
            asked_on=form.asked_on.data,
        ),
    )
    if made is None:
        return render("recruitment/references/new.html", form=form, applicant=applicant)
    flash(_("The reference is noted. Write the answer down when it comes."))
    return see(".show", applicant_id=applicant_id)


@bp.get("/references/<uuid:reference_id>")
@requires(Permission.RECRUITMENT_APPLICANT_ASSESS)
@section(SECTION)
def edit_reference(reference_id: UUID) -> ResponseReturnValue:
    """The form for what they said."""
    applicant, reference = queries.reference_for(current_actor, reference_id)
    return render(
        "recruitment/references/edit.html",
        form=ReferenceForm(obj=reference).offer(),
        subject=reference,
        applicant=applicant,
        conflict=None,
    )


@bp.post("/references/<uuid:reference_id>")
@requires(Permission.RECRUITMENT_APPLICANT_ASSESS)
@section(SECTION)
def update_reference(reference_id: UUID) -> ResponseReturnValue:
    """Write it down."""
    applicant, reference = queries.reference_for(current_actor, reference_id)
    form = ReferenceForm().offer()
    return saved_or_shown(
        form,
        lambda: services.change_reference(
            current_actor, applicant, reference, changes=form.facts, version=form.seen
        ),
        done=lambda: _saved(applicant),
        template="recruitment/references/edit.html",
        subject=reference,
        fresh=lambda: ReferenceForm(formdata=None, obj=reference).offer(),
        applicant=applicant,
    )


@bp.post("/applicants/<uuid:applicant_id>/documents")
@requires(Permission.RECRUITMENT_APPLICANT_WRITE)
@section(SECTION)
def attach(applicant_id: UUID) -> ResponseReturnValue:
    """Attach a document."""
    applicant = queries.applicant_for(current_actor, applicant_id)
    form = ProofForm().offer()
    if not form.validate():
        return overview(applicant, proof_form=form)
    upload = form.file.data
    data = upload.read()
    try:
        kind = content_type(data[:16], filename=upload.filename, size=len(data))
    except Refused as refusal:
        form.file.errors = [translated(refusal)]
        return overview(applicant, proof_form=form)
    stored = storage.put(data, name=upload.filename, content_type=kind)
    services.add_document(
        current_actor,
        applicant,
        stored=stored,
        kind=Proof(form.proof.data),
        title=str(form.title.data or upload.filename)[:200],
    )
    flash(_("The document is attached."))
    return see(".show", applicant_id=applicant_id)


@bp.get("/proofs/<uuid:proof_id>")
@requires(Permission.RECRUITMENT_APPLICANT_READ)
def open_document(proof_id: UUID) -> ResponseReturnValue:
    """Download a document."""
    applicant, document = queries.document_for(current_actor, proof_id)
    audit.record_access(
        current_actor,
        RecruitmentAction.DOCUMENT_OPENED,
        applicant,
        name=applicant.reference,
        kind=document.kind,
    )
    return storage.send(document.file)


@bp.post("/proofs/<uuid:proof_id>/removal")
@requires(Permission.RECRUITMENT_APPLICANT_WRITE)
def remove_document(proof_id: UUID) -> ResponseReturnValue:
    """Remove a document for good."""
    applicant, document = queries.document_for(current_actor, proof_id)
    services.remove_document(current_actor, applicant, document)
    flash(_("The document is removed."))
    return see(".show", applicant_id=applicant.id)


@bp.get("/applicants/<uuid:applicant_id>/expectations/new")
@requires(Permission.RECRUITMENT_APPLICANT_ASSESS)
@section(SECTION)
def new_expectation(applicant_id: UUID) -> ResponseReturnValue:
    """The form for what they expect now, filled with what they expected before."""
    applicant = queries.applicant_for(current_actor, applicant_id)
    last = next(iter(queries.expectations_of(applicant)), None)
    form = ExpectationForm(obj=last).offer(applicant.currency)
    form.stated_on.data = clock.today()
    return _expectation_page(applicant, form)


@bp.post("/applicants/<uuid:applicant_id>/expectations")
@requires(Permission.RECRUITMENT_APPLICANT_ASSESS)
@section(SECTION)
def create_expectation(applicant_id: UUID) -> ResponseReturnValue:
    """Record it."""
    applicant = queries.applicant_for(current_actor, applicant_id)
    form = ExpectationForm().offer(applicant.currency)
    if not form.validate():
        return _expectation_page(applicant, form)
    services.state_expectation(current_actor, applicant, **form.facts)
    flash(_("It is recorded. What was stated before stays in the list."))
    return see(".show", applicant_id=applicant_id)


@bp.post("/expectations/<uuid:expectation_id>/countersignature")
@requires(Permission.RECRUITMENT_APPLICANT_ASSESS)
def countersign(expectation_id: UUID) -> ResponseReturnValue:
    """Confirm that it was talked through."""
    applicant, expectation = queries.expectation_for(current_actor, expectation_id)
    services.countersign(current_actor, applicant, expectation)
    flash(_("The expectation is countersigned."))
    return see(".show", applicant_id=applicant.id)


def _interview_page(applicant: Applicant, form: InterviewForm) -> ResponseReturnValue:
    return render(
        "recruitment/interviews/new.html",
        form=form,
        applicant=applicant,
        zone=network.founded().zone,
    )


def _expectation_page(applicant: Applicant, form: ExpectationForm) -> ResponseReturnValue:
    return render(
        "recruitment/applicants/expectation.html",
        form=form,
        applicant=applicant,
        symbol=currency_symbol(applicant.currency),
    )


def _saved(applicant: Applicant) -> ResponseReturnValue:
    flash(_("Saved."))
    return see(".show", applicant_id=applicant.id)
