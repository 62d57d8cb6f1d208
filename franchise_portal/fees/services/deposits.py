"""Giving a deposit back: a credit note takes it from what is held for the franchisee.

What was never paid of it is open no more. The rest settles what the franchisee still owes, in the
order of every payment, and what is left is credit, which is refunded. So nothing that is held ever
becomes income, and whoever keeps a part of it charges first what for.
"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...database import db
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.money import Money
from ..models import Invoice
from ..queries.held import Held, held_under
from .crediting import issue_credit_note
from .ledger import pass_gate


def give_back(
    actor: Actor, contract_id: UUID, *, amount: Money, reason: str
) -> tuple[Invoice, ...]:
    """Give back so much of a contract's deposits, the oldest first; one credit note for each.

    Whether it may be was settled before: by whoever calls it.

    Raises:
        Refused: for nothing, for more than is held, in another currency, or without a reason.
    """
    pass_gate()
    lines = held_under(contract_id)
    held = Money.total((one.left for one in lines if _fits(one, amount)), amount.currency)
    if not 0 < amount.minor <= held.minor:
        raise Refused(
            N_("In the books %(held)s are held as deposit. Write an amount up to that."),
            field="amount",
            held=held,
        )
    notes, left = [], amount.minor
    for one in lines:
        some = min(left, one.left.minor)
        if some and _fits(one, amount):
            left -= some
            back = {one.charge_id: Money(some, amount.currency)}
            notes.append(issue_credit_note(actor, _note(one), back, reason=reason))
    return tuple(notes)


def _fits(one: Held, amount: Money) -> bool:
    return one.left.currency == amount.currency


def _note(one: Held) -> Invoice:
    query = select(Invoice).where(Invoice.id == one.invoice_id)
    return db.session.scalars(query.options(joinedload(Invoice.franchisee))).one()
