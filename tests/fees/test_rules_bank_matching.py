"""Whose payment a line of a bank statement is: what it says decides, never likeness."""

from datetime import date
from uuid import UUID

import pytest

from franchise_portal.fees.bank_enums import OpenReason
from franchise_portal.fees.enums import Book
from franchise_portal.fees.rules.bank_matching import (
    Known,
    Match,
    NamedDebit,
    NamedInvoice,
    all_numbers,
    codes,
    invoice_numbers,
    match,
)
from franchise_portal.fees.rules.bank_statement import (
    LONGEST_REFERENCE,
    OurAccounts,
    StatementLine,
    counted,
)
from franchise_portal.kit.money import Money

OMAR, OLGA = UUID(int=1), UUID(int=2)
FIRST, SECOND, HERS = UUID(int=11), UUID(int=12), UUID(int=13)
KNOWN = Known(
    invoices={
        "2026-0001": NamedInvoice(FIRST, OMAR),
        "2026-0002": NamedInvoice(SECOND, OMAR),
        "2026-0003": NamedInvoice(HERS, OLGA),
    },
    codes={"F-001": OMAR, "F-002": OLGA},
    accounts={
        "OMARS": frozenset({OMAR}),
        "OLGAS": frozenset({OLGA}),
        "SHARED": frozenset({OMAR, OLGA}),
    },
    debits={"DD-1": NamedDebit(UUID(int=21), OMAR, FIRST, is_collected=False)},
)


def a_line(text: str = "", account: str = "", **more: object) -> StatementLine:
    return StatementLine(
        account="A",
        day=date(2026, 11, 2),
        amount=Money(100, "EUR"),
        text=text,
        payer_account=account,
        **more,
    )


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (a_line("Invoice 2026-0001"), Match(OMAR, FIRST)),
        (a_line("INV2026-0001"), OpenReason.UNKNOWN),
        (a_line("invoice 2026- 0001 thanks"), Match(OMAR, FIRST)),
        (a_line("2026-0001 and 2026-0002"), Match(OMAR)),
        (a_line("2026-0001, 2026-0001"), Match(OMAR, FIRST)),
        (a_line("2026-0001 2026-0003"), OpenReason.SEVERAL),
        (a_line("2026-0009"), OpenReason.UNKNOWN),
        (a_line("2026-00012"), OpenReason.UNKNOWN),
        (a_line("12026-0001"), OpenReason.UNKNOWN),
        (a_line("ST-2026-10-F-001-F"), Match(OMAR)),
        (a_line("st-2026-10-f-002-a"), Match(OLGA)),
        (a_line("ST-2026-10-F-002"), Match(OLGA)),
        (a_line("F-001 October"), Match(OMAR)),
        (a_line("F-0011"), OpenReason.UNKNOWN),
        (a_line("F-001 for F-002"), OpenReason.SEVERAL),
        (a_line("2026-0001 of F-002"), OpenReason.SEVERAL),
        (a_line("thanks", "OMARS"), Match(OMAR)),
        (a_line("", "SHARED"), OpenReason.UNKNOWN),
        (a_line("2026-0001", "SHARED"), Match(OMAR, FIRST)),
        (a_line("2026-0001", "OLGAS"), OpenReason.CONTRADICTION),
        (a_line("2026-0001", "NEW"), Match(OMAR, FIRST)),
        (a_line("from Omar & Sons"), OpenReason.UNKNOWN),
        (a_line(""), OpenReason.UNKNOWN),
        (a_line("2026-0001", is_reversal=True), OpenReason.REVERSAL),
        (a_line("2026-0001", is_undivided=True), OpenReason.UNDIVIDED),
        (a_line("2026-0003", end_to_end="DD-1"), Match(OMAR, FIRST, KNOWN.debits["DD-1"])),
    ],
)
def test_a_line_is_somebodys_when_it_says_so(line: StatementLine, answer: object) -> None:
    assert match(line, KNOWN) == answer


@pytest.mark.parametrize(
    ("text", "numbers", "words"),
    [
        ("Rent 2026-10-31", (), ()),
        ("2026-12345", ("2026-12345",), ()),
        ("ST-2026-10-AB_12/3-A", (), ("AB_12/3", "ST-2026-10-AB_12/3-A")),
        ("1234 5678 10/2026", (), ()),
    ],
)
def test_what_could_be_a_number_is_looked_up(
    text: str, numbers: tuple[str, ...], words: tuple[str, ...]
) -> None:
    assert (invoice_numbers(text), codes(text)) == (numbers, words)


def test_the_numbers_of_all_lines_are_looked_up_at_once() -> None:
    numbers, found = all_numbers([a_line("2026-0001"), a_line("F-001 2026-0002")])
    assert numbers == {"2026-0001", "2026-0002"}
    assert "F-001" in found


def test_lines_that_are_quite_the_same_are_told_apart_by_their_place() -> None:
    lines = list(counted([a_line("same"), a_line("other"), a_line("same"), a_line("same")]))
    assert [line.occurrence for line in lines] == [0, 0, 1, 2]
    assert len({line.digest for line in lines}) == 4
    assert list(counted([a_line("same"), a_line("same")]))[1].digest == lines[2].digest


@pytest.mark.parametrize(
    ("line", "reference"),
    [
        (a_line("For October"), "For October"),
        (a_line("For October", bank_reference="B-1"), "For October · B-1"),
        (a_line("", bank_reference="B-1"), "B-1"),
        (a_line("For October", occurrence=1), "For October · (2)"),
        (a_line("x", end_to_end="E-1"), "x · E-1"),
        (a_line(""), ""),
    ],
)
def test_a_payment_is_called_by_the_payers_words_and_the_banks(
    line: StatementLine, reference: str
) -> None:
    assert line.reference == reference


def test_long_words_leave_room_for_the_banks_reference() -> None:
    line = a_line("x" * 500, bank_reference="B-1")
    assert len(line.reference) == LONGEST_REFERENCE
    assert line.reference.endswith(" · B-1")


def test_an_account_is_ours_by_its_number_alone() -> None:
    ours = OurAccounts((("DE89", Book.FRANCHISOR), ("0123", Book.FUND)))
    assert ours.book_of("DE89") is Book.FRANCHISOR
    assert ours.book_of("123") is Book.FUND
    assert ours.book_of("89") is None
    assert ours.book_of("") is None
