"""What of documents is deposits, and what is held for whom: money that is owed back."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Subquery, func, literal_column, select, union_all

from ...database import db
from ...kit.money import Money
from ..enums import Account
from ..models import CreditLine, Invoice, Posting, SingleCharge
from ..single_enums import SingleKind

#: Written out, so that the index of deposits is used: they are few among many charges.
IS_DEPOSIT = SingleCharge.kind == literal_column(f"'{SingleKind.DEPOSIT.value}'")


@dataclass(frozen=True, slots=True)
class Held:
    """A deposit on a debit note, of which something was not given back yet."""

    charge_id: UUID
    invoice_id: UUID
    number: str
    """The debit note's."""
    charged: Money
    left: Money


def deposits_of_documents() -> Subquery:
    """Columns invoice_id, currency and minor: the deposits that documents ask for or give back."""
    lines = union_all(
        select(SingleCharge.invoice_id, SingleCharge.currency, SingleCharge.amount_minor).where(
            IS_DEPOSIT
        ),
        select(CreditLine.invoice_id, CreditLine.currency, CreditLine.amount_minor)
        .join(SingleCharge, SingleCharge.id == CreditLine.single_charge_id)
        .where(IS_DEPOSIT),
    ).subquery()
    total = func.sum(lines.c.amount_minor).label("minor")
    return (
        select(lines.c.invoice_id, lines.c.currency, total)
        .group_by(lines.c.invoice_id, lines.c.currency)
        .subquery()
    )


def held_for(franchisee_id: UUID) -> tuple[Money, ...]:
    """What stands in the books as a franchisee's deposits, for each currency."""
    total = -func.sum(Posting.amount_minor)
    rows = db.session.execute(
        select(Posting.currency, total)
        .where(Posting.franchisee_id == franchisee_id, Posting.account == Account.DEPOSITS)
        .group_by(Posting.currency)
        .having(total != 0)
        .order_by(Posting.currency)
    )
    return tuple(Money(int(minor), currency) for currency, minor in rows)


def held_under(contract_id: UUID) -> Sequence[Held]:
    """The deposits of a contract of which something was not given back, the oldest first."""
    back = (
        select(func.coalesce(func.sum(CreditLine.amount_minor), 0))
        .where(CreditLine.single_charge_id == SingleCharge.id)
        .correlate(SingleCharge)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(SingleCharge, Invoice.number, back.label("back"))
        .join(Invoice, Invoice.id == SingleCharge.invoice_id)
        .where(SingleCharge.contract_id == contract_id, IS_DEPOSIT)
        .order_by(Invoice.issued_on, Invoice.number, SingleCharge.position)
    )
    return [
        Held(
            one.id,
            one.invoice_id,
            number,
            Money(one.amount_minor, one.currency),
            Money(left, one.currency),
        )
        for one, number, back in rows
        if (left := one.amount_minor + int(back)) > 0
    ]
