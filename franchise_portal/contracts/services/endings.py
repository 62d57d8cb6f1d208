"""Ending a contract before its time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ... import audit, law
from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.roles import Side
from ...database import db
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...network import services as network
from ...network.enums import FranchiseeStatus
from ...network.models import Franchisee, Outlet
from .. import queries as contracts
from ..enums import ContractStatus, NoticeKind
from ..event_enums import (
    EventAction,
    ExitCause,
    LifeNews,
    Measure,
    OutletFate,
    TerminationKind,
    TerminationStatus,
)
from ..event_errors import NoticeMissing, NotOpen, NotRunning, TerminationUnderWay
from ..models import (
    Approval,
    Contract,
    Notice,
    Termination,
    TerminationOutlet,
)
from ..queries import events as queries
from ..queries import notices, transfers
from ..rules.authority import Size
from . import approvals, exits
from .event_letters import tell
from .lifecycle import lock, move

SKIP = "skipped_step"
DAY = timedelta(days=1)
#: Notices that go before a termination.
BEFORE = (NoticeKind.TERMINATION, NoticeKind.DEFAULT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A termination as somebody decides it."""

    kind: TerminationKind
    reason: str
    effective_on: date
    """The last day on which the contract binds."""
    fates: Mapping[UUID, OutletFate]
    """What becomes of each outlet that is covered on that day."""
    notice_id: UUID | None = None
    skip_reason: str = ""

    def to_payload(self) -> dict[str, Any]:
        """As an approval keeps it."""
        return {
            "kind": self.kind.value,
            "reason": self.reason,
            "effective_on": self.effective_on.isoformat(),
            "fates": {str(outlet): fate.value for outlet, fate in self.fates.items()},
            "skip_reason": self.skip_reason,
        }

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> "Plan":
        """As it was kept."""
        return cls(
            kind=TerminationKind(payload["kind"]),
            reason=payload["reason"],
            effective_on=date.fromisoformat(payload["effective_on"]),
            fates={UUID(key): OutletFate(value) for key, value in payload["fates"].items()},
            skip_reason=payload["skip_reason"],
        )


def terminate(actor: Actor, contract: Contract, plan: Plan) -> Termination | Approval:
    """End a contract early: after notice, or with the written reason why there was none.

    Leaving out the notice is an act of its own in the table of authority. Above the limit of
    whoever decides, the result is the approval that a second person has to grant; the termination
    is then entered by the grant itself, as it was planned.

    Raises:
        NotRunning, TerminationUnderWay: with what can be done.
        NoticeMissing: when there is neither notice nor reason.
        Refused: for a day that the law, the notice or the term does not allow.
    """
    actor.require(Permission.CONTRACTS_EVENT_DECIDE)
    contract = lock(contract)
    _require_possible(contract, plan)
    notice = _notice(contract, plan)
    if plan.kind.needs_notice and notice is None:
        if not plan.skip_reason.strip():
            raise NoticeMissing
        approval = approvals.ask(
            actor,
            SKIP,
            Size(Measure.EACH_TIME, 1),
            words=plan.skip_reason,
            contract=contract,
            payload={"termination": plan.to_payload()},
        )
        return _entered_by(approval) or approval
    return _enter(actor, contract, plan, notice_id=notice.id if notice else None)


def skip_step(actor: Actor, approval: Approval) -> bool:
    """Carry out a termination whose notice may be left out: the performer of the act."""
    payload = approval.payload.get("termination")
    if payload is None or approval.contract_id is None:
        return False
    contract = lock(contracts.contract_with_id(approval.contract_id))
    plan = Plan.from_payload(payload)
    _require_possible(contract, plan)
    termination = _enter(actor, contract, plan, notice_id=None)
    termination.skip_approval_id = approval.id
    termination.made_by, termination.made_by_name = approval.asked_by, approval.asked_by_name
    db.session.flush()
    return True


def withdraw_termination(actor: Actor, termination: Termination, *, reason: str) -> Termination:
    """Take a termination back before its day.

    Raises:
        NotOpen: when it has taken effect or was taken back already.
        Refused: without a reason.
    """
    actor.require(Permission.CONTRACTS_EVENT_DECIDE)
    _require_words(reason, "reason")
    contract, termination = _held(termination)
    if termination.status is not TerminationStatus.PLANNED:
        raise NotOpen(status=termination.status)
    termination.status = TerminationStatus.WITHDRAWN
    termination.withdrawn_on, termination.withdrawal_reason = clock.today(), reason.strip()
    _set_franchisee(actor, contract, FranchiseeStatus.LEAVING, FranchiseeStatus.ACTIVE)
    audit.record(actor, EventAction.TERMINATION_WITHDRAWN, contract, reason=reason.strip())
    db.session.flush()
    tell(actor, contract, LifeNews.TERMINATION_WITHDRAWN, words=reason)
    return termination


def terminate_if_due(actor: Actor, termination_id: UUID, *, on: date) -> bool:
    """End a contract once the last day of its termination has come. Repeating changes nothing."""
    found = db.session.get(Termination, termination_id)
    if found is None:
        return False
    contract, termination = _held(found)
    if termination.status is not TerminationStatus.PLANNED or termination.effective_on > on:
        return False
    termination.status, termination.done_at = TerminationStatus.DONE, clock.now()
    if not contract.status.is_running:
        # Its term ran out, or it was transferred, before the day came.
        return False
    day = termination.effective_on
    for outlet, fate in _outlets(contract, termination, day):
        if fate is OutletFate.TAKEN_OVER:
            network.take_over_outlet(actor, outlet=outlet, starts_on=day + DAY)
        elif outlet.closed_on is None or outlet.closed_on > day:
            network.update_outlet(actor, outlet, changes={"closed_on": max(day, outlet.opened_on)})
    move(actor, contract, ContractStatus.TERMINATED, on=day, reason=termination.reason)
    audit.record(actor, EventAction.TERMINATED, contract, day=day)
    exits.open_exit(actor, contract, ExitCause.TERMINATED)
    db.session.flush()
    return True


