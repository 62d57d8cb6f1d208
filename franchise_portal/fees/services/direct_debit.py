"""Collecting what is due by SEPA direct debit: one file for each account and scheme (pain.008).

The sepaxml library writes the message, and it is checked against the scheme's own schema; what is
kept and handed to the bank is what was checked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import joinedload
from sqlalchemy.orm.exc import StaleDataError

from ... import audit, storage
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, Refused, Unreadable
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...kit.money import Money
from ...kit.period import Period
from ...network.models import Network
from ...network.queries import founded
from ...network.rules import identifiers
from ...storage import StoredFile
from ..bank_enums import DebitRunStatus, DebitStatus
from ..bank_errors import CreditorMissing, DebitOver, FileNotSound, NothingToCollect, RunOver
from ..enums import Book, FeesAction
from ..models import DebitItem, DebitRun, Payment
from ..queries import debits as queries
from ..queries.mandates import active_mandates
from ..rules.direct_debit import (
    CURRENCY,
    Batch,
    Debit,
    Plan,
    day_trouble,
    earliest_day,
    plan_of,
    sepa_text,
)
from .booking import BankLine, book
from .debit_settling import end_when_done, settle
from .ledger import pass_gate
from .returning import reverse_payment

if TYPE_CHECKING:
    from xmlschema import XMLSchema

SCHEMA = "pain.008.001.08"
CONTENT_TYPE = "application/xml"
LONGEST_NAME, LONGEST_TEXT = 70, 140
ALL_BOOKS = (Book.FUND, Book.FRANCHISOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Creditor:
    """Who collects for a book, and into which account."""

    id: str
    name: str
    iban: str
    bic: str


def creditors(network: Network) -> dict[Book, Creditor]:
    """The books that are set up to collect: with an IBAN and a creditor identifier."""
    found = {}
    for which, account, bic, creditor_id in (
        (
            Book.FRANCHISOR,
            network.fees_account,
            network.fees_bic,
            network.fees_creditor,
        ),
        (
            Book.FUND,
            network.fund_account,
            network.fund_bic,
            network.fund_creditor or network.fees_creditor,
        ),
    ):
        try:
            iban = identifiers.iban(account)
        except Unreadable:
            continue
        if creditor_id:
            name = sepa_text(network.legal_name or network.name, LONGEST_NAME)
            found[which] = Creditor(id=creditor_id, name=name, iban=iban, bic=bic)
    return found


def first_day() -> date:
    """The first day on which something can be collected that is handed in today."""
    return earliest_day(clock.today())


def plan_collection(actor: Actor, *, on: date, books: Iterable[Book] = ALL_BOOKS) -> Plan:
    """What would be collected on a day, and what not and why.

    Raises:
        Refused: when no money moves on that day, or it is too near or too far.
        CreditorMissing: when none of the books is set up to collect.
    """
    actor.require(Permission.FEES_DEBIT_READ)
    return _plan(on, tuple(books))[0]


def _plan(on: date, books: tuple[Book, ...]) -> tuple[Plan, dict[Book, Creditor]]:
    trouble = day_trouble(on, today=clock.today())
    if trouble:
        raise Refused(trouble.message, field="on", **trouble.params)
    known = creditors(founded())
    wanted = {which: known[which] for which in books if which in known}
    if not wanted:
        raise CreditorMissing(book=tuple(books))
    ids = {which: creditor.id for which, creditor in wanted.items()}
    plan = plan_of(queries.due_by(on), active_mandates(sorted(set(ids.values()))), ids, on=on)
    return plan, wanted


def collect(actor: Actor, *, on: date, books: Iterable[Book] = ALL_BOOKS) -> list[DebitRun]:
    """Make the files for a day: everything that is due by then and has a mandate.

    Raises:
        Refused, CreditorMissing: as `plan_collection`.
        NothingToCollect: when there is nothing.
        FileNotSound: when a file would break the scheme's rules.
    """
    actor.require(Permission.FEES_DEBIT_WRITE)
    # Else two who collect at once would both find the same invoices due.
    pass_gate()
    plan, known = _plan(on, tuple(books))
    if not plan.batches:
        raise NothingToCollect
    return [_make(actor, batch, known[batch.book], on) for batch in plan.batches]


def _make(actor: Actor, batch: Batch, creditor: Creditor, on: date) -> DebitRun:
    message, data = as_pain(batch, creditor, on=on)
    mark = "fund" if batch.book is Book.FUND else "fees"
    name = f"debits-{on.isoformat()}-{mark}-{batch.scheme.value.lower()}.xml"
    run = DebitRun(
        id=new_id(),
        book=batch.book,
        scheme=batch.scheme,
        collection_on=on,
        message=message,
        items=len(batch.debits),
        total_minor=batch.total.minor,
        currency=CURRENCY,
        file_id=storage.put(data, name=name, content_type=CONTENT_TYPE).id,
        created_by_name=actor.name,
        created_at=clock.now(),
    )
    db.session.add(run)
    db.session.flush()
    db.session.add_all(_item(run, debit) for debit in batch.debits)
    db.session.flush()
    audit.record(
        actor,
        FeesAction.DEBITS_MADE,
        run,
        name=name,
        items=run.items,
        total=batch.total,
    )
    return run


def _item(run: DebitRun, debit: Debit) -> DebitItem:
    due = debit.due
    return DebitItem(
        run_id=run.id,
        mandate_id=debit.mandate.id,
        invoice_id=due.invoice_id,
        franchisee_id=due.franchisee_id,
        book=due.book,
        amount_minor=due.amount.minor,
        sequence=debit.sequence,
        end_to_end=debit.end_to_end,
        status=DebitStatus.OPEN,
    )


def file_of(run: DebitRun) -> tuple[str, bytes]:
    """The name and the bytes of a file."""
    file = db.session.get_one(StoredFile, run.file_id)
    return file.name, storage.read(file)


def total_of(run: DebitRun) -> Money:
    """What a file collects."""
    return Money(run.total_minor, run.currency)


def as_pain(batch: Batch, creditor: Creditor, *, on: date) -> tuple[str, bytes]:
    """The message's own reference and the file.

    Raises:
        FileNotSound: when the scheme's schema would not have it.
    """
    from sepaxml import SepaDD  # noqa: PLC0415 - it reads the schemas when it is imported
    from xmlschema import XMLSchemaValidationError  # noqa: PLC0415

    message = SepaDD(_config(batch, creditor), schema=SCHEMA, clean=False)
    for debit in batch.debits:
        message.add_payment(_payment(debit, on))
    data = bytes(message.export(validate=False))
    try:
        _schema().validate(data.decode())
    except XMLSchemaValidationError as error:
        raise FileNotSound(why=str(error)) from error
    return str(message.msg_id), data


@cache
def _schema() -> "XMLSchema":
    """The scheme's own, read once: sepaxml reads it for each file, which takes a second."""
    import sepaxml  # noqa: PLC0415 - see above
    from xmlschema import XMLSchema  # noqa: PLC0415

    return XMLSchema(Path(sepaxml.__file__).with_name("schemas") / f"{SCHEMA}.xsd")


