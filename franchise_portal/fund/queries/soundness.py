"""Whether the ledger says what the fund's own rows say; see `fees.further_books`."""

from collections.abc import Iterator

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from ...database import db
from ...fees.enums import Account, Book, EntryKind
from ...fees.further_books import Amount, FurtherBooks
from ...fees.models import JournalEntry, Posting
from ...fees.queries.comparing import Finding, first_found
from ...kit.i18n import N_
from ...kit.money import Money
from ..models import (
    FundOwnContribution,
    FundReceipt,
    FundSpending,
    FundSpendingRegion,
    FundTransfer,
)
from ..rules.bookkeeping import own_sides, receipt_sides, spending_sides, transfer_sides


def expected() -> Iterator[Amount]:
    """What spending, own outlets and transfers add to each account."""
    for model, sides_of in (
        (FundSpending, spending_sides),
        (FundOwnContribution, own_sides),
        (FundTransfer, transfer_sides),
        (FundReceipt, receipt_sides),
    ):
        rows = db.session.execute(
            select(model.currency, func.sum(model.amount_minor)).group_by(model.currency)
        )
        for currency, minor in rows:
            for side in sides_of(int(minor)):
                yield side.book, side.account, currency, side.minor


def _spending_posted() -> Iterator[Finding]:
    """Each spending has one entry, by its number, that posts its amount."""
    posted = (
        select(JournalEntry.memo, func.sum(Posting.amount_minor).label("minor"))
        .join(Posting, Posting.entry_id == JournalEntry.id)
        .where(
            JournalEntry.kind == EntryKind.SPENDING,
            Posting.book == Book.FUND,
            Posting.account == Account.EXPENSE,
        )
        .group_by(JournalEntry.memo)
        .subquery()
    )
    rows = first_found(
        select(
            FundSpending.number, FundSpending.amount_minor, posted.c.minor, FundSpending.currency
        )
        .outerjoin(posted, posted.c.memo == FundSpending.number)
        .where(or_(posted.c.minor.is_(None), posted.c.minor != FundSpending.amount_minor))
    )
    for number, minor, found, currency in rows:
        yield Finding(
            N_("The fund's spending %(number)s is of %(amount)s, but its entry posts %(posted)s."),
            {
                "number": number,
                "amount": Money(minor, currency),
                "posted": Money(int(found or 0), currency),
            },
        )


def _regions() -> Iterator[Finding]:
    """What is divided among regions comes to what was spent."""
    parts = func.sum(FundSpendingRegion.amount_minor)
    rows = first_found(
        select(FundSpending.number, FundSpending.amount_minor, parts, FundSpending.currency)
        .join(FundSpendingRegion, FundSpendingRegion.spending_id == FundSpending.id)
        .group_by(FundSpending.id, FundSpending.number)
        .having(parts != FundSpending.amount_minor)
    )
    for number, minor, divided, currency in rows:
        yield Finding(
            N_("Of the fund's spending %(number)s, %(amount)s, %(parts)s are given to regions."),
            {
                "number": number,
                "amount": Money(minor, currency),
                "parts": Money(int(divided), currency),
            },
        )


def _taken_back() -> Iterator[Finding]:
    """What takes something back is its exact opposite."""
    first = aliased(FundSpending)
    rows = first_found(
        select(FundSpending.number, first.number)
        .join(first, first.id == FundSpending.reverses_id)
        .where(
            or_(
                FundSpending.amount_minor != -first.amount_minor,
                FundSpending.tax_minor != -first.tax_minor,
                FundSpending.currency != first.currency,
                FundSpending.line_key != first.line_key,
            )
        )
    )
    for number, of in rows:
        yield Finding(
            N_("%(number)s does not take %(of)s back as it was posted."),
            {"number": number, "of": of},
        )


BOOKS = FurtherBooks(expected=expected, checks=(_spending_posted, _regions, _taken_back))
