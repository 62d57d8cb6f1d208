"""Issuing invoices: numbers, rows, entries, open items, and the credit that settles them."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select

from ...access.actor import Actor
from ...database import db
from ...kit import clock
from ...kit.period import Period
from ...network.queries import founded
from ...rows import Among
from ..agreed_days import agreed_days
from ..enums import Account, Book, EntryKind, InvoiceKind
from ..models import Invoice, Posting
from ..queries.raw_ids import RawId, as_raw, raw
from ..queries.taxing import Taxes
from ..rules.bookkeeping import invoice_sides
from .credit import OwnCredit, use_credit, use_own_credit
from .drafts import Draft
from .invoice_rows import Rows
from .ledger import take_numbers

ENTRIES = {
    InvoiceKind.INVOICE: EntryKind.INVOICE,
    InvoiceKind.CREDIT_NOTE: EntryKind.CREDIT_NOTE,
    InvoiceKind.DEBIT_NOTE: EntryKind.DEBIT_NOTE,
}


#: The series of each kind and what stands before its numbers.
SERIES = {
    InvoiceKind.INVOICE: ("invoices", ""),
    InvoiceKind.CREDIT_NOTE: ("credit-notes", "CN-"),
    InvoiceKind.DEBIT_NOTE: ("debit-notes", "DN-"),
}


class Issuing:
    """The invoices of one portion, written together. Use it behind the gate of the ledger."""

    def __init__(self, actor: Actor, *, month: str) -> None:
        """Fix what all invoices share: the day of issue, and when they are due for whom."""
        network = founded()
        self._by = actor.name
        self._month = month
        self._at = clock.now()
        self._issued_on = clock.today()
        self._due_on = self._issued_on + timedelta(days=network.payment_days)
        self._agreed: dict[RawId, date] = {
            as_raw(owner): self._issued_on + timedelta(days=days)
            for owner, days in agreed_days(self._issued_on).items()
        }
        self._drafts: list[Draft] = []
        self._taxes = Taxes()

    def add(self, draft: Draft) -> None:
        """Take in an invoice to be."""
        self._drafts.append(draft)

    def issue(self) -> Sequence[Draft]:
        """Number and write all of them; settle with credit what can be settled."""
        drafts = self._drafts
        if not drafts:
            return drafts
        drafts.sort(key=lambda draft: (draft.code, draft.currency, draft.month))
        rows = Rows(self._taxes)
        for draft in drafts:
            rows.tax(draft)
        self._number(drafts)
        latest = latest_months([draft.franchisee_id for draft in drafts])
        for draft in drafts:
            self._write(rows, draft, self._statement(draft, latest.get(draft.franchisee_id, "")))
        rows.insert()
        self._use_credit(drafts)
        return drafts

    def _number(self, drafts: Sequence[Draft]) -> None:
        """Each kind has numbers of its own, without gaps."""
        year = self._issued_on.year
        by_kind: dict[InvoiceKind, list[Draft]] = {}
        for draft in drafts:
            by_kind.setdefault(draft.kind, []).append(draft)
        for kind, some in by_kind.items():
            series, mark = SERIES[kind]
            first = take_numbers(f"{series}-{year}", len(some))
            for number, draft in enumerate(some, first):
                draft.number = f"{mark}{year}-{number:04d}"

    def _statement(self, draft: Draft, latest: str) -> str:
        month = draft.month or self._month
        if draft.taken and latest:
            # What was corrected stands on a statement that was sent.
            return max(month, Period.parse_month(latest).following().text)
        return statement_month(month, latest)

    def _write(self, rows: "Rows", draft: Draft, statement: str) -> None:
        invoice_id, owner = draft.id, draft.franchisee_id
        due_on, month = rows.day(self._agreed.get(owner, self._due_on)), draft.month or self._month
        rows.invoices.append(
            (
                invoice_id,
                draft.number,
                owner,
                month,
                statement,
                draft.currency,
                draft.total,
                draft.fund,
                rows.day(self._issued_on),
                due_on,
                rows.moment(self._at),
                self._by,
                draft.kind.value,
                draft.tax,
                draft.corrects,
                draft.reason,
            )
        )
        rows.lines(draft, month)
        for book, minor in ((Book.FRANCHISOR, draft.own), (Book.FUND, draft.fund)):
            if minor > 0:
                rows.items.append((invoice_id, book.value, owner, draft.currency, due_on, minor))
        rows.journal.enter(
            ENTRIES[draft.kind],
            on=self._issued_on,
            at=self._at,
            sides=invoice_sides(
                fees=draft.fees, fund=draft.fund, tax=draft.tax, deposits=draft.deposits
            ),
            franchisee_id=owner,
            currency=draft.currency,
            memo=draft.number,
            invoice_id=invoice_id,
        )

    def _use_credit(self, drafts: Sequence[Draft]) -> None:
        own = [
            OwnCredit(
                UUID(str(draft.id)),
                UUID(str(draft.corrects)),
                draft.number,
                max(-draft.own, 0),
                max(-draft.fund, 0),
            )
            for draft in drafts
            if draft.corrects is not None
        ]
        use_own_credit(own, on=self._issued_on, at=self._at)
        ids = [draft.franchisee_id for draft in drafts]
        use_credit(with_credit(ids), on=self._issued_on, at=self._at)


def statement_month(month: str, latest: str) -> str:
    """The month on whose statement an invoice stands.

    A statement that was sent does not change: a report for a month before the latest one invoiced
    is charged on the statement that comes next.
    """
    if month >= latest:
        return month
    return Period.parse_month(latest).following().text


def latest_months(franchisee_ids: Sequence[RawId]) -> dict[RawId, str]:
    """The latest month for which each franchisee was invoiced.

    A debit note says nothing of it: it may come before the reports of its month are charged.
    """
    rows = db.session.connection().execute(_LATEST, {"franchisees": franchisee_ids})
    return dict(rows.all())


_LATEST = (
    select(raw(Invoice.franchisee_id), func.max(Invoice.month))
    .where(
        Among(Invoice.franchisee_id, "franchisees"),
        Invoice.kind == InvoiceKind.INVOICE,
    )
    .group_by(Invoice.franchisee_id)
)


def with_credit(franchisee_ids: Sequence[RawId]) -> dict[tuple[UUID, str], int]:
    """The credit of franchisees who have some, by franchisee and currency, in minor units."""
    rows = db.session.connection().execute(_CREDIT, {"franchisees": franchisee_ids})
    return {
        (franchisee_id, currency): -int(minor)
        for franchisee_id, currency, minor in rows
        if franchisee_id is not None
    }


_CREDIT = (
    select(Posting.franchisee_id, Posting.currency, func.sum(Posting.amount_minor))
    .where(Among(Posting.franchisee_id, "franchisees"), Posting.account == Account.CREDIT)
    .group_by(Posting.franchisee_id, Posting.currency)
    .having(func.sum(Posting.amount_minor) < 0)
)
