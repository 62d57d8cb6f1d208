"""Importing bank statements: what is surely somebody's is booked, the rest waits for a person."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import NamedTuple
from uuid import UUID

from ... import audit, storage
from ...access.actor import Actor
from ...database import db
from ...kit.errors import Unreadable, shown
from ...kit.i18n import N_
from ...kit.money import Money
from ...network.models import Network
from ...network.queries import founded
from ..bank_enums import BankEntryStatus, BankFileKind, LeftOut, OpenReason
from ..enums import Book, FeesAction
from ..models import BankEntry, PaymentImport
from ..queries import bank_known as known_ones
from ..rules.bank_matching import Match, NamedDebit, match
from ..rules.bank_statement import OurAccounts, StatementLine
from .bank_reading import read_lines, refused
from .booking import BankLine, book
from .debit_settling import settle
from .ledger import pass_gate


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A line that nobody could be found for; `row` is its place in the file, from 1."""

    row: int
    line: StatementLine
    reason: OpenReason


@dataclass(frozen=True, slots=True)
class StatementRead:
    """What a bank statement held; `import_id` is None after a dry run."""

    booked: tuple[Money, ...]
    credit: tuple[Money, ...]
    payments: int
    open: tuple[OpenLine, ...]
    left_out: Mapping[LeftOut, int]
    import_id: UUID | None = None


class _Placed(NamedTuple):
    row: int
    line: StatementLine
    book: Book


class _Found(NamedTuple):
    placed: _Placed
    match: Match


def import_statement(
    actor: Actor, *, data: bytes, filename: str, kind: BankFileKind, dry_run: bool = False
) -> StatementRead:
    """Read a bank statement, book what is surely somebody's, and keep the rest to be assigned.

    Raises:
        BadInput: when it cannot be read, or is of none of our accounts.
    """
    network = founded()
    lines, left_out = _ours(network, read_lines(data, filename, kind), filename)
    if not dry_run:
        # Else two who import the same statement at once would both find its lines new.
        pass_gate()
    found, open_lines = _sorted_out(lines, left_out, network)
    booked = _sums((one.placed.line.amount.currency, one.placed.line.amount.minor) for one in found)
    open_ones = tuple(OpenLine(one.row, one.line, why) for one, why in open_lines)
    if dry_run:
        return StatementRead(booked, (), len(found), open_ones, left_out)
    row = _keep(actor, data, filename, kind, left_out)
    credit = _book(actor, row, found)
    _keep_open(row, open_lines)
    row.rows = len(found)
    audit.record(
        actor,
        FeesAction.PAYMENTS_IMPORTED,
        row,
        name=filename,
        payments=len(found),
        total=booked,
    )
    return StatementRead(booked, credit, len(found), open_ones, left_out, row.id)


def _ours(
    network: Network, lines: Sequence[StatementLine], filename: str
) -> tuple[list[_Placed], Counter[LeftOut]]:
    """The lines that brought money to our accounts, and why the others are left out."""
    accounts = known_ones.our_accounts(network)
    _require_our_account(accounts, lines, filename)
    currencies = known_ones.currencies_in_use(network.currency)
    left_out: Counter[LeftOut] = Counter()
    ours = []
    for row, line in enumerate(lines, start=1):
        whose = accounts.book_of(line.account)
        why = LeftOut.OTHER_ACCOUNT if whose is None else line.leave_out
        if why is None and line.amount.currency not in currencies:
            why = LeftOut.OTHER_CURRENCY
        if why is None and line.amount.minor <= 0:
            why = LeftOut.DEBIT
        if why is not None or whose is None:
            left_out[why or LeftOut.OTHER_ACCOUNT] += 1
        else:
            ours.append(_Placed(row, line, whose))
    return ours, left_out


def _require_our_account(
    accounts: OurAccounts, lines: Sequence[StatementLine], filename: str
) -> None:
    if not accounts.numbers:
        raise refused(
            filename,
            Unreadable(
                N_("The portal does not know the network's accounts yet."),
                N_("Enter them in the network settings, then import the statement again."),
            ),
        )
    if lines and not any(accounts.book_of(line.account) for line in lines):
        raise refused(
            filename,
            Unreadable(
                N_("This is a statement of the account %(account)s, which is none of ours."),
                N_("Choose the statement of an account that stands in the network settings."),
                account=shown(lines[0].account) or "?",
            ),
        )


