"""Whose payment a line of a bank statement is: by what it says, never by likeness.

A line is somebody's when its text names one of that franchisee's invoices or statements, when it
came from an account that is known to be its own, or when it is the answer to a debit of ours. When
two of these speak of different franchisees, or none speaks, a person decides.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from ..bank_enums import OpenReason
from .bank_statement import StatementLine

_AROUND_DASH = re.compile(r"\s*-\s*")
#: An invoice or a debit note: what is owed. Nobody pays a credit note.
_INVOICE = re.compile(r"(?<![0-9A-Z-])(?:DN-)?[0-9]{4}-[0-9]{4,}(?![0-9A-Z-])")
#: What a statement asks the payer to write: its number, and a letter for the account.
_STATEMENT = re.compile(
    r"(?<![0-9A-Z-])ST-[0-9]{4}-[0-9]{2}-([0-9A-Z._/-]+?)(?:-[FA])?(?![0-9A-Z_/-])"
)
_WORD = re.compile(r"[0-9A-Z][0-9A-Z._/-]*[0-9A-Z]")
_SHORTEST_CODE = 4


@dataclass(frozen=True, slots=True)
class NamedInvoice:
    """An invoice whose number stands in a text."""

    id: UUID
    franchisee_id: UUID


@dataclass(frozen=True, slots=True)
class NamedDebit:
    """A debit of ours that a line answers."""

    id: UUID
    franchisee_id: UUID
    invoice_id: UUID
    is_collected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the portal knows of the numbers that some lines name."""

    invoices: Mapping[str, NamedInvoice] = field(default_factory=dict)
    codes: Mapping[str, UUID] = field(default_factory=dict)
    """Franchisees by their codes in capitals."""
    accounts: Mapping[str, frozenset[UUID]] = field(default_factory=dict)
    """Whose account it is, or was when it paid before."""
    debits: Mapping[str, NamedDebit] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """Whose payment it is, and the invoice that it names, or the debit that it answers."""

    franchisee_id: UUID
    invoice_id: UUID | None = None
    debit: NamedDebit | None = None


def match(line: StatementLine, known: Known) -> Match | OpenReason:
    """Whose payment a line is; or why that cannot be said."""
    if line.is_undivided:
        return OpenReason.UNDIVIDED
    if line.is_reversal:
        return OpenReason.REVERSAL
    debit = known.debits.get(line.end_to_end)
    if debit is not None:
        return Match(debit.franchisee_id, debit.invoice_id, debit)
    return _by_words(line, known)


def _by_words(line: StatementLine, known: Known) -> Match | OpenReason:
    named = [
        known.invoices[number] for number in invoice_numbers(line.text) if number in known.invoices
    ]
    whose = {invoice.franchisee_id for invoice in named}
    whose |= {known.codes[code] for code in codes(line.text) if code in known.codes}
    owners = known.accounts.get(line.payer_account, frozenset())
    if len(whose) > 1:
        return OpenReason.SEVERAL
    if whose:
        [franchisee_id] = whose
        if owners and franchisee_id not in owners:
            return OpenReason.CONTRADICTION
        return Match(franchisee_id, named[0].id if len({one.id for one in named}) == 1 else None)
    if len(owners) == 1:
        [franchisee_id] = owners
        return Match(franchisee_id)
    return OpenReason.UNKNOWN


def invoice_numbers(text: str) -> tuple[str, ...]:
    """What looks like numbers of invoices in a text."""
    return tuple(dict.fromkeys(_INVOICE.findall(_plain(text))))


def codes(text: str) -> tuple[str, ...]:
    """What could be codes of franchisees: in the number of a statement, or by itself.

    A code by itself has a letter and a digit: a bare number in a text is likely an amount or a day.
    """
    plain = _plain(text)
    found = _STATEMENT.findall(plain)
    found += [word for word in _WORD.findall(plain) if _is_code(word)]
    return tuple(dict.fromkeys(found))


def _is_code(word: str) -> bool:
    return (
        len(word) >= _SHORTEST_CODE
        and any(char.isdigit() for char in word)
        and any(char.isalpha() for char in word)
    )


def _plain(text: str) -> str:
    """In capitals; what a line break of the bank has torn at a dash is joined."""
    return _AROUND_DASH.sub("-", " ".join(text.upper().split()))


def all_numbers(lines: Iterable[StatementLine]) -> tuple[set[str], set[str]]:
    """The numbers of invoices and the codes that some lines could name, to look them up at once."""
    numbers: set[str] = set()
    found: set[str] = set()
    for line in lines:
        numbers.update(invoice_numbers(line.text))
        found.update(codes(line.text))
    return numbers, found
