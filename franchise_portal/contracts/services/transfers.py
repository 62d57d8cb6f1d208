"""Transfers of a contract on their way: asked for, the buyer named, approved or refused."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.scope import OwnBusiness
from ...database import db
from ...kit import clock
from ...kit.errors import NotFound, Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...kit.money import Money
from ...network.enums import FranchiseeStatus
from ...network.models import Franchisee
from ...recruitment import queries as recruitment
from ...recruitment.enums import Stage
from .. import queries as contracts
from .. import reckoning
from ..event_enums import ChargeKind, EventAction, FirstRefusal, LifeNews, TransferStatus
from ..event_errors import (
    FirstRefusalRuns,
    NotAFranchiseeYet,
    NotOpen,
    NotRunning,
    OnlyWhole,
    TerminationUnderWay,
    TransferUnderWay,
)
from ..models import Contract, Transfer
from ..queries import events
from ..queries import transfers as queries
from ..rules.event_fees import event_fee
from ..rules.terms import Terms
from . import charges
from .event_letters import tell
from .lifecycle import lock
from .succession import hold, transfer_if_due

READY = (FranchiseeStatus.SIGNED, FranchiseeStatus.ACTIVE)
APPROVED_STAGES = (Stage.APPROVED, Stage.DISCLOSED, Stage.SIGNED)


def ask_transfer(
    actor: Actor,
    contract: Contract,
    *,
    starts_on: date,
    to_name: str,
    to: Franchisee | None = None,
    wish: str = "",
    offer: str = "",
    outlet_ids: Collection[UUID] = (),
) -> Transfer:
    """Ask to transfer a contract, or some of its outlets where its terms allow that.

    A franchisee names the buyer; the office says who that is.

    Raises:
        NotRunning, TransferUnderWay, TerminationUnderWay: each with what can be done.
        OnlyWhole: when some outlets are to go, and the terms say nothing of that.
        Refused: for a day outside the rest of the term, a buyer who is the seller, or an outlet
            that the contract does not cover then.
    """
    actor.require(Permission.CONTRACTS_EVENT_ASK)
    contract = lock(contract)
    if not contract.status.is_running:
        raise NotRunning(number=contract.number, status=contract.status)
    if queries.open_transfer(contract.id) is not None:
        raise TransferUnderWay(number=contract.number)
    _require_no_termination(contract)
    _require_day(contract, starts_on)
    if to is not None:
        _require_other(contract, to)
    terms = contracts.terms_on(contract.id, clock.today())
    right = terms.transfer.first_refusal if terms and terms.transfer else None
    going = _going(contract, terms, outlet_ids, on=starts_on)
    transfer = Transfer(
        id=new_id(),
        contract_id=contract.id,
        to_name=to_name.strip() or (to.name if to else ""),
        to_franchisee_id=to.id if to else None,
        starts_on=starts_on,
        outlet_ids=[str(one) for one in going],
        asked_side=actor.side,
        asked_on=clock.today(),
        asked_by=actor.user_id,
        asked_by_name=actor.name,
        wish=wish.strip(),
        offer=offer.strip(),
        first_refusal=FirstRefusal.RUNNING if right else FirstRefusal.NONE,
        first_refusal_until=right.after(clock.today()) if right else None,
    )
    db.session.add(transfer)
    audit.record(actor, EventAction.TRANSFER_ASKED, contract, to=transfer.to_name, day=starts_on)
    db.session.flush()
    tell(actor, contract, LifeNews.TRANSFER_ASKED, words=wish, day=starts_on)
    return transfer


def name_buyer(
    actor: Actor, transfer: Transfer, *, to: Franchisee, starts_on: date | None = None
) -> Transfer:
    """Say which franchisee the contract goes to, and if wanted another day.

    Raises:
        NotOpen: when it was decided meanwhile.
        Refused: when it is the seller, or the day does not fit.
    """
    actor.require(Permission.CONTRACTS_EVENT_NOTE)
    contract, transfer = hold(transfer)
    _require(transfer, TransferStatus.ASKED)
    _require_other(contract, to)
    if starts_on is not None:
        _require_day(contract, starts_on)
        transfer.starts_on = starts_on
    transfer.to_franchisee_id, transfer.to_name = to.id, to.name
    db.session.flush()
    return transfer


def decide_first_refusal(actor: Actor, transfer: Transfer, *, buys: bool, reason: str) -> Transfer:
    """Give up the right to buy on the same terms, or use it: then the transfer ends here.

    Raises:
        NotOpen: when there is no such right, or it was decided or has lapsed.
    """
    actor.require(Permission.CONTRACTS_EVENT_DECIDE)
    contract, transfer = hold(transfer)
    _require(transfer, TransferStatus.ASKED)
    if first_refusal(transfer, on=clock.today()) is not FirstRefusal.RUNNING:
        raise NotOpen(status=first_refusal(transfer, on=clock.today()))
    transfer.first_refusal = FirstRefusal.USED if buys else FirstRefusal.WAIVED
    if buys:
        _decide(actor, transfer, TransferStatus.BOUGHT, reason)
    audit.record(
        actor,
        EventAction.TRANSFER_REFUSAL_DECIDED,
        contract,
        decision=transfer.first_refusal,
        reason=reason,
    )
    db.session.flush()
    if buys:
        tell(actor, contract, LifeNews.TRANSFER_BOUGHT, words=reason)
    return transfer


def approve(
    actor: Actor, transfer: Transfer, *, reason: str = "", initial_fee: Money | None = None
) -> Transfer:
    """Approve a transfer; its fee is noted, and on its day it takes place.

    Raises:
        NotOpen: when somebody else was a moment earlier.
        Refused: while no franchisee is named, or when the fee is a share of the initial fee and
            that is not given.
        NotAFranchiseeYet: when the buyer has not been approved.
        FirstRefusalRuns: while the franchisor may still buy.
    """
    actor.require(Permission.CONTRACTS_EVENT_DECIDE)
    contract, transfer = hold(transfer)
    _require(transfer, TransferStatus.ASKED)
    if transfer.to_franchisee_id is None:
        raise Refused(N_("Say first to which franchisee the contract goes."), field="to_franchisee")
    _require_ready(transfer.to_franchisee_id)
    standing = first_refusal(transfer, on=clock.today())
    if standing is FirstRefusal.RUNNING:
        raise FirstRefusalRuns(day=transfer.first_refusal_until)
    terms = contracts.terms_on(contract.id, clock.today())
    agreed = terms.transfer if terms else None
    fee = agreed and event_fee(agreed.fee, agreed.fee_share, initial_fee=initial_fee)
    fee = fee or reckoning.event_fee(contract.id, ChargeKind.TRANSFER_FEE, clock.today())
    transfer.first_refusal = standing
    _decide(actor, transfer, TransferStatus.APPROVED, reason)
    if fee:
        charges.raise_charge(contract, ChargeKind.TRANSFER_FEE, origin_id=transfer.id, amount=fee)
    audit.record(actor, EventAction.TRANSFER_APPROVED, contract, to=transfer.to_name)
    db.session.flush()
    tell(actor, contract, LifeNews.TRANSFER_APPROVED, words=reason, day=transfer.starts_on)
    if transfer.starts_on <= clock.today():
        transfer_if_due(actor, transfer.id, on=clock.today())
    return transfer


def refuse_transfer(actor: Actor, transfer: Transfer, *, reason: str) -> Transfer:
    """Refuse a transfer, with the reason.

    Raises:
        NotOpen: when somebody else was a moment earlier.
        Refused: without a reason.
    """
    actor.require(Permission.CONTRACTS_EVENT_DECIDE)
    contract, transfer = hold(transfer)
    _require(transfer, TransferStatus.ASKED)
    if not reason.strip():
        raise Refused(N_("Write the reason, so that it can be understood."), field="reason")
    _decide(actor, transfer, TransferStatus.REFUSED, reason)
    audit.record(actor, EventAction.TRANSFER_REFUSED, contract, to=transfer.to_name, reason=reason)
    db.session.flush()
    tell(actor, contract, LifeNews.TRANSFER_REFUSED, words=reason)
    return transfer


def withdraw_transfer(actor: Actor, transfer: Transfer) -> Transfer:
    """Take a transfer back before its day, approved or not.

    Raises:
        NotFound: for the side that did not ask.
        NotOpen: when it has taken place or was refused.
    """
    contract, transfer = hold(transfer)
    if isinstance(actor.scope, OwnBusiness) and (
        actor.scope.franchisee_id != contract.franchisee_id or actor.side is not transfer.asked_side
    ):
        raise NotFound
    if not transfer.status.is_open:
        raise NotOpen(status=transfer.status)
    transfer.status = TransferStatus.WITHDRAWN
    audit.record(actor, EventAction.TRANSFER_WITHDRAWN, contract, to=transfer.to_name)
    db.session.flush()
    return transfer


def first_refusal(transfer: Transfer, *, on: date) -> FirstRefusal:
    """How the right to buy stands on a day: it lapses by itself."""
    until = transfer.first_refusal_until
    if transfer.first_refusal is FirstRefusal.RUNNING and until is not None and on > until:
        return FirstRefusal.LAPSED
    return transfer.first_refusal


def _require_ready(franchisee_id: UUID) -> None:
    buyer = db.session.get_one(Franchisee, franchisee_id)
    if buyer.status in READY:
        return
    applicant = recruitment.applicant_of_franchisee(buyer.id)
    if applicant is not None and applicant.stage in APPROVED_STAGES:
        return
    raise NotAFranchiseeYet(buyer.name, buyer.status)


def _require_other(contract: Contract, to: Franchisee) -> None:
    if to.id == contract.franchisee_id:
        raise Refused(
            N_("The contract belongs to this franchisee already. Choose somebody else."),
            field="to_franchisee",
        )


def _going(
    contract: Contract, terms: Terms | None, chosen: Collection[UUID], *, on: date
) -> Sequence[UUID]:
    """The outlets that go while others stay; none when all of them go."""
    if not chosen:
        return ()
    covered = [one.outlet_id for one in queries.outlets_on(contract.id, on)]
    if not set(chosen) <= set(covered):
        raise Refused(
            N_("The contract %(number)s does not cover all of these outlets on that day."),
            field="outlets",
            number=contract.number,
        )
    if set(chosen) == set(covered):
        return ()
    if terms is None or terms.transfer is None or not terms.transfer.allows_parts:
        raise OnlyWhole(contract.number)
    return [one for one in covered if one in set(chosen)]


def _require_day(contract: Contract, day: date) -> None:
    if not contract.starts_on < day <= contract.ends_on:
        raise Refused(
            N_(
                "The contract runs from %(first)s to %(last)s. Choose a day in that time, after "
                "the first."
            ),
            field="starts_on",
            first=contract.starts_on,
            last=contract.ends_on,
        )


def _require_no_termination(contract: Contract) -> None:
    found = events.standing_termination(contract.id)
    if found is not None:
        raise TerminationUnderWay(number=contract.number, day=found.effective_on)


def _require(transfer: Transfer, status: TransferStatus) -> None:
    if transfer.status is not status:
        raise NotOpen(status=transfer.status)


def _decide(actor: Actor, transfer: Transfer, status: TransferStatus, reason: str) -> None:
    transfer.status, transfer.reason = status, reason.strip()
    transfer.decided_on, transfer.decided_by_name = clock.today(), actor.name
