"""Whose payment a line of a bank statement is: what it says decides, never likeness."""

from dataclasses import replace
from datetime import date
from hashlib import sha256
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
        ("dn-2026-0001 2026-0002 dn-2026-0001", ("DN-2026-0001", "2026-0002"), ("DN-2026-0001",)),
        ("f-001 F-002 f-001", (), ("F-001", "F-002")),
        ("ABC1 AB1 ABCD 12345", (), ("ABC1",)),
        ("2026\n-\t0001 F - 001", ("2026-0001",), ("F-001",)),
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


@pytest.mark.parametrize(
    ("line", "reference"),
    [
        (a_line("For October", bank_reference="B", end_to_end="E"), "For October · B"),
        (a_line("x", bank_reference="B", occurrence=1), "x · B (2)"),
        (a_line("", bank_reference="B", occurrence=2), "B (3)"),
        (a_line("", bank_reference="b" * 201), "b" * 200),
        (a_line("x" * 201), "x" * 200),
        (a_line("x" * 500, bank_reference="B-1"), "x" * 194 + " · B-1"),
        (a_line("words", bank_reference="b" * 198), " · " + "b" * 197),
        (a_line("words", bank_reference="b" * 196), "w · " + "b" * 196),
    ],
)
def test_a_reference_is_never_longer_than_there_is_room(
    line: StatementLine, reference: str
) -> None:
    assert line.reference == reference


@pytest.mark.parametrize(
    "changes",
    [
        {"account": "B"},
        {"day": date(2026, 11, 3)},
        {"amount": Money(101, "EUR")},
        {"amount": Money(100, "USD")},
        {"bank_reference": "x"},
        {"end_to_end": "x"},
        {"payer_account": "x"},
        {"text": "x"},
        {"occurrence": 1},
    ],
)
def test_every_mark_of_a_line_tells_it_from_another(changes: dict[str, object]) -> None:
    assert replace(a_line(), **changes).digest != a_line().digest


def test_the_digest_stays_what_it_was_when_the_line_was_first_read() -> None:
    marks = ["A", "2026-11-02", "100", "EUR", "B", "E", "P", "T", "2"]
    line = a_line("T", "P", bank_reference="B", end_to_end="E", occurrence=2)
    assert line.digest == sha256("\x1f".join(marks).encode()).hexdigest()


def test_the_name_of_the_payer_makes_no_other_line() -> None:
    assert a_line(payer_name="Omar").digest == a_line().digest


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
    assert ours.book_of("000") is None


@pytest.mark.parametrize(
    ("account", "book"),
    [("120", Book.FUND), ("00120", Book.FUND), ("12", None), ("1200", None), ("0", None),
     ("DE90", Book.FRANCHISOR), ("DE9", None)],
)  # fmt: skip
def test_zeros_before_an_account_mean_nothing_and_those_after_it_do(
    account: str, book: Book | None
) -> None:
    ours = OurAccounts((("DE90", Book.FRANCHISOR), ("0120", Book.FUND), ("0", Book.FUND)))
    assert ours.book_of(account) is book


def test_only_zeros_are_taken_off_an_account() -> None:
    ours = OurAccounts((("X77", Book.FUND), ("0120", Book.FRANCHISOR)))
    assert [ours.book_of(account) for account in ("X77", "77", "X120")] == [Book.FUND, None, None]
