"""What is wrong with a contract that binds: gaps, clocks that ran out, figures that fit nowhere.

The same as a doctor's check, not a verdict: each finding says what to look at next.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from ...kit.i18n import N_
from ...law import Pack
from ..enums import ClauseKind, ContractStatus
from ..findings import Finding
from .surroundings import Place
from .terms import Terms
from .windows import notice_window


@dataclass(frozen=True, slots=True, kw_only=True)
class Twice:
    """An outlet or an exclusive area that another binding contract holds on the same days."""

    name: str
    number: str
    """The other contract."""
    other: str
    """What that one calls it: the same outlet, or its own area."""
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthFacts:
    """What is known of one contract on a day."""

    status: ContractStatus
    pack: Pack
    starts_on: date
    ends_on: date
    terms: Terms | None = None
    """Of the version in force; None where no version is."""
    is_from_particulars: bool = False
    """Whether the terms only repeat first and last day."""
    clause_kinds: frozenset[ClauseKind] = frozenset()
    clause_numbers: frozenset[str] = frozenset()
    empty_clauses: int = 0
    has_fee_plan: bool = True
    places: tuple[Place, ...] = ()
    """The outlets covered on the day."""
    outside: tuple[Place, ...] = ()
    """Those of them whose postcodes lie outside the territory."""
    twice: tuple[Twice, ...] = ()
    late_insurance: int = 0
    """Evidence of insurance that is overdue."""


Check = Callable[[HealthFacts, date], Iterator[Finding]]


def contract_health(facts: HealthFacts, *, on: date) -> tuple[Finding, ...]:
    """Everything that somebody should look at, the graver things first."""
    found = [finding for check in _CHECKS for finding in check(facts, on)]
    return tuple(sorted(found, key=lambda finding: not finding.is_blocking))


def _terms(facts: HealthFacts, _on: date) -> Iterator[Finding]:
    if facts.terms is None:
        yield Finding(
            rule="health.no_version",
            section="term",
            message=N_("No version with terms is on record."),
            remedy=N_("Draft an amendment that repeats what was agreed."),
        )
    elif facts.is_from_particulars:
        yield Finding(
            rule="health.no_terms",
            section="term",
            message=N_("Only the first and the last day are known of its terms."),
            remedy=N_("Draft an amendment that repeats what was agreed."),
            is_blocking=False,
        )


def _clauses(facts: HealthFacts, _on: date) -> Iterator[Finding]:
    if not facts.clause_numbers:
        yield Finding(
            rule="health.no_clauses",
            section="clauses",
            message=N_("None of its clauses is on record."),
            remedy=N_("Enter the clauses with an amendment."),
        )
    elif facts.empty_clauses:
        yield Finding(
            rule="health.empty_clauses",
            section="clauses",
            message=N_("Clauses without their words: %(count)s."),
            remedy=N_("Enter the words, so that a charge can quote them."),
            params={"count": facts.empty_clauses},
            is_blocking=False,
        )
    for required in facts.pack.clauses:
        for kind in map(ClauseKind, required.kinds):
            if kind not in facts.clause_kinds:
                yield Finding(
                    rule="health.required_clause",
                    section="clauses",
                    message=N_("The law asks for a clause about “%(kind)s” (%(source)s)."),
                    remedy=N_("Agree on such a clause, or mark which of the clauses it is."),
                    params={"kind": kind, "source": required.rule.source},
                )


def _fees(facts: HealthFacts, _on: date) -> Iterator[Finding]:
    if not facts.has_fee_plan:
        yield Finding(
            rule="health.no_fee_plan",
            section="fee_plan",
            message=N_("No fee plan is in force, so nothing is charged."),
            remedy=N_("Give the contract its fee plan."),
        )


def _clocks(facts: HealthFacts, on: date) -> Iterator[Finding]:
    if facts.ends_on < on and facts.status.is_running:
        yield Finding(
            rule="health.over",
            section="term",
            message=N_("Its last day, %(day)s, has passed, and it is still “%(status)s”."),
            remedy=N_("Renew it, or let it end."),
            params={"day": facts.ends_on, "status": facts.status},
        )
    if facts.status is ContractStatus.SIGNED and facts.starts_on < on:
        yield Finding(
            rule="health.not_begun",
            section="term",
            message=N_("Its first day, %(day)s, has passed, and it has not begun."),
            remedy=N_("Look at the jobs: the clocks of contracts do not run."),
            params={"day": facts.starts_on},
        )
    yield from _notice(facts, on)


def _notice(facts: HealthFacts, on: date) -> Iterator[Finding]:
    notice = facts.terms.notice if facts.terms else None
    window = notice_window(notice, ends_on=facts.ends_on)
    if window is None or not facts.status.is_running:
        return
    until = window.last
    if until < on <= facts.ends_on:
        yield Finding(
            rule="health.notice_passed",
            section="notice",
            message=N_("The time for notice ended on %(until)s; the term ends on %(day)s."),
            remedy=N_("Settle in writing what happens afterwards."),
            params={"until": until, "day": facts.ends_on},
            is_blocking=False,
        )


def _promises(facts: HealthFacts, _on: date) -> Iterator[Finding]:
    for one in facts.twice:
        yield Finding(
            rule="health.promised_twice",
            section="territory",
            message=N_(
                "%(name)s is held by the contract %(number)s too (as %(other)s), from %(first)s "
                "to %(last)s."
            ),
            remedy=N_("Agree with both which of the two keeps it, and amend the other contract."),
            params={
                "name": one.name,
                "number": one.number,
                "other": one.other,
                "first": one.first,
                "last": one.last,
            },
        )


def _outlets(facts: HealthFacts, _on: date) -> Iterator[Finding]:
    permitted = facts.terms.outlets_permitted if facts.terms else None
    if permitted is not None and len(facts.places) > permitted:
        yield Finding(
            rule="health.too_many_outlets",
            section="outlets_permitted",
            message=N_("The contract covers %(count)s outlets and permits %(most)s."),
            remedy=N_("Permit more outlets by an amendment, or take some out."),
            params={"count": len(facts.places), "most": permitted},
        )
    for place in facts.outside:
        yield Finding(
            rule="health.outlet_outside",
            section="territory",
            message=N_("%(outlet)s, postcode %(postcode)s, lies outside the territory."),
            remedy=N_("Check the postcode, or grant the area that it lies in."),
            params={"outlet": place.name, "postcode": place.postcode},
        )
    if not facts.places and facts.status.is_running:
        yield Finding(
            rule="health.no_outlet",
            section="outlets_permitted",
            message=N_("It runs and covers no outlet."),
            remedy=N_("Add the outlet that it was made for."),
            is_blocking=False,
        )


def _insurance(facts: HealthFacts, _on: date) -> Iterator[Finding]:
    if facts.late_insurance:
        yield Finding(
            rule="health.insurance",
            section="insurance",
            message=N_("Evidence of insurance that is overdue: %(count)s."),
            remedy=N_("Ask for it; the duty stands with the contract's duties."),
            params={"count": facts.late_insurance},
        )
    is_asked_for = ClauseKind.INSURANCE in facts.clause_kinds and not facts.is_from_particulars
    if facts.terms and is_asked_for and not facts.terms.insurance:
        yield Finding(
            rule="health.insurance_unwritten",
            section="insurance",
            message=N_("A clause asks for insurance, but the terms name none."),
            remedy=N_("Write the policies into the terms, so that evidence can be asked for."),
            is_blocking=False,
        )


_CHECKS: tuple[Check, ...] = (
    _clocks,
    _promises,
    _fees,
    _terms,
    _clauses,
    _outlets,
    _insurance,
)
