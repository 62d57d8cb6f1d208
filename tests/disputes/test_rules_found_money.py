"""Which money may be the payment that somebody speaks of: by what it says, never by likeness."""

import pytest

from franchise_portal.disputes.enums import Fit
from franchise_portal.disputes.rules.found_money import Receipt, Sought, fits
from franchise_portal.kit.money import Money


def euro(text):
    return Money.parse(text, "EUR")


SOUGHT = Sought(
    number="2026-0002",
    code="f-001",
    amounts=frozenset({euro("4250"), euro("3250")}),
    accounts=frozenset({"DE88440001172026020000"}),
)


def a_receipt(**changes):
    return Receipt(**{"amount": euro("77"), "numbers": (), **changes})


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ()),
        ({"numbers": ("2026-0002",)}, (Fit.NAMED,)),
        ({"numbers": ("2026-0003",)}, ()),
        ({"codes": ("F-001",)}, (Fit.OWNER,)),
        ({"codes": ("F-002",)}, ()),
        ({"account": "DE88440001172026020000"}, (Fit.OWNER,)),
        ({"account": ""}, ()),
        ({"account": "DE88440001172026020000", "is_owned": True}, ()),
        ({"amount": euro("3250")}, (Fit.AMOUNT,)),
        ({"amount": euro("3250.01")}, ()),
        ({"amount": Money.parse("3250", "USD")}, ()),
        ({"is_free": True}, (Fit.FREE,)),
        (
            {"numbers": ("2026-0002",), "amount": euro("4250"), "codes": ("F-001",)},
            (Fit.NAMED, Fit.OWNER, Fit.AMOUNT),
        ),
    ],
)
def test_money_fits_by_what_it_says_or_is(changes, expected):
    assert fits(a_receipt(**changes), SOUGHT) == expected
