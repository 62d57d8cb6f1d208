"""A bank's statement as values: its lines, and what tells one line from every other. Pure."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from ...kit.money import Money
from ..bank_enums import LeftOut
from ..enums import Book

LONGEST_REFERENCE = 200
"""Of a payment."""
_BETWEEN = " · "


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One line of a statement, or one payment of a sum that the bank lists."""

    account: str
    """The account's number as the file names it, without spaces."""
    day: date
    """When the bank booked it."""
    amount: Money
    payer_name: str = ""
    payer_account: str = ""
    text: str = ""
    """What the payer wrote."""
    bank_reference: str = ""
    end_to_end: str = ""
    """The reference that travels with the payment from end to end; that of a debit is ours."""
    leave_out: LeftOut | None = None
    """Why it is not for us, as far as the line itself says so."""
    is_reversal: bool = False
    is_undivided: bool = False
    """A sum of several payments that the bank does not list."""
    occurrence: int = 0
    """How many lines before it in its file were quite the same."""

    @property
    def digest(self) -> str:
        """What tells this line from every other; the same line is read once."""
        parts = (
            self.account,
            self.day.isoformat(),
            str(self.amount.minor),
            self.amount.currency,
            self.bank_reference,
            self.end_to_end,
            self.payer_account,
            self.text,
            str(self.occurrence),
        )
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()

    @property
    def reference(self) -> str:
        """What the payment is called: the payer's words and what the bank knows it by."""
        marks = [self.bank_reference or self.end_to_end]
        if self.occurrence:
            marks.append(f"({self.occurrence + 1})")
        mark = " ".join(part for part in marks if part)
        if not mark:
            return self.text[:LONGEST_REFERENCE]
        if not self.text:
            return mark[:LONGEST_REFERENCE]
        room = LONGEST_REFERENCE - len(mark) - len(_BETWEEN)
        return f"{self.text[: max(room, 0)]}{_BETWEEN}{mark}"[:LONGEST_REFERENCE]


def counted(lines: Iterable[StatementLine]) -> Iterator[StatementLine]:
    """The lines, each with how many quite the same stood before it."""
    seen: Counter[str] = Counter()
    for line in lines:
        digest = line.digest
        yield replace(line, occurrence=seen[digest])
        seen[digest] += 1


@dataclass(frozen=True, slots=True)
class OurAccounts:
    """The numbers of the network's accounts, each with the book whose money lies there."""

    numbers: tuple[tuple[str, Book], ...]

    def book_of(self, account: str) -> Book | None:
        """Whose account a statement is of; None for another's."""
        wanted = account.lstrip("0")
        for number, book in self.numbers:
            if wanted and wanted == number.lstrip("0"):
                return book
        return None
