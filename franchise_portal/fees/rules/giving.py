"""Whether a contract can be given a plan from a day on, and what stands in the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ...kit.i18n import N_
from ...kit.period import Period
from .plans import Fee, FeePlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Footing:
    """What of a contract matters to a plan that it is to be given."""

    contract: str
    """Its number."""
    starts_on: date
    ends_on: date
    """The last day on which it binds, included."""
    has_plan: bool
    currency: str
    """What its fees are counted in: its present plan's currency, else the network's."""
    clauses: frozenset[str]
    may_add_clauses: bool
    """Whether clause numbers can be entered beside those there are: not once words were signed."""
    is_in_terms: bool
    """Whether its terms name the plan, so that only an amendment changes it."""
    charged: Period | None
    """The latest month that has been charged under it."""

    @property
    def first_day(self) -> date:
        """The first day from which a plan would not contradict what was charged."""
        return max(self.starts_on, self.charged.end) if self.charged else self.starts_on

    @property
    def is_open(self) -> bool:
        """Whether there is a day left from which a plan can be given."""
        return not self.is_in_terms and self.first_day <= self.ends_on

    def lacks(self, plan: FeePlan) -> tuple[Fee, ...]:
        """The fees that name a clause which the contract does not have."""
        return tuple(fee for fee in plan.fees if fee.clause not in self.clauses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """One thing in the way; `field` says which answer would put it right."""

    field: str
    message: str
    """A whole sentence as an `N_` template, filled from `params`."""
    params: dict[str, object]


STARTS_ON, PLAN, ADDS_CLAUSES = "starts_on", "plan", "adds_clauses"


def obstacles(
    plan: FeePlan, footing: Footing, *, on: date, adds_clauses: bool
) -> tuple[Obstacle, ...]:
    """Everything that keeps a contract from using a plan from a day on; empty when nothing does."""
    return tuple(_found(plan, footing, on, adds_clauses=adds_clauses))


def _found(plan: FeePlan, footing: Footing, on: date, *, adds_clauses: bool) -> Iterator[Obstacle]:
    if footing.is_in_terms:
        yield _obstacle(
            PLAN,
            N_(
                "The terms of contract %(contract)s name its fee plan. "
                "Draft an amendment to change it."
            ),
            contract=footing.contract,
        )
        return
    yield from _about_the_day(footing, on)
    if plan.currency != footing.currency:
        yield _obstacle(
            PLAN,
            N_(
                "This plan is in %(planned)s, but contract %(contract)s is charged in "
                "%(currency)s. Choose a plan in %(currency)s."
            ),
            planned=plan.currency,
            contract=footing.contract,
            currency=footing.currency,
        )
    if not (adds_clauses and footing.may_add_clauses):
        yield from _about_clauses(plan, footing)


def _about_the_day(footing: Footing, on: date) -> Iterator[Obstacle]:
    if on < footing.starts_on:
        yield _obstacle(
            STARTS_ON,
            N_("Contract %(contract)s begins on %(first)s. Choose that day or a later one."),
            contract=footing.contract,
            first=footing.starts_on,
        )
    elif on > footing.ends_on:
        yield _obstacle(
            STARTS_ON,
            N_("Contract %(contract)s ends on %(last)s. Choose that day or an earlier one."),
            contract=footing.contract,
            last=footing.ends_on,
        )
    elif footing.charged and on < footing.first_day:
        yield _obstacle(
            STARTS_ON,
            N_(
                "Sales up to %(charged)s have been charged under contract %(contract)s, and what "
                "was charged stays. Choose %(first)s or a later day."
            ),
            contract=footing.contract,
            charged=footing.charged.last,
            first=footing.first_day,
        )


def _about_clauses(plan: FeePlan, footing: Footing) -> Iterator[Obstacle]:
    lacking = footing.lacks(plan)
    if not lacking:
        return
    clauses = tuple(dict.fromkeys(fee.clause for fee in lacking))
    fees = tuple(dict.fromkeys(fee.name for fee in lacking))
    if footing.may_add_clauses:
        message = N_(
            "The plan's fees (%(fees)s) name clauses that contract %(contract)s lacks: "
            "%(clauses)s. Tick this box to add them, or choose another plan."
        )
        yield _obstacle(
            ADDS_CLAUSES, message, fees=fees, contract=footing.contract, clauses=clauses
        )
    else:
        message = N_(
            "The plan's fees (%(fees)s) name clauses that the signed words of contract "
            "%(contract)s lack: %(clauses)s. Draft an amendment with them, or choose another plan."
        )
        yield _obstacle(PLAN, message, fees=fees, contract=footing.contract, clauses=clauses)


def _obstacle(field: str, message: str, **params: object) -> Obstacle:
    return Obstacle(field=field, message=message, params=params)
