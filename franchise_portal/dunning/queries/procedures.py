"""The steps in force, and the versions before them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from ...database import db
from ..models import DunningProcedure, DunningStep
from ..rules.steps import USUAL, USUAL_REST, Step


@dataclass(frozen=True, slots=True)
class Procedure:
    """The steps that count now; number 0 while the network has written none of its own."""

    number: int
    steps: tuple[Step, ...]
    rest_days: int


def procedure_in_force() -> Procedure:
    """The latest version, or the usual steps."""
    latest = select(func.max(DunningProcedure.number)).scalar_subquery()
    rows = db.session.execute(
        select(DunningProcedure, DunningStep)
        .join(DunningStep, DunningStep.procedure_id == DunningProcedure.id)
        .where(DunningProcedure.number == latest)
        .order_by(DunningStep.position)
    ).all()
    if not rows:
        return Procedure(0, USUAL, USUAL_REST)
    row = rows[0].DunningProcedure
    return Procedure(row.number, tuple(_step(one.DunningStep) for one in rows), row.rest_days)


def versions() -> Sequence[DunningProcedure]:
    """All versions, the latest first."""
    return db.session.scalars(
        select(DunningProcedure).order_by(DunningProcedure.number.desc())
    ).all()


def _step(row: DunningStep) -> Step:
    return Step(
        days=row.days,
        name=row.name,
        manner=row.manner,
        makes_letter=row.makes_letter,
        sends_mail=row.sends_mail,
    )
