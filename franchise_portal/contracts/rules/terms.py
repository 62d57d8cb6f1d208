"""The terms of a contract as data: what was agreed, each part optional where a contract lacks it.

`Terms` is a value. `rules.terms_json` writes and reads its canonical form, `rules.term_lines` says
it in words, `rules.checks` says what is wrong with it. A part that a feature above knows (the fee
plan) stands in `parts` as an opaque text under the key of its `additions.TermPart`.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from ...kit.durations import Duration, last_days
from .term_parts import (
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
    TerritoryGrant,
    TransferTerms,
)

__all__ = [
    "FEE_PLAN",
    "NO_END",
    "Advertising",
    "AuditRight",
    "CureTime",
    "Deposit",
    "DevelopmentStep",
    "EventCharge",
    "Guarantor",
    "Insurance",
    "LatePayment",
    "MinimumPurchase",
    "NonCompete",
    "Notice",
    "PaymentDay",
    "Renewal",
    "ReportDuty",
    "Terms",
    "TerritoryGrant",
    "TransferTerms",
]

NO_END = date(9999, 12, 31)
"""The last day of a contract that runs until somebody gives notice."""

FEE_PLAN = "fee_plan"
"""The key of the part that `fees` knows."""


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
    advertising: Advertising | None = None
    late: LatePayment | None = None
    payments: tuple[PaymentDay, ...] = ()
    charges: tuple[EventCharge, ...] = ()
    reports: tuple[ReportDuty, ...] = ()
    cures: tuple[CureTime, ...] = ()
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
