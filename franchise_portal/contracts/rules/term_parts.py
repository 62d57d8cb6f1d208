"""The parts of a contract's terms, each a value of its own; `Terms` holds what was agreed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ...kit.durations import Duration
from ...kit.money import Money
from ..enums import InsuranceKind, Party, RenewalMode, Rhythm
from ..term_enums import (
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """How often and for how long the term can be renewed."""

    count: int | None
    """How many times; None without a limit."""
    each: Duration
    mode: RenewalMode
    is_on_same_terms: bool = True
    """Whether a renewal keeps the terms; otherwise the form then in use is signed."""
    conditions: tuple[str, ...] = ()
    """What else must be fulfilled, in the contract's own words, each checked off by itself."""
    fee: Money | None = None
    requires: tuple[RenewalRequirement, ...] = ()
    """What must be fulfilled, of what contracts usually ask for; checked off like the others."""
    fee_share: Decimal | None = None
    """The fee as a share of the initial fee that new franchisees then pay."""
    royalty_cap: Decimal | None = None
    """The highest royalty that the terms of a renewal may ask for."""
    answer_within: Duration | None = None
    """How long the franchisor has to say what stands against it, from the wish on."""

    @property
    def is_conditional(self) -> bool:
        """Whether anything has to be checked off."""
        return bool(self.requires or self.conditions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The window before the end of the term in which either side says what it wants."""

    at_least: Duration
    at_most: Duration | None = None
    by_franchisor: Duration | None = None
    """The franchisor's own time, where it differs: it has no earliest day."""

    def least_of(self, party: Party) -> Duration:
        """How long before the end a side has to speak at the latest."""
        return (self.by_franchisor if party is Party.FRANCHISOR else None) or self.at_least

    def most_of(self, party: Party) -> Duration | None:
        """How long before the end a side may speak at the earliest; None for any time."""
        return None if party is Party.FRANCHISOR and self.by_franchisor else self.at_most


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryGrant:
    """The areas that the franchisee may work in, and what of them is not its own."""

    codes: tuple[str, ...] = ()
    """Codes of the network's territories; none: the premises alone, and no area is protected."""
    is_exclusive: bool = False
    reserved: str = ""
    """What else the franchisor keeps for itself there, in the contract's own words."""
    channels: tuple[Channel, ...] = ()
    """What the franchisor keeps for itself there."""
    excepted: tuple[SpecialSite, ...] = ()
    """Places inside the area in which the franchisor may open or grant outlets."""
    is_delivery_divided: bool = False
    """The franchisor delivers nothing into the area, the franchisee nothing out of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DevelopmentStep:
    """So many outlets open by a day."""

    number: int
    due_on: date
    outlets_open: int
    """All outlets open under the contract by then, not only the new ones."""
    grace: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """Money that the franchisee left as security."""

    amount: Money
    return_within: Duration | None = None
    """After the contract has ended."""
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumPurchase:
    """What the franchisee buys at least."""

    amount: Money
    every: Rhythm


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRight:
    """The franchisor's right to look into the books."""

    notice: Duration | None = None
    times_a_year: int | None = None
    trigger_rate: Decimal | None = None
    """Share of the sales: whoever `payer` is pays once so much was reported too little."""
    payer: Party = Party.FRANCHISEE
    is_above: bool = False
    """Whether more than that share is needed, and not that share itself."""
    counts_missing: bool = False
    """Whether reports that are missing or late have the same consequence."""
    interest_rate: Decimal | None = None
    """A month, at most, on what was paid too little."""
    asks_audited: bool = False
    """Whether audited statements may be asked for every year from then on."""
    records_kept: Duration | None = None
    """How long the franchisee keeps its books."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NonCompete:
    """What the franchisee may not run beside or after it."""

    is_during: bool = True
    after: Duration | None = None
    area: str = ""
    """Where, in the contract's own words, as far as a distance does not say it."""
    radius: int | None = None
    """After the end: how far around the outlet."""
    unit: DistanceUnit = DistanceUnit.KILOMETRE
    around_all: bool = False
    """Whether it is as far around every other outlet of the network too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Insurance:
    """A policy that the franchisee keeps."""

    kind: InsuranceKind
    cover: Money | None = None
    """For each event."""
    aggregate: Money | None = None
    """For all events of a year."""
    evidence_every: Rhythm | None = None
    names_franchisor: bool = False
    """Whether the franchisor is insured with it."""
    measure: CoverMeasure = CoverMeasure.AMOUNT
    lasts: Duration | None = None
    """For interruption: for how long it pays at least."""
    cancellation: Duration | None = None
    """How long before its end or change the insurer tells the franchisor."""
    where_used: bool = False
    """Whether it is needed only where there is such a risk, such as vehicles or alcohol."""
    rating: str = ""
    """The insurer's rating at least, as its agency writes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantor:
    """Somebody who stands in for the franchisee, and signs too."""

    name: str
    address: str = ""
    limit: Money | None = None
    """Without one the guarantee has no limit."""
    after_end: Duration | None = None
    """How long it lasts after the franchisee has left; None: until all is paid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferTerms:
    """What a transfer to another franchisee asks for. It always asks for approval."""

    fee: Money | None = None
    first_refusal: Duration | None = None
    """How long the franchisor may take to buy on the same terms."""
    fee_share: Decimal | None = None
    """The fee as a share of the initial fee that new franchisees then pay."""
    control: Decimal | None = None
    """From which share in the franchisee a change of its owners counts as a transfer."""
    on_death: Duration | None = None
    """How long the heirs have to take over or to sell."""
    allows_parts: bool = False
    """Whether some of several outlets may go while the contract stays with the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advertising:
    """What the franchisee spends on advertising itself, and how its share of the fund may grow.

    Of a rate and an amount together, the higher counts.
    """

    local_rate: Decimal | None = None
    """Of a month's gross sales."""
    local_amount: Money | None = None
    """A month."""
    is_local_most: bool = False
    """Whether that is the most that may be asked for, and not the least to be spent."""
    opening_amount: Money | None = None
    is_opening_most: bool = False
    opening_before: Duration | None = None
    """Spent from so long before the opening on."""
    opening_after: Duration | None = None
    """Until so long after the opening."""
    fund_most: Decimal | None = None
    """The highest contribution to the fund that may be asked for, of gross sales."""
    fund_notice: Duration | None = None
    """How long before a change of the contribution the franchisor says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LatePayment:
    """What is added to money that comes late."""

    rate: Decimal | None = None
    """Interest, for each month or year."""
    every: Rhythm = Rhythm.YEAR
    within_law: bool = True
    """Whether the law's highest rate counts where it is lower."""
    a_day: Money | None = None
    base: str = ""
    """The key of the table of rates to which `rate` is added; empty: the rate stands by itself."""
    flat: Money | None = None
    """Once for each invoice."""
    grace_days: int = 0
    """Days after the due day that cost nothing."""
    is_on_fund: bool = False
    """Whether what is owed to the advertising fund costs the same."""
    clause: str = ""
    """The number of the clause that it rests on; without one nothing is charged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentDay:
    """On which days of a month a fee has to be there."""

    fee: FeeKind
    day: int
    """Of the month, for what was sold before; a day that a month lacks is its last."""
    again: int | None = None
    """A second day of each month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCharge:
    """A sum that falls due when something happens."""

    occasion: ChargeOccasion
    amount: Money | None = None
    share: Decimal | None = None
    of: ShareOf = ShareOf.INITIAL_FEE
    counted: Counted = Counted.ONCE
    is_most: bool = False
    """Whether it is the most that may be charged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDuty:
    """A report of the franchisee, again and again."""

    kind: ReportKind
    every: Rhythm
    within: Duration
    """After the end of the week, month, quarter or year that it is about."""
    assurance: Assurance = Assurance.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class CureTime:
    """How long one side has to put something right before the other may end the contract."""

    kind: DefaultKind
    within: Duration | None = None
    """From the notice on; None: the contract can be ended at once."""
    party: Party = Party.FRANCHISEE
    """Who has failed."""
    times: int | None = None
    """For what is repeated: how often, within `span`."""
    span: Duration | None = None
    """None: during the whole term."""

    @property
    def is_at_once(self) -> bool:
        """Whether the franchisor may end the contract for it without giving time."""
        return self.party is Party.FRANCHISEE and self.within is None and self.times is None
