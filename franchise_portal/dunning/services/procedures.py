"""Changing the steps of reminders: each change is another version, with the reason."""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ..enums import DunningAction
from ..errors import ProcedureChanged
from ..models import DunningProcedure, DunningStep
from ..queries.procedures import procedure_in_force
from ..rules.steps import MOST_DAYS, Step, trouble_with


def change_procedure(
    actor: Actor, steps: Sequence[Step], *, rest_days: int, reason: str, seen: int
) -> DunningProcedure | None:
    """Write the next version; None when nothing differs from the present one.

    `seen` is the number of the version that was shown.

    Raises:
        ProcedureChanged: when somebody else saved another one meanwhile.
        Refused: for steps that do not follow one another, or without a reason.
    """
    actor.require(Permission.DUNNING_PROCEDURE_WRITE)
    present = procedure_in_force()
    if seen != present.number:
        raise ProcedureChanged
    trouble = trouble_with(steps)
    if trouble:
        raise Refused(trouble.message, field=trouble.field)
    if not 1 <= rest_days <= MOST_DAYS:
        raise Refused(
            N_("Write how many days pass after the last step, from 1 to 365."), field="rest_days"
        )
    if (tuple(steps), rest_days) == (present.steps, present.rest_days):
        return None
    if not reason.strip():
        raise Refused(N_("Write why the steps change."), field="reason")
    row = _kept(actor, present.number + 1, rest_days, reason.strip())
    db.session.add_all(_steps(row, steps))
    audit.record(
        actor,
        DunningAction.PROCEDURE_CHANGED,
        row,
        name=str(row.number),
        number=row.number,
        reason=row.reason,
    )
    db.session.flush()
    return row


def _kept(actor: Actor, number: int, rest_days: int, reason: str) -> DunningProcedure:
    row = DunningProcedure(
        id=new_id(),
        number=number,
        rest_days=rest_days,
        reason=reason,
        made_by=actor.user_id,
        made_by_name=actor.name,
        made_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise ProcedureChanged from error
    return row


def _steps(row: DunningProcedure, steps: Sequence[Step]) -> list[DunningStep]:
    return [
        DunningStep(
            id=new_id(),
            procedure_id=row.id,
            position=position,
            days=step.days,
            name=step.name.strip(),
            manner=step.manner,
            makes_letter=step.makes_letter,
            sends_mail=step.sends_mail,
        )
        for position, step in enumerate(steps, start=1)
    ]
