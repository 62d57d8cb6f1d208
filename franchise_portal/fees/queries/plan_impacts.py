"""What versions mean for everybody, as it was kept, and by contract for the decision."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from ...contracts.models import Contract
from ...database import db
from ...kit import clock
from ...kit.period import Period
from ..models import PlanImpact, PlanVersion
from ..plan_enums import PlanStatus, SimulationStatus
from ..rules.canonical import digest_of
from ..rules.impact import NO_EFFECT, Effect
from .impact import OutletEffect, effects, places_on
from .impact_figures import Figures, figures_of
from .plan_versions import plan_in


class Standing(Enum):
    """How a draft stands to what it would mean."""

    UNSEEN = auto()
    """Nobody has looked at what it would mean as it reads now."""
    CHANGED = auto()
    """Somebody has, and the figures have changed since."""
    SEEN = auto()


@dataclass(frozen=True, slots=True)
class ContractEffect:
    """What a version means for a contract."""

    effect: Effect
    unknown: int
    """Outlets of which nobody can tell."""


NO_CHANGE = ContractEffect(NO_EFFECT, 0)


@dataclass(frozen=True, slots=True)
class Sight:
    """What can be seen of an impact: of a small network as it is now, of a large one as kept."""

    version: PlanVersion
    kept: PlanImpact | None
    now: Figures

    @property
    def is_draft(self) -> bool:
        """Whether there is still something to decide."""
        return self.version.status is PlanStatus.DRAFT

    @property
    def is_live(self) -> bool:
        """Whether it is worked out while the person waits."""
        return self.is_draft and not self.now.is_large

    @property
    def is_ready(self) -> bool:
        """Whether a kept answer can be shown."""
        return self.kept is not None and self.kept.status is SimulationStatus.READY

    @property
    def has_changed(self) -> bool:
        """Whether the kept answer was made from other figures than those of today."""
        is_shown = self.is_draft and not self.is_live and self.is_ready
        return is_shown and self.figures != self.now.digest

    @property
    def can_be_asked(self) -> bool:
        """Whether a job can work it out."""
        return self.is_draft and self.now.is_large and not self.now.is_empty

    @property
    def figures(self) -> str:
        """What tells the figures that are shown from all others."""
        return self.now.digest if self.is_live or self.kept is None else self.kept.figures

    @property
    def can_be_noted(self) -> bool:
        """Whether it is there to be looked at, and nobody has noted that it was."""
        digest = digest_of(plan_in(self.version))
        is_noted = (self.version.seen_digest, self.version.seen_figures) == (digest, self.figures)
        return self.is_draft and not is_noted and (self.is_live or self.is_ready)


def sight_of(version: PlanVersion) -> Sight:
    """What can be seen of the impact of a version."""
    return Sight(version, impact_for(version), figures_of(version))


def impact_for(version: PlanVersion) -> PlanImpact | None:
    """What was asked or worked out for a version as it reads now."""
    query = select(PlanImpact).where(
        PlanImpact.version_id == version.id, PlanImpact.plan_digest == digest_of(plan_in(version))
    )
    return db.session.scalars(query).one_or_none()


def standing_of(version: PlanVersion) -> Standing:
    """Whether what a version would mean was looked at; a plan that follows none means nothing."""
    if version.follows_id is None or version.status is not PlanStatus.DRAFT:
        return Standing.SEEN
    if version.seen_digest != digest_of(plan_in(version)):
        return Standing.UNSEEN
    is_so = version.seen_figures == figures_of(version).digest
    return Standing.SEEN if is_so else Standing.CHANGED


def window_of(kept: PlanImpact | None) -> Period | None:
    """The months of sales from which it was worked out."""
    if kept is None or kept.status is not SimulationStatus.READY:
        return None
    first, last = kept.result["window"]
    return Period.parse(f"{first}/{last}")


def by_contract(rows: Iterable[OutletEffect]) -> dict[UUID, ContractEffect]:
    """The effects on outlets, summed up for each contract."""
    found: dict[UUID, ContractEffect] = {}
    for row in rows:
        so_far = found.get(row.place.contract_id, NO_CHANGE)
        found[row.place.contract_id] = ContractEffect(
            so_far.effect + row.effect, so_far.unknown + (row.gap is not None)
        )
    return found


def told_to(
    version: PlanVersion, kept: PlanImpact | None, contracts: Sequence[Contract]
) -> Mapping[UUID, ContractEffect]:
    """What a decision tells each contract: as it was looked at, and worked out for newer ones."""
    window = window_of(kept)
    if kept is None or window is None or version.follows_id is None:
        return {}
    known = db.session.scalars(
        select(PlanImpact).where(PlanImpact.id == kept.id).options(undefer(PlanImpact.contracts))
    ).one()
    found = {
        UUID(key): ContractEffect(Effect(*values[:-1]), values[-1])
        for key, values in known.contracts.items()
    }
    newer = {contract.id for contract in contracts} - set(found)
    if newer:
        places = places_on([version.follows_id], clock.today())
        after = plan_in(version)
        some = [place for place in places if place.contract_id in newer]
        found |= by_contract(effects(some, lambda _before: after, window=window))
    return found
