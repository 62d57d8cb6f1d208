"""One applicant: the page, particulars, notes, steps by hand, people."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit.errors import Refused
from ...network import queries as network
from ...network.enums import OutletFormat
from ...network.views.saving import attempt, saved_or_shown
from ...web.filters import currency_symbol
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import queries, rules, services, words
from ..enums import Concern, NoteKind, Stage
from ..forms import ApplicantForm, NoteForm, PersonForm, ProofForm, StepForm
from ..models import Applicant
from ..services import add_applicant
from . import happenings
from .blueprint import bp

SECTION = "recruitment.applicants"


@bp.get("/applicants/<uuid:applicant_id>")
@requires(Permission.RECRUITMENT_APPLICANT_READ)
@section(SECTION)
def show(applicant_id: UUID) -> ResponseReturnValue:
    """The overview."""
    return overview(queries.applicant_for(current_actor, applicant_id))


def overview(
    applicant: Applicant,
    *,
    note_form: NoteForm | None = None,
    proof_form: ProofForm | None = None,
    step_form: StepForm | None = None,
) -> ResponseReturnValue:
    """The overview, with the form that has a fault."""
    faulty = next((form for form in (note_form, proof_form, step_form) if form), None)
    return render(
        "recruitment/applicants/show.html",
        form=faulty,
        applicant=applicant,
        others=queries.same_address(applicant),
        expectations=queries.expectations_of(applicant),
        interviews=queries.interviews_of(applicant),
        references=queries.references_of(applicant),
        documents=queries.documents_of(applicant),
        people=queries.people_of(applicant),
        happenings=happenings.of(applicant),
        steps=rules.steps_by_hand(applicant.stage),
        note_form=note_form or NoteForm().offer(),
        proof_form=proof_form or ProofForm().offer(),
        step_form=step_form or StepForm(),
        format_words=words.labels(OutletFormat, applicant.formats),
        concern_words=words.labels(Concern, applicant.concerns),
        deposit=words.deposit(applicant),
        law_pack=queries.pack_of(applicant),
        words=words,
    )


@bp.get("/applicants/new")
@requires(Permission.RECRUITMENT_APPLICANT_WRITE)
@section(SECTION)
def new() -> ResponseReturnValue:
    """The form for somebody who called, wrote or was met."""
    form = offered(ApplicantForm())
    if current_actor.user_id:
        form.keeper_id.data = str(current_actor.user_id)
    return render("recruitment/applicants/new.html", form=form, symbol=_symbol())


@bp.post("/applicants")
@requires(Permission.RECRUITMENT_APPLICANT_WRITE)
@section(SECTION)
def create() -> ResponseReturnValue:
    """Add them."""
    form = offered(ApplicantForm())
    made = attempt(form, lambda: add_applicant(current_actor, form.facts))
    if made is None:
        return render("recruitment/applicants/new.html", form=form, symbol=_symbol())
    flash(_("%(name)s is added as %(reference)s.", name=made.name, reference=made.reference))
    return see(".show", applicant_id=made.id)


@bp.get("/applicants/<uuid:applicant_id>/particulars")
@requires(Permission.RECRUITMENT_APPLICANT_WRITE)
@section(SECTION)
def edit(applicant_id: UUID) -> ResponseReturnValue:
    """The form for what is known."""
    applicant = queries.applicant_for(current_actor, applicant_id)
    return render(
        "recruitment/applicants/edit.html",
        form=offered(ApplicantForm(obj=applicant)),
        subject=applicant,
        conflict=None,
        symbol=_symbol(),
    )


@bp.post("/applicants/<uuid:applicant_id>/particulars")
@requires(Permission.RECRUITMENT_APPLICANT_WRITE)
@section(SECTION)
def update(applicant_id: UUID) -> ResponseReturnValue:
    """Change it. What two people wrote at once stands beside each other."""
    applicant = queries.applicant_for(current_actor, applicant_id)
    form = offered(ApplicantForm())

    def done() -> ResponseReturnValue:
        flash(_("Saved."))
        return see(".show", applicant_id=applicant_id)

    return saved_or_shown(
        form,
        lambda: services.change_applicant(current_actor, applicant, form.facts, version=form.seen),
        done=done,
        template="recruitment/applicants/edit.html",
        subject=applicant,
        fresh=lambda: offered(ApplicantForm(formdata=None, obj=applicant)),
        symbol=_symbol(),
    )


@bp.post("/applicants/<uuid:applicant_id>/notes")
@requires(Permission.RECRUITMENT_APPLICANT_ASSESS)
@section(SECTION)
def write_note(applicant_id: UUID) -> ResponseReturnValue:
    """Write something down."""
    applicant = queries.applicant_for(current_actor, applicant_id)
    form = NoteForm().offer()
    if not form.validate():
        return overview(applicant, note_form=form)
    services.add_note(
        current_actor, applicant, kind=NoteKind(form.kind.data), text=str(form.text.data)
    )
    flash(_("It is written down."))
    return see(".show", applicant_id=applicant_id)


@bp.post("/applicants/<uuid:applicant_id>/steps")
@requires(Permission.RECRUITMENT_APPLICANT_WRITE)
@section(SECTION)
def take_step(applicant_id: UUID) -> ResponseReturnValue:
    """Move the applicant by hand."""
    applicant = queries.applicant_for(current_actor, applicant_id)
    form = StepForm()
    after = Stage(form.after.data) if form.after.data in set(Stage) else applicant.stage
    version = str(form.version.data or "")
    try:
        form.validate()
        services.move(
            current_actor,
            applicant,
            after,
            reason=str(form.reason.data or ""),
            version=int(version) if version.isdigit() else None,
        )
    except Refused as refusal:
        form.reason.errors = [_(refusal.message)]
        return overview(applicant, step_form=form)
    flash(_("%(reference)s is moved.", reference=applicant.reference))
    return see(".show", applicant_id=applicant_id)


@bp.get("/applicants/<uuid:applicant_id>/people/new")
@requires(Permission.RECRUITMENT_APPLICANT_WRITE)
@section(SECTION)
def new_person(applicant_id: UUID) -> ResponseReturnValue:
    """The form for a partner, a future manager, or one of the family."""
    applicant = queries.applicant_for(current_actor, applicant_id)
    return render(
        "recruitment/applicants/person.html", form=PersonForm().offer(), applicant=applicant
    )


@bp.post("/applicants/<uuid:applicant_id>/people")
@requires(Permission.RECRUITMENT_APPLICANT_WRITE)
@section(SECTION)
def create_person(applicant_id: UUID) -> ResponseReturnValue:
    """Add them."""
    applicant = queries.applicant_for(current_actor, applicant_id)
    form = PersonForm().offer()
    made = attempt(form, lambda: services.add_person(current_actor, applicant, **form.facts))
    if made is None:
        return render("recruitment/applicants/person.html", form=form, applicant=applicant)
    flash(_("%(name)s is added.", name=made.name))
    return see(".show", applicant_id=applicant_id)


@bp.post("/applicant-people/<uuid:applicant_person_id>/removal")
@requires(Permission.RECRUITMENT_APPLICANT_WRITE)
@section(SECTION)
def remove_person(applicant_person_id: UUID) -> ResponseReturnValue:
    """Take a person out again."""
    applicant, person = queries.person_for(current_actor, applicant_person_id)
    services.remove_person(current_actor, applicant, person)
    flash(_("The person is removed."))
    return see(".show", applicant_id=applicant.id)


def _symbol() -> str:
    return currency_symbol(network.founded().currency)


def offered(form: ApplicantForm) -> ApplicantForm:
    """The form with its choices."""
    return form.offer(
        brands=[(str(brand.id), brand.name) for brand in network.brands()],
        regions=[(str(region.id), region.name) for region in network.regions()],
        keepers=[(str(user_id), name) for user_id, name in network.possible_carers()],
        packs=words.pack_choices(),
        currency=network.founded().currency,
    )
