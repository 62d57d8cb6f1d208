"""Asking all checks about a version, and refusing what must not go out or be entered."""

from collections.abc import Sequence

from .. import additions, queries
from ..errors import Unsound
from ..findings import Finding
from ..models import Contract, ContractVersion
from ..rules.checks import ASKED_BEFORE_SIGNING, PROMISED_TWICE, findings
from ..rules.clauses import ClauseText
from ..rules.surroundings import Surroundings
from ..rules.terms import Terms
from ..rules.territory_conflicts import TerritoryConflict, territory_conflicts
from .lifecycle import hold_promises


def check_version(contract: Contract, version: ContractVersion) -> tuple[Finding, ...]:
    """Everything that is wrong with a version, by the rules here and by those of features above."""
    terms, clauses = queries.terms_of(version), queries.clauses_of(version)
    return check_terms(terms, clauses, around(contract, version, terms))


def check_terms(
    terms: Terms, clauses: Sequence[ClauseText], around: Surroundings
) -> tuple[Finding, ...]:
    """Everything that is wrong with terms and clauses."""
    found = list(findings(terms, clauses, around))
    for part in additions.term_parts():
        if value := terms.part(part.key):
            found += part.problems(value, terms, clauses)
    return tuple(found)


def conflicts_of(contract: Contract, version: ContractVersion) -> tuple[TerritoryConflict, ...]:
    """The exclusive areas that a version and other contracts both promise, to be drawn."""
    terms = queries.terms_of(version)
    return territory_conflicts(terms, around(contract, version, terms))


def require_sound(contract: Contract, version: ContractVersion) -> None:
    """Refuse to send out what has findings that block.

    Raises:
        Unsound: with every one of them.
    """
    hold_promises(contract.brand_id)
    _refuse(contract, version.title or version.kind, check_version(contract, version))


def require_sound_on_paper(contract: Contract, version: ContractVersion) -> None:
    """Refuse to enter what cannot be, whoever signed it; what a law asks beforehand is not asked.

    Raises:
        Unsound: with every finding that blocks.
    """
    hold_promises(contract.brand_id)
    found = check_version(contract, version)
    _refuse(
        contract,
        version.title or version.kind,
        [one for one in found if one.rule not in ASKED_BEFORE_SIGNING],
    )


def require_unpromised(contract: Contract, version: ContractVersion) -> None:
    """Refuse what somebody else was promised meanwhile; nobody promises it until this is done.

    Raises:
        Unsound: naming the outlet or area, and the other contract.
    """
    hold_promises(contract.brand_id)
    found = check_version(contract, version)
    _refuse(
        contract,
        version.title or version.kind,
        [one for one in found if one.rule in PROMISED_TWICE],
    )


def _refuse(contract: Contract, title: str, found: Sequence[Finding]) -> None:
    blocking = tuple(finding for finding in found if finding.is_blocking)
    if blocking:
        raise Unsound(contract.number, title, blocking)


def around(contract: Contract, version: ContractVersion, terms: Terms) -> Surroundings:
    later = queries.version_after(version)
    return queries.surroundings_of(
        contract,
        kind=version.kind,
        effective_from=version.effective_from,
        terms=terms,
        replaced_on=later.effective_from if later else None,
        compared=(version.comparison or {}).get("pairs", ()),
    )
