"""What a posted charge comes to once more is known: lower, never higher, and added exactly."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_portal.dunning.enums import LateKind
from franchise_portal.dunning.rules.charges import LateInvoice, LateTerms, Share, charges_of
from franchise_portal.dunning.rules.interest import Balance, Rates
from franchise_portal.dunning.rules.lowering import Posted, known_now
from franchise_portal.kit.money import Money

CONTRACT = UUID(int=1)
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
RATE = Decimal("0.0365")


def day(number):
    return FIRST + timedelta(days=number - 1)


def posted(*balances, **terms):
    """October as it was charged for what was open then."""
    invoice = LateInvoice(
        number="2026-0031",
        currency="EUR",
        due_on=date(2026, 9, 30),
        fees=balances,
        fund=(),
        shares=(Share(CONTRACT, 1, 0),),
    )
    agreed = LateTerms(contract_id=CONTRACT, clause="6.8", **(terms or {"rates": Rates(RATE)}))
    [due] = charges_of(invoice, {CONTRACT: agreed}, first=FIRST, last=LAST, period="2026-10")
    return Posted(due.kind, due.minor, due.working)


WHOLE = (Balance(date.min, 100_000),)


def days_and_bases(known):
    return [(part["days"], part["base_minor"]) for part in known.working["parts"]]


def test_nothing_new_leaves_the_charge_as_it_is():
    charge = posted(*WHOLE)
    known = known_now(charge, WHOLE)
    assert (known.minor, known.working) == (charge.minor, charge.working)
    assert charge.minor == 310


@pytest.mark.parametrize(
    ("still", "minor", "pieces"),
    [
        ((*WHOLE, Balance(day(11), 0)), 100, [(10, 100_000)]),
        ((*WHOLE, Balance(day(11), 40_000)), 184, [(10, 100_000), (21, 40_000)]),
        ((Balance(date.min, 50_000),), 155, [(31, 50_000)]),
        ((Balance(date.min, 0),), 0, []),
        ((), 0, []),
        ((Balance(date.min, 500_000),), 310, [(31, 100_000)]),
        ((Balance(date.min, 0), Balance(day(31), 100_000)), 10, [(1, 100_000)]),
    ],
)
def test_interest_counts_the_lower_of_what_was_charged_and_what_was_open(still, minor, pieces):
    known = known_now(posted(*WHOLE), still)
    assert known.minor == minor
    assert days_and_bases(known) == pieces


def test_a_day_that_was_not_charged_stays_free():
    """The fees were paid on the tenth and the payment came back: those days cost nothing."""
    charge = posted(*WHOLE, Balance(day(11), 0), Balance(day(21), 100_000))
    assert days_and_bases(known_now(charge, WHOLE)) == [(10, 100_000), (11, 100_000)]


@pytest.mark.parametrize(
    ("still", "days"), [(WHOLE, 31), ((*WHOLE, Balance(day(6), 0)), 5), ((), 0)]
)
def test_an_amount_a_day_counts_the_days_on_which_something_was_open(still, days):
    known = known_now(posted(*WHOLE, a_day=Money(200, "EUR")), still)
    assert (known.minor, known.working["days"]) == (days * 200, days)


@pytest.mark.parametrize(
    ("still", "minor"),
    [(WHOLE, 5_000), ((*WHOLE, Balance(day(2), 0)), 5_000), ((Balance(date.min, 0),), 0)],
)
def test_a_fixed_amount_is_owed_where_something_was_open_on_its_day(still, minor):
    charge = posted(*WHOLE, flat=Money(5_000, "EUR"))
    assert charge.kind is LateKind.FLAT
    assert known_now(charge, still).minor == minor


#: From the second day on, so that the first one costs something.
BALANCES = st.lists(
    st.tuples(st.integers(2, 31), st.integers(0, 200_000)), max_size=5, unique_by=lambda one: one[0]
).map(lambda found: tuple(Balance(day(number), minor) for number, minor in sorted(found)))
OPEN = st.integers(1_000_000, 9_000_000).map(lambda minor: (Balance(date.min, minor),))


@given(OPEN, BALANCES, OPEN, BALANCES)
def test_what_is_learned_never_raises_a_charge(first, changes, again, changes_again):
    charge = posted(*first, *changes)
    known = known_now(charge, (*again, *changes_again))
    assert 0 <= known.minor <= charge.minor


@given(OPEN, BALANCES, BALANCES)
def test_it_comes_to_what_would_have_been_charged_had_it_been_known(first, changes, later):
    """Where only less was open, taking back and charging rightly at first are the same."""
    charge = posted(*first, *changes)
    less = tuple(
        Balance(one.starts_on, min(one.minor, _on((*first, *changes), one.starts_on)))
        for one in sorted({*changes, *later})
    )
    whole = (*first, *less)
    if all(_on(whole, day(n)) <= _on((*first, *changes), day(n)) for n in range(1, 32)):
        assert known_now(charge, whole).minor == posted(*whole).minor


def _on(balances, when):
    return max((one for one in balances if one.starts_on <= when), key=lambda o: o.starts_on).minor
