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
    Batch,
    Debit,
    Due,
    LeftAlone,
    MandateFacts,
    Plan,
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
        (a_due(is_held=True), a_mandate(), NoDebit.HELD),
        (a_due(is_held=True, is_under_way=True), a_mandate(), NoDebit.HELD),
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


def test_every_debit_says_what_it_collects_and_under_which_mandate() -> None:
    first, second, third = a_due(2), a_due(1, code="F-002", franchisee_id=OLGA), a_due(1)
    mine, hers = a_mandate(), a_mandate(OLGA, signed_on=ON, last_collected_on=date(2026, 10, 1))
    plan = plan_of([first, second, third], [mine, hers], BOTH, on=ON)
    assert plan == Plan(
        ON,
        (
            Batch(
                Book.FRANCHISOR,
                MandateScheme.CORE,
                (
                    Debit(third, mine, Sequence.FIRST, "2026-0001-F"),
                    Debit(first, mine, Sequence.RECURRENT, "2026-0002-F"),
                    Debit(second, hers, Sequence.RECURRENT, "2026-0001-F"),
                ),
            ),
        ),
        (),
    )


def test_what_is_left_alone_does_not_keep_the_next_from_being_collected() -> None:
    dues = [a_due(1, is_under_way=True), a_due(2, book=Book.FUND, code="A"), a_due(3)]
    plan = plan_of(dues, [a_mandate()], {Book.FRANCHISOR: "C-1"}, on=ON)
    assert plan.left_alone == (LeftAlone(dues[0], NoDebit.UNDER_WAY),)
    assert [debit.due for batch in plan.batches for debit in batch.debits] == [dues[2]]
    assert [debit.sequence for batch in plan.batches for debit in batch.debits] == [Sequence.FIRST]


def test_a_mandate_may_be_used_from_the_day_on_which_it_was_signed() -> None:
    assert len(plan_of([a_due()], [a_mandate(signed_on=ON)], BOTH, on=ON).batches) == 1


@pytest.mark.parametrize(
    ("number", "tries", "reference"),
    [
        ("2" * 40, 0, "2" * 33 + "-F"),
        ("2" * 40, 9, "2" * 30 + "-F-10"),
        ("DN 2026_1", 1, "DN 2026 1-F-2"),
    ],
)
def test_a_long_number_leaves_room_for_account_and_try(
    number: str, tries: int, reference: str
) -> None:
    assert end_to_end(a_due(number=number, tries=tries)) == reference
    assert len(reference) <= LONGEST_ID


def test_the_days_around_the_turn_of_a_year_are_known_from_both_sides() -> None:
    assert earliest_day(date(2026, 12, 31)) == date(2027, 1, 4)
    assert earliest_day(date(2026, 12, 24)) == date(2026, 12, 28)
    late = day_trouble(date(2027, 1, 16), today=date(2026, 12, 18))
    assert late is not None
    assert late.params == {"day": "2027-01-16", "nearest": "2026-12-31"}
    early = day_trouble(date(2027, 1, 1), today=date(2026, 12, 31))
    assert early is not None
    assert early.params == {"day": "2027-01-01", "nearest": "2027-01-04"}


def test_a_text_is_cut_to_its_length_and_never_ends_with_a_space() -> None:
    assert sepa_text("ab cd", 3) == "ab"
    assert sepa_text("ab cd", 5) == "ab cd"
    assert sepa_text("ab cd", 4) == "ab c"


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


@pytest.mark.parametrize("text", ["M", "M-1", "a" * LONGEST_ID, "F-001/2026.1"])
def test_a_reference_of_allowed_letters_is_taken(text: str) -> None:
    assert is_identifier(text)


@pytest.mark.parametrize("text", ["", "a" * 36, "a b", "/a", "a/", "a//b", "ä", "a&b"])
def test_another_reference_is_not(text: str) -> None:
    assert not is_identifier(text)
