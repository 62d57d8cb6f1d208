"""The mails that tell franchisees of a changed plan, or that it does not change after all."""

from collections.abc import Sequence
from uuid import UUID

from ... import mail
from ...contracts.queries.recipients import owners_of_businesses
from ...kit.money import Money
from ...kit.period import Period
from ..models import PlanMove, PlanVersion


def tell_of_change(version: PlanVersion, moves: Sequence[PlanMove]) -> int:
    """Write to the owners of every business that a decision concerns; how many mails."""
    return _tell("fees/plan_changed", version, moves)


def tell_of_withdrawal(version: PlanVersion, moves: Sequence[PlanMove]) -> int:
    """Write to the same owners that the decision was taken back; how many mails."""
    return _tell("fees/plan_taken_back", version, moves)


def _tell(kind: str, version: PlanVersion, moves: Sequence[PlanMove]) -> int:
    by_business: dict[UUID, list[PlanMove]] = {}
    for move in moves:
        by_business.setdefault(move.franchisee_id, []).append(move)
    return sum(
        mail.send_to_each(
            people,
            kind=kind,
            context={"change": version, "moves": told(by_business[franchisee_id])},
        )
        for franchisee_id, people in owners_of_businesses(by_business).items()
    )


def told(moves: Sequence[PlanMove]) -> Sequence[dict[str, object]]:
    """What pages and mails say of each contract."""
    return [
        {
            "number": move.contract.number,
            "contract_id": move.contract_id,
            "franchisee": move.franchisee,
            "starts_on": move.starts_on,
            "stays": move.stays,
            "unknown": move.unknown,
            "sales": Money(move.sales_minor, move.currency),
            "before": Money(move.before_minor, move.currency),
            "after": Money(move.after_minor, move.currency),
            "difference": Money(move.after_minor - move.before_minor, move.currency),
            "first": Period.parse_month(move.first_month).start if move.first_month else None,
            "last": Period.parse_month(move.last_month).start if move.last_month else None,
        }
        for move in moves
    ]
