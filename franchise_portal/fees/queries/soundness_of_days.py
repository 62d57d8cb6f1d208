"""Whether the days of documents and payments are those that the rest of the books knows.

The day of a document stands on its entry too, and its due day follows from it: the days to pay are
those that the network had then, or that were agreed with the franchisee. What is open may be due
later than is printed, where more time was granted.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select

from ...database import db
from ...kit.i18n import N_
from ...network.queries.payment_days import payment_days
from ...rows import Among
from ..agreed_days import agreed_days
from ..enums import EntryKind
from ..later_days import day_that_counts
from ..models import Invoice, JournalEntry, OpenItem, Payment
from .comparing import MOST_FINDINGS, Finding, first_found

OF_INVOICES = JournalEntry.kind.in_(
    (EntryKind.INVOICE, EntryKind.CREDIT_NOTE, EntryKind.DEBIT_NOTE)
)
OF_PAYMENTS = JournalEntry.kind.in_((EntryKind.PAYMENT, EntryKind.REVERSAL))
PORTION = 500


def _issued() -> Iterator[Finding]:
    """A document was issued on the day and at the moment of its entry."""
    rows = first_found(
        select(Invoice.number, Invoice.issued_on, JournalEntry.on_date)
        .join(JournalEntry, JournalEntry.invoice_id == Invoice.id)
        .where(
            OF_INVOICES,
            or_(
                Invoice.issued_on != JournalEntry.on_date,
                Invoice.issued_at != JournalEntry.posted_at,
            ),
        )
    )
    for number, issued_on, posted_on in rows:
        if issued_on == posted_on:
            yield Finding(
                N_("Document %(invoice)s was issued at another moment than its entry says."),
                {"invoice": number},
            )
        else:
            yield Finding(
                N_(
                    "Document %(invoice)s says that it was issued on %(day)s, but its entry is of "
                    "%(posted)s."
                ),
                {"invoice": number, "day": issued_on, "posted": posted_on},
            )


def _received() -> Iterator[Finding]:
    """A payment came on the day of its entry."""
    rows = first_found(
        select(Payment.reference, Payment.received_on, JournalEntry.on_date)
        .join(JournalEntry, JournalEntry.payment_id == Payment.id)
        .where(OF_PAYMENTS, Payment.received_on != JournalEntry.on_date)
    )
    for reference, received_on, posted_on in rows:
        yield Finding(
            N_(
                "Payment “%(payment)s” says that it came on %(day)s, but its entry is of "
                "%(posted)s."
            ),
            {"payment": reference, "day": received_on, "posted": posted_on},
        )


def _due() -> Iterator[Finding]:
    """A document is due after the days that the network gave then, or that were agreed."""
    agreed = _Agreed()
    for number, owner, issued_on, due_on in _doubtful(agreed):
        days = agreed.days_of(owner, issued_on)
        if (due_on - issued_on).days not in days:
            yield Finding(
                N_(
                    "Document %(invoice)s of %(day)s is due on %(due)s. By the days to pay that "
                    "held then it would be due on %(should)s."
                ),
                {
                    "invoice": number,
                    "day": issued_on,
                    "due": due_on,
                    "should": issued_on + timedelta(days=max(days)),
                },
            )


class _Agreed:
    """The days to pay of anybody on any day on which something was issued."""

    def __init__(self) -> None:
        self._usual = payment_days()
        pairs = db.session.execute(select(Invoice.issued_on, Invoice.due_on).distinct()).all()
        issued = {issued_on for issued_on, _ in pairs}
        # What was adopted on a day may have come after what was issued on it.
        days = issued | {day - timedelta(days=1) for day in issued}
        self._agreed: dict[date, Mapping[UUID, int]] = {day: agreed_days(day) for day in days}
        self.owners = {owner for agreed in self._agreed.values() for owner in agreed}
        self.odd = [
            (issued_on, due_on)
            for issued_on, due_on in pairs
            if (due_on - issued_on).days not in self._usual.on(issued_on)
        ]

    def days_of(self, owner: UUID, issued_on: date) -> frozenset[int]:
        """Those of a franchisee; more than one on the day of a change."""
        found: frozenset[int] = frozenset()
        for day in (issued_on - timedelta(days=1), issued_on):
            agreed = self._agreed[day].get(owner)
            found |= self._usual.on(issued_on) if agreed is None else frozenset([agreed])
        return found


def _doubtful(agreed: _Agreed) -> Iterator[Any]:
    """Documents that are not due after the usual days, or whose franchisee has others."""
    wanted = select(Invoice.number, Invoice.franchisee_id, Invoice.issued_on, Invoice.due_on)
    for start in range(0, len(agreed.odd), MOST_FINDINGS):
        some = agreed.odd[start : start + MOST_FINDINGS]
        odd = or_(*(_dated(issued_on, due_on) for issued_on, due_on in some))
        for row in _streamed(wanted.where(odd)):
            if row.franchisee_id not in agreed.owners:
                yield row
    owners = sorted(agreed.owners)
    for start in range(0, len(owners), PORTION):
        mine = wanted.where(Among(Invoice.franchisee_id, "owners"))
        yield from _streamed(mine, owners=owners[start : start + PORTION])


def _dated(issued_on: date, due_on: date) -> ColumnElement[bool]:
    return (Invoice.issued_on == issued_on) & (Invoice.due_on == due_on)


def _streamed(query: Select[*tuple[Any, ...]], **params: object) -> Iterator[Any]:
    return iter(db.session.execute(query, params, execution_options={"yield_per": 2_000}))


def _open() -> Iterator[Finding]:
    """What is open is due on the day that is printed, or on a later one that was granted."""
    rows = db.session.execute(
        select(Invoice.id, Invoice.number, Invoice.due_on, OpenItem.due_on)
        .join(OpenItem, OpenItem.invoice_id == Invoice.id)
        .where(OpenItem.due_on != Invoice.due_on)
        .distinct()
    ).all()
    for invoice_id, number, due_on, kept in rows:
        if kept != day_that_counts(invoice_id, due_on):
            yield Finding(
                N_(
                    "Document %(invoice)s is due on %(due)s, but what is open of it is kept as due "
                    "on %(kept)s, and no such day was granted."
                ),
                {"invoice": number, "due": due_on, "kept": kept},
            )


CHECKS_OF_DAYS: tuple[Callable[[], Iterator[Finding]], ...] = (_issued, _received, _due, _open)
