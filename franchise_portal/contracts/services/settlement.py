"""Settling with a leaving franchisee: the deposit, what is still owed, and the credit."""

from datetime import date

from ... import audit
from ...access.actor import SYSTEM, Actor
from ...access.permissions import Permission
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.money import Money
from .. import reckoning
from ..event_enums import EventAction, Measure
from ..models import Approval, Exit
from ..queries import duties
from ..queries import exits as queries
from ..queries.events import open_duty_of
from ..rules.authority import Size
from . import approvals, evidence
from .exits import hold, keep_changes

KEEP = "deposit_deduction"
GIVE_UP = "write_off"


def ask_deduction(actor: Actor, exit_: Exit, *, amount: Money, words: str) -> Approval:
    """Keep a part of the deposit, or ask somebody who may.

    Raises:
        NotOpen: when the exit is closed.
        Refused: for more than is left of it, or where the books hold it.
    """
    actor.require(Permission.CONTRACTS_EVENT_NOTE)
    exit_, contract = hold(exit_.id)
    _require_not_held(exit_)
    _require_rest(exit_, amount)
    return approvals.ask(
        actor,
        KEEP,
        Size(Measure.AMOUNT, amount.minor, amount.currency),
        words=words,
        contract=contract,
        payload={"exit": str(exit_.id)},
    )


def keep_deposit(actor: Actor, approval: Approval) -> bool:
    """Carry a granted deduction out: the performer of the act."""
    exit_ = _exit_of(approval)
    if exit_ is None:
        return False
    exit_, contract = hold(exit_.id)
    amount = Money(approval.quantity, approval.currency)
    _require_not_held(exit_)
    _require_rest(exit_, amount)
    exit_.kept_minor += amount.minor
    audit.record(actor, EventAction.EXIT_DEDUCTED, contract, amount=amount, reason=approval.words)
    keep_changes(exit_)
    _show_returned(actor, exit_, approval.words)
    return True


def return_deposit(actor: Actor, exit_: Exit, *, amount: Money, on: date, reference: str) -> Exit:
    """Note that a part of the deposit, or all of it, was paid back outside the books.

    Raises:
        NotOpen: when the exit is closed.
        Refused: for more than is left, a day to come, or where the books hold it.
    """
    actor.require(Permission.CONTRACTS_EVENT_NOTE)
    exit_, contract = hold(exit_.id)
    _require_not_held(exit_)
    _require_rest(exit_, amount)
    if on > clock.today():
        raise Refused(N_("Choose the day on which it was paid, today or before."), field="on")
    exit_.returned_minor += amount.minor
    exit_.returned_on, exit_.returned_reference = on, reference.strip()
    audit.record(actor, EventAction.EXIT_DEPOSIT, contract, amount=amount, day=on)
    keep_changes(exit_)
    _show_returned(actor, exit_, f"{on.isoformat()} {exit_.returned_reference}".strip())
    return exit_


def give_deposit_back(actor: Actor, exit_: Exit, *, amount: Money, why: str) -> tuple[str, ...]:
    """Give back what the books hold: it settles what is still owed, and the rest is credit.

    Returns:
        The numbers of the documents by which it is given back.

    Raises:
        NotOpen: when the exit is closed.
        Refused: for more than is left or held, or without a reason.
    """
    actor.require(Permission.CONTRACTS_EVENT_NOTE)
    exit_, contract = hold(exit_.id)
    _require_rest(exit_, amount)
    numbers = reckoning.give_deposit_back(actor, exit_.contract_id, amount, why)
    today = clock.today()
    exit_.returned_minor += amount.minor
    exit_.returned_on, exit_.returned_reference = today, ", ".join(numbers)
    audit.record(actor, EventAction.EXIT_DEPOSIT, contract, amount=amount, day=today)
    keep_changes(exit_)
    _show_returned(actor, exit_, exit_.returned_reference)
    return numbers


def ask_write_off(actor: Actor, exit_: Exit, *, amount: Money, words: str) -> Approval:
    """Give up what a franchisee still owes, or ask somebody who may.

    The books keep it as it is; finance credits it there.

    Raises:
        NotOpen: when the exit is closed.
        Refused: for more than is open.
    """
    actor.require(Permission.CONTRACTS_EVENT_NOTE)
    exit_, contract = hold(exit_.id)
    _require_owed(exit_, amount)
    return approvals.ask(
        actor,
        GIVE_UP,
        Size(Measure.AMOUNT, amount.minor, amount.currency),
        words=words,
        contract=contract,
        payload={"exit": str(exit_.id)},
    )


def give_up(actor: Actor, approval: Approval) -> bool:
    """Carry a granted write-off out: the performer of the act."""
    exit_ = _exit_of(approval)
    if exit_ is None:
        return False
    exit_, contract = hold(exit_.id)
    amount = Money(approval.quantity, approval.currency)
    _require_owed(exit_, amount)
    part = {"minor": amount.minor, "currency": amount.currency, "approval": str(approval.id)}
    exit_.given_up = [*exit_.given_up, part]
    audit.record(actor, EventAction.EXIT_GIVEN_UP, contract, amount=amount)
    keep_changes(exit_)
    return True


def note_credit_paid(actor: Actor, exit_: Exit, *, on: date, reference: str) -> Exit:
    """Note that the franchisee's credit was paid out.

    Raises:
        NotOpen: when the exit is closed.
        Refused: for a day to come, or without saying how.
    """
    actor.require(Permission.CONTRACTS_EVENT_NOTE)
    exit_, _contract = hold(exit_.id)
    if on > clock.today():
        raise Refused(N_("Choose the day on which it was paid, today or before."), field="on")
    if not reference.strip():
        raise Refused(N_("Write the reference of the payment."), field="reference")
    exit_.credit_paid_on, exit_.credit_reference = on, reference.strip()
    keep_changes(exit_)
    return exit_


def _show_returned(actor: Actor, exit_: Exit, words: str) -> None:
    """Once nothing is left, the duty to return the deposit has its evidence."""
    duty_id = open_duty_of(exit_.contract_id, "deposit")
    if duty_id is None or (exit_.deposit_rest and exit_.deposit_rest.minor > 0):
        return
    evidence.give_evidence(actor, duties.duty_for(SYSTEM, duty_id), words=words)


def _exit_of(approval: Approval) -> Exit | None:
    key = approval.payload.get("exit")
    if not key or approval.contract_id is None:
        return None
    return queries.exit_of(approval.contract_id)


def _require_not_held(exit_: Exit) -> None:
    if reckoning.deposit_held(exit_.contract_id):
        raise Refused(
            N_(
                "The books hold this deposit. Charge what it is kept for, if anything; then give "
                "it back: it settles what is owed, and the rest is credit."
            ),
            field="amount",
        )


def _require_rest(exit_: Exit, amount: Money) -> None:
    rest = exit_.deposit_rest
    if rest is None or amount.currency != rest.currency or not 0 < amount.minor <= rest.minor:
        raise Refused(
            N_("Of the deposit %(rest)s is left. Write an amount up to that."),
            field="amount",
            rest=rest if rest is not None else "0",
        )


def _require_owed(exit_: Exit, amount: Money) -> None:
    account = queries.settlement(exit_).account
    for owed in queries.still_open(exit_, account):
        if owed.currency == amount.currency and 0 < amount.minor <= owed.minor:
            return
    raise Refused(
        N_("Not so much is open in %(currency)s. Write an amount up to what is owed."),
        field="amount",
        currency=amount.currency,
    )
