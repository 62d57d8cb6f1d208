"""What a charge for being late says of itself, and its edges: cents, last days, books apart."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from franchise_portal.dunning.enums import LateKind
from franchise_portal.dunning.rules.charges import (
    ONCE,
    Due,
    LateInvoice,
    LateTerms,
    Share,
    charges_of,
)
from franchise_portal.dunning.rules.interest import Balance, Rates
from franchise_portal.kit.money import Money

TL, HX = UUID(int=1), UUID(int=2)
A_CENT_A_DAY_PER_TEN = Rates(Decimal("0.365"))


def euro(text):
    return Money.parse(text, "EUR")


def october(invoice, *terms):
    by_contract = {one.contract_id: one for one in terms}
    return charges_of(
        invoice,
        by_contract,
        first=date(2026, 10, 1),
        last=date(2026, 10, 31),
        period="2026-10",
    )


def an_invoice(**changes):
    values = {
        "number": "2026-0031",
        "currency": "EUR",
        "due_on": date(2026, 9, 30),
        "fees": (Balance(date.min, 100_000),),
        "fund": (),
        "shares": (Share(TL, 1, 0),),
        **changes,
    }
    return LateInvoice(**values)


def some_terms(contract=TL, **changes):
    return LateTerms(**{"contract_id": contract, "clause": "6.8", **changes})


def bases(found):
    return [
        (part["from"], part["base_minor"])
        for one in found
        if one.kind is LateKind.INTEREST
        for part in one.working["parts"]
    ]


def test_each_charge_keeps_its_contract_its_clause_and_its_whole_working():
    found = october(
        an_invoice(),
        some_terms(flat=euro("50"), a_day=euro("2"), rates=A_CENT_A_DAY_PER_TEN, grace_days=5),
    )
    piece = {
        "base_minor": 100_000,
        "from": "2026-10-06",
        "until": "2026-10-31",
        "days": 26,
        "rate": "0.365",
        "every": "year",
        "amount_minor": 2_600,
    }
    assert found == (
        Due(
            contract_id=TL,
            clause="6.8",
            kind=LateKind.FLAT,
            period=ONCE,
            minor=5_000,
            working={
                "about": "2026-0031",
                "from": "2026-10-06",
                "grace_days": 5,
                "every": "once",
            },
        ),
        Due(
            contract_id=TL,
            clause="6.8",
            kind=LateKind.DAILY,
            period="2026-10",
            minor=5_200,
            working={
                "about": "2026-0031",
                "from": "2026-10-06",
                "until": "2026-10-31",
                "days": 26,
                "a_day_minor": 200,
                "grace_days": 5,
            },
        ),
        Due(
            contract_id=TL,
            clause="6.8",
            kind=LateKind.INTEREST,
            period="2026-10",
            minor=2_600,
            working={"about": "2026-0031", "grace_days": 5, "parts": [piece]},
        ),
    )


def test_without_days_of_grace_the_working_names_none():
    found = october(
        an_invoice(), some_terms(flat=euro("50"), a_day=euro("2"), rates=A_CENT_A_DAY_PER_TEN)
    )
    assert len(found) == 3
    assert not any("grace_days" in one.working for one in found)
    one_day = october(an_invoice(), some_terms(flat=euro("50"), grace_days=1))
    assert one_day[0].working["grace_days"] == 1


def test_an_invoice_that_was_late_before_is_charged_from_the_first_day_of_the_month():
    found = october(
        an_invoice(due_on=date(2026, 8, 15)),
        some_terms(flat=euro("50"), a_day=euro("2"), rates=A_CENT_A_DAY_PER_TEN),
    )
    assert [(one.kind, one.minor) for one in found] == [
        (LateKind.DAILY, 6_200),
        (LateKind.INTEREST, 3_100),
    ]
    assert found[0].working["from"] == "2026-10-01"


def test_the_last_day_of_a_month_alone_is_charged():
    everything = some_terms(flat=euro("50"), a_day=euro("2"), rates=A_CENT_A_DAY_PER_TEN)
    found = october(an_invoice(due_on=date(2026, 10, 30)), everything)
    assert [(one.kind, one.minor) for one in found] == [
        (LateKind.FLAT, 5_000),
        (LateKind.DAILY, 200),
        (LateKind.INTEREST, 100),
    ]
    assert october(an_invoice(due_on=date(2026, 10, 31)), everything) == ()


@pytest.mark.parametrize(("flat", "count"), [("0.01", 1), ("0", 0)])
def test_a_cent_is_charged_and_nothing_is_not(flat, count):
    assert len(october(an_invoice(), some_terms(flat=euro(flat)))) == count


def test_an_amount_a_day_in_another_currency_is_not_charged():
    assert october(an_invoice(), some_terms(a_day=Money.parse("2", "USD"))) == ()


def test_a_tiny_rate_is_written_with_all_its_digits():
    [due] = october(
        an_invoice(fees=(Balance(date.min, 10**9),)), some_terms(rates=Rates(Decimal("0.0000001")))
    )
    assert due.working["parts"][0]["rate"] == "0.0000001"
    assert due.minor == 8


def test_what_was_paid_too_much_of_the_fees_does_not_lessen_what_the_fund_bears():
    invoice = an_invoice(
        fees=(Balance(date.min, -500),),
        fund=(Balance(date.min, 100_000),),
        shares=(Share(TL, 1, 1),),
    )
    found = october(invoice, some_terms(rates=A_CENT_A_DAY_PER_TEN, is_on_fund=True))
    assert bases(found) == [("2026-10-01", 100_000)]


def test_a_book_without_parts_bears_nothing():
    """Open in the fund's book, yet no contract has a part there."""
    invoice = an_invoice(fund=(Balance(date.min, 20_000),), shares=(Share(TL, 1, 0),))
    found = october(invoice, some_terms(rates=A_CENT_A_DAY_PER_TEN, is_on_fund=True))
    assert bases(found) == [("2026-10-01", 100_000)]


def test_each_book_counts_from_the_day_on_which_something_is_open_in_it():
    invoice = an_invoice(
        fees=(Balance(date(2026, 10, 11), 40_000),),
        fund=(Balance(date(2026, 10, 1), 10_000), Balance(date(2026, 10, 21), 0)),
        shares=(Share(TL, 3, 5),),
    )
    found = october(invoice, some_terms(rates=A_CENT_A_DAY_PER_TEN, is_on_fund=True))
    assert bases(found) == [
        ("2026-10-01", 10_000),
        ("2026-10-11", 50_000),
        ("2026-10-21", 40_000),
    ]


def test_a_contract_without_terms_leaves_the_others_their_parts():
    invoice = an_invoice(shares=(Share(TL, 3, 0), Share(HX, 1, 0)))
    found = october(invoice, some_terms(HX, rates=A_CENT_A_DAY_PER_TEN, flat=euro("50")))
    # The fixed amount is the main contract's to ask for, and that one asks for nothing.
    assert [(one.contract_id, one.kind) for one in found] == [(HX, LateKind.INTEREST)]
    assert bases(found) == [("2026-10-01", 25_000)]
