"""Direct debits: on which days, under which mandates, in which file."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.fees.bank_enums import MandateScheme, NoDebit, Sequence
from franchise_portal.fees.enums import Book
from franchise_portal.fees.rules.direct_debit import (
    LONGEST_ID,
    Due,
    MandateFacts,
    day_trouble,
    earliest_day,
    end_to_end,
    is_expired,
    is_identifier,
    plan_of,
    sepa_text,
)
from franchise_portal.kit.money import Money

OMAR, OLGA = UUID(int=1), UUID(int=2)
ON = date(2026, 11, 16)
BOTH = {Book.FRANCHISOR: "C-1", Book.FUND: "C-1"}


def a_due(place: int = 1, **changes: object) -> Due:
    facts = {
        "invoice_id": UUID(int=100 + place),
        "number": f"2026-{place:04}",
        "month": "2026-10",
        "franchisee_id": OMAR,
        "code": "F-001",
        "name": "Omar & Sons",
        "book": Book.FRANCHISOR,
        "due_on": date(2026, 11, 15),
        "amount": Money(1000, "EUR"),
    }
    return Due(**{**facts, **changes})


def a_mandate(owner: UUID = OMAR, **changes: object) -> MandateFacts:
    facts = {
        "id": UUID(int=200 + owner.int),
        "franchisee_id": owner,
        "creditor_id": "C-1",
        "scheme": MandateScheme.CORE,
        "reference": "M-1",
        "holder": "Omar & Sons",
        "iban": "DE88440001172026020000",
        "bic": "",
        "signed_on": date(2026, 1, 1),
    }
    return MandateFacts(**{**facts, **changes})


@pytest.mark.parametrize(
    ("day", "today", "words"),
    [
        ("2026-11-16", "2026-11-13", None),
        ("2026-11-13", "2026-11-13", "too early"),
        ("2026-11-14", "2026-11-13", "too early"),
        ("2026-11-27", "2026-11-13", None),
        ("2026-11-28", "2026-11-13", "too late"),
        ("2026-11-21", "2026-11-13", "No money moves"),
        ("2026-12-25", "2026-12-18", "No money moves"),
        ("2026-12-28", "2026-12-24", None),
        ("2027-01-01", "2026-12-24", "No money moves"),
        ("2027-03-26", "2027-03-22", "No money moves"),
        ("2026-05-01", "2026-04-28", "No money moves"),
        ("2026-10-03", "2026-09-28", "No money moves"),
        ("2026-11-01", "2026-10-27", "No money moves"),
    ],
)
def test_a_collection_falls_on_a_day_on_which_banks_settle(
    day: str, today: str, words: str | None
) -> None:
    trouble = day_trouble(date.fromisoformat(day), today=date.fromisoformat(today))
    assert (trouble is None) if words is None else (words in str(trouble))


def test_national_holidays_do_not_close_the_banks_of_europe() -> None:
    assert day_trouble(date(2026, 10, 2), today=date(2026, 9, 28)) is None
    assert day_trouble(date(2029, 10, 3), today=date(2029, 9, 28)) is None


@given(st.dates(date(2020, 1, 1), date(2060, 12, 31)))
def test_the_first_day_is_always_possible_and_the_named_one_too(today: date) -> None:
    first = earliest_day(today)
    assert day_trouble(first, today=today) is None
    assert first > today
    for offset in range(-3, 30):
        trouble = day_trouble(today + timedelta(days=offset), today=today)
        if trouble is not None:
            nearest = date.fromisoformat(str(trouble.params["nearest"]))
            later = day_trouble(nearest, today=today)
            assert later is None or "too late" in str(later)


@pytest.mark.parametrize(
    ("due", "mandate", "reason"),
    [
        (a_due(), None, NoDebit.NO_MANDATE),
        (a_due(), a_mandate(creditor_id="C-2"), NoDebit.NO_MANDATE),
        (a_due(is_under_way=True), a_mandate(), NoDebit.UNDER_WAY),
        (a_due(amount=Money(1000, "USD")), a_mandate(), NoDebit.NOT_EURO),
        (a_due(), a_mandate(signed_on=date(2026, 11, 17)), NoDebit.SIGNED_LATER),
        (a_due(), a_mandate(signed_on=date(2023, 11, 15)), NoDebit.EXPIRED),
    ],
)
def test_what_cannot_be_collected_is_left_alone_with_the_reason(
    due: Due, mandate: MandateFacts | None, reason: NoDebit
) -> None:
    plan = plan_of([due], [mandate] if mandate else [], BOTH, on=ON)
    assert plan.batches == ()
    assert [one.reason for one in plan.left_alone] == [reason]


@pytest.mark.parametrize(
    ("signed", "last", "is_past"),
    [
        ("2023-11-16", None, False),
        ("2023-11-15", None, True),
        ("2020-01-01", "2023-11-16", False),
        ("2020-01-01", "2023-11-15", True),
    ],
)
def test_a_mandate_expires_36_months_after_its_last_use(
    signed: str, last: str | None, *, is_past: bool
) -> None:
    mandate = a_mandate(
        signed_on=date.fromisoformat(signed),
        last_collected_on=date.fromisoformat(last) if last else None,
    )
    assert is_expired(mandate, on=ON) is is_past


def test_each_account_and_scheme_has_a_file_of_its_own() -> None:
    plan = plan_of(
        [
            a_due(1),
            a_due(1, book=Book.FUND, amount=Money(300, "EUR")),
            a_due(2, franchisee_id=OLGA, code="F-002"),
        ],
        [a_mandate(), a_mandate(OLGA, scheme=MandateScheme.B2B)],
        BOTH,
        on=ON,
    )
    assert [(one.book, one.scheme, one.total.minor) for one in plan.batches] == [
        (Book.FUND, MandateScheme.CORE, 300),
        (Book.FRANCHISOR, MandateScheme.CORE, 1000),
        (Book.FRANCHISOR, MandateScheme.B2B, 1000),
    ]


def test_the_first_collection_under_a_mandate_says_so_and_the_next_do_not() -> None:
    plan = plan_of([a_due(1), a_due(2), a_due(1, book=Book.FUND)], [a_mandate()], BOTH, on=ON)
    found = [debit.sequence for batch in plan.batches for debit in batch.debits]
    assert found == [Sequence.FIRST, Sequence.RECURRENT, Sequence.RECURRENT]
    used = a_mandate(last_collected_on=date(2026, 10, 15))
    [batch] = plan_of([a_due()], [used], BOTH, on=ON).batches
    assert [debit.sequence for debit in batch.debits] == [Sequence.RECURRENT]


def test_the_fund_as_an_entity_of_its_own_needs_a_mandate_of_its_own() -> None:
    apart = {Book.FRANCHISOR: "C-1", Book.FUND: "C-2"}
    dues = [a_due(1), a_due(1, book=Book.FUND)]
    plan = plan_of(dues, [a_mandate()], apart, on=ON)
    assert [batch.book for batch in plan.batches] == [Book.FRANCHISOR]
    assert [one.reason for one in plan.left_alone] == [NoDebit.NO_MANDATE]
    both = [a_mandate(), a_mandate(id=UUID(int=999), creditor_id="C-2")]
    assert len(plan_of(dues, both, apart, on=ON).batches) == 2


def test_a_book_that_is_not_set_up_is_not_looked_at() -> None:
    plan = plan_of([a_due(book=Book.FUND)], [a_mandate()], {Book.FRANCHISOR: "C-1"}, on=ON)
    assert (plan.batches, plan.left_alone) == ((), ())


@pytest.mark.parametrize(
    ("due", "reference"),
    [
        (a_due(), "2026-0001-F"),
        (a_due(book=Book.FUND), "2026-0001-A"),
        (a_due(tries=1), "2026-0001-F-2"),
    ],
)
def test_a_debit_is_known_by_its_invoice_account_and_try(due: Due, reference: str) -> None:
    assert end_to_end(due) == reference


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Müller & Söhne, Köln", "Muller Sohne, Koln"),
        ("奥尔加商贸", "Ao Er Jia Shang Mao"),
        ("  a\tb\n", "a b"),
        ("<tag> “x”", "tag x"),
    ],
)
def test_names_are_spelt_in_letters_that_every_bank_takes(text: str, plain: str) -> None:
    assert sepa_text(text, 70) == plain


@given(st.text(), st.integers(1, 140))
def test_nothing_else_ever_stands_in_a_message(text: str, longest: int) -> None:
    plain = sepa_text(text, longest)
    assert len(plain) <= longest
    assert plain.isascii()
    assert plain == plain.strip()


@pytest.mark.parametrize("text", ["M-1", "a" * LONGEST_ID, "F-001/2026.1"])
def test_a_reference_of_allowed_letters_is_taken(text: str) -> None:
    assert is_identifier(text)


@pytest.mark.parametrize("text", ["", "a" * 36, "a b", "/a", "a/", "a//b", "ä", "a&b"])
def test_another_reference_is_not(text: str) -> None:
    assert not is_identifier(text)
