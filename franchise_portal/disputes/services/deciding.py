"""Deciding about a dispute: rejected with reasons, or granted and posted in one transaction.

Giving money back is the act “credit” of the table of authority, as a credit note without a dispute
is: one limit and one window of thirty days for both, so that nobody gives back by disputes what
they may not give back by hand. Above the limit a second person decides on the page of approvals,
and what was proposed is posted then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.roles import Side
from ...contracts.event_enums import Measure
from ...contracts.models import Approval
from ...contracts.rules.authority import Size
from ...contracts.services import approvals
from ...database import db
from ...fees.models import Invoice
from ...fees.rules.sales import Sales
from ...fees.services import crediting
from ...fees.services.ledger import pass_gate
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, Refused
from ...kit.i18n import N_
from ...kit.money import Money
from ..enums import DisputeAction, DisputeEntryKind, Remedy, Step
from ..models import Dispute
from ..rules.lifecycle import step_granting
from . import letters, report_correcting
from .opening import require_no_proposal, require_step, status_after
from .records import enter, flush, hold, note

ENTRY = {
    Step.ACCEPT: DisputeEntryKind.ACCEPTED,
    Step.ACCEPT_PARTLY: DisputeEntryKind.PARTLY,
    Step.REJECT: DisputeEntryKind.REJECTED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What was given back, and by what."""

    granted: int
    document: Invoice
    report_id: UUID | None = None


def reject(
    actor: Actor, dispute: Dispute, *, reasons: str, next_step: str, seen: int | None = None
) -> Dispute:
    """Not accept a dispute: the line stands, and the franchisee reads why and what comes next.

    Raises:
        DisputeMoved: when somebody else decided, or it was withdrawn, a moment earlier.
        DecisionWaits: while a second person decides about giving something back.
        Refused: without reasons, or without a next step.
        ChangedMeanwhile: when something else was saved since the page was opened.
    """
    dispute = to_decide(actor, dispute, Step.REJECT, seen)
    require_reasons(reasons)
    if not next_step.strip():
        raise Refused(
            N_("Write what the franchisee can do next, as the contract says."), field="next_step"
        )
    dispute.next_step = next_step.strip()
    close(actor, dispute, Step.REJECT, reasons)
    note(actor, DisputeAction.REJECTED, dispute, reason=reasons.strip())
    return dispute


def grant_credit(
    actor: Actor, dispute: Dispute, *, amount: Money, reasons: str, seen: int | None = None
) -> Approval:
    """Give back all or a part of what is disputed by a credit note: at once within one's limit.

    The result's `status.is_granted` says whether it is done; else a second person was asked.

    Raises:
        DisputeMoved, DecisionWaits, ChangedMeanwhile: as `reject` does.
        Refused: without reasons, for nothing, for more than is disputed, in another currency.
        CreditTooMuch: when so much is not left of the line any more.
        NoAuthority: when nobody may decide about so much.
    """
    dispute = to_decide(actor, dispute, Step.ACCEPT, seen)
    require_reasons(reasons)
    _require_amount(dispute, amount)
    draft = crediting.draft_of(
        dispute.invoice, {line_id(dispute): amount}, reason=credit_words(dispute, reasons)
    )
    payload = {"remedy": Remedy.CREDIT.value, "amount": amount.minor}
    return _propose(actor, dispute, Money(-draft.total, draft.currency), reasons, payload)


def grant_report(
    actor: Actor, dispute: Dispute, *, sales: Sales, reasons: str, seen: int | None = None
) -> Approval:
    """Accept that the sales were wrong: correct the report, which charges its fees anew.

    Raises:
        DisputeMoved, DecisionWaits, ChangedMeanwhile, NoAuthority: as `grant_credit` does.
        Refused: without reasons, for a line without a report, or when the fee would not sink.
    """
    dispute = to_decide(actor, dispute, Step.ACCEPT, seen)
    require_reasons(reasons)
    effect = report_correcting.effect_of(dispute, sales)
    payload = {"remedy": Remedy.REPORT.value, "figures": report_correcting.packed(sales)}
    return _propose(actor, dispute, effect.all_fees, reasons, payload)


