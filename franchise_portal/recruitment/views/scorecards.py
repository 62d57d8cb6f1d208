"""The scorecard: its versions, and the draft of the next."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit.errors import ChangedMeanwhile, NotFound, Refused
from ...network.views.saving import attempt, saved_or_shown
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import queries, services, words
from ..forms import CriterionForm, DraftForm
from ..models import ScorecardDraft
from ..rules.starter import STARTER
from ..services import CriterionWords
from .blueprint import bp

SECTION = "recruitment.scorecard"


@bp.get("/scorecard")
@requires(Permission.RECRUITMENT_APPLICANT_READ)
def scorecard() -> ResponseReturnValue:
    """The version in force, the earlier ones, and whether a draft is begun."""
    return render(
        "recruitment/scorecards/show.html",
        version=queries.current_version(),
        versions=queries.versions(),
        draft=queries.draft(),
        words=words,
    )


@bp.get("/scorecard/versions/<uuid:scorecard_version_id>")
@requires(Permission.RECRUITMENT_APPLICANT_READ)
@section(SECTION)
def scorecard_version(scorecard_version_id: UUID) -> ResponseReturnValue:
    """One published version."""
    return render(
        "recruitment/scorecards/version.html",
        version=queries.version_by_id(scorecard_version_id),
        words=words,
    )


@bp.post("/scorecard/draft")
@requires(Permission.RECRUITMENT_SCORECARD_WRITE)
@section(SECTION)
def begin_draft() -> ResponseReturnValue:
    """Begin the next version."""
    services.begin_draft(current_actor, starter=_starter())
    return see(".scorecard_draft")


@bp.get("/scorecard/draft")
@requires(Permission.RECRUITMENT_SCORECARD_WRITE)
@section(SECTION)
def scorecard_draft() -> ResponseReturnValue:
    """The draft."""
    return _draft_page(_draft())


@bp.post("/scorecard/draft/particulars")
@requires(Permission.RECRUITMENT_SCORECARD_WRITE)
@section(SECTION)
def change_draft() -> ResponseReturnValue:
    """Change the pass mark and what is said about the version."""
    draft, form = _draft(), DraftForm()
    if not form.validate():
        return _draft_page(draft, form)
    try:
        services.change_draft(
            current_actor,
            draft,
            pass_mark=form.pass_mark.data,
            remark=str(form.remark.data),
            version=form.seen,
        )
    except ChangedMeanwhile as refusal:
        form.version.data = str(draft.version)
        form.form_errors.append(
            _("Somebody else saved the draft meanwhile. Below is what you wrote; save it again.")
        )
        return _draft_page(draft, form, refusal.status)
    flash(_("Saved."))
    return see(".scorecard_draft")


@bp.get("/scorecard/draft/criteria/new")
@requires(Permission.RECRUITMENT_SCORECARD_WRITE)
@section(SECTION)
def new_criterion() -> ResponseReturnValue:
    """The form for a further criterion."""
    return render("recruitment/scorecards/criterion.html", form=CriterionForm(), draft=_draft())


@bp.post("/scorecard/draft/criteria")
@requires(Permission.RECRUITMENT_SCORECARD_WRITE)
@section(SECTION)
def create_criterion() -> ResponseReturnValue:
    """Add it."""
    draft, form = _draft(), CriterionForm()
    made = attempt(form, lambda: services.add_criterion(current_actor, draft, form.words))
    if made is None:
        return render("recruitment/scorecards/criterion.html", form=form, draft=draft)
    flash(_("The criterion is added."))
    return see(".scorecard_draft")


@bp.get("/scorecard/draft/criteria/<uuid:criterion_id>")
@requires(Permission.RECRUITMENT_SCORECARD_WRITE)
@section(SECTION)
def edit_criterion(criterion_id: UUID) -> ResponseReturnValue:
    """The form to change one."""
    criterion = queries.draft_criterion(criterion_id)
    return render(
        "recruitment/scorecards/criterion_edit.html",
        form=CriterionForm.of(criterion),
        subject=criterion,
        conflict=None,
    )


@bp.post("/scorecard/draft/criteria/<uuid:criterion_id>")
@requires(Permission.RECRUITMENT_SCORECARD_WRITE)
@section(SECTION)
def update_criterion(criterion_id: UUID) -> ResponseReturnValue:
    """Change it."""
    criterion, draft, form = queries.draft_criterion(criterion_id), _draft(), CriterionForm()

    def done() -> ResponseReturnValue:
        flash(_("Saved."))
        return see(".scorecard_draft")

    return saved_or_shown(
        form,
        lambda: services.change_criterion(
            current_actor, draft, criterion, form.words, version=form.seen
        ),
        done=done,
        template="recruitment/scorecards/criterion_edit.html",
        subject=criterion,
        fresh=lambda: CriterionForm.of(criterion),
    )


@bp.post("/scorecard/draft/criteria/<uuid:criterion_id>/ascent")
@requires(Permission.RECRUITMENT_SCORECARD_WRITE)
@section(SECTION)
def raise_criterion(criterion_id: UUID) -> ResponseReturnValue:
    """Move it up by one."""
    draft, criterion = _draft(), queries.draft_criterion(criterion_id)
    services.move_criterion(draft, criterion, by=-1)
    return see(".scorecard_draft")


@bp.post("/scorecard/draft/criteria/<uuid:criterion_id>/removal")
@requires(Permission.RECRUITMENT_SCORECARD_WRITE)
@section(SECTION)
def remove_criterion(criterion_id: UUID) -> ResponseReturnValue:
    """Take it out."""
    draft, criterion = _draft(), queries.draft_criterion(criterion_id)
    services.remove_criterion(current_actor, draft, criterion)
    flash(_("The criterion is removed."))
    return see(".scorecard_draft")


@bp.post("/scorecard/draft/removal")
@requires(Permission.RECRUITMENT_SCORECARD_WRITE)
@section(SECTION)
def discard_draft() -> ResponseReturnValue:
    """Give the draft up."""
    services.discard_draft(current_actor, _draft())
    flash(_("The draft is discarded."))
    return see(".scorecard")


@bp.post("/scorecard/draft/publication")
@requires(Permission.RECRUITMENT_SCORECARD_WRITE)
@section(SECTION)
def publish_draft() -> ResponseReturnValue:
    """Publish it for good."""
    draft, form = _draft(), DraftForm()
    try:
        published = services.publish_draft(current_actor, draft, version=form.seen)
    except Refused as refusal:
        form = _draft_form(draft)
        return _draft_page(draft, form.fault(refusal))
    flash(_("Version %(number)s is published.", number=published.number))
    return see(".scorecard")


def _draft() -> ScorecardDraft:
    draft = queries.draft()
    if draft is None:
        raise NotFound
    return draft


def _draft_form(draft: ScorecardDraft) -> DraftForm:
    data = {"version": str(draft.version), "pass_mark": draft.pass_mark, "remark": draft.note}
    return DraftForm(formdata=None, data=data)


def _draft_page(
    draft: ScorecardDraft, form: DraftForm | None = None, status: int | None = None
) -> ResponseReturnValue:
    return render(
        "recruitment/scorecards/draft.html",
        form=form,
        status=status,
        draft=draft,
        draft_form=form or _draft_form(draft),
        total=sum(one.weight for one in draft.criteria),
        words=words,
    )


def _starter() -> list[CriterionWords]:
    """The proposal for a first scorecard, in the language of whoever begins it."""
    return [
        CriterionWords(
            name=_(one.name),
            question=_(one.question),
            weight=one.weight,
            fail_below=one.fail_below,
            anchors=(_(one.low), "", _(one.middle), "", _(one.high)),
        )
        for one in STARTER
    ]
