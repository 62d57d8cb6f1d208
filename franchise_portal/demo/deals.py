"""What each franchisee agreed with the franchisor: the terms of every contract, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ..contracts.enums import ClauseKind, InsuranceKind, Party, RenewalMode, Rhythm
from ..contracts.rules.terms import (
    AuditRight,
    Deposit,
    DevelopmentStep,
    Insurance,
    LatePayment,
    NonCompete,
    Notice,
    Renewal,
    Terms,
    TerritoryGrant,
    TransferTerms,
)
from ..kit.durations import Duration
from ..kit.money import Money
from . import story

TITLE = "Franchise agreement"
ACCOUNTED_BEFORE = date(2022, 1, 1)
"""Whoever came before signed the form of that time, in the month in which they had joined."""


def lasting(text: str) -> Duration:
    """A duration as it is written."""
    return Duration.parse(text)


def euros(amount: int) -> Money:
    """Whole euro."""
    return Money(amount * 100, story.CURRENCY)


#: What both brands' forms have in common.
_FORM = Terms(
    length=lasting("10 years"),
    renewal=Renewal(
        count=2,
        each=lasting("5 years"),
        mode=RenewalMode.BY_REQUEST,
        is_on_same_terms=True,
        conditions=("No open default", "The outlet looks as the manual shows it"),
    ),
    notice=Notice(at_least=lasting("6 months"), at_most=lasting("12 months")),
    audit=AuditRight(
        notice=lasting("10 days"),
        times_a_year=1,
        trigger_rate=Decimal("0.03"),
        payer=Party.FRANCHISEE,
    ),
    insurance=(
        Insurance(
            kind=InsuranceKind.LIABILITY,
            cover=euros(2_000_000),
            evidence_every=Rhythm.YEAR,
            names_franchisor=True,
        ),
        Insurance(kind=InsuranceKind.PROPERTY, cover=euros(250_000)),
    ),
    non_compete=NonCompete(is_during=True, after=lasting("1 year"), area="10 km around the outlet"),
    governing_law="Germany",
)
FORMS: Mapping[str, Terms] = {
    "TL": replace(
        _FORM,
        deposit=Deposit(
            amount=euros(8_000),
            return_within=lasting("60 days"),
            conditions=("The account is settled", "The manual is returned"),
        ),
        transfer=TransferTerms(fee=euros(3_000), first_refusal=lasting("30 days")),
    ),
    "HX": replace(
        _FORM,
        deposit=Deposit(
            amount=euros(6_000),
            return_within=lasting("60 days"),
            conditions=("The account is settled", "The manual is returned"),
        ),
        transfer=TransferTerms(fee=euros(2_500), first_refusal=lasting("30 days")),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """In what a franchisee's contract differs from the form."""

    starts_on: date | None = None
    length: str = ""
    is_automatic: bool = False
    territory: str = ""
    more_outlets: int = 1
    """How many more than there are the contract permits."""
    development: tuple[DevelopmentStep, ...] = ()
    late: LatePayment | None = None


