"""Taking back what late charges were too high by, once more is known.

A payment may be booked weeks after the day on which it came, and a credit note or a corrected
report shows that less was owed. What was posted does not change: the difference is credited on the
debit note, and the franchisee is told. What was credited otherwise, by a waiver or by hand, counts,
so nothing is given back twice; and nothing is charged anew.
"""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from uuid import UUID

from ... import audit
from ...access.actor import Actor
from ...database import db
from ...fees.models import Invoice
from ...fees.services.crediting import issue_credit_note
from ...fees.services.ledger import pass_gate
from ...kit import clock
from ...kit.ids import new_id
from ...kit.money import Money
from ..enums import DunningAction
from ..late_words import reason_for_taking_back
from ..models import LateCorrection, LateLook
from ..queries.late_corrections import TooHigh, too_high
from .late_letters import tell_of_lowering


def correct_charges(
    actor: Actor, franchisee_id: UUID, *, since: UUID | None, on: date
) -> list[Invoice]:
    """Credit what a franchisee's late charges are too high by; a credit note for each debit note.

    Done already, nothing is credited. `since` is up to where bookings were seen before; None looks
    at all charges.
    """
    pass_gate()
    found = too_high(franchisee_id, since, on=on)
    notes = []
    for _, several in groupby(found, key=lambda one: one.charge.note_id):
        notes.append(_credit(actor, list(several), on))
    return notes


def note_look(upto: UUID, corrections: int) -> None:
    """Keep up to where bookings were looked at."""
    db.session.add(LateLook(id=new_id(), upto=upto, corrections=corrections, looked_at=clock.now()))
    db.session.flush()


def _credit(actor: Actor, several: Sequence[TooHigh], on: date) -> Invoice:
    note = several[0].charge.note
    amounts = {one.charge.single_charge_id: one.amount for one in several}
    credit = issue_credit_note(
        actor, note, amounts, reason=reason_for_taking_back(note.franchisee.language)
    )
    db.session.add_all(
        LateCorrection(
            id=new_id(),
            late_charge_id=one.charge.id,
            credit_note_id=credit.id,
            amount_minor=one.amount.minor,
            right_minor=one.known.minor,
            currency=one.charge.currency,
            working=one.known.working,
            corrected_on=on,
        )
        for one in several
    )
    audit.record(
        actor,
        DunningAction.LATE_LOWERED,
        note.franchisee,
        name=note.franchisee.name,
        franchisee_id=note.franchisee_id,
        amount=Money.total((one.amount for one in several), note.currency),
        document=credit.number,
    )
    db.session.flush()
    tell_of_lowering(credit, several)
    return credit
