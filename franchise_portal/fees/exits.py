"""What fees say of a franchisee's account when it leaves: open items, credit, uncharged reports."""

from datetime import date
from uuid import UUID

from flask import url_for
from sqlalchemy import func, select

from ..contracts.models import Contract, ContractOutlet
from ..contracts.reckoning import Account, Reckoning, Standing
from ..database import db
from .models import SalesReport
from .queries.balances import balances_of
from .queries.due import IN_FORCE, is_uncharged


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


RECKONING = Reckoning(account_of=account_of, account_url=account_url)
