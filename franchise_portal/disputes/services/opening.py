"""Opening a dispute, writing about it, withdrawing it, asking for mediation."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.roles import Side
from ...contracts.event_enums import ApprovalStatus
from ...database import db
from ...fees.services.ledger import pass_gate, take_numbers
from ...kit import clock
from ...kit.errors import NotAllowed, Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...kit.money import Money
from ...network.queries import founded
from ...storage.models import StoredFile
from ..enums import DisputeAction, DisputeEntryKind, DisputeReason, DisputeStatus, Step
from ..errors import AlreadyDisputed, DecisionWaits, DisputeMoved, NothingLeft, TooLateToDispute
from ..models import Dispute, DisputeEntry
from ..queries.disputes import OPEN
from ..queries.lines import Line
from ..rules.answering import answer_by, calendar_of
from ..rules.lifecycle import after, steps_of
from . import letters
from .records import enter, flush, hold, note


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What a franchisee says about a line."""

    reason: DisputeReason
    words: str
    right: Money
    """What they think is right, without tax."""


def open_dispute(
    actor: Actor, line: Line, complaint: Complaint, *, files: Sequence[StoredFile] = ()
) -> Dispute:
    """Dispute a line; the franchisor's clock begins. Nothing of the line is taken back by it.

    Raises:
        TooLateToDispute, NothingLeft, AlreadyDisputed: when it cannot be.
        Refused: without words, in another currency, or for no smaller amount.
    """
    actor.require(Permission.DISPUTES_DISPUTE_OPEN)
    if actor.side is not Side.FRANCHISEE:
        raise NotAllowed(N_("Only the franchisee disputes a line. You can credit it by yourself."))
    pass_gate()
    _require_disputable(line)
    _require_sense(line, complaint)
    today, network = clock.today(), founded()
    series = f"DS-{today.year}"
    dispute = Dispute(
        id=new_id(),
        number=f"{series}-{take_numbers(series, 1):04d}",
        franchisee_id=line.franchisee_id,
        invoice_id=line.invoice_id,
        contract_id=line.contract_id,
        outlet_id=line.outlet_id,
        charge_id=None if line.is_single else line.id,
        single_charge_id=line.id if line.is_single else None,
        line_words=line.words,
        clause=line.clause,
        currency=line.left.currency,
        left_minor=line.left.minor,
        right_minor=complaint.right.minor,
        disputed_minor=line.left.minor - complaint.right.minor,
        reason=complaint.reason,
        words=complaint.words.strip(),
        opened_on=today,
        opened_at=clock.now(),
        opened_by_name=actor.name[:200],
        answer_until=answer_by(today, network.dispute_answer_days, calendar_of(network.country)),
    )
    db.session.add(dispute)
    db.session.flush()
    dispute = hold(dispute)
    enter(actor, dispute, DisputeEntryKind.OPENED, dispute.words)
    for file in files:
        enter(actor, dispute, DisputeEntryKind.SAID, file=file)
    note(actor, DisputeAction.OPENED, dispute, amount=dispute.disputed, invoice=line.number)
    letters.tell(dispute, Side.FRANCHISOR, DisputeEntryKind.OPENED, dispute.words)
    return dispute


def _require_disputable(line: Line) -> None:
    if clock.today() > line.until:
        raise TooLateToDispute(day=line.until)
    if line.left.minor <= 0:
        raise NothingLeft
    same = or_(Dispute.charge_id == line.id, Dispute.single_charge_id == line.id)
    number = db.session.scalar(select(Dispute.number).where(same, Dispute.status.in_(OPEN)))
    if number is not None:
        raise AlreadyDisputed(number=number)


def _require_sense(line: Line, complaint: Complaint) -> None:
    if not complaint.words.strip():
        raise Refused(N_("Write what is wrong, in your own words."), field="words")
    if complaint.right.currency != line.left.currency:
        raise Refused(
            N_("The line is in %(currency)s, so what is right is too."),
            field="right",
            currency=line.left.currency,
        )
    if complaint.right.minor < 0:
        raise Refused(N_("Write zero, or an amount above it."), field="right")
    if complaint.right.minor >= line.left.minor:
        raise Refused(
            N_("Write less than the %(left)s that stand there; write 0 if nothing is owed."),
            field="right",
            left=line.left,
        )


