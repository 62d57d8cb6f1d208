"""SEPA direct debits: on which days, under which mandates, what may be collected. Pure.

Numbers are those of the European Payments Council's rulebooks for direct debits (Core and B2B,
2025): money moves on days on which the TARGET system is open, the bank must have a collection one
such day ahead and takes it at most 14 days ahead, and a mandate that is not used for 36 months
expires.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from ...kit.calendars import Holidays, WorkingCalendar
from ...kit.durations import Duration, Unit
from ...kit.errors import Unreadable
from ...kit.i18n import N_
from ...kit.money import Money
from ..bank_enums import MandateScheme, NoDebit, Sequence
from ..enums import Book

CURRENCY = "EUR"
AHEAD = 1
"""TARGET days that the bank must have a collection before its day."""
AT_MOST_AHEAD = timedelta(days=14)
UNUSED = Duration(36, Unit.MONTHS)
LONGEST_ID = 35
"""Characters of an identifier in a message."""
_ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One book's part of an invoice that is open."""

    invoice_id: UUID
    number: str
    month: str
    franchisee_id: UUID
    code: str
    name: str
    book: Book
    due_on: date
    amount: Money
    is_under_way: bool = False
    """Whether a debit of ours is collecting it already."""
    is_held: bool = False
    """Whether nobody asks for it meanwhile: for a dispute or a payment plan."""
    tries: int = 0
    """How many debits there were for it before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateFacts:
    """What counts of a mandate."""

    id: UUID
    franchisee_id: UUID
    creditor_id: str
    scheme: MandateScheme
    reference: str
    holder: str
    iban: str
    bic: str
    signed_on: date
    last_collected_on: date | None = None
    """The day of the last collection that did not come back."""


@dataclass(frozen=True, slots=True)
class Debit:
    """What will be collected, under which mandate."""

    due: Due
    mandate: MandateFacts
    sequence: Sequence
    end_to_end: str


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """What is due and is not collected, with the reason."""

    due: Due
    reason: NoDebit


@dataclass(frozen=True, slots=True)
class Batch:
    """What goes into one file: one account's debits in one scheme."""

    book: Book
    scheme: MandateScheme
    debits: tuple[Debit, ...]

    @property
    def total(self) -> Money:
        """What the file collects."""
        return Money.total((debit.due.amount for debit in self.debits), CURRENCY)


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be collected on a day."""

    on: date
    batches: tuple[Batch, ...]
    left_alone: tuple[LeftAlone, ...]


def plan_of(
    dues: Iterable[Due],
    mandates: Iterable[MandateFacts],
    creditors: Mapping[Book, str],
    *,
    on: date,
) -> Plan:
    """Sort what is due by file: each account in each scheme has its own.

    `creditors` names the creditor of each book that is set up to collect; what is due to another
    book is not looked at. The first collection under a mandate says so, the next ones too.
    """
    known = {(one.franchisee_id, one.creditor_id): one for one in mandates}
    used = {one.id for one in known.values() if one.last_collected_on is not None}
    sorted_out: dict[tuple[Book, MandateScheme], list[Debit]] = {}
    left_alone = []
    for due in sorted(dues, key=lambda due: (due.book != Book.FUND, due.code, due.number)):
        if due.book not in creditors:
            continue
        mandate = known.get((due.franchisee_id, creditors[due.book]))
        reason = why_not(due, mandate, on=on)
        if mandate is None or reason is not None:
            left_alone.append(LeftAlone(due, reason or NoDebit.NO_MANDATE))
            continue
        sequence = Sequence.RECURRENT if mandate.id in used else Sequence.FIRST
        used.add(mandate.id)
        debit = Debit(due, mandate, sequence, end_to_end(due))
        sorted_out.setdefault((due.book, mandate.scheme), []).append(debit)
    batches = tuple(
        Batch(book, scheme, tuple(debits)) for (book, scheme), debits in sorted_out.items()
    )
    return Plan(on, batches, tuple(left_alone))


def why_not(due: Due, mandate: MandateFacts | None, *, on: date) -> NoDebit | None:
    """Why something due cannot be collected; None when it can."""
    if due.is_held or due.is_under_way:
        return NoDebit.HELD if due.is_held else NoDebit.UNDER_WAY
    if due.amount.currency != CURRENCY:
        return NoDebit.NOT_EURO
    if mandate is None:
        return NoDebit.NO_MANDATE
    if mandate.signed_on > on:
        return NoDebit.SIGNED_LATER
    if is_expired(mandate, on=on):
        return NoDebit.EXPIRED
    return None


def is_expired(mandate: MandateFacts, *, on: date) -> bool:
    """Whether a mandate was not used for so long that it may not be used any more."""
    return UNUSED.after(mandate.last_collected_on or mandate.signed_on) < on


def end_to_end(due: Due) -> str:
    """The reference of a debit: invoice, account, and which try it is: `2026-0001-A-2`."""
    mark = "A" if due.book is Book.FUND else "F"
    tail = f"-{mark}" if not due.tries else f"-{mark}-{due.tries + 1}"
    return sepa_text(due.number, LONGEST_ID - len(tail)) + tail


def earliest_day(today: date) -> date:
    """The first day on which something can be collected that is handed in today."""
    return _target(today.year).add_working_days(today, AHEAD)


def day_trouble(day: date, *, today: date) -> Unreadable | None:
    """Why nothing can be collected on a day, with the nearest day on which it can."""
    target, first = _target(day.year), earliest_day(today)
    if day < first:
        return Unreadable(
            N_(
                "The bank must have a collection a banking day ahead, so %(day)s is too early. "
                "Choose %(nearest)s or later."
            ),
            day=day.isoformat(),
            nearest=first.isoformat(),
        )
    if day > today + AT_MOST_AHEAD:
        return Unreadable(
            N_(
                "The bank takes a collection at most 14 days ahead, so %(day)s is too late. "
                "Choose %(nearest)s or earlier."
            ),
            day=day.isoformat(),
            nearest=target.previous_working(today + AT_MOST_AHEAD).isoformat(),
        )
    if not target.is_working(day):
        return Unreadable(
            N_(
                "No money moves between banks on %(day)s. "
                "Choose %(nearest)s, the next day on which it does."
            ),
            day=day.isoformat(),
            nearest=target.next_working(day).isoformat(),
        )
    return None


@lru_cache(maxsize=64)
def _target(year: int) -> WorkingCalendar:
    """The days on which the TARGET system is open, in a year and the two beside it."""
    import holidays  # noqa: PLC0415 - a hundred calendars, for the one that is needed here

    closed = holidays.financial_holidays("ECB", years=[year - 1, year, year + 1])
    return WorkingCalendar(holidays=Holidays(frozenset(closed)))


def sepa_text(text: str, longest: int) -> str:
    """A text in the letters that every bank in SEPA takes, in the nearest spelling."""
    from text_unidecode import unidecode  # noqa: PLC0415 - its tables are large

    plain = "".join(char if char in _ALLOWED else " " for char in unidecode(text))
    return " ".join(plain.split())[:longest].strip()


def is_identifier(text: str) -> bool:
    """Whether a text can be a mandate's reference: allowed letters, no stray slashes or spaces."""
    return (
        0 < len(text) <= LONGEST_ID
        and set(text) <= _ALLOWED - {" "}
        and not text.startswith("/")
        and not text.endswith("/")
        and "//" not in text
    )