def _enter(actor: Actor, contract: Contract, plan: Plan, *, notice_id: UUID | None) -> Termination:
    termination = Termination(
        id=new_id(),
        contract_id=contract.id,
        kind=plan.kind,
        reason=plan.reason.strip(),
        notice_id=notice_id,
        skip_reason="" if notice_id else plan.skip_reason.strip(),
        decided_on=clock.today(),
        effective_on=plan.effective_on,
        made_by=actor.user_id,
        made_by_name=actor.name,
    )
    db.session.add(termination)
    db.session.flush()
    db.session.add_all(
        TerminationOutlet(termination_id=termination.id, outlet_id=outlet_id, fate=fate)
        for outlet_id, fate in plan.fates.items()
    )
    audit.record(
        actor,
        EventAction.TERMINATION_PLANNED,
        contract,
        day=plan.effective_on,
        reason=plan.reason.strip(),
    )
    _set_franchisee(actor, contract, FranchiseeStatus.ACTIVE, FranchiseeStatus.LEAVING)
    db.session.flush()
    tell(actor, contract, LifeNews.TERMINATION, words=plan.reason, day=plan.effective_on)
    if plan.effective_on <= clock.today():
        terminate_if_due(actor, termination.id, on=clock.today())
    return termination


def _entered_by(approval: Approval) -> Termination | None:
    """The termination that a grant entered at once."""
    if not approval.status.is_granted or approval.contract_id is None:
        return None
    return queries.standing_termination(approval.contract_id)


def _require_possible(contract: Contract, plan: Plan) -> None:
    if not contract.status.is_running:
        raise NotRunning(number=contract.number, status=contract.status)
    standing = queries.standing_termination(contract.id)
    if standing is not None:
        raise TerminationUnderWay(number=contract.number, day=standing.effective_on)
    _require_words(plan.reason, "reason")
    if not clock.today() <= plan.effective_on <= contract.ends_on:
        raise Refused(
            N_("Choose a last day from today to the end of the term, %(last)s."),
            field="effective_on",
            last=contract.ends_on,
        )
    if plan.kind is TerminationKind.RESCISSION:
        _require_cooling_off(contract)


def _require_cooling_off(contract: Contract) -> None:
    until = cooling_off_until(contract)
    if until is None:
        raise Refused(
            N_(
                "Neither the contract nor its law gives a time to step back, or the day of "
                "signing is not known. Choose another kind of termination."
            ),
            field="kind",
        )
    if clock.today() > until:
        raise Refused(
            N_("The franchisee could step back until %(last)s. Choose another kind."),
            field="kind",
            last=until,
        )


def cooling_off_until(contract: Contract) -> date | None:
    """The last day on which the franchisee may step back; None without such a time."""
    if contract.signed_on is None:
        return None
    by_law = law.pack(contract.pack).cooling_off_until(contract.signed_on)
    terms = contracts.terms_on(contract.id, max(clock.today(), contract.starts_on))
    agreed = terms.cooling_off.after(contract.signed_on) if terms and terms.cooling_off else None
    days = [day for day in (by_law, agreed) if day is not None]
    return max(days) if days else None


def _notice(contract: Contract, plan: Plan) -> Notice | None:
    """The notice that goes before a termination, of the side that ends the contract."""
    if plan.notice_id is None:
        return None
    giver = Side.FRANCHISOR if plan.kind.is_by_franchisor else Side.FRANCHISEE
    found = notices.standing_notices(contract.id, kinds=BEFORE, giver=giver)
    notice = next((one for one in found if one.id == plan.notice_id), None)
    if notice is None:
        raise NoticeMissing
    until = notice.act_by or notice.until
    if until is not None and plan.effective_on < until:
        raise Refused(
            N_("The notice %(number)s runs until %(day)s. Choose that day or a later one."),
            field="effective_on",
            number=notice.number,
            day=until,
        )
    return notice


def _outlets(
    contract: Contract, termination: Termination, day: date
) -> list[tuple[Outlet, OutletFate]]:
    fates = {one.outlet_id: one.fate for one in termination.outlets}
    return [
        (one.outlet, fates.get(one.outlet_id, OutletFate.CLOSES))
        for one in transfers.outlets_on(contract.id, day)
    ]


def _set_franchisee(
    actor: Actor, contract: Contract, before: FranchiseeStatus, after: FranchiseeStatus
) -> None:
    """A franchisee is leaving once the last contract has been terminated."""
    if queries.other_running_contract(contract.franchisee_id, contract.id):
        return
    franchisee = db.session.get_one(Franchisee, contract.franchisee_id)
    if franchisee.status is before:
        network.update_franchisee(actor, franchisee, changes={"status": after})


def _held(termination: Termination) -> tuple[Contract, Termination]:
    contract = lock(contracts.contract_with_id(termination.contract_id))
    query = select(Termination).where(Termination.id == termination.id)
    query = query.options(selectinload(Termination.outlets))
    found = db.session.scalars(query.execution_options(populate_existing=True)).one()
    return contract, found


def _require_words(text: str, field: str) -> None:
    if not text.strip():
        raise Refused(N_("Write the reason, so that it can be understood later."), field=field)
