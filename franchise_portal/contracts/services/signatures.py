"""What signers do: sign, or decline. Each is done once, whoever clicks where and how often."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from ... import audit
from ...access.actor import NOBODY, Actor
from ...database import db
from ...jobs import enqueue
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ..models import Signatory, Signature, SigningRound
from ..queries import signing_clock
from ..rules import signing as rules
from ..signing_enums import RoundStatus, SignatoryStatus, SigningAction, SigningMethod
from ..signing_errors import AnotherDocument, NotReady, SignedAlready
from . import signing_letters as letters
from .signing_turns import ask_next, end, hold, member, present
from .soundness import require_unpromised

SEAL = "contracts.seal_signed"
LONGEST_AGENT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """How the portal knew who signs, and from where they came."""

    actor: Actor
    """Nobody in particular for a link."""
    method: SigningMethod
    address: str = ""
    user_agent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """The words that were ticked, as they were shown."""

    version: str
    text: str


def sign(
    signatory_id: UUID,
    round_id: UUID,
    *,
    typed_name: str,
    consent: Consent,
    seen_sha256: str,
    how: Circumstances,
) -> Signature:
    """Sign the document that was shown. The last signature has the file sealed.

    Raises:
        TooEarly, NotDisclosed, TimeIsUp, RoundOver, NotTheirTurn: not now.
        SignedAlready: in another tab, or earlier.
        AnotherDocument: when the page showed another one.
        NameDiffers: when the typed name is not the signer's.
        Unsound: when somebody else was promised an outlet or area of it meanwhile.
    """
    held = hold(round_id)
    signatory = member(held, signatory_id)
    _require_possible(held, signatory)
    if not held.shown_sha256:
        raise NotReady
    if seen_sha256 != held.shown_sha256:
        raise AnotherDocument
    rules.require_name(typed_name, signatory.name, signatory.name_local)
    signature = _written(held, signatory, typed_name=typed_name, consent=consent, how=how)
    signatory.status = SignatoryStatus.SIGNED
    audit.record(
        how.actor,
        SigningAction.SIGNED,
        held.contract,
        version=held.contract_version.title,
        signer=signatory.name,
        party=signatory.party,
    )
    db.session.flush()
    if all(one.status.has_signed for one in present(held)):
        _complete(how.actor, held)
    else:
        ask_next(held)
    return signature


def _require_possible(held: SigningRound, signatory: Signatory) -> None:
    # Said first, as it is the answer to a second click.
    if signatory.status.has_signed:
        at = signatory.signature.signed_at if signatory.signature else None
        raise SignedAlready(signatory.name, at)
    rules.require_open(held.status, expires_on=held.expires_on, on=clock.today())
    rules.require_turn(signatory.status, signatory.name)
    signing_clock.require_signing_day(held.contract, held.contract_version, on=clock.today())
    require_unpromised(held.contract, held.contract_version)


def _written(
    held: SigningRound,
    signatory: Signatory,
    *,
    typed_name: str,
    consent: Consent,
    how: Circumstances,
) -> Signature:
    signature = Signature(
        id=new_id(),
        signatory_id=signatory.id,
        round_id=held.id,
        party=signatory.party,
        name=signatory.name,
        typed_name=" ".join(typed_name.split()),
        email=signatory.email,
        user_id=how.actor.user_id,
        method=how.method,
        signed_at=clock.now(),
        zone=signatory.zone,
        address=how.address,
        user_agent=how.user_agent[:LONGEST_AGENT],
        consent_version=consent.version,
        consent_text=consent.text,
        document_sha256=held.shown_sha256,
    )
    try:
        with db.session.begin_nested():
            db.session.add(signature)
    except IntegrityError as error:
        raise SignedAlready(signatory.name) from error
    return signature


def _complete(actor: Actor, held: SigningRound) -> None:
    held.status, held.ended_at = RoundStatus.COMPLETED, clock.now()
    request_seal(actor, held)


def request_seal(actor: Actor, held: SigningRound) -> None:
    """Promise the sealed file."""
    enqueue(
        SEAL,
        arguments={"round_id": str(held.id)},
        dedupe_key=f"{SEAL}/{held.id}",
        label=f"{SEAL} {held.id}",
        actor=actor if actor.user_id else None,
    )


def decline(signatory_id: UUID, round_id: UUID, *, reason: str, how: Circumstances) -> None:
    """Decline to sign: the round ends, the version is a draft again, and the others are told.

    Raises:
        Refused: without a reason.
        SignedAlready, RoundOver, TimeIsUp, NotTheirTurn: when there is nothing to decline.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise Refused(
            N_("Write why you decline, so that the other side knows what to change."),
            field="reason",
        )
    held = hold(round_id)
    signatory = member(held, signatory_id)
    rules.require_open(held.status, expires_on=held.expires_on, on=clock.today())
    rules.require_turn(signatory.status, signatory.name)
    signatory.status, signatory.reason = SignatoryStatus.DECLINED, reason
    audit.record(
        how.actor,
        SigningAction.DECLINED,
        held.contract,
        version=held.contract_version.title,
        signer=signatory.name,
        reason=reason,
    )
    actor = how.actor if how.actor.user_id else NOBODY
    held = end(actor, held, RoundStatus.DECLINED, by_name=signatory.name, reason=reason)
    letters.tell_declined(held, member(held, signatory_id))
