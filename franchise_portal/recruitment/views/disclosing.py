"""The disclosure of an applicant: what was given, what stands against signing, the receipt."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import audit, storage
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.errors import Refused
from ...law import SLUGS, pack
from ...storage.documents import content_type
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import queries, services, words
from ..enums import Delivery, RecruitmentAction
from ..forms import DisclosureForm
from ..models import Applicant
from ..rules import open_points
from .applicants import SECTION
from .blueprint import bp


@bp.get("/applicants/<uuid:applicant_id>/disclosure")
@requires(Permission.RECRUITMENT_APPLICANT_READ)
@section(SECTION)
def disclosure(applicant_id: UUID) -> ResponseReturnValue:
    """When signing becomes possible, and why."""
    applicant = queries.applicant_for(current_actor, applicant_id)
    given = queries.disclosures_of(applicant)
    current = next(iter(given), None)
    law_pack = pack(current.pack) if current else queries.pack_of(applicant)
    today = clock.today()
    found = queries.points_of(applicant.brand_id, law_pack, on=today) if applicant.brand_id else ()
    return render(
        "recruitment/disclosures/show.html",
        applicant=applicant,
        disclosures=given,
        current=current,
        law_pack=law_pack,
        day=queries.signing_day(applicant, current, on=today),
        open_points=open_points(found),
        words=words,
    )


@bp.get("/applicants/<uuid:applicant_id>/disclosures/new")
@requires(Permission.RECRUITMENT_APPLICANT_WRITE)
@section(SECTION)
def new_disclosure(applicant_id: UUID) -> ResponseReturnValue:
    """The form to give the document."""
    applicant = queries.applicant_for(current_actor, applicant_id)
    form = DisclosureForm(
        data={"pack": queries.pack_of(applicant).slug, "delivered_on": clock.today()}
    )
    return _page(applicant, form.offer(words.pack_choices()))


@bp.post("/applicants/<uuid:applicant_id>/disclosures")
@requires(Permission.RECRUITMENT_APPLICANT_WRITE)
@section(SECTION)
def give_disclosure(applicant_id: UUID) -> ResponseReturnValue:
    """Give it, and send the link to acknowledge it."""
    applicant = queries.applicant_for(current_actor, applicant_id)
    form = DisclosureForm().offer(words.pack_choices())
    if not form.validate():
        return _page(applicant, form)
    upload = form.file.data
    data = upload.read()
    try:
        kind = content_type(data[:16], filename=upload.filename, size=len(data))
        stored = storage.put(data, name=upload.filename, content_type=kind)
        services.give_disclosure(
            current_actor,
            applicant,
            stored=stored,
            title=str(form.title.data or upload.filename)[:200],
            slug=str(form.pack.data),
            delivery=Delivery(form.delivery.data),
            delivered_on=form.delivered_on.data,
            final_agreement_on=form.final_agreement_on.data,
            remark=str(form.remark.data),
        )
    except Refused as refusal:
        return _page(applicant, form.fault(refusal))
    flash(_("The disclosure is noted. The applicant gets a link to acknowledge it."))
    return see(".disclosure", applicant_id=applicant_id)


@bp.post("/disclosures/<uuid:given_id>/link")
@requires(Permission.RECRUITMENT_APPLICANT_WRITE)
@section(SECTION)
def send_disclosure_link(given_id: UUID) -> ResponseReturnValue:
    """Send a fresh link; the earlier one stops working."""
    applicant, given = queries.disclosure_for(current_actor, given_id)
    services.send_link(current_actor, applicant, given)
    flash(_("A fresh link is on its way. The earlier one works no longer."))
    return see(".disclosure", applicant_id=applicant.id)


@bp.get("/disclosures/<uuid:given_id>/document")
@requires(Permission.RECRUITMENT_APPLICANT_READ)
def open_disclosure(given_id: UUID) -> ResponseReturnValue:
    """The document that was given."""
    applicant, given = queries.disclosure_for(current_actor, given_id)
    audit.record_access(
        current_actor,
        RecruitmentAction.DISCLOSURE_OPENED,
        applicant,
        name=applicant.reference,
    )
    return storage.send(given.file)


def _page(applicant: Applicant, form: DisclosureForm) -> ResponseReturnValue:
    chosen = form.pack.data
    law_pack = pack(chosen) if chosen in SLUGS else queries.pack_of(applicant)
    found = (
        queries.points_of(applicant.brand_id, law_pack, on=clock.today())
        if applicant.brand_id
        else ()
    )
    return render(
        "recruitment/disclosures/new.html",
        form=form,
        applicant=applicant,
        law_pack=law_pack,
        open_points=open_points(found),
        today=clock.today(),
        words=words,
    )
