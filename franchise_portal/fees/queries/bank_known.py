"""What the portal knows of the numbers that lines of a bank statement name."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select

from ...database import db
from ...kit.errors import Unreadable
from ...network.models import Franchisee, Network
from ...network.rules.identifiers import compact, iban
from ..bank_enums import DebitStatus
from ..enums import Book
from ..models import BankEntry, DebitItem, Invoice, Mandate, Payment
from ..rules.bank_matching import Known, NamedDebit, NamedInvoice, all_numbers
from ..rules.bank_statement import OurAccounts, StatementLine

AT_ONCE = 500
One = TypeVar("One")


def our_accounts(network: Network) -> OurAccounts:
    """The network's accounts; an IBAN also by the plain number inside, as OFX names it."""
    numbers: list[tuple[str, Book]] = []
    for account, book in (
        (network.fees_account, Book.FRANCHISOR),
        (network.fund_account, Book.FUND),
    ):
        if not account:
            continue
        numbers.append((compact(account), book))
        plain = _plain_number(account)
        if plain:
            numbers.append((plain, book))
    return OurAccounts(tuple(numbers))


def _plain_number(account: str) -> str:
    from schwifty import IBAN  # noqa: PLC0415 - it reads its registers when it is imported

    try:
        return str(IBAN(iban(account)).account_code)
    except Unreadable:
        return ""


def known_to(lines: Sequence[StatementLine]) -> Known:
    """All that could tell whose payments some lines are."""
    numbers, codes = all_numbers(lines)
    accounts = {line.payer_account for line in lines if line.payer_account}
    references = {line.end_to_end for line in lines if line.end_to_end}
    return Known(
        invoices=_invoices(numbers),
        codes=_codes(codes),
        accounts=_owners(accounts),
        debits=_debits(references),
    )


def known_digests(digests: Iterable[str]) -> set[str]:
    """Those of the digests whose lines were read before."""
    found: set[str] = set()
    for some in _portions(digests):
        found.update(db.session.scalars(select(BankEntry.digest).where(BankEntry.digest.in_(some))))
    return found


def paid_otherwise(
    franchisee_ids: Iterable[UUID], lines: Sequence[StatementLine]
) -> set[tuple[UUID, str, int, str]]:
    """Payments of some franchisees on the days of some lines that came from no bank statement.

    Each as franchisee, day, minor units and currency: a line that is like one of them may be the
    same money, typed in or imported from a table before.
    """
    found: set[tuple[UUID, str, int, str]] = set()
    days = sorted({line.day for line in lines})
    if not days:
        return found
    for some in _portions(franchisee_ids):
        rows = db.session.execute(
            select(
                Payment.franchisee_id, Payment.received_on, Payment.amount_minor, Payment.currency
            )
            .outerjoin(BankEntry, BankEntry.payment_id == Payment.id)
            .where(
                Payment.franchisee_id.in_(some),
                Payment.received_on >= days[0],
                Payment.received_on <= days[-1],
                BankEntry.id.is_(None),
            )
        )
        found.update((row[0], row[1].isoformat(), row[2], row[3]) for row in rows)
    return found


def currencies_in_use(network_currency: str) -> set[str]:
    """The network's currency and those that were ever invoiced."""
    return {network_currency, *db.session.scalars(select(Invoice.currency).distinct())}


def payable(franchisee_ids: Iterable[UUID]) -> dict[UUID, set[str]]:
    """In which currencies some franchisees were invoiced."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for some in _portions(franchisee_ids):
        rows = db.session.execute(
            select(Invoice.franchisee_id, Invoice.currency)
            .where(Invoice.franchisee_id.in_(some))
            .distinct()
        )
        for franchisee_id, currency in rows:
            found[franchisee_id].add(currency)
    return found


def codes_of(franchisee_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The codes of some franchisees."""
    found: dict[UUID, str] = {}
    for some in _portions(franchisee_ids):
        rows = db.session.execute(
            select(Franchisee.id, Franchisee.code).where(Franchisee.id.in_(some))
        )
        found.update((row[0], row[1]) for row in rows)
    return found


def invoice_currencies(invoice_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The currencies of some invoices."""
    found: dict[UUID, str] = {}
    for some in _portions(invoice_ids):
        rows = db.session.execute(select(Invoice.id, Invoice.currency).where(Invoice.id.in_(some)))
        found.update((row[0], row[1]) for row in rows)
    return found


def _invoices(numbers: Iterable[str]) -> dict[str, NamedInvoice]:
    found = {}
    for some in _portions(numbers):
        for row in db.session.execute(
            select(Invoice.number, Invoice.id, Invoice.franchisee_id).where(
                Invoice.number.in_(some)
            )
        ):
            found[row.number] = NamedInvoice(row.id, row.franchisee_id)
    return found


def _codes(codes: Iterable[str]) -> dict[str, UUID]:
    found = {}
    for some in _portions(codes):
        for row in db.session.execute(
            select(Franchisee.code, Franchisee.id).where(func.upper(Franchisee.code).in_(some))
        ):
            found[row.code.upper()] = row.id
    return found


def _owners(accounts: Iterable[str]) -> dict[str, frozenset[UUID]]:
    """Whose accounts these are: by mandates, and by payments that were booked before."""
    owners: dict[str, set[UUID]] = defaultdict(set)
    for some in _portions(accounts):
        for query in (
            select(Mandate.iban, Mandate.franchisee_id).where(Mandate.iban.in_(some)),
            select(BankEntry.payer_iban, BankEntry.franchisee_id)
            .where(BankEntry.payer_iban.in_(some), BankEntry.payment_id.is_not(None))
            .distinct(),
        ):
            for account, franchisee_id in db.session.execute(query):
                if franchisee_id is not None:
                    owners[account].add(franchisee_id)
    return {account: frozenset(found) for account, found in owners.items()}


def _debits(references: Iterable[str]) -> dict[str, NamedDebit]:
    found = {}
    for some in _portions(references):
        for item in db.session.scalars(select(DebitItem).where(DebitItem.end_to_end.in_(some))):
            if item.status in {DebitStatus.OPEN, DebitStatus.COLLECTED}:
                found[item.end_to_end] = NamedDebit(
                    item.id,
                    item.franchisee_id,
                    item.invoice_id,
                    item.status is DebitStatus.COLLECTED,
                )
    return found


def _portions(values: Iterable[One]) -> Iterator[list[One]]:
    ordered = sorted(set(values))  # type: ignore[type-var]
    for start in range(0, len(ordered), AT_ONCE):
        yield ordered[start : start + AT_ONCE]
