"""Contracts, versions and terms for tests: each builder has a plain default for everything."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from franchise_portal.access.actor import SYSTEM
from franchise_portal.contracts import services
from franchise_portal.contracts.enums import (
    ClauseKind,
    ContractStatus,
    InsuranceKind,
    Party,
    RenewalMode,
    Rhythm,
    VersionKind,
)
from franchise_portal.contracts.models import Contract, ContractVersion
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
    ChargeOccasion,
    DefaultKind,
    FeeKind,
    ReportKind,
)
from franchise_portal.kit.durations import Duration
from franchise_portal.kit.money import Money
from tests.support.people import STARTS_ON, SmallNetwork

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)


def lasting(text: str) -> Duration:
    """A duration, as it is written."""
    return Duration.parse(text)


def euros(amount: str) -> Money:
    """An amount, as it is written."""
    return Money.parse(amount, "EUR")


PLAIN_TERMS = Terms(
    starts_on=STARTS_ON,
    length=lasting("5 years"),
    renewal=Renewal(count=2, each=lasting("5 years"), mode=RenewalMode.BY_REQUEST),
    notice=Notice(at_least=lasting("6 months"), at_most=lasting("12 months")),
)

#: Every part that terms can have.
FULL_TERMS = Terms(
    starts_on=STARTS_ON,
    length=lasting("5 years"),
    renewal=Renewal(
        count=2,
        each=lasting("5 years"),
        mode=RenewalMode.BY_REQUEST,
        is_on_same_terms=False,
        conditions=("No open default", "Outlet refitted"),
        fee=euros("5000"),
    ),
    notice=Notice(at_least=lasting("6 months"), at_most=lasting("12 months")),
    territory=TerritoryGrant(codes=("T-01",), is_exclusive=True, reserved="Sales by post"),
    outlets_permitted=3,
    development=(
        DevelopmentStep(number=1, due_on=date(2024, 12, 31), outlets_open=1),
        DevelopmentStep(
            number=2, due_on=date(2026, 12, 31), outlets_open=3, grace=lasting("90 days")
        ),
    ),
    deposit=Deposit(
        amount=euros("10000"),
        return_within=lasting("60 days"),
        conditions=("Manuals are returned",),
    ),
    minimum_purchase=MinimumPurchase(amount=euros("2000"), every=Rhythm.MONTH),
    audit=AuditRight(
        notice=lasting("10 days"),
        times_a_year=2,
        trigger_rate=Decimal("0.03"),
        payer=Party.FRANCHISEE,
    ),
    non_compete=NonCompete(is_during=True, after=lasting("1 year"), area="10 km around"),
    insurance=(
        Insurance(
            kind=InsuranceKind.LIABILITY,
            cover=euros("1000000"),
            aggregate=euros("2000000"),
            evidence_every=Rhythm.YEAR,
            names_franchisor=True,
        ),
        Insurance(kind=InsuranceKind.WORKERS),
    ),
    guarantors=(Guarantor(name="Omar Senior", address="1 High Street", limit=euros("50000")),),
    transfer=TransferTerms(fee=euros("3000"), first_refusal=lasting("30 days")),
    cooling_off=lasting("30 days"),
    governing_law="Germany",
    advertising=Advertising(local_rate=Decimal("0.02"), opening_amount=euros("5000")),
    late=LatePayment(rate=Decimal("0.09"), every=Rhythm.YEAR),
    payments=(PaymentDay(fee=FeeKind.ROYALTY, day=5),),
    charges=(EventCharge(occasion=ChargeOccasion.RELOCATION, amount=euros("2500")),),
    reports=(
        ReportDuty(
            kind=ReportKind.STATEMENTS,
            every=Rhythm.YEAR,
            within=lasting("90 days"),
            assurance=Assurance.REVIEWED,
        ),
    ),
    cures=(CureTime(kind=DefaultKind.PAYMENT, within=lasting("10 days")),),
)

CLAUSES = (
    ClauseText(
        number="2.1",
        title="Term",
        body="The contract runs for five years.\nIt can be renewed twice.",
        kind=ClauseKind.TERM,
    ),
    ClauseText(
        number="6.1",
        title="Royalty",
        body="The franchisee pays six per cent of net sales.",
        kind=ClauseKind.FEES,
    ),
)


def a_contract(network: SmallNetwork, **changes: Any) -> Contract:
    """A draft for Omar's first outlet, years after his contract in force."""
    values: dict[str, Any] = {
        "number": "CT-2029-0001",
        "franchisee": network.franchisees["F-001"],
        "brand": network.brands["TL"],
        "starts_on": date(2029, 3, 1),
        "ends_on": date(2034, 2, 28),
        "outlets": [network.outlets["TL-001"]],
        "status": ContractStatus.DRAFT,
        **changes,
    }
    return services.create_contract(SYSTEM, **values)


def a_version(
    contract: Contract,
    *,
    terms: Terms = PLAIN_TERMS,
    clauses: Sequence[ClauseText] = CLAUSES,
    kind: VersionKind = VersionKind.ORIGINAL,
    effective_from: date | None = None,
    title: str = "Franchise agreement",
    **more: Any,
) -> ContractVersion:
    """A draft of a version."""
    return services.draft_version(
        SYSTEM,
        contract,
        kind=kind,
        terms=terms,
        clauses=clauses,
        effective_from=effective_from or terms.starts_on or contract.starts_on,
        title=title,
        reason=more.pop("reason", ""),
        **more,
    )


def executed(version: ContractVersion, *, at: datetime = NOW) -> ContractVersion:
    """The version after all have signed."""
    return services.execute(SYSTEM, version, at=at)
