"""Sending a version out for signature, and keeping the round: reminding, replacing, ending."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from ... import audit
from ...access.actor import SYSTEM, Actor
from ...database import db
from ...jobs import enqueue
from ...kit import clock
from ...kit.ids import new_id
from .. import queries
from ..enums import Party
from ..models import ContractVersion, Signatory, SigningReminder, SigningRound
from ..queries import signing as rounds
from ..queries import signing_clock
from ..queries.signing_parties import Candidate, candidates
from ..rules import signing as rules
from ..signing_enums import RoundStatus, SignatoryStatus, SigningAction, SigningOrder
from ..signing_errors import AddressMissing, NotAParty, NotPending, RoundExists, RoundOver
from . import signing_letters as letters
from .signing_turns import ask, ask_next, end, hold, member, names, present
from .versions import lock_of, send_out

PREPARE = "contracts.prepare_signing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Somebody chosen to sign, by the key of a candidate."""

    key: str
    email: str = ""
    """Where to write instead of the address that is known; needed where none is."""


def start_round(
    actor: Actor,
    version: ContractVersion,
    *,
    signers: Sequence[Chosen],
    order: SigningOrder,
    expires_on: date,
    remind_every: int = 3,
    message: str = "",
    in_two_roles: bool = False,
) -> SigningRound:
    """Send a draft out for signature. The signers are asked once the document has been made.

    Raises:
        TooEarly, NotDisclosed: before the law's clock has run out.
        RoundExists, NotADraft: when it is out already, signed or withdrawn.
        Refused: for signers who are no parties, missing or doubled, or a last day that is past.
    """
    contract = lock_of(version)
    if rounds.open_round(version.id) is not None:
        raise RoundExists(version=version.title)
    signing_clock.require_signing_day(contract, version, on=clock.today())
    rules.require_time(expires_on, on=clock.today())
    found = _resolved(contract.number, candidates(contract, version), signers)
    rules.require_signers(
        [rules.Signer(party=one.party, name=one.name, email=email) for one, email in found],
        guarantors=[one.name for one in queries.terms_of(version).guarantors],
        in_two_roles=in_two_roles,
    )
    send_out(actor, version, on=clock.today(), reason=version.title)
    held = SigningRound(
        id=new_id(),
        contract_id=contract.id,
        version_id=version.id,
        order=order,
        expires_on=expires_on,
        remind_every=remind_every,
        message=message,
        started_by=actor.user_id,
        started_by_name=actor.name,
        started_at=clock.now(),
    )
    held.signatories = _signatories(held.id, found)
    try:
        with db.session.begin_nested():
            db.session.add(held)
    except IntegrityError as error:
        raise RoundExists(version=version.title) from error
    audit.record(
        actor,
        SigningAction.STARTED,
        contract,
        version=version.title,
        signers=names(held.signatories),
    )
    request_document(actor, held)
    return held


def request_document(actor: Actor, held: SigningRound) -> None:
    """Promise the PDF that the signers are shown."""
    enqueue(
        PREPARE,
        arguments={"round_id": str(held.id)},
        dedupe_key=f"{PREPARE}/{held.id}",
        label=f"{PREPARE} {held.id}",
        actor=actor,
    )


def remind(actor: Actor, signatory: Signatory) -> None:
    """Send the mail to a signer once more; a link in an earlier one stops working.

    Raises:
        RoundOver, TimeIsUp, NotPending: when there is nothing to be signed by them now.
    """
    held = hold(signatory.round_id)
    signatory = member(held, signatory.id)
    rules.require_open(held.status, expires_on=held.expires_on, on=clock.today())
    if signatory.status is not SignatoryStatus.ASKED:
        raise NotPending(name=signatory.name)
    audit.record(
        actor,
        SigningAction.REMINDED,
        held.contract,
        version=held.contract_version.title,
        signer=signatory.name,
    )
    ask(signatory, is_reminder=True)


def remind_by_itself(signatory_id: UUID, number: int) -> bool:
    """Send the reminder of that number, unless it was sent or nothing is to be signed any more."""
    held = hold(rounds.signatory_of(signatory_id).round_id)
    signatory = member(held, signatory_id)
    if held.status is not RoundStatus.OPEN or signatory.status is not SignatoryStatus.ASKED:
        return False
    try:
        with db.session.begin_nested():
            db.session.add(SigningReminder(signatory_id=signatory_id, number=number))
    except IntegrityError:
        return False
    ask(signatory, is_reminder=True)
    return True


