"""What a version would mean for everybody: worked out, kept with its figures, and looked through.

A small network has the answer at once, a large one from a job. The answer is kept until what it
was made from has changed, and made again when somebody asks then.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...jobs import enqueue
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...kit.money import Money
from ..models import PlanImpact, PlanVersion
from ..plan_enums import PlanAction, SimulationStatus
from ..queries.impact_answers import answer_of
from ..queries.impact_figures import Figures, figures_of
from ..queries.plan_impacts import by_contract, impact_for
from ..queries.plan_versions import impact_of, plan_in
from ..rules.canonical import digest_of
from .plan_versions import held_draft

JOB = "fees.work_out_impact"

Progress = Callable[[int, int], None]


def _silent(_done: int, _total: int) -> None:
    return


@dataclass(frozen=True, slots=True)
class Answer:
    """What was worked out, and from what."""

    figures: str
    result: Mapping[str, Any]
    contracts: Mapping[str, Any]


def ask_impact(actor: Actor, version: PlanVersion) -> PlanImpact:
    """Have worked out what a draft would mean; what is known or on its way already stays.

    Raises:
        PlanDecided: when it is decided or discarded.
        Refused: when there is nothing to compare.
    """
    actor.require(Permission.FEES_PLAN_WRITE)
    version = held_draft(version.id, None)
    figures = figures_of(version)
    if figures.is_empty:
        raise Refused(
            N_("There is nothing to compare: it follows no plan in use, or nothing was sold yet."),
            field="figures",
        )
    kept = impact_for(version) or _begun(actor, version)
    if kept.figures == figures.digest and kept.status is not SimulationStatus.FAILED:
        return kept
    kept.figures, kept.status, kept.reason = figures.digest, SimulationStatus.WAITING, ""
    kept.asked_by_name, kept.asked_at = actor.name, clock.now()
    if not figures.is_large:
        _keep(kept, _worked_out(version, figures, _silent))
        return kept
    kept.job_id = enqueue(
        JOB, arguments={"impact_id": str(kept.id)}, label=version.name, actor=actor
    ).id
    audit.record(actor, PlanAction.WORKED_OUT, version, name=version.name)
    db.session.flush()
    return kept


def _begun(actor: Actor, version: PlanVersion) -> PlanImpact:
    kept = PlanImpact(
        id=new_id(),
        version_id=version.id,
        plan_digest=digest_of(plan_in(version)),
        asked_by_name=actor.name,
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def answer_to(impact_id: UUID, *, progress: Progress = _silent) -> Answer | None:
    """Work out what was asked; None when it is answered, or the draft says something else by now.

    Only reads, so that nobody waits for it.
    """
    kept = db.session.get_one(PlanImpact, impact_id)
    version = db.session.get_one(PlanVersion, kept.version_id)
    figures = figures_of(version)
    is_known = kept.status is SimulationStatus.READY and kept.figures == figures.digest
    if is_known or kept.plan_digest != digest_of(plan_in(version)):
        return None
    return _worked_out(version, figures, progress)


def keep_answer(impact_id: UUID, answer: Answer) -> None:
    """Keep what was worked out."""
    _keep(_held(impact_id), answer)


def give_up(impact_id: UUID, *, reason: str) -> None:
    """Say that it could not be worked out, and why; what is known stays."""
    kept = _held(impact_id)
    if kept.status is SimulationStatus.WAITING:
        kept.status, kept.reason = SimulationStatus.FAILED, reason


def _worked_out(version: PlanVersion, figures: Figures, progress: Progress) -> Answer | None:
    # The figures were told before: what changes in between shows as a change.
    impact = impact_of(version, progress=progress)
    if impact is None:
        return None
    sums = {
        str(contract_id): [
            one.effect.sales,
            one.effect.before,
            one.effect.after,
            one.effect.reports,
            one.unknown,
        ]
        for contract_id, one in by_contract(impact.rows).items()
    }
    return Answer(figures.digest, answer_of(impact.rows, impact.window), sums)


def _keep(kept: PlanImpact, answer: Answer | None) -> None:
    if answer is None:
        kept.status, kept.reason = SimulationStatus.FAILED, "There is nothing left to compare."
    else:
        kept.figures, kept.status = answer.figures, SimulationStatus.READY
        kept.result, kept.contracts = dict(answer.result), dict(answer.contracts)
        kept.made_at = clock.now()
    db.session.flush()


def _held(impact_id: UUID) -> PlanImpact:
    query = select(PlanImpact).where(PlanImpact.id == impact_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def note_seen(actor: Actor, version: PlanVersion, *, shown: str | None = None) -> None:
    """Note that somebody looked at what a draft would mean for everybody.

    `shown` tells the figures that the person saw; without it those of now count.

    Raises:
        PlanDecided: when it is decided or discarded.
        Refused: when it is not worked out yet, or other figures were shown than are kept.
    """
    actor.require(Permission.FEES_PLAN_WRITE)
    version = held_draft(version.id, None)
    kept, told = _known(actor, version)
    if shown is not None and shown != told:
        raise Refused(
            N_("The figures have changed since the page was opened. Look at them as they are now."),
            field="figures",
        )
    version.seen_digest, version.seen_figures = digest_of(plan_in(version)), told
    version.seen_at, version.seen_by_name = clock.now(), actor.name
    result = kept.result if kept else {}
    difference = result["after"] - result["before"] if result else 0
    audit.record(
        actor,
        PlanAction.LOOKED_THROUGH,
        version,
        name=version.name,
        losers=result.get("losers", 0),
        total=Money(difference, plan_in(version).currency),
    )
    db.session.flush()


def _known(actor: Actor, version: PlanVersion) -> tuple[PlanImpact | None, str]:
    """What can be looked at, with what tells its figures apart; None with nothing to compare."""
    figures, kept = figures_of(version), impact_for(version)
    if not figures.is_empty and (kept is None or not figures.is_large):
        kept = ask_impact(actor, version)
    if kept is None:
        return None, figures.digest
    if kept.status is not SimulationStatus.READY:
        raise Refused(
            N_("It is not worked out yet. Look at it once it stands on the page."),
            field="figures",
        )
    return kept, kept.figures