def _sorted_out(
    placed: Sequence[_Placed], left_out: Counter[LeftOut], network: Network
) -> tuple[list[_Found], list[tuple[_Placed, OpenReason]]]:
    """Whose payments the new lines are, and those that a person must decide about."""
    before = known_ones.known_digests(one.line.digest for one in placed)
    fresh = [one for one in placed if one.line.digest not in before]
    known = known_ones.known_to([one.line for one in fresh])
    found: list[_Found] = []
    open_lines: list[tuple[_Placed, OpenReason]] = []
    read_before = len(placed) - len(fresh)
    for one in fresh:
        answer = match(one.line, known)
        if isinstance(answer, OpenReason):
            open_lines.append((one, answer))
        elif answer.debit is not None and answer.debit.is_collected:
            # Somebody booked the whole file of debits as collected; this is one of them.
            read_before += 1
        else:
            found.append(_Found(one, answer))
    if read_before:
        left_out[LeftOut.KNOWN] = read_before
    sure, doubtful = _doubted(found, network)
    return sure, sorted([*open_lines, *doubtful], key=lambda pair: pair[0].row)


def _doubted(
    found: Sequence[_Found], network: Network
) -> tuple[list[_Found], list[tuple[_Placed, OpenReason]]]:
    """Lines that are somebody's, but in another currency, or perhaps booked already."""
    whose = {one.match.franchisee_id for one in found}
    payable = known_ones.payable(whose)
    paid = known_ones.paid_otherwise(whose, [one.placed.line for one in found])
    invoices = known_ones.invoice_currencies(
        one.match.invoice_id for one in found if one.match.invoice_id
    )
    sure, doubtful = [], []
    for one in found:
        line, franchisee_id = one.placed.line, one.match.franchisee_id
        amount = line.amount
        in_currency = {network.currency, *payable.get(franchisee_id, set())}
        billed = invoices.get(one.match.invoice_id) if one.match.invoice_id else None
        if amount.currency not in in_currency or billed not in {None, amount.currency}:
            doubtful.append((one.placed, OpenReason.CURRENCY))
        elif (franchisee_id, line.day.isoformat(), amount.minor, amount.currency) in paid:
            doubtful.append((one.placed, OpenReason.LIKE_ANOTHER))
        else:
            sure.append(one)
    return sure, doubtful


def _keep(
    actor: Actor, data: bytes, filename: str, kind: BankFileKind, left_out: Counter[LeftOut]
) -> PaymentImport:
    stored = storage.put(data, name=filename, content_type="application/octet-stream")
    row = PaymentImport(
        filename=PurePath(filename).name[:200],
        kind=kind,
        created_by_name=actor.name,
        file_id=stored.id,
        left_out={why.value: count for why, count in left_out.items()},
    )
    db.session.add(row)
    db.session.flush()  # payments name the import by its id
    return row


def _book(actor: Actor, row: PaymentImport, found: Sequence[_Found]) -> tuple[Money, ...]:
    codes = known_ones.codes_of(one.match.franchisee_id for one in found)
    lines = [bank_line(one.placed.line, one.match, codes[one.match.franchisee_id]) for one in found]
    booked = book(lines, by=actor.name, import_id=row.id)
    settled: list[tuple[NamedDebit, UUID]] = []
    for one, (payment_id, _allocated) in zip(found, booked, strict=True):
        entry = _entry(row, one.placed)
        entry.status, entry.payment_id = BankEntryStatus.BOOKED, payment_id
        entry.franchisee_id = one.match.franchisee_id
        db.session.add(entry)
        if one.match.debit is not None:
            settled.append((one.match.debit, payment_id))
    db.session.flush()
    settle(actor, {debit.id: payment_id for debit, payment_id in settled})
    return _sums(
        (line.amount.currency, allocated.rest)
        for line, (_, allocated) in zip(lines, booked, strict=True)
    )


def bank_line(line: StatementLine, found: Match, code: str) -> BankLine:
    """A line as the booking takes it."""
    return BankLine(
        found.franchisee_id, code, line.day, line.amount, line.reference, found.invoice_id
    )


def _keep_open(row: PaymentImport, lines: Iterable[tuple[_Placed, OpenReason]]) -> None:
    for placed, reason in lines:
        entry = _entry(row, placed)
        entry.reason = reason
        db.session.add(entry)
    db.session.flush()


def _entry(row: PaymentImport, placed: _Placed) -> BankEntry:
    line = placed.line
    return BankEntry(
        import_id=row.id,
        account=placed.book,
        received_on=line.day,
        amount_minor=line.amount.minor,
        currency=line.amount.currency,
        payer_name=line.payer_name[:140],
        payer_iban=line.payer_account[:34],
        reference=line.text[:500],
        bank_reference=(line.bank_reference or line.end_to_end)[:100],
        digest=line.digest,
        status=BankEntryStatus.OPEN,
    )


def _sums(amounts: Iterable[tuple[str, int]]) -> tuple[Money, ...]:
    sums: Counter[str] = Counter()
    for currency, minor in amounts:
        sums[currency] += minor
    return tuple(Money(minor, currency) for currency, minor in sorted(sums.items()) if minor)
