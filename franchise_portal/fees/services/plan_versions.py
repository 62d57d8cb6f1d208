"""Plans in versions: drafted, looked through, decided; contracts move on the day that is right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ..errors import PlanDecided
from ..models import FeePlan, PlanMove, PlanVersion
from ..plan_enums import PlanAction, PlanStatus
from ..queries.impact_figures import Figures, figures_of
from ..queries.plan_moving import require_at_rest
from ..queries.plan_versions import before_of, plan_in
from ..rules.canonical import digest_of, plan_to_json
from ..rules.plan_changes import earliest_start
from ..rules.plans import FeePlan as Plan
from .assigning import keep_plan
from .ledger import pass_gate
from .plan_steps import begin_moving


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWords:
    """What a person says about a version: the plan, what it is called, from when on and why."""

    name: str
    plan: Plan
    starts_on: date
    reason: str = ""


def draft_plan(actor: Actor, words: PlanWords, *, follows: FeePlan | None = None) -> PlanVersion:
    """Begin a version; with `follows` it is to take the place of a plan in use.

    Raises:
        Refused: when it changes nothing, or charges in another currency than the plan before.
    """
    actor.require(Permission.FEES_PLAN_WRITE)
    version = PlanVersion(
        id=new_id(),
        name=words.name,
        follows_id=follows.id if follows else None,
        definition=plan_to_json(words.plan),
        starts_on=words.starts_on,
        reason=words.reason,
        created_by=actor.user_id,
        created_by_name=actor.name,
    )
    _require_sense(version, words.plan)
    db.session.add(version)
    db.session.flush()
    audit.record(actor, PlanAction.DRAFTED, version, name=version.name)
    return version


def change_draft(
    actor: Actor, version: PlanVersion, words: PlanWords, *, seen: int | None
) -> PlanVersion:
    """Save a draft; what was looked through before has to be looked through again.

    Raises:
        ChangedMeanwhile: when somebody else saved it after it was opened.
        PlanDecided: when it is decided or discarded.
        Refused: as `draft_plan` does.
    """
    actor.require(Permission.FEES_PLAN_WRITE)
    version = held_draft(version.id, seen)
    version.name, version.starts_on, version.reason = words.name, words.starts_on, words.reason
    version.definition = plan_to_json(words.plan)
    version.changed_at = clock.now()
    _require_sense(version, words.plan)
    db.session.flush()
    audit.record(actor, PlanAction.REDRAFTED, version, name=version.name)
    return version


def discard(actor: Actor, version: PlanVersion) -> None:
    """Put a draft away; nobody has ever been charged by it.

    Raises:
        PlanDecided: when it is decided or discarded.
    """
    actor.require(Permission.FEES_PLAN_WRITE)
    version = held_draft(version.id, None)
    version.status = PlanStatus.WITHDRAWN
    audit.record(actor, PlanAction.DISCARDED, version, name=version.name)
    db.session.flush()


def decide(
    actor: Actor, version: PlanVersion, *, seen: int | None, knowing: bool = False
) -> Sequence[PlanMove]:
    """Decide a version: contracts move to it on its day where their terms allow, all are told.

    What has been charged stays; the plan before stays in force until the day. Everybody is told
    the figures that were looked at. When those have changed since, it takes `knowing`. Where the
    contracts are many a job moves them, and there are no moves yet.

    Raises:
        Refused: when the day is earlier than the notice allows (with the earliest one), nobody
            has looked at what the change would mean, or its figures have changed since.
        ChangedMeanwhile: when somebody changed it after it was opened.
        PlanDecided: when it is decided or discarded already.
        PlanMoving: while another version moves contracts of the same plan.
    """
    actor.require(Permission.FEES_PLAN_DECIDE)
    # A month that is being assessed at this moment is charged first, by the plan before.
    pass_gate()
    version = held_draft(version.id, seen)
    plan, before = plan_in(version), before_of(version)
    _require_notice(version, before)
    _require_seen(version, plan)
    figures = figures_of(version)
    _require_told(version, figures, knowing=knowing)
    require_at_rest(version)
    row = keep_plan(plan, name=version.name)
    version.plan_id, version.status = row.id, PlanStatus.DECIDED
    version.decided_by, version.decided_by_name = actor.user_id, actor.name
    version.decided_at = version.changed_at = clock.now()
    db.session.flush()
    version.concerns = figures.contracts
    moves = begin_moving(actor, version)
    audit.record(
        actor,
        PlanAction.DECIDED,
        version,
        name=version.name,
        starts_on=version.starts_on,
        contracts=(
            version.concerns
            if version.is_moving
            else sum(move.starts_on is not None for move in moves)
        ),
    )
    return moves


def held_draft(version_id: UUID, seen: int | None) -> PlanVersion:
    """The row of a draft, held until the transaction ends.

    Raises:
        PlanDecided: when it is decided or discarded.
        ChangedMeanwhile: when somebody else saved it after `seen` was read.
    """
    query = select(PlanVersion).where(PlanVersion.id == version_id).with_for_update()
    version = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if version.status is not PlanStatus.DRAFT:
        raise PlanDecided(name=version.name)
    if seen is not None and version.version != seen:
        raise ChangedMeanwhile
    return version


def _require_sense(version: PlanVersion, plan: Plan) -> None:
    before = before_of(version)
    if before is None:
        return
    if before.currency != plan.currency:
        raise Refused(
            N_("The plan before charges in %(currency)s. A change keeps the currency."),
            field="currency",
            currency=before.currency,
        )
    if digest_of(before) == digest_of(plan):
        raise Refused(
            N_("Nothing is changed yet. Change what the new version should charge."), field="name"
        )


def _require_notice(version: PlanVersion, before: Plan | None) -> None:
    earliest = earliest_start(before, decided_on=clock.today())
    if before is not None and version.starts_on < earliest:
        raise Refused(
            N_(
                "A change decided today can hold from %(earliest)s at the earliest, as the plan "
                "in force promises notice. Choose that day or a later one."
            ),
            field="starts_on",
            earliest=earliest,
        )


def _require_seen(version: PlanVersion, plan: Plan) -> None:
    if version.follows_id is not None and version.seen_digest != digest_of(plan):
        raise Refused(
            N_(
                "Nobody has looked at what this version would mean for each franchisee. "
                "Look through it first."
            ),
            field="seen",
        )


def _require_told(version: PlanVersion, figures: Figures, *, knowing: bool) -> None:
    if not knowing and version.seen_figures != figures.digest:
        raise Refused(
            N_(
                "Sales or contracts have changed since it was looked at. Look at it again, or say "
                "that you decide on the figures as they were."
            ),
            field="knowing",
        )
