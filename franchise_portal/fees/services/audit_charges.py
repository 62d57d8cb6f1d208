"""What an audit of sales adds to the missing fees: its cost and the interest, on a debit note."""

from collections.abc import Iterator

from ...access.actor import Actor
from ...contracts.queries.transfers import clauses_of_contract
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.money import Money
from ...kit.rates import plain_text
from ..models import Invoice, SalesAudit
from ..queries.sales_audits import sources_of
from ..rules.understatement import Finding
from ..single_enums import SingleKind
from .single_charges import Occasion, charge


def charge_finding(
    actor: Actor, audit: SalesAudit, finding: Finding, *, clause: str
) -> Invoice | None:
    """Charge cost and interest of an audit; None where it adds neither.

    Raises:
        Refused: without the clause that lets them be charged.
        NoClause: when the contract has no such clause.
    """
    if not (finding.cost or finding.interest):
        return None
    if not clause.strip():
        raise _no_clause()
    return charge(
        actor,
        franchisee_id=audit.franchisee_id,
        occasions=list(_occasions(audit, finding, clause)),
        on=clock.today(),
    )


def require_clause(audit: SalesAudit, finding: Finding, clause: str) -> str:
    """The clause to be told with a finding; empty where it adds neither cost nor interest.

    Raises:
        Refused: when the contract has no such clause.
    """
    if not (finding.cost or finding.interest):
        return ""
    known = {one.number for one in clauses_of_contract(audit.contract_id)}
    if clause.strip() not in known:
        raise _no_clause()
    return clause.strip()


def _no_clause() -> Refused:
    return Refused(
        N_("Choose the clause that lets cost and interest of an audit be charged."), field="clause"
    )


def _occasions(audit: SalesAudit, finding: Finding, clause: str) -> Iterator[Occasion]:
    cost, interest = sources_of(audit.id)
    if finding.cost:
        yield Occasion(
            source=cost,
            kind=SingleKind.AUDIT_COST,
            contract_id=audit.contract_id,
            outlet_id=audit.outlet_id,
            clause=clause,
            words=audit.number,
            amount=Money(finding.cost, audit.currency),
            working={
                "about": audit.number,
                "from": audit.starts_on.isoformat(),
                "until": audit.ends_on.isoformat(),
            },
        )
    if finding.interest:
        yield Occasion(
            source=interest,
            kind=SingleKind.AUDIT_INTEREST,
            contract_id=audit.contract_id,
            outlet_id=audit.outlet_id,
            clause=clause,
            words=audit.number,
            amount=Money(finding.interest, audit.currency),
            working={
                "about": audit.number,
                "parts": [
                    {
                        "about": one.period.text,
                        "base_minor": one.fees,
                        "days": one.late_days,
                        "rate": plain_text(audit.interest_rate),
                        "every": "year",
                        "amount_minor": one.interest,
                    }
                    for one in finding.periods
                    if one.interest
                ],
            },
        )
