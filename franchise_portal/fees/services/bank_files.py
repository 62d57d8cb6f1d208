"""Reading a payments file: every wrong row is named with its column and the remedy."""

from collections.abc import Sequence
from itertools import islice
from typing import Any, BinaryIO
from uuid import UUID

from sqlalchemy import select

from ...database import db
from ...kit.errors import BadInput, Problem, Unreadable, shown
from ...kit.i18n import N_
from ...kit.lookalikes import Lookalikes
from ...network.models import Franchisee
from ...network.queries import founded
from ...sheets import Columns, Row, read_table
from ..models import Invoice
from ..queries.crediting import cancelled
from .bank_lines import (
    amount_of,
    booked_before,
    currency_code,
    currency_trouble,
    day_of,
    invoice_trouble,
    twice,
    unknown_franchisee,
    unknown_invoice,
)
from .booking import BankLine, known_digests

COLUMNS = Columns(
    required=("franchisee", "received_on", "amount", "currency", "reference"),
    optional=("invoice",),
)
AT_ONCE = 1_000
MOST_PROBLEMS = 1_000
LONGEST_REFERENCE = 200


class PaymentsReader:
    """Reads bank lines and says of each wrong one what is wrong and what to do."""

    def __init__(self, filename: str) -> None:
        """Begin a file."""
        self.filename = filename
        self.problems: list[Problem] = []
        self.lines: list[BankLine] = []
        self._rows: dict[str, int] = {}
        self._network_currency = founded().currency

    def read(self, file: BinaryIO) -> list[BankLine]:
        """All lines of the file.

        Raises:
            BadInput: when any of them is wrong.
        """
        rows = read_table(file, filename=self.filename, columns=COLUMNS, faults=self.problems)
        for portion in iter(lambda: list(islice(rows, AT_ONCE)), []):
            self._read(portion)
            if len(self.problems) >= MOST_PROBLEMS:
                break
        if self.problems:
            raise BadInput(
                N_("The payments in %(file)s cannot be booked. Nothing was changed."),
                problems=sorted(self.problems, key=lambda problem: problem.row or 0),
                file=shown(self.filename),
            )
        return self.lines

    def _read(self, rows: Sequence[Row]) -> None:
        known = _Known(rows, self._network_currency)
        portion = [(row, line) for row in rows if (line := self._line(row, known)) is not None]
        booked = known_digests([line.digest for _, line in portion])
        for row, line in portion:
            before = self._rows.setdefault(line.digest, row.number)
            if before != row.number:
                self._report(row, "reference", twice(before))
            elif line.digest in booked:
                self._report(row, "reference", booked_before())
            else:
                self.lines.append(line)

    def _line(self, row: Row, known: "_Known") -> BankLine | None:
        """One bank line; None when something in it was reported as wrong."""
        before = len(self.problems)
        franchisee = self._checked(row, "franchisee", known.franchisee)
        received_on = self._checked(row, "received_on", day_of)
        currency = self._checked(row, "currency", currency_code)
        amount = self._checked(row, "amount", lambda text: amount_of(text, currency or "XXX"))
        invoice = None
        if row.values["invoice"]:
            invoice = self._checked(row, "invoice", known.invoice)
        if len(self.problems) > before:
            return None
        line = BankLine(
            franchisee.id,
            franchisee.code,
            received_on,
            amount,
            row.values["reference"][:LONGEST_REFERENCE],
            invoice.id if invoice else None,
        )
        troubles = {
            "currency": currency_trouble(currency, known.currencies(franchisee.id)),
            "invoice": invoice_trouble(invoice, line, is_cancelled=invoice.id in known.cancelled)
            if invoice
            else None,
        }
        for column, trouble in troubles.items():
            if trouble:
                self._report(row, column, trouble)
        return None if any(troubles.values()) else line

    def _checked(self, row: Row, column: str, read: Any) -> Any:  # noqa: ANN401
        try:
            return read(row.values[column])
        except Unreadable as trouble:
            self._report(row, column, trouble)
            return None

    def _report(self, row: Row, column: str, trouble: Unreadable) -> None:
        self.problems.append(
            trouble.at(self.filename, row.number, column, shown(row.values[column]))
        )


class _Known:
    """The franchisees, invoices and currencies that some rows name."""

    def __init__(self, rows: Sequence[Row], currency: str) -> None:
        codes = {row.values["franchisee"] for row in rows}
        numbers = {row.values["invoice"] for row in rows if row.values["invoice"]}
        self._franchisees = {
            franchisee.code: franchisee
            for franchisee in db.session.scalars(
                select(Franchisee).where(Franchisee.code.in_(sorted(codes)))
            )
        }
        self._invoices = {
            invoice.number: invoice
            for invoice in db.session.scalars(
                select(Invoice).where(Invoice.number.in_(sorted(numbers)))
            )
        }
        self.cancelled = cancelled(self._invoices.values())
        ids = [franchisee.id for franchisee in self._franchisees.values()]
        self._similar: Lookalikes | None = None
        self._currency = currency
        self._currencies: dict[UUID, set[str]] = {}
        for franchisee_id, code in db.session.execute(
            select(Invoice.franchisee_id, Invoice.currency)
            .where(Invoice.franchisee_id.in_(ids))
            .distinct()
        ):
            self._currencies.setdefault(franchisee_id, set()).add(code)

    def franchisee(self, code: str) -> Franchisee:
        """The franchisee with a code."""
        found = self._franchisees.get(code)
        if found is None:
            raise unknown_franchisee(code, self._lookalikes())
        return found

    def _lookalikes(self) -> Lookalikes:
        """All codes; loaded only when one is wrong."""
        if self._similar is None:
            self._similar = Lookalikes(db.session.scalars(select(Franchisee.code)).all())
        return self._similar

    def invoice(self, number: str) -> Invoice:
        """The invoice with a number."""
        found = self._invoices.get(number)
        if found is None:
            raise unknown_invoice(number)
        return found

    def currencies(self, franchisee_id: UUID) -> set[str]:
        """The currencies in which a franchisee can pay."""
        return self._currencies.get(franchisee_id, set()) | {self._currency}


def payable_in(franchisee_id: UUID) -> set[str]:
    """The currencies in which a franchisee can pay: the network's and those of its invoices."""
    found = db.session.scalars(
        select(Invoice.currency).where(Invoice.franchisee_id == franchisee_id).distinct()
    )
    return {*found, founded().currency}