def replace_signer(
    actor: Actor, signatory: Signatory, *, by: Chosen, reason: str, in_two_roles: bool = False
) -> Signatory:
    """Have somebody else of the same party sign instead.

    Raises:
        RoundOver, TimeIsUp, NotPending: when this signer is not waiting to sign any more.
        Refused: when the other is no party, of another party, or in the round already.
    """
    held = hold(signatory.round_id)
    signatory = member(held, signatory.id)
    rules.require_open(held.status, expires_on=held.expires_on, on=clock.today())
    if not signatory.status.is_pending:
        raise NotPending(name=signatory.name)
    possible = [
        one
        for one in candidates(held.contract, held.contract_version)
        if one.party is signatory.party
    ]
    found = _resolved(held.contract.number, possible, [by])
    others = [one for one in present(held) if one is not signatory]
    rules.require_signers(
        [
            *(rules.Signer(party=one.party, name=one.name, email=one.email) for one in others),
            *(rules.Signer(party=one.party, name=one.name, email=email) for one, email in found),
        ],
        guarantors=[one.name for one in queries.terms_of(held.contract_version).guarantors],
        in_two_roles=in_two_roles or any(one.in_two_roles for one in others),
    )
    was_asked = signatory.asked_at is not None
    signatory.status, signatory.reason = SignatoryStatus.REPLACED, reason
    signatory.token_hash = None
    db.session.flush()
    (successor,) = _signatories(held.id, found)
    successor.place = signatory.place
    held.signatories.append(successor)
    db.session.flush()
    audit.record(
        actor,
        SigningAction.REPLACED,
        held.contract,
        version=held.contract_version.title,
        before=signatory.name,
        after=successor.name,
        reason=reason,
    )
    if was_asked:
        letters.tell_replaced(signatory)
    held = rounds.round_of(held.id)
    ask_next(held)
    return member(held, successor.id)


def cancel_round(actor: Actor, held: SigningRound, *, reason: str) -> None:
    """Stop a round; the version becomes a draft again, and those who were asked are told.

    Raises:
        RoundOver: when it has ended already, or all have signed.
    """
    held = hold(held.id)
    if held.status is not RoundStatus.OPEN:
        raise RoundOver(status=held.status.label)
    audit.record(
        actor,
        SigningAction.CANCELLED,
        held.contract,
        version=held.contract_version.title,
        reason=reason,
    )
    held = end(actor, held, RoundStatus.CANCELLED, by_name=actor.name, reason=reason)
    letters.tell_ended(held)


def expire_round(round_id: UUID) -> bool:
    """End a round whose last day has passed; False when it has ended meanwhile."""
    held = hold(round_id)
    if held.status is not RoundStatus.OPEN or held.expires_on >= clock.today():
        return False
    audit.record(
        SYSTEM,
        SigningAction.EXPIRED,
        held.contract,
        version=held.contract_version.title,
        day=held.expires_on,
    )
    held = end(SYSTEM, held, RoundStatus.EXPIRED, by_name="", reason="")
    letters.tell_ended(held)
    return True


def _resolved(
    number: str, possible: Sequence[Candidate], chosen: Sequence[Chosen]
) -> list[tuple[Candidate, str]]:
    """The candidates behind the keys, each with the address to write to."""
    by_key = {one.key: one for one in possible}
    found = []
    for choice in chosen:
        candidate = by_key.get(choice.key)
        if candidate is None:
            raise NotAParty(number)
        # Whoever has an account signs with it; a mail elsewhere could not let them in.
        email = choice.email.strip().lower() if candidate.user_id is None else ""
        email = email or candidate.email
        if not email:
            raise AddressMissing(candidate.name)
        found.append((candidate, email))
    return found


def _signatories(round_id: UUID, found: Sequence[tuple[Candidate, str]]) -> list[Signatory]:
    people: dict[str, set[Party]] = {}
    for candidate, email in found:
        people.setdefault(email, set()).add(candidate.party)
    return [
        Signatory(
            id=new_id(),
            round_id=round_id,
            place=place,
            party=candidate.party,
            name=candidate.name,
            name_local=candidate.name_local,
            email=email,
            language=candidate.language,
            zone=candidate.zone,
            user_id=candidate.user_id,
            in_two_roles=len(people[email]) > 1,
            status=SignatoryStatus.WAITING,
        )
        for place, (candidate, email) in enumerate(found)
    ]