def _config(batch: Batch, creditor: Creditor) -> dict[str, Any]:
    return {
        "name": creditor.name,
        "IBAN": creditor.iban,
        "batch": True,
        "creditor_id": creditor.id,
        "currency": CURRENCY,
        "instrument": batch.scheme.value,
        **({"BIC": creditor.bic} if creditor.bic else {}),
    }


def _payment(debit: Debit, on: date) -> dict[str, Any]:
    due, mandate = debit.due, debit.mandate
    what = "advertising fund" if due.book is Book.FUND else "fees"
    words = f"Invoice {due.number}, {what} for {Period.parse_month(due.month).text}"
    return {
        "name": sepa_text(mandate.holder, LONGEST_NAME),
        "IBAN": mandate.iban,
        "amount": due.amount.minor,
        "type": debit.sequence.value,
        "collection_date": on,
        "mandate_id": mandate.reference,
        "mandate_date": mandate.signed_on,
        "description": sepa_text(words, LONGEST_TEXT),
        "endtoend_id": debit.end_to_end,
        **({"BIC": mandate.bic} if mandate.bic else {}),
    }


def book_collected(actor: Actor, run: DebitRun, *, on: date, version: int | None = None) -> Money:
    """Book what is still under way of a file as collected: the bank gave one sum for all.

    Returns what was booked.

    Raises:
        RunOver: when it was collected or withdrawn before.
        Refused: for a day to come.
        ChangedMeanwhile: when somebody else decided since the page was opened.
    """
    actor.require(Permission.FEES_PAYMENT_RECORD)
    pass_gate()
    _require_open(run, version)
    if on > clock.today():
        raise Refused(
            N_("This day is still to come. Book it on the day on which the money is there."),
            field="on",
        )
    items = queries.open_items(run)
    lines = [
        BankLine(
            item.franchisee_id,
            item.franchisee.code,
            on,
            Money(item.amount_minor, run.currency),
            item.end_to_end,
            item.invoice_id,
        )
        for item in items
    ]
    booked = book(lines, by=actor.name)
    settle(
        actor,
        {item.id: payment_id for item, (payment_id, _) in zip(items, booked, strict=True)},
    )
    total = Money.total((line.amount for line in lines), run.currency)
    audit.record(actor, FeesAction.DEBITS_COLLECTED, run, name=run.message, total=total)
    return total


