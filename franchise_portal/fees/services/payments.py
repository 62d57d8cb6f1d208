"""Payments: recorded by hand or read from a file, all of it or nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import BinaryIO
from uuid import UUID

from ... import audit, storage
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit.errors import BadInput
from ...kit.money import Money
from ...network.models import Franchisee
from ..bank_enums import BankFileKind, LeftOut
from ..enums import FeesAction
from ..models import Invoice, Payment, PaymentImport
from ..queries.crediting import cancelled
from .bank_files import LONGEST_REFERENCE, PaymentsReader, payable_in
from .bank_lines import amount_trouble, currency_trouble, day_trouble, invoice_trouble
from .bank_reading import MOST_BYTES, recognised
from .bank_statements import OpenLine, import_statement
from .booking import BankLine, book
from .ledger import pass_gate

AT_ONCE = 1_000
HEAD = 4_096
"""Bytes by which a file is recognised."""


@dataclass(frozen=True, slots=True)
class PaymentsRead:
    """What a payments file held; `import_id` is None after a dry run."""

    payments: int
    totals: tuple[Money, ...]
    allocated: tuple[Money, ...]
    credit: tuple[Money, ...]
    import_id: UUID | None = None
    kind: BankFileKind = BankFileKind.TABLE
    open: tuple[OpenLine, ...] = ()
    """Lines of a bank statement that a person has to assign."""
    left_out: Mapping[LeftOut, int] = field(default_factory=dict)
    """Lines of a bank statement that are not for us."""


def record_payment(
    actor: Actor,
    *,
    franchisee: Franchisee,
    received_on: date,
    amount: Money,
    reference: str = "",
    invoice: Invoice | None = None,
) -> Payment:
    """Book one payment and allocate it.

    Raises:
        PaymentKnown: when the same bank line is booked already.
        BadInput: for an amount of zero or less, a day to come, or a currency without invoices.
    """
    actor.require(Permission.FEES_PAYMENT_RECORD)
    # Whether the invoice can still be paid is asked behind the gate: it may be credited meanwhile.
    pass_gate()
    line = BankLine(
        franchisee.id,
        franchisee.code,
        received_on,
        amount,
        reference.strip()[:LONGEST_REFERENCE],
        invoice.id if invoice else None,
    )
    _check_one(line, invoice)
    [(payment_id, _)] = book([line], by=actor.name)
    payment = db.session.get_one(Payment, payment_id)
    audit.record(
        actor,
        FeesAction.PAYMENT_RECORDED,
        payment,
        name=franchisee.name,
        amount=amount,
        reference=line.reference,
    )
    return payment


def _check_one(line: BankLine, invoice: Invoice | None) -> None:
    troubles = [
        trouble
        for trouble in (
            amount_trouble(line.amount.minor),
            day_trouble(line.received_on),
            currency_trouble(line.amount.currency, payable_in(line.franchisee_id)),
            invoice_trouble(invoice, line, is_cancelled=bool(cancelled([invoice])))
            if invoice
            else None,
        )
        if trouble
    ]
    if troubles:
        problems = [trouble.at(line.code, None, None, None) for trouble in troubles]
        raise BadInput(problems[0].message, problems=problems, **problems[0].params)


def import_payments(
    actor: Actor, *, file: BinaryIO, filename: str, dry_run: bool = False
) -> PaymentsRead:
    """Read a payments file: a table, of which every line is booked or none; or a bank statement.

    Which it is shows its content.

    Raises:
        BadInput: with every problem of the file.
    """
    actor.require(Permission.FEES_PAYMENT_RECORD)
    head = file.read(HEAD)
    file.seek(0)
    kind = recognised(head)
    if kind is not BankFileKind.TABLE:
        data = file.read(MOST_BYTES + 1)
        return _of_statement(actor, data, filename, kind, dry_run=dry_run)
    reader = PaymentsReader(filename)
    lines = reader.read(file)
    if dry_run:
        totals = _sums((line.amount.currency, line.amount.minor) for line in lines)
        return PaymentsRead(len(lines), totals, (), ())
    file.seek(0)
    stored = storage.put(file, name=filename, content_type="application/octet-stream")
    row = PaymentImport(
        filename=PurePath(filename).name[:200], rows=len(lines), created_by_name=actor.name
    )
    row.file_id = stored.id
    db.session.add(row)
    db.session.flush()  # payments name the import by its id
    booked = []
    for start in range(0, len(lines), AT_ONCE):
        booked += book(lines[start : start + AT_ONCE], by=actor.name, import_id=row.id)
    totals = _sums((line.amount.currency, line.amount.minor) for line in lines)
    credit = _sums(
        (line.amount.currency, result.rest) for line, (_, result) in zip(lines, booked, strict=True)
    )
    left = {amount.currency: amount for amount in credit}
    allocated = tuple(
        total - left.get(total.currency, Money.zero(total.currency)) for total in totals
    )
    audit.record(
        actor, FeesAction.PAYMENTS_IMPORTED, row, name=filename, payments=len(lines), total=totals
    )
    return PaymentsRead(len(lines), totals, allocated, credit, row.id)


def _of_statement(
    actor: Actor, data: bytes, filename: str, kind: BankFileKind, *, dry_run: bool
) -> PaymentsRead:
    read = import_statement(actor, data=data, filename=filename, kind=kind, dry_run=dry_run)
    left = {amount.currency: amount for amount in read.credit}
    return PaymentsRead(
        read.payments,
        read.booked,
        tuple(
            total - left.get(total.currency, Money.zero(total.currency)) for total in read.booked
        ),
        read.credit,
        read.import_id,
        kind,
        read.open,
        read.left_out,
    )


def _sums(amounts: Iterable[tuple[str, int]]) -> tuple[Money, ...]:
    sums: dict[str, int] = {}
    for currency, minor in amounts:
        sums[currency] = sums.get(currency, 0) + minor
    return tuple(Money(minor, currency) for currency, minor in sorted(sums.items()) if minor)
