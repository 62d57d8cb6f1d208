"""Issuing invoices: numbers, rows, entries, open items, and the credit that settles them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from ...access.actor import Actor
from ...database import db
from ...kit import clock
from ...kit.ids import new_row_id
from ...kit.period import Period
from ...network.queries import founded
from ...rows import Among, insert_stored, stored
from ..enums import Account, Book, EntryKind
from ..models import Charge, Invoice, OpenItem, Posting
from ..queries.due import DueReport
from ..queries.raw_ids import RawId, raw
from ..rules.assessment import FeeLine, Situation
from ..rules.bookkeeping import invoice_sides
from ..rules.working import packed, packed_for
from .credit import use_credit
from .ledger import LATELY, Journal, take_numbers

INVOICE_COLUMNS = (
    "id",
    "number",
    "franchisee_id",
    "month",
    "statement_month",
    "currency",
    "total_minor",
    "fund_minor",
    "issued_on",
    "due_on",
    "issued_at",
    "issued_by_name",
)
CHARGE_COLUMNS = (
    "id",
    "invoice_id",
    "outlet_id",
    "contract_id",
    "plan_id",
    "sales_report_id",
    "month",
    "position",
    "fee",
    "clause",
    "is_fund",
    "basis",
    "basis_amount",
    "amount_minor",
    "currency",
    "working",
)
ITEM_COLUMNS = ("invoice_id", "book", "franchisee_id", "currency", "due_on", "open_minor")


@dataclass(slots=True)
class Draft:
    """What one franchisee will be charged in one currency."""

    franchisee_id: RawId
    code: str
    currency: str
    charged: list[tuple[DueReport, tuple[FeeLine, ...]]] = field(default_factory=list)
    fees: int = 0
    fund: int = 0
    """Minor units."""

    def add(self, report: DueReport, lines: tuple[FeeLine, ...]) -> None:
        """Take in the lines of a report."""
        self.charged.append((report, lines))
        total = fund = 0
        for line in lines:
            total += line.amount_minor
            if line.meter.fee.fund:
                fund += line.amount_minor
        self.fees += total - fund
        self.fund += fund

    @property
    def total(self) -> int:
        """The sum of all lines, in minor units."""
        return self.fees + self.fund


class Issuing:
    """The invoices of one portion, written together. Use it behind the gate of the ledger."""

    def __init__(self, actor: Actor, *, month: str) -> None:
        """Fix what all invoices share: the day of issue and the day when they are due."""
        network = founded()
        self._by = actor.name
        self._month = month
        self._at = clock.now()
        self._issued_on = clock.today()
        self._due_on = self._issued_on + timedelta(days=network.payment_days)
        self._drafts: list[Draft] = []

    def add(self, draft: Draft) -> None:
        """Take in an invoice to be."""
        self._drafts.append(draft)

    def issue(self) -> Sequence[Draft]:
        """Number and write all of them; settle with credit what can be settled."""
        drafts = self._drafts
        if not drafts:
            return drafts
        drafts.sort(key=lambda draft: (draft.code, draft.currency))
        year = self._issued_on.year
        first = take_numbers(f"invoices-{year}", len(drafts))
        latest = latest_months([draft.franchisee_id for draft in drafts])
        rows = Rows()
        for place, draft in enumerate(drafts):
            statement = statement_month(self._month, latest.get(draft.franchisee_id, ""))
            self._write(rows, draft, f"{year}-{first + place:04d}", statement)
        rows.insert()
        self._use_credit(drafts)
        return drafts

    def _write(self, rows: "Rows", draft: Draft, number: str, statement: str) -> None:
        invoice_id, owner = new_row_id(), draft.franchisee_id
        due_on = rows.day(self._due_on)
        rows.invoices.append(
            (
                invoice_id,
                number,
                owner,
                self._month,
                statement,
                draft.currency,
                draft.total,
                draft.fund,
                rows.day(self._issued_on),
                due_on,
                rows.moment(self._at),
                self._by,
            )
        )
        for report, lines in draft.charged:
            rows.charge(invoice_id, self._month, report, lines)
        for book, minor in ((Book.FRANCHISOR, draft.fees), (Book.FUND, draft.fund)):
            if minor > 0:
                rows.items.append((invoice_id, book.value, owner, draft.currency, due_on, minor))
        rows.journal.enter(
            EntryKind.INVOICE,
            on=self._issued_on,
            at=self._at,
            sides=invoice_sides(fees=draft.fees, fund=draft.fund),
            franchisee_id=owner,
            currency=draft.currency,
            memo=number,
            invoice_id=invoice_id,
        )

    def _use_credit(self, drafts: Sequence[Draft]) -> None:
        ids = [draft.franchisee_id for draft in drafts]
        use_credit(with_credit(ids), on=self._issued_on, at=self._at)


class Rows:
    """Rows as the database keeps them, written together in an order that foreign keys allow."""

    def __init__(self) -> None:
        """Begin empty."""
        self.invoices: list[tuple[object, ...]] = []
        self.charges: list[tuple[object, ...]] = []
        self.items: list[tuple[object, ...]] = []
        self.journal = Journal()
        self.day = lru_cache(LATELY)(stored(Invoice.due_on))
        self.moment = lru_cache(LATELY)(stored(Invoice.issued_at))
        self._json = stored(Charge.working)
        self._situations: dict[tuple[object, ...], tuple[dict[str, Any], object]] = {}

    def charge(
        self, invoice_id: str, month: str, report: DueReport, lines: Sequence[FeeLine]
    ) -> None:
        """A row for each line."""
        outlet_id, contract_id = report.outlet_id, report.contract_id
        report_id, plan_id = report.id, report.plan_id
        shared, working = self._shared(lines[0].situation)
        for line in lines:
            meter, fee = line.meter, line.meter.fee
            own = packed_for(line, shared)
            self.charges.append(
                (
                    new_row_id(),
                    invoice_id,
                    outlet_id,
                    contract_id,
                    plan_id,
                    report_id,
                    month,
                    meter.place,
                    fee.name,
                    fee.clause,
                    fee.fund,
                    fee.basis.value,
                    meter.text(line.counted),
                    line.amount_minor,
                    meter.currency,
                    working if own is shared else self._json(own),
                )
            )

    def _shared(self, situation: Situation) -> tuple[dict[str, Any], object]:
        """The packed situation and how it is kept; reports of the same kind share one."""
        key = (situation.opened, situation.closed, situation.previous)
        found = self._situations.get(key)
        if found is None:
            values = packed(situation)
            found = self._situations[key] = (values, self._json(values))
        return found

    def insert(self) -> None:
        """Write everything."""
        insert_stored(Invoice, INVOICE_COLUMNS, self.invoices)
        insert_stored(Charge, CHARGE_COLUMNS, self.charges)
        insert_stored(OpenItem, ITEM_COLUMNS, self.items)
        self.journal.write()


def statement_month(month: str, latest: str) -> str:
    """The month on whose statement an invoice stands.

    A statement that was sent does not change: a report for a month before the latest one invoiced
    is charged on the statement that comes next.
    """
    if month >= latest:
        return month
    return Period.parse_month(latest).following().text


def latest_months(franchisee_ids: Sequence[RawId]) -> dict[RawId, str]:
    """The latest month for which each franchisee was invoiced."""
    rows = db.session.connection().execute(_LATEST, {"franchisees": franchisee_ids})
    return dict(rows.all())


_LATEST = (
    select(raw(Invoice.franchisee_id), func.max(Invoice.month))
    .where(Among(Invoice.franchisee_id, "franchisees"))
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
