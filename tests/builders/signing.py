"""Rounds of signing for tests, begun through the services; a whole one takes half a second."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

from flask import current_app

from franchise_portal import Portal, storage
from franchise_portal.access.actor import NOBODY, SYSTEM, Actor
from franchise_portal.contracts import queries
from franchise_portal.contracts.enums import ClauseKind
from franchise_portal.contracts.models import ContractVersion, ExecutedDocument, SigningRound
from franchise_portal.contracts.queries import executed as files
from franchise_portal.contracts.queries import signing as rounds
from franchise_portal.contracts.rules.clauses import ClauseText
from franchise_portal.contracts.rules.consent import CONSENT, CONSENT_VERSION
from franchise_portal.contracts.rules.terms import Guarantor
from franchise_portal.contracts.services import signatures, signing
from franchise_portal.contracts.services.signing import Chosen
from franchise_portal.contracts.signing_enums import SigningMethod, SigningOrder
from franchise_portal.database import db, edge
from franchise_portal.jobs import run_waiting
from tests.builders.contracts import PLAIN_TERMS, a_contract, a_version, lasting
from tests.support.databases import Database
from tests.support.people import SmallNetwork

UNTIL = date(2026, 11, 16)
#: From the day after Omar's present contract on: no outlet stands under two at once.
TERMS = replace(PLAIN_TERMS, starts_on=date(2029, 3, 1), cooling_off=lasting("30 days"))
CONSENT_GIVEN = signatures.Consent(version=CONSENT_VERSION, text=CONSENT)
SENIOR = "senior@example.test"
_remembered: dict[str, bytes] = {}

#: One of each kind, as laws ask for many; nobody guarantees for anybody.
CLAUSES = tuple(
    ClauseText(number=f"{place}.1", title=kind.label, body="Words.", kind=kind)
    for place, kind in enumerate(ClauseKind, start=1)
    if kind is not ClauseKind.GUARANTEE
)


def a_draft(network: SmallNetwork, *, pack: str = "none", **more: Any) -> ContractVersion:
    """The draft of a contract with Omar, ready to be sent out."""
    with edge():
        contract = a_contract(network, **more)
        contract.pack = pack
        return a_version(contract, terms=TERMS, clauses=CLAUSES)


def a_guaranteed_draft(network: SmallNetwork) -> ContractVersion:
    """A draft whose terms name a guarantor, Omar Senior, who has no account."""
    with edge():
        terms = replace(TERMS, guarantors=(Guarantor(name="Omar Senior"),))
        return a_version(a_contract(network), terms=terms)


def key(network: SmallNetwork, who: str) -> Chosen:
    """Somebody with an account, as a choice."""
    return Chosen(key=f"user:{network.users[who].id}")


def both(network: SmallNetwork) -> list[Chosen]:
    """Omar, then Hanna."""
    return [key(network, "omar"), key(network, "hanna")]


def a_round(
    network: SmallNetwork,
    version: ContractVersion | None = None,
    *,
    signers: Sequence[Chosen] | None = None,
    by: str = "hanna",
    is_prepared: bool = True,
    **more: Any,
) -> SigningRound:
    """A round that Omar and Hanna sign in this order; the document is made."""
    with edge():
        held = signing.start_round(
            network.actors[by],
            version or a_draft(network),
            signers=both(network) if signers is None else signers,
            **{"order": SigningOrder.SEQUENTIAL, "expires_on": UNTIL, **more},
        )
    if is_prepared:
        run_waiting()
    return fresh(held)


def fresh(held: SigningRound) -> SigningRound:
    """The round as it stands in the database now, in nobody's session."""
    with apart():
        return rounds.round_of(held.id)


@contextmanager
def apart() -> Iterator[None]:
    """A session of its own, whose objects stay as they were read."""
    db.session.rollback()
    with current_app.app_context():
        yield
        db.session.expunge_all()
        db.session.rollback()


def by(network: SmallNetwork, who: str) -> signatures.Circumstances:
    """Somebody at the keyboard, signed in."""
    return how(network.actors[who])


def how(actor: Actor = NOBODY) -> signatures.Circumstances:
    """A request of an actor; of nobody, through a link."""
    return signatures.Circumstances(
        actor=actor,
        method=SigningMethod.ACCOUNT if actor.user_id else SigningMethod.LINK,
        address="192.0.2.7",
        user_agent="Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0",
    )


def sign(held: SigningRound, who: str, circumstances: signatures.Circumstances) -> None:
    """Let the signer of that name sign, in a unit of work of its own."""
    signatory = next(
        one for one in fresh(held).signatories if one.name == who and not one.status.is_gone
    )
    with edge():
        signatures.sign(
            signatory.id,
            held.id,
            typed_name=who,
            consent=CONSENT_GIVEN,
            seen_sha256=held.shown_sha256,
            how=circumstances,
        )


def signed_by_all(network: SmallNetwork, held: SigningRound | None = None) -> ExecutedDocument:
    """A round that Omar and Hanna have signed, sealed."""
    held = held or a_round(network)
    sign(held, "Omar", by(network, "omar"))
    sign(held, "Hanna", by(network, "hanna"))
    run_waiting()
    return executed(held)


def signed_once(network: SmallNetwork, app: Portal, database: Database) -> bytes:
    """The file of a contract that Omar and Hanna have signed, made by the first who asks."""

    def sign() -> None:
        _remembered["signed"] = bytes_of(signed_by_all(network))

    database.once(app, "signed contract", sign)
    return _remembered["signed"]


def executed(held: SigningRound) -> ExecutedDocument:
    """The signed file of a round."""
    with apart():
        found = files.executed_in(held.id)
    assert found is not None, fresh(held).problem
    return found


def bytes_of(document: ExecutedDocument) -> bytes:
    """What was kept."""
    return storage.read(document.file)


def version_of(held: SigningRound) -> ContractVersion:
    """The version of a round, with its contract, as they stand now."""
    db.session.rollback()
    db.session.expire_all()
    return queries.version_for(SYSTEM, held.version_id)


def round_of(document: ExecutedDocument) -> SigningRound:
    """The round that a signed file came of."""
    with apart():
        return rounds.round_of(document.round_id)
