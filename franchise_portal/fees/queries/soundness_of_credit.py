"""Whether the entries of what settles an invoice post what the allocations say.

A payment's entry and those by which its rest was used later take together off what is owed what
the payment settled, in each book; the same holds for what credit notes and write-offs settle.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import CompoundSelect, Select, Subquery, func, or_, select

from ...kit.i18n import N_
from ...kit.money import Money
from ..enums import Account, Book, EntryKind
from ..models import Allocation, Invoice, JournalEntry, Payment, Posting, WriteOff
from .comparing import Finding, first_found, sum_if

BY_PAYMENTS = (EntryKind.PAYMENT, EntryKind.REVERSAL, EntryKind.ALLOCATION)


def _settled_by_payments() -> Iterator[Finding]:
    """What the entries of a payment take off what its franchisee owes is what it settled."""
    posted = _posted(JournalEntry.payment_id, Payment, BY_PAYMENTS)
    settled = _settled(Allocation.payment_id)
    rows = first_found(
        select(Payment.reference, Payment.currency, *_sums(posted, settled))
        .outerjoin(posted, posted.c.source == Payment.id)
        .outerjoin(settled, settled.c.source == Payment.id)
        .where(_differ(posted, settled))
    )
    for reference, currency, minor, taken in rows:
        yield Finding(
            N_("Payment “%(payment)s” settled %(settled)s, but its entries post %(posted)s."),
            {
                "payment": reference,
                "settled": Money(int(minor), currency),
                "posted": Money(int(taken), currency),
            },
        )


def _settled_by_invoices() -> Iterator[Finding]:
    """The same of what a document below zero settles."""
    posted = _posted(JournalEntry.invoice_id, Invoice, (EntryKind.ALLOCATION,))
    settled = _settled(Allocation.from_invoice_id)
    rows = first_found(
        select(Invoice.number, Invoice.currency, *_sums(posted, settled))
        .outerjoin(posted, posted.c.source == Invoice.id)
        .outerjoin(settled, settled.c.source == Invoice.id)
        .where(Invoice.id.in_(_either(posted, settled)), _differ(posted, settled))
    )
    for number, currency, minor, taken in rows:
        yield Finding(
            N_("The credit of %(invoice)s settled %(settled)s, but its entries post %(posted)s."),
            {
                "invoice": number,
                "settled": Money(int(minor), currency),
                "posted": Money(int(taken), currency),
            },
        )


def _written_off() -> Iterator[Finding]:
    """What was given up of an invoice is posted as lost in the book that loses it."""
    posted = _posted(JournalEntry.invoice_id, Invoice, (EntryKind.WRITE_OFF,))
    settled = _by_book(
        select(Allocation.invoice_id.label("source"))
        .where(Allocation.write_off_id.is_not(None))
        .group_by(Allocation.invoice_id)
    )
    given_up = (
        select(WriteOff.invoice_id, func.sum(WriteOff.amount_minor).label("minor"))
        .group_by(WriteOff.invoice_id)
        .subquery()
    )
    fees, fund = func.coalesce(settled.c.fees, 0), func.coalesce(settled.c.fund, 0)
    rows = first_found(
        select(Invoice.number, Invoice.currency, given_up.c.minor, _sums(posted, settled)[1])
        .join(given_up, given_up.c.invoice_id == Invoice.id)
        .outerjoin(posted, posted.c.source == Invoice.id)
        .outerjoin(settled, settled.c.source == Invoice.id)
        .where(or_(fees + fund != given_up.c.minor, _differ(posted, settled)))
    )
    for number, currency, minor, taken in rows:
        yield Finding(
            N_("Of %(invoice)s %(amount)s are written off, but its entries post %(posted)s."),
            {
                "invoice": number,
                "amount": Money(int(minor), currency),
                "posted": Money(int(taken), currency),
            },
        )


def _posted(key: Any, source: Any, kinds: Sequence[EntryKind]) -> Subquery:  # noqa: ANN401
    """What entries take off what the source's franchisee owes, by source and book."""
    return (
        select(
            key.label("source"),
            sum_if(Posting.book == Book.FRANCHISOR).label("fees"),
            sum_if(Posting.book == Book.FUND).label("fund"),
        )
        .join(source, source.id == key)
        .join(Posting, Posting.entry_id == JournalEntry.id)
        .where(
            JournalEntry.kind.in_(kinds),
            Posting.account == Account.RECEIVABLE,
            Posting.franchisee_id == source.franchisee_id,
        )
        .group_by(key)
        .subquery()
    )


def _settled(key: Any) -> Subquery:  # noqa: ANN401 - a mapped column
    return _by_book(select(key.label("source")).where(key.is_not(None)).group_by(key))


def _by_book(grouped: Select[*tuple[Any, ...]]) -> Subquery:
    minor = Allocation.amount_minor
    return grouped.add_columns(
        sum_if(Allocation.book == Book.FRANCHISOR, minor).label("fees"),
        sum_if(Allocation.book == Book.FUND, minor).label("fund"),
    ).subquery()


def _differ(posted: Subquery, settled: Subquery) -> Any:  # noqa: ANN401 - an expression
    return or_(
        *(
            func.coalesce(posted.c[part], 0) != -func.coalesce(settled.c[part], 0)
            for part in ("fees", "fund")
        )
    )


def _sums(posted: Subquery, settled: Subquery) -> tuple[Any, Any]:
    """What was settled, and what was posted of it, in both books together."""
    of_settled, of_posted = (
        func.coalesce(some.c.fees, 0) + func.coalesce(some.c.fund, 0) for some in (settled, posted)
    )
    return of_settled, -of_posted


def _either(posted: Subquery, settled: Subquery) -> CompoundSelect[Any]:
    return select(posted.c.source).union(select(settled.c.source))


CHECKS_OF_CREDIT: tuple[Callable[[], Iterator[Finding]], ...] = (
    _settled_by_payments,
    _settled_by_invoices,
    _written_off,
)
