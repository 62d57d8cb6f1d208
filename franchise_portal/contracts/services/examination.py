"""The health check of contracts: the rules here, those of features above, and a count of each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ...access.actor import Actor
from .. import additions
from ..findings import Finding
from ..models import Contract
from ..queries import health as queries
from ..rules.health import contract_health
from ..rules.terms import FEE_PLAN, Terms

MOST_LISTED = 500
"""Contracts with findings that are listed; all are counted."""


@dataclass(frozen=True, slots=True)
class Patient:
    """A contract with something to look at."""

    contract: Contract
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Health:
    """The outcome of a check."""

    on: date
    examined: int
    living: int
    """How many there are; more than examined where the page looked at the first ones only."""
    patients: Sequence[Patient]
    unlisted: int
    """Contracts with findings beyond those listed."""
    counts: Sequence[tuple[str, int]]
    """How often each rule found something, the most frequent first."""
    uncovered: Sequence[queries.Uncovered]
    uncovered_count: int

    @property
    def sound(self) -> int:
        """Contracts without any finding."""
        return self.examined - len(self.patients) - self.unlisted


def examine_contracts(
    actor: Actor, *, on: date, brand: str = "", most: int | None = None
) -> Health:
    """Look at every contract that binds, or at the first `most` of them by number."""
    patients: list[Patient] = []
    counts: Counter[str] = Counter()
    seen = unlisted = 0
    for portion in _portions(queries.examined(actor, on, brand=brand, most=most)):
        for contract, findings in _findings(portion, on):
            seen += 1
            counts.update({finding.rule for finding in findings})
            if findings and len(patients) < MOST_LISTED:
                patients.append(Patient(contract, findings))
            elif findings:
                unlisted += 1
    uncovered, uncovered_count = queries.outlets_without_contract(actor, on, brand=brand)
    return Health(
        on,
        seen,
        queries.count_living(actor, brand=brand),
        patients,
        unlisted,
        counts.most_common(),
        uncovered,
        uncovered_count,
    )


def _portions(examined: Iterable[queries.Examined]) -> Iterator[list[queries.Examined]]:
    portion: list[queries.Examined] = []
    for one in examined:
        portion.append(one)
        if len(portion) == queries.PORTION:
            yield portion
            portion = []
    if portion:
        yield portion


def _findings(
    portion: Sequence[queries.Examined], on: date
) -> Iterator[tuple[Contract, tuple[Finding, ...]]]:
    ids = [one.contract.id for one in portion]
    parts = {part.key: part.in_force(ids, on) for part in additions.term_parts()}
    for one in portion:
        values = {key: found.get(one.contract.id, "") for key, found in parts.items()}
        facts = replace(
            one.facts, has_fee_plan=bool(values.get(FEE_PLAN)) if FEE_PLAN in parts else True
        )
        findings = list(contract_health(facts, on=on))
        for part in additions.term_parts():
            if value := values[part.key]:
                findings += part.problems(value, facts.terms or Terms(), one.clauses)
        yield one.contract, tuple(findings)
