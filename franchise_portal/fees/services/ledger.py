"""Posting to the ledger, and the two things that must not happen at once: numbering and posting."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Insert, Select, select, update
from sqlalchemy.dialects import postgresql, sqlite

from ...database import db
from ...kit.ids import new_row_id
from ...rows import insert_stored, stored
from ..enums import EntryKind
from ..models import AccountDay, AccountTotal, JournalEntry, NumberSeries, Posting
from ..queries.raw_ids import RawId
from ..rules.bookkeeping import Side, require_balanced

GATE = "ledger"
LATELY = 100
"""Days and moments that a journal remembers as the database keeps them."""

ENTRY_COLUMNS = ("id", "kind", "on_date", "memo", "invoice_id", "payment_id", "posted_at")
POSTING_COLUMNS = ("id", "entry_id", "book", "account", "franchisee_id", "amount_minor", "currency")


def pass_gate() -> None:
    """Let one transaction at a time post; the next waits here until this one has ended.

    Two that ran side by side could both read the same open invoice and both settle it, or charge
    the same report; and numbers without gaps cannot be given side by side at all. SQLite has one
    writer anyway.
    """
    db.session.execute(_make_series(GATE))
    db.session.execute(_locked(GATE))


def take_numbers(series: str, count: int) -> int:
    """Take the next `count` numbers of a series and return the first.

    Call it behind the gate. The numbers come back when the transaction rolls back, so the series
    has no gaps.
    """
    db.session.execute(_make_series(series))
    first: int = db.session.execute(_locked(series)).scalar_one()
    db.session.execute(
        update(NumberSeries).where(NumberSeries.name == series).values(next=first + count)
    )
    return first


def _make_series(name: str) -> Insert:
    """Make the row of a series unless it is there; two at once make one."""
    insert = sqlite.insert if _is_sqlite() else postgresql.insert
    return insert(NumberSeries).values(name=name, next=1).on_conflict_do_nothing()


def _is_sqlite() -> bool:
    return db.session.connection().dialect.name == "sqlite"


def _locked(name: str) -> Select[int]:
    return select(NumberSeries.next).where(NumberSeries.name == name).with_for_update()


class Journal:
    """Entries that are gathered first, as the database keeps them, and written together."""

    def __init__(self) -> None:
        """Begin empty."""
        self.entries: list[tuple[object, ...]] = []
        self.postings: list[tuple[object, ...]] = []
        self.totals: Counter[tuple[str, str, str, date]] = Counter()
        self._stored_id = stored(Posting.franchisee_id)
        # Most entries of a run are of one day and one moment.
        self._day = lru_cache(LATELY)(stored(JournalEntry.on_date))
        self._moment = lru_cache(LATELY)(stored(JournalEntry.posted_at))

    def enter(  # noqa: PLR0913 - an entry has these parts
        self,
        kind: EntryKind,
        *,
        on: date,
        at: datetime,
        sides: Iterable[Side],
        franchisee_id: RawId | None,
        currency: str,
        memo: str = "",
        invoice_id: RawId | None = None,
        payment_id: RawId | None = None,
    ) -> None:
        """Add one entry; its sides balance in each book.

        Raises:
            Unbalanced: when they do not.
        """
        sides = tuple(sides)
        require_balanced(sides)
        entry_id, owner = new_row_id(), self._id(franchisee_id)
        self.entries.append(
            (
                entry_id,
                kind.value,
                self._day(on),
                memo,
                self._id(invoice_id),
                self._id(payment_id),
                self._moment(at),
            )
        )
        for side in sides:
            book, account, minor = side.book.value, side.account.value, side.minor
            posting = (new_row_id(), entry_id, book, account, owner, minor, currency)
            self.postings.append(posting)
            self.totals[book, account, currency, on] += minor

    def _id(self, value: RawId | None) -> object:
        # In bulk ids are text already.
        return value if value is None or isinstance(value, str) else self._stored_id(value)

    def write(self) -> None:
        """Write what was gathered and forget it."""
        insert_stored(JournalEntry, ENTRY_COLUMNS, self.entries)
        insert_stored(Posting, POSTING_COLUMNS, self.postings)
        _carry(self.totals)
        self.entries, self.postings, self.totals = [], [], Counter()


def _carry(totals: Mapping[tuple[str, str, str, date], int]) -> None:
    """Add what was posted to what stands on the accounts; nobody else posts behind the gate."""
    if not totals:
        return
    stands: Counter[tuple[str, str, str]] = Counter()
    for (book, account, currency, _day), minor in totals.items():
        stands[book, account, currency] += minor
    keys = ("book", "account", "currency")
    _add_to(AccountTotal, keys, stands)
    _add_to(AccountDay, (*keys, "on_date"), totals)


def _add_to(
    model: type[AccountDay | AccountTotal],
    keys: Sequence[str],
    minor_of: Mapping[Any, int],
) -> None:
    insert = sqlite.insert(model) if _is_sqlite() else postgresql.insert(model)
    added = insert.on_conflict_do_update(
        index_elements=keys,
        set_={"total_minor": model.total_minor + insert.excluded.total_minor},
    )
    db.session.connection().execute(
        added,
        [
            {**dict(zip(keys, key, strict=True)), "total_minor": minor}
            for key, minor in minor_of.items()
        ],
    )
