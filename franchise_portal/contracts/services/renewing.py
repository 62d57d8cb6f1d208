"""The last day of a term: the next one begins in place, once, and stands in the ledger."""

from datetime import date
from uuid import UUID

from ... import audit
from ...access.actor import Actor
from ...database import db
from ...kit import clock
from ...kit.i18n import N_
from .. import queries as contracts
from ..enums import ContractStatus, NoticeKind, RenewalMode, VersionStatus
from ..event_enums import EventAction, LifeNews, RenewalStatus
from ..models import Contract, ContractTerm, Renewal
from ..queries import notices
from ..queries import renewals as queries
from ..rules import renewal as rules
from ..rules.terms import Terms
from .carrying import carry, cover
from .event_letters import tell
from .lifecycle import because, lock, move


def renew_if_due(actor: Actor, contract_id: UUID, *, on: date) -> bool:
    """Renew a contract whose term ends on `on` or before, if it is to be renewed.

    Agreed renewals take effect; those on other terms only once their version is executed. Others
    happen by themselves where the terms say so and nobody gave notice. Repeating it changes
    nothing. Returns whether it was renewed now.
    """
    contract = lock(contracts.contract_with_id(contract_id))
    if not contract.status.is_running:
        return False
    agreed = queries.agreed_renewal(contract_id)
    if agreed is not None and agreed.term_end <= on:
        return _take_effect(actor, contract, agreed)
    if contract.ends_on > on:
        return False
    terms = contracts.terms_on(contract_id, contract.ends_on)
    if not _renews_by_itself(contract, terms):
        return False
    following = rules.next_term(
        terms, number=contract.number, term_number=contract.term_number, ends_on=contract.ends_on
    )
    before = rules.Term(contract.term_number, contract.starts_on, contract.ends_on)
    _extend(contract, following.ends_on)
    _enter(actor, contract, before, mode=following.mode)
    return True


def _renews_by_itself(contract: Contract, terms: Terms | None) -> bool:
    if not rules.may_renew_by_itself(terms):
        return False
    renewal = terms.renewal if terms else None
    if rules.renewals_left(renewal, term_number=contract.term_number) == 0:
        return False
    return non_renewal_given(contract) is None


def _take_effect(actor: Actor, contract: Contract, renewal: Renewal) -> bool:
    """Bring an agreed renewal about; its version's terms may have been carried already."""
    before = rules.Term(contract.term_number, contract.starts_on, renewal.term_end)
    if renewal.is_on_same_terms:
        _extend(contract, renewal.new_ends_on)
    else:
        version = contracts.version_with_id(renewal.version_id) if renewal.version_id else None
        if version is None or version.status is not VersionStatus.EXECUTED:
            return False
        if version.carried_at is None:
            carry(actor, contract, version, at=clock.now())
        else:
            before = rules.Term(contract.term_number - 1, contract.starts_on, renewal.term_end)
    renewal.status, renewal.done_at = RenewalStatus.DONE, clock.now()
    renewal.new_ends_on = contract.ends_on
    _enter(actor, contract, before, mode=renewal.mode, renewal=renewal)
    return True


def _extend(contract: Contract, ends_on: date) -> None:
    """The next term begins; outlets and areas granted to the end of this one go on to the next."""
    ended_on = contract.ends_on
    contract.term_number += 1
    contract.ends_on = ends_on
    cover(contract, began_on=contract.starts_on, ended_on=ended_on)
    for grant in contracts.grants_of(contract.id):
        if grant.ends_on == ended_on:
            grant.ends_on = ends_on
    db.session.flush()


def _enter(
    actor: Actor,
    contract: Contract,
    before: rules.Term,
    *,
    mode: RenewalMode,
    renewal: Renewal | None = None,
) -> None:
    """Write the term into the ledger, and the first one with it where it is not there yet."""
    if not queries.has_ledger(contract.id):
        db.session.add(
            ContractTerm(
                contract_id=contract.id,
                number=before.number,
                starts_on=before.starts_on,
                ends_on=before.ends_on,
            )
        )
        db.session.flush()
    starts_on = before.ends_on + rules.DAY
    version = contracts.in_force_version(contract.id, starts_on)
    db.session.add(
        ContractTerm(
            contract_id=contract.id,
            number=contract.term_number,
            starts_on=starts_on,
            ends_on=contract.ends_on,
            renews_end=before.ends_on,
            mode=mode,
            version_id=version.id if version else None,
            renewal_id=renewal.id if renewal else None,
            by_name=actor.name,
        )
    )
    if contract.status is not ContractStatus.SUSPENDED:
        # A contract that rests goes on resting in its next term.
        reason = because(
            N_("term %(number)s began on %(day)s"), number=contract.term_number, day=starts_on
        )
        move(actor, contract, ContractStatus.RENEWED, on=starts_on, reason=reason)
    audit.record(
        actor,
        EventAction.RENEWED,
        contract,
        number=contract.term_number,
        day=contract.ends_on,
    )
    db.session.flush()
    tell(actor, contract, LifeNews.RENEWED, day=starts_on)


def non_renewal_given(contract: Contract) -> date | None:
    """The day on which one side said that it does not want another term."""
    notice = notices.notice_about_term(contract.id, contract.ends_on, NoticeKind.NON_RENEWAL)
    return notice.given_on if notice else None
