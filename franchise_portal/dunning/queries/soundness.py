"""Whether late charges, what was taken back of them, and later due days fit the books.

See `fees.further_books`. Dunning posts nothing itself: its charges stand on debit notes of fees.
"""

from collections.abc import Iterator

from sqlalchemy import String, case, cast, exists, func, or_, select
from sqlalchemy.orm import aliased

from ...fees.further_books import Amount, FurtherBooks
from ...fees.models import CreditLine, Invoice, OpenItem, SingleCharge
from ...fees.queries.comparing import Finding, first_found
from ...fees.single_enums import SingleKind
from ...kit.i18n import N_
from ...kit.money import Money
from ..enums import LateKind
from ..models import DueExtension, LateCharge, LateCorrection, LateWaiver

SOURCE = "late/"
"""What the source of every late charge begins with."""


def expected() -> Iterator[Amount]:
    """Nothing: what is owed for being late is posted as any single charge is."""
    yield from ()


def _as_charged() -> Iterator[Finding]:
    """Each late charge is its line of its debit note."""
    late, line = aliased(Invoice), SingleCharge
    kind = case(
        (LateCharge.kind == LateKind.INTEREST, SingleKind.LATE_INTEREST.value),
        else_=SingleKind.LATE_CHARGE.value,
    )
    rows = first_found(
        select(late.number, LateCharge.amount_minor, line.amount_minor, line.currency)
        .join(line, line.id == LateCharge.single_charge_id)
        .join(late, late.id == LateCharge.invoice_id)
        .where(
            or_(
                LateCharge.amount_minor != line.amount_minor,
                LateCharge.currency != line.currency,
                LateCharge.clause != line.clause,
                LateCharge.contract_id != line.contract_id,
                LateCharge.franchisee_id != line.franchisee_id,
                LateCharge.franchisee_id != late.franchisee_id,
                LateCharge.note_id != line.invoice_id,
                late.number != line.words,
                cast(line.kind, String) != kind,
                ~line.source.endswith(LateCharge.period),
            )
        )
    )
    for number, minor, charged, currency in rows:
        yield Finding(
            N_(
                "The late charge of %(amount)s on invoice %(invoice)s is not the line of "
                "%(charged)s on its debit note."
            ),
            {
                "invoice": number,
                "amount": Money(minor, currency),
                "charged": Money(charged, currency),
            },
        )


def _known() -> Iterator[Finding]:
    """Each line for being late is of a late charge."""
    rows = first_found(
        select(Invoice.number, SingleCharge.words)
        .join(Invoice, Invoice.id == SingleCharge.invoice_id)
        .outerjoin(LateCharge, LateCharge.single_charge_id == SingleCharge.id)
        .where(SingleCharge.source.startswith(SOURCE), LateCharge.id.is_(None))
    )
    for number, about in rows:
        yield Finding(
            N_("Debit note %(note)s charges for %(invoice)s, of which no late charge is kept."),
            {"note": number, "invoice": about},
        )


def _lowered() -> Iterator[Finding]:
    """What a correction took back stands on its credit note."""
    credited = func.coalesce(func.sum(CreditLine.amount_minor), 0)
    rows = first_found(
        select(Invoice.number, LateCorrection.amount_minor, credited, LateCorrection.currency)
        .join(LateCharge, LateCharge.id == LateCorrection.late_charge_id)
        .join(Invoice, Invoice.id == LateCorrection.credit_note_id)
        .outerjoin(
            CreditLine,
            (CreditLine.invoice_id == LateCorrection.credit_note_id)
            & (CreditLine.single_charge_id == LateCharge.single_charge_id),
        )
        .group_by(
            LateCorrection.id,
            Invoice.number,
            LateCorrection.amount_minor,
            LateCorrection.currency,
        )
        .having(-credited != LateCorrection.amount_minor)
    )
    for number, minor, taken, currency in rows:
        yield Finding(
            N_(
                "Of a late charge %(amount)s were taken back, but credit note %(note)s takes back "
                "%(credited)s."
            ),
            {
                "note": number,
                "amount": Money(minor, currency),
                "credited": Money(-int(taken), currency),
            },
        )


def _waived() -> Iterator[Finding]:
    """What was waived stands on its credit note."""
    line = exists().where(
        CreditLine.invoice_id == LateWaiver.credit_note_id,
        CreditLine.single_charge_id == LateCharge.single_charge_id,
    )
    rows = first_found(
        select(Invoice.number)
        .join(LateWaiver, LateWaiver.credit_note_id == Invoice.id)
        .join(LateCharge, LateCharge.id == LateWaiver.late_charge_id)
        .where(~line)
    )
    for (number,) in rows:
        yield Finding(
            N_("Credit note %(note)s does not take back the late charge that was waived by it."),
            {"note": number},
        )


def _extended() -> Iterator[Finding]:
    """What is open counts as due on the latest day that was granted."""
    granted = (
        select(DueExtension.invoice_id, func.max(DueExtension.until).label("until"))
        .group_by(DueExtension.invoice_id)
        .subquery()
    )
    rows = first_found(
        select(Invoice.number, granted.c.until, OpenItem.due_on)
        .join(granted, granted.c.invoice_id == Invoice.id)
        .join(OpenItem, OpenItem.invoice_id == Invoice.id)
        .where(OpenItem.due_on < granted.c.until)
        .distinct()
    )
    for number, until, due_on in rows:
        yield Finding(
            N_("Invoice %(invoice)s has time until %(day)s, but is kept as due on %(due)s."),
            {"invoice": number, "day": until, "due": due_on},
        )


BOOKS = FurtherBooks(expected=expected, checks=(_as_charged, _known, _lowered, _waived, _extended))
"""What dunning adds to the check of the ledger."""
