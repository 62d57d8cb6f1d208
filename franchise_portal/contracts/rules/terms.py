"""The terms of a contract as data: what was agreed, each part optional where a contract lacks it.

`Terms` is a value. `rules.terms_json` writes and reads its canonical form, `rules.term_lines` says
it in words, `rules.checks` says what is wrong with it. A part that a feature above knows (the fee
plan) stands in `parts` as an opaque text under the key of its `additions.TermPart`.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from ...kit.durations import Duration, last_days
from ...kit.money import Money
from ..enums import InsuranceKind, Party, RenewalMode, Rhythm

NO_END = date(9999, 12, 31)
"""The last day of a contract that runs until somebody gives notice."""

FEE_PLAN = "fee_plan"
"""The key of the part that `fees` knows."""


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
    """What must be fulfilled, each checked off by itself."""
    fee: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The window before the end of the term in which either side says what it wants."""

    at_least: Duration
    at_most: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryGrant:
    """The areas that the franchisee may work in."""

    codes: tuple[str, ...]
    """Codes of the network's territories."""
    is_exclusive: bool = False
    reserved: str = ""
    """What the franchisor keeps for itself there, such as sales over the internet."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class NonCompete:
    """What the franchisee may not run beside or after it."""

    is_during: bool = True
    after: Duration | None = None
    area: str = ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantor:
    """Somebody who stands in for the franchisee, and signs too."""

    name: str
    address: str = ""
    limit: Money | None = None
    """Without one the guarantee has no limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferTerms:
    """What a transfer to another franchisee asks for. It always asks for approval."""

    fee: Money | None = None
    first_refusal: Duration | None = None
    """How long the franchisor may take to buy on the same terms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Everything agreed that a clock, a fee or a check depends on.

    The term is given as `length`, as `ends_on`, or as `is_indefinite`: one of them or none.
    """

    starts_on: date | None = None
    length: Duration | None = None
    ends_on: date | None = None
    is_indefinite: bool = False
    term_consent: str = ""
    """The stored file with the franchisee's written agreement to a shorter term than usual."""
    renewal: Renewal | None = None
    notice: Notice | None = None
    territory: TerritoryGrant | None = None
    outlets_permitted: int | None = None
    development: tuple[DevelopmentStep, ...] = ()
    deposit: Deposit | None = None
    minimum_purchase: MinimumPurchase | None = None
    audit: AuditRight | None = None
    non_compete: NonCompete | None = None
    insurance: tuple[Insurance, ...] = ()
    guarantors: tuple[Guarantor, ...] = ()
    transfer: TransferTerms | None = None
    cooling_off: Duration | None = None
    """After signing, in which the franchisee may step back."""
    governing_law: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    """What features above add, by key, sorted."""

    def __post_init__(self) -> None:
        given = (self.length is not None, self.ends_on is not None, self.is_indefinite)
        if sum(given) > 1:
            msg = "A term is a length, a last day, or indefinite: one of them"
            raise ValueError(msg)
        if self.parts != tuple(sorted(dict(self.parts).items())):
            msg = "Parts stand in order, each once"
            raise ValueError(msg)

    def part(self, key: str) -> str:
        """What a feature above keeps under a key; empty when it keeps nothing."""
        return dict(self.parts).get(key, "")

    @property
    def fee_plan(self) -> str:
        """The id of the fee plan, as `fees` wrote it; empty without one."""
        return self.part(FEE_PLAN)

    @property
    def has_term(self) -> bool:
        """Whether it says how long the contract runs."""
        return self.length is not None or self.ends_on is not None or self.is_indefinite

    def term_end(self, number: int = 1) -> date | None:
        """The last day, included, of the first term, or of a later one after renewals.

        `NO_END` without an end; None when the terms do not say, or allow no such renewal. Terms
        tile: renewals by the calendar are counted from the first day on (`durations.last_days`).

        Raises:
            OverflowError: when it lies beyond the calendar.
        """
        if self.is_indefinite:
            return NO_END
        renewals = [self.renewal.each] * (number - 1) if self.renewal else []
        if len(renewals) != number - 1:
            return None
        if self.ends_on is not None:
            later = last_days(self.ends_on + timedelta(days=1), renewals)
            return later[-1] if later else self.ends_on
        if self.length is None or self.starts_on is None:
            return None
        return last_days(self.starts_on, [self.length, *renewals])[-1]

    @property
    def last_possible_end(self) -> date | None:
        """The last day after every renewal; None without an end, a limit or a term.

        Raises:
            OverflowError: when it lies beyond the calendar.
        """
        if self.is_indefinite or (self.renewal is not None and self.renewal.count is None):
            return None
        return self.term_end(1 + (self.renewal.count or 0 if self.renewal else 0))
