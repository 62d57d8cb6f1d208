"""Versions of plans: what they change, what they would mean for whom, and their decision."""

from collections.abc import Sequence
from uuid import UUID

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import audit
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...access.scope import Everything
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, DomainError, Refused
from ...network.forms.fields import FactsForm
from ...web.errors import translated
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import flash, render, see
from ..errors import PlanMoving
from ..models import PlanMove, PlanVersion
from ..plan_enums import PlanAction, PlanStatus
from ..plan_forms import DecideForm, TakeBackForm
from ..plan_words import shown_changes, shown_fees, stay_words
from ..queries import plan_versions as queries
from ..queries.plan_impacts import Standing, standing_of
from ..queries.plan_moving import progress_of
from ..queries.plans import plan_for
from ..rules.plan_changes import earliest_start, notice_of
from ..rules.plan_writing import plan_to_toml
from ..rules.plans import FeePlan as Plan
from ..services import plan_versions as services
from ..services import plan_withdrawals
from ..services.plan_letters import told
from .blueprint import bp

SECTION = "fees.plans"
DISTINCT = str.maketrans(dict.fromkeys(' /\\:*?"<>|', "-"))


@bp.get("/plans/versions/<uuid:plan_version_id>")
@section(SECTION)
@requires(Permission.FEES_PLAN_READ)
def show_plan_version(plan_version_id: UUID) -> ResponseReturnValue:
    """A version: what it says, what it changes; for a franchisee, what it means for them."""
    version = queries.version_for(current_actor, plan_version_id)
    form = TakeBackForm if version.status is PlanStatus.DECIDED else DecideForm
    return _show(version, form(formdata=None))


def _show(
    version: PlanVersion, form: FactsForm, *, status: int | None = None
) -> ResponseReturnValue:
    plan, before = queries.plan_in(version), queries.before_of(version)
    listing = queries.moves_page(current_actor, version, asked_page())
    standing = standing_of(version)
    form.version.raw_data = None
    form.version.process_data(version.version)
    return render(
        "fees/plans/version.html",
        form=form,
        row=version,
        plan=plan,
        fees=shown_fees(plan),
        changes=shown_changes(before, plan, on=version.starts_on) if before else (),
        listing=listing,
        moves=told(listing.rows),
        moving=queries.count_moved(current_actor, version),
        under_way=progress_of(version),
        is_seen=standing is not Standing.UNSEEN,
        has_changed=standing is Standing.CHANGED,
        earliest=earliest_start(before, decided_on=clock.today()),
        notice=notice_of(before),
        today=clock.today(),
        is_office=isinstance(current_actor.scope, Everything),
        stay_words=stay_words,
        status=status,
    )


@bp.post("/plans/versions/<uuid:plan_version_id>/decision")
@section(SECTION)
@requires(Permission.FEES_PLAN_DECIDE)
def decide_plan(plan_version_id: UUID) -> ResponseReturnValue:
    """Decide the version; the franchisees are told."""
    version, form = queries.version_for(current_actor, plan_version_id), DecideForm()
    try:
        moves = services.decide(
            current_actor, version, seen=form.seen, knowing=bool(form.knowing.data)
        )
    except (Refused, ChangedMeanwhile, PlanMoving) as refusal:
        form.form_errors.append(translated(refusal))
        return _show(version, form, status=refusal.status)
    flash(_decided(version, moves))
    return see(".show_plan_version", plan_version_id=version.id)


def _decided(version: PlanVersion, moves: Sequence[PlanMove]) -> str:
    if version.is_moving:
        return _(
            "Decided. The contracts are being moved to it; "
            "their franchisees are written to as theirs have moved."
        )
    if not moves:
        return _("Decided. Contracts can be given this plan now.")
    moved = sum(move.starts_on is not None for move in moves)
    if not moved:
        return _(
            "Decided. No contract moves to it: the page says of each one why. "
            "Their franchisees have been written to."
        )
    return _(
        "Decided. Contracts that change: %(moved)s. Their franchisees have been written to.",
        moved=moved,
    )


@bp.post("/plans/versions/<uuid:plan_version_id>/taking-back")
@section(SECTION)
@requires(Permission.FEES_PLAN_DECIDE)
def take_plan_back(plan_version_id: UUID) -> ResponseReturnValue:
    """Take a decision back before its day; those who were told of it are told."""
    version, form = queries.version_for(current_actor, plan_version_id), TakeBackForm()
    if not form.validate():
        return _show(version, form)
    try:
        plan_withdrawals.take_back(
            current_actor, version, reason=str(form.reason.data), seen=form.seen
        )
    except DomainError as refusal:
        form.form_errors.append(translated(refusal))
        return _show(version, form, status=refusal.status)
    flash(_taken_back(version))
    return see(".show_plan_version", plan_version_id=version.id)


def _taken_back(version: PlanVersion) -> str:
    if version.is_moving:
        return _(
            "“%(name)s” is taken back. The contracts are being given back the plans they had; "
            "their franchisees are written to as theirs have gone back.",
            name=version.name,
        )
    return _("“%(name)s” is taken back. Contracts keep the plans they have.", name=version.name)


@bp.post("/plans/versions/<uuid:plan_version_id>/discarding")
@section(SECTION)
@requires(Permission.FEES_PLAN_WRITE)
def discard_plan(plan_version_id: UUID) -> ResponseReturnValue:
    """Put a draft away."""
    version = queries.version_for(current_actor, plan_version_id)
    services.discard(current_actor, version)
    flash(_("The draft “%(name)s” is discarded.", name=version.name))
    return see(".plans")


@bp.get("/plans/<uuid:plan_id>/file")
@section(SECTION)
@requires(Permission.FEES_PLAN_READ)
def export_plan(plan_id: UUID) -> ResponseReturnValue:
    """A plan in use as a plan file."""
    row, plan = plan_for(current_actor, plan_id)
    audit.record_access(current_actor, PlanAction.EXPORTED, row, name=row.name)
    return _file(plan, row.name)


@bp.get("/plans/versions/<uuid:plan_version_id>/file")
@section(SECTION)
@requires(Permission.FEES_PLAN_READ)
def export_plan_version(plan_version_id: UUID) -> ResponseReturnValue:
    """A version as a plan file."""
    version = queries.version_for(current_actor, plan_version_id)
    return _file(queries.plan_in(version), version.name)


def _file(plan: Plan, name: str) -> Response:
    response = Response(plan_to_toml(plan, heading=name), mimetype="application/toml")
    filename = f"{name.translate(DISTINCT)[:80] or 'plan'}.toml"
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    return response
