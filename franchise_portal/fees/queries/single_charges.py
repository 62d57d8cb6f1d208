"""Single charges as documents show them, and what is left of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Row, and_, func, select

from ...contracts.models import Clause, Contract
from ...database import db
from ...kit.money import Money
from ...network.models import Outlet
from ..models import CreditLine, Invoice, SingleCharge
from ..rules.single_working import Working, read
from ..single_enums import SingleKind
from .charges import ContractFacts
from .raw_ids import RawId, raw

if TYPE_CHECKING:
    from .crediting import TakenBack


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleLine:
    """A line of a debit note with everything that explains it."""

    id: UUID
    invoice_id: UUID
    kind: SingleKind
    words: str
    amount: Money
    working: Working
    charged_on: date
    contract: ContractFacts
    outlet_id: UUID | None
    outlet: str
    """Its code; empty when it is about no single one."""
    outlet_name: str
    outlet_name_local: str
    source: str
    is_disputed: bool = False
    """Whether it is in dispute; known where `reports.disputed` has asked."""


def deposits_among(
    singles: Iterable[SingleLine], taken_back: Iterable["TakenBack"], currency: str
) -> Money:
    """What of some lines is deposits, asked for less given back."""
    asked = (line.amount for line in singles if line.kind.is_owed_back)
    back = (
        line.amount for line in taken_back if line.is_single and SingleKind(line.fee).is_owed_back
    )
    return Money.total((*asked, *back), currency)


def single_lines(invoice_ids: Sequence[UUID]) -> tuple[SingleLine, ...]:
    """The single charges on some documents, in their order."""
    if not invoice_ids:
        return ()
    rows = db.session.execute(
        select(SingleCharge, Contract.number, Clause, Outlet)
        .join(Contract, Contract.id == SingleCharge.contract_id)
        .join(Invoice, Invoice.id == SingleCharge.invoice_id)
        .outerjoin(
            Clause,
            and_(
                Clause.contract_id == SingleCharge.contract_id,
                Clause.number == SingleCharge.clause,
            ),
        )
        .outerjoin(Outlet, Outlet.id == SingleCharge.outlet_id)
        .where(SingleCharge.invoice_id.in_(invoice_ids))
        .order_by(Invoice.number, SingleCharge.position)
    )
    return tuple(_line(row) for row in rows)


def _line(row: Row[*tuple[Any, ...]]) -> SingleLine:
    one: SingleCharge = row.SingleCharge
    clause: Clause | None = row.Clause
    outlet: Outlet | None = row.Outlet
    return SingleLine(
        id=one.id,
        invoice_id=one.invoice_id,
        kind=one.kind,
        words=one.words,
        amount=Money(one.amount_minor, one.currency),
        working=read(one.working, one.currency),
        charged_on=one.charged_on,
        contract=ContractFacts(
            one.contract_id,
            row.number,
            one.clause,
            clause.title if clause else "",
            clause.body if clause else "",
        ),
        outlet_id=one.outlet_id,
        outlet=outlet.code if outlet else "",
        outlet_name=outlet.name if outlet else "",
        outlet_name_local=outlet.name_local if outlet else "",
        source=one.source,
    )


def credited_singles(invoice_id: UUID) -> dict[UUID, int]:
    """What was credited of the single charges of a document, in minor units above zero."""
    rows = db.session.execute(
        select(SingleCharge.id, -func.sum(CreditLine.amount_minor))
        .join(CreditLine, CreditLine.single_charge_id == SingleCharge.id)
        .where(SingleCharge.invoice_id == invoice_id)
        .group_by(SingleCharge.id)
    )
    return {single_id: int(minor) for single_id, minor in rows}


def rates_of_singles(invoice_id: UUID) -> dict[UUID, RawId | None]:
    """The tax rate of each single charge of a document."""
    query = select(SingleCharge.id, raw(SingleCharge.tax_rate_id))
    return dict(db.session.execute(query.where(SingleCharge.invoice_id == invoice_id)).all())