def perform(actor: Actor, approval: Approval) -> bool:
    """Post what was granted: the performer of the act “credit”, for disputes and for others."""
    told: Mapping[str, Any] = approval.payload
    if "dispute" not in told:
        return crediting.perform(actor, approval)
    pass_gate()
    dispute = hold(db.session.get_one(Dispute, UUID(told["dispute"])))
    status_after(dispute, Step.ACCEPT)
    if told["remedy"] == Remedy.CREDIT:
        posted = _post_credit(actor, dispute, told["amount"], approval.words)
    else:
        posted = _post_report(actor, dispute, told["figures"], approval.words)
    dispute.remedy = Remedy(told["remedy"])
    dispute.granted_minor = posted.granted
    dispute.correction_id, dispute.report_id = posted.document.id, posted.report_id
    dispute.approval_id = approval.id
    step = step_granting(dispute.disputed_minor, posted.granted)
    close(actor, dispute, step, approval.words)
    note(
        actor,
        DisputeAction.ACCEPTED,
        dispute,
        amount=dispute.granted,
        correction=posted.document.number,
    )
    return True


def line_id(dispute: Dispute) -> UUID:
    """The id of the charge that is disputed, whichever it is."""
    found = dispute.charge_id or dispute.single_charge_id
    if found is None:
        raise LookupError(dispute.number)
    return found


def credit_words(dispute: Dispute, reasons: str) -> str:
    """Why, as the credit note says it: the dispute's number first, so that one finds the other."""
    return f"{dispute.number}: {reasons.strip()}"[: crediting.LONGEST_REASON]


def _post_credit(actor: Actor, dispute: Dispute, minor: int, words: str) -> Posted:
    amount = Money(minor, dispute.currency)
    document = crediting.issue_credit_note(
        actor, dispute.invoice, {line_id(dispute): amount}, reason=credit_words(dispute, words)
    )
    return Posted(granted=minor, document=document)


def _post_report(actor: Actor, dispute: Dispute, figures: Mapping[str, Any], words: str) -> Posted:
    sales = report_correcting.unpacked(dispute, figures)
    report, document, granted = report_correcting.correct(
        actor, dispute, sales, reason=credit_words(dispute, words)
    )
    return Posted(granted=granted, document=document, report_id=report.id)


def _propose(
    actor: Actor, dispute: Dispute, size: Money, reasons: str, payload: Mapping[str, Any]
) -> Approval:
    approval = approvals.ask(
        actor,
        crediting.CREDIT,
        Size(Measure.AMOUNT, size.minor, size.currency),
        words=reasons,
        franchisee=dispute.franchisee,
        subject=dispute.number,
        payload={"dispute": str(dispute.id), **payload},
    )
    if not approval.status.is_granted:
        dispute.approval_id = approval.id
        flush()
        enter(actor, dispute, DisputeEntryKind.ASKED)
        note(actor, DisputeAction.ASKED, dispute, amount=size)
    return approval


def to_decide(actor: Actor, dispute: Dispute, step: Step, seen: int | None) -> Dispute:
    """The dispute, held, where the actor may decide about it now.

    Raises:
        DisputeMoved, DecisionWaits, ChangedMeanwhile: when somebody else was a moment earlier.
    """
    actor.require(Permission.DISPUTES_DISPUTE_DECIDE)
    pass_gate()
    dispute = hold(dispute)
    require_step(actor, dispute, step)
    require_no_proposal(dispute)
    if seen is not None and seen != dispute.version:
        raise ChangedMeanwhile
    return dispute


def require_reasons(reasons: str) -> None:
    """Refuse a decision without a reason."""
    if not reasons.strip():
        raise Refused(N_("Write the reasons; the franchisee reads them."), field="reasons")


def _require_amount(dispute: Dispute, amount: Money) -> None:
    if amount.currency != dispute.currency:
        raise Refused(
            N_("The line is in %(currency)s, so what is given back is too."),
            field="amount",
            currency=dispute.currency,
        )
    if amount.minor <= 0:
        raise Refused(N_("Write an amount above zero."), field="amount")
    if amount.minor > dispute.disputed_minor:
        raise Refused(
            N_("Of this line %(disputed)s are disputed. Give back at most that."),
            field="amount",
            disputed=dispute.disputed,
        )


def close(
    actor: Actor,
    dispute: Dispute,
    step: Step,
    reasons: str,
    *,
    kind: DisputeEntryKind | None = None,
) -> None:
    """Keep the decision and tell the franchisee; `kind` is what was done, where it has a name."""
    dispute.status = status_after(dispute, step)
    dispute.decided_on, dispute.decided_by_name = clock.today(), actor.name[:200]
    dispute.decision_words = reasons.strip()
    flush()
    done = kind or ENTRY[step]
    enter(actor, dispute, done, reasons)
    letters.tell(dispute, Side.FRANCHISEE, done, reasons.strip())
