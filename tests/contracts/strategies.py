"""Terms and clauses of every kind, for properties."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from franchise_portal.contracts.enums import (
    ClauseKind,
    InsuranceKind,
    Party,
    RenewalMode,
    Rhythm,
)
from franchise_portal.contracts.rules.clauses import ClauseText
from franchise_portal.contracts.rules.terms import (
    Advertising,
    AuditRight,
    CureTime,
    Deposit,
    DevelopmentStep,
    EventCharge,
    Guarantor,
    Insurance,
    LatePayment,
    MinimumPurchase,
    NonCompete,
    Notice,
    PaymentDay,
    Renewal,
    ReportDuty,
    Terms,
    TerritoryGrant,
    TransferTerms,
)
from franchise_portal.contracts.term_enums import (
    Assurance,
    Channel,
    ChargeOccasion,
    Counted,
    CoverMeasure,
    DefaultKind,
    DistanceUnit,
    FeeKind,
    RenewalRequirement,
    ReportKind,
    ShareOf,
    SpecialSite,
)
from franchise_portal.kit.durations import Duration, Unit
from franchise_portal.kit.money import Money

days = st.dates(date(2000, 1, 1), date(2100, 12, 31))
durations = st.builds(Duration, st.integers(1, 60), st.sampled_from(Unit))
amounts = st.builds(Money, st.integers(0, 10**12), st.sampled_from(["EUR", "JPY", "KWD"]))
words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20
)
shares = st.decimals(Decimal("0.0001"), Decimal(1), places=4)


def maybe(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """A value, or nothing."""
    return st.none() | strategy


def several(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """A few values as a tuple."""
    return st.lists(strategy, max_size=3).map(tuple)


renewals = st.builds(
    Renewal,
    count=maybe(st.integers(0, 5)),
    each=durations,
    mode=st.sampled_from(RenewalMode),
    is_on_same_terms=st.booleans(),
    conditions=several(words),
    fee=maybe(amounts),
    requires=several(st.sampled_from(RenewalRequirement)),
    fee_share=maybe(shares),
    royalty_cap=maybe(shares),
    answer_within=maybe(durations),
)
lasting = st.one_of(
    st.fixed_dictionaries({"length": durations}),
    st.fixed_dictionaries({"ends_on": days}),
    st.just({"is_indefinite": True}),
    st.just({}),
)
others = st.fixed_dictionaries(
    {},
    optional={
        "starts_on": days,
        "term_consent": words,
        "renewal": renewals,
        "notice": st.builds(
            Notice, at_least=durations, at_most=maybe(durations), by_franchisor=maybe(durations)
        ),
        "territory": st.builds(
            TerritoryGrant,
            codes=several(words),
            is_exclusive=st.booleans(),
            reserved=st.just("") | words,
            channels=several(st.sampled_from(Channel)),
            excepted=several(st.sampled_from(SpecialSite)),
            is_delivery_divided=st.booleans(),
        ),
        "outlets_permitted": st.integers(1, 50),
        "development": several(
            st.builds(
                DevelopmentStep,
                number=st.integers(1, 9),
                due_on=days,
                outlets_open=st.integers(1, 50),
                grace=maybe(durations),
            )
        ),
        "deposit": st.builds(
            Deposit, amount=amounts, return_within=maybe(durations), conditions=several(words)
        ),
        "minimum_purchase": st.builds(
            MinimumPurchase, amount=amounts, every=st.sampled_from(Rhythm)
        ),
        "audit": st.builds(
            AuditRight,
            notice=maybe(durations),
            times_a_year=maybe(st.integers(1, 12)),
            trigger_rate=maybe(shares),
            payer=st.sampled_from([Party.FRANCHISEE, Party.FRANCHISOR]),
            is_above=st.booleans(),
            counts_missing=st.booleans(),
            interest_rate=maybe(shares),
            asks_audited=st.booleans(),
            records_kept=maybe(durations),
        ),
        "non_compete": st.builds(
            NonCompete,
            is_during=st.booleans(),
            after=maybe(durations),
            area=st.just("") | words,
            radius=maybe(st.integers(1, 100)),
            unit=st.sampled_from(DistanceUnit),
            around_all=st.booleans(),
        ),
        "insurance": several(
            st.builds(
                Insurance,
                kind=st.sampled_from(InsuranceKind),
                cover=maybe(amounts),
                aggregate=maybe(amounts),
                evidence_every=maybe(st.sampled_from(Rhythm)),
                names_franchisor=st.booleans(),
                measure=st.sampled_from(CoverMeasure),
                lasts=maybe(durations),
                cancellation=maybe(durations),
                where_used=st.booleans(),
                rating=st.just("") | words,
            )
        ),
        "guarantors": several(
            st.builds(
                Guarantor,
                name=words,
                address=st.just("") | words,
                limit=maybe(amounts),
                after_end=maybe(durations),
            )
        ),
        "transfer": st.builds(
            TransferTerms,
            fee=maybe(amounts),
            first_refusal=maybe(durations),
            fee_share=maybe(shares),
            control=maybe(shares),
            on_death=maybe(durations),
            allows_parts=st.booleans(),
        ),
        "advertising": st.builds(
            Advertising,
            local_rate=maybe(shares),
            local_amount=maybe(amounts),
            is_local_most=st.booleans(),
            opening_amount=maybe(amounts),
            is_opening_most=st.booleans(),
            opening_before=maybe(durations),
            opening_after=maybe(durations),
            fund_most=maybe(shares),
            fund_notice=maybe(durations),
        ),
        "late": st.builds(
            LatePayment,
            rate=maybe(shares),
            every=st.sampled_from([Rhythm.MONTH, Rhythm.YEAR]),
            within_law=st.booleans(),
            a_day=maybe(amounts),
            base=st.sampled_from(["", "ecb"]),
            flat=maybe(amounts),
            grace_days=st.integers(0, 30),
            is_on_fund=st.booleans(),
            clause=st.sampled_from(["", "6.8"]),
        ),
        "payments": several(
            st.builds(
                PaymentDay,
                fee=st.sampled_from(FeeKind),
                day=st.integers(1, 31),
                again=maybe(st.integers(1, 31)),
            )
        ),
        "charges": several(
            st.builds(
                EventCharge,
                occasion=st.sampled_from(ChargeOccasion),
                amount=maybe(amounts),
                share=maybe(shares),
                of=st.sampled_from(ShareOf),
                counted=st.sampled_from(Counted),
                is_most=st.booleans(),
            )
        ),
        "reports": several(
            st.builds(
                ReportDuty,
                kind=st.sampled_from(ReportKind),
                every=st.sampled_from(Rhythm),
                within=durations,
                assurance=st.sampled_from(Assurance),
            )
        ),
        "cures": several(
            st.builds(
                CureTime,
                kind=st.sampled_from(DefaultKind),
                within=maybe(durations),
                party=st.sampled_from([Party.FRANCHISEE, Party.FRANCHISOR]),
                times=maybe(st.integers(1, 9)),
                span=maybe(durations),
            )
        ),
        "cooling_off": durations,
        "governing_law": words,
        "parts": st.dictionaries(words, words, max_size=2).map(
            lambda parts: tuple(sorted(parts.items()))
        ),
    },
)
terms = st.builds(lambda length, rest: Terms(**length, **rest), lasting, others)
clauses = st.lists(
    st.builds(
        ClauseText,
        number=st.sampled_from(["1.1", "2.1", "2.2", "6.1", "6.10"]),
        title=words,
        body=st.text(alphabet="ab ,合同\n", max_size=30),
        kind=st.sampled_from(ClauseKind),
        key=st.sampled_from(["", "royalty", "fund", "term"]),
    ),
    max_size=5,
    unique_by=lambda clause: clause.number,
)
