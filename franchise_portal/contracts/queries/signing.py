"""Rounds of signing and their signers, as each actor may see them."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from ...access.actor import Actor
from ...database import db
from ...kit import clock
from ...kit.errors import NotFound
from ..models import Contract, Signatory, SigningReminder, SigningRound
from ..rules.signing import reminder_due
from ..signing_enums import RoundStatus, SignatoryStatus
from ..signing_errors import SigningLinkSpent
from .contracts import visible_contracts

Thing = TypeVar("Thing")

_WHOLE = (
    joinedload(SigningRound.contract).options(
        joinedload(Contract.franchisee), joinedload(Contract.brand)
    ),
    joinedload(SigningRound.contract_version),
    joinedload(SigningRound.shown),
    selectinload(SigningRound.signatories).joinedload(Signatory.signature),
)


def visible_rounds(actor: Actor) -> Select[SigningRound]:
    """The rounds of the contracts that an actor can see."""
    seen = visible_contracts(actor).with_only_columns(Contract.id).order_by(None)
    return select(SigningRound).where(SigningRound.contract_id.in_(seen))


def round_for(actor: Actor, round_id: UUID) -> SigningRound:
    """One round with its contract, version, signers and signatures.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = visible_rounds(actor).where(SigningRound.id == round_id).options(*_WHOLE)
    return _led_back(_found(db.session.scalars(query).one_or_none()))


def round_of(round_id: UUID) -> SigningRound:
    """One round, whole, for jobs and for the signers themselves."""
    query = select(SigningRound).where(SigningRound.id == round_id).options(*_WHOLE)
    return _led_back(db.session.scalars(query.execution_options(populate_existing=True)).one())


def rounds_of(contract_id: UUID) -> Sequence[SigningRound]:
    """A contract's rounds, the latest first, each with its signers and signatures."""
    query = (
        select(SigningRound)
        .where(SigningRound.contract_id == contract_id)
        .order_by(SigningRound.started_at.desc(), SigningRound.id.desc())
        .options(*_WHOLE)
    )
    return db.session.scalars(query).all()


def open_round(version_id: UUID) -> SigningRound | None:
    """The round in which a version is being signed, or was signed by all."""
    query = select(SigningRound).where(
        SigningRound.version_id == version_id,
        SigningRound.status.in_((RoundStatus.OPEN, RoundStatus.COMPLETED)),
    )
    return db.session.scalars(query).one_or_none()


def signatory_for(actor: Actor, signatory_id: UUID) -> Signatory:
    """The signer that an actor is, once it is their turn; with the whole round.

    Before it is their turn there is nothing to be seen: later signers are shown no drafts.

    Raises:
        NotFound: somebody else's, or not yet.
    """
    query = select(Signatory).where(
        Signatory.id == signatory_id,
        Signatory.user_id == actor.user_id,
        Signatory.user_id.is_not(None),
        Signatory.asked_at.is_not(None),
        Signatory.status != SignatoryStatus.REPLACED,
    )
    return _with_round(_found(db.session.scalars(query).one_or_none()))


def signatory_seen(actor: Actor, signatory_id: UUID) -> Signatory:
    """A signer of a round that an actor can see, for those who keep the round.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    rounds = visible_rounds(actor).with_only_columns(SigningRound.id).order_by(None)
    query = select(Signatory).where(Signatory.id == signatory_id, Signatory.round_id.in_(rounds))
    return _with_round(_found(db.session.scalars(query).one_or_none()))


def signatory_by_link(token_hash: str) -> Signatory:
    """The signer to whom the newest link with this digest was sent; with the whole round.

    Raises:
        SigningLinkSpent: unknown, replaced by a newer link, or the signer was replaced.
    """
    query = select(Signatory).where(
        Signatory.token_hash == token_hash, Signatory.status != SignatoryStatus.REPLACED
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise SigningLinkSpent
    return _with_round(found)


def waiting_for(actor: Actor) -> Sequence[Signatory]:
    """What an actor is asked to sign now, the most urgent first."""
    query = (
        select(Signatory)
        .join(SigningRound, SigningRound.id == Signatory.round_id)
        .where(
            Signatory.user_id == actor.user_id,
            Signatory.status == SignatoryStatus.ASKED,
            SigningRound.status == RoundStatus.OPEN,
        )
        .order_by(SigningRound.expires_on, SigningRound.id, Signatory.place)
        .options(joinedload(Signatory.round).options(*_WHOLE))
    )
    return db.session.scalars(query).unique().all() if actor.user_id else ()


def signed_by(actor: Actor) -> Sequence[Signatory]:
    """What an actor has signed, the latest first."""
    query = (
        select(Signatory)
        .join(SigningRound, SigningRound.id == Signatory.round_id)
        .where(Signatory.user_id == actor.user_id, Signatory.status == SignatoryStatus.SIGNED)
        .order_by(SigningRound.started_at.desc(), Signatory.place)
        .limit(50)
        .options(joinedload(Signatory.round).options(*_WHOLE), joinedload(Signatory.signature))
    )
    return db.session.scalars(query).unique().all() if actor.user_id else ()


def rounds_past(on: date) -> Sequence[UUID]:
    """Open rounds whose last day lies before a day."""
    return db.session.scalars(
        select(SigningRound.id)
        .where(SigningRound.status == RoundStatus.OPEN, SigningRound.expires_on < on)
        .order_by(SigningRound.expires_on, SigningRound.id)
    ).all()


def reminders_due(on: date) -> Sequence[tuple[UUID, int]]:
    """Signers who are to be reminded on a day, each with the number of the reminder."""
    query = (
        select(Signatory, SigningRound)
        .join(SigningRound, SigningRound.id == Signatory.round_id)
        .where(
            SigningRound.status == RoundStatus.OPEN,
            SigningRound.remind_every > 0,
            SigningRound.expires_on >= on,
            Signatory.status == SignatoryStatus.ASKED,
        )
        .order_by(SigningRound.expires_on, Signatory.id)
    )
    due: dict[UUID, int] = {}
    for signatory, held in db.session.execute(query):
        number = reminder_due(
            clock.day_of(signatory.asked_at or held.started_at),
            every=held.remind_every,
            expires_on=held.expires_on,
            on=on,
        )
        if number:
            due[signatory.id] = number
    reminders = select(SigningReminder.signatory_id, SigningReminder.number).where(
        SigningReminder.signatory_id.in_(due)
    )
    sent = {(who, number) for who, number in db.session.execute(reminders)}
    return [one for one in due.items() if one not in sent]


def signatory_of(signatory_id: UUID) -> Signatory:
    """One signer with the whole round, for jobs."""
    return _with_round(db.session.get_one(Signatory, signatory_id))


def _with_round(signatory: Signatory) -> Signatory:
    held = round_of(signatory.round_id)
    return next(one for one in held.signatories if one.id == signatory.id)


def _led_back(held: SigningRound) -> SigningRound:
    """Let each signer lead to the round that was just read, without asking for it again."""
    for one in held.signatories:
        set_committed_value(one, "round", held)
    return held


def _found(thing: Thing | None) -> Thing:
    if thing is None:
        raise NotFound
    return thing