def withdraw(actor: Actor, run: DebitRun, *, version: int | None = None) -> None:
    """Take a file back that the bank has not got, or will not carry out.

    Raises:
        RunOver: when it was collected or withdrawn before, or a part of it.
        ChangedMeanwhile: when somebody else decided since the page was opened.
    """
    actor.require(Permission.FEES_DEBIT_WRITE)
    pass_gate()
    _require_open(run, version)
    for item in queries.open_items(run):
        item.status = DebitStatus.WITHDRAWN
    run.status, run.ended_at = DebitRunStatus.WITHDRAWN, clock.now()
    run.ended_by_name = actor.name
    _save()
    audit.record(actor, FeesAction.DEBITS_WITHDRAWN, run, name=run.message)


def note_return(
    actor: Actor, run: DebitRun, item: DebitItem, *, note: str, version: int | None = None
) -> None:
    """Note that a debit came back; the invoice can be collected again.

    One that was booked as collected is booked the other way round, on this day.

    Raises:
        DebitOver: when it was returned or withdrawn before.
        ChangedMeanwhile: when somebody else decided since the page was opened.
    """
    actor.require(Permission.FEES_DEBIT_WRITE)
    if item.status not in {DebitStatus.OPEN, DebitStatus.COLLECTED}:
        raise DebitOver
    if version is not None and item.version != version:
        raise ChangedMeanwhile
    if item.payment_id is not None:
        payment = db.session.get_one(
            Payment, item.payment_id, options=[joinedload(Payment.franchisee)]
        )
        reverse_payment(actor, payment, on=clock.today(), reason=note)
        db.session.refresh(item)
    item.status, item.note = DebitStatus.RETURNED, note
    _save()
    end_when_done(actor, {run.id})
    audit.record(
        actor,
        FeesAction.DEBIT_RETURNED,
        run,
        name=item.franchisee.name,
        franchisee_id=item.franchisee_id,
        amount=Money(item.amount_minor, run.currency),
        note=note,
    )


def _require_open(run: DebitRun, version: int | None) -> None:
    # Read behind the gate: what was loaded before may have been decided meanwhile.
    db.session.refresh(run)
    if not run.is_open:
        raise RunOver
    if version is not None and run.version != version:
        raise ChangedMeanwhile


def _save() -> None:
    try:
        db.session.flush()
    except StaleDataError as error:
        raise ChangedMeanwhile from error
