"""Ten years of an account, for the page that shows it."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from franchise_portal import Portal
from franchise_portal.database import db, edge
from franchise_portal.fees.enums import Account, Book, EntryKind
from franchise_portal.fees.models import Posting
from franchise_portal.fees.rules.bookkeeping import Side, invoice_sides
from franchise_portal.fees.services.ledger import Journal, pass_gate
from franchise_portal.kit import clock
from franchise_portal.network.models import Franchisee
from franchise_portal.network.queries import founded

WEEKS = 520
FUND = 100_00


def ten_years(app: Portal) -> UUID:
    """Post weekly invoices and payments of a franchisee, unless it has them; who it is."""
    with app.app_context(), edge():
        first = db.session.scalars(select(Franchisee.id).order_by(Franchisee.code)).first()
        if first is None:
            raise SystemExit("There is no franchisee; seed a network first.")
        his = select(func.count()).where(Posting.franchisee_id == first)
        if (db.session.scalar(his) or 0) < WEEKS:
            pass_gate()
            journal = Journal()
            for week in range(WEEKS, 0, -1):
                _post(journal, first, week)
            journal.write()
        return first


def _post(journal: Journal, franchisee_id: UUID, week: int) -> None:
    fees, day, at = 400_00 + week, clock.today() - timedelta(weeks=week), clock.now()
    paid = (
        *_transfer(Book.FRANCHISOR, fees),
        *_transfer(Book.FUND, FUND),
    )
    _enter(journal, EntryKind.INVOICE, invoice_sides(fees=fees, fund=FUND), franchisee_id, day, at)
    _enter(journal, EntryKind.PAYMENT, paid, franchisee_id, day + timedelta(days=5), at)


def _transfer(book: Book, minor: int) -> tuple[Side, Side]:
    return Side(book, Account.BANK, minor), Side(book, Account.RECEIVABLE, -minor)


def _enter(  # noqa: PLR0917 - an entry has these parts
    journal: Journal,
    kind: EntryKind,
    sides: tuple[Side, ...],
    franchisee_id: UUID,
    day: date,
    at: datetime,
) -> None:
    journal.enter(
        kind,
        on=day,
        at=at,
        sides=sides,
        franchisee_id=franchisee_id,
        currency=founded().currency,
        memo=f"{day:%Y-%m-%d}",
    )
