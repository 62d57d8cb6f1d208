"""Writing a plan on a page: fee by fee, tiers as rows, tried out on an example as one writes."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.errors import BadInput, ChangedMeanwhile, Problem, Refused
from ...network.queries import founded
from ...web.navigation import section
from ...web.rendering import flash, render, see
from ..models import FeePlan, PlanVersion
from ..plan_files import plan_from_toml
from ..plan_forms import PlanForm, faults_of
from ..plan_reading import data_of, plan_of, read_plan_form
from ..queries import plan_versions as queries
from ..queries.plans import plan_for
from ..rules.plan_changes import earliest_start, notice_of
from ..rules.plans import FeePlan as Plan
from ..services import plan_versions as services
from ..services.contract_files.plans import name_of
from .blueprint import asked_id, bp, uploaded
from .plan_example import shown_example
from .plan_rows import act_on

SECTION = "fees.plans"
SAVE = "save"


@bp.get("/plans/new")
@section(SECTION)
@requires(Permission.FEES_PLAN_WRITE)
def new_plan() -> ResponseReturnValue:
    """A new plan, or with `follows` a new version of one in use."""
    follows, before = _followed()
    form = PlanForm(formdata=None, data=_begin(follows, before))
    return _page(form, before=before, follows=follows)


@bp.post("/plans/new")
@section(SECTION)
@requires(Permission.FEES_PLAN_WRITE)
def create_plan() -> ResponseReturnValue:
    """Add a row, try the example, read a file, or keep the draft."""
    follows, before = _followed()
    if request.form.get("act") == "file":
        return _from_file(follows, before)
    form = PlanForm()
    if request.form.get("act") != SAVE:
        return _go_on(form, before=before, follows=follows)
    words = _words(form)
    if words is not None:
        try:
            version = services.draft_plan(current_actor, words, follows=follows)
        except Refused as refusal:
            form.fault(refusal)
        else:
            flash(_("The draft is kept. Nobody is charged by it before it is decided."))
            return see(".show_plan_version", plan_version_id=version.id)
    return _page(form, before=before, follows=follows)


@bp.get("/plans/versions/<uuid:plan_version_id>/edit")
@section(SECTION)
@requires(Permission.FEES_PLAN_WRITE)
def edit_plan(plan_version_id: UUID) -> ResponseReturnValue:
    """The form of a draft."""
    version = queries.version_for(current_actor, plan_version_id)
    data = data_of(queries.plan_in(version))
    own = {key: getattr(version, key) for key in ("name", "starts_on", "reason", "version")}
    form = PlanForm(formdata=None, data={**data, **own})
    return _page(form, before=queries.before_of(version), version=version)


@bp.post("/plans/versions/<uuid:plan_version_id>/edit")
@section(SECTION)
@requires(Permission.FEES_PLAN_WRITE)
def update_plan(plan_version_id: UUID) -> ResponseReturnValue:
    """Add a row, try the example, or save the draft."""
    version = queries.version_for(current_actor, plan_version_id)
    before, form = queries.before_of(version), PlanForm()
    if request.form.get("act") != SAVE:
        return _go_on(form, before=before, version=version)
    words = _words(form)
    if words is not None:
        try:
            services.change_draft(current_actor, version, words, seen=form.seen)
        except Refused as refusal:
            form.fault(refusal)
        except ChangedMeanwhile as refusal:
            return _again(form, version, before, refusal.status)
        else:
            flash(_("Saved."))
            return see(".show_plan_version", plan_version_id=version.id)
    return _page(form, before=before, version=version)


def _followed() -> tuple[FeePlan | None, Plan | None]:
    """The plan in use that the new version is to follow, if there is one."""
    plan_id = asked_id("follows")
    return plan_for(current_actor, plan_id) if plan_id else (None, None)


def _begin(follows: FeePlan | None, before: Plan | None) -> dict[str, Any]:
    start = earliest_start(before, decided_on=clock.today())
    if before is None or follows is None:
        return {"currency": founded().currency, "starts_on": start}
    return {**data_of(before), "name": follows.name, "starts_on": start}


def _from_file(follows: FeePlan | None, before: Plan | None) -> ResponseReturnValue:
    """Fill the form from a plan file; nothing is kept before it is saved."""
    begun = _begin(follows, before)
    file = request.files.get("file")
    if file is None or not file.filename:
        form = PlanForm(formdata=None, data=begun)
        form.form_errors.append(_("Choose a plan file."))
        return _page(form, before=before, follows=follows)
    stream, path, _size = uploaded(file)
    try:
        plan = plan_from_toml(stream.read(), place=path)
    except BadInput as refusal:
        form = PlanForm(formdata=None, data=begun)
        form.form_errors.append(_("The plan file has mistakes; nothing was taken from it."))
        return _page(form, before=before, follows=follows, problems=refusal.problems)
    data = {**begun, **data_of(plan), "name": begun.get("name") or name_of(path)}
    return _page(PlanForm(formdata=None, data=data), before=before, follows=follows)


def _words(form: PlanForm) -> services.PlanWords | None:
    is_valid, plan = form.validate(), read_plan_form(form)
    starts_on = form.starts_on.data
    if not is_valid or plan is None or not isinstance(starts_on, date):
        return None
    return services.PlanWords(
        name=str(form.name.data),
        plan=plan,
        starts_on=starts_on,
        reason=str(form.reason.data or ""),
    )


def _go_on(
    form: PlanForm,
    *,
    before: Plan | None,
    follows: FeePlan | None = None,
    version: PlanVersion | None = None,
) -> ResponseReturnValue:
    """Answer a button that saves nothing: rows come and go, the example is worked out."""
    if not act_on(form, request.form.get("act", "")):
        read_plan_form(form)
    return _page(form, before=before, follows=follows, version=version)


def _again(
    form: PlanForm, version: PlanVersion, before: Plan | None, status: int
) -> ResponseReturnValue:
    """Somebody else saved it: what was typed stays, and the next saving replaces theirs."""
    form.version.data = form.version.raw_data = None
    form.version.process_data(version.version)
    return _page(form, before=before, version=version, status=status, changed_meanwhile=True)


def _page(
    form: PlanForm,
    *,
    before: Plan | None,
    follows: FeePlan | None = None,
    version: PlanVersion | None = None,
    problems: tuple[Problem, ...] = (),
    status: int | None = None,
    changed_meanwhile: bool = False,
) -> ResponseReturnValue:
    faults = faults_of(form)
    plan = None if faults else plan_of(form)
    return render(
        "fees/plans/edit.html",
        form=form,
        faults=[*(("", fault) for fault in form.form_errors), *faults],
        example=shown_example(form.example.form, plan),
        earliest=earliest_start(before, decided_on=clock.today()),
        promised=notice_of(before),
        follows=follows,
        version=version,
        problems=problems,
        changed_meanwhile=changed_meanwhile,
        status=status,
    )
