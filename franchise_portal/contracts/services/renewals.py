"""Renewals on their way: asked for, checked, agreed or declined.

Whoever decides holds the contract's row, so that two people who decide at the same moment do so
one after the other.
"""

from collections.abc import Sequence

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.roles import Side
from ...database import db
from ...kit import clock
from ...kit.errors import NotFound, Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...kit.money import Money
from ...storage.models import StoredFile
from ...web.wording import sentence
from .. import queries as contracts
from .. import reckoning
from ..enums import RenewalMode, VersionKind
from ..event_enums import ChargeKind, EventAction, LifeNews, RenewalStatus
from ..event_errors import (
    AlreadyRenewed,
    ConditionsOpen,
    NonRenewalGiven,
    NotOpen,
    NotRunning,
    RenewsByItself,
)
from ..models import Contract, Renewal, RenewalCondition
from ..queries import renewals as queries
from ..rules import renewal as rules
from ..rules.event_fees import event_fee
from ..rules.terms import Terms
from ..rules.windows import notice_window
from . import charges, versions
from .event_letters import tell
from .lifecycle import lock
from .renewing import non_renewal_given


def ask_renewal(actor: Actor, contract: Contract, *, wish: str = "") -> Renewal:
    """Ask for the term after the present one.

    A franchisee asks within the window that the terms give; the office may begin a renewal by
    agreement at any time, since both sides can agree at any time.

    Raises:
        NotRunning, NoRenewalAgreed, NoRenewalLeft, RenewsByItself, AlreadyRenewed,
        NonRenewalGiven, OutsideWindow: each with what can be done.
    """
    actor.require(Permission.CONTRACTS_EVENT_ASK)
    contract = lock(contract)
    today = clock.today()
    if not contract.status.is_running:
        raise NotRunning(number=contract.number, status=contract.status)
    terms = contracts.terms_on(contract.id, today)
    following = rules.next_term(
        terms, number=contract.number, term_number=contract.term_number, ends_on=contract.ends_on
    )
    if following.mode is RenewalMode.AUTOMATIC:
        raise RenewsByItself(number=contract.number, day=following.starts_on)
    if queries.standing_renewal(contract.id, contract.ends_on) is not None:
        raise AlreadyRenewed(number=contract.number, day=contract.ends_on)
    _require_no_non_renewal(contract)
    if actor.side is Side.FRANCHISEE:
        window = notice_window(terms.notice if terms else None, ends_on=contract.ends_on)
        rules.require_in_window(window, on=today, number=contract.number)
    renewal = Renewal(
        id=new_id(),
        contract_id=contract.id,
        term_end=contract.ends_on,
        new_ends_on=following.ends_on,
        mode=following.mode,
        is_on_same_terms=following.is_on_same_terms,
        asked_side=actor.side,
        asked_on=today,
        asked_by=actor.user_id,
        asked_by_name=actor.name,
        wish=wish,
    )
    db.session.add(renewal)
    db.session.flush()
    db.session.add_all(
        RenewalCondition(renewal_id=renewal.id, position=position, condition=condition)
        for position, condition in enumerate(_conditions(following))
    )
    audit.record(actor, EventAction.RENEWAL_ASKED, contract, day=following.ends_on)
    db.session.flush()
    tell(actor, contract, LifeNews.RENEWAL_ASKED, words=wish, day=following.starts_on)
    return renewal


def _conditions(following: rules.NextTerm) -> Sequence[str]:
    """All that has to be checked off, in words that stay as they are from now on."""
    return (*(sentence(one.label, {}) for one in following.requires), *following.conditions)


def check_condition(
    actor: Actor, condition: RenewalCondition, *, evidence: str, file: StoredFile | None = None
) -> RenewalCondition:
    """Check a condition off, with words or a file that show it.

    Raises:
        NotOpen: when the renewal was decided meanwhile.
        Refused: without any evidence.
    """
    actor.require(Permission.CONTRACTS_EVENT_NOTE)
    contract, renewal = _held(db.session.get_one(Renewal, condition.renewal_id))
    _require(renewal, RenewalStatus.ASKED)
    db.session.refresh(condition)
    if not evidence.strip() and file is None:
        raise Refused(
            N_("Write what shows that the condition is met, or attach it."), field="evidence"
        )
    condition.is_met, condition.evidence = True, evidence.strip()
    condition.file_id = file.id if file else condition.file_id
    condition.by_name, condition.at = actor.name, clock.now()
    audit.record(
        actor, EventAction.RENEWAL_CONDITION, contract, condition=condition.condition[:200]
    )
    db.session.flush()
    return condition


