"""What fees say to contracts: a franchisee's account when it leaves, and what an event costs."""

from datetime import date
from uuid import UUID

from flask import url_for
from sqlalchemy import func, select

from ..access.actor import Actor
from ..contracts.event_enums import ChargeKind
from ..contracts.models import Contract, ContractOutlet
from ..contracts.reckoning import Account, Reckoning, Standing
from ..database import db
from ..kit.money import Money
from .enums import FeeKind
from .models import SalesReport
from .queries.balances import balances_of
from .queries.due import IN_FORCE, is_uncharged
from .queries.held import held_under
from .queries.plan_moving import require_reached
from .queries.plans import plans_of, the_plan
from .services.deposits import give_back


def account_of(franchisee_id: UUID, on: date) -> Account:
    """How the books stand for a franchisee on a day, and what has not reached them yet."""
    balances = balances_of([franchisee_id], on=on).get(franchisee_id, ())
    return Account(
        standings=tuple(
            Standing(open=one.open, overdue=one.overdue, credit=one.credit) for one in balances
        ),
        to_assess=_uncharged(franchisee_id),
    )


def _uncharged(franchisee_id: UUID) -> int:
    """Current sales reports of days that a franchisee's contracts cover, not charged yet."""
    query = (
        select(func.count(SalesReport.id.distinct()))
        .join(ContractOutlet, ContractOutlet.outlet_id == SalesReport.outlet_id)
        .join(Contract, Contract.id == ContractOutlet.contract_id)
        .where(
            Contract.franchisee_id == franchisee_id,
            Contract.status.in_(IN_FORCE),
            ContractOutlet.starts_on <= SalesReport.ends_on,
            ContractOutlet.ends_on >= SalesReport.starts_on,
            SalesReport.is_current,
            is_uncharged(),
        )
    )
    return db.session.execute(query).scalar_one()


def account_url(franchisee_id: UUID) -> str:
    """The franchisee's page, where the account stands."""
    return url_for("network.show_franchisee", franchisee_id=franchisee_id)


EVENTS = {
    ChargeKind.TRANSFER_FEE: FeeKind.TRANSFER,
    ChargeKind.RENEWAL_FEE: FeeKind.RENEWAL,
    ChargeKind.INITIAL_FEE: FeeKind.INITIAL,
}


def event_fee(contract_id: UUID, kind: ChargeKind, on: date) -> Money | None:
    """What the fee plan in force on a day asks for an event; None where it asks nothing.

    Raises:
        PlanMoving: while the contract has still to get the plan that is in force on that day.
    """
    require_reached(contract_id, on)
    wanted = EVENTS.get(kind)
    row = next((row for starts_on, row in plans_of(contract_id) if starts_on <= on), None)
    if wanted is None or row is None:
        return None
    plan = the_plan(row.id)
    amounts = [fee.amount for fee in plan.fees if fee.kind is wanted and fee.amount]
    return Money.total(amounts, plan.currency) if amounts else None


def charge_url(charge_id: UUID) -> str:
    """The page on which a single amount of a contract is charged."""
    return url_for("fees.new_event_charge", charge_id=charge_id)


def deposit_held(contract_id: UUID) -> tuple[Money, ...]:
    """What is held of a contract's deposits, for each currency."""
    sums: dict[str, int] = {}
    for one in held_under(contract_id):
        sums[one.left.currency] = sums.get(one.left.currency, 0) + one.left.minor
    return tuple(Money(minor, currency) for currency, minor in sorted(sums.items()))


def give_deposit_back(actor: Actor, contract_id: UUID, amount: Money, why: str) -> tuple[str, ...]:
    """Give back so much of what is held; the numbers of the credit notes."""
    return tuple(note.number for note in give_back(actor, contract_id, amount=amount, reason=why))


RECKONING = Reckoning(
    account_of=account_of,
    account_url=account_url,
    event_fee=event_fee,
    charge_url=charge_url,
    deposit_held=deposit_held,
    give_deposit_back=give_deposit_back,
)
