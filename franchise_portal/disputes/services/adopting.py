"""Adopting terms of payment that a grade proposes, or others: from a day on, with a reason."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ...access.actor import Actor
from ...access.permissions import Permission
from ...contracts.models import Clause, Contract
from ...database import db
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.money import Money
from ...network.models import Franchisee
from ...network.queries import founded
from ..errors import NotGradedYet
from ..grade_enums import GradeAction
from ..models import AdoptedTerms
from ..queries.grades import GradeFile, with_payment_days
from . import grade_letters
from .grading import hold, note

MOST_DAYS = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """Terms of payment, from when they hold, and the clause that allows them."""

    due_days: int
    is_prepaid: bool
    credit_limit: Money
    starts_on: date
    reason: str
    clause: str = ""


def adopt(actor: Actor, file: GradeFile, adoption: Adoption) -> AdoptedTerms:
    """Let terms hold for invoices issued from a day on.

    More time than everybody has may always be given. Less time, or payment beforehand, worsens
    what the franchisee was promised: it needs a clause of a contract of theirs that allows it.

    Raises:
        NotGradedYet: before a grade was worked out.
        Refused: for days that cannot be, an amount below zero or in another currency, a day that
            lies behind, without a reason, for less time without a clause that there is, or where a
            contract names the days itself.
    """
    actor.require(Permission.DISPUTES_TERMS_ADOPT)
    hold(file.franchisee.id)
    if file.latest is None:
        raise NotGradedYet
    _require_adoptable(adoption)
    _require_no_own_days(file.franchisee, adoption)
    contract = _allowing(file.franchisee, adoption)
    row = AdoptedTerms(
        franchisee_id=file.franchisee.id,
        grade_id=file.latest.id,
        starts_on=adoption.starts_on,
        due_days=adoption.due_days,
        is_prepaid=adoption.is_prepaid,
        credit_limit_minor=adoption.credit_limit.minor,
        currency=adoption.credit_limit.currency,
        contract_id=contract.id if contract else None,
        clause=adoption.clause.strip() if contract else "",
        reason=adoption.reason.strip(),
        adopted_by=actor.user_id,
        adopted_by_name=actor.name[:200],
        adopted_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    note(
        actor,
        GradeAction.ADOPTED,
        file.franchisee,
        days=adoption.due_days,
        day=adoption.starts_on,
    )
    grade_letters.tell_adopted(file.franchisee, row)
    return row


def _require_adoptable(adoption: Adoption) -> None:
    if not 0 <= adoption.due_days <= MOST_DAYS:
        raise Refused(
            N_("Write a number of days from 0 to %(most)s."), field="due_days", most=MOST_DAYS
        )
    if adoption.credit_limit.minor < 0:
        raise Refused(N_("Write zero, or an amount above it."), field="credit_limit")
    if adoption.credit_limit.currency != founded().currency:
        raise Refused(
            N_("Limits are written in %(currency)s."),
            field="credit_limit",
            currency=founded().currency,
        )
    if adoption.starts_on < clock.today():
        raise Refused(
            N_("Choose today or a later day: what was issued keeps its due day."),
            field="starts_on",
        )
    if not adoption.reason.strip():
        raise Refused(N_("Write why; the franchisee reads it."), field="reason")


def _require_no_own_days(franchisee: Franchisee, adoption: Adoption) -> None:
    """What a contract says of the days on which fees are paid holds, and no grade changes it."""
    if adoption.due_days == founded().payment_days:
        return
    contract = with_payment_days(franchisee.id, adoption.starts_on)
    if contract is not None:
        raise Refused(
            N_(
                "The contract %(contract)s names the days on which its fees are paid, and a grade "
                "does not change them. Agree on an amendment of the contract first."
            ),
            field="due_days",
            contract=contract,
        )


def _allowing(franchisee: Franchisee, adoption: Adoption) -> Contract | None:
    """The contract whose clause allows less time; None where nobody is worse off."""
    if adoption.due_days >= founded().payment_days and not adoption.is_prepaid:
        return None
    contract = db.session.scalars(
        select(Contract)
        .join(Clause, Clause.contract_id == Contract.id)
        .where(Contract.franchisee_id == franchisee.id, Clause.number == adoption.clause.strip())
        .order_by(Contract.starts_on.desc())
        .limit(1)
    ).one_or_none()
    if contract is None:
        raise Refused(
            N_(
                "This is less time than everybody has, so a clause of the franchisee's contract "
                "must allow it. Write its number, or agree on an amendment first."
            ),
            field="clause",
        )
    return contract