def agree(
    actor: Actor,
    renewal: Renewal,
    *,
    reason: str = "",
    title: str = "",
    initial_fee: Money | None = None,
) -> Renewal:
    """Agree to a renewal. On other terms, a version to sign is drafted from those in force.

    Raises:
        NotOpen: when somebody else was a moment earlier.
        ConditionsOpen: naming those that nobody checked off.
        NonRenewalGiven: when one side gave notice meanwhile.
        OpenVersionExists: when another version is not finished.
        Refused: when the fee is a share of the initial fee and that is not given.
    """
    actor.require(Permission.CONTRACTS_EVENT_DECIDE)
    contract, renewal = _held(renewal)
    _require(renewal, RenewalStatus.ASKED)
    _require_no_non_renewal(contract)
    missing = tuple(one.condition for one in queries.conditions_of(renewal.id) if not one.is_met)
    if missing:
        raise ConditionsOpen(conditions=missing)
    terms = contracts.terms_on(contract.id, clock.today())
    agreed = terms.renewal if terms else None
    fee = agreed and event_fee(agreed.fee, agreed.fee_share, initial_fee=initial_fee)
    fee = fee or reckoning.event_fee(contract.id, ChargeKind.RENEWAL_FEE, clock.today())
    _decide(actor, renewal, RenewalStatus.AGREED, reason)
    if not renewal.is_on_same_terms:
        _draft_version(actor, contract, renewal, title)
    if fee:
        charges.raise_charge(contract, ChargeKind.RENEWAL_FEE, origin_id=renewal.id, amount=fee)
    audit.record(actor, EventAction.RENEWAL_AGREED, contract, day=renewal.new_ends_on)
    db.session.flush()
    tell(
        actor,
        contract,
        LifeNews.RENEWAL_AGREED,
        words=reason,
        day=renewal.term_end + rules.DAY,
    )
    return renewal


def decline(actor: Actor, renewal: Renewal, *, reason: str) -> Renewal:
    """Decline a renewal, with the reason.

    Raises:
        NotOpen: when somebody else was a moment earlier.
        Refused: without a reason.
    """
    actor.require(Permission.CONTRACTS_EVENT_DECIDE)
    contract, renewal = _held(renewal)
    _require(renewal, RenewalStatus.ASKED)
    if not reason.strip():
        raise Refused(N_("Write the reason, so that it can be understood."), field="reason")
    _decide(actor, renewal, RenewalStatus.DECLINED, reason)
    audit.record(actor, EventAction.RENEWAL_DECLINED, contract, reason=reason)
    db.session.flush()
    tell(actor, contract, LifeNews.RENEWAL_DECLINED, words=reason)
    return renewal


def withdraw_renewal(actor: Actor, renewal: Renewal) -> Renewal:
    """Take back the wish to renew, before anybody decided about it.

    Raises:
        NotFound: for the side that did not ask.
        NotOpen: when it was decided meanwhile.
    """
    contract, renewal = _held(renewal)
    if actor.side is not renewal.asked_side:
        raise NotFound
    _require(renewal, RenewalStatus.ASKED)
    renewal.status = RenewalStatus.WITHDRAWN
    audit.record(actor, EventAction.RENEWAL_WITHDRAWN, contract)
    db.session.flush()
    return renewal


def _draft_version(actor: Actor, contract: Contract, renewal: Renewal, title: str) -> None:
    version = contracts.in_force_version(contract.id, clock.today())
    version_now = version.title if version else contract.number
    drafted = versions.draft_version(
        actor,
        contract,
        kind=VersionKind.RENEWAL,
        terms=contracts.terms_of(version) if version else Terms(),
        clauses=contracts.clauses_of(version) if version else (),
        effective_from=renewal.term_end + rules.DAY,
        title=title or version_now,
        reason=renewal.wish or renewal.reason,
        language=version.language if version else "en",
    )
    renewal.version_id = drafted.id


def _require_no_non_renewal(contract: Contract) -> None:
    given_on = non_renewal_given(contract)
    if given_on is not None:
        raise NonRenewalGiven(number=contract.number, given=given_on, day=contract.ends_on)


def _held(renewal: Renewal) -> tuple[Contract, Renewal]:
    """The contract's row is held; the renewal is read again behind it."""
    contract = lock(contracts.contract_with_id(renewal.contract_id))
    db.session.refresh(renewal)
    return contract, renewal


def _require(renewal: Renewal, status: RenewalStatus) -> None:
    if renewal.status is not status:
        raise NotOpen(status=renewal.status)


def _decide(actor: Actor, renewal: Renewal, status: RenewalStatus, reason: str) -> None:
    renewal.status, renewal.reason = status, reason.strip()
    renewal.decided_on, renewal.decided_by_name = clock.today(), actor.name