_LATE = LatePayment(
    rate=Decimal("0.05"),
    every=Rhythm.YEAR,
    within_law=False,
    base="bgb-247",
    flat=euros(25),
    grace_days=5,
    clause="7.4",
)
LATE_CLAUSE = (
    "7.4",
    "Late payment",
    (
        "What is open more than five days after it was due bears interest of five percentage "
        "points above the base rate from then on, by days of 365, and costs € 25 once. The "
        "Advertising Fund’s part and interest itself bear none."
    ),
)
"""Of the forms signed since 2022."""
_GROWTH = (
    DevelopmentStep(number=1, due_on=date(2024, 12, 31), outlets_open=3, grace=lasting("90 days")),
    DevelopmentStep(number=2, due_on=date(2026, 9, 30), outlets_open=4, grace=lasting("90 days")),
    DevelopmentStep(number=3, due_on=date(2028, 6, 30), outlets_open=5, grace=lasting("90 days")),
)
DEALS: Mapping[str, Deal] = {
    "F-001": Deal(starts_on=date(2021, 5, 1), length="5 years", is_automatic=True),
    "F-002": Deal(starts_on=date(2021, 11, 12), territory="T-01", more_outlets=0),
    "F-004": Deal(territory="T-02", more_outlets=2),
    "F-006": Deal(territory="T-04"),
    "F-007": Deal(territory="T-05"),
    "F-009": Deal(length="5 years", late=_LATE),
    "F-014": Deal(territory="T-03", more_outlets=2, development=_GROWTH),
    "F-016": Deal(length="5 years", is_automatic=True),
    "F-017": Deal(length="5 years"),
    "F-021": Deal(length="5 years"),
    "F-022": Deal(length="5 years"),
    "F-023": Deal(length="5 years"),
    "F-024": Deal(length="5 years"),
}


def starts_on(owner: story.Owner) -> date:
    """The first day of a franchisee's contract."""
    agreed = DEALS.get(owner.code, Deal()).starts_on
    if agreed:
        return agreed
    return owner.since if owner.since >= ACCOUNTED_BEFORE else owner.since.replace(year=2022)


def terms_of(owner: story.Owner, brand: str, *, outlets: int, plan: str) -> Terms:
    """The whole terms of a franchisee's contract; `plan` is the fee plan's part."""
    deal, form = DEALS.get(owner.code, Deal()), FORMS[brand]
    renewal = form.renewal
    if deal.is_automatic and renewal:
        renewal = replace(renewal, mode=RenewalMode.AUTOMATIC, conditions=(), count=None)
    return replace(
        form,
        starts_on=starts_on(owner),
        length=lasting(deal.length) if deal.length else form.length,
        renewal=renewal,
        territory=(
            TerritoryGrant(codes=(deal.territory,), is_exclusive=True) if deal.territory else None
        ),
        outlets_permitted=outlets + deal.more_outlets,
        development=deal.development,
        late=deal.late,
        parts=(("fee_plan", plan),),
    )


#: Where the clauses of the library stand in each brand's form, beside the brand's own about money.
LIBRARY_PLACES: Mapping[str, Mapping[str, str]] = {
    "TL": {
        "1.1": "grant", "1.2": "marks", "1.3": "confidentiality",
        "2.1": "term", "2.2": "renewal", "2.3": "notice",
        "3.1": "territory", "3.2": "development",
        "4.1": "support", "4.2": "standards", "5.1": "purchasing",
        "6.6": "deposit", "7.1": "reporting", "7.3": "audit",
        "8.1": "insurance", "8.2": "non_compete",
        "9.1": "default", "9.2": "termination",
        "10.1": "transfer", "10.2": "exit", "11.1": "general",
    },
    "HX": {
        "1.1": "grant", "1.2": "marks", "1.3": "confidentiality",
        "2.1": "term", "2.2": "renewal", "2.3": "notice",
        "3.1": "territory", "3.2": "development",
        "4.1": "support", "4.2": "standards", "4.3": "purchasing",
        "5.7": "deposit", "7.1": "reporting", "7.3": "audit",
        "8.1": "insurance", "8.2": "non_compete",
        "9.1": "default", "9.2": "termination",
        "10.1": "transfer", "10.2": "exit", "11.1": "general",
    },
}  # fmt: skip

#: What the brand's own clauses are about.
KINDS: Mapping[str, ClauseKind] = {
    "Royalty": ClauseKind.FEES,
    "Net Sales": ClauseKind.FEES,
    "Advertising Fund": ClauseKind.FUND,
    "Technology": ClauseKind.FEES,
    "When payment is due": ClauseKind.FEES,
    "Late payment": ClauseKind.FEES,
    "Order of payments": ClauseKind.FEES,
    "Disputes": ClauseKind.DISPUTES,
}
