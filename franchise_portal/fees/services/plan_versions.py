"""Plans in versions: drafted, looked through, decided; contracts move on the day that is right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...contracts.models import Contract
from ...database import db
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...kit.period import Period
from ..errors import PlanDecided
from ..models import FeePlan, PlanMove, PlanVersion
from ..plan_enums import PlanAction, PlanStatus
from ..queries.footing import footings_of
from ..queries.impact_figures import figures_of
from ..queries.plan_impacts import NO_CHANGE, ContractEffect, impact_for, told_to, window_of
from ..queries.plan_versions import assigned_on, before_of, contracts_on, plan_in
from ..rules.canonical import digest_of, plan_to_json
from ..rules.plan_changes import Stay, earliest_start, reason_to_stay
from ..rules.plans import FeePlan as Plan
from .ledger import pass_gate
from .plan_letters import tell_of_change
from .plans import assign_plan, keep_plan


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
    the figures that were looked at. When those have changed since, it takes `knowing`.

    Raises:
        Refused: when the day is earlier than the notice allows (with the earliest one), nobody
            has looked at what the change would mean, or its figures have changed since.
        ChangedMeanwhile: when somebody changed it after it was opened.
        PlanDecided: when it is decided or discarded already.
    """
    actor.require(Permission.FEES_PLAN_DECIDE)
    # A month that is being assessed at this moment is charged first, by the plan before.
    pass_gate()
    version = held_draft(version.id, seen)
    plan, before = plan_in(version), before_of(version)
    _require_notice(version, before)
    _require_seen(version, plan)
    _require_told(version, knowing=knowing)
    row = keep_plan(plan, name=version.name)
    version.plan_id, version.status = row.id, PlanStatus.DECIDED
    version.decided_by, version.decided_by_name = actor.user_id, actor.name
    version.decided_at = version.changed_at = clock.now()
    db.session.flush()
    moves = _move_contracts(actor, version, plan)
    audit.record(
        actor,
        PlanAction.DECIDED,
        version,
        name=version.name,
        starts_on=version.starts_on,
        contracts=sum(move.starts_on is not None for move in moves),
    )
    tell_of_change(version, moves)
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


def _require_told(version: PlanVersion, *, knowing: bool) -> None:
    if not knowing and version.seen_figures != figures_of(version).digest:
        raise Refused(
            N_(
                "Sales or contracts have changed since it was looked at. Look at it again, or say "
                "that you decide on the figures as they were."
            ),
            field="knowing",
        )


def _move_contracts(actor: Actor, version: PlanVersion, plan: Plan) -> Sequence[PlanMove]:
    if version.follows_id is None:
        return ()
    contracts = contracts_on(version.follows_id)
    footings = footings_of(contracts)
    replaced = assigned_on([contract.id for contract in contracts], version.starts_on)
    kept = impact_for(version)
    told, window = told_to(version, kept, contracts), window_of(kept)
    moves = []
    for contract in contracts:
        stay = reason_to_stay(plan, footings[contract.id], on=version.starts_on)
        if stay is None:
            assign_plan(
                actor, contract=contract, plan=plan, starts_on=version.starts_on, name=version.name
            )
            # Who else looks at the contract shall notice.
            flag_modified(contract, "note")
        move = _move(version, contract, stay, told.get(contract.id, NO_CHANGE), window)
        move.replaced_plan_id = None if stay else replaced.get(contract.id)
        db.session.add(move)
        moves.append(move)
    db.session.flush()
    return moves


def _move(
    version: PlanVersion,
    contract: Contract,
    stay: Stay | None,
    told: ContractEffect,
    window: Period | None,
) -> PlanMove:
    return PlanMove(
        id=new_id(),
        version_id=version.id,
        contract_id=contract.id,
        franchisee_id=contract.franchisee_id,
        starts_on=None if stay else version.starts_on,
        stays=_told(stay) if stay else {},
        currency=plan_in(version).currency,
        sales_minor=told.effect.sales,
        before_minor=told.effect.before,
        after_minor=told.effect.after,
        first_month=window.start.strftime("%Y-%m") if window else "",
        last_month=window.last.strftime("%Y-%m") if window else "",
        unknown=told.unknown,
        contract=contract,
        franchisee=contract.franchisee,
    )


def _told(stay: Stay) -> dict[str, Any]:
    params = {key: _plain(value) for key, value in stay.params.items()}
    return {"message": stay.message, "params": params}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    return value.isoformat() if isinstance(value, date) else value
