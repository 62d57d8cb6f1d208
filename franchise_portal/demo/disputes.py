"""Lines that were disputed, and how the franchisees' payments were graded."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from sqlalchemy import select

from ..database import db
from ..disputes.enums import DisputeReason
from ..disputes.models import Dispute
from ..disputes.queries.grades import file_of, without_grade
from ..disputes.queries.lines import line_for
from ..disputes.services import adopting, deciding, grading, opening
from ..fees.models import Charge, Invoice
from ..kit import clock
from ..kit.money import Money
from ..kit.period import Period
from . import story
from .told import Scene, Told

GRADED = ("2026-09", "2026-10", "2026-11")
OVERCHARGED = 80_00
VOUCHERS = 46_80


def scenes() -> Iterator[Scene]:
    """In the order in which they happened."""
    for month in GRADED:
        first = Period.parse_month(month).start
        at = datetime(first.year, first.month, first.day, 4, 10, tzinfo=UTC)
        yield Scene(at, _grade)
    yield Scene(datetime(2026, 10, 5, 9, 20, tzinfo=UTC), _olga_disputes_the_technology_fee)
    yield Scene(datetime(2026, 10, 7, 14, 5, tzinfo=UTC), _felix_gives_half_of_it_back)
    yield Scene(datetime(2026, 10, 19, 18, 40, tzinfo=UTC), _omar_disputes_the_royalty)
    yield Scene(datetime(2026, 10, 22, 8, 15, tzinfo=UTC), _felix_asks_for_the_tape)
    yield Scene(datetime(2026, 10, 26, 10, 0, tzinfo=UTC), _adopt_longer_days)
    yield Scene(datetime(2026, 11, 2, 8, 50, tzinfo=UTC), _omar_appeals)


def _grade(_told: Told) -> None:
    month = Period.month_of(clock.today())
    for franchisee_id in without_grade(month.text):
        grading.work_out(franchisee_id, month=month)


def _olga_disputes_the_technology_fee(told: Told) -> None:
    _dispute(
        told,
        "TL-004",
        "technology",
        less=OVERCHARGED,
        reason=DisputeReason.NOT_AGREED,
        words="The tills were down from 8 to 21 September. Clause 6.5 is about a till that works.",
    )


def _felix_gives_half_of_it_back(told: Told) -> None:
    dispute = _the_dispute("TL-004", told)
    deciding.grant_credit(
        told.acting("felix@demo.test"),
        dispute,
        amount=dispute.disputed,
        reasons="The log of the tills agrees: they were down for half of the month.",
    )


def _omar_disputes_the_royalty(told: Told) -> None:
    _dispute(
        told,
        "TL-002",
        "royalty",
        less=VOUCHERS,
        reason=DisputeReason.SALES,
        words="Vouchers for 780 were counted when they were sold and again when they were used.",
    )


def _felix_asks_for_the_tape(told: Told) -> None:
    opening.say(
        told.acting("felix@demo.test"),
        _the_dispute("TL-002", told),
        words="Please send us the till’s tape of 12 September; the report shows no vouchers.",
    )


def _adopt_longer_days(told: Told) -> None:
    hanna = told.acting("hanna@demo.test")
    file = file_of(hanna, told.franchisees["F-001"].id)
    proposal = file.proposal
    if proposal is not None and proposal.due_days > 0:
        adopting.adopt(
            hanna,
            file,
            adopting.Adoption(
                due_days=proposal.due_days,
                is_prepaid=False,
                credit_limit=proposal.credit_limit,
                starts_on=date(2026, 12, 1),
                reason="Ten years without a day of delay.",
            ),
        )


def _omar_appeals(told: Told) -> None:
    omar = told.acting("omar@demo.test")
    grading.appeal(
        omar,
        file_of(omar, told.franchisees["F-002"].id),
        words="The bank sent our September transfer twice and took one back. That was not us.",
    )


def _dispute(
    told: Told, outlet: str, fee: str, *, less: int, reason: DisputeReason, words: str
) -> None:
    charge = _charge(told, outlet, fee)
    owner = told.owner_of(next(one.owner for one in story.PLACES if one.code == outlet))
    if owner is None:
        raise LookupError(outlet)
    line = line_for(owner, charge.id)
    right = Money(line.left.minor - less, line.left.currency)
    complaint = opening.Complaint(reason=reason, words=words, right=right)
    opening.open_dispute(owner, line, complaint)


def _charge(told: Told, outlet: str, fee: str) -> Charge:
    query = (
        select(Charge)
        .join(Invoice, Invoice.id == Charge.invoice_id)
        .where(
            Charge.outlet_id == told.outlets[outlet].id,
            Charge.fee == fee,
            Charge.month == story.LAST_MONTH,
        )
    )
    return db.session.scalars(query).one()


def _the_dispute(outlet: str, told: Told) -> Dispute:
    query = select(Dispute).where(Dispute.outlet_id == told.outlets[outlet].id)
    return db.session.scalars(query).one()
