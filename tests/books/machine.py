"""What the acts of the machine stand on: one transaction, a day that moves on, and refusals."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import func, literal_column, select, union_all

from franchise_portal.access.actor import Actor
from franchise_portal.contracts.models import Approval
from franchise_portal.contracts.services import approvals
from franchise_portal.database import db
from franchise_portal.disputes.models import CreditGrade, Dispute, DisputeEntry
from franchise_portal.dunning.models import (
    DueExtension,
    DunningLetter,
    LateCharge,
    LateRun,
    LateWaiver,
    PaymentPlan,
    PaymentPlanEntry,
)
from franchise_portal.fees.models import (
    Allocation,
    Charge,
    CreditLine,
    Invoice,
    InvoiceTax,
    JournalEntry,
    OpenItem,
    Payment,
    Posting,
    Refund,
    SalesReport,
    SingleCharge,
    WriteOff,
)
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.queries.statements import statement_of
from franchise_portal.fund.models import (
    FundOwnContribution,
    FundReceipt,
    FundSpending,
    FundTransfer,
)
from franchise_portal.kit.errors import DomainError
from franchise_portal.kit.period import Period
from tests.builders.dunning import at
from tests.support.people import SmallNetwork

FIRST_DAY = date(2026, 11, 2)
LAST_DAY = date(2027, 4, 30)
MONTHS = ("2026-07", "2026-08", "2026-09", "2026-10")
CODES = ("F-001", "F-002")
TABLES: tuple[type[Any], ...] = (
    Allocation, Charge, CreditGrade, CreditLine, Dispute, DisputeEntry, DueExtension,
    DunningLetter, FundOwnContribution, FundReceipt, FundSpending, FundTransfer, Invoice,
    InvoiceTax, JournalEntry, LateCharge, LateRun, LateWaiver, OpenItem, Payment, PaymentPlan,
    PaymentPlanEntry, Posting, Refund, SalesReport, SingleCharge, WriteOff,
)  # fmt: skip

places = st.integers(0, 9)
codes = st.sampled_from(CODES)
months = st.sampled_from(MONTHS)


class Machine(RuleBasedStateMachine):
    """Acts on the small network; what the rules of the trade refuse does not happen."""

    network: ClassVar[SmallNetwork]
    outlets: ClassVar[dict[str, Any]]

    def __init__(self) -> None:
        super().__init__()
        db.session.rollback()
        self.day = FIRST_DAY
        self.number = 0
        self.is_checked = True
        self.steps = 0
        self.refusal = ""
        self.acted: set[str] = set()
        """What was carried out, and not only asked for."""

    def teardown(self) -> None:
        db.session.rollback()

    def actor(self, name: str) -> Actor:
        return self.network.actors[name]

    def next_number(self) -> int:
        """What tells one payment or bill from the next."""
        self.number += 1
        return self.number

    def some(self, model: type[Any], place: int, *conditions: Any) -> Any:
        """One of the rows there are, or None."""
        rows = db.session.scalars(select(model).where(*conditions).order_by(model.id)).all()
        return rows[place % len(rows)] if rows else None

    def try_to(self, name: str, act: Callable[[], object]) -> None:
        """Do something on the day that it is, or nothing of it where it is refused."""
        before = counts()
        try:
            with at(self.day), db.session.begin_nested():
                act()
        except DomainError as refusal:
            self.refusal = str(refusal)
            assert counts() == before
            return
        self.is_checked = False
        self.acted.add(name)

    def grant(self, approval: Approval) -> None:
        """The owner agrees, where somebody has to."""
        if not approval.status.is_granted:
            approvals.grant(self.actor("hanna"), approval)

    @rule(days=st.integers(1, 24))
    def days_pass(self, days: int) -> None:
        self.day = min(self.day + timedelta(days=days), LAST_DAY)

    @invariant()
    def the_books_agree(self) -> None:
        if self.is_checked:
            return
        self.is_checked = True
        db.session.flush()
        with at(self.day):
            assert [str(one) for one in check_ledger(with_rule=True).findings] == []
        assert documents_that_differ() == []

    @invariant()
    def statements_add_up(self) -> None:
        self.steps += 1
        if self.steps % 6:
            return
        for franchisee in self.network.franchisees.values():
            month = Period.month_of(self.day)
            for account in statement_of(franchisee.id, month, as_of=self.day).accounts:
                assert (
                    account.opening
                    + account.charges
                    - account.paid
                    - account.written_off
                    + account.paid_back
                ) == account.closing


def counts() -> dict[str, int]:
    """How many rows each table of money holds."""
    parts = [
        select(literal_column(f"'{one.__tablename__}'"), func.count()).select_from(one)
        for one in TABLES
    ]
    return dict(tuple(row) for row in db.session.execute(union_all(*parts)))


def documents_that_differ() -> list[str]:
    """Documents whose lines and tax do not come to their total: an oracle beside the check."""
    lines = union_all(
        *(
            select(one.invoice_id, amount.label("minor"))
            for one, amount in (
                (Charge, Charge.amount_minor),
                (CreditLine, CreditLine.amount_minor),
                (SingleCharge, SingleCharge.amount_minor),
                (InvoiceTax, InvoiceTax.tax_minor),
            )
        )
    ).subquery()
    sums = (
        select(lines.c.invoice_id, func.sum(lines.c.minor).label("total"))
        .group_by(lines.c.invoice_id)
        .subquery()
    )
    query = (
        select(Invoice.number)
        .outerjoin(sums, sums.c.invoice_id == Invoice.id)
        .where(func.coalesce(sums.c.total, 0) != Invoice.total_minor)
    )
    return list(db.session.scalars(query))