def say(
    actor: Actor, dispute: Dispute, *, words: str, files: Sequence[StoredFile] = ()
) -> Sequence[DisputeEntry]:
    """Write to the other side, with or without files, while the dispute is open.

    Raises:
        DisputeMoved: when it is over.
        Refused: without words and without a file.
    """
    actor.require(Permission.DISPUTES_DISPUTE_SAY)
    dispute = hold(dispute)
    require_step(actor, dispute, Step.SAY)
    if not words.strip() and not files:
        raise Refused(N_("Write what you want to say, or attach a file."), field="words")
    first, *others = files or (None,)
    entries = [enter(actor, dispute, DisputeEntryKind.SAID, words, file=first)]
    entries.extend(enter(actor, dispute, DisputeEntryKind.SAID, file=file) for file in others)
    note(actor, DisputeAction.SAID, dispute)
    letters.tell(dispute, _other(actor.side), DisputeEntryKind.SAID, words.strip())
    return entries


def withdraw(actor: Actor, dispute: Dispute, *, words: str = "") -> Dispute:
    """Take a dispute back: the line stands as it was charged.

    Raises:
        DisputeMoved: when it is over.
        DecisionWaits: while a second person decides about giving something back.
    """
    actor.require(Permission.DISPUTES_DISPUTE_OPEN)
    dispute = hold(dispute)
    require_step(actor, dispute, Step.WITHDRAW)
    require_no_proposal(dispute)
    return _moved(actor, dispute, Step.WITHDRAW, words)


def ask_mediation(actor: Actor, dispute: Dispute, *, words: str) -> Dispute:
    """Ask for mediation of what was not accepted; the amount is in dispute again.

    Raises:
        DisputeMoved: when it was not rejected, or the line is in another dispute.
        Refused: without a word what should come of it.
    """
    actor.require(Permission.DISPUTES_DISPUTE_OPEN)
    pass_gate()
    dispute = hold(dispute)
    require_step(actor, dispute, Step.MEDIATE)
    if not words.strip():
        raise Refused(N_("Write what should come of the mediation."), field="words")
    line = dispute.charge_id or dispute.single_charge_id
    same = or_(Dispute.charge_id == line, Dispute.single_charge_id == line)
    number = db.session.scalar(select(Dispute.number).where(same, Dispute.status.in_(OPEN)))
    if number is not None:
        raise AlreadyDisputed(number=number)
    return _moved(actor, dispute, Step.MEDIATE, words)


MOVES = {
    Step.WITHDRAW: (DisputeEntryKind.WITHDRAWN, DisputeAction.WITHDRAWN),
    Step.MEDIATE: (DisputeEntryKind.MEDIATION, DisputeAction.MEDIATION),
}


def _moved(actor: Actor, dispute: Dispute, step: Step, words: str) -> Dispute:
    kind, action = MOVES[step]
    dispute.status = status_after(dispute, step)
    flush()
    enter(actor, dispute, kind, words)
    note(actor, action, dispute)
    letters.tell(dispute, _other(actor.side), kind, words.strip())
    return dispute


def require_step(actor: Actor, dispute: Dispute, step: Step) -> None:
    """Refuse what cannot be done as it stands, and what is the other side's turn.

    Raises:
        DisputeMoved: when the dispute is not where the step needs it.
        NotAllowed: when it is the other side's.
    """
    status_after(dispute, step)
    if step not in steps_of(dispute.status, actor.side):
        raise NotAllowed(N_("This is for the other side to do."))


def require_no_proposal(dispute: Dispute) -> None:
    """Refuse while a proposed decision waits for a second person."""
    waiting = dispute.approval
    if (
        waiting is not None
        and waiting.status is ApprovalStatus.ASKED
        and waiting.expires_on >= clock.today()
    ):
        raise DecisionWaits(name=waiting.asked_by_name)


def status_after(dispute: Dispute, step: Step) -> DisputeStatus:
    """Where a step leads.

    Raises:
        DisputeMoved: when it cannot be taken as the dispute stands.
    """
    status = after(dispute.status, step)
    if status is None:
        raise DisputeMoved(number=dispute.number, state=dispute.status)
    return status


def _other(side: Side) -> Side:
    return Side.FRANCHISEE if side is Side.FRANCHISOR else Side.FRANCHISOR
