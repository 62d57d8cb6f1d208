"""What all acts of signing share: holding the round, asking whose turn it is, ending it."""

import secrets
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from ...access.actor import Actor
from ...accounts.rules import token_digest
from ...database import db
from ...kit import clock
from .. import queries
from ..models import Signatory, SigningRound
from ..queries import signing as rounds
from ..rules.signing import to_be_asked
from ..signing_enums import RoundStatus, SignatoryStatus
from . import signing_letters as letters
from .lifecycle import lock
from .versions import take_back


def hold(round_id: UUID) -> SigningRound:
    """The round as it is now, whole, and nobody else's until the transaction ends.

    The contract is held first, as everybody does: two who act at once follow each other.
    """
    contract_id = db.session.scalars(
        select(SigningRound.contract_id).where(SigningRound.id == round_id)
    ).one()
    lock(queries.contract_with_id(contract_id))
    db.session.execute(select(SigningRound.id).where(SigningRound.id == round_id).with_for_update())
    return rounds.round_of(round_id)


def member(held: SigningRound, signatory_id: UUID) -> Signatory:
    """The signer of that id, as he or she stands now."""
    return next(one for one in held.signatories if one.id == signatory_id)


def present(held: SigningRound) -> list[Signatory]:
    """The signers who count, in the order of signing."""
    return [one for one in held.signatories if not one.status.is_gone]


def ask_next(held: SigningRound) -> None:
    """Ask everybody whose turn has come, once there is a document to be signed."""
    if held.shown_file_id is None or held.status is not RoundStatus.OPEN:
        return
    order = {one.id: one.status for one in present(held)}
    for signatory_id in to_be_asked(held.order, order):
        ask(member(held, signatory_id))


def ask(signatory: Signatory, *, is_reminder: bool = False) -> None:
    """Mail somebody that it is their turn; without an account with a fresh link."""
    token = fresh_token(signatory)
    if signatory.status is SignatoryStatus.WAITING:
        signatory.status, signatory.asked_at = SignatoryStatus.ASKED, clock.now()
    db.session.flush()
    letters.ask(signatory, token=token, is_reminder=is_reminder)


def fresh_token(signatory: Signatory) -> str | None:
    """A new link for somebody without an account; the one before stops working."""
    if signatory.user_id is not None:
        return None
    token = secrets.token_urlsafe(32)
    signatory.token_hash = token_digest(token)
    return token


def end(
    actor: Actor,
    held: SigningRound,
    status: RoundStatus,
    *,
    by_name: str,
    reason: str,
) -> SigningRound:
    """End a round without all signatures; the version can be changed again.

    Returns the round as it then stands, whole.
    """
    held.status = status
    held.ended_at, held.ended_by_name, held.end_reason = clock.now(), by_name, reason
    db.session.flush()
    take_back(actor, held.contract_version, on=clock.today(), reason=reason or status.label)
    return rounds.round_of(held.id)


def names(signatories: Iterable[Signatory]) -> list[str]:
    """What the audit says of signers."""
    return [one.name for one in signatories]
