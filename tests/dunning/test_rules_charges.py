"""What one invoice costs for being late: grace, fixed amounts, days, interest, contracts."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.dunning.enums import LateKind
from franchise_portal.dunning.rules.charges import (
    ONCE,
    LateInvoice,
    LateTerms,
    Share,
    charges_of,
)
from franchise_portal.dunning.rules.interest import Agreed, Balance, Rates
from franchise_portal.kit.money import Money

TL, HX = UUID(int=1), UUID(int=2)
OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


def euro(text):
    return Money.parse(text, "EUR")


def an_invoice(**changes):
    values = {
        "number": "2026-0031",
        "currency": "EUR",
        "due_on": date(2026, 9, 30),
        "fees": (Balance(date.min, 100_000),),
        "fund": (Balance(date.min, 20_000),),
        "shares": (Share(TL, 100_000, 20_000),),
        **changes,
    }
    return LateInvoice(**values)


def some_terms(contract=TL, **changes):
    values = {"contract_id": contract, "clause": "6.8", **changes}
    return {contract: LateTerms(**values)}


def october(invoice, terms):
    return charges_of(invoice, terms, first=OCTOBER[0], last=OCTOBER[1], period="2026-10")


def test_without_terms_nothing_is_charged():
    assert october(an_invoice(), {}) == ()
    assert october(an_invoice(), some_terms(HX, flat=euro("50"))) == ()


@pytest.mark.parametrize(
    ("due_on", "grace", "is_charged"),
    [
        (date(2026, 9, 30), 0, True),  # the first day of October is late
        (date(2026, 9, 29), 0, False),  # September charged it
        (date(2026, 9, 28), 2, True),
        (date(2026, 10, 30), 0, True),
        (date(2026, 10, 31), 0, False),  # November will
        (date(2026, 10, 29), 2, False),
    ],
)
def test_a_fixed_amount_is_charged_in_the_month_in_which_the_grace_ends(due_on, grace, is_charged):
    terms = some_terms(flat=euro("50"), grace_days=grace)
    found = october(an_invoice(due_on=due_on), terms)
    assert [(one.kind, one.period, one.minor) for one in found] == (
        [(LateKind.FLAT, ONCE, 5_000)] if is_charged else []
    )


def test_what_is_paid_within_the_grace_costs_nothing():
    paid_on_the_fifth = (Balance(date.min, 100_000), Balance(date(2026, 10, 6), 0))
    invoice = an_invoice(fees=paid_on_the_fifth)
    everything = some_terms(
        flat=euro("50"), a_day=euro("1"), rates=Rates(Decimal("0.1")), grace_days=5
    )
    assert october(invoice, everything) == ()
    a_day_less = some_terms(flat=euro("50"), grace_days=4)
    assert [one.minor for one in october(invoice, a_day_less)] == [5_000]


def test_each_day_of_delay_costs_its_amount():
    invoice = an_invoice(fees=(Balance(date.min, 1), Balance(date(2026, 10, 11), 0)))
    [due] = october(invoice, some_terms(a_day=euro("2.50")))
    assert (due.kind, due.period, due.minor) == (LateKind.DAILY, "2026-10", 2_500)
    assert due.working["days"] == 10


def test_interest_shows_each_piece():
    balances = (Balance(date.min, 100_000), Balance(date(2026, 10, 11), 40_000))
    [due] = october(an_invoice(fees=balances), some_terms(rates=Rates(Decimal("0.10"))))
    assert due.minor == 504
    assert due.working["parts"] == [
        {
            "base_minor": 100_000,
            "from": "2026-10-01",
            "until": "2026-10-10",
            "days": 10,
            "rate": "0.1",
            "every": "year",
            "amount_minor": 274,
        },
        {
            "base_minor": 40_000,
            "from": "2026-10-11",
            "until": "2026-10-31",
            "days": 21,
            "rate": "0.1",
            "every": "year",
            "amount_minor": 230,
        },
    ]


def test_the_fund_bears_interest_only_where_the_contract_says_so():
    rates = Rates(Decimal("0.365"))
    [alone] = october(an_invoice(), some_terms(rates=rates))
    [both] = october(an_invoice(), some_terms(rates=rates, is_on_fund=True))
    assert (alone.minor, both.minor) == (3_100, 3_720)


def test_what_was_charged_for_being_late_bears_nothing():
    """A debit note over 400 of which 100 are interest: three quarters of what is open count."""
    invoice = an_invoice(
        fees=(Balance(date.min, 40_000),), shares=(Share(TL, 30_000, 0),), beside=10_000
    )
    [due] = october(invoice, some_terms(rates=Rates(Decimal("0.365"))))
    assert due.working["parts"][0]["base_minor"] == 30_000


def test_each_contract_bears_interest_on_its_own_part_and_fixed_amounts_count_once():
    invoice = an_invoice(shares=(Share(TL, 75_000, 0), Share(HX, 25_000, 0)))
    terms = {
        **some_terms(TL, rates=Rates(Decimal("0.365")), flat=euro("50"), a_day=euro("1")),
        **some_terms(HX, rates=Rates(Decimal("0.73")), flat=euro("70"), a_day=euro("3")),
    }
    found = {(one.contract_id, one.kind): one.minor for one in october(invoice, terms)}
    assert found == {
        (TL, LateKind.FLAT): 5_000,
        (TL, LateKind.DAILY): 3_100,
        (TL, LateKind.INTEREST): 2_325,
        (HX, LateKind.INTEREST): 1_550,
    }


def test_a_payment_plan_stops_fixed_amounts_and_days_and_brings_its_own_interest():
    invoice = an_invoice(agreed=(Agreed(date(2026, 9, 1), date(2026, 12, 31), Decimal(0)),))
    terms = some_terms(flat=euro("50"), a_day=euro("1"), rates=Rates(Decimal("0.1")))
    assert october(invoice, terms) == ()
    with_rate = (Agreed(date(2026, 9, 1), date(2026, 12, 31), Decimal("0.0365")),)
    [due] = october(an_invoice(agreed=with_rate), terms)
    assert (due.kind, due.minor) == (LateKind.INTEREST, 310)


def test_an_amount_in_another_currency_is_not_charged():
    assert october(an_invoice(), some_terms(flat=Money.parse("50", "USD"))) == ()


@given(
    st.integers(1, 10**8),
    st.lists(st.integers(1, 10**6), min_size=1, max_size=4),
    st.integers(0, 10**6),
)
def test_the_parts_of_an_invoice_never_bear_more_than_what_is_open(minor, weights, beside):
    shares = tuple(Share(UUID(int=place + 1), weight, 0) for place, weight in enumerate(weights))
    invoice = an_invoice(fees=(Balance(date.min, minor),), shares=shares, beside=beside)
    terms = {
        share.contract_id: LateTerms(
            contract_id=share.contract_id, clause="6.8", rates=Rates(Decimal("0.365"))
        )
        for share in shares
    }
    bases = [one.working["parts"][0]["base_minor"] for one in october(invoice, terms)]
    assert sum(bases) <= minor
